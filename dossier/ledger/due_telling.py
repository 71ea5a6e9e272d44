"""What is due, told: as text by unit and person, JSON of contract §11, an Excel list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from dossier.county import SheetOfRows, write_book
from dossier.model import DueItem
from dossier.report import mask

DUE_TITLES = {
    "term-check": "开学清查",
    "term-report": "开学报告",
    "visit": "家访",
    "monthly": "月报",
    "expiring": "快到期",
    "letter": "文书期限",
    "quarterly": "季度复核",
    "plan": "方案",
}
"""Id of a deadline → what people call it."""


def format_due_json(items: Sequence[DueItem]) -> str:
    """JSON of contract §11; `person` beside it, where the roster names one."""
    rows = [
        {
            "what": one.what,
            "unit": one.unit,
            "case": one.case,
            "by": one.by.isoformat(),
            "late": one.late,
            "message": mask(one.message),
            "person": one.person or None,
        }
        for one in items
    ]
    return json.dumps({"schema": 1, "due": rows}, ensure_ascii=False, indent=1)


def format_due_text(items: Sequence[DueItem], today: date) -> str:
    """By unit, then by person; what is late is marked."""
    return "\n".join(_lines(items, today)) if items else f"{today}：没有到期要做的事。"


def _lines(items: Sequence[DueItem], today: date) -> Iterator[str]:
    yield f"到期要做的事（{today}，{len(items)} 项，已过期 {sum(one.late for one in items)} 项）"
    for unit in dict.fromkeys(one.unit for one in items):
        yield f"\n{unit}"
        own = [one for one in items if one.unit == unit]
        for person in dict.fromkeys(one.person for one in own):
            if person:
                yield f"  责任人 {person}"
            for one in (one for one in own if one.person == person):
                late = "已过期 " if one.late else ""
                case = f"{one.case} " if one.case else ""
                yield f"  {'  ' if person else ''}{late}{one.by} {DUE_TITLES[one.what]} {case}{mask(one.message)}"


def write_due(items: Sequence[DueItem], today: date, path: Path) -> None:
    """The list as a workbook: all of it, then by person. Raises OutputError."""
    columns = (("单位", 20), ("责任人", 10), ("期限", 12), ("过期", 7), ("什么事", 11), ("案号", 10), ("内容", 80))
    rows = [_row(one) for one in items]
    by_person = [_row(one) for one in sorted(items, key=lambda one: (one.unit, one.person, one.by)) if one.person]
    title = f"到期要做的事（{today}）"
    write_book(
        path,
        title,
        today,
        [
            SheetOfRows(name="按期限", title=title, columns=columns, rows=rows),
            SheetOfRows(name="按责任人", title=f"{title}，按责任人", columns=columns, rows=by_person),
        ],
    )


def _row(one: DueItem) -> tuple[str, ...]:
    late = "是" if one.late else ""
    return (one.unit, one.person, one.by.isoformat(), late, DUE_TITLES[one.what], one.case or "", mask(one.message))
