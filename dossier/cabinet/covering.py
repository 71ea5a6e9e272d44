"""Which lines that were read off a picture are covered before anybody else sees it: on any doubt they are. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.cabinet.masking import ADDRESSES, NAMES, NUMBERS, PHONES, beyond_town, days_as_written
from dossier.model import PageReading, Review, TextLine

_LABELS = re.compile(
    "姓名|证件?号|身份证|学籍号|残疾人?证|电话|手机|联系方式|住址|地址|户口所在|居住地|监护人|家长|父亲|母亲|签名|签字|出生|生日"
)
_DAY = re.compile(r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日?)?|(?:19|20)\d{6}")
_MOST_DIGITS = 6
"""A line with more may hold a number that was read wrongly."""
_PIECE = 2
"""So many characters of this child's name side by side: the rest of it stands in the next line, or was read wrongly."""
_ADDRESS_PIECE = 4
_SHORT_LINE, _SHORT_REST = 2, 6
_SURE = 0.85
"""A line that was read less surely may hold what was not recognised."""
_SAME_ROW, _FAR = 0.5, 0.35
"""Of a line's height; of the page's width."""
_FEW_LINES = 3
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What may be read nowhere, as `folded` writes it."""

    all_children: frozenset[str]
    """Names, numbers and phones of the whole workspace."""
    own_names: tuple[str, ...]
    own_numbers: tuple[str, ...]
    own_places: tuple[str, ...]
    """What of this child's addresses says more than the township; its birthdays."""

    def in_text(self, text: str) -> set[str]:
        """The whole secrets that stand in a text."""
        told = folded(text)
        return {secret for secret in (*self.all_children, *self.own_places) if secret in told}

    def names_child(self, text: str) -> bool:
        """Whether this child's name or number was surely read."""
        told = folded(text)
        return any(secret in told for secret in (*self.own_names[:1], *self.own_numbers))

    def is_near(self, line: str) -> bool:
        """Whether a line must be covered."""
        told = folded(line)
        if self.in_text(told) or _LABELS.search(told) or self._is_piece(told):
            return True
        return sum(char.isdigit() for char in _DAY.sub("", told)) > _MOST_DIGITS

    def _is_piece(self, told: str) -> bool:
        """Whether a piece of this child's names or addresses stands in it."""
        names = any(piece in told for name in self.own_names for piece in _pieces(name, _PIECE))
        rest = len(told) <= _SHORT_LINE and any(char in name for name in self.own_names for char in told)
        return names or rest or any(piece in told for place in self.own_places for piece in _pieces(place, 4))


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def folded(text: str) -> str:
    """Only letters and digits, full-width ones as half-width ones: what a reader takes · for does not matter."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).upper() if char.isalnum())


def secrets_of(reviews: Sequence[Review], own: Review) -> Secrets:
    """Of all children of a workspace, as a paper of one may name another; of its own child every piece."""
    known: set[str] = set()
    for review in reviews:
        known |= {folded(text) for text in _told(review, (*NAMES, *NUMBERS, *PHONES))} | {folded(review.case.name)}
    places = {folded(beyond_town(text)) for text in _told(own, ADDRESSES)}
    days = {folded(written) for day in _told(own, ("birth",)) for written in days_as_written(day)}
    names = dict.fromkeys([folded(own.case.name), *(folded(text) for text in _told(own, NAMES))])
    return Secrets(
        all_children=frozenset(one for one in known if len(one) >= _PIECE),
        own_names=tuple(name for name in names if len(name) >= _PIECE),
        own_numbers=tuple({folded(text) for text in _told(own, NUMBERS)} - {""}),
        own_places=tuple(one for one in places | days if len(one) >= _ADDRESS_PIECE),
    )


def _told(review: Review, fields: Sequence[str]) -> list[str]:
    facts = review.facts
    values = [facts[field] for field in fields]
    return [*values, *(other.value for field in fields for other in facts.others(field))]


def why_not(reading: PageReading, secrets: Secrets, whole: str) -> str:
    """Why a page may not be covered and shown; '' where it was read well and whole. `whole`: all text of its file."""
    if reading.unread:
        return f"没有读完（{reading.unread}）"
    if any(line.confidence < _SURE or line.box == _NOWHERE for line in reading.lines):
        return "有读不准的字"
    is_paper = len(reading.lines) >= _FEW_LINES and not (reading.picture and reading.picture.fingerprint)
    if is_paper and not secrets.names_child(whole):
        return "没有读到这个学生的姓名或号码，可能读错了"
    return ""


Box = tuple[float, float, float, float]


def boxes_to_cover(reading: PageReading, secrets: Secrets) -> tuple[Box, ...]:
    """Where to paint, in fractions of the upright page: what is secret, what stands beside its label, and its rest."""
    near = [line for line in reading.lines if secrets.is_near(line.text)]
    values = [value for line in near if _LABELS.search(folded(line.text)) for value in _beside(line, reading.lines)]
    rest = [one for line in (*near, *values) for one in _under(line, reading.lines)]
    return tuple(dict.fromkeys(line.box for line in (*near, *values, *rest)))


def _beside(label: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """The nearest line to the right in the same row."""
    right = [line for line in lines if line is not label and _is_same_row(label.box, line.box)]
    right = [line for line in right if -0.01 <= line.box[0] - label.box[2] < _FAR]
    return sorted(right, key=lambda line: line.box[0])[:1]


def _is_same_row(one: Box, other: Box) -> bool:
    both = min(one[3], other[3]) - max(one[1], other[1])
    return both > _SAME_ROW * min(one[3] - one[1], other[3] - other[1])


def _under(line: TextLine, lines: Sequence[TextLine]) -> list[TextLine]:
    """A short line right beneath: the rest of what did not fit a cell."""
    x0, y0, x1, y1 = line.box
    return [
        other
        for other in lines
        if len(folded(other.text)) <= _SHORT_REST
        and other.box[1] - y0 >= 0
        and other.box[1] - y1 < (y1 - y0) * 0.6
        and other.box[1] > y0 + (y1 - y0) * 0.5
        and min(x1, other.box[2]) > max(x0, other.box[0])
    ]
