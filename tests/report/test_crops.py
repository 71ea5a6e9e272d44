"""Pictures of what a finding saw: cut in worker processes, so that no page can end the program."""

import io
from dataclasses import replace

from PIL import Image

from dossier.model import Fact, Facts, Other, PageReading, Severity
from dossier.pages.jpeg import read_jpeg
from dossier.report import crops, format_html
from tests.processes.worker_tasks import die_of_bad_page
from tests.report.build import a_case, a_check, a_file, a_finding, a_review


def a_check_of(tmp_path, *names, turn=0):
    """A check with a finding about the top of each picture: black above, white below."""
    folder = tmp_path / "002-李涵欣"
    folder.mkdir()
    picture = Image.new("RGB", (600, 800), "white")
    picture.paste("black", (0, 0, 600, 400))
    for name in names:
        picture.save(folder / name, "JPEG")
    readings = (PageReading(page=1, turn=turn),)
    files = tuple(a_file(name, readings=readings) for name in names)
    findings = tuple(a_finding("unsure", Severity.WARNING, "请确认", path=name) for name in names)
    return a_check(a_review(case=a_case(files=files), findings=findings))


def crops_of(tmp_path, check):
    (review,) = crops.with_crops(tmp_path, check).reviews
    return [finding.crop for finding in review.findings]


def test_a_finding_shows_the_part_of_the_page_it_speaks_of_upright(tmp_path):
    (crop,) = crops_of(tmp_path, a_check_of(tmp_path, "a.jpg", turn=180))

    shown = Image.open(io.BytesIO(crop)).convert("L")
    assert shown.getextrema()[0] > 200  # the white half is the top of the page as it is read


def test_what_was_drawn_for_the_dossier_serves_the_report(tmp_path):
    """The file itself is not opened: here it is gone; the drawn page lies on its side."""
    check = a_check_of(tmp_path, "a.jpg", "b.jpg")
    (tmp_path / "002-李涵欣" / "a.jpg").unlink()
    (tmp_path / "002-李涵欣" / "b.jpg").unlink()
    picture, exif, out = Image.new("RGB", (900, 1200), (200, 30, 30)), Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(out, "JPEG", exif=exif)
    jpeg = read_jpeg(out.getvalue())
    whole = replace(jpeg, pieces=(b"".join(jpeg.pieces),))

    made = crops.with_crops(tmp_path, check, lambda place, page: whole if place.name == "a.jpg" else None)

    first, second = (finding.crop for finding in made.reviews[0].findings)
    shown = Image.open(io.BytesIO(first)).convert("RGB")
    assert shown.size == (520, 291)
    assert shown.getpixel((100, 100))[0] > 150 > shown.getpixel((100, 100))[1]
    assert second == crops.NONE


def test_a_page_that_ends_the_process_costs_its_own_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(crops, "cut", die_of_bad_page)

    made = crops_of(tmp_path, a_check_of(tmp_path, "a.jpg", "坏.jpg", "b.jpg"))

    assert [bool(crop) for crop in made] == [True, False, True]


def test_two_photographs_that_are_one_stand_side_by_side(tmp_path):
    check = a_check_of(tmp_path, "a.jpg", "b.jpg")
    (review,) = check.reviews
    twins = [
        replace(a_finding("reused-photo", Severity.WARNING, "很接近", path="a.jpg"), other_path=other, other_page=1)
        for other in ("b.jpg", "没有.jpg")
    ]
    made = crops.with_crops(tmp_path, replace(check, reviews=(replace(review, findings=tuple(twins)),)))

    first, second = made.reviews[0].findings
    assert [bool(one) for one in (first.crop, first.other_crop)] == [True, True]
    assert [one is not None for one in (second.crop, second.other_crop)] == [True, False]
    page = format_html(made)
    assert page.count('class="crop"') == 3
    assert "对照的另一张：b.jpg" in page


def test_a_blank_fact_shows_the_place_on_the_paper_that_tells_it(tmp_path):
    check = a_check_of(tmp_path, "a.jpg")
    told = Other(value="七年级", path="a.jpg", page=1, box=(0.2, 0.7, 0.4, 0.8), sure=True)
    agreed = Other(value="汉族", path="a.jpg", page=1, box=(0.2, 0.7, 0.4, 0.8), sure=True)
    known = {
        "grade": Fact(field="grade", others=(told,)),
        "nation": Fact(field="nation", value="汉族", others=(agreed,)),
    }
    (review,) = crops.with_crops(tmp_path, replace(check, reviews=(with_facts(check, known),))).reviews

    shown = Image.open(io.BytesIO(review.facts.others("grade")[0].crop)).convert("L")
    assert shown.getextrema()[0] > 200  # the white half of the page
    assert review.facts.others("nation")[0].crop is None


def test_a_picture_too_many_is_told_where_it_is_wanting_and_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(crops, "MOST", 1)

    page = format_html(crops.with_crops(tmp_path, a_check_of(tmp_path, "a.jpg", "b.jpg", "c.jpg")))

    assert page.count('class="crop"') == 1
    assert page.count("（没有截图，请看原件）") == 2
    assert "有 2 处没有截图" in page


def with_facts(check, known):
    return replace(check.reviews[0], facts=Facts(known=known))
