"""`archive`: every built dossier as PDF/A-2b with its 归档文件目录, a 检测 report and a BagIt bag over it all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from dossier.build import Options, build_cases
from dossier.cabinet import (
    Archived,
    Inspected,
    filed_of,
    follow,
    make_bag,
    note_export,
    read_register,
    write_inspection,
    write_listing,
)
from dossier.commands.each_unit import OneUnit, open_units
from dossier.commands.new_place import new_place
from dossier.commands.opening import open_cache, read_specs, this_day
from dossier.commands.standing import finished, judged, standings, unread
from dossier.errors import ExitCode, UsageError
from dossier.files.data import templates_folder
from dossier.files.write import put_in_place, writing
from dossier.filing import Manifest, verify
from dossier.model import Case, Outcome, Specs, Workspace
from dossier.pdf import file_faults, settle_drawn
from dossier.terminal.output import show
from dossier.terminal.progress import progress_bar

_LISTING, _REPORT, _DOSSIERS, _ORIGINALS = "归档文件目录.xlsx", "检测报告.pdf", "档案", "原件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a package is asked for."""

    evidence: bool
    by: str
    reason: str
    day: date


def run_archive(root: Path, target: Path, *, evidence: bool, by: str, reason: str, today: date | None) -> int:
    """Write the package to `target`, of a county one a unit; exit 1 where a dossier is left out or fails a check."""
    specs, wish = read_specs(), Wish(evidence=evidence, by=by, reason=reason, day=this_day(today))
    units = open_units(root, specs)
    words = {"name": "归档", "among": "不能把归档包放在学生材料里", "taken": "已经有了，归档包不会覆盖"}
    place = new_place([unit.workspace for unit in units.units], target, wish.day, **words)
    if not any(find(unit.workspace, unit.output, ()) for unit in units.units for find in (finished, unread)):
        raise UsageError(f"{root / 'output'} 里没有做好的档案", hint="请先运行 dossier build，再归档。")
    is_whole = not units.announce_unreadable("没有归档")
    for unit in units.units:
        unit.announce()
        is_whole &= _archive(unit, specs, place / unit.name, wish)
    return ExitCode.OK if is_whole else ExitCode.FINDINGS


def _archive(unit: OneUnit, specs: Specs, place: Path, wish: Wish) -> bool:
    """Write the package of one unit; whether every dossier is in it and passes its checks."""
    workspace = unit.workspace
    manifests = finished(workspace, unit.output, ())
    strange = unread(workspace, unit.output, ())
    if not manifests and not strange:
        show("没有做好的档案，没有归档包。")
        return True
    stood = standings(workspace, specs, unit.output, (), wish.day, unit.county)
    gone = {case_id: one.why for case_id, one in stood.items() if one.why}
    gone |= {case_id: "是不完整的草稿" for case_id, one in manifests.items() if one.case.draft and case_id not in gone}
    gone |= strange
    names = {case.id: case.name for case in workspace.cases}
    left_out = [f"{unit.called(case_id)} {names[case_id]}：{why}" for case_id, why in gone.items()]
    kept = {case_id: one for case_id, one in manifests.items() if case_id not in gone}
    if not kept:
        for said in left_out:
            show(f"－ 没有收进归档包：{said}")
        show("没有一份档案可以归档，没有做归档包。")
        return False
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=place.parent))
    try:
        found = _fill(work, workspace, specs, kept, left_out, evidence=wish.evidence, day=wish.day)
        if wish.evidence:
            note_export(
                workspace.root,
                what="archive --evidence",
                mask="none",
                cases=list(kept),
                to=place,
                by=wish.by,
                reason=wish.reason,
                now=datetime.now().astimezone(),
            )
        with writing(place):
            if place.exists():
                place.rmdir()  # it is empty
            put_in_place(work / "包", place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for said in left_out:
        show(f"－ 没有收进归档包：{said}")
    bad = [one for one in found if one.changed or one.faults]
    for one in bad:
        show(f"✗ {one.name}：{'；'.join((*one.changed, *one.faults))}")
    show(f"\n归档包（{len(found)} 份 PDF/A-2b）在：{place}")
    return not left_out and not bad


def _fill(
    work: Path,
    workspace: Workspace,
    specs: Specs,
    manifests: Mapping[str, Manifest],
    left_out: list[str],
    *,
    evidence: bool,
    day: date,
) -> list[Inspected]:
    bag = work / "包"
    with writing(bag):
        (bag / _DOSSIERS).mkdir(parents=True)
    entries, _ = follow(read_register(workspace.root), workspace.cases, day)
    archived, found = [], []
    cases = {case.id: case for case in workspace.cases}
    for outcome in _built(work / "output", workspace, specs, manifests, day):
        pdf = next((path for path in outcome.files if path.suffix == ".pdf"), None)
        if pdf is None or outcome.plan is None:
            left_out.append(f"{outcome.case_id} {outcome.name}：PDF/A 没有做成。{outcome.error or ''}")
            continue
        case = cases[outcome.case_id]
        folder = workspace.root / (case.disk_folder or case.folder or "")
        checked = verify(pdf.parent, evidence=folder)[0]
        pages = len(outcome.plan.sheets)
        found.append(Inspected(name=pdf.stem, changed=checked.problems, faults=file_faults(pdf), pages=pages))
        with writing(bag):
            shutil.copy2(pdf, bag / _DOSSIERS / pdf.name)
            if evidence:
                _copy_originals(case, workspace.root, bag / _ORIGINALS / pdf.stem)
        entry = entries.get(outcome.case_id)
        name = f"{_DOSSIERS}/{pdf.name}"
        archived.append(Archived(plan=outcome.plan, category=case.category or "", entry=entry, file=name))
    settings = workspace.settings
    year = (settings.filled_on or day).year
    with writing(bag):
        write_listing(archived, settings, specs.papers, year, bag / _LISTING)
        write_inspection(found, bag / _REPORT, settings.unit, day, left_out)
        settle_drawn(bag / _REPORT)
        make_bag(bag, settings.unit, day)
    return found


def _copy_originals(case: Case, root: Path, target: Path) -> None:
    for path in case.paths:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(case.on_disk(root, path), place)


def _built(
    output: Path, workspace: Workspace, specs: Specs, manifests: Mapping[str, Manifest], day: date
) -> list[Outcome]:
    """Each dossier as PDF/A, as of its own day and options."""
    filed = filed_of(workspace, day)
    groups: dict[tuple[str, bool, str], list[str]] = {}
    for case_id, one in manifests.items():
        groups.setdefault((one.today, one.options.read, one.options.pixels), []).append(case_id)
    outcomes: dict[str, Outcome] = {}
    with progress_bar("归档") as step, open_cache(workspace.root) as cache:
        for (on, read, pixels), ids in groups.items():
            check, reviews = judged(workspace, specs, (), (on, read), None)
            chosen = replace(check, reviews=tuple(reviews[case_id] for case_id in ids))
            options = Options(read=read, word=False, pixels="keep" if pixels == "keep" else "print", pdfa=True)
            for outcome in build_cases(chosen, specs, templates_folder(), output, options, cache, filed):
                outcomes[outcome.case_id] = outcome
                step(len(outcomes), len(manifests), outcome.name)
    return [outcomes[case_id] for case_id in manifests]
