"""`compare`: lists of children against each other, and what that says of the official questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier import county
from dossier.commands.opening import this_day
from dossier.errors import ExitCode, UsageError
from dossier.files.data import specs_folder
from dossier.files.write import write_text
from dossier.model import Comparison
from dossier.specs import load_name_spelling, load_specs
from dossier.terminal.output import say, show
from dossier.workspace import open_list, read_children

_MOST_LISTS = 8


def run_compare(
    paths: Sequence[Path],
    as_: str | None,
    form: str | None,
    output: Path | None,
    roster: Path | None,
    *,
    today: date | None,
) -> int:
    """Compare lists and tell the result in the form asked for; the program's own reports name it (.xlsx, .json)."""
    roles = _roles(as_, len(paths))
    form = form or {".xlsx": "xlsx", ".json": "json"}.get(output.suffix.lower() if output else "", "text")
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 比对结果.xlsx")
    specs = load_specs(specs_folder())
    opened = [open_list(path, specs) for path in paths]
    having = Counter(field for one in opened for field in one.fields)
    wanted = [field for field in county.COMPARED if having[field] > 1 or (roster is not None and having[field])]
    lists = [read_children(one, wanted) for one in opened]
    made = county.compare(lists, roles, load_name_spelling(specs), this_day(today))
    _report(made, roles, form, output)
    if roster is not None:
        count = county.write_roster(made, roster)
        say(f"失学的 {count} 人写进了 {roster}：请先逐个核实，填上类别（A–M），不是的删去，再作为名册使用。")
    return ExitCode.OK


def _roles(as_: str | None, count: int) -> tuple[str, ...]:
    """What each list is, by position. Raises UsageError for anything but known words, each once."""
    if not 2 <= count <= _MOST_LISTS:
        raise UsageError(f"要写 2 到 {_MOST_LISTS} 份名单", hint="如：dossier compare 户籍.xlsx 学籍.xlsx")
    if as_ is None:
        return ()
    by_title = {title: role for role, title in county.ROLES.items()}
    words = [word.strip() for word in as_.replace("，", ",").split(",")]
    roles = tuple(by_title.get(word, word) for word in words)
    known = "、".join(f"{role}（{title}）" for role, title in county.ROLES.items())
    for role in roles:
        if role not in county.ROLES:
            raise UsageError(f"--as 里的「{role}」不认识", hint=f"可以写：{known}，按名单的先后，用逗号隔开。")
    if len(set(roles)) < len(roles):
        raise UsageError("--as 里同一种名单写了两次", hint=f"每种只能有一份：{known}。")
    if len(roles) != count:
        raise UsageError(f"有 {count} 份名单，--as 写了 {len(roles)} 种", hint=f"请按先后逐份写明：{known}。")
    return roles


def _report(made: Comparison, roles: Sequence[str], form: str, output: Path | None) -> None:
    if form == "xlsx" and output is not None:
        county.write_comparison(made, roles, output)
    else:
        text = county.format_comparison_json(made) if form == "json" else county.format_comparison_text(made, roles)
        if output is None:
            show(text)
            return
        write_text(output, text)
    say(f"比对结果已存到 {output}")
