"""Which paper is on the pages."""

from dataclasses import replace

from dossier.model import Basis, TextLine
from dossier.review.content import score_page
from dossier.review.page_text import words_of
from dossier.review.titles import Titles
from tests.evidence.reading.build import (
    PHOTO,
    a_page,
    a_photo,
    a_police_page,
    a_seal,
    a_table,
    looked,
    proof,
    read_file,
)
from tests.review.build import a_case, only, rules, the_specs, the_thresholds, types

POLICE = a_seal("唐河县公安局湖阳镇派出所")
VILLAGE = a_seal("唐河县湖阳镇李庄村民委员会")


def village_page(number=1):
    words = ("兹有我村村民黄欣梓，身份证号411328201203059995，户口已于2021年迁出我村，现已注销。", "特此证明。")
    return a_page("证明", *words, "唐河县湖阳镇李庄村民委员会", number=number, seals=[VILLAGE])


def part_of(page, category="A", name="微信图片_20220305101530.jpg"):
    return looked(a_case(category, read_file(name, page))).parts[0]


def test_a_police_certificate_is_known_by_its_issuer():
    part = part_of(a_police_page(seals=[POLICE]))

    assert (part.type, part.basis) == ("police-certificate", Basis.CONTENT)
    assert part.confidence >= 0.8
    assert "派出所" in part.reason


def test_a_village_paper_that_speaks_of_moving_out_is_the_village_s():
    assert part_of(village_page()).type == "village-certificate"


def test_a_household_certificate_of_the_police_is_told_from_their_other_papers():
    page = a_page("户籍证明", "兹证明黄欣梓，系我辖区居民。", "唐河县公安局湖阳镇派出所", seals=[POLICE])

    assert part_of(page, "F").type == "household-certificate"


def test_the_special_school_s_card_is_told_by_its_school():
    card = ("姓名", "黄欣梓", "全国学籍号", "G411328201203059995", "学校", "唐河县特殊教育学校")
    usual = ("姓名", "黄欣梓", "全国学籍号", "G411328201203059995", "学校", "唐河县湖阳镇中心学校")

    assert part_of(a_table(*card), "I").type == "special-school-enrolment-card"
    assert part_of(a_table(*usual), "B").type == "enrolment-card"


def test_a_misread_character_in_a_long_title_does_no_harm():
    assert part_of(a_table("姓名", "黄欣梓", "全国学籍号", "G1", title="学生基木信息表"), "B").type == "enrolment-card"


def test_a_photograph_in_a_home_teaching_case_is_the_photograph_asked_for():
    assert part_of(a_photo(), "I").type == "home-teaching-photo"


def test_a_photograph_with_a_blackboard_is_a_classroom_and_without_one_a_person_is_asked():
    board, none = part_of(a_photo("历史", board=0.1), "J"), part_of(a_photo(), "J")

    assert (board.type, board.confidence >= 0.8) == ("class-photo", True)
    assert none.confidence < 0.8


def test_a_photograph_that_the_category_does_not_ask_for_stays_unassigned():
    result = looked(a_case("B", read_file("IMG_1.jpg", a_photo())))

    assert "unassigned" in rules(result)


def test_a_page_of_noise_is_not_assigned():
    result = looked(a_case("B", read_file("扫描1.pdf", a_page("品", "1.0", confidence=0.55))))

    assert types(result) == {"扫描1.pdf": None}


def test_two_papers_in_one_scan_are_split_where_a_title_stands():
    first = a_page("证明", "黄欣梓已随父母出国居住。", "唐河县张店镇人民政府", seals=[a_seal("唐河县张店镇人民政府")])
    second = a_police_page(number=2, seals=[POLICE])
    parts = looked(a_case("H", read_file("扫描.pdf", first, second))).parts

    assert [(part.type, part.pages) for part in parts] == [
        ("government-certificate", (1,)),
        ("police-certificate", (2,)),
    ]


def test_a_page_without_a_title_continues_the_paper_before_it():
    first = a_page("唐河县人民法院民事判决书", "原告王某，被告李某。", "判决如下：")
    second = a_page("婚生子女由父亲抚养。", "审判员 张某", number=2)
    parts = looked(a_case("M", read_file("扫描.pdf", first, second))).parts

    assert [(part.type, part.pages) for part in parts] == [("court-judgment", (1, 2))]


def test_a_name_that_the_page_bears_out_is_kept():
    part = part_of(a_police_page(seals=[POLICE]), name="派出所证明.jpg")

    assert (part.type, part.basis) == ("police-certificate", Basis.NAME)


def test_a_name_that_the_page_contradicts_is_asked_about():
    result = looked(a_case("A", read_file("学籍卡.jpg", a_police_page(seals=[POLICE]))))

    assert result.parts[0].type == "police-certificate"
    assert "学籍卡" in only(result, "unsure").message


def test_a_name_stands_where_the_page_says_nothing():
    part = part_of(a_page("看不清", confidence=0.4), name="村委会证明.jpg")

    assert (part.type, part.basis) == ("village-certificate", Basis.NAME)


def test_what_was_not_read_is_judged_by_name_and_noted():
    from dossier.model import PageReading

    result = looked(a_case("A", read_file("村委会证明.jpg", PageReading(page=1, unread="没有安装"))))

    assert types(result) == {"村委会证明.jpg": "village-certificate"}
    assert "没有安装" in only(result, "not-read").message


def test_the_turn_that_the_reader_found_is_the_part_s():
    part = part_of(a_police_page(seals=[POLICE], turn=180))

    assert part.turn == 180


def test_nothing_is_sure_without_two_points_between_the_best_and_the_next():
    page = a_page("证明", "黄欣梓，身份证号411328201203059995。", "特此证明。")
    words = words_of(page)
    heading = Titles(the_specs()).read(words)
    scores = score_page(words, heading, the_specs(), frozenset(), frozenset(), the_thresholds())

    assert all(scored.score < the_thresholds()["paper.sure"] for scored in scores)


def test_a_photograph_known_by_its_page_has_the_day_it_was_taken():
    from datetime import date

    file = read_file("mmexport1.jpg", a_photo(), taken=date(2022, 3, 5))

    assert looked(a_case("I", file)).parts[0].date == date(2022, 3, 5)


def test_a_word_file_of_photographs_with_a_caption_is_photographs():
    page = a_page("送教上门照片", source="word", picture=None, photos=(PHOTO,))

    assert looked(a_case("I", read_file("新建文档(3).docx", page))).parts[0].type == "home-teaching-photo"


def test_two_sealed_certificates_in_one_scan_are_two_though_the_second_title_is_small():
    second = a_police_page(number=2, seals=[POLICE])
    small = [replace(line, box=(0.16, line.box[1], 0.73, line.box[1] + 0.02)) for line in second.lines[:1]]
    titled = replace(second, lines=(replace(small[0], text="关于黄欣梓户籍情况的证明"), *second.lines[1:]))
    untitled = replace(second, lines=second.lines[1:])
    for page in (titled, untitled):
        parts = looked(a_case("A", read_file("扫描_0001.pdf", village_page(), page))).parts

        assert [part.type for part in parts] == ["village-certificate", "police-certificate"]


def test_a_known_title_in_a_cell_below_an_unknown_heading_makes_nothing_sure():
    words = ("责令改正通知书（黄欣梓）", "受送达人：黄建国", "唐河县湖阳镇司法所", "司法局")
    part = part_of(a_page("送条回正", *words, seals=[a_seal("唐河县湖阳镇司法所")]), category="K")

    assert part.confidence < 0.8


def test_a_certificate_headed_in_small_letters_that_names_the_child_is_proposed_as_other():
    page = a_page("证明", "黄欣梓，男，身份证号411328201203059995，家庭搬迁，暂时寄居亲戚家，正在协调就近就读。")
    small = replace(
        page, lines=tuple(replace(line, box=(0.4, line.box[1], 0.6, line.box[1] + 0.02)) for line in page.lines)
    )

    assert part_of(small, category="B").type == "other"


def test_the_pages_of_a_copied_booklet_are_one_paper():
    cover = a_page("居民户口簿", "户别：家庭户", "户主姓名：黄建国", "户号：123456789")
    own = a_page(
        "常住人口登记卡", "姓名：黄欣梓", "户主或与户主关系：子", "公民身份证件编号：411328201203059995", number=2
    )
    parts = looked(a_case("M", read_file("扫描_0001.pdf", cover, own))).parts

    assert [(part.type, part.pages) for part in parts] == [("household-register", (1, 2))]


def test_a_title_that_is_a_piece_of_another_misread_one_is_no_title():
    receipt = a_page("送西回执", "受送达人：黄建国", "送达地点：家中", "送达方式：直接送达", "唐河县湖阳镇司法所")
    form = a_page(
        "义务教育辍学学生登汜表", "姓名：黄欣梓", "劝返责任人：赵文博", "与被核查人关系：父亲", "全国学籍号：G1"
    )

    assert part_of(receipt, category="K").type == "service-receipt"
    assert part_of(form, category="K").type == "registration-form"


def test_a_small_dark_patch_or_a_dark_picture_is_no_sure_classroom():
    board, coat, night = a_photo(board=0.2), a_photo(board=0.057), a_photo(board=1.0, brightness=14.0)
    sure = [part_of(page, category="K").confidence >= 0.8 for page in (board, coat, night)]

    assert sure == [True, False, False]


def test_a_title_read_in_traditional_characters_is_a_title():
    page = a_page("家訪記錄表", "学生姓名：黄欣梓", "家访时间：2022年3月1日", "家访教师：赵文博")

    assert part_of(page, category="M").reason.startswith("标题「家访记录表」")


def test_the_longest_title_wins():
    page = a_page(
        "注销户口证明", "黄欣梓，男，公民身份号码411328201203059995，因死亡注销户口。", "湖阳镇派出所", seals=[POLICE]
    )

    assert part_of(page).type == "police-certificate"


def test_a_paper_of_life_is_known_though_a_hospital_sealed_it():
    page = a_page(
        "居民死亡医学证明（推断）书",
        "死者姓名：黄欣梓",
        "死亡原因：白血病",
        "唐河县人民医院",
        seals=[a_seal("唐河县人民医院")],
    )
    part = part_of(page)

    assert (part.type, part.confidence >= 0.8) == ("other", True)


def test_what_is_headed_with_an_unknown_name_is_asked_never_sure():
    words = ("黄欣梓在我院住院，科别：儿科，医师：孟祥，门诊号：1234。", "唐河县人民医院")
    part = part_of(a_page("医疗费用清单", *words, seals=[a_seal("唐河县人民医院")]), category="I")

    assert part.confidence < 0.8


def test_a_sentence_among_the_first_lines_is_no_title():
    page = a_page("情况说明", "我校学生黄欣梓因随父母短期外出未到校，经联系，", "家长承诺近期返回。", "湖阳镇中心学校")

    assert part_of(page, category="M").type == "other"


def test_words_for_a_paper_are_read_from_a_heading_that_no_list_has():
    page = a_page("控辍保学劝返复学登记表（二）", "学生姓名：黄欣梓", "时间：2022年3月1日", "参加人员：赵老师")
    part = part_of(page, category="K")

    assert (part.type, part.confidence >= 0.8) == ("persuasion-record", True)


def test_a_heading_whose_letters_stand_apart_is_read_whole():
    page = a_page("证", "黄欣梓，男，户口已注销。", "湖阳镇派出所", seals=[POLICE])
    letters = [
        TextLine(text=sign, box=(0.3 + 0.06 * at, 0.08, 0.33 + 0.06 * at, 0.115))
        for at, sign in enumerate("死亡注销证明")
    ]

    assert part_of(replace(page, lines=(*letters, *page.lines[1:]))).reason.startswith("标题「死亡注销证明」")


def test_the_special_school_s_card_is_surely_that_whatever_else_it_says():
    page = a_table(
        "学籍辅号",
        "123",
        "学校标识码",
        "2141",
        "学校名称",
        "社旗县特殊教育中心学校",
        "入学年月",
        "202109",
        title="学生学籍基本信息",
    )
    part = part_of(page, category="I")

    assert (part.type, part.confidence >= 0.8) == ("special-school-enrolment-card", True)


def test_a_receipt_that_names_the_paper_it_delivered_is_the_receipt():
    words = ("送达文书：司法劝返文书（黄欣梓）", "受送达人：黄建国", "送达地点：家中", "唐河县湖阳镇司法所")
    part = part_of(a_page("送达回证", *words, seals=[a_seal("唐河县湖阳镇司法所")]), category="K")

    assert (part.type, part.confidence >= 0.8) == ("service-receipt", True)


def test_a_certificate_of_leaving_the_country_is_the_police_s_though_a_passport_office_s_words_head_it():
    for heading in ("出入境证明", "出境证明", "证 明"):
        page = a_page(
            heading,
            proof(),
            "经查询人口信息系统，该人已于2021年7月6日出境，现不在我辖区。",
            "特此证明。",
            "唐河县公安局湖阳镇派出所",
            seals=[a_seal("唐河县公安局湖阳镇派出所")],
        )

        assert part_of(page, "H").type == "police-certificate"


def test_what_is_titled_a_household_certificate_is_one_whatever_the_file_is_called():
    page = a_page(
        "户籍证明",
        proof(),
        "系我辖区居民，户口登记在湖阳镇。",
        "特此证明。",
        "唐河县公安局湖阳镇派出所",
        seals=[a_seal("唐河县公安局湖阳镇派出所")],
    )

    assert part_of(page, "G", "派出所证明.jpg").type == "household-certificate"
    assert part_of(page, "G", "扫描_0001.jpg").type == "household-certificate"
