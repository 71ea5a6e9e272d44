"""Long work in the background, one at a time: how far it is, what came of it, and how to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from dossier.errors import DossierError
from dossier.processes.pool import HaltedError


class StoppedError(Exception):
    """Somebody asked for an end."""


@dataclass(slots=True)
class Job:
    """One piece of long work; survives a reload of the page, not of the program."""

    title: str
    done: int = 0
    total: int = 0
    at: str = ""
    state: str = "running"
    """running, done, stopped, failed."""
    error: str = ""
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    """(good | left | bad | file, words, case id)."""
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    halt: threading.Event = field(default_factory=threading.Event)
    """Set where somebody asked for an end."""

    @property
    def seconds(self) -> int:
        """How long it ran."""
        return int((self.ended or time.monotonic()) - self.began)

    @property
    def left_seconds(self) -> int:
        """What it may still need; 0 where nobody knows."""
        return int(self.seconds / self.done * (self.total - self.done)) if self.done and self.total else 0

    def step(self, done: int, total: int, at: str) -> None:
        """Tell how far it is; raises StoppedError where somebody asked for an end."""
        self.done, self.total, self.at = done, total, at
        if self.halt.is_set():
            raise StoppedError


class Jobs:
    """The work in hand."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self._lock = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether something runs."""
        return self.job is not None and self.job.state == "running"

    def begin(self, title: str, work: Callable[[Job], None]) -> bool:
        """Start it, unless something runs already."""
        with self._lock:
            if self.is_busy:
                return False
            job = Job(title)
            self.job = job
        threading.Thread(target=_run, args=(job, work), daemon=True).start()
        return True

    def stop(self) -> None:
        """Ask for an end."""
        if self.job is not None:
            self.job.halt.set()


def _run(job: Job, work: Callable[[Job], None]) -> None:
    state = "done"
    try:
        work(job)
    except (StoppedError, HaltedError):
        state = "stopped"
    except DossierError as error:
        job.error, state = str(error), "failed"
    except Exception as error:
        job.error, state = f"程序出错了（{type(error).__name__}），这不是您的问题。请重新打开一生一案再试。", "failed"
    job.ended = time.monotonic()
    job.state = state
