"""Bars on stderr when a person is watching; silence otherwise."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

Watch = Callable[[str, int, int, str], None]
"""(what is being done, done, total, at which item)."""
Step = Callable[[int, int, str], None]
"""(done, total, at which item) of one thing that is being done."""


def silent(done: int, total: int, what: str) -> None:
    """Say nothing."""


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    """One who watches all steps of a run: a bar for each, with the time left; results on stdout stay clean."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda stage, done, total, item: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def watch(stage: str, done: int, total: int, item: str) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=None, what="")
            bars.update(tasks[stage], completed=done, total=total, what=_short(item))

        yield watch


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Step]:
    """The bar of one thing that is being done, for as long as the block runs."""
    with watching() as watch:
        yield lambda done, total, what: watch(title, done, total, what)


def _short(what: str) -> str:
    return what if len(what) <= 24 else f"{what[:23]}…"
