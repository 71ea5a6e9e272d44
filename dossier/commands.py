"""What each command does, in order; results to stdout, words to stderr, the exit code back to the front door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.data import specs_folder, templates_folder
from dossier.errors import DossierError, ExitCode, OutputError, UsageError, WorkspaceError
from dossier.terminal import has_colour, program, say, show, width, word

if TYPE_CHECKING:
    from dossier.evidence import Cache
    from dossier.job import Options
    from dossier.model import Check, Finding, Outcome, Specs

REPORT_NAME = "核查报告"


def run_check(
    root: Path,
    wanted: Sequence[str],
    form: str,
    output: Path | None,
    *,
    read: bool,
    today: date | None,
    workers: int | None,
) -> int:
    """Check a workspace and report in the form asked for."""
    if output is not None and output.is_dir():
        raise UsageError(f"{output} 是文件夹", hint=f"请写文件名，如 {output / REPORT_NAME}.html")
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 核查报告.xlsx")
    with _open_cache(root) as cache:
        check = _check(root, _read_specs(), wanted, cache, read=read, today=today, workers=workers)
    _report(check, form, output)
    return _code_of(check)


def run_build(root: Path, wanted: Sequence[str], output: Path | None, options: Options, *, today: date | None) -> int:
    """Check, then build the dossier of every case that can be filed; say what was made and what was not, and why."""
    from dossier.workers import start_ahead

    start_ahead(("dossier.evidence.examine", "dossier.binding"))

    from dossier.build import build_cases
    from dossier.check import only
    from dossier.progress import progress_bar

    target = output or root / "output"
    with _open_cache(root) as cache:
        specs = _read_specs()
        whole = _check(root, specs, (), cache, read=options.read, today=today, workers=options.workers, wanted=wanted)
        check = only(whole, wanted)
        _refuse_among_evidence(whole, target)
        _stop_at_bad_decisions(check, wanted)
        outcomes = []
        with progress_bar("生成档案") as step:
            for outcome in build_cases(check, specs, templates_folder(), target, options, cache):
                outcomes.append(outcome)
                step(len(outcomes), len(check.reviews), outcome.name)
    _write_reports(_with_notes(whole, outcomes), target)
    _tell_built(outcomes, target)
    if not check.workspace.settings.unit:
        say("workspace.yaml 里没有写 unit（单位），封面、登记表和备考表上单位是空的。")
    failed = max((outcome.error_code for outcome in outcomes), default=0)
    return failed or _code_of(_with_notes(check, outcomes))


def run_demo(folder: Path, *, today: date | None) -> int:
    """Make the invented workspace, check it, build it, and say where to look."""
    from dossier.demo import make_demo
    from dossier.job import Options
    from dossier.print_command import run_print

    day = today or date.today()
    say(f"正在造演示数据：{folder}")
    make_demo(folder, day)
    run_build(folder, (), None, Options(), today=day)
    run_print(folder, (), None, "演示", {}, printer=None, today=day)
    target = folder / "output"
    lines = (
        f"核查报告，用浏览器打开：{target / f'{REPORT_NAME}.html'}",
        f"做好的档案，每人一个文件夹：{target}",
        f"打印件、清单和标签：{target / '打印' / '演示'}",
    )
    show("\n".join(("", *lines)))
    return ExitCode.OK


def run_init(folder: Path) -> int:
    """Make a new workspace and say what to do next."""
    from dossier.workspace import create_workspace

    made = create_workspace(folder, _read_specs(), date.today())
    show("已新建：")
    show("\n".join(f"  {path}" for path in made))
    show(
        "\n下一步：\n"
        "  1. 用记事本打开 workspace.yaml，填单位、学期、填报人（印在封面和登记表上）。\n"
        "  2. 打开名册，每个学生填一行（类别从下拉框选）。\n"
        "  3. 每个学生建一个文件夹，如 001-张三，把收到的照片、扫描件放进去。\n"
        f"  4. 核查：{program()} check {word(folder)}"
    )
    return ExitCode.OK


def run_assign(
    root: Path,
    case: str,
    file: str,
    kind: str | None,
    *,
    pages: str | None,
    turn: int | None,
    leave_out: str | None,
    by: str | None,
) -> int:
    """Write a person's decision about one file into its case.yaml."""
    from functools import partial

    from dossier.check import only_cases
    from dossier.review import category_of
    from dossier.workspace import read_workspace, write_decision

    if kind is None and leave_out is None and turn is None:
        raise UsageError(
            "没有说这个文件是什么", hint="请写材料类型（见 dossier specs），或用 --leave-out 写明不放的原因。"
        )
    if kind is not None and leave_out is not None:
        raise UsageError("材料类型和 --leave-out 只能写一个", hint="要放进档案就写类型，不放就写 --leave-out 原因。")
    specs = _read_specs()
    papers = specs.paper_names
    columns = specs_folder() / "columns.yaml"
    workspace = read_workspace(root, partial(category_of, specs=specs), columns, papers)
    found = only_cases(workspace.cases, case)
    if len(found) > 1:
        names = "、".join(one.folder or one.id for one in found)
        raise UsageError(f"「{case}」不止一个：{names}", hint="请改用案号。")
    target = write_decision(
        root,
        found[0],
        file,
        columns_file=columns,
        today=date.today(),
        type=kind,
        left_out=leave_out,
        pages=pages,
        turn=turn,
        by=by or "",
        papers=papers,
    )
    show(f"已记入 {target}")
    return ExitCode.OK


def run_verify(path: Path) -> int:
    """Say whether finished dossiers are still what was built."""
    from dossier.pdf.verify import verify

    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path}", hint="请写一份档案的文件夹，或放所有档案的 output 文件夹。")
    results = verify(path)
    wrong = 0
    for result in results:
        wrong += bool(result.problems)
        show(f"{'✗' if result.problems else '✓'} {result.name}")
        for problem in result.problems:
            show(f"    {problem}")
    show(f"\n共 {len(results)} 份，{len(results) - wrong} 份完好，{wrong} 份有变动。")
    return ExitCode.FINDINGS if wrong else ExitCode.OK


def run_specs() -> int:
    """Show the evidence specs as a table; SpecError names all that is wrong in them."""
    from dossier.specs_table import format_specs

    show(format_specs(_read_specs(), width=width(), colour=has_colour()))
    return ExitCode.OK


def run_typeset(form: Path, output: Path | None) -> int:
    """Typeset one Word form as it will print, without a case."""
    from dossier.errors import Place, TemplateError
    from dossier.publish import writing
    from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts

    if not form.is_file():
        raise UsageError(f"没有这个文件：{form}", hint="请写一份 .docx 表格的路径。")
    if form.suffix.lower() != ".docx":
        raise UsageError(f"{form.name} 不是 .docx 文件", hint="请在 WPS 或 Word 里另存为 .docx。")
    target = output or form.with_suffix(".pdf")
    try:
        made = Typesetter(find_fonts((form.parent / "fonts",))).typeset(form.read_bytes())
    except Refused as refused:
        places = tuple(Place(form.name, one.where, one.feature) for one in refused.refusals)
        raise TemplateError("这份表格有程序排不了的内容", places=places, hint="请改成普通段落和表格后再试。") from None
    except Unreadable as error:
        raise TemplateError(f"{form.name} 读不出来：{error}", hint="请用 WPS 或 Word 重新另存一次。") from None
    with writing(target):
        beside = target.with_name(f".{target.name}.tmp")
        beside.write_bytes(made.pdf)
        beside.replace(target)
    for note in made.notes:
        say(note)
    show(f"{target}（{made.pages} 页）")
    return ExitCode.OK


# ---------------------------------------------------------------------------- the steps


def _read_specs() -> Specs:
    from dossier.specs import load_specs

    return load_specs(specs_folder())


@contextmanager
def _open_cache(root: Path) -> Iterator[Cache]:
    from dossier.check import CACHE_FOLDER
    from dossier.evidence import Cache

    if not root.is_dir():
        raise UsageError(*_no_folder(root))
    with Cache(root / CACHE_FOLDER) as cache:
        yield cache


def _no_folder(root: Path) -> tuple[str]:
    """What is wrong with the folder named, and what to write instead."""
    if root.is_file():
        return (f"{root} 是文件，请写它所在的文件夹：{root.parent}",)
    if any(mark in str(root) for mark in "“”‘’"):
        return (f'没有这个文件夹：{root}。引号要用英文的 "，不能用中文引号。',)
    return (f"没有这个文件夹：{root}。请检查路径；文件夹名里有空格时要加英文引号。",)


def _check(
    root: Path,
    specs: Specs,
    keep: Sequence[str],
    cache: Cache,
    *,
    read: bool,
    today: date | None,
    workers: int | None,
    wanted: Sequence[str] = (),
) -> Check:
    """Check the workspace; `keep` cuts the result to these cases, `wanted` only says which need reading."""
    from dossier.check import Sight, check_workspace, is_partly_read, only
    from dossier.progress import progress_bar

    with progress_bar("查看材料") as looking, progress_bar("看图识字") as reading:
        sight = Sight(
            read=read, workers=workers or 0, looking=looking, reading=reading, wanted=tuple(keep) or tuple(wanted)
        )
        check = check_workspace(root, specs, specs_folder(), cache, today or date.today(), sight)
    if read and sight.wanted and is_partly_read(check):
        say("只看了点名的学生；别的学生没有看图识字，照片是否重复使用要等全部核查时才比。")
    check = only(check, keep)
    _stop_at_bad_decisions(check, keep)
    return check


def _stop_at_bad_decisions(check: Check, wanted: Sequence[str]) -> None:
    """A case.yaml that cannot be understood is a finding in a batch, and the end when it is the only case asked for."""
    if not wanted or len(check.reviews) != 1:
        return
    review = check.reviews[0]
    if problem := review.case.decisions.problem:
        raise WorkspaceError(problem)
    wrong = [one for one in review.findings if one.rule == "decisions" and one.severity == "error"]
    if wrong:
        raise WorkspaceError("\n".join(one.message for one in wrong), hint=wrong[0].action)


def _refuse_among_evidence(check: Check, target: Path) -> None:
    """Dossiers among the evidence would become evidence of the next run, or stand where a case folder stands."""
    root, place = check.workspace.root.resolve(), target.resolve()
    folders = [root / case.folder for case in check.workspace.cases if case.folder]
    if place == root or any(place.is_relative_to(folder) for folder in folders):
        hint = "请用默认的 output，或另写一个文件夹。"
        raise UsageError(f"不能把档案放在学生材料里：{target}", hint=hint)


def _code_of(check: Check) -> int:
    from dossier.model import Severity

    found = [*check.findings, *(one for made in check.reviews for one in made.findings)]
    return ExitCode.FINDINGS if any(one.severity is Severity.ERROR for one in found) else ExitCode.OK


def _report(check: Check, form: str, output: Path | None) -> None:
    from dossier import report

    if form == "xlsx" and output is not None:
        report.write_xlsx(check, output)
    elif form == "text" and output is None:
        show(report.format_text(check, width=width(), colour=has_colour()))
        return
    else:
        makers = {"text": report.format_text, "json": report.format_json, "html": _html}
        text = makers[form](check)
        if output is None:
            show(text)
            return
        _write_text(output, text)
    say(f"报告已存到 {output}")


def _html(check: Check) -> str:
    """The page, with small pictures of what the findings rest on."""
    from dossier.evidence.reading.crops import with_crops
    from dossier.report import format_html

    return format_html(with_crops(check.workspace.root, check))


def _write_text(target: Path, text: str) -> None:
    from dossier.publish import writing

    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.tmp")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(target)


def _with_notes(check: Check, outcomes: Sequence[Outcome]) -> Check:
    """The check with what building noted: pages that stand in a dossier as pictures."""
    from dataclasses import replace

    notes = {one.case_id: one.notes for one in outcomes if one.notes}
    reviews = tuple(replace(made, findings=(*made.findings, *notes.get(made.case.id, ()))) for made in check.reviews)
    return replace(check, reviews=reviews)


def _write_reports(check: Check, target: Path) -> None:
    """The check of this run beside the dossiers; one that is open in Excel does not undo the dossiers."""
    from dossier.report import write_xlsx

    _write_text(target / f"{REPORT_NAME}.html", _html(check))
    try:
        write_xlsx(check, target / f"{REPORT_NAME}.xlsx")
    except DossierError as error:
        raise OutputError(f"档案都已生成，只有报告没写成。{error.message}", hint=error.hint) from error


def _tell_built(outcomes: Sequence[Outcome], target: Path) -> None:
    from dossier.report.words import mask

    made = [one for one in outcomes if one.files]
    skipped = [one for one in outcomes if not one.files and one.error is None]
    failed = [one for one in outcomes if one.error is not None]
    for one in failed:
        show(mask(f"✗ {one.case_id} {one.name}：没有生成。{one.error}"))
    for one in skipped:
        show(mask(f"－ {one.case_id} {one.name}：材料不齐，没有生成。{_first_reasons(one)}"))
    for one in made:
        drafted = "（草稿，不完整）" if one.plan is not None and one.plan.draft else ""
        same = "（没有变化）" if one.unchanged else ""
        show(f"✓ {one.case_id} {one.name}{drafted}{same}{_told(one.notes)}")
    show(f"\n共 {len(outcomes)} 人：生成 {len(made)} 份，不齐 {len(skipped)} 份，出错 {len(failed)} 份。")
    show(f"档案在：{target}")


def _told(notes: Sequence[Finding]) -> str:
    """What building noted, in brackets."""
    pictured = sum(note.rule == "page-pictured" for note in notes)
    lost = len(notes) - pictured
    words = [f"{pictured} 页以图片放入"] * bool(pictured) + [f"{lost} 页读不出来，是占位页"] * bool(lost)
    return f"（{'，'.join(words)}，见报告）" if words else ""


def _first_reasons(outcome: Outcome) -> str:
    from dossier.model import Severity

    if outcome.review is None:
        return ""
    errors = [one.message for one in outcome.review.findings if one.severity is Severity.ERROR]
    more = f"（共 {len(errors)} 条，见核查报告）" if len(errors) > 1 else ""
    return f"{errors[0]}{more}" if errors else ""
