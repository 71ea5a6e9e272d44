"""Builders for months: children with a history, and a workspace whose months are counted by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import cli
from dossier.files.data import specs_folder
from dossier.ledger import load_monthly
from dossier.ledger.standing import events_of
from dossier.model import ClosedChild, ClosedMonth, MonthChild, MonthReport, State, UnitMonth
from dossier.review import state_on
from dossier.specs import load_specs

SPECS = load_specs(specs_folder())
MONTHLY = load_monthly(SPECS)
OPEN = SPECS.states.open
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def an_id(birth: str, turn: int) -> str:
    """An invented number with a right check digit (sequence 99x is not issued)."""
    body = f"411328{birth}99{turn}"
    return body + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


def a_child(
    id: str,
    *steps: tuple[str, date | None],
    first: date,
    last: date,
    unit: str = "甲乡中心学校",
    stage: str = "小学",
    visits: tuple[date, ...] = (),
    letters: tuple[tuple[str, date], ...] = (),
) -> MonthChild:
    """A child whose states begin on these days; the first of them always was."""
    states = tuple(State(id=name, since=day) for name, day in steps) or (State(id="in_school"),)
    state = state_on(states, last).id
    return MonthChild(
        id=id,
        name=f"学生{id}",
        id_hash=f"hash {id}",
        unit=unit,
        stage=stage,
        category="K",
        states=states,
        state=state,
        is_open=state in OPEN,
        was_open=state_on(states, date.fromordinal(first.toordinal() - 1)).id in OPEN,
        events=tuple(events_of(states, OPEN, last)),
        visits=tuple(day for day in visits if day <= last),
        letters=tuple(one for one in letters if one[1] <= last),
    )


def a_closed(month: str, up_to: date, *children: ClosedChild) -> ClosedMonth:
    none = UnitMonth(unit="合计", rows=(), categories={})
    report = MonthReport(month=month, up_to=up_to, closed=True, units=(), total=none)
    return ClosedMonth(report=report, by="赵文博", on=up_to, children=children)


HEADER = "序号,姓名,身份证号,类别,学校,年级,单位,特殊群体,首次缺勤日,辍学日期,劝返结果,复学日期,销号日期,销号依据"


def a_workspace(root: Path, *rows: str, unit: str = "城郊乡中心学校") -> Path:
    """A workspace of these rows, in the order of HEADER; visits as a text follow with report_visits."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "名册.csv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8-sig")
    (root / "workspace.yaml").write_text(f"unit: {unit}\ncounty: 唐河县\nletters: {{{unit}: 唐城教劝}}\n", "utf-8")
    for row in rows:
        number, name, *_ = row.split(",")
        (root / f"{int(number):03}-{name}").mkdir(exist_ok=True)
    return root


def run(root: Path, kind: str, *words: str, today: str = "2022-03-31") -> int:
    """One `report` command without reading papers."""
    return cli.run(["report", str(root), kind, *words, "--today", today, "--no-read"])


def month_of(
    root: Path, month: str, capsys: pytest.CaptureFixture[str], *words: str, today: str = "2022-12-31", code: int = 0
) -> dict:
    """The JSON of a month."""
    capsys.readouterr()
    assert run(root, "month", "--month", month, "--format", "json", *words, today=today) == code
    return json.loads(capsys.readouterr().out)


def row_of(unit: dict, stage: str = "合计") -> dict:
    return next(row["values"] for row in unit["rows"] if row["stage"] == stage)


def counts(values: dict) -> tuple[int, ...]:
    """上月末, 新增, 复学, 销号, 月末."""
    return tuple(values[key] for key in ("open_before", "new", "returned", "removed", "open_after"))
