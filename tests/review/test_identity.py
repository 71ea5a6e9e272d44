"""The roster's numbers: each fault told once, by its own name, and no false alarm on what is right."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.facts import IdNumber, age_on, check_digit, read_id
from tests.review.build import BOY, GIRL, a_child, judged, only, reviewed, rules, the_specs


def checked(first17):
    return first17 + check_digit(first17)


def found(**facts):
    facts = {"sex": "", "birth": None} | facts
    return reviewed(a_child("B", "学籍卡.pdf", **facts)).findings


def names(**facts):
    return [item.rule for item in found(**facts)]


@pytest.mark.parametrize("number", [BOY, GIRL, "411328201109189996", "411328201407129983"])
def test_a_right_number_is_no_finding(number):
    assert names(id_number=number) == []


@pytest.mark.parametrize("region", ["411328", "412929", "330113", "133100", "810000", "820000", "830000", "441900"])
def test_present_and_past_regions_are_known(region):
    assert names(id_number=checked(f"{region}20120305999")) == []


def test_numbers_as_people_type_them_are_read():
    number = checked("42068320120710998")
    assert number.endswith("X")
    for typed in (number.lower(), f" {number[:6]} {number[6:]} ", "".join(chr(ord(sign) + 0xFEE0) for sign in number)):
        assert names(id_number=typed) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("41132820120305999", "17 位"),
        ("4113282012030599955", "19 位"),
        ("411328120305999", "15 位"),
        ("4.11328E+17", "科学计数法"),
        ("411328201203059000", "Excel"),
        ("41132820120305999O", "「O」"),
        ("4113282012030X9995", "X 只能在最后一位"),
        ("G411328201203059995", "「G」"),
    ],
)
def test_a_number_of_the_wrong_form_is_id_format_alone(number, said):
    items = found(id_number=number, sex="女", birth=date(2011, 1, 1), student_no=f"G{BOY}")

    assert [item.rule for item in items] == ["id-format"]
    assert said in items[0].message


def test_what_the_roster_says_of_excels_damage_is_told():
    items = found(id_number="411328201203059000", id_number_damage="Excel 只保留了前 15 位")

    assert [item.rule for item in items] == ["id-format"]
    assert items[0].message.endswith("前 15 位。")
    assert found(id_number="1", id_number_damage="坏了。")[0].message.endswith("坏了。")


def test_a_true_number_that_ends_in_000_is_not_called_damaged():
    number = next(
        number for middle in range(1000) if (number := checked(f"411328201203{middle:03d}00")).endswith("000")
    )
    assert "id-format" not in names(id_number=number)


def test_one_wrong_digit_is_a_check_digit_error_alone():
    wrong = BOY[:16] + "8" + BOY[17:]
    items = found(id_number=wrong, sex="男", birth=date(2012, 3, 5), student_no=f"G{wrong}")

    assert [item.rule for item in items] == ["id-check-digit"]
    assert "末位应为" in items[0].message


def test_a_right_number_in_the_student_number_is_proposed():
    wrong = BOY[:13] + "6" + BOY[14:]
    items = found(id_number=wrong, student_no=f"G{BOY}")

    assert [item.rule for item in items] == ["id-check-digit"]
    assert BOY in items[0].message


def test_a_day_that_is_none_is_id_date():
    items = found(id_number=checked("41132820120230999"))

    assert [item.rule for item in items] == ["id-date"]
    assert "2012-02-30，" in items[0].message
    assert items[0].message.startswith("黄欣梓（名册.xlsx 第2行）的身份证号")


def test_a_child_born_today_is_none_of_the_future():
    assert "id-date" not in names(id_number=checked("41132820220318999"))


def test_a_row_that_is_not_known_is_not_told():
    assert found(id_number="1", row="")[0].message.startswith("黄欣梓的身份证号")


def test_a_birth_in_the_future_is_id_date():
    assert names(id_number=checked("41132820230305999")) == ["id-date"]


def test_a_parents_number_is_id_date():
    items = found(id_number=checked("41292919850305999"))

    assert [item.rule for item in items] == ["id-date"]
    assert "家长" in items[0].message


@pytest.mark.parametrize("sex", ["女", "2"])
def test_another_sex_than_the_numbers_is_id_sex(sex):
    assert names(id_number=BOY, sex=sex) == ["id-sex"]
    assert "第 17 位是 9，应为「男」" in found(id_number=BOY, sex=sex)[0].message
    assert names(id_number=GIRL, sex=sex) == []


def test_another_birth_date_than_the_numbers_is_told():
    items = found(id_number=BOY, birth=date(2012, 3, 6))

    assert [item.rule for item in items] == ["id-sex"]
    assert "2012-03-06" in items[0].message


def test_another_birth_month_than_the_numbers_is_told():
    items = found(id_number=BOY, birth_month=date(2012, 4, 1), birth_text="2012年4月")

    assert [item.rule for item in items] == ["id-sex"]
    assert "2012年4月" in items[0].message
    assert names(id_number=BOY, birth_month=date(2012, 3, 1), birth_text="2012.3") == []


@pytest.mark.parametrize("number", ["", "无", "不详", "/"])
def test_no_number_is_a_warning(number):
    item = found(id_number=number)[0]

    assert (item.rule, item.severity) == ("id-missing", "warning")


def test_an_unknown_region_is_a_warning():
    item = found(id_number=checked("99132820120305999"))[0]

    assert (item.rule, item.severity) == ("id-region", "warning")
    assert "991328" in item.message


def test_without_a_region_table_no_region_is_doubted():
    case = a_child("B", "学籍卡.pdf", id_number=checked("99132820120305999"), sex="", birth=None)
    assert rules(reviewed(case, specs=replace(the_specs(), regions={}))) == []


@pytest.mark.parametrize("kind", ["护照", "港澳居民来往内地通行证", "其他证件"])
def test_numbers_of_other_papers_are_not_judged(kind):
    assert names(id_number="E12345678", id_type=kind) == []


# ------------------------------------------------------------------ student number


@pytest.mark.parametrize("number", ["", "无", f"G{BOY}", f" g{BOY} ", "L411328201203051234", "暂无"])
def test_a_right_student_number_is_no_finding(number):
    assert names(id_number=BOY, student_no=number) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (f"LG{BOY}", "20 位"),
        (f"G{BOY[:-1]}", "18 位"),
        (BOY, "G、J 或 L"),
        (f"G{BOY[:16]}85", "校验码"),
        (f"G{GIRL}", "不是这个学生"),
        ("L411328201103051234", "2011-03-05"),
    ],
)
def test_a_wrong_student_number_is_an_error(number, said):
    item = found(id_number=BOY, student_no=number)[0]

    assert (item.rule, item.severity) == ("student-no", "error")
    assert said in item.message


def test_a_school_given_number_is_checked_softly():
    """How the J number's last digit is made is not published for certain: a warning, no more."""
    assert names(id_number="", birth=date(2012, 3, 5), student_no=f"J{BOY}") == ["id-missing"]

    items = found(id_number="", birth=date(2012, 3, 5), student_no=f"J{BOY[:16]}85")
    assert [(item.rule, item.severity) for item in items] == [("student-no", "warning"), ("id-missing", "warning")][
        ::-1
    ]
    assert names(id_number=BOY, student_no=f"J{checked('41132820110305999')}") == ["student-no"]


def test_a_student_number_is_not_held_against_a_faulty_or_another_papers_number():
    assert names(id_number="E1234567", id_type="护照", student_no=f"G{GIRL}") == []
    assert names(id_number="E1234567", id_type="护照", disability_no=f"{GIRL}41") == []
    assert names(id_number=BOY[:16] + "85", student_no=f"G{GIRL}", disability_no=f"{GIRL}41") == ["id-check-digit"]


def test_a_student_number_of_an_older_region_is_a_warning():
    older = checked("412929" + BOY[6:17])
    item = found(id_number=BOY, student_no=f"G{older}")[0]

    assert (item.rule, item.severity) == ("student-no", "warning")
    assert "地区码" in item.message


# ------------------------------------------------------------------ disability card


@pytest.mark.parametrize("number", ["", f"{BOY}41", f"{BOY}52B1"])
def test_a_right_disability_number_is_no_finding(number):
    assert names(id_number=BOY, disability_no=number) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (BOY, "现在共 18 位"),
        (f"{BOY}81", "两位。"),
        (f"{BOY}45", "（1–4）两位。"),
        (f"{BOY[:16]}8541", "校验码"),
        (f"{GIRL}41", "不是这个学生"),
    ],
)
def test_a_wrong_disability_number_is_an_error(number, said):
    item = found(id_number=BOY, disability_no=number)[0]

    assert (item.rule, item.severity) == ("disability-no", "error")
    assert said in item.message


# ------------------------------------------------------------------ two cases


def test_one_number_in_two_cases_is_told_in_both_naming_the_other():
    first, second, third = judged(
        a_child("B", "学籍卡.pdf", id="001"),
        a_child("B", "新学籍卡.pdf", id="002", name="李涵欣"),
        a_child("B", "学籍表.pdf", id="003", name="刘雨", id_number=GIRL, sex="女"),
    ).reviews

    assert only(first, "duplicate-id").other_case == "002"
    assert "李涵欣" in only(first, "duplicate-id").message
    assert only(second, "duplicate-id").other_case == "001"
    assert rules(third) == []


def test_one_child_with_two_numbers_is_a_warning_in_both():
    other = checked("41292920120305999")
    first, second = judged(
        a_child("B", "学籍卡.pdf", id="001"), a_child("B", "新学籍卡.pdf", id="002", id_number=other)
    ).reviews

    assert only(first, "possible-duplicate").other_case == "002"
    assert only(second, "possible-duplicate").severity == "warning"


def test_numbers_that_excel_cut_are_not_called_the_same():
    damage = {"id_number": "411328201203059000", "id_number_damage": "Excel 只保留了前 15 位"}
    result = judged(a_child("B", id="001", **damage), a_child("B", id="002", name="李涵欣", **damage))

    assert "duplicate-id" not in rules(result.reviews[0])


def test_children_without_a_number_are_not_each_other():
    result = judged(a_child("B", id="001", id_number=""), a_child("B", id="002", id_number=""))

    assert set(rules(result.reviews[0])) == {"missing", "id-missing"}


# ------------------------------------------------------------------ the numbers themselves


def test_check_digits_are_those_of_the_standard():
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


def test_every_single_wrong_digit_is_seen():
    for place in range(17):
        for digit in set("0123456789") - {BOY[place]}:
            assert not IdNumber(BOY[:place] + digit + BOY[place + 1 :]).is_checked


def test_parts_of_a_number():
    number = read_id(GIRL)
    assert number is not None
    assert (number.birth, number.sex, number.region) == (date(2012, 3, 5), "女", "411328")
    assert read_id(checked("41132820121231999")).birth == date(2012, 12, 31)
    assert read_id("４１１３２８２０１２０３０５９９９５") is None


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2012, 3, 5), date(2022, 3, 4), 9),
        (date(2012, 3, 5), date(2022, 3, 5), 10),
        (date(2012, 2, 29), date(2021, 2, 28), 8),
    ],
)
def test_ages_are_completed_years(birth, day, years):
    assert age_on(birth, day) == years
