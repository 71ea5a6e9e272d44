"""A page as a picture is what a person sees who opens the file."""

from __future__ import annotations

import io
import struct

import numpy as np
import pikepdf
import pytest
from PIL import Image

from dossier.pages.page import open_pages, page_image
from dossier.pages.pictures import PageError
from tests.evidence.builders import a_jpeg, a_locked_pdf, a_pdf, an_exif, saved

RED, GREEN, BLUE, WHITE = (200, 0, 0), (0, 160, 0), (0, 0, 200), (255, 255, 255)


def a_sign() -> Image.Image:
    """80×60: red at the upper left, green at the upper right, blue at the lower left, white at the lower right."""
    sign = Image.new("RGB", (80, 60), WHITE)
    for colour, x, y in ((RED, 0, 0), (GREEN, 40, 0), (BLUE, 0, 30)):
        sign.paste(colour, (x, y, x + 40, y + 30))
    return sign


def corners(picture: Image.Image) -> list[str]:
    """Names of the colours near the four corners: upper left, upper right, lower left, lower right."""
    width, height = picture.size
    names = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white"}
    spots = [(width // 8, height // 8), (width * 7 // 8, height // 8)]
    spots += [(width // 8, height * 7 // 8), (width * 7 // 8, height * 7 // 8)]
    return [
        names[min(names, key=lambda known: sum(abs(a - b) for a, b in zip(known, picture.getpixel(spot), strict=True)))]
        for spot in spots
    ]


UPRIGHT = ["red", "green", "blue", "white"]
STORED = {
    1: lambda sign: sign,
    2: lambda sign: sign.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda sign: sign.transpose(Image.Transpose.ROTATE_180),
    4: lambda sign: sign.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda sign: sign.transpose(Image.Transpose.TRANSPOSE),
    6: lambda sign: sign.transpose(Image.Transpose.ROTATE_90),
    7: lambda sign: sign.transpose(Image.Transpose.TRANSVERSE),
    8: lambda sign: sign.transpose(Image.Transpose.ROTATE_270),
}
"""EXIF orientation → the upright sign as such a camera stores it."""


def shown(tmp_path, data: bytes, media_type: str, page: int = 1, **size) -> Image.Image:
    """The page's picture."""
    path = tmp_path / "file"
    path.write_bytes(data)
    return page_image(path, media_type, page, **size)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("long_side", [None, 40])
@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")],
)
def test_a_picture_stands_upright_whatever_its_exif(tmp_path, kind, media_type, orientation, long_side):
    data = saved(STORED[orientation](a_sign()), kind, exif=an_exif(orientation))

    picture = shown(tmp_path, data, media_type, long_side=long_side)

    assert corners(picture) == UPRIGHT
    assert picture.size == ((80, 60) if long_side is None else (40, 30))
    assert picture.mode == "RGB"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_heic_stands_upright(tmp_path, orientation):
    stored = STORED[orientation](a_sign())
    stored.info["exif"] = an_exif(orientation).tobytes()  # the encoder writes it as a box of its own, as phones do

    data = saved(stored, "HEIF", quality=95)

    assert corners(shown(tmp_path, data, "image/heic")) == UPRIGHT


@pytest.mark.parametrize(
    ("mode", "kind", "media_type"),
    [
        ("L", "PNG", "image/png"),
        ("1", "TIFF", "image/tiff"),
        ("P", "GIF", "image/gif"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("LA", "PNG", "image/png"),
        ("RGBA", "WEBP", "image/webp"),
        ("LAB", "TIFF", "image/tiff"),
        ("I;16", "PNG", "image/png"),
        ("F", "TIFF", "image/tiff"),
    ],
)
def test_every_kind_of_pixel_becomes_rgb_of_like_brightness(tmp_path, mode, kind, media_type):
    ramp = np.tile(np.linspace(0, 255, 64, dtype=np.uint8), (48, 1))
    if mode == "I;16":
        stored = Image.fromarray(ramp.astype(np.uint16) * 257)
    elif mode == "F":
        stored = Image.fromarray(ramp.astype(np.float32))
    elif mode == "LAB":
        lab = np.dstack([ramp, np.zeros_like(ramp), np.zeros_like(ramp)])
        stored = Image.frombytes("LAB", (64, 48), lab.tobytes())
    else:
        stored = Image.fromarray(ramp).convert("RGB").convert(mode)

    picture = shown(tmp_path, saved(stored, kind), media_type)

    grey = np.asarray(picture.convert("L")).astype(int)
    assert picture.mode == "RGB"
    assert grey[:, :6].mean() < 40
    assert grey[:, -6:].mean() > 215


def test_what_is_transparent_is_white_paper(tmp_path):
    stamp = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    assert shown(tmp_path, saved(stamp, "PNG"), "image/png").getpixel((5, 5)) == WHITE


def test_pixels_of_a_fax_are_made_square(tmp_path):
    fax = saved(Image.new("1", (400, 200), 1), "TIFF", dpi=(204, 98))

    assert shown(tmp_path, fax, "image/tiff").size == (400, 416)


def test_a_picture_is_never_enlarged(tmp_path):
    assert shown(tmp_path, a_jpeg(80, 60), "image/jpeg", long_side=4000).size == (80, 60)


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_a_picture_made_much_smaller_is_the_average_of_its_pixels(tmp_path, mode):
    ramp = Image.linear_gradient("L").resize((1030, 770)).convert("RGB").convert(mode)
    small = shown(tmp_path, saved(ramp, "PNG"), "image/png", long_side=200)

    assert small.size == (200, 150)
    rows = [small.getpixel((100, row))[0] for row in range(150)]
    assert all(abs(value - (row + 0.5) * 256 / 150) < 4 for row, value in enumerate(rows))


def test_resolution_means_inches_of_paper(tmp_path):
    assert shown(tmp_path, a_jpeg(300, 600, dpi=(300, 300)), "image/jpeg", dpi=150).size == (150, 300)
    assert shown(tmp_path, a_pdf(), "application/pdf", dpi=72).size == (595, 842)


def test_an_open_file_gives_any_page_at_any_size_again():
    with open_pages(a_jpeg(800, 600), "image/jpeg") as pages:
        assert [pages.image(1, long_side=side).size for side in (80, 800, 160)] == [(80, 60), (800, 600), (160, 120)]


def test_pages_of_a_tiff_without_its_thumbnail(tmp_path):
    from PIL import TiffImagePlugin

    thumbnail = Image.new("RGB", (8, 6))
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[254] = 1
    thumbnail.encoderinfo = {"tiffinfo": tags}
    data = saved(a_sign(), "TIFF", save_all=True, append_images=[thumbnail, Image.new("RGB", (30, 40))])

    with open_pages(data, "image/tiff") as pages:
        assert [pages.image(page).size for page in range(1, pages.count + 1)] == [(80, 60), (30, 40)]


@pytest.mark.parametrize(("rotate", "size"), [(0, (595, 842)), (90, (842, 595)), (270, (842, 595))])
def test_a_pdf_page_lies_as_it_says(tmp_path, rotate, size):
    assert shown(tmp_path, a_pdf(rotate=rotate), "application/pdf", dpi=72).size == size


def test_values_of_a_form_and_stamps_are_drawn(tmp_path):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        look = pdf.make_stream(b"1 0 0 rg 0 0 200 200 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 200, 200]
        pdf.pages[0].obj.Annots = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Stamp,
                Rect=[100, 100, 300, 300],
                F=4,
                AP=pikepdf.Dictionary(N=look),
            )
        ]
        pdf.save(out)

    red, green, _ = shown(tmp_path, out.getvalue(), "application/pdf", dpi=72).getpixel((200, 842 - 200))
    assert (red > 200, green < 60) == (True, True)


def test_a_poster_is_pictured_smaller_rather_than_without_end(tmp_path):
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.save(out)

    picture = shown(tmp_path, out.getvalue(), "application/pdf", dpi=300)

    assert picture.width * picture.height <= 65_000_000


@pytest.mark.parametrize(
    ("data", "media_type", "page", "rule"),
    [
        (a_jpeg()[:-500], "image/jpeg", 1, "unreadable"),
        (b"rubbish", "image/png", 1, "unreadable"),
        (b"rubbish", "application/pdf", 1, "unreadable"),
        (a_pdf(), "application/pdf", 2, "unreadable"),
        (a_jpeg(), "image/jpeg", 2, "unreadable"),
        (a_locked_pdf(user="secret"), "application/pdf", 1, "encrypted"),
        (saved(Image.new("1", (20_000, 10_001)), "PNG"), "image/png", 1, "too-large"),
        (b"%!PS-Adobe", "application/postscript", 1, "unsupported"),
    ],
)
def test_what_cannot_be_shown_is_a_page_error(tmp_path, data, media_type, page, rule):
    with pytest.raises(PageError) as raised:
        shown(tmp_path, data, media_type, page)

    assert raised.value.rule == rule


def test_a_mistake_of_the_caller_is_not_taken_for_damage():
    with pytest.raises(ZeroDivisionError), open_pages(a_jpeg(), "image/jpeg"):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("kind", "corners"),
    [
        ("/Line", {"/L": [100, 400, 300, 400]}),
        ("/PolyLine", {"/Vertices": [100, 400, 300, 400, 300, 450]}),
        ("/Polygon", {"/Vertices": [100, 400, 300, 400, 300, 450]}),
        ("/Ink", {"/InkList": [[100, 400, 300, 400]]}),
    ],
)
@pytest.mark.parametrize(("flags", "is_shown"), [(4, True), (2, False), (32, False)])
def test_lines_that_say_only_where_they_run_are_drawn(kind, corners, flags, is_shown):
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        line = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name(kind), "/F": flags, "/C": [1, 0, 0]}
        page.Annots = [pikepdf.Dictionary({**line, "/Rect": [90, 390, 310, 460], **corners})]
        out = io.BytesIO()
        pdf.save(out)

    with open_pages(out.getvalue(), "application/pdf") as pages:
        seen = pages.image(1, dpi=144).crop((2 * 150, 2 * (842 - 403), 2 * 250, 2 * (842 - 397)))

    red, green, _ = seen.split()
    assert (green.getextrema()[0] < 128) == is_shown
    assert red.getextrema()[0] > 200


def a_tiff(bits: int, colours: tuple[int, ...], pixels: bytes) -> bytes:
    """A TIFF of 2×1 pixels; with `colours` these are its palette, 2^bits reds, greens and blues."""
    entries = [(256, 3, 1, 2), (257, 3, 1, 1), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, 3 if colours else 1)]
    data = 8 + 2 + 12 * (9 + bool(colours)) + 4
    entries += [(273, 4, 1, data), (277, 3, 1, 1), (278, 3, 1, 1), (279, 4, 1, len(pixels))]
    if colours:
        entries.append((320, 3, len(colours), data + len(pixels)))
    table = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    head = b"II*\0" + struct.pack("<LH", 8, len(entries)) + table + bytes(4)
    return head + pixels + struct.pack(f"<{len(colours)}H", *colours)


@pytest.mark.parametrize("step", [1, 257])
def test_a_palette_of_bytes_is_no_black_page(step):
    """Old programs wrote a TIFF's colours as bytes where 16 bits were meant."""
    colours = [value * step for part in range(3) for value in ([250, 10, 128] * 86)[part : 256 + part]]

    page = page_image(a_tiff(8, tuple(colours), b"\0\1"), "image/tiff", 1)

    assert [page.getpixel((x, 0)) for x in (0, 1)] == [(250, 10, 128), (10, 128, 250)]


def test_grey_of_twelve_bits_is_as_light_as_it_was():
    page = page_image(a_tiff(12, (), bytes([0xFF, 0xF8, 0x00])), "image/tiff", 1)

    assert [page.getpixel((x, 0))[0] for x in (0, 1)] == [255, pytest.approx(127, abs=1)]


def test_colours_of_sixteen_bits_in_planes_of_their_own_are_no_noise():
    width, height, planes = 2, 1, (b"\xff\xff\0\0", b"\0\x80\0\0", b"\0\0\xff\xff")
    entries = [(256, 3, 1, width), (257, 3, 1, height), (258, 3, 3, 134), (259, 3, 1, 1), (262, 3, 1, 2)]
    entries += [(273, 4, 3, 140), (277, 3, 1, 3), (278, 3, 1, height), (279, 4, 3, 152), (284, 3, 1, 2)]
    table = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    values = struct.pack("<3H6L", 16, 16, 16, 164, 168, 172, 4, 4, 4)
    data = b"II*\0" + struct.pack("<LH", 8, len(entries)) + table + bytes(4) + values + b"".join(planes)

    page = page_image(data, "image/tiff", 1)

    assert [page.getpixel((x, 0)) for x in (0, 1)] == [(255, 128, 0), (0, 0, 255)]
