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
from dossier.model import PageReading
from dossier.review.issuers import BY_HAND, FOOT, IS_UNIT, SEAL_NOTE, WHO, issuer_of
from dossier.review.own_title import own_title
from dossier.review.rows import DateIn, Row, dates_of, plain_dates, rows_of

_WELL_READ = 0.8

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

_SENTENCE = re.compile(r"[,，。;；!！?？]")

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
_LABEL_END = re.compile(r"^(?:编\s*)?号\s*[.:：]?\s*(?=[\u4e00-\u9fff])")
"""What is left of a label set wide (编　号) before the number; no office's 代字 begins so."""
_HAS_DIGIT = re.compile(r"\d")
_HEAD = 0.45


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself; None or '' where it was not surely read."""

    date: date | None = None
    document_no: str = ""
    issuer: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a paper before it is read, and of papers as such."""

    never: Collection[date] = ()
    """Days that are not its own, whatever stands round them (births, an expiry)."""
    regions: Collection[str] = ()
    """Names of all counties."""
    trusted: Collection[str] = ()
    """Texts that name places as they are: the roster's."""
    name: str = ""
    """The child's."""
    letters: Collection[str] = ()
    """Those of which the titles of papers are made."""
    titles: Collection[str] = ()
    """Titles that the specs list."""


def imprint_of(pages: Sequence[PageReading], known: Known = Known()) -> Imprint:
    """The imprint of a paper: the day of the last page that has one, number and title of the first."""
    best: DateIn | None = None
    number = issuer = title = ""
    for page in reversed(pages):
        rows = rows_of(page)
        if best is None:
            best = _issue_date(rows, {*known.never, *_births(rows)})
        issuer = issuer or issuer_of(rows, best, page.seals, known.regions, known.trusted)
        number = _number(rows) or number  # the first page's stands
        title = own_title(rows, known.letters, known.name, known.titles)
    return Imprint(best.day if best else None, number, issuer, title)


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
    foot = [one for one in own if one.row.level >= FOOT and _is_imprint(one)]
    below = [one for one in made if one.row.level >= FOOT]
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
    is_signed = bool(BY_HAND.search(one.row.text))
    return all(_may_stand_beside(piece.strip(" :：.。·-—_()"), is_signed=is_signed) for piece in beside)


def _may_stand_beside(text: str, *, is_signed: bool) -> bool:
    """Whether a piece is what stands beside the date at a paper's foot: a unit, who signed, a label, or nothing."""
    if not text:
        return True
    unit = SEAL_NOTE.sub("", WHO.sub("", text)).strip()
    if not unit or IS_UNIT.match(unit) or BY_HAND.search(text) or _SIGNED.search(text):
        return True
    return is_signed and re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) is not None and not _OTHER_DAY.search(text)


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
    bare = _LABEL_END.sub("", (labelled["number"] if labelled else plain).strip())
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
