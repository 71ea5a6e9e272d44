"""Facts × specs → Check. PURE: no disk, no clock, no network; the same input gives the same judgement.

review(workspace, specs, today, covers, version, judge)   every case judged
judge_pages(workspace, thresholds)                        the rules that look at what stands on pages
papers_in, children_of, names_on …                        what sorting asks of a single paper
"""

from __future__ import annotations

from dossier.review.assign import paper_of
from dossier.review.content import Span, papers_in
from dossier.review.named_persons import names_on, numbers_on, plain, whole_text
from dossier.review.names import SURE, Names
from dossier.review.page_text import is_photo
from dossier.review.pages import judge_pages
from dossier.review.persons import Children, children_of
from dossier.review.run import Between, Judge, review
from dossier.review.titles import Titles

__all__ = [
    "SURE",
    "Between",
    "Children",
    "Judge",
    "Names",
    "Span",
    "Titles",
    "children_of",
    "is_photo",
    "judge_pages",
    "names_on",
    "numbers_on",
    "paper_of",
    "papers_in",
    "plain",
    "review",
    "whole_text",
]
