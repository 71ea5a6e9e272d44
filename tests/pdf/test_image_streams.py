"""Every kind of picture stands in the dossier as a person sees it, and says nothing about where it was taken."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageOps

from dossier.model import PageFact, Placed
from dossier.pages.jpeg import JpegError, orientation_of, read_jpeg
from dossier.pages.page import open_pages
from dossier.pages.png import PngError, read_png
from tests.pdf.build import TODAY, a_file, a_picture, a_plan, own_pages, saved, sources, write_pdf

WIDTH, HEIGHT = 400.0, 300.0
BOX = (97.0, 100.0, WIDTH, HEIGHT)


def placed_picture(tmp_path, data, media_type, *, size=(400, 300), turn=0, page=1, box=BOX, **options):
    """The dossier of one picture: (its pdf, the page's picture inside the box at 72 dpi, notes)."""
    upright = (size[1], size[0]) if turn % 180 else size
    file = a_file(tmp_path, "图", data, media_type, [PageFact(width=size[0], height=size[1], pixels=size)] * page)
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="图", page=page, turn=turn, box=box)]])
    notes = write_pdf(plan, own_pages(), sources(tmp_path, file), target, today=TODAY, **options)
    with open_pages(target, "application/pdf") as pages:
        sheet = pages.image(4, dpi=72)
    scale = min(box[2] / upright[0], box[3] / upright[1])
    across, down = upright[0] * scale, upright[1] * scale
    left, top = box[0] + (box[2] - across) / 2, box[1] + (box[3] - down) / 2
    return target, sheet.crop((round(left), round(top), round(left + across), round(top + down))), notes


def image_of(target):
    """The one image stream of the evidence page: (dictionary, raw bytes)."""
    with pikepdf.open(target) as pdf:
        stream = pdf.pages[3].obj.Resources.XObject["/Evidence0"]
        return {key: str(value) for key, value in stream.items()}, stream.read_raw_bytes()


def assert_alike(one, other, tolerance=14):
    small = [np.asarray(picture.convert("RGB").resize((80, 60)), dtype=float) for picture in (one, other)]
    assert np.abs(small[0] - small[1]).mean() < tolerance


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("pixels", ["print", "keep"])
@pytest.mark.parametrize("factor", [1, 8])
def test_photo_is_upright_whatever_its_exif_says(tmp_path, orientation, pixels, factor):
    stored = a_picture(400 * factor, 300 * factor)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, "JPEG", exif=exif)
    wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))

    _, seen, notes = placed_picture(tmp_path, data, "image/jpeg", size=wanted.size, pixels=pixels)

    assert notes == ()
    assert_alike(seen.resize(wanted.size), wanted, 6)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("orientation", [1, 6])
def test_turn_of_a_person_comes_on_top_of_the_file(tmp_path, turn, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(a_picture(), "JPEG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))

    _, seen, _ = placed_picture(tmp_path, data, "image/jpeg", size=upright.size, turn=turn)

    assert_alike(seen, upright.rotate(-turn, expand=True), 6)


def test_small_jpeg_keeps_its_bytes_but_for_its_metadata(tmp_path):
    data = saved(a_picture(), "JPEG", exif=gps(), comment=b"taken at home", quality=80)

    target, _, _ = placed_picture(tmp_path, data, "image/jpeg")

    facts, stream = image_of(target)
    assert facts["/Filter"] == "/DCTDecode"
    assert stream[-1000:] == data[-1000:]
    assert Image.open(io.BytesIO(stream)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert b"Exif" not in stream
    assert b"taken at home" not in stream


def gps():
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (32.0, 41.0, 20.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "HEIF"])
@pytest.mark.parametrize("pixels", ["print", "keep"])
def test_position_never_reaches_the_dossier(tmp_path, kind, pixels):
    import pillow_heif

    pillow_heif.register_heif_opener()
    data = saved(a_picture(), kind, exif=gps())
    assert b"SECRETPHONE" in data
    media_type = {"HEIF": "image/heic"}.get(kind, f"image/{kind.lower()}")

    target, seen, _ = placed_picture(tmp_path, data, media_type, pixels=pixels)

    assert b"SECRETPHONE" not in target.read_bytes()
    assert_alike(seen, a_picture())


def test_what_a_camera_appends_behind_the_picture_stays_outside(tmp_path):
    data = saved(a_picture(), "JPEG") + saved(a_picture(), "JPEG", exif=gps()) + b"SEFT"

    target, _, _ = placed_picture(tmp_path, data, "image/jpeg", pixels="keep")

    assert b"SECRETPHONE" not in target.read_bytes()


def test_large_photo_is_scaled_to_print_resolution_and_kept_when_asked(tmp_path):
    data = saved(a_picture(4000, 3000), "JPEG")

    printed, _, _ = placed_picture(tmp_path, data, "image/jpeg", size=(4000, 3000))
    facts, _ = image_of(printed)
    wanted = WIDTH / 72 * 200
    assert wanted - 1 <= int(facts["/Width"]) <= wanted * 1.2 + 1
    kept, _, _ = placed_picture(tmp_path, data, "image/jpeg", size=(4000, 3000), pixels="keep")
    facts, _ = image_of(kept)
    assert facts["/Width"] == "4000"


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("pixels", ["print", "keep"])
def test_jpeg_of_every_colour_model(tmp_path, mode, progressive, pixels):
    picture = a_picture(mode=mode)
    data = saved(picture, "JPEG", progressive=progressive)

    target, seen, notes = placed_picture(tmp_path, data, "image/jpeg", pixels=pixels)

    assert notes == ()
    assert_alike(seen, picture)
    assert "CMYK" not in image_of(target)[0]["/ColorSpace"]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
@pytest.mark.parametrize("pixels", ["print", "keep"])
def test_png_of_every_colour_model(tmp_path, mode, pixels):
    picture = png_of(mode)

    _, seen, notes = placed_picture(tmp_path, saved(picture, "PNG"), "image/png", pixels=pixels)

    assert notes == ()
    wanted = a_picture(mode="L") if mode == "I;16" else picture
    if mode in ("RGBA", "LA"):
        wanted = Image.new("RGB", picture.size, "white")
        wanted.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    assert_alike(seen, wanted)


def png_of(mode):
    if mode == "I;16":
        return Image.fromarray(np.asarray(a_picture(mode="L")).astype(np.uint16) * 257)
    if mode in ("RGBA", "LA"):
        picture = a_picture(mode=mode)
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
        return picture
    return a_picture(mode=mode)


def test_plain_png_keeps_its_pixels_without_decoding(tmp_path):
    data = saved(a_picture(mode="P"), "PNG")

    target, _, _ = placed_picture(tmp_path, data, "image/png")

    facts, stream = image_of(target)
    assert stream in data.replace(b"IDAT", b"")
    assert "/Indexed" in facts["/ColorSpace"]


@pytest.mark.parametrize(
    ("kind", "media_type"), [("BMP", "image/bmp"), ("GIF", "image/gif"), ("WEBP", "image/webp"), ("TIFF", "image/tiff")]
)
@pytest.mark.parametrize("pixels", ["print", "keep"])
def test_other_formats_come_out_as_they_look(tmp_path, kind, media_type, pixels):
    _, seen, notes = placed_picture(tmp_path, saved(a_picture(), kind), media_type, pixels=pixels)

    assert notes == ()
    assert_alike(seen, a_picture())


def test_each_page_of_a_tiff_stands_on_its_own(tmp_path):
    pages = [a_picture(), ImageOps.invert(a_picture()), a_picture(mode="1")]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    file = a_file(tmp_path, "扫描.tif", data, "image/tiff", [PageFact(width=400, height=300, pixels=(400, 300))] * 3)
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="扫描.tif", page=page, box=BOX) for page in (1, 2, 3)]])

    write_pdf(plan, own_pages(), sources(tmp_path, file), target, today=TODAY)

    with open_pages(target, "application/pdf") as made:
        for number, wanted in enumerate(pages, start=4):
            assert_alike(made.image(number, dpi=72).crop((97, 100, 497, 400)), wanted)


def test_colour_profile_stays_with_the_picture_and_is_shared(tmp_path):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(a_picture(), "JPEG", icc_profile=profile)
    file = a_file(tmp_path, "图", data, "image/jpeg", [PageFact(width=400, height=300, pixels=(400, 300))])
    other = a_file(tmp_path, "图2", data, "image/jpeg", [PageFact(width=400, height=300, pixels=(400, 300))])
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path=path, page=1, box=BOX)] for path in ("图", "图2")])

    write_pdf(plan, own_pages(), sources(tmp_path, file, other), target, today=TODAY)

    with pikepdf.open(target) as pdf:
        spaces = [pdf.pages[index].obj.Resources.XObject["/Evidence0"].ColorSpace for index in (3, 4)]
        assert spaces[0][1].read_bytes() == profile
        assert spaces[0].objgen == spaces[1].objgen


@pytest.mark.parametrize("cut", [0.3, 0.9])
@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_cut_off_picture_becomes_a_placeholder_and_an_error(tmp_path, kind, media_type, cut):
    data = saved(a_picture(800, 600), kind)

    _, _, notes = placed_picture(tmp_path, data[: int(len(data) * cut)], media_type)

    assert [note.rule for note in notes] == ["unreadable"]


def test_three_thousand_small_pictures_go_over_the_disk_and_come_out_the_same(tmp_path, monkeypatch):
    import dossier.pdf.store as store

    data = saved(a_picture(), "JPEG")
    held, _, _ = placed_picture(tmp_path, data, "image/jpeg")
    in_memory = held.read_bytes()
    monkeypatch.setattr(store, "BUDGET", 0)

    target, seen, _ = placed_picture(tmp_path, data, "image/jpeg")

    assert target.read_bytes() == in_memory
    assert_alike(seen, a_picture())
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_jpeg_walk_never_raises_anything_but_its_own_error():
    data = saved(a_picture(64, 48), "JPEG", exif=gps(), progressive=True)
    for end in range(0, len(data), 7):
        for damaged in (data[:end], data[:end] + b"\xff" + data[end + 1 :]):
            try:
                read_jpeg(damaged)
            except JpegError:
                continue


def test_png_walk_never_raises_anything_but_its_own_error():
    data = saved(a_picture(64, 48), "PNG")
    for end in range(0, len(data), 5):
        for damaged in (data[:end], data[:end] + b"\xff" + data[end + 1 :]):
            try:
                read_png(damaged)
            except PngError:
                continue


@pytest.mark.parametrize("block", [b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*" + b"\xff" * 40])
def test_damaged_exif_names_no_orientation(block):
    assert orientation_of(block) == 1


def test_picture_that_was_written_wrong_is_noticed_and_made_again(tmp_path, monkeypatch):
    """A fault in our own quick way to a smaller picture: it comes out upside down."""
    from dataclasses import replace

    from dossier.pdf import image_streams

    quick = image_streams._smaller_jpeg
    monkeypatch.setattr(image_streams, "_smaller_jpeg", lambda *given: replace(quick(*given), orientation=3))
    data = saved(a_picture(4000, 3000), "JPEG")

    _, seen, notes = placed_picture(tmp_path, data, "image/jpeg", size=(4000, 3000))

    assert [(note.rule, note.severity.value) for note in notes] == [("page-pictured", "note")]
    assert_alike(seen, a_picture())


def test_picture_that_cannot_be_made_right_is_no_page_at_all(tmp_path, monkeypatch):
    from dossier.pdf import compare

    monkeypatch.setattr(compare, "is_like", lambda thumb, shown: False)
    data = saved(a_picture(4000, 3000), "JPEG")

    _, _, notes = placed_picture(tmp_path, data, "image/jpeg", size=(4000, 3000))

    assert [(note.rule, note.severity.value) for note in notes] == [("unreadable", "error")]


@pytest.mark.parametrize("factor", [1, 8])
@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_colours_are_those_the_profile_means(tmp_path, kind, media_type, factor):
    """A profile whose red is green: only who applies it shows the picture right."""
    from PIL import ImageCms

    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    picture = a_picture(400 * factor, 300 * factor)
    red, green, blue = picture.split()

    _, seen, notes = placed_picture(
        tmp_path, saved(picture, kind, icc_profile=swapped, quality=95), media_type, size=picture.size
    )

    assert notes == ()
    assert_alike(seen, Image.merge("RGB", (green, red, blue)))


def a_dotted_picture(side: int = 100) -> Image.Image:
    """Dots of a pixel's size, dark above and light below, as faxes and small scans have them."""
    import random

    dice = random.Random(7)
    dots = [255 * (dice.random() < 0.25 + 0.5 * (row / side)) for row in range(side) for _ in range(side)]
    picture = Image.new("L", (side, side))
    picture.putdata(dots)
    return picture.convert("1")


@pytest.mark.parametrize(("kind", "media_type"), [("BMP", "image/bmp"), ("TIFF", "image/tiff"), ("GIF", "image/gif")])
def test_small_pictures_made_of_dots_are_proved(tmp_path, kind, media_type):
    picture = a_dotted_picture()

    _, _, notes = placed_picture(tmp_path, saved(picture, kind), media_type, size=picture.size)

    assert notes == ()


def test_a_dotted_picture_upside_down_or_missing_is_not_alike():
    from dossier.pdf.compare import is_like

    dots = a_dotted_picture().convert("RGB")
    printed = np.array(dots.resize((278, 277)))

    assert is_like(dots, printed)
    assert not is_like(dots, printed[::-1].copy())
    assert not is_like(dots, np.full_like(printed, 255))


def test_a_small_picture_keeps_the_colour_of_every_dot(tmp_path):
    colours = np.random.default_rng(3).integers(0, 256, (40, 60, 3), np.uint8)

    target, _, notes = placed_picture(tmp_path, saved(Image.fromarray(colours), "BMP"), "image/bmp", size=(60, 40))

    assert notes == ()
    assert image_of(target)[0]["/Filter"] == "/FlateDecode"
