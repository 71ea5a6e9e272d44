"""题名 of a paper as it stands at its head. PURE.

A title is a line of its own in the middle, over the first sentence, that ends as titles do; a long one takes two lines.
What says nothing (证明, 情况说明, 函) is no 题名: the contents then say what kind of paper it is, as they do where the
title was not surely read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from dossier.review.issuers import unit_in
from dossier.review.rows import Row, plain_dates

_SURELY_READ = 0.95
_RARE_READ = 0.995
"""What a title with a letter that no paper's words have must be read with."""
_LISTED_READ = 0.85
"""What a title that a list has must be read with."""
_HIGHEST = 0.5
"""A title stands in the upper half of the sheet."""
_MIDDLE = (0.3, 0.7)
_WIDEST = 0.86
"""Of what is written on the page: a wider line is a paragraph's."""
_LONGEST = 44
_ROWS = 9
_END = re.compile(
    r"(?:证明|证明书|证明信|函|复函|通知|通知书|告知书|决定书|意见书|建议书|督促书|承诺书|责任书|协议书|判决书|调解书|裁定书|文书|说明|报告|"
    r"请示|批复|意见|决定|纪要|公示|登记表|信息表|审批表|申请表|申请书|备案表|评估表|情况表|记录表|汇总表|一览表|学籍卡|登记卡|信息卡|"
    r"记录|笔录|存根|回执|回证|证|簿|表|卡|申请|声明|清单|名单|通告|公告)(?:[(（][\u4e00-\u9fff]{2,8}[)）])?$"
)
_SAYS_NOTHING = re.compile(
    r"(?:情况|材料|工作|相关|有关|个人|介绍|信|书|表|单|卡|证明|说明|公函|便函|信函|函|复函|通知|记录|申请|声明|存根|登记|信息|审批|反馈|"
    r"告知|意见|承诺|保证|核查|查询|附件|回执|的|文书|决定|报告|批复|请示|附页|续|第\d页)+"
)
_NO_TITLE = re.compile(
    r"[,，。;；!！?？:：]|\d{4}|^附件|^编号|^NO|页$|^姓名|^性别|号$|文件$|^[(（]?(?:存根|正本|副本|样表|复印件|第.联)[)）]?$"
)
_SIGNS = re.compile(r"[^\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002ffff·（）()《》、“”A-Z\d]")
_BRACKET = re.compile(r"（[\u4e00-\u9fff]{2,8}）$")
_ABOUT = "关于"


def own_title(rows: Sequence[Row], letters: Collection[str] = (), name: str = "", listed: Collection[str] = ()) -> str:
    """The title of a page; '' where none was surely read, or where it says nothing.

    `listed`: titles of papers as the specs know them. `letters`: those of which titles are made, () for any.
    `name`: the child's, whose letters count among them, and which a title must not write with another letter.
    """
    head = [row for row in rows[:_ROWS] if row.level <= _HIGHEST or len(rows) <= 3]
    span = _span(rows)
    for index, row in enumerate(head):
        if not _may_be_title(row, span):
            if re.search(r"[。；]", row.text):
                return ""
            continue
        for count in (1, 2, 3):
            lines = head[index : index + count]
            if len(lines) < count or not all(_may_be_title(line, span) for line in lines):
                break
            if count > 1 and not _goes_on(lines[-2], lines[-1]):
                break
            text = "".join(_plain(line) for line in lines)
            more = head[index + count : index + count + 1]
            if _END.search(text) and not (more and _goes_on_after(text, lines[-1], more[0], span)):
                return text if _is_sure(text, lines, letters, name, listed) else ""
    return ""


def _is_sure(text: str, lines: Sequence[Row], letters: Collection[str], name: str, listed: Collection[str]) -> bool:
    if not 3 <= len(text) <= _LONGEST or _SIGNS.search(text) or _SAYS_NOTHING.fullmatch(text):
        return False
    if name and name not in text and _has_misread(text, name):
        return False
    if _BRACKET.sub("", text) in listed and min(line.confidence for line in lines) >= _LISTED_READ:
        return True
    rest = text.replace(name, "") if name else text
    is_rare = bool(letters) and any("\u4e00" <= one <= "\u9fff" and one not in letters for one in rest)
    return min(line.confidence for line in lines) >= (_RARE_READ if is_rare else _SURELY_READ)


def _has_misread(text: str, name: str) -> bool:
    """Whether the child's name stands there with another letter."""
    size = len(name)
    return size > 1 and any(
        sum(a != b for a, b in zip(name, text[start : start + size], strict=True)) == 1
        for start in range(len(text) - size + 1)
    )


def _may_be_title(row: Row, span: tuple[float, float]) -> bool:
    """Whether a row may be a title or a line of one: alone, in the middle, no sentence, no unit, no number."""
    text = _plain(row)
    if not text or _NO_TITLE.search(text) or unit_in(text) or len(text) > _LONGEST:
        return False
    left, right = span
    if right <= left:  # a Word file's paragraphs have no place
        return True
    x0, x1 = row.pieces[0].box[0], row.pieces[-1].box[2]
    middle = ((x0 + x1) / 2 - left) / (right - left)
    is_wide = (x1 - x0) > _WIDEST * max(right - left, 0.5)
    return _MIDDLE[0] <= middle <= _MIDDLE[1] and (not is_wide or text.startswith(_ABOUT))


def _goes_on(upper: Row, lower: Row) -> bool:
    """Whether two rows are set alike and follow each other, as the lines of one title do."""
    one, two = _height(upper), _height(lower)
    if not one or not two:
        return False
    gap = lower.pieces[0].box[1] - upper.pieces[0].box[3]
    return 0.75 <= one / two <= 1.34 and gap <= 1.2 * max(one, two)


def _goes_on_after(text: str, last: Row, following: Row, span: tuple[float, float]) -> bool:
    """Whether what could be a whole title is only its beginning: 关于…情况 / 的说明."""
    return (
        _may_be_title(following, span)
        and _goes_on(last, following)
        and _END.search(text + _plain(following)) is not None
    )


def _span(rows: Sequence[Row]) -> tuple[float, float]:
    pieces = [piece for row in rows for piece in row.pieces if piece.box[2] > piece.box[0]]
    if not pieces:
        return 0.0, 0.0
    return min(piece.box[0] for piece in pieces), max(piece.box[2] for piece in pieces)


def _height(row: Row) -> float:
    return max(piece.box[3] - piece.box[1] for piece in row.pieces)


def _plain(row: Row) -> str:
    """Its letters without blanks; brackets full width, as titles have them."""
    text = unicodedata.normalize("NFKC", "".join(piece.text for piece in row.pieces))
    plain = re.sub(r"\s", "", plain_dates(text))
    return plain.replace("(", "（").replace(")", "）").replace("•", "·")
