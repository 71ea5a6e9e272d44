"""The plan as others may see it."""

from __future__ import annotations

from dossier.cabinet import Masking, Shown, shown_plan, told_plan
from dossier.model import EvidenceFile, Item, Placed, Plan, PlanPart, Sheet

NAME = "黄欣梓"
PLAN = Plan(
    case_id="001",
    name=NAME,
    title=f"{NAME}个案材料",
    items=(Item(number=1, title=f"{NAME}的证明", first_number=1, first_page=2),),
    sheets=(
        Sheet(physical=1, part=PlanPart.COVER, own_page=1),
        Sheet(
            physical=2,
            part=PlanPart.EVIDENCE,
            number=1,
            item=1,
            placed=(Placed(path=f"{NAME}.jpg", page=1, turn=90, caption=(f"人物：{NAME}",)),),
        ),
        Sheet(physical=3, part=PlanPart.CLOSING, own_page=1),
    ),
    rows=(),
)
SHOWN = {(f"{NAME}.jpg", 1): Shown(name="0001.jpg", file=EvidenceFile(path="0001.jpg"))}


def masking(mask: str) -> Masking:
    return Masking.of({NAME: "黄*梓"}, mask)


def test_inside_every_page_is_what_is_shown_of_it() -> None:
    told = shown_plan(told_plan(PLAN, masking("internal")), SHOWN, masking("internal"))

    (placed,) = told.sheets[1].placed
    assert (placed.path, placed.page, placed.turn, placed.caption) == ("0001.jpg", 1, 90, ("人物：黄*梓",))
    assert NAME not in repr(told)


def test_outside_no_sheet_of_evidence_is_left_and_no_link_leads_to_one() -> None:
    told = told_plan(PLAN, masking("public"))
    shown = shown_plan(told, {}, masking("public"))

    assert told.numbered_pages == 1
    assert [(sheet.physical, sheet.part) for sheet in shown.sheets] == [(1, PlanPart.COVER), (2, PlanPart.CLOSING)]
    assert [(item.first_number, item.first_page) for item in shown.items] == [(1, None)]
    assert NAME not in repr(shown)
