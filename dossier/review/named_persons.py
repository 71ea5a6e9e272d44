"""The numbers and names of persons that stand on pages. Extraction only; what they mean is for `persons`. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dossier.facts import SIMPLE
from dossier.model import PageReading, TextLine

Box = tuple[float, float, float, float]

_LOOKS_LIKE_DIGITS = str.maketrans({"O": "0", "o": "0", "〇": "0", "I": "1", "l": "1", "|": "1", "×": "X", "x": "X"})
_RUN = re.compile(r"(?<![0-9A-Z])([GJL]?)([0-9]{4,}X?[0-9]*)(?![0-9])")
_HEAD = re.compile(r"([0-9]{2,17})$")
_TAIL = re.compile(r"^([0-9]{1,16}X?)(?![0-9])")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOTS = re.compile(rf"(?<=[{_HAN}])[•・‧．.∙⋅](?=[{_HAN}])")
_NAME = rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}})+"
_FIELDS = "学生姓名|幼儿姓名|儿童姓名|孩子姓名|姓名|学生|被监护人|送教对象|劝返对象|家访对象"
_FIELD_ALONE = re.compile(rf"(?:{_FIELDS})[:：]?")
_FIELD = re.compile(rf"(?:^|[\s,，;；。])(?:{_FIELDS})(?:\s*[:：]\s*|\s+)(?P<name>{_NAME})")
_NEXT_FIELD = re.compile(
    r"(?:性别|民族|出生|年龄|年级|班级|班别|学校|身份|证件|公民|住址|家庭|家长|监护|联系|电话|时间|日期|地点|送教|家访|劝返|残疾|"
    r"临床|科别|科室|籍贯|曾用|关系|户主|与户|健康|就读|学籍|全国|同学|入园|男$|女$|现|系|于|因).*$"
)
_PROSE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"兹证明(?:[我本][村镇乡校居社辖]区?)?(?:的)?(?:村民|居民|学生|儿童|少年|幼儿)?(?P<name>{_NAME}?)(?=[,，(（、男女系性于身同])",
        rf"兹有(?:[我本][村镇乡校居社辖]区?)?(?:的)?(?:村民|居民|学生|儿童)?(?P<name>{_NAME}?)(?=[,，(（、男女系性身同])",
        rf"我是(?:学生)?(?P<name>{_NAME}?)(?=(?:同学)?(?:[(（][^)）]*[)）])?的(?:家长|父亲|母亲|监护人|爸爸|妈妈|祖父|祖母|爷爷|奶奶))",
        rf"(?:监护|抚养)的(?:学生|孩子|被监护人)?(?P<name>{_NAME}?)(?=[(（,，应未自系现])",
        rf"(?:^|[,，。；;:：])(?:学生|我校学生|村民)?(?P<name>{_NAME}?)同学(?=[(（,，现系是自因于在的])",
        rf"(?:^|学生)(?P<name>{_NAME}?)(?=[,，(（]身份证号)",
        rf"(?:变更后姓名|现姓名|正确姓名)[:：]?(?P<name>{_NAME}?)(?=$|[,，。;；]|审核|变更|性别)",
        rf"到(?:学生)?(?P<name>{_NAME}?)(?=家中?(?:劝返|家访|走访|送教|了解))",
    )
)
_AROUND = re.compile(r"^(?:我是|学生|村民|居民|证明)|同学$")
_FULL_LINE = 15
_NOT_NAMES = re.compile(
    "该生|学生|本人|孩子|姓名|性别|民族|汉族|年级|班级|学校|家长|监护|某某|同学|该同学|贵校|我校|我村|以上|情况|特此|证明|"
    "上述|下列|其他"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A run of 18 characters that has the form of an ID number (its check digit may be wrong), or nearly."""

    text: str
    page: int
    box: Box
    confidence: float
    is_student_no: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a place where the child's name stands."""

    text: str
    page: int
    box: Box
    confidence: float


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Compatibility forms home, blanks out, the dot of names as ·, in simplified characters."""
    half = unicodedata.normalize("NFKC", "".join(text.split())).translate(SIMPLE)
    return _DOTS.sub("·", half)


def whole_text(readings: Sequence[PageReading]) -> str:
    """All that was read, line after line, without blanks."""
    return "".join(plain(line.text) for reading in readings for line in reading.lines)


def numbers_on(readings: Sequence[PageReading]) -> list[Number]:
    """Runs of 17 to 19 digits, those inside a 20-digit disability number, and those that a line break cut in two."""
    found: list[Number] = []
    for reading in readings:
        lines = [(plain(line.text).translate(_LOOKS_LIKE_DIGITS), line) for line in reading.lines]
        for index, (text, line) in enumerate(lines):
            found += _in_line(text, line, reading.page)
            if index + 1 < len(lines):
                found += _across(text, line, lines[index + 1], reading.page)
    return found


def _in_line(text: str, line: TextLine, page: int) -> Iterator[Number]:
    for match in _RUN.finditer(text):
        run = match[2]
        if 17 <= len(run) <= 19 or (len(run) in (20, 22) and len(run.rstrip("X")) >= 18):
            # 20: a disability number carries the ID number first (domain §3.5).
            yield Number(run[:18] if len(run) >= 20 else run, page, line.box, line.confidence, bool(match[1]))


def _across(text: str, line: TextLine, after: tuple[str, TextLine], page: int) -> Iterator[Number]:
    head, tail = _HEAD.search(text), _TAIL.match(after[0])
    if not head or not tail or len(head[1]) >= 17 or not 17 <= len(head[1]) + len(tail[1]) <= 20:
        return
    box = (
        min(line.box[0], after[1].box[0]),
        line.box[1],
        max(line.box[2], after[1].box[2]),
        after[1].box[3],
    )
    run = head[1] + tail[1]
    yield Number(run[:18] if len(run) == 20 else run, page, box, min(line.confidence, after[1].confidence))


def names_on(readings: Sequence[PageReading]) -> list[Named]:
    """Names behind 姓名, 学生 and the like, in the cell beside them, and in the set phrases of certificates."""
    found: list[Named] = []
    for reading in readings:
        for index, line in enumerate(reading.lines):
            found += _in_fields(line, reading.page)
            beside = _cell(reading.lines, index)
            if beside is not None and (name := _cut(plain(beside.text))):
                found.append(Named(name, reading.page, beside.box, beside.confidence))
        found += _in_prose(reading)
    return [named for named in found if not _NOT_NAMES.fullmatch(named.text)]


def _in_fields(line: TextLine, page: int) -> Iterator[Named]:
    text = unicodedata.normalize("NFKC", line.text)
    for match in _FIELD.finditer(text):
        rest = plain(text[match.start("name") :])
        if name := _cut(rest):
            yield Named(name, page, line.box, line.confidence)


def _cell(lines: Sequence[TextLine], index: int) -> TextLine | None:
    """What stands right of a cell that says 姓名 and nothing else."""
    line = lines[index]
    if not _FIELD_ALONE.fullmatch(plain(line.text)):
        return None
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is None or after.box[0] < line.box[2] - 0.02:
        return None
    middle = (after.box[1] + after.box[3]) / 2
    return after if line.box[1] - 0.01 <= middle <= line.box[3] + 0.01 else None


def _cut(text: str) -> str:
    """The name at the beginning of a text in which the next field may follow without a blank; '' where none is."""
    match = re.match(rf"[{_HAN}]+(?:·[{_HAN}]+)*", text)
    if not match:
        return ""
    run = match[0]
    for start in range(2, len(run)):
        if _NEXT_FIELD.match(run[start:]):
            run = run[:start]
            break
    return run if 2 <= len(run) <= (25 if "·" in run else 4) else ""


def _in_prose(reading: PageReading) -> Iterator[Named]:
    """Set phrases, looked for line by line with the next line joined: names may be cut by a line break."""
    lines = reading.lines
    for index, line in enumerate(lines):
        text = plain(line.text)
        joined = text + (plain(lines[index + 1].text) if index + 1 < len(lines) else "")
        for pattern in _PROSE:
            match = pattern.search(joined)
            if not match or match.start("name") >= len(text):
                continue
            # A name runs over the end of a full line only, not from a title into the text below it.
            if match.end("name") > len(text) and len(text) < _FULL_LINE:
                continue
            name = _AROUND.sub("", match["name"])
            if len(name) >= 2:
                yield Named(name, reading.page, line.box, line.confidence)
