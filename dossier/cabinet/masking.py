"""What of a child nobody else may read, and how it is written when it must be named (domain §4). PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from dossier.model import Case, Facts, Review

NUMBERS = ("id_number", "student_no", "disability_no", "guardian1_id_number", "guardian2_id_number")
NAMES = ("name", "guardian1_name", "guardian2_name")
PHONES = ("guardian1_phone", "guardian2_phone", "persuader_phone")
PRIVATE = ("health", "disability_kind", "disability_grade", "family", "dropout_reason", "not_returned_reason", "groups")
"""What nobody outside may read at all."""
ADDRESSES = ("household_address", "school_address", "live_address")
_TOWN = re.compile(r"^.*?(?:乡|镇|街道)")
_SHORTEST = 2
_SHORTEST_TEXT = 4
"""A shorter text of a private field (残疾, 其他) stands in titles and sentences too."""


def secret_words(reviews: Sequence[Review], mask: str) -> dict[str, str]:
    """Every text that may stand nowhere, of all children of a workspace (a paper of one may name another) → what
    stands in its place. What papers say otherwise of a name or a number is as secret as what the roster says."""
    words: dict[str, str] = {}
    for review in reviews:
        words |= dict(_words_of(review, mask))
    return {text: shown for text, shown in words.items() if len(text) >= _SHORTEST and text != shown}


def _words_of(review: Review, mask: str) -> Iterator[tuple[str, str]]:
    facts = review.facts
    for text in (*_told(facts, NAMES), review.case.name, review.case.student.name_as_read):
        yield plain(text), masked_name(plain(text), mask)
    for text in _told(facts, NUMBERS):
        yield plain(text), masked_number(plain(text), mask)
    for text in _told(facts, PHONES):
        yield plain(text), masked_phone(plain(text))
    for text in _told(facts, ADDRESSES):
        yield plain(text), masked_address(plain(text))
        rest = beyond_town(plain(text))
        if len(rest) >= _SHORTEST_TEXT:
            yield rest, "*" * len(rest)
    for day in _told(facts, ("birth",)):
        yield from ((written, masked_birth(day)) for written in days_as_written(day))
    if mask == "public":
        for text in _told(facts, PRIVATE):
            if len(plain(text)) >= _SHORTEST_TEXT:
                yield plain(text), "***"


def _told(facts: Facts, fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        yield facts[field]
        yield from (other.value for other in facts.others(field))


def plain(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


def days_as_written(day: str) -> tuple[str, ...]:
    """2012-03-05 as forms, papers and tables write it; () where it is no whole day."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return ()
    year, month, date = parts[0], int(parts[1]), int(parts[2])
    written = (f"{year}年{month}月{date}日", f"{year}年{month:02}月{date:02}日", f"{year}.{month}.{date}")
    more = (f"{year}{month:02}{date:02}", f"{year}/{month}/{date}", f"{year}.{month:02}.{date:02}")
    return tuple(dict.fromkeys((day, *written, *more)))


# ---------------------------------------------------------------------------- each kind


def masked_name(name: str, mask: str) -> str:
    """王*伟 inside, 王** outside."""
    if not name or mask == "none":
        return name
    if mask == "public":
        return f"{name[0]}**"
    return f"{name[0]}{'*' * max(1, len(name) - 2)}{name[-1] if len(name) > 2 else ''}"


def masked_number(number: str, mask: str) -> str:
    """411328********9995 inside, 411328************ outside; shorter ones wholly."""
    text = plain(number)
    if mask == "none":
        return text
    if len(text) < 15:
        return "*" * len(text)
    head = 7 if text[0].isalpha() else 6
    tail = text[-4:] if mask == "internal" else ""
    return f"{text[:head]}{'*' * (len(text) - head - len(tail))}{tail}"


def masked_phone(phone: str) -> str:
    """138****1234; what has no eleven digits wholly."""
    return f"{phone[:3]}****{phone[-4:]}" if re.fullmatch(r"1\d{10}", phone) else "*" * len(phone)


def masked_address(address: str) -> str:
    """As far as the township."""
    rest = beyond_town(address)
    if not rest:
        return address
    return f"{address[: len(address) - len(rest)]}***"


def beyond_town(address: str) -> str:
    """What of an address says more than the township; all of it where no township stands in it."""
    found = _TOWN.match(address)
    return address[found.end() :] if found else address


def masked_birth(day: str) -> str:
    """The year: with the day and an internal mask's ends, a number would be whole again."""
    return f"{day[:4]}年" if day[:4].isdecimal() else ""


def masked_fact(field: str, value: str, mask: str) -> str:
    """The value of a fact as it may leave the office."""
    if mask == "none" or not value:
        return value
    if field in NAMES:
        return masked_name(value, mask)
    if field in NUMBERS:
        return masked_number(value, mask)
    if field in PHONES:
        return masked_phone(value)
    if field in ADDRESSES:
        return masked_address(value)
    if field == "birth":
        return masked_birth(value)
    return "" if mask == "public" and field in PRIVATE else value


def masked_row(case_id: str, category: str, facts: Facts, mask: str) -> list[str]:
    """A child in a list that leaves the office."""
    fields = ("name", "id_number", "student_no", "guardian1_name", "guardian1_phone", "household_address")
    return [case_id, *(masked_fact(field, facts[field], mask) for field in fields), facts["school"], category]


HEADS = ("案号", "姓名", "身份证号", "学籍号", "监护人", "监护人电话", "户籍所在地", "学校", "类别")


def file_words(paths: Sequence[str]) -> dict[str, str]:
    """What each file of a case is called outside."""
    called = {path: f"材料{place}{ending(path)}" for place, path in enumerate(paths, 1)}
    names = {path.rpartition("/")[2]: shown for path, shown in called.items()}
    return {plain(path): shown for path, shown in {**names, **called}.items() if len(plain(path)) >= _SHORTEST}


def ending(path: str) -> str:
    """.jpg of a file's name; '' where what stands there may be more than that."""
    suffix = PurePath(path).suffix
    return suffix if re.fullmatch(r"\.[A-Za-z0-9]{1,5}", suffix) else ""


# ---------------------------------------------------------------------------- any text


_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[GgLl]?\d(?:[ \-]?\d){9,}[\dXx](?![0-9A-Za-z])")
"""Eleven signs or more, as phones and all numbers of persons have; a day or a page has fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """How texts of a workspace are written when they leave it."""

    mask: str
    words: Mapping[str, str]
    """Secret → what stands in its place; without blanks."""
    starts: Mapping[str, tuple[str, ...]]
    """First two characters → the secrets that begin so, longest first."""

    @classmethod
    def of(cls, words: Mapping[str, str], mask: str) -> Masking:
        """The masking of these words."""
        starts: dict[str, list[str]] = {}
        for secret in sorted(words, key=len, reverse=True):
            starts.setdefault(secret[:_SHORTEST], []).append(secret)
        return cls(mask=mask, words=words, starts={start: tuple(told) for start, told in starts.items()})

    def with_words(self, words: Mapping[str, str]) -> Masking:
        """With more to hide."""
        return Masking.of({**words, **self.words}, self.mask)

    def of_case(self, case: Case) -> Masking:
        """With the names of its files: each is called by its place in the folder, as a name may name anybody."""
        return self.with_words(file_words(case.paths))

    def text(self, text: str) -> str:
        """The text with every secret and every long number in its masked form."""
        made, last = [], 0
        for start, end, secret in self.places(text):
            made += [text[last:start], self.words[secret]]
            last = end
        whole = "".join((*made, text[last:]))
        return _LONG_NUMBER.sub(lambda found: masked_number(found[0], self.mask), whole)

    def places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, secret) of each place where one stands, however its characters are spaced."""
        at = [place for place, char in enumerate(text) if not char.isspace()]
        packed = "".join(text[place] for place in at)
        here = 0
        while here < len(packed) - 1:
            told = self.starts.get(packed[here : here + _SHORTEST], ())
            secret = next((one for one in told if packed.startswith(one, here)), "")
            if secret:
                yield at[here], at[here + len(secret) - 1] + 1, secret
            here += len(secret) or 1

    def left_in(self, text: str) -> bool:
        """Whether a whole secret or a whole long number stands in a text, as in one that should be masked."""
        return any(True for _ in self.places(text)) or bool(_LONG_NUMBER.search(text))
