"""The plan of a dossier as others may see it. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dossier.cabinet.masked_pages import Key, Shown
from dossier.cabinet.masked_values import masked_text_of
from dossier.cabinet.masking import Masking
from dossier.model import EvidenceFile, Placed, Plan, PlanPart, Sheet, Side


def told_plan(plan: Plan, masking: Masking) -> Plan:
    """The plan as our forms may tell it: every text masked, all sheets still there to be counted."""
    words = masked_text_of(replace(plan, sheets=()), masking)
    return replace(words, case_id=plan.case_id, sheets=plan.sheets)


def shown_plan(plan: Plan, shown: Mapping[Key, Shown], masking: Masking) -> Plan:
    """That plan with every page of evidence replaced by what is `shown` of it; outside, evidence has no sheet at all,
    and 卷内目录 tells what the dossier holds."""
    if masking.mask != "public":
        placed = [tuple(_placed(one, shown, masking) for one in sheet.placed) for sheet in plan.sheets]
        sheets = (replace(sheet, placed=ones) for sheet, ones in zip(plan.sheets, placed, strict=True))
        return replace(plan, sheets=tuple(sheets))
    return _with_places(plan, [sheet for sheet in plan.sheets if not sheet.placed and sheet.part is not PlanPart.BLANK])


def _with_places(plan: Plan, kept: list[Sheet]) -> Plan:
    """Only these sheets, one behind the other; what has none any more is no link."""
    place = {sheet.physical: at for at, sheet in enumerate(kept, 1)}
    items = tuple(replace(item, first_page=place.get(item.first_page or 0)) for item in plan.items)
    rows = tuple(replace(row, first_page=place[row.first_page]) for row in plan.rows if row.first_page in place)
    sheets = tuple(replace(sheet, physical=place[sheet.physical], side=Side.FRONT) for sheet in kept)
    return replace(plan, items=items, rows=rows, sheets=sheets, duplex=False)


def _placed(one: Placed, shown: Mapping[Key, Shown], masking: Masking) -> Placed:
    """What stands there now: a picture or a sheet made for it. A sheet of ours keeps its words, masked."""
    caption = tuple(masking.text(line) for line in one.caption)
    if one.placeholder:
        return replace(one, path=masking.text(one.path), placeholder=masking.text(one.placeholder), caption=caption)
    there = shown[one.path, one.page]
    if there.why:
        return replace(one, path=there.name, page=1, turn=0, caption=caption, prepared=None)
    return replace(one, path=there.name, page=1, caption=caption)


class ShownFiles(dict[str, EvidenceFile]):
    """What such a plan places, by name; of a sheet of ours, which nobody opens, an empty one."""

    @classmethod
    def of(cls, shown: Mapping[Key, Shown]) -> ShownFiles:
        """The files that are shown."""
        return cls({one.name: one.file for one in shown.values()})

    def __missing__(self, path: str) -> EvidenceFile:
        return EvidenceFile(path=path)
