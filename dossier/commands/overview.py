"""`overview`: a county at a glance, as one page and as a workbook, and what changed since the last time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier import county
from dossier.commands.opening import any_check, open_cache, read_specs
from dossier.errors import ExitCode
from dossier.files.data import templates_folder
from dossier.files.write import write_text
from dossier.model import Check, Specs
from dossier.terminal.output import show

NAME = "全县一览"
_STORE, _SCHEMA, _LAST = "overview", 1, "last"


def run_overview(root: Path, output: Path | None, *, read: bool, today: date | None) -> int:
    """Check the county and write the page and the workbook."""
    specs = read_specs()
    check = any_check(root, specs, (), read=read, today=today, workers=None)
    folder = output or root / "output"
    made = write_overviews(root, check, specs, folder)
    show(made.words)
    if made.before is not None:
        show(f"和上一次（{made.before.day}）比：{made.before.words}")
    show(f"{folder / NAME}.html、.xlsx")
    return ExitCode.OK


def write_overviews(root: Path, check: Check, specs: Specs, folder: Path) -> county.Overview:
    """Write the page and the workbook of a whole county's check, and keep what the next run compares with."""
    with open_cache(root) as cache:
        store = cache.store(_STORE, _SCHEMA)
        kept = store.get(_LAST)
        last = county.LastRun(day=kept["day"], statuses=kept["statuses"]) if kept else None
        made = county.make_overview(check, county.load_offices(specs), last)
        write_text(folder / f"{NAME}.html", county.format_overview(made, templates_folder()))
        county.write_overview(made, folder / f"{NAME}.xlsx")
        now = county.last_run_of(check)
        store.put(_LAST, {"day": now.day, "statuses": dict(now.statuses)})
        store.save()
    return made
