"""Who issued a paper: units over its date, on its seals, behind 签发机关. PURE.

A unit stands on the contents page as it was read, and often lies under its seal: foot, seal, head and what the roster
knows are held against each other, and what they do not settle is left empty. Several units that sign together are
joined by 、.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dossier.model import Seal
from dossier.review.rows import DateIn, Row, dates_of, plain_dates

_SURELY_READ = 0.95
_WITHOUT_DOUBT = 0.995
"""So well read that a seal which says a letter otherwise is taken for misread."""
_CONFIRMED = 0.8
"""So well read it counts where another place says the same."""
FOOT = 0.5
"""The lower part begins half-way down what is written."""
_FURTHEST = 9
"""So many rows above its date a paper's first issuer may stand."""
_NEAR = 3
"""So many rows above its date a paper's only issuer may stand among other things."""
_NEARLY = 0.8
"""So much alike (difflib's ratio) are a unit and a broken reading of it."""
_ALIKE = 2
"""Letters by which two readings of one unit may differ."""

UNIT_END = (
    "派出所|公安局|公安分局|分局|管理局|支队|大队|村民委员会|居民委员会|委员会|村委会|居委会|社区|人民政府|管委会|办事处|"
    "中心学校|学校|小学|中学|初中|高中|校区|教学点|中心校|幼儿园|医院|卫生院|保健院|卫生室|司法所|司法局|人民法院|法院|检察院|"
    "民政局|民政所|教育体育局|教体局|教育局|体育局|振兴局|农村局|卫健委|残疾人联合会|联合会|残联|妇联|团委|领导小组|工作专班|"
    "办公室|教育集团|福利院|服务中心|康复中心|特教中心"
)
IS_UNIT = re.compile(rf"^[\u4e00-\u9fff·（）()\d]{{2,30}}(?:{UNIT_END})(?:第[一二三四五六七八九十\d]+(?:小学|中学))?$")
WHO = re.compile(
    r"^(?:落款|证明单位|出具单位|填报单位|制发单位|发证单位|发证机关|签发机关|批准机关|承办单位|单位名称|单位|学校名称|学校|幼儿园|医院)"
    r"?\s*(?:\(\s*(?:盖章|公章|签章|章)\s*\))?\s*[:：]\s*|^(?:发证|签发|批准|出具|证明)(?:机关|单位)\s*"
)
SEAL_NOTE = re.compile(r"\(?\s*(?:盖章|公章|签章|印章|章|印)\s*\)?\s*[:：]?\s*$")
BY_HAND = re.compile(
    r"经办人|承办人|负责人|校长|园长|所长|民警|填表人|制表人|打印人|记录人|医师|医生|签字|签名|签章|盖章|公章|联系电话|电话|支书|主任"
)
_COUNTY = re.compile(r"([\u4e00-\u9fff]{1,8}?县)")
_ISSUING = re.compile(r"(?:发证机关|签发机关|发证单位|出具单位|证明单位)\s*[:：]?\s*")
_TO_SOMEBODY = re.compile(r"^(?:抄送|主送|报送|收件|此致|呈|致)")
_SENTENCE = re.compile(r"[,，。;；!！?？]")
_OF_A_SEAL = re.compile(r"(?:户口|户籍|业务|行政|学籍|教学|财务|公章|证明|诊断)*(?:专用章|公章|专用|章)?[\d()（）]*$")
_BROKEN_DATE = re.compile(r"[\d年月日号./\-·:：\s]+")
_HEAD_END = re.compile(r"文件$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}[镇乡村道]")
_STEP = re.compile(r"[^省市县区镇乡村]{1,5}?(?:街道|[省市县区镇乡村])")
"""One step of an address: 社旗县, 昝岗镇, 前刘村."""
_SAYS_WHERE = re.compile(r"[\u4e00-\u9fff](?:[省市县区旗镇乡村]|街道|社区)")
_OF_OFFICES = re.compile(
    rf"(?:\||{UNIT_END}|公安局|司法局|委会|民委员会|民政府|县|镇|乡|村|社区|街道|人民|中心|第[一二三四五六七八九十]|初级|高级|九年一贯制|实验|完全|"
    r"特殊教育|控辍保学|义务教育|工作|妇幼|中医|教育和|户政|治安|出入境)+"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A unit as one place has it."""

    name: str
    confidence: float


def issuer_of(
    rows: Sequence[Row],
    dated: DateIn | None,
    seals: Sequence[Seal],
    regions: Collection[str] = (),
    trusted: Collection[str] = (),
) -> str:
    """The issuer, or several joined by 、; '' where it was not surely read.

    `dated`: where the paper's own date stands. `regions`: names of all counties; a unit of a county that is none of
    them was misread. `trusted`: texts that name places as they are (the roster's).
    """
    stamped = [one for one in map(_of_seal, seals) if one is not None]
    signed, unclear = _signing(rows, dated)
    if signed:
        if unclear or (_strangers(stamped, signed) and len(stamped) > 1):
            return ""
        names = [_better(one, stamped) for one in signed]
        told = [_settled(one, stamped, seals, _heads(rows), _elsewhere(rows, one), regions, trusted) for one in names]
        return "、".join(told) if all(told) else ""
    others = [*_near(rows, dated), *_behind_labels(rows), *(one for one in stamped if one.confidence >= _SURELY_READ)]
    sure = (_settled(one, stamped, seals, (), _elsewhere(rows, one), regions, trusted) for one in others)
    return next(filter(None, sure), "")


def _elsewhere(rows: Sequence[Row], one: _Read) -> list[str]:
    """What the page says in other places than where this unit was read."""
    return [row.text for row in rows if one.name not in row.text.replace(" ", "")]


# ---------------------------------------------------------------------------- where units stand


def _signing(rows: Sequence[Row], dated: DateIn | None) -> tuple[list[_Read], bool]:
    """The units that stand together over the paper's date (or at its end), and whether a line there is unclear."""
    at = next((index for index, row in enumerate(rows) if dated is not None and row is dated.row), len(rows) - 1)
    block: list[Row] = []
    for row in reversed(rows[max(0, at - _FURTHEST) : at + 2]):
        if row.level < FOOT or not _may_sign(row):
            if rows.index(row) > at:
                continue
            break
        block.insert(0, row)
    units: list[_Read] = []
    unclear = False
    for row in block:
        for piece in row.pieces:
            name = unit_in(piece.text)
            if name and not any(name in one.name or one.name in name for one in units):
                units.append(_Read(name, piece.confidence))
            unclear = unclear or (not name and _is_broken_unit(piece.text))
    return units, unclear and bool(units)


def _may_sign(row: Row) -> bool:
    """Whether a row is what stands where papers are signed: units, dates, who signed, marks that nobody can read."""
    if _SENTENCE.search(row.text) or _TO_SOMEBODY.search(row.text) or row.text.rstrip().endswith((":", "：")):
        return BY_HAND.search(row.text) is not None and not _SENTENCE.search(row.text)
    if any(unit_in(piece.text) for piece in row.pieces) or any(dates_of([row])):
        return True
    plain = row.text.replace(" ", "")
    is_mark = len(plain) <= 4 or _BROKEN_DATE.fullmatch(plain) is not None or SEAL_NOTE.fullmatch(plain) is not None
    return is_mark or bool(BY_HAND.search(plain)) or _is_broken_unit(plain)


def _is_broken_unit(text: str) -> bool:
    """A line that ends or begins as a unit does, though it is none: a letter of it could not be read."""
    plain = plain_dates(text).replace(" ", "")
    return not unit_in(text) and len(plain) >= 4 and re.search(rf"(?:{UNIT_END}|局|政府|委会)\W*$", plain) is not None


def _near(rows: Sequence[Row], dated: DateIn | None) -> Iterator[_Read]:
    """Units at the foot among other things, nearest to the date first."""
    at = next((index for index, row in enumerate(rows) if dated is not None and row is dated.row), None)
    foot = rows[max(0, at - _NEAR) : at + 2] if at is not None else rows[-_NEAR:]
    for row in sorted(foot, key=lambda row: abs(rows.index(row) - (at if at is not None else len(rows)))):
        if row.level < FOOT or _TO_SOMEBODY.search(row.text):
            continue
        for piece in row.pieces:
            unit = unit_in(piece.text) if piece.confidence >= _SURELY_READ else ""
            if unit:
                yield _Read(unit, piece.confidence)


def _behind_labels(rows: Sequence[Row]) -> Iterator[_Read]:
    for row in rows:
        match = _ISSUING.search(row.text)
        if match and row.confidence >= _SURELY_READ:
            unit = unit_in(re.split(r"\s{2,}", row.text[match.end() :].strip())[0])
            if unit:
                yield _Read(unit, row.confidence)


def _heads(rows: Sequence[Row]) -> list[_Read]:
    """Units over the title: a red head, the line of a hospital."""
    heads = []
    for row in rows[:3]:
        name = unit_in(_HEAD_END.sub("", row.text.replace(" ", "")))
        if name:
            heads.append(_Read(name, row.confidence))
    return heads


def unit_in(text: str) -> str:
    """The unit that a line at the foot names; '' where it is none."""
    plain = re.sub(r"(?:19|20)\d\d\s*[年.\-/].*$", "", plain_dates(text)).strip()
    plain = SEAL_NOTE.sub("", WHO.sub("", plain)).replace(" ", "").strip(":：")
    if _TO_SOMEBODY.search(plain) or text.rstrip().endswith((":", "：")):
        return ""
    return plain if IS_UNIT.match(plain) else ""


def _of_seal(seal: Seal) -> _Read | None:
    """The unit of a seal; its words may begin anywhere on the rim."""
    ring = re.sub(r"[\s★☆*]", "", seal.text)
    ends = [match.end() for match in re.finditer(UNIT_END, ring)]
    plain = _OF_A_SEAL.sub("", ring)
    if IS_UNIT.match(plain):
        return _Read(plain, seal.confidence)
    if ends and IS_UNIT.match(ring[ends[0] :] + ring[: ends[0]]):
        return _Read(ring[ends[0] :] + ring[: ends[0]], seal.confidence)
    return None


# ---------------------------------------------------------------------------- which reading is right


def _settled(
    one: _Read,
    stamped: Sequence[_Read],
    seals: Sequence[Seal],
    heads: Sequence[_Read],
    texts: Sequence[str],
    regions: Collection[str],
    trusted: Collection[str],
) -> str:
    """The unit as it is surely called; '' where no two places agree and what is there is in doubt."""
    name = _mended(one.name, texts, trusted)
    if not _is_of_a_county(name, regions) or _OF_OFFICES.fullmatch(name):  # 教育和体育局: its place was not read
        return ""
    others = [other for other in (*stamped, *heads) if other is not one]
    if one.confidence >= _CONFIRMED and any(other.name in (name, one.name) for other in others):
        return name
    told = (*texts, *trusted)
    if one.confidence >= _CONFIRMED and (name != one.name or _is_known(name, told, trusted, regions)):
        return name
    if one.confidence < _SURELY_READ or _is_doubtful(name, told) or not _has_place(name, trusted):
        return ""
    against = [other.name for other in others if other.confidence >= _CONFIRMED]
    raw = [seal.text for seal in seals if seal.confidence >= _CONFIRMED and seal.text]
    if any(_has_more(name, other) for other in (*against, *raw)):
        return ""
    alike = [other for other in against if _is_alike(name, other)]
    is_disputed = not all(_is_backed(name, other, told) for other in alike)
    return "" if is_disputed and one.confidence < _WITHOUT_DOUBT else name


def _has_place(name: str, trusted: Collection[str]) -> bool:
    """Whether a unit says where it is: 云控辍保学工作领导小组 is the rest of one whose beginning was not read."""
    stems = {place[:-1] for text in trusted for place in _STEP.findall(text) if len(place) > 2}
    return _SAYS_WHERE.search(name) is not None or any(stem in name for stem in stems)


def _is_known(name: str, told: Sequence[str], trusted: Collection[str], regions: Collection[str]) -> bool:
    """Whether the page or the roster writes it elsewhere, or it is made of known places and the words of offices."""
    if _stands(name, told):
        return True
    counties = {
        name[start:end] for end in range(3, len(name)) for start in range(end - 2) if name[start:end] in regions
    }
    places = counties | {place for text in trusted for place in _STEP.findall(text)}
    rest = name
    for place in sorted(places, key=len, reverse=True):
        rest = rest.replace(place, "|").replace(place[:-1], "|") if len(place) > 2 else rest
    return _OF_OFFICES.fullmatch(rest) is not None


def _has_more(name: str, seal: str) -> bool:
    """Whether the seal has a letter in its middle that this reading left out."""
    if _ratio(name, seal) < _NEARLY:
        return False
    codes = SequenceMatcher(None, name, seal, autojunk=False).get_opcodes()
    return any(seal_end - seal_start > end - start for _, start, end, seal_start, seal_end in codes[1:-1])


def _better(one: _Read, stamped: Sequence[_Read]) -> _Read:
    """A unit that was not well read at the foot, as its seal has it."""
    if one.confidence >= _SURELY_READ:
        return one
    near = [seal for seal in stamped if seal.confidence >= _SURELY_READ and _ratio(one.name, seal.name) >= _NEARLY]
    return near[0] if len(near) == 1 else one


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_backed(name: str, other: str, texts: Sequence[str]) -> bool:
    """Whether the letters that two readings differ in stand so in what page or roster write elsewhere."""
    for place, (mine, yours) in enumerate(zip(name, other, strict=True)):
        if mine == yours:
            continue
        pairs = [(name[at : at + 2], other[at : at + 2]) for at in (place - 1, place) if at >= 0]
        pairs = [pair for pair in pairs if len(pair[0]) == 2]
        if not any(_stands(one, texts) and not _stands(two, texts) for one, two in pairs):
            return False
    return True


def _stands(part: str, texts: Sequence[str]) -> bool:
    return any(part in text for text in texts)


def _mended(name: str, texts: Sequence[str], trusted: Collection[str]) -> str:
    """The unit with a place that both roster and page write with one other letter written as they do."""
    for place in _places(name):
        if any(place in text for text in (*texts, *trusted)):
            continue
        near = {other for text in trusted for other in _places(text) if _differs_by_one(place, other)}
        if len(near) == 1 and any(next(iter(near)) in text for text in texts):
            name = name.replace(place, near.pop())
    return name


def _is_doubtful(name: str, texts: Sequence[str]) -> bool:
    """Whether page or roster write a place of the unit with one other letter, and nothing writes it as the unit does.

    A unit may leave 镇 or 村 out: two letters that are nearly those before it are doubted too.
    """
    known = {place for text in texts for place in _places(text)}
    stems = {place[:2] for place in known}
    pairs = {name[start : start + 2] for start in range(len(name) - 1)}
    wrong = {place for place in _places(name) if not _stands(place, texts)}
    strange = {pair for pair in pairs if not _stands(pair, texts)}
    near_place = any(_differs_by_one(place, other) for place in wrong for other in known)
    return near_place or any(_share_one(pair, stem) for pair in strange for stem in stems if stem not in name)


def _share_one(pair: str, stem: str) -> bool:
    """Whether of two letters one is the same at its place."""
    return (pair[0] == stem[0]) != (pair[1] == stem[1])


def _places(text: str) -> set[str]:
    """Three letters that end like a place below the county, wherever they stand."""
    return {match for start in range(len(text) - 2) if _PLACE.fullmatch(match := text[start : start + 3])}


def _differs_by_one(one: str, other: str) -> bool:
    return one[-1] == other[-1] and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _is_same(one: str, other: str) -> bool:
    return one in other or other in one or _is_alike(one, other)


def _is_alike(one: str, other: str) -> bool:
    """Whether two different readings may be of one unit."""
    return len(one) == len(other) and 0 < sum(a != b for a, b in zip(one, other, strict=True)) <= _ALIKE


def _strangers(stamped: Sequence[_Read], signed: Sequence[_Read]) -> list[_Read]:
    """Seals of units that do not stand at the foot."""
    return [
        seal
        for seal in stamped
        if seal.confidence >= _SURELY_READ and not any(_is_same(seal.name, one.name) for one in signed)
    ]


def _is_of_a_county(unit: str, regions: Collection[str]) -> bool:
    """Whether the county that a unit begins with is one; a unit that names none is not doubted."""
    match = _COUNTY.match(unit)
    if match is None or not regions:
        return True
    name = match[1]
    return any(name[start:] in regions for start in range(len(name) - 1))
