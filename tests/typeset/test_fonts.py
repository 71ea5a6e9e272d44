"""Which fonts are at hand, what they cannot print, what stands in for what."""

from __future__ import annotations

import shutil
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from dossier.typeset import Fonts, Typesetter, find_fonts
from dossier.typeset.fonts.font_data import STAND_INS, SYMBOLS
from tests.typeset.docx import document, par
from tests.typeset.libreoffice import bits


def test_names_of_real_children_can_be_printed(fonts: Fonts) -> None:
    assert fonts.missing("王䶮、陈𤩽、阿依古丽·买买提") == ""


def test_private_use_characters_are_always_missing(fonts: Fonts) -> None:
    assert fonts.missing("王\ue863\ue863𰻝\U000f0001").startswith("\ue863")
    assert "\U000f0001" in fonts.missing("\U000f0001")


def test_a_character_no_font_has_is_missing_once(fonts: Fonts) -> None:
    assert fonts.missing("甲ཀ乙ཀ") == "ཀ"


def test_control_and_joining_characters_need_no_glyph(fonts: Fonts) -> None:
    assert fonts.missing("甲\u200b\u200d\ufeff\n乙") == ""


def test_a_font_named_by_the_document_is_taken_from_the_users_folder(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    shutil.copy(Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf", folder / "我的字体.otf")
    found = find_fonts([folder], machine=False)
    assert found.choose("Noto Sans SC", False, False).found
    assert found.digest == find_fonts(machine=False).digest  # the same font twice is one font


def test_the_digest_is_the_same_for_the_same_fonts(fonts: Fonts) -> None:
    assert fonts.digest == find_fonts(machine=False).digest
    assert len(fonts.digest) == 64


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert find_fonts([tmp_path / "none"], machine=False).missing("甲") == ""


@pytest.mark.parametrize(
    ("name", "family"), [("宋体", "Noto Serif SC"), ("仿宋_GB2312", "Noto Serif SC"), ("黑体", "Noto Sans SC")]
)
def test_a_face_of_the_same_kind_stands_in(name: str, family: str, fonts: Fonts) -> None:
    choice = fonts.choose(name, True, False)
    assert (choice.face.family, choice.fake_bold, choice.found) == (family, True, False)


def test_lines_of_chinese_fonts_are_as_tall_as_those_of_simsun(fonts: Fonts) -> None:
    choice = fonts.choose("仿宋_GB2312", False, False)
    assert choice.ascent + choice.descent == pytest.approx(1.3)


def test_every_stand_in_can_be_printed(fonts: Fonts) -> None:
    signs = {sign for pair in STAND_INS.values() for sign in pair if sign}
    assert fonts.missing("".join(sorted(signs))) == ""
    boxes = {SYMBOLS["wingdings"][code] for code in (0xA8, 0xFE, 0xFD, 0xFC, 0x6F)}
    assert fonts.missing("".join(sorted(boxes))) == ""


def test_names_with_rare_characters_come_out_of_the_pdf_whole(typesetter: Typesetter) -> None:
    result = typesetter.typeset(document(par("王䶮") + par("陈𤩽") + par("阿依古丽·买买提")))
    assert [bit.text for bit in bits(result.pdf)] == ["王䶮", "陈𤩽", "阿依古丽·买买提"]
    assert result.notes == ()


def test_a_character_that_cannot_be_printed_is_said(typesetter: Typesetter) -> None:
    assert typesetter.typeset(document(par("甲ཀ"))).notes == ("没有字体能印的字符：ཀ（第1页「甲ཀ」）",)


def test_joining_and_variation_characters_take_no_room(typesetter: Typesetter) -> None:
    plain = typesetter.typeset(document(par("葛甲"))).pdf
    for text in ("葛\U000e0100甲", "葛\u200b甲", "\ufeff葛甲\u00ad"):
        assert bits(typesetter.typeset(document(par(text))).pdf) == bits(plain)


def test_accents_are_joined_to_their_letters(typesetter: Typesetter) -> None:
    assert [bit.text for bit in bits(typesetter.typeset(document(par("zha\u0304ng"))).pdf)] == ["zhāng"]
