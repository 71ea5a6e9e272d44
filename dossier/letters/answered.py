"""Which letters came home: the register's letters with the papers of the cases that answer them. PURE."""

from __future__ import annotations

from dossier.letters.listing import with_answers
from dossier.model import Answer, Check, Letter
from dossier.review import Mail, letter_answers


def answered_letters(check: Check) -> tuple[Letter, ...]:
    """The letters of a judged workspace, each with the papers by which it came home."""
    workspace = check.workspace
    mail = Mail.of(workspace.letters, workspace.settings, check.letters)
    answers: dict[str, list[Answer]] = {}
    for review in check.reviews:
        for number, found in letter_answers(review.case, review.parts, mail).items():
            answers.setdefault(number, []).extend(found)
    return with_answers(workspace.letters, answers)
