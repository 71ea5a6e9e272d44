"""`doctor`: everything is named in Chinese, what is missing is told, and nobody's name is in it."""

from __future__ import annotations

import getpass
import socket
from datetime import date
from pathlib import Path

import pytest

import cli
from dossier.files import clock, places

WHAT = (
    "程序", "系统", "处理器", "组件", "时钟", "规定", "模板", "字体", "公文字体", "看图识字", "LibreOffice", "打印机",
    "这个文件夹的空间", "这个文件夹的写入", "临时文件夹的空间", "临时文件夹的写入", "长路径", "文件名大小写",
    "语言", "工作进程",
)  # fmt: skip


class Clock(date):
    @classmethod
    def today(cls) -> Clock:
        return cls(1980, 1, 1)


def rows(text: str) -> dict[str, str]:
    """What → the line that tells it."""
    lines = [line for line in text.splitlines() if line[:2] in ("√ ", "? ", "× ") and "：" in line]
    return {line[2:].partition("：")[0]: line for line in lines}


def test_everything_is_named_and_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "张三的 U 盘"
    place.mkdir()
    code = cli.run(["doctor", str(place)])
    said = capsys.readouterr().out

    assert code == 0
    assert tuple(rows(said)) == WHAT
    assert rows(said)["工作进程"].startswith("√")
    assert "张三" not in said
    assert str(Path.home()) not in said
    assert not [name for name in (getpass.getuser(), socket.gethostname()) if f" {name} " in said]
    assert list(place.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["doctor", str(tmp_path / "没有这个盘")]) == 1

    said = capsys.readouterr().out
    assert rows(said)["这个文件夹的写入"].startswith("×")
    assert "--output" in said


def test_a_clock_that_cannot_be_right_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clock, "date", Clock)

    assert cli.run(["doctor"]) == 1
    assert "1980-01-01" in rows(capsys.readouterr().out)["时钟"]


def test_no_judgement_is_made_by_a_clock_that_cannot_be_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clock, "date", Clock)
    (tmp_path / "名册.csv").write_text("序号,姓名,类别\n1,黄欣梓,A\n", "utf-8")

    assert cli.run(["check", str(tmp_path), "--no-read"]) == 2
    assert "--today" in capsys.readouterr().err
    assert cli.run(["check", str(tmp_path), "--no-read", "--today", "2022-03-18"]) == 1


def test_short_paths_and_names_in_one_case_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.takes_long_paths(tmp_path)
    assert places.tells_case(tmp_path)
    real = Path.mkdir

    def short(self: Path, *words: object, **more: object) -> None:
        if len(str(self)) > 259:
            raise FileNotFoundError(2, "The system cannot find the path specified", str(self))
        real(self, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", short)
    assert not places.takes_long_paths(tmp_path)
    assert list(tmp_path.iterdir()) == []
