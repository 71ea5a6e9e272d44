"""What lies in the cabinet: numbers given for good, dossiers that still hold, late papers, archive and sharing."""

from __future__ import annotations

from dossier.cabinet.bag import bag_faults, is_bag, make_bag
from dossier.cabinet.covering import Secrets, secrets_of
from dossier.cabinet.difference import Difference, difference, exchanges, followed, leaves_of
from dossier.cabinet.exchange_print import shown, where_of, write_exchange
from dossier.cabinet.export_record import note_export
from dossier.cabinet.filing_in import file_in, pdf_digest
from dossier.cabinet.inspection import Inspected, write_inspection
from dossier.cabinet.listing import Archived, archive_number, write_listing
from dossier.cabinet.masked_pages import PageSource, Read, Shown, save_pdf, shown_pages
from dossier.cabinet.masked_plan import ShownFiles, shown_plan, told_plan
from dossier.cabinet.masked_values import masked_check, masked_review, masked_text_of
from dossier.cabinet.masking import HEADS, Masking, masked_row, secret_words
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
    "Masking",
    "PageSource",
    "Read",
    "Register",
    "Secrets",
    "Shown",
    "ShownFiles",
    "Standing",
    "archive_number",
    "bag_faults",
    "difference",
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
    "masked_check",
    "masked_review",
    "masked_row",
    "masked_text_of",
    "note_export",
    "open_register",
    "pdf_digest",
    "read_register",
    "save_pdf",
    "secret_words",
    "secrets_of",
    "shown",
    "shown_pages",
    "shown_plan",
    "standing_of",
    "told_plan",
    "verify_slip",
    "where_of",
    "write_exchange",
    "write_inspection",
    "write_listing",
]
