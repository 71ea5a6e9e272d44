"""Nobody but a browser that came in by the one-time address gets anything, and no body is looked at before that."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.desk.build import Door, a_desk
from tests.small_workspace import BOY, a_workspace

REFUSED = (400, 401, 403, 421)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with a_desk(a_workspace(tmp_path_factory.mktemp("guard") / "w")) as made:
        yield made.enter()


def test_a_token_lets_in_once(door: Door) -> None:
    again, _, body = door.ask("GET", door.address.split(str(door.port), 1)[1], bare=True)

    assert again in REFUSED
    assert "用过了" in body.decode()


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/001", "/static/desk.js", "/changes", "/enter", "/enter?t=x"])
def test_without_the_cookie_nothing_is_shown(door: Door, path: str) -> None:
    status, headers, body = door.ask("GET", path, bare=True)

    assert status in REFUSED
    assert "黄欣梓" not in body.decode()
    assert "set-cookie" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])
def test_another_host_is_refused_even_with_the_cookie(door: Door, host: str) -> None:
    status, _, body = door.ask("GET", "/cases", headers={"Host": host.format(port=door.port)})

    assert status in REFUSED
    assert "黄欣梓" not in body.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"X-CSRF": None},
        {"X-CSRF": "wrong"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Cookie": None},
    ],
)
def test_a_change_from_elsewhere_is_refused(door: Door, headers: dict[str, str]) -> None:
    before = _tree(door.root)

    assert door.ask("POST", "/cases/001/decide", b"action=waive", headers)[0] in REFUSED
    assert door.ask("PUT", "/cases/001/files", b"x", headers)[0] in REFUSED
    assert _tree(door.root) == before


@pytest.mark.parametrize("path", ["/cases/001/decide", "/undo", "/who", "/make/begin", "/letters/issue"])
def test_a_get_changes_nothing(door: Door, path: str) -> None:
    before = _tree(door.root)

    assert door.ask("GET", path)[0] in (404, 405)
    assert _tree(door.root) == before


@pytest.mark.parametrize(
    "path",
    ["/cases/..%2f..%2fetc", "/pic/..%2f..%2fname/1", "/original/../" + quote("名册.csv"),
     "/result/..%2f..%2f001-x%2fa.pdf", "/result//etc/passwd", "/static/..%2f..%2fpyproject.toml", "/pic/0/1?w=5"],
)  # fmt: skip
def test_no_address_leads_out_of_the_workspace(door: Door, path: str) -> None:
    assert door.ask("GET", path)[0] in (400, 404)


def test_two_gigabytes_that_are_announced_are_refused_before_a_byte_is_read(door: Door) -> None:
    with socket.create_connection(("127.0.0.1", door.port), 20) as line:
        head = (
            f"PUT /cases/001/files HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nOrigin: http://127.0.0.1:{door.port}\r\n"
            f"Cookie: {door.cookie}\r\nX-CSRF: {door.csrf}\r\nX-Name: a.pdf\r\nContent-Length: {2 << 30}\r\n\r\n"
        )
        line.sendall(head.encode())

        assert line.recv(200).startswith(b"HTTP/1.1 413")


def test_a_body_without_an_end_is_cut_off(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    line = http.client.HTTPConnection("127.0.0.1", door.port, timeout=60)
    line.putrequest("POST", "/cases/001/decide")
    line.putheader("Transfer-Encoding", "chunked")
    for name, value in {"Cookie": door.cookie, "X-CSRF": door.csrf, "Origin": f"http://127.0.0.1:{door.port}"}.items():
        line.putheader(name, value)
    line.endheaders()

    assert line.getresponse().status == 411
    line.close()


def test_pages_carry_the_policy_and_nothing_is_kept(door: Door) -> None:
    _, headers, body = door.ask("GET", "/cases/001")

    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    text = body.decode()
    assert " style=" not in text
    assert "<script>" not in text
    assert " onclick=" not in text
    assert "hx-on" not in text


def test_the_cookie_is_for_this_port_and_for_no_script(door: Door) -> None:
    from dossier.desk.running import fresh_address, remembered

    running = remembered(door.root)
    assert running is not None
    address = fresh_address(running)
    assert address is not None
    _, headers, _ = door.ask("GET", address.split(str(door.port), 1)[1], bare=True)

    cookie = headers["set-cookie"].lower()
    assert cookie.startswith(f"desk_{door.port}=")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_only_this_machine_is_listened_to(door: Door) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError), socket.create_connection((address, door.port), 3):  # noqa: PT011
            pass
    listening = Path("/proc/net/tcp").read_text() if Path("/proc/net/tcp").exists() else ""
    mine = [line.split()[1] for line in listening.splitlines() if line.split()[1].endswith(f":{door.port:04X}")]
    assert {address.split(":")[0] for address in mine} <= {"0100007F"}


def test_the_log_names_nobody(door: Door) -> None:
    door.get("/cases?q=" + quote("黄欣梓"))
    door.post("/cases/001/decide", action="accept", rule="nothing", reason="黄欣梓", was="")
    text = door.log.read_text("utf-8")

    assert "黄欣梓" not in text
    assert BOY not in text
    assert text.strip() == ""


def _tree(root: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".dossier" not in path.parts
    }
