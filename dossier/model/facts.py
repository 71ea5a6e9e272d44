"""One truth about a child: each fact has one value, says where it comes from, and who else says something of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dossier.model.roster import Visit

FACT_FIELDS: Mapping[str, str] = {
    "name": "姓名",
    "id_number": "身份证号",
    "sex": "性别",
    "birth": "出生日期",
    "age": "年龄",
    "nation": "民族",
    "health": "健康情况",
    "student_no": "全国学籍号",
    "disability_no": "残疾人证号",
    "disability_kind": "残疾类别",
    "disability_grade": "残疾等级",
    "guardian1_name": "监护人1",
    "guardian1_relation": "监护人1关系",
    "guardian1_phone": "监护人1电话",
    "guardian1_id_number": "监护人1身份证号",
    "guardian2_name": "监护人2",
    "guardian2_relation": "监护人2关系",
    "guardian2_phone": "监护人2电话",
    "guardian2_id_number": "监护人2身份证号",
    "household_address": "户籍所在地",
    "school_address": "学籍所在地",
    "live_address": "现居住地",
    "school": "学校",
    "current_school": "现就读学校",
    "kindergarten": "幼儿园",
    "stage": "学段",
    "grade": "年级",
    "class_name": "班级",
    "groups": "特殊群体",
    "dropout_date": "辍学日期",
    "dropout_reason": "辍学原因",
    "family": "家庭情况简述",
    "persuaded": "是否已开展劝返工作",
    "persuasion_count": "劝返次数",
    "persuasion_result": "劝返结果",
    "not_returned_reason": "未复学原因",
    "persuasion_unit": "劝返单位",
    "persuader": "劝返责任人",
    "persuader_phone": "劝返责任人电话",
    "leading_group": "领导小组核实同意",
    "return_date": "复学日期",
    "first_absent": "首次缺勤日期",
    "removed_on": "销号日期",
    "removed_basis": "销号依据",
    "unit": "所属单位",
}
"""Id of each fact (contract §8), in the order of the form → what people call it."""
DATE_FIELDS = ("birth", "dropout_date", "return_date", "first_absent", "removed_on")
"""Their values are ISO days, `2022-09` where the day is unknown, else the text as written."""


class Source(StrEnum):
    """Where a value comes from; in this order the first that knows it gives it."""

    PERSON = "person"
    ROSTER = "roster"
    DERIVED = "derived"
    VISITS = "visits"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a page of one paper says of a fact, before anybody knows whose paper it is."""

    field: str
    value: str
    page: int
    box: tuple[float, float, float, float] | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What another source says of a fact: a page of a paper, or the roster where a person overrode it."""

    value: str
    path: str
    page: int | None = None
    """None: the roster."""
    sure: bool = False
    """Read so well, at a place so plain, that it may contradict the roster."""
    box: tuple[float, float, float, float] | None = None
    """Where it stands, in fractions of the upright page."""
    type: str | None = None
    """Which paper says it."""
    crop: bytes | None = field(default=None, repr=False, compare=False)
    """A small PNG of the place, for the html report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a child: `value` '' and `source` None where only papers say something."""

    field: str
    value: str = ""
    source: Source | None = None
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedVisit:
    """A visit that a record tells of."""

    date: date
    path: str
    page: int
    sure: bool = False
    box: tuple[float, float, float, float] | None = None
    type: str = "persuasion-record"
    persons: str = ""
    place: str = ""
    method: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that one paper says: facts, and visits where it is a record."""

    said: tuple[Said, ...] = ()
    visits: tuple[RecordedVisit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A blank fact and what a paper says of it."""

    field: str
    value: str
    path: str
    page: int
    sure: bool
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOffers:
    """What could be filled in for one child."""

    id: str
    name: str
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one child. `facts["school"]` is its value, '' where nobody but papers knows."""

    known: Mapping[str, Fact] = field(default_factory=dict)
    """By field, in the order of the form; only those that have a value or of which a paper says something."""
    visits: tuple[Visit, ...] = ()
    """The roster's, in their order of dates; those without a date last."""
    recorded: tuple[RecordedVisit, ...] = ()
    """Those that records tell of, oldest first."""

    def __getitem__(self, name: str) -> str:
        """The value of a field of FACT_FIELDS; KeyError for any other name."""
        FACT_FIELDS[name]
        return self.known[name].value if name in self.known else ""

    def source(self, name: str) -> Source | None:
        """Where the value comes from; None where there is none."""
        return self.known[name].source if name in self.known else None

    def others(self, name: str) -> tuple[Other, ...]:
        """What papers say of a field."""
        return self.known[name].others if name in self.known else ()

    def day(self, name: str) -> date | None:
        """The value as a day: the first of the month where only that is known; None where it is no date."""
        value = self[name]
        try:
            return date.fromisoformat(f"{value}-01" if len(value) == 7 else value)
        except ValueError:
            return None
