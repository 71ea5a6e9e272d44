"""The documents of a month: docx, pdf and xlsx, made anew or given out as they were kept; closing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.ledger.listed import Listed, listed_children
from dossier.ledger.month import MonthMade, to_close
from dossier.ledger.month_book import month_book
from dossier.ledger.month_form import TEMPLATE, fill_month, open_form, title_of, typeset
from dossier.ledger.records import KINDS, closing, kept_file, write_closed
from dossier.model import Check, ClosedMonth, MonthReport, MonthSpecs, Specs


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """With what documents are made."""

    check: Check
    monthly: MonthSpecs
    specs: Specs
    templates: Path
    fonts: tuple[Path, ...]
    unit: str
    """Who reports."""
    day: date
    """填报日期."""


def month_document(made: MonthMade, kind: str, press: Press) -> bytes:
    """One of KINDS. Of a closed month the one that was kept. Raises TemplateError, WorkspaceError."""
    if made.closed is not None:
        return kept_file(press.check.workspace.root, made.closed, kind)
    return _documents(made, made.report, (kind,), press)[kind]


def close_month(made: MonthMade, by: str, press: Press) -> ClosedMonth:
    """Keep the month with its documents, whole or not at all. Raises UsageError where it is closed already."""
    root = press.check.workspace.root
    closed = to_close(made, by, press.day)
    documents = _documents(made, closed.report, KINDS, press)
    with closing(root):
        return write_closed(root, closed, documents)


def _documents(made: MonthMade, report: MonthReport, kinds: Collection[str], press: Press) -> dict[str, bytes]:
    listed = _listed(made, report, press)
    found: dict[str, bytes] = {}
    if "xlsx" in kinds:
        title = title_of(report, press.monthly)
        found["xlsx"] = month_book(report, press.monthly, title, press.unit, press.day, listed)
    if "docx" in kinds or "pdf" in kinds:
        form = open_form(press.templates, press.monthly, tuple(press.specs.categories))
        filled = fill_month(form, report, press.monthly, press.unit, press.day, listed)
        if "docx" in kinds:
            found["docx"] = filled
        if "pdf" in kinds:
            found["pdf"] = typeset(filled, TEMPLATE, press.fonts, press.day)
    return found


def _listed(made: MonthMade, report: MonthReport, press: Press) -> list[Listed]:
    units = {one.unit for one in report.units}
    children = [child for child in made.children if child.unit in units]
    return listed_children(press.check, children, made.returned)
