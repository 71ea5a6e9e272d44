"""Publishing: a dossier is old or new, never half."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from dossier.errors import OutputError
from dossier.files.names import MANIFEST, folder_name
from dossier.files.write import writing
from dossier.filing.manifest import read_standing
from dossier.filing.swap import journal_place, locked, recover, swap_in, work_folder


def a_dossier(folder: Path, text: str = "old") -> Path:
    folder.mkdir(parents=True)
    (folder / "001-黄欣梓.pdf").write_text(text)
    case = {"id": "001", "name": "黄欣梓", "title": "", "category": "A", "unit": "", "draft": False, "duplex": False}
    whole = {"schema": 1, "version": "0", "today": "2022-03-18", "case": case | {"items": 0, "pages": 0}}
    outputs = [{"path": "001-黄欣梓.pdf", "sha256": "", "size": len(text), "pages": 1}]
    whole |= {"folder": folder.name, "inputs": text, "plan": [], "sources": [], "outputs": outputs, "findings": []}
    (folder / MANIFEST).write_text(json.dumps(whole))
    return folder


def test_a_new_dossier_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")

    swap_in(a_dossier(tmp_path / "new", "new"), target)

    assert (target / "001-黄欣梓.pdf").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["001-黄欣梓"]


def test_what_a_person_put_beside_a_dossier_is_kept(tmp_path: Path) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")
    (target / "盖章扫描件.pdf").write_text("signed")

    swap_in(a_dossier(tmp_path / "new", "new"), target)

    assert (target / "盖章扫描件.pdf").read_text() == "signed"


def test_what_a_person_put_beside_a_dossier_is_kept_though_its_manifest_is_torn(tmp_path: Path) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")
    (target / "盖章扫描件.pdf").write_text("signed")
    (target / MANIFEST).write_text("{")

    swap_in(a_dossier(tmp_path / "new", "new"), target)

    assert (target / "盖章扫描件.pdf").read_text() == "signed"
    assert (target / "001-黄欣梓.pdf").read_text() == "new"


def test_a_run_killed_between_the_two_renames_is_put_right_by_the_next(tmp_path: Path) -> None:
    a_dossier(tmp_path / ".old-001-黄欣梓")
    a_dossier(tmp_path / ".work-abc", "half")

    recover(tmp_path)

    assert (tmp_path / "001-黄欣梓" / "001-黄欣梓.pdf").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["001-黄欣梓"]


def test_a_dossier_changed_by_hand_does_not_stand(tmp_path: Path) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")
    assert read_standing(target).is_whole

    later = (target / MANIFEST).stat().st_mtime_ns + 5_000_000_000
    (target / "001-黄欣梓.pdf").write_text("odd")
    os.utime(target / "001-黄欣梓.pdf", ns=(later, later))

    assert not read_standing(target).is_whole


def test_a_torn_manifest_is_no_manifest(tmp_path: Path) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")
    (target / MANIFEST).write_bytes(b'{"inputs": "old", "outp')

    assert not read_standing(target).is_whole


def test_two_builds_into_one_folder_are_refused_in_words(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputError, match="另一个窗口"), locked(tmp_path):
        pass


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    def build() -> None:
        with work_folder(tmp_path) as work:
            (work / "half.pdf").write_text("half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="磁盘满了"):
        build()

    assert list(tmp_path.iterdir()) == []


def test_a_locked_target_keeps_the_old_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = a_dossier(tmp_path / "001-黄欣梓")
    work = a_dossier(tmp_path / "new", "new")
    rename = Path.replace

    def refuse(self: Path, to: Path) -> Path:
        if self == work:
            raise PermissionError(errno.EACCES, "open in Word", str(self))
        return rename(self, to)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="请关闭正在打开的档案"):
        swap_in(work, target)

    assert (target / "001-黄欣梓.pdf").read_text() == "old"


@pytest.mark.parametrize(
    ("case_id", "name", "folder"),
    [
        ("001", "黄欣梓", "001-黄欣梓"),
        ("021", "阿依古丽·买买提", "021-阿依古丽·买买提"),
        ("1/2", "a\nb:c?", "1_2-ab_c_"),
        ("", "con", "-con"),
        ("411328201203059995", "某某", "411328…-某某"),
        ("7", "名" * 300, "7-" + "名" * 58),
        ("..", "", "-"),
        ("8", "\u202e右左", "8-右左"),
    ],
)
def test_folder_names_are_safe_on_every_disk(case_id: str, name: str, folder: str) -> None:
    assert folder_name(case_id, name) == folder


def test_what_the_disk_says_becomes_words(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, writing(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "x"))

    assert "x" in caught.value.message
    assert caught.value.exit_code == 5


def test_what_a_killed_run_was_reading_is_forgotten(tmp_path):
    journal = journal_place(tmp_path / "001-黄欣梓")
    journal.write_text('["at", "pdfium", "学籍卡.pdf"]\n', "utf-8")

    recover(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_stream_and_a_temporary_folder_are_told_as_the_place_that_was_meant(tmp_path):
    inside = tmp_path / ".work-x"
    inside.mkdir()
    with pytest.raises(OutputError) as caught, writing(tmp_path), (inside / "盒001.pdf").open("wb") as stream:
        raise OSError(errno.ENOSPC, "No space left on device", stream)

    assert str(caught.value).startswith(f"写不进去：{tmp_path}（磁盘满了）")
