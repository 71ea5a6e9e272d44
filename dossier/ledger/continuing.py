"""The leading-group exception: leave was agreed to, persuasion continues, and three joint visits carry it. PURE."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.model import Check, Continuing, Review, Specs, Visit
from dossier.review import joint_visits

_WITH_JUDGMENT = "有判决书（调解书），不用三次联合劝返"


def find_continuing(check: Check, specs: Specs) -> Iterator[Continuing]:
    """The children whose leave the county leading group agreed to, each with its joint visits."""
    for review in check.reviews:
        if review.facts["leading_group"] == "是":
            yield Continuing(id=review.case.id, name=review.case.name, visits=_told(review, specs))


def _told(review: Review, specs: Specs) -> tuple[str, ...]:
    visits = tuple(_words(visit) for visit in joint_visits(review.case, review.facts, specs))
    has_judgment = any(part.type == "court-judgment" and part.left_out is None for part in review.parts)
    return (*visits, _WITH_JUDGMENT) if has_judgment else visits


def _words(visit: Visit) -> str:
    return " ".join(filter(None, (str(visit.date), visit.persons, visit.place, visit.result)))
