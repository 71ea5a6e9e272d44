"""Reading files for real: engine, turning, cache, limits. Needs the engine; skipped with its reason without it."""

import io
import socket
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.evidence import reading
from dossier.evidence.reading import page as page_module
from dossier.evidence.reading.engine import Engine
from dossier.evidence.reading.networks import Finder
from dossier.evidence.reading.page import Job, read_file, read_pixels
from dossier.model import PageReading
from tests.evidence.reading.draw import a_sheet, font, pixels, with_seal
from tests.review.build import a_case, a_file

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
WORDS = ("户籍证明", "兹证明黄欣梓，男，公民身份号码", "411328201203059995，系我辖区居民。", "特此证明。")


@needs_engine
def test_a_page_is_read_with_its_seal_and_the_network_is_never_tried(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    result = read_pixels(1, pixels(with_seal(a_sheet(*WORDS))))

    text = "".join(line.text for line in result.lines)
    assert "黄欣梓" in text
    assert "411328201203059995" in text
    assert [seal.colour for seal in result.seals] == ["red"]
    assert "派出所" in result.seals[0].text


@needs_engine
def test_the_seal_of_a_squeezed_picture_is_read_by_its_light_where_colour_is_blurred():
    small = with_seal(a_sheet(*WORDS), radius=110).resize((700, 990))
    for quality in (30, 30):
        data = io.BytesIO()
        small.save(data, "JPEG", quality=quality, subsampling=2)
        small = Image.open(data).convert("RGB")
    (seal,) = read_pixels(1, pixels(small)).seals

    assert seal.text == "唐河县公安局湖阳镇派出所"


@needs_engine
def test_a_picture_that_is_one_seal_is_read_and_its_registered_number_is_no_name():
    sheet = with_seal(Image.new("RGB", (300, 300), "white"), at=(150, 150), radius=143)
    pen = ImageDraw.Draw(sheet)
    for place, digit in enumerate("41132800123"):
        angle = np.radians(150 + 60 * place / 10)
        place = (150 + 110 * np.sin(angle), 150 - 110 * np.cos(angle))
        pen.text(place, digit, fill=(200, 30, 40), font=font(17), anchor="mm")
    (seal,) = read_pixels(1, pixels(sheet)).seals

    assert seal.text == "唐河县公安局湖阳镇派出所"


@needs_engine
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_and_its_turn_told(turn):
    turned = np.ascontiguousarray(np.rot90(pixels(a_sheet(*WORDS)), k=turn // 90))
    lines, found, _, _ = Engine().read(turned)

    assert found == turn
    assert "黄欣梓" in "".join(line.text for line in lines)


@needs_engine
def test_a_slanted_page_is_read_once_and_its_lines_are_told_as_on_the_straight_page(monkeypatch):
    slanted = np.asarray(a_sheet(*WORDS).rotate(-12, expand=True, fillcolor="white"))
    looks = []
    monkeypatch.setattr(Finder, "find", lambda self, picture, find=Finder.find: looks.append(1) or find(self, picture))
    lines, turn, straight, _ = Engine().read(slanted)

    assert (turn, len(looks)) == (0, 1)
    assert lines[0].text == "户籍证明"
    assert all(abs(line.angle) < 2 for line in lines)
    x0, y0, x1, y1 = (round(edge) for edge in lines[1].box)
    assert straight[y0:y1, x0:x1].min() < 60
    assert straight[y1 : y1 + (y1 - y0) // 3, x0:x1].min() > 200


def a_workspace(tmp_path):
    a_sheet(*WORDS).save(tmp_path / "扫描1.png")
    file = a_file("扫描1.png", sha256="5" * 64, media_type="image/png")
    return replace(a_case("F", file), folder="", disk_folder="")


@needs_engine
def test_nothing_is_read_twice_and_a_flipped_byte_only_costs_a_second_reading(tmp_path, monkeypatch):
    case, cache = a_workspace(tmp_path), tmp_path / ".dossier"
    (first,) = reading.read(tmp_path, [case], cache_folder=cache)
    with monkeypatch.context() as blind:
        blind.setattr(reading, "_read_all", lambda wanted, *_: iter(()) if not wanted else pytest.fail("read again"))
        (again,) = reading.read(tmp_path, [case], cache_folder=cache)
    kept = next(cache.glob("readings*"))
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 4
    kept.write_bytes(data)
    (third,) = reading.read(tmp_path, [case], cache_folder=cache)

    assert first.files[0].readings[0].lines
    assert first == again == third


def test_without_the_engine_every_page_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "why_not", lambda: "没有安装文字识别组件")
    (case,) = reading.read(tmp_path, [a_workspace(tmp_path)], cache_folder=None)

    assert case.files[0].readings == (PageReading(page=1, unread="没有安装文字识别组件"),)


def test_a_file_of_too_many_pages_is_not_read(tmp_path):
    readings = read_file(Job(tmp_path / "none.pdf", "application/pdf", 201))

    assert len(readings) == 201
    assert "200 页" in readings[0].unread


def test_reading_stops_when_a_file_has_had_its_time(tmp_path, monkeypatch):
    monkeypatch.setattr(page_module, "SECONDS_LIMIT", -1.0)
    monkeypatch.setattr(page_module, "_read_pages", lambda job: (PageReading(page=n) for n in (1, 2, 3)))
    readings = read_file(Job(tmp_path / "a.pdf", "application/pdf", 3))

    assert [bool(one.unread) for one in readings] == [False, True, True]


def test_a_page_that_cannot_be_opened_says_so(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8 nothing")
    (one,) = read_file(Job(tmp_path / "a.jpg", "image/jpeg", 1))

    assert "打不开" in one.unread


@needs_engine
def test_an_old_word_file_is_read_from_the_pdf_that_it_was_typeset_to(tmp_path):
    (tmp_path / "户籍证明.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing that a picture reader knows")
    a_sheet(*WORDS).convert("RGB").save(tmp_path / "typeset.pdf", resolution=150)
    file = a_file("户籍证明.doc", sha256="d" * 64, media_type="application/msword")
    case = replace(a_case("F", file), folder="", disk_folder="")

    (read,) = reading.read(tmp_path, [case], cache_folder=None, word_pdf=lambda sha256: tmp_path / "typeset.pdf")

    (page,) = read.files[0].readings
    assert page.unread == ""
    assert "黄欣梓" in "".join(line.text for line in page.lines)


def test_why_a_page_cannot_be_opened_is_told_in_chinese(tmp_path):
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0")

    (page,) = read_file(Job(tmp_path / "a.doc", "application/msword", 1))

    assert page.unread == "这一页打不开（不是图片或 PDF）"
