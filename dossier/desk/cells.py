"""How a required paper stands, as one character with its box: the desk's view of what check decided. PURE."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import CaseStatus, Finding, RequirementReview, RequirementStatus, Review, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A state: the character that is its label, its words, and the class of its box."""

    char: str
    words: str
    box: str


SIGNS: dict[str, Sign] = {
    "齐": Sign(char="齐", words="有了", box="whole"),
    "看": Sign(char="看", words="有，要人看一眼", box="look"),
    "认": Sign(char="认", words="程序认的，等您认可", box="guess"),
    "批": Sign(char="批", words="要有人核实确认", box="approve"),
    "少": Sign(char="少", words="份数不够", box="few"),
    "坏": Sign(char="坏", words="有文件，但用不了或不对", box="broken"),
    "缺": Sign(char="缺", words="还没有", box="missing"),
    "荐": Sign(char="荐", words="建议有，没有也行", box="advised"),
    "免": Sign(char="免", words="免交", box="waived"),
}
STATES: dict[CaseStatus, Sign] = {
    CaseStatus.INCOMPLETE: Sign(char="未齐", words="还缺材料或有错", box="missing"),
    CaseStatus.REVIEW: Sign(char="待看", words="不缺，有要人看的", box="look"),
    CaseStatus.COMPLETE: Sign(char="已齐", words="可以生成卷宗", box="whole"),
}
UNSEEN = Sign(char="等着看", words="程序还没看到它", box="advised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One requirement of one case."""

    sign: Sign
    title: str
    types: tuple[str, ...]
    files: tuple[str, ...] = ()
    count: str = ""
    """1/2 where there are too few."""
    note: str = ""
    """Who waived it, or whom to ask."""
    waivable: bool = True

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return f"{self.title}：{self.sign.words}{f'，{self.count}' if self.count else ''}"


def cells_of(review: Review) -> tuple[Cell, ...]:
    """The requirements of a case in the order of its category, each with its state."""
    return tuple(_cell(review, held) for held in review.requirements)


def _cell(review: Review, held: RequirementReview) -> Cell:
    wanted = held.requirement
    sign = sign_of(review, held)
    few = sign.char == "少"
    return Cell(
        sign=sign,
        title=wanted.title,
        types=wanted.types,
        files=held.files,
        count=f"{len(held.files)}/{wanted.minimum}" if few else "",
        note=_note(held),
        waivable=wanted.waivable,
    )


def _note(held: RequirementReview) -> str:
    if held.waiver is not None:
        return f"{held.waiver.by} 同意免交：{held.waiver.reason}"
    return held.requirement.ask if held.status is RequirementStatus.MISSING else ""


def sign_of(review: Review, held: RequirementReview) -> Sign:
    """The state of a requirement; where several hold, the first of 免 缺 坏 少 认 批 看 齐."""
    if held.status is RequirementStatus.WAIVED:
        return SIGNS["免"]
    wanted = held.requirement
    about = [one for one in review.findings if _is_about(one, held)]
    rules = {one.rule for one in about}
    if held.status is RequirementStatus.MISSING and not held.files:
        return SIGNS["荐" if wanted.recommended else "缺"]
    if any(one.severity is Severity.ERROR and one.rule not in ("missing", "too-few") for one in about):
        return SIGNS["坏"]
    if "too-few" in rules:
        return SIGNS["少"]
    if held.status is RequirementStatus.MISSING:
        return SIGNS["缺"]
    if held.status is RequirementStatus.FAULTY:
        return SIGNS["坏"]
    open_rules = {one.rule for one in about if one.severity is Severity.WARNING and one.accepted is None}
    if "unsure" in open_rules:
        return SIGNS["认"]
    if "needs-person" in open_rules:
        return SIGNS["批"]
    return SIGNS["看"] if open_rules else SIGNS["齐"]


def _is_about(found: Finding, held: RequirementReview) -> bool:
    """Whether a finding is about one of the requirement's files, its types, or (needs-person) the whole case."""
    if found.path is not None:
        return found.path in held.files
    if found.type is not None:
        return found.type in held.requirement.types
    return found.rule == "needs-person"


def state_of(review: Review | None) -> Sign:
    """未齐, 待看, 已齐; 等着看 before the first check."""
    return UNSEEN if review is None else STATES[review.status]
