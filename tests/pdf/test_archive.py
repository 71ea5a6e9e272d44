"""--pdfa: what our structural checks look for is not in the file, and pages that have it stand as pictures."""

from __future__ import annotations

import io
import zlib

import page
import pikepdf
import pypdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, String

from dossier.model import A4_PT, OwnPages, PageFact, Placed
from dossier.pdf.archive import file_faults
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources, write_pdf

ROOM = (60.0, 60.0, 475.0, 700.0)


def archive_own_pages():
    counts = own_pages().counts
    markup = '#set page(paper: "a4")\n' + "\n#pagebreak()\n".join(counts)
    return OwnPages(typst.compile(markup.encode(), format="pdf", timestamp=0, pdf_standards="a-2b"), counts)


def typeset(text):
    return typst.compile(f'#set page(paper: "a4")\n{text}'.encode(), format="pdf", timestamp=0)


def archived(tmp_path, data, media_type="application/pdf", *, box=None):
    file = a_file(tmp_path, "件", data, media_type, [PageFact(width=A4_PT[0], height=A4_PT[1], pixels=(400, 300))])
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="件", page=1, box=box, caption=("说明",) if box else ())]])
    notes = write_pdf(
        plan, archive_own_pages(), sources(tmp_path, file), target, today=TODAY, author="中心学校", pdfa=True
    )
    return target, notes


def change(data, how):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        how(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


@pytest.mark.parametrize("box", [None, ROOM])
def test_archive_copy_says_what_it_is_and_passes_our_checks(tmp_path, box):
    target, notes = archived(tmp_path, typeset("hello"), box=box)

    assert notes == ()
    assert file_faults(target) == ()
    xmp = pypdf.PdfReader(target).xmp_metadata
    assert xmp.dc_title == {"x-default": "黄小明个案材料"}
    assert xmp.dc_creator == ["中心学校"]


def test_photographs_and_scans_are_archived_as_they_are(tmp_path):
    target, notes = archived(tmp_path, saved(a_picture(), "JPEG"), "image/jpeg", box=ROOM)

    assert notes == ()
    assert file_faults(target) == ()


def without_font(pdf):
    pass


def with_a_font_that_is_none(pdf):
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=String("F1")))


def with_content_that_breaks_off(pdf):
    pdf.pages[0].obj.Resources = Dictionary()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"100 100 200 200 re f (words without an end")


def with_font(pdf, **font):
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.X, Flags=font.pop("flags"), FontFile2=pdf.make_stream(b"")
    )
    made = Dictionary(Type=Name.Font, BaseFont=Name.X, FontDescriptor=described, **font)
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=made))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"100 100 200 200 re f")
    return made


def with_a_latin_font_without_encoding(pdf):
    with_font(pdf, Subtype=Name.TrueType, flags=32)


def with_a_symbol_font_with_encoding(pdf):
    with_font(pdf, Subtype=Name.TrueType, flags=4, Encoding=Name.WinAnsiEncoding)


def with_a_chinese_font_without_glyph_map(pdf):
    inner = with_font(pdf, Subtype=Name.CIDFontType2, flags=4)
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.X,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]),
    )
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=whole))


def with_deep_states(pdf):
    pdf.pages[0].obj.Resources = Dictionary()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q " * 30 + b"100 100 200 200 re f " + b"Q " * 30)


def with_cmyk(pdf):
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 1 1 0 k 100 100 200 200 re f")


def with_lzw(pdf):
    packed = bytes.fromhex("800B6050220C0C8501")
    form = pdf.make_stream(packed, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.write(packed, filter=Name.LZWDecode)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=form))


def with_curve(pdf):
    pdf.pages[0].obj.Resources = Dictionary(ExtGState=Dictionary(G=Dictionary(TR=Name.Identity)))


def with_cmyk_picture(pdf):
    data = saved(a_picture(mode="CMYK"), "JPEG")
    picture = pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=400,
        Height=300,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceCMYK,
        Filter=Name.DCTDecode,
    )
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=picture))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 400 0 0 300 90 200 cm /P Do Q")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (without_font, "没有嵌入的字体"),
        (with_a_font_that_is_none, "没有嵌入的字体"),
        (with_content_that_breaks_off, "读不懂的结构"),
        (with_a_latin_font_without_encoding, "编码"),
        (with_a_symbol_font_with_encoding, "编码"),
        (with_a_chinese_font_without_glyph_map, "编码"),
        (with_deep_states, "层层嵌套"),
        (with_cmyk, "CMYK"),
        (with_curve, "转换曲线"),
        (with_cmyk_picture, "CMYK"),
    ],
)
@pytest.mark.parametrize("box", [None, ROOM])
def test_page_that_may_not_be_archived_stands_as_its_picture(tmp_path, fault, words, box):
    target, notes = archived(tmp_path, change(a_pdf(1), fault), box=box)

    assert [note.rule for note in notes] == ["page-pictured"]
    assert words in notes[0].message
    assert file_faults(target) == ()


def test_lzw_is_packed_anew(tmp_path):
    data = change(typeset("hello"), with_lzw)
    assert b"LZWDecode" in data

    target, notes = archived(tmp_path, data)

    assert notes == ()
    assert b"LZWDecode" not in target.read_bytes()
    assert file_faults(target) == ()


def test_same_page_is_no_matter_without_pdfa(tmp_path):
    file = a_file(tmp_path, "件", a_pdf(1), "application/pdf")
    plan = a_plan([[Placed(path="件", page=1)]])
    target = tmp_path / "d.pdf"

    assert write_pdf(plan, own_pages(), sources(tmp_path, file), target, today=TODAY) == ()
    assert "没有 PDF/A 标识" in file_faults(target)


def test_checks_find_what_a_document_may_not_hold(tmp_path):
    target, _ = archived(tmp_path, typeset("hello"))

    def spoil(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("x"))
        del pdf.Root.OutputIntents
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary())

    spoiled = tmp_path / "spoiled.pdf"
    spoiled.write_bytes(change(target.read_bytes(), spoil))

    assert file_faults(spoiled) == ("没有输出意图（sRGB）", "文件里的 /OpenAction", "脚本或附件")


def test_links_of_the_contents_are_printable_in_an_archive_copy(tmp_path):
    file = a_file(tmp_path, "件", typeset("hello"), "application/pdf")
    plan = a_plan([[Placed(path="件", page=1)]])
    target = tmp_path / "d.pdf"

    write_pdf(
        plan,
        own_pages(),
        sources(tmp_path, file),
        target,
        today=TODAY,
        pdfa=True,
    )

    links = [link.get_object() for link in pypdf.PdfReader(target).pages[1]["/Annots"]]
    assert links
    assert {link["/F"] for link in links} == {4}
    assert file_faults(target) == ()


def checked(target):
    """What an independent checker of ISO 19005-2 finds."""
    return [
        failure.message for failure in page.validate_pdf(str(target), profile=page.ValidationProfile.PDF_A_2B).failures
    ]


@pytest.mark.parametrize("box", [None, ROOM])
def test_an_archive_copy_is_accepted_by_an_independent_checker(tmp_path, box):
    target, _ = archived(tmp_path, typeset("hello 证明 0123456789"), box=box)

    assert checked(target) == []


def test_streams_whose_data_end_in_cr_are_not_a_byte_shorter(tmp_path):
    with pikepdf.open(io.BytesIO(typeset("hello"))) as pdf:
        for text in (b"%a", b"%ab", b"%abc", b"%abcd"):
            stream = pdf.make_stream(b"")
            stream.write(zlib.compress(text, 9) + b"\r", filter=pikepdf.Name.FlateDecode)
            pdf.pages[0].contents_add(stream)
        out = io.BytesIO()
        pdf.save(out, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    target, _ = archived(tmp_path, out.getvalue())

    assert b"\r\nendstream" not in target.read_bytes()
    assert checked(target) == []


def test_appended_data_that_end_in_cr_keep_their_length(tmp_path):
    jpeg = saved(a_picture(), "JPEG")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4_PT)
        picture = pdf.make_stream(jpeg + b"\r" * 20_001)
        picture.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 400, "/Height": 300})
        picture.update(
            {"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode}
        )
        pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 500 0 0 400 40 300 cm /P Do Q")
        out = io.BytesIO()
        pdf.save(out, static_id=True)

    target, _ = archived(tmp_path, out.getvalue())

    assert checked(target) == []


def test_a_caption_with_a_letter_that_no_font_has_ends_no_archive_copy(tmp_path):
    file = a_file(tmp_path, "ฤ.jpg", saved(a_picture(), "JPEG"), "image/jpeg", [PageFact(width=400, height=300)])
    plan = a_plan([[Placed(path="ฤ.jpg", page=1, box=ROOM, caption=("照片", "文件：ฤ.jpg"))]])
    target = tmp_path / "d.pdf"

    write_pdf(plan, archive_own_pages(), sources(tmp_path, file), target, today=TODAY, pdfa=True)

    assert checked(target) == []
