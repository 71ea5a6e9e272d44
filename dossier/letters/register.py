"""文书登记.yaml, written: one writer at a time, a number is taken before its letter is made, and none is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from dossier.errors import DossierError, OutputError
from dossier.files.write import replacing, writing
from dossier.model import Letter, LetterState, Voiding
from dossier.workspace import LETTER_REGISTER, format_facts, read_letters

SCHEMA = 1
_LOCK = ".dossier/letters.lock"
_PATIENCE = 300.0
"""Seconds to wait for another who is issuing letters in this workspace."""
_HEAD = (
    "# 文书登记：每件文书一段，文号由程序连续编排。请不要手改、不要删行；作废用 dossier letter --void，\n"
    "# 送达用 dossier letter --delivered；清单用 dossier letter --list。facts 是当时填进文书的内容，补印用。\n"
)


class _Lines(str):
    """A text that stands as lines of its own (|) in the register."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML without aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    _Lines, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)
MakeFiles = Callable[[Letter], None]
"""Writes a letter's files; raises DossierError where they cannot be made."""


@dataclass(slots=True)
class Register:
    """The register while it is locked. What `letters` holds is on the disk."""

    root: Path
    letters: tuple[Letter, ...]

    def save(self, letters: Iterable[Letter]) -> None:
        """Write the register whole or not at all, and to the disk before it returns. Raises OutputError."""
        kept = tuple(letters)
        target = self.root / LETTER_REGISTER
        with writing(target), replacing(target, lasting=True) as beside:
            beside.write_text(format_register(kept), "utf-8", newline="\n")
        self.letters = kept

    def change(self, old: Letter, new: Letter) -> None:
        """Put one entry in the place of another."""
        self.save(new if letter is old else letter for letter in self.letters)


@contextmanager
def open_register(root: Path, make: MakeFiles, today: date, *, patience: float = _PATIENCE) -> Iterator[Register]:
    """The register for one who writes it: nobody else does until the block ends.

    Letters that a killed run left unfinished are made first; those that cannot be are void, with the reason.
    Raises WorkspaceError where the register is nonsense, OutputError where it cannot be locked or written.
    """
    place = root / _LOCK
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place)
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            raise OutputError(
                "另一个人或另一台电脑正在这个工作目录里开文书", hint="请等那边做完再试；没有人在开的，重启电脑后再试。"
            ) from None
    try:
        register = Register(root, read_letters(root))
        settle(register, make, today)
        yield register
    finally:
        lock.release()


def settle(register: Register, make: MakeFiles, today: date) -> None:
    """Finish what a killed run left, or make it void with the reason."""
    if any(letter.unfinished for letter in register.letters):
        register.save([_settled(letter, make, today) for letter in register.letters])


def _settled(letter: Letter, make: MakeFiles, today: date) -> Letter:
    if not letter.unfinished:
        return letter
    try:
        make(letter)
    except DossierError as error:
        return voided(letter, f"中断后没能做成：{error.message}", today)
    return replace(letter, unfinished=False)


def voided(letter: Letter, reason: str, today: date) -> Letter:
    """The letter, void; its number stays taken."""
    return replace(letter, state=LetterState.VOID, void=Voiding(on=today, reason=reason), unfinished=False)


def format_register(letters: Sequence[Letter]) -> str:
    """The register as YAML that people can read."""
    data = {"schema": SCHEMA, "letters": [{**letter_row(letter), **_kept(letter)} for letter in letters]}
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**20)
    return _HEAD + str(text)


def letter_row(letter: Letter) -> dict[str, Any]:
    """A letter as the register and `--list --format json` show it (contract §10)."""
    delivered, void = letter.delivered, letter.void
    return {
        "number": letter.number,
        "kind": letter.kind,
        "issuer": letter.issuer,
        "cases": list(letter.cases),
        "to": letter.to,
        "date": letter.date.isoformat(),
        "deadline": letter.deadline.isoformat() if letter.deadline else None,
        "state": letter.state.value,
        "delivered": {"on": delivered.on.isoformat(), "how": delivered.how, "to": delivered.to} if delivered else None,
        "void": {"on": void.on.isoformat(), "reason": void.reason} if void else None,
        "files": list(letter.files),
        "answered_by": [{"case": one.case, "path": one.path} for one in letter.answered_by],
    }


def _kept(letter: Letter) -> dict[str, Any]:
    """What only the register keeps: who and what, so that the letter can be made again."""
    children = [{"id": child.id, "name": child.name, "id_hash": child.id_hash} for child in letter.children]
    return {
        "by": letter.by,
        "children": children,
        "template": letter.template,
        **({"unfinished": True} if letter.unfinished else {}),
        "facts": _Lines(format_facts(letter.facts)),
    }
