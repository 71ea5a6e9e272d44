"""Roster × decisions × readings → Facts: one value a field, its source, what else was said. PURE.

make_facts(case, settings, today, …)   the facts of one child
FormReader.of(labels).hear(file, part) what one paper says, read as a form
offers(case, facts, specs)             what could be filled in
agree(field, one, other, values)       whether two sources say the same
read_id, number_of, age_on …           numbers of persons, taken apart
"""

from __future__ import annotations

from dossier.facts.compare import agree
from dossier.facts.forms import FormReader
from dossier.facts.identity import birth_of, good_id, has_other_paper, number_of, shown_birth
from dossier.facts.known import stage_of
from dossier.facts.make import late_papers, make_facts
from dossier.facts.numbers import (
    IdNumber,
    age_on,
    check_digit,
    disability_no_id,
    read_id,
    real_date,
    student_no_tail,
)
from dossier.facts.offers import LATER, OF_THEIR_TIME, best_of, offers
from dossier.facts.traditional import SIMPLE
from dossier.facts.unclear import day_of, neighbours

__all__ = [
    "LATER",
    "OF_THEIR_TIME",
    "SIMPLE",
    "FormReader",
    "IdNumber",
    "age_on",
    "agree",
    "best_of",
    "birth_of",
    "check_digit",
    "day_of",
    "disability_no_id",
    "good_id",
    "has_other_paper",
    "late_papers",
    "make_facts",
    "neighbours",
    "number_of",
    "offers",
    "read_id",
    "real_date",
    "shown_birth",
    "stage_of",
    "student_no_tail",
]
