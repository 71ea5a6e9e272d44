"""Whose is each paper of a heap, and what is it? Pages and names against the roster; unsure ones are left to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dossier.evidence import Sight, look, read_pages
from dossier.model import Case, EvidenceFile, PageReading, Specs, Student, Thresholds, Workspace
from dossier.review import (
    SURE,
    Children,
    Judging,
    Span,
    names_on,
    numbers_on,
    papers_in,
    plain,
    whole_text,
)
from dossier.sorting.zips import Heap

_BY_NUMBER, _BY_NAME, _BY_FILE_NAME, _BY_NEIGHBOUR = 0.98, 0.85, 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Proposal:
    """Some pages of one file, whose they seem to be and what. `case` or `type` is None where nobody can tell."""

    path: str
    sha256: str
    pages: tuple[int, ...]
    of_pages: int
    media_type: str
    case: Case | None
    type: str | None
    confidence: float
    reason: str
    problem: str = ""
    """Why the file cannot be sorted."""

    @property
    def is_sure(self) -> bool:
        """Whether it may be proposed as 是 at once."""
        return self.case is not None and self.type is not None and self.confidence >= SURE and not self.problem


def sort_inbox(
    inbox: Path, found: Heap, workspace: Workspace, specs: Specs, thresholds: Thresholds, today: date, sight: Sight
) -> tuple[Proposal, ...]:
    """One proposal a paper, in the order of the files. A file nobody can open has one that says so."""
    spelled = {path: str(place) for path, place in found.places.items()}
    heap = Case(id="", student=Student(), folder="", paths=found.paths, disk_paths=spelled)
    looked = read_pages(look(replace(workspace, root=inbox, cases=(heap,)), sight), sight)
    (heap,) = looked.cases
    judging = Judging(workspace=workspace, specs=specs, thresholds=thresholds, today=today)
    proposals = (proposal for file in heap.files for proposal in _of_file(file, heap, judging))
    return tuple(
        replace(one, problem=found.problems[one.path]) if one.path in found.problems else one for one in proposals
    )


def _of_file(file: EvidenceFile, heap: Case, judging: Judging) -> Iterator[Proposal]:
    whole = Proposal(
        path=file.path,
        sha256=file.sha256,
        pages=tuple(range(1, len(file.pages) + 1)),
        of_pages=len(file.pages),
        media_type=file.media_type,
        case=None,
        type=None,
        confidence=0.0,
        reason="",
    )
    if not file.is_usable:
        yield replace(whole, problem=file.problem.message if file.problem else "打不开")
        return
    named_case = _child_in_name(file.path, judging.workspace.cases)
    guess = judging.names.read(file.path.rpartition("/")[2], named_case.name if named_case else "")
    pages = {page.page: page for page in file.readings}
    spans = papers_in(file, heap, judging.specs, judging.thresholds, judging.titles)
    for span in _by_child(spans, pages, judging.children):
        own = [pages[number] for number in span.pages if number in pages]
        child, sure, why = whose(own, judging.children)
        if child is None and named_case is not None:
            child, sure, why = named_case, _BY_FILE_NAME, "文件名里有姓名"
        kind, said = span.kind, span.reason
        confidence = min(sure, span.confidence)
        if kind is None and guess is not None and len(guess.types) == 1:
            kind, said, confidence = guess.types[0], "文件名", min(sure, guess.confidence)
        reason = "；".join(part for part in (why, said) if part)
        yield replace(
            whole,
            pages=span.pages,
            case=child,
            type=kind,
            confidence=confidence if child is not None and kind is not None else 0.0,
            reason=reason,
        )


def _by_child(spans: Sequence[Span], pages: dict[int, PageReading], children: Children) -> Iterator[Span]:
    """Spans cut where a page surely names another child than the page before it."""
    for span in spans:
        start, owner = 0, None
        for at, number in enumerate(span.pages):
            child, sure, _ = whose([pages[number]] if number in pages else [], children)
            if child is None or sure < SURE:
                continue
            if owner is not None and child.id != owner.id:
                yield replace(span, pages=span.pages[start:at])
                start = at
            owner = child
        yield replace(span, pages=span.pages[start:])


def whose(pages: Sequence[PageReading], children: Children) -> tuple[Case | None, float, str]:
    """(child, how sure, why) of pages; None where they name nobody of the roster, or several."""
    by_number = {
        number.text: children.by_number[number.text]
        for number in numbers_on(pages)
        if number.text in children.by_number
    }
    if len({case.id for case in by_number.values()}) == 1:
        number, case = next(iter(by_number.items()))
        return case, _BY_NUMBER, f"身份证号 {number}"
    if by_number:
        return None, 0.0, "页上有几个学生的身份证号"
    named = {name.text for name in names_on(pages)} & set(children.by_name)
    if not named:
        text = whole_text(pages)
        named = {name for name in children.by_name if len(name) >= 3 and name in text}
    found = {case.id: case for name in named for case in children.by_name[name]}
    if len(found) == 1:
        case = next(iter(found.values()))
        return case, _BY_NAME, f"姓名「{case.name}」"
    return None, 0.0, "同名的学生不止一个" if found else ""


def _child_in_name(path: str, cases: Sequence[Case]) -> Case | None:
    """The one child whose name or number stands in the file's or its folder's name."""
    text = plain(path)
    found = [case for case in cases if len(case.name) >= 2 and plain(case.name) in text]
    longest = max((len(case.name) for case in found), default=0)
    best = [case for case in found if len(case.name) == longest]
    return best[0] if len(best) == 1 else None
