"""Where a child stands on a day: in school, dropped out, being persuaded, back …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

STATES = (
    "in_school",
    "suspected",
    "dropout",
    "persuading",
    "returned",
    "home_teaching",
    "suspended",
    "deferred",
    "moved",
    "missing",
    "removed",
)
"""Their ids (contract §11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule:
    """How the state of a category's children follows from what is known."""

    state: str
    """Where nothing else says anything."""
    complete: str = ""
    """When every required paper is there."""
    papers: Mapping[str, str] = field(default_factory=dict)
    """Paper type → the state from its date on."""
    events: Literal["never", "always", "dated", "lost"] = "never"
    """Whether absence, drop-out, visits and return change it; dated: only with a drop-out date; lost: visits do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRule:
    """With these papers, a leading-group child of these states counts as on leave."""

    papers: tuple[str, ...] = ()
    state: str = "suspended"
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSpecs:
    """evidence_specs/states.yaml."""

    names: Mapping[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    """States that count as dropped out in the monthly report."""
    leave: LeaveRule = field(default_factory=LeaveRule)
    categories: Mapping[str, StateRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A child's state, from a day on."""

    id: str
    since: date | None = None
    """None: as long as anybody knows."""
    reason: str = ""
    path: str | None = None
    """The paper it rests on; None: the roster, or nothing."""
