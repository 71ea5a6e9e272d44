"""`accept`, `confirm`, `waive`: a person's word that a warning is all right, a case is so, a paper need not be."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from dossier.check import one_case, refuse_acceptance, refuse_waiver
from dossier.commands.decide import Deciding, deciding, signed
from dossier.errors import ExitCode, UsageError
from dossier.findings import rule_of, rule_title
from dossier.specs import PaperNames
from dossier.terminal.output import show
from dossier.workspace import Decision, file_of, rule_problem, write_decisions


def run_accept(
    root: Path,
    case: str,
    rule: str,
    file: str | None,
    *,
    by: str | None,
    reason: str | None,
    with_case: str | None,
    withdraw: bool,
    read: bool = True,
    today: date | None,
) -> int:
    """Accept a warning (or one photograph of two children), or take that back."""
    meant = rule_of(rule)
    if meant is None:
        raise UsageError(rule_problem(rule))
    who, why = ("", "") if withdraw else signed(by, reason)
    with deciding(root, case, today=today, read=read) as at:
        path = None if file is None else "case.yaml" if file == "case.yaml" else file_of(at.case, file)
        other = None if with_case is None else one_case(at.workspace.cases, with_case, root).id
        if not withdraw:
            refuse_acceptance(at.review, meant, path, other)
        value: dict[str, Any] = {"rule": meant, "path": path, "with": other, **_person(who, why, at.today)}
        key = (meant, path or "", other or "")
        entry = None if withdraw else {name: each for name, each in value.items() if each is not None}
        what = f"「{rule_title(meant)}」{f'（{path}）' if path else ''}"
        _write(at, "accepted", key, entry, command="accept", by=by, what=f"认可{what}")
    return ExitCode.OK


def run_confirm(
    root: Path, case: str, *, by: str | None, reason: str | None, withdraw: bool, read: bool = True, today: date | None
) -> int:
    """Confirm the case as a whole, or take that back."""
    who, why = ("", "") if withdraw else signed(by, reason)
    with deciding(root, case, today=today, read=read) as at:
        entry = None if withdraw else _person(who, why, at.today)
        _write(at, "confirmed", (), entry, command="confirm", by=by, what="确认")
    return ExitCode.OK


def run_waive(
    root: Path,
    case: str,
    kind: str,
    *,
    by: str | None,
    reason: str | None,
    withdraw: bool,
    read: bool = True,
    today: date | None,
) -> int:
    """Waive a required paper, or take that back."""
    who, why = ("", "") if withdraw else signed(by, reason)
    with deciding(root, case, today=today, read=read) as at:
        names = PaperNames(at.specs.paper_names)
        meant = names.find(kind)
        if meant is None:
            raise UsageError(names.problem(kind))
        paper = at.specs.papers[meant]
        title = paper.short or paper.title
        if not withdraw:
            refuse_waiver(at.review, meant, at.specs)
        entry = None if withdraw else _person(who, why, at.today)
        _write(at, "waived", (meant,), entry, command="waive", by=by, what=f"免交「{title}」")
    return ExitCode.OK


def _person(by: str, reason: str, day: date) -> dict[str, Any]:
    return {"by": by, "on": day.isoformat(), "reason": reason}


def _write(
    at: Deciding, section: str, key: tuple[str, ...], entry: Any, *, command: str, by: str | None, what: str
) -> None:
    decision = Decision(case=at.case, section=section, key=key, value=entry)
    now = datetime.now().astimezone()
    made = write_decisions(at.root, at.specs, [decision], command=command, by=by or "", now=now)
    if entry is None and made is None:
        raise UsageError(f"{at.case.id} {at.case.name} 没有这一条（{what}），没有什么可收回")
    told = f"已收回：{what}" if entry is None else f"已记入：{what}" if made else f"原来就是这样定的：{what}"
    show(f"{told}（{at.case.folder}/case.yaml）")
