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


PRINTED = """#set page(width: 595pt, height: 842pt, margin: 60pt)
#set text(size: 12pt)
= 学生学籍信息表
#let other(it) = text(font: "Noto Sans SC", it)
#table(columns: 2, inset: 9pt, [#other[一]、学校名称], [唐河县湖阳镇#other[第]二初级中学],
  [出生日期], [2011#other[-]03#other[-]21])
"""


def lines_of(path):
    with open_layer(path) as lines:
        return {line.text: line.box for line in lines(1)}


def test_a_run_of_letters_is_one_line_with_its_dashes_and_thin_letters(tmp_path):
    found = lines_of(a_pdf(tmp_path, PRINTED))

    assert list(found) == ["学生学籍信息表", "一、学校名称", "唐河县湖阳镇第二初级中学", "出生日期", "2011-03-21"]


@pytest.mark.parametrize(("rotate", "crop"), [(90, None), (180, None), (270, None), (0, (50, 100, 560, 830))])
def test_lines_lie_where_they_are_seen(tmp_path, rotate, crop):
    """A page turned by /Rotate, its words turned with it, or cut by its crop box."""
    import pikepdf

    plain = a_pdf(tmp_path, PRINTED)
    upright = lines_of(plain)["学生学籍信息表"]
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        if rotate:
            turn = {90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}[rotate]
            page.MediaBox = (0, 0, 842, 595) if rotate != 180 else (0, 0, 595, 842)
            page.contents_add(f"q {turn} cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.Rotate = rotate
        if crop:
            page.CropBox = crop
        pdf.save()
    left, top, right, bottom = lines_of(plain)["学生学籍信息表"]

    if crop:
        x0, y0, x1, y1 = crop
        upright = (
            (upright[0] * 595 - x0) / (x1 - x0),
            1 - ((1 - upright[1]) * 842 - y0) / (y1 - y0),
            (upright[2] * 595 - x0) / (x1 - x0),
            1 - ((1 - upright[3]) * 842 - y0) / (y1 - y0),
        )
    assert (left, top, right, bottom) == pytest.approx(upright, abs=0.01)


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
