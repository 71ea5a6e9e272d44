"""What decides a dossier, hashed by what it says: a newer program that could say more says the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.build import decisions_piece
from dossier.build.pieces import _told
from dossier.model import Decisions, PartDecision


@dataclass(frozen=True)
class Old:
    reason: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class New:
    reason: str = ""
    of: tuple[str, ...] = ()
    straight: bool | None = None
    more: dict[str, str] = field(default_factory=dict)


def test_a_field_that_a_newer_program_knows_and_nobody_used_changes_nothing() -> None:
    assert _told(Old(reason="x", of=("a",))) == _told(New(reason="x", of=("a",)))
    assert _told(Old(reason="x")) != _told(New(reason="x", straight=False))


def test_every_decision_is_told_apart() -> None:
    decided = Decisions(files={"a.pdf": (PartDecision(type="other"),)})

    assert decisions_piece(decided) == decisions_piece(Decisions(files={"a.pdf": (PartDecision(type="other"),)}))
    assert decisions_piece(decided) != decisions_piece(Decisions())
    assert decisions_piece(decided) != decisions_piece(
        Decisions(files={"a.pdf": (PartDecision(type="other", turn=90),)})
    )
