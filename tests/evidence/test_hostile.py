"""Files that were damaged at random or on purpose: one finding each, never more, and nothing happens."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import OutputError
from dossier.evidence import Cache
from dossier.evidence.problems import FAULTS
from dossier.processes.pool import Done, Workers
from tests.evidence.builders import (
    a_case,
    a_doc,
    a_docx,
    a_jpeg,
    a_pdf,
    a_picture,
    a_scan_pdf,
    an_exif,
    look,
    look_at,
    look_at_one,
    put,
    refuse,
    saved,
    show,
    typeset_and_die,
    typeset_with_a_bug,
)

SEEDS = (
    a_jpeg(exif=an_exif(6, "2022:03:05 10:15:30")),
    a_jpeg(progressive=True),
    saved(a_picture(), "PNG"),
    saved(a_picture(), "WEBP"),
    saved(a_picture(), "GIF"),
    saved(a_picture(), "BMP"),
    saved(a_picture(), "TIFF", compression="tiff_lzw", save_all=True, append_images=[a_picture(20, 30)]),
    saved(a_picture(), "HEIF"),
    a_pdf(2, text="some words on a page"),
    a_scan_pdf(),
    a_docx(),
    a_doc(),
    b"",
)
NAMES = ("a.jpg", "b.pdf", "c.docx", "d.heic", "e.tif", "f", "g.doc", "h.png")


@st.composite
def a_damaged_file(draw) -> bytes:
    """A good file, cut, flipped, filled with zeros or with something put in; or anything at all."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["cut", "flip", "zeros", "insert"])):
            case "cut":
                del data[at:]
            case "flip":
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "zeros":
                end = min(len(data), at + draw(st.sampled_from([4, 600, 5000])))
                data[at:end] = bytes(end - at)
            case "insert":
                data[at:at] = draw(st.binary(min_size=1, max_size=40))
    return bytes(data)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(a_damaged_file(), min_size=8, max_size=8))
def test_every_path_becomes_exactly_one_file_with_pages_or_a_problem(contents):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        files = dict(zip(NAMES, contents, strict=True))
        put(root / "001-张三", files)

        with Cache(root / ".dossier") as cache:
            (case,) = look(root, [a_case(*files)], cache=cache, typeset=refuse, workers=1)

        assert [file.path for file in case.files] == list(files)
        for file in case.files:
            assert bool(file.pages and file.problem is None) != bool(file.problem)
            assert file.size == len(files[file.path])
        pages = [
            (str(root / "001-张三" / file.path), file.media_type, number)
            for file in case.files
            if file.is_usable
            for number in range(1, len(file.pages) + 1)
        ]
        with Workers(1) as workers:
            shown = list(workers.map(show, pages))
        assert shown == [Done("shown")] * len(pages)


def test_a_parser_that_is_brought_down_costs_one_finding(tmp_path):
    files = {f"{number}.docx": a_docx(**{"word/extra": str(number)}) for number in range(6)}
    files["3.docx"] = a_docx(**{"word/bad": "x"})

    looked = look_at(tmp_path, files, typeset=typeset_and_die)

    assert [file.problem and file.problem.rule for file in looked.values()] == [None] * 3 + ["unreadable"] + [None] * 2
    assert looked["3.docx"].problem.message == FAULTS["crashed"][1]


def test_a_typesetter_that_stumbles_over_a_file_costs_one_finding(tmp_path):
    assert look_at_one(tmp_path, "a.docx", a_docx(), typeset=typeset_with_a_bug).problem.rule == "unreadable"


def test_a_zip_that_would_grow_beyond_reason_is_not_unpacked(tmp_path):
    inner = a_docx(document=" " * 40_000_000)
    assert len(inner) < 100_000

    assert look_at_one(tmp_path, "a.docx", inner).problem.message == FAULTS["word-bomb"][1]


def test_entries_that_point_outside_are_never_written(tmp_path):
    docx = a_docx(**{"../../outside.txt": "x", "word/../../../outside.txt": "x"})

    look_at_one(tmp_path / "deep" / "down", "a.docx", docx)

    assert not list(tmp_path.rglob("outside.txt"))
    assert zipfile.is_zipfile(tmp_path / "deep" / "down" / "001-张三" / "a.docx")


def test_a_full_disk_stops_the_run_and_blames_no_file(tmp_path):
    class Full(Cache):
        word_folder = tmp_path / "no" / "room"

    with pytest.raises(OutputError) as raised:
        look_at_one(tmp_path, "a.docx", a_docx(), cache=Full(None))

    assert raised.value.exit_code == 5


def test_a_page_whose_crop_box_lies_beside_its_paper_has_the_paper_s_size(tmp_path):
    pdf = pikepdf.open(io.BytesIO(a_pdf(2)))
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 500, 800])
    pdf.pages[1].obj.CropBox = pikepdf.Array([600, 800, 1000, 1000])
    pdf.pages[1].obj.Rotate = 90
    pdf.save(tmp_path / "两页.pdf")

    file = look_at_one(tmp_path, "两页.pdf", (tmp_path / "两页.pdf").read_bytes())

    assert [(page.width, page.height) for page in file.pages] == [(595, 842), (800, 500)]
    assert file.problem is None


@pytest.mark.parametrize("size", [(595, 2_147_483_648), (0.001, 842)])
def test_a_page_of_no_paper_s_size_is_a_page_that_was_lost(tmp_path, size):
    pdf = pikepdf.open(io.BytesIO(a_pdf(2)))
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, *size])
    pdf.save(tmp_path / "两页.pdf")

    file = look_at_one(tmp_path, "两页.pdf", (tmp_path / "两页.pdf").read_bytes())

    assert file.problem.rule == "unreadable"
    assert "第 2 页" in file.problem.message
