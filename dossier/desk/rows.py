"""The page of all cases as values: a row a case, filters, counts. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dossier.desk.cells import SIGNS, STATES, Cell, Sign, cells_of, state_of
from dossier.desk.people import fits
from dossier.model import Case, Check, Review
from dossier.report import asks, unit_of, whom_to_ask

FILTERS = ("state", "cat", "unit", "whom", "cell")
SORTS = {"id": "序号", "state": "状态", "missing": "缺的份数", "unit": "单位", "cat": "类别"}
_STATE_ORDER = ("未齐", "待看", "已齐", "等着看")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case in the table."""

    id: str
    name: str
    category: str
    category_title: str
    unit: str
    state: Sign
    cells: tuple[Cell, ...]
    files: int
    whom: tuple[str, ...]
    open: int
    """Findings that somebody still has to see to."""

    @property
    def missing(self) -> int:
        """How many papers are not there."""
        return sum(cell.sign.char in ("缺", "少") for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    q: str = ""
    state: str = ""
    cat: str = ""
    unit: str = ""
    whom: str = ""
    cell: str = ""
    sort: str = "id"
    view: str = ""

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Asked:
        """From the words of an address; what is none of ours is left out."""
        words = {name: told.get(name, "")[:80] for name in ("q", *FILTERS, "sort", "view")}
        return cls(**{**words, "sort": words["sort"] if words["sort"] in SORTS else "id"})

    def as_words(self, **other: str) -> dict[str, str]:
        """The words of an address for this, with `other` in place of some; only those that say something."""
        words = {name: getattr(self, name) for name in ("q", *FILTERS, "sort", "view")} | other
        return {name: word for name, word in words.items() if word and (name, word) != ("sort", "id")}

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) for name in ("q", *FILTERS))


def rows_of(
    cases: Iterable[Case], reviews: Mapping[str, Review], check: Check | None, kept: Iterable[Row] = ()
) -> tuple[Row, ...]:
    """A row for each case, in the order of the roster; `kept` are rows that still hold."""
    standing = {row.id: row for row in kept}
    return tuple(standing.get(case.own_id) or _row(case, reviews.get(case.own_id), check) for case in cases)


def _row(case: Case, review: Review | None, check: Check | None) -> Row:
    cells = cells_of(review) if review is not None else ()
    open_ = [one for one in review.findings if asks(one)] if review is not None else []
    asked = [whom_to_ask(check, review, one) for one in open_] if check is not None else []
    spec = check.categories.get(case.category or "") if check is not None else None
    return Row(
        id=case.own_id,
        name=case.name,
        category=case.category or "?",
        category_title=spec.title if spec is not None else "",
        unit=unit_of(check, review) if check is not None and review is not None else case.student.unit,
        state=state_of(review),
        cells=cells,
        files=len(case.paths),
        whom=tuple(dict.fromkeys(asked)),
        open=len(open_),
    )


def chosen(rows: Sequence[Row], asked: Asked) -> tuple[Row, ...]:
    """The rows that the address asks for, in its order."""
    kept = [row for row in rows if _fits(row, asked)]
    orders = {
        "state": lambda row: _STATE_ORDER.index(row.state.char),
        "missing": lambda row: -row.missing,
        "unit": lambda row: row.unit,
        "cat": lambda row: row.category,
    }
    return tuple(sorted(kept, key=orders[asked.sort]) if asked.sort in orders else kept)


def _fits(row: Row, asked: Asked) -> bool:
    return (
        asked.state in ("", row.state.char)
        and asked.cat in ("", row.category)
        and asked.unit in ("", row.unit)
        and (not asked.whom or asked.whom in row.whom)
        and (not asked.cell or any(cell.sign.char == asked.cell for cell in row.cells))
        and fits(asked.q, row.id, row.name)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The cases of one category with a column for each paper that it asks for."""

    category: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Row, tuple[Cell | None, ...]], ...]
    """A case and its cells, one a column; None where this case is not asked for it."""


def by_category(rows: Sequence[Row]) -> tuple[Matrix, ...]:
    """The same rows, category by category."""
    heaps: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        heaps.setdefault((row.category, row.category_title), []).append(row)
    return tuple(_matrix(letter, title, heap) for (letter, title), heap in sorted(heaps.items()))


def _matrix(letter: str, title: str, heap: Sequence[Row]) -> Matrix:
    columns = tuple(dict.fromkeys(cell.title for row in heap for cell in row.cells))
    placed = tuple((row, {cell.title: cell for cell in row.cells}) for row in heap)
    return Matrix(
        category=letter,
        title=title,
        columns=columns,
        rows=tuple((row, tuple(cells.get(column) for column in columns)) for row, cells in placed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What all rows come to."""

    cases: int
    states: tuple[tuple[Sign, int], ...]
    cells: tuple[tuple[Sign, int], ...]
    whom: tuple[tuple[str, int], ...]
    categories: tuple[tuple[str, str, int], ...]
    units: tuple[tuple[str, int], ...]


def totals_of(rows: Sequence[Row]) -> Totals:
    """Counts for the bar of totals and for the filters."""
    states = Counter(row.state.char for row in rows)
    cells = Counter(cell.sign.char for row in rows for cell in row.cells)
    whom = Counter(one for row in rows for one in row.whom)
    categories = Counter((row.category, row.category_title) for row in rows)
    units = Counter(row.unit for row in rows if row.unit)
    return Totals(
        cases=len(rows),
        states=tuple((sign, states[sign.char]) for sign in STATES.values()),
        cells=tuple((sign, cells[char]) for char, sign in SIGNS.items() if cells[char]),
        whom=tuple(whom.most_common()),
        categories=tuple((letter, title, count) for (letter, title), count in sorted(categories.items())),
        units=tuple(sorted(units.items())),
    )
