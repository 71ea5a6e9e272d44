"""A folder → a judged workspace: the first half of every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from dossier import __version__
from dossier.check.selection import NOT_READ, select_cases
from dossier.evidence import Cache, font_folders, look, typeset_evidence, workspace_fonts
from dossier.files.data import folder_digest, program_digest
from dossier.files.store import Store
from dossier.model import Check, Settings, Specs, Workspace
from dossier.processes.libreoffice import find_office
from dossier.review import Judge, review
from dossier.terminal.progress import Step, silent
from dossier.workspace import read_workspace

CACHE_FOLDER = ".dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How closely to look, and who watches."""

    read: bool = True
    workers: int = 0
    looking: Step = silent
    reading: Step = silent
    wanted: Sequence[str] = field(default_factory=tuple)
    """Only these cases are read (ids, folders, names); all are looked at, as faults stand between cases too."""


def check_workspace(root: Path, specs: Specs, cache: Cache, today: date, sight: Sight) -> Check:
    """Look at every file of the workspace and judge every case on the day `today`."""
    workspace = read_workspace(root, specs)
    workspace = replace(workspace, settings=_with_term(workspace.settings, today))
    fonts = workspace_fonts(font_folders(root))
    office = find_office()
    cases = look(
        root,
        workspace.cases,
        cache=cache,
        typeset=partial(typeset_evidence, folders=font_folders(root)),
        office=office,
        engine=f"{program_digest()} {fonts.digest}",
        workers=sight.workers,
        progress=sight.looking,
    )
    cache.forget_word_pdfs({file.sha256 for case in cases for file in case.files})
    workspace = replace(workspace, cases=cases)
    if sight.read:
        workspace, judge, verdicts = _read(workspace, specs, cache, sight)
        made = review(workspace, specs, today, fonts.missing, __version__, judge)
        verdicts.save()
    else:
        made = review(workspace, specs, today, fonts.missing, __version__)
    findings = made.findings if sight.read else (*made.findings, NOT_READ)
    return replace(made, findings=findings, papers=specs.papers)


def _with_term(settings: Settings, today: date) -> Settings:
    """A workspace that names no term is in that of its filling date: spring from February, autumn from August."""
    day = settings.filled_on or today
    spring = 2 <= day.month <= 7
    year = day.year if spring or day.month >= 8 else day.year - 1
    return settings if settings.term else replace(settings, term=f"{year}年{'春' if spring else '秋'}季学期")


def _read(workspace: Workspace, specs: Specs, cache: Cache, sight: Sight) -> tuple[Workspace, Judge, Store]:
    """What stands on the pages, the rules that look at it, and where their verdicts are kept (not saved yet)."""
    from dossier.check.photographs import find_reused
    from dossier.check.remembered import SCHEMA, remembering
    from dossier.evidence import reading
    from dossier.specs import load_thresholds

    thresholds = load_thresholds(specs.folder, workspace.settings.thresholds)
    cases = workspace.cases
    wanted = {case.id for case in select_cases(cases, sight.wanted, workspace.root)}

    def step(done: int, total: int) -> None:
        sight.reading(done, total, "页")

    read = reading.read(
        workspace.root, cases, cache_folder=cache.folder, word_pdf=cache.word_pdf, only=wanted or None, progress=step
    )
    workspace = replace(workspace, cases=read)

    def judge() -> Judge:
        from dossier.review import judge_pages

        return judge_pages(workspace, thresholds)

    between = partial(find_reused, thresholds=thresholds, cache_folder=cache.folder)
    rests_on = (
        program_digest(),
        reading.engine_id(),
        folder_digest(specs.folder),
        repr(workspace.settings),
        repr(thresholds),
    )
    verdicts = cache.store("verdicts", SCHEMA)
    return workspace, remembering(judge, between, read, verdicts, rests_on), verdicts
