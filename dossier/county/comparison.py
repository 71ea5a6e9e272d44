"""A comparison, told: JSON of contract §12 for programs, text for the terminal. PURE."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from dossier.county.pairing import POOR_DROPOUTS, ROLES
from dossier.model import Comparison, ListedChild
from dossier.report import clean, mask

SCHEMA = 1
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WHY = {
    "one digit": "号码差一位",
    "swapped": "号码相邻两位写反",
    "name+birth": "姓名和出生日期相同",
    "same sound": "姓名同音",
    "variant character": "姓名异体字",
}
MEANS = {
    "失学": "在户籍名单里，学籍名单里没有",
    "辍学": "有学籍，在校名单里没有",
    POOR_DROPOUTS: "辍学的孩子里，脱贫户名单里有的",
}
_SHOWN = 20


def format_comparison_json(made: Comparison) -> str:
    """The comparison as JSON of contract §12, with a final newline; numbers whole, as programs go on with them."""
    told = {
        "schema": SCHEMA,
        "today": made.today.isoformat(),
        "lists": [
            {
                "path": one.path,
                "rows": len(one.children),
                "columns": [{"column": c.column, "header": c.header, "field": c.field} for c in one.columns],
            }
            for one in made.lists
        ],
        "only_in": {
            LETTERS[place]: [_row(made, place, child) for child in children]
            for place, children in enumerate(made.only_in)
        },
        "differ": [
            {
                "key": one.key,
                "field": one.field.replace(".", "_"),
                "values": {LETTERS[place]: text for place, text in one.values.items()},
            }
            for one in made.differ
        ],
        "likely_same": [
            {
                LETTERS[one.left]: _row(made, one.left, one.left_child),
                LETTERS[one.right]: _row(made, one.right, one.right_child),
                "why": one.why,
            }
            for one in made.likely_same
        ],
        "same": made.same,
        "answers": {
            question: None if rows is None else [_row(made, place, child) for place, child in rows]
            for question, rows in made.answers.items()
        },
        "notes": list(made.told),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _row(made: Comparison, place: int, child: int) -> dict[str, Any]:
    found = made.lists[place].children[child]
    row: dict[str, Any] = {"name": found.name, "id_number": found.written, "row": found.row}
    sheets = made.lists[place].sheets
    return row | ({"sheet": sheets[found.sheet]} if len(sheets) > 1 else {})


def format_comparison_text(made: Comparison, roles: Sequence[str]) -> str:
    """The comparison in words; numbers are masked, long lists cut with the count of all."""
    return mask("\n".join(clean(line) for line in _lines(made, roles))) + "\n"


def _lines(made: Comparison, roles: Sequence[str]) -> Iterator[str]:
    for place, one in enumerate(made.lists):
        role = f"（{ROLES[roles[place]]}）" if place < len(roles) else ""
        yield f"{LETTERS[place]}{role} {one.path}：{len(one.children)} 人"
    yield f"号码相同（各份名单都有）：{made.same} 人"
    for question, rows in made.answers.items():
        if rows is not None:
            yield ""
            yield f"【{question}】{MEANS[question]}：{len(rows)} 人"
            yield from _shown([_person(made, place, child) for place, child in rows])
    for place, children in enumerate(made.only_in):
        yield ""
        yield f"只在 {LETTERS[place]} 里：{len(children)} 人"
        yield from _shown([_person(made, place, child) for child in children])
    yield ""
    yield f"疑似同一人（没有合并，也不算在上面，请逐个核对）：{len(made.likely_same)} 对"
    yield from _shown(_pairs(made))
    yield ""
    yield f"号码相同、内容不一致：{len(made.differ)} 处"
    yield from _shown([
        f"{one.key} {field_title(one.field)}：" + "，".join(f"{LETTERS[p]}「{text}」" for p, text in one.values.items())
        for one in made.differ
    ])  # fmt: skip
    if made.told:
        yield ""
        yield "另外请注意："
        yield from _shown(made.told)


def _pairs(made: Comparison) -> list[str]:
    return [
        f"{LETTERS[one.left]} {_person(made, one.left, one.left_child)} ↔ "
        f"{LETTERS[one.right]} {_person(made, one.right, one.right_child)}（{WHY[one.why]}）"
        for one in made.likely_same
    ]


def _person(made: Comparison, place: int, child: int) -> str:
    found: ListedChild = made.lists[place].children[child]
    sheets = made.lists[place].sheets
    where = f"{sheets[found.sheet]} " if len(sheets) > 1 else ""
    return f"{where}第{found.row}行 {found.name} {found.written or found.student_no}".rstrip()


def _shown(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:_SHOWN]:
        yield f"  {line}"
    if len(lines) > _SHOWN:
        yield f"  ……共 {len(lines)} 条，全部请看表格：加上 --format xlsx --output 比对结果.xlsx"


_TITLES = {
    "name": "姓名", "sex": "性别", "birth": "出生日期", "nation": "民族", "student_no": "学籍号", "school": "学校",
    "grade": "年级", "class_name": "班级", "household_address": "户籍地", "live_address": "现住址",
    "school_address": "学籍地", "guardian1.name": "监护人", "guardian1.phone": "监护人电话",
    "guardian2.name": "监护人2", "guardian2.phone": "监护人2电话", "health": "健康状况",
    "disability_no": "残疾证号", "dropout_date": "辍学时间", "dropout_reason": "辍学原因",
}  # fmt: skip
COMPARED = tuple(_TITLES)
"""Fields that are compared where two lists have them."""


def field_title(field: str) -> str:
    """What people call a field."""
    return _TITLES.get(field, field)
