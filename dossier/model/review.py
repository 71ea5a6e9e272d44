"""A workspace, judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from dossier.model.decisions import Waiver
from dossier.model.facts import Facts
from dossier.model.finding import Finding, Severity
from dossier.model.letters import LetterSpecs
from dossier.model.specs import CategorySpec, PaperType, Requirement
from dossier.model.states import State, StateSpecs
from dossier.model.workspace import Case, Workspace


class Basis(StrEnum):
    """Who or what said which paper a file is (contract §6)."""

    PERSON = "person"
    NAME = "name"
    FOLDER = "folder"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One paper: some pages of one file, and which paper it is."""

    path: str
    pages: tuple[int, ...]
    type: str | None
    basis: Basis
    confidence: float
    turn: int = 0
    also: tuple[str, ...] = ()
    """Further papers on these same pages (one sheet that two offices wrote on)."""
    left_out: str | None = None
    proposal: str | None = None
    """For an unassigned part: the type that seems likeliest."""
    reason: str = ""
    """Why it was taken for this paper, in words."""
    date: date | None = None
    """The paper's own date where known; orders the dossier."""
    document_no: str = ""
    """文号 as read; '' where none was."""
    issuer: str = ""
    """Who issued it, as read at its foot or on its seal; '' where nobody was."""
    title: str = ""
    """Its own title as read at its head; '' where it says nothing (证明) or was not well read."""

    @property
    def papers(self) -> tuple[Part, ...]:
        """This part once for each paper that stands on its pages: `type`, then `also`; a title is of one of them."""
        title = "" if self.also else self.title
        return tuple(replace(self, type=kind, also=(), title=title) for kind in (self.type, *self.also))


class RequirementStatus(StrEnum):
    """How a requirement stands (contract §6)."""

    PRESENT = "present"
    MISSING = "missing"
    FAULTY = "faulty"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementReview:
    """A requirement of this case and the files that serve it."""

    requirement: Requirement
    status: RequirementStatus
    files: tuple[str, ...] = ()
    waiver: Waiver | None = None


class CaseStatus(StrEnum):
    """Whether a case can be filed (contract §4)."""

    INCOMPLETE = "incomplete"
    REVIEW = "review"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A case, judged."""

    case: Case
    subtype: str = ""
    """Title of the subtype that was recognised, else the roster's own text."""
    parts: tuple[Part, ...] = ()
    requirements: tuple[RequirementReview, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: Facts = field(default_factory=Facts)
    letters_due: tuple[str, ...] = ()
    """Kinds of the letters that the case needs next."""
    letter_issuers: Mapping[str, str] = field(default_factory=dict)
    """Kind of each → who issues it here, where that is known and not the workspace's own unit."""
    states: tuple[State, ...] = ()
    """Where the child stood, oldest first; each holds until the next."""
    state: State | None = None
    """Where the child stands on the day of the check."""

    @property
    def status(self) -> CaseStatus:
        """incomplete with an error, review with a warning nobody accepted, else complete."""
        if any(found.severity is Severity.ERROR for found in self.findings):
            return CaseStatus.INCOMPLETE
        if any(found.severity is Severity.WARNING and not found.accepted for found in self.findings):
            return CaseStatus.REVIEW
        return CaseStatus.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of a county: a folder that is a workspace."""

    name: str
    """What it calls itself in workspace.yaml, else its folder."""
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One run of `check`: a workspace, judged on a day."""

    workspace: Workspace
    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...] = ()
    """Findings without a case."""
    unsorted: tuple[str, ...] = ()
    """Files of the workspace's that are with nobody yet: those of which no case folder holds a copy."""
    today: date
    version: str = ""
    papers: Mapping[str, PaperType] = field(default_factory=dict)
    """The paper types of the specs: what reports call them, and who issues them."""
    units: tuple[Unit, ...] = ()
    """Of a county, those that could be read; a workspace has none."""
    categories: Mapping[str, CategorySpec] = field(default_factory=dict)
    """The categories of the specs, by letter."""
    letters: LetterSpecs = field(default_factory=LetterSpecs)
    """The kinds of letters of the specs."""
    states: StateSpecs = field(default_factory=StateSpecs)
    """What the steps are called."""
