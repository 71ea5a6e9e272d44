"""Is every paper there? All thirteen categories, and what may stand for a paper."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.model import Acceptance, CaseStatus, Confirmation, RequirementStatus, Visit, Waiver
from tests.evidence.reading.build import a_page, looked, read_file
from tests.review.build import a_bad_file, a_case, a_child, a_student, decided, only, reviewed, rules, the_specs

WHOLE = {
    "A": ["村委证明.jpg", "派出所证明.pdf"],
    "B": ["学籍卡.pdf"],
    "C": ["家长说明（签字）.jpg", "联系函存根.pdf", "新学籍卡.pdf", "告知转学函.pdf"],
    "D": ["家长说明（签字）.jpg", "联系函存根.pdf", "新学籍卡.pdf", "告知转学函.pdf"],
    "E": ["幼儿信息表.png"],
    "F": ["户籍证明.pdf"],
    "G": ["公安证明.heic"],
    "H": ["镇政府证明.pdf", "派出所证明.pdf"],
    "I": ["残疾证.jpg", "诊断证明.pdf", "送教记录1.docx", "送教照片1.jpg", "特校学籍卡.pdf"],
    "J": ["劝返记录.docx", "司法劝返文书存根.pdf", "学籍卡（新）.pdf", "班级学习照.jpg"],
    "K": ["劝返记录.docx", "司法劝返文书存根.pdf", "学籍卡（新）.pdf", "班级学习照.jpg"],
    "L": ["劝返记录.docx", "司法劝返文书存根.pdf", "学籍卡（新）.pdf", "班级学习照.jpg"],
}
FIRST_TYPES = {
    "A": ["village-certificate", "police-certificate"],
    "B": ["enrolment-card"],
    "C": ["guardian-statement", "liaison-letter-stub", "enrolment-card", "transfer-notice"],
    "D": ["guardian-statement", "liaison-letter-stub", "enrolment-card", "transfer-notice"],
    "E": ["kindergarten-form"],
    "F": ["household-certificate"],
    "G": ["police-certificate"],
    "H": ["government-certificate", "police-certificate"],
    "I": [
        "disability-certificate",
        "diagnosis-certificate",
        "home-teaching-record",
        "home-teaching-photo",
        "special-school-enrolment-card",
    ],
    "J": ["persuasion-record", "judicial-notice-stub", "enrolment-card", "class-photo"],
    "K": ["persuasion-record", "judicial-notice-stub", "enrolment-card", "class-photo"],
    "L": ["persuasion-record", "judicial-notice-stub", "enrolment-card", "class-photo"],
}
RECOMMENDED = {"E": "leave-approval", "H": "exit-record"} | dict.fromkeys("JKL", "persuasion-photo")
BORN = {"E": ("411328201412169998", date(2014, 12, 16)), "F": ("411328200412179999", date(2004, 12, 17))}


def a_whole_case(letter, files):
    number, birth = BORN.get(letter, ("411328201203059995", date(2012, 3, 5)))
    return a_case(letter, *files, student=a_student(category_text=letter, id_number=number, birth=birth))


@pytest.mark.parametrize("letter", list(WHOLE))
def test_a_whole_case_lacks_nothing(letter):
    result = reviewed(a_whole_case(letter, WHOLE[letter]))

    asked = [item for item in result.requirements if not item.requirement.recommended]
    assert [item.requirement.types[0] for item in asked] == FIRST_TYPES[letter]
    assert {item.status for item in asked} == {RequirementStatus.PRESENT}
    told = [(finding.rule, finding.type) for finding in result.findings]
    assert told == [("needs-person", None)] * (letter == "G") + [
        ("recommended", kind) for kind in filter(None, [RECOMMENDED.get(letter)])
    ]


@pytest.mark.parametrize("letter", list(WHOLE))
def test_each_paper_of_a_category_is_missed_by_itself(letter):
    for index, kind in enumerate(FIRST_TYPES[letter]):
        files = WHOLE[letter][:index] + WHOLE[letter][index + 1 :]
        result = reviewed(a_whole_case(letter, files))

        assert [finding.type for finding in result.findings if finding.rule == "missing"] == [kind]
        assert result.status is CaseStatus.INCOMPLETE


def test_a_missing_paper_is_told_with_what_would_serve_and_whom_to_ask():
    finding = only(reviewed(a_case("A", "村委证明.jpg")), "missing")

    assert finding.message == "缺少「派出所证明」（户籍证明也可以）。"
    assert "派出所" in finding.action
    assert "001-黄欣梓" in finding.action
    assert finding.path is None


@pytest.mark.parametrize(("letter", "file"), [("A", "户籍证明.pdf"), ("F", "派出所证明.pdf")])
def test_certificates_of_the_police_stand_for_each_other_where_the_spec_says_so(letter, file):
    files = ["村委证明.jpg", file] if letter == "A" else [file]

    assert "missing" not in rules(reviewed(a_whole_case(letter, files)))


def test_a_household_certificate_is_not_enough_for_a_lost_child():
    assert "missing" in rules(reviewed(a_whole_case("G", ["户籍证明.pdf"])))


def test_an_unusable_file_makes_its_requirement_faulty_and_is_told_once():
    result = reviewed(a_case("B", a_bad_file("学籍卡.pdf", "encrypted")))

    assert rules(result) == ["encrypted"]
    assert [(item.status.value, item.files) for item in result.requirements] == [("faulty", ("学籍卡.pdf",))]


def test_a_file_nobody_can_open_or_name_stands_for_one_missing_paper():
    papers = ("劝返记录.docx", "学籍卡.pdf")
    locked = a_bad_file("CamScanner 03-06-2022.pdf", "encrypted")

    result = reviewed(a_case("L", *papers, locked))

    assert [finding.type for finding in result.findings if finding.rule == "missing"] == ["class-photo"]
    faulty = [held for held in result.requirements if held.status.value == "faulty"]
    assert [held.files for held in faulty] == [(locked.path,)]
    assert rules(result).count("encrypted") == 1


def test_an_empty_file_stands_for_nothing():
    result = reviewed(a_case("A", "村委证明.jpg", a_bad_file("空文件.pdf", "empty-file")))

    assert only(result, "missing").type == "police-certificate"


def test_a_good_file_beside_an_unusable_one_serves():
    result = reviewed(a_case("B", a_bad_file("学籍卡.pdf"), "新学籍卡.pdf"))

    assert result.requirements[0].status is RequirementStatus.PRESENT
    assert rules(result) == ["unreadable"]


def test_fewer_than_the_minimum_is_too_few():
    specs = the_specs()
    spec = specs.categories["I"]
    more = tuple(
        replace(item, minimum=3) if item.types == ("home-teaching-record",) else item for item in spec.requirements
    )
    specs = replace(specs, categories={**specs.categories, "I": replace(spec, requirements=more)})
    result = reviewed(a_case("I", *WHOLE["I"], "送教记录2.docx"), specs=specs)

    finding = only(result, "too-few")
    assert (finding.type, finding.severity) == ("home-teaching-record", "error")
    assert "3 份" in finding.message
    assert "2 份" in finding.message
    assert "送教教师" in finding.action
    assert "还差 1 份" in finding.action
    assert "missing" not in rules(result)
    none = reviewed(a_case("I", *WHOLE["I"][:2], *WHOLE["I"][3:]), specs=specs)
    assert "需要 3 份" in only(none, "missing").message


def test_one_is_not_counted_aloud_and_a_spec_without_words_still_says_what_to_do():
    specs = the_specs()
    spec = specs.categories["B"]
    spec = replace(spec, requirements=tuple(replace(item, ask="") for item in spec.requirements))
    finding = only(reviewed(a_case("B"), specs=replace(specs, categories={"B": spec})), "missing")

    assert finding.message == "缺少「学籍卡」。"
    assert finding.action.startswith("请补上「学籍卡」")


def test_pages_that_nobody_knows_are_no_paper_at_all():
    assert "missing" in rules(reviewed(a_child("M", "IMG_1.jpg", subtype="流浪儿童")))


def test_a_waiver_stands_for_a_missing_paper_and_is_kept_with_its_reason():
    waiver = Waiver(by="王五", reason="因病，无残疾证")
    files = [file for file in WHOLE["I"] if file != "残疾证.jpg"]
    result = reviewed(decided(a_case("I", *files), waived={"disability-certificate": waiver}))

    assert rules(result) == []
    assert [item.waiver for item in result.requirements if item.status is RequirementStatus.WAIVED] == [waiver]


def test_a_waiver_of_a_paper_that_is_there_changes_nothing_and_is_said():
    result = reviewed(decided(a_case("B", "学籍卡.pdf"), waived={"enrolment-card": Waiver(by="王五", reason="-")}))

    assert only(result, "decision-unused").severity == "note"

    assert result.requirements[0].status is RequirementStatus.PRESENT
    assert result.requirements[0].waiver is None


def test_a_lost_child_is_confirmed_by_a_person():
    case = a_whole_case("G", WHOLE["G"])
    assert only(reviewed(case), "needs-person").severity == "warning"
    assert reviewed(case).status is CaseStatus.REVIEW

    case = decided(case, confirmed=Confirmation(by="王五", reason="已与派出所核实"))
    assert rules(reviewed(case)) == []


def test_recommended_papers_are_never_missed_and_said_where_they_are_not():
    without = reviewed(a_whole_case("H", WHOLE["H"]))
    assert [str(item.status) for item in without.requirements] == ["present", "present", "missing"]
    assert (only(without, "recommended").severity, only(without, "recommended").type) == ("note", "exit-record")
    assert without.status is CaseStatus.COMPLETE

    there = reviewed(a_whole_case("H", [*WHOLE["H"], "护照.jpg"]))
    assert [str(item.status) for item in there.requirements] == ["present"] * 3
    assert rules(there) == []


@pytest.mark.parametrize(("letter", "files"), [("A", ["村委证明.jpg"]), ("G", [])])
def test_papers_of_the_police_cannot_be_waived(letter, files):
    waived = {"police-certificate": Waiver(by="王五", reason="派出所不开")}
    result = reviewed(decided(a_whole_case(letter, files), waived=waived))

    assert only(result, "missing").type == "police-certificate"
    assert "不能免交" in only(result, "decision-unused").message


# ------------------------------------------------------------------ M, by the roster's subtype


def test_two_circumstances_need_the_papers_of_both():
    result = reviewed(a_child("M", "家访记录.jpg", subtype="姓名错别字、父母离异"))

    missing = [finding.type for finding in result.findings if finding.rule == "missing"]
    assert missing == ["enrolment-card", "household-register", "civil-affairs-certificate"]
    assert result.subtype == "姓名错别字、父母离异"


@pytest.mark.parametrize("subtype", ["姓名错别字", "名字有错字", "户口与学籍姓名不一致（更名）"])
def test_a_misspelt_name_needs_the_corrected_card_and_the_household_register(subtype):
    result = reviewed(a_child("M", "关键数据变更截图.png", subtype=subtype))

    assert [finding.type for finding in result.findings if finding.rule == "missing"] == [
        "enrolment-card",
        "household-register",
    ]
    assert result.subtype == "姓名错别字"


@pytest.mark.parametrize("paper", ["离婚证.jpg", "离婚判决书.pdf", "民政局证明.pdf", "民事调解书.pdf"])
def test_parted_parents_need_one_paper_of_two_offices_and_a_visit(paper):
    assert rules(reviewed(a_child("M", paper, "家访记录.jpg", subtype="父母离异一方带走"))) == []
    assert [item.type for item in reviewed(a_child("M", paper, subtype="父母离异")).findings] == ["home-visit-record"]


def test_any_other_case_needs_a_paper_and_a_person():
    result = reviewed(a_child("M", subtype="流浪儿童"))
    assert sorted(rules(result)) == ["missing", "needs-person"]
    assert only(result, "missing").type == "other"
    assert result.subtype == "流浪儿童"

    assert rules(reviewed(a_child("M", "村委证明.jpg", subtype="流浪儿童"))) == ["needs-person"]
    case = decided(a_child("M", "村委证明.jpg"), confirmed=Confirmation(by="王五", reason="……"))
    assert rules(reviewed(case)) == []


# ------------------------------------------------------------------ the leading group

JOINT = "张老师（城郊乡中心学校）、李干部（城郊乡政府）"


def a_led_case(*files, persons=(JOINT,) * 3):
    visits = tuple(Visit(date=date(2022, 3, day + 1), persons=who) for day, who in enumerate(persons))
    return a_child("B", "学籍卡.pdf", *files, leading_group="是", visits=visits)


def test_the_leading_groups_yes_asks_for_three_things_more():
    result = reviewed(a_led_case(persons=()))

    assert [finding.type for finding in result.findings if finding.rule == "missing"] == [
        "leading-group-approval",
        "leave-approval",
        "court-judgment",
    ]


def test_three_joint_visits_serve_or_a_judgment():
    papers = ("领导小组核实同意件.pdf", "休学审批表.pdf")
    assert rules(reviewed(a_led_case(*papers))) == []
    assert rules(reviewed(a_led_case(*papers, "判决书.pdf", persons=()))) == []
    assert rules(reviewed(a_led_case(*papers, persons=(JOINT,) * 2))) == ["missing"]
    assert rules(reviewed(a_led_case(*papers, persons=(JOINT, JOINT, "张老师、王校长")))) == ["missing"]


@pytest.mark.parametrize(
    ("persons", "is_joint"),
    [
        (JOINT, True),
        ("王校长、村支书李四", True),
        ("派出所民警张三、司法所李四", True),
        ("督学张三、班主任李四、镇政府王五", True),
        ("张老师、王校长", False),
        ("滨河街道中心学校张老师、社区小学王老师", False),
        ("张三、李四", False),
        ("", False),
    ],
)
def test_a_visit_is_joint_with_two_units_among_its_persons(persons, is_joint):
    result = reviewed(a_led_case("领导小组核实同意件.pdf", "休学审批表.pdf", persons=(persons,) * 3))

    assert (rules(result) == []) == is_joint


def test_without_the_leading_groups_yes_nothing_more_is_asked():
    assert rules(reviewed(a_child("B", "学籍卡.pdf", leading_group="否"))) == []


def test_visits_of_one_day_are_one_and_a_call_is_none():
    papers = ("领导小组核实同意件.pdf", "休学审批表.pdf")

    def visits(*told):
        made = tuple(Visit(date=day, persons=JOINT, method=how, place=place) for day, how, place in told)
        return rules(reviewed(a_child("B", "学籍卡.pdf", *papers, leading_group="是", visits=made)))

    days = [date(2022, 3, day) for day in (1, 2, 3)]
    assert visits(*((day, "入户劝返", "学生家中") for day in days)) == []
    assert visits(*((days[0], "入户劝返", "学生家中") for _ in days)) == ["missing"]
    assert visits(*((day, "电话劝返", "") for day in days)) == ["missing"]
    assert visits(*((day, "电话", "学生家中") for day in days)) == ["missing"]
    assert visits(*((day, "劝返", "学生家中") for day in days)) == []
    assert visits(*((day, "先电话联系，再入户劝返", "") for day in days)) == []
    undated = visits((None, "入户", ""), *((day, "入户", "") for day in days[:2]))
    assert undated == ["missing", "fact-unclear"]


def test_joint_persuasions_of_records_serve_as_those_of_the_roster_do():
    def record(day):
        line = f"1. 2022年3月{day}日，{JOINT}到黄欣梓家中入户劝返。"
        return read_file(f"劝返记录{day}.docx", a_page("劝返记录", line, source="word", picture=None))

    papers = ("领导小组核实同意件.pdf", "休学审批表.pdf", "学籍卡.pdf")
    case = a_child("B", *papers, *(record(day) for day in (1, 2, 3)), leading_group="是")
    assert "missing" not in rules(looked(case))
    assert "missing" in rules(looked(a_child("B", *papers, record(1), record(2), leading_group="是")))


@pytest.mark.parametrize("letter", ["J", "K", "L"])
def test_a_leading_group_child_that_is_not_back_needs_neither_new_card_nor_class_photo(letter):
    visits = tuple(Visit(date=date(2022, 3, day), persons=JOINT, method="入户") for day in (1, 2, 3))
    files = ("劝返记录.docx", "司法劝返文书存根.pdf", "领导小组核实同意件.pdf", "休学审批表.pdf", "劝返照片.jpg")

    def missed(**more):
        result = reviewed(a_child(letter, *files, leading_group="是", visits=visits, **more))
        return [item.type for item in result.findings if item.rule == "missing"]

    assert missed(persuasion_result="未复学") == []
    assert missed(persuasion_result="已办休学") == []
    assert missed() == []
    assert missed(persuasion_result="已返原校复学") == ["enrolment-card", "class-photo"]
    assert missed(return_date=date(2022, 3, 10)) == ["enrolment-card", "class-photo"]
    without = reviewed(a_child(letter, *files[:2], persuasion_result="未复学"))
    assert [item.type for item in without.findings if item.rule == "missing"] == ["enrolment-card", "class-photo"]


# ------------------------------------------------------------------ accepted


def test_an_accepted_warning_stays_and_asks_no_more():
    case = a_case("I", *WHOLE["I"][:-1], "学籍卡.pdf")
    yes = Acceptance(rule="unsure", path="学籍卡.pdf", by="王五", reason="是特校的")
    result = reviewed(decided(case, accepted=(yes,)))

    assert only(result, "unsure").accepted == yes
    assert reviewed(case).status is CaseStatus.REVIEW
    assert result.status is CaseStatus.COMPLETE


def test_an_acceptance_of_another_file_or_rule_or_of_an_error_does_nothing():
    case = a_case("I", *WHOLE["I"][:-1], "学籍卡.pdf")
    other = Acceptance(rule="unsure", path="别的.pdf", by="王五", reason="-")
    rule = Acceptance(rule="blurred", by="王五", reason="-")
    error = Acceptance(rule="missing", by="王五", reason="-")

    assert reviewed(decided(case, accepted=(other, rule))).status is CaseStatus.REVIEW
    assert only(reviewed(decided(a_case("B"), accepted=(error,))), "missing").accepted is None


def test_an_acceptance_without_a_path_holds_for_all_of_its_rule():
    case = a_case("I", *WHOLE["I"][:-1], "学籍卡.pdf")
    yes = Acceptance(rule="unsure", by="王五", reason="看过")

    assert only(reviewed(decided(case, accepted=(yes,))), "unsure").accepted == yes


def test_a_case_without_a_folder_lists_what_it_needs():
    result = reviewed(a_case("A", folder=None))

    assert rules(result) == ["missing", "missing"]
    assert "还没有" in result.findings[0].action
