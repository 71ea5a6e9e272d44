"""Pictures of a finished dossier: taken where a page is one JPEG, and nowhere else."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image

from dossier.model import A4_PT, PageFact, Placed
from dossier.pages.jpeg import with_profile
from dossier.pages.page import page_image
from dossier.pdf import PdfOptions, finished_pictures, write_pdf
from dossier.pdf.image_streams import upright
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources

SCAN = (1240, 1754)


def a_scan(
    *, size=A4_PT, rotate=0, drawn="q {w} 0 0 {h} 0 0 cm /Im0 Do Q", name="Im0", pixels=SCAN, more=None, **image
):
    """A PDF with one page that is one JPEG, as scanners make them."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size)
    data = saved(a_picture(*pixels), "JPEG", quality=80)
    picture = pdf.make_stream(
        data,
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=pixels[0], Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode, **image,
    )  # fmt: skip
    shown = {f"/{name}": picture}
    if more:
        other = pdf.make_stream(b"\x00", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1)
        other.ColorSpace, other.BitsPerComponent = pikepdf.Name.DeviceGray, 8
        shown["/Im1"] = other
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(shown))
    page.obj.Contents = pdf.make_stream(drawn.format(w=size[0], h=size[1]).encode())
    if rotate:
        page.obj.Rotate = rotate
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def the_picture(tmp_path, data, media_type="application/pdf", fact=None, turn=0, box=None):
    """(what the finished dossier holds of the one page of a file, the file's place)."""
    width, height = (fact or A4_PT)[:2]
    pixels = fact if media_type.startswith("image") else None
    file = a_file(tmp_path, "a", data, media_type, [PageFact(width=width, height=height, pixels=pixels)])
    placed = Placed(path="a", page=1, turn=turn, box=box)
    plan = a_plan([[placed]])
    target = tmp_path / "dossier.pdf"
    write_pdf(plan, own_pages(links=2), sources(tmp_path, file), target, PdfOptions(today=TODAY))
    sheet = next(sheet for sheet in plan.sheets if sheet.placed)
    with finished_pictures(target) as finished:
        return finished.of(sheet.placed[0], sheet)


def shown(jpeg):
    """The picture as it stands on the sheet."""
    return upright(Image.open(io.BytesIO(b"".join(jpeg.pieces))), jpeg.orientation).convert("RGB")


def is_like(one, other):
    first, second = (np.asarray(picture.resize((60, 60), Image.Resampling.BOX), np.int16) for picture in (one, other))
    return float(np.abs(first - second).mean()) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_photograph_is_taken_as_it_stands_on_the_sheet(tmp_path, orientation, turn):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(a_picture(), "JPEG", exif=exif)
    fact = (400, 300) if orientation < 5 else (300, 400)

    jpeg = the_picture(tmp_path, data, "image/jpeg", fact, turn, (60.0, 60.0, 475.0, 700.0))

    assert b"".join(jpeg.pieces) in data or jpeg.size < len(data)
    (tmp_path / "b.jpg").write_bytes(data)
    source = page_image(tmp_path / "b.jpg", "image/jpeg", 1)
    assert is_like(shown(jpeg), source.rotate(-turn, expand=True))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [A4_PT, (400.0, 400.0 * SCAN[1] / SCAN[0])])
def test_a_scanned_page_is_its_jpeg_in_whatever_way_it_is_placed(tmp_path, size, rotate):
    data = a_scan(size=size, rotate=rotate)
    fact = size if rotate % 180 == 0 else size[::-1]

    jpeg = the_picture(tmp_path, data, fact=fact)

    (tmp_path / "b.pdf").write_bytes(data)
    assert is_like(shown(jpeg), page_image(tmp_path / "b.pdf", "application/pdf", 1, long_side=1754))


@pytest.mark.parametrize(
    "data",
    [
        a_pdf(),
        a_scan(drawn="q {w} 0 0 {h} 0 0 cm /Im0 Do Q q 50 0 0 50 90 90 cm /Im1 Do Q", more=True),
        a_scan(drawn="q {w} 0 0 {h} 0 0 cm /Im0 Do Q 1 0 0 rg 90 90 200 200 re f"),
        a_scan(drawn="q 200 0 0 283 90 90 cm /Evidence0 Do Q", name="Evidence0"),
        a_scan(drawn="q {w} 40 -40 {h} 0 0 cm /Im0 Do Q"),
        a_scan(pixels=(400, 1754)),
        a_scan(Decode=pikepdf.Array([1, 0, 1, 0, 1, 0])),
    ],
    ids=["words", "two", "drawn-over", "in-a-corner", "slanted", "fax", "inverted"],
)
@pytest.mark.parametrize("box", [None, (60.0, 60.0, 475.0, 700.0)])
def test_a_page_that_is_more_or_other_than_one_jpeg_is_none(tmp_path, data, box):
    assert the_picture(tmp_path, data, box=box) is None


def test_a_profile_goes_back_into_the_jpeg():
    data, profile = saved(a_picture(), "JPEG"), bytes(range(256)) * 600

    assert Image.open(io.BytesIO(with_profile(data, profile))).info["icc_profile"] == profile
    assert with_profile(data, b"") == data
