"""The words of a page, ready to be judged: title lines, issuers, text without blanks; photograph or paper. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from dossier.facts import SIMPLE
from dossier.model import PageReading, TextLine, Thresholds

_SIGNS = re.compile(r"[\s\W_]+")
_TOP = 0.45
_FIRST = 4
_TITLE_EXTRA = 14
_FOOT = 0.3
_READ = 0.5
_SHORT = 2
_FEW_WORDS = 4
_LONGEST, _PIECES = 22, 16
_TITLE_FOOT, _MIDDLE, _LARGER = 0.3, (0.36, 0.64), 1.25
_SENTENCE = re.compile(r"[。，；、：,;:]\s*$")
_CONTINUED = re.compile(r"续$|续表|附页|第.{1,3}页|此页无正文")


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page says. All texts are bare: no blanks, no punctuation, compatibility forms brought home."""

    text: str
    """The whole page in one string."""
    tops: tuple[tuple[str, frozenset[str]], ...]
    """Lines that may be its title, each with its characters."""
    top_letters: frozenset[str]
    lines: tuple[str, ...]
    issuers: str
    """Seals, and short lines that may be who signed."""
    headings: tuple[str, ...] = ()
    """Short, large lines in the middle of the top: a paper begins here, whatever it is."""
    heading_letters: frozenset[str] = frozenset()

    def title_of(self, title: str, *, in_headings: bool) -> bool:
        """Whether a heading, or any line that may be one, is this title, a misread character in a long one allowed."""
        wanted = _title(title)
        if len(wanted.letters - (self.heading_letters if in_headings else self.top_letters)) > wanted.allowed:
            return False
        lines = ((line, frozenset(line)) for line in self.headings) if in_headings else self.tops
        return any(_is_title(wanted, line, letters) for line, letters in lines)

    def body_has(self, titles: Iterable[str]) -> str:
        """The first of `titles` (of four characters or more) that stands anywhere; '' for none."""
        return next((title for title in titles if len(title) >= 4 and _title(title).text in self.text), "")


@lru_cache(maxsize=65_536)
def bare(text: str) -> str:
    """Without blanks and punctuation, half width, upper case, in simplified characters."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).upper().translate(SIMPLE)


@lru_cache(maxsize=512)
def words_of(reading: PageReading) -> PageWords:
    """The words of a page that were read with some confidence."""
    read = [line for line in reading.lines if line.confidence >= _READ and line.text]
    lines = tuple(bare(line.text) for line in read)
    seals = "".join(bare(seal.text) + "|" for seal in reading.seals)
    foot = [text for line, text in zip(read, lines, strict=True) if line.box[1] >= _FOOT and len(text) <= 24]
    top_lines = _top_lines(read, reading.source)
    tops = tuple((text := bare(line.text), frozenset(text)) for line in (*top_lines, *_joined(top_lines)))
    headings = _headings(read, reading.source)
    return PageWords(
        text="".join(lines),
        tops=tops,
        top_letters=frozenset().union(*(letters for _, letters in tops)),
        lines=lines,
        issuers=seals + "|".join(foot[-8:]),
        headings=headings,
        heading_letters=frozenset("".join(headings)),
    )


def _top_lines(lines: Sequence[TextLine], source: str) -> list[TextLine]:
    """Lines of the upper part that stand first or are larger than most."""
    if source == "word":
        return list(lines[:_FIRST])
    if not lines:
        return []
    usual = _usual_height(lines)
    upper = [line for line in lines if (line.box[1] + line.box[3]) / 2 < _TOP and not _SENTENCE.search(line.text)]
    first = upper[:_FIRST] or list(lines[:1])
    larger = [line for line in upper if line.box[3] - line.box[1] >= _LARGER * usual]
    return list(dict.fromkeys([*larger, *first]))


def _usual_height(lines: Sequence[TextLine]) -> float:
    """Half of all letters stand in lines that are no higher."""
    heights = sorted((line.box[3] - line.box[1], len(line.text)) for line in lines)
    left = sum(count for _, count in heights) / 2
    for height, count in heights:
        left -= count
        if left <= 0:
            return height
    return 0.0


def _joined(lines: Sequence[TextLine]) -> list[TextLine]:
    """Large pieces that stand side by side are one line: a title whose letters are set apart is read in pieces."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.box[1] + line.box[3]):
        last = rows[-1][-1] if rows else None
        tall = line.box[3] - line.box[1]
        if last is not None and abs(line.box[1] + line.box[3] - last.box[1] - last.box[3]) < 0.8 * tall:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_one_line(sorted(row, key=lambda line: line.box[0])) for row in rows if 1 < len(row) <= _PIECES]


def _one_line(row: Sequence[TextLine]) -> TextLine:
    """As high as most of its pieces: a cell that reaches over two rows makes no heading of a row."""
    boxes = [line.box for line in row]
    middle = median((box[1] + box[3]) / 2 for box in boxes)
    half = median(box[3] - box[1] for box in boxes) / 2
    box = (min(box[0] for box in boxes), middle - half, max(box[2] for box in boxes), middle + half)
    text = "".join(line.text for line in row)
    return TextLine(text=text, box=box, confidence=min(line.confidence for line in row))


def _headings(lines: Sequence[TextLine], source: str) -> tuple[str, ...]:
    if source == "word":
        first = [line for line in lines[:1] if len(bare(line.text)) <= _LONGEST and not _SENTENCE.search(line.text)]
        return tuple(text for line in first if (text := bare(line.text)))
    if not lines:
        return ()
    usual = _usual_height(lines)
    upper = [line for line in lines if line.box[1] <= _TITLE_FOOT]
    joined = _joined(upper)
    inside = [line for line in upper if not any(_covers(whole, line) for whole in joined)]
    large = [line for line in (*inside, *joined) if line.box[3] - line.box[1] >= _LARGER * usual]
    return tuple(bare(line.text) for line in sorted(large, key=lambda line: line.box[1]) if _looks_like_a_title(line))


def _covers(whole: TextLine, part: TextLine) -> bool:
    a, b = whole.box, part.box
    return a[0] <= b[0] and b[2] <= a[2] and a[1] < (b[1] + b[3]) / 2 < a[3]


def _looks_like_a_title(line: TextLine) -> bool:
    text = bare(line.text)
    if not 2 <= len(text) <= _LONGEST or _CONTINUED.search(text) or _SENTENCE.search(line.text) or text.isdigit():
        return False
    return _MIDDLE[0] < (line.box[0] + line.box[2]) / 2 < _MIDDLE[1]


@dataclass(frozen=True, slots=True)
class _Title:
    """A title ready to be looked for."""

    text: str
    letters: frozenset[str]
    allowed: int
    """So many of its characters may be misread."""


@lru_cache(maxsize=2048)
def _title(text: str) -> _Title:
    plain = bare(text)
    return _Title(plain, frozenset(plain), 0 if len(plain) < 6 else 1 if len(plain) < 9 else 2)


def _is_title(title: _Title, line: str, letters: frozenset[str]) -> bool:
    """Whether the line is this title, perhaps with a unit before it or a bracket behind it."""
    size = len(title.text)
    if not size <= len(line) <= size + _TITLE_EXTRA or len(title.letters - letters) > title.allowed:
        return False
    if size <= _SHORT:  # 回执, 复函: a piece of many a title, so it must be all of this one, or its end after 关于
        return line == title.text or (line.startswith("关于") and line.endswith(title.text))
    if title.text in line:
        return True
    return bool(title.allowed) and any(
        sum(one != other for one, other in zip(title.text, line[start:], strict=False)) <= title.allowed
        for start in range(len(line) - size + 1)
    )


def has_words(reading: PageReading) -> bool:
    """Whether enough Chinese was read to know which way is up; noise is read as digits and signs."""
    return sum("\u4e00" <= letter <= "\u9fff" for line in reading.lines for letter in line.text) >= _FEW_WORDS


def is_photo(reading: PageReading, thresholds: Thresholds) -> bool:
    """Whether a page is a photograph of something else than a paper: little text, little paper-white."""
    picture = reading.picture or (reading.photos[0] if reading.photos else None)
    if picture is None:
        return False
    letters = sum(len(line.text) for line in reading.lines if line.confidence >= 0.6)
    if picture.paper >= thresholds["photo.paper"]:
        return False
    if letters < thresholds["photo.letters"]:
        return True
    return letters < thresholds["photo.letters_stamped"] and picture.paper < thresholds["photo.paper"] / 2
