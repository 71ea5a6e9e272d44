"""Builders: a child, a review, a plan, and Word templates changed as staff would change them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from dossier.facts import make_facts
from dossier.forms import Filled, Forms
from dossier.model import (
    Case,
    Decisions,
    Guardian,
    Item,
    Placed,
    Plan,
    PlanPart,
    Review,
    Settings,
    Sheet,
    Student,
    Visit,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
NAMES = ("封面.docx", "卷内目录.docx", "附件1.docx", "附页.docx", "备考表.docx")
TODAY = date(2022, 3, 20)
SETTINGS = Settings(
    unit="城郊乡中心学校",
    county="唐河县",
    term="2022年春季学期",
    filled_on=date(2022, 3, 18),
    clerk="赵敏",
    inspector="钱程",
    fonds_name="唐河县城郊乡中心学校",
    fonds_number="Z109",
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def a_visit(day: int = 25, **told: Any) -> Visit:
    known = {
        "date": date(2022, 2, day),
        "persons": "张明（副校长）、李华（班主任）",
        "place": "城郊乡王岗村学生家中",
        "method": "入户",
        "result": "家长同意返校",
    }
    return Visit(**{**known, **told})


def a_student(**told: Any) -> Student:
    known: dict[str, Any] = {
        "number": "7",
        "name": "王晓磊",
        "id_number": "411328201203059995",
        "student_no": "G411328201203059995",
        "nation": "汉族",
        "health": "健康或良好",
        "guardians": (
            Guardian(name="王建国", relation="父亲", phone="13800000001"),
            Guardian(name="李秀英", relation="母亲", phone="13800000002"),
        ),
        "household_address": "河南省南阳市唐河县 城郊乡 王岗村3组12号",
        "live_address": "广东省东莞市 虎门镇 大宁社区一巷8号",
        "school": "城郊乡第一初级中学",
        "category_text": "K",
        "dropout_reason": "随亲属外出打工",
        "family": "父母长期在外务工，随祖父母生活。",
        "persuasion_result": "已返原校复学",
        "persuasion_unit": "城郊乡中心学校",
        "persuader": "张明",
        "persuader_phone": "13800000003",
        "leading_group": "否",
        "visits": (a_visit(), a_visit(26), a_visit(27)),
    }
    return Student(**{**known, **told})


def a_review(student: Student | None = None, **told: Any) -> Review:
    decisions = told.pop("decisions", Decisions())
    case = Case(id="007", student=student or a_student(), category="K", folder="007-王晓磊", decisions=decisions)
    return Review(case=case, subtype="打工务农", facts=make_facts(case, SETTINGS, TODAY), **told)


def an_item(number: int | None, title: str, **told: Any) -> Item:
    return Item(**{"number": number, "title": title, "first_number": number, "last_number": number, **told})


def a_plan(sheets: tuple[Sheet, ...] = (), items: tuple[Item, ...] = (), **told: Any) -> Plan:
    """A cover, contents, 附件1, `sheets` of evidence (numbered 2, 3 …) and the closing sheet."""
    before = [
        Sheet(physical=1, part=PlanPart.COVER, own_page=1),
        Sheet(physical=2, part=PlanPart.CONTENTS, own_page=1),
        Sheet(physical=3, part=PlanPart.ANNEX, own_page=1, item=1, number=1),
    ]
    behind = Sheet(physical=len(before) + len(sheets) + 1, part=PlanPart.CLOSING, own_page=1)
    known: dict[str, Any] = {
        "case_id": "007",
        "name": "王晓磊",
        "title": "城郊乡第一初级中学王晓磊义务教育控辍保学个案材料（K 打工务农）",
        "items": (an_item(1, "2022年春季学期义务教育辍学学生登记表", date=date(2022, 3, 18)), *items),
        "sheets": (*before, *sheets, behind),
        "rows": (),
        "first_date": date(2022, 2, 25),
        "last_date": date(2022, 3, 18),
    }
    return Plan(**{**known, **told})


def a_sheet(number: int, **told: Any) -> Sheet:
    """Sheet of evidence with running number `number`, behind cover and contents."""
    placed = told.pop("placed", (Placed(path=f"材料{number}.jpg", page=1, box=(42.5, 48.2, 524.4, 765.4)),))
    known = {"physical": number + 2, "part": PlanPart.EVIDENCE, "number": number, "item": number, "placed": placed}
    return Sheet(**{**known, **told})


def one_page(document: bytes, spare: int) -> int:
    """A typesetter for whom everything fits."""
    return 1


def filled(plan: Plan | None = None, review: Review | None = None, folder: Path = TEMPLATES) -> Filled:
    return Forms.load(folder).fill(plan or a_plan(), review or a_review(), SETTINGS, TODAY, pages_of=one_page)


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def body_of(document: bytes) -> Any:
    return etree.fromstring(parts_of(document)["word/document.xml"])


def words_of(document: bytes) -> list[str]:
    """Text of every paragraph that has some, in order."""
    texts = ("".join(node.text or "" for node in p.iter(f"{W}t")) for p in body_of(document).iter(f"{W}p"))
    return [text for text in texts if text.strip()]


def cells_of(document: bytes, table: int = 0) -> list[list[str]]:
    """Text of every cell of a table, row by row; merged cells that go on are None of it."""
    found = list(body_of(document).iter(f"{W}tbl"))[table]
    return [
        ["".join(node.text or "" for node in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")]
        for row in found.iter(f"{W}tr")
    ]


def templates_with(
    folder: Path, name: str, *changes: tuple[str, str], parts: Mapping[str, bytes] | None = None
) -> Path:
    """A folder of templates in which one has been changed: `changes` are (old, new) texts of its document.xml."""
    folder.mkdir(parents=True, exist_ok=True)
    for other in NAMES:
        (folder / other).write_bytes((TEMPLATES / other).read_bytes())
    change(folder / name, lambda xml: _replaced(xml, changes), parts=parts)
    return folder


def change(path: Path, edit: Callable[[str], str], *, parts: Mapping[str, bytes] | None = None) -> None:
    """Edit the document.xml of a Word file in place; `parts` are added or take the place of others."""
    held = parts_of(path.read_bytes())
    held["word/document.xml"] = edit(held["word/document.xml"].decode()).encode()
    held |= parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def _replaced(xml: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        assert old in xml, f"not in the template: {old}"
        xml = xml.replace(old, new, 1)
    return xml


def paragraph_with(xml: str, text: str) -> str:
    """The innermost paragraph of document.xml that holds `text`."""
    return next(p for p in re.findall(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", xml, re.DOTALL) if text in p)


def row_with(xml: str, text: str) -> str:
    """The table row of document.xml that holds `text`."""
    return next(row for row in re.findall(r"<w:tr[ >].*?</w:tr>", xml, re.DOTALL) if text in row)
