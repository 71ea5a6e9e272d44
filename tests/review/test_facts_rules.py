"""Rules about facts: each kind must fire, and must not fire beside its like."""

from datetime import date

import pytest

from dossier.model import Guardian, PageReading, RosterColumn, RosterHeader, Seal, Severity, Visit
from tests.evidence.reading.build import read_file
from tests.facts.build import BOY, GIRL, a_card, a_page
from tests.review.build import a_child, decided, judged, only, reviewed, rules

WHOLE = {
    "guardians": (Guardian(name="黄建国", relation="父亲", phone="13708150899"),),
    "household_address": "河南省南阳市唐河县城郊乡王岗村3组17号",
    "dropout_date": date(2022, 2, 1),
    "dropout_reason": "厌学",
    "persuaded": "是",
    "persuasion_result": "未复学",
    "not_returned_reason": "外出",
    "persuader": "赵文博",
}
FACTS = {
    "annex-empty",
    "facts-differ",
    "facts-contradict",
    "fact-unclear",
    "paper-order",
    "visits-differ",
    "count-mismatch",
}
FACTS |= {"date-order", "student-no", "disability-no"}


BACK = {"persuasion_result": "已复学", "return_date": date(2022, 2, 20)}


def told(result):
    """The rules about facts that fired."""
    return [rule for rule in rules(result) if rule in FACTS]


def a_visit(day, **more):
    return Visit(date=date.fromisoformat(day), date_text=day, persons="赵文博", spot="劝返记录 第2行", **more)


def a_record(*days, name="黄欣梓", path="劝返记录.docx"):
    entries = [f"{place}. {day}，班主任与驻村干部到{name}家中劝返，向监护人宣讲。" for place, day in enumerate(days, 1)]
    return read_file(path, a_page(f"{name}劝返记录", *entries, source="word"))


def a_sealed_card(day="", path="学籍卡.jpg", **cells):
    card = a_card(**cells)
    foot = a_page(*([] for _ in range(16)), day).lines if day else ()
    seal = Seal(box=(0.6, 0.8, 0.8, 0.95), colour="red", text="唐河县城郊乡中心学校")
    return read_file(path, PageReading(page=1, source="ocr", lines=(*card.lines, *foot), seals=(seal,)))


# ---------------------------------------------------------------------------- annex-empty


def header(*fields):
    return RosterHeader(
        file="名册.xlsx",
        sheet="名册",
        row=1,
        columns=tuple(RosterColumn(column="A", header=f, field=f) for f in fields),
    )


def test_empty_cells_of_a_dropout_are_told_once_with_what_a_paper_offers():
    asked = header(
        "id_number", "guardian1.name", "guardian1.phone", "household_address", "persuader", "persuasion_result"
    )
    case = a_child("K", a_sealed_card(), household_address="", persuaded="是", dropout_date=date(2022, 2, 1))
    finding = only(judged(case, header=asked).reviews[0], "annex-empty")

    assert set(finding.fields) == {
        "guardian1_name", "guardian1_phone", "household_address", "persuader", "persuasion_result",
    }  # fmt: skip
    assert "监护人1电话「13708150899」（学籍卡.jpg第1页" in finding.message
    assert finding.severity is Severity.WARNING


def test_what_nobody_could_say_of_any_child_is_one_note_and_no_cases():
    check = judged(
        a_child("B", "学籍卡.jpg"), a_child("B", "学籍卡.jpg", id="002", name="刘雨"), header=header("id_number")
    )

    notes = [finding for finding in check.findings if finding.rule == "annex-empty"]
    assert [(note.severity, set(note.fields)) for note in notes] == [
        (Severity.NOTE, {"guardian1_name", "guardian1_phone", "household_address"})
    ]
    assert all("annex-empty" not in rules(review) for review in check.reviews)


def test_a_whole_annex_asks_nothing_and_a_pupil_needs_no_dropout():
    needs = header("guardian1.name", "guardian1.phone", "household_address", "dropout_date", "persuader", "return_date")
    pupil = {key: WHOLE[key] for key in ("guardians", "household_address")}

    assert told(judged(a_child("K", **WHOLE), header=needs).reviews[0]) == []
    assert told(judged(a_child("B", **pupil), header=needs).reviews[0]) == []


@pytest.mark.parametrize(("result", "field"), [("已返原校复学", "return_date"), ("未复学", "not_returned_reason")])
def test_how_it_ended_asks_for_its_own_cell(result, field):
    given = WHOLE | {"persuasion_result": result, "not_returned_reason": ""}
    case = a_child("K", **given)

    assert only(judged(case, header=header(field)).reviews[0], "annex-empty").fields == (field,)


def test_a_blank_that_a_person_filled_is_filled():
    case = a_child("B", household_address="", guardians=WHOLE["guardians"])
    filled = decided(
        a_child("B", **{key: WHOLE[key] for key in ("guardians", "household_address")}),
        facts={"household_address": "x"},
    )

    assert told(judged(case, header=header("household_address")).reviews[0]) == ["annex-empty"]
    assert told(judged(filled, header=header("household_address")).reviews[0]) == []


# ---------------------------------------------------------------------------- facts-differ


@pytest.mark.parametrize(
    ("field", "value"),
    [("school", "唐河县湖阳镇中心学校"), ("grade", "八年级"), ("class_name", "3班"), ("nation", "回族")],
)
def test_a_card_of_the_rosters_time_that_says_otherwise(field, value):
    label = {"nation": {"民族": "汉族"}}.get(field, {})
    case = a_child("B", a_sealed_card(**label), **{field: value})
    finding = only(reviewed(case), "facts-differ")

    assert finding.fields == (field,)
    assert finding.path == "学籍卡.jpg"
    assert value in finding.message
    assert finding.box is not None


def test_guardian_and_telephone_that_differ_are_told_once_each():
    case = a_child("B", a_sealed_card(), guardians=(Guardian(name="黄建军", relation="父亲", phone="13708150898"),))
    found = [finding for finding in reviewed(case).findings if finding.rule == "facts-differ"]

    assert sorted(finding.fields for finding in found) == [("guardian1_name",), ("guardian1_phone",)]


def test_what_is_written_shorter_is_the_same():
    case = a_child(
        "B",
        a_sealed_card(),
        school="城郊乡中心学校",
        grade="7年级",
        class_name="七年级2班",
        guardians=WHOLE["guardians"],
    )

    assert "facts-differ" not in rules(reviewed(case))


@pytest.mark.parametrize("letter", ["C", "K"])
def test_a_new_card_never_contradicts_where_the_child_was(letter):
    case = a_child(letter, a_sealed_card(), school="唐河县湖阳镇中心学校", grade="六年级", class_name="3班")

    assert "facts-differ" not in rules(reviewed(case))


def test_badly_read_or_another_childs_paper_contradicts_nothing():
    blurred = read_file(
        "学籍卡.jpg", a_page(*[[(0.1, "姓名"), (0.35, "黄欣梓")], [(0.1, "年级"), (0.35, "七年级")]], sure=0.9)
    )
    other = a_sealed_card(name="刘雨", number=GIRL)

    assert "facts-differ" not in rules(reviewed(a_child("B", blurred, grade="八年级")))
    assert "facts-differ" not in rules(reviewed(a_child("B", other, grade="八年级")))


def test_a_persons_word_settles_a_fact():
    case = a_child("B", a_sealed_card(), grade="八年级")

    assert "facts-differ" in rules(reviewed(case))
    assert "facts-differ" not in rules(reviewed(decided(case, facts={"grade": "八年级"})))


def test_two_papers_that_differ_where_the_roster_is_blank():
    case = a_child("B", a_sealed_card(), a_sealed_card(path="学籍卡2.jpg", 年级="八年级"))

    assert only(reviewed(case), "facts-differ").fields == ("grade",)


@pytest.mark.parametrize(
    ("letter", "school", "fires"),
    [
        ("D", "河南省泌阳县花园路第二小学", True), ("D", "浙江省义乌市稠山第三小学", False),
        ("C", "浙江省义乌市稠山第三小学", True),
        ("C", "河南省泌阳县花园路第二小学", False), ("C", "邓州市城关镇第三小学", False),
        ("D", "邓州市城关镇第三小学", True),
        ("D", "友谊实验学校", False), ("B", "浙江省义乌市稠山第三小学", False),
    ],
)  # fmt: skip
def test_a_school_on_the_wrong_side_of_the_province(letter, school, fires):
    found = [f for f in reviewed(a_child(letter, a_sealed_card(学校名称=school))).findings if f.rule == "facts-differ"]

    assert [finding.fields for finding in found] == ([("school",)] if fires else [])


def test_numbers_keep_their_own_rules():
    card = a_sealed_card(全国学籍号=f"G{GIRL}")
    case = a_child("B", card, student_no=f"G{BOY}")
    temporary = a_child("B", a_sealed_card(全国学籍号=f"G{BOY}"), student_no="L41132820120305123X")

    assert only(reviewed(case), "student-no").path == "学籍卡.jpg"
    assert only(reviewed(temporary), "student-no").severity is Severity.WARNING
    assert "facts-differ" not in rules(reviewed(case))
    assert "student-no" not in rules(reviewed(a_child("B", a_sealed_card(全国学籍号=f"G{BOY}"), student_no=f"G{BOY}")))


# ---------------------------------------------------------------------------- facts-contradict


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"return_date": date(2022, 3, 1)}, ("persuasion_result", "return_date")),
        ({"persuaded": "否", "visits": (a_visit("2022-02-10"),)}, ("persuaded",)),
        (
            {"persuasion_result": "已复学", "return_date": date(2022, 2, 20), "visits": (a_visit("2022-02-25"),)},
            ("return_date",),
        ),
    ],
)
def test_what_cannot_all_be_true(change, fields):
    finding = only(reviewed(a_child("K", **(WHOLE | change))), "facts-contradict")

    assert (finding.fields, finding.severity) == (fields, Severity.ERROR)


def test_a_class_photograph_of_a_child_that_has_not_returned():
    assert only(reviewed(a_child("K", "班级学习照片.jpg", **WHOLE)), "facts-contradict").path == "班级学习照片.jpg"
    assert "facts-contradict" not in rules(
        reviewed(a_child("K", "班级学习照片.jpg", **(WHOLE | {"persuasion_result": "已返原校复学"})))
    )


@pytest.mark.parametrize(
    "change",
    [
        {"persuaded": "否"},
        {"persuaded": "是", "visits": (a_visit("2022-02-10"),)},
        {"persuasion_result": "已复学", "return_date": date(2022, 2, 28), "visits": (a_visit("2022-02-25"),)},
        {
            "persuasion_result": "已复学",
            "return_date": date(2022, 2, 20),
            "visits": (a_visit("2022-02-25", method="回访"),),
        },
        {
            "persuasion_result": "已复学",
            "return_date": date(2022, 2, 20),
            "visits": (a_visit("2022-02-25", result="已复学"),),
        },
    ],
)
def test_what_can_all_be_true(change):
    assert "facts-contradict" not in rules(reviewed(a_child("K", **(WHOLE | change))))


@pytest.mark.parametrize(
    ("result", "fires"),
    [("愿意返校", True), ("承诺下周到校", True), ("未返校", True), ("已返校", False), ("回校上课", False)],
)
def test_a_visit_after_the_return_that_still_persuades(result, fires):
    visits = (a_visit("2022-02-25", result=result),)
    case = a_child("K", **(WHOLE | {"persuasion_result": "已复学", "return_date": date(2022, 2, 20), "visits": visits}))

    assert ("facts-contradict" in rules(reviewed(case))) is fires


def test_a_record_of_persuading_that_never_began():
    case = a_child("K", a_record("2022年2月11日"), **(WHOLE | {"persuaded": "否"}))

    assert only(reviewed(case), "facts-differ").fields == ("persuaded",)
    assert "facts-contradict" not in rules(reviewed(case))


# ---------------------------------------------------------------------------- fact-unclear


@pytest.mark.parametrize(
    "change",
    [
        {"persuader": "城郊乡中心学校"},
        {"persuader": "王岗村村委会"},
        {"persuader_phone": "6891234"},
        {"guardians": (Guardian(name="黄建国", phone="1370815089"),)},
        {"dropout_date": date(2021, 9, 1), "dropout_date_text": "2021年9月"},
        {"dropout_date": None, "dropout_date_text": "去年冬天"},
        {"return_date_text": "9.8", "persuasion_result": "已复学"},
    ],
)
def test_what_cannot_be_what_it_says(change):
    assert "fact-unclear" in rules(reviewed(a_child("K", **(WHOLE | change))))


@pytest.mark.parametrize(
    "change",
    [
        {"persuader": "赵文博（城郊乡中心学校）"},
        {"persuader": "城郊乡中心学校 赵文博"},
        {"persuader": "刘文博、赵文博"},
        {"persuader_phone": "0377-68912345"},
        {"persuader_phone": "13837700114 / 0377-6891234"},
        {"persuader_phone": "138 3770 0114"},
        {"dropout_date": date(2021, 9, 1), "dropout_date_text": "2021-09-01"},
        {"birth": None, "birth_month": date(2012, 3, 1), "birth_text": "2012年3月"},
    ],
)
def test_what_is_written_as_people_write_it(change):
    assert "fact-unclear" not in rules(reviewed(a_child("K", **(WHOLE | change))))


def test_a_partial_date_is_told_with_what_was_understood():
    visits = (a_visit("2021-12-30"), Visit(date_text="1.8", spot="劝返记录 第3行"), a_visit("2022-02-10"))
    alone = (Visit(date_text="9月8日", spot="劝返记录 第2行"),)
    facts = WHOLE | {"dropout_date": None}

    assert "像是 2022-01-08" in only(reviewed(a_child("K", **(facts | {"visits": visits}))), "fact-unclear").message
    assert (
        "像是 2021-09-08"
        in only(reviewed(a_child("K", **(facts | {"visits": alone})), term="2022年春季学期"), "fact-unclear").message
    )


# ---------------------------------------------------------------------------- visits


def test_visits_are_matched_by_date_though_their_counts_agree():
    case = a_child(
        "K", a_record("2022年2月11日", "2022年2月12日"), visits=(a_visit("2022-02-11"), a_visit("2022-02-13"))
    )
    finding = only(reviewed(case), "visits-differ")

    assert "2022-02-12（劝返记录.docx）" in finding.message
    assert "2022-02-13" in finding.message


def test_the_same_days_and_a_partial_date_that_fits_match():
    record = a_record("2022年2月11日", "2022年2月12日")
    same = (a_visit("2022-02-11"), a_visit("2022-02-12"))
    partial = (a_visit("2022-02-11"), Visit(date_text="2.12", spot="劝返记录 第3行"))

    assert "visits-differ" not in rules(reviewed(a_child("K", record, visits=same)))
    assert "visits-differ" not in rules(reviewed(a_child("K", record, visits=partial)))
    assert "visits-differ" not in rules(reviewed(a_child("K", visits=same)))


def test_a_home_visit_of_the_roster_may_have_its_own_record():
    home = read_file("家访记录.docx", a_page("家访记录", "学生姓名：黄欣梓", "家访时间：2022年2月13日", source="word"))
    case = a_child("K", a_record("2022年2月11日"), home, visits=(a_visit("2022-02-11"), a_visit("2022-02-13")))

    assert "visits-differ" not in rules(reviewed(case))


# ---------------------------------------------------------------------------- paper-order


def test_a_new_card_before_the_dropout_or_before_the_letter():
    old = a_child("K", a_sealed_card("2022年1月5日"), **WHOLE)
    new = a_child(
        "K", a_sealed_card("2022年3月5日"), **(WHOLE | {"persuasion_result": "已复学", "return_date": date(2022, 3, 1)})
    )

    assert "早于辍学日期" in only(reviewed(old), "paper-order").message
    assert "paper-order" not in rules(reviewed(new))


def test_a_card_after_the_dropout_of_a_child_that_is_not_back():
    finding = only(reviewed(a_child("K", a_sealed_card("2022年3月5日"), **WHOLE)), "paper-order")

    assert "未复学" in finding.message


def test_a_record_in_the_future():
    assert "还没有到" in only(reviewed(a_child("K", a_record("2022年4月1日"), visits=())), "paper-order").message
    assert "paper-order" not in rules(reviewed(a_child("K", a_record("2022年3月1日"), visits=())))


def test_two_lessons_of_one_day():
    def lesson(path, day):
        return read_file(path, a_page("送教上门记录", "学生姓名：黄欣梓", f"送教时间：{day}", source="word"))

    one, same = lesson("送教记录1.docx", "2022年3月1日"), lesson("送教记录2.docx", "2022年3月1日")
    next_ = lesson("送教记录3.docx", "2022年3月8日")

    assert "送教记录1.docx" in only(reviewed(a_child("I", one, same)), "paper-order").message
    assert "paper-order" not in rules(reviewed(a_child("I", one, next_)))


@pytest.mark.parametrize(("day", "fires"), [("2022-03-03", False), ("2022-03-04", True)])
def test_a_first_visit_long_after_the_dropout(day, fires):
    case = a_child("K", **(WHOLE | {"visits": (a_visit(day),)}))

    assert ("paper-order" in rules(reviewed(case))) is fires


def test_a_visit_that_has_yet_to_come_is_impossible_and_not_late():
    result = reviewed(a_child("K", **(WHOLE | {"visits": (a_visit("2022-06-01"),)})))

    assert only(result, "date-impossible")
    assert "paper-order" not in rules(result)


def test_a_month_of_dropout_counts_from_its_end():
    given = {"dropout_date": date(2022, 2, 1), "dropout_date_text": "2022年2月", "visits": (a_visit("2022-03-28"),)}

    assert "paper-order" not in rules(reviewed(a_child("K", **(WHOLE | given))))
