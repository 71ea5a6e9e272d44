"""附件1 in a dossier: the filled form, its stamped scan, or neither. PURE."""

from __future__ import annotations

from dossier.model import CategorySpec, Part, Review, Settings, Specs

SCAN = "registration-form"
"""附件1 as it comes back with its seal."""
_NAME = "义务教育辍学学生登记表"


def annex_name(review: Review, specs: Specs) -> str:
    """What the form is called in this category, without the term."""
    spec = _spec(review, specs)
    return (spec.annex_title if spec else "") or _NAME


def annex_title(review: Review, specs: Specs, settings: Settings) -> str:
    """附件1's title; the term is the workspace's."""
    return f"{settings.term}{annex_name(review, specs)}"


def scans_of(review: Review, specs: Specs) -> tuple[Part, ...]:
    """The stamped scans that take the form's place as item 1; none where the category has no such form."""
    if not _has_annex(review, specs):
        return ()
    usable = {file.path for file in review.case.files if file.is_usable and not file.is_no_paper}
    return tuple(
        paper
        for part in review.parts
        for paper in part.papers
        if paper.type == SCAN and paper.left_out is None and paper.pages and paper.path in usable
    )


def has_form(review: Review, specs: Specs, settings: Settings) -> bool:
    """Whether the filled form stands in the dossier: not where its scan does, unless both are to be kept."""
    return _has_annex(review, specs) and (settings.annex == "keep" or not scans_of(review, specs))


def unit_of(review: Review, settings: Settings) -> str:
    """The child's unit: the roster's column 单位, 中心学校 …, else the workspace's."""
    return review.case.student.unit or settings.unit


def _has_annex(review: Review, specs: Specs) -> bool:
    spec = _spec(review, specs)
    return spec is None or spec.annex


def _spec(review: Review, specs: Specs) -> CategorySpec | None:
    return specs.categories.get(review.case.category or "")
