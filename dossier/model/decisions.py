"""What a person decided: the whole of a case.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A person accepts a warning: who, when, why."""

    rule: str
    by: str
    reason: str
    on: date | None = None
    path: str | None = None
    with_case: str | None = None
    """The other case of a photograph that two children really share, as written (`with` in case.yaml)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A person waives a required paper."""

    by: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A person confirms the case as a whole; for 其他 cases the reason is the written explanation."""

    by: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDecision:
    """What a person said of (some pages of) one file. `pages` empty: all pages that no other part names."""

    type: str | None = None
    pages: tuple[int, ...] = ()
    turn: int | None = None
    """Degrees clockwise that make the page upright, on top of what the file itself says; None: not said."""
    left_out: str | None = None
    """The reason why these pages stay out of the dossier."""
    spot: str = field(default="", repr=False, compare=False)
    """Where it is written: 001-张三/case.yaml 第3行."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The whole of a case.yaml. `problem` is set instead when it cannot be understood."""

    files: Mapping[str, tuple[PartDecision, ...]] = field(default_factory=dict)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path → the types that a person says it is not."""
    flat: Mapping[str, bool] = field(default_factory=dict)
    """Path → whether its pages are to be straightened; not named: as workspace.yaml says."""
    same_sheet: Mapping[str, str] = field(default_factory=dict)
    """Path → the file whose page stands on the same sheet (front and back); itself: its own two pages; '': none."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Canonical field id of `Student` → text, as written (Chinese header names already resolved)."""
    waived: Mapping[str, Waiver] = field(default_factory=dict)
    confirmed: Confirmation | None = None
    accepted: tuple[Acceptance, ...] = ()
    problem: str | None = None
    problem_text: str = ""
    """What stands in a case.yaml that cannot be understood; '' where even that cannot be read."""

    def wants_flat(self, path: str, default: str) -> bool:
        """Whether a file's pages are to be straightened; `default` is what workspace.yaml says of `pages`."""
        return self.flat.get(path, default == "flat")
