"""Build, print, letters, reports: the rooms behind those commands, in the background, with progress."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dossier import letters
from dossier.build import Options, build_cases
from dossier.cabinet import filed_of
from dossier.check import check_workspace, only
from dossier.desk.bench import Bench
from dossier.desk.hall import TellError, bench_of, hall_of, is_piece, page, tell, who_of
from dossier.desk.jobs import Job
from dossier.desk.looking import all_rows
from dossier.desk.made import SHEETS, dossiers_made, sheets_of, stale_of
from dossier.desk.pictures import Wish as PictureWish
from dossier.desk.record_page import record_rows
from dossier.desk.reminders import reminder_text
from dossier.desk.rows import Asked, chosen
from dossier.errors import OutputError
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.files.names import folder_name
from dossier.files.write import write_text
from dossier.filing import read_standing
from dossier.letters import Bench as LetterBench
from dossier.letters import Wish
from dossier.model import Case, Check, LetterKind
from dossier.pages.page import PDF
from dossier.printroom import make_prints, print_settings
from dossier.report import format_html, list_chases, with_crops, write_xlsx
from dossier.workspace import read_commands, read_workspace, redoable, undoable

_FIRST_SECONDS = 3.0
_KINDS = (".pdf", ".docx", ".xlsx")
"""What can be saved from output/."""


def make(request: Request) -> Response:
    """The page of building and printing; the first sheets of a dossier that is made."""
    bench, asked = bench_of(request), Asked.of(request.query_params)
    bench.wait(1, _FIRST_SECONDS)
    rows = all_rows(bench)
    ready = [row for row in rows if row.state.char in ("已齐", "待看")]
    one = request.query_params.get("case", "")
    made = dossiers_made(bench)
    whole = [each for each in made if each.is_whole]
    wanted = request.query_params.get("show", "") or one
    at = next((place for place, each in enumerate(whole) if each.id == wanted), 0)
    seen = whole[at] if whole else None
    values: dict[str, Any] = {
        "ready": ready,
        "kept": chosen(rows, asked) if asked.is_filtered else (),
        "rows": rows,
        "words": asked.as_words(),
        "one": one,
        "made": made,
        "seen": seen,
        "sheets": min(SHEETS, seen.pages) if seen is not None else 0,
        "place": (at + 1, len(whole)),
        "before": whole[at - 1].id if at > 0 else "",
        "after": whole[at + 1].id if at + 1 < len(whole) else "",
        "old": [each for each in whole if each.mark == "旧了"],
    }
    return page(request, "make_made.html" if is_piece(request) else "make.html", **values)


def sheet(request: Request) -> Response:
    """A page of a finished dossier as a picture."""
    hall, bench, number = hall_of(request), bench_of(request), request.path_params["number"]
    found = sheets_of(bench, request.path_params["case_id"])
    if hall.pictures is None or found is None or not 1 <= number <= found[1]:
        raise TellError("这份卷宗还没有做。", 404)
    place, told = found[0], found[0].stat()
    stamp = f"{place} {told.st_size} {told.st_mtime_ns}"
    drawn = hall.pictures.picture(
        PictureWish(place=str(place), media_type=PDF, sha256=stamp, page=number, turn=0, width=240)
    )
    if isinstance(drawn, str):
        raise TellError(drawn, 404)
    return Response(drawn, media_type="image/jpeg")


def job_state(request: Request) -> Response:
    """How far the work is, as a piece of the page."""
    return page(request, "job.html")


async def begin(request: Request) -> Response:
    """Start building or printing."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_begin, request, form)


def _begin(request: Request, form: dict[str, str]) -> Response:
    hall, bench = hall_of(request), bench_of(request)
    rows = all_rows(bench)
    what = form.get("which", "ready")
    if what == "case":
        ids = [row.id for row in rows if row.id == form.get("case")]
    elif what == "old":
        ids = [one.id for one in dossiers_made(bench) if one.mark == "旧了"]
    elif what == "all":
        ids = [row.id for row in rows]
    elif what == "filter":
        ids = [row.id for row in chosen(rows, Asked.of(form))]
    else:
        ids = [row.id for row in rows if row.state.char in ("已齐", "待看")]
    if not ids:
        raise TellError("没有选中的个案。")
    draft, word = form.get("draft") == "1", form.get("word") == "1"
    if form.get("work") == "print":
        started = hall.jobs.begin("排打印件", lambda job: _print(bench, ids, form, job))
    else:
        started = hall.jobs.begin("生成卷宗", lambda job: _build(bench, ids, Options(draft=draft, word=word), job))
    if not started:
        raise TellError("还有一件事正在做，等它做完再来。", 409)
    return page(request, "job.html")


def stop(request: Request) -> Response:
    """Ask the work to end; whole dossiers stay."""
    hall_of(request).jobs.stop()
    return page(request, "job.html")


def _build(bench: Bench, ids: Sequence[str], options: Options, job: Job) -> None:
    """As the build command: check with reading, then one dossier after the other, then the reports of the run."""
    target = bench.root / "output"
    with Cache(bench.root / CACHE_FOLDER) as cache:
        whole = _checked(bench, cache, ids, job)
        check = only(whole, ids)
        filed = filed_of(whole.workspace, whole.today)
        made = build_cases(check, bench.specs, templates_folder(), target, options, cache, filed, job.halt)
        try:
            for number, outcome in enumerate(made, 1):
                _tell(job, check, outcome.case_id, outcome.name, outcome.error, outcome.files)
                job.step(number, len(check.reviews), f"{outcome.case_id} {outcome.name}")
        finally:
            made.close()  # type: ignore[attr-defined]  # a generator: what runs is ended, what is whole stays
    _write_reports(whole, target)


def _checked(bench: Bench, cache: Cache, ids: Sequence[str], job: Job) -> Check:
    def watch(stage: str, done: int, total: int, item: str) -> None:
        job.step(done, total, stage)

    workspace = read_workspace(bench.root, bench.specs)
    sight = open_sight(bench.root, cache, watch=watch)
    return check_workspace(workspace, bench.specs, this_day(), sight, ids)


def _tell(job: Job, check: Check, case_id: str, name: str, error: str | None, files: Sequence[Path]) -> None:
    review = next((one for one in check.reviews if one.case.id == case_id), None)
    if error:
        job.lines.append(("bad", f"{case_id} {name}：{error}", case_id))
    elif files:
        job.lines.append(("good", f"{case_id} {name}", case_id))
    else:
        why = next((one.message for one in review.findings if one.severity == "error"), "") if review else ""
        job.lines.append(("left", f"{case_id} {name}：没有做。{why}", case_id))


def _write_reports(check: Check, target: Path) -> None:
    write_text(target / "核查报告.html", format_html(with_crops(check.workspace.root, check)))
    write_xlsx(check, target / "核查报告.xlsx")


def _print(bench: Bench, ids: Sequence[str], form: dict[str, str], job: Job) -> None:
    """As the print command lays out: boxes, lists and labels of the dossiers that are done."""
    workspace, target, day = read_workspace(bench.root, bench.specs), bench.root / "output", this_day()
    copies = form.get("copies", "")
    overrides = {
        "sides": form.get("sides") if form.get("sides") in ("simplex", "duplex", "manual") else None,
        "copies": int(copies) if copies.isdecimal() and 0 < int(copies) < 100 else None,
    }
    done = [case for case in workspace.cases if case.id in set(ids) and _is_done(target, case)]
    if not done:
        raise OutputError("这些个案还没有卷宗。", hint="请先点「生成」。")
    with Cache(bench.root / CACHE_FOLDER) as cache:
        standing = dossiers_made(bench, _checked(bench, cache, [case.id for case in done], job))
    made = make_prints(
        target,
        templates_folder(),
        print_settings(workspace.settings, overrides, day),
        wanted=[case.id for case in done],
        batch=day.isoformat(),
        unit=workspace.settings.unit,
        known={(case.id, case.name) for case in workspace.cases},
        texts=workspace.settings.labels,
        dated=workspace.settings.filled_on or day,
        step=job.step,
        stale=stale_of(standing, [case.id for case in done]),
    )
    job.lines += [("left", f"{case}：没有打印。{why}", "") for case, why in made.prints.left_out]
    for box in made.prints.boxes:
        job.lines.append(("good", f"第 {box.number} 盒：{len(box.placed)} 卷 {box.sheets} 张", ""))
    for place in sorted(made.folder.glob("*.pdf")):
        job.lines.append(("file", place.name, place.relative_to(target).as_posix()))


def _is_done(target: Path, case: Case) -> bool:
    return read_standing(target / folder_name(case.id, case.name)).is_whole


def result(request: Request) -> Response:
    """A finished dossier, or a file to print, to be saved."""
    bench, told = bench_of(request), request.path_params["told"]
    output = (bench.root / "output").resolve()
    if told.endswith(_KINDS) and "/" in told:
        place = (output / told).resolve()
    else:
        case = bench.known.case(told.partition(".")[0])
        if case is None:
            raise TellError("没有这份卷宗。", 404)
        name = folder_name(case.id, case.name)
        place = (output / name / f"{name}.{'docx' if told.endswith('.docx') else 'pdf'}").resolve()
    if not place.is_relative_to(output) or place.suffix not in _KINDS or not place.is_file():
        raise TellError("这份卷宗还没有做。", 404)
    return FileResponse(place, filename=place.name, media_type="application/octet-stream")


# ---------------------------------------------------------------------------- reports, reminders, the record


def report(request: Request) -> Response:
    """What is missing, by who must supply it, with the text to send."""
    bench = bench_of(request)
    check = bench.known.check
    whole = request.query_params.get("names") == "whole"
    chases = list_chases(check) if check is not None else []
    texts = [(chase, reminder_text(chase, whole_names=whole)) for chase in chases]
    return page(request, "report.html", chases=texts, whole=whole, month=this_day().isoformat()[:7])


def report_file(request: Request) -> Response:
    """The report of the check command as a file: html or xlsx."""
    bench, kind = bench_of(request), request.path_params["kind"]
    check = bench.known.check
    if check is None or kind not in ("html", "xlsx"):
        raise TellError("还在核查，请等一下。", 409)
    if kind == "html":
        data = format_html(with_crops(check.workspace.root, check)).encode()
    else:
        with TemporaryDirectory() as folder:
            write_xlsx(check, Path(folder) / "a.xlsx")
            data = BytesIO((Path(folder) / "a.xlsx").read_bytes()).getvalue()
    name = f"attachment; filename*=UTF-8''%E6%A0%B8%E6%9F%A5%E6%8A%A5%E5%91%8A.{kind}"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": name})


def record(request: Request) -> Response:
    """Every decision, newest first."""
    bench = bench_of(request)
    commands, unread = read_commands(bench.root)
    open_ids = [command.id for command in undoable(bench.root)]
    rows, again = record_rows(commands[::-1][:500]), redoable(bench.root) is not None
    return page(request, "record.html", rows=rows, last=open_ids[-1] if open_ids else "", unread=unread, again=again)


# ---------------------------------------------------------------------------- letters


def letters_due(request: Request) -> Response:
    """What each case needs next."""
    bench = bench_of(request)
    batch = _due(bench, who_of(request))
    kinds = bench.specs.letters.kinds
    kept = bench.known.workspace.letters if bench.known.workspace is not None else ()
    return page(request, "letters.html", due=batch.due if batch is not None else (), kept=kept, kinds=kinds)


def _due(bench: Bench, who: str) -> letters.Batch | None:
    check = bench.known.check
    if check is None:
        return None
    wish = Wish(kind=LetterKind(id="", title="", template=""), issuer="", date=this_day(), by=who)
    return letters.find_due(check, check.reviews, wish, "", _letter_bench(bench, check))


def _letter_bench(bench: Bench, check: Check) -> LetterBench:
    templates = letters.open_templates(templates_folder(), bench.specs.letters)
    return LetterBench(bench.root, check.workspace.settings.engine, templates, bench.specs.letters)


def letters_issue(request: Request) -> Response:
    """All that is due and that nothing stands against, with numbers, into the register."""
    hall, bench, who = hall_of(request), bench_of(request), who_of(request)
    if not hall.jobs.begin("开具文书", lambda job: _issue(bench, who, job)):
        raise TellError("还有一件事正在做，等它做完再来。", 409)
    return tell(request, "正在开具，进度在「生成与打印」。", 200)


def _issue(bench: Bench, who: str, job: Job) -> None:
    batch, check = _due(bench, who), bench.known.check
    if batch is None or check is None:
        return
    place, day = _letter_bench(bench, check), this_day()
    with letters.open_register(bench.root, place.make, day) as register:
        ready = letters.still_due(batch.ready, check.workspace.letters, register.letters)
        made = letters.issue(register, ready, place, day, job.step)
        prints = list(letters.write_prints(made, place))
    for letter in made:
        names = "、".join(f"{child.id} {child.name}" for child in letter.children)
        job.lines.append(("good", f"{letter.number or '草稿'} {names}", ""))
    job.lines += [("file", path.rpartition("/")[2], path.removeprefix("output/")) for path in prints]
    for due in batch.due:
        if due.problem:
            job.lines.append(
                ("left", f"{due.review.case.id} {due.kind.title}：没有开。{due.problem}", due.review.case.own_id)
            )
    bench.ask()
