"""What turns up only while a dossier is made: pages nobody can decode, processes that die, what was noted last time."""

from __future__ import annotations

import io
import json
import shutil
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

import dossier.build.run
from dossier.files.data import templates_folder
from dossier.processes.pool import Workers
from tests.processes.worker_tasks import die_until_told
from tests.small_workspace import a_photo, a_workspace, build, check_json


def a_hollow_png() -> bytes:
    """Every checksum is right, the pixels are not there: only decoding it finds out."""
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    data = bytearray(out.getvalue())
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at], "big")
    body = b"IDAT" + zlib.compress(b"\x00" * 64)
    data[at - 4 : at + 8 + length] = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return bytes(data)


@pytest.fixture
def hollow(tmp_path: Path) -> Path:
    root = a_workspace(tmp_path / "ws")
    (root / "001-黄欣梓" / "村委证明.jpg").unlink()
    (root / "001-黄欣梓" / "村委证明.png").write_bytes(a_hollow_png())
    return root


def test_a_page_that_only_building_finds_unreadable_is_not_filed(
    hollow: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (hollow / "002-李涵欣" / "派出所证明.jpg").write_bytes(a_photo("white"))
    assert check_json(hollow, capsys)[0] == 0

    assert build(hollow) == 1

    said = capsys.readouterr().out
    assert "001 黄欣梓：材料不齐，没有生成。村委证明.png 第1页无法读取" in said
    assert not (hollow / "output" / "001-黄欣梓").exists()
    assert (hollow / "output" / "003-阿依古丽·买买提").is_dir()


def test_a_draft_of_it_holds_a_placeholder_and_says_so(hollow: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(hollow, "--draft", "--case", "001") == 1

    assert "1 页读不出来，是占位页，见报告" in capsys.readouterr().out
    manifest = json.loads((hollow / "output" / "001-黄欣梓" / "manifest.json").read_text("utf-8"))
    assert [found["rule"] for found in manifest["findings"] if found["severity"] == "error"] == ["unreadable"]


def test_what_building_noted_is_still_told_when_nothing_changed(
    hollow: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(hollow, "--draft", "--case", "001")
    capsys.readouterr()

    assert build(hollow, "--draft", "--case", "001") == 1

    assert "（没有变化）（1 页读不出来，是占位页，见报告）" in capsys.readouterr().out
    assert "第1页无法读取" in (hollow / "output" / "核查报告.html").read_text("utf-8")


def test_a_wrong_template_ends_the_run_before_any_case(
    hollow: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers set the bench up: what one says of a template comes back whole, with its place."""
    templates = shutil.copytree(templates_folder(), hollow.parent / "templates")
    (templates / "附页.docx").unlink()
    monkeypatch.setattr("dossier.commands.build.templates_folder", lambda: templates)

    assert build(hollow) == 3

    said = "".join(capsys.readouterr())
    assert "附页.docx：模板不在文件夹里" in said
    assert not list((hollow / "output").glob("*/*.pdf"))


def test_a_case_is_tried_again_as_long_as_its_journal_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier.build.run, "build_case", die_until_told)
    job = SimpleNamespace(target=tmp_path / "001-黄欣梓")

    with Workers(1) as workers:
        first = next(workers.map(die_until_told, [job]))
        result = dossier.build.run._again(job, first, workers)  # type: ignore[arg-type]

    assert result.value == "made"  # type: ignore[union-attr]
