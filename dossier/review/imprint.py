"""What a paper says of itself: the day on which it was issued, its number, who issued it. PURE.

The day is never a birth date, an expiry, a date of the story that the paper tells, or the date of a law or a printed
form: it stands behind 打印时间, 签发日期 and the like, or at the foot, alone or beside who signed. What is not surely
read is left empty: a wrong day on the contents of a dossier is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.facts import real_date
from dossier.model import PageReading, Seal
from dossier.review.rows import DateIn, Row, dates_of, plain_dates, rows_of

_WELL_READ = 0.8
_SURELY_READ = 0.95
"""A unit stands on the contents page as it was read, and often lies under its seal."""
_FOOT = 0.5
"""The lower part begins half-way down what is written."""
_NEAR = 3
"""So many rows above its date a paper's issuer may stand."""

# ---------------------------------------------------------------------------- labels of dates

_MADE = re.compile(r"(?:打印|签发|发证|核发|填[表报写]|填制|制表|开具|出具|印制|导出|出证)(?:日期|时间|日|于)?\W*$")
"""Says when the paper was made, wherever it stands."""
_SIGNED = re.compile(
    r"(?:(?:落款|签[字名章]|签署|批准|审批|审核|发文|发函|记录|登记|制作|下达|送达|上报|盖章|报告|申请)(?:日期|时间|日)?|^\W*(?:日期|时间|年月日))\W*$"
)
"""Says so in the lower part."""
_OTHER_DAY = re.compile(
    r"出生|生日|生于|有效|截止|届满|期限|期至|至$|入学|入园|入校|毕业|辍学|失学|离校|返校|复学|休学|迁|死亡|注销|施行|修[订正]|"
    r"通过|颁布|起|自$|于$|从$|评定|致残|结婚|就诊|入院|出院|住院|检查|报案|失踪|失联|出[国境]|入境|承诺|限|约定|"
    r"(?:劝返|家访|走访|送教|入户|谈话|访问|活动|参加工作|入党|建校|成立)(?:日期|时间)"
)
"""What else a date may be the day of."""
_A_LAW = re.compile(
    r"《|》|办法|条例|法律|义务教育法|修订|修正|施行|监制|[部厅局委]制(?:定|$|\W)|统一印制|文件精神|〔\d{4}〕"
)
"""A row that speaks of a law, or says whose form this is."""
_BORN_AFTER = re.compile(r"^\W{0,2}(?:出?生|起|至|[以之]?前|[以之]?后|修|施行|监制|迁|入学|在)")
_CLOCK = re.compile(r"^\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?)?")
_ID = re.compile(r"(?<!\d)\d{6}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dXx](?!\d)")

# ---------------------------------------------------------------------------- units

UNIT_END = (
    "派出所|公安局|公安分局|分局|管理局|支队|大队|村民委员会|居民委员会|委员会|村委会|居委会|社区|人民政府|管委会|办事处|"
    "中心学校|学校|小学|中学|初中|高中|校区|教学点|中心校|幼儿园|医院|卫生院|保健院|卫生室|司法所|司法局|人民法院|法院|检察院|"
    "民政局|教育体育局|教体局|教育局|体育局|残疾人联合会|联合会|残联|领导小组|办公室|教育集团"
)
_IS_UNIT = re.compile(rf"^[\u4e00-\u9fff·（）()\d]{{2,30}}(?:{UNIT_END})(?:第[一二三四五六七八九十\d]+(?:小学|中学))?$")
_WHO = re.compile(
    r"^(?:落款|证明单位|出具单位|填报单位|制发单位|发证单位|发证机关|签发机关|批准机关|承办单位|单位名称|单位|学校名称|学校|幼儿园|医院)"
    r"?\s*(?:\(\s*(?:盖章|公章|签章|章)\s*\))?\s*[:：]\s*|^(?:发证|签发|批准|出具|证明)(?:机关|单位)\s*"
)
_COUNTY = re.compile(r"([\u4e00-\u9fff]{1,8}?县)")
_SEAL_NOTE = re.compile(r"\(?\s*(?:盖章|公章|签章|印章|章|印)\s*\)?\s*[:：]?\s*$")
_ISSUING = re.compile(r"(?:发证机关|签发机关|发证单位|出具单位|证明单位)\s*[:：]?\s*")
_TO_SOMEBODY = re.compile(r"^(?:抄送|主送|报送|收件|此致|呈|致)")
_BY_HAND = re.compile(
    r"经办人|承办人|负责人|校长|园长|所长|民警|填表人|制表人|打印人|记录人|医师|医生|签字|签名|签章|盖章|公章|联系电话|电话"
)
_SENTENCE = re.compile(r"[,，。;；!！?？]")
_OF_A_SEAL = re.compile(r"(?:户口|户籍|业务|行政|学籍|教学|财务|公章|证明|诊断)*(?:专用章|公章|专用|章)?[\d()（）]*$")

# ---------------------------------------------------------------------------- numbers

_OPEN, _SHUT = r"[〔\[(【〈{]", r"[〕\])】〉}]"
_NUMBER = re.compile(
    rf"^(?P<mark>[\u4e00-\u9fff]{{0,12}}?)\s*{_OPEN}\s*(?P<year>(?:19|20)\d\d)\s*{_SHUT}\s*(?P<rest>第?\s*[A-Za-z]?\d{{1,6}}\s*号)$"
)
_OF_A_COURT = re.compile(
    rf"^{_OPEN}\s*(?P<year>(?:19|20)\d\d)\s*{_SHUT}\s*(?P<rest>[\u4e00-\u9fff\d]{{2,16}}号(?:之[一二三四五])?)$"
)
_PLAIN_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,10}字\s*(?:\d{4}\s*年?)?\s*第\s*\d{1,7}\s*号$")
_LABELLED = re.compile(
    r"^(?:发文字号|文件?号|字号|编号|存根编号|证明编号|文书编号|函号|NO|No|№)\s*[.:：]?\s*(?P<number>[^\s，。,;；]{2,30})$"
)
_HAS_DIGIT = re.compile(r"\d")
_HEAD = 0.45


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself; None or '' where it was not surely read."""

    date: date | None = None
    document_no: str = ""
    issuer: str = ""


def imprint_of(pages: Sequence[PageReading], never: Collection[date] = (), regions: Collection[str] = ()) -> Imprint:
    """The imprint of a paper.

    `never`: days that are not its own, whatever stands round them (births, an expiry). `regions`: names of
    all counties; a unit of a county that is none of them was misread.
    """
    best: DateIn | None = None
    number = issuer = ""
    for page in reversed(pages):
        rows = rows_of(page)
        if best is None:
            best = _issue_date(rows, {*never, *_births(rows)})
        units = (*_units(rows, best), *_of_seals(page.seals))
        issuer = issuer or next((unit for unit in units if _is_of_a_county(unit, regions)), "")
        number = _number(rows) or number  # the first page's stands
    return Imprint(best.day if best else None, number, issuer)


# ---------------------------------------------------------------------------- the day


def _births(rows: Sequence[Row]) -> Iterator[date]:
    """The days of all ID numbers of a page, and those that it calls births."""
    for row in rows:
        for match in _ID.finditer(row.text):
            day = real_date(int(match[1]), int(match[2]), int(match[3]))
            if day is not None:
                yield day


def _issue_date(rows: Sequence[Row], never: Collection[date]) -> DateIn | None:
    """The last date of a page that says when it was made; else the last at its foot."""
    own = [one for one in dates_of(rows) if one.row.confidence >= _WELL_READ or _is_well_read(one)]
    own = [one for one in own if one.day not in never]
    made = [one for one in own if _MADE.search(_label(one))]
    foot = [one for one in own if one.row.level >= _FOOT and _is_imprint(one)]
    below = [one for one in made if one.row.level >= _FOOT]
    return next(reversed(below or foot or made), None)


def _is_well_read(one: DateIn) -> bool:
    """Whether the pieces in which the date stands were read well, whatever stands beside them."""
    year = str(one.day.year)
    mine = [piece for piece in one.row.pieces if year in piece.text or re.search(r"\d", piece.text)]
    return bool(mine) and min(piece.confidence for piece in mine) >= _WELL_READ


def _label(one: DateIn) -> str:
    """What stands before a date on its row, else over it."""
    before = one.before.strip()
    if before:
        return re.split(r"\s{2,}", before)[-1][-14:]
    return one.above.strip()[-14:]


def _is_imprint(one: DateIn) -> bool:
    """Whether a date of the lower part is where papers are dated: labelled so, or alone, or beside who signed."""
    label = _label(one)
    if _BORN_AFTER.search(one.after) or _OTHER_DAY.search(label) or _A_LAW.search(one.row.text):
        return False
    if one.before.strip() and _SIGNED.search(label):
        return True
    if _SENTENCE.search(one.before) or _SENTENCE.search(one.after.strip(" 。")):
        return False
    if any(_OTHER_DAY.search(piece) for piece in re.split(r"\s{2,}", one.before)):
        return False
    beside = re.split(r"\s{2,}", f"{one.before.strip()}  {_CLOCK.sub('', one.after).strip()}".strip())
    is_signed = bool(_BY_HAND.search(one.row.text))
    return all(_may_stand_beside(piece.strip(" :：.。·-—_()"), is_signed=is_signed) for piece in beside)


def _may_stand_beside(text: str, *, is_signed: bool) -> bool:
    """Whether a piece is what stands beside the date at a paper's foot: a unit, who signed, a label, or nothing."""
    if not text:
        return True
    unit = _SEAL_NOTE.sub("", _WHO.sub("", text)).strip()
    if not unit or _IS_UNIT.match(unit) or _BY_HAND.search(text) or _SIGNED.search(text):
        return True
    return is_signed and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) is not None and not _OTHER_DAY.search(text)


# ---------------------------------------------------------------------------- who


def _units(rows: Sequence[Row], dated: DateIn | None) -> Iterator[str]:
    """Units at the foot, nearest to the date first; then those behind 签发机关."""
    at = next((index for index, row in enumerate(rows) if dated is not None and row is dated.row), None)
    foot = rows[max(0, at - _NEAR) : at + 2] if at is not None else rows[-_NEAR:]
    for row in sorted(foot, key=lambda row: abs(rows.index(row) - (at if at is not None else len(rows)))):
        if row.level < _FOOT or _TO_SOMEBODY.search(row.text):
            continue
        for piece in row.pieces:
            unit = _unit(piece.text) if piece.confidence >= _SURELY_READ else ""
            if unit:
                yield unit
    for row in rows:
        match = _ISSUING.search(row.text)
        if match and row.confidence >= _SURELY_READ:
            unit = _unit(re.split(r"\s{2,}", row.text[match.end() :].strip())[0])
            if unit:
                yield unit


def _is_of_a_county(unit: str, regions: Collection[str]) -> bool:
    """Whether the county that a unit begins with is one; a unit that names none is not doubted."""
    match = _COUNTY.match(unit)
    if match is None or not regions:
        return True
    name = match[1]
    return any(name[start:] in regions for start in range(len(name) - 1))


def _unit(text: str) -> str:
    """The unit that a line at the foot names; '' where it is none."""
    plain = re.sub(r"(?:19|20)\d\d\s*[年.\-/].*$", "", plain_dates(text)).strip()
    plain = _SEAL_NOTE.sub("", _WHO.sub("", plain)).replace(" ", "").strip(":：")
    if _TO_SOMEBODY.search(plain) or text.rstrip().endswith((":", "：")):
        return ""
    return plain if _IS_UNIT.match(plain) else ""


def _of_seals(seals: Sequence[Seal]) -> Iterator[str]:
    """The units of seals, the best read first; its words may begin anywhere on the rim."""
    for seal in sorted(seals, key=lambda seal: -seal.confidence):
        if seal.confidence < _SURELY_READ:
            break
        ring = re.sub(r"[\s★☆*]", "", seal.text)
        ends = [match.end() for match in re.finditer(UNIT_END, ring)]
        plain = _OF_A_SEAL.sub("", ring)
        if _IS_UNIT.match(plain):
            yield plain
        elif ends and _IS_UNIT.match(ring[ends[0] :] + ring[: ends[0]]):
            yield ring[ends[0] :] + ring[: ends[0]]


# ---------------------------------------------------------------------------- the number


def _number(rows: Sequence[Row]) -> str:
    """文号: alone in its place, never inside a sentence; one that is only called 编号 counts in the upper part."""
    for row in rows:
        for piece in row.pieces:
            if piece.confidence < _WELL_READ:
                continue
            number = _as_number(piece.text, in_head=row.level <= _HEAD)
            if number:
                return number
    return ""


def _as_number(text: str, *, in_head: bool) -> str:
    plain = plain_dates(text).strip()
    labelled = _LABELLED.match(plain)
    bare = (labelled["number"] if labelled else plain).strip()
    inner = re.sub(rf"^{_OPEN}(?!\s*(?:19|20)\d\d)(.*){_SHUT}$", r"\1", bare)
    match = _NUMBER.match(inner.replace(" ", ""))
    if match and (match["mark"] or labelled or in_head):
        return f"{match['mark']}〔{match['year']}〕{match['rest']}"
    court = _OF_A_COURT.match(inner.replace(" ", ""))
    if court:
        return f"（{court['year']}）{court['rest']}"
    if _PLAIN_NUMBER.match(inner):
        return inner.replace(" ", "")
    if labelled and in_head and _HAS_DIGIT.search(bare):
        return bare
    return ""
