"""Send a print set to a printer: in order, each file once, stopping at the first that fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import OutputError, ToolError, disk_words
from dossier.files.hashes import sha256_of
from dossier.model import Sides
from dossier.printroom.journal import Entry, Journal
from dossier.printroom.service import JobReport, JobState, PrintService

_PATIENCE = 1_800.0
"""Seconds that a job may stand still before the run ends; the job stays with the printer and is asked for again."""
_POLL = 1.0
_RESUME = "再运行同一条命令会接着印，已经印完的不会重印。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPrint:
    """One file of a set. `pause` is said, and waited for, before it is sent: the stack has to be turned."""

    file: Path
    title: str
    pause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a file."""

    title: str
    words: str
    is_printed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where jobs go and who is asked. `ready` says whether a person has turned the stack; `tell` is for words."""

    service: PrintService
    printer: str
    copies: int
    sides: Sides
    journal: Journal
    ready: Callable[[str], bool]
    tell: Callable[[str], None]
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    patience: float = _PATIENCE


def send(files: Sequence[ToPrint], desk: Desk) -> Iterator[Sent]:
    """Print each file that was not printed before; one Sent a file.

    Raises ToolError when the printer refuses or a job fails, with what to do; what was printed is in the journal.
    """
    for one in files:
        digest = _digest(one.file)
        known = desk.journal.find(one.file.name, digest)
        if known is not None and known.state == "done":
            yield Sent(title=one.title, words="以前已经印完，没有重印")
            continue
        entry = known if known is not None and known.state == "sent" else None
        if entry is None:
            if one.pause and not desk.ready(one.pause):
                yield Sent(title=one.title, words=f"还没有印。{one.pause}", is_printed=False)
                return
            entry = _submit(one, digest, desk)
        _wait(one, entry, desk)
        yield Sent(title=one.title, words="印完")


def _submit(one: ToPrint, digest: str, desk: Desk) -> Entry:
    job = desk.service.submit(desk.printer, one.file, one.title, desk.copies, desk.sides)
    entry = Entry(file=one.file.name, sha256=digest, printer=desk.printer, job=job, state="sent")
    desk.journal.note(entry)
    return entry


def _wait(one: ToPrint, entry: Entry, desk: Desk) -> None:
    said, still_since, last = "", desk.clock(), JobReport(JobState.WAITING)
    while True:
        report = desk.service.report(entry.printer, entry.job)
        if report != last:
            still_since, last = desk.clock(), report
        if report.state is JobState.DONE:
            desk.journal.settle(entry, "done")
            return
        if report.state is JobState.FAILED:
            desk.journal.settle(entry, "failed")
            words = f"{one.title}：{report.words}。可能已经印出一部分，请收走作废，这一盒会重印。"
            raise ToolError(words, hint=_RESUME)
        if report.state is JobState.UNKNOWN:
            words = f"{one.title}：打印服务里查不到这个任务（{entry.job}）了"
            hint = f"请看它印出来没有：印了就在打印记录里把 state 改成 done，没印就改成 failed。{_RESUME}"
            raise ToolError(words, hint=hint)
        if report.words and report.words != said:
            said = report.words
            desk.tell(f"{one.title}：{said}")
        if desk.clock() - still_since > desk.patience:
            words = (
                f"{one.title}：等了 {desk.patience / 60:.0f} 分钟还没有印完（{report.words or '打印机没有说明原因'}）"
            )
            raise ToolError(words, hint=f"任务还在打印机那里。处理好以后，{_RESUME}")
        desk.sleep(_POLL)


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise OutputError(f"{path.name} 打不开（{disk_words(error)}）", hint="请重新排一次打印件。") from None
