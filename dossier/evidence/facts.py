"""What one look at the bytes of a file gives: facts that hold whatever the file is called and wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dossier.model import PageFact


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes: a code of `words.FAULTS`, and what its text needs to know."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One look. `pages` may be known although there is a fault."""

    sha256: str
    size: int
    media_type: str = "application/octet-stream"
    pages: tuple[PageFact, ...] = ()
    fault: Fault | None = None
    taken: date | None = None
    """From the picture's own EXIF."""
    stored_pages: int = 0
    """Of a Word file that LibreOffice set: the pages that Word had counted; 0 where it is not known."""
    attached: tuple[str, ...] = ()
    """Names of files that travel in a PDF, on no page of it."""


def to_row(facts: Facts) -> dict[str, Any]:
    """Plain JSON values, short."""
    row: dict[str, Any] = {"size": facts.size, "type": facts.media_type, "pages": _runs(facts.pages)}
    if facts.fault:
        row["fault"] = [facts.fault.code, facts.fault.detail]
    if facts.taken:
        row["taken"] = facts.taken.isoformat()
    if facts.stored_pages:
        row["stored"] = facts.stored_pages
    if facts.attached:
        row["attached"] = list(facts.attached)
    return row


def from_row(sha256: str, row: Any) -> Facts | None:
    """The facts, or None where the row is not one of ours."""
    try:
        fault = row.get("fault")
        taken = row.get("taken")
        return Facts(
            sha256=sha256,
            size=int(row["size"]),
            media_type=str(row["type"]),
            pages=_all_pages(row["pages"]),
            fault=Fault(str(fault[0]), str(fault[1])) if fault else None,
            taken=date.fromisoformat(taken) if taken else None,
            stored_pages=int(row.get("stored", 0)),
            attached=tuple(str(name) for name in row.get("attached", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None


def _runs(pages: tuple[PageFact, ...]) -> list[list[Any]]:
    """Equal neighbours once, with their number: a scan of 300 pages is one row."""
    runs: list[list[Any]] = []
    for page in pages:
        shape = [page.width, page.height, page.turn, page.pixels and list(page.pixels), page.has_text, page.risky]
        if runs and runs[-1][1:] == shape:
            runs[-1][0] += 1
        else:
            runs.append([1, *shape])
    return runs


def _all_pages(runs: list[list[Any]]) -> tuple[PageFact, ...]:
    pages: tuple[PageFact, ...] = ()
    for count, width, height, turn, pixels, has_text, risky in runs:
        page = PageFact(
            width=float(width),
            height=float(height),
            turn=int(turn),
            pixels=(int(pixels[0]), int(pixels[1])) if pixels else None,
            has_text=bool(has_text),
            risky=str(risky),
        )
        pages += (page,) * int(count)
    return pages
