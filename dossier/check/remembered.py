"""What was judged stays judged as long as nothing changes that it rests on: a `Judge` with a memory in `.dossier/`.

Beside each judgement a digest is kept of all that it was made from: the program, the specs, the roster with what
persons decided, and of every file its content (what stands on a page follows from content and engine). What differs is
judged anew, and so is everything when the memory is deleted or damaged. Where nothing changed, the rules that look at
pages are not even loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from dossier.files.store import Store
from dossier.model import Basis, Case, EvidenceFile, Finding, Part, Severity, Specs
from dossier.review import Between, Judge

SCHEMA = 2
"""Of the store that `remembering` is given."""

T = TypeVar("T")
Kind = tuple[Callable[[T], list[Any]], Callable[..., T]]
"""How one is written down, and read again from what was written."""


def remembering(
    make: Callable[[], Judge], between: Between | None, cases: Sequence[Case], store: Store, rests_on: Iterable[str]
) -> Judge:
    """The judge that `make` gives, asked only about what the store does not know; `between` is asked always.

    `rests_on` are texts that stand for all that judgements depend on besides `cases`. The caller saves the store.
    """
    rules = _digest(*rests_on, *(repr(replace(case, files=(), findings=())) for case in cases))
    judge = cache(make)

    def propose(*asked: Any) -> tuple[Part, ...]:
        ask = judge().propose
        assert ask is not None
        return ask(*asked)

    def find(*asked: Any) -> Iterator[Finding]:
        ask = judge().case_findings
        assert ask is not None
        return ask(*asked)

    def proposed(
        file: EvidenceFile, case: Case, specs: Specs, cases: Sequence[Case], own: tuple[Part, ...]
    ) -> tuple[Part, ...]:
        digest = _digest(rules, case.id, _content(file), repr(own))
        key = f"parts {case.id} {file.path}"
        return _recalled(store, key, digest, (_part_row, _part), lambda: propose(file, case, specs, cases, own))

    def judged(case: Case, parts: Sequence[Part], specs: Specs, today: date) -> Iterator[Finding]:
        digest = _digest(rules, case.id, repr(parts), today.isoformat(), *(_content(file) for file in case.files))
        key = f"findings {case.id}"
        yield from _recalled(
            store, key, digest, (_finding_row, _finding), lambda: tuple(find(case, parts, specs, today))
        )

    return Judge(propose=proposed, case_findings=judged, workspace_findings=between)


def _recalled(store: Store, key: str, digest: str, kind: Kind[T], anew: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
    """What is kept under the key if it was made from the same, else what `anew` gives, which is then kept."""
    to_row, from_row = kind
    kept = store.get(key)
    try:
        before, rows = kept if kept is not None else ("", [])
        if before == digest:
            return tuple(from_row(*row) for row in rows)
    except (TypeError, ValueError):  # a checksum that holds by chance
        pass
    made = anew()
    store.put(key, [digest, [to_row(one) for one in made]])
    return made


def _part_row(part: Part) -> list[Any]:
    return [
        part.path,
        part.pages,
        part.type,
        part.basis,
        part.confidence,
        part.turn,
        part.also,
        part.left_out,
        part.proposal,
        part.reason,
        part.date.isoformat() if part.date else None,
    ]


def _part(
    path: str,
    pages: list[int],
    kind: str | None,
    basis: str,
    confidence: float,
    turn: int,
    also: list[str],
    left_out: str | None,
    proposal: str | None,
    reason: str,
    day: str | None,
) -> Part:
    return Part(
        path=path,
        pages=tuple(pages),
        type=kind,
        basis=Basis(basis),
        confidence=confidence,
        turn=turn,
        also=tuple(also),
        left_out=left_out,
        proposal=proposal,
        reason=reason,
        date=date.fromisoformat(day) if day else None,
    )


def _finding_row(finding: Finding) -> list[Any]:
    """Who accepted it and its picture are not the judge's: they come later."""
    return [
        finding.rule,
        finding.severity,
        finding.message,
        finding.action,
        finding.path,
        finding.type,
        finding.pages,
        finding.other_case,
        finding.other_path,
        finding.other_page,
        finding.box,
        finding.fields,
    ]


def _finding(
    rule: str,
    severity: str,
    message: str,
    action: str,
    path: str | None,
    kind: str | None,
    pages: list[int],
    other_case: str | None,
    other_path: str | None,
    other_page: int | None,
    box: list[float] | None,
    fields: list[str],
) -> Finding:
    left, top, right, bottom = box or (0.0, 0.0, 0.0, 0.0)
    return Finding(
        rule=rule,
        severity=Severity(severity),
        message=message,
        action=action,
        path=path,
        type=kind,
        pages=tuple(pages),
        other_case=other_case,
        other_path=other_path,
        other_page=other_page,
        box=(left, top, right, bottom) if box else None,
        fields=tuple(fields),
    )


def _content(file: EvidenceFile) -> str:
    """All of a file; of its readings, which follow from its content, only whether each page could be read."""
    read = [(reading.page, reading.source, reading.unread) for reading in file.readings]
    return repr((replace(file, readings=()), read))


def _digest(*texts: str) -> str:
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return whole.hexdigest()[:32]
