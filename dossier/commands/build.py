"""`build`: the dossier of every case that can be filed; what was made and what was not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.build import Options, build_cases, finished_pages
from dossier.cabinet import filed_of
from dossier.check import only
from dossier.commands.opening import (
    REPORT_NAME,
    checked,
    checked_county,
    exit_code_of,
    html_page,
    open_cache,
    read_specs,
    stop_at_bad_decisions,
)
from dossier.commands.overview import write_overviews
from dossier.county import BuiltUnit, BuiltUnits, County, UnitFolder, find_county, of_unit
from dossier.errors import DossierError, NoRosterError, OutputError, UsageError
from dossier.evidence import Cache
from dossier.files.data import templates_folder
from dossier.files.names import MANIFEST, folder_name
from dossier.files.write import write_text
from dossier.model import CaseStatus, Check, Finding, Outcome, Severity, Specs
from dossier.processes.pool import start_ahead
from dossier.report import Drawn, mask, nothing_drawn, write_xlsx
from dossier.terminal.output import say, show
from dossier.terminal.progress import progress_bar


def run_build(root: Path, wanted: Sequence[str], output: Path | None, options: Options, *, today: date | None) -> int:
    """Check, then build the dossier of every case that can be filed; say what was made and what was not, and why.

    In a county each unit's dossiers lie in its own output/ (or in a folder of `output` that is called like it).
    """
    start_ahead(("dossier.evidence.examine", "dossier.build.one_case"))
    specs = read_specs()
    try:
        return _build(root, specs, wanted, output or root / "output", options, today)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        return _build_county(county, specs, wanted, output, options, today)


def _build(root: Path, specs: Specs, wanted: Sequence[str], target: Path, options: Options, today: date | None) -> int:
    with open_cache(root) as cache:
        whole = checked(root, specs, (), cache, read=options.read, today=today, workers=options.workers, wanted=wanted)
        check = only(whole, wanted)
        stop_at_bad_decisions(check, wanted)
        outcomes = _built(whole, check, specs, target, options, cache)
    with finished_pages(root, outcomes) as drawn:
        _write_reports(_with_notes(whole, outcomes), target, drawn)
    _tell_built(outcomes, target)
    if not options.read and _asks_for_flat(check):
        say("用了 --no-read，没有看图识字，找不到纸的边：要拉平的照片都按原样放入，没有改动。")
    if not check.workspace.settings.unit:
        say("workspace.yaml 里没有写 unit（单位），封面、登记表和备考表上单位是空的。")
    failed = max((outcome.error_code for outcome in outcomes), default=0)
    return failed or exit_code_of(_with_notes(check, outcomes))


def _asks_for_flat(check: Check) -> bool:
    """Whether somebody wants photographed papers straightened."""
    asked = any(any(review.case.decisions.flat.values()) for review in check.reviews)
    return asked or check.workspace.settings.pages == "flat"


def _built(whole: Check, check: Check, specs: Specs, target: Path, options: Options, cache: Cache) -> list[Outcome]:
    _refuse_among_evidence(whole, target)
    filed = filed_of(whole.workspace, whole.today)
    outcomes = []
    with progress_bar("生成档案") as step:
        for outcome in build_cases(check, specs, templates_folder(), target, options, cache, filed):
            outcomes.append(outcome)
            step(len(outcomes), len(check.reviews), outcome.name)
    return outcomes


def _build_county(
    county: County, specs: Specs, wanted: Sequence[str], output: Path | None, options: Options, today: date | None
) -> int:
    """Unit by unit: what was found between units counts in each; one unit's trouble is told, and the rest goes on."""
    found = checked_county(county, specs, wanted, read=options.read, today=today, workers=options.workers)
    chosen = only(found, wanted)
    code = exit_code_of(chosen)
    asked = repr((replace(options, workers=0), found.today, wanted))
    with open_cache(county.root) as cache:
        built = BuiltUnits(cache, specs, templates_folder(), asked)
        for unit in county.units:
            ids = [review.case.own_id for review in chosen.reviews if review.case.unit_folder == unit.name]
            if not ids:
                continue
            target = output / unit.name if output else unit.root / "output"
            show(f"【{unit.name}】")
            try:
                code = max(code, _stand_or_build(built, unit, found, specs, ids, target, options, today))
            except DossierError as error:
                show(f"✗ 这个单位没有做完。{error}")
                code = max(code, int(error.exit_code))
    _write_reports(found, output or county.root / "output")
    if not wanted:
        write_overviews(county.root, found, specs, output or county.root / "output")
    return code


def _stand_or_build(
    built: BuiltUnits,
    unit: UnitFolder,
    found: Check,
    specs: Specs,
    ids: Sequence[str],
    target: Path,
    options: Options,
    today: date | None,
) -> int:
    """Tell of a unit in which nothing changed what was told before; build any other one, and keep what is told."""
    standing = built.standing(unit, target, found)
    if standing is not None:
        for line in standing.lines:
            show(line)
        return standing.code
    outcomes, code = _build_unit(unit, found, specs, ids, target, options, today)
    if all(one.error is None for one in outcomes):  # what failed is tried again
        again = [replace(one, unchanged=bool(one.files)) for one in outcomes]
        built.keep(unit, target, found, BuiltUnit(lines=tuple(_words_of(again, target)), code=code))
    return code


def _build_unit(
    unit: UnitFolder,
    found: Check,
    specs: Specs,
    ids: Sequence[str],
    target: Path,
    options: Options,
    today: date | None,
) -> tuple[list[Outcome], int]:
    with open_cache(unit.root) as cache:
        own = checked(unit.root, specs, (), cache, read=options.read, today=today, workers=options.workers, wanted=ids)
        whole = of_unit(own, found, unit.name)
        check = only(whole, ids)
        outcomes = _built(whole, check, specs, target, options, cache)
    _write_reports(_with_notes(whole, outcomes), target)
    _tell_built(outcomes, target)
    failed = max((outcome.error_code for outcome in outcomes), default=0)
    return outcomes, failed or exit_code_of(_with_notes(check, outcomes))


def _refuse_among_evidence(check: Check, target: Path) -> None:
    """Dossiers among the evidence would become evidence of the next run, or stand where a case folder stands."""
    root, place = check.workspace.root.resolve(), target.resolve()
    folders = [root / case.folder for case in check.workspace.cases if case.folder]
    if place == root or any(place.is_relative_to(folder) for folder in folders):
        hint = "请用默认的 output，或另写一个文件夹。"
        raise UsageError(f"不能把档案放在学生材料里：{target}", hint=hint)


def _with_notes(check: Check, outcomes: Sequence[Outcome]) -> Check:
    """The check with what building noted: pages that stand in a dossier as pictures."""
    notes = {one.case_id: one.notes for one in outcomes if one.notes}
    reviews = tuple(replace(made, findings=(*made.findings, *notes.get(made.case.id, ()))) for made in check.reviews)
    return replace(check, reviews=reviews)


def _write_reports(check: Check, target: Path, drawn: Drawn = nothing_drawn) -> None:
    """The check of this run beside the dossiers; one that is open in Excel does not undo the dossiers."""
    write_text(target / f"{REPORT_NAME}.html", html_page(check, drawn))
    try:
        write_xlsx(check, target / f"{REPORT_NAME}.xlsx")
    except DossierError as error:
        raise OutputError(f"档案都已生成，只有报告没写成。{error.message}", hint=error.hint) from error


def _tell_built(outcomes: Sequence[Outcome], target: Path) -> None:
    for line in _words_of(outcomes, target):
        show(line)


def _words_of(outcomes: Sequence[Outcome], target: Path) -> Iterator[str]:
    """What was made and what was not, a line each, and where it lies."""
    made = [one for one in outcomes if one.files]
    skipped = [one for one in outcomes if not one.files and one.error is None]
    failed = [one for one in outcomes if one.error is not None]
    for one in failed:
        yield mask(f"✗ {one.case_id} {one.name}：没有生成。{one.error}")
    for one in skipped:
        yield mask(f"－ {one.case_id} {one.name}：材料不齐，没有生成。{_first_reasons(one)}")
    for one in (*failed, *skipped):
        older = target / folder_name(one.case_id, one.name)
        if (older / MANIFEST).is_file():
            yield f"  ！{one.case_id} {one.name}：以前做的档案还在 {older.name}，已经不作数，请不要打印或装盒。"
    for one in made:
        drafted = "（草稿，不完整）" if _is_draft(one) else ""
        same = "（没有变化）" if one.unchanged else ""
        yield f"✓ {one.case_id} {one.name}{drafted}{same}{_told(one.notes)}"
    drafts = sum(_is_draft(one) for one in made)
    drafted = f"（其中草稿 {drafts} 份，不得归档）" if drafts else ""
    yield f"\n共 {len(outcomes)} 人：生成 {len(made)} 份{drafted}，不齐 {len(skipped)} 份，出错 {len(failed)} 份。"
    yield f"档案在：{target}"


def _is_draft(one: Outcome) -> bool:
    """Whether the dossier that stands there is a draft; of an unchanged one only its case says so."""
    if one.plan is not None:
        return one.plan.draft
    return one.review is not None and one.review.status is CaseStatus.INCOMPLETE


def _told(notes: Sequence[Finding]) -> str:
    """What building noted, in brackets."""
    pictured = sum(note.rule == "page-pictured" for note in notes)
    lost = len(notes) - pictured
    words = [f"{pictured} 页以图片放入"] * bool(pictured) + [f"{lost} 页读不出来，是占位页"] * bool(lost)
    return f"（{'，'.join(words)}，见报告）" if words else ""


def _first_reasons(outcome: Outcome) -> str:
    if outcome.review is None:
        return ""
    errors = [one.message for one in outcome.review.findings if one.severity is Severity.ERROR]
    more = f"（共 {len(errors)} 条，见核查报告）" if len(errors) > 1 else ""
    return f"{errors[0]}{more}" if errors else ""
