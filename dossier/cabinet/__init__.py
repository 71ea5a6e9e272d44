"""What lies in the cabinet: numbers given for good, dossiers that still hold, late papers, archive and sharing."""

from __future__ import annotations

from dossier.cabinet.bag import bag_faults, is_bag, make_bag
from dossier.cabinet.difference import Difference, difference, exchanges, followed, leaves_of
from dossier.cabinet.exchange_print import shown, where_of, write_exchange
from dossier.cabinet.export_record import note_export
from dossier.cabinet.filing_in import file_in, pdf_digest
from dossier.cabinet.inspection import Inspected, write_inspection
from dossier.cabinet.listing import Archived, archive_number, write_listing
from dossier.cabinet.masked_pages import evidence_page, own_pages, save_pdf, why_not, write_pictures
from dossier.cabinet.masking import HEADS, Secrets, masked_row, secrets_of
from dossier.cabinet.numbering import give_numbers
from dossier.cabinet.register import REGISTER, Register, filed_of, follow, hash_of, open_register, read_register
from dossier.cabinet.slip import verify_slip
from dossier.cabinet.stale import Standing, standing_of

__all__ = [
    "HEADS",
    "REGISTER",
    "Archived",
    "Difference",
    "Inspected",
    "Register",
    "Secrets",
    "Standing",
    "archive_number",
    "bag_faults",
    "difference",
    "evidence_page",
    "exchanges",
    "file_in",
    "filed_of",
    "follow",
    "followed",
    "give_numbers",
    "hash_of",
    "is_bag",
    "leaves_of",
    "make_bag",
    "masked_row",
    "note_export",
    "open_register",
    "own_pages",
    "pdf_digest",
    "read_register",
    "save_pdf",
    "secrets_of",
    "shown",
    "standing_of",
    "verify_slip",
    "where_of",
    "why_not",
    "write_exchange",
    "write_inspection",
    "write_listing",
    "write_pictures",
]
