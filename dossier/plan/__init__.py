"""Review → Plan: items, sheets, numbers, sides, boxes. PURE: writers only obey."""

from __future__ import annotations

from dossier.plan.make import make_plan

__all__ = ["make_plan"]
