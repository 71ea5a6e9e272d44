"""What Windows does otherwise, faked: no fork server, no limits, other code pages, drives, a read-only stick."""

from __future__ import annotations

import ast
import errno
import io
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

import cli
from dossier.check import select_cases, selection
from dossier.evidence.examine import examine
from dossier.files.data import specs_folder
from dossier.processes import pool, worker
from dossier.processes.pool import Done, Workers
from dossier.specs import load_specs
from dossier.workspace import read_workspace
from dossier.workspace.decisions import leaves_folder, path_key
from tests.processes.worker_tasks import square
from tests.small_workspace import a_workspace, build, check_json, run

ROOT = Path(__file__).parents[1]
DAY = ("--today", "2022-03-18")


def test_without_a_fork_server_workers_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    context = pool._context(())
    monkeypatch.undo()
    monkeypatch.setattr(pool, "_context", lambda preload: multiprocessing.get_context("spawn"))

    assert context.get_start_method() == "spawn"
    with Workers(2, batch=2) as workers:
        assert list(workers.map(square, range(5))) == [Done(n * n) for n in range(5)]


def test_without_resource_limits_a_worker_goes_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    with pytest.raises(ImportError):
        worker._limit_memory(100)

    monkeypatch.setattr(sys, "platform", "win32")
    worker._limit_memory(100)


def test_a_gbk_console_gets_whole_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="gbk", errors="strict") for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])

    cli._use_utf8()
    print("买买提·𠮷 √", flush=True)  # noqa: T201

    assert streams[0].buffer.getvalue().decode("utf-8").split() == ["买买提·𠮷", "√"]  # type: ignore[attr-defined]


def test_a_console_of_another_code_page_gets_the_whole_of_a_command() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk:strict", "PYTHONUTF8": "0"}

    done = subprocess.run(
        [sys.executable, "cli.py", "specs"], cwd=ROOT, env=environment, capture_output=True, check=True
    )

    assert "派出所证明" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="another file system is at hand on Linux only")
def test_temporary_files_on_another_drive_are_never_moved_across(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "2022春")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        assert os.stat(other).st_dev != root.stat().st_dev  # noqa: PTH116
        done = subprocess.run(
            [sys.executable, "cli.py", "build", str(root), "--draft", "--no-read", "--today", "2022-03-18"],
            cwd=ROOT, env={**os.environ, "TMPDIR": other}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        left = list(Path(other).iterdir())

    assert done.returncode == 1, done.stderr
    assert len(list((root / "output").glob("0*/*.pdf"))) == 3
    assert left == []


class Windows(PureWindowsPath):
    """A path of Windows, as one who stands in D:\\资料 means it."""

    def resolve(self) -> Windows:
        return Windows(PureWindowsPath("D:\\资料") / self)


@pytest.mark.parametrize(
    ("root", "text"),
    [
        ("D:\\资料\\2022春", "D:\\资料\\2022春\\001-黄欣梓"),
        ("D:\\资料\\2022春", "d:\\资料\\2022春\\001-黄欣梓\\"),
        ("D:\\资料\\2022春", "D:/资料/2022春/001-黄欣梓"),
        ("2022春", "2022春\\001-黄欣梓"),
        ("2022春", "001-黄欣梓\\"),
        ("\\\\办公室\\共享\\2022春", "\\\\办公室\\共享\\2022春\\001-黄欣梓"),
        ("Z:\\", "Z:\\001-黄欣梓"),
    ],
)
def test_a_case_is_named_by_drive_letter_and_by_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str, text: str
) -> None:
    cases = read_workspace(a_workspace(tmp_path), load_specs(specs_folder())).cases
    monkeypatch.setattr(selection, "Path", Windows)

    assert select_cases(cases, [text], Windows(root)) == cases[:1]  # type: ignore[arg-type]


LEAVING = ("C:\\x.jpg", "c:x.jpg", "\\\\办公室\\共享\\x.jpg", "//办公室/共享/x.jpg", "..\\x.jpg", "a\\..\\..\\x")


@pytest.mark.parametrize("path", LEAVING)
def test_a_path_of_a_decision_never_leaves_the_case_folder(path: str) -> None:
    assert leaves_folder(path)


def test_a_path_of_a_decision_may_be_written_as_windows_does() -> None:
    assert path_key("照片\\班级.jpg") == path_key("照片/班级.jpg")
    assert not leaves_folder("照片\\班级.jpg")


def test_a_stick_that_is_read_only_is_checked_and_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "2022春")
    code, told = check_json(root, capsys)
    for made in (root / ".dossier").rglob("*"):
        made.unlink() if made.is_file() else None
    real = os.mkdir

    def refuse(path: object, *words: object, **more: object) -> None:
        if str(path).startswith(str(root)):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        real(path, *words, **more)  # type: ignore[call-overload]

    def refuse_open(path: object, flags: int, *words: object, **more: object) -> int:
        if str(path).startswith(str(root)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return real_open(path, flags, *words, **more)  # type: ignore[call-overload]

    real_open = os.open
    monkeypatch.setattr(os, "mkdir", refuse)
    monkeypatch.setattr(os, "open", refuse_open)

    assert check_json(root, capsys) == (code, told)
    assert build(root, "--draft") == 5
    said = capsys.readouterr().err
    assert "只读" in said
    assert "--output" in said
    assert not (root / "output").exists()


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with dossiers and a register, on a stick with its write lock on; no cache."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root mounts a disk")
    root = a_workspace(tmp_path_factory.mktemp("stick") / "2022春")
    (root / "收件箱").mkdir()
    assert build(root, "--draft", "--no-word") == 1
    assert run("print", root, *DAY) == 1
    assert run("fact", root, "001", "nation", "汉族") == 0
    shutil.rmtree(root / ".dossier")
    if subprocess.run(["mount", "--bind", root, root], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
        yield root
    finally:
        subprocess.run(["umount", "-l", root], check=True)


TOLD = ("check", "print --list", "letter --list", "changes", "fill --no-read", "undo --list", "inspect", "verify")
"""What only tells, or writes elsewhere: done as on any disk."""
REFUSED = (
    "check --no-read --format xlsx --output {root}/r.xlsx",
    "build --draft --no-read",
    "build --only annex --no-read",
    "print",
    "print --changes",
    "report ledger --no-read",
    "report month --month 2022-02 --close --by 赵文博 --no-read",
    "letter village-form --case 002 --no-read",
    "filed",
    "archive {root}/归档包",
    "export {root}/分享 --mask internal --no-read",
    "export {other}/分享 --mask internal --no-read",
    "confirm 002 --by 赵文博 --reason 去过",
    "fact 001 nation 回族",
    "assign 001 村委证明.jpg 派出所证明",
    "undo",
    "inspect --record 一小 --on 2022-03-01 --result fail --by 赵文博",
    "sample --count 1",
)
NO_DAY = {"verify", "fact", "assign", "demo", "init"}


@pytest.mark.parametrize("line", [*TOLD, "report month --month 2022-03 --no-read", "next-term {other}/2022秋"])
def test_a_stick_with_its_write_lock_on_is_told_of_as_any_other(
    stick: Path, tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, *words = line.format(root=stick, other=tmp_path).split()

    done = run(verb, stick, *words, *(() if verb in NO_DAY or "--list" in words else DAY))

    said = capsys.readouterr()
    assert done in (0, 1), said.err
    assert said.out
    assert ("没有做成" in said.err) is ("month" in words)


@pytest.mark.parametrize("line", REFUSED)
def test_a_stick_with_its_write_lock_on_is_refused_in_words_and_nothing_is_half(
    stick: Path, tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in stick.rglob("*"))
    verb, *words = line.format(root=stick, other=tmp_path).split()

    assert run(verb, stick, *words, *(() if verb in NO_DAY else DAY)) == 5

    assert "这个磁盘是只读的" in capsys.readouterr().err
    assert sorted((path, path.stat().st_mtime_ns) for path in stick.rglob("*")) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line", ["init {root}/新", "demo {root}/新", "sort {root}/收件箱 {root}", "desk {root} --starter"]
)
def test_nothing_new_is_begun_on_a_stick_with_its_write_lock_on(
    stick: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, *words = line.format(root=stick).split()

    assert run(verb, *words) == 5
    assert "这个磁盘是只读的" in capsys.readouterr().err


SECONDS = {"1970-01-02": 86_400.0, "1980-01-02": 315_619_200.0, "2098-01-02": 4_039_473_600.0}
"""What a clock without a battery, or set wrong, says."""
NEED_A_DAY = ("check", "build", "print", "report", "letter", "filed", "changes", "fill", "inspect", "desk")


@pytest.mark.parametrize("day", SECONDS)
def test_a_wrong_clock_spoils_no_office_file_and_no_judgement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    root = a_workspace(tmp_path / "2022春")
    monkeypatch.setattr(time, "time", lambda: SECONDS[day])

    assert run("init", tmp_path / "新") == 0
    assert f"{day}，不对" in capsys.readouterr().err
    assert 'term: ""' in (tmp_path / "新/workspace.yaml").read_text("utf-8")
    report = tmp_path / "报告.xlsx"
    words = ("--no-read", "--today", "2022-03-18", "--format", "xlsx", "--output", report)
    assert run("check", root, *words) == 1
    assert report.read_bytes().startswith(b"PK")
    capsys.readouterr()
    for verb in NEED_A_DAY:
        more = {"report": ("due",), "letter": ("--list",)}.get(verb, ())
        assert run(verb, root, *more) == 2
        assert f"{day}，不对" in capsys.readouterr().err
    assert not (root / "output").exists()


def test_ids_that_are_one_where_capitals_are_not_told_apart_are_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名册.csv").write_text(
        "序号,姓名,类别\nA1,黄欣梓,A\na1,黄欣梓,A\n1/2,李涵欣,A\n1?2,李涵欣,A\n", "utf-8"
    )

    _, told = check_json(tmp_path, capsys)

    assert [case["id"] for case in told["cases"]] == ["A1", "a1-2", "1/2", "1?2-2"]
    assert sum("用了不止一次" in one["message"] for one in told["findings"]) == 2


def test_two_dossiers_never_take_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two children of one name whose number in the roster is their ID number: the folder's name cuts both alike."""
    rows = "".join(f"41132820120305{end},张伟,A\n" for end in ("9995", "9987"))
    (tmp_path / "名册.csv").write_text(f"序号,姓名,类别\n{rows}", "utf-8")

    assert build(tmp_path, "--draft") == 3

    assert "同名" in capsys.readouterr().out
    assert len(list((tmp_path / "output").glob("411328*/*.pdf"))) == 1


def test_a_file_whose_path_windows_cannot_open_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    from dossier.evidence import examine as room

    error = FileNotFoundError(errno.ENOENT, "No such file or directory", "D:\\" + "长" * 260)
    assert room._trouble(error).code == "gone"

    monkeypatch.setattr(sys, "platform", "win32")

    assert room._trouble(error).code == "long-path"
    assert examine is room.examine


@pytest.mark.parametrize("batch", ["CON", "nul.txt", "第一批.", "第一批 ", "..", "a/b", "..\\外面", "一?"])
@pytest.mark.parametrize("more", [[], ["--changes"]])
def test_a_batch_is_no_folder_that_windows_does_not_make(
    tmp_path: Path, batch: str, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("print", a_workspace(tmp_path / "2022春"), "--batch", batch, *more, *DAY) == 2
    assert "批次名不能写成" in capsys.readouterr().err


def test_what_takes_the_place_of_a_file_waits_for_one_that_is_open() -> None:
    """Only `put_in_place` tries again; a trial of the disk need not."""
    found = {
        path.relative_to(ROOT / "dossier").as_posix()
        for path in (ROOT / "dossier").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.keywords
        if (node.func.attr == "replace" and len(node.args) == 1)  # of a path: that of a text has two
        or ast.unparse(node.func) in ("os.replace", "os.rename", "shutil.move")
    }

    assert found == {"files/write.py", "files/places.py"}


def test_every_text_is_opened_with_its_encoding() -> None:
    """On Windows none named means GBK."""
    wrong = []
    for path in [*(ROOT / "dossier").rglob("*.py"), ROOT / "cli.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            named = any(word.arg == "encoding" for word in node.keywords)
            if (name == "read_text" and not node.args and not named) or (
                name == "write_text" and len(node.args) < 2 and not named and isinstance(node.func, ast.Attribute)
            ):
                wrong.append(f"{path.name}:{node.lineno}")

    assert wrong == []
