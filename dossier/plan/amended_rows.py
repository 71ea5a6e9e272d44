"""The rows of an amended plan: each paper where it stands now, each sheet that says what is gone. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dossier.model import Plan, PlanPart, PlanRow, Sheet
from dossier.plan.filed_pages import FiledPage

_OWN = (PlanPart.COVER, PlanPart.CONTENTS, PlanPart.CLOSING)


def amended_rows(
    plan: Plan, sheets: Sequence[Sheet], old: Sequence[FiledPage], items: Mapping[int, int], today: date
) -> tuple[PlanRow, ...]:
    """The rows in page order. `items`: item of the fresh plan → item in the cabinet."""
    titles = {row.part: row.title for row in plan.rows}
    since = {(row.path, page): row.since for one in old for row in one.rows for page in row.source_pages or ()}
    labels = {one.label: one for one in old if one.label}
    rows = [*_own(sheets, titles, labels, today), *_gone(sheets, labels, today)]
    for row in plan.rows:
        if row.part in (PlanPart.EVIDENCE, PlanPart.ANNEX) and row.path is not None:
            item = items.get(row.item, row.item) if row.item is not None else None
            rows += _evidence(replace(row, item=item), sheets, since, labels, today)
        elif row.part is PlanPart.MISSING:
            closing = next((sheet.physical for sheet in sheets if sheet.part is PlanPart.CLOSING), len(sheets))
            rows.append(replace(row, first_page=closing))
    return tuple(sorted(rows, key=lambda row: (row.first_page, row.pages)))


def _own(
    sheets: Sequence[Sheet], titles: Mapping[PlanPart, str], labels: Mapping[str, FiledPage], today: date
) -> Iterator[PlanRow]:
    """Runs of our own pages and of blanks."""
    run: PlanRow | None = None
    for sheet in sheets:
        is_own = sheet.part in _OWN or (sheet.part is PlanPart.ANNEX and not sheet.placed)
        if not is_own and sheet.part is not PlanPart.BLANK:
            if run:
                yield run
            run = None
            continue
        new = _since(sheet, labels, today) if sheet.part is PlanPart.ANNEX else None
        if run and run.part is sheet.part and run.since == new and sheet.part is not PlanPart.BLANK:
            run = replace(run, pages=run.pages + 1)
            continue
        if run:
            yield run
        title = titles.get(sheet.part, "空白页")
        run = PlanRow(part=sheet.part, title=title, first_page=sheet.physical, pages=1, item=sheet.item, since=new)
    if run:
        yield run


def _since(sheet: Sheet, labels: Mapping[str, FiledPage], today: date) -> str | None:
    """The day on which a page came after the first filing; None for one that was there from the beginning."""
    known = labels.get(sheet.shown)
    return known.rows[0].since if known else today.isoformat()


def _gone(sheets: Sequence[Sheet], labels: Mapping[str, FiledPage], today: date) -> Iterator[PlanRow]:
    for sheet in sheets:
        page = labels.get(sheet.shown)
        for slot, placed in enumerate(sheet.placed):
            if not placed.is_gone or page is None:
                continue
            row = page.rows[min(slot, len(page.rows) - 1)]
            yield PlanRow(
                part=PlanPart.EVIDENCE,
                title=row.title,
                first_page=sheet.physical,
                pages=1,
                item=row.item,
                type=row.type,
                path=row.path,
                source_pages=(),
                since=row.since if row.source_pages == () else today.isoformat(),
            )


def _evidence(
    row: PlanRow,
    sheets: Sequence[Sheet],
    since: Mapping[tuple[str | None, int], str | None],
    labels: Mapping[str, FiledPage],
    today: date,
) -> Iterator[PlanRow]:
    """The paper's pages in runs that lie side by side and came on one day."""
    where = {(one.path, one.page): sheet for sheet in sheets for one in sheet.placed if not one.is_gone}
    pages = row.source_pages or (0,)
    run: PlanRow | None = None
    for page in pages:
        sheet = where.get((row.path or "", page))
        if sheet is None:
            continue
        day = since.get((row.path, page)) if sheet.shown in labels else today.isoformat()
        own = (page,) if page else ()
        if run and run.first_page + run.pages == sheet.physical and run.since == day:
            run = replace(run, pages=run.pages + 1, source_pages=(*run.source_pages, *own))
            continue
        if run and run.first_page + run.pages - 1 == sheet.physical and run.since == day:
            run = replace(run, source_pages=(*run.source_pages, *own))  # two pictures of one file on a sheet
            continue
        if run:
            yield run
        run = replace(row, first_page=sheet.physical, pages=1, source_pages=own, since=day)
    if run:
        yield run
