"""`letter --all-due`: what each case needs next, as a list; with --yes all of it is issued."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier import letters
from dossier.check import only
from dossier.commands.letter import Words, bench_of, check_for, kind_of, tell, tell_made
from dossier.commands.opening import read_specs, this_day
from dossier.errors import ExitCode, UsageError
from dossier.files.write import write_text
from dossier.letters import Batch, Due, Wish
from dossier.model import Check, LetterKind
from dossier.terminal.output import program, say, show, word
from dossier.terminal.progress import progress_bar


def run_due(
    root: Path,
    only_kind: str,
    wanted: Sequence[str],
    words: Words,
    form: str,
    output: Path | None,
    *,
    yes: bool,
    read: bool,
    today: date | None,
) -> int:
    """List what is due, or issue it."""
    if form == "xlsx":
        raise UsageError("--all-due 只有文字和 json", hint="开出以后的登记可以存成表格：--list --format xlsx。")
    specs, day = read_specs(), this_day(today)
    kind = kind_of(only_kind, specs.letters).id if only_kind else ""
    check = check_for(root, specs, wanted, read=read, today=day)
    bench = bench_of(root, check, specs)
    wish = Wish(
        kind=LetterKind(id="", title="", template=""),
        issuer="".join(words.issuer.split()),
        date=words.date or day,
        deadline=words.deadline,
        by=words.by.strip(),
        strict=words.strict,
    )
    batch = letters.find_due(check, only(check, wanted).reviews, wish, kind, bench)
    if not yes:
        text = _as_json(batch, root) if form == "json" else _as_text(batch, root)
        write_text(output, f"{text}\n") if output else show(text)
        return ExitCode.OK
    tell(batch.ready)
    return _issue(root, check, batch, bench, day)


def _issue(root: Path, check: Check, batch: Batch, bench: letters.Bench, day: date) -> int:
    with letters.open_register(root, bench.make, day) as register, progress_bar("开具文书") as step:
        ready = letters.still_due(batch.ready, check.workspace.letters, register.letters)
        made = letters.issue(register, ready, bench, day, step)
        prints = list(letters.write_prints(made, bench))
    tell_made(made, bench.specs)
    for path in prints:
        show(f"    {path}")
    if len(ready) < len(batch.ready):
        say(f"有 {len(batch.ready) - len(ready)} 件刚刚由别人开了，没有重开。")
    left = [due for due in batch.due if due.problem]
    for due in left:
        say(f"✗ {due.review.case.id} {due.review.case.name} {due.kind.title}：没有开。{due.problem}")
    return ExitCode.FINDINGS if left else ExitCode.OK


def _as_text(batch: Batch, root: Path) -> str:
    if not batch.due:
        return "现在没有要开的文书。"
    lines = []
    for due in batch.due:
        who = f"{due.review.case.id} {due.review.case.name}"
        by = f"（{due.issuer}）" if due.issuer else ""
        lines.append(f"{who}　可以开：{due.kind.title}{by}")
        lines.append(f"    还不能开：{due.problem}" if due.problem else f"    {_command(due, root)}")
    good = sum(not due.problem for due in batch.due)
    lines.append(f"共 {len(batch.due)} 件，能开 {good} 件。一次开完：{program()} letter {word(root)} --all-due --yes")
    return "\n".join(lines)


def _command(due: Due, root: Path) -> str:
    return f"{program()} letter {word(root)} {due.kind.id} --case {due.review.case.id} --issuer {word(due.issuer)}"


def _as_json(batch: Batch, root: Path) -> str:
    rows = [
        {
            "case": due.review.case.id,
            "name": due.review.case.name,
            "kind": due.kind.id,
            "issuer": due.issuer or None,
            "problem": due.problem or None,
            "command": _command(due, root) if due.issuer else None,
        }
        for due in batch.due
    ]
    return json.dumps({"schema": 1, "due": rows}, ensure_ascii=False, indent=1)
