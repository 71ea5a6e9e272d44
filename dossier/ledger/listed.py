"""The children of 附件2's list: open at the end of the month, or closed in it. PURE."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dossier.model import Check, MonthChild, Review, StateSpecs

LIST_COLUMNS = (
    ("序号", 6), ("单位", 18), ("学校", 20), ("年级班级", 13), ("姓名", 11), ("性别", 6), ("身份证号", 21),
    ("监护人", 10), ("联系电话", 14), ("类别", 6), ("辍学日期", 12), ("辍学原因", 16), ("劝返次数", 9), ("责任人", 10),
    ("目前情况", 18),
)  # fmt: skip
"""Heading and width in characters; the headings are the fields of the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of the list."""

    cells: tuple[str | int, ...]

    @property
    def values(self) -> dict[str, str]:
        """Heading → text, for the template."""
        return {name: str(cell) for (name, _), cell in zip(LIST_COLUMNS, self.cells, strict=True)}


def listed_children(check: Check, children: Sequence[MonthChild], also: Collection[str]) -> list[Listed]:
    """Those who are open, then those in `also` (ids) who no longer are."""
    reviews = {review.case.id: review for review in check.reviews}
    shown = [child for child in children if child.is_open]
    shown += [child for child in children if not child.is_open and child.id in also]
    return [_line(number, child, reviews[child.id], check.states) for number, child in enumerate(shown, 1)]


def _line(number: int, child: MonthChild, review: Review, states: StateSpecs) -> Listed:
    facts = review.facts
    held = facts["school"] or facts["current_school"]
    return Listed(
        cells=(
            number,
            child.unit,
            held,
            facts["grade"] + facts["class_name"],
            child.name,
            facts["sex"],
            facts["id_number"],
            facts["guardian1_name"],
            facts["guardian1_phone"],
            child.category,
            facts["dropout_date"],
            facts["dropout_reason"],
            len(child.visits),
            facts["persuader"],
            state_words(child, states.names),
        )
    )


def state_words(child: MonthChild, names: Mapping[str, str]) -> str:
    """已复学, and from when."""
    last = next((one for one in reversed(child.states) if one.id == child.state), None)
    name = names.get(child.state, child.state)
    return f"{name}\n{last.since}" if last is not None and last.since else name
