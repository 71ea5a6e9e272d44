"""Front and back of an ID paper on one sheet, at their true size; and what becomes flat."""

from dataclasses import replace
from datetime import date

import pytest

from dossier.model import (
    Basis,
    Case,
    CategorySpec,
    Decisions,
    EvidenceFile,
    Filed,
    FiledRow,
    IdPaper,
    Outline,
    PageFact,
    PageReading,
    PaperType,
    Part,
    PlanPart,
    Preparing,
    Review,
    Settings,
    Specs,
    Student,
)
from dossier.plan import amend, placed_key
from dossier.plan.make import make_plan

TODAY = date(2022, 3, 18)
MM = 72 / 25.4
CARD = PageFact(width=856 * 72 / 200, height=540 * 72 / 200, pixels=(856, 540))
PHOTO = PageFact(width=1600 * 72 / 200, height=1200 * 72 / 200, pixels=(1600, 1200))
A4_SCAN = PageFact(width=595.276, height=841.89, pixels=(1654, 2339))
IN_PHOTO = Outline(corners=((0.2, 0.15), (0.8, 0.15), (0.8, 0.6546), (0.2, 0.6546)), aspect=1.585, dark=0.5, beyond=0.7)
ON_GLASS = Outline(
    corners=((0.2, 0.2), (0.6076, 0.2), (0.6076, 0.3818), (0.2, 0.3818)), aspect=1.585, blank=True, beyond=0.92
)
PAPERS = (
    PaperType(id="disability-certificate", title="残疾证复印件", short="残疾证", copy=True, block="identity"),
    PaperType(id="village-certificate", title="村（居）委会证明", block="identity", rank=2),
    PaperType(id="other", title="其他材料"),
)
ID_PAPERS = (
    IdPaper(title="残疾人证", types=("disability-certificate",), size=(85.6, 54)),
    IdPaper(title="居民身份证", types=("other",), words=("身份证",), size=(85.6, 54)),
)
SPECS = Specs(
    papers={paper.id: paper for paper in PAPERS},
    categories={"I": CategorySpec(letter="I", title="因病因残")},
    id_papers=ID_PAPERS,
)


def a_file(path, fact, *outlines, pages=1, media_type="image/jpeg"):
    readings = tuple(PageReading(page=page, source="ocr", outlines=outlines) for page in range(1, pages + 1))
    return EvidenceFile(path=path, sha256=path, media_type=media_type, pages=(fact,) * pages, readings=readings)


def planned(*files, kind="disability-certificate", settings=None, turn=0, **decided):
    parts = tuple(
        Part(
            path=file.path,
            pages=tuple(range(1, len(file.pages) + 1)),
            type=kind,
            basis=Basis.NAME,
            confidence=1,
            turn=turn,
        )
        for file in files
    )
    case = Case(id="001", student=Student(name="黄欣梓"), category="I", files=files, decisions=Decisions(**decided))
    review = Review(case=case, parts=parts)
    return make_plan(review, SPECS, settings or Settings(), {}, today=TODAY)


def evidence(plan):
    return [sheet for sheet in plan.sheets if sheet.part is PlanPart.EVIDENCE]


def size(placed):
    return placed.box[2] / MM, placed.box[3] / MM


def test_front_and_back_stand_on_one_sheet_of_one_item_and_two_rows_name_it():
    plan = planned(a_file("残疾证正面.jpg", CARD), a_file("残疾证反面.jpg", CARD))
    (sheet,) = evidence(plan)

    assert {placed.path for placed in sheet.placed} == {"残疾证正面.jpg", "残疾证反面.jpg"}
    assert all(size(placed) == pytest.approx((85.6, 54), rel=0.01) for placed in sheet.placed)
    rows = [row for row in plan.rows if row.part is PlanPart.EVIDENCE]
    assert [(row.first_page, row.pages, row.source_pages) for row in rows] == [(sheet.physical, 1, (1,))] * 2
    assert [item.title for item in plan.items[1:]] == ["残疾证"]


def test_photographs_of_a_card_are_shown_whole_and_the_card_in_them_has_its_size():
    (sheet,) = evidence(planned(a_file("残疾证1.jpg", PHOTO, IN_PHOTO), a_file("残疾证2.jpg", PHOTO, IN_PHOTO)))

    assert all(placed.prepared is None for placed in sheet.placed)
    assert all(size(placed)[0] * 0.6 == pytest.approx(85.6, rel=0.01) for placed in sheet.placed)


def test_flat_ones_are_cut_out_and_turned_as_a_person_says():
    files = a_file("残疾证1.jpg", PHOTO, IN_PHOTO), a_file("残疾证2.jpg", PHOTO, IN_PHOTO)
    (sheet,) = evidence(planned(*files, settings=Settings(pages="flat"), turn=90))

    assert all(placed.prepared.how is Preparing.FLAT for placed in sheet.placed)
    assert all(size(placed) == pytest.approx((54, 85.6), rel=0.01) for placed in sheet.placed)


def test_a_card_that_leaves_little_room_round_it_loses_desk_only_where_a_person_asks_for_the_sheet():
    far = replace(IN_PHOTO, corners=((0.3, 0.3), (0.7, 0.3), (0.7, 0.6364), (0.3, 0.6364)))
    files = a_file("残疾证1.jpg", PHOTO, far), a_file("残疾证2.jpg", PHOTO, far)
    assert [len(sheet.placed) for sheet in evidence(planned(*files))] == [1, 1]
    (sheet,) = evidence(planned(*files, same_sheet={"残疾证1.jpg": "残疾证2.jpg"}))

    for placed in sheet.placed:
        window = placed.prepared.outline.corners
        assert placed.prepared.how is Preparing.CUT
        assert window[0][0] < 0.3 < 0.7 < window[2][0]
        assert window[0][1] < 0.3 < 0.6364 < window[2][1]
        assert size(placed)[0] * 0.4 / (window[2][0] - window[0][0]) == pytest.approx(85.6, rel=0.01)


def test_both_sides_in_one_picture_are_true_to_size_and_a_scan_that_is_so_already_stays():
    upper, lower = (
        Outline(corners=((0.2, y), (0.8, y), (0.8, y + 0.2838), (0.2, y + 0.2838)), aspect=1.585, dark=0.4)
        for y in (0.1, 0.5)
    )
    tall = PageFact(width=1200 * 72 / 200, height=1600 * 72 / 200, pixels=(1200, 1600))
    (sheet,) = evidence(planned(a_file("残疾证.jpg", tall, upper, lower)))
    assert size(sheet.placed[0])[0] * 0.6 == pytest.approx(85.6, rel=0.01)

    glass = replace(ON_GLASS, blank=True)
    below = replace(glass, corners=tuple((x, y + 0.4) for x, y in glass.corners))
    (sheet,) = evidence(planned(a_file("残疾证.pdf", A4_SCAN, glass, below, media_type="application/pdf")))
    assert sheet.placed[0].box is None


def test_two_pages_of_a_scan_are_cut_from_the_blank_glass_round_them():
    plan = planned(a_file("残疾证.pdf", A4_SCAN, ON_GLASS, pages=2, media_type="application/pdf"))
    (sheet,) = evidence(plan)

    assert [placed.page for placed in sheet.placed] == [1, 2]
    assert all(placed.prepared.how is Preparing.CUT for placed in sheet.placed)
    assert all(85.6 <= size(placed)[0] <= 85.6 * 1.07 for placed in sheet.placed)
    rows = [row for row in plan.rows if row.part is PlanPart.EVIDENCE]
    assert [(row.source_pages, row.prepared) for row in rows] == [((1,), Preparing.CUT), ((2,), Preparing.CUT)]


@pytest.mark.parametrize(
    "files",
    [
        (a_file("残疾证正面.jpg", PHOTO), a_file("残疾证反面.jpg", PHOTO)),
        (a_file("残疾证正面.jpg", CARD), a_file("父亲的反面.jpg", CARD)),
        (a_file("残疾证正面.jpg", CARD), a_file("残疾证反面.jpg", A4_SCAN)),
        (
            a_file("残疾证1.jpg", PHOTO, replace(IN_PHOTO, words_beyond=1)),
            a_file("残疾证2.jpg", PHOTO, IN_PHOTO),
        ),
    ],
    ids=["any photograph", "called otherwise", "a whole page", "words beyond the card"],
)
def test_what_is_not_plainly_two_sides_has_a_sheet_each(files):
    assert len(evidence(planned(*files))) == 2


def test_a_person_says_which_pages_share_a_sheet_and_which_do_not():
    cards = a_file("残疾证正面.jpg", CARD), a_file("残疾证反面.jpg", CARD)
    photos = a_file("封皮.jpg", PHOTO), a_file("里面.jpg", PHOTO)

    assert len(evidence(planned(*cards, same_sheet={"残疾证正面.jpg": ""}))) == 2
    (sheet,) = evidence(planned(*photos, same_sheet={"封皮.jpg": "里面.jpg"}))
    assert {placed.path for placed in sheet.placed} == {"封皮.jpg", "里面.jpg"}
    assert sheet.placed[0].box[1] + sheet.placed[0].box[3] < sheet.placed[1].box[1]


def test_papers_without_a_kind_are_called_by_what_their_files_share():
    plan = planned(a_file("户主身份证正面.jpg", CARD), a_file("户主身份证反面.jpg", CARD), kind="other")

    assert [item.title for item in plan.items[1:]] == ["[户主身份证]"]
    assert len(evidence(plan)) == 1


def test_the_mark_stands_on_copies_of_id_papers_alone():
    marked = Settings(copy_mark="仅用于控辍保学核查")
    card = a_file("户主身份证.jpg", CARD)

    (sheet,) = evidence(planned(card, kind="other", settings=marked))
    assert sheet.placed[0].mark == "仅用于控辍保学核查"
    far = a_file("残疾证.jpg", PHOTO, IN_PHOTO)
    (sheet,) = evidence(planned(far, settings=marked))
    ((x, _, wide, _),) = sheet.placed[0].mark_boxes
    box = sheet.placed[0].box
    assert (x, wide) == pytest.approx((box[0] + 0.2 * box[2], 0.6 * box[2]), rel=0.01), "over the card, not the desk"
    for plan in (
        planned(card, kind="other"),
        planned(a_file("成绩单.jpg", CARD), kind="other", settings=marked),
        planned(a_file("村委会证明.jpg", CARD), kind="village-certificate", settings=marked),
    ):
        assert [sheet.placed[0].mark for sheet in evidence(plan)] == [""]


def as_filed(plan, *files):
    """What the register keeps of a plan: one row a page of each paper, with the key of what stands there."""
    hashes = {file.path: file.sha256 for file in files}
    rows = [
        FiledRow(
            part=sheet.part.value,
            item=sheet.item,
            title="残疾证",
            first_page=sheet.physical,
            pages=1,
            path=placed.path if placed else None,
            source_pages=(placed.page,) if placed else None,
            labels=(sheet.shown,),
            keys=(placed_key(placed, hashes) if placed else "",),
        )
        for sheet in plan.sheets
        if sheet.number is not None
        for placed in sheet.placed or (None,)
    ]
    return Filed(on=TODAY, by="赵文博", today=TODAY, plan=tuple(rows))


def test_a_filed_sheet_keeps_its_page_when_one_side_goes_and_when_both_stay():
    front, back = a_file("残疾证正面.jpg", CARD), a_file("残疾证反面.jpg", CARD)
    plan = planned(front, back)
    filed = as_filed(plan, front, back)
    both = {file.path: file for file in (front, back)}

    (kept,) = evidence(amend(plan, filed, both, today=TODAY))
    assert {(one.path, one.box) for one in kept.placed} == {(one.path, one.box) for one in evidence(plan)[0].placed}

    (left,) = evidence(amend(planned(front), filed, {front.path: front}, today=TODAY))
    assert left.shown == kept.shown
    gone, there = sorted(left.placed, key=lambda one: not one.is_gone)
    assert (gone.path, there.path) == (back.path, front.path)
    upper, lower = sorted((gone.box, there.box), key=lambda box: box[1])
    assert upper[1] + upper[3] <= lower[1] + 1, "they do not lie on each other"
