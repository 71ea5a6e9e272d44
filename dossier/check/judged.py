"""A judged workspace with all that it rests on: where the next judgement, after a decision about one case, starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.check.selection import NOT_READ
from dossier.check.sorted_out import still_unsorted
from dossier.model import Check, Facts, Finding, LikePhotographs, Review
from dossier.review import Judging, Links, SortedCase, links_of, review


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement and what went into it, by case id where it is of a case."""

    check: Check
    judging: Judging
    papers: tuple[SortedCase, ...]
    facts: Mapping[str, Facts]
    pages: Mapping[str, tuple[Finding, ...]]
    likes: tuple[LikePhotographs, ...]
    links: Links


def judged_of(
    judging: Judging,
    papers: Sequence[SortedCase],
    facts: Mapping[str, Facts],
    pages: Mapping[str, tuple[Finding, ...]],
    likes: tuple[LikePhotographs, ...],
    before: Judged | None = None,
    changed: frozenset[str] = frozenset(),
) -> Judged:
    """Hold everything against each other. Of `before`, whatever is not of `changed` and not linked otherwise stands."""
    links = links_of(judging, papers, facts, likes, before.links if before is not None else None)
    check = review(judging, papers, facts, pages, links, _kept(before, changed, links))
    check = replace(check, unsorted=still_unsorted(judging.workspace))
    return Judged(
        check=check if judging.is_read else replace(check, findings=(*check.findings, NOT_READ)),
        judging=judging,
        papers=tuple(papers),
        facts=facts,
        pages=pages,
        likes=likes,
        links=links,
    )


def _kept(before: Judged | None, changed: frozenset[str], links: Links) -> Mapping[str, Review]:
    if before is None or before.links.untold != links.untold:
        return {}
    return {
        one.case.id: one
        for one in before.check.reviews
        if one.case.id not in changed and not links.differ(before.links, one.case.id)
    }
