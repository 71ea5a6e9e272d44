"""The desk as a program: addresses, errors in words, a port of this machine, and nobody else's business in a log."""

from __future__ import annotations

import contextlib
import mimetypes
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import dossier.desk.annex_pages as annex_pages
import dossier.desk.changing as changing
import dossier.desk.looking as looking
import dossier.desk.months as months
import dossier.desk.opening as opening
import dossier.desk.roster_pages as roster_pages
import dossier.desk.splitting_pages as splitting_pages
import dossier.desk.working as working
from dossier.desk.guard import Guard
from dossier.desk.hall import Hall, NoBenchError, TellError, is_piece, page, tell
from dossier.desk.incoming import sweep
from dossier.desk.running import Running, address, remember, remembered
from dossier.desk.sessions import Sessions
from dossier.errors import DossierError, OutputError
from dossier.files.data import templates_folder
from dossier.model import Specs

HOST = "127.0.0.1"
_STATIC = ("desk.js", "keep.js", "split.js", "desk.css", "htmx-2.0.11.min.js")


def static(request: Request) -> Response:
    """Style and scripts."""
    name = request.path_params["name"]
    if name not in _STATIC:
        raise TellError("没有这个文件。", 404)
    data = (templates_folder() / "desk" / "static" / name).read_bytes()
    return Response(data, media_type=mimetypes.guess_type(name)[0] or "text/plain")


def keys(request: Request) -> Response:
    """The page of keys, to print."""
    return page(request, "keys.html")


ROUTES = [
    Route("/", looking.home),
    Route("/start", looking.start),
    Route("/start/open", opening.open_folder, methods=["POST"]),
    Route("/start/unit", opening.open_unit, methods=["POST"]),
    Route("/start/demo", opening.open_demo, methods=["POST"]),
    Route("/enter", opening.entered),
    Route("/cases", looking.cases),
    Route("/cases-rows", looking.cases_rows),
    Route("/cases/{case_id}", looking.case),
    Route("/cases/{case_id}/decide", changing.decision, methods=["POST"]),
    Route("/cases/{case_id}/decisions", looking.decisions),
    Route("/fonts/files", changing.files_in, methods=["PUT"]),
    Route("/cases/{case_id}/files", changing.files_in, methods=["PUT"]),
    Route("/cases/{case_id}/landed", changing.landed, methods=["POST"]),
    Route("/cases/{case_id}/split/{file_id}", splitting_pages.split),
    Route("/cases/{case_id}/split/{file_id}", splitting_pages.decided, methods=["POST"]),
    Route("/inbox", looking.inbox),
    Route("/inbox/split/{file_id}", splitting_pages.split_inbox),
    Route("/inbox/split/{file_id}", splitting_pages.inbox_decided, methods=["POST"]),
    Route("/inbox/confirm", changing.inbox_confirmed, methods=["POST"]),
    Route("/inbox/files", changing.files_in, methods=["PUT"]),
    Route("/roster", roster_pages.roster),
    Route("/roster/file", roster_pages.file_in, methods=["PUT"]),
    Route("/roster/begin", roster_pages.begin, methods=["POST"]),
    Route("/roster/columns", roster_pages.columns, methods=["POST"]),
    Route("/roster/accept", roster_pages.accept, methods=["POST"]),
    Route("/roster/drop", roster_pages.drop, methods=["POST"]),
    Route("/roster/blank", roster_pages.blank, methods=["POST"]),
    Route("/next", looking.next_case),
    Route("/annex/{case_id}", annex_pages.annex),
    Route("/annex/{case_id}/{number:int}", annex_pages.picture),
    Route("/pic/{file_id}/{number:int}", looking.picture),
    Route("/original/{file_id}", looking.original),
    Route("/changes", looking.changes),
    Route("/undo", changing.take_back, methods=["POST"]),
    Route("/redo", changing.do_again, methods=["POST"]),
    Route("/who", changing.who, methods=["POST"]),
    Route("/make", working.make),
    Route("/make/begin", working.begin, methods=["POST"]),
    Route("/make/stop", working.stop, methods=["POST"]),
    Route("/make/job", working.job_state),
    Route("/sheet/{case_id}/{number:int}", working.sheet),
    Route("/result/{told:path}", working.result),
    Route("/report", working.report),
    Route("/report/month", months.month, methods=["POST"]),
    Route("/due", months.due),
    Route("/due/list.xlsx", months.due_file),
    Route("/due/next-term", months.next_term, methods=["POST"]),
    Route("/report/{kind}", working.report_file),
    Route("/record", working.record),
    Route("/letters", working.letters_due),
    Route("/letters/issue", working.letters_issue, methods=["POST"]),
    Route("/keys", keys),
    Route("/static/{name}", static),
    Route("/favicon.ico", lambda request: Response(status_code=204)),
]


def make_app(hall: Hall, port: int, running: Callable[[], Running | None]) -> Guard:
    """The desk behind its guard."""
    app = Starlette(
        routes=ROUTES,
        exception_handlers={
            TellError: _told,
            DossierError: _told,
            NoBenchError: lambda request, error: RedirectResponse("/start", 303),
            HTTPException: _told,
        },
    )
    app.state.hall = hall
    return Guard(app, hall.sessions, port, lambda key: _is_key(running(), key))


def _is_key(running: Running | None, key: str) -> bool:
    import hmac

    return running is not None and hmac.compare_digest(running.key.encode(), key.encode("utf-8", "replace"))


async def _told(request: Request, error: Exception) -> Response:
    """What went wrong, in words: in the page's message region, or as a page of its own."""
    words, code = _words(error)
    if request.url.path.startswith("/pic/") or request.method == "PUT":
        return Response(words, status_code=code, media_type="text/plain; charset=utf-8")
    if is_piece(request):
        return tell(request, words, code)
    return page(request, "sorry.html", code, words=words)


def _words(error: Exception) -> tuple[str, int]:
    if isinstance(error, TellError):
        return error.words, error.code
    if isinstance(error, HTTPException):
        return ("没有这一页。" if error.status_code == 404 else "这里不能这样做。"), error.status_code
    if isinstance(error, OutputError):
        return f"{error}\n您的决定还没有保存。", 507
    return str(error), 422


def serve(root: Path, specs: Specs, *, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. `announce` gets the address that lets a browser in once, when it can be asked."""
    before = remembered(root)
    sock = _bound(port, before.port if before is not None else 0)
    real = sock.getsockname()[1]
    hall = Hall(specs, Sessions(), root)
    running = remember(root, real)
    with contextlib.suppress(OSError):
        sweep(root / ".dossier" / "incoming")
    if opening.is_openable(root, specs):
        hall.open(root)
    config = uvicorn.Config(
        make_app(hall, real, lambda: running),
        log_config=None,
        access_log=False,
        http="h11",
        ws="none",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    announce(address(real, hall.sessions.new_token()))
    try:
        uvicorn.Server(config).run(sockets=[sock])
    finally:
        hall.close()


def _bound(port: int | None, remembered_port: int) -> socket.socket:
    """A socket of this machine alone, on the port asked for, else the one of last time, else any that is free."""
    wanted = [port] if port is not None else [remembered_port, 0]
    for one in wanted:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((HOST, one or 0))
            sock.listen(128)
        except (OSError, OverflowError):
            sock.close()
            continue
        return sock
    raise OutputError(f"端口 {port} 用不了，可能正被别的程序使用", hint="请去掉 --port，程序会自己找一个。")
