"""What a person decides on a page → case.yaml and the record, by the same rooms as the commands; never over another's
decision that the page had not seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dossier.check import refuse_acceptance, refuse_waiver
from dossier.desk.bench import Bench
from dossier.errors import UsageError
from dossier.files.clock import this_day
from dossier.findings import rule_of
from dossier.model import FACT_FIELDS, Case, Command, Review
from dossier.workspace import Decision, columns_of, entries_of, fact_field, fact_key, write_decision, write_decisions

Key = tuple[str, ...]
Entries = Mapping[tuple[str, Key], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A decision as a page sends it."""

    action: str
    path: str = ""
    type: str = ""
    pages: str = ""
    turn: str = ""
    reason: str = ""
    rule: str = ""
    other: str = ""
    field: str = ""
    value: str = ""
    withdraw: bool = False
    was: str = ""
    """What the page knew of the entry, as `stamp` gives it."""


class CollisionError(Exception):
    """The entry is no longer what the page had seen. `theirs` is what stands there now, `stamp` its stamp."""

    def __init__(self, theirs: Any, now: str) -> None:
        super().__init__("collision")
        self.theirs = theirs
        self.stamp = now


def stamp(entries: Entries, section: str, key: Key) -> str:
    """A short mark of what stands under an entry; it tells two values apart and nothing else."""
    value = entries.get((section, key))
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def decide(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> Command | None:
    """Write the decision; None where it stands so already.

    Raises CollisionError where the entry changed since the page was made, UsageError where the decision may not be
    given, WorkspaceError and OutputError as the commands do.
    """
    with bench.writing:
        _refuse_stale(bench, case, asked, review)
        if asked.action in ("assign", "out", "turn"):
            return _assign(bench, case, asked, who)
        decision, command = _DECISIONS[asked.action](bench, case, review, asked, who)
        now = datetime.now().astimezone()
        return write_decisions(bench.root, bench.specs, [decision], command=command, by=who, now=now)


def _refuse_stale(bench: Bench, case: Case, asked: Asked, review: Review) -> None:
    section, key = place_of(bench, case, asked)
    entries = entries_of(bench.root, case, bench.specs)
    now = stamp(entries, section, key)
    if asked.was and asked.was != now:
        raise CollisionError(entries.get((section, key)), now)


def place_of(bench: Bench, case: Case, asked: Asked) -> tuple[str, Key]:
    """The entry that a decision is about."""
    match asked.action:
        case "accept":
            return "accepted", (asked.rule, asked.path, asked.other)
        case "confirm":
            return "confirmed", ()
        case "waive":
            return "waived", (asked.type,)
        case "fact":
            return "facts", (_field(bench, case, asked.field),)
        case _:
            return "files", (asked.path,)


def _field(bench: Bench, case: Case, field: str) -> str:
    if field in FACT_FIELDS:
        header = bench.known.workspace.header if bench.known.workspace is not None else None
        return fact_key(field, case.student, header)
    name = fact_field(field, columns_of(bench.specs).roster)
    if name is None:
        raise UsageError(f"没有「{field}」这一项")
    return name


def _assign(bench: Bench, case: Case, asked: Asked, who: str) -> Command | None:
    if asked.path not in case.paths:
        raise UsageError("这份文件刚从文件夹里移走了")
    return write_decision(
        bench.root,
        case,
        asked.path,
        specs=bench.specs,
        today=this_day(),
        type=asked.type or None if asked.action == "assign" else None,
        left_out=asked.reason if asked.action == "out" else None,
        pages=asked.pages or None,
        turn=int(asked.turn) if asked.turn.lstrip("-").isdecimal() else None,
        by=who,
    )


def _accept(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> tuple[Decision, str]:
    rule, other = rule_of(asked.rule), asked.other or None
    if rule is None:
        raise UsageError("没有这种问题")
    if asked.withdraw:
        return Decision(case=case, section="accepted", key=(rule, asked.path, asked.other), value=None), "accept"
    refuse_acceptance(review, rule, asked.path or None, other)
    entry = {"rule": rule, "path": asked.path or None, "with": other, **_person(who, asked.reason)}
    kept = {name: value for name, value in entry.items() if value is not None}
    return Decision(case=case, section="accepted", key=(rule, asked.path, asked.other), value=kept), "accept"


def _confirm(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> tuple[Decision, str]:
    entry = None if asked.withdraw else _person(who, asked.reason)
    return Decision(case=case, section="confirmed", key=(), value=entry), "confirm"


def _waive(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> tuple[Decision, str]:
    if asked.type not in bench.specs.papers:
        raise UsageError("没有这种材料")
    if not asked.withdraw:
        refuse_waiver(review, asked.type, bench.specs)
    entry = None if asked.withdraw else _person(who, asked.reason)
    return Decision(case=case, section="waived", key=(asked.type,), value=entry), "waive"


def _fact(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> tuple[Decision, str]:
    value = asked.value.strip() or None
    return Decision(case=case, section="facts", key=(_field(bench, case, asked.field),), value=value), "fact"


def _refuse(bench: Bench, case: Case, review: Review, asked: Asked, who: str) -> tuple[Decision, str]:
    """This file is not what the program took it for; the proposal does not come back."""
    if asked.path not in case.paths or asked.type not in bench.specs.papers:
        raise UsageError("这份文件刚从文件夹里移走了")
    old = entries_of(bench.root, case, bench.specs).get(("files", (asked.path,)))
    kept = {name: value for name, value in old.items() if name != "type"} if isinstance(old, dict) else {}
    refused = [*kept.get("not", ()), asked.type]
    return Decision(
        case=case, section="files", key=(asked.path,), value={**kept, "not": list(dict.fromkeys(refused))}
    ), "assign"


def _person(who: str, reason: str) -> dict[str, str]:
    if not who.strip():
        raise UsageError("要写明是谁定的", hint="请在右上角填上您的姓名。")
    if not reason.strip():
        raise UsageError("要写明理由")
    return {"by": " ".join(who.split()), "on": this_day().isoformat(), "reason": " ".join(reason.split())}


_DECISIONS = {"accept": _accept, "confirm": _confirm, "waive": _waive, "fact": _fact, "refuse": _refuse}
ACTIONS = frozenset({"assign", "out", "turn", *_DECISIONS})
"""What a page may ask for."""
