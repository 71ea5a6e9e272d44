"""A folder → a judged workspace: the first half of every run."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from dossier import __version__
from dossier.bench import font_folders, typeset_evidence, workspace_fonts
from dossier.data import folder_digest, program_digest
from dossier.errors import UsageError
from dossier.evidence import Cache, look
from dossier.evidence.store import Store
from dossier.model import Case, Check, Finding, Settings, Severity, Specs, Workspace
from dossier.progress import Step, silent
from dossier.review import Judge, category_of, review
from dossier.tools import find_office
from dossier.workspace import read_workspace

CACHE_FOLDER = ".dossier"
_NOT_READ = Finding(
    rule="not-read",
    severity=Severity.NOTE,
    message="用了 --no-read：没有看图识字，印章、签字、姓名、日期、模糊和照片是否重复都没有查。",
    action="要全部核查，请去掉 --no-read 再运行一次。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How closely to look, and who watches."""

    read: bool = True
    workers: int = 0
    looking: Step = silent
    reading: Step = silent
    wanted: Sequence[str] = field(default_factory=tuple)
    """Only these cases are read (ids, folders, names); all are looked at, as faults stand between cases too."""


def check_workspace(root: Path, specs: Specs, specs_folder: Path, cache: Cache, today: date, sight: Sight) -> Check:
    """Look at every file of the workspace and judge every case on the day `today`."""
    papers = specs.paper_names
    workspace = read_workspace(root, partial(category_of, specs=specs), specs_folder / "columns.yaml", papers)
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
        workspace, judge, verdicts = _read(workspace, specs, specs_folder, cache, sight)
        made = review(workspace, specs, today, fonts.missing, __version__, judge)
        verdicts.save()
    else:
        made = review(workspace, specs, today, fonts.missing, __version__)
    findings = made.findings if sight.read else (*made.findings, _NOT_READ)
    return replace(made, findings=findings, papers=specs.papers)


def _with_term(settings: Settings, today: date) -> Settings:
    """A workspace that names no term is in that of its filling date: spring from February, autumn from August."""
    day = settings.filled_on or today
    spring = 2 <= day.month <= 7
    year = day.year if spring or day.month >= 8 else day.year - 1
    return settings if settings.term else replace(settings, term=f"{year}年{'春' if spring else '秋'}季学期")


def _read(
    workspace: Workspace, specs: Specs, specs_folder: Path, cache: Cache, sight: Sight
) -> tuple[Workspace, Judge, Store]:
    """What stands on the pages, the rules that look at it, and where their verdicts are kept (not saved yet)."""
    from dossier.evidence import reading
    from dossier.photos import find_reused
    from dossier.thresholds import load_thresholds
    from dossier.verdicts import SCHEMA, remembering

    thresholds = load_thresholds(specs_folder, workspace.settings.extra.get("thresholds"))
    cases = workspace.cases
    wanted = {case.id for text in sight.wanted for case in only_cases(cases, text)}

    def step(done: int, total: int) -> None:
        sight.reading(done, total, "页")

    read = reading.read(
        workspace.root, cases, cache_folder=cache.folder, word_pdf=cache.word_pdf, only=wanted or None, progress=step
    )
    workspace = replace(workspace, cases=read)

    def judge() -> Judge:
        from dossier.review.pages import judge_pages

        return judge_pages(workspace, thresholds)

    between = partial(find_reused, thresholds=thresholds, cache_folder=cache.folder)
    rests_on = (
        program_digest(),
        reading.engine_id(),
        folder_digest(specs_folder),
        repr(workspace.settings),
        repr(thresholds),
    )
    verdicts = cache.store("verdicts", SCHEMA)
    return workspace, remembering(judge, between, read, verdicts, rests_on), verdicts


def is_partly_read(check: Check) -> bool:
    """Whether pages of some cases were never read, so that nothing could be compared with them."""
    return any(file.is_usable and not file.readings for case in check.workspace.cases for file in case.files)


def only(check: Check, wanted: Sequence[str]) -> Check:
    """The check of these cases alone: ids, folder names or children's names. Raises UsageError for what fits none."""
    if not wanted:
        return check
    cases = check.workspace.cases
    kept = {case.id for text in wanted for case in only_cases(cases, text)}
    reviews = tuple(made for made in check.reviews if made.case.id in kept)
    workspace = replace(check.workspace, cases=tuple(case for case in cases if case.id in kept))
    named = {word for case in workspace.cases for word in (case.name, case.folder) if word}
    findings = tuple(
        one for one in check.findings if one is _NOT_READ or any(word in f"{one.path} {one.message}" for word in named)
    )
    return replace(check, reviews=reviews, workspace=workspace, findings=findings)


def only_cases(cases: Sequence[Case], text: str) -> list[Case]:
    """The cases that a person means by `text`. Raises UsageError where there is none."""
    found = [case for case in cases if _is_meant(case, text)]
    if not found:
        example = cases[0].id if cases else "001"
        raise UsageError(f"没有学生「{text}」", hint=f"可以写案号（如 {example}）、文件夹名或学生姓名。")
    return found


def _is_meant(case: Case, text: str) -> bool:
    plain, folder = unicodedata.normalize("NFC", text).strip().strip("/\\"), case.folder or ""
    if plain and plain in (case.id, case.name, folder, folder.rpartition("/")[2]):
        return True
    return plain.isdigit() and case.id.isdigit() and int(plain) == int(case.id)
