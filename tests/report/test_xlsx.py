"""The report as an Excel workbook."""

import openpyxl
import pytest

from dossier.errors import OutputError
from dossier.model import RequirementReview, RequirementStatus, Severity
from dossier.report import write_xlsx
from tests.report.build import POLICE, VILLAGE, a_check, a_finding, a_review, missing_police


def written(tmp_path, check):
    path = tmp_path / "核查报告.xlsx"
    write_xlsx(check, path)
    return openpyxl.load_workbook(path)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_each_finding_is_a_row_with_what_to_do_and_whom_to_ask(tmp_path):
    sheet = written(tmp_path, a_check(a_review(findings=[missing_police()])))["问题清单"]

    head, row = rows(sheet)
    assert dict(zip(head, row, strict=True)) == {
        "序号": 1,
        "编号": "002",
        "姓名": "李涵欣",
        "类别": "A",
        "情形": "查无此人",
        "个案状态": "待补正",
        "级别": "必须解决",
        "问题": "缺少材料",
        "说明": "缺少派出所证明",
        "文件": None,
        "页": None,
        "怎么办": "请向辖区派出所索取。",
        "责任": "辖区派出所",
        "命令": "dossier waive 2022春 002 police-certificate --by 您的姓名 --reason 已核对原件",
    }


def test_the_matrix_shows_each_case_under_each_paper(tmp_path):
    waived = RequirementReview(requirement=POLICE, status=RequirementStatus.WAIVED)
    faulty = RequirementReview(requirement=VILLAGE, status=RequirementStatus.FAULTY)

    sheet = written(
        tmp_path, a_check(a_review("002", findings=[missing_police()]), a_review("003", requirements=(faulty, waived)))
    )["材料一览"]

    head, first, second = rows(sheet)
    assert head[5:] == ["村（居）委会证明", "派出所证明"]
    assert first[5:] == ["✓", "缺"]
    assert second[5:] == ["!", "免"]


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path):
    evil = ["=1+1", "+1", "-1", "@SUM(A1)"]
    book = written(tmp_path, a_check(*[a_review(name, name, findings=[missing_police()]) for name in evil]))

    for sheet in book:
        cells = [cell for row in sheet.iter_rows(min_row=2, min_col=2, max_col=3) for cell in row]
        assert {cell.data_type for cell in cells if cell.value in evil} == {"s"}
        assert all(cell.quotePrefix for cell in cells if cell.value in evil)


def test_control_characters_do_not_break_the_workbook(tmp_path):
    book = written(tmp_path, a_check(a_review(findings=[a_finding(message="a\x00b\x1b\ud800c\nd")])))

    assert rows(book["问题清单"])[1][8] == "a␀b␛�c\nd"


def test_the_same_check_gives_the_same_bytes(tmp_path):
    check = a_check(a_review(findings=[missing_police()]))

    write_xlsx(check, tmp_path / "a.xlsx")
    write_xlsx(check, tmp_path / "b.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert b"2022-03-18T00:00:00Z" in zip_text(tmp_path / "a.xlsx", "docProps/core.xml")


def zip_text(path, name):
    import zipfile

    with zipfile.ZipFile(path) as package:
        return package.read(name)


def test_sheets_are_ready_to_filter_and_to_print(tmp_path):
    for sheet in written(tmp_path, a_check(a_review(findings=[missing_police()]))):
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows in {"1:1", "$1:$1"}


def test_notes_ask_nobody_and_findings_without_a_case_come_first(tmp_path):
    check = a_check(
        a_review(findings=[a_finding("not-read", Severity.NOTE, "没有识读")]),
        findings=[a_finding("case-folder", path="名册.xlsx")],
    )

    table = rows(written(tmp_path, check)["问题清单"])

    assert table[1][2] == "（工作区）"
    assert table[1][12] == "名册填报人"
    assert table[2][12] is None


def test_a_workbook_that_cannot_be_written_is_an_output_error_and_leaves_nothing(tmp_path):
    place = tmp_path / "核查报告.xlsx"
    place.mkdir()

    with pytest.raises(OutputError, match="写不进去"):
        write_xlsx(a_check(a_review()), place)

    assert list(tmp_path.iterdir()) == [place]


def test_each_who_must_supply_something_has_a_list_to_print(tmp_path):
    check = a_check(
        a_review("001", "黄欣梓", findings=[missing_police()]),
        a_review("002", "李沐言", findings=[missing_police(), a_finding("id-check-digit", message="号码有误")]),
    )

    book = written(tmp_path, check)

    names = [name for name in book.sheetnames if name.startswith("催办-")]
    assert len(names) == 2
    police = next(book[name] for name in names if "派出所" in name)
    assert [(row[1], row[2]) for row in rows(police)[1:]] == [("001", "黄欣梓"), ("002", "李沐言")]
    assert "请补 2 项" in police.oddHeader.left.text
    roster = next(book[name] for name in names if "名册" in name)
    assert [row[1] for row in rows(roster)[1:]] == ["002"]
