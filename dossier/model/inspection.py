"""What inspections of schools came to: 督查登记.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One inspection of a school."""

    school: str
    on: date
    result: str
    """pass or fail."""
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolStanding:
    """Where a school stands on the ladder."""

    school: str
    failures: int
    """In a row, since the last pass."""
    step: str
    """A step of the ladder, `none` without a failure."""
    records: tuple[Inspection, ...]
    """Oldest first."""
