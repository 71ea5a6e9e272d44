"""Seals and signatures that a paper must have: there, in colour, of the right unit; signed or empty. PURE.

Warnings only: a person decides. The machine says what it found, never that something is false.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.findings import found, gives
from dossier.model import Case, Finding, PageReading, PaperType, Part, Requirement, Seal, Specs, TextLine, Thresholds
from dossier.review.page_text import bare, words_of

_UNIT = re.compile(
    "学校|小学|中学|初中|幼儿园|派出所|公安|村民委员会|居民委员会|村委会|居委会|人民政府|办事处|司法|教育体育局|教体局|教育局|"
    "医院|卫生院|残疾人联合会|法院|民政|领导小组|公司"
)
"""Words by which a seal's text is known to be a unit's at all; without one it was not read well enough to judge."""
_OTHER_UNIT = re.compile(
    "(?:局|站|所|厂|店|库|场|中心|集团|合作社|银行|协会|商会|委员会|办公室|大队|院|馆|园|处|部|社|商行|超市|专用章)$"
)
_HANDLED = re.compile("收讫|收文|收件|来文|复印件|与原件|核对|作废|存档|归档|已阅|骑缝")
"""Words of stamps that say how a paper was handled; they are no issuer's seal."""
_POORLY_READ = 0.7
_MONEY = re.compile(
    r"罚款|罚金|罚没|滞纳金|\d[\d,.]*[万千百]?元(?!旦|月|宵)|[一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]*[十百千万拾佰仟]元(?!旦|月|宵)|"
    r"人民币"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_GREY_LETTERS = 4
_CERTAIN_LETTERS = 6


@gives("no-seal", "grey-seal", "wrong-seal")
def find_seals(
    case: Case, parts: Sequence[Part], specs: Specs, requirements: Sequence[Requirement], thresholds: Thresholds
) -> Iterator[Finding]:
    """no-seal, grey-seal and wrong-seal of one case."""
    for part, pages, paper in _papers(case, parts, specs):
        if not _must_be_sealed(paper, requirements) or any(page.unread for page in pages):
            continue
        seals = [(page.page, seal) for page in pages for seal in page.seals if _is_seal(seal, thresholds)]
        finding = _judge_seals(part, _as_titled(paper, part, pages), seals, pages, thresholds)
        if finding is not None:
            yield finding


@gives("no-signature")
def find_signatures(
    case: Case, parts: Sequence[Part], specs: Specs, requirements: Sequence[Requirement], thresholds: Thresholds
) -> Iterator[Finding]:
    """no-signature of one case: each place that was found empty; one finding a paper."""
    for part, pages, paper in _papers(case, parts, specs):
        if not _must_be_signed(paper, requirements) or any(page.unread for page in pages):
            continue
        places = [(page, place) for page in pages for place in page.signatures]
        empty = [(page, place) for page, place in places if not place.text and place.ink < thresholds["signature.ink"]]
        if empty:
            page, place = empty[0]
            names = "、".join(dict.fromkeys(f"「{place.label}」" for _, place in empty))
            message = f"「{part.path}」上{names}处是空的。"
            finding = found("no-signature", message, path=part.path, type=part.type, pages=(page.page,))
            yield replace(finding, box=place.box)
        elif not places and not _is_poorly_read(pages):
            who = "、".join(paper.signature)
            message = f"「{part.path}」应当有{who}签字，没有找到签字的地方。"
            yield found("no-signature", message, path=part.path, type=part.type, pages=part.pages[:1])


def _papers(case: Case, parts: Sequence[Part], specs: Specs) -> Iterator[tuple[Part, list[PageReading], PaperType]]:
    readings = {
        file.path: {reading.page: reading for reading in file.readings} for file in case.files if file.is_usable
    }
    for part in parts:
        paper = specs.papers.get(part.type or "")
        pages = [readings[part.path][page] for page in part.pages if page in readings.get(part.path, {})]
        if part.left_out is None and paper is not None and pages:
            yield part, pages, paper


def _as_titled(paper: PaperType, part: Part, pages: Sequence[PageReading]) -> PaperType:
    """The paper with the seal that its title asks for: 限期复学通知书 is not a school's to issue."""
    if not paper.seals:
        return paper
    titles = [title for page in pages for title, _ in words_of(page).tops if any(one in title for one in paper.titles)]
    text = titles[0] if titles else part.path
    asked = next((words for word, words in paper.seals.items() if word in text), None)
    return replace(paper, seal=asked) if asked else paper


@gives("notice-money")
def find_money(case: Case, parts: Sequence[Part], specs: Specs) -> Iterator[Finding]:
    """notice-money: a letter of persuasion that names a fine or a sum."""
    for part, pages, paper in _papers(case, parts, specs):
        if not paper.no_money:
            continue
        for page in pages:
            line, said = next(
                ((line, match[0]) for line in page.lines if (match := _MONEY.search(_plain(line)))), (None, "")
            )
            if line is not None:
                message = f"「{part.path}」上写有「{said}」，劝返的文书不应提罚款或金额。"
                finding = found("notice-money", message, path=part.path, type=part.type, pages=(page.page,))
                yield replace(finding, box=line.box)
                break


def _plain(line: TextLine) -> str:
    return "".join(unicodedata.normalize("NFKC", line.text).split()) if line.confidence >= _POORLY_READ else ""


def _must_be_sealed(paper: PaperType, requirements: Sequence[Requirement]) -> bool:
    """What the paper says, unless a requirement of the case says otherwise; copies never."""
    if paper.copy:
        return False
    said = [item.sealed for item in requirements if paper.id in item.types and item.sealed is not None]
    return any(said) if said else bool(paper.seal)


def _must_be_signed(paper: PaperType, requirements: Sequence[Requirement]) -> bool:
    if paper.copy:
        return False
    said = [item.signed for item in requirements if paper.id in item.types and item.signed is not None]
    return any(said) if said else bool(paper.signature)


def _judge_seals(
    part: Part,
    paper: PaperType,
    seals: Sequence[tuple[int, Seal]],
    pages: Sequence[PageReading],
    thresholds: Thresholds,
) -> Finding | None:
    asked = "或".join(paper.seal[:3]) if paper.seal else "单位"
    coloured = [(page, seal) for page, seal in seals if seal.colour != "grey"]
    if not seals:
        message = f"「{part.path}」应当盖章（{_issuer(paper)}），没有找到章。"
        return found("no-seal", message, path=part.path, type=part.type, pages=_last(pages))
    if not coloured:
        page, seal = seals[0]
        message = f"「{part.path}」上的章是黑白的{_says(seal)}，像是复印件。"
        return _at("grey-seal", message, part, page, seal)
    known = [(page, seal, bare(seal.text)) for page, seal in coloured if _is_legible(seal, thresholds)]
    if not known or not paper.seal:
        return None
    if any(_says_one_of(paper.seal, text) for _, _, text in known):
        return None
    if len(known) < len(coloured) or not all(_is_a_unit(seal, text, thresholds) for _, seal, text in known):
        return None  # one of them could not be read: it may be the right one
    page, seal, _ = known[0]
    message = f"「{part.path}」上的章是「{seal.text}」，应当是{_issuer(paper)}的章（章上有「{asked}」）。"
    return _at("wrong-seal", message, part, page, seal)


def _says_one_of(words: Sequence[str], text: str) -> bool:
    """Whether the words asked for stand in a seal's text, which may begin anywhere on the rim and be misread a little.

    Two characters must stand there as they are; in more, one may be another.
    """
    ring = text + text
    for word in (bare(word) for word in words):
        if word in ring:
            return True
        windows = (ring[start : start + len(word)] for start in range(len(text)))
        if len(word) > 2 and any(sum(a != b for a, b in zip(word, part, strict=False)) <= 1 for part in windows):
            return True
    return False


def _is_a_unit(seal: Seal, text: str, thresholds: Thresholds) -> bool:
    """Whether a seal was read well enough to say whose it is: it names a unit that papers come from, or, read for
    certain, ends as the names of other units do."""
    certain = seal.confidence >= thresholds["seal.certain"] and len(_HAN.findall(text)) >= _CERTAIN_LETTERS
    return bool(_UNIT.search(text)) or (certain and bool(_OTHER_UNIT.search(text)))


def _is_seal(seal: Seal, thresholds: Thresholds) -> bool:
    """A dark ring is a seal only when words along it can be read: a stain, an emblem or a cup's trace has none.

    Letters of the page may chance to lie on a ring: some that were read poorly must name a unit.
    """
    if _HANDLED.search(seal.text):
        return False
    if seal.colour != "grey":
        return True
    letters = len(_HAN.findall(seal.text))
    if seal.confidence < thresholds["seal.grey"] or letters < _GREY_LETTERS:
        return False
    if seal.confidence >= thresholds["seal.text"] or letters >= 2 * _GREY_LETTERS:
        return True
    return bool(_UNIT.search(seal.text) or _OTHER_UNIT.search(seal.text))


def _issuer(paper: PaperType) -> str:
    return paper.issuer or "出具单位"


def _says(seal: Seal) -> str:
    return f"（「{seal.text}」）" if seal.text else ""


def _is_legible(seal: Seal, thresholds: Thresholds) -> bool:
    return seal.confidence >= thresholds["seal.text"] and len(seal.text) >= thresholds["seal.letters"]


def _is_poorly_read(pages: Sequence[PageReading]) -> bool:
    lines = [line for page in pages for line in page.lines]
    letters = sum(len(line.text) for line in lines)
    return letters < 20 or sum(len(line.text) * line.confidence for line in lines) < _POORLY_READ * letters


def _at(rule: str, message: str, part: Part, page: int, seal: Seal) -> Finding:
    return replace(found(rule, message, path=part.path, type=part.type, pages=(page,)), box=seal.box)


def _last(pages: Sequence[PageReading]) -> tuple[int, ...]:
    return (pages[-1].page,)
