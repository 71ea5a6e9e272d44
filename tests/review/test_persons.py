"""Whose a paper is."""

from dossier.model import Guardian
from tests.evidence.reading.build import a_page, a_police_page, a_seal, a_table, looked, looked_at, proof, read_file
from tests.review.build import BOY, GIRL, a_case, a_student, only, rules

OTHER = "411328201109189996"
PARENT = "412929198503059992"
POLICE = a_seal("唐河县公安局湖阳镇派出所")


def case_of(*pages, name="黄欣梓", number=BOY, id="001", category="A", **facts):
    files = [read_file(f"扫描{index}.jpg", page) for index, page in enumerate(pages, 1)]
    return a_case(category, *files, id=id, student=a_student(name=name, id_number=number, **facts))


def police_page(name="黄欣梓", number=BOY):
    return a_page("证明", proof(name=name, number=number), "特此证明。", "湖阳镇派出所", seals=[POLICE])


def card(name, number):
    return a_table("姓名", name, "身份证号", number, "全国学籍号", f"G{number}", "学校", "湖阳镇中心学校")


def test_a_paper_with_the_expected_number_is_the_child_s():
    assert "other-person" not in rules(looked(case_of(police_page())))


def test_a_number_that_a_line_break_cuts_is_put_together():
    page = a_page(
        "证明", "兹证明某某，公民身份号码41132820", "1203059995，户口已迁出。", "湖阳镇派出所", seals=[POLICE]
    )
    result = looked(case_of(page))

    assert {"other-person", "person-not-found"}.isdisjoint(rules(result))


def test_another_child_s_card_is_an_error_that_names_the_child():
    mine, theirs = case_of(card("李阳", OTHER)), case_of(name="李阳", number=OTHER, id="002")
    finding = only(looked_at(mine, theirs).reviews[0], "other-person")

    assert "002 李阳" in finding.message
    assert (finding.other_case, finding.severity, finding.pages) == ("002", "error", (1,))
    assert finding.box is not None


def test_a_stranger_s_complete_number_is_never_taken_for_a_misreading():
    result = looked(case_of(card("黄欣", GIRL)))

    assert GIRL in only(result, "other-person").message


def test_one_misread_digit_is_the_child_s_number():
    result = looked(case_of(police_page(name="黄", number=BOY.replace("203", "208"))))

    assert {"other-person", "person-not-found"}.isdisjoint(rules(result))


def test_a_parent_s_number_beside_the_child_s_name_is_no_other_child():
    page = a_page("情况说明", f"我是黄欣梓的家长黄建国，身份证号{PARENT}，孩子随我在外地就读。", "情况属实。")

    assert "other-person" not in rules(looked(case_of(page, category="C")))


def test_a_disability_number_carries_the_child_s():
    page = a_page("中华人民共和国残疾人证", "姓名：黄欣梓", f"残疾人证号：{BOY}42", "残疾类别：肢体")

    assert "other-person" not in rules(looked(case_of(page, category="I")))


def test_twins_are_told_apart_by_their_numbers():
    mine, twin = case_of(card("黄欣桐", GIRL)), case_of(name="黄欣桐", number=GIRL, id="002")

    assert only(looked_at(mine, twin).reviews[0], "other-person").other_case == "002"


def test_a_name_alone_makes_it_another_child_s_when_it_stands_where_the_name_stands():
    mine = case_of(a_page("诊断证明书", "姓名：孙阳性别：女", "临床诊断：脑性瘫痪", "唐河县人民医院"), category="I")
    other = case_of(name="孙阳", number=OTHER, id="002")

    assert only(looked_at(mine, other).reviews[0], "other-person").other_case == "002"


def test_a_name_that_differs_by_one_character_is_only_unclear():
    page = a_page("诊断证明书", "姓名：黄欣样 性别：男", "临床诊断：脑性瘫痪", "唐河县人民医院")
    result = looked(case_of(page, category="I"))

    assert "other-person" not in rules(result)
    assert "黄欣样" in only(result, "person-not-found").message


def test_a_badly_read_name_never_accuses():
    page = a_page("诊断证明书", "姓名：孙阳", "临床诊断：脑性瘫痪，建议休养", "唐河县人民医院", confidence=0.7)

    assert "other-person" not in rules(looked(case_of(page, category="I")))


def test_a_guardian_s_name_is_not_another_child_s():
    page = a_page("诊断证明书", "姓名：黄建国", "临床诊断：骨折，建议休养", "唐河县人民医院")
    result = looked(case_of(page, category="I", guardians=(Guardian(name="黄建国", relation="父亲"),)))

    assert "other-person" not in rules(result)


def test_a_short_name_inside_another_child_s_longer_name_is_not_found():
    page = a_page("诊断证明书", "姓名：李思梓 性别：男", "临床诊断：骨折，建议休养", "唐河县人民医院")
    mine, other = case_of(page, name="李思", category="I"), case_of(name="李思梓", number=OTHER, id="002")

    assert only(looked_at(mine, other).reviews[0], "other-person").other_case == "002"


def test_papers_that_agree_against_the_roster_question_the_roster_once():
    result = looked(case_of(police_page(number=OTHER), card("黄欣梓", OTHER)))
    finding = only(result, "other-person")

    assert "名册多半录错了" in finding.message
    assert OTHER in finding.message


def test_with_a_faulty_roster_number_names_decide_and_the_papers_number_is_proposed():
    wrong = BOY[:-1] + "0"
    result = looked(case_of(police_page(number=BOY), number=wrong))

    assert "other-person" not in rules(result)
    assert any(BOY in finding.message + finding.action for finding in result.findings)


def test_a_rare_character_and_a_dotted_name_are_found():
    for name in ("王䶮", "陈𤩽", "阿依古丽·买买提"):
        page = a_police_page()
        page = a_page("证明", proof(name=name.replace("·", "•"), number=""), "湖阳镇派出所", seals=[POLICE])

        assert {"other-person", "person-not-found"}.isdisjoint(rules(looked(case_of(page, name=name)))), name


def test_a_page_that_names_nobody_is_noted():
    page = a_page("诊断证明书", "临床诊断：骨折", "处理意见：休养一个月", "唐河县人民医院")

    assert only(looked(case_of(page, category="I")), "person-not-found").severity == "note"


def test_a_list_of_several_children_with_this_child_s_name_is_no_other_child_s():
    page = a_page("学生名单", "黄欣梓 4113282012O3", f"李阳 {OTHER}", f"张芳 {GIRL}", "教育体育局")

    assert "other-person" not in rules(looked(case_of(page, category="C")))


def test_a_name_cut_off_at_its_dot_is_only_unclear():
    page = a_page("诊断证明书", "姓名：阿依古丽 性别：女", "临床诊断：脑性瘫痪，建议休养", "唐河县人民医院")

    assert "other-person" not in rules(looked(case_of(page, name="阿依古丽·买买提", category="I")))


def test_with_a_faulty_roster_number_the_near_number_of_a_paper_is_the_child_s_though_the_name_was_not_read():
    wrong = BOY[:-1] + "0"
    result = looked(case_of(card("陈王", BOY), name="陈𤩽", number=wrong))

    assert "other-person" not in rules(result)
    assert any(BOY in finding.action for finding in result.findings if finding.rule == "id-check-digit")


def test_with_a_faulty_roster_number_a_stranger_s_number_alone_accuses_nobody():
    page = a_page("证明", f"公民身份号码{OTHER}，户口已迁出。", "湖阳镇派出所", seals=[POLICE])

    assert "other-person" not in rules(looked(case_of(page, number=BOY[:-1] + "0")))


def test_a_name_whose_rare_character_was_read_as_another_child_s_is_only_unclear():
    mine = case_of(
        a_page("诊断证明书", "姓名：郭龙 性别：女", "临床诊断：骨折，建议休养", "唐河县人民医院"),
        name="郭䶮",
        category="I",
    )
    other = case_of(name="郭龙", number=OTHER, id="002")

    assert "other-person" not in rules(looked_at(mine, other).reviews[0])


def test_two_digits_misread_on_a_doubtful_line_beside_the_child_s_name_accuse_nobody():
    near = "411328201201059895"  # holds by chance, differs from the boy's in two digits
    doubtful = a_page("证明", proof(number=near), "特此证明。", "湖阳镇派出所", seals=[POLICE], confidence=0.8)

    assert "other-person" not in rules(looked(case_of(doubtful)))
    assert "other-person" in rules(looked(case_of(police_page(number=near))))


def test_a_misread_label_beside_the_name_s_place_is_nobody():
    page = a_page("诊断证明书", "姓名：所用名 性别：女", "临床诊断：骨折，建议休养", "唐河县人民医院")

    assert "other-person" not in rules(looked(case_of(page, category="I")))


def test_a_badly_read_number_that_may_be_the_child_s_lets_no_name_accuse():
    page = a_page("诊断证明书", "姓名：孙阳 性别：男", "身份证号411J28201203O5999S", "临床诊断：骨折", "唐河县人民医院")

    assert "other-person" not in rules(looked(case_of(page, category="I")))


def test_a_name_read_in_traditional_characters_is_the_same_name():
    page = a_page("诊断证明书", "姓名：張欣梓 性别：男", "临床诊断：骨折", "唐河县人民医院")

    assert {"other-person", "person-not-found"}.isdisjoint(rules(looked(case_of(page, name="张欣梓", category="I"))))


def test_a_rare_character_read_as_two_is_only_unclear():
    page = a_page("诊断证明书", "姓名：王吉吉 性别：女", "临床诊断：骨折，建议休养", "唐河县人民医院")

    assert "other-person" not in rules(looked(case_of(page, name="王喆", category="I")))
