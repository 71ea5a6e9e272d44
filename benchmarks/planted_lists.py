"""Two lists of invented children with planted typing errors, and the truth, kept back to judge a comparison.

Not made from what the comparison does: characters, sounds and errors are written down here. Beside the planted errors
stand children who must not be taken for one another: namesakes of other days, twins with near numbers, namesakes of one
day. ID numbers carry the sequence 990–999 and are nobody's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dossier.demo.people import make_id_number

HEADER = ("序号", "姓名", "身份证号", "出生日期", "学校")
KINDS = ("one digit", "swapped", "name+birth", "same sound", "variant character")

_REGIONS = (
    "411302",
    "411321",
    "411322",
    "411323",
    "411324",
    "411325",
    "411327",
    "411328",
    "411330",
    "410102",
    "420602",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢丁魏薛叶余潘杜戴夏"
_GIVEN = "子轩涵梓欣怡浩宇雨桐佳文博思诗宸若熙可馨一诺晨奕晓彤嘉铭俊豪天乐明月静雪梅芳艳丽娟霞秀兰玉婷慧琳颖洁倩薇"
_SOUNDS = (
    "子紫梓", "轩萱宣", "涵晗含", "欣馨新心", "怡宜仪", "宇雨羽语", "佳家嘉", "思斯丝", "诗师", "晨宸辰", "晓小",
    "明鸣铭", "静婧敬", "艳燕彦", "丽莉俐", "婷庭", "慧惠汇", "琳林霖", "颖影", "博勃", "浩昊皓",
)  # fmt: skip
"""Characters of one sound, tones left out, as people type them."""
_VARIANTS = ("峰峯", "群羣", "坤堃", "哲喆", "升昇", "荣榮", "兰蘭", "杰傑", "宁寧", "苏蘇")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A row, before it is written."""

    name: str
    number: str
    birth: date

    def row(self, place: int) -> tuple[str | int, ...]:
        """As it stands in a table."""
        return place, self.name, self.number, self.birth.isoformat(), "城郊乡中心学校"


@dataclass(frozen=True, slots=True)
class Planted:
    """Two lists and the truth: rows count from 2, below the header."""

    left: list[Pupil] = field(default_factory=list)
    right: list[Pupil] = field(default_factory=list)
    pairs: dict[tuple[int, int], str] = field(default_factory=dict)
    """(row of the left, row of the right) of one child with a planted error → its kind."""
    same: int = 0
    only_left: set[int] = field(default_factory=set)
    only_right: set[int] = field(default_factory=set)


def planted(count: int, errors: int, seed: int) -> Planted:
    """`count` children in both lists, with `errors` of each kind, and as many who are in one list alone."""
    dice = random.Random(seed)
    town = _Town(dice)
    rows: list[tuple[Pupil | None, Pupil | None, str]] = []
    for _ in range(count - errors * len(KINDS)):
        one = town.child()
        rows.append((one, one, ""))
    for kind in KINDS:
        for _ in range(errors):
            left, right = _mistyped(kind, town.child(), dice)
            rows.append((left, right, kind) if dice.random() < 0.5 else (right, left, kind))
    for _ in range(errors):
        rows += [(town.child(), None, ""), (None, town.child(), "")]
        rows += _not_one(town, dice)
    return _written(rows, dice)


def _written(rows: list[tuple[Pupil | None, Pupil | None, str]], dice: random.Random) -> Planted:
    left = [place for place, row in enumerate(rows) if row[0] is not None]
    right = [place for place, row in enumerate(rows) if row[1] is not None]
    dice.shuffle(left)
    dice.shuffle(right)
    made = Planted(
        left=[one for place in left if (one := rows[place][0]) is not None],
        right=[one for place in right if (one := rows[place][1]) is not None],
        same=sum(one is not None and one == other for one, other, _ in rows),
    )
    at_left, at_right = ({place: row for row, place in enumerate(places, 2)} for places in (left, right))
    for place, (one, other, kind) in enumerate(rows):
        if kind:
            made.pairs[at_left[place], at_right[place]] = kind
        elif other is None:
            made.only_left.add(at_left[place])
        elif one is None:
            made.only_right.add(at_right[place])
    return made


class _Town:
    """Children without end, frequent names more often; no number twice."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._numbers: set[str] = set()
        self._weights = [1 / (rank + 2) for rank in range(len(_SURNAMES))]

    def child(self) -> Pupil:
        birth = date(2006, 9, 1) + timedelta(days=self._dice.randrange(4_380))
        given = "".join(self._dice.choices(_GIVEN, k=1 if self._dice.random() < 0.2 else 2))
        name = self._dice.choices(_SURNAMES, self._weights)[0] + given
        return Pupil(name=name, number=self.number(birth), birth=birth)

    def number(self, birth: date, regions: Sequence[str] = _REGIONS) -> str:
        """A number of that day that nobody has yet; where a region's ten are given out, of another region."""
        while True:
            number = make_id_number(self._dice.choice(regions), birth, self._dice.randrange(990, 1000))
            if number not in self._numbers:
                self._numbers.add(number)
                return number
            regions = _REGIONS


def _mistyped(kind: str, one: Pupil, dice: random.Random) -> tuple[Pupil, Pupil]:
    """The child, rightly and wrongly typed."""
    if kind == "one digit":
        return one, replace(one, number=_other_digit(one.number, dice))
    if kind == "swapped":
        place = dice.choice([at for at in range(16) if one.number[at] != one.number[at + 1]])
        swapped = one.number[:place] + one.number[place + 1] + one.number[place] + one.number[place + 2 :]
        return one, replace(one, number=swapped)
    without = replace(one, number="")
    if kind == "name+birth":
        return one, without
    group = dice.choice(_SOUNDS if kind == "same sound" else _VARIANTS)
    right, wrong = dice.sample(group, 2)
    start = one.name[:2]
    return replace(one, name=start + right), replace(without, name=start + wrong)


def _other_digit(number: str, dice: random.Random) -> str:
    """One digit is another one, is left out or is typed twice."""
    place, how = dice.randrange(18), dice.random()
    if how < 0.1:
        return number[:place] + number[place + 1 :]
    if how < 0.2:
        return number[:place] + number[place] + number[place:]
    wrong = dice.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + wrong + number[place + 1 :]


def _not_one(town: _Town, dice: random.Random) -> Iterator[tuple[Pupil | None, Pupil | None, str]]:
    """Two children who look alike and are two: a namesake, a twin, a namesake of one day beside an error."""
    one, what = town.child(), dice.randrange(3)
    if what == 0:
        yield one, None, ""
        yield None, replace(town.child(), name=one.name), ""
    elif what == 1:
        twin = replace(one, name=one.name[0] + "壮" + one.name[2:], number=town.number(one.birth, [one.number[:6]]))
        yield one, None, ""
        yield None, twin, ""
    else:
        yield one, replace(one, number=_other_digit(one.number, dice)), "one digit"
        namesake = town.number(one.birth)
        while (
            sum(a != b for a, b in zip(namesake, one.number, strict=True)) < 4
        ):  # else nobody could say whose slip it is
            namesake = town.number(one.birth)
        yield replace(one, number=namesake), None, ""
