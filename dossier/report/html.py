"""Check → one self-contained HTML page: no outside resources, works offline and without scripts, prints on A4.

The page is `templates/report.html` (Jinja2, everything escaped); here only what it shows is laid out.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from dossier.files.data import templates_folder
from dossier.findings import rule_title
from dossier.model import Check, Review
from dossier.report.crops import MOST, NONE
from dossier.report.fact_rows import fact_rows
from dossier.report.letters import due_letters
from dossier.report.overview import (
    Column,
    category_words,
    count_cases,
    in_order,
    list_chases,
    matrix_columns,
    matrix_row,
    sorted_findings,
)
from dossier.report.roster import field_title
from dossier.report.settling import command_of
from dossier.report.words import (
    CASE_SIGNS,
    REQUIREMENT_WORDS,
    STATUSES,
    clean,
    level_word,
    mask,
    told,
)

_NAMES_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """The cases of one category under the papers that they ask for."""

    title: str
    columns: list[Column]
    rows: list[tuple[Review, list[str]]]


def format_html(check: Check) -> str:
    """The check as one HTML page."""
    counts = count_cases(check.reviews)
    whole = max(counts["cases"], 1)
    settings = check.workspace.settings
    return _template(templates_folder()).render(
        check=check,
        category_words=category_words,
        due_letters=due_letters,
        unit=settings.unit,
        county=settings.county,
        term=settings.term,
        today=check.today.isoformat(),
        today_words=f"{check.today.year}年{check.today.month}月{check.today.day}日",
        workspace=check.workspace.root.name,
        version=check.version,
        counts=counts,
        share={key: round(100 * counts[key] / whole, 3) for key in ("complete", "review", "incomplete")},
        percent=100 * counts["complete"] // whole,
        files=sum(len(review.case.files) + len(review.case.special) for review in check.reviews),
        skipped=sum(len(review.case.skipped) for review in check.reviews),
        unsorted=check.unsorted,
        chases=list_chases(check),
        outside=sorted_findings(check.findings),
        matrices=_matrices(check),
        reviews=in_order(check.reviews),
        anchors={review.case.id: index for index, review in enumerate(check.reviews, 1)},
        shown=_NAMES_SHOWN,
    )


@cache
def _template(folder: Path) -> Template:
    engine = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters |= {
        "said": lambda text: mask(clean(text)),
        "title_of": rule_title,
        "level": level_word,
        "told": told,
        "in_weight": sorted_findings,
        "sign_of": CASE_SIGNS.__getitem__,
        "status_word": STATUSES.__getitem__,
        "requirement_word": REQUIREMENT_WORDS.__getitem__,
        "is_png": lambda crop: crop is not None and crop.startswith(b"\x89PNG\r\n\x1a\n"),
        "base64": lambda crop: base64.b64encode(crop).decode("ascii"),
        "other_files": _other_files,
        "fact_rows": fact_rows,
        "uncut": _uncut,
        "field_title": field_title,
    }
    engine.globals["command_of"] = command_of
    engine.globals |= {"most_crops": MOST, "no_crop": NONE}
    return engine.get_template("report.html")


def _uncut(check: Check) -> int:
    """How many places of the report want their picture."""
    found = [crop for review in check.reviews for one in review.findings for crop in (one.crop, one.other_crop)]
    told = [one.crop for review in check.reviews for row in fact_rows(review) for one in row.others]
    return sum(crop == NONE for crop in (*found, *told))


def _matrices(check: Check) -> list[_Matrix]:
    """One matrix a category, in the order of the letters; those without a known category last."""
    groups: dict[str, list[Review]] = {}
    for review in sorted(check.reviews, key=lambda one: one.case.category or "\uffff"):
        groups.setdefault(review.case.category or "", []).append(review)
    return [_matrix(check, letter, reviews) for letter, reviews in groups.items()]


def _matrix(check: Check, letter: str, reviews: list[Review]) -> _Matrix:
    columns = matrix_columns(check, reviews)
    spec = check.categories.get(letter)
    title = f"{letter} {spec.title}" if spec is not None else letter or "类别不明"
    return _Matrix(title=title, columns=columns, rows=[(review, matrix_row(review, columns)) for review in reviews])


def _other_files(review: Review) -> list[str]:
    """Files of the case that serve no requirement."""
    serving = {path for one in review.requirements for path in one.files}
    return [path for path in (*review.case.paths, *review.case.special) if path not in serving]
