"""Which pages are read next: of the case that somebody looks at first, and a handful at a time. PURE."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dossier.model import Case

_PAGES = 40
"""So many pages at least go to the readers at once: what they need to start costs less than a tenth of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Files that wait for the reader, and those of them whose turn it is."""

    files: frozenset[str] = frozenset()
    """sha256 of the files whose turn it is."""
    cases: tuple[Case, ...] = ()
    """Their cases."""
    pages_now: int = 0
    pages: int = 0
    """Of all that wait."""


def batch_of(cases: Sequence[Case], tried: Collection[str], first: str) -> Waiting:
    """The next cases to be read. `tried`: files (sha256) that were given to the reader before; `first`: the id of the
    case that is read before all others, alone."""
    waiting = {case.id: _pages(case, tried) for case in cases}
    open_cases = [case for case in cases if waiting[case.id]]
    mine = [case for case in open_cases if case.id == first]
    chosen: list[Case] = []
    pages = 0
    for case in mine or open_cases:
        if pages >= _PAGES:
            break
        chosen.append(case)
        pages += waiting[case.id]
    files = {file.sha256 for case in chosen for file in case.files if file.is_usable and not file.readings}
    return Waiting(
        files=frozenset(files - set(tried)),
        cases=tuple(chosen),
        pages_now=pages,
        pages=sum(waiting.values()),
    )


def _pages(case: Case, tried: Collection[str]) -> int:
    return sum(
        len(file.pages) for file in case.files if file.is_usable and not file.readings and file.sha256 not in tried
    )
