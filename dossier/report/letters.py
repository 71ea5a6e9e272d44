"""Which letters a case needs next, and the command that issues each. Pure."""

from __future__ import annotations

from typing import NamedTuple

from dossier.model import Check, Review


class DueLetter(NamedTuple):
    """A letter that can be issued: its title, and what to type."""

    title: str
    command: str


def due_letters(check: Check, review: Review) -> tuple[DueLetter, ...]:
    """可以开：what a case needs next, in the order of letters.yaml."""
    kinds = check.letters.kinds
    return tuple(
        DueLetter(kinds[kind].title, _command(check, review, kind)) for kind in review.letters_due if kind in kinds
    )


def _command(check: Check, review: Review, kind: str) -> str:
    issuer = review.letter_issuers.get(kind, "")
    by = f" --issuer {_word(issuer)}" if issuer else ""
    case = review.case
    place = check.workspace.root / case.unit_folder if case.unit_folder else check.workspace.root
    return f"dossier letter {_word(str(place))} {kind} --case {_word(case.own_id)}{by}"


def _word(text: str) -> str:
    """As cmd and sh both take it."""
    return f'"{text}"' if any(sign.isspace() or sign in "&()^;'" for sign in text) else text
