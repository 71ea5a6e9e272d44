"""Pictures of pages for Word: those of the finished PDF, turned and no finer than print; drawn where there is none."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from dossier.model import EvidenceFile, PageFact, Placed
from dossier.pages.journal import Journal
from dossier.pages.jpeg import read_jpeg
from dossier.pages.sources import Sources
from dossier.word import Making, page_pictures
from tests.pdf.build import a_file, a_pdf, a_picture, a_plan, saved


def made(tmp_path, found, *files: EvidenceFile, threads=2):
    """The pictures of a plan of these files, a page each."""
    plan = a_plan([[Placed(path=file.path, page=1)] for file in files])
    journal = Journal(tmp_path / "at")
    making = Making(Sources(tmp_path, {file.path: file for file in files}), found, 100, journal, threads)
    with page_pictures(plan, making) as picture:
        pictures = [picture(placed, sheet) for sheet in plan.sheets for placed in sheet.placed]
    journal.close()
    return pictures


def the_file(tmp_path, path="a.pdf"):
    return a_file(tmp_path, path, a_pdf(text=path), "application/pdf")


def test_the_bytes_of_the_pdf_serve_as_they_are(tmp_path):
    jpeg = read_jpeg(saved(a_picture(), "JPEG"))

    (data,) = made(tmp_path, lambda placed, sheet: jpeg, the_file(tmp_path))

    assert data == b"".join(jpeg.pieces)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_that_is_turned_or_too_fine_is_written_anew(tmp_path, mode):
    exif = Image.Exif()
    exif[0x0112] = 6
    jpeg = read_jpeg(saved(a_picture(2800, 2100, mode=mode), "JPEG", exif=exif))

    (data,) = made(tmp_path, lambda placed, sheet: jpeg, the_file(tmp_path))

    picture = Image.open(io.BytesIO(data))
    assert picture.size == (round(1169 * 0.75), 1169)
    assert picture.mode == mode
    corner = picture.convert("RGB").getpixel((picture.width - 20, 20))[0]
    assert abs(corner - (220 if mode == "RGB" else 88)) < 8  # the upper left corner of what is stored


def test_a_page_that_is_no_picture_there_is_drawn_and_pages_keep_their_order(tmp_path):
    files = [the_file(tmp_path, f"{number}.pdf") for number in range(9)]

    pictures = made(tmp_path, lambda placed, sheet: None, *files)

    assert len(set(pictures)) == 9
    assert Image.open(io.BytesIO(pictures[0])).size == (827, 1169)
    assert pictures == made(tmp_path, lambda placed, sheet: None, *files, threads=1)


def test_what_a_process_died_of_is_not_opened_again(tmp_path):
    file = a_file(tmp_path, "a.png", saved(a_picture(), "PNG"), "image/png", [PageFact(width=400, height=300)])
    (tmp_path / "at").write_text('["died", "decoder", "a.png"]\n', "utf-8")

    (data,) = made(tmp_path, lambda placed, sheet: None, file)

    assert Image.open(io.BytesIO(data)).convert("L").getextrema() == (255, 255)
