"""The overview as one html page without a server, and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dossier.county.overview import STATES, Overview
from dossier.county.sheets import SheetOfRows, write_book
from dossier.report import STATUSES, clean, mask

_TEMPLATE = "overview.html"
Columns = tuple[tuple[str, int], ...]


def format_overview(made: Overview, templates: Path) -> str:
    """The page; its children are data in it, drawn some at a time, so that 10,000 open at once."""
    engine = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters["said"] = lambda text: mask(clean(text))
    whole = max(len(made.children), 1)
    shares = [(round(100 * made.count(status) / whole, 2), kind) for status, kind in zip(STATES, "cri", strict=True)]
    return engine.get_template(_TEMPLATE).render(
        today=made.today.isoformat(),
        version=made.version,
        where=made.where,
        words=made.words,
        shares=shares,
        problems=made.problems,
        before=made.before,
        data=Markup(_data(made)),
    )


def _data(made: Overview) -> str:
    units, categories = _places(made.units), _places(made.categories)
    lacks = _places(dict.fromkeys(lack for child in made.children for lack in child.lacks))
    offices = _places(dict.fromkeys(office for child in made.children for office in child.offices))
    stands = _places(dict.fromkeys(child.state for child in made.children))
    children = [
        [
            units[child.unit],
            clean(child.own_id),
            clean(child.name),
            categories[child.category],
            STATES.index(child.status),
            [lacks[lack] for lack in child.lacks],
            [offices[office] for office in child.offices],
            stands[child.state],
        ]
        for child in made.children
    ]
    told = {
        "units": [clean(name) for name in units],
        "categories": list(categories),
        "states": [STATUSES[status] for status in STATES],
        "stands": list(stands),
        "lacks": [mask(clean(name)) for name in lacks],
        "offices": [mask(clean(name)) for name in offices],
        "children": children,
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _places(names: Sequence[str] | dict[str, None]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def write_overview(made: Overview, path: Path) -> None:
    """The workbook: units, unit × category, children. Raises OutputError."""
    write_book(path, "全县控辍保学一览", made.today, _sheets(made))


def _sheets(made: Overview) -> Iterator[SheetOfRows]:
    states = [STATUSES[status] for status in STATES]
    units: list[tuple[str | int, ...]] = [
        (unit, *(made.count(status, unit) for status in STATES), sum(made.count(status, unit) for status in STATES))
        for unit in made.units
    ]
    columns: Columns = (("单位", 30), *((state, 12) for state in states), ("合计", 12))
    yield SheetOfRows(name="各单位", title=f"{made.where}：{made.words}", columns=columns, rows=units, upright=True)
    rows: list[tuple[str | int, ...]] = [
        (unit, category, *(made.count(status, unit, category) for status in STATES))
        for unit in made.units
        for category in made.categories
        if any(made.count(status, unit, category) for status in STATES)
    ]
    yield SheetOfRows(
        name="单位和类别",
        columns=(("单位", 30), ("类别", 24), *((state, 12) for state in states)),
        rows=rows,
        upright=True,
    )
    children = [
        (
            child.unit,
            child.own_id,
            child.name,
            child.category,
            child.state,
            STATUSES[child.status],
            "、".join(child.lacks),
            "、".join(child.offices),
        )
        for child in made.children
    ]
    columns = (
        ("单位", 24),
        ("案号", 10),
        ("姓名", 12),
        ("类别", 20),
        ("就学状态", 12),
        ("档案", 10),
        ("还差什么", 50),
        ("向谁要", 30),
    )
    yield SheetOfRows(name="学生", columns=columns, rows=children)
    if made.before is not None:
        changes = [(one,) for one in (made.before.words, *made.before.changes)]
        yield SheetOfRows(name="和上次比", columns=((f"上一次 {made.before.day}", 100),), rows=changes)
    if made.problems:
        yield SheetOfRows(
            name="问题", columns=(("读不出来的单位和别的问题", 110),), rows=[(one,) for one in made.problems]
        )
