"""`changes`: what of the filed dossiers differs from the cabinet, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dossier.build import OPTIONS, Options, plan_case
from dossier.cabinet import Difference, difference, filed_of, shown
from dossier.commands.each_unit import OneUnit, open_units
from dossier.commands.opening import read_specs, this_day
from dossier.commands.standing import Judged, finished, judged
from dossier.errors import ExitCode
from dossier.files.data import templates_folder
from dossier.filing import Manifest
from dossier.model import Filed, Specs, Workspace
from dossier.terminal.output import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A filed case and what differs; `why` where it cannot be compared."""

    id: str
    name: str
    difference: Difference
    why: str = ""


def run_changes(root: Path, form: str, today: date | None) -> int:
    """Tell what differs; 1 only where a filed case cannot be compared, or a unit of a county cannot be read."""
    specs, day = read_specs(), this_day(today)
    units = open_units(root, specs)
    found = {unit.name: changes_of(unit.workspace, specs, day) for unit in units.units}
    if form == "json":
        cases = [_row(one, unit) for unit in units.units for one in found[unit.name]]
        told = {"unreadable": list(units.unreadable)} if units.unreadable else {}
        show(json.dumps({"schema": 1, "cases": cases, **told}, ensure_ascii=False, indent=1))
    else:
        units.announce_unreadable("没有比较")
        for unit in units.units:
            unit.announce()
            _tell(found[unit.name], unit, len(filed_of(unit.workspace, day)))
    is_lost = any(one.why for told in found.values() for one in told) or units.unreadable
    return ExitCode.FINDINGS if is_lost else ExitCode.OK


def changes_of(workspace: Workspace, specs: Specs, day: date) -> list[Changed]:
    """Every filed case that differs from the cabinet, judged as of the day of its dossier."""
    filed = filed_of(workspace, day)
    manifests = finished(workspace, workspace.root / "output", tuple(filed) or ("",))
    names = {case.id: case.name for case in workspace.cases}
    asked = {case_id: _asked(held, manifests.get(case_id), day) for case_id, held in filed.items()}
    known: dict[tuple[str, bool], Judged] = {}
    found = []
    for case_id, held in filed.items():
        options, key = asked[case_id]
        if key not in known:
            alike = [other for other, (_, its) in asked.items() if its == key]
            known[key] = judged(workspace, specs, alike if len(alike) < len(names) else (), key, None)
        made = _now(known[key], specs, case_id, held, options)
        if isinstance(made, str):
            found.append(Changed(id=case_id, name=names[case_id], difference=Difference(), why=made))
            continue
        told = difference(held, made)
        if not told.is_empty:
            found.append(Changed(id=case_id, name=names[case_id], difference=told))
    return found


def _asked(held: Filed, manifest: Manifest | None, day: date) -> tuple[Options, tuple[str, bool]]:
    """The options of a case's dossier, and as of which day and with what it is judged."""
    told = {name: getattr(manifest.options, name) for name in OPTIONS} if manifest else {"read": False}
    on = date.fromisoformat(manifest.today) if manifest else held.today or day
    return replace(Options(), **told), (on.isoformat(), bool(told["read"]))


def _now(known: Judged, specs: Specs, case_id: str, held: Filed, options: Options) -> Manifest | str:
    """What the dossier of a case would hold now, or why nobody can say."""
    check, reviews = known
    review = reviews.get(case_id)
    if review is None or review.case.folder is None:
        return "学生文件夹不见了，没有办法和柜里的比"
    return plan_case(check, specs, templates_folder(), options, review, held)


def _row(one: Changed, unit: OneUnit) -> dict[str, object]:
    pages = {
        what: [{"label": label, "title": title} for label, title in getattr(one.difference, what)]
        for what in ("added", "removed", "changed")
    }
    where = {"unit": unit.workspace.settings.unit or unit.name} if unit.name else {}
    return {"id": unit.called(one.id), **where, **pages, **({"message": one.why} if one.why else {})}


def _tell(found: Sequence[Changed], unit: OneUnit, count: int) -> None:
    for one in found:
        show(f"{unit.called(one.id)} {one.name}：{one.why or '；'.join(_words(one.difference))}。")
    if not count:
        show("柜里还没有登记过档案。打印、装盒以后，用 dossier filed 登记。")
    elif not found:
        show(f"柜里的 {count} 份档案都和现在的一样。")
    else:
        show(f"\n柜里共 {count} 份，{len(found)} 份有变动。先运行 dossier build，再用 dossier print --changes 印换页。")


def _words(told: Difference) -> list[str]:
    pairs = (("补入", told.added), ("取出", told.removed), ("更换", told.changed))
    words = [
        f"{what}{'、'.join(f'{shown(label)}（{title}）' for label, title in pages)}" for what, pages in pairs if pages
    ]
    return words + ([f"{'、'.join(told.own)}要换"] if told.own else [])
