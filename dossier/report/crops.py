"""Findings → the same with a small picture of what was seen, for the html report. Reads evidence, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from dossier.model import Case, Check, Facts, Finding, Other, PageReading, Review
from dossier.pages.jpeg import Jpeg
from dossier.pages.page import PDF, page_image
from dossier.pages.pictures import PageError
from dossier.processes.pool import Done, Workers
from dossier.report.drawn import Drawn, nothing_drawn
from dossier.report.fact_rows import shown_others
from dossier.report.hiding import hidden_boxes

_Box = tuple[float, float, float, float]

_WHOLE, _TOP, _FOOT = (0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.4), (0.0, 0.3, 1.0, 1.0)
AREAS: dict[str, _Box] = {
    "unsure": _TOP,
    "unassigned": _TOP,
    "other-person": _TOP,
    "person-not-found": _TOP,
    "expired": _WHOLE,
    "expires-soon": _WHOLE,
    "no-seal": _FOOT,
    "grey-seal": _FOOT,
    "wrong-seal": _FOOT,
    "no-signature": _FOOT,
    "reused-photo": _WHOLE,
    "blurred": _WHOLE,
    "too-dark": _WHOLE,
    "low-resolution": _WHOLE,
    "upside-down": _WHOLE,
    "facts-differ": _WHOLE,
    "student-no": _WHOLE,
    "disability-no": _WHOLE,
    "visits-differ": _TOP,
    "paper-order": _FOOT,
}
"""Rules whose findings get a picture, and what is shown where the finding does not say where it looked."""
_WHOLE_PICTURE = frozenset({"reused-photo", "blurred", "too-dark", "low-resolution", "upside-down"})
"""Rules about the picture as such."""
SIDE_BY_SIDE = frozenset({"reused-photo"})
"""Rules whose findings show the other file's picture too."""
_LONG_SIDE = 1400
"""Pixels of the whole page at most."""
_TALL = 1.5
"""A page is at most about so much longer than wide."""
_COLOURS = 64
_MARGIN = 0.02
_LARGEST = (520, 320)
_UNREADABLE = (90, 66)
"""Of a page that was not read."""
_PAINT = (200, 200, 200)
_LEAST_LINES = 3
"""Fewer lines do not tell where the paper lies."""
MOST = 400
"""Pictures of a report; what goes without says so."""
NONE = b""
"""Stands for a picture that was due and was not made: one too many, or of a page that cannot be drawn."""
_WORKERS, _SECONDS, _MEMORY_MB = 2, 60.0, 2_500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to cut out of one page, and the turn that makes it upright for reading."""

    place: Path
    media_type: str
    page: int
    turn: int
    box: _Box
    hidden: tuple[_Box, ...] = ()
    """Where the middle of a number stands."""
    is_read: bool = True
    """False: nobody knows which numbers stand there, so that it is shown too small to read any."""


def with_crops(root: Path, check: Check, drawn: Drawn = nothing_drawn) -> Check:
    """The check with `crop` set in the findings that rest on looking at a page, as many as fit a report.

    Pages are cut out of what is `drawn` already, a few at a time in memory; else their files are opened, in worker
    processes: one that breaks a decoder costs its own picture.
    """
    cases = {case.id: case for case in check.workspace.cases}
    told: set[frozenset[tuple[str | None, str | None]]] = set()
    wanted = []
    for review in check.reviews:
        for finding in review.findings:
            pair = _pair(review.case, finding)
            once = pair is None or pair not in told
            told |= {pair} if pair is not None else set()
            pictures = (_wanted(root, review.case, finding), _other(root, cases, review.case, finding))
            wanted.append(pictures if once else (None, None))
    places = {id(other): one for review in check.reviews for other, one in _of_facts(root, review)}
    all_wanted = (*(one for pair in wanted for one in pair), *places.values())
    asked = list(dict.fromkeys(one for one in all_wanted if one is not None))[:MOST]
    with Workers(_WORKERS, seconds=_SECONDS, memory_mb=_MEMORY_MB) as workers:
        results = workers.map(cut, ((one, drawn(one.place, one.page)) for one in asked))
        made = {one: result.value for one, result in zip(asked, results, strict=True) if isinstance(result, Done)}
    crops = iter(wanted)
    reviews = []
    for review in check.reviews:
        findings = []
        for finding in review.findings:
            crop, other = (made.get(one, NONE) or NONE if one is not None else None for one in next(crops))
            is_due = crop is not None or other is not None
            findings.append(replace(finding, crop=crop, other_crop=other) if is_due else finding)
        facts = _with_pictures(review.facts, {key: made.get(one, NONE) or NONE for key, one in places.items()})
        reviews.append(replace(review, findings=tuple(findings), facts=facts))
    return replace(check, reviews=tuple(reviews))


def _pair(case: Case, finding: Finding) -> frozenset[tuple[str | None, str | None]] | None:
    """Two files of which one finding of each case tells: their pictures stand with the first."""
    if finding.other_case is None or finding.other_path is None:
        return None
    return frozenset({(case.id, finding.path), (finding.other_case, finding.other_path)})


def _of_facts(root: Path, review: Review) -> Iterator[tuple[Other, Wanted]]:
    """Where papers say something of a blank or disputed fact."""
    for fact in review.facts.known.values():
        for other in shown_others(review, fact):
            if other.box is None:
                continue
            place = _place(root, review.case, other.path, other.page or 1, other.box, is_place=True)
            if place is not None:
                yield other, place


def _with_pictures(facts: Facts, pictures: Mapping[int, bytes | None]) -> Facts:
    known = {
        name: replace(fact, others=tuple(replace(one, crop=pictures.get(id(one))) for one in fact.others))
        for name, fact in facts.known.items()
    }
    return replace(facts, known=known)


def _wanted(root: Path, case: Case, finding: Finding) -> Wanted | None:
    """What a finding speaks of; None where there is no picture of it."""
    if finding.rule not in AREAS or finding.path is None:
        return None
    number = finding.pages[0] if finding.pages else 1
    is_place = finding.box is not None or finding.rule in _WHOLE_PICTURE
    return _place(root, case, finding.path, number, finding.box or AREAS[finding.rule], is_place=is_place)


def _place(root: Path, case: Case, path: str, page: int, box: _Box, *, is_place: bool) -> Wanted | None:
    """A part of a page (`is_place`: exactly that, else as a part of the paper); None where there is no picture."""
    file = next((file for file in case.files if file.path == path), None)
    if file is None or not file.is_usable or not (file.is_picture or file.media_type == PDF):
        return None
    reading = next((one for one in file.readings if one.page == page and not one.unread), None)
    where = case.on_disk(root, file.path)
    if reading is None:
        return Wanted(where, file.media_type, page, 0, box, is_read=False)
    framed = box if is_place else _on_paper(box, reading)
    return Wanted(where, file.media_type, page, reading.turn, framed, hidden_boxes(reading))


def _on_paper(box: _Box, reading: PageReading) -> _Box:
    """A part of the page as a part of what is written there: the wall round a photographed paper tells nothing."""
    boxes = [line.box for line in reading.lines] + [seal.box for seal in reading.seals]
    if len(reading.lines) < _LEAST_LINES:
        return box
    x0, y0 = min(one[0] for one in boxes), min(one[1] for one in boxes)
    x1, y1 = max(one[2] for one in boxes), max(one[3] for one in boxes)
    wide, high = x1 - x0, y1 - y0
    return x0 + box[0] * wide, y0 + box[1] * high, x0 + box[2] * wide, y0 + box[3] * high


def _other(root: Path, cases: Mapping[str, Case], case: Case, finding: Finding) -> Wanted | None:
    """The picture that a finding holds its own against, to stand beside it; None where there is none."""
    other = case if finding.other_case is None else cases.get(finding.other_case)
    if finding.rule not in SIDE_BY_SIDE or finding.other_path is None or other is None:
        return None
    pages = (finding.other_page,) if finding.other_page else ()
    return _wanted(root, other, replace(finding, path=finding.other_path, pages=pages))


def cut(task: tuple[Wanted, Jpeg | None]) -> bytes | None:
    """A small PNG of it; None where the page cannot be shown. Runs in a worker."""
    wanted, jpeg = task
    long_side = _long_side(wanted.box)
    try:
        page = _of_jpeg(jpeg, long_side) if jpeg else None
        page = page or page_image(wanted.place, wanted.media_type, wanted.page, long_side=long_side)
    except PageError:
        return None
    if wanted.turn:
        page = page.rotate(-wanted.turn, expand=True)
    _hide(page, wanted.hidden)
    shown = page.crop(_pixels(wanted.box, page.size))
    shown.thumbnail(_LARGEST if wanted.is_read else _UNREADABLE, Image.Resampling.LANCZOS)
    out = BytesIO()
    # The octree is a hundred times faster than median cut here, and keeps the black of letters black.
    shown.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _hide(page: Image.Image, boxes: tuple[_Box, ...]) -> None:
    """Paint over them, in place."""
    draw = ImageDraw.Draw(page)
    for x0, y0, x1, y1 in boxes:
        area = (x0 * page.width, y0 * page.height, x1 * page.width, y1 * page.height)
        draw.rectangle(area, fill=_PAINT if page.mode == "RGB" else 200)


def _of_jpeg(jpeg: Jpeg, long_side: int) -> Image.Image | None:
    """The page from its JPEG of print size; None where that is too small."""
    from dossier.pages.pixels import decode_jpeg, turned

    scale = long_side / max(jpeg.width, jpeg.height)
    if scale > 1:
        return None
    pixels = turned(decode_jpeg(b"".join(jpeg.pieces), scale, grey=False), jpeg.orientation)
    return Image.fromarray(pixels[:, :, ::-1].copy())


def _long_side(box: _Box) -> int:
    """Pixels of the whole page for the part to be as large as a report shows it, however long its other side is."""
    shown = min(1.0, box[2] - box[0] + 2 * _MARGIN)
    return min(_LONG_SIDE, round(_LARGEST[0] * _TALL / max(shown, 0.01)))


def _pixels(box: _Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    width, height = size
    x0, y0 = max(0.0, box[0] - _MARGIN), max(0.0, box[1] - _MARGIN)
    x1, y1 = min(1.0, box[2] + _MARGIN), min(1.0, box[3] + _MARGIN)
    return (
        round(x0 * width),
        round(y0 * height),
        max(round(x1 * width), round(x0 * width) + 1),
        max(round(y1 * height), round(y0 * height) + 1),
    )
