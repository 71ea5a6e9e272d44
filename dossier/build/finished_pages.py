"""Pages of evidence as they stand in the dossiers of a run: what was decoded for them serves the report too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from dossier.model import Outcome, Placed, Sheet
from dossier.pages.jpeg import Jpeg
from dossier.pdf import FinishedPictures, finished_pictures

_Standing = tuple[Path, Placed, Sheet]


@contextmanager
def finished_pages(root: Path, outcomes: Sequence[Outcome]) -> Iterator[Callable[[Path, int], Jpeg | None]]:
    """A function (place of a file of evidence, page) → its JPEG in the dossier that this run made of it, upright as
    the file itself says; None where there is none. One dossier is open at a time."""
    standing = {key: place for outcome in outcomes for key, place in _standing(root, outcome)}
    opened: list[tuple[Path, FinishedPictures]] = []
    with ExitStack() as stack:

        def page(place: Path, number: int) -> Jpeg | None:
            found = standing.get((place, number))
            if found is None:
                return None
            dossier, placed, sheet = found
            if not opened or opened[0][0] != dossier:
                stack.close()
                opened[:] = [(dossier, stack.enter_context(finished_pictures(dossier)))]
            jpeg = opened[0][1].of(placed, sheet)
            return replace(jpeg, pieces=(b"".join(jpeg.pieces),)) if jpeg else None  # whole, to be sent to workers

        yield page


def _standing(root: Path, outcome: Outcome) -> Iterator[tuple[tuple[Path, int], _Standing]]:
    """Where each page stands that nobody turned, and that was not prepared."""
    dossier = next((file for file in outcome.files if file.suffix == ".pdf"), None)
    if outcome.plan is None or outcome.review is None or dossier is None:
        return
    for sheet in outcome.plan.sheets:
        for placed in sheet.placed:
            if placed.turn % 360 == 0 and not placed.placeholder and placed.prepared is None:
                yield (outcome.review.case.on_disk(root, placed.path), placed.page), (dossier, placed, sheet)
