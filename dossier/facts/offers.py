"""What could be filled in: for each blank fact, the best that papers say. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossier.facts.compare import agree
from dossier.facts.make import late_papers
from dossier.model import FACT_FIELDS, Case, Facts, Offer, Other, Specs

OF_THEIR_TIME = frozenset({"school", "grade", "class_name", "live_address", "health", "school_address"})
"""What changes when a child moves or goes up: a paper of a later time only suggests it."""
LATER = frozenset({"kindergarten-form"})


def offers(case: Case, facts: Facts, specs: Specs) -> tuple[Offer, ...]:
    """One offer for each blank field of which a paper says something, in the order of the form."""
    return tuple(_offers(case, facts, specs))


def _offers(case: Case, facts: Facts, specs: Specs) -> Iterator[Offer]:
    late = late_papers(case, specs) | LATER
    for field in FACT_FIELDS:
        others = [one for one in facts.others(field) if one.page is not None]
        if facts[field] or not others:
            continue
        best = best_of(others)
        is_sure = best.sure and _all_agree(field, others, specs) and not (field in OF_THEIR_TIME and best.type in late)
        yield Offer(field=field, value=best.value, path=best.path, page=best.page or 1, sure=is_sure, box=best.box)


def best_of(others: Sequence[Other]) -> Other:
    """The first that is sure, else the first."""
    return next((one for one in others if one.sure), others[0])


def _all_agree(field: str, others: Sequence[Other], specs: Specs) -> bool:
    """Whether all sure papers say the same."""
    sure = [one.value for one in others if one.sure]
    return all(agree(field, sure[0], value, specs.labels.values) for value in sure)
