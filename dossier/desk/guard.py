"""The guard at the door: every request is looked at before any page or body is (design of the desk, safety)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dossier.desk.running import KNOCK
from dossier.desk.sessions import Session, Sessions

FORM_BYTES = 1 << 20
"""More than that is no form."""
UPLOAD_BYTES = 500 << 20
_SAFE = ("GET", "HEAD")
_USED = "这个地址用过了，或者程序重新开过。请双击「打开一生一案」，或再运行一次 dossier desk。"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def cookie_name(port: int) -> str:
    """Cookies do not tell ports apart: the name does."""
    return f"desk_{port}"


class Guard:
    """Refuses what does not come from a page of this program in a browser that came in by a token."""

    def __init__(self, app: ASGIApp, sessions: Sessions, port: int, is_key: Callable[[str], bool]) -> None:
        self._app = app
        self._is_key = is_key
        self._sessions = sessions
        self._port = port
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let in with `scope["desk_session"]`."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = _headers(scope)
        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Mapping[str, str]) -> Response | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return page(421, "这里只接待本机的浏览器。")
        path = scope["path"]
        if path == KNOCK and scope["method"] == "POST" and self._is_key(headers.get("x-desk-key", "")):
            return PlainTextResponse(self._sessions.new_token())
        session = self._session(headers)
        if session is None and not (path == "/enter" and scope["method"] == "GET"):
            return page(403, _USED, again="/start" if path == "/" and _from_elsewhere(headers) else "")
        scope["desk_session"] = session
        if scope["method"] in _SAFE:
            return None
        assert session is not None
        return self._refused_change(scope, headers, host, session)

    def _session(self, headers: Mapping[str, str]) -> Session | None:
        try:
            crumb = SimpleCookie(headers.get("cookie", "")).get(cookie_name(self._port))
        except CookieError:
            return None
        return self._sessions.session(crumb.value) if crumb is not None else None

    def _refused_change(self, scope: Scope, headers: Mapping[str, str], host: str, session: Session) -> Response | None:
        if headers.get("origin") != f"http://{host}":
            return page(403, "这个请求不是从本程序的页面来的。")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return page(403, "这个请求不是从本程序的页面来的。")
        if not hmac.compare_digest(headers.get("x-csrf", "").encode(), session.csrf.encode()):
            return page(403, "页面太旧了，请按 F5 重新打开这一页。")
        most = UPLOAD_BYTES if scope["method"] == "PUT" else FORM_BYTES
        length = headers.get("content-length", "")
        if length and (not length.isdecimal() or int(length) > most):
            return page(413, f"太大了：一个文件不能超过 {UPLOAD_BYTES >> 20} MB，请分开扫描。")
        if not length and "transfer-encoding" in headers and scope["method"] != "PUT":
            return page(411, "请求没有写明长度。")
        return None


def page(code: int, words: str, again: str = "") -> HTMLResponse:
    """A page of one sentence. `again` is asked for at once by the page itself: then the browser sends its cookie,
    which a strict one does not with a click that began elsewhere."""
    retry = f'<meta http-equiv="refresh" content="0; url={again}">' if again else ""
    text = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8">{retry}<title>一生一案</title>'
        f'<main><h1>一生一案</h1><p role="alert">{words}</p></main></html>'
    )
    return HTMLResponse(text, status_code=code)


def _from_elsewhere(headers: Mapping[str, str]) -> bool:
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-site") == "cross-site"


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _with_headers(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            raw = list(message["headers"])
            raw += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            if not any(name.lower() == b"cache-control" for name, _ in raw):
                raw.append((b"cache-control", b"no-store"))
            message["headers"] = raw
        await send(message)

    return sender
