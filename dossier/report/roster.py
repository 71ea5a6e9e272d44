"""How the roster's columns were understood: for whoever wonders why 附件1 is blank. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dossier.model import FACT_FIELDS, Check, RosterColumn

_OWN_TITLES = {
    "number": "序号",
    "category": "类别",
    "subtype": "具体情形",
    "id_type": "证件类型",
    "process": "劝返过程",
}
"""Fields of the roster that are no facts of the form."""
_PARTS = {"date": "日期", "persons": "人员", "place": "地点", "method": "方式", "result": "结果"}
_VISIT = re.compile(r"visit(\d+)\.(\w+)")
_GROUP = re.compile(r"group\.(.+)")


def field_id(column: RosterColumn) -> str | None:
    """The field as contract §8 calls it: guardian1_phone."""
    return column.field.replace(".", "_") if column.field else None


def field_title(column: RosterColumn) -> str:
    """What people call the field; '' for a column that nobody understood."""
    if column.field is None:
        return ""
    if visit := _VISIT.fullmatch(column.field):
        return f"第{visit[1]}次劝返{_PARTS.get(visit[2], visit[2])}"
    if group := _GROUP.fullmatch(column.field):
        return f"特殊群体（{group[1]}）"
    name = column.field.replace(".", "_")
    return FACT_FIELDS.get(name) or _OWN_TITLES.get(name) or name


def roster_json(check: Check) -> dict[str, Any] | None:
    """The roster of contract §8; None in a county, which has none of its own."""
    header = check.workspace.header
    if header is None:
        return None
    columns = [{"column": one.column, "header": one.header, "field": field_id(one)} for one in header.columns]
    return {"file": header.file, "sheet": header.sheet, "header_row": header.row, "columns": columns}


def roster_lines(check: Check) -> Iterator[str]:
    """The same in words, a line a column, the unused ones last."""
    header = check.workspace.header
    if header is None:
        yield "县级文件夹自己没有名册；请到各单位的文件夹里看。"
        return
    yield f"{header.file}　表「{header.sheet}」　表头在第 {header.row} 行"
    for one in header.columns:
        if one.field:
            yield f"{one.column} 列「{one.header}」→ {field_title(one)}"
    unused = [f"{one.column} 列「{one.header}」" for one in header.columns if not one.field]
    if unused:
        yield f"没有用到：{'、'.join(unused)}"
        yield "要用的，在 workspace.yaml 的 columns 里写明是哪一项，如 columns: {户籍所在地: M}。"
