"""Whole folders, made from the network as a maintainer does; the one for Linux is run as a clerk does: elsewhere, under
a name with blanks and Chinese, as an ordinary user with an empty home and no network at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundle.make import main
from bundle.proof import problems_of
from tests.bundle.build import LINUX, WINDOWS, an_embeddable_zip

pytestmark = pytest.mark.skipif(
    not os.environ.get("DOSSIER_NO_SKIPS") or sys.platform != "linux",
    reason="makes whole folders from the network and runs one without it: .ci/run does, on Linux",
)
NOBODY = "65534"
PATH = "/usr/local/bin:/usr/bin:/bin"
DESK = """
import fcntl, http.cookiejar, socket, struct, subprocess, sys, urllib.request
lo = struct.pack("16sH14s", b"lo", 0x41, b"")  # up and running: a new network has not even this
fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8914, lo)
desk = subprocess.Popen(["sh", sys.argv[1], "desk", sys.argv[2], "--no-browser"], stdout=subprocess.PIPE, text=True)
try:
    address = desk.stdout.readline().strip()
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    page = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar).open(address, timeout=60)
    print(page.status, page.url.partition("/enter")[1], "<html" in page.read().decode("utf-8"))
finally:
    desk.terminate()
"""


def python_of_the_machine() -> str:
    """The minor version of the Python that an ordinary user of this machine has."""
    asked = [shutil.which("python3", path=PATH) or "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that anybody may enter."""
    with tempfile.TemporaryDirectory(prefix="U 盘 一生一案 ") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def copied(place: Path) -> Path:
    """The folder for Linux, made, then taken elsewhere."""
    made = place / "made"
    assert main(["--platform", "linux_x86_64", "--python-version", python_of_the_machine(), str(made)]) == 0
    target = place / "拷到 别处" / "一生一案 程序"
    target.parent.mkdir()
    made.replace(target)
    return target


@pytest.fixture(scope="module")
def home(place: Path) -> Path:
    """An empty home of nobody."""
    home = place / "空 家"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, int(NOBODY), int(NOBODY))
    return home


def as_a_clerk(home: Path, *words: str | Path, seconds: float = 600) -> subprocess.CompletedProcess[str]:
    """Run without network, as an ordinary user, from the home, with nothing of this environment."""
    user = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*user, "unshare", "-rn", *map(str, words)],
        cwd=home, env={"HOME": str(home), "PATH": PATH, "TMPDIR": str(home)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=seconds,
    )  # fmt: skip


def test_the_folder_for_linux_checks_builds_and_prints_without_a_network(copied: Path, home: Path) -> None:
    assert problems_of(copied, LINUX, python_of_the_machine()) == []

    made = as_a_clerk(home, "sh", copied / "bin/dossier", "demo", "演示", "--today", "2022-03-18")

    assert made.returncode == 0, made.stdout + made.stderr
    assert len(list((home / "演示/output").glob("0*/*.pdf"))) > 5
    assert list((home / "演示/output/打印").rglob("盒*.pdf"))
    assert not list(copied.rglob("*.log"))


def test_the_folder_for_linux_says_what_the_machine_has(copied: Path, home: Path) -> None:
    told = as_a_clerk(home, "sh", copied / "bin/dossier", "doctor")

    assert told.returncode == 0, told.stdout + told.stderr
    assert "√ 看图识字" in told.stdout
    assert "√ 工作进程" in told.stdout


def test_the_folder_for_linux_opens_the_desk_without_a_network(copied: Path, home: Path) -> None:
    (home / "新 工作目录").mkdir(exist_ok=True)
    script = home / "desk.py"
    script.write_text(DESK, "utf-8")

    told = as_a_clerk(home, "python3", script, copied / "bin/dossier", home / "新 工作目录")

    assert told.stdout.split() == ["200", "True"], told.stdout + told.stderr


def test_the_folder_for_windows_holds_all_that_it_needs(place: Path) -> None:
    python = an_embeddable_zip(place)
    made = place / "win"

    assert main(["--platform", "win_amd64", "--python", str(python), "--without-reading", "--zip", str(made)]) == 0

    assert problems_of(made, WINDOWS, "3.12") == []
    assert (made / "python/msvcp140.dll").is_file()
    assert (made / "lib/typst").is_dir()
    assert (place / "win.zip").stat().st_size < 150_000_000  # and python.org's package of 11 MB: 160 MB
