"""The workspace on the desk: judged again whenever anything changed, its papers read in the background.

Threads: one judges by what is known, one reads pages, one watches the disk. Pages of the desk only ever look at the
last judgement that was published. After a decision, or a file that came in, only that case is judged anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dossier.check import Judged, judge_again, judge_workspace
from dossier.desk.disk import changed_cases, look_round
from dossier.desk.rows import Row, rows_of
from dossier.desk.sessions import Sessions
from dossier.desk.waiting import Waiting, batch_of
from dossier.errors import DossierError
from dossier.evidence import CACHE_FOLDER, Cache, Sight, open_sight, read_pages
from dossier.files.clock import this_day
from dossier.model import Case, Check, EvidenceFile, Review, Specs, Workspace
from dossier.sorting import Proposal
from dossier.workspace import OpenWorkspace, open_workspace

_POLL_SECONDS = 0.4
_SETTLE_SECONDS = 0.5
"""A file is read once it has not changed for so long: WeChat and copies write slowly."""
_RESTING = 12
"""The disk is looked at so many times longer not than it takes: a large workspace costs less than a tenth of a
processor."""


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
    cases: Mapping[str, Case] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    """A row a case for the page of all."""
    changed: Mapping[str, int] = field(default_factory=dict)
    """Case → the version since which it is as it is."""
    changed_all: int = 0
    """The version since which what is of no case (roster, inbox, letters) is as it is."""

    def case(self, own_id: str) -> Case | None:
        """A case by its id."""
        return self.cases.get(own_id)


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
        self.looked_at = ""
        """The case that somebody opened last: its pages are read first."""
        self.proposals: tuple[Proposal, ...] = ()
        """Whose each paper of 收件箱 seems to be, as last sorted."""
        self.sort: Callable[[Bench], tuple[Proposal, ...]] = lambda bench: ()
        self._sorted: tuple[str, ...] = ()
        self._publishing = threading.Lock()
        self._turn = threading.Condition()
        self._asked = 1
        self._done = 0
        self._wanted: set[str] | None = None
        """Cases to be judged; None: everything."""
        self._is_open = True
        self._reading = threading.Event()
        self._read: dict[str, dict[str, EvidenceFile]] = {}
        """By case and path, files whose pages were read since the last judgement of everything."""
        self._tried: set[str] = set()
        """sha256 of the files that were given to the reader."""
        self._seen: Mapping[str, tuple[int, int]] = {}
        self._folder: OpenWorkspace | None = None
        self._judged: Judged | None = None
        self._sight: Sight | None = None

    def start(self) -> None:
        """Begin to judge, to read and to watch."""
        self._seen = look_round(self.root)  # before the first look, so that nothing falls between the two
        for run in (self._judge_on_and_on, self._read_on_and_on, self._watch_on_and_on):
            threading.Thread(target=run, daemon=True).start()

    def close(self) -> None:
        """Let the threads end."""
        with self._turn:
            self._is_open = False
            self._turn.notify_all()
        self._reading.set()

    def ask(self, *case_ids: str) -> int:
        """Something changed in these cases (none named: anywhere): judge again. Gives the number to wait for."""
        with self._turn:
            if not case_ids:
                self._wanted = None
            elif self._asked == self._done:
                self._wanted = set(case_ids)
            elif self._wanted is not None:
                self._wanted.update(case_ids)
            self._asked += 1
            self._turn.notify_all()
            return self._asked

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until the judgement asked for is published, at most so long; whether it is."""
        with self._turn:
            return self._turn.wait_for(lambda: self._done >= number, seconds)

    def listed(self, own_id: str) -> Case | None:
        """A case with the files that lie in its folder at this moment. Raises DossierError."""
        folder = self._folder
        found = folder.again(own_id) if folder is not None else None
        if found is None:
            cases = open_workspace(self.root, self.specs).workspace.cases
            found = next((case for case in cases if case.own_id == own_id), None)
        return found

    # ------------------------------------------------------------------ judging

    def _judge_on_and_on(self) -> None:
        while self._is_open:
            with self._turn:
                self._turn.wait_for(lambda: self._asked > self._done or not self._is_open)
                number, wanted = self._asked, self._wanted
                self._wanted = set()
            if not self._is_open:
                return
            self._judge(wanted)
            with self._turn:
                self._done = number
                self._turn.notify_all()

    def _judge(self, wanted: Collection[str] | None) -> None:
        try:
            judged = self._again(wanted) if wanted is not None else None
            judged = judged or self._everything()
        except DossierError as error:
            self._publish(self.known.workspace, self.known.check, str(error))
            return
        self._judged = judged
        self._publish(judged.check.workspace, judged.check, "")
        if judged.check.workspace.unsorted != self._sorted or self._waiting().files:
            self._reading.set()

    def _everything(self) -> Judged:
        self._folder = open_workspace(self.root, self.specs)
        workspace = self._folder.workspace
        if self.known.check is None:
            self._publish(workspace, None, "")
        with Cache(self.root / CACHE_FOLDER) as cache:
            self._sight = open_sight(self.root, cache, watch=self.told)
            judged = judge_workspace(workspace, self.specs, this_day(), self._sight, as_known=True)
        return self._with_read(judged)

    def _with_read(self, judged: Judged) -> Judged:
        """With the files that were read and whose reading nobody keeps, as the reader gave up on them."""
        unread = {case.id for case in judged.check.workspace.cases if any(map(_is_unread, case.files))}
        cases = [case for case in judged.check.workspace.cases if case.id in unread & self._read.keys()]
        assert self._sight is not None
        again = judge_again(judged, cases, self._sight, self._read) if cases else None
        return again or judged

    def _again(self, wanted: Iterable[str]) -> Judged | None:
        """These cases as they are now; None where everything has to be judged."""
        before, folder, sight = self._judged, self._folder, self._sight
        if before is None or folder is None or sight is None or before.check.today != this_day():
            return None
        cases = [folder.again(case_id) for case_id in wanted]
        listed = [case for case in cases if case is not None]
        if len(listed) < len(cases):
            return None
        return judge_again(before, listed, sight, dict(self._read))

    def _publish(self, workspace: Workspace | None, check: Check | None, problem: str) -> None:
        with self._publishing:
            self._publish_alone(workspace, check, problem)

    def _publish_alone(self, workspace: Workspace | None, check: Check | None, problem: str) -> None:
        before = self.known
        reviews = {one.case.own_id: one for one in check.reviews} if check is not None else {}
        version = before.version + 1
        is_elsewhere = problem != before.problem or _elsewhere(workspace) != _elsewhere(before.workspace)
        listed = workspace.cases if workspace is not None else ()
        self.step = Step()
        if check is before.check and not is_elsewhere and workspace is before.workspace:
            return
        changed = {
            own_id: before.changed.get(own_id, version) if _is_same(before.reviews.get(own_id), review) else version
            for own_id, review in reviews.items()
        }
        kept = [] if is_elsewhere else [row for row in before.rows if changed.get(row.id, version) < version]
        self.known = Known(
            version=version,
            workspace=workspace,
            check=check,
            problem=problem,
            reviews=reviews,
            cases={case.own_id: case for case in listed},
            rows=rows_of(listed, reviews, check, kept),
            changed=changed,
            changed_all=version if is_elsewhere or before.check is None else before.changed_all,
        )

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
            try:
                self._sort_inbox()
                self._read_cases()
            except DossierError:
                pass  # told by the judging of what is there
            self.step = Step()

    def _sort_inbox(self) -> None:
        workspace = self.known.workspace
        if workspace is None or workspace.unsorted == self._sorted:
            return
        self._sorted = workspace.unsorted
        self.proposals = self.sort(self)
        self.touch()

    def touch(self) -> None:
        """What is of no case is shown anew."""
        with self._publishing:
            version = self.known.version + 1
            self.known = replace(self.known, version=version, changed_all=version)

    def _waiting(self) -> Waiting:
        """Files whose pages wait for the reader."""
        judged = self._judged
        cases = judged.check.workspace.cases if judged is not None else ()
        return batch_of(cases, self._tried, self.looked_at)

    def _read_cases(self) -> None:
        """Some cases after the other, those that somebody looks at first; what was read shows at once."""
        done = 0
        while self._is_open and (waiting := self._waiting()).files:
            judged = self._judged
            assert judged is not None
            total, before = done + waiting.pages, done

            def watch(stage: str, read: int, of: int, item: str, before: int = before, total: int = total) -> None:
                self.told("看图识字", before + read, total, item)

            with Cache(self.root / CACHE_FOLDER) as cache:
                sight = open_sight(self.root, cache, watch=watch)
                some = replace(judged.check.workspace, cases=waiting.cases)
                read = read_pages(some, sight).cases
            self._tried |= waiting.files
            for case in read:
                self._read[case.id] = {file.path: file for file in case.files}
            done += waiting.pages_now
            self.ask(*(case.id for case in read))

    # ------------------------------------------------------------------ the disk

    def _watch_on_and_on(self) -> None:
        seen, pause = self._seen, _POLL_SECONDS
        while self._is_open:
            time.sleep(pause)
            began = time.monotonic()
            now = look_round(self.root)
            pause = max(_POLL_SECONDS, _RESTING * (time.monotonic() - began))
            if now == seen:
                continue
            time.sleep(_SETTLE_SECONDS)
            settled = look_round(self.root)
            if settled == now:
                cases = changed_cases(self.root, seen, now, self.known.cases.values())
                seen = settled
                if cases is None:
                    self.ask()
                elif cases:
                    self.ask(*cases)


def _is_unread(file: EvidenceFile) -> bool:
    return file.is_usable and not file.readings


def _is_same(one: Review | None, other: Review) -> bool:
    return one is other or one == other


def _elsewhere(workspace: Workspace | None) -> object:
    """What of a workspace is of no case."""
    if workspace is None:
        return None
    return workspace.settings, workspace.roster, workspace.findings, workspace.unsorted, workspace.letters


def looked_at(case: Case) -> tuple[EvidenceFile, ...]:
    """Every file of a case, those not looked at yet too."""
    known = {file.path: file for file in case.files}
    return tuple(known.get(path, EvidenceFile(path=path)) for path in case.paths)
