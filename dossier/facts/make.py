"""Roster, decisions, visits and what papers say → the Facts of one child. PURE."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dossier.facts.known import in_order, known_facts, other_values
from dossier.model import FACT_FIELDS, Case, Fact, Facts, Other, Settings


def make_facts(case: Case, settings: Settings, today: date, *, roster: str = "") -> Facts:
    """The facts of one case on the day `today`; `roster` is the roster's file name."""
    known = known_facts(case, settings, today)
    for name, value in other_values(case):
        fact = known.get(name) or Fact(field=name)
        known[name] = replace(fact, others=(*fact.others, Other(value=value, path=roster, sure=True)))
    return Facts(
        known={name: known[name] for name in FACT_FIELDS if name in known}, visits=in_order(case.student.visits)
    )
