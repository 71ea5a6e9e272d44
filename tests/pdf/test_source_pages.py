"""Pages of PDFs stand in the dossier as a viewer shows them, or as their picture with a note."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

import dossier.pdf.assemble
import dossier.pdf.originals
from dossier.model import A4_PT, PageFact, Placed
from dossier.pages.page import open_pages
from dossier.pdf import source_pages
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources, write_pdf

ROOM = (60.0, 60.0, 475.0, 700.0)


def changed(data, change):
    """A PDF after `change(pdf)`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    return out.getvalue()


def dossier_of(tmp_path, data, *, box=None, page=1, pages=1, risky="", **options):
    """(path, its evidence page at 72 dpi, notes)."""
    file = a_file(
        tmp_path, "纸.pdf", data, "application/pdf", [PageFact(width=A4_PT[0], height=A4_PT[1], risky=risky)] * pages
    )
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="纸.pdf", page=page, box=box)]])
    notes = write_pdf(plan, own_pages(), sources(tmp_path, file), target, today=TODAY, **options)
    return target, rendered(target, 4), notes


def rendered(source, page, dpi=72):
    with open_pages(source, "application/pdf") as pages:
        return pages.image(page, dpi=dpi)


def rules(notes):
    return [(note.rule, note.severity.value) for note in notes]


def is_dark(picture, box):
    return picture.crop(box).convert("L").getextrema()[0] < 128


def test_upright_a4_page_keeps_its_content_stream(tmp_path):
    data = a_pdf(1)

    target, _, notes = dossier_of(tmp_path, data)

    with pikepdf.open(target) as pdf, pikepdf.open(io.BytesIO(data)) as source:
        assert source.pages[0].Contents.read_bytes() in [part.read_bytes() for part in pdf.pages[3].Contents]
    assert notes == ()


def test_resources_that_pages_inherit_come_along(tmp_path):
    def inherit(pdf):
        pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
        pdf.Root.Pages.MediaBox = pdf.pages[0].obj.MediaBox
        del pdf.pages[0].obj.Resources
        del pdf.pages[0].obj.MediaBox

    for box in (None, ROOM):
        target, _, notes = dossier_of(tmp_path, changed(a_pdf(1), inherit), box=box)
        assert "page 1" in pypdf.PdfReader(target).pages[3].extract_text()
        assert notes == ()


def with_field(pdf):
    """A text field with a value and no appearance, as forms filled by programs have it."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("FILLED IN"),
            F=4,
            DA=String("/Helv 18 Tf 0 g"),
            Rect=Array([100, 400, 300, 430]),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]),
        NeedAppearances=True,
        DA=String("/Helv 18 Tf 0 g"),
        DR=Dictionary(Font=Dictionary(Helv=font)),
    )


def with_stamp(pdf):
    look = pdf.make_stream(
        b"1 0 0 rg 0 0 100 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 60])
    )
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([100, 400, 200, 460]), AP=Dictionary(N=look))]
    )


def with_lone_field(pdf):
    """A page taken out of a form: its fields are still there and look like something, the form is not."""
    with_stamp(pdf)
    pdf.pages[0].obj.Annots[0].Subtype = Name.Widget
    pdf.pages[0].obj.Annots[0].FT = Name.Tx


def with_field_of_another_form(pdf):
    """Two forms merged, of which one was kept."""
    with_lone_field(pdf)
    lone = pdf.pages[0].obj.Annots[0]
    with_field(pdf)
    pdf.pages[0].obj.Annots[0].Rect = Array([300, 100, 400, 130])
    pdf.pages[0].obj.Annots.append(lone)


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize("box", [None, ROOM])
@pytest.mark.parametrize("drawn", [with_field, with_stamp, with_lone_field, with_field_of_another_form])
def test_form_values_and_annotations_are_drawn_into_the_page(tmp_path, box, drawn):
    data = changed(a_pdf(1), drawn)

    target, seen, _ = dossier_of(tmp_path, data, box=box)

    scale, left, top = (1, 0, 0) if box is None else (min(475 / A4_PT[0], 700 / A4_PT[1]), 60, 60)
    across, down = A4_PT[0] * scale, A4_PT[1] * scale
    if box:
        left, top = left + (475 - across) / 2, top + (700 - down) / 2
    spot = (left + 100 * scale, top + (842 - 460) * scale, left + 200 * scale, top + (842 - 400) * scale)
    assert is_dark(seen, tuple(round(value) for value in spot))
    assert "/Annots" not in pypdf.PdfReader(target).pages[3]


def test_annotation_without_appearance_is_shown_as_the_viewer_draws_it(tmp_path):
    def with_square(pdf):
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Square,
                    F=4,
                    Rect=Array([100, 400, 200, 460]),
                    C=Array([1, 0, 0]),
                    IC=Array([1, 0, 0]),
                )
            ]
        )

    data = changed(a_pdf(1), with_square)
    assert is_dark(rendered(data, 1), (110, 390, 190, 430))

    _, seen, notes = dossier_of(tmp_path, data)

    assert is_dark(seen, (110, 390, 190, 430))
    assert rules(notes) == [("page-pictured", "note")]


def test_hidden_layer_stays_hidden(tmp_path):
    def with_layer(pdf):
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("secret")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        pdf.pages[0].obj.Resources.Properties = Dictionary(MC0=layer)
        pdf.pages[0].contents_add(b"/OC /MC0 BDC 100 400 100 60 re f EMC")

    _, seen, notes = dossier_of(tmp_path, changed(a_pdf(1), with_layer))

    assert not is_dark(seen, (105, 390, 195, 440))
    assert rules(notes) == [("page-pictured", "note")]
    assert "图层" in notes[0].message


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_only_what_the_crop_box_shows_is_shown_upright(tmp_path, rotate):
    def crop(pdf):
        pdf.pages[0].obj.CropBox = Array([50, 400, 450, 700])
        pdf.pages[0].obj.Rotate = rotate

    data = changed(a_pdf(1), crop)
    wanted = rendered(data, 1)

    _, seen, notes = dossier_of(tmp_path, data, box=(60.0, 100.0, float(wanted.width), float(wanted.height)))

    shown = seen.crop((60, 100, 60 + wanted.width, 100 + wanted.height))
    assert np.abs(np.asarray(shown, dtype=float) - np.asarray(wanted, dtype=float)).mean() < 4
    assert notes == ()
    seen.paste("white", (58, 98, 62 + wanted.width, 102 + wanted.height))
    assert not is_dark(seen, (0, 60, 595, 842))


def test_a_crop_box_beside_the_paper_counts_for_nothing(tmp_path):
    """pdfium would show a page of no size; other viewers show the paper."""

    def crop(pdf):
        pdf.pages[0].obj.CropBox = Array([595, 842, 1000, 1200])

    _, seen, notes = dossier_of(tmp_path, changed(a_pdf(1), crop))
    _, plain, _ = dossier_of(tmp_path, a_pdf(1))

    assert np.array_equal(np.asarray(seen), np.asarray(plain))
    assert notes == ()


@pytest.mark.parametrize("size", [(10000, 7000), (226, 1400), (1191, 842), (30, 20)])
def test_posters_receipts_and_spreads_are_whole(tmp_path, size):
    def paint(pdf):
        pdf.pages[0].obj.Contents = pdf.make_stream(
            f"1 0 0 rg 0 0 {size[0]} {size[1]} re f 0 0 1 rg {size[0] * 0.1} {size[1] * 0.1} "
            f"{size[0] * 0.8} {size[1] * 0.8} re f".encode()
        )

    _, seen, notes = dossier_of(tmp_path, changed(a_pdf(1, size=size), paint), box=ROOM)

    red = np.asarray(seen)[60:760, 60:535]
    scale = min(475 / size[0], 700 / size[1])
    rows, columns = np.nonzero((red[:, :, 0] > 200) & (red[:, :, 2] < 60))
    assert abs(rows.max() - rows.min() - size[1] * scale) < 4
    assert abs(columns.max() - columns.min() - size[0] * scale) < 4
    assert notes == ()


def test_page_the_evidence_room_found_risky_is_pictured(tmp_path):
    target, seen, notes = dossier_of(tmp_path, a_pdf(1), risky="内容有误")

    assert rules(notes) == [("page-pictured", "note")]
    assert notes[0].message == "纸.pdf 第1页以图片放入档案：内容有误。"
    assert is_dark(seen, (70, 120, 200, 180))
    assert pypdf.PdfReader(target).pages[3].extract_text().split() == ["2"]


@pytest.mark.parametrize("box", [None, ROOM])
def test_page_that_comes_out_wrong_is_noticed_and_pictured(tmp_path, monkeypatch, box):
    """A fault in our own placing: a short word of the page is lost on the way."""

    def forgetful(self):
        form = as_form(self)
        form.write(form.read_bytes().replace(b"(tiny 1)", b"(     1)"))
        return form

    def forgetful_strip(page):
        content = page.obj.Contents.read_bytes().replace(b"(tiny 1)", b"(     1)")
        page.obj.Contents.write(content)

    as_form = source_pages.Paper.as_form
    monkeypatch.setattr(source_pages.Paper, "as_form", forgetful)
    monkeypatch.setattr(dossier.pdf.assemble, "strip_page", forgetful_strip)
    data = a_pdf(1, text="tiny").replace(b"/F1 24 Tf", b"/F1 09 Tf")

    _, seen, notes = dossier_of(tmp_path, data, box=box)

    assert rules(notes) == [("page-pictured", "note")]
    assert "与原件对比不一致" in notes[0].message
    assert is_dark(seen, (70, 100, 200, 180))


def test_unproved_page_goes_in_as_it_came_out(tmp_path, monkeypatch):
    monkeypatch.setattr(source_pages.Paper, "as_form", lambda self: blank_form(self))

    _, seen, notes = dossier_of(tmp_path, a_pdf(1), box=ROOM, prove=False)

    assert notes == ()
    assert not is_dark(seen, (60, 60, 535, 760))


def blank_form(paper):
    form = paper.page.as_form_xobject(False)
    form.write(b"")
    return form


def test_position_inside_a_scanned_pdf_never_reaches_the_dossier(tmp_path):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    jpeg = saved(a_picture(), "JPEG", exif=exif)

    def with_photo(pdf):
        picture = pdf.make_stream(
            jpeg,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=400,
            Height=300,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
            Filter=Name.DCTDecode,
        )
        picture.Metadata = pdf.make_stream(b"<x:xmpmeta>SECRETPLACE</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=picture)
        pdf.pages[0].contents_add(b"q 400 0 0 300 100 200 cm /Im0 Do Q")

    data = changed(a_pdf(1), with_photo)
    assert b"SECRETPHONE" in data

    target, seen, notes = dossier_of(tmp_path, data)

    assert b"SECRETPHONE" not in target.read_bytes()
    with pikepdf.open(target) as pdf:
        assert not [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and b"SECRETPLACE" in thing.read_raw_bytes()
        ]
    assert seen.getpixel((110, 842 - 490))[0] > 200
    assert notes == ()


def test_file_whose_structure_is_broken_is_pictured_or_replaced_never_lost(tmp_path):
    whole = a_pdf(3)
    for at in range(60, len(whole), 97):
        case = tmp_path / str(at)
        case.mkdir()
        broken = whole[:at] + b"\x00\xff<<" + whole[at + 4 :]
        target, _, notes = dossier_of(case, broken, page=2, pages=3)
        assert len(pypdf.PdfReader(target).pages) == 5
        assert {note.rule for note in notes} <= {"page-pictured", "unreadable"}


def test_actions_scripts_and_attachments_stay_outside(tmp_path):
    def with_script(pdf):
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert('EVIL')"))
        pdf.Root.OpenAction = script
        pdf.pages[0].obj.AA = Dictionary(O=script)
        pdf.pages[0].obj.Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script)]
        )

    for box in (None, ROOM):
        target, _, _ = dossier_of(tmp_path, changed(a_pdf(1), with_script), box=box)
        with pikepdf.open(target) as pdf:
            assert "EVIL" not in "".join(repr(thing) for thing in pdf.objects)


def test_word_file_without_a_pdf_gets_a_placeholder(tmp_path):
    file = a_file(tmp_path, "记录.docx", b"PK", "application/msword")
    target = tmp_path / "d.pdf"

    notes = write_pdf(
        a_plan([[Placed(path="记录.docx", page=1)]]), own_pages(), sources(tmp_path, file), target, today=TODAY
    )

    assert rules(notes) == [("unreadable", "error")]
    assert "此件无法读取" in pypdf.PdfReader(target).pages[3].extract_text()


def test_thin_lines_of_a_page_made_smaller_are_no_difference(tmp_path):
    """A page with transparency, as Word saves them, is drawn on whole pixels: its lines fall beside their source's."""

    def ruled(pdf):
        across = "\n".join(f"60 {700 - 17.3 * row} m 540 {700 - 17.3 * row} l S" for row in range(35))
        down = "\n".join(f"{60 + 37.1 * column} 700 m {60 + 37.1 * column} 110 l S" for column in range(10))
        pdf.pages[0].Contents = pdf.make_stream(f"0.5 w {across} {down}".encode())
        pdf.pages[0].Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)

    data = changed(a_pdf(1, size=(612, 792)), ruled)
    file = a_file(tmp_path, "表.pdf", data, "application/pdf", [PageFact(width=612, height=792)])
    plan = a_plan([[Placed(path="表.pdf", page=1, box=(42.52, 91.542, 524.41, 678.648))]])

    assert write_pdf(plan, own_pages(), sources(tmp_path, file), tmp_path / "d.pdf", today=TODAY) == ()


@pytest.mark.parametrize("end", [b"(words without an end", b"[1 2", b"BI /W 9 /H 9 ID xxxx"])
def test_content_that_breaks_off_does_not_swallow_the_running_number(tmp_path, end):
    def broken(pdf):
        pdf.pages[0].Contents = pdf.make_stream(b"100 100 200 200 re f " + end)

    file = a_file(tmp_path, "断.pdf", changed(a_pdf(1), broken), "application/pdf")
    target = tmp_path / "d.pdf"

    write_pdf(a_plan([[Placed(path="断.pdf", page=1)]]), own_pages(), sources(tmp_path, file), target, today=TODAY)

    with open_pages(target, "application/pdf") as pages:
        sheet = np.asarray(pages.image(4, dpi=72).convert("L"))
    assert sheet[20:60, -60:].min() < 128
    assert sheet[600, 150] < 10


def test_a_page_on_which_the_number_does_not_show_stands_as_its_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(dossier.pdf.originals.Original, "can_be_drawn_over", lambda self, page: True)

    def broken(pdf):
        pdf.pages[0].Contents = pdf.make_stream(b"100 100 200 200 re f (words without an end")

    file = a_file(tmp_path, "断.pdf", changed(a_pdf(1), broken), "application/pdf")
    plan = a_plan([[Placed(path="断.pdf", page=1)]])

    (note,) = write_pdf(plan, own_pages(), sources(tmp_path, file), tmp_path / "d.pdf", today=TODAY)

    assert note.rule == "page-pictured"
    assert "页码" in note.message
