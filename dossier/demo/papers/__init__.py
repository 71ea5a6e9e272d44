"""The one pen for all drawn papers: plain for the demo, by dice for measuring. Front door of what the dice draw.

A maker (certificates, family, school, visits) sets one paper with a `Pen`; people, names, cases and cameras are what
the dice add: invented children, file names, planted faults, what telephones and copiers do to a sheet.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path


def make_papers(
    folder: Path,
    *,
    cases: int,
    seed: int,
    today: date,
    fonts: Path | None = None,
    telling: bool = False,
    hard: bool = True,
) -> None:
    """Write a workspace of drawn papers and its truth (TRUTH.tsv, LOOKS.tsv); the same seed and fonts give the same.

    `fonts`: a folder (searched through) of other fonts than the program's own. `telling`: file names that say what the
    paper is. `hard`: handwriting, folds, glare, copies and the like. Raises ValueError where no font has the letters.
    """
    from dossier.demo.papers.make import find_fonts, write_workspace

    write_workspace(folder, count=cases, seed=seed, fonts=find_fonts(fonts), telling=telling, hard=hard, today=today)
