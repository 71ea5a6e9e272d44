"""Findings → the same with a small picture of what was seen, for the html report. Reads evidence, changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from dossier.model import Case, Check, EvidenceFile, Finding, PageReading, Review
from dossier.pages import PageError, page_image

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
}
"""Rules whose findings get a picture, and what is shown where the finding does not say where it looked."""
_LONG_SIDE = 1400
_MARGIN = 0.02
_LARGEST = (520, 320)
_MOST = 400


def with_crops(root: Path, check: Check) -> Check:
    """The check with `crop` set in the findings that rest on looking at a page, as many as fit a report."""
    left = _MOST
    reviews = []
    for review in check.reviews:
        review, used = _of_review(root, review, left)
        left -= used
        reviews.append(review)
    return replace(check, reviews=tuple(reviews))


def _of_review(root: Path, review: Review, most: int) -> tuple[Review, int]:
    files = {file.path: file for file in review.case.files}
    findings: list[Finding] = []
    used = 0
    for finding in review.findings:
        file = files.get(finding.path or "")
        crop = cut(root, review.case, file, finding) if file is not None and used < most else None
        used += crop is not None
        findings.append(replace(finding, crop=crop) if crop is not None else finding)
    return replace(review, findings=tuple(findings)), used


def cut(root: Path, case: Case, file: EvidenceFile, finding: Finding) -> bytes | None:
    """A small PNG of what a finding speaks of; None where there is no picture of it."""
    if finding.rule not in AREAS or not file.is_usable or not (file.is_picture or file.media_type.endswith("/pdf")):
        return None
    number = finding.pages[0] if finding.pages else 1
    try:
        page = page_image(case.on_disk(root, file.path), file.media_type, number, long_side=_LONG_SIDE)
    except PageError:
        return None
    page = _upright(page, file.readings, number)
    shown = page.crop(_pixels(finding.box or AREAS[finding.rule], page.size))
    shown.thumbnail(_LARGEST, Image.Resampling.LANCZOS)
    out = BytesIO()
    shown.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _upright(page: Image.Image, readings: Sequence[PageReading], number: int) -> Image.Image:
    turn = next((reading.turn for reading in readings if reading.page == number), 0)
    return page.rotate(-turn, expand=True) if turn else page


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
