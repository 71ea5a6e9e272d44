"""The facts of a case that somebody must look at: blank ones that a paper tells, and disputed ones."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model import FACT_FIELDS, Fact, Other, Review, Source

_SOURCES = {
    Source.PERSON: "人定的",
    Source.ROSTER: "名册",
    Source.DERIVED: "由身份证号等推算",
    Source.VISITS: "劝返记录表",
    Source.SETTINGS: "设置",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact as the page shows it: what is known beside what papers say."""

    title: str
    value: str
    """'' where it is blank."""
    source: str
    others: tuple[Other, ...]


def fact_rows(review: Review) -> list[FactRow]:
    """Blank and disputed facts of a case, in the order of the form."""
    return [
        FactRow(
            title=FACT_FIELDS[fact.field],
            value=fact.value,
            source=_SOURCES[fact.source] if fact.source else "",
            others=others,
        )
        for fact in review.facts.known.values()
        if (others := shown_others(review, fact))
    ]


def shown_others(review: Review, fact: Fact) -> tuple[Other, ...]:
    """What papers say of a fact that is blank or disputed; of one on which all agree nothing is shown."""
    told = tuple(one for one in fact.others if one.page is not None)
    if not fact.value:
        return told
    disputed = {
        name for one in review.findings if one.rule == "facts-differ" and not one.accepted for name in one.fields
    }
    return tuple(one for one in told if one.value != fact.value) if fact.field in disputed else ()
