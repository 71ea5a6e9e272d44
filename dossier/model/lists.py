"""Lists of children from elsewhere (household register, school register …) and how they compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column of a list: its letter, its header as written, the field it was understood as or None."""

    column: str
    header: str
    field: str | None


@dataclass(frozen=True, slots=True)
class ListedChild:
    """One row of a list, as understood. Numbers are '' where they are missing or cannot be what was typed."""

    name: str
    id_number: str
    """As written but for width, case and blanks; what is known to be damaged or no number at all counts as none."""
    student_no: str
    births: tuple[str, ...]
    """2012-03-05, or 2012-03 where the day is unknown; from the number, from the column, or two that differ."""
    row: int
    """As the file counts, header included."""
    sheet: int
    """Position of its sheet among those read."""
    values: tuple[str, ...]
    """Texts of the fields that are compared, in the order of `ChildList.fields`."""
    is_valid: bool = False
    """Whether the ID number passes its check digit: what was typed wrong hardly ever does."""
    written: str = ""
    """The ID number as it stands in the file."""

    @property
    def number(self) -> str:
        """The ID number; without one, the ID number that an enrolment number G… carries; else ''."""
        carried = self.student_no[1:] if self.student_no[:1] == "G" and len(self.student_no) == 19 else ""
        return self.id_number or carried


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildList:
    """A list of children, read."""

    path: str
    """As the person named it."""
    sheets: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    fields: tuple[str, ...]
    children: tuple[ListedChild, ...]
    left_out: tuple[str, ...] = ()
    """What was not read as a child or a sheet of children, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpelling:
    """Characters that are one in names, and those with several readings (evidence_specs/name_spelling.yaml)."""

    variants: tuple[str, ...] = ()
    """One group a text, characters parted by blanks, the standard one first."""
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two rows that are likely one child: shown, never merged. Positions of the lists, and of the children in them."""

    left: int
    left_child: int
    right: int
    right_child: int
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one child that the lists tell differently: position of the list → text."""

    key: str
    field: str
    values: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Lists of children, compared; children are positions in their list."""

    lists: tuple[ChildList, ...]
    only_in: tuple[tuple[int, ...], ...]
    """For each list its children that no other list has and nobody in another list is like."""
    differ: tuple[Difference, ...]
    likely_same: tuple[Likeness, ...]
    same: int
    """Children whom every list has, by an equal number."""
    answers: Mapping[str, tuple[tuple[int, int], ...] | None]
    """失学, 辍学, 脱贫户辍学 → (list, child); None where the lists for it were not given."""
    told: tuple[str, ...] = ()
    """What else a person must know, in words: one number twice in a list, rows that have no number."""
    today: date
