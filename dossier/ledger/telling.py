"""A month's report as JSON of contract §11 and as text for the terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from dossier.ledger.specs import COLUMN_IDS
from dossier.model import TOTAL, MonthFinding, MonthReport, MonthSpecs, Number, StateSpecs, UnitMonth
from dossier.report import mask

_MANY = 5
"""More children of unknown stage than these are told in one line."""
_LEVELS = {"error": "✗", "warning": "？", "note": "·"}


def format_json(report: MonthReport, specs: MonthSpecs) -> str:
    """JSON of contract §11, with a final newline."""
    told = {
        "schema": 1,
        "month": report.month,
        "up_to": report.up_to.isoformat(),
        "closed": report.closed,
        "units": [_unit(one, specs) for one in report.units],
        "total": _unit(report.total, specs),
        "corrections": [{"id": one.id, "message": mask(one.message)} for one in report.corrections],
        "findings": [_finding(one) for one in report.findings],
        "continuing": [{"id": one.id, "name": one.name, "visits": list(one.visits)} for one in report.continuing],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _unit(one: UnitMonth, specs: MonthSpecs) -> dict[str, Any]:
    shown = [column.id for column in specs.columns if column.shown or column.id in COLUMN_IDS]
    return {
        "unit": one.unit,
        "rows": [
            {"stage": row.stage, "values": {name: row.values.get(name) for name in shown}} for row in one.rows
        ],
        "categories": dict(one.categories),
        "children": [
            {"id": child.id, "name": child.name, "state": child.state, "category": child.category or None}
            for child in one.children
        ],
    }  # fmt: skip


def _finding(one: MonthFinding) -> dict[str, Any]:
    found = one.finding
    told: dict[str, Any] = {
        "rule": found.rule,
        "severity": found.severity.value,
        "case": one.case or None,
        "path": found.path,
        "message": mask(found.message),
        "action": mask(found.action),
    }
    return told | ({"fields": list(found.fields)} if found.fields else {})


def format_text(report: MonthReport, specs: MonthSpecs, states: StateSpecs) -> str:
    """The numbers, who is open, then what became known late and what stands against the numbers."""
    return "\n".join(_lines(report, specs, states))


def _lines(report: MonthReport, specs: MonthSpecs, states: StateSpecs) -> Iterator[str]:
    closed = "已结账" if report.closed else "未结账"
    yield f"控辍保学月报 {report.month}（算到 {report.up_to}，{closed}）"
    units = report.units if len(report.units) == 1 else (*report.units, report.total)
    for one in units:
        yield ""
        yield from _table(one, specs)
    yield ""
    named = [child for child in report.total.children if child.state in states.open]
    yield f"月末仍辍学 {len(named)} 人" + ("：" if named else "。")
    for child in named:
        yield f"  {child.id} {child.name} {child.category} {states.names.get(child.state, child.state)}"
    for kept in report.continuing:
        yield f"  {kept.id} {kept.name}：领导小组核实同意，继续劝返；联合劝返：{'；'.join(kept.visits) or '没有'}"
    if report.corrections:
        yield "\n上月结账以后才知道、算在本月的："
        yield from (f"  {one.id} {mask(one.message)}" for one in report.corrections)
    if report.findings:
        yield "\n请注意："
    stageless = [one for one in report.findings if one.finding.fields == ("stage",)]
    if len(stageless) > _MANY:
        names = {child.id: child.name for child in report.total.children}
        listed = "、".join(f"{one.case} {names.get(one.case, '')}" for one in stageless)
        yield f"  ？ {len(stageless)} 人不知道是小学还是初中，只算在合计里（请在名册里写上学段或年级）：{listed}"
    for found in report.findings:
        if len(stageless) > _MANY and found.finding.fields == ("stage",):
            continue
        sign = _LEVELS[found.finding.severity.value]
        yield f"  {sign} {f'{found.case} ' if found.case else ''}{mask(found.finding.message)}{found.finding.action}"


def _table(one: UnitMonth, specs: MonthSpecs) -> Iterator[str]:
    rows = {row.stage: row.values for row in one.rows}
    yield f"{one.unit if one.unit != TOTAL else '全部合计'}"
    yield "  " + padded("", 30) + "".join(padded(stage, 10) for stage in rows)
    for column in specs.shown:
        title = f"{column.group} {column.title}".strip()
        yield "  " + padded(title, 30) + "".join(padded(number_words(v.get(column.id)), 10) for v in rows.values())
    counts = "  ".join(f"{letter} {count}" for letter, count in one.categories.items())
    yield f"  核查分类  {counts}"


def number_words(value: Number) -> str:
    """0 is 0; what nobody knows is a blank to fill in."""
    return "＿＿" if value is None else str(value)


def padded(text: str, width: int) -> str:
    """`text` with blanks up to `width` columns of a terminal; Chinese signs take two."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
    return text + " " * max(width - taken, 1)
