"""`fact`: what a person knows of a child better than the roster, or takes back."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from dossier.commands.decide import Deciding, deciding
from dossier.errors import ExitCode, UsageError
from dossier.files.yaml import did_you_mean
from dossier.model import FACT_FIELDS
from dossier.report import mask
from dossier.terminal.output import show
from dossier.workspace import Decision, columns_of, fact_field, file_of, write_decisions

_BLANK = re.compile(r"【正确的[^】]*】")
"""What stands in a report's command for what only a person knows."""


def run_fact(
    root: Path,
    case: str,
    field: str,
    value: str | None,
    *,
    paper: str | None = None,
    by: str | None,
    read: bool = True,
    today: date | None,
) -> int:
    """Write a person's value of a field into case.yaml (`paper`: what that file says of it); None takes it away."""
    if value is not None and paper is not None:
        raise UsageError("内容和 --from 只能写一个")
    with deciding(root, case, today=today, read=read) as at:
        aliases = columns_of(at.specs).roster
        name = fact_field(field, aliases)
        if name is None:
            raise UsageError(f"没有「{field}」这一项{did_you_mean(field, [*FACT_FIELDS.values(), *FACT_FIELDS])}")
        title = FACT_FIELDS.get(name.replace(".", "_"), field)
        text = _said(at, name.replace(".", "_"), title, paper) if paper is not None else value
        text = None if text is None else text.strip()
        if text == "":
            raise UsageError("没有写内容", hint="要去掉以前写的，不写内容即可。")
        if text is not None and _BLANK.search(text):
            raise UsageError(f"「{text}」是要您填的空", hint=f"请把它换成真的{title}。")
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
            show(mask(f"已去掉：{title}{was}" if text is None else f"已记入：{title}＝{text}{was}"))
    return ExitCode.OK


def _said(at: Deciding, name: str, title: str, paper: str) -> str:
    """The one thing that a paper of the case says of the fact."""
    path = file_of(at.case, paper)
    values = {one.value for one in at.review.facts.others(name) if one.path == path and one.page is not None}
    if len(values) != 1:
        told = f"读到的{title}不止一个" if values else f"没有读到{title}"
        raise UsageError(f"「{path}」上{told}", hint="请看原件，直接写内容。")
    return values.pop()
