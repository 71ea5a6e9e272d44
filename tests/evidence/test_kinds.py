"""What a file is by its bytes: OLE files by their directory, zips by what they hold, recordings by their frames."""

from __future__ import annotations

import io
import zipfile

import pytest

from dossier.evidence.file_facts import Fault
from dossier.evidence.kinds import kind_of
from tests.evidence.builders import a_docx, a_jpeg, an_ole_file, look_at_one

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"


def a_zip_of(**entries: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def code_of(data: bytes) -> str:
    fault = kind_of(data)[1]
    return fault.code if fault else ""


@pytest.mark.parametrize(
    ("tops", "media_type", "code"),
    [
        (("Workbook",), "application/vnd.ms-excel", "spreadsheet"),
        (("WORKBOOK",), "application/vnd.ms-excel", "spreadsheet"),
        (("PowerPoint Document",), "application/vnd.ms-powerpoint", "slides"),
        (("__properties_version1.0",), "application/vnd.ms-outlook", "mail"),
        (("MatOST", "CONTENTS"), "application/vnd.ms-works", "document-format"),
        (("VisioDocument",), "application/vnd.visio", "document-format"),
    ],
)
def test_an_ole_file_with_a_word_object_in_it_is_what_its_top_says(tops, media_type, code):
    data = an_ole_file(*tops, embedded=("WordDocument", "1Table"))

    assert kind_of(data)[0] == media_type
    assert code_of(data) == code


@pytest.mark.parametrize("name", ["WordDocument", "WORDDOCUMENT", "worddocument"])
def test_an_old_word_file_with_a_table_in_it_stays_one_in_any_letter_case(name):
    assert kind_of(an_ole_file(name, "1Table", embedded=("Workbook",))) == (DOC, None)


def test_a_locked_old_word_file_is_known_by_its_own_head_not_by_an_object_s():
    flags = (0x0100).to_bytes(2, "little")

    assert code_of(an_ole_file("WordDocument", body=b"\xec\xa5" + bytes(8) + flags)) == "encrypted-office"
    assert code_of(an_ole_file("Workbook", body=b"\xec\xa5" + bytes(8) + flags)) == "spreadsheet"


def test_a_locked_old_table_is_locked():
    begin = bytes.fromhex("0908100000060500bb0dcc0700000000060000002f0036000100")

    assert code_of(an_ole_file("Workbook", body=begin)) == "encrypted-office"


MANIFEST = '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.{}"/>{}'


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"[Content_Types].xml": "x", "Documents/1/FixedDoc.fdoc": "x", "FixedDocSeq.fdseq": "x"}, "document-format"),
        ({"[Content_Types].xml": "x", "visio/document.xml": "x"}, "document-format"),
        ({"mimetype": "application/epub+zip", "META-INF/container.xml": "x"}, "document-format"),
        ({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"}, "apple-document"),
        ({"家访.pages/Index.zip": "x", "家访.pages/preview.jpg": "x"}, "apple-document"),
        ({"index.apxl": "x", "buildVersionHistory.plist": "x"}, "apple-document"),
        ({"OFD.xml": "x", "Doc_0/Document.xml": "x"}, ""),
        ({"META-INF/MANIFEST.MF": "x", "a/B.class": "x"}, "program"),
        ({"XL\\workbook.xml": "x", "[content_types].xml": "x"}, "spreadsheet"),
        ({"材料/1.jpg": "x", "材料/家访.pages": "x"}, "archive"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}, ""),
        ({"content.xml": "x", "META-INF/manifest.xml": MANIFEST.format("text", "")}, ""),
        (
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": MANIFEST.format("text", "<manifest:encryption-data/>"),
            },
            "encrypted-office",
        ),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text", "encrypted-package": "x"},
            "encrypted-office",
        ),
    ],
)
def test_a_zip_is_what_it_holds(entries, code):
    assert code_of(a_zip_of(**entries)) == code


def test_a_word_file_whose_entries_are_parted_by_backslashes_is_one():
    data = a_zip_of(**{"[Content_Types].xml": "x", "word\\document.xml": "x", "_rels\\.rels": "x"})

    assert kind_of(data) == (DOCX, None)


def mpeg_frames(head: str, length: int) -> bytes:
    return bytes.fromhex(head).ljust(length, b"\x01") * 6


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (mpeg_frames("fffb9064", 417), "audio/mpeg"),
        (mpeg_frames("fff36084", 156), "audio/mpeg"),  # MPEG 2, 22 kHz, 48 kbit/s
        (bytes(100) + mpeg_frames("fffb9064", 417), "audio/mpeg"),
        (mpeg_frames("fff150800f3ffc", 121), "audio/aac"),
        (mpeg_frames("56e064", 103), "audio/aac"),
        (b"caff" + bytes(60), "audio/x-caf"),
        (b"RIFF\0\0\0\0QLCMfmt " + b"1" * 60, "audio/wav"),
        ((b"\x47" + b"\x11" * 187) * 6, "video/mp2t"),
    ],
)
def test_recordings_without_a_head_are_recordings(data, media_type):
    found, fault = kind_of(data)

    assert found == media_type
    assert fault in (Fault("audio"), Fault("video"))


def test_noise_that_begins_like_a_frame_is_no_recording():
    assert kind_of(bytes.fromhex("fffb9064").ljust(5000, b"\x81"))[1] == Fault("unknown")


def test_a_recording_only_asks_for_a_look_and_an_archive_stays_an_error(tmp_path):
    sound = look_at_one(tmp_path, "谈话.mp3", mpeg_frames("fffb9064", 417))
    archive = look_at_one(tmp_path, "材料.zip", a_zip_of(**{"1.jpg": a_jpeg()}))
    apart = look_at_one(
        tmp_path, ".证明.pdf.icloud", b"bplist00\xd2\x01\x02\x03\x04ZNSURLName_\x10\x0fNSURLFileSizeKey"
    )

    assert (sound.problem.rule, sound.is_no_paper) == ("unsupported", True)
    assert (archive.problem.rule, archive.is_no_paper) == ("unsupported", False)
    assert (apart.problem.rule, apart.is_no_paper) == ("unsupported", False)
    assert "iCloud" in apart.problem.message


def test_a_word_file_still_is_one(tmp_path):
    assert look_at_one(tmp_path, "a.docx", a_docx()).is_usable


@pytest.mark.parametrize(
    "data",
    [
        a_zip_of(**{"学籍卡.pdf": b"%PDF-1.7\n"}),
        b"Rar!\x1a\x07\x01\x00".ljust(60, b"\0") + b"%PDF-1.7\n",
        b"1.pdf".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0") + b"%PDF-1.7\n",
    ],
)
def test_an_archive_that_begins_with_a_pdf_is_an_archive(data):
    assert code_of(data) == "archive"


def test_an_ole_file_that_holds_a_pdf_is_none():
    assert kind_of(an_ole_file("Workbook", body=b"%PDF-1.7\n"))[0] == "application/vnd.ms-excel"


def test_a_tar_is_an_archive():
    assert code_of(b"1.jpg".ljust(257, b"\0") + b"ustar\x0000".ljust(600, b"\0")) == "archive"


def test_text_that_is_named_like_a_paper_is_a_paper_that_was_lost(tmp_path):
    """A download that failed leaves its few words under the paper's name: no note of somebody, which only asks."""
    lost = look_at_one(tmp_path, "户籍证明.pdf", b"404 page not found\n")
    note = look_at_one(tmp_path, "说明.txt", "原件在老师处".encode())

    assert (lost.problem.rule, lost.is_no_paper) == ("unreadable", False)
    assert "PDF" in lost.problem.message
    assert "纯文本" in lost.problem.message
    assert (note.problem.rule, note.is_no_paper) == ("unsupported", True)
