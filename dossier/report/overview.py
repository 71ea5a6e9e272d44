"""What a check comes to: counts, the order in which to chase, and whom to ask for what. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dossier.findings import rule_title
from dossier.model import CaseStatus, Check, Finding, Requirement, RequirementStatus, Review, Severity
from dossier.report.words import RECOMMENDED_SIGN, REQUIREMENT_SIGNS

ROSTER = "名册填报人"
OURSELVES = "经办人（本单位）"

_ROSTER_RULES = frozenset({
    "id-check-digit", "id-format", "id-date", "id-sex", "id-missing", "id-region", "category-unknown", "duplicate-id",
    "possible-duplicate", "student-no", "disability-no", "category-age", "date-impossible", "date-order",
    "count-mismatch", "glyph-missing", "roster-row", "case-folder",
})  # fmt: skip
_ORDER = {CaseStatus.INCOMPLETE: 0, CaseStatus.REVIEW: 1, CaseStatus.COMPLETE: 2}
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that one addressee is to be asked for."""

    what: str
    """The paper's or the rule's title."""
    how: str
    """What the spec says on getting it; '' where it says nothing."""
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase:
    """All that one addressee is to be asked for."""

    whom: str
    wanted: tuple[Wanted, ...]

    @property
    def count(self) -> int:
        """How many things are wanted."""
        return sum(len(one.reviews) for one in self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A paper of the matrix: requirements that begin with the same type."""

    type: str
    title: str


def count_cases(reviews: Iterable[Review]) -> dict[str, int]:
    """`cases`, `complete`, `review`, `incomplete`."""
    statuses = [review.status for review in reviews]
    return {
        "cases": len(statuses),
        "complete": statuses.count(CaseStatus.COMPLETE),
        "review": statuses.count(CaseStatus.REVIEW),
        "incomplete": statuses.count(CaseStatus.INCOMPLETE),
    }


def unit_of(check: Check, review: Review) -> str:
    """The unit that a case belongs to: its own in a county, else what the roster says, else the workspace's."""
    return review.case.unit or review.case.student.unit or check.workspace.settings.unit


def category_words(check: Check, review: Review) -> str:
    """A 户籍原因（查无此人）; 类别不明 where nobody knows."""
    letter = review.case.category
    if letter is None:
        return "类别不明"
    spec = check.categories.get(letter)
    words = f"{letter} {spec.title}" if spec is not None else letter
    return f"{words}（{review.subtype}）" if review.subtype else words


def in_order(reviews: Iterable[Review]) -> list[Review]:
    """Cases to chase first, then those to look at, then the complete; each in the order of the roster."""
    return sorted(reviews, key=lambda review: _ORDER[review.status])


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, what a person accepted, notes."""
    return sorted(findings, key=lambda found: 1.5 if found.accepted else _WEIGHT[found.severity])


def asks(found: Finding) -> bool:
    """Whether somebody still has to do something about a finding."""
    return found.severity is not Severity.NOTE and found.accepted is None


def whom_to_ask(check: Check, review: Review | None, found: Finding) -> str:
    """Who can put a finding right: the issuer of the paper, whoever keeps the roster, or we ourselves."""
    if found.rule in _ROSTER_RULES:
        return ROSTER
    wanted = wanted_paper(review, found) if review is not None else None
    issuers = [check.papers[one].issuer for one in (wanted.types if wanted else ()) if one in check.papers]
    return next(filter(None, issuers), OURSELVES)


def list_chases(check: Check) -> list[Chase]:
    """Whom to ask for what, the longest list first. Papers by title; all else by the finding's rule."""
    heaps: dict[str, dict[tuple[str, str], list[Review]]] = {}
    for review in check.reviews:
        for found in review.findings:
            if not asks(found):
                continue
            wanted = wanted_paper(review, found)
            what = (wanted.title, wanted.ask) if wanted is not None else (rule_title(found.rule), "")
            cases = heaps.setdefault(whom_to_ask(check, review, found), {}).setdefault(what, [])
            if not cases or cases[-1] is not review:
                cases.append(review)
    chases = [
        Chase(
            whom=whom,
            wanted=tuple(Wanted(what=what, how=how, reviews=tuple(cases)) for (what, how), cases in heap.items()),
        )
        for whom, heap in heaps.items()
    ]
    return sorted(chases, key=lambda chase: (chase.whom == OURSELVES, -chase.count, chase.whom))


def wanted_paper(review: Review, found: Finding) -> Requirement | None:
    """The requirement that a missing paper belongs to."""
    if found.rule not in {"missing", "too-few"}:
        return None
    return next((one.requirement for one in review.requirements if found.type in one.requirement.types), None)


def matrix_columns(check: Check, reviews: Iterable[Review]) -> list[Column]:
    """The papers that these cases ask for, in the order in which they are first asked for.

    Requirements whose first type is the same share a column; its title is the shortest of theirs and the paper's own.
    """
    titles: dict[str, str] = {}
    for review in reviews:
        for one in review.requirements:
            key = _key(one.requirement)
            names = [one.requirement.title, titles.get(key, "")]
            if key in check.papers and one.requirement.or_visits is None:
                names.append(check.papers[key].short)
            titles[key] = min(filter(None, names), key=len, default=key)
    return [Column(type=key, title=title) for key, title in titles.items()]


def matrix_row(review: Review, columns: Iterable[Column]) -> list[str]:
    """The signs of one case under `columns`: ✓ 缺 ! 免 荐, '' where the paper is not asked for."""
    worst: dict[str, str] = {}
    order = ["", "免", "✓", RECOMMENDED_SIGN, "!", "缺"]
    for one in review.requirements:
        missing = one.status is RequirementStatus.MISSING
        sign = RECOMMENDED_SIGN if one.requirement.recommended and missing else REQUIREMENT_SIGNS[one.status]
        key = _key(one.requirement)
        worst[key] = max(worst.get(key, ""), sign, key=order.index)
    return [worst.get(column.type, "") for column in columns]


def _key(wanted: Requirement) -> str:
    if wanted.or_visits is not None or wanted.any_paper or not wanted.types:
        return wanted.title
    return wanted.types[0]
