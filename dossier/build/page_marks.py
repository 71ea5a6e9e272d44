"""By what each page of a finished dossier is known: read off the plan and off our own pages as they were typeset."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.build.job import Job
from dossier.model import OwnPages, Plan
from dossier.pages.pdf import texts_of
from dossier.plan import own_key, placed_key, words_key


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, its blanks left aside."""
    return tuple("".join(text.split()) for text in texts_of(pdf))


def page_marks(plan: Plan, job: Job, own: OwnPages) -> Mapping[tuple[int, str, int], tuple[str, str]]:
    """(PDF page, path of the evidence or '', its page or 0) → (key of what stands there, hash of its caption)."""
    texts = page_texts(own.pdf)
    hashes = {file.path: file.sha256 for file in job.review.case.files}
    marks: dict[tuple[int, str, int], tuple[str, str]] = {}
    for sheet in plan.sheets:
        if sheet.own_page is not None and not sheet.placed:
            text = texts[own.index(sheet.part, sheet.own_page)]
            marks[sheet.physical, "", 0] = (own_key(text), "")
        for placed in sheet.placed:
            marks[sheet.physical, placed.path, placed.page] = (placed_key(placed, hashes), words_key(placed))
    return marks
