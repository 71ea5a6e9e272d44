"""The rules of Word that LibreOffice does not share, and what LibreOffice cannot tell us: links, bytes, numbers."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
from PIL import Image

from dossier.typeset import Place, Refused, Typesetter, places
from dossier.typeset.docx.numbering import format_number
from dossier.typeset.drawing import images as pictures
from dossier.typeset.drawing.marks import Glyphs, Placed
from dossier.typeset.layout.paragraph import SHRUNK
from tests.typeset.docx import cell, document, par, row, run, section, table
from tests.typeset.features import LONG, NUMBERING, field, inline, lines, listed, with_picture
from tests.typeset.libreoffice import bits, origins

NO_GRID = section(grid="")
_A3 = section(size='w:w="16838" w:h="23811"')


def _places(typesetter: Typesetter, docx: bytes) -> tuple[Place, ...]:
    return places(typesetter.lay_out(docx)[0])


def _down(typesetter: Typesetter, docx: bytes) -> list[float]:
    """Baselines from top to bottom, each once."""
    return sorted({round(place.y, 2) for place in _places(typesetter, docx)})


def _pitch(typesetter: Typesetter, body: str, last: str | None = None, **options: bool) -> float:
    down = _down(typesetter, document(body, last=last, **options))  # type: ignore[arg-type]
    return round(down[1] - down[0], 2)


def test_a_line_without_a_grid_is_1_3_em_tall(typesetter: Typesetter) -> None:
    assert _pitch(typesetter, par("甲", "", '<w:sz w:val="24"/>') * 2, NO_GRID) == 15.6


def test_a_line_of_times_or_arial_is_1_15_em_tall(typesetter: Typesetter) -> None:
    for font in ("Times New Roman", "Arial"):
        properties = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/><w:sz w:val="24"/>'
        assert _pitch(typesetter, par("A", "", properties) * 2, NO_GRID) == 13.8


def test_lines_keep_to_the_grid(typesetter: Typesetter) -> None:
    assert _pitch(typesetter, par("甲") * 2) == 15.6
    assert _pitch(typesetter, par("甲", "", '<w:sz w:val="32"/>') * 2) == 31.2


def test_what_the_grid_leaves_over_stands_half_above_and_costs_no_line(typesetter: Typesetter) -> None:
    left_over = section(margins='w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"')
    whole, shifted = document(par("甲") * 44), document(par("甲") * 44, last=left_over)

    assert len(typesetter.lay_out(shifted).sheets) == len(typesetter.lay_out(whole).sheets) == 1
    first, moved = _down(typesetter, whole)[0], _down(typesetter, shifted)[0]
    assert moved - first == pytest.approx((697.9 - 44 * 15.6) / 2, abs=0.01)


def test_headers_keep_to_no_grid(typesetter: Typesetter) -> None:
    headed = section(inside='<w:headerReference w:type="default" r:id="header1"/>')
    title = par("县教育体育局", "", '<w:sz w:val="28"/>')
    down = _down(typesetter, document(par("甲"), last=headed, stories={"header1.xml": title * 2}))

    assert down[1] - down[0] == pytest.approx(14 * 1.3, abs=0.01)


def test_exact_lines_do_not_keep_to_the_grid_and_stand_at_four_fifths(typesetter: Typesetter) -> None:
    body = par("甲", '<w:spacing w:line="560" w:lineRule="exact"/>') * 2
    assert _pitch(typesetter, body) == 28.0
    assert _down(typesetter, document(body))[0] == pytest.approx(72 + 28 * 0.8)


def test_at_least_adds_above(typesetter: Typesetter) -> None:
    body = par("甲", '<w:spacing w:line="600" w:lineRule="atLeast"/>') * 2
    assert _pitch(typesetter, body, NO_GRID) == 30.0


def test_cells_keep_to_the_grid_only_where_the_settings_say_so(typesetter: Typesetter) -> None:
    rows = table(row(cell("甲", 2000)), row(cell("乙", 2000)), grid=(2000,))
    assert _pitch(typesetter, rows, grid_in_tables=True) == 16.1
    assert _pitch(typesetter, rows, grid_in_tables=False) == 14.15


def test_first_line_chars_count_in_the_first_runs_size(typesetter: Typesetter) -> None:
    body = par("甲", '<w:ind w:firstLineChars="200" w:firstLine="420"/>', '<w:sz w:val="32"/>')
    assert _places(typesetter, document(body))[0].x == pytest.approx(90 + 32)


def test_no_line_begins_with_a_closing_mark(typesetter: Typesetter) -> None:
    body = par(run("甲" * 39 + "）》乙"), '<w:jc w:val="left"/>')
    found = bits(typesetter.typeset(document(body)).pdf)
    assert [bit.text for bit in found] == ["甲" * 38, "甲）》乙"]
    last = [place for place in _places(typesetter, document(body)) if "乙" in place.text]
    assert last[-1].x + last[-1].text.index("乙") * 10.5 == pytest.approx(90 + 31.5, abs=0.2)


def test_without_kinsoku_a_line_may_begin_with_a_closing_mark(typesetter: Typesetter) -> None:
    body = par(run("甲" * 39 + "）乙"), '<w:kinsoku w:val="0"/><w:jc w:val="left"/>')
    texts = [bit.text for bit in bits(typesetter.typeset(document(body)).pdf)]
    assert texts == ["甲" * 39, "）乙"]


def test_a_comma_may_hang_over_the_edge(typesetter: Typesetter) -> None:
    body = par(run("甲" * 39 + "，乙"), '<w:jc w:val="left"/>')
    texts = [bit.text for bit in bits(typesetter.typeset(document(body)).pdf)]
    assert texts == ["甲" * 39 + "，", "乙"]


def test_punctuation_keeps_its_width(typesetter: Typesetter) -> None:
    """Typst sets two marks that meet closer and shifts one at a line's start; Word's widths are kept."""
    result = typesetter.typeset(document(par("（甲）、《乙》。（丙）", '<w:jc w:val="left"/>'), last=NO_GRID))
    for place, (_char, x) in enumerate(origins(result.pdf)):
        assert x == pytest.approx(90 + 10.5 * place, abs=0.05)


def test_a_long_number_breaks_inside_a_narrow_cell(typesetter: Typesetter) -> None:
    narrow = table(
        row(cell("110101201203050991", 800), cell("乙", 2000)),
        grid=(800, 2000),
        properties='<w:tblLayout w:type="fixed"/>',
    )
    found = [place for place in _places(typesetter, document(narrow)) if place.text.isdigit()]
    assert len(found) > 1
    assert "".join(place.text for place in found) == "110101201203050991"


def test_underlined_blanks_are_drawn(typesetter: Typesetter) -> None:
    body = par(run("姓名：") + run("          ", '<w:u w:val="single"/>'))
    strokes = [mark for mark in typesetter.lay_out(document(body))[0][0].marks if type(mark).__name__ == "Stroke"]
    assert len(strokes) == 1
    assert strokes[0].x2 - strokes[0].x1 > 20  # type: ignore[union-attr]


def test_a_sides_label_reads_downwards(typesetter: Typesetter) -> None:
    label = cell("基本信息", 600, '<w:textDirection w:val="tbRlV"/><w:vAlign w:val="center"/>')
    body = table(row(label, cell("乙", 7000), properties='<w:trHeight w:val="2000"/>'), grid=(600, 7000))
    signs = [place for place in _places(typesetter, document(body)) if place.text in "基本信息"]
    assert [place.text for place in signs] == list("基本信息")
    assert len({round(place.x, 1) for place in signs}) == 1
    assert all(b.y - a.y == pytest.approx(10.5) for a, b in pairwise(signs))


def test_a_header_row_is_repeated_on_every_page(typesetter: Typesetter) -> None:
    rows = "".join(row(cell(f"{n}", 2000)) for n in range(100))
    docx = document(table(row(cell("表头", 2000), properties="<w:tblHeader/>"), rows, grid=(2000,)))
    assert [p.page for p in _places(typesetter, docx) if p.text == "表头"] == [1, 2, 3]


def test_a_cell_merged_over_pages_shows_its_text_once(typesetter: Typesetter) -> None:
    first = row(cell("合并", 2000, '<w:vMerge w:val="restart"/>'), cell("0", 2000))
    rest = "".join(row(cell("", 2000, "<w:vMerge/>"), cell(f"{n}", 2000)) for n in range(1, 80))
    docx = document(table(first, rest, grid=(2000, 2000)))
    assert [p.page for p in _places(typesetter, docx) if p.text == "合并"] == [1]


def test_cells_written_alike_have_a_line_between_them(typesetter: Typesetter) -> None:
    inner = [cell("", 1000) for _ in range(4)]
    pdf = typesetter.typeset(document(table(row(cell("头", 1000), *inner, cell("尾", 1000)), grid=(1000,) * 6))).pdf
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("L")
    lines = [x for x in range(page.width) if min(page.getpixel((x, y)) for y in range(330, 340)) < 128]

    starts = [x for x, before in zip(lines[1:], lines, strict=False) if x - before > 20]
    assert len(starts) + 1 >= 7
    assert sum(150 < x - before < 260 for x, before in zip(lines[1:], lines, strict=False)) >= 4


def test_page_numbers_count_pages_of_the_document(typesetter: Typesetter) -> None:
    footer = par(f"{field('PAGE')}{run('/')}{field('NUMPAGES')}")
    docx = document(
        lines(60),
        last=section(inside='<w:footerReference w:type="default" r:id="footer1"/>'),
        stories={"footer1.xml": footer},
    )
    texts = [bit.text for bit in bits(typesetter.typeset(docx).pdf) if "/" in bit.text]
    assert texts == ["1/2", "2/2"]


def test_numbers_of_lists_start_again_below_a_higher_level(typesetter: Typesetter) -> None:
    docx = document(listed("甲", 0) + listed("乙", 1) + listed("丙", 0) + listed("丁", 1), numbering=NUMBERING)
    labels = [place.text for place in _places(typesetter, docx) if place.text not in "甲乙丙丁"]
    assert "".join(labels) == "一、一.1二、二.1"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (23, "chineseLegalSimplified", "贰拾叁"),
        (12, "decimalEnclosedCircle", "⑫"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "ideographTraditional", "丙"),
        (5, "decimalZero", "05"),
        (12, "ideographDigital", "一二"),
        (7, "no-such-format", "7"),
    ],
)
def test_numbers_are_written_as_word_writes_them(value: int, kind: str, text: str) -> None:
    assert format_number(value, kind) == text


def _links(pdf: bytes) -> list[str]:
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for annotation in page.get("/Annots", []):
            entry = annotation.get_object()
            action = entry.get("/A", {})
            found.append(action.get("/URI", "") or ("inside" if "/Dest" in entry or "/D" in action else "?"))
    return found


def test_a_link_to_a_bookmark_elsewhere_is_left_for_the_pdf_room(typesetter: Typesetter) -> None:
    link = "".join(f'<w:hyperlink w:anchor="{name}">{run(name)}</w:hyperlink>，' for name in ("item3", "件"))
    assert _links(typesetter.typeset(document(par(link))).pdf) == ["anchor:item3", "anchor:%E4%BB%B6"]


def test_a_link_to_a_bookmark_here_leads_there(typesetter: Typesetter) -> None:
    body = par(f'<w:hyperlink w:anchor="b">{run("去")}</w:hyperlink>') + par(
        f'<w:bookmarkStart w:id="1" w:name="b"/>{run("到")}<w:bookmarkEnd w:id="1"/>', "<w:pageBreakBefore/>"
    )
    assert _links(typesetter.typeset(document(body)).pdf) == ["inside"]


def test_only_web_addresses_become_links(typesetter: Typesetter) -> None:
    body = par(
        f'<w:hyperlink r:id="a">{run("网")}</w:hyperlink>'
        + run("，")
        + f'<w:hyperlink r:id="b">{run("盘")}</w:hyperlink>'
    )
    relations = {"a": ("hyperlink", "https://example.invalid/"), "b": ("hyperlink", "file:///C:/x.docx")}
    assert _links(typesetter.typeset(document(body, relations=relations)).pdf) == ["https://example.invalid/"]


def test_the_same_form_gives_the_same_bytes(typesetter: Typesetter) -> None:
    docx = with_picture(par(LONG) + par(inline(50, 30)))
    first = typesetter.typeset(docx, timestamp=date(2022, 3, 18)).pdf
    with Typesetter(typesetter.fonts) as other:
        other.typeset(document(par("先排另一份")))
        assert other.typeset(docx, timestamp=date(2022, 3, 18)).pdf == first
    assert typesetter.typeset(docx, timestamp=date(2022, 3, 19)).pdf != first


def test_several_forms_in_one_pdf_keep_their_own_page_numbers(typesetter: Typesetter) -> None:
    footer = {"footer1.xml": par(f"{run('共')}{field('NUMPAGES')}")}
    last = section(inside='<w:footerReference w:type="default" r:id="footer1"/>')
    one, two = document(lines(3), last=last, stories=footer), document(lines(60), last=last, stories=footer)
    together = typesetter.typeset_together([one, two])
    assert together.pages == (1, 2)
    assert [bit.text for bit in bits(together.pdf) if bit.text.startswith("共")] == ["共1", "共2", "共2"]


def test_what_was_set_before_does_not_show_in_the_next_form(typesetter: Typesetter) -> None:
    """Cells and paragraphs are remembered by their bytes: another style sheet is another form."""
    style = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
    small, large = document(par("甲")), document(par("甲"), styles=style)
    sizes = [_places(typesetter, docx)[0].size for docx in (small, large, small)]
    assert sizes == [10.5, 22.0, 10.5]


def test_a_pictures_crop_and_turn_are_kept(typesetter: Typesetter) -> None:
    crop = '<a:srcRect l="10000" t="20000"/>'
    result = typesetter.typeset(
        with_picture(par(inline(100, 60, crop=crop)) + par(inline(100, 60, turn=90)) + par("后"))
    )
    assert result.pages == 1
    after = next(bit for bit in bits(result.pdf) if bit.text == "后")
    assert after.y > 72 + 60 + 100  # the turned picture is 100 pt tall


def test_cells_decide_where_a_program_left_an_old_grid_behind(typesetter: Typesetter) -> None:
    """python-docx sets cell widths and leaves equal grid columns; Word follows the cells."""
    body = table(row(cell("甲", 1000), cell("乙", 5000)), row(cell("丙", 1000), cell("丁", 5000)), grid=(3000, 3000))
    left = {place.text: place.x for place in _places(typesetter, document(body))}
    assert left["乙"] - left["甲"] == pytest.approx(50)


def test_the_grid_decides_where_most_cells_agree_with_it(typesetter: Typesetter) -> None:
    rows = "".join(row(cell(f"甲{n}", 1000), cell(f"乙{n}", 5000)) for n in range(3))
    body = table(rows, row(cell("丙", 1400), cell("丁", 5000)), grid=(1000, 5000))
    left = {place.text[0]: place.x for place in _places(typesetter, document(body))}
    assert left["丁"] - left["丙"] == pytest.approx(50)


def test_old_style_merged_cells_are_one(typesetter: Typesetter) -> None:
    merged = row(cell("合", 2000, '<w:hMerge w:val="restart"/>'), cell("", 2000, "<w:hMerge/>"), cell("乙", 2000))
    body = table(merged, row(cell("一", 2000), cell("二", 2000), cell("三", 2000)), grid=(2000, 2000, 2000))
    left = {place.text: place.x for place in _places(typesetter, document(body))}
    assert left["乙"] == left["三"]


def test_the_first_rows_alignment_counts_for_a_table_without_one(typesetter: Typesetter) -> None:
    body = table(row(cell("甲", 2000), properties='<w:jc w:val="center"/>'), grid=(2000,))
    assert _places(typesetter, document(body))[0].x == pytest.approx(90 + (415.3 - 100) / 2 + 5.4, abs=0.1)


def test_the_larger_of_two_spacings_counts_unless_the_settings_add_them(typesetter: Typesetter) -> None:
    body = par("甲", '<w:spacing w:after="300"/>') + par("乙", '<w:spacing w:before="100"/>')
    for compat, gap in (("", 15.0), ("<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>", 20.0)):
        down = _down(typesetter, document(body, settings=compat))
        assert down[1] - down[0] == pytest.approx(15.6 + gap)


def test_an_empty_paragraph_that_ends_a_section_makes_no_page(typesetter: Typesetter) -> None:
    docx = document(lines(44) + par("", section()) + lines(1))
    assert typesetter.typeset(docx).pages == 2


def test_a_tall_row_with_little_text_goes_to_the_next_page_whole(typesetter: Typesetter) -> None:
    tall = row(cell("意见", 2000), properties='<w:trHeight w:val="4000"/>')
    found = _places(typesetter, document(lines(40) + table(tall, grid=(2000,))))
    assert next(place.page for place in found if place.text == "意见") == 2


def test_a_row_may_go_over_three_pages_though_one_of_its_cells_ends_on_the_first(typesetter: Typesetter) -> None:
    long = row(cell(par("签字"), 2000), cell(lines(120), 6000))
    found = _places(typesetter, document(table(long, grid=(2000, 6000))))
    assert [place.page for place in found if place.text == "签字"] == [1]
    assert max(place.page for place in found) == 3


def test_a_page_number_in_an_old_frame_stays_in_its_place_on_every_page(typesetter: Typesetter) -> None:
    frame = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="center" w:y="1"/>'
    docx = document(
        lines(100),
        last=section(inside='<w:footerReference w:type="default" r:id="footer1"/>'),
        stories={"footer1.xml": par(field("PAGE"), frame) + par()},
    )
    numbers = [place for place in _places(typesetter, docx) if place.y > 760]
    assert [place.text for place in numbers] == ["1", "2", "3"]
    assert len({round(place.x) for place in numbers}) == 1


def test_columns_end_level_before_what_follows_on_the_page(typesetter: Typesetter) -> None:
    two = section(inside='<w:type w:val="continuous"/>').replace("<w:cols ", '<w:cols w:num="2" ')
    body = lines(9) + par("", two) + par("末")
    found = _places(typesetter, document(body, last=section(inside='<w:type w:val="continuous"/>')))
    rows = sorted({round(place.y, 1) for place in found})
    assert [round(b - a, 1) for a, b in pairwise(rows)] == [15.6] * 5  # five rows of two columns, then the end
    assert next(place.y for place in found if place.text == "末") == max(place.y for place in found)


def test_an_even_page_section_begins_on_an_even_page(typesetter: Typesetter) -> None:
    docx = document(lines(1) + par("", section()) + lines(1), last=section(inside='<w:type w:val="oddPage"/>'))
    assert typesetter.typeset(docx).pages == 3


def test_a_footnote_stands_at_the_foot_of_its_page(typesetter: Typesetter) -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{par("<w:r><w:footnoteRef/></w:r>" + run("注"))}</w:footnote>'
    docx = document(par(run("正文") + mark) + lines(60), stories={"footnotes.xml": note})
    found = [place for place in _places(typesetter, docx) if place.text.endswith("注")]
    assert [place.page for place in found] == [1]
    assert 720 < found[0].y < 842 - 72


def test_hidden_text_is_not_printed(typesetter: Typesetter) -> None:
    assert [place.text for place in _places(typesetter, document(par(run("甲") + run("乙", "<w:vanish/>"))))] == ["甲"]


def test_a_rule_of_a_style_is_undone_by_the_same_rule_of_another(typesetter: Typesetter) -> None:
    """Bold in the paragraph style and bold in the character style is not bold."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="p"><w:basedOn w:val="a"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = par(run("甲") + run("乙", '<w:rStyle w:val="c"/>'), '<w:pStyle w:val="p"/>')
    marks = typesetter.lay_out(document(body, styles=styles))[0][0].marks
    assert [mark.bold for mark in marks if isinstance(mark, Glyphs)] == [True, False]


def test_text_of_automatic_colour_is_white_on_a_dark_cell(typesetter: Typesetter) -> None:
    dark = cell("白", 2000, '<w:shd w:val="clear" w:fill="1F3864"/>')
    docx = document(table(row(dark, cell("黑", 2000)), grid=(2000, 2000)))
    colors = {mark.text: mark.color for mark in typesetter.lay_out(docx)[0][0].marks if isinstance(mark, Glyphs)}
    assert colors == {"白": "ffffff", "黑": ""}


def test_pages_are_counted_without_a_pdf(typesetter: Typesetter) -> None:
    assert typesetter.count_pages(document(lines(100))) == 3


def _jpeg_turned() -> bytes:
    """Red upper left quarter, with an EXIF note that the camera was turned."""
    image = Image.new("RGB", (200, 100), "white")
    image.paste((255, 0, 0), (0, 0, 100, 50))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "MAKER-OF-CAMERAS"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_a_picture_is_not_turned_by_its_exif_and_carries_none_into_the_pdf(typesetter: Typesetter) -> None:
    docx = document(
        par(inline(200, 100)),
        parts={"word/media/image1.jpeg": _jpeg_turned()},
        relations={"rIdPic": ("image", "media/image1.jpeg")},
    )
    pdf = typesetter.typeset(docx).pdf
    assert b"MAKER-OF-CAMERAS" not in pdf
    page = pypdfium2.PdfDocument(pdf)[0]
    pixels = page.render(scale=1).to_pil().convert("RGB")
    red, green, _blue = pixels.getpixel((90 + 20, 72 + 15))  # type: ignore[misc]
    assert red > 200
    assert green < 80


def test_a_picture_too_large_to_open_is_refused(monkeypatch: pytest.MonkeyPatch, typesetter: Typesetter) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    with pytest.raises(Refused, match="过大的图片（120×80 像素）"):
        typesetter.typeset(with_picture(par(inline(50, 30))))


def test_a_right_tab_beyond_the_edge_is_kept(typesetter: Typesetter) -> None:
    body = par("<w:r><w:t>左</w:t><w:tab/><w:t>右</w:t></w:r>", '<w:tabs><w:tab w:val="right" w:pos="9000"/></w:tabs>')
    left, right = _places(typesetter, document(body))
    assert left.y == right.y
    assert right.x == pytest.approx(90 + 450 - 10.5)


def test_a_row_of_fixed_height_shows_what_begins_inside_it_and_says_so(typesetter: Typesetter) -> None:
    fixed = row(cell(lines(5), 2000), properties='<w:trHeight w:val="700" w:hRule="exact"/>')
    docx = document(table(fixed, grid=(2000,)))
    assert len([place for place in _places(typesetter, docx) if place.text.startswith("第")]) == 3
    assert typesetter.typeset(docx).notes == (
        "固定行高的单元格放不下全部文字，超出的行与 Word 一样不印：「第4段第5段」",
    )


def test_endnotes_are_numbered_i_ii_iii_unless_told_otherwise(typesetter: Typesetter) -> None:
    mark = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    stories = {"endnotes.xml": f'<w:endnote w:id="2">{par("<w:r><w:endnoteRef/></w:r>" + run("注"))}</w:endnote>'}
    body = table(row(cell(par(run("甲") + mark), 2000)), grid=(2000,))
    circled = '<w:endnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:endnotePr>'
    for settings, shown in (("", "i"), (circled, "①")):
        docx = document(body, stories=stories, settings=settings)
        assert "".join(place.text for place in _places(typesetter, docx)) == f"甲{shown}{shown}注"


def test_a_picture_taller_than_the_page_is_made_smaller_and_said_so(typesetter: Typesetter) -> None:
    for body in (par(inline(200, 1000)), table(row(cell(par(inline(200, 1000)), 5000)), grid=(5000,)) + par()):
        sheets, _package, notes, *_told = typesetter.lay_out(with_picture(body))
        placed = next(mark for mark in sheets[0].marks if isinstance(mark, Placed))
        assert placed.y + placed.content.height <= 841.9 - 83.5 + 3
        assert placed.content.width / placed.content.height == pytest.approx(0.2)
        assert notes == (SHRUNK,)


def test_a_soft_hyphen_as_a_bullet_is_a_hyphen(typesetter: Typesetter) -> None:
    bullets = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\xad"/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert _places(typesetter, document(listed("甲", 0), numbering=bullets))[0].text == "-"


def test_a_picture_turned_by_more_than_half_a_turn_keeps_its_angle_and_its_size(typesetter: Typesetter) -> None:
    sheets, *_said = typesetter.lay_out(with_picture(par(inline(842, 595, turn=270)), last=_A3))
    content = next(mark for mark in sheets[0].marks if isinstance(mark, Placed)).content
    assert (content.turn, content.width, content.height) == (270.0, 842.0, 595.0)


def test_a_row_may_ask_for_a_new_page(typesetter: Typesetter) -> None:
    rows = row(cell("甲", 3000)) + row(cell(par("乙", "<w:pageBreakBefore/>"), 3000)) + row(cell("丙", 3000))
    found = _places(typesetter, document(table(rows, grid=(3000,))))
    assert [(place.page, place.text) for place in found] == [(1, "甲"), (2, "乙"), (2, "丙")]


def test_a_choice_for_a_program_we_do_not_know_gives_way_to_its_fallback(typesetter: Typesetter) -> None:
    choice = f'<mc:Choice xmlns:q="http://example.invalid/q" Requires="q">{run("甲")}</mc:Choice>'
    body = par(f"<mc:AlternateContent>{choice}<mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>" + run("丙"))
    assert [place.text for place in _places(typesetter, document(body))] == ["乙丙"]


def test_a_hidden_row_is_not_printed(typesetter: Typesetter) -> None:
    rows = row(cell("甲", 3000)) + row(cell("乙", 3000), properties="<w:hidden/>") + row(cell("丙", 3000))
    assert [place.text for place in _places(typesetter, document(table(rows, grid=(3000,))))] == ["甲", "丙"]


def test_a_note_of_a_table_carries_its_number(typesetter: Typesetter) -> None:
    mark, own = '<w:r><w:footnoteReference w:id="2"/></w:r>', "<w:r><w:footnoteRef/></w:r>"
    note = table(row(cell(par(own + run("注")), 2000)), grid=(2000,)) + par()
    docx = document(par(run("甲") + mark), stories={"footnotes.xml": f'<w:footnote w:id="2">{note}</w:footnote>'})
    assert "".join(place.text for place in _places(typesetter, docx)) == "甲11注"


def test_letters_of_the_symbol_font_are_greek_and_mathematical(typesetter: Typesetter) -> None:
    signs = "".join(f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>' for code in ("F061", "F0D6", "F020", "F0B3"))
    assert "".join(place.text.strip() for place in _places(typesetter, document(par(signs)))) == "α√≥"
