"""The plan: order, numbers, sides, and that no page is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dossier.model import (
    A4_PT,
    Basis,
    Case,
    CategorySpec,
    EvidenceFile,
    Facts,
    Finding,
    PageFact,
    PageReading,
    PaperType,
    Part,
    Plan,
    PlanPart,
    Problem,
    RecordedVisit,
    Requirement,
    RequirementReview,
    RequirementStatus,
    Review,
    Settings,
    Severity,
    Side,
    Specs,
    Student,
    TextLine,
    Visit,
)
from dossier.plan.make import make_plan

TODAY = date(2022, 3, 18)
A4 = PageFact(width=A4_PT[0], height=A4_PT[1])
PHOTO = PageFact(width=432, height=324, pixels=(1200, 900))
PAPERS = (
    PaperType(id="village-certificate", title="村（居）委会证明", block="identity", rank=1),
    PaperType(id="police-certificate", title="派出所证明 / 公安部门证明", block="identity", rank=2, issuer="派出所"),
    PaperType(id="enrolment-card", title="学籍卡（学生基本信息表）", short="学籍卡", block="enrolment", rank=1),
    PaperType(id="persuasion-record", title="劝返记录", block="process", rank=1),
    PaperType(
        id="persuasion-photo", title="劝返照片", block="process", rank=2, photo=True, follows="persuasion-record"
    ),
    PaperType(
        id="return-notice",
        title="复学通知书",
        block="process",
        rank=3,
        issuer="学校或乡镇人民政府",
        issuers={"限期": "乡镇人民政府", "责令": "乡镇人民政府", "劝返": "学校"},
    ),
    PaperType(id="judicial-notice-stub", title="司法部门劝返文书（存根）", block="process", rank=5),
    PaperType(id="home-teaching-record", title="送教上门记录", block="result", rank=5),
    PaperType(
        id="home-teaching-photo",
        title="送教场景照片",
        block="result",
        rank=6,
        photo=True,
        follows="home-teaching-record",
    ),
    PaperType(id="class-photo", title="班级学习照片", block="result", rank=3, photo=True, retention="10年"),
    PaperType(id="registration-form", title="附件1 登记表（盖章后的扫描件）", rank=10, retention="永久"),
)
SPECS = Specs(
    papers={paper.id: paper for paper in PAPERS},
    categories={
        "A": CategorySpec(letter="A", title="户籍原因"),
        "H": CategorySpec(letter="H", title="出国在外", annex=False),
        "M": CategorySpec(letter="M", title="其他", annex_title="适龄儿童少年情况登记表"),
        "K": CategorySpec(letter="K", title="打工务农", blocks={"enrolment-card": "result"}),
    },
)


def a_file(path: str, *pages: PageFact, picture: bool = False, problem: Problem | None = None) -> EvidenceFile:
    media = "image/jpeg" if picture else "application/pdf"
    return EvidenceFile(path=path, sha256="f" * 64, media_type=media, pages=pages, problem=problem)


def a_part(path: str, kind: str | None, *pages: int, day: date | None = None, left_out: str | None = None) -> Part:
    return Part(path=path, pages=pages or (1,), type=kind, basis=Basis.NAME, confidence=1, date=day, left_out=left_out)


def a_plan(
    files: list[EvidenceFile],
    parts: list[Part],
    *,
    category: str = "A",
    duplex: bool = False,
    draft: bool = False,
    missing: tuple[str, ...] = (),
    own: dict[PlanPart, int] | None = None,
    facts: Facts | None = None,
    subtype: str = "",
    annex: str = "replace",
    retention: str = "",
) -> Plan:
    student = Student(name="黄欣梓", school="城郊乡中心学校")
    case = Case(id="001", student=student, category=category, files=tuple(files))
    held = tuple(
        RequirementReview(
            requirement=Requirement(types=(kind,), title=SPECS.papers[kind].title), status=RequirementStatus.MISSING
        )
        for kind in missing
    )
    findings = tuple(Finding(rule="missing", severity=Severity.ERROR, message="缺") for _ in missing)
    review = Review(case=case, parts=tuple(parts), requirements=held, findings=findings, subtype=subtype)
    review = replace(review, facts=facts) if facts is not None else review
    settings = Settings(duplex=duplex, term="2022年春季学期", annex=annex, retention=retention)
    return make_plan(review, SPECS, settings, own or {}, draft=draft, today=TODAY)


def evidence_titles(plan: Plan) -> list[str]:
    return [item.title for item in plan.items[1:]]


def test_a_dossier_is_cover_contents_annex_evidence_closing() -> None:
    plan = a_plan([a_file("村委.pdf", A4)], [a_part("村委.pdf", "village-certificate")])

    assert [row.part.value for row in plan.rows] == ["cover", "contents", "annex-1", "evidence", "closing"]
    assert [sheet.number for sheet in plan.sheets] == [None, None, 1, 2, None]
    assert plan.items[1].first_number == 2
    assert plan.title == "城郊乡中心学校黄欣梓义务教育控辍保学个案材料（A 户籍原因）"


def test_papers_stand_by_block_and_rank_not_by_name() -> None:
    files = [a_file("a.pdf", A4), a_file("b.pdf", A4), a_file("c.pdf", A4)]
    parts = [
        a_part("a.pdf", "enrolment-card"),
        a_part("b.pdf", "police-certificate"),
        a_part("c.pdf", "village-certificate"),
    ]

    assert evidence_titles(a_plan(files, parts)) == ["村（居）委会证明", "派出所证明", "学籍卡"]


def test_a_new_enrolment_card_is_a_result_where_the_category_says_so() -> None:
    files = [a_file("a.pdf", A4), a_file("b.pdf", A4)]
    parts = [a_part("a.pdf", "enrolment-card"), a_part("b.pdf", "persuasion-record")]

    assert evidence_titles(a_plan(files, parts, category="K")) == ["劝返记录", "学籍卡"]


def test_the_process_runs_by_date_each_visit_with_its_photographs() -> None:
    files = [a_file(f"{n}.pdf", A4) for n in "12"] + [a_file(f"{n}.jpg", PHOTO, picture=True) for n in "34"]
    first, second = date(2022, 3, 1), date(2022, 3, 9)
    parts = [
        a_part("1.pdf", "persuasion-record", day=second),
        a_part("2.pdf", "persuasion-record", day=first),
        a_part("3.jpg", "persuasion-photo", day=second),
        a_part("4.jpg", "persuasion-photo", day=first),
    ]

    rows = [row.path for row in a_plan(files, parts).rows if row.part is PlanPart.EVIDENCE]

    assert rows == ["2.pdf", "4.jpg", "1.pdf", "3.jpg"]


def test_photographs_without_a_record_of_their_day_follow_all_records_oldest_first() -> None:
    files = [a_file("1.pdf", A4), *(a_file(f"{n}.jpg", PHOTO, picture=True) for n in "234")]
    parts = [
        a_part("2.jpg", "home-teaching-photo", day=date(2022, 3, 9)),
        a_part("3.jpg", "home-teaching-photo", day=date(2022, 3, 2)),
        a_part("4.jpg", "home-teaching-photo"),
        a_part("1.pdf", "home-teaching-record", day=date(2022, 3, 5)),
    ]

    plan = a_plan(files, parts)

    assert [row.path for row in plan.rows if row.part is PlanPart.EVIDENCE] == ["1.pdf", "3.jpg", "2.jpg", "4.jpg"]
    assert evidence_titles(plan) == ["送教上门记录", "送教场景照片（3张）"]


def test_photographs_share_a_sheet_two_to_one_and_two_rows_name_it() -> None:
    files = [a_file(f"{n}.jpg", PHOTO, picture=True) for n in "123"]
    parts = [a_part(f"{n}.jpg", "class-photo") for n in "123"]

    plan = a_plan(files, parts)
    rows = [row for row in plan.rows if row.part is PlanPart.EVIDENCE]

    assert [(row.first_page, row.pages) for row in rows] == [(4, 1), (4, 1), (5, 1)]
    assert [len(sheet.placed) for sheet in plan.sheets if sheet.part is PlanPart.EVIDENCE] == [2, 1]
    upper, lower = plan.sheets[3].placed
    assert upper.box is not None
    assert lower.box is not None
    assert upper.box[1] + upper.box[3] < lower.box[1]
    assert upper.caption == ("事由：班级学习照片",)


def test_in_duplex_every_item_starts_on_a_front_and_blanks_carry_no_number() -> None:
    plan = a_plan([a_file("村委.pdf", A4)], [a_part("村委.pdf", "village-certificate")], duplex=True)

    starts = {row.first_page for row in plan.rows if row.part is not PlanPart.BLANK}
    assert all(page % 2 == 1 for page in starts)
    assert all(sheet.number is None for sheet in plan.sheets if sheet.part is PlanPart.BLANK)
    assert [sheet.side for sheet in plan.sheets[:2]] == [Side.FRONT, Side.BACK]
    assert [sheet.number for sheet in plan.sheets if sheet.number] == [1, 2]


def test_a_page_no_part_names_still_reaches_the_dossier() -> None:
    files = [a_file("三页.pdf", A4, A4, A4), a_file("无人认领.pdf", A4)]

    plan = a_plan(files, [a_part("三页.pdf", "village-certificate", 1, 2)])
    placed = {(p.path, p.page) for sheet in plan.sheets for p in sheet.placed}

    assert placed == {("三页.pdf", 1), ("三页.pdf", 2), ("三页.pdf", 3), ("无人认领.pdf", 1)}


def test_two_papers_on_one_page_place_it_once_and_both_rows_name_it() -> None:
    parts = [a_part("合.pdf", "village-certificate", 1), a_part("合.pdf", "police-certificate", 1)]

    plan = a_plan([a_file("合.pdf", A4)], parts)
    rows = [row for row in plan.rows if row.part is PlanPart.EVIDENCE]

    assert [row.first_page for row in rows] == [4, 4]
    assert sum(sheet.part is PlanPart.EVIDENCE for sheet in plan.sheets) == 1
    assert [item.first_number for item in plan.items] == [1, 2, 2]


def test_a_part_that_is_two_papers_has_a_row_for_each() -> None:
    both = replace(a_part("合.pdf", "village-certificate", 1), also=("police-certificate",))

    rows = [row for row in a_plan([a_file("合.pdf", A4)], [both]).rows if row.part is PlanPart.EVIDENCE]

    assert [(row.type, row.first_page) for row in rows] == [("village-certificate", 4), ("police-certificate", 4)]


def test_what_a_person_left_out_is_not_placed_but_told() -> None:
    plan = a_plan([a_file("旧.pdf", A4)], [a_part("旧.pdf", "village-certificate", left_out="重复")])

    assert all(sheet.part is not PlanPart.EVIDENCE for sheet in plan.sheets)
    assert plan.left_out == (("旧.pdf", "重复"),)


def test_pages_that_a_person_left_out_of_a_file_are_named() -> None:
    parts = [a_part("扫描.pdf", "village-certificate", 1), a_part("扫描.pdf", None, 2, 3, left_out="空白页")]

    plan = a_plan([a_file("扫描.pdf", A4, A4, A4)], parts)

    assert plan.left_out == (("扫描.pdf 第2、3页", "空白页"),)


def test_a_draft_has_a_line_for_what_is_missing_where_it_would_stand() -> None:
    files = [a_file("a.pdf", A4), a_file("b.pdf", A4)]
    parts = [a_part("a.pdf", "village-certificate"), a_part("b.pdf", "enrolment-card")]

    plan = a_plan(files, parts, draft=True, missing=("police-certificate",))
    row = next(row for row in plan.rows if row.part is PlanPart.MISSING)

    assert plan.draft
    assert [item.note for item in plan.items if item.missing] == ["缺"]
    assert (row.pages, row.first_page, row.item) == (0, 5, None)
    assert [item.title for item in plan.items][2] == "派出所证明 / 公安部门证明"


def test_a_file_nobody_can_read_gets_a_placeholder_sheet() -> None:
    broken = a_file("坏.pdf", problem=Problem(rule="unreadable", message="打不开"))

    plan = a_plan([broken], [a_part("坏.pdf", "village-certificate")], draft=True)
    row = next(row for row in plan.rows if row.part is PlanPart.EVIDENCE)

    assert (row.pages, row.source_pages) == (1, ())
    assert plan.sheets[3].placed[0].placeholder == "打不开"
    assert plan.items[1].note == "无法读取"


@pytest.mark.parametrize(
    ("path", "line", "issuer"),
    [
        ("限期复学通知书.pdf", "", "乡镇人民政府"),
        ("劝返复学通知书（存根）.pdf", "限期复学通知书", "学校"),
        ("扫描0012.pdf", "责令限期复学通知书", "乡镇人民政府"),
        ("通知书.pdf", "", "学校或乡镇人民政府"),
    ],
)
def test_a_notice_is_issued_by_whom_its_name_or_its_title_says(path: str, line: str, issuer: str) -> None:
    reading = PageReading(page=1, lines=(TextLine(text="存根"), TextLine(text=line)))
    file = replace(a_file(path, A4), readings=(reading,))

    assert a_plan([file], [a_part(path, "return-notice")]).items[1].issuer == issuer


@pytest.mark.parametrize(
    ("fact", "picture", "landscape", "whole"),
    [
        (A4, False, False, True),
        (PageFact(width=A4_PT[1], height=A4_PT[0]), False, True, True),
        (PageFact(width=842, height=1191), False, False, False),
        (PageFact(width=227, height=567), False, False, False),
        (PageFact(width=10_000, height=10_000), False, False, False),
        (PageFact(width=1080, height=1440, pixels=(3000, 4000)), True, False, False),
        (PageFact(width=0.36, height=0.36, pixels=(1, 1)), True, False, False),
    ],
)
def test_pages_of_every_size_lie_whole_on_the_sheet(
    fact: PageFact, picture: bool, landscape: bool, whole: bool
) -> None:
    plan = a_plan([a_file("x", fact, picture=picture)], [a_part("x", "village-certificate")])
    sheet = plan.sheets[3]
    box = sheet.placed[0].box

    assert sheet.landscape is landscape
    assert (box is None) is whole
    if box is not None:
        width, height = (A4_PT[1], A4_PT[0]) if landscape else A4_PT
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[0] + box[2] <= width + 0.01
        assert box[1] + box[3] <= height + 0.01
        assert box[2] / box[3] == pytest.approx(fact.width / fact.height, rel=0.02)


def test_numbers_count_every_page_of_a_long_annex() -> None:
    plan = a_plan(
        [a_file("村委.pdf", A4, A4)],
        [a_part("村委.pdf", "village-certificate", 1, 2)],
        own={PlanPart.ANNEX: 3, PlanPart.CONTENTS: 2},
    )

    assert [sheet.number for sheet in plan.sheets] == [None, None, None, 1, 2, 3, 4, 5, None]
    assert (plan.items[1].first_number, plan.items[1].last_number) == (4, 5)
    assert plan.numbered_pages == 5


SCAN = "registration-form"


def test_the_stamped_scan_takes_the_forms_place() -> None:
    scan = a_part("登记表.pdf", SCAN, 1, 2, day=date(2022, 3, 10))
    plan = a_plan(
        [a_file("登记表.pdf", A4, A4), a_file("证明.pdf", A4)], [scan, a_part("证明.pdf", "village-certificate")]
    )

    (row,) = [row for row in plan.rows if row.part is PlanPart.ANNEX]
    assert (row.item, row.type, row.path, row.source_pages, row.pages) == (1, SCAN, "登记表.pdf", (1, 2), 2)
    assert (plan.items[0].number, plan.items[0].date, plan.items[0].note) == (1, date(2022, 3, 10), "盖章扫描件")
    assert (plan.items[0].first_number, plan.items[0].last_number) == (1, 2)
    assert not any(sheet.part is PlanPart.ANNEX for sheet in plan.sheets)
    assert [item.number for item in plan.items] == [1, 2]


def test_the_form_may_be_kept_behind_its_scan() -> None:
    plan = a_plan([a_file("登记表.pdf", A4)], [a_part("登记表.pdf", SCAN)], annex="keep")

    rows = [(row.path, row.item, row.first_page) for row in plan.rows if row.part is PlanPart.ANNEX]
    assert rows == [("登记表.pdf", 1, 3), (None, 1, 4)]
    assert (plan.items[0].first_number, plan.items[0].last_number) == (1, 2)


def test_a_scan_that_nobody_can_read_leaves_the_form_in_its_place() -> None:
    broken = a_file("登记表.pdf", problem=Problem(rule="unreadable", message="坏了", action="请换一份"))
    plan = a_plan([broken], [a_part("登记表.pdf", SCAN)])

    assert [(row.part, row.path) for row in plan.rows if row.item] == [
        (PlanPart.ANNEX, None),
        (PlanPart.EVIDENCE, "登记表.pdf"),
    ]


def test_a_category_may_have_no_form_or_call_it_otherwise() -> None:
    none = a_plan([a_file("证明.pdf", A4)], [a_part("证明.pdf", "village-certificate")], category="H")
    other = a_plan(
        [a_file("证明.pdf", A4)], [a_part("证明.pdf", "village-certificate")], category="M", subtype="父母离异"
    )

    assert [(item.number, item.title) for item in none.items] == [(1, "村（居）委会证明")]
    assert not any(row.part is PlanPart.ANNEX for row in none.rows)
    assert other.items[0].title == "2022年春季学期适龄儿童少年情况登记表"
    assert other.title.endswith("（M 其他：父母离异）")


def test_a_paper_is_called_as_it_calls_itself() -> None:
    files = [a_file(f"{name}.pdf", A4) for name in ("a", "b", "c", "d")]
    own = [replace(a_part(f"{name}.pdf", "police-certificate"), title="户口注销证明") for name in ("a", "b")]
    told = replace(a_part("d.pdf", "other"), title="务工证明")

    plan = a_plan(files, [*own, a_part("c.pdf", "police-certificate"), told])

    assert evidence_titles(plan) == ["户口注销证明（1）", "户口注销证明（2）", "派出所证明", "务工证明"]


def test_the_period_on_the_cover_is_the_longest_of_the_papers() -> None:
    photo = ([a_file("照片.jpg", PHOTO, picture=True)], [a_part("照片.jpg", "class-photo")])
    both = (
        [*photo[0], a_file("证明.pdf", A4)],
        [*photo[1], a_part("证明.pdf", "village-certificate")],
    )

    assert a_plan(*photo).retention == "永久"  # 附件1
    assert a_plan(*photo, category="H").retention == "10年"
    assert a_plan(*both, category="H").retention == "30年"
    lacking = a_plan(*photo, category="H", missing=("registration-form",), draft=True)
    assert lacking.retention == "10年"


def test_a_workspace_may_ask_for_a_longer_period_never_for_a_shorter_one() -> None:
    given = ([a_file("证明.pdf", A4)], [a_part("证明.pdf", "village-certificate")])

    assert a_plan(*given, category="H", retention="永久").retention == "永久"
    assert a_plan(*given, category="H", retention="10年").retention == "30年"


def test_the_cover_counts_the_form_s_day_too() -> None:
    plan = a_plan([a_file("证明.pdf", A4)], [a_part("证明.pdf", "village-certificate", day=date(2022, 3, 1))])

    assert (plan.first_date, plan.last_date) == (date(2022, 3, 1), TODAY)


def test_a_photograph_says_when_where_who_and_why_as_its_visit_does() -> None:
    visit = Visit(date=date(2022, 3, 5), persons="赵文博（中心学校）、刘支书（村委会）", place="王岗村", method="入户")
    taught = RecordedVisit(
        date=date(2022, 3, 6),
        path="b.pdf",
        page=1,
        sure=True,
        type="home-teaching-record",
        persons="李老师",
        place="家中",
    )
    photos = [a_file(f"{name}.jpg", PHOTO, picture=True) for name in ("劝返", "送教", "旧")]
    parts = [
        a_part("劝返.jpg", "persuasion-photo", day=date(2022, 3, 5)),
        a_part("送教.jpg", "home-teaching-photo", day=date(2022, 3, 6)),
        a_part("旧.jpg", "persuasion-photo", day=date(2022, 1, 1)),
    ]
    plan = a_plan(photos, parts, facts=Facts(visits=(visit,), recorded=(taught,)))

    said = {placed.path: placed.caption for sheet in plan.sheets for placed in sheet.placed}
    assert said["劝返.jpg"] == (
        "时间：2022年3月5日　地点：王岗村　事由：劝返（入户）",
        "人物：赵文博（中心学校）、刘支书（村委会）",
    )
    assert said["送教.jpg"] == ("时间：2022年3月6日　地点：家中　事由：送教上门", "人物：李老师")
    assert said["旧.jpg"] == ("时间：2022年1月1日　事由：劝返",)


def test_a_record_that_was_not_read_surely_says_nothing_under_a_photograph() -> None:
    seen = RecordedVisit(date=date(2022, 3, 5), path="b.pdf", page=1, persons="李某")
    part = a_part("劝返.jpg", "persuasion-photo", day=date(2022, 3, 5))
    plan = a_plan([a_file("劝返.jpg", PHOTO, picture=True)], [part], facts=Facts(recorded=(seen,)))

    assert plan.sheets[3].placed[0].caption == ("时间：2022年3月5日　事由：劝返",)
