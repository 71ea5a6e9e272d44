"""A fresh plan bent to what lies in the cabinet: every filed page keeps its number, whatever came or went since. PURE.

Pages that came later stand behind the page that they follow, as 12-1, 12-2 (or behind all); where a filed paper is gone
stands a sheet that says so. In duplex nothing is put between the two sides of a sheet that is filed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dossier.model import EvidenceFile, Filed, Placed, Plan, PlanPart, Sheet, Side
from dossier.plan.amended_rows import amended_rows
from dossier.plan.contents_of import amended_items, history_of
from dossier.plan.filed_pages import FiledPage, filed_pages
from dossier.plan.flat import fact_of
from dossier.plan.layout import photo_boxes
from dossier.plan.page_keys import placed_key

_FRONT = (PlanPart.COVER, PlanPart.CONTENTS)


@dataclass(slots=True)
class _Desk:
    """What of the fresh plan is still to be placed, and what stands already."""

    files: Mapping[str, EvidenceFile]
    day: date
    free: dict[str, list[Placed]] = field(default_factory=dict)
    sheet_of: dict[int, Sheet] = field(default_factory=dict)
    """id of a placement → the fresh sheet it stood on."""
    items: dict[int, int] = field(default_factory=dict)
    """Item of the fresh plan → item as filed."""

    def take(self, key: str, path: str | None) -> Placed | None:
        """A placement of the fresh plan that is this page; one of the same file first."""
        there = self.free.get(key, [])
        if not there:
            return None
        chosen = next((one for one in there if one.path == path), there[0])
        there.remove(chosen)
        return chosen


def amend(
    plan: Plan,
    filed: Filed,
    files: Mapping[str, EvidenceFile],
    *,
    today: date,
    clerk: str = "",
    at_end: bool = False,
    annex_keys: Sequence[str] = (),
) -> Plan:
    """`plan` with the numbers of `filed`; `files` are the case's files by path, `annex_keys` those of 附件1's pages."""
    old = filed_pages(filed)
    if not old:
        return plan
    desk = _desk_of(plan, files, today)
    annex = [sheet for sheet in plan.sheets if sheet.part is PlanPart.ANNEX]
    body = [_kept(desk, page, place, annex, old) for place, page in enumerate(old)]
    rest = _rest(plan, desk, annex[sum(page.part is PlanPart.ANNEX for page in old) :])
    body = _inserted(body, rest, old, plan, at_end=at_end)
    fresh = max([page_item for page in old for row in page.rows if (page_item := row.item)], default=0)
    body = [_with_item(sheet, desk, plan, fresh) for sheet in body]
    sheets = _numbered(plan, body)
    rows = amended_rows(plan, sheets, old, desk.items, today)
    items = amended_items(plan, sheets, rows, desk.items)
    told = _annex_keys(sheets, files, annex_keys)
    history = (*filed.history, *history_of(sheets, old, told, today, clerk))
    return replace(plan, sheets=sheets, rows=rows, items=items, history=history)


def _annex_keys(sheets: Sequence[Sheet], files: Mapping[str, EvidenceFile], own: Sequence[str]) -> list[str]:
    """By what each page of 附件1 is known now, be it the form or its stamped scan."""
    hashes = {path: file.sha256 for path, file in files.items()}
    keys = []
    for sheet in sheets:
        if sheet.part is not PlanPart.ANNEX:
            continue
        page = (sheet.own_page or 1) - 1
        if sheet.placed:
            keys.append(placed_key(sheet.placed[0], hashes))
        else:
            keys.append(own[page] if page < len(own) else "")
    return keys


def _desk_of(plan: Plan, files: Mapping[str, EvidenceFile], today: date) -> _Desk:
    desk = _Desk(files=files, day=today)
    hashes = {path: file.sha256 for path, file in files.items()}
    for sheet in plan.sheets:
        for placed in sheet.placed:
            desk.free.setdefault(placed_key(placed, hashes), []).append(placed)
            desk.sheet_of[id(placed)] = sheet
    return desk


# ---------------------------------------------------------------------------- filed pages


def _kept(desk: _Desk, page: FiledPage, place: int, annex: Sequence[Sheet], old: Sequence[FiledPage]) -> Sheet:
    """The sheet that stands now where this page was filed."""
    if page.part is PlanPart.BLANK:
        return Sheet(physical=0, part=PlanPart.BLANK)
    number, label = page.base, page.label if page.added else ""
    if page.part is PlanPart.ANNEX:
        before = sum(one.part is PlanPart.ANNEX for one in old[:place])
        if before < len(annex):
            _claim(desk, annex[before], page)
            return replace(annex[before], number=number, label=label)
    found = [
        desk.take(key, row.path) if row.source_pages != () else None
        for row, key in zip(page.rows, page.keys, strict=True)
    ]
    placed = tuple(
        _at(desk, one, slot, len(page.rows)) if one else _gone(page, slot, desk.day) for slot, one in enumerate(found)
    )
    if len({one.path for one in placed}) < len(placed) and len({(one.path, one.page) for one in placed}) < len(placed):
        placed = placed[:1]  # two papers on one page: it stands once
    there = next((one for one in found if one is not None), None)
    model = desk.sheet_of[id(there)] if there else None
    for row, one in zip(page.rows, found, strict=True):
        fresh = desk.sheet_of[id(one)].item if one else None
        if fresh is not None and row.item is not None:
            desk.items.setdefault(fresh, row.item)
    return Sheet(
        physical=0,
        part=PlanPart.EVIDENCE,
        number=number,
        label=label,
        landscape=bool(model and model.landscape and len(placed) == 1),
        item=page.rows[0].item,
        placed=placed,
    )


def _claim(desk: _Desk, sheet: Sheet, page: FiledPage) -> None:
    """附件1 stands where it stood, whatever is written on it now."""
    if sheet.item is not None and page.rows[0].item is not None:
        desk.items.setdefault(sheet.item, page.rows[0].item)
    for there in desk.free.values():
        there[:] = [one for one in there if all(one is not mine for mine in sheet.placed)]


def _at(desk: _Desk, placed: Placed, slot: int, count: int) -> Placed:
    """A photograph in the place that it has on the filed sheet; whatever fills its sheet as it is, and front and back
    where both are there. A side whose other one has gone keeps its half."""
    beside = len(desk.sheet_of[id(placed)].placed)
    if not placed.caption and (count == 1 or beside == count):
        return placed
    fact = desk.files[placed.path].pages[placed.page - 1]
    fact = fact_of(placed.prepared, fact) if placed.prepared else fact
    moved = replace(placed, mark_boxes=(), box=photo_boxes(fact, placed.turn)[min(slot, 1)])
    desk.sheet_of[id(moved)] = desk.sheet_of[id(placed)]
    return moved


def _gone(page: FiledPage, slot: int, day: date) -> Placed:
    row = page.rows[slot]
    if row.source_pages == ():
        return Placed(path=row.path or "", page=0, is_gone=True, placeholder=gone_words(row.title, row.since or ""))
    box = None
    if len(page.rows) > 1:
        box = (60.0, 60.0 + 380.0 * slot, 475.0, 330.0)
    words = gone_words(row.title, day.isoformat())
    return Placed(path=row.path or "", page=0, is_gone=True, placeholder=words, box=box)


def gone_words(title: str, day: str) -> str:
    """What the sheet says that stands where a filed paper was."""
    return f"「{title}」已于 {day} 从本卷取出，本页号保留不用。取出的情况见卷内备考表。"


# ---------------------------------------------------------------------------- what came later


def _rest(plan: Plan, desk: _Desk, annex: Sequence[Sheet]) -> list[tuple[int, Sheet]]:
    """(place in the fresh plan, sheet) of all that is not filed: more pages of 附件1, and evidence."""
    free = {id(one) for there in desk.free.values() for one in there}
    rest: list[tuple[int, Sheet]] = []
    for place, sheet in enumerate(plan.sheets):
        mine = tuple(one for one in sheet.placed if id(one) in free)
        if any(sheet is one for one in annex):
            rest.append((place, sheet))
        elif sheet.part is PlanPart.EVIDENCE and mine:
            slots = tuple(_at(desk, one, slot, len(mine)) for slot, one in enumerate(mine))
            rest.append((place, replace(sheet, placed=slots)))
    return rest


def _inserted(
    body: Sequence[Sheet], rest: Sequence[tuple[int, Sheet]], old: Sequence[FiledPage], plan: Plan, *, at_end: bool
) -> list[Sheet]:
    """The filed sheets with the later ones behind those that they follow."""
    after: dict[int, list[Sheet]] = {}
    for place, sheet in rest:
        anchor = len(body) - 1 if at_end else _anchor(place, plan, body, old, duplex=plan.duplex)
        after.setdefault(anchor, []).append(sheet)
    last = max(page.base for page in old)
    made: list[Sheet] = []
    for place, sheet in enumerate(body):
        made.append(sheet)
        if place not in after:
            continue
        if plan.duplex and len(made) % 2:
            made.append(Sheet(physical=0, part=PlanPart.BLANK))
        base = max((page.base for page in old[: place + 1]), default=1)
        count = max((page.added for page in old if page.base == base), default=0)
        item: int | None = None
        for new in after[place]:
            if plan.duplex and new.item != item and len(made) % 2:
                made.append(Sheet(physical=0, part=PlanPart.BLANK))
            item = new.item
            if at_end:
                last += 1
                made.append(replace(new, number=last, label=""))
            else:
                count += 1
                made.append(replace(new, number=base, label=f"{base}-{count}"))
        if plan.duplex and len(made) % 2 and place < len(body) - 1:
            made.append(Sheet(physical=0, part=PlanPart.BLANK))
    return made


def _anchor(place: int, plan: Plan, body: Sequence[Sheet], old: Sequence[FiledPage], *, duplex: bool) -> int:
    """The filed sheet behind which a page of the fresh plan goes: the last that stands before it there."""
    before = {id_of for sheet in plan.sheets[:place] for id_of in [(one.path, one.page) for one in sheet.placed]}
    at = 0
    for index, sheet in enumerate(body):
        is_before = sheet.part is PlanPart.ANNEX or any(
            (one.path, one.page) in before for one in sheet.placed if not one.is_gone
        )
        if is_before:
            at = index
    base = old[at].base
    while at + 1 < len(body) and ((old[at + 1].base == base and old[at + 1].added) or _is_mid_leaf(at, duplex)):
        at += 1
        base = old[at].base or base
    while at + 1 < len(body) and body[at + 1].part is PlanPart.BLANK:
        at += 1
    return at


def _is_mid_leaf(at: int, duplex: bool) -> bool:
    """Whether the next page is the back of this one's sheet; the body begins on a front."""
    return duplex and at % 2 == 0


# ---------------------------------------------------------------------------- the whole


def _with_item(sheet: Sheet, desk: _Desk, plan: Plan, fresh: int) -> Sheet:
    """The sheet under the number that its item has in the cabinet; a new item counts on."""
    if sheet.part is PlanPart.BLANK or not any(not one.is_gone for one in sheet.placed):
        return sheet
    real = next(one for one in sheet.placed if not one.is_gone)
    known = desk.sheet_of.get(id(real))
    item = known.item if known else sheet.item
    if item is None:
        return sheet
    if item not in desk.items:
        desk.items[item] = 1 + max([fresh, *desk.items.values()])
    return replace(sheet, item=sheet.item if known is None else desk.items[item])


def _numbered(plan: Plan, body: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Front matter, body, closing sheet: on their physical pages and sides."""
    front = [sheet for sheet in plan.sheets if sheet.part in _FRONT]
    closing = [sheet for sheet in plan.sheets if sheet.part is PlanPart.CLOSING]
    made: list[Sheet] = []
    for group in (
        [one for one in front if one.part is PlanPart.COVER],
        [one for one in front if one.part is PlanPart.CONTENTS],
        body,
        closing,
    ):
        if plan.duplex and len(made) % 2:
            made.append(Sheet(physical=0, part=PlanPart.BLANK))
        made.extend(group)
    return tuple(
        replace(sheet, physical=page, side=Side.BACK if plan.duplex and page % 2 == 0 else Side.FRONT)
        for page, sheet in enumerate(made, 1)
    )
