from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from dossier.errors import OutputError
from dossier.forms import Forms
from dossier.model import Placed, PlanPart, Sheet, Side
from tests.forms.build import (
    NAMES,
    SETTINGS,
    TEMPLATES,
    a_plan,
    a_review,
    a_sheet,
    a_student,
    a_visit,
    an_item,
    change,
    filled,
    parts_of,
    templates_with,
    words_of,
)
from tests.word.build import TODAY, WP, A, Opened, R, W, a_picture, a_word_dossier, pages_in_libreoffice

PHOTOS = (
    Placed(path="甲.jpg", page=1, box=(85.0, 48.2, 425.2, 318.9), caption=("2022年2月25日　劝返照片", "文件：甲.jpg")),
    Placed(path="乙.jpg", page=1, box=(85.0, 431.0, 425.2, 346.8), caption=("2022年2月26日　劝返照片", "文件：乙.jpg")),
)


def a_long_plan(**told: object):  # type: ignore[no-untyped-def]
    sheets = (
        a_sheet(2),
        a_sheet(3, placed=(Placed(path="A3.pdf", page=1, box=(42.5, 48.2, 771.0, 500.0)),), landscape=True),
        a_sheet(4, placed=PHOTOS),
        a_sheet(5, placed=(Placed(path="坏的.pdf", page=0, placeholder="文件已损坏，打不开。"),)),
        a_sheet(6, placed=(Placed(path="扫描.pdf", page=2),)),
    )
    return a_plan(sheets=sheets, items=tuple(an_item(number, f"材料{number}") for number in range(2, 7)), **told)


def test_every_sheet_of_the_plan_is_a_page_in_its_order(tmp_path: Path) -> None:
    plan = a_long_plan()
    path = a_word_dossier(tmp_path, plan)
    Opened(path)
    pages = pages_in_libreoffice(path, tmp_path)

    assert len(pages) == len(plan.sheets) == 9
    assert "个案材料（K" in pages[0].text.replace("\n", "")
    assert "卷内目录" in pages[1].text
    assert "登记表" in pages[2].text
    assert "甲.jpg" in pages[5].text
    assert "乙.jpg" in pages[5].text
    assert "文件已损坏" in pages[6].text
    assert "本卷情况说明" in pages[8].text


def test_running_numbers_stand_on_content_pages_only(tmp_path: Path) -> None:
    pages = pages_in_libreoffice(a_word_dossier(tmp_path, a_long_plan()), tmp_path)

    assert [page.right for page in pages] == ["", "", "1", "2", "3", "4", "5", "6", ""]
    assert [page.left for page in pages] == [""] * 9


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("一", "二")]
    for folder in folders:
        folder.mkdir()

    first, second = (a_word_dossier(folder, a_long_plan()).read_bytes() for folder in folders)
    assert first == second


def test_contents_link_to_the_first_page_of_each_item(tmp_path: Path) -> None:
    opened = Opened(a_word_dossier(tmp_path, a_long_plan()))
    anchors = [link.get(f"{W}anchor") for link in opened.document.iter(f"{W}hyperlink")]
    marks = [mark.get(f"{W}name") for mark in opened.document.iter(f"{W}bookmarkStart")]

    assert anchors == [f"item_{number}" for number in range(1, 7)]
    assert marks == anchors


def test_an_item_of_several_pages_is_marked_once(tmp_path: Path) -> None:
    plan = a_plan(sheets=(a_sheet(2), a_sheet(3, item=2)), items=(an_item(2, "材料"),))
    opened = Opened(a_word_dossier(tmp_path, plan))

    assert [mark.get(f"{W}name") for mark in opened.document.iter(f"{W}bookmarkStart")] == ["item_1", "item_2"]


def test_forms_stay_as_they_are_filled(tmp_path: Path) -> None:
    plan = a_long_plan()
    forms = filled(plan)
    words = Opened(a_word_dossier(tmp_path, plan, forms)).words.splitlines()

    for documents in forms.values():
        for document in documents:
            assert set(words_of(document)) <= set(words)


def test_pictures_keep_their_bytes_and_their_shape_inside_the_box(tmp_path: Path) -> None:
    picture = a_picture((300, 200))
    plan = a_plan(sheets=(a_sheet(2),), items=(an_item(2, "材料"),))
    opened = Opened(a_word_dossier(tmp_path, plan, picture=lambda placed, sheet: picture))
    anchor = next(opened.document.iter(f"{WP}anchor"))
    x, y = (int(node.text) / 12700 for node in anchor.iter(f"{WP}posOffset"))
    size = anchor.find(f"{WP}extent")
    wide, high = int(size.get("cx")) / 12700, int(size.get("cy")) / 12700

    assert opened.media == [picture]
    assert (wide, high) == pytest.approx((524.4, 349.6), abs=0.1)
    assert (x, y) == pytest.approx((42.5, 48.2 + (765.4 - 349.6) / 2), abs=0.1)
    assert [node.get("relativeFrom") for node in anchor if node.get("relativeFrom")] == ["page", "page"]


def test_the_same_picture_is_stored_once(tmp_path: Path) -> None:
    plan = a_plan(sheets=(a_sheet(2), a_sheet(3)), items=(an_item(2, "甲"), an_item(3, "乙")))
    opened = Opened(a_word_dossier(tmp_path, plan))

    assert len(opened.media) == 1
    assert len(list(opened.document.iter(f"{A}blip"))) == 2


def test_a_page_that_is_dark_where_the_number_goes_makes_room(tmp_path: Path) -> None:
    plan = a_plan(sheets=(a_sheet(2, placed=(Placed(path="扫描.pdf", page=1),)),), items=(an_item(2, "材料"),))

    def width(corner: str) -> int:
        picture = a_picture((595, 842), corner=corner)
        opened = Opened(a_word_dossier(tmp_path, plan, picture=lambda placed, sheet: picture))
        return int(next(opened.document.iter(f"{WP}extent")).get("cx"))

    assert width("black") == pytest.approx(0.95 * width(""), rel=0.001)


def test_png_and_jpeg_both_go_in_by_their_kind(tmp_path: Path) -> None:
    plan = a_plan(sheets=(a_sheet(2), a_sheet(3)), items=(an_item(2, "甲"), an_item(3, "乙")))

    def picture(placed: Placed, sheet: Sheet) -> bytes:
        return a_picture(kind="PNG" if sheet.number == 2 else "JPEG")

    opened = Opened(a_word_dossier(tmp_path, plan, picture=picture))

    assert {name.rpartition(".")[2] for name in opened.parts if "media" in name} == {"png", "jpeg"}
    assert [Image.open(io.BytesIO(data)).format for data in opened.media] == ["PNG", "JPEG"]


def test_landscape_sheets_lie_in_sections_of_their_own(tmp_path: Path) -> None:
    sizes = [section.find(f"{W}pgSz") for section in Opened(a_word_dossier(tmp_path, a_long_plan())).sections]

    assert [size.get(f"{W}orient", "upright") for size in sizes] == [*["upright"] * 4, "landscape", *["upright"] * 2]
    assert [int(size.get(f"{W}w")) > int(size.get(f"{W}h")) for size in sizes].count(True) == 1


def test_no_margin_is_smaller_than_office_printers_can_print(tmp_path: Path) -> None:
    margins = [section.find(f"{W}pgMar") for section in Opened(a_word_dossier(tmp_path, a_long_plan())).sections]
    least = 6 * 1440 / 25.4  # 6 mm; below it Word asks before it prints

    assert all(int(value) >= least for margin in margins for key, value in margin.items() if key != f"{W}gutter")


def test_in_duplex_backs_carry_the_number_on_the_left_and_blanks_carry_none(tmp_path: Path) -> None:
    blank = Sheet(physical=4, part=PlanPart.BLANK, side=Side.BACK)
    front = a_sheet(2, physical=5)
    back = a_sheet(3, physical=6, item=2, side=Side.BACK)
    plan = a_plan(sheets=(blank, front, back), items=(an_item(2, "材料"),), duplex=True)
    path = a_word_dossier(tmp_path, plan)
    numbers = {
        "".join(node.text or "" for node in paragraph.iter(f"{W}t")): paragraph.find(f"{W}pPr/{W}jc").get(f"{W}val")
        for paragraph in Opened(path).document.iter(f"{W}p")
        if paragraph.find(f".//{WP}anchor") is not None
    }
    pages = pages_in_libreoffice(path, tmp_path)

    assert numbers == {"2": "right", "3": "left"}
    assert [page.right for page in pages] == ["", "", "1", "", "2", "", ""]
    assert [page.left for page in pages] == ["", "", "", "", "", "3", ""]


def test_overflow_sheets_of_the_record_are_pages_with_numbers(tmp_path: Path) -> None:
    student = a_student(visits=tuple(a_visit(1 + day) for day in range(27)))
    calls = Forms.load(TEMPLATES)

    def pages_of(document: bytes, spare: int) -> int:
        return 1 + sum(len(words) for words in words_of(document) if words.startswith("第")) // 300

    annex = calls.annex(a_review(student), SETTINGS, TODAY, pages_of=pages_of)
    assert len(annex) > 1
    extra = tuple(
        Sheet(physical=3 + number, part=PlanPart.ANNEX, own_page=1 + number, item=1, number=1 + number)
        for number in range(1, len(annex))
    )
    plan = a_plan()
    plan = replace(plan, sheets=(*plan.sheets[:3], *extra, plan.sheets[-1]))
    path = a_word_dossier(tmp_path, plan, {**filled(plan), PlanPart.ANNEX: annex})
    Opened(path)
    pages = pages_in_libreoffice(path, tmp_path)

    assert [page.right for page in pages[2:-1]] == [str(number) for number in range(1, len(annex) + 1)]
    assert "附页第1页" in pages[3].text


def test_a_form_of_several_pages_counts_on_from_its_first(tmp_path: Path) -> None:
    plan = a_plan()
    second = Sheet(physical=4, part=PlanPart.ANNEX, own_page=2, item=1, number=2)
    plan = replace(plan, sheets=(*plan.sheets[:3], second, plan.sheets[-1]))
    opened = Opened(a_word_dossier(tmp_path, plan))
    section = opened.sections[2]
    header = opened.relations[section.find(f"{W}headerReference").get(f"{R}id")]

    assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"
    assert b" PAGE " in opened.parts[f"word/{header}"]


def test_properties_name_title_author_and_day_and_never_an_id_number(tmp_path: Path) -> None:
    plan = a_plan(title="王晓磊 411328201203059995 个案材料")
    opened = Opened(a_word_dossier(tmp_path, plan, author="张三 41132820120305999X"))
    properties = opened.parts["docProps/core.xml"].decode()

    assert "王晓磊" in properties
    assert "张三" in properties
    assert "2022-03-20T00:00:00Z" in properties
    assert "4113282012" not in properties
    assert [name for name in opened.parts if "4113282012" in name] == []


def test_captions_and_names_that_look_like_markup_are_only_text(tmp_path: Path) -> None:
    nasty = Placed(path='a"<b>&.jpg', page=1, box=(85.0, 48.2, 425.2, 318.9), caption=("<w:p/>&amp;\x00\n", "{{ x }}"))
    plan = a_plan(sheets=(a_sheet(2, placed=(nasty,)),), items=(an_item(2, "材料"),))
    opened = Opened(a_word_dossier(tmp_path, plan))

    assert "<w:p/>&amp;" in opened.words
    assert "{{ x }}" in opened.words


def test_what_cannot_be_written_is_an_output_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "007-王晓磊.docx").mkdir()

    with pytest.raises(OutputError, match="007-王晓磊"):
        a_word_dossier(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["007-王晓磊.docx"]


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = a_word_dossier(tmp_path)
    before = path.read_bytes()
    plan = a_plan(sheets=(a_sheet(2),), items=(an_item(2, "材料"),))

    def broken(placed: Placed, sheet: Sheet) -> bytes:
        raise OutputError("停下")

    with pytest.raises(OutputError):
        a_word_dossier(tmp_path, plan, picture=broken)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


# ---------------------------------------------------------------------------- forms that a county has changed


def _other_styles(name: str) -> dict[str, bytes]:
    styles = parts_of((TEMPLATES / name).read_bytes())["word/styles.xml"].decode()
    spacing = '<w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault>'
    changed = styles.replace("<w:pPrDefault/>", spacing)
    changed = changed.replace('<w:sz w:val="24"/>', '<w:sz w:val="28"/>', 1)
    assert changed != styles
    return {"word/styles.xml": changed.encode()}


def test_styles_of_a_changed_form_do_not_touch_the_others(tmp_path: Path) -> None:
    folder = templates_with(tmp_path / "t", "备考表.docx", parts=_other_styles("备考表.docx"))
    plan = a_long_plan()
    path = a_word_dossier(tmp_path, plan, filled(plan, folder=folder))
    opened = Opened(path)
    styles = etree.fromstring(opened.parts["word/styles.xml"])
    sizes = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}sz").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}name").get(f"{W}val", "").startswith("Normal") and style.find(f"{W}rPr/{W}sz") is not None
    }

    assert sizes == {"a": "24", "f2_a": "28"}
    own = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "f2_a")
    assert own.find(f"{W}pPr/{W}spacing").attrib == {f"{W}after": "160", f"{W}line": "320", f"{W}lineRule": "exact"}
    assert own.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    first = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "a")
    assert first.find(f"{W}pPr/{W}spacing").get(f"{W}after") is None
    assert len(pages_in_libreoffice(path, tmp_path)) == len(plan.sheets)


def test_a_forms_own_header_footer_and_logo_stay_with_it(tmp_path: Path) -> None:
    ns = f'xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    held = parts_of((TEMPLATES / "附件1.docx").read_bytes())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = f'<Relationship Id="rId8" Type="{kind}/header" Target="header1.xml"/></Relationships>'
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    override = f'<Override PartName="/word/header1.xml" ContentType="{word}.header+xml"/></Types>'
    parts = {
        "word/header1.xml": f"<w:hdr {ns}><w:p><w:r><w:t>唐河县教体局</w:t></w:r></w:p></w:hdr>".encode(),
        "word/_rels/document.xml.rels": held["word/_rels/document.xml.rels"]
        .decode()
        .replace("</Relationships>", new)
        .encode(),
        "[Content_Types].xml": held["[Content_Types].xml"].decode().replace("</Types>", override).encode(),
    }
    folder = templates_with(
        tmp_path / "t",
        "附件1.docx",
        ("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rId8"/>'),
        parts=parts,
    )
    plan = a_long_plan()
    path = a_word_dossier(tmp_path, plan, filled(plan, folder=folder))
    Opened(path)
    pages = pages_in_libreoffice(path, tmp_path)

    assert [place for place, page in enumerate(pages) if "唐河县教体局" in page.text] == [2]
    assert "1" in pages[2].right


def test_templates_that_another_program_has_saved_again_still_work(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    saved = tmp_path / "templates"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", str(saved)]
    subprocess.run([*call, *(str(TEMPLATES / name) for name in NAMES)], check=True, capture_output=True, timeout=120)
    plan = a_long_plan()
    path = a_word_dossier(tmp_path, plan, filled(plan, folder=saved))
    Opened(path)

    assert len(pages_in_libreoffice(path, tmp_path)) == len(plan.sheets)


def test_what_belongs_to_the_file_a_form_came_from_is_left_behind(tmp_path: Path) -> None:
    newer = "http://schemas.microsoft.com/office/word/2010/wordml"
    folder = templates_with(
        tmp_path / "t",
        "备考表.docx",
        ("<w:document ", f'<w:document xmlns:w14="{newer}" '),
        ("<w:p>", '<w:p w:rsidR="00AA0011" w14:paraId="1234ABCD"><w:bookmarkStart w:id="0" w:name="_GoBack"/>'),
        ("</w:p>", '<w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellEnd"/></w:p>'),
    )
    opened = Opened(a_word_dossier(tmp_path, forms=filled(folder=folder)))
    xml = opened.parts["word/document.xml"].decode()

    assert "rsid" not in xml
    assert "paraId" not in xml
    assert "proofErr" not in xml


def test_numbered_lists_of_two_forms_do_not_count_on_into_each_other(tmp_path: Path) -> None:
    folder = templates_with(tmp_path / "t", "备考表.docx", (_TITLE, _TITLE + _LISTED), parts=_a_list("备考表.docx"))
    change(folder / "封面.docx", lambda xml: xml.replace(_LABEL, _LABEL + _LISTED, 1), parts=_a_list("封面.docx"))
    opened = Opened(a_word_dossier(tmp_path, forms=filled(folder=folder)))
    used = [node.get(f"{W}val") for node in opened.document.iter(f"{W}numId")]
    root = etree.fromstring(opened.parts["word/numbering.xml"])
    numbers = {node.get(f"{W}numId"): node.find(f"{W}abstractNumId").get(f"{W}val") for node in root.iter(f"{W}num")}

    assert used == ["1", "2"]
    assert numbers == {"1": "0", "2": "1"}
    assert [node.get(f"{W}abstractNumId") for node in root.iter(f"{W}abstractNum")] == ["0", "1"]


_TITLE, _LABEL = (f'<w:pStyle w:val="{name}"/>' for name in ("FormTitle", "Label"))
_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def _a_list(name: str) -> dict[str, bytes]:
    held = parts_of((TEMPLATES / name).read_bytes())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    relation = f'<Relationship Id="rId7" Type="{kind}" Target="numbering.xml"/></Relationships>'
    rels = held["word/_rels/document.xml.rels"].decode().replace("</Relationships>", relation)
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{W[1:-1]}"><w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )
    return {"word/numbering.xml": numbering.encode(), "word/_rels/document.xml.rels": rels.encode()}
