"""Whatever happens at any moment: outputs are old or new, never half, and nothing is ever lost."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cli
from dossier.filing.verify import verify
from tests.small_workspace import a_docx, a_pdf, a_photo, a_workspace, build

SCRIPT = str(Path(cli.__file__))


def is_whole(folder: Path) -> bool:
    """Whether PDF, Word and manifest are of one make."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return all(
        hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
        for entry in manifest["outputs"]
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("share", [0.25, 0.5, 0.7, 0.85, 0.95])
def test_a_killed_build_leaves_old_or_new_and_the_next_run_completes(tmp_path: Path, share: float) -> None:
    root = a_workspace(tmp_path / "ws")
    command = [sys.executable, SCRIPT, "build", str(root), "--no-read", "--today", "2022-03-18"]
    start = time.monotonic()
    subprocess.run(command, capture_output=True, check=False)
    lasts = time.monotonic() - start
    before = {path: path.read_bytes() for path in (root / "output").glob("*/*")}
    (root / "001-黄欣梓" / "村委证明.jpg").write_bytes(a_photo("white"))
    (root / "003-阿依古丽·买买提" / "学籍卡.pdf").write_bytes(a_pdf(3))

    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        time.sleep(lasts * share)
        os.killpg(process.pid, signal.SIGKILL)

    for name in ("001-黄欣梓", "003-阿依古丽·买买提"):
        folder = root / "output" / name
        assert is_whole(folder) or all(before[path] == path.read_bytes() for path in folder.iterdir())
    assert build(root) == 1
    assert all(is_whole(path.parent) for path in (root / "output").glob("*/manifest.json"))
    assert all(one.is_intact for one in verify(root / "output"))
    assert [path.name for path in (root / "output").iterdir() if path.name.startswith((".work-", ".old-"))] == []


def test_two_builds_at_once_end_with_whole_dossiers(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "ws")
    command = [sys.executable, SCRIPT, "build", str(root), "--no-read", "--today", "2022-03-18"]

    both = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
    ended = [(process.communicate()[1].decode("utf-8"), process.returncode) for process in both]

    # Each either builds, or says that another window is at it.
    assert {code for _, code in ended} <= {1, 5}
    assert all("另一个窗口" in words for words, code in ended if code == 5)
    assert 1 in {code for _, code in ended}
    assert all(is_whole(path.parent) for path in (root / "output").glob("*/manifest.json"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that one dossier fills."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is Linux's")
def test_a_disk_that_fills_up_holds_whole_dossiers_only(
    tmp_path: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")

    assert build(root, "--output", small_disk / "out", "--draft") == 5

    assert "磁盘满了" in capsys.readouterr().out
    standing = {path.name for path in (small_disk / "out").iterdir() if path.is_dir()}
    assert len(standing) < 3
    assert all(is_whole(small_disk / "out" / name) for name in standing)

    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert build(root, "--output", small_disk / "out", "--draft") == 1
    assert sum(is_whole(path.parent) for path in (small_disk / "out").glob("*/manifest.json")) == 3


CONTENTS = {
    ".jpg": [a_photo(), a_photo("white", (300, 200)), b"", b"\xff\xd8\xff\xe0 torn"],
    ".pdf": [a_pdf(), a_pdf(3), a_pdf(2)[:-300], b"not a pdf"],
    ".docx": [a_docx(), b"PK\x03\x04"],
    ".txt": [b"words", b""],
    ".zip": [b"PK\x05\x06" + bytes(18)],
}
NAMES = st.sampled_from(
    [
        "村委证明",
        "派出所证明",
        "劝返照片1",
        "劝返照片2",
        "IMG_0318",
        "送教记录",
        "出国证明（镇政府、派出所）",
        "{{ x }}",
        "=1+1",
    ]
)
FILES = st.dictionaries(
    st.tuples(st.sampled_from(["", "劝返照片/", "杂项/"]), NAMES, st.sampled_from(sorted(CONTENTS))),
    st.integers(0, 3),
    max_size=7,
)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a build takes seconds: an example is told as it is, not made smaller
    suppress_health_check=[HealthCheck.too_slow],
)
@given(FILES)
def test_every_file_and_every_page_is_in_the_dossier_or_named(chosen: dict[tuple[str, str, str], int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "ws"
        case = root / "001-黄欣梓"
        case.mkdir(parents=True)
        (root / "名册.csv").write_text("序号,姓名,身份证号,类别\n1,黄欣梓,411328201203059995,A\n", "utf-8")
        for (folder, name, suffix), which in chosen.items():
            path = case / f"{folder}{name}{suffix}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(CONTENTS[suffix][which % len(CONTENTS[suffix])])
        build(root, "--draft")
        output = root / "output" / "001-黄欣梓"
        manifest = json.loads((output / "manifest.json").read_text("utf-8"))
        first = (output / "001-黄欣梓.pdf").read_bytes()
        build(root, "--draft", "--output", Path(place) / "again")

        rows = [row for row in manifest["plan"] if row["part"] == "evidence"]
        on_disk = {f"{folder}{name}{suffix}" for folder, name, suffix in chosen}
        assert {source["path"] for source in manifest["sources"]} == on_disk
        named = {finding["path"] for finding in manifest["findings"]}
        no_papers = {finding["path"] for finding in manifest["findings"] if finding["severity"] == "warning"}
        bare = on_disk - {row["path"] for row in rows}  # what is no paper has no sheet; its finding says so
        assert bare <= no_papers
        assert all(path.endswith(".txt") for path in bare)
        assert {row["path"] for row in rows if not row["source_pages"]} <= named
        pages = [(row["path"], page) for row in rows for page in row["source_pages"]]
        assert len(set(pages)) == len(
            {(row["path"], row["type"], page) for row in rows for page in row["source_pages"]}
        )
        assert (Path(place) / "again" / "001-黄欣梓" / "001-黄欣梓.pdf").read_bytes() == first
