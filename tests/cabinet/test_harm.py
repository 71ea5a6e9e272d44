"""What goes wrong with a cabinet on a disk: each named in words, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_workspace import a_pdf, a_photo, a_workspace, build, run

DAY = ("--today", "2022-03-18")
ONE, OTHER = "001-黄欣梓", "003-阿依古丽·买买提"
is_root_on_linux = sys.platform == "linux" and os.geteuid() == 0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = a_workspace(tmp_path / "ws")
    build(root)
    return root


def exchange(root: Path) -> None:
    """The dossiers of two children, each in the other's folder."""
    one, other, aside = root / "output" / ONE, root / "output" / OTHER, root / "output" / "aside"
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


@pytest.mark.parametrize(
    "words",
    [("print", "--as-built"), ("filed", "--case", "003"), ("archive",), ("export", "--mask", "public", "--no-read")],
    ids=lambda words: words[0],
)
def test_a_dossier_in_another_childs_folder_goes_nowhere(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    run("print", root, "--batch", "一", *DAY)
    before = (root / "归档登记.yaml").read_bytes()
    exchange(root)
    capsys.readouterr()

    target = [tmp_path / "出"] if words[0] in ("archive", "export") else []
    assert run(words[0], root, *target, *words[1:], *DAY) == 1

    assert f"文件夹「{OTHER}」里放的是 001 黄欣梓 的档案" in capsys.readouterr().out
    assert (root / "归档登记.yaml").read_bytes() == before
    assert not list(tmp_path.rglob(f"出/**/{OTHER}*.pdf"))


def _exchanged(root: Path) -> None:
    exchange(root)


def _extra_file(root: Path) -> None:
    (root / "output" / OTHER / "另一份.docx").write_bytes(b"x")


def _late_paper(root: Path) -> None:
    (root / OTHER / "残疾证.jpg").write_bytes(a_photo())


def _decided(root: Path) -> None:
    (root / OTHER / "case.yaml").write_text("files:\n  家长说明.docx: {left_out: 与本案无关}\n", "utf-8")


def _lost(root: Path) -> None:
    (root / OTHER / "学籍卡.pdf").unlink()


def _edited(root: Path) -> None:
    (root / OTHER / "学籍卡.pdf").write_bytes(a_pdf(2))


def _off_the_roster(root: Path) -> None:
    place = root / "名册.csv"
    place.write_text("\n".join(place.read_text("utf-8-sig").splitlines()[:3]), "utf-8-sig")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_exchanged, f"文件夹「{OTHER}」里放的是 001 黄欣梓 的档案"),
        (_extra_file, "另一份.docx 是生成以后多出来的"),
        (_late_paper, "原件 残疾证.jpg 是生成之后多出来的"),
        (_decided, "case.yaml 里的决定在生成之后改过"),
        (_lost, "原件 学籍卡.pdf 不见了"),
        (_edited, "原件 学籍卡.pdf 在生成之后被改动"),
        (_off_the_roster, "名册里没有这个案号和姓名的学生了"),
    ],
)
def test_verify_names_each_thing_that_is_another_now(root, capsys, harm, said) -> None:  # type: ignore[no-untyped-def]
    assert run("verify", root / "output" / OTHER) == 0
    harm(root)
    capsys.readouterr()

    assert run("verify", root / "output" / OTHER) == 1
    assert said in capsys.readouterr().out


@contextlib.contextmanager
def a_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of so many bytes."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True, capture_output=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path) -> None:
    """Until not a byte more goes on it."""
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as stream:
        while True:
            stream.write(b"x" * 4096)


@pytest.mark.skipif(not is_root_on_linux, reason="only root mounts a disk")
def test_a_full_disk_is_told_and_nothing_is_half_there(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        disk = a_disk(tmp_path / "盘", "64k")
        place = disk.__enter__()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    with contextlib.ExitStack() as stack:
        stack.push(disk.__exit__)
        for words in (("archive",), ("export", "--mask", "public", "--no-read")):
            capsys.readouterr()
            assert run(words[0], root, place / "出", *words[1:], *DAY) == 5
            assert "磁盘满" in capsys.readouterr().err
            assert list(place.iterdir()) == []
    assert not (root / "导出记录.jsonl").exists()


@pytest.mark.skipif(not is_root_on_linux, reason="only root mounts a disk")
def test_a_register_on_a_full_disk_stays_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        disk = a_disk(tmp_path / "盘", "24m")
        place = disk.__enter__()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    with contextlib.ExitStack() as stack:
        stack.push(disk.__exit__)
        root = a_workspace(place / "ws")
        build(root)
        run("print", root, "--batch", "一", *DAY)
        before = (root / "归档登记.yaml").read_bytes()
        fill(place)
        capsys.readouterr()

        assert run("filed", root, *DAY) == 5
        assert "磁盘满" in capsys.readouterr().err
        assert (root / "归档登记.yaml").read_bytes() == before
        (place / "filler").unlink()
        assert run("filed", root, *DAY) == 0
