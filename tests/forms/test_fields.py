from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dossier.forms.fields import annex_values, chinese_of, dossier_values, visit_paragraph
from dossier.model import (
    Confirmation,
    Decisions,
    EvidenceFile,
    Finding,
    Placed,
    Problem,
    Settings,
    Severity,
    Student,
    Visit,
    Waiver,
)
from tests.forms.build import SETTINGS, TODAY, a_plan, a_review, a_sheet, a_student, a_visit, an_item


def annex(student: Student, settings: Settings = SETTINGS) -> dict[str, object]:
    return annex_values(a_review(student), settings, TODAY)


def test_birth_sex_and_age_come_from_the_id_number() -> None:
    values = annex(a_student())

    assert (values["出生日期"], values["性别"], values["年龄"]) == ("2012年3月5日", "男", "10")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2022-03-05", "2022年3月5日"),
        ("2021-09", "2021年9月"),
        ("去年冬天", "去年冬天"),
        ("2022-02-30", "2022-02-30"),
        ("", ""),
    ],
)
def test_a_date_is_printed_as_far_as_it_is_known(value: str, shown: str) -> None:
    assert chinese_of(value) == shown


def test_without_a_filling_date_the_form_carries_today() -> None:
    assert annex(a_student(), Settings())["填表日期"] == "2022年3月20日"


def test_what_is_unknown_stays_empty() -> None:
    values = annex(Student(name="王晓磊"), Settings(filled_on=TODAY))
    known = {"表名", "姓名", "填表日期", "类别", "情形", "个案编号", "不完整", "有附页", "劝返过程", "条目", "情况说明"}

    assert {name: value for name, value in values.items() if name not in known and value != ""} == {}
    assert values["劝返过程"] == ()


def test_visits_are_numbered_by_date_and_counted() -> None:
    student = a_student(visits=(a_visit(27, result="同意返校。"), a_visit(25)))
    values = annex(student)

    assert values["劝返次数"] == "2"
    assert values["是否已开展劝返工作"] == "是"
    assert values["劝返过程"] == (
        "第1次：2022年2月25日，张明（副校长）、李华（班主任）赴城郊乡王岗村学生家中，以入户方式开展劝返；结果：家长同意返校。",
        "第2次：2022年2月27日，张明（副校长）、李华（班主任）赴城郊乡王岗村学生家中，以入户方式开展劝返；结果：同意返校。",
    )


def test_a_visit_says_only_what_is_known() -> None:
    assert visit_paragraph(1, Visit(date=date(2022, 3, 5))) == "第1次：2022年3月5日。"
    assert visit_paragraph(2, Visit(date_text="2月30日", method="视频", persons="李华", place="学校")) == (
        "第2次：2月30日，李华在学校，以视频方式开展劝返。"
    )
    assert visit_paragraph(3, Visit(method="宣讲义务教育法，劝其返校", result="未见到人")) == (
        "第3次：宣讲义务教育法，劝其返校；结果：未见到人。"
    )


def test_without_visits_the_roster_says_how_often() -> None:
    assert annex(a_student(visits=(), persuasion_count=2))["劝返次数"] == "2"
    assert annex(a_student(visits=(), persuasion_count=0))["是否已开展劝返工作"] == "否"
    assert annex(a_student(visits=(), persuasion_count=None, persuasion_count_text="多次"))["劝返次数"] == "多次"


def test_contents_give_eight_digit_dates_and_the_last_item_from_to() -> None:
    plan = a_plan(
        items=(
            an_item(2, "学籍卡", date=date(2022, 3, 5), first_number=2, last_number=3),
            an_item(None, "班级学习照片", missing=True, note="缺"),
            an_item(3, "户口簿复印件", first_number=4, last_number=6),
        ),
        draft=True,
        missing=("班级学习照片",),
    )
    rows = dossier_values(plan, a_review(), SETTINGS, TODAY)["条目"]

    assert isinstance(rows, tuple)
    assert [(row["顺序号"], row["日期"], row["页号"], row["备注"], row["锚点"]) for row in rows] == [
        ("1", "20220318", "1", "", "item_1"),
        ("2", "20220305", "2", "", "item_2"),
        ("", "", "", "缺", ""),
        ("3", "", "4-6", "", "item_3"),
    ]


def test_the_closing_sheet_counts_names_what_is_missing_and_who_waived() -> None:
    photos = tuple(Placed(path=f"{each}.jpg", page=1, box=(85, 50, 425, 300), caption=("照片",)) for each in "ab")
    plan = a_plan(
        sheets=(a_sheet(2), a_sheet(3, placed=photos)),
        items=(an_item(2, "户口簿复印件"), an_item(3, "劝返照片（2张）")),
        photo_count=2,
        missing=("班级学习照片",),
        waived=(("家访记录", Waiver(by="孙局长", reason="监护人在外地。", on=date(2022, 3, 10))),),
        left_out=(("旧照片.jpg", "与本案无关"),),
        draft=True,
    )
    confirmed = Decisions(confirmed=Confirmation(by="周股长", reason="情况属实"))
    values = dossier_values(plan, a_review(decisions=confirmed), SETTINGS, TODAY)

    assert values["情况说明"] == (
        "本卷共3件3页，其中文字材料2页、照片2张。",
        "缺件：班级学习照片。",
        "复印件：第2页。",
        "已豁免材料：家访记录；原因：监护人在外地；批准人：孙局长（2022年3月10日）。",
        "未归入本卷：旧照片.jpg；原因：与本案无关。",
        "个案情况说明：情况属实；确认人：周股长。",
    )
    assert (values["件数"], values["页数"], values["缺件数"]) == ("3", "3", "1")


def test_the_archive_number_waits_for_a_fonds_number() -> None:
    assert dossier_values(a_plan(), a_review(), SETTINGS, TODAY)["档号"] == "Z109-KB·2022-Y-K-0007"
    assert dossier_values(a_plan(), a_review(), Settings(), TODAY)["档号"] == ""


def test_a_draft_says_why_it_is_incomplete() -> None:
    draft = dossier_values(a_plan(draft=True, missing=("学籍卡",)), a_review(), SETTINGS, TODAY)

    assert draft["不完整说明"] == "本卷缺 1 件材料，仅供核对，不得归档"
    assert dossier_values(a_plan(), a_review(), SETTINGS, TODAY)["不完整说明"] == ""


def test_a_draft_tells_files_that_nobody_can_read_and_other_errors_beside_what_is_missing() -> None:
    bad = EvidenceFile(path="学籍卡.pdf", problem=Problem(rule="encrypted", message="设了密码。"))
    review = a_review()
    review = replace(
        review,
        case=replace(review.case, files=(bad,)),
        findings=(
            Finding(rule="missing", severity=Severity.ERROR, message="缺少班级学习照片。"),
            Finding(rule="encrypted", severity=Severity.ERROR, message="设了密码。", path="学籍卡.pdf"),
            Finding(rule="id-date", severity=Severity.ERROR, message="没有这一天。"),
            Finding(rule="no-seal", severity=Severity.WARNING, message="没有找到章。"),
        ),
    )
    short = dossier_values(a_plan(draft=True, missing=("班级学习照片",)), review, SETTINGS, TODAY)
    whole = dossier_values(a_plan(draft=True), review, SETTINGS, TODAY)

    assert short["不完整说明"] == "本卷缺 1 件材料，另有 1 个文件无法读取、1 处错误未处理，仅供核对，不得归档"
    assert whole["不完整说明"] == "本卷有 1 个文件无法读取，另有 1 处错误未处理，仅供核对，不得归档"
    assert "无法读取：学籍卡.pdf（卷内以说明页代替）。" in short["情况说明"]
