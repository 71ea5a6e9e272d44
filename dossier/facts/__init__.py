"""Roster × decisions × readings → Facts: one value a field, its source, what else was said. PURE.

make_facts(case, settings, today)      the facts of one child
read_id, number_of, age_on …           numbers of persons, taken apart
"""

from __future__ import annotations

from dossier.facts.identity import birth_of, good_id, has_other_paper, number_of, shown_birth
from dossier.facts.known import stage_of
from dossier.facts.make import make_facts
from dossier.facts.numbers import (
    IdNumber,
    age_on,
    check_digit,
    disability_no_id,
    read_id,
    real_date,
    student_no_tail,
)

__all__ = [
    "IdNumber",
    "age_on",
    "birth_of",
    "check_digit",
    "disability_no_id",
    "good_id",
    "has_other_paper",
    "make_facts",
    "number_of",
    "read_id",
    "real_date",
    "shown_birth",
    "stage_of",
    "student_no_tail",
]
