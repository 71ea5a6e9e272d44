"""`report`: the month, the ledgers, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier import ledger
from dossier.commands.opening import checked, open_cache, read_specs
from dossier.errors import ExitCode, UsageError
from dossier.files.write import write_text
from dossier.model import Check, MonthReport, MonthSpecs, Specs
from dossier.terminal.output import say, show


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWish:
    """What the command line says of a month."""

    month: str
    unit: str = ""
    form: str = "text"
    output: Path | None = None
    close: bool = False
    by: str = ""


def run_month(root: Path, wish: MonthWish, *, read: bool, today: date | None) -> int:
    """Tell a month; with `close`, keep it first."""
    _refuse_wish(wish)
    specs = read_specs()
    monthly = ledger.load_monthly(specs)
    ledger.month_days(wish.month, today or date.today())
    check = _checked(root, specs, read=read, today=today)
    made = ledger.make_month(check, check.workspace.letters, wish.month, monthly, specs)
    if made.base_made:
        say("做好了 月报/基数.xlsx：适龄、在籍、在校人数请填在那里，只填一次。")
    _tell(made.report, monthly, check, wish)
    return ExitCode.FINDINGS if any(ledger.own_errors(made.report)) else ExitCode.OK


def _refuse_wish(wish: MonthWish) -> None:
    if wish.close and not wish.by.strip():
        raise UsageError("结账要写是谁结的", hint="请加上 --by 姓名。")
    if wish.close and wish.unit:
        raise UsageError("结账是整份月报的事，不能只结一个单位", hint="请去掉 --unit。")


def _checked(root: Path, specs: Specs, *, read: bool, today: date | None) -> Check:
    with open_cache(root) as cache:
        return checked(root, specs, (), cache, read=read, today=today, workers=None)


def _tell(report: MonthReport, monthly: MonthSpecs, check: Check, wish: MonthWish) -> None:
    if wish.unit:
        report = ledger.of_unit(report, wish.unit, ledger.units_by_case(report))
    text = (
        ledger.format_json(report, monthly)
        if wish.form == "json"
        else ledger.format_text(report, monthly, check.states)
    )
    if wish.output is None:
        show(text)
        return
    write_text(wish.output, text + "\n")
    say(f"月报已存到 {wish.output}")
