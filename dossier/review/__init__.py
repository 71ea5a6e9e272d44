"""Facts × specs → Check. PURE: no disk, no clock, no network; the same input gives the same judgement.

sort_papers(judging, memory)               which paper each page of each case is
judge_pages(judging, papers, memory)       the rules about what stands on pages
gather_facts(judging, papers, memory)      the facts of each case, with what its papers say
links_of(judging, papers, facts, likes)     what the cases say of each other
review(judging, papers, facts, pages, links)   every case judged
papers_in, children_of, names_on …         what sorting asks of a single paper
"""

from __future__ import annotations

from dossier.review.accepted import accept, shared_acceptances
from dossier.review.assign import paper_of
from dossier.review.completeness import joint_visits
from dossier.review.content import Span, papers_in
from dossier.review.files import find_duplicates
from dossier.review.gather import gather_facts
from dossier.review.judging import Judging
from dossier.review.letter_units import head_of, is_own, is_same_unit, issuers_here, may_issue, unit_kind
from dossier.review.letters import Mail, child_of, disagreements, letter_answers
from dossier.review.letters_due import county_of, has_died
from dossier.review.named_persons import names_on, numbers_on, plain, whole_text
from dossier.review.names import SURE, Names
from dossier.review.page_text import is_photo
from dossier.review.pages import judge_pages
from dossier.review.people import find_twins, printed_texts
from dossier.review.persons import Children, children_of
from dossier.review.photographs import find_reused
from dossier.review.run import Links, SortedCase, links_of, review, sort_papers
from dossier.review.states import refused_removal, state_on, with_states
from dossier.review.titles import Titles

__all__ = [
    "SURE",
    "Children",
    "Judging",
    "Links",
    "Mail",
    "Names",
    "SortedCase",
    "Span",
    "Titles",
    "accept",
    "child_of",
    "children_of",
    "county_of",
    "disagreements",
    "find_duplicates",
    "find_reused",
    "find_twins",
    "gather_facts",
    "has_died",
    "head_of",
    "is_own",
    "is_photo",
    "is_same_unit",
    "issuers_here",
    "joint_visits",
    "judge_pages",
    "letter_answers",
    "links_of",
    "may_issue",
    "names_on",
    "numbers_on",
    "paper_of",
    "papers_in",
    "plain",
    "printed_texts",
    "refused_removal",
    "review",
    "shared_acceptances",
    "sort_papers",
    "state_on",
    "unit_kind",
    "whole_text",
    "with_states",
]
