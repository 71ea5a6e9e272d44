"""Months: where each child stands → 附件2, the ledgers, the deadlines; a closed month is a record for good.

make_month      a judged workspace → the report of a month, as it was closed or as it stands
write_ledger    three ledgers and who is responsible, one workbook
due_items       what must be done by when; write_drafts: the plan's own papers with the numbers filled in
carry_over      open cases, letters and history into the next term's workspace
close_month     the month becomes a record: yaml, docx, pdf and xlsx in 月报/, whole or not at all
"""

from __future__ import annotations

from dossier.ledger.books import Books, write_ledger
from dossier.ledger.county_month import make_county_month, unit_checks
from dossier.ledger.documents import Press, close_month, month_document
from dossier.ledger.due import Desk, due_items, term_unknown
from dossier.ledger.due_telling import DUE_TITLES, format_due_json, format_due_text, write_due
from dossier.ledger.month import MonthMade, make_month, month_days, of_unit, own_errors, to_close, units_by_case
from dossier.ledger.next_term import Carried, carry_over, next_term
from dossier.ledger.plan_drafts import Drafts, write_drafts
from dossier.ledger.records import KINDS, closed_months, closing, kept_file, read_closed, write_closed
from dossier.ledger.specs import load_deadlines, load_monthly
from dossier.ledger.telling import format_json, format_text

__all__ = [
    "DUE_TITLES",
    "KINDS",
    "Books",
    "Carried",
    "Desk",
    "Drafts",
    "MonthMade",
    "Press",
    "carry_over",
    "close_month",
    "closed_months",
    "closing",
    "due_items",
    "format_due_json",
    "format_due_text",
    "format_json",
    "format_text",
    "kept_file",
    "load_deadlines",
    "load_monthly",
    "make_county_month",
    "make_month",
    "month_days",
    "month_document",
    "next_term",
    "of_unit",
    "own_errors",
    "read_closed",
    "term_unknown",
    "to_close",
    "unit_checks",
    "units_by_case",
    "write_closed",
    "write_drafts",
    "write_due",
    "write_ledger",
]
