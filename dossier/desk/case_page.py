"""The page of one case as a value: needs, files, what each paper is, findings and what settles them. PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dossier.desk.cells import SIGNS, Cell, Sign, cells_of
from dossier.desk.settling import fact_of, taken_back, ways_of
from dossier.desk.wording import shown
from dossier.findings import RULES, rule_title
from dossier.model import Case, Check, EvidenceFile, Finding, Part, Review, Severity
from dossier.report import asks, mask, whom_to_ask

FileId = Callable[[str], str]
LEVELS = {Severity.ERROR: "必须解决", Severity.WARNING: "请看一眼", Severity.NOTE: "提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """One paper inside a file."""

    type: str
    title: str
    pages: tuple[int, ...]
    reason: str
    sure: str
    is_decided: bool
    """A person said so."""
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A card of the list of files."""

    id: str
    path: str
    name: str
    pages: int
    size: str
    sign: Sign
    title: str
    papers: tuple[PaperView, ...]
    problem: str = ""
    is_read: bool = True
    proposal: str = ""
    """The type that one key confirms; '' where nothing is to be confirmed."""
    needs: str = ""
    """Numbers of the needs that it serves."""
    is_left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding and what settles it here."""

    rule: str
    title: str
    level: str
    weight: str
    message: str
    action: str
    whom: str
    file: str
    """Id of the file to go to; '' where it is about none."""
    page: int
    path: str
    type: str
    ways: tuple[str, ...]
    """The buttons: keys of `settling`."""
    fact: str = ""
    back: Mapping[str, str] | None = None
    """The decision to be taken back."""
    accepted: str = ""
    other_case: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """All that the page of a case shows."""

    case: Case
    review: Review | None
    cells: tuple[Cell, ...]
    files: tuple[FileView, ...]
    findings: tuple[FindingView, ...]

    def file(self, file_id: str) -> FileView | None:
        """The card of a file; the first one that waits, else the first, where none is named."""
        if file_id:
            return next((one for one in self.files if one.id == file_id), None)
        return self.next_open("") or next(iter(self.files), None)

    def next_open(self, after: str) -> FileView | None:
        """The next file that waits for a person, after this one and round again."""
        ids = [one.id for one in self.files]
        at = ids.index(after) + 1 if after in ids else 0
        turned = (*self.files[at:], *self.files[:at])
        return next((one for one in turned if one.sign.char in ("认", "？", "等") and one.id != after), None)

    def beside(self, file_id: str, by: int) -> str:
        """The id of the next or last file; '' at the end."""
        ids = [one.id for one in self.files]
        at = ids.index(file_id) + by if file_id in ids else -1
        return ids[at] if 0 <= at < len(ids) else ""


_UNKNOWN = Sign(char="？", words="不知道是什么", box="guess")
_OUT = Sign(char="不用", words="不放进卷宗", box="waived")
_BAD = SIGNS["坏"]
_UNSEEN = Sign(char="等", words="程序还没看到它", box="advised")


def case_view(check: Check | None, case: Case, review: Review | None, file_id: FileId) -> CaseView:
    """The page of a case; before the first check only names of files are known."""
    cells = cells_of(review) if review is not None else ()
    known = {file.path: file for file in case.files}
    files = [
        _file(check, review, known.get(path, EvidenceFile(path=path)), cells, file_id(path)) for path in case.paths
    ]
    found = (
        [] if review is None or check is None else [_finding(check, review, one, file_id) for one in review.findings]
    )
    order = {"error": 0, "warning": 1, "accepted": 2, "note": 3}
    return CaseView(
        case=case,
        review=review,
        cells=cells,
        files=tuple(sorted(files, key=lambda one: one.is_left_out)),
        findings=tuple(sorted(found, key=lambda one: order[one.weight])),
    )


def _file(
    check: Check | None, review: Review | None, file: EvidenceFile, cells: Sequence[Cell], file_id: str
) -> FileView:
    parts = [part for part in (review.parts if review is not None else ()) if part.path == file.path]
    papers = tuple(_paper(check, part) for one in parts for part in one.papers)
    about = [one for one in (review.findings if review is not None else ()) if one.path == file.path]
    sign = _sign_of(file, parts, about)
    titles = list(dict.fromkeys(paper.title for paper in papers if not paper.left_out))
    return FileView(
        id=file_id,
        path=file.path,
        name=file.path.rpartition("/")[2],
        pages=len(file.pages),
        size=size_words(file.size),
        sign=sign,
        title="、".join(titles) or "不知道",
        papers=papers,
        problem=file.problem.message if file.problem is not None else "",
        is_read=bool(file.readings) or not file.is_usable,
        proposal=_proposal(parts, sign),
        needs="、".join(str(at) for at, cell in enumerate(cells, 1) if file.path in cell.files),
        is_left_out=bool(parts) and all(part.left_out is not None for part in parts),
    )


def _proposal(parts: Sequence[Part], sign: Sign) -> str:
    """What one key confirms: only a file that is one paper, which the program took for something."""
    if sign.char != "认" or len(parts) != 1:
        return ""
    return parts[0].type or parts[0].proposal or ""


def _sign_of(file: EvidenceFile, parts: Sequence[Part], about: Sequence[Finding]) -> Sign:
    if parts and all(part.left_out is not None for part in parts):
        return _OUT
    if not parts and not about and file.problem is None:
        return _UNSEEN
    rules = {one.rule for one in about if one.accepted is None}
    if file.problem is not None and not file.is_no_paper:
        return _BAD
    if "unsure" in rules:
        return SIGNS["认"]
    if "unassigned" in rules:
        return SIGNS["认"] if any(part.proposal for part in parts) else _UNKNOWN
    if any(one.severity is Severity.ERROR for one in about):
        return _BAD
    return SIGNS["看"] if any(asks(one) for one in about) else SIGNS["齐"]


def _paper(check: Check | None, part: Part) -> PaperView:
    kind = part.type or part.proposal or ""
    papers = check.papers if check is not None else {}
    title = papers[kind].short or papers[kind].title if kind in papers else "不知道"
    return PaperView(
        type=kind,
        title=title,
        pages=part.pages,
        reason=mask(part.reason),
        sure=sure_words(part),
        is_decided=part.basis == "person",
        left_out=part.left_out or "",
    )


def sure_words(part: Part) -> str:
    """How sure the program is, in words."""
    if part.basis == "person":
        return "您定的"
    if part.type is None and part.proposal is None:
        return "认不出"
    steps = ((0.95, "很有把握"), (0.80, "较有把握"), (0.50, "拿不准"))
    return next((words for least, words in steps if part.confidence >= least), "拿不准")


def size_words(size: int) -> str:
    """412KB, 3.1MB."""
    return f"{size / (1 << 20):.1f}MB" if size >= 1 << 20 else f"{max(1, size >> 10)}KB"


def _finding(check: Check, review: Review, found: Finding, file_id: FileId) -> FindingView:
    is_file = found.path is not None and found.path in review.case.paths
    said, turn = found.accepted, _turn(review, found)
    return FindingView(
        rule=found.rule,
        title=rule_title(found.rule),
        level="已认可" if said is not None else LEVELS[found.severity],
        weight="accepted" if said is not None else found.severity.value,
        message=shown(found.message),
        action=shown(found.action or RULES[found.rule].todo),
        whom=whom_to_ask(check, review, found) if asks(found) else "",
        file=file_id(found.path) if is_file and found.path is not None else "",
        page=found.pages[0] if found.pages else 1,
        path=found.path or "",
        type=found.type or "",
        ways=ways_of(review, found, turns=bool(turn)),
        fact=fact_of(found),
        back=taken_back(review, found) if found.rule == "decision-unused" else None,
        accepted=f"{said.by}：{said.reason}" if said is not None else "",
        other_case=found.other_case or "",
        turn=turn,
    )


def _turn(review: Review, found: Finding) -> int:
    """How the reader found the page upright."""
    file = next((one for one in review.case.files if one.path == found.path), None)
    if found.rule != "upside-down" or file is None:
        return 0
    turns = {one.turn for one in file.readings if one.page in found.pages}
    return turns.pop() if len(turns) == 1 else 0
