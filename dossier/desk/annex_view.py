"""附件1 of one child as rows: what each cell says, which are blank or disputed, what papers say of them. PURE."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dossier.build import ANNEX_FACTS
from dossier.desk.wording import shown
from dossier.model import FACT_FIELDS, Check, Fact, Review, Source, Specs

_DIFFER = frozenset({"facts-differ", "facts-contradict", "fact-unclear", "date-impossible", "date-order"})
"""Rules about what stands in a cell."""
_COLOURS = {"blank": "FFE2A8", "differs": "F6B8B3", "offered": "CFE0FF"}
"""State of a cell → the colour of its ground on the picture of the form (the desk's own, in desk.css)."""
WORDS = {"blank": "空着，要填", "differs": "说法不一，要定", "offered": "空着，材料里有"}
_SOURCES = {
    Source.PERSON: "您改的",
    Source.ROSTER: "名册",
    Source.DERIVED: "推算的",
    Source.VISITS: "劝返记录",
    Source.SETTINGS: "设置",
}
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NEVER = frozenset({"age"})
"""Counted from another fact: nothing to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a page of a paper, or the roster, says of a cell."""

    value: str
    path: str
    page: int
    """0: the roster."""
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell of 附件1."""

    field: str
    title: str
    value: str
    source: str
    state: str
    """blank, differs, offered, or ''."""
    number: str
    words: str
    offers: tuple[Offer, ...]
    is_person: bool


def annex_cells(check: Check | None, review: Review | None, specs: Specs) -> tuple[CellView, ...]:
    """Every fact, those that ask for something first, each of these with its number."""
    if review is None or check is None:
        return ()
    untold = _untold(check, review, specs)
    found = [_cell(review, field, untold) for field in FACT_FIELDS if field not in _NEVER]
    asking = [one for one in found if one.state]
    numbered = [_numbered(one, at) for at, one in enumerate(asking)]
    return (*numbered, *(one for one in found if not one.state))


def _untold(check: Check, review: Review, specs: Specs) -> frozenset[str]:
    """What this child's form needs and nobody knows of any child: check tells it once, for all."""
    told = {field for one in check.findings if one.rule == "annex-empty" for field in one.fields}
    spec = specs.categories.get(review.case.category or "")
    return frozenset(told.intersection((*specs.annex_needs.all, *(spec.annex_needs if spec is not None else ()))))


def _numbered(one: CellView, at: int) -> CellView:
    number = _NUMBERS[at] if at < len(_NUMBERS) else f"({at + 1})"
    return CellView(
        field=one.field, title=one.title, value=one.value, source=one.source, state=one.state, number=number,
        words=one.words, offers=one.offers, is_person=one.is_person,
    )  # fmt: skip


def _cell(review: Review, field: str, untold: Collection[str]) -> CellView:
    fact = review.facts.known.get(field, Fact(field=field))
    offers = tuple(
        Offer(value=one.value, path=one.path, page=one.page or 0, sure=one.sure)
        for one in fact.others
        if one.value != fact.value
    )
    state, words = _state(review, fact, offers, untold)
    return CellView(
        field=field,
        title=FACT_FIELDS[field],
        value=fact.value,
        source=_SOURCES[fact.source] if fact.source is not None else "",
        state=state,
        number="",
        words=words,
        offers=offers,
        is_person=fact.source is Source.PERSON,
    )


def _state(review: Review, fact: Fact, offers: Sequence[Offer], untold: Collection[str]) -> tuple[str, str]:
    open_ = [one for one in review.findings if fact.field in one.fields and one.accepted is None]
    disputed = next((one for one in open_ if one.rule in _DIFFER), None)
    if disputed is not None:
        return "differs", shown(disputed.message)
    if not fact.value and offers and fact.field in ANNEX_FACTS:
        return "offered", ""
    is_needed = fact.field in untold or any(one.rule == "annex-empty" for one in open_)
    return ("blank", "") if not fact.value and is_needed else ("", "")


def marks_of(cells: Sequence[CellView]) -> dict[str, tuple[str, str]]:
    """Fact → colour and number, for the picture of the form."""
    return {one.field: (_COLOURS[one.state], one.number) for one in cells if one.state}
