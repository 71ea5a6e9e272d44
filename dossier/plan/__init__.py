"""Review → Plan: items, sheets, numbers, sides, boxes. PURE: writers only obey."""

from __future__ import annotations

from dossier.plan.amend import amend
from dossier.plan.annex import annex_name, has_form, unit_of
from dossier.plan.make import make_plan
from dossier.plan.page_keys import own_key, placed_key, words_key
from dossier.plan.retention import longest, retention_of

__all__ = [
    "amend",
    "annex_name",
    "has_form",
    "longest",
    "make_plan",
    "own_key",
    "placed_key",
    "retention_of",
    "unit_of",
    "words_key",
]
