"""What the roster says of a child and of the visits to its family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A guardian as the roster names him."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One persuasion or home visit of the roster's 劝返记录 (or read from a record)."""

    date: date | None = None
    date_text: str = ""
    """As written; where `date` is None and this is not empty, the date is impossible or unreadable."""
    persons: str = ""
    place: str = ""
    method: str = ""
    result: str = ""
    text: str = ""
    """The whole entry as written, where it came as one piece of text."""
    spot: str = ""
    """Where it was read: 劝返记录 第3行."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One row of the roster's 缺勤记录: when a child was not there, who was called and what was said."""

    date: date | None = None
    date_text: str = ""
    """As written; where `date` is None and this is not empty, the date is impossible or unreadable."""
    length: str = ""
    """半天, 全天, 上午 … as written."""
    called: str = ""
    said: str = ""
    spot: str = ""

    @property
    def is_half(self) -> bool:
        """Whether it was half a day."""
        return any(word in self.length for word in ("半", "上午", "下午", "0.5"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One row of the roster, as understood; text fields are '' where unknown, never a guess."""

    row: str = ""
    """Where it stands: 名册.xlsx 第5行."""
    number: str = ""
    name: str = ""
    """Normalised (domain §3.4): no inner blanks, `·` as U+00B7."""
    name_as_read: str = ""
    id_number: str = ""
    """Normalised: half-width, upper case, no blanks. As damaged as it was read."""
    id_number_damage: str = ""
    """Why the number cannot be what was typed, e.g. Excel kept only 15 digits; '' when it can."""
    id_type: str = ""
    student_no: str = ""
    disability_no: str = ""
    disability_kind: str = ""
    disability_grade: str = ""
    sex: str = ""
    """男, 女 or as read."""
    birth: date | None = None
    birth_month: date | None = None
    """The first day of the month where no day is written (出生年月)."""
    birth_text: str = ""
    nation: str = ""
    health: str = ""
    guardians: tuple[Guardian, ...] = ()
    household_address: str = ""
    school_address: str = ""
    live_address: str = ""
    school: str = ""
    current_school: str = ""
    kindergarten: str = ""
    stage: str = ""
    """学段: 小学, 初中; as read."""
    grade: str = ""
    class_name: str = ""
    groups: str = ""
    """特殊群体: 脱贫户、留守儿童 …, joined by 、."""
    category_text: str = ""
    """The cell as read; `Case.category` holds the letter."""
    subtype: str = ""
    dropout_date: date | None = None
    dropout_date_text: str = ""
    dropout_reason: str = ""
    family: str = ""
    persuaded: str = ""
    persuasion_count: int | None = None
    persuasion_count_text: str = ""
    persuasion_result: str = ""
    not_returned_reason: str = ""
    persuasion_unit: str = ""
    persuader: str = ""
    persuader_phone: str = ""
    leading_group: str = ""
    """附件1 row 12, 是 / 否 / ''."""
    return_date: date | None = None
    return_date_text: str = ""
    first_absent: date | None = None
    first_absent_text: str = ""
    removed_on: date | None = None
    removed_on_text: str = ""
    """销号日期, and its basis."""
    removed_basis: str = ""
    unit: str = ""
    """The unit that the child belongs to, where the roster has a column for it."""
    visits: tuple[Visit, ...] = ()
    absences: tuple[Absence, ...] = ()
    """Rows of 缺勤记录, oldest first; those without a date last."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns nobody understood, kept."""
