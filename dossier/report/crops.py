"""Findings → the same with a small picture of what was seen, for the html report. Reads evidence, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from dossier.model import Case, Check, Facts, Finding, Other, Review
from dossier.pages.jpeg import Jpeg
from dossier.pages.page import PDF, page_image
from dossier.pages.pictures import PageError
from dossier.processes.pool import Done, Workers
from dossier.report.drawn import Drawn, nothing_drawn
from dossier.report.fact_rows import shown_others

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
SIDE_BY_SIDE = frozenset({"reused-photo"})
"""Rules whose findings show the other file's picture too."""
_LONG_SIDE = 1400
"""Pixels of the whole page at most."""
_TALL = 1.5
"""A page is at most about so much longer than wide."""
_COLOURS = 64
_MARGIN = 0.02
_LARGEST = (520, 320)
_MOST = 400
_WORKERS, _SECONDS, _MEMORY_MB = 2, 60.0, 2_500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to cut out of one page, and the turn that makes it upright for reading."""

    place: Path
    media_type: str
    page: int
    turn: int
    box: _Box


def with_crops(root: Path, check: Check, drawn: Drawn = nothing_drawn) -> Check:
    """The check with `crop` set in the findings that rest on looking at a page, as many as fit a report.

    Pages are cut out of what is `drawn` already, a few at a time in memory; else their files are opened, in worker
    processes: one that breaks a decoder costs its own picture.
    """
    cases = {case.id: case for case in check.workspace.cases}
    wanted = [
        (_wanted(root, review.case, finding), _other(root, cases, review.case, finding))
        for review in check.reviews
        for finding in review.findings
    ]
    places = {id(other): one for review in check.reviews for other, one in _of_facts(root, review)}
    all_wanted = (*(one for pair in wanted for one in pair), *places.values())
    asked = list(dict.fromkeys(one for one in all_wanted if one is not None))[:_MOST]
    with Workers(_WORKERS, seconds=_SECONDS, memory_mb=_MEMORY_MB) as workers:
        results = workers.map(cut, ((one, drawn(one.place, one.page)) for one in asked))
        made = {one: result.value for one, result in zip(asked, results, strict=True) if isinstance(result, Done)}
    crops = iter(wanted)
    reviews = []
    for review in check.reviews:
        findings = []
        for finding in review.findings:
            crop, other = (made.get(one) if one is not None else None for one in next(crops))
            findings.append(replace(finding, crop=crop, other_crop=other) if crop or other else finding)
        facts = _with_pictures(review.facts, {key: made.get(one) for key, one in places.items()})
        reviews.append(replace(review, findings=tuple(findings), facts=facts))
    return replace(check, reviews=tuple(reviews))


def _of_facts(root: Path, review: Review) -> Iterator[tuple[Other, Wanted]]:
    """Where papers say something of a blank or disputed fact."""
    for fact in review.facts.known.values():
        for other in shown_others(review, fact):
            place = _place(root, review.case, other.path, other.page or 1, other.box) if other.box else None
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
    return _place(root, case, finding.path, number, finding.box or AREAS[finding.rule])


def _place(root: Path, case: Case, path: str, page: int, box: _Box) -> Wanted | None:
    """A part of a page; None where there is no picture of it."""
    file = next((file for file in case.files if file.path == path), None)
    if file is None or not file.is_usable or not (file.is_picture or file.media_type == PDF):
        return None
    turn = next((reading.turn for reading in file.readings if reading.page == page), 0)
    return Wanted(case.on_disk(root, file.path), file.media_type, page, turn, box)


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
    shown = page.crop(_pixels(wanted.box, page.size))
    shown.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
    out = BytesIO()
    # The octree is a hundred times faster than median cut here, and keeps the black of letters black.
    shown.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


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
