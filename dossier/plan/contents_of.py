"""卷内目录 and 备考表 of a dossier that changed after it was filed: what was there, then dated supplements. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dossier.model import Item, Plan, PlanPart, PlanRow, Sheet
from dossier.plan.filed_pages import FiledPage


def amended_items(
    plan: Plan, sheets: Sequence[Sheet], rows: Sequence[PlanRow], items: Mapping[int, int]
) -> tuple[Item, ...]:
    """The lines of the contents: filed items in their order, then each day's under a line of its own."""
    fresh = {items.get(item.number, item.number): item for item in plan.items if item.number is not None}
    numbers = sorted({row.item for row in rows if row.item is not None})
    days: dict[str, list[Item]] = {}
    for number in numbers:
        mine = [row for row in rows if row.item == number]
        here = [row for row in mine if row.part is PlanPart.ANNEX or row.source_pages != ()]
        days_of = [row.since for row in here]  # of a sheet that says what is gone it is the day of its going
        day = "" if len(here) < len(mine) or None in days_of else min(one for one in days_of if one)
        days.setdefault(day, []).append(_item(number, mine, here, fresh.get(number), sheets, day))
    made: list[Item] = []
    for day in sorted(days):
        if day:
            made.append(Item(number=None, title=f"以下为 {day} 补入", heading=True))
        made += days[day]
    return (*made, *(item for item in plan.items if item.missing))


def _item(
    number: int,
    mine: Sequence[PlanRow],
    here: Sequence[PlanRow],
    fresh: Item | None,
    sheets: Sequence[Sheet],
    day: str,
) -> Item:
    pages = sorted({page for row in mine for page in range(row.first_page, row.first_page + row.pages)})
    shown = [sheets[page - 1].shown for page in pages]
    notes = [fresh.note] if fresh and fresh.note else []
    gone = [row for row in mine if row not in here]
    if gone:
        what = "已取出" if not here else f"第{'、'.join(_labels(gone, sheets))}页已取出"
        notes.append(f"{what}（{'、'.join(sorted({row.since or '' for row in gone}))}）")
    added = [row for row in here if row.since and row.since != day]
    if added:
        notes.append(f"第{'、'.join(_labels(added, sheets))}页为{added[0].since}补入")
    model = fresh or Item(number=number, title=mine[0].title)
    return replace(
        model,
        number=number,
        title=model.title if fresh else mine[0].title,
        first_number=shown[0],
        last_number=shown[-1],
        first_page=pages[0],
        note="；".join(notes),
    )


def _labels(rows: Sequence[PlanRow], sheets: Sequence[Sheet]) -> list[str]:
    pages = [page for row in rows for page in range(row.first_page, row.first_page + row.pages)]
    return list(dict.fromkeys(sheets[page - 1].shown for page in pages))


def history_of(
    sheets: Sequence[Sheet], old: Sequence[FiledPage], annex_keys: Sequence[str], today: date, clerk: str
) -> Iterator[tuple[date, str]]:
    """What this build puts in, exchanges or takes out against the cabinet; nothing where it is equal."""
    known = {page.label: page for page in old if page.label}
    added = [sheet.shown for sheet in sheets if sheet.shown and sheet.shown not in known]
    gone = [
        sheet.shown
        for sheet in sheets
        if sheet.shown in known
        and any(one.is_gone for one in sheet.placed)
        and not _was_gone(known[sheet.shown], sheet)
    ]
    annex = [sheet.shown for sheet in sheets if sheet.part is PlanPart.ANNEX]
    changed = [
        label
        for label, key in zip(annex, annex_keys, strict=False)
        if key and label in known and known[label].keys[:1] not in ((key,), ())
    ]
    words = [
        f"补入第{'、'.join(added)}页" if added else "",
        f"更换第{'、'.join(changed)}页" if changed else "",
        f"取出第{'、'.join(gone)}页的材料" if gone else "",
    ]
    told = "，".join(word for word in words if word)
    if told:
        yield today, f"{told}{f'；经办人：{clerk}' if clerk else ''}"


def _was_gone(page: FiledPage, sheet: Sheet) -> bool:
    then = sum(row.source_pages == () for row in page.rows)
    return then == sum(one.is_gone for one in sheet.placed)
