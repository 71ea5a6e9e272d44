"""A roster that comes in, before it is the roster: what its columns were taken for, which rows fail, who is new."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from dossier.check import check_workspace
from dossier.desk.bench import Bench
from dossier.desk.incoming import paper_name
from dossier.desk.wording import shown
from dossier.errors import DossierError, OutputError, UsageError, WorkspaceError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.clock import this_day
from dossier.files.write import put_in_place
from dossier.model import Check, Finding, RosterColumn, Severity, Specs, Workspace
from dossier.report import mask, roster_field_title
from dossier.workspace import (
    Adopted,
    Proposed,
    SheetLook,
    adopt_roster,
    by_field,
    fields_of_roster,
    help_for,
    look_at_roster,
    read_workspace,
    tables_of,
)

FOLDER = "roster-"
"""How the folder of a draft in `.dossier/incoming` begins."""
_OF_ROWS = frozenset(
    {"roster-row", "id-missing", "id-format", "id-date", "id-check-digit", "id-sex", "id-region", "category-unknown"}
) | {"duplicate-id", "possible-duplicate", "student-no", "disability-no", "category-age", "date-impossible"} | {
    "date-order", "count-mismatch", "fact-unclear", "facts-contradict", "glyph-missing",
}  # fmt: skip
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A roster that nobody accepted yet."""

    id: str
    path: Path
    lies_here: bool
    """It is a file of the workspace itself: accepting it only changes how it is read."""
    sheet: str = ""
    wanted: Mapping[str, str] = field(default_factory=dict)
    """Letter of a column → field, '' for none; what a person said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulRow:
    """A row of the roster that somebody has to look at."""

    case: str
    name: str
    level: str
    message: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """A column as the page shows it."""

    column: str
    header: str
    field: str
    samples: tuple[str, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """All that the page of a draft shows."""

    draft: Draft
    sheets: tuple[str, ...]
    look: SheetLook
    columns: tuple[ColumnView, ...]
    help: Mapping[str, str]
    problem: str = ""
    children: int = 0
    doubtful: tuple[DoubtfulRow, ...] = ()
    more: int = 0
    """Doubtful rows beyond those shown."""
    unfoldered: int = 0
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()


def new_draft(bench: Bench, received: Path, name: str) -> Draft:
    """What was received, kept under its own name until it is accepted or forgotten. Raises OutputError."""
    made = secrets.token_hex(12)
    folder = bench.root / CACHE_FOLDER / "incoming" / f"{FOLDER}{made}"
    try:
        folder.mkdir(parents=True)
        place = folder / paper_name(name)
        put_in_place(received, place)
    except OSError as error:
        raise OutputError("名册没有收下，写不进去。", hint="请看磁盘是不是满了，再试一次。") from error
    return _begun(bench, Draft(id=made, path=place, lies_here=False))


def draft_of(bench: Bench, name: str) -> Draft:
    """A table that lies in the workspace, to be the roster or to be read otherwise. Raises UsageError."""
    if name not in tables_of(bench.root):
        raise UsageError(f"文件夹里没有「{name}」")
    return _begun(bench, Draft(id=secrets.token_hex(12), path=bench.root / name, lies_here=True))


def _begun(bench: Bench, draft: Draft) -> Draft:
    """With the help that workspace.yaml gives already, where it fits this file."""
    workspace = bench.known.workspace
    help_ = workspace.settings.columns if workspace is not None else {}
    try:
        plain, helped = look_at_roster(draft.path, bench.specs, {}), look_at_roster(draft.path, bench.specs, help_)
    except WorkspaceError:
        forget(draft)
        raise
    if not plain:
        forget(draft)
        raise WorkspaceError("这份名册是空的")
    pairs = sorted(zip(plain, helped, strict=True), key=lambda pair: (pair[0].hidden, len(pair[1].missing)))
    auto, look = pairs[0]
    header = workspace.header if workspace is not None else None
    if draft.lies_here and header is not None and header.file == draft.path.name:
        auto, look = next((pair for pair in pairs if pair[0].name == header.sheet), pairs[0])
    wanted = {} if len(look.missing) > len(auto.missing) else _told(auto, look)
    return replace(draft, sheet=auto.name, wanted=wanted)


def _told(auto: SheetLook, look: SheetLook) -> dict[str, str]:
    before = {one.column: one.field for one in auto.columns}
    return {one.column: one.field or "" for one in look.columns if before.get(one.column) != one.field}


def forget(draft: Draft) -> None:
    """A draft that is not wanted goes; never a file of the workspace."""
    if not draft.lies_here:
        shutil.rmtree(draft.path.parent, ignore_errors=True)


def view_of_draft(bench: Bench, draft: Draft) -> DraftView:
    """How the draft is understood with what the person said, and what the workspace would be with it."""
    specs = bench.specs
    auto = look_at_roster(draft.path, specs, {})
    base = next((one for one in auto if one.name == draft.sheet), auto[0])
    help_ = help_for(base, draft.wanted, specs)
    helped = by_field(help_, specs)
    look = next(one for one in look_at_roster(draft.path, specs, helped) if one.name == base.name)
    before = {one.column: one.field for one in base.columns}
    view = DraftView(
        draft=draft,
        sheets=tuple(one.name for one in auto),
        look=look,
        columns=tuple(
            ColumnView(
                column=one.column,
                header=one.header,
                field=one.field or "",
                samples=tuple(mask(text)[:24] for text in one.samples),
                is_changed=before.get(one.column) != one.field,
            )
            for one in look.columns
        ),
        help=help_,
    )
    if look.missing:
        words = "和".join(f"「{word}」" for word in look.missing)
        return replace(view, problem=f"这份名册里没找到{words}这一列。请在下面指一指哪一列是。")
    try:
        sheet = base.name if len(auto) > 1 else ""
        workspace = read_workspace(bench.root, specs, instead=Proposed(path=draft.path, sheet=sheet, columns=helped))
        with Cache(bench.root / CACHE_FOLDER) as cache:
            check = check_workspace(workspace, specs, this_day(), open_sight(bench.root, cache), as_known=True)
    except DossierError as error:
        return replace(view, problem=str(error))
    return _with_rows(view, bench.known.workspace, check)


def _with_rows(view: DraftView, now: Workspace | None, check: Check) -> DraftView:
    rows = [
        _row("", "", one)
        for one in check.findings
        if one.rule in _OF_ROWS and one.severity is not Severity.NOTE and one.path == check.workspace.roster
    ]
    for review in check.reviews:
        rows += [
            _row(review.case.own_id, review.case.name, one)
            for one in review.findings
            if one.rule in _OF_ROWS and one.path is None and one.severity is not Severity.NOTE
        ]
    rows.sort(key=lambda one: one.level != "错")
    was = {case.own_id: case.name for case in now.cases} if now is not None else {}
    will = {case.own_id: case.name for case in check.workspace.cases}
    return replace(
        view,
        children=len(check.workspace.cases),
        doubtful=tuple(rows[:_MOST_ROWS]),
        more=max(0, len(rows) - _MOST_ROWS),
        unfoldered=sum(case.folder is None for case in check.workspace.cases),
        added=tuple(f"{own_id} {will[own_id]}" for own_id in will if own_id not in was),
        gone=tuple(f"{own_id} {was[own_id]}" for own_id in was if own_id not in will),
        renamed=tuple(
            f"{own_id} {was[own_id]} → {will[own_id]}"
            for own_id in will
            if was.get(own_id, will[own_id]) != will[own_id]
        ),
    )


def _row(case: str, name: str, found: Finding) -> DoubtfulRow:
    level = "错" if found.severity is Severity.ERROR else "看"
    return DoubtfulRow(case=case, name=name, level=level, message=shown(found.message), action=shown(found.action))


def accept_draft(bench: Bench, draft: Draft) -> Adopted:
    """The draft is the roster now; the one before it lies in 旧名册/. Raises as `adopt_roster` does."""
    view = view_of_draft(bench, draft)
    if view.look.missing:
        raise UsageError(view.problem)
    workspace = bench.known.workspace
    with bench.writing:
        adopted = adopt_roster(
            bench.root,
            bench.specs,
            draft.path,
            before=_standing(bench.root, workspace.roster if workspace is not None else ""),
            sheet=view.look.name if len(view.sheets) > 1 else "",
            help_=view.help,
            now=datetime.now().astimezone(),
        )
    forget(draft)
    return adopted


def _standing(root: Path, roster: str) -> str:
    """The roster that lies there now; where the program could read none, the only table that there is."""
    tables = tables_of(root)
    if roster in tables:
        return roster
    return tables[0] if len(tables) == 1 else ""


def field_choices(specs: Specs) -> Sequence[tuple[str, str]]:
    """(field, title) of all that a column can be."""
    return [(one, field_title_of(one)) for one in fields_of_roster(specs)]


def field_title_of(name: str) -> str:
    """What people call a field of the roster."""
    return roster_field_title(RosterColumn(column="", header="", field=name))
