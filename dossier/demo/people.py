"""Invented children and the facts that their papers and roster rows share. ID numbers carry the sequence 99x."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def make_id_number(region: str, birth: date, sequence: int) -> str:
    """An ID number with a right check digit (GB 11643); an odd sequence is a boy's."""
    body = f"{region}{birth:%Y%m%d}{sequence:03}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The offices around a child."""

    county: str = "唐河县"
    town: str = "城郊乡"
    village: str = "王岗村"
    names: tuple[tuple[str, str], ...] = ()
    """Offices that are called otherwise than by the common form: the property's name and what it is called."""

    def _named(self, office: str, common: str) -> str:
        return dict(self.names).get(office) or common

    @property
    def committee(self) -> str:
        """村民委员会 with county and town."""
        return self._named("committee", f"{self.county}{self.town}{self.village}民委员会")

    @property
    def police(self) -> str:
        """派出所."""
        return self._named("police", f"{self.county}公安局{self.town}派出所")

    @property
    def government(self) -> str:
        """乡镇人民政府."""
        return self._named("government", f"{self.county}{self.town}人民政府")

    @property
    def central_school(self) -> str:
        """中心学校."""
        return self._named("central_school", f"{self.county}{self.town}中心学校")

    @property
    def justice(self) -> str:
        """司法所."""
        return self._named("justice", f"{self.county}司法局{self.town}司法所")

    @property
    def bureau(self) -> str:
        """教育体育局."""
        return self._named("bureau", f"{self.county}教育体育局")

    @property
    def special_school(self) -> str:
        """特殊教育学校."""
        return self._named("special_school", f"{self.county}特殊教育学校")

    @property
    def hospital(self) -> str:
        """县人民医院."""
        return self._named("hospital", f"{self.county}人民医院")

    @property
    def kindergarten(self) -> str:
        """幼儿园."""
        return self._named("kindergarten", f"{self.county}{self.town}中心幼儿园")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """An invented child; `today` is the day on which the papers are gathered."""

    name: str
    sex: str
    birth: date
    today: date
    sequence: int
    nation: str = "汉族"
    region: str = "411328"
    place: Place = field(default_factory=Place)
    school: str = ""
    grade: str = "七年级"
    class_name: str = "2班"
    guardian: str = ""
    relation: str = "父亲"
    phone: str = "13700000000"
    house: str = "3组17号"

    @property
    def id_number(self) -> str:
        """With a right check digit."""
        return make_id_number(self.region, self.birth, self.sequence)

    @property
    def student_no(self) -> str:
        """G and the ID number."""
        return f"G{self.id_number}"

    @property
    def address(self) -> str:
        """Where the household is registered."""
        place = self.place
        return f"河南省南阳市{place.county}{place.town}{place.village}{self.house}"

    def ago(self, days: int) -> date:
        """A day before today."""
        return self.today - timedelta(days=days)


def school_year(today: date) -> int:
    """The year in whose September the school year of `today` began."""
    return today.year if today.month >= 9 else today.year - 1


def term_name(today: date) -> str:
    """2022年春季学期."""
    if 2 <= today.month <= 8:
        return f"{today.year}年春季学期"
    return f"{school_year(today)}年秋季学期"


def chinese_day(day: date, *, padded: bool = False) -> str:
    """2022年3月5日, or 2022年03月05日."""
    return f"{day.year}年{day.month:02}月{day.day:02}日" if padded else f"{day.year}年{day.month}月{day.day}日"
