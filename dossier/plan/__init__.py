"""Review → Plan: items, sheets, numbers, sides, boxes. PURE: writers only obey."""

from __future__ import annotations

from dossier.plan.annex import annex_name, has_form, unit_of
from dossier.plan.make import make_plan

__all__ = ["annex_name", "has_form", "make_plan", "unit_of"]
