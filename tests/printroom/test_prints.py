"""A batch on disk: boxes, lists, labels."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from pypdf import PdfReader

from dossier.errors import TemplateError, UsageError, WorkspaceError
from dossier.model import LabelRow, LabelTexts, PrintSettings, Settings, Sides
from dossier.printroom import make_prints, print_settings
from dossier.printroom.labels import label_texts
from tests.printroom.build import DAY, a_dossier, prints_of, words_in

MM = 72 / 25.4


def test_a_box_holds_separators_and_dossiers_in_filing_order_with_bookmarks(tmp_path: Path) -> None:
    a_dossier(tmp_path, 2, pages=4)
    a_dossier(tmp_path, 1, pages=5)

    made = prints_of(tmp_path)

    pages = words_in(made.folder / "盒001.pdf")
    assert len(pages) == 11
    assert "学生1" in pages[0]
    assert pages[1:6] == ["001/1", "001/2", "001/3", "001/4", "001/5"]
    assert "学生2" in pages[6]
    outline = PdfReader(made.folder / "盒001.pdf").outline
    assert [entry.title for entry in outline if not isinstance(entry, list)] == ["001 学生1", "002 学生2"]


def test_on_both_sides_blank_backs_fill_the_last_sheet(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1, pages=5, duplex=True)
    a_dossier(tmp_path, 2, pages=4, duplex=True)

    pages = words_in(prints_of(tmp_path, PrintSettings(sides=Sides.DUPLEX)).folder / "盒001.pdf")

    assert pages[2:8] == ["001/1", "001/2", "001/3", "001/4", "001/5", ""]
    assert pages[10:] == ["002/1", "002/2", "002/3", "002/4"]


def test_manual_duplex_makes_two_runs_and_a_page_of_instructions(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1, pages=5, duplex=True)

    made = prints_of(tmp_path, PrintSettings(sides=Sides.MANUAL, separator=False))

    assert words_in(made.folder / "盒001-正面.pdf") == ["001/1", "001/3", "001/5"]
    assert words_in(made.folder / "盒001-反面.pdf") == ["", "001/4", "001/2"]
    assert "反面" in words_in(made.folder / "手动双面说明.pdf")[0]
    assert [one.file.name for one in made.to_print] == ["盒001-正面.pdf", "盒001-反面.pdf"]
    assert not (made.folder / "盒001.pdf").exists()


def test_what_cannot_be_printed_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1)
    changed = a_dossier(tmp_path, 2)
    gone = a_dossier(tmp_path, 3)
    a_dossier(tmp_path, 4, draft=True)
    (changed / f"{changed.name}.pdf").write_bytes(b"%PDF-1.4 other")
    (gone / f"{gone.name}.pdf").unlink()

    made = prints_of(tmp_path, unbuilt=[("005 学生5", "还没有档案")])

    assert made.prints.volumes == 1
    assert {case: why[:8] for case, why in made.prints.left_out} == {
        "002-学生2": "档案的 PDF ",
        "003-学生3": "档案的 PDF ",
        "004-学生4": "还是不完整的草稿",
        "005 学生5": "还没有档案",
    }
    text = "".join(words_in(made.folder / "打印清单.pdf"))
    assert "没有打印：005" in text


def test_a_dossier_whose_page_tree_is_out_of_order_is_named(tmp_path: Path) -> None:
    """qpdf raises another error at it than at a file that it cannot open."""
    folder = a_dossier(tmp_path, 1)
    pdf, manifest = folder / f"{folder.name}.pdf", folder / "manifest.json"
    pdf.write_bytes(pdf.read_bytes().replace(b"/Count", b"/Cxunt").replace(b"/MediaBox", b"/Media%ox", 1))
    told = json.loads(manifest.read_text("utf-8"))
    told["outputs"][0]["sha256"] = hashlib.sha256(pdf.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told, ensure_ascii=False), "utf-8")

    with pytest.raises(WorkspaceError) as caught:
        prints_of(tmp_path)

    assert caught.value.places[0].file == "001-学生1.pdf"
    assert caught.value.places[0].problem == "打不开了"


def test_only_the_wanted_cases_are_printed(tmp_path: Path) -> None:
    for number in range(1, 8):
        a_dossier(tmp_path, number)

    made = prints_of(tmp_path, wanted=["002", "003", "004", "007"])

    assert [placed.volume.id for placed in made.prints.boxes[0].placed] == ["002", "003", "004", "007"]
    with pytest.raises(UsageError, match="没有要打印的学生"):
        prints_of(tmp_path, wanted=["099"])


def test_a_child_without_a_dossier_is_named_though_nobody_else_is_asked_for(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1)

    made = prints_of(tmp_path, wanted=["099"], unbuilt=[("099 学生99", "还没有档案")])

    assert (made.prints.boxes, made.prints.left_out) == ((), (("099 学生99", "还没有档案"),))
    assert "没有打印：099" in "".join(words_in(made.folder / "打印清单.pdf"))


def test_a_dossier_made_for_one_side_is_not_printed_on_two(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1)

    with pytest.raises(UsageError, match="按单面做的") as caught:
        prints_of(tmp_path, PrintSettings(sides=Sides.DUPLEX))
    assert "duplex: true" in caught.value.hint


def test_the_same_batch_gives_the_same_bytes(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1)

    first = (prints_of(tmp_path).folder / "盒001.pdf").read_bytes()

    assert (prints_of(tmp_path).folder / "盒001.pdf").read_bytes() == first


def test_boxes_of_an_earlier_layout_do_not_stay_behind(tmp_path: Path) -> None:
    for number in (1, 2):
        a_dossier(tmp_path, number)
    prints_of(tmp_path, PrintSettings(box_sheets=6))

    folder = prints_of(tmp_path).folder

    assert sorted(path.name for path in folder.glob("盒*")) == ["盒001.pdf"]


def test_lists_and_labels_carry_no_id_number(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1, name="=1+1")

    made = prints_of(tmp_path)

    book = openpyxl.load_workbook(made.folder / "打印清单.xlsx")
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    assert "=1+1" in {cell.value for cell in cells}
    assert [cell.value for cell in book.active[2]][:3] == ["1", "001", "=1+1"]


def lines_of(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """The boxes (mm, from the upper left) of everything drawn that is not text."""
    height = page.get_height()
    found = []
    for thing in page.get_objects(max_depth=15):
        if thing.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
            left, bottom, right, top = thing.get_bounds()
            found.append((left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    return found


@pytest.mark.parametrize(("pages", "width"), [(40, 10), (120, 15), (170, 20)])
def test_a_spine_is_as_wide_as_its_paper_asks_to_half_a_millimetre(tmp_path: Path, pages: int, width: int) -> None:
    a_dossier(tmp_path, 1, pages=pages)

    made = prints_of(tmp_path, PrintSettings(separator=False))
    page = pypdfium2.PdfDocument(made.folder / "标签.pdf")[0]
    marks = lines_of(page)
    # A cut mark is a tick of 3 mm outside the label, on the line of its edge.
    upright = {round((x0 + x1) / 2, 2) for x0, y0, x1, y1 in marks if x1 - x0 < 0.6 and 2 < y1 - y0 < 4}
    lying = {round((y0 + y1) / 2, 2) for x0, y0, x1, y1 in marks if y1 - y0 < 0.6 and 2 < x1 - x0 < 4}

    assert max(upright) - min(upright) == pytest.approx(width, abs=0.5)
    assert max(lying) - min(lying) == pytest.approx(270, abs=0.5)
    assert min(upright) > 5
    assert max(lying) < 292


def test_label_texts_are_data_and_a_wrong_field_is_named(tmp_path: Path) -> None:
    (tmp_path / "标签.yaml").write_text("box_label:\n  - {title: 名, text: '{身份证号}'}\n", "utf-8")

    with pytest.raises(TemplateError) as caught:
        label_texts(tmp_path, LabelTexts())
    assert "身份证号" in str(caught.value)
    (tmp_path / "标签.yaml").write_text("box_label:\n  - {title: 馆藏号, text: 'X-{盒号}'}\n", "utf-8")
    out = tmp_path / "out"
    a_dossier(out, 1)
    made = make_prints(out, tmp_path, PrintSettings(), batch="批", unit="甲校", dated=DAY)
    assert "X-1" in "".join(words_in(made.folder / "标签.pdf"))

    own = LabelTexts(box_label=(LabelRow(title="馆藏号", text="Y-{盒号}"),))
    made = make_prints(out, tmp_path, PrintSettings(), batch="批", unit="甲校", dated=DAY, texts=own)
    assert "Y-1" in "".join(words_in(made.folder / "标签.pdf"))


def test_settings_follow_the_workspace_and_the_command_line_has_the_last_word() -> None:
    settings = Settings(print=PrintSettings(sides=Sides.DUPLEX, fonds_number="Z109", copies=2))

    made = print_settings(settings, {"copies": 3, "sides": None}, DAY)
    manual = print_settings(settings, {"sides": "manual"}, DAY)

    assert manual.sides is Sides.MANUAL
    assert (made.sides, made.copies, made.fonds_number, made.year) == (Sides.DUPLEX, 3, "Z109", "2022")


def test_nothing_built_yet_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有做好的档案"):
        prints_of(tmp_path)


def test_a_manifest_nobody_can_read_is_named(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1)
    broken = a_dossier(tmp_path, 2)
    (broken / "manifest.json").write_text(json.dumps({"schema": 1}), "utf-8")

    assert prints_of(tmp_path).prints.left_out[0][0] == "002-学生2"


def test_a_label_shows_its_own_period_and_a_box_the_longest(tmp_path: Path) -> None:
    a_dossier(tmp_path, 1, retention="10年")
    a_dossier(tmp_path, 2, retention="30年")
    made = prints_of(tmp_path)

    words = "".join(words_in(made.folder / "标签.pdf"))
    assert words.count("10年") == 1
    assert words.count("30年") >= 2
    assert "永久" not in words
