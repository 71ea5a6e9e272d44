"""Text of a cell → which label it is. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.model import FormLabels

_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_SIGNS = re.compile(r"[\s:：*＊、,，;；_＿.。]+")
_NTH = re.compile(r"第[一二三四五六七八九十\d]{1,3}次")
_GLUED = re.compile(
    r"性别|民族|出生(?:日期|年月)|残疾(?:类别|等级)|联系电话|(?:公民)?身份(?:证件?号码?|号码)|与学生关系"
)
"""Labels that may follow a value without a blank: 姓名:赵远涵性别:男. Shorter ones may end another word: 班主任姓名."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a label means: a fact (school), guardian1, alone.phone, visit.date; '' for one nobody uses."""

    meaning: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All labels by their folded text."""

    known: dict[str, str]
    inline: re.Pattern[str]

    def whole(self, text: str) -> Label | None:
        """The label that a text is and nothing else."""
        for folded in (fold(text), fold(_BRACKETS.sub("", _half(text)))):
            if folded in self.known:
                return Label(self.known[folded])
        return None

    def inside(self, text: str) -> Iterator[tuple[Label, int, int]]:
        """(label, start, end) of each label that a line of text holds in front of its value."""
        half = _half(text)
        for match in self.inline.finditer(half):
            start, has_colon = match.start("label"), bool(match["colon"])
            before = half[start - 1] if start else ""
            is_glued = bool(before) and not _is_gap(before)
            known = self.known.get(fold(match["label"]))
            if known is None or not (has_colon or match["gap"]):
                continue
            if is_glued and not (has_colon and _GLUED.fullmatch(fold(match["label"]))):
                if has_colon:
                    yield Label(""), start, match.end()
                continue
            yield Label(known), start, match.end()


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_gap(sign: str) -> bool:
    return sign.isspace() or not sign.isalnum()


def fold(text: str) -> str:
    """A label as compared: half width, no blanks, colons and marks, 第{n}次 for any number."""
    return _NTH.sub("第{n}次", _SIGNS.sub("", _half(text)))


def vocabulary(labels: FormLabels) -> Vocabulary:
    """The vocabulary of fields.yaml."""
    known: dict[str, str] = {}
    for text in labels.others:
        known[fold(text)] = ""
    groups = (
        ("", labels.labels), ("person.", labels.persons), ("alone.", labels.alone), ("visit.", labels.visits),
    )  # fmt: skip
    for prefix, group in groups:
        for meaning, texts in group.items():
            for text in texts:
                if prefix != "person." or fold(text) not in known or not known[fold(text)]:
                    known[fold(text)] = prefix + meaning
    for meaning, texts in labels.persons.items():  # 劝返责任人 is a fact and a person: the person's name is the fact
        known |= {fold(text): f"person.{meaning}" for text in texts}
    words = sorted((text for group in groups for texts in group[1].values() for text in texts), key=len, reverse=True)
    words += sorted(labels.others, key=len, reverse=True)
    pieces = sorted({_spaced(_half(word)) for word in words}, key=len, reverse=True)
    inline = re.compile(rf"(?P<label>{'|'.join(pieces)})(?:(?P<colon>\s*:)|(?P<gap>\s+(?=\S)|$))\s*")
    return Vocabulary(known, inline)


def _spaced(word: str) -> str:
    """A label whose characters may be set apart: 姓 名."""
    word = word.replace("{n}", "")
    signs = [re.escape(sign) for sign in word if not sign.isspace()]
    body = r"[ \u3000]{0,3}".join(signs)
    return body.replace("第[ \\u3000]{0,3}次", r"第\s*[一二三四五六七八九十\d]{1,3}\s*次")
