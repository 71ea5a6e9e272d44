"""`fact`: what a person knows of a child better than the roster, or takes back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from dossier.commands.decide import deciding
from dossier.errors import ExitCode, UsageError
from dossier.files.yaml import did_you_mean
from dossier.model import FACT_FIELDS
from dossier.terminal.output import show
from dossier.workspace import Decision, columns_of, fact_field, write_decisions


def run_fact(
    root: Path, case: str, field: str, value: str | None, *, by: str | None, read: bool = True, today: date | None
) -> int:
    """Write a person's value of a field into case.yaml; None takes it away."""
    with deciding(root, case, today=today, read=read) as at:
        aliases = columns_of(at.specs).roster
        name = fact_field(field, aliases)
        if name is None:
            raise UsageError(f"没有「{field}」这一项{did_you_mean(field, [*FACT_FIELDS.values(), *FACT_FIELDS])}")
        text = None if value is None else value.strip()
        if text == "":
            raise UsageError("没有写内容", hint="要去掉以前写的，不写内容即可。")
        title = FACT_FIELDS.get(name.replace(".", "_"), field)
        decision = Decision(case=at.case, section="facts", key=(name,), value=text)
        now = datetime.now().astimezone()
        made = write_decisions(
            root, at.specs, [decision], command="fact", by=by or "", now=now, day=at.today.isoformat()
        )
        if made is None:
            show(f"没有改动：{title}{'原来就没有人写过' if text is None else f'原来就是「{text}」'}。")
        else:
            before = made.changes[0].before
            was = f"（原来写的是「{before}」）" if before is not None else ""
            show(f"已去掉：{title}{was}" if text is None else f"已记入：{title}＝{text}{was}")
    return ExitCode.OK
