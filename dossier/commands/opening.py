"""What most commands begin and end with: specs read, cache opened, workspace checked, findings as an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.check import check_workspace, is_partly_read, only
from dossier.county import County, CountyRun, check_county, find_county
from dossier.errors import ExitCode, NoRosterError, OutputError, UsageError, WorkspaceError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.clock import this_day as this_day
from dossier.files.data import specs_folder, templates_folder
from dossier.model import Check, Severity, Specs, Workspace
from dossier.report import Drawn, format_html, nothing_drawn, with_crops
from dossier.specs import load_specs
from dossier.terminal.output import say
from dossier.terminal.progress import watching
from dossier.workspace import read_workspace

REPORT_NAME = "核查报告"
_PATIENCE = 2.0
"""Seconds that a check waits for one who is issuing letters: his are not left unfinished."""


def read_specs() -> Specs:
    """The county's specs; raises SpecError with all that is wrong in them."""
    return load_specs(specs_folder())


@contextmanager
def open_cache(root: Path) -> Iterator[Cache]:
    """The cache of the workspace in `root`; raises UsageError where there is no such folder."""
    if not root.is_dir():
        raise UsageError(*_no_folder(root))
    with Cache(root / CACHE_FOLDER) as cache:
        yield cache


def _no_folder(root: Path) -> tuple[str]:
    """What is wrong with the folder named, and what to write instead."""
    if root.is_file():
        return (f"{root} 是文件，请写它所在的文件夹：{root.parent}",)
    if any(mark in str(root) for mark in "“”‘’"):
        return (f'没有这个文件夹：{root}。引号要用英文的 "，不能用中文引号。',)
    return (f"没有这个文件夹：{root}。请检查路径；文件夹名里有空格时要加英文引号。",)


def checked(
    root: Path,
    specs: Specs,
    keep: Sequence[str],
    cache: Cache,
    *,
    read: bool,
    today: date | None,
    workers: int | None,
    wanted: Sequence[str] = (),
) -> Check:
    """Check the workspace; `keep` cuts the result to these cases, `wanted` only says which need reading."""
    asked = tuple(keep) or tuple(wanted)
    with watching() as watch:
        workspace = settled(read_workspace(root, specs), specs, this_day(today))
        sight = open_sight(root, cache, read=read, workers=workers or 0, watch=watch)
        check = check_workspace(workspace, specs, this_day(today), sight, asked)
    if read and asked and is_partly_read(check):
        say("只看了点名的学生；别的学生没有看图识字，照片是否重复使用要等全部核查时才比。")
    check = only(check, keep)
    stop_at_bad_decisions(check, keep)
    return check


def settled(workspace: Workspace, specs: Specs, today: date) -> Workspace:
    """The workspace with every letter that a killed run left finished, or void with the reason (contract §10)."""
    if not any(letter.unfinished for letter in workspace.letters):
        return workspace
    from dossier import letters

    templates = letters.open_templates(templates_folder(), specs.letters)
    bench = letters.Bench(workspace.root, workspace.settings.engine, templates, specs.letters)
    try:
        with letters.open_register(workspace.root, bench.make, today, patience=_PATIENCE) as register:
            say("上次没有做完的文书已经做完，或注明作废。")
            return replace(workspace, letters=register.letters)
    except OutputError as error:
        say(f"上次没有做完的文书还没能做完。{error.message}")
        return workspace


def any_check(
    root: Path, specs: Specs, wanted: Sequence[str], *, read: bool, today: date | None, workers: int | None
) -> Check:
    """The check of a workspace or of a county, cut to the cases that `wanted` means."""
    try:
        with open_cache(root) as cache:
            return checked(root, specs, wanted, cache, read=read, today=today, workers=workers)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
    check = only(checked_county(county, specs, wanted, read=read, today=today, workers=workers), wanted)
    stop_at_bad_decisions(check, wanted)
    return check


def checked_county(
    county: County, specs: Specs, wanted: Sequence[str], *, read: bool, today: date | None, workers: int | None
) -> Check:
    """Check all units of a county; `wanted` only says which cases need reading."""
    with watching() as watch:
        run = CountyRun(today=this_day(today), read=read, workers=workers or 0, watch=watch, wanted=tuple(wanted))
        check = check_county(county, specs, run)
    if read and wanted:
        say("只看了点名的学生；单位之间照片是否重复使用，要等全部核查时才比。")
    return check


def stop_at_bad_decisions(check: Check, wanted: Sequence[str]) -> None:
    """A case.yaml that is no YAML is a finding in a batch, and the end when its case is the only one asked for."""
    if not wanted or len(check.reviews) != 1:
        return
    review = check.reviews[0]
    if problem := review.case.decisions.problem:
        raise WorkspaceError(problem)


def exit_code_of(check: Check) -> int:
    """1 where anything is an error, else 0 (contract §5)."""
    found = [*check.findings, *(one for made in check.reviews for one in made.findings)]
    return ExitCode.FINDINGS if any(one.severity is Severity.ERROR for one in found) else ExitCode.OK


def html_page(check: Check, drawn: Drawn = nothing_drawn) -> str:
    """The page, with small pictures of what the findings rest on; `drawn` as `with_crops` takes it."""
    return format_html(with_crops(check.workspace.root, check, drawn))
