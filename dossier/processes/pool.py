"""Worker processes with limits, for work that touches files which may be hostile.

A parser that crashes, hangs or eats memory costs the item it was at, never the run: the worker is replaced, what it
had not reached is given to another, and the item is tried once more alone before it is called dead. Results come in
the order of the items, and only a bounded number of them waits at any time.

    with Workers(2, seconds=60) as workers:
        for result in workers.map(examine, paths): ...

The function must be importable by name (a functools.partial of one will do), as workers are not forked from this
process: it works alike on Linux, macOS and Windows. A script that uses it needs `if __name__ == "__main__"`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from dossier.errors import ToolError
from dossier.processes.cluster import Cluster, cluster_at_hand
from dossier.processes.worker import serve

A = TypeVar("A")
R = TypeVar("R")

LIBRARIES = ("numpy", "PIL.Image", "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "pikepdf", "pypdfium2")
"""What most work on evidence needs and is slow to import."""
_STILLBORN = 4
"""So many workers in a row may end before they began."""
_START_SECONDS = 60.0
"""What a worker may need to start (a cold disk, a virus scanner) before its first item's time runs."""


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """The function returned."""

    value: R


@dataclass(frozen=True, slots=True)
class Died:
    """The worker ended while it was at this item, twice; or it needed more memory than allowed."""

    detail: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The item took longer than allowed, and its worker was ended."""

    seconds: float


Result = Done[R] | Died | TimedOut


class HaltedError(Exception):
    """Somebody asked for an end while workers were at it; they are ended."""


_LISTEN_SECONDS = 0.3
"""So often who waits for workers looks whether an end was asked for."""


class Workers:
    """A pool of worker processes; starts none before there is work.

    `seconds` and `memory_mb` limit one item (memory only where the system has resource limits: not on Windows).
    `batch` items travel together, for work of a few milliseconds. `preload` names modules that are imported once,
    before workers are forked, where there is a fork server; of several pools in one run the first decides.
    `halt`: once it is set, whoever waits for a result gets HaltedError.
    `shared`: the work needs nothing but the shared folder, and may go to the cluster of this run.
    """

    def __init__(
        self,
        count: int,
        *,
        seconds: float = 60,
        memory_mb: int = 2048,
        batch: int = 1,
        preload: Sequence[str] = LIBRARIES,
        shared: bool = False,
        halt: threading.Event | None = None,
    ) -> None:
        self._cluster = cluster_at_hand() if shared else None
        self.halt = halt
        self.count = max(1, count)
        self.seconds = seconds
        self.memory_mb = memory_mb
        self.batch = max(1, batch)
        self._context = _context(preload)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._scratch: Path | None = None

    def __enter__(self) -> Workers:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all workers at once."""
        self.close()

    def close(self) -> None:
        """End all workers at once; safe to call twice."""
        for worker in self._all:
            worker.end()
        for worker in self._all:
            worker.reap()
        self._all.clear()
        self._idle.clear()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch = None

    @property
    def scratch(self) -> Path:
        """Where workers keep temporary files. They are ended, not asked to leave: this process clears up after them."""
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="dossier-work-"))
        return self._scratch

    def map(self, function: Callable[[A], R], items: Iterable[A]) -> Iterator[Result[R]]:
        """One result for each item, in their order; workers begin at once, before the first result is asked for.

        Items are taken only a little ahead of the results. An exception of the function itself is a bug and is raised
        here, with the worker's traceback as a note; MemoryError is not: it is `Died`.
        """
        if self._cluster is not None:
            return _from_cluster(self._cluster, function, items)
        run = _Run(self, function, items)
        run.employ()
        return self._results(run)

    def _results(self, run: _Run) -> Iterator[Result[Any]]:
        try:
            yield from run.results()
        finally:
            for worker in run.busy:  # the caller lost interest, or Ctrl-C
                self._discard(worker)

    def _hire(self) -> _Worker:
        if self._idle:
            return self._idle.pop()
        worker = _Worker(self._context, self.seconds, self.memory_mb, self.scratch)
        self._all.add(worker)
        return worker

    def _release(self, worker: _Worker) -> None:
        self._idle.append(worker)

    def _discard(self, worker: _Worker) -> None:
        worker.end()
        worker.reap()
        self._all.discard(worker)


def start_ahead(preload: Sequence[str]) -> None:
    """Start the fork server, where there is one, beside what this process does next; it imports `preload` meanwhile."""
    _start_server(_context((*LIBRARIES, *preload)))


def _start_server(context: Any) -> None:
    """The fork server, where there is one and it does not run yet. Ctrl-C is not for it: it would break off what it
    imports with a traceback on everybody's screen; it goes when this process is gone."""
    if sys.platform == "win32" or context.get_start_method() != "forkserver":
        return
    from multiprocessing import resource_tracker
    from multiprocessing.forkserver import ensure_running

    resource_tracker.ensure_running()  # first: starting it, it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(preload: Sequence[str]) -> Any:
    """A fork server where there is one: workers start in milliseconds and inherit no thread of ours."""
    if sys.platform == "linux":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["__main__", __name__, *preload])
        return context
    return multiprocessing.get_context("spawn")


# ---------------------------------------------------------------------------- this side


def _from_cluster(cluster: Cluster, function: Callable[[A], R], items: Iterable[A]) -> Iterator[Result[R]]:
    for value, lost in cluster.map(function, items):
        yield Died(lost) if lost else Done(value)


class _Worker:
    """A worker process and what it was given. Items are numbered by their place in the run."""

    def __init__(self, context: Any, seconds: float, memory_mb: int, scratch: Path) -> None:
        _start_server(context)
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, seconds, memory_mb, scratch), daemon=True)
        self.process.start()
        theirs.close()
        self.given: deque[tuple[int, Any]] = deque()
        self.deadline = 0.0
        self.is_new = True
        self.is_alone = False
        """It has one item that another worker died of."""

    def give(self, function: Callable[[Any], Any], numbered: Sequence[tuple[int, Any]], seconds: float) -> bool:
        """Send work; False when the worker is gone."""
        self.given = deque(numbered)
        self.deadline = time.monotonic() + seconds + (_START_SECONDS if self.is_new else 0)
        try:
            self.connection.send((function, [item for _, item in numbered]))
        except OSError:
            return False
        return True

    def end(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self.process.kill()

    def reap(self) -> None:
        self.process.join(5)
        self.connection.close()
        with contextlib.suppress(ValueError):
            self.process.close()

    def epitaph(self) -> str:
        self.process.join(5)
        code = self.process.exitcode
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return signal.Signals(-code).name
        return f"exit {code}"


class _Run:
    """One `map`: what waits, who is at it, what is done and not yet handed out."""

    def __init__(self, pool: Workers, function: Callable[[Any], Any], items: Iterable[Any]) -> None:
        self._pool = pool
        self._function = function
        self._fresh = enumerate(items)
        self._again: deque[tuple[int, Any]] = deque()
        self._suspects: deque[tuple[int, Any]] = deque()
        self._results: dict[int, Any] = {}
        self._next = 0
        self._taken = 0
        self._is_dry = False
        self._stillborn = 0
        self._ahead = pool.count * pool.batch * 4 + 32
        self.busy: set[_Worker] = set()

    def results(self) -> Iterator[Any]:
        while True:
            self.employ()
            while self._next in self._results:
                yield self._results.pop(self._next)
                self._next += 1
                self.employ()
            if not self.busy:
                return
            self._attend()

    def employ(self) -> None:
        """Give work to every worker that may have some."""
        while len(self.busy) < self._pool.count:
            alone = bool(self._suspects)
            work = [self._suspects.popleft()] if alone else self._take()
            if not work:
                return
            worker = self._pool._hire()
            worker.is_alone = alone
            self.busy.add(worker)
            if not worker.give(self._function, work, self._pool.seconds):
                self._bury(worker)

    def _take(self) -> list[tuple[int, Any]]:
        work = [self._again.popleft() for _ in range(min(self._pool.batch, len(self._again)))]
        room = min(self._pool.batch - len(work), self._ahead - (self._taken - self._next))
        if room > 0 and not self._is_dry:
            fresh = list(islice(self._fresh, room))
            self._is_dry = len(fresh) < room
            self._taken += len(fresh)
            work += fresh
        return work

    def _attend(self) -> None:
        """Wait for an answer, a death or a deadline. Raises HaltedError."""
        halt = self._pool.halt
        if halt is not None and halt.is_set():
            raise HaltedError
        by_connection = {worker.connection: worker for worker in self.busy}
        patience = min(worker.deadline for worker in self.busy) - time.monotonic()
        patience = patience if halt is None else min(patience, _LISTEN_SECONDS)
        for ready in wait(list(by_connection), timeout=max(0.0, patience)):
            worker = by_connection[ready]
            try:
                answer = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                self._note(worker, answer)
        now = time.monotonic()
        for worker in [late for late in self.busy if late.deadline <= now and not late.connection.poll()]:
            if worker.is_new:
                self._bury_unborn(worker)
                continue
            number, _ = worker.given.popleft()
            self._results[number] = TimedOut(self._pool.seconds)
            self._dismiss(worker)

    def _note(self, worker: _Worker, answer: tuple[str, Any]) -> None:
        kind, value = answer
        worker.is_new = False
        worker.deadline = time.monotonic() + self._pool.seconds
        if kind == "ready":
            return
        if kind == "bug":
            raise value
        if kind in ("memory", "panic"):
            self._bury(worker, kind)
            return
        number, _ = worker.given.popleft()
        self._results[number] = Done(value)
        if not worker.given:
            self.busy.discard(worker)
            self._pool._release(worker)

    def _bury(self, worker: _Worker, cause: str = "") -> None:
        """The worker is gone: the item it was at is suspected, the rest goes to others."""
        if worker.is_new:
            self._bury_unborn(worker)
            return
        self._stillborn = 0
        suspect = worker.given.popleft()
        if worker.is_alone:
            self._results[suspect[0]] = Died(cause or worker.epitaph())
        else:
            self._suspects.append(suspect)
        self._dismiss(worker)

    def _bury_unborn(self, worker: _Worker) -> None:
        """It never began: no item is to blame. Raises `ToolError` when that happens again and again."""
        self._stillborn += 1
        if self._stillborn > _STILLBORN:
            raise ToolError(
                f"启动不了工作进程（{worker.epitaph()}）",
                hint="请关闭一些程序腾出内存，并确认杀毒软件没有拦截本程序，再试一次。",
            )
        (self._suspects if worker.is_alone else self._again).extendleft(reversed(worker.given))
        worker.given.clear()
        self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        self._again.extendleft(reversed(worker.given))
        self.busy.discard(worker)
        self._pool._discard(worker)
