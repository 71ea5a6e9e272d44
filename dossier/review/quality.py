"""Is a page good enough to keep? Blurred, dark, too few pixels for paper, standing on its head. PURE.

Measured against what the page is: a photograph of people has softer edges than a sheet of print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.findings import found, gives
from dossier.model import Case, EvidenceFile, Finding, PageFact, PageReading, Part, Specs, Thresholds
from dossier.review.page_text import has_words, is_photo

_A4_MM = (210.0, 297.0)
_MARGINS_MM = (25.0, 27.0)
_PHOTO_MM = (150.0, 115.0)
_FEW_LETTERS, _WHITE = 12, 0.9
_TURNS = {90: "向右转 90 度", 180: "转 180 度", 270: "向左转 90 度"}


@gives("blurred", "too-dark", "low-resolution", "upside-down")
def find_pictures(case: Case, parts: Sequence[Part], specs: Specs, thresholds: Thresholds) -> Iterator[Finding]:
    """blurred, too-dark, low-resolution and upside-down of one case; each rule once a file."""
    files = {file.path: file for file in case.files}
    told: set[tuple[str, str]] = set()
    for part in parts:
        file = files.get(part.path)
        if file is None or part.left_out is not None or not file.is_usable:
            continue
        paper = specs.papers.get(part.type or "")
        readings = {reading.page: reading for reading in file.readings}
        for page in part.pages:
            reading = readings.get(page)
            if reading is None or reading.unread or page > len(file.pages):
                continue
            as_photo = paper.photo if paper is not None else is_photo(reading, thresholds)
            for finding in _judge(file, file.pages[page - 1], reading, part, as_photo, thresholds):
                if finding.rule == "upside-down" and _is_turned(case, part.path, page):
                    continue  # a person said how it stands upright
                if (finding.rule, part.path) not in told:
                    told.add((finding.rule, part.path))
                    yield finding


def _is_turned(case: Case, path: str, page: int) -> bool:
    decided = case.decisions.files.get(path, ())
    return any(part.turn is not None and (not part.pages or page in part.pages) for part in decided)


def _judge(
    file: EvidenceFile, fact: PageFact, reading: PageReading, part: Part, as_photo: bool, thresholds: Thresholds
) -> Iterator[Finding]:
    picture = reading.picture
    where = f"「{part.path}」" + (f"第 {reading.page} 页" if len(file.pages) > 1 else "")
    at: dict[str, object] = {"path": part.path, "type": part.type, "pages": (reading.page,)}
    if picture is not None and reading.source == "ocr":
        if picture.brightness < thresholds["picture.dark"]:
            yield _found("too-dark", f"{where}太暗。", at)
            if not _reads_well(reading):
                return  # nothing else can be told of it
        is_blank = sum(len(line.text) for line in reading.lines) < _FEW_LETTERS and picture.paper > _WHITE
        limit = thresholds["picture.blurred_photo" if as_photo else "picture.blurred_page"]
        if picture.sharpness < limit and not is_blank and not _reads_well(reading):
            yield _found("blurred", f"{where}模糊，看不清楚。", at)
    if reading.turn and has_words(reading):
        said = _TURNS.get(reading.turn, "")
        done = f"程序按文字的方向把它{said}放进档案。" if part.turn == reading.turn else f"应当{said}。"
        message = f"{where}方向不对，{done}"
        yield _found("upside-down", message, at)
    dpi = printed_dpi(fact, as_photo)
    if dpi is not None and dpi < thresholds["picture.dpi"] * thresholds["picture.dpi_slack"]:
        yield _found("low-resolution", f"{where}打印出来只有约 {dpi:.0f} dpi（要求 200）。", at)


def printed_dpi(fact: PageFact, as_photo: bool) -> float | None:
    """Pixels an inch on our paper; None for what is not one picture."""
    if fact.pixels is None:
        return None
    wide, high = fact.pixels
    is_landscape = fact.width > fact.height
    if (wide > high) != is_landscape:
        wide, high = high, wide
    across, down = _PHOTO_MM if as_photo else (_A4_MM[1], _A4_MM[0]) if is_landscape else _A4_MM
    if not as_photo and not _is_a4(fact):
        across, down = across - _MARGINS_MM[0], down - _MARGINS_MM[1]
    # Fitted into the place, the tighter side decides how large a pixel gets.
    return float(max(wide / (across / 25.4), high / (down / 25.4)))


def _is_a4(fact: PageFact) -> bool:
    short, long = sorted((fact.width, fact.height))
    return abs(long / short - _A4_MM[1] / _A4_MM[0]) < 0.03 if short else False


def _reads_well(reading: PageReading) -> bool:
    """Words that were read well are sharp enough, whatever the edges measure."""
    lines = [line for line in reading.lines if len(line.text) >= 3]
    return len(lines) >= 3 and sum(line.confidence for line in lines) / len(lines) >= 0.93


def _found(rule: str, message: str, at: dict[str, object]) -> Finding:
    return replace(found(rule, message), **at)  # type: ignore[arg-type]  # path, type and pages, as above
