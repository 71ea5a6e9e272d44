"""Which papers make one 件 of a dossier, in which order, what it is called and who issued it. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, takewhile

from dossier.files.order import sort_key
from dossier.model import (
    Basis,
    EvidenceFile,
    PaperType,
    Part,
    RequirementReview,
    RequirementStatus,
    Review,
    Specs,
)
from dossier.plan.sides import Pair, pairs_of

BLOCKS = ("identity", "enrolment", "reason", "process", "result", "other")
_LAST_RANK = 9_999
_NOBODY = Basis.NAME
"""The basis of a part that stands in for what nobody named; its confidence is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One 件 to be: the parts that share a number in the contents, or a missing requirement (no parts)."""

    title: str
    parts: tuple[Part, ...] = ()
    missing: RequirementReview | None = None
    date: date | None = None
    issuer: str = ""
    document_no: str = ""
    note: str = ""
    pairs: tuple[Pair, ...] = ()
    """Pages that stand two and two on a sheet."""


def groups_of(
    review: Review, specs: Specs, *, draft: bool, placed: Collection[Part] = (), pages: str = "asis"
) -> list[Group]:
    """The items of the evidence, in the order of the dossier; `placed` stand elsewhere. `pages`: as workspace.yaml."""
    category = review.case.category or ""
    files = {file.path: file for file in review.case.files}
    parts = [part for part in _all_parts(review) if part.left_out is None and part not in placed]
    keyed: list[tuple[tuple[object, ...], Group]] = []
    ordered = _in_order(parts, specs, category)
    pairs = pairs_of([part for part in ordered if not is_photo(part, specs)], review, specs, pages)
    second = {other.part: one.part for one, other in pairs if one.part != other.part}
    counts = Counter(_named(part) for part in parts if part not in second)
    seen: Counter[tuple[str | None, str]] = Counter()
    leading = [part for part in ordered if part not in second]
    for key, run in groupby(leading, key=lambda part: _run_key(part, specs)):
        members = tuple(run)
        members += tuple(other for other, first in second.items() if first in members)
        named = _named(members[0])
        seen[named] += 1
        several = counts[named] > 1 and key[0] != "photos"
        group = _group(members, specs, seen[named] if several else 0, files)
        mine = tuple(pair for pair in pairs if pair[0].part in members)
        group = replace(group, pairs=mine, title=_shared_title(group, mine))
        keyed.append((_order(members[0], specs, category, parts), group))
    if draft:
        for held in review.requirements:
            if held.status is RequirementStatus.MISSING and not held.requirement.recommended:
                kind = first_type(held)
                stand_in = Part(path="", pages=(), type=kind, basis=_NOBODY, confidence=0)
                group = Group(title=held.requirement.title, missing=held, note="缺")
                keyed.append((_order(stand_in, specs, category, parts), group))
    return [group for _, group in sorted(keyed, key=lambda pair: pair[0])]


def _shared_title(group: Group, pairs: Sequence[Pair]) -> str:
    """A paper without a kind is called like its file; of two files like what they share."""
    names = [half.part.path.rpartition("/")[2].rpartition(".")[0] for pair in pairs for half in pair]
    if len(set(names)) < 2 or group.title != f"[{names[0]}]":
        return group.title
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = "".join(letters[0] for letters in alike).rstrip("-_ （(")
    return f"[{shared or '、'.join(names)}]"


def _named(part: Part) -> tuple[str | None, str]:
    """Papers of one kind that are called alike are counted."""
    return part.type, part.title


def first_type(held: RequirementReview) -> str | None:
    """The paper that would serve first; None where any paper does."""
    return next(iter(held.requirement.types), None)


def _all_parts(review: Review) -> Iterator[Part]:
    """The review's parts, and whatever page no part names: nothing is ever lost on the way to paper.

    A recording has no page: it stands nowhere, and its finding says so.
    """
    named: dict[str, set[int]] = {}
    no_papers = {file.path for file in review.case.files if file.is_no_paper}
    for part in review.parts:
        if part.path in no_papers:
            continue
        named.setdefault(part.path, set()).update(part.pages)
        yield from part.papers
    for file in review.case.files:
        if file.path in no_papers:
            continue
        rest = tuple(page for page in range(1, len(file.pages) + 1) if page not in named.get(file.path, ()))
        if rest or file.path not in named:
            yield Part(path=file.path, pages=rest, type=None, basis=_NOBODY, confidence=0)


def _in_order(parts: Sequence[Part], specs: Specs, category: str) -> list[Part]:
    return sorted(parts, key=lambda part: _order(part, specs, category, parts))


def _order(part: Part, specs: Specs, category: str, parts: Sequence[Part]) -> tuple[object, ...]:
    """Block; in 过程 by date; rank; day; a photograph behind the record of its day, else behind all records."""
    paper = specs.papers.get(part.type or "")
    last = date.max
    if paper is None:
        return (len(BLOCKS), last, _LAST_RANK, last, 0, last, sort_key(part.path), part.pages)
    spec = specs.categories.get(category)
    block = spec.blocks.get(paper.id, paper.block) if spec else paper.block
    own_day = part.date or last
    rank, day, behind = paper.rank, own_day, 0
    lead = specs.papers.get(paper.follows)
    if lead is not None:
        rank, behind = lead.rank, 1
        if part.date not in {other.date for other in parts if other.type == lead.id and other.date}:
            day, behind = last, 2
    first = day if block == "process" else last
    return (BLOCKS.index(block), first, rank, day, behind, own_day, sort_key(part.path), part.pages)


def _run_key(part: Part, specs: Specs) -> tuple[object, ...]:
    """Photographs that lie side by side are one 件; every other paper is one of its own."""
    if is_photo(part, specs):
        return ("photos", part.type)
    return ("paper", part.path, part.pages, part.type)


def is_photo(part: Part, specs: Specs) -> bool:
    paper = specs.papers.get(part.type or "")
    return paper is not None and paper.photo


def _group(parts: tuple[Part, ...], specs: Specs, ordinal: int, files: Mapping[str, EvidenceFile]) -> Group:
    first = parts[0]
    paper = specs.papers.get(first.type or "")
    name = first.path.rpartition("/")[2]
    unread = "" if files[first.path].is_usable else "无法读取"
    if paper is None or paper.id == "other":
        return Group(
            title=first.title or f"[{name.rpartition('.')[0] or name}]",
            parts=parts,
            date=first.date,
            issuer=first.issuer,
            document_no=first.document_no,
            note=unread,
        )
    title = ("" if paper.photo else first.title) or paper.short or paper.title.split(" / ")[0]
    if paper.photo and len(parts) > 1:
        title = f"{title}（{len(parts)}张）"
    elif ordinal:
        title = f"{title}（{ordinal}）"
    note = "复印件" if paper.copy and "复印件" not in title else ""
    issuer = _issuer(paper, first, files[first.path])
    return Group(
        title=title,
        parts=parts,
        date=first.date,
        issuer=issuer,
        document_no=first.document_no,
        note=unread or note,
    )


def _issuer(paper: PaperType, part: Part, file: EvidenceFile) -> str:
    """责任者: as the paper itself says; else of its type, by the file's name or the first line that tells."""
    if part.issuer:
        return part.issuer
    read = (line.text for page in file.readings if page.page in part.pages for line in page.lines)
    texts = (part.path, *read) if paper.issuers else ()
    told = (issuer for text in texts for word, issuer in paper.issuers.items() if word in text)
    return next(told, paper.issuer)
