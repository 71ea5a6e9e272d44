"""case.yaml: what a person decided."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.model import FACT_FIELDS, Acceptance, Case, Confirmation, Guardian, PartDecision, Severity, Waiver
from dossier.specs.load import load_specs
from dossier.specs.paper_names import PaperNames
from dossier.workspace.assign import pages_text
from dossier.workspace.columns import columns_of
from dossier.workspace.decisions import fact_field, leaves_folder, pages_of, path_key, read_decisions
from tests.workspace.build import BOY, SPECS, a_workspace, the_case

FILES = ("村委证明.jpg", "证明.pdf", "深/b.pdf")


def case_with(root: Path, text: str | bytes, name: str = "case.yaml") -> Case:
    a_workspace(root, None, *(f"001-黄欣梓/{file}" for file in FILES))
    (root / "001-黄欣梓" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return the_case(root, "001")


def told(root: Path, text: str | bytes) -> list[str]:
    """The messages of the findings about entries of a case.yaml that cannot be understood."""
    case = case_with(root, text)
    assert {(finding.rule, finding.severity, finding.path) for finding in case.findings} == {
        ("decisions", Severity.ERROR, "case.yaml")
    }
    return [finding.message for finding in case.findings]


def problem(root: Path, text: str | bytes) -> str:
    """The message of the one finding about them."""
    (message,) = told(root, text)
    return message


def test_all_that_a_person_may_decide_is_read(tmp_path: Path) -> None:
    text = """\
files:
  村委证明.jpg: {type: village-certificate, turn: 90}
  证明.pdf:
    parts:
      - {type: 派出所证明, pages: 1-2}
      - {type: "村(居)委会证明", pages: [3, 5]}
      - {left_out: 空白页, pages: 4}
  深/b.pdf: {left_out: 与本案无关}
facts: {姓名: 黄欣子, 监护人2: 李乙, 身份证号: 411328201203059995, persuasion_count: 3}
waived: {派出所证明: {by: 王, on: 2022-03-01, reason: 不再开具}}
confirmed: {by: 李, reason: 已核实}
accepted:
  - {rule: blurred, path: 村委证明.jpg, by: 王, on: 2022-03-02, reason: 看得清}
"""
    decisions = case_with(tmp_path, text).decisions

    assert decisions.files == {
        "村委证明.jpg": (PartDecision(type="village-certificate", turn=90),),
        "证明.pdf": (
            PartDecision(type="police-certificate", pages=(1, 2)),
            PartDecision(type="village-certificate", pages=(3, 5)),
            PartDecision(left_out="空白页", pages=(4,)),
        ),
        "深/b.pdf": (PartDecision(left_out="与本案无关"),),
    }
    assert decisions.facts == {
        "name": "黄欣子",
        "guardian2.name": "李乙",
        "id_number": BOY,
        "persuasion_count": "3",
    }
    assert decisions.waived == {"police-certificate": Waiver(by="王", reason="不再开具", on=date(2022, 3, 1))}
    assert decisions.confirmed == Confirmation(by="李", reason="已核实")
    assert decisions.accepted == (
        Acceptance(rule="blurred", path="村委证明.jpg", by="王", reason="看得清", on=date(2022, 3, 2)),
    )


def test_facts_override_the_roster(tmp_path: Path) -> None:
    text = "facts:\n  类别: K\n  身份证号: 411328201203059987\n  监护人电话: 03771234567\n  出生日期: 2012年3月5日\n"

    case = case_with(tmp_path, text)

    assert (case.category, case.student.category_text) == ("K", "K")
    assert case.student.id_number == "411328201203059987"
    assert case.student.birth == date(2012, 3, 5)
    assert case.student.guardians == (Guardian(phone="03771234567"),)
    assert case.name == "黄欣梓"


def test_an_empty_file_decides_nothing(tmp_path: Path) -> None:
    case = case_with(tmp_path, "# 还没写\n")

    assert (case.decisions.files, case.findings) == ({}, ())
    assert "case.yaml" not in (*case.paths, *case.skipped)


def test_a_file_that_is_no_longer_there_is_a_warning(tmp_path: Path) -> None:
    case = case_with(tmp_path, "files:\n  村委证.jpg: {type: other}\n")

    assert case.decisions.problem is None
    assert [(finding.rule, finding.severity) for finding in case.findings] == [("decisions", Severity.WARNING)]
    assert "第2行" in case.findings[0].message
    assert "是不是「村委证明.jpg」" in case.findings[0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("files:\n  ../002-李涵欣/b.pdf: {type: other}\n", ("第2行", "不在这个个案的文件夹里")),
        ("files:\n  /etc/passwd: {type: other}\n", ("第2行", "不在")),
        ("files:\n  深/../../x: {type: other}\n", ("第2行", "不在")),
        ('files:\n  "..\\\\x": {type: other}\n', ("第2行", "不在")),
        ("files:\n  'C:\\x': {type: other}\n", ("第2行", "不在")),
        ("files:\n  证明.pdf: {type: polce-certificate}\n", ("第2行", "是不是「派出所证明」")),
        ("files:\n  证明.pdf: {type: 派出证明}\n", ("第2行", "派出所证明")),
        ("files:\n  证明.pdf: {tpye: other}\n", ("第2行", "是不是「type」")),
        ("files:\n  证明.pdf: {type: other, left_out: x}\n", ("第2行", "只能写一个")),
        ("files:\n  证明.pdf: {}\n", ("第2行", "type")),
        ("files:\n  证明.pdf: {type: other, turn: 45}\n", ("第2行", "90")),
        ("files:\n  证明.pdf: {left_out: ' '}\n", ("第2行", "原因")),
        ("files:\n  证明.pdf: {parts: []}\n", ("第2行", "空")),
        ("files:\n  证明.pdf:\n    parts:\n    - {type: other, pages: 0}\n", ("第4行", "pages")),
        ("files:\n  证明.pdf:\n    parts:\n    - {type: other, pages: 2-1}\n", ("第4行", "pages")),
        (
            "files:\n  证明.pdf:\n    parts:\n    - {type: other, pages: 1}\n    - {type: other, pages: 1}\n",
            ("第5行", "两次"),
        ),
        ("facts:\n  姓各: 甲\n", ("第2行", "是不是「姓名」")),
        ("facts:\n  姓名: [甲]\n", ("第2行", "一段文字")),
        ("waived:\n  police-certificate: {by: 王}\n", ("第2行", "缺少")),
        ("waived:\n  police-certificate: {by: '', reason: x}\n", ("第2行", "by")),
        ("waived:\n  police: {by: 王, reason: x}\n", ("第2行", "「派出所证明」")),
        ("confirmed: {by: 王, on: 2022-02-30, reason: x}\n", ("第1行", "日期")),
        ("accepted:\n  - {by: 王, reason: x}\n", ("第2行", "rule")),
        ("acepted: []\n", ("第1行", "是不是「accepted」")),
        ("files：{}\n", ("全角", "files: …")),
        ("files: [\n", ("看不懂",)),
        ("- a\n", ("键: 值",)),
        (b"\xff\xfe\x00\x00\xff", ("编码",)),
        ("a: &a [*a]\n", ("&",)),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str | bytes, words: tuple[str, ...]) -> None:
    message = problem(tmp_path, text)

    assert "001-黄欣梓/case.yaml" in message
    assert [word for word in words if word not in message] == []


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = "files:\n  ../x: {type: other}\n  证明.pdf: {type: nothing, turn: 5}\nfacts: {无此项: 1}\n"

    assert [line for line in ("第2行", "第3行", "第4行") if line not in "".join(told(tmp_path, text))] == []


def test_a_bad_entry_costs_that_entry_and_no_other(tmp_path: Path) -> None:
    text = """\
files:
  村委证明.jpg: {type: village-certificate}
  证明.pdf: {typ: other}
  深/b.pdf: {parts: [{type: other, pages: 1}, {type: nothing, pages: 2}]}
facts: {姓名: 黄欣子, 无此项: 1}
waived: {派出所证明: {by: 王, reason: 不再开具}, 户口簿: {by: 王}}
confirmed: {by: 李}
accepted:
  - {rule: blurred, by: 王, reason: 看得清}
  - {rule: blured, by: 王, reason: 看得清}
unknown: 3
"""
    case = case_with(tmp_path, text)

    assert list(case.decisions.files) == ["村委证明.jpg"]
    assert case.decisions.facts == {"name": "黄欣子"}
    assert list(case.decisions.waived) == ["police-certificate"]
    assert (case.decisions.confirmed, case.decisions.problem) == (None, None)
    assert [one.rule for one in case.decisions.accepted] == ["blurred"]
    assert {finding.rule for finding in case.findings} == {"decisions"}
    assert sorted(re.findall(r"第(\d+)行", "".join(finding.message for finding in case.findings)), key=int) == [
        "3", "4", "5", "6", "7", "10", "11",
    ]  # fmt: skip


CHINESE = """\
材料:
  村委证明.jpg: {类型: 村（居）委会证明, 转: 90}
  证明.pdf:
    部分:
      - {材料: 派出所证明, 页: 1-2}
      - {不放: 空白页, 页码: 3}
  深/b.pdf: {不是: [学籍卡, 户口簿], 拉平: 是}
事实: {监护人1电话: 13708150899, guardian2_name: 李乙, 未复学原因: 外出}
豁免: {户口簿: {谁: 王, 日期: 2025/9/28, 理由: 遗失}}
确认: {谁: 李, 日期: 2025年9月28日, 理由: 已核实}
认可:
  - {规则: 模糊, 文件: 村委证明.jpg, 谁: 王, 日期: 2025.9.28, 理由: 看得清, with: 002}
"""


def test_keys_may_be_chinese_and_dates_as_people_write_them(tmp_path: Path) -> None:
    case = case_with(tmp_path, CHINESE)
    decisions = case.decisions

    assert case.findings == ()
    assert decisions.files == {
        "村委证明.jpg": (PartDecision(type="village-certificate", turn=90),),
        "证明.pdf": (
            PartDecision(type="police-certificate", pages=(1, 2)),
            PartDecision(left_out="空白页", pages=(3,)),
        ),
    }
    assert decisions.refused == {"深/b.pdf": ("enrolment-card", "household-register")}
    assert decisions.flat == {"深/b.pdf": True}
    assert decisions.facts == {
        "guardian1.phone": "13708150899", "guardian2.name": "李乙", "not_returned_reason": "外出",
    }  # fmt: skip
    day = date(2025, 9, 28)
    assert decisions.waived == {"household-register": Waiver(by="王", reason="遗失", on=day)}
    assert decisions.confirmed == Confirmation(by="李", reason="已核实", on=day)
    assert decisions.accepted == (
        Acceptance(rule="blurred", path="村委证明.jpg", by="王", reason="看得清", on=day, with_case="002"),
    )


@pytest.mark.parametrize("name", FACT_FIELDS)
def test_every_field_is_known_by_its_id_and_as_the_form_calls_it(name: str) -> None:
    aliases = columns_of(SPECS).roster
    if name == "age":  # nobody decides an age
        assert fact_field(name, aliases) is None
        return

    assert fact_field(name, aliases) == fact_field(FACT_FIELDS[name], aliases) == re.sub(r"^(guardian.)_", r"\1.", name)


def test_what_is_written_twice_counts_once_and_is_told(tmp_path: Path) -> None:
    text = "files:\n  证明.pdf: {type: other}\n  证明.pdf: {type: 学籍卡}\nfiles:\n  深/b.pdf: {type: other}\n"

    case = case_with(tmp_path, text)

    assert sorted(case.decisions.files) == ["深/b.pdf", "证明.pdf"]
    assert case.decisions.files["证明.pdf"][0].type == "other"
    assert ["第3行" in finding.message for finding in case.findings] == [True]


def test_a_bad_case_file_leaves_the_other_cases_alone(tmp_path: Path) -> None:
    case_with(tmp_path, "files: [\n")

    assert the_case(tmp_path, "002").findings == ()


def test_two_case_files_are_not_guessed_between(tmp_path: Path) -> None:
    case_with(tmp_path, "", "case.yml")

    assert "两份" in problem(tmp_path, "")


@pytest.mark.skipif(not hasattr(Path, "symlink_to"), reason="no links here")
def test_a_linked_case_file_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    a_workspace(root, None, "001-黄欣梓/a.pdf")
    (tmp_path / "outside.yaml").write_text("confirmed: {by: x, reason: y}\n", encoding="utf-8")
    (root / "001-黄欣梓" / "case.yaml").symlink_to(tmp_path / "outside.yaml")

    case = the_case(root, "001")

    assert case.decisions.confirmed is None
    assert [finding.rule for finding in case.findings] == ["decisions"]


@pytest.mark.parametrize(
    ("value", "pages"),
    [
        (None, ()),
        (3, (3,)),
        ("1-2", (1, 2)),
        ("1 - 3", (1, 2, 3)),
        ("1－2，5", (1, 2, 5)),
        ("1、3;5", (1, 3, 5)),
        ([1, "3-4", 3], (1, 3, 4)),
        ("1至3", (1, 2, 3)),
    ],
)
def test_pages_are_read_as_people_write_them(value: object, pages: tuple[int, ...]) -> None:
    assert pages_of(value) == pages


@pytest.mark.parametrize("value", ["", "a", 0, -1, "2-1", True, 1.5, {"a": 1}, "1-99999", [None, "x"]])
def test_what_is_no_page_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the value is the message
        pages_of(value)


@given(st.sets(st.integers(1, 40), min_size=1))
def test_pages_written_are_pages_read(pages: set[int]) -> None:
    assert pages_of(pages_text(tuple(sorted(pages)))) == tuple(sorted(pages))


@given(st.text(alphabet="ab./\\:C", max_size=12))
def test_a_path_that_does_not_leave_stays_below(path: str) -> None:
    if not leaves_folder(path):
        assert ".." not in path_key(path).split("/")
        assert not path_key(path).startswith("/")


def test_a_warning_may_be_accepted_by_the_title_that_the_report_prints(tmp_path: Path) -> None:
    text = "accepted:\n  - {rule: 没找到章, path: ./证明.pdf, by: 王, reason: 原件已盖章}\n"

    accepted = case_with(tmp_path, text).decisions.accepted

    assert accepted == (Acceptance(rule="no-seal", path="证明.pdf", by="王", reason="原件已盖章"),)


@pytest.mark.parametrize(
    ("rule", "word"), [("没找到张", "是不是「没找到章」"), ("no-seel", "no-seal"), ("zzz", "「问题」一栏")]
)
def test_a_rule_that_does_not_exist_cannot_be_accepted(tmp_path: Path, rule: str, word: str) -> None:
    message = problem(tmp_path, f"accepted:\n  - {{by: 王, reason: x, rule: {rule}}}\n")

    assert "第2行" in message
    assert word in message


def test_accepting_for_a_file_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    case = case_with(tmp_path, "accepted:\n  - {rule: blurred, path: 证明.pd, by: 王, reason: x}\n")

    assert [(finding.rule, finding.severity) for finding in case.findings] == [("decisions", Severity.WARNING)]
    assert "文件夹里没有「证明.pd」（是不是「证明.pdf」？）" in case.findings[0].message


def test_a_file_that_cannot_be_read_says_that_nothing_in_it_counts(tmp_path: Path) -> None:
    assert "其中的认定、豁免、认可都不起作用" in problem(tmp_path, "files: [\n")
    assert "不起作用，其余的照常" in problem(tmp_path, "files: [a]\n")


def test_what_a_broken_file_says_is_kept(tmp_path: Path) -> None:
    assert case_with(tmp_path, "confirmed: {by: 王\n").decisions.problem_text == "confirmed: {by: 王\n"


def test_the_case_file_of_the_readme_is_understood(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    snippet = (root / "README.zh.md").read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "case.yaml").write_text(snippet, encoding="utf-8")
    names = PaperNames(load_specs(root / "evidence_specs").paper_names)
    files = ("IMG_0318.jpg", "学籍卡.pdf")

    read = read_decisions(tmp_path / "case.yaml", "case.yaml", files, columns_of(SPECS).roster, names)

    assert (read.absent, read.wrong) == ((), ())
    decisions = read.decisions
    assert decisions.files == {"IMG_0318.jpg": (PartDecision(type="home-visit-record"),)}
    assert list(decisions.waived) == ["disability-certificate"]
    assert [(one.rule, one.path) for one in decisions.accepted] == [("no-seal", "学籍卡.pdf")]
