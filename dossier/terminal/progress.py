"""A progress bar on stderr when a person is watching; silence otherwise."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

Step = Callable[[int, int, str], None]
"""(done, total, what is being done)."""


def silent(done: int, total: int, what: str) -> None:
    """Say nothing."""


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Step]:
    """A bar with the time left, for as long as the block runs; results on stdout stay clean."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, what="")

        def step(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, what=_short(what))

        yield step


def _short(what: str) -> str:
    return what if len(what) <= 24 else f"{what[:23]}…"
