"""Papers read as forms: what must be read, what must be read but is not sure, what must not be read at all."""

from dataclasses import replace

import pytest

from dossier.model import Seal
from tests.facts.build import BOY, GIRL, a_card, a_line, a_page, hear, read


def test_a_card_of_the_system_is_read_row_by_row():
    assert read(a_card()) == [
        ("name", "黄欣梓", True),
        ("id_number", BOY, True),
        ("school", "唐河县城郊乡中心学校", True),
        ("grade", "七年级", True),
        ("class_name", "2班", True),
        ("guardian1_name", "黄建国", True),
        ("guardian1_relation", "父亲", True),
        ("guardian1_phone", "13708150899", True),
    ]


def test_two_labels_in_a_row_have_their_own_values_and_an_empty_cell_has_none():
    page = a_page(
        [(0.1, "姓名"), (0.25, "黄欣梓"), (0.5, "曾用名"), (0.7, "性别"), (0.85, "女")],
        [(0.1, "民族"), (0.5, "健康状况"), (0.7, "良好")],
    )

    assert read(page) == [("name", "黄欣梓", True), ("sex", "女", True), ("health", "健康或良好", True)]


def test_labels_and_values_on_one_line_are_parted():
    page = a_page(
        "姓名：黄欣梓　　性别：男　　民族：汉",
        "残疾类别：肢体残疾　　残疾等级：贰级",
        "姓名:赵远涵性别:男",
        f"残疾人证号：{BOY}42",
    )

    found = read(page, kind="disability-certificate")

    assert ("sex", "男", False) in found or ("sex", "男", True) in found
    assert ("nation", "汉族", True) in found
    assert ("disability_kind", "肢体", True) in found
    assert ("disability_no", f"{BOY}42", True) in found
    assert all(field != "disability_grade" for field, _, _ in found)


def test_a_row_that_falls_to_the_right_is_still_one_row():
    rows = [
        [(0.1, "姓名"), (0.25, "黄欣梓"), (0.6, "性别"), (0.8, "女")],
        [(0.1, "民族"), (0.25, "汉族"), (0.6, "年级"), (0.8, "七年级")],
    ]

    assert {(field, value) for field, value, _ in read(a_page(*rows, slant=0.03))} == {
        ("name", "黄欣梓"), ("sex", "女"), ("nation", "汉族"), ("grade", "七年级"),
    }  # fmt: skip


def test_an_address_of_two_lines_is_one_value():
    page = a_page([(0.1, "姓名"), (0.3, "黄欣梓")], [], [(0.1, "户口所在地")], [], [(0.1, "民族"), (0.3, "汉族")])
    lines = (
        a_line("河南省南阳市唐河县城郊乡", (0.3, 0.162, 0.56, 0.187)),
        a_line("王岗村3组17号", (0.3, 0.19, 0.45, 0.215)),
    )
    page = type(page)(page=1, source="ocr", lines=(*page.lines, *lines))

    assert ("household_address", "河南省南阳市唐河县城郊乡王岗村3组17号", True) in read(page)


def test_under_a_row_of_headings_the_value_stands_below_and_is_only_proposed():
    page = a_page(
        [(0.1, "学年"), (0.3, "年级"), (0.5, "班级"), (0.7, "备注")],
        [(0.08, "2021-2022"), (0.3, "六年级"), (0.5, "5班")],
    )

    assert read(page) == [("grade", "六年级", False), ("class_name", "5班", False)]


def test_what_follows_a_person_is_that_persons():
    page = a_page(
        [(0.1, "学生姓名"), (0.3, "黄欣梓"), (0.6, "身份证号"), (0.8, BOY)],
        [(0.1, "监护人1"), (0.3, "黄建国"), (0.6, "联系电话"), (0.8, "13708150899")],
        [(0.1, "监护人2"), (0.3, "李秀英"), (0.6, "联系电话"), (0.8, "13708150898")],
        [(0.1, "劝返责任人"), (0.3, "赵文博"), (0.6, "联系电话"), (0.8, "13837700114")],
    )

    assert [(field, value) for field, value, _ in read(page, kind="registration-form")] == [
        ("name", "黄欣梓"), ("id_number", BOY), ("guardian1_name", "黄建国"), ("guardian1_phone", "13708150899"),
        ("guardian2_name", "李秀英"), ("guardian2_phone", "13708150898"),
        ("persuader", "赵文博"), ("persuader_phone", "13837700114"),
    ]  # fmt: skip


def test_an_offices_telephone_is_nobodys_and_a_signature_place_no_guardian():
    page = a_page("监护人签字：黄建国", "联系电话：13837700754")

    assert read(page, kind="village-certificate") == []
    assert read(page, kind="home-visit-record") == [("guardian1_phone", "13837700754", True)]


def test_a_certificate_says_it_in_sentences():
    told = f"兹证明黄欣梓，女，汉族，2012年03月05日出生，公民身份号码{GIRL[:8]}"
    page = a_page("证明", told, f"{GIRL[8:]}，系我辖区居民。")

    assert set(read(page, kind="household-certificate")) == {
        ("sex", "女", True), ("nation", "汉族", True), ("birth", "2012-03-05", True), ("id_number", GIRL, True),
    }  # fmt: skip


def test_where_a_child_goes_to_school_now():
    page = a_page("家长证明材料", "我的孩子现在跟随父母在浙江省义乌市稠山第三小学就读七年级，没有辍学。")

    assert read(page, kind="guardian-statement") == [("school", "浙江省义乌市稠山第三小学", True)]


def test_badly_read_or_sealed_is_not_sure():
    text = [(0.1, "学校名称"), (0.35, "唐河县城郊乡中心学校")]
    seal = Seal(box=(0.3, 0.05, 0.6, 0.2), colour="red")

    assert read(a_page(text, sure=0.97)) == [("school", "唐河县城郊乡中心学校", False)]
    assert read(a_page(text, seals=[seal])) == [("school", "唐河县城郊乡中心学校", False)]


def test_an_address_of_which_the_end_is_missing_is_not_sure():
    assert read(a_page([(0.1, "现住址"), (0.35, "河南省南阳市社旗县文峰街道")])) == [
        ("live_address", "河南省南阳市社旗县文峰街道", False)
    ]


def test_told_in_two_ways_a_fact_is_sure_in_neither():
    page = a_page([(0.1, "年级"), (0.35, "七年级")], [(0.1, "就读年级"), (0.35, "八年级")])

    assert read(page) == [("grade", "七年级", False), ("grade", "八年级", False)]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("身份证号", BOY[:-1] + "0"), ("性别", "未知"), ("出生日期", "2012年13月5日"), ("监护人", "是否监护人"),
        ("联系电话", "1370815089"),
        ("民族", "中国"), ("全国学籍号", "20210001"), ("年级", "就读方式"), ("学校名称", "走读"), ("班级", "班主任"),
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_value_is_not_read(label, text):
    assert read(a_page([(0.1, label), (0.4, text)])) == []


def test_a_paper_that_is_no_form_says_nothing():
    assert read(a_card(), kind="class-photo") == []
    assert read(a_card(), kind="other") == []


# ---------------------------------------------------------------------------- visits


def test_each_visit_of_a_form_begins_at_its_date():
    page = a_page(
        [(0.1, "学生姓名"), (0.3, "黄欣梓")],
        [(0.1, "第1次劝返时间"), (0.4, "2022年3月1日"), (0.7, "方式"), (0.8, "入户")],
        [(0.1, "劝返人员"), (0.4, "赵文博、刘支书")],
        [(0.1, "第2次劝返时间"), (0.4, "2022-03-08")],
        [(0.1, "结果"), (0.4, "同意返校")],
    )
    visits = hear(page, kind="persuasion-record")[1].visits

    assert [(str(one.date), one.persons, one.method, one.result, one.sure) for one in visits] == [
        ("2022-03-01", "赵文博、刘支书", "入户", "", True),
        ("2022-03-08", "", "", "同意返校", True),
    ]


def test_numbered_sentences_are_visits_and_other_dates_are_none():
    page = a_page(
        "劝返记录",
        "1. 2022年2月11日，班主任与驻村干部到黄欣梓家中劝返，向监护人宣传《义务教育法》。结果：未复学。",
        "2. 2022年2月12日，班主任与驻村干部到黄欣梓家中劝返，向监护人宣传《义务教育法》。",
        "填表日期：2022年3月1日",
        source="word",
    )
    visits = hear(page, kind="persuasion-record")[1].visits

    assert [str(one.date) for one in visits] == ["2022-02-11", "2022-02-12"]
    assert (visits[0].persons, visits[0].result) == ("班主任与驻村干部", "未复学")
    assert hear(page, kind="enrolment-card")[1].visits == ()


def test_lines_round_a_label_that_begin_at_different_places_are_no_value_of_it():
    label = a_line("户口所在地", (0.1, 0.50, 0.21, 0.528))
    above = a_line("河南省南阳市", (0.3, 0.479, 0.43, 0.503))
    below = a_line("城郊乡王岗村", (0.45, 0.525, 0.58, 0.549))
    reading = replace(a_page("学生基本信息表"), lines=(above, label, below))

    assert "household_address" not in {field for field, _, _ in read(reading)}


def test_labels_and_values_that_narrow_cells_set_in_two_lines_are_whole():
    """Two cells of a row, each label in two lines, each value in two lines set in the middle of its cell."""
    lines = (
        a_line("唐河县湖阳镇王岗村8组87", (0.217, 0.415, 0.464, 0.439)),
        a_line("户口所在", (0.473, 0.415, 0.57, 0.441)),
        a_line("河南省南阳市唐河县湖阳镇王岗村8", (0.58, 0.417, 0.905, 0.439)),
        a_line("家庭住址", (0.101, 0.424, 0.196, 0.452)),
        a_line("号", (0.321, 0.437, 0.36, 0.463)),
        a_line("地", (0.502, 0.437, 0.543, 0.463)),
        a_line("组87号", (0.706, 0.438, 0.778, 0.462)),
    )
    reading = replace(a_page("学生基本信息表"), lines=lines)

    assert read(reading) == [
        ("live_address", "唐河县湖阳镇王岗村8组87号", True),
        ("household_address", "河南省南阳市唐河县湖阳镇王岗村8组87号", True),
    ]


def test_cells_of_one_row_are_no_value_of_the_first_label():
    """The second label was read as no label: what stands in its cell is another's."""
    page = a_page([(0.1, "家庭住址"), (0.3, "唐河县湖阳镇王岗村"), (0.6, "户口什么"), (0.8, "河南省南阳市")])

    assert not any(sure for field, _, sure in read(page) if field == "live_address")


def test_a_guardian_under_a_row_of_headings_is_read_and_of_years_only_proposed():
    page = a_page(
        [(0.1, "成员姓名"), (0.3, "关系"), (0.5, "联系电话"), (0.78, "工作单位")],
        [(0.1, "黄建国"), (0.3, "父亲"), (0.48, "13708150899"), (0.8, "务农")],
    )

    assert read(page) == [
        ("guardian1_name", "黄建国", True),
        ("guardian1_relation", "父亲", True),
        ("guardian1_phone", "13708150899", True),
    ]


def test_each_row_under_headings_is_a_visit():
    page = a_page(
        "劝返记录",
        [(0.1, "次数"), (0.25, "时间"), (0.5, "地点"), (0.65, "人员"), (0.85, "结果")],
        [(0.11, "1"), (0.22, "2022-02-10"), (0.5, "王岗村"), (0.65, "赵文博"), (0.85, "未返校")],
        [(0.11, "2"), (0.22, "2022-02-21"), (0.5, "王岗村"), (0.65, "赵文博"), (0.85, "未返校")],
        "记录人：王老师",
    )
    visits = hear(page, kind="persuasion-record")[1].visits

    assert [(str(one.date), one.persons, one.place, one.result, one.sure) for one in visits] == [
        ("2022-02-10", "赵文博", "王岗村", "未返校", True),
        ("2022-02-21", "赵文博", "王岗村", "未返校", True),
    ]
