"""Which folder is whose, and what lies in it."""

from __future__ import annotations

import os
import socket
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.model import Severity
from dossier.workspace.names import is_skipped
from tests.workspace.build import (
    BOY,
    GIRL,
    HEADERS,
    OTHER_BOY,
    a_workspace,
    read,
    rules,
    the_case,
)

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="such names or files cannot be made on Windows")


@pytest.mark.parametrize(
    "folder",
    [
        "001-黄欣梓",
        "001 黄欣梓",
        "001_黄欣梓",
        "1.黄欣梓",
        "1、黄欣梓",
        "001黄欣梓",
        "1黄欣梓",
        "１－黄欣梓",
        "001-黄欣梓（迁出注销）材料",
        "001—黄欣梓-20220305",
        "001",
        "1-",
        "001-材料",
        "001-黄 欣 梓",
        "No.1 黄欣梓",
        f"001-{BOY}",
        BOY,
        f"黄欣梓{BOY}",
        f"材料 {BOY}",
        "黄欣梓",
        "黄欣梓材料",
        "黄欣梓（死亡）",
        f"A类/{BOY}",
        "A-户籍原因/001-黄欣梓",
        "1-户籍原因/2022春/001-黄欣梓",
        "城郊乡/A/黄欣梓",
        "（1）黄欣梓",
        "【001】黄欣梓",
        "A-黄欣梓",
        "A-001-黄欣梓",
        "李涵欣老师负责/001-黄欣梓",
    ],
)
def test_a_folder_is_found(tmp_path: Path, folder: str) -> None:
    a_workspace(tmp_path, None, f"{folder}/派出所证明.pdf", "002-李涵欣/a.jpg")

    workspace = read(tmp_path)

    assert workspace.cases[0].folder == unicodedata.normalize("NFC", folder)
    assert workspace.cases[0].paths == ("派出所证明.pdf",)
    assert workspace.cases[0].findings == ()
    assert rules(workspace) == []


def test_the_number_goes_before_the_name(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-李涵欣/a.pdf", "002-李涵欣/b.pdf")

    case = the_case(tmp_path, "001")

    assert case.folder == "001-李涵欣"
    assert [(finding.rule, finding.severity) for finding in case.findings] == [("case-folder", Severity.ERROR)]
    assert "李涵欣" in case.findings[0].message


@pytest.mark.parametrize("number", ["41132820110305999", "41132820110305A995", "411328110305999"])
def test_a_folder_named_by_the_faulty_number_of_its_row_is_found(tmp_path: Path, number: str) -> None:
    a_workspace(tmp_path, [HEADERS, ["001", "黄欣梓", number, "A"]], f"{number}/派出所证明.pdf")

    workspace = read(tmp_path)

    assert [case.folder for case in workspace.cases] == [number]
    assert not rules(workspace)


def test_a_misspelt_name_on_the_folder_is_a_warning(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣子/a.pdf", "002-李涵欣/b.pdf")

    case = the_case(tmp_path, "001")

    assert case.folder == "001-黄欣子"
    assert [(finding.rule, finding.severity) for finding in case.findings] == [("case-folder", Severity.WARNING)]


def test_a_name_that_begins_another_is_not_mistaken(tmp_path: Path) -> None:
    rows = [HEADERS, (1, "王佳", BOY, "A"), (2, "王佳轩", GIRL, "B")]
    a_workspace(tmp_path, rows, "王佳轩/b.pdf", "王佳/a.pdf")

    assert [case.paths for case in read(tmp_path).cases] == [("a.pdf",), ("b.pdf",)]


def test_two_children_of_one_name_are_not_guessed(tmp_path: Path) -> None:
    rows = [HEADERS, (1, "李明", BOY, "A"), (2, "李明", GIRL, "B")]
    a_workspace(tmp_path, rows, "李明/a.pdf")

    assert sorted(rules(read(tmp_path))) == [
        ("case-folder", "名册.xlsx"),
        ("case-folder", "名册.xlsx"),
        ("roster-row", "李明"),
    ]


def test_a_row_without_a_folder_is_an_error_that_names_the_child(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.pdf")

    workspace = read(tmp_path)

    assert rules(workspace) == [("case-folder", "名册.xlsx")]
    assert "李涵欣" in workspace.findings[0].message
    assert (workspace.cases[1].folder, workspace.cases[1].paths) == (None, ())


def test_a_folder_without_a_row_is_no_case_and_its_files_stay_known(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.pdf", "002-李涵欣/b.pdf", "099-无名氏（在外）/旧/c.pdf")

    workspace = read(tmp_path)

    assert rules(workspace) == [("roster-row", "099-无名氏（在外）")]
    assert [case.id for case in workspace.cases] == ["001", "002"]
    assert workspace.unsorted == ("099-无名氏（在外）/旧/c.pdf",)


def test_a_folder_whose_number_no_row_has_is_not_given_to_a_child_of_its_name(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "077-黄欣梓/a.pdf", "002-李涵欣/b.pdf")

    workspace = read(tmp_path)

    assert sorted(rules(workspace)) == [("case-folder", "名册.xlsx"), ("roster-row", "077-黄欣梓")]
    assert any("077-黄欣梓" in finding.action for finding in workspace.findings)


def test_a_second_folder_is_an_error_and_its_files_stay_known(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001/old.pdf", "001-黄欣梓/a.pdf", "002-李涵欣/b.pdf")

    workspace = read(tmp_path)

    assert rules(workspace) == [("case-folder", "名册.xlsx")]
    assert "「001」" in workspace.findings[0].message
    assert workspace.cases[0].folder == "001-黄欣梓"
    assert [finding.rule for finding in workspace.cases[0].findings] == ["case-folder"]
    assert workspace.unsorted == ("001/old.pdf",)


def test_numbered_sub_folders_of_a_case_are_no_cases(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/2-派出所证明/a.pdf", "001-黄欣梓/李涵欣/x.jpg", "002-李涵欣/b.pdf")

    workspace = read(tmp_path)

    assert workspace.cases[0].paths == ("2-派出所证明/a.pdf", "李涵欣/x.jpg")
    assert rules(workspace) == []


def test_a_folder_of_a_category_without_a_known_child_still_shows_its_folders(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.pdf", "002-李涵欣/b.pdf", "J-入寺入教/099-无名氏/c.pdf", "K-打工务农/")

    workspace = read(tmp_path)

    assert rules(workspace) == [("roster-row", "J-入寺入教/099-无名氏")]
    assert workspace.unsorted == ("J-入寺入教/099-无名氏/c.pdf",)


@pytest.mark.parametrize("folder", ["099-王某-失踪", "K-王某", "B超报告", "打工儿童材料"])
def test_a_folder_of_papers_that_names_a_category_is_still_a_folder_without_a_row(tmp_path: Path, folder: str) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.pdf", "002-李涵欣/b.pdf", f"{folder}/c.pdf")

    assert rules(read(tmp_path)) == [("roster-row", folder)]


def test_loose_files_are_known_and_no_case(tmp_path: Path) -> None:
    files = ("通知.docx", "收件箱/微信图片.jpg", "收件箱/深/x.pdf", "A类/说明.txt", "A类/001-黄欣梓/a.pdf", "Thumbs.db")
    a_workspace(tmp_path, None, *files, "002-李涵欣/b.pdf")

    workspace = read(tmp_path)

    assert workspace.unsorted == ("通知.docx", "A类/说明.txt", "收件箱/微信图片.jpg", "收件箱/深/x.pdf")
    assert rules(workspace) == []


def test_the_programs_own_folders_are_no_cases(tmp_path: Path) -> None:
    files = (
        "output/001-黄欣梓/001-黄欣梓.pdf",
        ".dossier/cache.db",
        ".git/x",
        "fonts/a.ttf",
        "成品/001-黄欣梓/001-黄欣梓.pdf",
        "成品/001-黄欣梓/manifest.json",
        "成品/核查报告.html",
    )
    a_workspace(tmp_path, None, *files, "001-黄欣梓/a.pdf", "002-李涵欣/b.pdf")

    workspace = read(tmp_path)

    assert (rules(workspace), workspace.unsorted) == ([], ())
    assert [case.folder for case in workspace.cases] == ["001-黄欣梓", "002-李涵欣"]


def test_rows_without_numbers_are_matched_by_name_before_position(tmp_path: Path) -> None:
    rows = [("姓名", "身份证号", "类别"), ("黄欣梓", BOY, "A"), ("李涵欣", GIRL, "B"), ("王五", OTHER_BOY, "C")]
    a_workspace(tmp_path, rows, "01-李涵欣/b.pdf", "02-黄欣梓/a.pdf", "003/c.pdf")

    assert [(case.id, case.paths) for case in read(tmp_path).cases] == [
        ("001", ("a.pdf",)),
        ("002", ("b.pdf",)),
        ("003", ("c.pdf",)),
    ]


def test_numbers_that_are_no_numbers_are_matched_as_they_stand(tmp_path: Path) -> None:
    a_workspace(
        tmp_path, [HEADERS, ("K01", "黄欣梓", BOY, "A"), ("K012", "李涵欣", GIRL, "B")], "K01-黄/a", "k012-李/b"
    )

    assert [case.paths for case in read(tmp_path).cases] == [("a",), ("b",)]


# ---------------------------------------------------------------------------- what lies in it


def test_what_systems_leave_behind_is_skipped_and_listed(tmp_path: Path) -> None:
    names = ("Thumbs.db", "THUMBS.DB", "desktop.ini", ".DS_Store", "~$记录.docx", "._a.jpg", "x.tmp", "深/Thumbs.db")
    a_workspace(tmp_path, None, *(f"001-黄欣梓/{name}" for name in (*names, "a.jpg", "case.yaml", ".hidden", "深/b")))
    (tmp_path / "001-黄欣梓" / "case.yaml").write_text("", encoding="utf-8")

    case = the_case(tmp_path, "001")

    assert set(case.skipped) == set(names)
    assert case.paths == (".hidden", "a.jpg", "深/b")


def test_files_the_program_wrote_inside_a_case_are_skipped(tmp_path: Path) -> None:
    made = ("output/001-黄欣梓/001-黄欣梓.pdf", "output/001-黄欣梓/manifest.json")
    a_workspace(tmp_path, None, *(f"001-黄欣梓/{name}" for name in (*made, "a.jpg")))

    case = the_case(tmp_path, "001")

    assert (case.paths, case.skipped) == (("a.jpg",), made)


def test_files_are_in_number_order(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, *(f"001-黄欣梓/{name}" for name in ("送教10.jpg", "送教2.jpg", "b/1", "a/10", "a/9")))

    assert the_case(tmp_path, "001").paths == ("a/9", "a/10", "b/1", "送教2.jpg", "送教10.jpg")


@needs_posix
def test_links_pipes_and_sockets_are_not_followed(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "ws", None, "001-黄欣梓/a.jpg", "002-李涵欣/b.jpg")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"x")
    case = root / "001-黄欣梓"
    (case / "链接").symlink_to(outside)
    (case / "链接.pdf").symlink_to(outside / "secret.pdf")
    (case / "断.pdf").symlink_to(outside / "nothing")
    (case / "圈").symlink_to(case)
    os.mkfifo(case / "管道.pdf")
    (root / "003-外").symlink_to(outside)
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(case)
        listening.bind("s")

    found = the_case(root, "001")

    assert found.paths == ("a.jpg",)
    assert set(found.special) == {"链接", "链接.pdf", "断.pdf", "圈", "管道.pdf", "s"}
    assert rules(read(root)) == [("unsupported", "003-外")]


@needs_posix
def test_a_linked_roster_is_no_roster(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "名册.xlsx").rename(tmp_path / "名册.xlsx")
    (root / "名册.xlsx").symlink_to(tmp_path / "名册.xlsx")

    with pytest.raises(Exception, match="没有找到名册"):
        read(root)


ODD_NAMES = (
    "换\n行.jpg",
    "👍.jpg",
    "\u202egpj.证明.jpg",
    "长" * 60 + ".jpg",
    "CON",
    "nul.jpg",
    "a\\b.jpg",
    " 空 格 .jpg",
    "尾点.",
    "é.jpg",
    unicodedata.normalize("NFD", "ö.jpg"),
    "%00.jpg",
    "$(touch x).jpg",
    "{{ 1 }}.jpg",
    "<b>.jpg",
    "--help",
)


@needs_posix
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_listed_and_can_be_opened(tmp_path: Path, name: str) -> None:
    root = a_workspace(tmp_path, None, f"001-黄欣梓/{name}", f"001-黄欣梓/深 {name}/x.pdf")

    case = the_case(root, "001")

    assert set(case.paths) == {unicodedata.normalize("NFC", path) for path in (name, f"深 {name}/x.pdf")}
    assert [case.on_disk(root, path).read_bytes() for path in case.paths] == [b"x", b"x"]


@needs_posix
def test_a_decomposed_folder_is_known_by_its_composed_name(tmp_path: Path) -> None:
    folder = unicodedata.normalize("NFD", "001-黄欣梓é")
    root = a_workspace(tmp_path, None, f"{folder}/a.pdf")

    case = the_case(root, "001")

    assert case.folder == "001-黄欣梓é"
    assert case.on_disk(root, "a.pdf").read_bytes() == b"x"


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="the disk itself composes names")
def test_a_name_composed_and_decomposed_side_by_side_are_two_files(tmp_path: Path) -> None:
    composed, decomposed = "é.jpg", unicodedata.normalize("NFD", "é.jpg")
    root = a_workspace(tmp_path, None, f"001-黄欣梓/{composed}", f"001-黄欣梓/{decomposed}")
    (root / "001-黄欣梓" / decomposed).write_bytes(b"y")

    case = the_case(root, "001")

    assert len(set(case.paths)) == 2
    assert {case.on_disk(root, path).read_bytes() for path in case.paths} == {b"x", b"y"}


@needs_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="the disk refuses such names")
def test_names_in_gbk_bytes_are_shown_in_chinese(tmp_path: Path) -> None:
    root = a_workspace(tmp_path, None, "001-黄欣梓/a.jpg")
    raw = "证明.jpg".encode("gbk")
    Path(os.fsdecode(os.fsencode(root / "001-黄欣梓") + b"/" + raw)).write_bytes(b"y")

    case = the_case(root, "001")

    assert case.paths == ("a.jpg", "证明.jpg")
    assert case.on_disk(root, "证明.jpg").read_bytes() == b"y"


def test_a_sub_folder_that_cannot_be_listed_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_workspace(tmp_path, None, "001-黄欣梓/锁/a.jpg", "001-黄欣梓/b.jpg")
    scandir = os.scandir

    def locked(path: str | Path) -> object:
        if Path(path).name == "锁":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    case = the_case(root, "001")

    assert case.paths == ("b.jpg",)
    assert [(finding.rule, finding.path) for finding in case.findings] == [("unreadable", "锁")]


def test_reading_a_workspace_changes_nothing_in_it(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.jpg", "收件箱/x")
    before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))

    read(tmp_path)

    assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


_NAME = st.text(alphabet="01甲乙-_ .黄欣梓李涵欣A类é", min_size=1, max_size=8).filter(
    lambda name: name.strip(". ") != ""
)


@needs_posix
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_NAME, min_size=1, max_size=4).map("/".join), max_size=8, unique=True))
def test_no_file_of_a_workspace_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    root = a_workspace(tmp_path_factory.mktemp("ws"))
    made = set()
    for path in paths:
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"x")
        except OSError:
            continue
        made.add(target)

    workspace = read(root)

    told = {case.on_disk(root, path) for case in workspace.cases for path in (*case.paths, *case.skipped)}
    told |= {root / path for path in workspace.unsorted}
    hidden = {path for path in made if path.relative_to(root).parts[0].startswith(".")}
    owned = [root / case.folder for case in workspace.cases if case.folder]
    hidden |= {path for path in made if is_skipped(path.name) and not any(path.is_relative_to(one) for one in owned)}
    assert {path for path in made if path.is_file()} - hidden == told - hidden


def test_reports_of_the_program_are_no_evidence_wherever_they_were_saved(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/核查报告.html", "001-黄欣梓/核查报告.pdf", "核查报告.xlsx", "核查报告.json")

    case = the_case(tmp_path, "001")

    assert (case.paths, case.skipped) == (("核查报告.pdf",), ("核查报告.html",))
    assert read(tmp_path).unsorted == ()


# ---------------------------------------------------------------------------- folders of categories


@pytest.mark.parametrize(
    ("folders", "is_told"),
    [
        (("K 打工务农/001-黄欣梓", "K 打工务农/002-李涵欣"), True),
        (("K类/001-黄欣梓", "K类/002-李涵欣"), True),
        (("B组/001-黄欣梓", "B组/002-李涵欣"), False),
        (("A/001-黄欣梓", "K/002-李涵欣"), False),
        (("材料/001-黄欣梓", "材料/002-李涵欣"), False),
    ],
)
def test_a_child_in_the_folder_of_another_category_is_for_a_person(
    tmp_path: Path, folders: tuple[str, ...], is_told: bool
) -> None:
    a_workspace(tmp_path, None, *(f"{folder}/a.jpg" for folder in folders))

    told = [(finding.rule, finding.severity) for finding in the_case(tmp_path, "001").findings]

    assert told == ([("unsure", Severity.WARNING)] if is_told else [])
    assert the_case(tmp_path, "002").findings == ()


def test_what_the_program_records_for_good_is_no_roster_no_case_and_no_loose_file(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "001-黄欣梓/a.jpg", "002-李涵欣/a.jpg", "月报/2022-03.xlsx", "月报/基数.xlsx")
    for name in ("文书登记.yaml", "归档登记.yaml", "督查登记.yaml", "改动记录.jsonl", "导出记录.jsonl"):
        (tmp_path / name).write_text("schema: 1\n", encoding="utf-8")

    workspace = read(tmp_path)

    assert (len(workspace.cases), workspace.findings, workspace.unsorted) == (2, (), ())


def test_a_folder_with_letter_and_title_needs_no_other_child_to_be_believed(tmp_path: Path) -> None:
    a_workspace(tmp_path, None, "K 打工务农/001-黄欣梓/a.jpg", "002-李涵欣/a.jpg")
    workspace = read(tmp_path)

    assert [finding.rule for finding in workspace.cases[0].findings] == ["unsure"]
