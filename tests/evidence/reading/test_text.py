"""Text that files carry themselves."""

import docx
import pytest

from dossier.evidence.reading.text import clean, is_usable, open_layer, word_lines
from tests.evidence.reading.draw import a_sheet

typst = pytest.importorskip("typst")


def a_pdf(tmp_path, body, name="a.pdf"):
    """A PDF with a text layer, set by typst in the fonts of the package."""
    import pylopdf_fonts_zh_cn

    source = tmp_path / "a.typ"
    source.write_text(f'#set text(font: ("Noto Serif SC", "Noto Serif CJK SC"), lang: "zh")\n{body}', "utf-8")
    folder = pylopdf_fonts_zh_cn.__file__.rpartition("/")[0]
    target = tmp_path / name
    typst.compile(str(source), output=str(target), font_paths=[folder])
    return target


def test_the_words_of_a_pdf_come_from_its_own_layer(tmp_path):
    path = a_pdf(tmp_path, "= 户籍证明\n\n兹证明黄欣梓，公民身份号码411328201203059995。")
    with open_layer(path) as lines:
        found = lines(1)

    assert "户籍证明" in found[0].text
    assert "411328201203059995" in "".join(line.text for line in found)
    assert all(0 <= line.box[1] < line.box[3] <= 1 for line in found)


def test_the_hidden_text_of_a_scan_is_not_used(tmp_path):
    a_sheet("证明").save(tmp_path / "scan.png")
    body = '#set page(margin: 0pt)\n#place(image("scan.png", width: 100%))\n兹证明黄欣梓，户口已迁出。'
    with open_layer(a_pdf(tmp_path, body)) as lines:
        assert lines(1) == ()


def test_a_broken_pdf_has_no_layer(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no pdf")
    with open_layer(tmp_path / "a.pdf") as lines:
        assert lines(1) == ()


def test_a_layer_without_chinese_or_with_private_characters_is_no_use():
    assert not is_usable("Scanned by CamScanner")
    assert not is_usable("\ue001\ue002\ue003兹证明黄")
    assert is_usable("兹证明黄欣梓")


def test_compatibility_forms_come_home():
    assert clean("２０２２年３⽉\n") == "2022年3月"


def test_paragraphs_cells_and_pictures_of_a_word_file_are_lines(tmp_path):
    a_sheet("签名").save(tmp_path / "name.png")
    document = docx.Document()
    document.add_paragraph("送教上门记录表")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "学生", "黄欣梓"
    document.add_paragraph("家长签字：").add_run().add_picture(str(tmp_path / "name.png"))
    document.save(tmp_path / "a.docx")
    lines = word_lines(tmp_path / "a.docx")

    assert [line.text for line in lines] == ["送教上门记录表", "学生", "黄欣梓", "家长签字:[图]"]
    assert lines[1].box[2] <= lines[2].box[0]
