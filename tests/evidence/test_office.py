"""Old Word files, and those our typesetter refuses, go through LibreOffice where it is."""

from __future__ import annotations

import io
import stat
import sys
import textwrap
import zipfile
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from dossier.evidence import Cache
from dossier.evidence.examine import _trouble
from dossier.evidence.word_facts import without_links
from dossier.pages.page import page_image
from dossier.processes.libreoffice import Office, find_office
from tests.evidence.builders import (
    TWO_PAGES,
    a_doc,
    a_docx,
    a_jpeg,
    a_locked_pdf,
    a_pdf,
    look_at,
    look_at_one,
    refuse,
    refuse_elsewhere,
    saved,
    typeset_and_touch,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a script")


def an_office(folder: Path, *, answers: bool = True, converts: bool = True, hangs_at: bytes = b"\0none") -> Office:
    """A stand-in that turns every file into the same three pages, and counts its runs in `runs`.

    It hangs at a file that holds `hangs_at`.
    """
    folder.mkdir(exist_ok=True)
    (folder / "three.pdf").write_bytes(a_pdf(3))
    program = folder / "soffice"
    program.write_text(
        textwrap.dedent(f"""\
        #!{sys.executable}
        import pathlib, shutil, sys, time
        here = pathlib.Path({str(folder)!r})
        if "--version" in sys.argv:
            print("LibreOffice 7.4.7.2" if {answers} else "")
            sys.exit()
        with open(here / "runs", "a") as runs:
            runs.write("x")
        at = sys.argv.index("--outdir")
        out = pathlib.Path(sys.argv[at + 1])
        out.mkdir()
        for name in sys.argv[at + 2:]:
            if {hangs_at!r} in pathlib.Path(name).read_bytes():
                time.sleep(600)
            if {converts}:
                shutil.copy(here / "three.pdf", out / (pathlib.Path(name).stem + ".pdf"))
        """)
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Office(str(program), seconds=1.5 if hangs_at != b"\0none" else 60)


def runs(folder: Path) -> int:
    """How often it was started."""
    return len((folder / "runs").read_text()) if (folder / "runs").exists() else 0


def test_an_old_word_file_has_the_pages_that_libreoffice_gives(tmp_path):
    files = {"a.doc": a_doc(), "b.wps": a_doc() + b"1", "c.rtf": b"{\\rtf1 x}", "d.docx": a_docx()}
    with Cache(tmp_path / ".dossier") as cache:
        looked = look_at(tmp_path, files, office=an_office(tmp_path / "office"), cache=cache)

        assert [len(file.pages) for file in looked.values()] == [3, 3, 3, 2]
        assert all(file.is_usable and not file.caveats for file in looked.values())
        assert all(cache.word_pdf(file.sha256) for file in looked.values())
    assert runs(tmp_path / "office") == 1


def test_what_libreoffice_gave_is_kept(tmp_path):
    office = an_office(tmp_path / "office")
    for _ in range(2):
        with Cache(tmp_path / ".dossier") as cache:
            assert look_at_one(tmp_path, "a.doc", a_doc(), office=office, cache=cache).is_usable

    assert runs(tmp_path / "office") == 1


def test_a_file_refused_by_our_typesetter_goes_there_too(tmp_path):
    file = look_at_one(tmp_path, "a.docx", a_docx(), typeset=refuse, office=an_office(tmp_path / "office"))

    assert len(file.pages) == 3


def test_a_file_that_libreoffice_cannot_convert_either_is_named_once(tmp_path):
    office = an_office(tmp_path / "office", converts=False)
    for _ in range(2):
        with Cache(tmp_path / ".dossier") as cache:
            files = look_at(
                tmp_path, {"a.doc": a_doc(), "b.docx": a_docx()}, typeset=refuse, office=office, cache=cache
            )
        assert files["a.doc"].problem.rule == "unreadable"
        assert "文本框（第3段）" in files["b.docx"].problem.message

    assert runs(tmp_path / "office") == 3  # both together, then each alone; nothing on the second look


def test_a_file_at_which_libreoffice_hangs_costs_one_limit_and_no_second_try(tmp_path):
    office = an_office(tmp_path / "office", hangs_at=b"hang here")
    files = {"a.rtf": b"{\\rtf1 x}", "b.rtf": b"{\\rtf1 hang here}", "c.rtf": b"{\\rtf1 y}"}

    looked = look_at(tmp_path, files, office=office)

    assert [file.is_usable for file in looked.values()] == [True, False, True]
    assert "LibreOffice" in looked["b.rtf"].problem.message
    assert "1.5 秒" in looked["b.rtf"].problem.message
    assert runs(tmp_path / "office") == 2  # all three; then what stood behind the one that hangs


def test_a_file_whose_content_is_elsewhere_is_never_given_to_libreoffice(tmp_path):
    office = an_office(tmp_path / "office")

    problem = look_at_one(tmp_path, "a.docx", a_docx(), typeset=refuse_elsewhere, office=office).problem

    assert problem.rule == "unsupported"
    assert "链接的图片（第1段）" in problem.message
    assert runs(tmp_path / "office") == 0


BODY = "<w:document><w:body><w:p><w:r><w:t>{}</w:t></w:r>{}</w:p></w:body></w:document>"
PICTURE = '<w:drawing><a:blip r:embed="rId1"/></w:drawing>'
LINKS = '<Relationships><Relationship Id="rId1" Target="media/image1.png"/></Relationships>'


@pytest.mark.parametrize(
    ("document", "is_lost"),
    [
        (BODY.format("123", ""), False),
        (BODY.format("派出所证明黄晓禾已迁出", ""), True),
        (BODY.format("已", ""), True),
        (BODY.format("13708150000", ""), True),
        (BODY.format("1", PICTURE), True),
        (BODY.format("1", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), True),
        (BODY.format("1", f"<w:del><w:r><w:t>删去的文字删去的文字</w:t></w:r>{PICTURE}</w:del>"), False),
    ],
)
def test_what_libreoffice_leaves_out_is_missed(tmp_path, document, is_lost):
    word = a_docx(document=document, **{"word/_rels/document.xml.rels": LINKS})

    file = look_at_one(tmp_path, "a.docx", word, typeset=refuse, office=an_office(tmp_path / "office"))

    assert file.is_usable is not is_lost
    assert not is_lost or "少了内容" in file.problem.message


@pytest.mark.parametrize(
    ("kind", "title_page", "is_lost"), [("default", "", True), ("first", "", False), ("first", "<w:titlePg/>", True)]
)
def test_a_header_that_libreoffice_leaves_out_is_missed(tmp_path, kind, title_page, is_lost):
    reference = f'<w:sectPr><w:headerReference w:type="{kind}" r:id="rId1"/>{title_page}</w:sectPr>'
    word = a_docx(
        document=BODY.format("1", reference),
        **{
            "word/_rels/document.xml.rels": LINKS.replace("media/image1.png", "header1.xml"),
            "word/header1.xml": "<w:hdr><w:p><w:r><w:t>某县</w:t></w:r></w:p></w:hdr>",
        },
    )

    file = look_at_one(tmp_path, "a.docx", word, typeset=refuse, office=an_office(tmp_path / "office"))

    assert file.is_usable is not is_lost


def an_odt(content: str) -> bytes:
    """A text file of LibreOffice's own kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_a_picture_that_an_odt_only_links_to_is_missed(tmp_path):
    body = '<office:body><draw:image xlink:href="{}"/></office:body>'
    usable = {}
    for link in ("http://example.invalid/seal.png", "../seal.png", "Object"):
        file = look_at_one(tmp_path, "a.odt", an_odt(body.format(link)), office=an_office(tmp_path / "office"))
        usable[link] = file.is_usable

    assert list(usable.values()) == [False, False, True]


def test_another_number_of_pages_than_word_stored_is_told(tmp_path):
    app = "<Properties><Pages>2</Pages><Characters>3</Characters></Properties>"
    word = a_docx(document=BODY.format("123", ""), **{"docProps/app.xml": app})

    for _ in range(2):
        with Cache(tmp_path / ".dossier") as cache:
            office = an_office(tmp_path / "office")
            file = look_at_one(tmp_path, "a.docx", word, typeset=refuse, office=office, cache=cache)

        assert [caveat.rule for caveat in file.caveats] == ["unsure"]
        assert "2 页" in file.caveats[0].message


def test_an_office_that_does_not_answer_is_as_none(tmp_path):
    office = an_office(tmp_path / "office", answers=False)

    assert look_at_one(tmp_path, "a.doc", a_doc(), office=office).problem.rule == "unsupported"
    assert runs(tmp_path / "office") == 0


def test_a_newly_installed_office_is_asked(tmp_path):
    with Cache(tmp_path / ".dossier") as cache:
        assert look_at_one(tmp_path, "a.doc", a_doc(), cache=cache).problem.rule == "unsupported"
    with Cache(tmp_path / ".dossier") as cache:
        assert look_at_one(tmp_path, "a.doc", a_doc(), cache=cache, office=an_office(tmp_path / "office")).is_usable


def test_a_file_that_changes_while_it_is_looked_at_is_named(tmp_path):
    place = tmp_path / "001-张三" / "a.docx"

    file = look_at_one(tmp_path, "a.docx", a_docx(), typeset=partial(typeset_and_touch, place))

    assert file.problem.rule == "unreadable"
    assert "正在被改动" in file.problem.message


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "locked"),
        (FileNotFoundError(2, "No such file"), "gone"),
        (OSError(40, "Too many levels of symbolic links"), "special"),
        (OSError(5, "Input/output error"), "disk"),
    ],
)
def test_trouble_with_the_disk_has_its_words(error, code):
    assert _trouble(error).code == code


def test_several_kinds_stand_side_by_side(tmp_path):
    files = {"a.jpg": a_jpeg(), "b.pdf": a_locked_pdf(user="x"), "c.doc": a_doc(), "d.docx": a_docx()}

    looked = look_at(tmp_path, files, typeset=TWO_PAGES, office=an_office(tmp_path / "office"))

    assert [file.problem and file.problem.rule for file in looked.values()] == [None, "encrypted", None, None]


@pytest.mark.parametrize(
    "instruction",
    [
        rb'INCLUDEPICTURE "file:///etc/passwd" \\d',
        rb'{\rtlch include}{\b picture "x"}',
        rb"INCLUDE\'50ICTURE x",
        rb"INCLUDE\u80 ICTURE x",
        rb'INCLUDETEXT "x"',
    ],
)
def test_fields_that_would_read_other_files_are_disarmed(instruction):
    rtf = rb"{\rtf1 a {\field{\*\fldinst { %b }}{\fldrslt b}} {\field{\*\fldinst PAGE}{\fldrslt 1}}}" % instruction

    safe = without_links(rtf, "application/rtf")

    assert safe.count(rb"\fldinst") == 1
    assert rb"{\*\fldinst PAGE}" in safe
    assert rb"{\fldrslt b}" in safe


def test_an_old_word_file_keeps_its_length_when_disarmed():
    data = b"\x13 INCLUDEPICTURE x\x15" + "IncludeText".encode("utf-16-le") + b"PAGE"

    safe = without_links(data, "application/msword")

    assert len(safe) == len(data)
    assert safe == b"\x13 XXXXXXXXXXXXXX x\x15" + ("X" * 11).encode("utf-16-le") + b"PAGE"


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_does_not_show_a_file_of_this_machine(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(saved(Image.new("RGB", (300, 300), (255, 0, 0)), "PNG"))
    rtf = rb'{\rtf1 {\field{\*\fldinst { INCLUDEPICTURE "%b" \\d }}{\fldrslt x}}}' % secret.as_uri().encode()

    with Cache(tmp_path / ".dossier") as cache:
        file = look_at_one(tmp_path, "a.rtf", rtf, office=find_office(), cache=cache)
        shown = page_image(cache.word_pdf(file.sha256), "application/pdf", 1, dpi=40)

    assert file.is_usable
    assert (255, 0, 0) not in {colour for _, colour in shown.getcolors(1 << 20)}
