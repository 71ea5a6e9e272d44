"""名册: how its columns are understood, a new one dropped in, mended by choosing, accepted."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dossier.desk.hall import TellError, bench_of, hall_of, is_piece, page
from dossier.desk.incoming import TooLargeError, receive
from dossier.desk.roster_draft import (
    Draft,
    accept_draft,
    draft_of,
    field_choices,
    field_title_of,
    forget,
    new_draft,
    view_of_draft,
)
from dossier.evidence import CACHE_FOLDER
from dossier.workspace import tables_of, write_blank_roster

_FIRST_SECONDS = 3.0
_JUDGED_SECONDS = 8.0
_MOST_DRAFTS = 4


def roster(request: Request) -> Response:
    """The roster as it is understood now; a draft where the address names one."""
    bench = bench_of(request)
    wanted = request.query_params.get("draft", "")
    if wanted:
        return _shown(request, _draft(request, wanted), piece=is_piece(request))
    bench.wait(1, _FIRST_SECONDS)
    workspace = bench.known.workspace
    header = workspace.header if workspace is not None else None
    return page(request, "roster.html", header=header, tables=tables_of(bench.root), title_of=field_title_of)


def _shown(request: Request, draft: Draft, *, piece: bool) -> Response:
    bench = bench_of(request)
    view = view_of_draft(bench, draft)
    choices = list(field_choices(bench.specs))
    known = {name for name, _ in choices}
    choices += [(one.field, field_title_of(one.field)) for one in view.columns if one.field and one.field not in known]
    return page(request, "roster_work.html" if piece else "roster_draft.html", view=view, choices=choices)


def _draft(request: Request, wanted: str) -> Draft:
    draft = hall_of(request).drafts.get(wanted)
    if draft is None or not draft.path.is_file():
        raise TellError("这份名册已经不在了，请再放一次。", 404)
    return draft


def _keep(request: Request, draft: Draft) -> Response:
    """The draft is on the desk; the oldest goes where there are many."""
    drafts = hall_of(request).drafts
    drafts[draft.id] = draft
    while len(drafts) > _MOST_DRAFTS:
        forget(drafts.pop(next(iter(drafts))))
    return JSONResponse({"address": f"/roster?draft={draft.id}"}, headers={"HX-Redirect": f"/roster?draft={draft.id}"})


async def file_in(request: Request) -> Response:
    """A table comes in; nothing in the workspace changes yet."""
    bench = bench_of(request)
    name = unquote(request.headers.get("x-name", "")) or "名册.xlsx"
    try:
        place, _, _ = await receive(request.stream(), bench.root / CACHE_FOLDER / "incoming")
    except TooLargeError:
        raise TellError("这份名册太大了。", 413) from None
    except ClientDisconnect:
        return Response(status_code=400)
    return _keep(request, await run_in_threadpool(new_draft, bench, place, name))


async def begin(request: Request) -> Response:
    """Look again at a table that lies in the workspace."""
    form = await request.form()
    return _keep(request, await run_in_threadpool(draft_of, bench_of(request), str(form.get("file", ""))))


async def columns(request: Request) -> Response:
    """What a person says the columns are."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_columns, request, form)


def _columns(request: Request, form: dict[str, str]) -> Response:
    draft = _draft(request, form.get("draft", ""))
    sheet = form.get("sheet", draft.sheet)
    if sheet != draft.sheet:
        draft = replace(draft, sheet=sheet, wanted={})
    else:
        said = {name.removeprefix("col:"): value for name, value in form.items() if name.startswith("col:")}
        before = {one.column: one.field for one in view_of_draft(bench_of(request), draft).columns}
        newly = {column: field for column, field in said.items() if before.get(column) != field}
        taken = {column: "" for column, field in before.items() if field and field in newly.values()}
        draft = replace(draft, wanted={**draft.wanted, **taken, **newly})
    hall_of(request).drafts[draft.id] = draft
    return _shown(request, draft, piece=True)


async def accept(request: Request) -> Response:
    """The draft is the roster from now on."""
    form = await request.form()
    return await run_in_threadpool(_accept, request, str(form.get("draft", "")))


def _accept(request: Request, wanted: str) -> Response:
    hall, bench = hall_of(request), bench_of(request)
    accept_draft(bench, _draft(request, wanted))
    hall.drafts.pop(wanted, None)
    bench.wait(bench.ask(), _JUDGED_SECONDS)
    return Response(status_code=204, headers={"HX-Redirect": "/cases"})


async def drop(request: Request) -> Response:
    """The draft is not wanted."""
    form = await request.form()
    draft = hall_of(request).drafts.pop(str(form.get("draft", "")), None)
    if draft is not None:
        await run_in_threadpool(forget, draft)
    return Response(status_code=204, headers={"HX-Redirect": "/roster"})


def blank(request: Request) -> Response:
    """An empty roster to fill in, where none lies there."""
    bench = bench_of(request)
    with bench.writing:
        write_blank_roster(bench.root, bench.specs)
    bench.wait(bench.ask(), _JUDGED_SECONDS)
    return Response(status_code=204, headers={"HX-Redirect": "/roster"})
