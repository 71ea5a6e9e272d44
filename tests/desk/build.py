"""A desk that runs as people start it, and a browser in front of it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "axe" / "axe-4.14.1.min.js"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
)


@dataclass(slots=True)
class Door:
    """A browser reduced to its requests: cookie, CSRF and Origin as a page of the desk sends them."""

    port: int
    address: str
    process: subprocess.Popen[str]
    root: Path
    cookie: str = ""
    csrf: str = ""
    log: Path = field(default_factory=Path)

    def enter(self) -> Door:
        """Come in by the one-time address."""
        status, headers, _ = self.ask("GET", self.address.split(str(self.port), 1)[1], bare=True)
        assert status == 303
        self.cookie = headers["set-cookie"].split(";")[0]
        self.csrf = re.search(r'data-csrf="([^"]+)"', self.get("/start"))[1]  # type: ignore[index]
        return self

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        bare: bool = False,
    ) -> tuple[int, dict[str, str], bytes]:
        """One request; `bare` without cookie, Origin and CSRF. A header of None is left out."""
        sent = {} if bare else {"Cookie": self.cookie}
        if not bare and method not in ("GET", "HEAD"):
            sent |= {"Origin": f"http://127.0.0.1:{self.port}", "X-CSRF": self.csrf}
        sent |= headers or {}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read()
        finally:
            line.close()

    def get(self, path: str) -> str:
        """A page that must be there."""
        status, _, body = self.ask("GET", path)
        assert status == 200, (status, body[:400])
        return body.decode()

    def post(self, path: str, **form: str) -> tuple[int, str]:
        """A form as the page sends it."""
        from urllib.parse import urlencode

        kind = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        status, _, body = self.ask("POST", path, urlencode(form).encode(), kind)
        return status, body.decode()


@contextmanager
def a_desk(root: Path, *words: str) -> Iterator[Door]:
    """The program in a process of its own, ended by Ctrl-C."""
    log = root.parent / f"{root.name}-desk.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "desk", str(root), "--no-browser", *words],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            cwd=root.parent,
        )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/enter\?t=[\w-]{40,}", address)
        assert found, (address, log.read_text("utf-8"))
        yield Door(int(found[1]), address, process, root, log=log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


@contextmanager
def a_browser(width: int = 1366, height: int = 625) -> Iterator[Any]:
    """Chromium with one empty context; requests that leave this machine fail the test that made them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        context.set_default_timeout(30_000)
        try:
            yield context
        finally:
            context.close()
            browser.close()


def until(holds: Callable[[], Any], seconds: float = 120) -> None:
    """Wait until something holds, asked from here."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_fair(page: Any) -> None:
    """Everybody can use the page as it stands, by axe; nothing lies beside the screen."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def painted(page: Any) -> None:
    """Wait until the page is on the screen: the browser drops keys that come before. (The page's policy lets nothing be
    evaluated inside it again and again, so it is asked from here.)"""
    end = time.monotonic() + 60
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        assert time.monotonic() < end
        page.wait_for_timeout(50)
