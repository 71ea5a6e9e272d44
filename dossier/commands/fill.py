"""`fill`: blank facts that papers say, shown, and accepted into case.yaml as one command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from dossier import report
from dossier.check import select_cases
from dossier.commands.opening import checked, open_cache, read_specs
from dossier.county import County, find_county
from dossier.errors import ExitCode, NoRosterError, UsageError, WorkspaceError
from dossier.facts import offers
from dossier.files.write import write_text
from dossier.model import FACT_FIELDS, CaseOffers, Check, Review, Specs, Workspace
from dossier.terminal.output import say, show
from dossier.workspace import Decision, fact_key, read_workspace, write_decisions


def run_fill(
    root: Path,
    wanted: Sequence[str],
    form: str | None,
    output: Path | None,
    *,
    accept: str | None,
    by: str | None,
    read: bool,
    today: date | None,
    workers: int | None,
) -> int:
    """Show what could be filled in, or write what is accepted."""
    form = form or {".xlsx": "xlsx", ".json": "json"}.get(output.suffix.lower() if output else "", "text")
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 可以填的.xlsx")
    if accept is not None and not (by or "").strip():
        raise UsageError("没有写是谁决定的", hint="请加上 --by 姓名。")
    specs = read_specs()
    run = partial(_checked, specs=specs, read=read, today=today, workers=workers)
    try:
        units = [_Unit("", root, run(root, wanted), tuple(wanted))]
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        units = _units(county, specs, wanted, run)
    offered = [[_offered(review, specs) for review in unit.check.reviews] for unit in units]
    if accept is None:
        named = [
            replace(one, id=f"{unit.name}/{one.id}" if unit.name else one.id)
            for unit, cases in zip(units, offered, strict=True)
            for one in cases
        ]
        _tell(named, form, output)
        return ExitCode.OK
    for unit, cases in zip(units, offered, strict=True):
        if unit.name:
            show(f"【{unit.name}】")
        _accept(unit.root, unit.check, cases, specs, is_all=accept == "all", wanted=unit.wanted, by=by or "")
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class _Unit:
    """A workspace, alone or of a county, and what of it was asked for."""

    name: str
    root: Path
    check: Check
    wanted: tuple[str, ...]


def _checked(
    root: Path, wanted: Sequence[str], *, specs: Specs, read: bool, today: date | None, workers: int | None
) -> Check:
    with open_cache(root) as cache:
        check = checked(root, specs, wanted, cache, read=read, today=today, workers=workers)
    _stop_at_namesakes(check, wanted)
    return check


def _units(
    county: County, specs: Specs, wanted: Sequence[str], run: Callable[[Path, Sequence[str]], Check]
) -> list[_Unit]:
    """Each unit in which somebody is meant; one that cannot be read is told and left out. Raises UsageError where a
    text means nobody."""
    made, met = [], set[str]()
    for unit in county.units:
        try:
            workspace = read_workspace(unit.root, specs)
        except WorkspaceError as error:
            say(f"{unit.name}：读不出来，没有看。{error.message}")
            continue
        names = (unit.name, workspace.settings.unit)
        meant = {text: found for text in wanted if (found := _in_unit(text, names, workspace)) is not None}
        met |= meant.keys()
        if meant or not wanted:
            own = () if "" in meant.values() else tuple(meant.values())
            made.append(_Unit(unit.name, unit.root, run(unit.root, own), own))
    for text in wanted:
        if text not in met:
            raise UsageError(f"没有学生「{text}」", hint="县级文件夹里的学生写成 单位/案号，如 城郊乡/001。")
    return made


def _in_unit(text: str, names: Sequence[str], workspace: Workspace) -> str | None:
    """What a county's word for a case is in this unit: '' all of it, None nobody."""
    plain = text.strip().replace("\\", "/").strip("/")
    unit, _, rest = plain.rpartition("/")
    if plain in names:
        return ""
    if unit and unit not in names:
        return None
    try:
        select_cases(workspace.cases, (rest,), workspace.root)
    except UsageError:
        return None
    return rest


def _offered(review: Review, specs: Specs) -> CaseOffers:
    case = review.case
    return CaseOffers(id=case.id, name=case.name, offers=offers(case, review.facts, specs))


def _stop_at_namesakes(check: Check, wanted: Sequence[str]) -> None:
    """A name that two children have says nobody."""
    cases = check.workspace.cases
    for text in wanted:
        found = select_cases(cases, (text,), check.workspace.root)
        if len(found) > 1 and all(case.name == text.strip() for case in found):
            ids = "、".join(case.id for case in found)
            raise UsageError(f"叫「{text}」的学生有 {len(found)} 名：{ids}", hint="请写案号。")


def _tell(cases: Sequence[CaseOffers], form: str, output: Path | None) -> None:
    if form == "xlsx" and output is not None:
        report.write_offers(cases, output)
    else:
        text = report.offers_json(cases) if form == "json" else report.format_offers(cases)
        if output is None:
            show(text)
            return
        write_text(output, text)
    say(f"已存到 {output}")


def _accept(
    root: Path, check: Check, cases: Sequence[CaseOffers], specs: Specs, *, is_all: bool, wanted: Sequence[str], by: str
) -> None:
    """Write accepted offers; what is not sure only for cases that were named."""
    known = {review.case.id: review.case for review in check.reviews}
    header = check.workspace.header
    takes_all = is_all and bool(wanted)
    taken = [(one, offer) for one in cases for offer in one.offers if offer.sure or takes_all]
    decisions = [
        Decision(
            case=known[one.id],
            section="facts",
            key=(fact_key(offer.field, known[one.id].student, header),),
            value=offer.value,
        )
        for one, offer in taken
        if known[one.id].folder is not None
    ]
    made = write_decisions(root, specs, decisions, command="fill", by=by, now=datetime.now()) if decisions else None
    for one, offer in taken if made else ():
        show(
            report.mask(
                f"{one.id} {one.name}：{FACT_FIELDS[offer.field]} ← {offer.value}（{offer.path} 第{offer.page}页）"
            )
        )
    left = sum(not offer.sure for one in cases for offer in one.offers) if not takes_all else 0
    if left:
        say(f"还有 {left} 项读得不够清楚，没有写：请加 --case 编号 --accept all，一名一名核对后采用。")
    count = len(decisions) if made else 0
    show(f"写进 case.yaml {count} 项。" if count else "没有可以采用的，没有改动。")
