"""Which paper does a file or folder name speak of? Words of papers.yaml against the name, longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dossier.model import PaperType, Specs

SURE = 0.8
"""From this confidence on, nobody is asked."""

_CLEAR, _SPLIT, _JOINED, _HINT, _TIE = 0.98, 0.9, 0.7, 0.6, 0.5

_EXTENSION = re.compile(r"\.(?:jpe?g|jfif|png|gif|bmp|tiff?|webp|hei[cf]|pdf|docx?|wps|xlsx?|et|ofd|txt|zip|rar)$")
_NOISE = re.compile(
    r"微信图片|微信截图|微信照片|微信|qq图片|qq截图|扫描全能王|camscanner|mmexport|screenshot|img|dsc|scan|skm|"
    r"新建microsoftword文档|新建文档|新建文件夹|副本|copy|最终版|最新版|最新|定稿|无水印|压缩版?|"
    r"(?:20)?\d{2}年(?:\d{1,2}月)?(?:\d{1,2}[日号])?|\d{1,2}月(?:\d{1,2}[日号])?|第?\d+[页次份张]|\d+"
)
_APART = re.compile(r"[\s_\-—–~·.|:;!?#@=*'\"“”‘’《》〈〉<>]+")
_SIGNS = str.maketrans(
    dict.fromkeys(",、+&/;", "、") | dict.fromkeys("[【「『{〔", "(") | dict.fromkeys("]】」』}〕", ")")
)
_SIGNED = re.compile(r"(?<=[^|])\|((?:已?有?(?:家长|父亲|母亲|教师|老师|班主任|双方|学生|本人))+已?签字)(?=\||$)")
"""送教记录 家长签字: who signed the paper named before; 家长签字 alone is a paper of its own."""
_SEALED = re.compile(r"\([^()]*(?:盖|公|有)章\)")
"""派出所证明（村委会盖章）: who sealed it as well."""
_SOFT = re.compile(r"以及|[、和及与]")
_HEADS = ("证明", "记录", "照片", "说明", "通知书", "存根", "函", "表")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a name says: the papers in the order named, and how sure that is.

    Several types: several papers in one file. `others`: types that it might be as well.
    """

    types: tuple[str, ...]
    confidence: float
    others: tuple[str, ...] = ()
    is_hint: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    type: str
    words: tuple[str, ...]
    is_hint: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    """An entry that stands in a text; one span a word."""

    type: str
    spans: tuple[tuple[int, int], ...]
    is_hint: bool

    @property
    def weight(self) -> int:
        return sum(end - start for start, end in self.spans)

    @property
    def start(self) -> int:
        return min(start for start, _ in self.spans)

    @property
    def end(self) -> int:
        return max(end for _, end in self.spans)


class Names:
    """The words of all papers, ready to be looked for; one for a run, it remembers names it has seen."""

    def __init__(self, specs: Specs) -> None:
        self._papers = specs.papers
        self._spellings = [(_plain(wrong), _plain(right)) for wrong, right in specs.spellings.items()]
        entries = [entry for paper in specs.papers.values() for entry in self._entries(paper)]
        self._by_word = _by_first_word(entries)
        self._never = {
            paper.id: tuple(self._spell(_plain(word)) for word in paper.not_keywords)
            for paper in specs.papers.values()
            if paper.not_keywords
        }
        self._folded: dict[str, str] = {}
        self._seen: dict[str, Guess | None] = {}

    def read(self, name: str, person: str = "") -> Guess | None:
        """What a file or folder name says; `person` is the child's name, which says nothing. None: nothing."""
        text = unicodedata.normalize("NFKC", name).casefold()
        if len(person) > 1:
            text = text.replace(unicodedata.normalize("NFKC", person).casefold(), "|")
        if text not in self._folded:
            self._folded[text] = self._fold(text)
        folded = self._folded[text]
        if folded not in self._seen:
            self._seen[folded] = self._guess(folded)
        return self._seen[folded]

    # ------------------------------------------------------------------ the text

    def _entries(self, paper: PaperType) -> Iterator[_Entry]:
        known: set[tuple[str, ...]] = set()
        for words, is_hint in ((paper.keywords, False), (paper.hints, True)):
            for word in words:
                parts = tuple(self._spell(_plain(part)) for part in word.split("+"))
                if parts not in known:
                    known.add(parts)
                    yield _Entry(paper.id, parts, is_hint)

    def _fold(self, text: str) -> str:
        """No extension, numbers, dates or noise; `、` between papers, `|` between words, `(` and `)` for brackets."""
        text = text.strip()
        while (shorter := _EXTENSION.sub("", text)) != text:
            text = shorter.strip()
        text = text.translate(_SIGNS)
        text = self._spell(_APART.sub("|", text))
        text = _NOISE.sub("|", text)
        text = "".join(sign for sign in text if sign in "|、()" or unicodedata.category(sign)[0] in "L")
        text = self._spell(re.sub(r"\|+", "|", text).strip("|、"))
        return _SIGNED.sub(r"(\1)", text)

    def _spell(self, text: str) -> str:
        for wrong, right in self._spellings:
            text = text.replace(wrong, right)
        return text

    # ------------------------------------------------------------------ the guess

    def _guess(self, text: str) -> Guess | None:
        whole = self._read(text)
        if whole is not None and whole.confidence < SURE and (bare := _SEALED.sub("", text)) != text:
            without = self._read(bare)
            return without if without is not None and without.confidence >= SURE else whole
        return whole

    def _read(self, text: str) -> Guess | None:
        return self._coordinated(text) or self._side_by_side(text) or self._one(text)

    def _coordinated(self, text: str) -> Guess | None:
        """残疾证、诊断证明 · 村委和派出所证明 · 出国证明（镇政府、派出所）: several papers in one file."""
        pieces = _SOFT.split(text)
        if len(pieces) < 2:
            return None
        types = [self._clear_type(piece) or self._shared_type(piece, pieces) for piece in pieces]
        found = tuple(dict.fromkeys(kind for kind in types if kind))
        if len(found) < 2:
            return None
        return Guess(found, _SPLIT if all(types) and not self._related(found) else _JOINED)

    def _side_by_side(self, text: str) -> Guess | None:
        """残疾证 诊断证明: two papers with only a blank between them; likely both, never surely."""
        pieces = [piece for piece in re.split(r"[|()]", text) if piece]
        found = tuple(dict.fromkeys(kind for piece in pieces if (kind := self._clear_type(piece))))
        if len(found) < 2 or self._related(found) or "(" in text or self._papers[found[-1]].of_papers:
            return None
        return Guess(found, _JOINED)

    def _related(self, types: Sequence[str]) -> bool:
        return any(self._papers[kind].kind_of in types for kind in types)

    def _shared_type(self, piece: str, pieces: Sequence[str]) -> str | None:
        """村委 in 村委、派出所证明 takes the 证明; 派出所 in 出国证明（镇政府、派出所） the 出国."""
        bare = _bare(piece)
        if not bare:
            return None
        last, first = _bare(pieces[-1]), _bare(pieces[0])
        tails = [head for head in _HEADS if last.endswith(head) and bare != last]
        fronts = [first[:length] for length in (2, 3, 4) if bare != first]
        tries = [bare + tail for tail in tails] + [front + bare for front in fronts]
        return next((kind for text in tries if (kind := self._clear_type(text))), None)

    def _clear_type(self, text: str) -> str | None:
        guess = self._one(text)
        return guess.types[0] if guess and len(guess.types) == 1 and guess.confidence >= SURE else None

    def _one(self, text: str) -> Guess | None:
        """The one paper that a text speaks of."""
        plain, outside = _outside(text)
        hits = self._hits(plain)
        if not hits:
            return None
        if not all(hit.is_hint for hit in hits):
            hits = [hit for hit in hits if not hit.is_hint]
        hits = [hit for hit in hits if _is_outside(hit, outside)] or hits
        kinds = {hit.type for hit in hits}
        hits = [hit for hit in hits if not any(self._papers[kind].kind_of == hit.type for kind in kinds)]
        return self._decide(hits)

    def _decide(self, hits: Sequence[_Hit]) -> Guess:
        best: dict[str, _Hit] = {}
        for hit in hits:
            if hit.type not in best or hit.weight > best[hit.type].weight:
                best[hit.type] = hit
        if len(best) == 1:
            is_hint = hits[0].is_hint
            return Guess((hits[0].type,), _HINT if is_hint else _CLEAR, is_hint=is_hint)
        ordered = sorted(best.values(), key=lambda hit: (hit.end, hit.weight))
        last, before = ordered[-1], ordered[:-1]
        others = tuple(hit.type for hit in reversed(before))
        if all(hit.end <= last.start for hit in before) and self._papers[last.type].of_papers and not last.is_hint:
            return Guess((last.type,), _CLEAR)
        if not last.is_hint and _share_a_word(ordered):
            return Guess(tuple(hit.type for hit in sorted(ordered, key=_first_own_word(ordered))), _JOINED)
        return Guess((last.type,), _TIE, others, is_hint=last.is_hint)

    def _hits(self, text: str) -> list[_Hit]:
        """All entries in the text that no longer one swallows."""
        kept: list[_Hit] = []
        for hit in sorted(self._all_hits(text), key=lambda hit: -hit.weight):
            if not any(_swallows(longer, hit) for longer in kept):
                kept.append(hit)
        return [hit for hit in kept if not any(self._cuts(other, hit) for other in kept)]

    def _cuts(self, other: _Hit, hit: _Hit) -> bool:
        """Whether a word of `hit` is a piece of a longer word of `other`: the 证明 of 户籍证明 is not 派出所's."""
        if other.type in (hit.type, self._papers[hit.type].kind_of) or (other.is_hint and not hit.is_hint):
            return False
        return any(a <= start and end <= b and b - a > end - start for a, b in other.spans for start, end in hit.spans)

    def _all_hits(self, text: str) -> Iterator[_Hit]:
        never = {kind for kind, words in self._never.items() if any(word in text for word in words)}
        for word, entries in self._by_word:
            if word not in text:
                continue
            for entry in entries:
                if entry.type in never or not all(other in text for other in entry.words):
                    continue
                spans = tuple((text.index(other), text.index(other) + len(other)) for other in entry.words)
                yield _Hit(entry.type, spans, entry.is_hint)


def _by_first_word(entries: Iterable[_Entry]) -> list[tuple[str, list[_Entry]]]:
    """Entries by their first word, so that a word that is not in a text is looked for once."""
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        found.setdefault(entry.words[0], []).append(entry)
    return list(found.items())


def _swallows(longer: _Hit, hit: _Hit) -> bool:
    """Whether every word of `hit` lies in words of the heavier `longer`."""
    if longer.weight == hit.weight:
        return False
    return all(any(a <= start and end <= b for a, b in longer.spans) for start, end in hit.spans)


def _share_a_word(hits: Sequence[_Hit]) -> bool:
    return bool(set(hits[0].spans).intersection(*(hit.spans for hit in hits[1:])))


def _first_own_word(hits: Sequence[_Hit]):  # type: ignore[no-untyped-def]  # a sort key
    shared = set(hits[0].spans).intersection(*(hit.spans for hit in hits[1:]))
    return lambda hit: min((span for span in hit.spans if span not in shared), default=hit.spans[0])


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace(" ", "")


def _bare(text: str) -> str:
    return re.sub(r"[|()、]", "", text)


def _outside(text: str) -> tuple[str, list[bool]]:
    """The text without its signs, and for each character whether it stands outside brackets."""
    signs: list[str] = []
    outside: list[bool] = []
    depth = 0
    for sign in text:
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif sign not in "|、":
            signs.append(sign)
            outside.append(depth == 0)
    return "".join(signs), outside


def _is_outside(hit: _Hit, outside: Sequence[bool]) -> bool:
    return any(outside[start] for start, _ in hit.spans)
