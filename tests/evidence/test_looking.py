"""The front door: every file is looked at once, each fault is its own finding, and nothing is touched."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from dossier.evidence import Cache
from tests.evidence.builders import (
    DOCX,
    a_case,
    a_doc,
    a_docx,
    a_jpeg,
    a_locked_pdf,
    a_pdf,
    a_picture,
    a_scan_pdf,
    a_zip,
    an_exif,
    an_ole,
    look,
    look_at,
    look_at_one,
    put,
    refuse,
    saved,
    typeset_with_loss,
)


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.png", "PNG", "image/png"),
        ("a.webp", "WEBP", "image/webp"),
        ("a.tif", "TIFF", "image/tiff"),
        ("a.bmp", "BMP", "image/bmp"),
        ("a.gif", "GIF", "image/gif"),
        ("a.heic", "HEIF", "image/heic"),
    ],
)
def test_pictures_of_every_kind_are_one_usable_page(tmp_path, name, kind, media_type):
    file = look_at_one(tmp_path, name, saved(a_picture(), kind))

    assert (file.media_type, file.problem, file.caveats) == (media_type, None, ())
    assert [page.pixels for page in file.pages] == [(80, 60)]
    assert file.pages[0].width == pytest.approx(80 * 72 / 200)


def test_a_picture_lies_as_its_exif_says(tmp_path):
    file = look_at_one(tmp_path, "a.jpg", a_jpeg(exif=an_exif(6, "2022:03:05 10:15:30")))

    (page,) = file.pages
    assert (page.turn, page.pixels) == (90, (80, 60))
    assert page.height > page.width
    assert file.taken == date(2022, 3, 5)


def test_a_scanner_s_resolution_is_believed_and_a_screen_s_is_not(tmp_path):
    files = look_at(tmp_path, {"scan.jpg": a_jpeg(dpi=(300, 300)), "phone.jpg": a_jpeg(dpi=(72, 72))})

    assert files["scan.jpg"].pages[0].width == pytest.approx(80 * 72 / 300)
    assert files["phone.jpg"].pages[0].width == pytest.approx(80 * 72 / 200)


def test_each_page_of_a_tiff_is_a_page(tmp_path):
    pages = [a_picture(90, 50), a_picture(50, 90)]

    file = look_at_one(tmp_path, "a.tif", saved(a_picture(), "TIFF", save_all=True, append_images=pages))

    assert [page.pixels for page in file.pages] == [(80, 60), (90, 50), (50, 90)]


def test_pages_of_a_pdf_are_as_a_person_sees_them(tmp_path):
    file = look_at_one(tmp_path, "a.pdf", a_pdf(3, text="a page with words on it", rotate=90))

    assert [(page.width, page.height, page.turn, page.has_text) for page in file.pages] == [(842, 595, 90, True)] * 3


def test_a_scanned_page_of_a_pdf_is_known_as_one_picture_without_text(tmp_path):
    file = look_at_one(tmp_path, "a.pdf", a_scan_pdf())

    assert [(page.pixels, page.has_text) for page in file.pages] == [((200, 280), False)]


def test_a_word_file_has_the_pages_that_typesetting_gives(tmp_path):
    with Cache(tmp_path / ".dossier") as cache:
        file = look_at_one(tmp_path, "a.docx", a_docx(), cache=cache)

        assert (file.media_type, len(file.pages), file.problem) == (DOCX, 2, None)
        assert cache.word_pdf(file.sha256) == tmp_path / ".dossier" / "word" / f"{file.sha256}.pdf"


def test_what_a_word_file_holds_beyond_its_pages_is_told_also_from_the_cache(tmp_path):
    for _again in range(2):
        with Cache(tmp_path / ".dossier") as cache:
            file = look_at_one(tmp_path, "a.docx", a_docx(), cache=cache, typeset=typeset_with_loss)

        assert [(caveat.rule, "伸出纸外" in caveat.message) for caveat in file.caveats] == [("unsure", True)]


def test_a_word_file_that_is_refused_says_by_what_name(tmp_path):
    file = look_at_one(tmp_path, "a.docx", a_docx(), typeset=refuse)

    assert file.problem.rule == "unsupported"
    assert "文本框（第3段）" in file.problem.message
    assert "PDF" in file.problem.action


JPEG = a_jpeg()
PNG = saved(a_picture(), "PNG")
HEIC = saved(a_picture(), "HEIF")
TIFF = saved(a_picture(), "TIFF", compression="tiff_lzw")
PDF = a_pdf(3)


@pytest.mark.parametrize(
    ("rule", "name", "data"),
    [
        ("empty-file", "a.pdf", b""),
        ("empty-file", "a.jpg", bytes(70_000)),
        ("empty-file", "none.pdf", a_pdf(0)),
        ("unreadable", "cut.jpg", JPEG[: len(JPEG) // 2]),
        ("unreadable", "cut-but-for-its-thumbnail.jpg", a_jpeg(comment=b"\xff\xd9")[:-300]),
        ("unreadable", "zeros.jpg", JPEG[: len(JPEG) // 2] + bytes(len(JPEG) // 2)),
        ("unreadable", "cut.png", PNG[: len(PNG) // 2]),
        ("unreadable", "flipped.png", PNG[:2000] + bytes([PNG[2000] ^ 1]) + PNG[2001:]),
        ("unreadable", "cut.heic", HEIC[: len(HEIC) // 2]),
        ("unreadable", "zeros.heic", HEIC[: len(HEIC) // 2] + bytes(len(HEIC) // 2)),
        ("unreadable", "cut.tif", TIFF[: len(TIFF) // 2]),
        ("unreadable", "cut.pdf", PDF[: len(PDF) // 3]),
        ("unreadable", "cut.docx", a_docx(document="x" * 4000)[:-40]),
        ("unreadable", "bomb.docx", a_docx(document=" " * 30_000_000)),
        ("unreadable", "noise.jpg", b"\x01\x02\x03" * 500),
        ("encrypted", "locked.pdf", a_locked_pdf(user="secret")),
        ("encrypted", "locked.docx", an_ole("EncryptionInfo", "EncryptedPackage")),
        ("encrypted", "locked.doc", a_doc(locked=True)),
        ("unsupported", "old.doc", a_doc()),
        ("unsupported", "表.xlsx", a_zip("[Content_Types].xml", "xl/workbook.xml")),
        ("unsupported", "表.xls", an_ole("Workbook")),
        ("unsupported", "片.pptx", a_zip("[Content_Types].xml", "ppt/presentation.xml")),
        ("unsupported", "包.zip", a_zip("1.jpg")),
        ("unsupported", "包.rar", b"Rar!\x1a\x07\x01\x00" + b"1" * 50),
        ("unsupported", "像.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"1" * 50),
        ("unsupported", "说明.txt", "情况说明".encode("gb18030") * 20),
        ("unsupported", "网页.html", b"<!DOCTYPE html><html></html>"),
        ("unsupported", "网页.pdf", b"<html><body>404</body></html>"),
        ("unsupported", "链接.url", b"[InternetShortcut]\r\nURL=http://example.invalid\r\n"),
        ("unsupported", "noise.xyz", b"\x01\x02\x03" * 500),
    ],
)
def test_each_fault_is_its_own_finding(tmp_path, rule, name, data):
    file = look_at_one(tmp_path, name, data)

    assert file.problem is not None
    assert file.problem.rule == rule
    assert file.problem.message
    assert file.problem.action
    assert not file.is_usable


def test_a_pdf_that_only_its_owner_may_change_is_usable(tmp_path):
    assert look_at_one(tmp_path, "a.pdf", a_locked_pdf()).is_usable


@pytest.mark.parametrize(
    "torn",
    [
        b"PK",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"garbage" * 30,
        b"PK" + b"\0" * 200,
        a_zip("docProps/app.xml", "word/x")[:60],
    ],
    ids=["two letters", "signature", "garbage", "zeros", "cut"],
)
def test_a_torn_zip_that_calls_itself_a_word_file_is_damaged_and_no_archive(tmp_path, torn):
    assert look_at_one(tmp_path, "劝返记录.docx", torn).problem.rule == "unreadable"


def test_a_torn_archive_is_an_archive(tmp_path):
    problem = look_at_one(tmp_path, "材料.zip", a_zip("照片/1.jpg", "照片/2.jpg")[:80]).problem

    assert (problem.rule, "压缩包" in problem.message) == ("unsupported", True)


def test_an_archive_is_to_be_unpacked_and_a_form_of_the_state_to_be_converted(tmp_path):
    files = look_at(tmp_path, {"包.zip": a_zip("1.jpg"), "公文.ofd": a_zip("OFD.xml")}, typeset=refuse)

    assert "解压" in files["包.zip"].problem.action
    assert "PDF" in files["公文.ofd"].problem.action


@pytest.mark.parametrize(
    ("name", "data", "is_wrong"),
    [
        ("a.jpg", PNG, True),
        ("a.pdf", JPEG, True),
        ("a.heic", JPEG, True),
        ("a.docx", PDF, True),
        ("a.zip", JPEG, True),
        ("a.JPEG", JPEG, False),
        ("a.tiff", TIFF, False),
        ("a.HEIF", HEIC, False),
        ("照片", JPEG, False),
        ("2022.3.5 家访", JPEG, False),
    ],
)
def test_an_extension_that_names_another_type_is_a_caveat(tmp_path, name, data, is_wrong):
    file = look_at_one(tmp_path, name, data)

    assert [caveat.rule for caveat in file.caveats] == ["wrong-extension"] * is_wrong
    assert file.is_usable


def test_files_that_travel_in_a_pdf_are_told_and_remembered(tmp_path):
    with pikepdf.open(io.BytesIO(a_pdf(text="x" * 40))) as pdf:
        pdf.attachments["残疾证.jpg"] = pikepdf.AttachedFileSpec(pdf, a_jpeg(), filename="残疾证.jpg")
        out = io.BytesIO()
        pdf.save(out)

    for _ in ("looked at", "from the cache"):
        file = look_at_one(tmp_path, "证明.pdf", out.getvalue())
        assert file.is_usable
        (caveat,) = file.caveats
        assert caveat.rule == "unsure"
        assert "1 个附件（残疾证.jpg）" in caveat.message


def test_files_pinned_to_a_page_are_told_each_once(tmp_path):
    """The clip stands on the page, the file behind it does not; one that the PDF lists too is one file."""
    with pikepdf.open(io.BytesIO(a_pdf(2, text="x" * 40))) as pdf:
        pdf.attachments["残疾证.jpg"] = pikepdf.AttachedFileSpec(pdf, a_jpeg(), filename="残疾证.jpg")
        pinned = [pikepdf.AttachedFileSpec(pdf, b"1", filename="户口簿.jpg").obj, pdf.attachments["残疾证.jpg"].obj]
        for page, file in zip(pdf.pages, pinned, strict=True):
            clip = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, FS=file)
            clip.Rect = pikepdf.Array([10, 10, 30, 30])
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(clip)])
        pdf.save(tmp_path / "证明.pdf")

    (caveat,) = look_at_one(tmp_path, "证明.pdf", (tmp_path / "证明.pdf").read_bytes()).caveats

    assert "2 个附件（户口簿.jpg、残疾证.jpg）" in caveat.message


def test_a_picture_of_more_than_200_megapixels_is_not_decoded(tmp_path):
    png = saved(Image.new("1", (20_000, 10_001)), "PNG")

    assert look_at_one(tmp_path, "a.png", png).problem.rule == "too-large"


def test_a_picture_beyond_all_measure_is_told_by_its_pixels(tmp_path):
    gif = bytearray(saved(Image.new("P", (8, 8)), "GIF"))
    gif[6:10] = b"\xff\xff\xff\xff"  # 65535 × 65535

    problem = look_at_one(tmp_path, "a.gif", bytes(gif)).problem

    assert problem.rule == "too-large"
    assert problem.message == "图片有 4294836225 像素，超过 2 亿像素的上限。"


def test_more_than_2000_pages_are_too_many(tmp_path):
    assert look_at_one(tmp_path, "a.pdf", a_pdf(2001)).problem.rule == "too-large"


def test_a_pdf_with_layers_is_to_be_pictured(tmp_path):
    import io

    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="layer"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(ON=[layer]))
        pdf.save(out)

    assert "图层" in look_at_one(tmp_path, "a.pdf", out.getvalue()).pages[0].risky


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_links_and_pipes_are_not_followed(tmp_path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(a_jpeg())
    folder = tmp_path / "001-张三"
    folder.mkdir()
    (folder / "link.jpg").symlink_to(secret)
    os.mkfifo(folder / "pipe.jpg")

    (case,) = look(tmp_path, [a_case("link.jpg", "pipe.jpg")], cache=Cache(None), typeset=None, workers=1)

    assert [file.problem.rule for file in case.files] == ["unsupported"] * 2
    assert [file.sha256 for file in case.files] == [""] * 2


def test_a_file_that_is_gone_is_a_finding(tmp_path):
    put(tmp_path / "001-张三", {"a.jpg": a_jpeg()})

    (case,) = look(tmp_path, [a_case("a.jpg", "gone.jpg")], cache=Cache(None), typeset=None, workers=1)

    here, gone = case.files
    assert here.is_usable
    assert gone.problem.rule == "unreadable"
    assert "不在原处" in gone.problem.message


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids some of these names")
def test_names_of_every_kind_come_back_as_they_were_given(tmp_path):
    names = [
        "a\nb.jpg",
        "👍 最终版(2).jpg",
        "שלום\u202e.jpg",
        "x" * 200 + ".jpg",
        "e\u0301.jpg",
        "{{ x }}.jpg",
        "<b>.jpg",
    ]

    files = look_at(tmp_path, dict.fromkeys(names, a_jpeg()))

    assert all(files[name].is_usable for name in names)


def test_a_name_that_the_disk_spells_otherwise_is_found(tmp_path):
    put(tmp_path / "001-e\u0301", {"e\u0301.jpg": a_jpeg()})
    case = a_case(
        "\u00e9.jpg", folder="001-\u00e9", disk_folder="001-e\u0301", disk_paths={"\u00e9.jpg": "e\u0301.jpg"}
    )

    (looked,) = look(tmp_path, [case], cache=Cache(None), typeset=None, workers=1)

    assert looked.files[0].path == "\u00e9.jpg"
    assert looked.files[0].is_usable


def test_evidence_is_not_touched(tmp_path):
    files = {"a.jpg": JPEG, "b.pdf": PDF, "c.docx": a_docx(), "d/e.heic": HEIC, "cut.tif": TIFF[:900]}
    put(tmp_path / "001-张三", files)
    before = _state(tmp_path / "001-张三")

    with Cache(tmp_path / ".dossier") as cache:
        look_at(tmp_path, {}, cache=cache)
        look(tmp_path, [a_case(*files)], cache=cache, typeset=refuse, workers=2)

    assert _state(tmp_path / "001-张三") == before


def _state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_progress_counts_the_files_that_are_opened(tmp_path):
    steps = []

    look_at(tmp_path, {"a.jpg": a_jpeg(), "b.pdf": a_pdf()}, progress=lambda *step: steps.append(step))

    assert steps == [(1, 2, "a.jpg"), (2, 2, "b.pdf")]


@pytest.mark.parametrize(
    "segment",
    [
        b"\xff\xe0\x00\x07JFIF\0",
        b"\xff\xed\x00\x16Photoshop 3.0\x008BIM\x07\xdb",
        b"\xff\xe1\x00\x04ab",
        b"\xff\xe2\x00\x09MPF\0\x01\x02\x03",
        b"\xff\xee\x00\x07Adobe",
        b"\xff\xfe\x00\x02",
    ],
)
def test_a_jpeg_with_a_segment_cut_short_that_every_browser_shows_is_taken(tmp_path, segment):
    plain = JPEG[:2] + JPEG[4 + int.from_bytes(JPEG[4:6], "big") :]  # without its own JFIF mark

    file = look_at_one(tmp_path, "a.jpg", plain[:2] + segment + plain[2:])

    assert file.is_usable
    assert [page.pixels for page in file.pages] == [(80, 60)]
