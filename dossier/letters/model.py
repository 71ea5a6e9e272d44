"""What the room hands on: a letter that is asked for, and one that is ready to be numbered and made."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from dossier.model import LetterHead, LetterKind, Review, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line says of letters of one kind."""

    kind: LetterKind
    issuer: str
    date: datetime.date
    deadline: datetime.date | None = None
    to: str = ""
    by: str = ""
    numbers: tuple[str, ...] = ()
    """Numbers of the letters that a receipt is for."""
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A missing paper on a 补件通知单."""

    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One letter that is asked for: for these children, to this addressee."""

    wish: Wish
    reviews: tuple[Review, ...]
    settings: Settings
    head: LetterHead | None
    """What workspace.yaml says of its issuer; None for a draft of another office."""
    to: str
    guessed: str = ""
    """How the addressee was worked out, where nobody named it."""
    receipts: tuple[tuple[str, str], ...] = ()
    """(title, number) of the letters that a receipt is for."""
    slips: tuple[Slip, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether another office will number it."""
        return self.wish.kind.numbered and self.head is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A letter that nothing stands against: everything but its number is decided."""

    ask: Ask
    values: Mapping[str, object]
    """Every field of its template; 文号 is filled in when the number is taken."""
    missing: tuple[str, ...]
    """Fields that stand empty, by the names that templates give them."""
    doubts: tuple[str, ...] = ()
    """What a person should look at before it is stamped."""
