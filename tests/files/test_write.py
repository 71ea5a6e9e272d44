"""A file in use is waited for, told and kept; what Windows says becomes the words of the person at the desk."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from dossier.errors import OutputError, disk_code, disk_words, is_held
from dossier.files import write
from dossier.files.write import replacing, write_text


class SaidByWindowsError(PermissionError):
    """What Windows says: its own number beside the errno."""

    def __init__(self, number: int, code: int, path: object) -> None:
        super().__init__(code, "as Windows says it", str(path))
        self.winerror = number


class Held:
    """A file that another program keeps open for so many tries of `replace`, as Windows tells it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tries: int, number: int = 32) -> None:
        self.asked = 0
        self.waited: list[float] = []
        real = Path.replace

        def replace(source: Path, target: Path) -> Path:
            self.asked += 1
            if self.asked <= tries:
                raise SaidByWindowsError(number, errno.EACCES, target)
            return real(source, target)

        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(write.time, "sleep", self.waited.append)


@pytest.mark.parametrize("number", [5, 32, 33, 1224])
def test_a_file_that_is_let_go_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    held = Held(monkeypatch, 2, number)
    target = tmp_path / "附件1.docx"
    target.write_text("old")

    write_text(target, "new")

    assert target.read_text() == "new"
    assert held.asked == 3
    assert len(held.waited) == 2


def test_a_file_open_in_word_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, 1000)
    target = tmp_path / "附件1.docx"
    target.write_text("old")

    with pytest.raises(OutputError) as caught:
        write_text(target, "new")

    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["附件1.docx"]
    assert "附件1.docx（正被别的程序打开）" in caught.value.message
    assert "Word" in caught.value.hint
    assert 2 < sum(held.waited) < 10


def test_what_no_waiting_helps_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(monkeypatch, 1000, 112)

    with pytest.raises(OutputError, match="磁盘满了"):
        write_text(tmp_path / "a", "new")

    assert held.waited == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (32, "正被别的程序打开"),
        (19, "只读"),
        (112, "满了"),
        (206, "太长"),
        (123, "文件名"),
        (21, "拔出"),
        (53, "网络磁盘"),
    ],
)
def test_the_numbers_of_windows_say_more_than_their_errno(number: int, words: str) -> None:
    assert words in disk_words(SaidByWindowsError(number, errno.EACCES, "x"))


def test_another_number_of_windows_stays_in_its_own_language() -> None:
    error = OSError(errno.ENOTTY, "参数错误。", "x")
    error.winerror = 87  # type: ignore[attr-defined]

    assert disk_words(error) == "参数错误。"


def test_a_path_too_long_for_windows_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    error = FileNotFoundError(errno.ENOENT, "No such file or directory", "D:\\" + "长" * 260)
    assert disk_words(error) == "路径不存在"

    monkeypatch.setattr(sys, "platform", "win32")

    assert disk_code(error) == "ENAMETOOLONG"
    assert "259" in disk_words(error)
    assert disk_words(FileNotFoundError(errno.ENOENT, "No such file or directory", "D:\\短")) == "路径不存在"


def test_only_what_another_program_holds_is_held() -> None:
    assert is_held(OSError(errno.EBUSY, "busy"))
    assert not is_held(PermissionError(errno.EACCES, "forbidden"))
    assert not is_held(OSError(errno.ENOSPC, "full"))


def test_the_longest_name_of_a_disk_is_written_too(tmp_path: Path) -> None:
    target = tmp_path / ("名" * 83 + ".pdf")  # 253 of 255 bytes

    write_text(target, "all of it")

    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_two_long_names_are_written_at_once(tmp_path: Path) -> None:
    one, other = (tmp_path / ("名" * 70 + ending) for ending in ("1", "2"))

    with replacing(one) as first, replacing(other) as second:
        first.write_text("1")
        second.write_text("2")

    assert (one.read_text(), other.read_text()) == ("1", "2")


def test_the_temporary_file_lies_beside_its_target(tmp_path: Path) -> None:
    with replacing(tmp_path / "a") as beside:
        beside.write_text("x")

        assert beside.parent == tmp_path
        assert beside.name.endswith(f"{os.getpid()}.tmp")
