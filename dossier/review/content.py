"""Which paper is on these pages? Title line, issuer and words of the body, weighed by papers.yaml. PURE.

Sure, to be confirmed, or unknown: by score and by the distance to the second best. A page without a title continues
the paper before it; a page with one begins a new paper; a photograph stands alone. What the file's name says is kept
unless the page is sure of another paper and has nothing of the named one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dossier.model import Basis, Case, EvidenceFile, PageReading, Part, Specs, Thresholds
from dossier.review.names import SURE
from dossier.review.page_text import PageWords, bare, has_words, is_photo, words_of
from dossier.review.titles import Heading, Titles
from dossier.specs import subtypes_of

_CERTAIN, _LIKELY, _AGREED = 0.92, 0.6, 0.85
_PHOTO_SURE, _PHOTO_LIKELY = 0.85, 0.7
_OWN_MARK = 4
_A_PAPER = re.compile(r"(?:证明?|书|表|卡|单|函|记录|册|信|协议|通知|回执|登记|材料|报告|说明)$")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a file's pages are judged with."""

    case: Case
    specs: Specs
    wanted: frozenset[str]
    named: frozenset[str]
    thresholds: Thresholds
    titles: Titles


@dataclass(frozen=True, slots=True)
class Scored:
    """A paper type with what speaks for it."""

    type: str
    score: float
    reason: str
    has_title: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Pages of one file that are one paper, with the judgement of it."""

    pages: tuple[int, ...]
    kind: str | None
    confidence: float
    reason: str
    scores: tuple[Scored, ...]

    def score_of(self, kind: str) -> float:
        return next((scored.score for scored in self.scores if scored.type == kind), 0.0)


def propose(
    file: EvidenceFile, case: Case, specs: Specs, own: tuple[Part, ...], thresholds: Thresholds, titles: Titles
) -> tuple[Part, ...]:
    """Parts of a file that was read; `own` is what its name says."""
    if all(reading.unread for reading in file.readings):
        return own
    named = {part.type: part for part in own if part.type is not None}
    spans = _spans(file, _Asked(case, specs, wanted_types(case, specs), frozenset(named), thresholds, titles))
    if not spans:
        return own
    turns = {reading.page: reading.turn for reading in file.readings if has_words(reading)}
    if len(spans) == 1 and len(own) == 1:
        parts: tuple[Part, ...] = (_one(file, own[0], spans[0], specs, thresholds),)
    elif all(span.kind is None for span in spans):
        parts = own
    else:
        parts = _several(file, own, spans, specs)
    return tuple(replace(part, turn=_turn_of(part, turns)) for part in parts)


# ---------------------------------------------------------------------------- scoring


def score_page(
    words: PageWords,
    heading: Heading,
    specs: Specs,
    wanted: frozenset[str],
    named: frozenset[str],
    thresholds: Thresholds,
) -> tuple[Scored, ...]:
    """All paper types that the words of a page speak for, best first."""
    scored: dict[str, Scored] = {}
    for kind in specs.papers:
        one = _score(kind, words, heading, specs, thresholds)
        if one is not None:
            extra = (thresholds["paper.wanted"] if kind in wanted else 0.0) + (
                thresholds["paper.named"] if kind in named else 0.0
            )
            scored[kind] = replace(one, score=round(one.score + extra, 2))
    if any(specs.papers[kind].of_papers for kind in heading.titles):  # its words are about other papers
        scored = {
            kind: one if heading.of(kind) else replace(one, score=round(one.score - thresholds["paper.issuer"], 2))
            for kind, one in scored.items()
        }
    for kind, one in scored.items():
        wider = scored.get(specs.papers[kind].kind_of)
        if wider is not None:  # it has a mark of its own, so it is what the wider paper is, and more
            least = round(wider.score + thresholds["paper.margin"], 2)
            scored[kind] = replace(one, score=max(one.score, least), has_title=one.has_title or wider.has_title)
    return tuple(sorted(scored.values(), key=lambda one: (-one.score, one.type)))


def _score(kind: str, words: PageWords, heading: Heading, specs: Specs, thresholds: Thresholds) -> Scored | None:
    """None where nothing speaks for the paper."""
    paper = specs.papers[kind]
    wider = specs.papers.get(paper.kind_of)
    title = heading.of(kind) or (heading.of(wider.id) if wider else "")
    listed = (*paper.titles, *(wider.titles if wider else ()))
    body = "" if title or heading.titles else words.body_has(listed)
    hits = {word: weight for word, weight in paper.phrases.items() if _stands(word, words.text)}
    issuer = next((word for word in paper.seal if word in words.issuers), "")
    if wider is not None and not heading.of(kind):
        # A kind of a wider paper needs a mark of its own: its issuer, or a phrase that the wider one has not.
        own = [word for word, weight in hits.items() if weight >= _OWN_MARK and word not in wider.phrases]
        if not own and not issuer:
            return None
    positive = min(sum(weight for weight in hits.values() if weight > 0), thresholds["paper.phrases_most"])
    score = positive + sum(weight for weight in hits.values() if weight < 0)
    titled = thresholds["paper.title"] - (0.0 if heading.is_listed else thresholds["paper.margin"])
    score += titled if title else thresholds["paper.body_title"] if body else 0.0
    score += thresholds["paper.issuer"] if issuer else 0.0
    if score <= 0 or not (title or body or positive >= 1):
        return None
    return Scored(kind, score, _why(title, body, issuer, hits), bool(title))


def _stands(word: str, text: str) -> bool:
    """A word, or several joined by + of which each must stand there."""
    return word in text if "+" not in word else all(piece in text for piece in word.split("+"))


def _why(title: str, body: str, issuer: str, hits: dict[str, float]) -> str:
    said = []
    if title:
        said.append(f"标题「{title}」")
    if body:
        said.append(f"文中有「{body}」")
    if issuer:
        said.append(f"落款或章上有「{issuer}」")
    best = sorted((word for word, weight in hits.items() if weight > 0), key=lambda word: -hits[word])[:3]
    if best:
        said.append("有" + "".join(f"「{word}」" for word in best) + "等字样")
    return "，".join(said)


# ---------------------------------------------------------------------------- pages → papers


def papers_in(file: EvidenceFile, case: Case, specs: Specs, thresholds: Thresholds, titles: Titles) -> tuple[Span, ...]:
    """The papers that stand one behind the other in a file that was read."""
    return tuple(_spans(file, _Asked(case, specs, wanted_types(case, specs), frozenset(), thresholds, titles)))


def wanted_types(case: Case, specs: Specs) -> frozenset[str]:
    """All types that the case's category asks for, under whatever condition."""
    spec = specs.categories.get(case.category or "")
    return frozenset(kind for item in (spec.requirements if spec else ()) for kind in item.types)


def _spans(file: EvidenceFile, asked: _Asked) -> list[Span]:
    spans: list[Span] = []
    for previous, reading in zip((None, *file.readings), file.readings, strict=False):
        span = _page(reading, asked)
        if previous is not None and spans and _continues(span, spans[-1], previous, reading, asked):
            last = spans[-1]
            spans[-1] = replace(last, pages=(*last.pages, reading.page))
        else:
            spans.append(span)
    return spans


def _continues(span: Span, before: Span, previous: PageReading, reading: PageReading, asked: _Asked) -> bool:
    """Whether a page belongs to the paper of the page before it."""
    thresholds = asked.thresholds
    if reading.unread or not (reading.lines or is_photo(reading, thresholds)):
        return True
    if is_photo(reading, thresholds):
        return False
    if span.kind is not None and span.kind == before.kind and asked.specs.papers[span.kind].copy:
        return True  # the pages of one booklet, each with a heading of its own
    best = span.scores[0] if span.scores else None
    if best is not None and best.has_title:
        return False
    if span.kind is None:
        return True
    if before.kind is None:
        return False
    words = words_of(reading)
    has_ended = bool(previous.seals) and span.confidence >= SURE  # sealed, and what follows is surely something else
    return span.kind == before.kind or not (words.headings or asked.titles.begins(words) or has_ended)


def _page(reading: PageReading, asked: _Asked) -> Span:
    specs, thresholds = asked.specs, asked.thresholds
    pages = (reading.page,)
    words = words_of(reading)
    heading = asked.titles.read(words, asked.case.name)
    scores = score_page(words, heading, specs, asked.wanted, asked.named, thresholds) if reading.lines else ()
    if is_photo(reading, thresholds) and not (
        scores and scores[0].has_title and not specs.papers[scores[0].type].photo
    ):
        return _photo(reading, specs, asked.wanted, asked.named, thresholds)
    papers = tuple(one for one in scores if not specs.papers[one.type].photo)
    if not papers or papers[0].score < thresholds["paper.confirm"]:
        return _any_paper(reading, asked, heading, papers)
    best = papers[0]
    second = papers[1].score if len(papers) > 1 else 0.0
    is_sure = best.score >= thresholds["paper.sure"] and best.score - second >= thresholds["paper.margin"]
    if is_sure and not heading.strange:
        return Span(pages, best.type, _CERTAIN, best.reason, papers)
    rival = f"，也像「{_title(papers[1].type, specs)}」" if len(papers) > 1 and best.score - second < 2 else ""
    strange = f"，但标题是「{heading.strange}」" if heading.strange else ""
    return Span(pages, best.type, _LIKELY, best.reason + strange + rival, papers)


def _takes_any(case: Case, specs: Specs) -> bool:
    """Whether any paper serves the case: 其他 without a fixed list."""
    spec = specs.categories.get(case.category or "")
    if spec is None:
        return False
    kinds = {subtype.id for subtype in subtypes_of(case, spec)}
    return any(
        item.any_paper and (not item.when.subtype or not kinds.isdisjoint(item.when.subtype))
        for item in spec.requirements
    )


def _any_paper(reading: PageReading, asked: _Asked, heading: Heading, papers: tuple[Scored, ...]) -> Span:
    """A paper of no type: 其他材料 where the category takes any or its heading names a paper, else unknown."""
    case, specs = asked.case, asked.specs
    text = words_of(reading).text
    if len(text) < asked.thresholds["photo.letters"] or "other" not in specs.papers:
        return Span((reading.page,), None, 0.0, "", papers)
    names_the_child = bool(case.name) and (bare(case.name) in text or (bare(case.student.id_number) or "?") in text)
    if _takes_any(case, specs):
        confidence = _AGREED if names_the_child else _LIKELY
        return Span((reading.page,), "other", confidence, "不是规范列出的材料，作为其他材料", papers)
    if _A_PAPER.search(heading.strange):
        reason = f"标题是「{heading.strange}」，不是规范列出的材料"
    elif heading.is_plain and names_the_child:
        reason = "写的是这个学生，但看不出是规范里的哪一种材料"
    else:
        return Span((reading.page,), None, 0.0, "", papers)
    told = Scored("other", asked.thresholds["paper.confirm"], reason)
    return Span((reading.page,), "other", _LIKELY, reason, (told, *papers))


def _photo(
    reading: PageReading, specs: Specs, wanted: frozenset[str], named: frozenset[str], thresholds: Thresholds
) -> Span:
    """A photograph: what the words in it or the category say; a blackboard makes it a classroom."""
    text = words_of(reading).text
    photos = [paper for paper in specs.papers.values() if paper.photo]
    spoken = [paper.id for paper in photos if any(word in text for word in paper.phrases)]
    fitting = [paper.id for paper in photos if paper.id in wanted]
    board = (reading.picture.board if reading.picture else 0.0) >= thresholds["photo.board"]
    scores = tuple(Scored(kind, thresholds["paper.confirm"], "照片") for kind in (*spoken, *fitting))
    kinds = list(dict.fromkeys((*(kind for kind in fitting if kind in named), *spoken, *fitting)))
    if not kinds:
        return Span((reading.page,), None, 0.0, "像是照片", scores)
    if board and "class-photo" in fitting:
        sure = _shows_a_board(reading, thresholds)
        return Span((reading.page,), "class-photo", _PHOTO_SURE if sure else _PHOTO_LIKELY, "照片里像有黑板", scores)
    required = [kind for kind in kinds if kind in fitting] or kinds
    kind = spoken[0] if spoken else required[0]
    is_alone = len(set(kinds)) == 1 and not board
    reason = "像是照片，本类别要求这种照片" if not spoken else "照片上的字像是这种材料"
    return Span((reading.page,), kind, _PHOTO_SURE if is_alone else _PHOTO_LIKELY, reason, scores)


def _shows_a_board(reading: PageReading, thresholds: Thresholds) -> bool:
    """Whether the dark rectangle is as large as a blackboard: a green coat is not, and in the dark all is black."""
    picture = reading.picture
    if picture is None or picture.brightness < thresholds["picture.dark"]:
        return False
    return picture.board >= thresholds["photo.board_sure"]


# ---------------------------------------------------------------------------- name and content together


def _one(file: EvidenceFile, own: Part, span: Span, specs: Specs, thresholds: Thresholds) -> Part:
    """One file, one paper."""
    if span.kind is None:
        return own
    if own.type is None:
        if span.confidence < SURE and not span.scores:
            return replace(own, proposal=span.kind, reason=span.reason)
        return _by_content(own, span)
    if own.type == span.kind or specs.papers[own.type].kind_of == span.kind:
        agreed = max(own.confidence, _AGREED)
        return replace(own, confidence=agreed, reason=span.reason if own.confidence < SURE else own.reason)
    if specs.papers[span.kind].kind_of == own.type and span.confidence >= SURE:
        return _by_content(own, span)
    if specs.papers[span.kind].by_title and span.confidence >= SURE and span.scores[0].has_title:
        return _by_content(own, span)
    if own.confidence < SURE:
        return _by_content(own, span) if span.confidence >= SURE else own
    photo = specs.papers[span.kind].photo or specs.papers[own.type].photo
    if span.confidence < SURE or photo or span.score_of(own.type) >= thresholds["paper.conflict"]:
        return own
    said = f"名字说是「{_title(own.type, specs)}」，页面上却是{span.reason}"
    return replace(_by_content(own, span), confidence=_LIKELY, reason=said)


def _several(file: EvidenceFile, own: tuple[Part, ...], spans: Sequence[Span], specs: Specs) -> tuple[Part, ...]:
    """Several papers in one file, or a name that speaks of several."""
    named = [part.type for part in own if part.type is not None]
    if len(own) > 1 and {span.kind for span in spans} != set(named):
        is_found = all(span.kind in named or span.confidence < SURE for span in spans)
        if is_found or len(spans) < len(own):
            return own
    parts = []
    for span in spans:
        is_named = span.kind in named
        basis = own[0].basis if is_named else Basis.CONTENT
        kind = span.kind
        if kind is None and len(own) == 1 and own[0].type is not None and own[0].confidence >= SURE:
            kind, basis = own[0].type, own[0].basis
            parts.append(replace(own[0], pages=span.pages, confidence=_LIKELY, reason="这几页看不出是什么，随文件名"))
            continue
        parts.append(
            Part(
                path=file.path,
                pages=span.pages,
                type=kind,
                basis=basis,
                confidence=max(span.confidence, _AGREED) if is_named else span.confidence,
                reason=span.reason,
            )
        )
    return tuple(parts)


def _by_content(own: Part, span: Span) -> Part:
    return replace(
        own,
        type=span.kind,
        also=(),
        basis=Basis.CONTENT,
        confidence=span.confidence,
        reason=span.reason,
        proposal=None,
    )


def _turn_of(part: Part, turns: dict[int, int]) -> int:
    """Degrees that make the whole part upright: what all its pages with words agree on, else 0."""
    found = {turns[page] for page in part.pages if page in turns}
    return found.pop() if len(found) == 1 else 0


def _title(kind: str, specs: Specs) -> str:
    paper = specs.papers[kind]
    return paper.short or paper.title
