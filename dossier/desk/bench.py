"""The workspace on the desk: judged again whenever anything changed, its papers read in the background.

Threads: one judges by what is known (a second or less), one reads pages, one watches the disk. Pages of the desk only
ever look at the last judgement that was published.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dossier.check import check_workspace, is_partly_read
from dossier.desk.sessions import Sessions
from dossier.errors import DossierError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.model import Case, Check, EvidenceFile, Review, Specs, Workspace
from dossier.sorting import Proposal
from dossier.workspace import read_workspace

_POLL_SECONDS = 1.0
_SETTLE_SECONDS = 0.5
"""A file is read once it has not changed for so long: WeChat and copies write slowly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is being done in the background."""

    what: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the workspace at one moment; pages are made of this value alone."""

    version: int = 0
    workspace: Workspace | None = None
    check: Check | None = None
    problem: str = ""
    """Why the folder cannot be understood now."""
    reviews: Mapping[str, Review] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    """Case → the version since which it is as it is."""

    def case(self, own_id: str) -> Case | None:
        """A case by its id."""
        cases = self.workspace.cases if self.workspace is not None else ()
        return next((one for one in cases if one.own_id == own_id), None)


class Bench:
    """One workspace, and the threads that keep what is known of it up to date."""

    def __init__(self, root: Path, specs: Specs, sessions: Sessions) -> None:
        self.root = root
        self.specs = specs
        self.sessions = sessions
        self.known = Known()
        self.step = Step()
        self.writing = threading.RLock()
        """Held by who decides or puts files in: one at a time in this program."""
        self._turn = threading.Condition()
        self._asked = 1
        self._done = 0
        self._is_open = True
        self._unread: frozenset[str] = frozenset()
        self._reading = threading.Event()
        self._seen = 0
        self.proposals: tuple[Proposal, ...] = ()
        """Whose each paper of 收件箱 seems to be, as last sorted."""
        self.sort: Callable[[Bench], tuple[Proposal, ...]] = lambda bench: ()
        self._sorted: tuple[str, ...] = ()

    def start(self) -> None:
        """Begin to judge, to read and to watch."""
        self._seen = signature(self.root)  # before the first look, so that nothing falls between the two
        for run in (self._judge_on_and_on, self._read_on_and_on, self._watch_on_and_on):
            threading.Thread(target=run, daemon=True).start()

    def close(self) -> None:
        """Let the threads end."""
        with self._turn:
            self._is_open = False
            self._turn.notify_all()
        self._reading.set()

    def ask(self) -> int:
        """Something changed: judge again. Gives the number to wait for."""
        with self._turn:
            self._asked += 1
            self._turn.notify_all()
            return self._asked

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until the judgement asked for is published, at most so long; whether it is."""
        with self._turn:
            return self._turn.wait_for(lambda: self._done >= number, seconds)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing changed since the last judgement."""
        return self._done >= self._asked

    # ------------------------------------------------------------------ judging

    def _judge_on_and_on(self) -> None:
        while self._is_open:
            with self._turn:
                self._turn.wait_for(lambda: self._asked > self._done or not self._is_open)
                number = self._asked
            if not self._is_open:
                return
            self._judge()
            with self._turn:
                self._done = number
                self._turn.notify_all()

    def _judge(self) -> None:
        try:
            workspace = read_workspace(self.root, self.specs)
            if self.known.check is None:
                self._publish(workspace, None, "")
            with Cache(self.root / CACHE_FOLDER) as cache:
                sight = open_sight(self.root, cache, watch=self.told)
                check = check_workspace(workspace, self.specs, date.today(), sight, as_known=True)
        except DossierError as error:
            self._publish(self.known.workspace, self.known.check, str(error))
            return
        self._publish(check.workspace, check, "")
        unread = unread_of(check)
        if (unread and unread != self._unread) or check.workspace.unsorted != self._sorted:
            self._unread = unread
            self._reading.set()

    def _publish(self, workspace: Workspace | None, check: Check | None, problem: str) -> None:
        before = self.known
        reviews = {one.case.own_id: one for one in check.reviews} if check is not None else {}
        version = before.version + 1
        changed = {
            own_id: before.changed.get(own_id, version) if before.reviews.get(own_id) == review else version
            for own_id, review in reviews.items()
        }
        self.known = Known(
            version=version, workspace=workspace, check=check, problem=problem, reviews=reviews, changed=changed
        )
        self.step = Step()

    def told(self, stage: str, done: int, total: int, item: str) -> None:
        """Watch a step of the work in the background."""
        self.step = Step(what=stage, done=done, total=total)

    # ------------------------------------------------------------------ reading

    def _read_on_and_on(self) -> None:
        while True:
            self._reading.wait()
            self._reading.clear()
            if not self._is_open:
                return
            self._read()

    def _read(self) -> None:
        try:
            workspace = read_workspace(self.root, self.specs)
            if workspace.unsorted != self._sorted:
                self._sorted = workspace.unsorted
                self.proposals = self.sort(self)
            with Cache(self.root / CACHE_FOLDER) as cache:
                sight = open_sight(self.root, cache, watch=self.told)
                check_workspace(workspace, self.specs, date.today(), sight)
        except DossierError:
            pass  # told by the judging that follows
        self.step = Step()
        self.ask()

    # ------------------------------------------------------------------ the disk

    def _watch_on_and_on(self) -> None:
        seen = self._seen
        while self._is_open:
            time.sleep(_POLL_SECONDS)
            now = signature(self.root)
            if now == seen:
                continue
            time.sleep(_SETTLE_SECONDS)
            settled = signature(self.root)
            if settled == now:
                seen = settled
                self.ask()


def unread_of(check: Check) -> frozenset[str]:
    """The files that can be read and were not."""
    if not is_partly_read(check):
        return frozenset()
    return frozenset(
        file.sha256 for case in check.workspace.cases for file in case.files if file.is_usable and not file.readings
    )


def signature(root: Path) -> int:
    """Names, sizes and times of all that a person may change in the workspace, as one number."""
    found: list[tuple[str, int, int]] = []
    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith((".", "~$")) or entry.name.endswith(".tmp"):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting += [entry.path] if (folder, entry.name) != (str(root), "output") else []
                    else:
                        told = entry.stat(follow_symlinks=False)
                        found.append((entry.path, told.st_size, told.st_mtime_ns))
        except OSError:
            continue  # gone meanwhile; the next look tells
    return hash(tuple(sorted(found)))


def looked_at(case: Case) -> tuple[EvidenceFile, ...]:
    """Every file of a case, those not looked at yet too."""
    known = {file.path: file for file in case.files}
    return tuple(known.get(path, EvidenceFile(path=path)) for path in case.paths)


def with_review(known: Known, own_id: str) -> tuple[Case | None, Review | None]:
    """A case with its last judgement."""
    review = known.reviews.get(own_id)
    return (review.case if review is not None else known.case(own_id)), review
