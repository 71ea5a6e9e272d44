"""收件箱: whose is each paper and what, grouped by how sure; what a person confirms is copied and written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from dossier.desk.bench import Bench
from dossier.errors import DossierError, UsageError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.clock import this_day
from dossier.model import Check
from dossier.report import mask
from dossier.sorting import Copied, Proposal, Row, copy_rows, open_heap, sort_inbox
from dossier.specs import load_thresholds
from dossier.workspace import INBOX, Decision, read_workspace, write_decisions

GROUPS = (
    ("sure", "很有把握", "已替您选上，看过再认可"),
    ("fair", "较有把握", "没有选上"),
    ("unsure", "拿不准", "没有选上"),
    ("unknown", "认不出", "请写是谁的、是什么"),
    ("done", "已处理", "个案文件夹里已有同样的文件"),
)
"""Id, title and remark of each group, in the order of the page."""
_STEPS = ((0.95, "sure"), (0.80, "fair"), (0.50, "unsure"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A paper of the inbox and what is proposed for it."""

    id: str
    file: str
    path: str
    pages: str
    case: str
    name: str
    type: str
    title: str
    reason: str
    size: str
    group: str
    problem: str = ""
    first_page: int = 1
    many: bool = False
    """It has several pages."""


def inbox_rows(bench: Bench, check: Check | None) -> tuple[InboxRow, ...]:
    """What lies in the inbox, by what was read of it; empty where nothing was sorted yet."""
    held = {file.sha256 for case in check.workspace.cases for file in case.files} if check is not None else set()
    rows = [_row(bench, one, held) for one in bench.proposals]
    return tuple(sorted(rows, key=lambda row: (row.case, row.type, row.path, row.first_page)))


def _row(bench: Bench, one: Proposal, held: set[str]) -> InboxRow:
    paper = bench.specs.papers.get(one.type or "")
    whole = len(one.pages) == one.of_pages
    return InboxRow(
        id=row_id(bench, one),
        file=bench.sessions.id_of(INBOX, one.path),
        path=one.path,
        pages="" if whole or not one.pages else f"{one.pages[0]}-{one.pages[-1]}",
        case=one.case.own_id if one.case is not None else "",
        name=one.case.name if one.case is not None else "",
        type=one.type or "",
        title=(paper.short or paper.title) if paper is not None else "",
        reason=mask(one.reason),
        size=f"{one.of_pages}页",
        group="done" if one.sha256 in held else _group(one),
        problem=one.problem,
        first_page=one.pages[0] if one.pages else 1,
        many=one.of_pages > 1,
    )


def row_id(bench: Bench, one: Proposal) -> str:
    """The id of a paper of the inbox: it changes with the bytes of its file."""
    return bench.sessions.id_of(INBOX, one.path, one.sha256, str(one.pages))


def _group(one: Proposal) -> str:
    if one.problem or one.case is None or one.type is None:
        return "unknown"
    return next((group for least, group in _STEPS if one.confidence >= least), "unknown")


def sort_now(bench: Bench) -> tuple[Proposal, ...]:
    """Whose is each paper of the inbox, and what; reads what was not read before. Raises DossierError."""
    inbox = bench.root / INBOX
    if not inbox.is_dir():
        return ()
    workspace = read_workspace(bench.root, bench.specs)
    thresholds = load_thresholds(bench.specs.folder, workspace.settings.thresholds)
    heap = open_heap(inbox, bench.root / CACHE_FOLDER)
    with Cache(bench.root / CACHE_FOLDER) as cache:
        sight = open_sight(bench.root, cache, watch=bench.told)
        return sort_inbox(inbox, heap, workspace, bench.specs, thresholds, this_day(), sight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A paper of the inbox with the child and the type that a person gave it."""

    id: str
    case: str
    type: str


def confirm(bench: Bench, wanted: Sequence[Confirmed], who: str) -> tuple[int, tuple[str, ...]]:
    """Copy each paper to its child and write down what it is, all as one decision; how many, and what was not done.

    Raises OutputError where a copy cannot be written.
    """
    if not wanted:
        raise UsageError("没有选中的文件")
    known = {row_id(bench, one): one for one in bench.proposals}
    left = [f"{one.id}" for one in wanted if one.id not in known]
    heap = open_heap(bench.root / INBOX, bench.root / CACHE_FOLDER)
    with bench.writing:
        workspace = read_workspace(bench.root, bench.specs)
        made: list[tuple[Confirmed, Copied]] = []
        problems = [f"{len(left)} 份刚被改过，请看一眼再认可"] if left else []
        for number, one in enumerate(wanted, 1):
            proposal = known.get(one.id)
            if proposal is None:
                continue
            pages = () if len(proposal.pages) == proposal.of_pages else proposal.pages
            row = Row(number, proposal.path, pages, one.case, one.type, proposal.sha256[:12])
            try:
                made.append((one, copy_rows(workspace, heap, [row], bench.specs)[0]))
            except DossierError as error:
                problems.append(
                    f"{proposal.path}：{'；'.join(place.problem for place in error.places) or error.message}"
                )
        _write_down(bench, made, who)
    return sum(not copied.note for _, copied in made), tuple(problems)


def confirm_pieces(
    bench: Bench, lying: Proposal, wanted: Sequence[tuple[Confirmed, Sequence[int], int]], who: str
) -> tuple[int, tuple[str, ...]]:
    """Copy pieces of one scan (whose and what, which pages, how turned) to their children, as one decision.

    How many, and what was not done. Raises OutputError where a copy cannot be written.
    """
    heap = open_heap(bench.root / INBOX, bench.root / CACHE_FOLDER)
    with bench.writing:
        workspace = read_workspace(bench.root, bench.specs)
        made, problems, turns = [], [], {}
        for number, (one, pages, turn) in enumerate(wanted, 1):
            whole = len(pages) == lying.of_pages
            row = Row(number, lying.path, () if whole else tuple(pages), one.case, one.type, lying.sha256[:12])
            try:
                copied = copy_rows(workspace, heap, [row], bench.specs)[0]
            except DossierError as error:
                problems.append(f"第 {pages[0]} 页：{'；'.join(at.problem for at in error.places) or error.message}")
                continue
            made.append((one, copied))
            turns[copied.target] = turn
        _write_down(bench, made, who, turns)
    return len(made), tuple(problems)


def _write_down(
    bench: Bench, made: Sequence[tuple[Confirmed, Copied]], who: str, turns: Mapping[str, int] | None = None
) -> None:
    workspace = read_workspace(bench.root, bench.specs)
    cases = {case.own_id: case for case in workspace.cases}
    decisions = []
    for one, copied in made:
        case, name = cases.get(one.case), PurePath(copied.target).name
        turn = (turns or {}).get(copied.target, 0)
        entry = {"type": one.type, **({"turn": turn} if turn else {})}
        if case is not None and not copied.note and name in case.paths:
            decisions.append(Decision(case=case, section="files", key=(name,), value=entry))
    if decisions:
        write_decisions(bench.root, bench.specs, decisions, command="assign", by=who, now=datetime.now().astimezone())


def place_of_file(bench: Bench, file_id: str) -> tuple[Path, Proposal] | None:
    """Where a file of the inbox lies, and the proposal for it; None where there is none so named."""
    for one in bench.proposals:
        if bench.sessions.id_of(INBOX, one.path) == file_id:
            place = open_heap(bench.root / INBOX, bench.root / CACHE_FOLDER).place(one.path)
            return (place, one) if place is not None and place.is_file() and not place.is_symlink() else None
    return None
