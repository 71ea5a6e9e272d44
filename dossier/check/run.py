"""A folder → a judged workspace: the first half of every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dossier import __version__
from dossier.check.judged import Judged, judged_of
from dossier.check.photographs import like_photographs
from dossier.check.selection import select_cases
from dossier.evidence import Sight, look, read_pages, workspace_fonts
from dossier.evidence.reading import engine_id
from dossier.files.data import folder_digest, program_digest
from dossier.files.memory import StoredMemory
from dossier.model import Case, Check, Settings, Specs, Workspace
from dossier.review import Judging, gather_facts, judge_pages, printed_texts, sort_papers
from dossier.specs import load_thresholds

_SCHEMA = 3
"""Of remembered judgements."""


def check_workspace(
    workspace: Workspace,
    specs: Specs,
    today: date,
    sight: Sight,
    wanted: Sequence[str] = (),
    *,
    as_known: bool = False,
) -> Check:
    """Look at every file of the workspace and judge every case on the day `today`.

    `wanted`: only these cases are read (as `--case` names them); all are looked at, as faults stand between cases too.
    `as_known`: no page is read that was not read before.
    """
    return judge_workspace(workspace, specs, today, sight, wanted, as_known=as_known).check


def judge_workspace(
    workspace: Workspace,
    specs: Specs,
    today: date,
    sight: Sight,
    wanted: Sequence[str] = (),
    *,
    as_known: bool = False,
) -> Judged:
    """As `check_workspace`, with all that the next judgement may start from (`judge_again`)."""
    workspace = in_term(workspace, today)
    workspace = look(workspace, sight)
    asked = {case.id for case in select_cases(workspace.cases, wanted, workspace.root)}
    workspace = read_pages(workspace, sight, () if as_known else asked or None)
    judging = judging_of(workspace, specs, today, sight)
    memory = memory_of(judging, sight)
    papers = sort_papers(judging, memory)
    facts = gather_facts(judging, papers, memory)
    pages = judge_pages(judging, papers, memory)
    likes = like_photographs(judging, papers, sight.cache.folder)
    memory.save()
    sight.cache.forget_word_pdfs({file.sha256 for case in workspace.cases for file in case.files})
    return judged_of(judging, papers, facts, pages, likes)


def judging_of(workspace: Workspace, specs: Specs, today: date, sight: Sight) -> Judging:
    """With what the cases of `workspace` are judged."""
    printed = "".join(text for case in workspace.cases for _, text in printed_texts(case))
    return Judging(
        workspace=workspace,
        specs=specs,
        thresholds=load_thresholds(specs.folder, workspace.settings.thresholds),
        today=today,
        is_read=sight.read,
        unprintable=frozenset(workspace_fonts(sight.fonts).missing(printed)),
        version=__version__,
    )


def memory_of(judging: Judging, sight: Sight) -> StoredMemory:
    """What was judged before, as long as program, specs, settings and the children of the roster are what they were.

    What a case's own row and case.yaml say stands in the digest of each value."""
    workspace = judging.workspace
    return StoredMemory(
        sight.cache.store("verdicts", _SCHEMA),
        program_digest(),
        engine_id(),
        folder_digest(judging.specs.folder),
        repr(workspace.settings),
        repr(judging.thresholds),
        *(_child(case) for case in workspace.cases),
    )


def _child(case: Case) -> str:
    """What papers of other cases are compared with."""
    return repr((case.id, case.name, case.student.id_number, case.folder))


def in_term(workspace: Workspace, today: date) -> Workspace:
    """A workspace that names no term is in that of its filling date: spring from February, autumn from August."""
    settings = workspace.settings
    return workspace if settings.term else replace(workspace, settings=replace(settings, term=_term(settings, today)))


def _term(settings: Settings, today: date) -> str:
    day = settings.filled_on or today
    spring = 2 <= day.month <= 7
    year = day.year if spring or day.month >= 8 else day.year - 1
    return f"{year}年{'春' if spring else '秋'}季学期"
