"""What a page may change: decisions, undo, files in, who decides. Everything is written as the commands write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dossier.desk.bench import Bench
from dossier.desk.deciding import ACTIONS, Asked, CollisionError, decide, place_of
from dossier.desk.hall import TellError, bench_of, hall_of, page, session_of, tell, who_of
from dossier.desk.inbox import Confirmed, confirm
from dossier.desk.incoming import Landed, TooLargeError, receive, settle
from dossier.desk.looking import case_of, case_shown, file_of, inbox_shown, view_of
from dossier.desk.record_page import record_rows
from dossier.errors import UsageError
from dossier.evidence import CACHE_FOLDER
from dossier.files.names import folder_name
from dossier.model import Case, Command
from dossier.workspace import INBOX, Decision, entry_of, redo, undo, undoable, write_decisions

_JUDGED_SECONDS = 4.0
"""So long a decision waits to show what it changed; the page learns the rest by itself."""
_LANDED_SECONDS = 60.0
"""So long a drop of files waits to be seen, before it is named."""
_FIRST_SECONDS = 20.0
"""So long a decision waits for the first judgement of all."""
_DESCRIPTIONS = {"assign": "归好了", "out": "不放进卷宗", "turn": "转好了", "accept": "已认可", "confirm": "已确认",
                 "waive": "已免交", "fact": "已改", "refuse": "知道了，不是它"}  # fmt: skip


async def decision(request: Request) -> Response:
    """A decision about a case; the page with what it changed."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_decided, request, form)


def _decided(request: Request, form: Mapping[str, str]) -> Response:
    bench, own_id = bench_of(request), request.path_params["case_id"]
    bench.wait(1, _FIRST_SECONDS)
    found, review = case_of(bench, own_id)
    if review is None or form.get("action") not in ACTIONS:
        raise TellError("还在看这个孩子的材料，请等一下再定。", 409)
    file_id = form.get("file", "")
    path = file_of(bench, file_id)[1].path if file_id else ""
    asked = _asked(form, path)
    try:
        made = decide(bench, found, review, asked, who_of(request))
    except CollisionError as collision:
        return _collision(request, bench, found, form, asked, collision)
    bench.wait(bench.ask(found.id), _JUDGED_SECONDS)
    said = _DESCRIPTIONS[asked.action] if made is not None else "原来就是这样定的"
    return _after(request, bench, own_id, file_id, asked, said)


def _asked(form: Mapping[str, str], path: str) -> Asked:
    names = ("action", "type", "pages", "turn", "reason", "rule", "other", "field", "value", "was")
    words = {name: form.get(name, "")[:2000] for name in names}
    about_file = form.get("file") and form.get("about", "file") == "file"
    return Asked(**words, path=path if about_file else form.get("path", ""), withdraw=form.get("withdraw") == "1")


def _after(request: Request, bench: Bench, own_id: str, file_id: str, asked: Asked, said: str) -> Response:
    """The page again: after a paper was named, at the next one that waits."""
    if asked.action in ("assign", "refuse", "out"):
        found, review = case_of(bench, own_id)
        following = view_of(bench, found, review).next_open(file_id)
        file_id = following.id if following is not None else file_id
    shown = case_shown(request, bench, own_id, file_id, piece=True, said=said)
    home = f"/cases/{quote(own_id, safe='')}"  # a header takes Latin letters only
    shown.headers["HX-Push-Url"] = f"{home}?file={file_id}" if file_id else home
    return shown


def _collision(
    request: Request, bench: Bench, found: Case, form: Mapping[str, str], asked: Asked, collision: CollisionError
) -> Response:
    """Somebody decided otherwise meanwhile: nothing was written, the person chooses."""
    section, key = place_of(bench, found, asked)
    last = [
        (command, change)
        for command in undoable(bench.root, found.own_id)
        for change in command.changes
        if (change.section, change.key) == (section, key)
    ]
    by, when = (last[-1][0].who, last[-1][0].when[11:16]) if last else ("", "")
    made = page(
        request,
        "collision.html",
        409,
        found=found,
        by=by,
        when=when,
        theirs=_in_words(bench, collision.theirs),
        mine=_in_words(bench, {"type": asked.type} if asked.type else asked.reason or asked.value),
        form={**form, "was": collision.stamp},
    )
    made.headers["HX-Retarget"] = "#message"
    made.headers["HX-Reswap"] = "innerHTML"
    return made


def _in_words(bench: Bench, entry: object) -> str:
    if entry in (None, "", {}):
        return "（没有）"
    if isinstance(entry, dict):
        kind = entry.get("type")
        if isinstance(kind, str) and kind in bench.specs.papers:
            return bench.specs.papers[kind].short or bench.specs.papers[kind].title
        return "、".join(str(value) for value in entry.values() if value not in (None, ""))
    return str(entry)


def take_back(request: Request) -> Response:
    """Undo the last decision, of one case or of all."""
    bench = bench_of(request)
    own_id = request.query_params.get("case", "")
    workspace = bench.known.workspace
    assert workspace is not None
    with bench.writing:
        now = datetime.now().astimezone()
        gone = undo(bench.root, bench.specs, workspace.cases, case_id=own_id or None, by=who_of(request), now=now)
    _judge_again(bench, gone)
    said = f"已撤销：{record_rows(gone)[0].what}" if gone else "没有可以撤销的决定"
    return _told(request, bench, said)


def do_again(request: Request) -> Response:
    """Redo what the last undo took back, of one case or of all."""
    bench = bench_of(request)
    own_id = request.query_params.get("case", "")
    workspace = bench.known.workspace
    assert workspace is not None
    with bench.writing:
        now = datetime.now().astimezone()
        made = redo(bench.root, bench.specs, workspace.cases, case_id=own_id or None, by=who_of(request), now=now)
    _judge_again(bench, [made])
    return _told(request, bench, f"已重做：{record_rows([made])[0].what.removeprefix('重做')}")


def _judge_again(bench: Bench, commands: Iterable[Command]) -> None:
    """The cases that the commands were about, as they stand now."""
    bench.wait(bench.ask(*{change.case for command in commands for change in command.changes}), _JUDGED_SECONDS)


def _told(request: Request, bench: Bench, said: str) -> Response:
    """What was done: on the page of the case where it stays there, else in the message region."""
    own_id = request.query_params.get("case", "")
    if own_id and request.query_params.get("stay"):
        return case_shown(request, bench, own_id, request.query_params.get("file", ""), piece=True, said=said)
    return tell(request, said, 200)


async def who(request: Request) -> Response:
    """Who decides from now on in this browser."""
    form = await request.form()
    session_of(request).who = " ".join(str(form.get("who", "")).split())[:40]
    return Response(status_code=204)


async def inbox_confirmed(request: Request) -> Response:
    """The papers that were ticked go to their children, as one decision."""
    form = await request.form()
    wanted = [
        Confirmed(id=str(one), case=str(form.get(f"case:{one}", "")).strip(), type=str(form.get(f"type:{one}", "")))
        for one in form.getlist("id")[:2000]
    ]
    return await run_in_threadpool(_inbox_confirmed, request, wanted)


def _inbox_confirmed(request: Request, wanted: list[Confirmed]) -> Response:
    bench = bench_of(request)
    count, problems = confirm(bench, wanted, who_of(request))
    bench.wait(bench.ask(*{one.case for one in wanted}), _JUDGED_SECONDS)
    said = f"{count} 份已认可，复制到各人的文件夹。" + (f"{len(problems)} 份没有：" if problems else "")
    return inbox_shown(request, bench, piece=True, said=said, problems=problems)


# ---------------------------------------------------------------------------- files in


async def files_in(request: Request) -> Response:
    """One file into a case, or into 收件箱; what became of it as JSON."""
    hall, bench = hall_of(request), bench_of(request)
    own_id = request.path_params.get("case_id", "")
    name = unquote(request.headers.get("x-name", "")) or "文件"
    kind = request.query_params.get("type", "")
    if kind and kind not in hall.specs.papers:
        raise TellError("没有这种材料。", 422)
    if request.url.path.startswith("/fonts/"):
        folder = bench.root / "fonts"
    else:
        folder = await run_in_threadpool(_folder, bench, own_id)
    try:
        place, digest, size = await receive(request.stream(), bench.root / CACHE_FOLDER / "incoming")
    except TooLargeError:
        raise TellError(f"「{name}」超过 500 MB。请分开扫描。", 413) from None
    except ClientDisconnect:
        return Response(status_code=400)
    landed = await run_in_threadpool(_settled, bench, place, digest, size, folder, name)
    bench.ask(*filter(None, [own_id]))
    return JSONResponse({"path": landed.path, "new": landed.is_new, "empty": landed.size == 0})


def _settled(bench: Bench, place: Path, digest: str, size: int, folder: Path, name: str) -> Landed:
    with bench.writing:  # one after the other: of two with the same bytes the second finds the first
        return settle(place, digest, size, folder, name)


def _folder(bench: Bench, own_id: str) -> Path:
    if not own_id:
        return bench.root / INBOX
    found, _ = case_of(bench, own_id)
    if found.folder is not None:
        return bench.root / (found.disk_folder or found.folder)
    made = bench.root / folder_name(found.own_id, found.name)
    made.mkdir(exist_ok=True)
    return made


async def landed(request: Request) -> Response:
    """A whole drop of files is in: named as one decision where they fell on a need."""
    form = await request.form()
    names = [str(one) for one in form.getlist("path")][:2000]
    kind = str(form.get("type", ""))
    return await run_in_threadpool(_landed, request, names, kind)


def _landed(request: Request, names: list[str], kind: str) -> Response:
    bench, own_id = bench_of(request), request.path_params["case_id"]
    if kind and kind not in bench.specs.papers:
        raise UsageError("没有这种材料")
    with bench.writing:
        found = bench.listed(own_id)
        if found is None:
            raise TellError(f"名册里没有 {own_id}。", 404)
        if kind:
            _name_all(bench, found, [path for path in found.paths if path in names], kind, who_of(request))
    bench.wait(bench.ask(found.id), _LANDED_SECONDS)
    lost = sorted(set(names) - set(found.paths))
    if lost:
        raise TellError(f"{len(lost)} 份刚从文件夹里移走了：{'、'.join(lost[:5])}", 409)
    return Response(status_code=204)


def _name_all(bench: Bench, found: Case, paths: list[str], kind: str, who: str) -> None:
    """All of the files are this paper, as one decision; what somebody decided already stays."""
    decisions = [
        Decision(case=found, section="files", key=(path,), value={"type": kind})
        for path in paths
        if entry_of(bench.root, found, bench.specs, "files", (path,)) is None
    ]
    now = datetime.now().astimezone()
    write_decisions(bench.root, bench.specs, decisions, command="assign", by=who, now=now)
