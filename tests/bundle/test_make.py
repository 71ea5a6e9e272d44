"""The steps that need no network, and what is refused before anything is fetched."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bundle import make, wheels
from bundle.make import ROOT, main, pack, place_python, place_runtime
from bundle.wheels import BundleError, pins_of
from tests.bundle.build import LINUX, WINDOWS, a_folder, a_wheel, an_embeddable_zip

LOCK = "typer==1.0 \\\n    --hash=sha256:" + "a" * 64 + "\n"


def test_python_of_windows_is_told_where_the_program_lies(tmp_path: Path) -> None:
    place_python(an_embeddable_zip(tmp_path), tmp_path / "python", WINDOWS)

    assert (tmp_path / "python/python312._pth").read_bytes() == b"python312.zip\r\n.\r\n../app\r\n../lib\r\n"
    assert (tmp_path / "python/python.exe").is_file()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["--platform", "linux_x86_64", "--python", "{zip}"], "不是 linux_x86_64 的 Python"),
        (["--platform", "win_amd64", "--python", "{zip}", "--python-version", "3.13"], "不是 3.13"),
        (["--platform", "win_amd64", "--python", "{old}"], "太旧"),
        (["--platform", "win_amd64", "--python", "没有.zip"], "没有 没有.zip"),
        (["--platform", "win_amd64", "--python", "{text}"], "不是 zip"),
    ],
)
def test_a_python_that_does_not_fit_is_refused(
    tmp_path: Path, names: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("no zip")
    there = {"zip": an_embeddable_zip(tmp_path), "old": an_embeddable_zip(tmp_path, 9), "text": text}

    assert main([*(name.format(**there) for name in names), str(tmp_path / "out")]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("x")

    assert main(["--platform", "linux_x86_64", str(tmp_path)]) == 1
    assert "已经有东西" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "resolved",
    [
        LOCK.replace("typer", "stranger"),
        LOCK.replace("1.0", "2.0"),
        LOCK.replace("a" * 64, "b" * 64),
        "typer==1.0\n",
    ],
)
def test_what_the_lock_does_not_know_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resolved: str) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    monkeypatch.setattr(wheels, "_run", lambda words: resolved)

    with pytest.raises(BundleError, match=r"requirements\.lock 里没有"):
        pins_of(ROOT, lock, LINUX, "3.12", reading=False)


def test_what_the_lock_knows_is_pinned_with_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    asked: list[str] = []
    monkeypatch.setattr(wheels, "_run", lambda words: asked.extend(words) or "--index-url nowhere\n" + LOCK)

    pins = pins_of(ROOT, lock, WINDOWS, "3.12", reading=False)

    assert pins.text == LOCK
    assert pins.versions == {"typer": "1.0"}
    assert "reading" not in asked
    assert "cluster" not in asked


def test_a_failure_leaves_no_half_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "pins_of", lambda *_, **__: wheels.Pins(text=LOCK, versions={}))

    def fail(*_: object) -> None:
        raise BundleError("没有网络")

    monkeypatch.setattr(make, "fetch", fail)

    assert main(["--platform", "linux_x86_64", str(tmp_path / "out")]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_program_goes_with_its_templates_and_specs_and_nothing_else(tmp_path: Path) -> None:
    app = a_folder(tmp_path / "out", LINUX, program=True) / "app"

    names = {path.name for path in app.iterdir()}
    assert names == {"LICENSE", "cli.py", "dossier", "evidence_specs", "templates"}
    assert not list(app.rglob("__pycache__"))
    assert (app / "templates/附件1.docx").is_file()


def test_starters_of_windows_are_ascii_with_crlf_and_name_nothing_of_this_machine(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "out", WINDOWS)
    cmds = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.cmd"))

    assert cmds == ["bin/dossier.cmd", "命令行.cmd", "打开一生一案.cmd"]
    for name in cmds:
        data = (folder / name).read_bytes()
        assert data.isascii()
        assert data.endswith(b"\r\n")
        assert data.count(b"\r\n") == data.count(b"\n")
        assert str(tmp_path).encode() not in data
    assert "@" not in (folder / "说明.html").read_text("utf-8").replace("@media", "")


@pytest.mark.skipif(sys.platform == "win32", reason="sh is not there")
def test_starters_of_linux_run_by_path_with_blanks_and_chinese(tmp_path: Path) -> None:
    minor = ".".join(map(str, sys.version_info[:2]))
    folder = a_folder(tmp_path / "U 盘 $HOME 一生一案", LINUX, python=minor)
    (folder / "app").mkdir()
    (folder / "app/cli.py").write_text("import sys; print(sys.argv[1:], sys.flags.utf8_mode, sys.path[1:3])")
    path = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])

    done = subprocess.run(
        ["sh", str(folder / "打开一生一案.sh"), "我的 工作目录"],
        capture_output=True, text=True, check=True, env={"PATH": path}, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert done.stdout.strip() == f"{['desk', '我的 工作目录']} 1 {[str(folder / 'app'), str(folder / 'lib')]}"


@pytest.mark.skipif(sys.platform == "win32", reason="sh is not there")
def test_the_desktop_file_finds_its_folder(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "U 盘 一生一案", LINUX)
    (folder / "打开一生一案.sh").write_text('echo "$0"')
    line = next(
        one for one in (folder / "打开一生一案.desktop").read_text("utf-8").splitlines() if one.startswith("Exec=")
    )
    words = shlex.split(line.removeprefix("Exec=").replace("\\\\", "\\"))  # a value's escapes, then the command's
    words = [str(folder / "打开一生一案.desktop") if word == "%k" else word.replace("\\$", "$") for word in words]

    done = subprocess.run(words, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(folder / "打开一生一案.sh")


@pytest.mark.skipif(sys.platform == "win32", reason="sh is not there")
def test_a_machine_without_that_python_is_told_in_chinese(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "out", LINUX, python="3.99")
    sh = shutil.which("sh") or "/bin/sh"

    done = subprocess.run([sh, str(folder / "bin/dossier"), "doctor"], capture_output=True, text=True, check=False)

    assert done.returncode == 4
    assert "Python 3.99" in done.stderr


def test_windows_gets_the_runtime_that_its_wheels_do_not_bring(tmp_path: Path) -> None:
    place_python(an_embeddable_zip(tmp_path), tmp_path / "python", WINDOWS)
    (tmp_path / "wheels").mkdir()
    with pytest.raises(BundleError, match="msvc-runtime"):
        place_runtime(tmp_path / "wheels", tmp_path / "python")
    with zipfile.ZipFile(tmp_path / "wheels/msvc_runtime-14.0-cp312-cp312-win_amd64.whl", "w") as archive:
        for name in ("msvcp140.dll", "msvcp140_1.dll", "vcruntime140.dll"):
            archive.writestr(f"msvc_runtime-14.0.data/data/{name}", b"new")

    place_runtime(tmp_path / "wheels", tmp_path / "python")

    assert (tmp_path / "python/msvcp140_1.dll").read_bytes() == b"new"
    assert (tmp_path / "python/vcruntime140.dll").read_bytes() == b"MZ"


def test_a_packed_folder_holds_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "一生一案"
    a_wheel(folder / "wheels", "one")
    (folder / "lib").mkdir()
    (folder / "lib/one.py").write_text("")

    assert pack(folder, tmp_path / "out.zip") == (tmp_path / "out.zip").stat().st_size
    assert zipfile.ZipFile(tmp_path / "out.zip").namelist() == ["一生一案/lib/one.py"]
