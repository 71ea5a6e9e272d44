"""OFD files become pages whole, or are refused by name."""

from __future__ import annotations

from functools import partial

import pypdfium2
import pytest

from dossier import ofd
from dossier.evidence import Cache
from dossier.evidence.typesetting import typeset_evidence
from dossier.ofd.svg import svg_path
from tests.evidence.builders import look_at_one
from tests.ofd.build import NS, a_png, a_sealed_ofd, an_ofd, der, text

IMAGE = '<ofd:ImageObject ID="8" Boundary="20 100 40 20" CTM="40 0 0 20 0 0" ResourceID="3"/>'
MEDIA = (
    '<ofd:MultiMedias><ofd:MultiMedia ID="3" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
    "</ofd:MultiMedias>"
)


def shown(data: bytes, page: int = 0):
    """(text, picture at 72 dpi) of a page."""
    document = pypdfium2.PdfDocument(ofd.to_pdf(data))
    opened = document[page]
    return opened.get_textpage().get_text_range(), opened.render(scale=1).to_pil().convert("RGB")


def test_text_stands_where_the_file_puts_it_on_pages_of_its_size():
    words, picture = shown(an_ofd(text("黄晓禾的户籍证明")))

    assert "黄晓禾的户籍证明" in words.replace("\r\n", "")
    width, height = picture.size
    assert (width / 72 * 25.4, height / 72 * 25.4) == (pytest.approx(148, abs=0.5), pytest.approx(210, abs=0.5))
    dark = picture.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    left, top, right, bottom = (edge / 72 * 25.4 for edge in dark)
    assert left == pytest.approx(20, abs=1)
    assert right == pytest.approx(20 + 8 * 6, abs=1)
    assert top == pytest.approx(31, abs=1.5)
    assert bottom == pytest.approx(37, abs=1.5)


def test_every_page_is_a_page_templates_and_annotations_with_it():
    note = f'<ofd:PageAnnot {NS}><ofd:Annot ID="7"><ofd:Appearance Boundary="0 50 100 20">'
    data = an_ofd(
        text("正文"),
        text("次页"),
        doc="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": '<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016">'
            '<ofd:Page PageID="2"><ofd:FileLoc>Page_1/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
            "Doc_0/Annots/Page_1/A.xml": note + text("批注") + "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>",
        },
    )

    assert "批注" not in shown(data, 0)[0]
    assert "次页" in shown(data, 1)[0]
    assert "批注" in shown(data, 1)[0]


def test_paths_and_pictures_are_drawn():
    path = (
        '<ofd:PathObject ID="6" Boundary="100 20 30 30" Fill="true" Stroke="false"><ofd:FillColor Value="0 0 255"/>'
        "<ofd:AbbreviatedData>M 0 0 L 30 0 L 30 30 L 0 30 C</ofd:AbbreviatedData></ofd:PathObject>"
    )

    _, picture = shown(an_ofd(path + IMAGE, res=MEDIA, parts={"Doc_0/Res/p.png": a_png()}))

    def at(x, y):
        return picture.getpixel((round(x * 72 / 25.4), round(y * 72 / 25.4)))

    assert at(115, 35) == (0, 0, 255)
    assert at(40, 110) == (255, 0, 0)
    assert at(140, 110) == (255, 255, 255)


def test_a_seal_that_is_a_picture_is_drawn():
    seal = der(0x30, der(0x16, b"png") + der(0x04, a_png("red", (60, 60))))

    _, picture = shown(a_sealed_ofd(der(0x30, der(0x02, b"\4") + der(0x04, seal))))

    assert picture.getpixel((round(115 * 72 / 25.4), round(165 * 72 / 25.4))) == (255, 0, 0)


def test_a_seal_that_is_an_ofd_is_drawn():
    box = (
        '<ofd:PathObject ID="6" Boundary="0 0 148 210" Fill="true" Stroke="false"><ofd:FillColor Value="255 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0 L 148 0 L 148 210 L 0 210 C</ofd:AbbreviatedData></ofd:PathObject>"
    )

    _, picture = shown(a_sealed_ofd(der(0x30, der(0x04, an_ofd(box)))))

    assert picture.getpixel((round(115 * 72 / 25.4), round(165 * 72 / 25.4))) == (255, 0, 0)


SHADED = (
    '<ofd:PathObject ID="6" Boundary="0 0 9 9" Fill="true"><ofd:FillColor><ofd:AxialShd/></ofd:FillColor>'
    "<ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 C</ofd:AbbreviatedData></ofd:PathObject>"
)


@pytest.mark.parametrize(
    ("data", "feature"),
    [
        (a_sealed_ofd(der(0x30, der(0x02, b"\1"))), "印章"),
        (an_ofd(SHADED), "渐变色"),
        (an_ofd(IMAGE), "图片"),
        (an_ofd(IMAGE, res=MEDIA, parts={"Doc_0/Res/p.png": b"none"}), "图片"),
        (an_ofd(text("\ue000证")), "自造字"),
        (an_ofd(text("证\U0001b170")), "字"),
        (an_ofd(text("证"), parts={"Doc_0/Encryptions.xml": "<x/>"}), "加密"),
    ],
)
def test_what_is_not_drawn_is_refused_by_name(data, feature):
    with pytest.raises(ofd.Refused, match=feature):
        ofd.to_pdf(data)


@pytest.mark.parametrize("data", [b"PK", an_ofd(), an_ofd(text("证"))[:300], an_ofd("<ofd:Layer")])
def test_what_is_no_sound_ofd_is_unreadable(data):
    with pytest.raises(ofd.Unreadable):
        ofd.to_pdf(data)


def test_the_same_file_gives_the_same_bytes():
    assert ofd.to_pdf(an_ofd(text("证明"))) == ofd.to_pdf(an_ofd(text("证明")))


def test_paths_are_told_in_the_words_of_svg():
    assert svg_path("S 1 2 M 1 2 L 3 4 Q 1 1 2 2 B 1 1 2 2 3 3 A 5 5 0 1 0 9 9 C") == (
        "M1 2M1 2L3 4Q1 1 2 2C1 1 2 2 3 3A5 5 0 1 0 9 9Z"
    )


def test_as_evidence_it_has_its_pages_or_its_fault(tmp_path):
    typeset = partial(typeset_evidence, folders=())

    def look(name, data):
        return look_at_one(tmp_path, name, data, typeset=typeset, cache=Cache(tmp_path / ".dossier"))

    good, refused, torn = (
        look("公文.ofd", an_ofd(text("证明"), text("二"))),
        look("a.ofd", an_ofd(SHADED)),
        look("b.ofd", an_ofd()),
    )

    assert (good.is_usable, len(good.pages), good.caveats) == (True, 2, ())
    assert (refused.problem.rule, "渐变色" in refused.problem.message) == ("unsupported", True)
    assert torn.problem.rule == "unreadable"
