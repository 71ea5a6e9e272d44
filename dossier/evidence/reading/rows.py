"""Readings ↔ plain JSON, for the cache. What does not convert back is read again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from dossier.model import PageReading, Picture, Seal, SignaturePlace, TextLine

_Box = tuple[float, float, float, float]


def to_json(readings: tuple[PageReading, ...]) -> list[Any]:
    """Short lists rather than named fields: there are many."""
    return [
        [
            reading.page,
            reading.source,
            [[line.text, list(line.box), line.confidence] for line in reading.lines],
            [[seal.box, seal.colour, seal.text, seal.confidence] for seal in reading.seals],
            [[place.label, place.box, place.text, place.ink] for place in reading.signatures],
            _picture(reading.picture),
            [_picture(photo) for photo in reading.photos],
            reading.turn,
            reading.unread,
        ]
        for reading in readings
    ]


def from_json(kept: Any) -> tuple[PageReading, ...] | None:
    """The readings, or None where this is not what `to_json` wrote."""
    try:
        return tuple(_reading(*page) for page in kept)
    except (TypeError, ValueError, KeyError, IndexError):
        return None


def _reading(
    page: int, source: str, lines: Any, seals: Any, signatures: Any, picture: Any, photos: Any, turn: int, unread: str
) -> PageReading:
    return PageReading(
        page=page,
        source=source,
        lines=tuple(TextLine(text=text, box=_box(box), confidence=sure) for text, box, sure in lines),
        seals=tuple(
            Seal(box=_box(box), colour=colour, text=text, confidence=sure) for box, colour, text, sure in seals
        ),
        signatures=tuple(
            SignaturePlace(label=label, box=_box(box), text=text, ink=ink) for label, box, text, ink in signatures
        ),
        picture=_pictured(picture),
        photos=tuple(photo for kept in photos if (photo := _pictured(kept)) is not None),
        turn=turn,
        unread=unread,
    )


def _picture(picture: Picture | None) -> list[Any] | None:
    if picture is None:
        return None
    packed = (b64encode(data).decode("ascii") for data in (picture.fingerprint, picture.thumbnail))
    return [picture.sharpness, picture.brightness, picture.paper, picture.colour, picture.board, picture.size, *packed]


def _pictured(kept: Any) -> Picture | None:
    if kept is None:
        return None
    sharpness, brightness, paper, colour, board, (width, height), fingerprint, thumbnail = kept
    return Picture(
        sharpness=sharpness,
        brightness=brightness,
        paper=paper,
        colour=colour,
        board=board,
        size=(width, height),
        fingerprint=b64decode(fingerprint),
        thumbnail=b64decode(thumbnail),
    )


def _box(kept: Any) -> _Box:
    x0, y0, x1, y1 = kept
    return (x0, y0, x1, y1)
