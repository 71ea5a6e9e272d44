"""Months: where each child stands → 附件2, the ledgers, the deadlines; a closed month is a record for good.

make_month      a judged workspace → the report of a month, as it was closed or as it stands
close_month     the month becomes a record: yaml, docx, pdf and xlsx in 月报/, whole or not at all
"""

from __future__ import annotations

from dossier.ledger.documents import Press, close_month, month_document
from dossier.ledger.month import MonthMade, make_month, month_days, of_unit, own_errors, to_close, units_by_case
from dossier.ledger.records import KINDS, closed_months, closing, kept_file, read_closed, write_closed
from dossier.ledger.specs import load_deadlines, load_monthly
from dossier.ledger.telling import format_json, format_text

__all__ = [
    "KINDS",
    "MonthMade",
    "Press",
    "close_month",
    "closed_months",
    "closing",
    "format_json",
    "format_text",
    "kept_file",
    "load_deadlines",
    "load_monthly",
    "make_month",
    "month_days",
    "month_document",
    "of_unit",
    "own_errors",
    "read_closed",
    "to_close",
    "units_by_case",
    "write_closed",
]
