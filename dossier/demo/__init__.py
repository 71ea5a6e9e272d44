"""A workspace of invented children with drawn papers, to try the program on. Front door: `make_demo`."""

from __future__ import annotations

from datetime import date
from pathlib import Path


def make_demo(folder: Path, today: date) -> None:
    """Write some twenty invented cases of all categories into `folder`; the same day gives the same bytes."""
    from dossier.demo.make import make_demo as run

    run(folder, today)
