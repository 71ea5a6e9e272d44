"""All of a document is on the paper, or it is refused or told by name."""

from __future__ import annotations

import pytest

from dossier.typeset import Place, Refused, Typesetter, find_fonts, paragraphs, places
from dossier.typeset.drawing.compiling import Compiler
from dossier.typeset.drawing.marks import Placed, Stroke
from tests.typeset.docx import NAMESPACES, cell, document, par, replaced, row, run, section, table
from tests.typeset.features import LONG, anchored, inline, with_picture
from tests.typeset.found import footnotes
from tests.typeset.libreoffice import bits

NAME = "ئايگۈل ئەركىن"


def _places(typesetter: Typesetter, docx: bytes) -> tuple[Place, ...]:
    return places(typesetter.lay_out(docx).sheets)


def _at(typesetter: Typesetter, docx: bytes, text: str) -> Place:
    return next(place for place in _places(typesetter, docx) if place.text.startswith(text))


def _refusals(typesetter: Typesetter, docx: bytes) -> list[str]:
    with pytest.raises(Refused) as refused:
        typesetter.typeset(docx)
    return [str(refusal) for refusal in refused.value.refusals]


# ---------------------------------------------------------------------------- where lines begin


def test_left_chars_count_in_the_size_of_the_style(typesetter: Typesetter) -> None:
    docx = document(par("甲", '<w:ind w:leftChars="1000" w:left="2100"/>', '<w:sz w:val="28"/>'))

    assert _at(typesetter, docx, "甲").x == pytest.approx(90 + 105, abs=0.1)


def test_first_line_chars_count_in_the_size_of_the_run(typesetter: Typesetter) -> None:
    docx = document(par("甲", '<w:ind w:firstLineChars="200" w:firstLine="560"/>', '<w:sz w:val="28"/>'))

    assert _at(typesetter, docx, "甲").x == pytest.approx(90 + 28, abs=0.1)


def test_a_hanging_indent_in_characters_hangs_from_the_left_one(typesetter: Typesetter) -> None:
    indent = '<w:ind w:leftChars="200" w:left="1260" w:hangingChars="300" w:hanging="840"/>'
    docx = document(par("甲" * 60, indent, '<w:sz w:val="28"/>'))
    lines = sorted({(round(place.y), round(place.x)) for place in _places(typesetter, docx)})

    assert [x for _y, x in lines[:2]] == [90 + 21, 90 + 21 + 42]


def test_a_closing_bracket_at_the_end_of_a_line_is_compressed(typesetter: Typesetter) -> None:
    """39 characters and a half fit: the bracket would be the 40th."""
    docx = document(par("甲" * 38 + "（乙" + "）" + "丙" * 5, '<w:jc w:val="left"/><w:ind w:right="-210"/>'))
    plain = replaced(docx, "word/settings.xml", lambda xml: xml.replace(b"compressPunctuation", b"doNotCompress"))

    assert _at(typesetter, docx, "丙").x == pytest.approx(90, abs=0.1)
    assert not any(place.text.startswith("丙") for place in _places(typesetter, plain))


# ---------------------------------------------------------------------------- tables


def _wide(cells: list[int], grid: tuple[int, ...], properties: str = "") -> bytes:
    return document(
        table(row(*(cell("甲乙丙"[n], width) for n, width in enumerate(cells))), grid=grid, properties=properties)
    )


def test_the_grid_of_a_fixed_table_counts_where_it_adds_up_to_its_width(typesetter: Typesetter) -> None:
    fixed = '<w:tblW w:w="8000" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    docx = _wide([9000, 9000], (4000, 4000), fixed)

    assert _at(typesetter, docx, "乙").x == pytest.approx(90 + 200, abs=6)


def test_a_table_that_fits_itself_never_leaves_the_paper(typesetter: Typesetter) -> None:
    for grid in ((2000, 2000, 2000), (7000, 7000, 7000), ()):
        found = _places(typesetter, _wide([7000, 7000, 7000], grid))
        assert max(place.x for place in found) < 595 - 90


def test_a_row_that_may_not_break_breaks_where_it_is_taller_than_a_page(typesetter: Typesetter) -> None:
    docx = document(par("甲") + table(row(cell(par(LONG) * 40, 3000), properties="<w:cantSplit/>"), grid=(3000,)))
    result = typesetter.typeset(docx)

    assert result.pages > 2
    assert sum(text.count("为贯彻落实") for page in bits(result.pdf) for text in [page.text]) == 40


def test_a_picture_hung_in_a_centred_cell_stays_in_its_row(typesetter: Typesetter) -> None:
    height = '<w:trHeight w:val="8000" w:hRule="exact"/>'
    inside = cell(par(anchored(100, 390, 4, 4)), 5000, '<w:vAlign w:val="center"/>')
    sheet = typesetter.lay_out(with_picture(table(row(inside, properties=height), grid=(5000,)))).sheets[0]
    picture = next(mark for mark in sheet.marks if isinstance(mark, Placed))
    across = sorted(mark.y1 for mark in sheet.marks if isinstance(mark, Stroke) and mark.y1 == mark.y2)

    assert across[0] <= picture.y
    assert picture.y + 390 <= across[-1]


# ---------------------------------------------------------------------------- what is off the paper


def test_text_off_the_paper_is_refused_with_its_words_and_page(typesetter: Typesetter) -> None:
    fixed = '<w:tblW w:w="20000" w:type="dxa"/><w:tblLayout w:type="fixed"/>'

    assert _refusals(typesetter, _wide([10000, 10000], (10000, 10000), fixed)) == [
        "第1页：落在纸外的线条",
        "第1页：落在纸外的文字「乙」",
    ]


def test_a_picture_off_the_paper_is_refused_and_one_that_reaches_over_the_edge_is_told(typesetter: Typesetter) -> None:
    assert _refusals(typesetter, with_picture(par(anchored(100, 80, 600, 4)))) == ["第1页：落在纸外的图片"]

    told = typesetter.typeset(with_picture(par(anchored(100, 80, 430, 4)))).unprinted
    assert told == ("第1页：图片伸出纸外的部分不印",)


def test_what_a_fixed_row_hides_is_told(typesetter: Typesetter) -> None:
    tight = '<w:trHeight w:val="400" w:hRule="exact"/>'
    result = typesetter.typeset(document(table(row(cell(par("甲") * 9, 3000), properties=tight), grid=(3000,))))

    assert result.unprinted == result.notes != ()


def test_a_picture_taller_than_its_fixed_row_is_told(typesetter: Typesetter) -> None:
    tight = '<w:trHeight w:val="400" w:hRule="exact"/>'
    result = typesetter.typeset(with_picture(table(row(cell(par(inline(90, 60)), 3000), properties=tight))))

    assert result.unprinted == ("固定行高的单元格放不下图片，Word 只印露出的部分",)


def test_what_lies_under_a_merged_cell_is_told_with_its_words(typesetter: Typesetter) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    across, joined = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    for docx in (
        document(table(row(cell("甲", 2000, down)), row(cell("乙", 2000, on)), grid=(2000,))),
        document(table(row(cell("甲", 2000, across), cell("乙", 2000, joined)), grid=(2000, 2000))),
    ):
        result = typesetter.typeset(docx)
        assert result.unprinted == ("合并单元格盖住的文字，与 Word 一样不印：「乙」",)
        assert [place.text for place in _places(typesetter, docx)] == ["甲"]


# ---------------------------------------------------------------------------- all of a document


def test_a_note_with_a_mark_of_its_own_is_set(typesetter: Typesetter) -> None:
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>※</w:t></w:r>'

    assert "注" in [place.text for place in _places(typesetter, document(par(mark), stories=footnotes("注")))]


def test_what_is_not_drawn_shows_the_picture_that_word_left_of_it(typesetter: Typesetter) -> None:
    """An embedded object its preview, ink and models their fallback."""
    shape = '<v:shape type="#_x0000_t75" style="width:90pt;height:60pt"><v:imagedata r:id="rIdPic"/></v:shape>'
    preview = f'<w:object>{shape}<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rIdPic"/></w:object>'
    ink = (
        '<mc:AlternateContent xmlns:wpi="http://schemas.microsoft.com/office/word/2010/wordprocessingInk">'
        '<mc:Choice Requires="wpi"><w:contentPart r:id="rIdInk"/></mc:Choice>'
        f"<mc:Fallback>{inline(90, 60)[5:-6]}</mc:Fallback></mc:AlternateContent>"
    )
    for inside in (preview, ink):
        sheet = typesetter.lay_out(with_picture(par(f"<w:r>{inside}</w:r>"))).sheets[0]
        assert [mark.content.width for mark in sheet.marks if isinstance(mark, Placed)] == [90]


def test_a_comment_is_told_with_its_words(typesetter: Typesetter) -> None:
    comments = f"<w:comments {NAMESPACES}><w:comment w:id='1'>{par('此处请核实')}</w:comment></w:comments>"
    docx = document(
        par(f'{run("甲")}<w:r><w:commentReference w:id="1"/></w:r>'),
        parts={"word/comments.xml": comments.encode()},
        relations={"rIdC": ("comments", "comments.xml")},
    )

    assert typesetter.typeset(docx).unprinted == ("批注不排入：「此处请核实」",)


def test_a_header_is_read_whatever_field_is_open_in_the_text(typesetter: Typesetter) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    header = section(inside='<w:headerReference w:type="default" r:id="header1"/>')
    docx = document(
        par(begin) + par("", header) + par(f'{middle}{run("目录")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        stories={"header1.xml": par("页眉")},
    )

    assert [place.text for place in _places(typesetter, docx)] == ["页眉", "页眉", "目录"]


def test_every_body_of_a_mail_merge_is_set_and_read(typesetter: Typesetter) -> None:
    one = document(par("第一封"))
    two = replaced(
        one,
        "word/document.xml",
        lambda xml: xml.replace(b"</w:document>", f"<w:body>{par('第二封')}{section()}</w:body></w:document>".encode()),
    )

    assert [place.text for place in _places(typesetter, two)] == ["第一封", "第二封"]
    assert [each.text for each in paragraphs(two)] == ["第一封", "第二封"]


def _bound(shown: str, data: str, kind: str = "<w:text/>") -> bytes:
    """A form whose content control shows one text while its data holds another."""
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps" '
        'Target="itemProps1.xml"/></Relationships>'
    )
    return document(
        par(
            '<w:sdt><w:sdtPr><w:alias w:val="姓名"/><w:dataBinding w:prefixMappings="xmlns:n=\'urn:n\'" '
            f'w:xpath="/n:a[1]/n:name[1]" w:storeItemID="{{0A}}"/>{kind}</w:sdtPr>'
            f"<w:sdtContent>{shown}</w:sdtContent></w:sdt>"
        ),
        parts={
            "customXml/item1.xml": f'<a xmlns="urn:n"><name>{data}</name></a>'.encode(),
            "customXml/itemProps1.xml": f'<d:datastoreItem xmlns:d="{custom}" d:itemID="{{0A}}"/>'.encode(),
            "customXml/_rels/item1.xml.rels": relations.encode(),
        },
    )


def test_a_bound_control_shows_its_data_as_in_word(typesetter: Typesetter) -> None:
    assert [place.text for place in _places(typesetter, _bound(run("旧名"), "陈测试"))] == ["陈测试"]
    assert [place.text for place in _places(typesetter, _bound(run("旧名"), ""))] == ["旧名"]
    assert [each.text for each in paragraphs(_bound(run("旧名"), "陈测试"))] == ["陈测试"]
    assert _refusals(typesetter, _bound("", "陈测试")) == ["内容控件「姓名」：绑定数据的内容控件"]


def test_an_outside_part_in_a_cell_is_refused(typesetter: Typesetter) -> None:
    docx = document(table(row(cell(f'{par("甲")}<w:altChunk r:id="x"/>', 3000)), grid=(3000,)))

    assert _refusals(typesetter, docx) == ["表1第1行第1格：嵌入的外部文档"]


def test_a_header_whose_part_is_gone_is_refused(typesetter: Typesetter) -> None:
    docx = document(par("甲"), last=section(inside='<w:headerReference w:type="default" r:id="rId77"/>'))

    assert _refusals(typesetter, docx) == ["正文：缺失的页眉"]


# ---------------------------------------------------------------------------- right to left


def test_uyghur_is_set_from_right_to_left(typesetter: Typesetter) -> None:
    docx = document(par(f"学生 {NAME} 在校"))
    given, family = (_at(typesetter, docx, word) for word in NAME.split())

    assert family.x < given.x
    assert _at(typesetter, docx, "在").x > given.x
    assert typesetter.typeset(docx).pages == 1


def test_a_paragraph_from_right_to_left_begins_at_the_right(typesetter: Typesetter) -> None:
    found = _places(typesetter, document(par(f"{NAME} 99", "<w:bidi/>")))

    assert [place.text.strip() for place in sorted(found, key=lambda place: -place.x)] == [*NAME.split(), "99"]
    assert min(place.x for place in found) > 300


def test_complex_scripts_have_a_size_of_their_own(typesetter: Typesetter) -> None:
    sizes = '<w:sz w:val="20"/><w:szCs w:val="32"/>'
    mixed = document(par(f"学生{NAME}", "", sizes))
    of_run = _places(typesetter, document(par(run("99", f"{sizes}<w:rtl/>"))))

    assert [_at(typesetter, mixed, word).size for word in ("学", *NAME.split())] == [10, 16, 16]
    assert [place.size for place in of_run] == [16]


def test_tibetan_breaks_after_its_syllables(typesetter: Typesetter) -> None:
    found = _places(typesetter, document(par("ཀཁག་" * 60)))
    last = {place.y: place.text for place in sorted(found, key=lambda place: place.x)}

    assert len(last) > 1
    assert all(text.endswith("་") for text in last.values())


def test_a_table_from_right_to_left_has_its_first_column_at_the_right(typesetter: Typesetter) -> None:
    cells = row(cell("甲", 3000), cell("乙", 2000), cell("丙", 1000))
    narrow = row(cell("丁", 3000), properties='<w:gridAfter w:val="2"/>')
    docx = document(table(cells, narrow, grid=(3000, 2000, 1000), properties="<w:bidiVisual/>"))
    first, second, third, below = (_at(typesetter, docx, name).x for name in "甲乙丙丁")

    assert (first, second, third) == pytest.approx((below, first - 100, first - 150), abs=0.1)
    assert first > 595 - 90 - 150


class PanicException(BaseException):
    """As Rust code raises it into Python: no `Exception`."""


class Panicking:
    """A compiler with a bug that one character brings out."""

    def compile(self, *, input: bytes, **_options: object) -> bytes:
        if "乙".encode() in input:
            raise PanicException("byte range starts at 2 but ends at 0")
        return b"%PDF"


def test_a_panic_of_the_compiler_is_a_refusal_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Compiler, "_fresh", lambda _self: Panicking())
    docx = document(par("甲") + par(run("丙乙"), "<w:pageBreakBefore/>"))

    with Typesetter(find_fonts(machine=False)) as typesetter:
        assert _refusals(typesetter, docx) == ["第2页：排版程序设不出的文字「丙乙」"]
        assert typesetter.typeset(document(par("丙"))).pages == 1
