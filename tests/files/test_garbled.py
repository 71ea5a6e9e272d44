"""Names that were unpacked in the wrong code come back; names that are no Chinese stay."""

from __future__ import annotations

import unicodedata

import pytest

from dossier.files.garbled import is_garbled, ungarbled

NAMES = ["派出所证明.docx", "001-黄晓禾", "学籍卡（新）.jpg", "李沐言", "送教上门记录 2022.3.5.jpg", "丁一"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("really", "taken_for"),
    [("gbk", "cp437"), ("gbk", "cp850"), ("gbk", "latin-1"), ("utf-8", "cp437"), ("utf-8", "latin-1")],
)
def test_a_garbled_chinese_name_is_restored(name, really, taken_for):
    garbled = name.encode(really).decode(taken_for)

    assert ungarbled(garbled) == name
    assert ungarbled(unicodedata.normalize("NFD", garbled)) == name


@pytest.mark.parametrize("name", ["Müller.jpg", "naïve café.pdf", "αβγ.pdf", "½ °C.txt", "IMG_0318.jpg", "قەشقەر.pdf"])
def test_a_name_of_another_tongue_stays(name):
    assert ungarbled(name) == name
    assert not is_garbled(name)


@pytest.mark.parametrize("name", ["┤σ╬»╗ß�.jpg", "╗█▒", "\ufffd\ufffd.pdf"])
def test_a_jumble_that_nobody_can_read_is_known_as_one(name):
    assert ungarbled(name) == name
    assert is_garbled(name)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("001-#U674e#U5c0f#U6d4b", "001-李小测"),
        ("%E6%B4%BE%E5%87%BA%E6%89%80%E8%AF%81%E6%98%8E%282%29.pdf", "派出所证明(2).pdf"),
        ("IMG%20001.jpg", "IMG%20001.jpg"),
        ("#U0041.jpg", "#U0041.jpg"),
        ("%C5%C9%B3%F6.pdf", "%C5%C9%B3%F6.pdf"),
        ("50%.jpg", "50%.jpg"),
        ("..%2F%E6%B4%BE.pdf", "..%2F%E6%B4%BE.pdf"),
        ("a#U005c#U6d3e.pdf", "a#U005c#U6d3e.pdf"),
    ],
)
def test_names_written_in_escapes_are_read_where_that_gives_chinese(name, wanted):
    assert ungarbled(name) == wanted
