"""What is still missing, by the office that must supply it: a sheet to print, and a text to paste into a chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.county.offices import Office, office_of
from dossier.county.sheets import SheetOfRows, write_book
from dossier.files.names import safe_name
from dossier.files.write import write_text
from dossier.findings import rule_title
from dossier.model import Check, Finding, Review
from dossier.report import asks, half_hidden, mask, wanted_paper, whom_to_ask

_COLUMNS = (
    ("序号", 6),
    ("单位", 18),
    ("案号", 10),
    ("姓名", 12),
    ("要什么", 30),
    ("说明", 44),
    ("回复（有/无/何时给）", 24),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that one office is asked for one child."""

    review: Review
    what: str
    how: str


def lacks_of(review: Review, check: Check, offices: Mapping[str, Office]) -> list[tuple[str, Lack]]:
    """(office, what is asked of it) for everything that somebody must still do for a child. PURE."""
    found = []
    for finding in review.findings:
        if asks(finding):
            kind = whom_to_ask(check, review, finding)
            office = office_of(kind, review.case.student, offices)
            found.append((office, Lack(review=review, what=_what(review, finding), how=finding.message)))
    return found


def chases_of(check: Check, offices: Mapping[str, Office]) -> dict[str, list[Lack]]:
    """Office → what it is asked for, the longest list first. PURE."""
    heaps: dict[str, list[Lack]] = {}
    for review in check.reviews:
        for office, lack in lacks_of(review, check, offices):
            heaps.setdefault(office, []).append(lack)
    return dict(sorted(heaps.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _what(review: Review, finding: Finding) -> str:
    wanted = wanted_paper(review, finding)
    return wanted.title if wanted is not None else rule_title(finding.rule)


def write_chases(heaps: Mapping[str, Sequence[Lack]], folder: Path, today: date) -> tuple[Path, ...]:
    """One workbook and one text an office. The workbook names whole names and no ID numbers either."""
    made = []
    for office, lacks in heaps.items():
        name = safe_name(f"催办-{office}")
        sheet = SheetOfRows(
            name="催办单",
            title=f"{office}：请补 {len(lacks)} 项（{today.isoformat()}）",
            columns=_COLUMNS,
            rows=[_row(number, lack) for number, lack in enumerate(lacks, 1)],
            row_height=30,
        )
        write_book(folder / f"{name}.xlsx", f"催办单 {office}", today, [sheet])
        write_text(folder / f"{name}.txt", chat_text(office, lacks))
        made += [folder / f"{name}.xlsx", folder / f"{name}.txt"]
    return tuple(made)


def _row(number: int, lack: Lack) -> tuple[str | int, ...]:
    case = lack.review.case
    return number, _unit(lack.review), case.own_id, case.name, lack.what, mask(lack.how), ""


def chat_text(office: str, lacks: Sequence[Lack]) -> str:
    """What can be pasted into a chat: who needs what, no ID numbers, names half hidden as on the desk. PURE."""
    by_what: dict[str, list[str]] = {}
    for lack in lacks:
        by_what.setdefault(lack.what, []).append(_named(lack.review))
    lines = [f"{office}：控辍保学档案还差下面 {len(lacks)} 项，麻烦尽快提供，谢谢！"]
    lines += [
        f"{number}. {what}（{len(names)} 人）：{_joined(names)}"
        for number, (what, names) in enumerate(by_what.items(), 1)
    ]
    return mask("\n".join(lines)) + "\n"


def _named(review: Review) -> str:
    unit, case = _unit(review), review.case
    name = f"{case.own_id} {half_hidden(case.name)}"
    return f"{name}（{unit}）" if unit else name


def _joined(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))


def _unit(review: Review) -> str:
    return review.case.unit or review.case.student.unit
