"""Finished dossiers → boxes, sheets and printing runs. PURE."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from dossier.files.order import sort_key
from dossier.model import PrintSettings, Sides, Turn
from dossier.printroom.model import Box, BoxHolding, Given, Placed, PrintSet, Volume

Numbering = Callable[[Sequence[Volume]], Given]
"""The volumes in filing order → their numbers and boxes, and what those boxes hold."""
_BY: Mapping[str, Callable[[Volume], object]] = {
    "unit": lambda volume: sort_key(volume.unit),
    "category": lambda volume: volume.category,
    "id": lambda volume: sort_key(volume.id),
    "name": lambda volume: sort_key(volume.name),
}


def make_print_set(
    volumes: Sequence[Volume],
    settings: PrintSettings,
    *,
    batch: str,
    unit: str = "",
    left_out: Sequence[tuple[str, str]] = (),
    earlier: Sequence[tuple[str, str]] = (),
    number: Numbering | None = None,
) -> PrintSet:
    """Put the volumes in filing order and into boxes, each full before the next begins; no volume is ever split.

    `number` gives the numbers and boxes that stand in the cabinet's register; without it they begin at 1.
    """
    ordered = sorted(volumes, key=lambda volume: [_BY[name](volume) for name in settings.order])
    boxes = _given(ordered, settings, number) if number else _filled(ordered, settings)
    return PrintSet(
        batch=batch,
        settings=settings,
        unit=unit,
        boxes=tuple(boxes),
        left_out=tuple(left_out),
        earlier=tuple(earlier),
    )


def _given(ordered: Sequence[Volume], settings: PrintSettings, number: Numbering) -> list[Box]:
    """The boxes as the register has them, each with what it holds beside this batch."""
    given = number(ordered)
    made: dict[int, list[Placed]] = {}
    pages: dict[int, int] = {}
    for volume in sorted(ordered, key=lambda one: given.volumes[one.id][0]):
        number_, box = given.volumes[volume.id]
        placed = _place(volume, settings, pages.get(box, 1), number_)
        pages[box] = pages.get(box, 1) + placed.pages
        made.setdefault(box, []).append(placed)
    return [_held(made[box], settings, box, given.boxes[box]) for box in sorted(made)]


def _held(placed: Sequence[Placed], settings: PrintSettings, number: int, held: BoxHolding) -> Box:
    thick = held.sheets * settings.sheet_mm + settings.cover_mm
    return Box(number=number, width_mm=_up_to(thick, settings.boxes_mm), placed=tuple(placed), holding=held)


def sheets_of(volume: Volume, settings: PrintSettings) -> int:
    """Sheets of paper that a volume takes in its box, its separator included."""
    return _place(volume, settings, 1, 0).sheets


def box_room(settings: PrintSettings) -> float:
    """How thick the paper in a full box may be, in mm, one cover included."""
    return _room(settings.box_sheets or sheets_in(max(settings.boxes_mm), settings), settings)


def _filled(ordered: Sequence[Volume], settings: PrintSettings) -> list[Box]:
    most = settings.box_sheets or sheets_in(max(settings.boxes_mm), settings)
    boxes: list[Box] = []
    filling: list[Placed] = []
    page = 1
    for number, volume in enumerate(ordered, start=1):
        placed = _place(volume, settings, page, number)
        if filling and _thickness([*filling, placed], settings) > _room(most, settings):
            boxes.append(_close(filling, settings, len(boxes) + 1))
            filling, page = [], 1
            placed = _place(volume, settings, page, number)
        filling.append(placed)
        page += placed.pages
    if filling:
        boxes.append(_close(filling, settings, len(boxes) + 1))
    return boxes


def _place(volume: Volume, settings: PrintSettings, page: int, number: int) -> Placed:
    """A volume from `page` on: its separator, its pages and, on both sides, blank backs up to a whole sheet."""
    both = settings.sides is not Sides.SIMPLEX
    before = (2 if both else 1) if settings.separator else 0
    after = volume.pages % 2 if both else 0
    pages = before + volume.pages + after
    return Placed(
        volume=volume,
        separator_page=page if settings.separator else None,
        first_page=page + before,
        pages=pages,
        sheets=pages // 2 if both else pages,
        number=number,
    )


def sheets_in(box_mm: float, settings: PrintSettings) -> int:
    """How many sheets of paper a box takes, each volume's cover left aside."""
    return max(1, math.floor((box_mm - settings.cover_mm) / settings.sheet_mm))


def _room(most_sheets: int, settings: PrintSettings) -> float:
    return most_sheets * settings.sheet_mm + settings.cover_mm


def _thickness(placed: Sequence[Placed], settings: PrintSettings) -> float:
    """Of the paper, and one cover more or less for the whole: volumes in a box have soft covers."""
    return sum(one.sheets for one in placed) * settings.sheet_mm + settings.cover_mm


def _close(placed: Sequence[Placed], settings: PrintSettings, number: int) -> Box:
    thick = _thickness(placed, settings)
    return Box(number=number, width_mm=_up_to(thick, settings.boxes_mm), placed=tuple(placed))


def spine_mm(sheets: int, settings: PrintSettings) -> int:
    """Width of a hard cover's spine for so many sheets, rounded up to what is sold; the widest where none is enough."""
    return _up_to(sheets * settings.sheet_mm + settings.cover_mm, settings.covers_mm)


def _up_to(thick: float, sizes: Sequence[int]) -> int:
    fitting = [size for size in sorted(sizes) if size >= thick]
    return fitting[0] if fitting else max(sizes)


# ---------------------------------------------------------------------------- printing order


def runs(pages: int, settings: PrintSettings) -> tuple[tuple[int, ...], ...]:
    """The pages of each printing run, in printing order; 0 is a blank sheet side.

    Simplex and duplex are one run in reading order. Manual duplex is the front sides, then the back sides in the order
    in which the turned stack comes out of the tray.
    """
    if settings.sides is not Sides.MANUAL:
        return (tuple(range(1, pages + 1)),)
    fronts = tuple(range(1, pages + 1, 2))
    backs = tuple(page + 1 if page + 1 <= pages else 0 for page in fronts)
    return fronts, backs[::-1] if settings.turn is Turn.LAST_FIRST else backs


def separators(box: Box) -> Iterator[Placed]:
    """The volumes of a box that have a separator sheet."""
    return (placed for placed in box.placed if placed.separator_page is not None)
