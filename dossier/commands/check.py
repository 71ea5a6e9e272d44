"""`check`: a workspace is judged and the judgement reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dossier import report
from dossier.commands.opening import REPORT_NAME, any_check, exit_code_of, html_page, read_specs
from dossier.errors import UsageError
from dossier.files.write import write_text
from dossier.model import Check
from dossier.terminal.output import has_colour, say, show, width


def run_check(
    root: Path,
    wanted: Sequence[str],
    form: str,
    output: Path | None,
    *,
    read: bool,
    today: date | None,
    workers: int | None,
    explained: bool = False,
) -> int:
    """Check a workspace and report in the form asked for; `explained`: with how the roster was understood."""
    if output is not None and output.is_dir():
        raise UsageError(f"{output} 是文件夹", hint=f"请写文件名，如 {output / REPORT_NAME}.html")
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 核查报告.xlsx")
    check = any_check(root, read_specs(), wanted, read=read, today=today, workers=workers)
    _report(check, form, output, explained=explained)
    return exit_code_of(check)


def _report(check: Check, form: str, output: Path | None, *, explained: bool) -> None:
    if form == "xlsx" and output is not None:
        report.write_xlsx(check, output)
    elif form == "text" and output is None:
        show(report.format_text(check, width=width(), colour=has_colour(), explained=explained))
        return
    else:
        makers: dict[str, Callable[[Check], str]] = {
            "text": partial(report.format_text, explained=explained),
            "json": partial(report.format_json, explained=explained),
            "html": html_page,  # which always says it
        }
        text = makers[form](check)
        if output is None:
            show(text)
            return
        write_text(output, text)
    say(f"报告已存到 {output}")
