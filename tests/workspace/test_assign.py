"""`dossier assign`: a decision goes into case.yaml, and everything else in it stays."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import OutputError, UsageError, WorkspaceError
from dossier.model import Decisions, PartDecision
from dossier.workspace import write_decision
from tests.workspace.build import SPECS, a_workspace, the_case

DAY = date(2022, 3, 18)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = ("村委证明.jpg", "证明.pdf", "深/b.pdf", "另/b.pdf")
    return a_workspace(tmp_path / "ws", None, *(f"001-黄欣梓/{file}" for file in files))


def assign(root: Path, path: str, **how: Any) -> Decisions:
    case = the_case(root, "001")
    write_decision(root, case, path, specs=SPECS, today=DAY, **how)
    decided = the_case(root, "001")
    assert decided.findings == ()
    return decided.decisions


def case_file(root: Path) -> Path:
    return root / "001-黄欣梓" / "case.yaml"


def test_a_first_decision_makes_the_file(root: Path) -> None:
    decisions = assign(root, "证明.pdf", type="police-certificate", by="王老师")

    assert decisions.files == {"证明.pdf": (PartDecision(type="police-certificate"),)}
    assert "证明.pdf: {type: police-certificate}  # 王老师 2022-03-18\n" in case_file(root).read_text("utf-8")


@pytest.mark.parametrize("name", ["001-黄欣梓/证明.pdf", "./证明.pdf", ".\\证明.pdf"])
def test_a_file_may_be_named_from_the_workspace(root: Path, name: str) -> None:
    assert list(assign(root, name, type="派出所证明").files) == ["证明.pdf"]


@pytest.mark.parametrize("name", ["学籍卡", "学籍卡（学生基本信息表）", "学籍卡(学生基本信息表)"])
def test_a_paper_may_be_named_without_what_stands_in_brackets(root: Path, name: str) -> None:
    assert assign(root, "证明.pdf", type=name).files == {"证明.pdf": (PartDecision(type="enrolment-card"),)}


def test_a_paper_that_is_not_known_is_answered_with_names_in_the_same_language(root: Path) -> None:
    with pytest.raises(UsageError, match="是不是「派出所证明」"):
        assign(root, "证明.pdf", type="派出所的证明")


def test_a_file_may_be_named_by_a_beginning_that_no_other_has(root: Path) -> None:
    assert list(assign(root, "证", type="other").files) == ["证明.pdf"]
    assert list(assign(root, "深/", type="other").files) == ["证明.pdf", "深/b.pdf"]
    with pytest.raises(UsageError, match="有 2 个文件以「b」开头"):
        assign(root, "b", type="other")


def test_a_file_may_be_named_by_its_full_path(root: Path) -> None:
    assert list(assign(root, str(root / "001-黄欣梓" / "证明.pdf"), type="other").files) == ["证明.pdf"]


def test_pages_make_parts_and_leave_the_rest_alone(root: Path) -> None:
    assign(root, "证明.pdf", type="village-certificate")
    assign(root, "证明.pdf", type="police-certificate", pages="2-3")
    assign(root, "证明.pdf", left_out="空白页", pages=[4])
    decisions = assign(root, "证明.pdf", type="other", pages="3")

    assert decisions.files["证明.pdf"] == (
        PartDecision(type="village-certificate"),
        PartDecision(type="police-certificate", pages=(2,)),
        PartDecision(left_out="空白页", pages=(4,)),
        PartDecision(type="other", pages=(3,)),
    )


def test_a_new_decision_about_the_whole_file_replaces_its_parts(root: Path) -> None:
    assign(root, "证明.pdf", type="other", pages="1")

    assert assign(root, "证明.pdf", left_out="无关").files["证明.pdf"] == (PartDecision(left_out="无关"),)


def test_a_turn_keeps_the_type_and_a_type_keeps_the_turn(root: Path) -> None:
    assign(root, "村委证明.jpg", type="village-certificate")
    assert assign(root, "村委证明.jpg", turn=-90).files["村委证明.jpg"] == (
        PartDecision(type="village-certificate", turn=270),
    )
    assert assign(root, "村委证明.jpg", type="other").files["村委证明.jpg"] == (PartDecision(type="other", turn=270),)


def test_a_paper_may_be_straightened_and_keeps_what_was_decided(root: Path) -> None:
    assert assign(root, "证明.pdf", flat=True).flat == {"证明.pdf": True}
    decisions = assign(root, "证明.pdf", type="other", pages="1")
    assert (decisions.flat, decisions.files["证明.pdf"]) == (
        {"证明.pdf": True},
        (PartDecision(type="other", pages=(1,)),),
    )
    assert assign(root, "证明.pdf", type="other", flat=False).flat == {"证明.pdf": False}


def test_a_type_that_was_refused_and_is_given_after_all_is_refused_no_longer(root: Path) -> None:
    case_file(root).write_text("files:\n  证明.pdf: {not: [other, 学籍卡]}\n", encoding="utf-8")

    decisions = assign(root, "证明.pdf", type="other")

    assert decisions.refused == {"证明.pdf": ("enrolment-card",)}
    assert decisions.files == {"证明.pdf": (PartDecision(type="other"),)}


def test_chinese_keys_are_understood_when_a_decision_is_added(root: Path) -> None:
    case_file(root).write_text("材料:\n  证明.pdf: {类型: 学籍卡, 转: 90}   # 王\n", encoding="utf-8")

    decisions = assign(root, "证明.pdf", type="other", pages="2")

    assert decisions.files["证明.pdf"] == (
        PartDecision(type="enrolment-card", turn=90),
        PartDecision(type="other", pages=(2,)),
    )
    assert "# 王" in case_file(root).read_text("utf-8")


OLD = """\
# 头上的话

facts:
  姓名: "黄欣子"   # 更正
files:
  # 村里开的
  "村委证明.jpg": {type: village-certificate}   # 张三说的
  # 下面这份待查

  证明.pdf:   # 三页
    parts:
    # 第一页
    - {type: other, pages: 1}  # 不清楚
    - type: police-certificate   # 李四说的
      pages: 2
    # 第三页空白
  # 完
# 下面是确认
confirmed: {by: 李四, on: 2022-03-01, reason: '核对过'}
# 结尾
"""


@pytest.mark.parametrize("path", ["村委证明.jpg", "证明.pdf", "深/b.pdf"])
@pytest.mark.parametrize("pages", [None, "1", "3"])
def test_comments_and_order_are_kept(root: Path, path: str, pages: str | None) -> None:
    case_file(root).write_text(OLD, encoding="utf-8")
    before = the_case(root, "001").decisions

    after = assign(root, path, type="other", pages=pages, by="王")

    text = case_file(root).read_text("utf-8")
    remarks = [line.partition("#")[2].strip() for line in OLD.splitlines() if "#" in line]
    assert [remark for remark in remarks if remark not in text] == []
    assert [line for line in text.splitlines() if line[:1].isalpha()][:3] == [
        "facts:",
        "files:",
        "confirmed: {by: 李四, on: 2022-03-01, reason: '核对过'}",
    ]
    assert '  姓名: "黄欣子"   # 更正\n' in text
    assert (after.facts, after.confirmed) == (before.facts, before.confirmed)
    assert {key: value for key, value in after.files.items() if key != path} == {
        key: value for key, value in before.files.items() if key != path
    }


def test_who_decided_last_stands_behind_the_entry_once(root: Path) -> None:
    assign(root, "证明.pdf", type="other", by="王")
    assign(root, "证明.pdf", type="police-certificate", by="李")

    assert "{type: police-certificate}  # 李 2022-03-18\n" in case_file(root).read_text("utf-8")


def test_a_file_in_gbk_is_read_and_written_as_utf_8(root: Path) -> None:
    case_file(root).write_bytes("# 说明\nfacts: {姓名: 黄欣子}\n".encode("gbk"))

    assert assign(root, "证明.pdf", type="other").facts == {"name": "黄欣子"}
    assert "# 说明" in case_file(root).read_text("utf-8")


def test_a_file_of_comments_only_keeps_them(root: Path) -> None:
    case_file(root).write_text("# 只有这一句\n", encoding="utf-8")

    assign(root, "证明.pdf", type="other")

    assert case_file(root).read_text("utf-8").startswith("# 只有这一句\n")


@pytest.mark.parametrize(
    ("path", "how", "word"),
    [
        ("没有.pdf", {"type": "other"}, "没有.pdf"),
        ("正明.pdf", {"type": "other"}, "是不是「证明.pdf」"),
        ("", {"type": "other"}, "里没有"),
        ("../002-李涵欣/a", {"type": "other"}, "不在"),
        ("/etc/passwd", {"type": "other"}, "不在"),
        ("b.pdf", {"type": "other"}, "另/b.pdf"),
        ("证明.pdf", {"type": "polce-certificate"}, "是不是「派出所证明」"),
        ("证明.pdf", {}, "要写明"),
        ("证明.pdf", {"type": "other", "left_out": "x"}, "不能都写"),
        ("证明.pdf", {"left_out": " "}, "原因"),
        ("证明.pdf", {"type": "other", "turn": 45}, "45"),
        ("证明.pdf", {"type": "other", "pages": "0"}, "页号"),
    ],
)
def test_wrong_words_are_wrong_use_and_write_nothing(root: Path, path: str, how: dict[str, Any], word: str) -> None:
    with pytest.raises(UsageError, match=word):
        assign(root, path, **how)

    assert not case_file(root).exists()


def test_a_case_without_a_folder_cannot_be_decided_about(root: Path) -> None:
    with pytest.raises(UsageError, match="没有文件夹"):
        write_decision(root, the_case(root, "002"), "a", specs=SPECS, today=DAY, type="other")


def test_a_case_file_that_cannot_be_understood_is_left_as_it_is(root: Path) -> None:
    case_file(root).write_text("files: [\n", encoding="utf-8")

    with pytest.raises(WorkspaceError, match=r"case\.yaml"):
        assign(root, "证明.pdf", type="other")

    assert case_file(root).read_text("utf-8") == "files: [\n"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_linked_case_file_is_not_written_through(root: Path) -> None:
    outside = root.parent / "outside.yaml"
    outside.write_text("", encoding="utf-8")
    case = the_case(root, "001")
    case_file(root).symlink_to(outside)

    with pytest.raises(WorkspaceError, match="链接"):
        write_decision(root, case, "证明.pdf", specs=SPECS, today=DAY, type="other")

    assert outside.read_text("utf-8") == ""


def test_a_failed_write_leaves_the_old_file_and_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case_file(root).write_text(OLD, encoding="utf-8")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="写不进"):
        assign(root, "证明.pdf", type="other")

    assert case_file(root).read_text("utf-8") == OLD
    assert sorted(path.name for path in case_file(root).parent.iterdir() if path.is_file()) == [
        "case.yaml",
        "村委证明.jpg",
        "证明.pdf",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a: b.jpg",
        "a\\b.jpg",
        "#1.jpg",
        "'x'.jpg",
        "[a].jpg",
        "- x.jpg",
        "{{ x }}.jpg",
        "null",
        "1",
        "真 假.jpg",
        "👍.jpg",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made on Windows")
def test_odd_names_are_written_so_that_they_are_read_again(root: Path, name: str) -> None:
    (root / "001-黄欣梓" / name).write_bytes(b"x")

    assert list(assign(root, name, type="other").files) == [name]


_HOW = st.one_of(
    st.fixed_dictionaries({"type": st.sampled_from(sorted(SPECS.papers))}, optional={"turn": st.sampled_from([0, 90])}),
    st.fixed_dictionaries({"left_out": st.text(min_size=1).filter(str.strip)}),
)
_PAGES = st.one_of(st.none(), st.lists(st.integers(1, 6), min_size=1, max_size=3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_HOW, _PAGES), min_size=1, max_size=4))
def test_the_last_word_about_a_page_holds(root: Path, steps: list[tuple[dict[str, Any], list[int] | None]]) -> None:
    case_file(root).write_text(OLD, encoding="utf-8")
    for how, pages in steps:
        decisions = assign(root, "证明.pdf", pages=pages, **how)

    parts = decisions.files["证明.pdf"]
    numbered = [page for part in parts for page in part.pages]
    last = next(part for part in parts if not pages or set(pages) <= set(part.pages))
    assert len(numbered) == len(set(numbered))
    assert last.type == how.get("type")
    assert (last.left_out or "").split() == how.get("left_out", "").split()


@pytest.mark.parametrize(
    ("name", "paper"),
    [("学籍卡", "enrolment-card"), ("户口本", "household-register"), ("户口簿", "household-register")],
)
def test_a_paper_may_be_named_by_its_short_name_or_a_keyword(root: Path, name: str, paper: str) -> None:
    assert assign(root, "证明.pdf", type=name).files == {"证明.pdf": (PartDecision(type=paper),)}


def test_a_name_of_two_papers_is_refused_with_both(root: Path) -> None:
    alike = {
        name: replace(SPECS.papers[name], keywords=("盖章证明",))
        for name in ("village-certificate", "police-certificate")
    }
    specs = replace(SPECS, papers={**SPECS.papers, **alike})

    with pytest.raises(UsageError) as caught:
        write_decision(root, the_case(root, "001"), "证明.pdf", specs=specs, today=DAY, type="盖章证明")

    assert caught.value.message == "「盖章证明」可以是「村（居）委会证明」、「派出所证明」，请写明是哪一种"


def test_a_misspelt_id_is_answered_with_a_chinese_name(root: Path) -> None:
    with pytest.raises(UsageError) as caught:
        assign(root, "证明.pdf", type="enrolment-crad")

    assert "「学籍卡」" in caught.value.message
    assert "-" not in caught.value.message.replace("enrolment-crad", "")


def test_a_word_that_is_like_no_paper_is_not_answered_with_a_list(root: Path) -> None:
    with pytest.raises(UsageError, match=r"^没有「zzz」这种材料（所有名称见 dossier specs）$"):
        assign(root, "证明.pdf", type="zzz")


def test_lists_keep_their_look_so_that_a_line_of_the_readme_still_fits(root: Path) -> None:
    line = "  - {rule: no-seal, path: 证明.pdf, by: 王, on: 2022-03-12, reason: 原件已盖章}\n"
    case_file(root).write_text(f"accepted:\n{line}", encoding="utf-8")
    assign(root, "证明.pdf", type="other")

    text = case_file(root).read_text("utf-8")
    case_file(root).write_text(text.replace(line, line + line.replace("no-seal", "blurred")), encoding="utf-8")

    assert [one.rule for one in the_case(root, "001").decisions.accepted] == ["no-seal", "blurred"]
