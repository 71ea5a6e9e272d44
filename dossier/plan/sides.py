"""Front and back of an ID paper on one sheet, at their true size. PURE.

Two pages belong together where a person says so, or where both are of one kind, follow each other, are called alike but
for 正面, 反面 and numbers, and each shows one side of the paper: nothing but it, or its edge seen all round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.model import EvidenceFile, IdPaper, Outline, PageFact, Part, Prepared, Preparing, Review, Specs
from dossier.plan.flat import can_be_prepared, fact_of, page_pixels, prepared, reading_of
from dossier.plan.flat import sides as sides_of
from dossier.plan.layout import Box, half_boxes, whole_box, whole_page

_MM = 72 / 25.4
_LIKE = 0.08
"""By so much an edge in a photograph misses the shape of its paper …"""
_WHOLE_LIKE = 0.035
"""… and a picture that shows nothing but it."""
_CAMERAS = (4 / 3, 3 / 2, 16 / 9)
_LIKE_CAMERA = 0.03
"""A picture of the shape that every telephone makes tells nothing."""
_CUT_MARGIN = 0.03
"""Blank paper that stays round a card, of its long side."""
_LEAST_ROUND = 0.01
"""So much of the desk is always left round a card that is not cut out along its edge."""
_SIDE_WORDS = re.compile(
    r"正反面|正面|反面|背面|人像面|国徽面|头像面|首页|封面|内页|户主页|本人页|学生页|增减页"
    r"|front|back|[0-9０-９]|第|页|张|[-_ ()（）.、·~]|[上下左右ab一二](?=$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """A page in its half of a sheet."""

    part: Part
    page: int
    box: Box
    prepared: Prepared | None


Pair = tuple[Half, Half]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One side of an ID paper, as a page shows it: how it is prepared, and how large that is on paper, pt."""

    part: Part
    page: int
    fact: PageFact
    prepared: Prepared | None
    size: tuple[float, float]


def id_paper(part: Part, file: EvidenceFile, specs: Specs) -> IdPaper | None:
    """Which ID paper a part is a copy of; None where it is none."""
    read = {"".join(line.text.split()) for one in file.readings if one.page in part.pages for line in one.lines}
    for paper in specs.id_papers:
        if part.type not in paper.types:
            continue
        is_plain = not paper.words and not paper.titles
        if is_plain or any(word in part.path for word in paper.words) or not read.isdisjoint(paper.titles):
            return paper
    return None


def pairs_of(parts: Sequence[Part], review: Review, specs: Specs, pages: str) -> list[Pair]:
    """The pages that share a sheet, in the order of the dossier; `pages` as workspace.yaml has it."""
    files = {file.path: file for file in review.case.files}
    told = review.case.decisions.same_sheet
    usable = [part for part in parts if part.pages and not part.also and files[part.path].is_usable]
    found: list[Pair] = []
    taken: set[tuple[str, int]] = set()

    def pair(one: tuple[Part, int], other: tuple[Part, int], *, is_told: bool) -> None:
        keys = {(part.path, page) for part, page in (one, other)}
        if len(keys) < 2 or keys & taken:
            return
        made = _pair(one, other, review, specs, pages, is_told=is_told)
        if made is not None:
            taken.update(keys)
            found.append(made)

    for first, second, is_told in _told_pairs(usable, told):
        pair(first, second, is_told=is_told)
    for first, second in _alike(usable, told):
        pair(first, second, is_told=False)
    return found


def _told_pairs(
    parts: Sequence[Part], told: Mapping[str, str]
) -> Iterator[tuple[tuple[Part, int], tuple[Part, int], bool]]:
    """What a person said: a file beside another, or the pages of one file two by two."""
    for part in parts:
        other = told.get(part.path)
        if other == part.path:
            for at in range(0, len(part.pages) - 1, 2):
                yield (part, part.pages[at]), (part, part.pages[at + 1]), True
        elif other:
            match = next((one for one in parts if one.path == other), None)
            if match is not None:
                yield (part, part.pages[0]), (match, match.pages[0]), True


def _alike(parts: Sequence[Part], told: Mapping[str, str]) -> Iterator[tuple[tuple[Part, int], tuple[Part, int]]]:
    """Neighbours of one kind that are called alike, and the pages of one file two by two."""
    free = [part for part in parts if told.get(part.path) is None]
    for part in free:
        for at in range(0, len(part.pages) - 1, 2):
            yield (part, part.pages[at]), (part, part.pages[at + 1])
    at = 0
    while at + 1 < len(free):
        one, other = free[at], free[at + 1]
        if len(one.pages) == len(other.pages) == 1 and one.type == other.type and _stem(one) == _stem(other):
            yield (one, one.pages[0]), (other, other.pages[0])
            at += 1
        at += 1


def _stem(part: Part) -> str:
    """The path without what tells the sides of one paper apart."""
    folder, _, name = part.path.rpartition("/")
    return f"{folder}/{_SIDE_WORDS.sub('', name.rpartition('.')[0])}"


# ---------------------------------------------------------------------------- one pair


def _pair(
    one: tuple[Part, int], other: tuple[Part, int], review: Review, specs: Specs, pages: str, *, is_told: bool
) -> Pair | None:
    files = {file.path: file for file in review.case.files}
    seen = []
    for part, page in (one, other):
        file = files[part.path]
        paper = id_paper(part, file, specs)
        is_flat = review.case.decisions.wants_flat(part.path, pages)
        side = _side(part, page, file, paper, is_flat=is_flat, is_told=is_told)
        if side is None:
            return None
        seen.append(side)
    rooms = half_boxes()
    if not all(_fits(side, room) for side, room in zip(seen, rooms, strict=True)):
        if not is_told:
            return None  # it would not be of its true size: each has a sheet to itself
        seen = [_shrunk(side, room) for side, room in zip(seen, rooms, strict=True)]
    first, second = (
        Half(part=side.part, page=side.page, box=_centred(side.size, room), prepared=side.prepared)
        for side, room in zip(seen, rooms, strict=True)
    )
    return first, second


def _side(
    part: Part, page: int, file: EvidenceFile, paper: IdPaper | None, *, is_flat: bool, is_told: bool
) -> _Seen | None:
    """A page as a side of its paper; None where it does not plainly show one, and nobody said that it does."""
    fact = file.pages[page - 1]
    if paper is None or paper.size is None:
        return _as_large_as_it_is(part, page, fact) if is_told else None
    reading = reading_of(file, page)
    outlines = reading.outlines if reading is not None and reading.source == "ocr" else ()
    if len(outlines) == 1 and not outlines[0].words_beyond and _is_like(outlines[0].aspect, paper.size, _LIKE):
        outline = outlines[0]
        true = _true_size(outline.aspect, paper.size)
        if is_flat and reading is not None and reading.sheet is not None and can_be_prepared(file):
            made = replace(prepared(Preparing.FLAT, outline, fact, true[0] / true[1]), is_white=False)
            return _seen(part, page, fact, made, true)
        if (outline.blank or is_told) and can_be_prepared(file):
            wider, share = _widened(outline)
            made = prepared(Preparing.CUT, wider, fact, true[0] / true[1])
            return _seen(part, page, fact, made, (true[0] * share, true[1] * share))
        return _in_room(part, page, file, outlines, paper.size, half_boxes()[0][2:], may_cut=is_told)
    aspect = fact.width / fact.height
    if not outlines and file.is_picture and _shows_nothing_else(aspect, paper.size):
        return _seen(part, page, fact, None, _true_size(aspect, paper.size))
    return _as_large_as_it_is(part, page, fact) if is_told else None


def both_in_one(part: Part, page: int, file: EvidenceFile, specs: Specs) -> Half | None:
    """A page that shows both sides of its paper: as large as makes them true to size; None for any other page."""
    paper = id_paper(part, file, specs)
    reading = reading_of(file, page)
    if paper is None or paper.size is None or reading is None or len(reading.outlines) != 2:
        return None
    if any(one.words_beyond or not _is_like(one.aspect, paper.size, _LIKE) for one in reading.outlines):
        return None
    fact, room = file.pages[page - 1], whole_box()
    sheet = whole_page(fact, part.turn, is_picture=file.is_picture)
    if sheet[1] is None or sheet[1][:2] == (0.0, 0.0):
        return None  # a scan of an A4 sheet is true to size as it is
    side = _in_room(part, page, file, reading.outlines, paper.size, room[2:], may_cut=False)
    if side is None:
        return None
    return Half(part=part, page=page, box=_centred(side.size, room), prepared=side.prepared)


def _in_room(
    part: Part,
    page: int,
    file: EvidenceFile,
    outlines: Sequence[Outline],
    size: tuple[float, float],
    room: tuple[float, float],
    *,
    may_cut: bool,
) -> _Seen | None:
    """The page in the scale that makes what is outlined true to size: whole, where it fits, else without the outermost
    of the desk where a person asked for the sheet; None where that may not be, or not even the outlined part fits."""
    fact = file.pages[page - 1]
    wide, high = page_pixels(fact)
    scales = []
    for outline in outlines:
        true = _true_size(outline.aspect, size)
        across, down = sides_of(outline, (wide, high))
        scales += [true[0] / across, true[1] / down]
    scale = sum(scales) / len(scales)
    whole = wide * scale, high * scale
    limits = (room[1], room[0]) if part.turn % 180 == 90 else room
    if whole[0] <= limits[0] and whole[1] <= limits[1]:
        return _seen(part, page, fact, None, whole)
    if not may_cut or not can_be_prepared(file):
        return None
    windows = []
    for axis in (0, 1):
        ends = [corner[axis] for outline in outlines for corner in outline.corners]
        first, last = min(ends), max(ends)
        share = min(1.0, limits[axis] / whole[axis])
        if last - first + 2 * _LEAST_ROUND > share:
            return None
        start = min(max((first + last - share) / 2, 0.0), 1.0 - share)
        windows.append((start, start + share))
    (left, right), (top, bottom) = windows
    window = Outline(corners=((left, top), (right, top), (right, bottom), (left, bottom)))
    shown = (right - left) * whole[0], (bottom - top) * whole[1]
    made = prepared(Preparing.CUT, window, fact, shown[0] / shown[1])
    return _seen(part, page, fact, made, shown)


def _widened(outline: Outline) -> tuple[Outline, float]:
    """A card with a little of what is round it, as far as the picture goes; and how many times as large it is."""
    x, y = (sum(corner[axis] for corner in outline.corners) / 4 for axis in (0, 1))
    away = [(px - x, py - y) for px, py in outline.corners]
    most = min(
        min((1 - x if dx > 0 else x) / max(abs(dx), 1e-6), (1 - y if dy > 0 else y) / max(abs(dy), 1e-6))
        for dx, dy in away
    )
    share = max(1.0, min(1 + 2 * _CUT_MARGIN, most))
    corners = tuple((x + dx * share, y + dy * share) for dx, dy in away)
    return replace(outline, corners=corners, bows=((0.0, 0.0, 0.0),) * 4), share


def _seen(part: Part, page: int, fact: PageFact, made: Prepared | None, size: tuple[float, float]) -> _Seen:
    """`size` is that of the page as the file shows it; here as it stands on the sheet."""
    if part.turn % 180 == 90:
        size = size[1], size[0]
    return _Seen(part=part, page=page, fact=fact if made is None else fact_of(made, fact), prepared=made, size=size)


def _as_large_as_it_is(part: Part, page: int, fact: PageFact) -> _Seen:
    return _seen(part, page, fact, None, (fact.width, fact.height))


def _true_size(aspect: float, size: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the paper, pt, lying as it is seen."""
    long, short = max(size) * _MM, min(size) * _MM
    return (long, short) if aspect >= 1 else (short, long)


def _is_like(aspect: float, size: tuple[float, float], slack: float) -> bool:
    shape = max(size) / min(size)
    return abs(max(aspect, 1 / aspect) / shape - 1) <= slack


def _shows_nothing_else(aspect: float, size: tuple[float, float]) -> bool:
    """Whether a picture has the paper's shape, and not that of every photograph."""
    lying = max(aspect, 1 / aspect)
    is_usual = any(abs(lying / camera - 1) < _LIKE_CAMERA for camera in _CAMERAS)
    return _is_like(aspect, size, _WHOLE_LIKE) and not is_usual


def _fits(side: _Seen, room: Box) -> bool:
    return side.size[0] <= room[2] + 0.5 and side.size[1] <= room[3] + 0.5


def _shrunk(side: _Seen, room: Box) -> _Seen:
    scale = min(1.0, room[2] / side.size[0], room[3] / side.size[1])
    return replace(side, size=(side.size[0] * scale, side.size[1] * scale))


def _centred(size: tuple[float, float], room: Box) -> Box:
    x, y, wide, high = room
    box = (x + (wide - size[0]) / 2, y + (high - size[1]) / 2, *size)
    return (round(box[0], 3), round(box[1], 3), round(box[2], 3), round(box[3], 3))
