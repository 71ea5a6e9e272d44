"""Every case of a workspace, judged: papers assigned, requirements held against them, every family of rules asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.facts import make_facts
from dossier.findings import found
from dossier.model import (
    Case,
    CategorySpec,
    Check,
    Finding,
    Part,
    Requirement,
    Review,
    Severity,
    Specs,
    Subtype,
    Workspace,
)
from dossier.review.accepted import Shared, accept, find_unused, shared_acceptances
from dossier.review.assign import Assigned, Propose, assign
from dossier.review.broken_decisions import without_unheard
from dossier.review.completeness import (
    asks_for_a_person,
    find_confirmation,
    find_gaps,
    judge_requirements,
    requirements_of,
)
from dossier.review.dates import find_count, find_dates
from dossier.review.files import find_duplicates, find_file_problems
from dossier.review.identity import find_identity
from dossier.review.names import Names
from dossier.review.people import find_age, find_category, find_glyphs, find_twins, school_year_start
from dossier.specs import subtypes_of, title_of

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

Between = Callable[[Sequence[Case], Specs, Mapping[str, Sequence[Part]]], Mapping[str, Sequence[Finding]]]
"""(cases, specs, parts by case id) → findings by case id."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What looking at the pages adds (issue 5); without one, names and bytes alone are judged."""

    propose: Propose | None = None
    case_findings: Callable[[Case, Sequence[Part], Specs, date], Iterator[Finding]] | None = None
    """Rules of one case's pages: seals, signatures, persons, dates, pictures."""
    workspace_findings: Between | None = None
    """Rules between cases: photographs used twice."""


@dataclass(frozen=True, slots=True)
class _Bench:
    """What every case is judged with."""

    workspace: Workspace
    specs: Specs
    names: Names
    today: date
    base: date
    covers: Callable[[str], str]
    judge: Judge
    shared: Mapping[str, Sequence[Shared]]
    by_id: Mapping[str, Case]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A case whose papers are known."""

    case: Case
    spec: CategorySpec | None
    subtypes: tuple[Subtype, ...]
    requirements: Sequence[Requirement]
    assigned: Assigned


def review(
    workspace: Workspace,
    specs: Specs,
    today: date,
    covers: Callable[[str], str],
    version: str = "",
    judge: Judge | None = None,
) -> Check:
    """Judge every case of `workspace` on the day `today`.

    `covers(text)` gives the characters of `text` that no font at hand can print ('' when all can).
    """
    judge = judge or Judge()
    bench = _Bench(
        workspace=workspace,
        specs=specs,
        names=Names(specs),
        today=today,
        base=school_year_start(workspace.settings.term, today),
        covers=covers,
        judge=judge,
        shared=shared_acceptances(workspace.cases),
        by_id={case.id: case for case in workspace.cases},
    )
    cases = [_sort(case, bench) for case in workspace.cases]
    between = _between(workspace.cases, specs, judge, {one.case.id: one.assigned.parts for one in cases})
    return Check(
        workspace=workspace,
        reviews=tuple(_review_case(one, bench, between.get(one.case.id, ())) for one in cases),
        findings=workspace.findings,
        today=today,
        version=version,
        papers=specs.papers,
        categories=specs.categories,
    )


def _between(
    cases: Sequence[Case], specs: Specs, judge: Judge, parts: Mapping[str, Sequence[Part]]
) -> Mapping[str, Sequence[Finding]]:
    """Findings between cases, by case id."""
    sources = [find_twins(cases), find_duplicates(cases)]
    more = judge.workspace_findings(cases, specs, parts) if judge.workspace_findings else {}
    return {case.id: [item for source in (*sources, more) for item in source.get(case.id, ())] for case in cases}


def _sort(case: Case, bench: _Bench) -> _Sorted:
    specs = bench.specs
    spec = specs.categories.get(case.category or "")
    subtypes = subtypes_of(case, spec)
    requirements = requirements_of(case, specs, spec, subtypes)
    assigned = assign(case, requirements, specs, bench.names, bench.judge.propose, bench.workspace.cases)
    return _Sorted(case, spec, subtypes, requirements, assigned)


def _review_case(one: _Sorted, bench: _Bench, between: Sequence[Finding]) -> Review:
    case, specs, requirements, assigned = one.case, bench.specs, one.requirements, one.assigned
    held = judge_requirements(case, requirements, assigned.parts, specs)
    findings = [
        *case.findings,
        *(_find_roster(case, bench) if case.in_roster else _find_stranger(case)),
        *find_gaps(case, held, assigned.parts, specs),
        *find_confirmation(case, one.spec, one.subtypes),
        *_find_papers(case, assigned, bench),
        *between,
    ]
    settings, roster = bench.workspace.settings, bench.workspace.roster
    findings += find_unused(case, findings, held, bool(asks_for_a_person(one.spec, one.subtypes)), specs, bench.by_id)
    heard = without_unheard(case, findings, requirements, specs)
    return Review(
        case=case,
        subtype=title_of(one.subtypes, one.spec) or case.student.subtype,
        parts=assigned.parts,
        requirements=held,
        facts=make_facts(case, settings, bench.today, roster=roster),
        findings=tuple(
            sorted(
                accept(case, tuple(heard), bench.shared.get(case.id, ()), bench.by_id),
                key=lambda finding: _WEIGHT[finding.severity],
            )
        ),
    )


def _find_roster(case: Case, bench: _Bench) -> Iterator[Finding]:
    """What the roster's row alone shows."""
    yield from find_category(case, bench.specs)
    identity = tuple(find_identity(case, bench.specs, bench.today))
    yield from identity
    if all(finding.rule != "id-date" for finding in identity):  # a birth date that is told already makes no age
        yield from find_age(case, bench.specs.categories.get(case.category or ""), bench.base)
    yield from find_dates(case, bench.today)
    yield from find_count(case)
    yield from find_glyphs(case, bench.covers)


def _find_stranger(case: Case) -> Iterator[Finding]:
    """A folder without a row can never be filed: nobody knows what it must hold."""
    message = f"名册里没有「{case.folder}」这个学生，不知道类别，也不知道应有哪些材料。"
    yield found("roster-row", message, "请在名册里补上这个学生，或移走文件夹。")


def _find_papers(case: Case, assigned: Assigned, bench: _Bench) -> Iterator[Finding]:
    """What the files of one case show."""
    yield from find_file_problems(case, assigned.parts)
    yield from assigned.findings
    if bench.judge.case_findings is not None:
        yield from bench.judge.case_findings(case, assigned.parts, bench.specs, bench.today)
