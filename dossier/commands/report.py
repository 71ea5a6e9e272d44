"""`report`: the month, the ledgers, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dossier import ledger
from dossier.commands.opening import checked, checked_county, open_cache, read_specs
from dossier.county import County, find_county
from dossier.errors import ExitCode, NoRosterError, UsageError
from dossier.evidence import font_folders
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.files.write import write_bytes, write_text
from dossier.ledger import Desk, MonthMade, Press
from dossier.letters import answered_letters
from dossier.model import Check, DeadlineSpecs, DueItem, MonthSpecs, Specs
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
    ledger.month_days(wish.month, this_day(today))
    check, county = _checked(root, specs, read=read, today=today)
    if county is None:
        made = ledger.make_month(check, check.workspace.letters, wish.month, monthly, specs)
    else:
        made = ledger.make_county_month(check, county, wish.month, monthly, specs)
    if made.base_made:
        say("做好了 月报/基数.xlsx：适龄、在籍、在校人数请填在那里，只填一次。")
    if made.base_problem:
        say(f"月报/基数.xlsx 没有做成，月报里要它的数空着。{made.base_problem}。")
    press = _press(check, monthly, specs)
    if wish.close:
        made = replace(made, closed=ledger.close_month(made, wish.by, press))
        made = replace(made, report=replace(made.report, closed=True))
        say(f"{wish.month} 的月报已结账，存在 月报/{wish.month}.yaml、.docx、.pdf、.xlsx。")
    _tell(made, press, wish)
    return ExitCode.FINDINGS if any(ledger.own_errors(made.report)) else ExitCode.OK


def _refuse_wish(wish: MonthWish) -> None:
    if wish.close and not wish.by:
        raise UsageError("结账要写是谁结的", hint="请加上 --by 姓名。")
    if wish.close and wish.unit:
        raise UsageError("结账是整份月报的事，不能只结一个单位", hint="请去掉 --unit。")
    if wish.output is not None and wish.output.is_dir():
        raise UsageError(f"{wish.output} 是文件夹", hint="请写文件名。")


def _checked(root: Path, specs: Specs, *, read: bool, today: date | None) -> tuple[Check, County | None]:
    """The workspace, or the county with all its units, judged."""
    try:
        with open_cache(root) as cache:
            return checked(root, specs, (), cache, read=read, today=today, workers=None), None
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        return checked_county(county, specs, (), read=read, today=today, workers=None), county


def _parts(check: Check, county: County | None) -> list[tuple[str, Check]]:
    """Prefix of the ids and check of each unit; a workspace is one, without a prefix."""
    if county is None:
        return [("", check)]
    return [(f"{folder}/", one) for folder, one in ledger.unit_checks(check, county)]


def _press(check: Check, monthly: MonthSpecs, specs: Specs) -> Press:
    workspace = check.workspace
    return Press(
        check=check,
        monthly=monthly,
        specs=specs,
        templates=templates_folder(),
        fonts=tuple(font_folders(workspace.root)),
        unit=_unit(check),
        day=check.today,
    )


def _tell(made: MonthMade, press: Press, wish: MonthWish) -> None:
    root = press.check.workspace.root
    if wish.unit:
        if made.closed is not None and wish.form in ledger.KINDS:
            raise UsageError(
                "结了账的月报只能整份给出", hint="请去掉 --unit；只看一个单位的数，用 --format text 或 json。"
            )
        units = ledger.units_by_case(made.report)
        made = replace(made, report=ledger.of_unit(made.report, wish.unit, units))
    if wish.form in ledger.KINDS:
        place = wish.output or root / "output" / "月报" / f"{wish.month}.{wish.form}"
        write_bytes(place, ledger.month_document(made, wish.form, press))
        say(f"月报已存到 {place}")
        return
    if wish.form == "json":
        text = ledger.format_json(made.report, press.monthly)
    else:
        text = ledger.format_text(made.report, press.monthly, press.check.states)
    if wish.output is None:
        show(text)
        return
    write_text(wish.output, text + "\n")
    say(f"月报已存到 {wish.output}")


def run_ledger(root: Path, output: Path | None, *, read: bool, today: date | None) -> int:
    """Write the ledgers as one workbook."""
    check, county = _checked(root, read_specs(), read=read, today=today)
    place = output or root / "output" / "台账.xlsx"
    if place.is_dir():
        raise UsageError(f"{place} 是文件夹", hint=f"请写文件名，如 {place / '台账.xlsx'}")
    letters = tuple(
        replace(letter, cases=tuple(start + case for case in letter.cases))
        for start, one in _parts(check, county)
        for letter in one.workspace.letters
    )
    ledger.write_ledger(ledger.Books(check=check, letters=letters, unit=_unit(check)), place)
    say(f"台账已存到 {place}")
    return ExitCode.OK


def run_due(root: Path, form: str, output: Path | None, *, read: bool, today: date | None) -> int:
    """Tell what is due; drafts of the plan's papers are written when they are."""
    if form not in ("text", "json", "xlsx"):
        raise UsageError(f"到期清单没有 {form} 的样子", hint="可以写：text、json、xlsx。")
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 到期.xlsx")
    specs = read_specs()
    deadlines, monthly = ledger.load_deadlines(specs), ledger.load_monthly(specs)
    check, county = _checked(root, specs, read=read, today=today)
    items: list[DueItem] = []
    for start, one in _parts(check, county):
        desk = _desk(one, deadlines)
        items += [replace(item, case=start + item.case if item.case else None) for item in ledger.due_items(desk)]
    if unknown := ledger.term_unknown(deadlines, check.today):
        say(unknown)
    _tell_due(sorted(items, key=lambda item: item.by), check.today, form, output)
    for _, one in _parts(check, county):
        _write_drafts(one, deadlines, monthly)
    return ExitCode.OK


def _desk(check: Check, deadlines: DeadlineSpecs) -> Desk:
    return ledger.Desk(
        check=check,
        letters=answered_letters(check),
        deadlines=deadlines,
        closed=ledger.closed_months(check.workspace.root),
        today=check.today,
        unit=_unit(check),
    )


def _write_drafts(check: Check, deadlines: DeadlineSpecs, monthly: MonthSpecs) -> None:
    drafts = ledger.Drafts(
        check=check,
        letters=check.workspace.letters,
        monthly=monthly,
        deadlines=deadlines,
        templates=templates_folder(),
        unit=_unit(check),
    )
    for path in ledger.write_drafts(drafts, check.workspace.root / "output" / "报送"):
        say(f"草稿：{path}")


def _tell_due(items: Sequence[DueItem], today: date, form: str, output: Path | None) -> None:
    if form == "xlsx" and output is not None:
        ledger.write_due(items, today, output)
    else:
        text = ledger.format_due_json(items) if form == "json" else ledger.format_due_text(items, today)
        if output is None:
            show(text)
            return
        write_text(output, text + "\n")
    say(f"到期清单已存到 {output}")


def _unit(check: Check) -> str:
    return check.workspace.settings.unit or check.workspace.root.resolve().name
