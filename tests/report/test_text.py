"""The report as a terminal shows it."""

import re

from rich.cells import cell_len

from dossier.model import Decisions, Severity
from dossier.report import format_text
from dossier.report.words import mask
from tests.report.build import a_case, a_check, a_file, a_finding, a_review, missing_police


def test_no_line_is_wider_than_the_terminal_with_chinese_counted_double():
    long = a_finding(message="派出所证明上写的是另一个孩子的姓名，" * 12, action="请核对后换成本人的材料。" * 8)
    check = a_check(
        a_review(findings=[long, missing_police()]),
        *[a_review(f"{number:03}", "阿依古丽·买买提", findings=[missing_police()]) for number in range(10, 40)],
    )

    for width in (60, 80, 120):
        lines = format_text(check, width=width).splitlines()
        lines = [line for line in lines if not line.strip().startswith("dossier ")]  # to be copied, so never parted
        assert max(cell_len(line) for line in lines) <= width


def test_a_complete_case_takes_one_line_and_stands_after_those_to_chase():
    text = format_text(a_check(a_review("001", "王䶮"), a_review("002", "李涵欣", findings=[missing_police()])))

    lines = [line for line in text.splitlines() if "王䶮" in line]
    assert len(lines) == 1
    assert text.index("李涵欣") < text.index("王䶮")


def test_the_summary_says_how_many_can_be_filed_and_whom_to_ask_for_what():
    text = format_text(a_check(a_review("001"), a_review("002", "李涵欣", findings=[missing_police()])))

    summary = text[text.index("汇总") :]
    assert "共 2 个个案，可归档 1 个，待核对 0 个，待补正 1 个。" in summary
    assert re.search(r"辖区派出所\s+派出所证明 1 个：002李涵欣", summary)


def test_what_to_do_next_stands_under_each_finding():
    text = format_text(a_check(a_review(findings=[missing_police()])))

    assert "缺少派出所证明" in text
    assert "→ 请向辖区派出所索取。" in text


def test_findings_without_a_case_stand_first():
    finding = a_finding("case-folder", message="第5行 张三 没有文件夹", path="名册.xlsx")

    text = format_text(a_check(a_review(), findings=[finding]))

    assert text.startswith("工作区\n")
    assert "名册.xlsx：第5行 张三 没有文件夹" in text


def test_only_a_coloured_report_has_escape_codes():
    check = a_check(a_review(findings=[missing_police()]))

    assert "\x1b" not in format_text(check, colour=False)
    assert "\x1b[" in format_text(check, colour=True)


def test_names_cannot_steer_the_terminal():
    hostile = a_finding("unreadable", message="打不开 \x1b]0;x\x07\u202e[red]a[/red]\n.pdf")

    text = format_text(a_check(a_review(name="[bold]李", findings=[hostile])))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]a[/red]␊.pdf" in text
    assert "[bold]李" in text


def test_a_disability_number_with_an_x_inside_is_masked():
    assert mask("残疾证号 42068320111229991X42") == "残疾证号 420683************42"
    assert mask("41132820120305999542") == "411328**********9542"


def test_id_numbers_are_masked():
    hostile = a_finding("id-check-digit", message="身份证号 411328201203059996 校验码不对，G411328201203059995")

    text = format_text(a_check(a_review(findings=[hostile])))

    assert "411328********9996" in text
    assert "G411328********9995" in text
    assert "20120305" not in text


def test_a_file_name_with_a_date_is_not_taken_for_an_id_number():
    message = "微信图片_20220305101530123.jpg 打不开"

    assert message in format_text(a_check(a_review(findings=[a_finding("unreadable", message=message)])))


def test_an_accepted_warning_no_longer_asks():
    from dossier.model import Acceptance

    accepted = a_finding(
        "no-seal", Severity.WARNING, "没有看到印章", accepted=Acceptance(rule="no-seal", by="张", reason="已核对")
    )

    text = format_text(a_check(a_review(findings=[accepted])))

    assert "没有看到印章" not in text
    assert "已认可 1 条" in text


def test_levels_are_called_as_in_the_other_reports():
    findings = [missing_police(), a_finding("blurred", Severity.WARNING, "看不清", path="1.jpg")]

    text = format_text(a_check(a_review(findings=findings)))

    assert re.search(r"^  必须解决  缺少派出所证明$", text, re.MULTILINE)
    assert re.search(r"^  人工核对  1.jpg：看不清$", text, re.MULTILINE)


def test_the_roster_is_not_named_twice():
    finding = a_finding("case-folder", message="名册第25行 025 张三：没有这个学生的文件夹", path="名册.xlsx")

    assert "名册.xlsx：第25行 025 张三" in format_text(a_check(findings=[finding]))


def test_the_command_that_settles_a_finding_stands_on_one_line_at_any_width():
    path = "家访记录 2022, [1].jpg"
    review = a_review(
        case=a_case(files=(a_file(path),)),
        findings=[a_finding("no-signature", Severity.WARNING, "没有签字", path=path)],
    )

    for width in (60, 80, 200):
        lines = format_text(a_check(review), width=width).splitlines()
        command = f'dossier accept 2022春 002 no-signature "{path}" --by 您的姓名 --reason 已核对原件'
        assert [line.strip() for line in lines if "dossier" in line] == [command]


def test_nothing_is_to_be_added_to_a_case_file_that_cannot_be_read():
    findings = [a_finding("blurred", Severity.WARNING, "看不清")]
    broken = a_review(case=a_case(decisions=Decisions(problem="第2行：…")), findings=findings)

    assert "dossier accept" in format_text(a_check(a_review(findings=findings)))
    assert "dossier accept" not in format_text(a_check(broken))
