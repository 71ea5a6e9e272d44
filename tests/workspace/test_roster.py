"""The roster: found, its header understood, its rows read as people keep them."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dossier.errors import UsageError, WorkspaceError
from dossier.model import Guardian
from tests.workspace.build import (
    BOY,
    COLUMNS,
    GIRL,
    HEADERS,
    OTHER_BOY,
    SPECS,
    Rows,
    a_workspace,
    an_xlsx,
    read,
    rules,
    saved,
    students,
    two_children,
)


def refusal(root: Path) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        read(root)
    return caught.value


# ---------------------------------------------------------------------------- which file


def test_a_workspace_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read(tmp_path / "没有")


def test_no_roster_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "001-黄欣梓").mkdir()

    assert "没有找到名册" in str(refusal(tmp_path))


def test_a_roster_of_a_kind_that_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "001-黄欣梓").mkdir()
    (tmp_path / "学生名册.ODS").write_bytes(b"PK")

    told = str(refusal(tmp_path))

    assert "没有找到名册" in told
    assert "学生名册.ODS：这种表格读不了" in told


def test_two_rosters_are_an_error_that_names_both(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    (tmp_path / "台账.csv").write_text(f"姓名,类别\n张三,A,{BOY}\n", encoding="utf-8")

    assert {place.file for place in refusal(tmp_path).places} == {"名册.xlsx", "台账.csv"}


def test_settings_choose_between_two_rosters(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    (tmp_path / "台账.csv").write_text("姓名,类别\n张三,A\n", encoding="utf-8")
    (tmp_path / "workspace.yaml").write_text("roster: 台账.csv\n", encoding="utf-8")

    workspace = read(tmp_path)

    assert workspace.roster == "台账.csv"
    assert [case.name for case in workspace.cases] == ["张三"]
    assert workspace.unsorted == ("名册.xlsx",)


def test_a_roster_that_settings_name_and_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    (tmp_path / "workspace.yaml").write_text("roster: 另一份.xlsx\n", encoding="utf-8")

    assert "另一份.xlsx" in str(refusal(tmp_path))


def test_a_table_of_something_else_is_no_roster(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    (tmp_path / "通讯录.csv").write_text("姓名,电话\n张三,1\n", encoding="utf-8")
    (tmp_path / "TRUTH.tsv").write_text("folder\tcategory\tfile\n001\tA\tx.pdf\n", encoding="utf-8")

    workspace = read(tmp_path)

    assert len(workspace.cases) == 2
    assert workspace.unsorted == ("TRUTH.tsv", "通讯录.csv")


def test_a_report_of_the_program_saved_in_the_workspace_is_no_roster(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in two_children():
        sheet.append(row)
    book.properties.creator = "dossier"
    (tmp_path / "三月的问题.xlsx").write_bytes(saved(book))

    assert read(tmp_path).roster == "名册.xlsx"


def test_lock_files_and_the_programs_own_report_are_no_roster(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    for name in ("~$名册.xlsx", ".~名册.xlsx", "._名册.xlsx", "核查报告.xlsx"):
        (tmp_path / name).write_bytes(an_xlsx(two_children()))

    assert read(tmp_path).roster == "名册.xlsx"


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        (("序号", "身份证号", "类别"), ["姓名"]),
        (("序号", "姓名", "身份证号"), ["类别"]),
        (("姓名", "残疾类别"), ["类别"]),
        (("姓名", "残疾人类型"), ["类别"]),
        (("姓名", "类别（残疾）"), ["类别"]),
        (("甲", "乙"), ["姓名", "类别"]),
    ],
)
def test_what_a_header_lacks_is_named(tmp_path: Path, headers: tuple[str, ...], missing: list[str]) -> None:
    a_workspace(tmp_path, [headers, ("x", "y", "z")])

    error = refusal(tmp_path)

    assert [place.file for place in error.places] == ["名册.xlsx"]
    assert [f"「{name}」" in error.places[0].problem for name in missing] == [True] * len(missing)


def test_every_table_that_cannot_be_understood_is_named(tmp_path: Path) -> None:
    a_workspace(tmp_path, b"PK\x03\x04nonsense")
    (tmp_path / "b.csv").write_text("甲,乙\n", encoding="utf-8")

    assert {place.file for place in refusal(tmp_path).places} == {"名册.xlsx", "b.csv"}


def test_two_sheets_that_could_be_the_roster_are_an_error_and_settings_choose(tmp_path: Path) -> None:
    a_workspace(tmp_path, an_xlsx(two_children(), sheets={"三月": [HEADERS, (1, "王五", OTHER_BOY, "B")]}))
    assert "「三月」" in str(refusal(tmp_path))

    (tmp_path / "workspace.yaml").write_text('roster: "名册.xlsx#三月"\n', encoding="utf-8")

    assert [case.name for case in read(tmp_path).cases] == ["王五"]


def test_a_hidden_sheet_is_read_only_where_no_other_is_a_roster(tmp_path: Path) -> None:
    book = Workbook()
    shown, hidden = book.active, book.create_sheet("旧")
    assert shown is not None
    for row in two_children():
        hidden.append(row)
    hidden.sheet_state = "hidden"
    a_workspace(tmp_path, saved(book))
    assert len(read(tmp_path).cases) == 2

    for row in ([*HEADERS], [1, "王五", OTHER_BOY, "B"]):
        shown.append(row)
    a_workspace(tmp_path, saved(book))

    assert [case.name for case in read(tmp_path).cases] == ["王五"]


# ---------------------------------------------------------------------------- header


@pytest.mark.parametrize("blank", range(5))
def test_the_header_stands_on_rows_1_to_5(tmp_path: Path, blank: int) -> None:
    a_workspace(tmp_path, [("某县学生名册",)] * blank + list(two_children()))

    assert [student.row for student in students(tmp_path)] == [f"名册.xlsx 第{blank + n}行" for n in (2, 3)]


def test_a_header_on_row_6_is_not_found(tmp_path: Path) -> None:
    a_workspace(tmp_path, [("某县",)] * 5 + list(two_children()))

    assert "没有能看懂的名册" in str(refusal(tmp_path))


@pytest.mark.parametrize(
    ("name", "category"),
    list(
        itertools.product(
            ("姓名", "学生姓名", "姓 名", "姓\n名", "姓名（必填）", "姓名*", " 姓　名：", "name"),
            ("类别", "问题类别", "核查类别", "所属类别", "类别（A-M）", "问题 类别*", "核查问题类别", "category"),
        )
    )[::3],
)
def test_headers_are_known_by_their_aliases(tmp_path: Path, name: str, category: str) -> None:
    a_workspace(tmp_path, [(category, "残疾类别", name), ("B", "肢体", "黄欣梓")])

    assert [(case.name, case.category) for case in read(tmp_path).cases] == [("黄欣梓", "B")]


def test_settings_help_where_a_header_has_its_own_words(tmp_path: Path) -> None:
    rows = [("no", "孩子", "归在哪一类", "号码"), (1, "黄欣梓", "K", BOY)]
    a_workspace(tmp_path, rows)
    text = "columns: {姓名: B, 类别: 归在哪一类, 身份证号: d}\n"
    (tmp_path / "workspace.yaml").write_text(text, encoding="utf-8")

    case = read(tmp_path).cases[0]

    assert (case.name, case.category, case.student.id_number) == ("黄欣梓", "K", BOY)


def test_all_of_annex_1_is_understood(tmp_path: Path) -> None:
    headers = (
        "序号", "类别", "姓 名", "身份证号", "出生日期", "性别", "民族", "健康情况", "全国学籍号",
        "监护人 1", "与被核查人关系", "联系 电话", "监护人 2", "与被核查人关系", "联系 电话",
        "户籍所在地", "学籍所在地", "现居住地", "辍学 原因", "家庭情况简述", "是否已开展 劝返工作", "劝返 次数",
        "劝返 结果", "未复学 原因", "劝返单位", "劝返 责任人", "联系 电话",
        "是否属于经县级扶贫工作领导小组核实同意、准许先办理延缓入学或休学手续的学生",
    )  # fmt: skip
    row = (
        3, "K打工务农", "黄欣梓", BOY, date(2012, 3, 5), 1, "汉", "良好", f"G{BOY}",
        "黄甲", "父亲", 13700000001.0, "李乙", "母亲", "13700000002",
        "户", "籍", "现", "因", "家", "√", "3次",
        "未复学", "外出", "中心学校", "王老师", "13700000003", "是",
    )  # fmt: skip
    a_workspace(tmp_path, [headers, row])

    child = students(tmp_path)[0]

    assert (child.number, child.category_text, child.birth, child.sex, child.nation) == (
        "3", "K打工务农", date(2012, 3, 5), "男", "汉族",
    )  # fmt: skip
    assert child.guardians == (
        Guardian(name="黄甲", relation="父亲", phone="13700000001"),
        Guardian(name="李乙", relation="母亲", phone="13700000002"),
    )
    assert (child.household_address, child.school_address, child.live_address) == ("户", "籍", "现")
    assert (child.dropout_reason, child.family, child.persuaded, child.persuasion_count) == ("因", "家", "是", 3)
    assert (child.persuasion_result, child.not_returned_reason) == ("未复学", "外出")
    assert (child.persuasion_unit, child.persuader, child.persuader_phone) == ("中心学校", "王老师", "13700000003")
    assert child.leading_group == "是"


def test_the_enrolment_systems_own_export_is_understood(tmp_path: Path) -> None:
    headers = (
        "学籍接续标识", "姓名", "性别", "身份证件类型", "身份证件号", "户口性质", "户口所在地行政区划", "现住址",
        "健康状况", "年级", "班级号", "通信地址", "联系电话", "残疾人类型", "学籍辅号",
        "成员1姓名", "成员1关系", "成员1联系电话", "成员1是否监护人", "成员1身份证件号",
        "成员2姓名", "成员2关系", "成员2联系电话", "成员2是否监护人", "问题类别",
    )  # fmt: skip
    row = (
        "x", "黄欣梓", "2", "居民身份证", BOY, "农业", "411328", "", "健康",
        "七年级", "701", "某街", "13700000009", "肢体", "123",
        "黄甲", "祖父", "13700000001", "否", "412929198503059992",
        "李乙", "母亲", "", "是", "A",
    )  # fmt: skip
    a_workspace(tmp_path, [headers, row])

    child = students(tmp_path)[0]

    assert (child.id_type, child.id_number, child.sex, child.live_address) == ("居民身份证", BOY, "女", "某街")
    assert [(person.name, person.relation) for person in child.guardians] == [("李乙", "母亲")]
    assert child.disability_kind == "肢体"
    assert child.disability_no == ""


def test_a_header_of_two_rows_under_merged_groups_is_understood(tmp_path: Path) -> None:
    rows: Rows = [
        ("学生名册",),
        ("序号", "姓名", "类别", "监护人1", None, None, "监护人2", None, None),
        (None, None, None, "姓名", "关系", "电话", "姓名", "关系", "电话"),
        (1, "黄欣梓", "A", "黄甲", "父亲", "137", "李乙", "母亲", "138"),
    ]
    merges = ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:I2")
    a_workspace(tmp_path, an_xlsx(rows, merges=merges))

    child = students(tmp_path)[0]

    assert child.name == "黄欣梓"
    assert [(person.name, person.relation, person.phone) for person in child.guardians] == [
        ("黄甲", "父亲", "137"),
        ("李乙", "母亲", "138"),
    ]


@pytest.mark.parametrize(
    "group", ["监护人情况", "监护人信息", "家长信息", "法定监护人情况", "父母情况", "家长基本情况"]
)
def test_a_group_about_guardians_gives_their_names_too(tmp_path: Path, group: str) -> None:
    rows: Rows = [
        ("序号", "学生信息", None, "类别", group, None, None, None, None, None),
        (None, "姓名", "身份证号", None, "姓名", "关系", "联系电话", "姓名", "关系", "联系电话"),
        (1, "黄欣梓", BOY, "A", "黄甲", "父亲", "13700000001", "李乙", "母亲", "13700000002"),
    ]
    a_workspace(tmp_path, an_xlsx(rows, merges=("A1:A2", "B1:C1", "D1:D2", "E1:J1")))

    child = students(tmp_path)[0]

    assert (child.name, child.id_number) == ("黄欣梓", BOY)
    assert [(person.name, person.relation, person.phone) for person in child.guardians] == [
        ("黄甲", "父亲", "13700000001"),
        ("李乙", "母亲", "13700000002"),
    ]


@pytest.mark.parametrize("merges", [("A1:G1", "D2:F2"), ("A1:G1",), ()])
def test_a_group_under_the_table_s_title_is_understood_however_it_is_merged(
    tmp_path: Path, merges: tuple[str, ...]
) -> None:
    rows: Rows = [
        ("2022年春季学期疑似失学儿童核查名册",),
        ("序号", "姓名", "类别", "父母情况", None, None, "家庭住址"),
        (None, None, None, "姓名", "关系", "电话", None),
        (1, "黄欣梓", "A", "黄甲", "父亲", "13700000001", "王楼村3组"),
    ]
    a_workspace(tmp_path, an_xlsx(rows, merges=merges))

    child = students(tmp_path)[0]

    assert [(person.name, person.relation, person.phone) for person in child.guardians] == [
        ("黄甲", "父亲", "13700000001")
    ]
    assert (child.name, child.live_address) == ("黄欣梓", "王楼村3组")


def test_columns_of_father_and_mother_are_told_as_the_guardians_that_they_become(tmp_path: Path) -> None:
    headers = ("姓名", "类别", "父亲姓名", "母亲", "母亲联系电话")
    a_workspace(tmp_path, [headers, ("黄欣梓", "A", "黄甲", "李乙", "138")])
    header = read(tmp_path).header

    assert header is not None
    assert [column.field for column in header.columns][2:] == ["guardian1.name", "guardian2.name", "guardian2.phone"]


def test_father_and_mother_in_columns_of_their_own_are_guardians(tmp_path: Path) -> None:
    headers = ("姓名", "类别", "父亲姓名", "父亲电话", "母亲", "母亲联系电话", "监护人")
    a_workspace(tmp_path, [headers, ("黄欣梓", "A", "黄甲", "137", "李乙", "138", "李乙")])

    assert [(person.name, person.relation, person.phone) for person in students(tmp_path)[0].guardians] == [
        ("李乙", "母亲", "138"),
        ("黄甲", "父亲", "137"),
    ]


def test_an_id_number_behind_a_guardian_is_the_guardians(tmp_path: Path) -> None:
    headers = ("姓名", "身份证号", "类别", "监护人", "身份证号", "联系电话")
    a_workspace(tmp_path, [headers, ("黄欣梓", BOY, "A", "黄甲", "412929198503059992", "137/138")])

    child = students(tmp_path)[0]

    assert child.id_number == BOY
    assert child.guardians == (Guardian(name="黄甲", id_number="412929198503059992", phone="137 / 138"),)


def test_two_phones_in_one_cell_are_shared_by_two_guardians(tmp_path: Path) -> None:
    headers = ("姓名", "类别", "监护人1", "监护人2", "监护人1电话")
    a_workspace(tmp_path, [headers, ("黄欣梓", "A", "黄甲", "李乙", "13700000001/13700000002")])

    assert [person.phone for person in students(tmp_path)[0].guardians] == ["13700000001", "13700000002"]


def test_the_better_alias_wins_and_the_other_fills_its_gaps(tmp_path: Path) -> None:
    headers = ("姓名", "类别", "备注", "具体情形")
    a_workspace(tmp_path, [headers, ("甲乙", "A", "说明", "死亡"), ("丙丁", "A", "查无此人", None)])

    assert [child.subtype for child in students(tmp_path)] == ["死亡", "查无此人"]
    assert students(tmp_path)[0].extra["备注"] == "说明"


# ---------------------------------------------------------------------------- rows


def test_total_blank_and_repeated_header_rows_are_no_children(tmp_path: Path) -> None:
    rows = [
        *two_children(),
        (None, None, None, None),
        HEADERS,
        (3, "王五", OTHER_BOY, "B"),
        (4, None, None, None),
        ("合　计", 3, None, None),
        (None, "小计", None, "3"),
        ("填表人：某某", None, None, None),
        ("注：本表一式两份", None, None, "说明文字很长很长很长很长很长很长"),
    ]
    a_workspace(tmp_path, rows)

    workspace = read(tmp_path)

    assert [case.id for case in workspace.cases] == ["001", "002", "003"]
    assert [rule for rule, _ in rules(workspace)] == ["case-folder"] * 3


def test_hidden_rows_count(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in two_children():
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    a_workspace(tmp_path, saved(book))

    assert len(students(tmp_path)) == 2


def test_merged_school_and_class_belong_to_every_child(tmp_path: Path) -> None:
    rows: Rows = [
        ("学校", "姓名", "类别", "班级"),
        ("一中", "甲乙", "A", "701"),
        (None, "丙丁", "B", None),
        (None, "戊己", "C", "702"),
    ]
    a_workspace(tmp_path, an_xlsx(rows, merges=("A2:A4", "D2:D3")))

    assert [(child.school, child.class_name) for child in students(tmp_path)] == [
        ("一中", "701"),
        ("一中", "701"),
        ("一中", "702"),
    ]


@pytest.mark.parametrize("word", ["NULL", "null", "—", "#N/A", "/"])
def test_words_that_mean_empty_are_empty(tmp_path: Path, word: str) -> None:
    a_workspace(tmp_path, [(*HEADERS, "民族", "全国学籍号"), (1, "黄欣梓", word, "A", word, word)])

    child = students(tmp_path)[0]

    assert (child.id_number, child.nation, child.student_no) == ("", "", "")


@pytest.mark.parametrize(
    ("cell", "sex"), [(1, "男"), ("2", "女"), ("1-男", "男"), ("男性", "男"), (" 女 ", "女"), ("?", "?"), (2.0, "女")]
)
def test_sex_is_read_from_words_and_codes(tmp_path: Path, cell: object, sex: str) -> None:
    a_workspace(tmp_path, [("姓名", "类别", "性别"), ("黄欣梓", "A", cell)])

    assert students(tmp_path)[0].sex == sex


@pytest.mark.parametrize(
    ("cell", "nation"),
    [("汉", "汉族"), ("汉族", "汉族"), ("01", "汉族"), (3, "回族"), ("05-维吾尔族", "维吾尔族"), ("穿青人", "穿青人")],
)
def test_nations_are_read_from_words_and_codes(tmp_path: Path, cell: object, nation: str) -> None:
    a_workspace(tmp_path, [("姓名", "类别", "民族"), ("黄欣梓", "A", cell)])

    assert students(tmp_path)[0].nation == nation


def test_a_month_of_drop_out_is_its_first_day_and_a_month_of_birth_is_no_day(tmp_path: Path) -> None:
    a_workspace(tmp_path, [("姓名", "类别", "出生年月", "辍学年月"), ("黄欣梓", "A", "2012-03", "2021年9月")])

    child = students(tmp_path)[0]

    assert (child.birth, child.birth_month, child.birth_text) == (None, date(2012, 3, 1), "2012-03")
    assert (child.dropout_date, child.dropout_date_text) == (date(2021, 9, 1), "2021年9月")


def test_damage_by_excel_is_named_with_the_number(tmp_path: Path) -> None:
    a_workspace(tmp_path, [HEADERS, (1, "黄欣梓", 411328201203059995, "A")])

    child = students(tmp_path)[0]

    assert child.id_number.startswith("411328201203")
    assert "15 位" in child.id_number_damage


def test_a_row_without_a_name_is_told(tmp_path: Path) -> None:
    a_workspace(tmp_path, [HEADERS, (1, None, BOY, "A"), (2, None, None, "K")])

    workspace = read(tmp_path)

    assert [case.student.id_number for case in workspace.cases] == [BOY]
    assert [finding.message for finding in workspace.findings if finding.rule == "roster-row"] == [
        "名册第2行没有姓名",
        "名册第3行有类别，没有姓名",
    ]


def test_a_formula_that_was_never_computed_is_named(tmp_path: Path) -> None:
    a_workspace(tmp_path, [HEADERS, (1, "黄欣梓", '="4113282012"&"03059995"', "A")])

    finding = next(finding for finding in read(tmp_path).findings if finding.rule == "roster-row")

    assert "第2行" in finding.message
    assert "身份证号" in finding.message


def test_formulas_in_columns_that_nobody_needs_and_in_total_rows_are_no_finding(tmp_path: Path) -> None:
    rows = [
        ("序号", "姓名", "身份证号", "类别", "年龄"),
        ("=ROW()-1", "黄欣梓", BOY, "A", "=2022-2012"),
        (2, "李涵欣", GIRL, "K", 10),
        ("合计", "=COUNTA(B2:B3)", None, None, None),
    ]
    a_workspace(tmp_path, rows, "001-黄欣梓/", "002-李涵欣/")

    workspace = read(tmp_path)

    assert rules(workspace) == []
    assert [case.id for case in workspace.cases] == ["001", "002"]


@pytest.mark.parametrize(
    "line", [("制表人：王某", "审核人：李某"), (None, "填表日期：2022年3月"), ("注：本表一式两份",)]
)
def test_a_line_below_the_table_is_no_child(tmp_path: Path, line: tuple[str | None, ...]) -> None:
    a_workspace(tmp_path, [*two_children(), ("合计", 2), line], "001-黄欣梓/", "002-李涵欣/")

    workspace = read(tmp_path)

    assert rules(workspace) == []
    assert [case.id for case in workspace.cases] == ["001", "002"]


def test_merged_cells_below_the_last_row_do_no_harm(tmp_path: Path) -> None:
    a_workspace(tmp_path, an_xlsx(two_children(), merges=("A90:A95", "F2:F9")))

    assert len(students(tmp_path)) == 2


# ---------------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("number", "case_id"),
    [
        (1, "001"),
        (7.0, "007"),
        ("12", "012"),
        ("007", "007"),
        ("１", "001"),
        ("1.", "001"),
        ("21.0", "021"),
        ("K012", "K012"),
        (1234, "1234"),
        ("0012", "0012"),
    ],
)
def test_a_case_id_is_the_number_padded_to_three(tmp_path: Path, number: object, case_id: str) -> None:
    a_workspace(tmp_path, [HEADERS, (number, "黄欣梓", BOY, "A")])

    assert [case.id for case in read(tmp_path).cases] == [case_id]


def test_a_case_without_a_number_is_known_by_its_position(tmp_path: Path) -> None:
    a_workspace(tmp_path, [("姓名", "类别"), ("甲乙", "A"), ("丙丁", "B")])

    assert [case.id for case in read(tmp_path).cases] == ["001", "002"]


def test_a_number_used_twice_makes_two_cases_and_a_finding(tmp_path: Path) -> None:
    a_workspace(tmp_path, [HEADERS, (1, "甲乙", BOY, "A"), (1, "丙丁", GIRL, "B")], "001-甲乙/a.pdf", "001-丙丁/b.pdf")

    workspace = read(tmp_path)

    assert [(case.id, case.folder) for case in workspace.cases] == [("001", "001-甲乙"), ("001-2", "001-丙丁")]
    assert rules(workspace) == [("roster-row", "名册.xlsx")]


def test_a_broken_alias_table_is_an_error_of_the_specs(tmp_path: Path) -> None:
    from dossier.errors import SpecError
    from dossier.workspace import read_workspace

    a_workspace(tmp_path)
    broken = tmp_path / "columns.yaml"
    broken.write_text(COLUMNS.read_text(encoding="utf-8").replace("guardians:", "guardian:"), encoding="utf-8")

    with pytest.raises(SpecError, match="guardians"):
        read_workspace(tmp_path, replace(SPECS, folder=tmp_path))


def test_a_county_adds_an_alias_without_touching_code(tmp_path: Path) -> None:
    from dossier.workspace import read_workspace

    a_workspace(tmp_path, [("娃儿", "类别"), ("黄欣梓", "A")])
    aliases = tmp_path / "columns.yaml"
    text = COLUMNS.read_text(encoding="utf-8").replace("name: [姓名,", "name: [娃儿, 姓名,", 1)
    aliases.write_text(text, encoding="utf-8")

    assert [case.name for case in read_workspace(tmp_path, replace(SPECS, folder=tmp_path)).cases] == ["黄欣梓"]


_CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", "1", "A", "姓名", "类别", "合计", "2022-02-30", "4.1E+17", BOY, "NULL", "'", "=1+1", "第1次", "监护人"]
    ),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.lists(_CELLS, max_size=6),
    rows=st.lists(st.lists(_CELLS, min_size=3, max_size=8), max_size=5),
    title=st.lists(_CELLS, max_size=3),
)
def test_no_row_is_too_odd(tmp_path: Path, header: list[str], rows: list[list[str]], title: list[str]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([title, ["姓名", "类别", "序号", *header], *rows])
    a_workspace(tmp_path, stream.getvalue().encode("utf-8", "replace"), roster_name="名册.csv")

    try:
        workspace = read(tmp_path)
    except WorkspaceError as error:
        assert error.places  # noqa: PT017 - a title row may itself read like a header
        return

    assert len(workspace.cases) <= len(rows)
    assert len({case.id for case in workspace.cases}) == len(workspace.cases)


def test_an_empty_roster_says_what_to_do_next(tmp_path: Path) -> None:
    a_workspace(tmp_path, [HEADERS])

    workspace = read(tmp_path)

    assert workspace.cases == ()
    (finding,) = workspace.findings
    assert (finding.rule, finding.severity.value) == ("roster-row", "note")
    assert "第 2 行起" in finding.action
