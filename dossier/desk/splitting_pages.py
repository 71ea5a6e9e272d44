"""拆页: a grid of a scan's pages, cuts and turns, one decision at the end; the scan itself is never touched."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dossier.desk.bench import Bench
from dossier.desk.deciding import stamp
from dossier.desk.hall import TellError, bench_of, page, who_of
from dossier.desk.inbox import Confirmed, confirm_pieces, place_of_file
from dossier.desk.looking import case_of, file_of
from dossier.desk.splitting import Piece, entry_of_pieces, read_pieces, text_of_parts, turns_of
from dossier.errors import UsageError
from dossier.specs import PaperNames
from dossier.workspace import Decision, entries_of, write_decisions

_JUDGED_SECONDS = 4.0


def split(request: Request) -> Response:
    """The pages of a file of a case, to be cut."""
    bench, own_id, file_id = bench_of(request), request.path_params["case_id"], request.path_params["file_id"]
    found, review = case_of(bench, own_id)
    _, file = file_of(bench, file_id)
    parts = [part for part in (review.parts if review is not None else ()) if part.path == file.path]
    needs = [held.requirement for held in (review.requirements if review is not None else ())]
    turned = {number: part.turn for part in parts for number in part.pages if part.turn}
    return page(
        request,
        "split.html",
        title=f"{own_id} {found.name} · {file.path}",
        file_id=file_id,
        count=len(file.pages),
        text=text_of_parts(parts, len(file.pages), lambda kind: _title(bench, kind)),
        turned=turned,
        was=stamp(entries_of(bench.root, found, bench.specs), "files", (file.path,)),
        back=f"/cases/{quote(own_id, safe='')}?file={file_id}",
        action=f"/cases/{quote(own_id, safe='')}/split/{file_id}",
        names=_names(bench, [kind for need in needs for kind in need.types[:1]]),
        numbered=len(needs),
        children=(),
    )


def split_inbox(request: Request) -> Response:
    """The pages of a scan of the inbox, to be cut and given to several children."""
    bench, file_id = bench_of(request), request.path_params["file_id"]
    lying = place_of_file(bench, file_id)
    if lying is None:
        raise TellError("这份文件刚从收件箱里移走了。", 404)
    own = [one for one in bench.proposals if one.path == lying[1].path]
    pieces = []
    for one in own:
        first, last = (one.pages[0], one.pages[-1]) if one.pages else (1, one.of_pages)
        said = f"{one.case.own_id} {_title(bench, one.type)}" if one.case is not None and one.type else "不知道"
        pieces.append(f"{first}-{last} {said}" if last > first else f"{first} {said}")
    return page(
        request,
        "split.html",
        title=f"收件箱 · {lying[1].path}",
        file_id=file_id,
        count=lying[1].of_pages,
        text="；".join(pieces),
        turned={},
        was="",
        back="/inbox",
        action=f"/inbox/split/{file_id}",
        names=_names(bench, ()),
        numbered=0,
        children=bench.known.workspace.cases if bench.known.workspace is not None else (),
    )


def _title(bench: Bench, kind: str) -> str:
    """A name of a paper that is understood as this paper again."""
    paper, names = bench.specs.papers.get(kind), PaperNames(bench.specs.paper_names)
    told = (paper.short, paper.title) if paper is not None else ()
    return next((name for name in told if name and names.find(name) == kind), kind)


def _names(bench: Bench, first: list[str] | tuple[str, ...]) -> list[str]:
    """Names of all papers, those that the case needs first: their number is their key."""
    return [_title(bench, kind) for kind in dict.fromkeys((*first, *bench.specs.papers))]


async def decided(request: Request) -> Response:
    """The cuts of a file of a case, as one decision."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_decided, request, form)


def _decided(request: Request, form: dict[str, str]) -> Response:
    bench, own_id, file_id = bench_of(request), request.path_params["case_id"], request.path_params["file_id"]
    _, file = file_of(bench, file_id)
    pieces = _read(bench, form, len(file.pages))
    with bench.writing:
        found, _ = case_of(bench, own_id)
        entries = entries_of(bench.root, found, bench.specs)
        if form.get("was") and form["was"] != stamp(entries, "files", (file.path,)):
            raise TellError("这份文件刚被别人改过，没有写入。请回到个案看一眼再拆。", 409)
        old = entries.get(("files", (file.path,)))
        refused = {name: old[name] for name in ("not",) if isinstance(old, dict) and name in old}
        entry = entry_of_pieces(pieces, turns_of(form.get("turns", "")), len(file.pages))
        value = {**(entry or {}), **refused} or None
        decision = Decision(case=found, section="files", key=(file.path,), value=value)
        now = datetime.now().astimezone()
        write_decisions(bench.root, bench.specs, [decision], command="assign", by=who_of(request), now=now)
    bench.wait(bench.ask(), _JUDGED_SECONDS)
    return _gone(f"/cases/{quote(own_id, safe='')}?file={file_id}")


async def inbox_decided(request: Request) -> Response:
    """The cuts of a scan of the inbox: each piece is copied to its child."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_inbox_decided, request, form)


def _inbox_decided(request: Request, form: dict[str, str]) -> Response:
    bench = bench_of(request)
    lying = place_of_file(bench, request.path_params["file_id"])
    if lying is None:
        raise TellError("这份文件刚从收件箱里移走了。", 404)
    count = lying[1].of_pages
    cases = bench.known.workspace.cases if bench.known.workspace is not None else ()
    children = {name: case.own_id for case in cases for name in (case.own_id, case.own_id.lstrip("0"), case.name)}
    pieces, turns = _read(bench, form, count, children), turns_of(form.get("turns", ""))
    wanted = [
        (Confirmed(id="", case=one.child, type=one.type), one.pages, turns.get(one.pages[0], 0))
        for one in pieces
        if one.child and one.type
    ]
    if not wanted:
        raise UsageError("还没有写是谁的、是什么")
    made, problems = confirm_pieces(bench, lying[1], wanted, who_of(request))
    bench.wait(bench.ask(), _JUDGED_SECONDS)
    if problems:
        raise TellError("\n".join((f"拆出了 {made} 份，有的没有拆成：", *problems)))
    return _gone("/inbox")


def _read(bench: Bench, form: dict[str, str], count: int, children: dict[str, str] | None = None) -> tuple[Piece, ...]:
    return read_pieces(form.get("text", ""), count, PaperNames(bench.specs.paper_names).find, children)


def _gone(address: str) -> Response:
    return Response(status_code=204, headers={"HX-Redirect": address})
