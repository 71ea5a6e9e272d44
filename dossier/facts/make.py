"""Roster, decisions, visits and what papers say → the Facts of one child. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dossier.facts.heard import others_said
from dossier.facts.known import in_order, known_facts, other_values
from dossier.model import FACT_FIELDS, Case, Fact, Facts, Heard, Other, Part, RecordedVisit, Settings, Specs

LATE = frozenset({"special-school-enrolment-card"})
"""Its school is where the child is now; so is that of a card that is a result of its case (`blocks` of a category)."""


def make_facts(
    case: Case,
    settings: Settings,
    today: date,
    *,
    roster: str = "",
    heard: Sequence[tuple[Part, Heard]] = (),
    specs: Specs | None = None,
) -> Facts:
    """The facts of one case on the day `today`.

    `roster` is the roster's file name; `heard` what each paper says; `specs` what labels mean, which papers are late.
    """
    known = known_facts(case, settings, today)
    others: dict[str, list[Other]] = {}
    for name, value in other_values(case):
        others.setdefault(name, []).append(Other(value=value, path=roster, sure=True))
    recorded = tuple(
        sorted((visit for _, told in heard for visit in told.visits), key=lambda visit: (visit.date, visit.path))
    )
    if heard and specs is not None:
        family = frozenset(kind for kind, paper in specs.labels.papers.items() if paper.family)
        for name, said in others_said(case, heard, specs.labels.values, late_papers(case, specs), family).items():
            others.setdefault(name, []).extend(said)
    if not case.student.visits:  # else the roster's own rows are held against the records, by date
        for name, other in _of_records(recorded):
            others.setdefault(name, []).append(other)
    for name, said in others.items():
        known[name] = replace(known.get(name) or Fact(field=name), others=tuple(said))
    return Facts(
        known={name: known[name] for name in FACT_FIELDS if name in known},
        visits=in_order(case.student.visits),
        recorded=recorded,
    )


def late_papers(case: Case, specs: Specs) -> frozenset[str]:
    """Types whose papers tell of the time after the roster: a new card, the special school's."""
    spec = specs.categories.get(case.category or "")
    return LATE | {kind for kind, block in (spec.blocks if spec else {}).items() if block == "result"}


def _of_records(recorded: Sequence[RecordedVisit]) -> list[tuple[str, Other]]:
    """That persuading began, and how often, as its records tell."""
    visits = [visit for visit in recorded if visit.type == "persuasion-record"]
    days = {visit.date for visit in visits}
    if not visits:
        return []
    first = visits[0]
    sure = all(visit.sure for visit in visits)
    where = {"path": first.path, "page": first.page, "sure": sure, "box": first.box, "type": first.type}
    return [
        ("persuaded", Other(value="是", **where)),  # type: ignore[arg-type]
        ("persuasion_count", Other(value=str(len(days)), **where)),  # type: ignore[arg-type]
    ]
