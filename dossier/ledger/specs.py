"""monthly.yaml → MonthSpecs; deadlines.yaml and terms.yaml → DeadlineSpecs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.errors import SpecError
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml
from dossier.findings import RULES
from dossier.ledger.formula import names_in, problem_of
from dossier.model import COUNTS, STATES, DeadlineSpecs, MonthColumn, MonthSpecs, Specs, Term

MONTHLY, DEADLINES, TERMS = "monthly.yaml", "deadlines.yaml", "terms.yaml"
COLUMN_IDS = (
    "school_age", "enrolled", "attending", "absent", "suspended", "long_leave", "home_teaching", "elsewhere",
    "suspected", "dropout", "other_absent", "open_before", "new", "returned", "removed", "open_after", "persuasions",
    "letters", "poor_dropout", "rate",
)  # fmt: skip
"""Those of contract §11: a county may add others, never lose one."""
_Spot = tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    terms: tuple[Term, ...] = ()


def load_monthly(specs: Specs) -> MonthSpecs:
    """The columns of 附件2. Raises SpecError with every problem's line."""
    document = open_yaml(specs.folder / MONTHLY, SpecError)
    monthly = document.read(MonthSpecs, SpecError)
    _refuse(document, MONTHLY, _monthly_problems(monthly, specs))
    return monthly


def load_deadlines(specs: Specs) -> DeadlineSpecs:
    """What is due by when. Raises SpecError with every problem's line."""
    document = open_yaml(specs.folder / DEADLINES, SpecError)
    deadlines = document.read(DeadlineSpecs, SpecError)
    _refuse(document, DEADLINES, _deadline_problems(deadlines, specs))
    return replace(deadlines, terms=load_terms(specs.folder))


def load_terms(folder: Path) -> tuple[Term, ...]:
    """The terms of terms.yaml, oldest first. Raises SpecError."""
    document = open_yaml(folder / TERMS, SpecError)
    terms = document.read(_Terms, SpecError).terms
    _refuse(
        document,
        TERMS,
        ((("terms", at), f"{one.name}：结束不在开始之后") for at, one in enumerate(terms) if one.ends <= one.starts),
    )
    return tuple(sorted(terms, key=lambda one: one.starts))


def _refuse(document: YamlDocument, name: str, problems: Iterator[tuple[_Spot, str]]) -> None:
    places = tuple(document.place(said, *spot) for spot, said in problems)
    if places:
        raise SpecError(f"{name} 有 {len(places)} 处错误", places=places, hint="请按行号逐处改正后再试。")


def _monthly_problems(monthly: MonthSpecs, specs: Specs) -> Iterator[tuple[_Spot, str]]:
    known = {column.id: column for column in monthly.columns}
    for wanted in COLUMN_IDS:
        if wanted not in known:
            yield ("columns",), f"缺少「{wanted}」这一列；不想印出来，请写 shown: false"
    if len(known) != len(monthly.columns):
        yield ("columns",), "有两列的 id 相同"
    for at, column in enumerate(monthly.columns):
        yield from _column_problems(column, known, ("columns", at))
    for at, kind in enumerate(monthly.letters):
        if kind not in specs.letters.kinds:
            yield ("letters", at), f"没有「{kind}」这种文书{did_you_mean(kind, list(specs.letters.kinds))}"
    for at, rule in enumerate(monthly.told):
        if rule not in RULES:
            yield ("told", at), f"没有「{rule}」这条规则{did_you_mean(rule, list(RULES))}"
    for at, state in enumerate(monthly.carried):
        if state not in STATES:
            yield ("carried", at), f"没有「{state}」这一步{did_you_mean(state, list(STATES))}"
    if not monthly.stages:
        yield ("stages",), "至少要有一个学段"
    if not 1 <= monthly.year_starts <= 12:
        yield ("year_starts",), "要写 1 到 12 月"


def _column_problems(column: MonthColumn, known: Mapping[str, MonthColumn], spot: _Spot) -> Iterator[tuple[_Spot, str]]:
    sources = [bool(column.base), bool(column.states), bool(column.count), bool(column.formula)]
    if sum(sources) != 1:
        yield spot, f"{column.id}：base、states、count、formula 要写一个，只写一个"
    for state in column.states:
        if state not in STATES:
            yield (*spot, "states"), f"没有「{state}」这一步{did_you_mean(state, list(STATES))}"
    if column.count and column.count not in COUNTS:
        yield (*spot, "count"), f"没有「{column.count}」这种数法{did_you_mean(column.count, list(COUNTS))}"
    if column.formula:
        wrong = problem_of(column.formula, known)
        if wrong:
            yield (*spot, "formula"), wrong
        elif _turns(column, known, ()):
            yield (*spot, "formula"), f"{column.id} 的公式绕回了自己"


def _turns(column: MonthColumn, known: Mapping[str, MonthColumn], above: tuple[str, ...]) -> bool:
    """Whether a formula leads back to itself."""
    if column.id in above:
        return True
    try:
        names = [name for name in names_in(column.formula) if name in known] if column.formula else []
    except ValueError:
        return False
    return any(_turns(known[name], known, (*above, column.id)) for name in names)


def _deadline_problems(deadlines: DeadlineSpecs, specs: Specs) -> Iterator[tuple[_Spot, str]]:
    for at, kind in enumerate(deadlines.letter_kinds):
        if kind not in specs.letters.kinds:
            yield ("letter_kinds", at), f"没有「{kind}」这种文书{did_you_mean(kind, list(specs.letters.kinds))}"
    if not 1 <= deadlines.monthly_day <= 28:
        yield ("monthly_day",), "要写 1 到 28"
    for key, months in (("quarter_months", deadlines.quarter_months), ("key", deadlines.key.months)):
        if any(not 1 <= month <= 12 for month in months):
            yield (key,), "月份要写 1 到 12"
    for at, paper in enumerate(deadlines.plan):
        if not (1 <= paper.month <= 12 and 1 <= paper.day <= 28 + 2 * (paper.month != 2) + (paper.month in _LONG)):
            yield ("plan", at), f"{paper.title}：没有 {paper.month}月{paper.day}日"


_LONG = (1, 3, 5, 7, 8, 10, 12)
