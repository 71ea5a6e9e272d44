"""What a paper says of itself: day, number, issuer."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.model import PageReading, TextLine
from dossier.review.imprint import Known, imprint_of
from tests.evidence.reading.build import a_page, a_seal, looked, read_file
from tests.review.build import a_case, a_child, a_student, decided


def a_form(*rows, confidence=0.99, source="ocr"):
    """A page whose rows are cells side by side; `|` parts them."""
    lines = []
    for index, row in enumerate(rows):
        cells = row.split("|")
        top = 0.08 + 0.84 * index / max(len(rows) - 1, 1)
        for place, text in enumerate(cells):
            left = 0.08 + 0.84 * place / len(cells)
            if text:
                lines.append(
                    TextLine(text=text, box=(left, top, left + 0.8 / len(cells), top + 0.02), confidence=confidence)
                )
    return PageReading(page=1, source=source, lines=tuple(lines))


def day(*rows, never=(), **more):
    return imprint_of([a_form(*rows, **more)], Known(never=never)).date


CARD = (
    "学生基本信息表",
    "姓名|黄欣梓|性别|男",
    "出生日期|2012-03-05|民族|汉族",
    "身份证件号|411328201203059995|学籍号|G411328201203059995",
    "学校名称|城郊乡中心学校|入学年月|2018-09-01",
    "父亲|黄建国|电话|13708150899",
)
MARCH = date(2022, 3, 1)


@pytest.mark.parametrize(
    "foot",
    [
        "打印时间：2022-03-01",
        "打印时间：2022-03-01 10:23:45|打印人：张三",
        "打印人：张三|打印时间：2022年3月1日",
        "学校（盖章）：城郊乡中心学校|2022年3月1日",
        "城郊乡中心学校 2022年3月1日",
        "经办人：李四|2022年3月1日",
        "校长签字：李四|日期：2022年3月1日",
        "2022年3月1日",
        "2022年|3月|1日",
        "二〇二二年三月一日",
        "二○二二年三月一日（章）",
        "签发日期|2022.03.01",
    ],
)
def test_the_day_at_the_foot_need_not_stand_alone(foot):
    assert day(*CARD, foot) == MARCH


@pytest.mark.parametrize(
    "foot",
    [
        "出生日期：2012-03-05",
        "出生日期|2012-03-05",
        "有效期至：2029年5月1日",
        "有效期限|2019年5月1日|至|2029年5月1日",
        "辍学时间|2022-02-10|复学时间|2022-03-10",
        "本表依据《中小学生学籍管理办法》（2013年8月11日印发）制定",
        "教育部2014年1月1日监制",
        "该生2018年9月1日在我校就读",
        "户口于2019年5月1日由本辖区迁出。",
        "转入日期|2021-09-01|转入",
        "2021-09-01|转入|城郊乡中心学校五年级",
        "打印人：张三",
    ],
)
def test_another_day_is_not_the_paper_s(foot):
    assert day(*CARD, foot, "注：本表一式两份") is None


def test_a_birthday_that_stands_alone_at_the_foot_is_none():
    rows = ("常住人口登记卡", "姓名|黄欣梓", "公民身份号码|411328201203059995", "出生", "2012年3月5日")

    assert day(*rows) is None
    assert day("证明", "黄欣梓", "2012年3月5日", never={date(2012, 3, 5)}) is None


def test_a_birthday_below_its_label_is_none():
    assert day("幼儿信息表", "姓名|性别|出生日期", "陈明|男|2014年12月16日") is None


def test_the_lowest_day_of_a_foot_counts_and_a_misread_one_does_not():
    foot = ("填表日期：2022年2月20日", "唐河县教育体育局", "2022年3月1日")

    assert day("学生休学审批表", "姓名|黄欣梓", "意见|同意", *foot) in (date(2022, 2, 20), MARCH)
    assert day(*CARD, "2022年3月1日", confidence=0.7) is None


def test_a_day_of_the_upper_part_counts_only_where_it_says_so():
    assert day("学生基本信息表", "打印时间：2022-03-01", "姓名|黄欣梓", "学校|城郊乡中心学校", "备注|无") == MARCH
    assert day("情况记录", "2022-03-01", "姓名|黄欣梓", "学校|城郊乡中心学校", "备注|无") is None


# ------------------------------------------------------------------ number and issuer


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("唐城教劝〔2022〕3号", "唐城教劝〔2022〕3号"),
        ("唐城教劝[2022]3号", "唐城教劝〔2022〕3号"),
        ("（唐城教劝〔2022〕第12号）", "唐城教劝〔2022〕第12号"),
        ("编号：唐城教劝〔2022〕3号", "唐城教劝〔2022〕3号"),
        ("号唐城教劝〔2022〕3号", "唐城教劝〔2022〕3号"),
        ("编 号 唐城教劝〔2022〕3号", "唐城教劝〔2022〕3号"),
        ("（2021）豫1328民初1234号", "（2021）豫1328民初1234号"),
        ("唐司劝字第12号", "唐司劝字第12号"),
        ("编号：2022-015", "2022-015"),
        ("根据教基〔2022〕33号文件精神，", ""),
        ("学号：20220101", ""),
        ("姓名：黄欣梓", ""),
    ],
)
def test_a_number_stands_alone_and_never_in_a_sentence(line, number):
    page = a_form(
        "督促注册学籍联系函（存根）",
        line,
        "贵校：",
        "根据教基〔2022〕33号，请注册学籍。",
        "城郊乡中心学校",
        "2022年3月1日",
    )

    assert imprint_of([page]).document_no == number


@pytest.mark.parametrize(
    ("foot", "unit"),
    [
        (("唐河县公安局湖阳镇派出所", "2022年3月1日"), "唐河县公安局湖阳镇派出所"),
        (("湖阳镇王楼村民委员会（盖章）", "2022年3月1日"), "湖阳镇王楼村民委员会"),
        (("学校（盖章）：城郊乡中心学校|2022年3月1日",), "城郊乡中心学校"),
        (("城郊乡人民政府 2022年3月1日",), "城郊乡人民政府"),
        (("经办人：张三", "2022年3月1日"), ""),
        (("此致", "唐河县教育体育局：", "2022年3月1日"), ""),
    ],
)
def test_who_issued_it_stands_at_the_foot(foot, unit):
    page = a_form("证明", "兹证明黄欣梓系我辖区居民。", "户口已迁出。", "特此证明。", *foot)

    assert imprint_of([page]).issuer == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("唐河县城郊乡中心学校", "唐河县城郊乡中心学校"),
        ("派出所唐河县公安局湖阳镇", "唐河县公安局湖阳镇派出所"),
        ("唐河县公安局湖阳派出所户口专用章", "唐河县公安局湖阳派出所"),
        ("乡中字", ""),
    ],
)
def test_else_its_seal_says_who(text, unit):
    page = a_page("学生基本信息表", "姓名：黄欣梓", "打印人：张三", seals=[a_seal(text)])

    assert imprint_of([page]).issuer == unit


def test_a_unit_of_no_county_was_misread():
    page = a_form("证明", "兹证明黄欣梓系我辖区居民。", "特此证明。", "桐舶县公安局张店镇派出所", "2022年3月1日")

    assert imprint_of([page], Known(regions={"桐柏县", "河南省"})).issuer == ""
    assert imprint_of([page], Known(regions={"桐舶县"})).issuer == "桐舶县公安局张店镇派出所"


def test_units_that_sign_together_are_both_named():
    page = a_form(
        "证明",
        "兹证明黄欣梓随父母外出。",
        "特此证明。",
        "湖阳镇王楼村民委员会",
        "唐河县公安局湖阳镇派出所（盖章）",
        "2022年3月1日",
    )
    beside = a_form("证明", "特此证明。", "唐河县教体局|唐河县民政局", "2022年3月1日|2022年3月1日")

    assert imprint_of([page]).issuer == "湖阳镇王楼村民委员会、唐河县公安局湖阳镇派出所"
    assert imprint_of([beside]).issuer == "唐河县教体局、唐河县民政局"


def a_signed_form(unit, seal, confidence=0.97, told="兹证明黄欣梓系我辖区居民。", trusted=()):
    """The issuer of a certificate that this unit signs and this seal lies on."""
    page = a_form("证明", told, "户口已迁出。", "特此证明。", unit, "2022年3月1日", confidence=confidence)
    stamped = replace(page, seals=(a_seal(seal, confidence=0.96),)) if seal else page
    return imprint_of([stamped], Known(trusted=trusted)).issuer


def test_foot_seal_and_roster_are_held_against_each_other():
    right, misread = "唐河县司法局昝岗镇司法所", "唐河县司法局告岗镇司法所"
    roster = ["河南省南阳市唐河县昝岗镇王楼村"]

    assert a_signed_form(right, right, confidence=0.85) == right
    assert a_signed_form(misread, right) == ""
    assert a_signed_form(right, misread, trusted=roster) == right
    assert a_signed_form(misread, "", trusted=roster) == ""
    assert a_signed_form(misread, "", told="经昝岗镇人民政府责令限期改正。", trusted=roster) == right
    assert a_signed_form("唐河县公安湖阳派出所", "唐河县公安局湖阳派出所", confidence=0.999) == ""
    assert a_signed_form("教育和体育局", "", confidence=0.999) == ""
    assert a_signed_form("云控辍保学工作领导小组", "", confidence=0.999) == ""


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (("户口注销证明",), "户口注销证明"),
        (("督促注册学籍联系函（存根）", "唐城教函〔2022〕3号"), "督促注册学籍联系函（存根）"),
        (("唐河县教育体育局文件", "唐教函〔2022〕3号", "关于及时办理学生转学的函"), "关于及时办理学生转学的函"),
        (("关于黄欣梓户籍核查情况的说明",), "关于黄欣梓户籍核查情况的说明"),
        (("关于黄欣样户籍核查情况的说明",), ""),
        (("证明",), ""),
        (("情况说明",), ""),
        (("编号：唐公证字第3号", "户籍证明"), "户籍证明"),
        (("唐河县公安局湖阳派出所",), ""),
        (("贵县教育局：",), ""),
    ],
)
def test_a_title_is_what_stands_over_the_first_sentence(head, title):
    told = ("兹证明黄欣梓，男，公民身份号码411328201203059995，", "户口已迁出。", "特此证明。", "2022年3月1日")

    assert imprint_of([in_the_middle(len(head), a_form(*head, *told))], Known(name="黄欣梓")).title == title
    unsure = a_form(*head, *told, confidence=0.8)
    assert imprint_of([in_the_middle(len(head), unsure)], Known(name="黄欣梓")).title == ""


def in_the_middle(count, page):
    """The page with its first lines set in the middle."""
    lines = [replace(line, box=(0.3, line.box[1], 0.7, line.box[3])) for line in page.lines[:count]]
    return replace(page, lines=(*lines, *page.lines[count:]))


def test_a_title_may_take_two_lines():
    lines = [
        TextLine(text="关于告知贵县及时办理", box=(0.3, 0.1, 0.7, 0.13), confidence=0.99),
        TextLine(text="学生转学的函", box=(0.4, 0.14, 0.6, 0.17), confidence=0.99),
        TextLine(text="镇平县教育体育局：", box=(0.1, 0.22, 0.4, 0.24), confidence=0.99),
        TextLine(text="现有学生在贵县就读，请办理转学。", box=(0.1, 0.26, 0.9, 0.28), confidence=0.99),
        TextLine(text="唐河县教育体育局", box=(0.5, 0.5, 0.8, 0.52), confidence=0.99),
    ]

    assert (
        imprint_of([PageReading(page=1, source="ocr", lines=tuple(lines))]).title == "关于告知贵县及时办理学生转学的函"
    )


# ------------------------------------------------------------------ in a case


def test_no_birthday_of_the_roster_is_a_paper_s_day():
    card = ("学生基本信息表（学籍卡）", "姓名：黄欣梓", "全国学籍号：G411328201203059995", "2012年3月5日")
    result = looked(a_child("B", read_file("学籍卡.jpg", a_page(*card))))

    assert result.parts[0].date is None


def test_what_a_person_decided_is_still_read():
    from dossier.model import PartDecision

    police = a_page("证 明", "户口已迁出。", "特此证明。", "唐河县公安局湖阳镇派出所", "2022年3月3日")
    case = a_case("A", read_file("扫描_0001.jpg", police), student=a_student(category_text="A"))
    said = {"扫描_0001.jpg": (PartDecision(type="police-certificate", pages=(1,), turn=0),)}
    part = looked(decided(case, files=said)).parts[0]

    assert (part.date, part.issuer) == (date(2022, 3, 3), "唐河县公安局湖阳镇派出所")


def test_a_turn_alone_says_nothing_of_what_a_paper_is():
    from dossier.model import PartDecision

    police = a_page("派出所证明", "户口已迁出。", "特此证明。", "唐河县公安局湖阳镇派出所", "2022年3月3日")
    case = decided(a_case("A", read_file("扫描_0001.jpg", police)), files={"扫描_0001.jpg": (PartDecision(turn=180),)})
    part = looked(case).parts[0]

    assert (part.type, part.turn, part.date) == ("police-certificate", 180, date(2022, 3, 3))
