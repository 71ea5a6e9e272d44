"""Months, deadlines and the next term: the rooms behind those commands."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dossier import ledger
from dossier.desk.bench import Bench
from dossier.desk.hall import TellError, bench_of, hall_of, page
from dossier.desk.jobs import Job
from dossier.errors import OutputError, UsageError
from dossier.evidence import font_folders
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.files.write import write_bytes
from dossier.letters import answered_letters
from dossier.model import Check, DueItem

_FIRST_SECONDS = 3.0


def due(request: Request) -> Response:
    """What must be done by when, late first; with the way into the next term."""
    bench = bench_of(request)
    bench.wait(1, _FIRST_SECONDS)
    check = bench.known.check
    items = _items(bench, check) if check is not None else []
    unknown = ledger.term_unknown(ledger.load_deadlines(bench.specs), this_day()) if check is not None else ""
    ids = {case.id: case.own_id for case in (check.workspace.cases if check is not None else ())}
    names = {case.id: case.name for case in (check.workspace.cases if check is not None else ())}
    beside = _next_name(bench, check) if check is not None else ""
    return page(
        request, "due.html", items=items, unknown=unknown, ids=ids, names=names, beside=beside, whats=ledger.DUE_TITLES
    )


def _items(bench: Bench, check: Check) -> list[DueItem]:
    return ledger.due_items(
        ledger.Desk(
            check=check,
            letters=answered_letters(check),
            deadlines=ledger.load_deadlines(bench.specs),
            closed=ledger.closed_months(bench.root),
            today=check.today,
            unit=check.workspace.settings.unit or bench.root.resolve().name,
        )
    )


def due_file(request: Request) -> Response:
    """The deadlines as an Excel list."""
    bench = bench_of(request)
    check = bench.known.check
    if check is None:
        raise TellError("还在核查，请等一下。", 409)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "a.xlsx"
        ledger.write_due(_items(bench, check), check.today, place)
        data = BytesIO(place.read_bytes()).getvalue()
    name = "attachment; filename*=UTF-8''%E5%88%B0%E6%9C%9F.xlsx"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": name})


def _next_name(bench: Bench, check: Check) -> str:
    """What the folder of the next term could be called: 2022年秋季学期 → 2022秋."""
    term = ledger.next_term(check, ledger.load_deadlines(bench.specs).terms)
    return term.replace("年", "").replace("季学期", "")


async def next_term(request: Request) -> Response:
    """Carry open cases, letters and months into a new workspace beside this one."""
    form = await request.form()
    hall, bench, name = hall_of(request), bench_of(request), str(form.get("name", "")).strip()
    if not name or name in (".", "..") or set(name) & set('/\\:*?"<>|'):
        raise UsageError("请写一个文件夹名，如 2022秋")
    if not hall.jobs.begin("转到下一学期", lambda job: _carry(bench, name, job)):
        raise TellError("还有一件事正在做，等它做完再来。", 409)
    return await run_in_threadpool(page, request, "job.html")


def _carry(bench: Bench, name: str, job: Job) -> None:
    check = bench.known.check
    if check is None:
        raise OutputError("还在核查。", hint="请等一下再试。")
    monthly, terms = ledger.load_monthly(bench.specs), ledger.load_deadlines(bench.specs).terms
    made = ledger.carry_over(check, bench.root.parent / name, monthly, terms)
    job.lines.append(
        ("good", f"「{name}」（{made.term}）：带去 {len(made.children)} 人，连同材料、认定、文书登记和月报", "")
    )
    if made.left:
        names = "、".join(f"{one.case.own_id} {one.case.name}" for one in made.left)
        job.lines.append(
            ("left", f"没有带去的 {len(made.left)} 人（在校、已复学或已销号，仍在原来的文件夹）：{names}", "")
        )
    job.lines.append(("good", f"新学生请从 {made.next_number} 号往后编。打开它：在「开始」页写 {name}。", ""))


# ---------------------------------------------------------------------------- months


async def month(request: Request) -> Response:
    """Write the report of a month (附件2) as Word, PDF and Excel into output/月报/, as the report command does."""
    form = await request.form()
    hall, bench, told = hall_of(request), bench_of(request), str(form.get("month", ""))
    await run_in_threadpool(ledger.month_days, told, this_day())
    if not hall.jobs.begin(f"{told} 月报", lambda job: _month(bench, told, job)):
        raise TellError("还有一件事正在做，等它做完再来。", 409)
    return page(request, "job.html")


def _month(bench: Bench, told: str, job: Job) -> None:
    check, specs = bench.known.check, bench.specs
    if check is None:
        raise OutputError("还在核查。", hint="请等一下再试。")
    monthly = ledger.load_monthly(specs)
    made = ledger.make_month(check, check.workspace.letters, told, monthly, specs)
    if made.base_made:
        job.lines.append(("left", "做好了 月报/基数.xlsx：适龄、在籍、在校人数请填在那里，只填一次。", ""))
    if made.base_problem:
        job.lines.append(("left", f"月报/基数.xlsx 没有做成。{made.base_problem}。", ""))
    press = ledger.Press(
        check=check,
        monthly=monthly,
        specs=specs,
        templates=templates_folder(),
        fonts=tuple(font_folders(bench.root)),
        unit=check.workspace.settings.unit or bench.root.resolve().name,
        day=check.today,
    )
    for number, kind in enumerate(("docx", "pdf", "xlsx"), 1):
        place = bench.root / "output" / "月报" / f"{told}.{kind}"
        write_bytes(place, ledger.month_document(made, kind, press))
        job.lines.append(("file", place.name, place.relative_to(bench.root / "output").as_posix()))
        job.step(number, 3, place.name)
    job.lines += [("left", one.finding.message, "") for one in ledger.own_errors(made.report)]
