"""Workspaces that nobody should meet: odd names, traps in rosters and YAML, links, pipes. The whole program runs."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html
from openpyxl import Workbook, load_workbook
from PIL import Image
from pypdf import PdfReader

import cli

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such names, links and pipes cannot be made on Windows")

BOY, GIRL = "411328201203059995", "411328201203059987"
HEADERS = ("序号", "姓名", "身份证号", "类别", "具体情形", "学校", "辍学原因")
TRAP = "{{ 7*7 }}{% for x in range(9) %}<b onclick=x>&amp;"
NAMES = (
    "村委证明\n换行.jpg",
    "派出所证明👍.jpg",
    "\u202egpj.派出所证明.jpg",
    "派出所证明" + "长" * 70 + ".jpg",
    "CON.jpg",
    "nul",
    "a\\b派出所证明.jpg",
    " 空 格 .jpg",
    "尾点.",
    "%00.jpg",
    "$(touch x).jpg",
    "{{ 7*7 }}派出所证明.jpg",
    "<img src=x onerror=alert(1)>.jpg",
    "--help",
    "=1+1.jpg",
    "深/" * 40 + "底.jpg",
)
SECRET = b"outside the workspace"


def a_picture(mark: int) -> bytes:
    """A small white picture that differs by one dark spot."""
    image = Image.new("RGB", (320, 440), "white")
    image.paste("black", (10 + 8 * (mark % 30), 20 + 8 * (mark // 30), 16 + 8 * (mark % 30), 26 + 8 * (mark // 30)))
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return stream.getvalue()


def a_roster(*rows: tuple[Any, ...]) -> bytes:
    """A roster whose texts are texts, whatever they begin with."""
    book = Workbook()
    sheet: Any = book.active
    for cells in (HEADERS, *rows):
        sheet.append(cells)
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def a_workspace(root: Path, roster: bytes | None = None) -> Path:
    """Two children; the first has two good papers."""
    files = {
        "名册.xlsx": roster or a_roster((1, "黄欣梓", BOY, "A", "死亡"), (2, "李涵欣", GIRL, "B")),
        "001-黄欣梓/村委证明.jpg": a_picture(1),
        "001-黄欣梓/派出所证明.jpg": a_picture(2),
        "002-李涵欣/学籍卡.jpg": a_picture(3),
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def run(*words: str | Path) -> int:
    """The exit code of a command line that reads no pages, on a fixed day."""
    return cli.run([str(word) for word in (*words, "--no-read", "--today", "2022-03-18")])


def check(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    """Exit code and report of `check`."""
    code = run("check", root, "--format", "json", *words)
    return code, json.loads(capsys.readouterr().out)


def refusal(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What `check` says on leaving with exit code 3."""
    assert run("check", root, *words) == 3
    said = capsys.readouterr()
    assert (said.out, "Traceback" in said.err) == ("", False)
    return said.err


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Every plain file outside the program's own folders: bytes and time."""
    found = {}
    for folder, _, names in os.walk(root):
        for path in (Path(folder, name) for name in names):
            inside = path.relative_to(root)
            if not {".dossier", "output"} & set(inside.parts[:2]) and path.is_file() and not path.is_symlink():
                found[str(inside)] = (path.read_bytes(), path.stat().st_mtime_ns)
    return found


# ---------------------------------------------------------------------------- odd names, all at once


@dataclass
class Ran:
    """A workspace of odd names after check and build."""

    root: Path
    before: dict[str, tuple[bytes, int]]
    codes: list[int]
    report: Any


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    base = tmp_path_factory.mktemp("odd")
    (base / "outside").mkdir()
    (base / "outside" / "secret.jpg").write_bytes(SECRET)
    roster = a_roster((1, "黄欣梓", BOY, "A", "死亡", TRAP, TRAP), (2, "=1+1", GIRL, "B", "@SUM(1)", "+1", "-1"))
    root = a_workspace(base / "ws", roster)
    case = root / "001-黄欣梓"
    for mark, name in enumerate(NAMES, start=10):
        (case / name).parent.mkdir(parents=True, exist_ok=True)
        (case / name).write_bytes(a_picture(mark))
    (case / "链接.jpg").symlink_to(base / "outside" / "secret.jpg")
    (case / "圈").symlink_to(case)
    (case / "外").symlink_to(base / "outside")
    os.mkfifo(case / "管道.jpg")
    before = snapshot(root)
    codes = [
        run("check", root, "--format", "json", "--output", base / "r.json"),
        run("check", root, "--format", "html", "--output", root / "r.html"),
        run("check", root, "--format", "xlsx", "--output", root / "r.xlsx"),
        run("check", root, "--format", "text", "--output", root / "r.txt"),
        run("build", root, "--draft"),
    ]
    return Ran(root, before, codes, json.loads((base / "r.json").read_text("utf-8")))


def test_odd_names_stop_nothing(odd: Ran) -> None:
    assert odd.codes == [1, 1, 1, 1, 1]


def test_every_file_of_every_name_is_told_and_none_twice(odd: Ran) -> None:
    told = [file["path"] for file in odd.report["cases"][0]["files"]] + odd.report["cases"][0]["skipped"]

    expected = {*NAMES, "村委证明.jpg", "派出所证明.jpg", "链接.jpg", "圈", "外", "管道.jpg"}
    assert sorted(told) == sorted(unicodedata.normalize("NFC", name) for name in expected)


def test_links_and_pipes_are_findings_and_nothing_outside_is_read(odd: Ran) -> None:
    unsupported = {f["path"] for f in odd.report["cases"][0]["findings"] if f["rule"] == "unsupported"}

    assert unsupported == {"链接.jpg", "圈", "外", "管道.jpg"}
    everything = b"".join(path.read_bytes() for path in odd.root.rglob("*") if path.is_file() and not path.is_symlink())
    assert SECRET not in everything
    assert hashlib.sha256(SECRET).hexdigest() not in json.dumps(odd.report)


def test_the_evidence_is_untouched(odd: Ran) -> None:
    after = snapshot(odd.root)

    assert {name: after.get(name) for name in odd.before} == odd.before
    assert set(after) - set(odd.before) == {"r.html", "r.xlsx", "r.txt"}


def test_names_and_facts_are_text_in_the_html(odd: Ran) -> None:
    page = html.document_fromstring((odd.root / "r.html").read_text("utf-8"))

    assert page.xpath("//img[contains(@src, 'x') and @onerror] | //*[@onclick='x']") == []
    assert any("<img src=x onerror=alert(1)>" in text for text in page.itertext())


def test_nothing_is_a_formula_in_the_xlsx(odd: Ran) -> None:
    cells = [cell for sheet in load_workbook(odd.root / "r.xlsx") for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith("=1+1") for cell in cells)


def test_braces_in_the_roster_are_printed_and_not_run(odd: Ran) -> None:
    folder = odd.root / "output" / "001-黄欣梓"
    words = "".join(page.extract_text() for page in PdfReader(folder / "001-黄欣梓.pdf").pages)
    document = Document(str(folder / "001-黄欣梓.docx"))
    cells = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    assert "{{7*7}}" in words.replace(" ", "").replace("\n", "")
    assert TRAP in cells


def test_a_dossier_of_odd_names_holds_every_picture(odd: Ran) -> None:
    manifest = json.loads((odd.root / "output" / "001-黄欣梓" / "manifest.json").read_text("utf-8"))

    assert {source["path"] for source in manifest["sources"]} >= {*NAMES, "村委证明.jpg", "派出所证明.jpg"}


# ---------------------------------------------------------------------------- spellings of the disk

SPELLINGS = (
    os.fsencode(unicodedata.normalize("NFD", "派出所证明é.jpg")),
    "派出所证明二.jpg".encode("gbk"),
    b"\xff\xfe\x81.jpg",
)


@pytest.mark.skipif(sys.platform == "darwin", reason="the disk refuses or composes such names")
@pytest.mark.parametrize("raw", SPELLINGS)
def test_a_name_that_the_disk_spells_otherwise_is_looked_at(
    tmp_path: Path, raw: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")
    Path(os.fsdecode(os.fsencode(root / "001-黄欣梓") + b"/" + raw)).write_bytes(a_picture(9))

    _, report = check(root, capsys)

    files = report["cases"][0]["files"]
    assert len(files) == 3
    assert [file["pages"] for file in files] == [1, 1, 1]


@pytest.mark.skipif(sys.platform == "darwin", reason="the disk refuses such names")
def test_a_roster_whose_name_is_gbk_bytes_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "ws")
    raw = (root / "名册.xlsx").read_bytes()
    (root / "名册.xlsx").unlink()
    Path(os.fsdecode(os.fsencode(root) + b"/" + "学生名册.xlsx".encode("gbk"))).write_bytes(raw)
    (root / "002-李涵欣" / "学籍卡.jpg").unlink()
    (root / "002-李涵欣").rmdir()

    _, report = check(root, capsys)

    assert {finding["path"] for finding in report["findings"] if finding["path"]} == {"学生名册.xlsx"}


@pytest.mark.skipif(sys.platform == "darwin", reason="the disk refuses or composes such names")
def test_a_name_that_the_disk_spells_otherwise_is_in_the_dossier(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "001-黄欣梓" / unicodedata.normalize("NFD", "派出所证明é.jpg")).write_bytes(a_picture(9))

    assert run("build", root, "--case", "001", "--no-word") == 0

    manifest = json.loads((root / "output" / "001-黄欣梓" / "manifest.json").read_text("utf-8"))
    assert len(manifest["sources"]) == 3


# ---------------------------------------------------------------------------- rosters


NUMBERS = ("../../evil", "/evil", "a/b", "..", "CON", "1\n2", "x" * 200, "{{ 1 }}", "C:\\x")


def test_case_numbers_that_are_paths_write_nothing_outside_the_output(tmp_path: Path) -> None:
    names = [f"黄欣{letter}" for letter in "甲乙丙丁戊己庚辛壬"]
    rows = [(number, name, "", "B", "") for number, name in zip(NUMBERS, names, strict=True)]
    root = tmp_path / "in" / "ws"
    root.mkdir(parents=True)
    (root / "名册.xlsx").write_bytes(a_roster(*rows))
    for mark, name in enumerate(names):
        (root / name).mkdir()
        (root / name / "学籍卡.jpg").write_bytes(a_picture(mark))
    before = snapshot(tmp_path)

    code = run("build", root, "--draft", "--no-word")

    manifests = list(root.rglob("manifest.json"))
    assert code in (0, 1)
    assert len(manifests) == len(NUMBERS)
    assert {path.parent.parent for path in manifests} == {root / "output"}
    kept = {name for name in snapshot(tmp_path) if not name.startswith(("in/ws/output/", "in/ws/.dossier/"))}
    assert kept == set(before)


def a_zip(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("roster", "word"),
    [
        (b"", "空的"),
        (b"PK\x03\x04", "损坏"),
        (a_zip("xl/worksheets/sheet1.xml", bytes(60_000_000)), "50 MB"),
        ("序号,姓名,类别\n".encode() + b"1,a,A\n" * 200_001, "200,000 行"),
        ("序号,姓名,问题\n1,甲,A\n".encode(), "类别"),
        ("序号,名称,类别\n1,甲,A\n".encode(), "姓名"),
    ],
)
def test_a_roster_that_cannot_be_read_is_exit_3_and_says_why(
    tmp_path: Path, roster: bytes, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws", roster or b"\x00")

    said = refusal(root, capsys)

    assert "名册.xlsx" in said
    assert word in said


def test_a_formula_without_a_result_is_a_finding_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet: Any = book.active
    for cells in (HEADERS, (1, "黄欣梓", '="4113282012"&"03059995"', "A", "死亡"), (2, "李涵欣", GIRL, "B")):
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)

    code, report = check(a_workspace(tmp_path / "ws", stream.getvalue()), capsys)

    assert code == 1
    messages = [finding["message"] for finding in report["findings"] if finding["rule"] == "roster-row"]
    assert len(messages) == 1
    assert "第2行" in messages[0]


def test_pipes_in_the_place_of_files_hang_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "ws")
    os.mkfifo(root / "workspace.yaml")
    os.mkfifo(root / "001-黄欣梓" / "case.yaml")
    os.mkfifo(root / "通讯录.xlsx")

    code, report = check(root, capsys)

    assert code == 1
    told = {finding["path"] for finding in report["findings"] if finding["path"] and finding["rule"] != "annex-empty"}
    assert told == {"workspace.yaml", "通讯录.xlsx"}
    assert [finding["rule"] for finding in report["cases"][0]["findings"]] == ["decisions"]


# ---------------------------------------------------------------------------- YAML

LAUGHS = 'a: &a ["x","x"]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n'
BAD_YAML = (
    LAUGHS,
    "x: !!python/object/apply:os.system ['touch pwned']\n",
    "[" * 100_000,
)
BAD_ENTRIES = (
    "files:\n  ../002-李涵欣/学籍卡.jpg: {type: enrolment-card}\n",
    "files:\n  /etc/passwd: {type: other}\n",
    "files: {" + ", ".join(f"f{n}: {{}}" for n in range(300)) + "}\n",
)


@pytest.mark.parametrize("text", BAD_YAML)
def test_a_bad_case_file_is_exit_3_alone_and_a_finding_in_a_batch(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "001-黄欣梓" / "case.yaml").write_text(text, encoding="utf-8")

    said = refusal(root, capsys, "--case", "001")
    code, report = check(root, capsys)

    assert "001-黄欣梓/case.yaml" in said
    assert "行" in said
    assert code == 1
    assert [finding["rule"] for finding in report["cases"][0]["findings"] if finding["severity"] == "error"] == [
        "decisions"
    ]
    assert report["cases"][1]["status"] == "complete"
    assert not (root / "pwned").exists()


@pytest.mark.parametrize("text", BAD_ENTRIES, ids=["another case", "outside", "three hundred"])
def test_a_bad_entry_of_a_case_file_costs_that_entry_alone_or_in_a_batch(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "001-黄欣梓" / "case.yaml").write_text(text, encoding="utf-8")

    for words in (("--case", "001"), ()):
        code, report = check(root, capsys, *words)
        wrong = [finding for finding in report["cases"][0]["findings"] if finding["severity"] == "error"]
        assert code == 1
        assert {finding["rule"] for finding in wrong} == {"decisions"}
        assert all("001-黄欣梓/case.yaml 第" in finding["message"] for finding in wrong)
    assert report["cases"][1]["status"] == "complete"


@pytest.mark.parametrize("text", [LAUGHS, "unit: !!python/name:os.system\n", "{" * 5_000, "unit：甲\n", "\x00"])
def test_a_bad_settings_file_is_exit_3(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "workspace.yaml").write_text(text, encoding="utf-8")

    assert "workspace.yaml" in refusal(root, capsys)


def test_assign_writes_only_into_the_case_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "ws")
    before = snapshot(tmp_path)

    codes = [
        cli.run(["assign", str(root), "001", file, "other"])
        for file in ("../002-李涵欣/学籍卡.jpg", "/etc/passwd", "..", "", "002-李涵欣/学籍卡.jpg")
    ]

    assert codes == [2] * 5
    assert snapshot(tmp_path) == before
