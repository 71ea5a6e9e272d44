"""Whole stories of photographed papers: flat, two sides on a sheet, marked; PDF, Word, manifest and verify agree."""

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from dossier.evidence import reading
from dossier.pages.page import page_image
from tests.evidence.reading.draw import a_card, a_sheet, photographed, with_seal
from tests.small_workspace import BOY, run

pytestmark = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
DAY = ("--today", "2022-03-18")
MARK = "仅用于控辍保学核查"
CASE = "001-黄欣梓"


def as_jpeg(picture) -> bytes:
    out = io.BytesIO()
    (picture if isinstance(picture, Image.Image) else Image.fromarray(picture)).save(out, "JPEG", quality=92)
    return out.getvalue()


def a_certificate():
    words = ("证明", f"兹有黄欣梓（身份证号：{BOY}），经我村核查，", "查无此人，情况属实。", "城郊乡王岗村村民委员会")
    return with_seal(a_sheet(*words), text="唐河县城郊乡王岗村村民委员会")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("sheets")
    files = {
        "名册.csv": f"序号,姓名,身份证号,类别,具体情形\n1,黄欣梓,{BOY},A,查无此人\n".encode("utf-8-sig"),
        "workspace.yaml": "unit: 城郊乡中心学校\nterm: 2022年春季学期\nclerk: 赵文博\ncopy_mark: 是\n".encode(),
        f"{CASE}/村委会证明.jpg": as_jpeg(photographed(a_certificate())),
        f"{CASE}/身份证正面.jpg": as_jpeg(a_card()),
        f"{CASE}/身份证反面.jpg": as_jpeg(a_card("签发机关 唐河县公安局")),
        f"{CASE}/成绩单.jpg": as_jpeg(a_sheet("成绩单", "语文 92", size=(900, 1200))),
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def built(root: Path, *words: str) -> tuple[Path, list[dict], list[dict]]:
    run("build", root, "--draft", *DAY, *words)
    folder = root / "output" / CASE
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    return folder, [row for row in manifest["plan"] if row["part"] == "evidence"], manifest["plan"]


def placed_sizes(pdf: Path, page: int) -> list[tuple[float, float]]:
    """Width and height (mm) of each picture of the page, as its matrix says."""
    with pikepdf.open(pdf) as opened:
        sizes = []
        for step in pikepdf.parse_content_stream(opened.pages[page - 1]):
            values = [float(value) for value in step.operands] if str(step.operator) == "cm" else []
            if len(values) == 6 and values[0] > 1:
                sizes.append((values[0] * 25.4 / 72, values[3] * 25.4 / 72))
        return sizes


def test_two_sides_of_a_card_stand_on_one_page_at_true_size_under_the_mark(workspace):
    folder, rows, plan = built(workspace)
    pdf = folder / f"{CASE}.pdf"
    sides = [row for row in rows if "身份证" in row["path"]]

    assert {row["path"] for row in sides} == {"身份证正面.jpg", "身份证反面.jpg"}
    assert len({row["first_page"] for row in sides}) == 1
    assert {row["item"] for row in sides} == {sides[0]["item"]}
    page = sides[0]["first_page"]
    assert np.array(placed_sizes(pdf, page)) == pytest.approx(np.array([(85.6, 54.0)] * 2), rel=0.01)
    reader = PdfReader(pdf)
    assert len(reader.pages) == sum(row["pages"] for row in plan) - 1
    marked = [number for number, text in enumerate(reader.pages, 1) if MARK in text.extract_text().replace("\n", "")]
    assert marked == [page]
    assert run("verify", folder) == 0
    with zipfile.ZipFile(folder / f"{CASE}.docx") as word:
        document = word.read("word/document.xml").decode()
    assert document.count('name="标记') == 4  # each picture names itself twice
    assert all(f"{name} 第1页" in document for name in ("身份证正面.jpg", "身份证反面.jpg"))


def test_the_mark_lets_what_lies_under_it_be_read(workspace):
    folder, rows, _ = built(workspace)
    page = next(row["first_page"] for row in rows if row["path"] == "身份证正面.jpg")
    seen = np.asarray(page_image(folder / f"{CASE}.pdf", "application/pdf", page, dpi=200))
    words = "".join(line.text for line in reading_of(seen))

    assert words.count("黄欣梓") >= 4
    assert "仅用于" in words or "核查" in words or "控辍" in words


def reading_of(pixels):
    from dossier.evidence.reading.page import read_pixels

    return read_pixels(1, pixels).lines


def test_a_paper_is_made_flat_where_a_person_asks_and_the_original_stays(workspace):
    source = workspace / CASE / "村委会证明.jpg"
    before = source.read_bytes()
    folder, rows, _ = built(workspace)
    asis = next(row for row in rows if row["path"] == "村委会证明.jpg")
    dark = ink(folder, asis)
    assert "prepared" not in asis

    assert run("assign", workspace, "001", "村委会证明.jpg", "--flat", "--by", "赵文博", *DAY) == 0
    folder, rows, _ = built(workspace)
    flat = next(row for row in rows if row["path"] == "村委会证明.jpg")

    assert flat["prepared"] == "flat"
    assert flat["first_page"] == asis["first_page"]
    assert ink(folder, flat) < dark / 2
    assert source.read_bytes() == before
    assert run("verify", folder) == 0
    first = (folder / f"{CASE}.pdf").read_bytes()
    word = (folder / f"{CASE}.docx").read_bytes()
    for path in folder.iterdir():
        path.unlink()
    built(workspace)
    assert (folder / f"{CASE}.pdf").read_bytes() == first
    assert (folder / f"{CASE}.docx").read_bytes() == word

    assert run("undo", workspace, "--by", "赵文博", *DAY) == 0
    _, rows, _ = built(workspace)
    assert all("prepared" not in row for row in rows)


def ink(folder: Path, row: dict) -> float:
    seen = np.asarray(page_image(folder / f"{CASE}.pdf", "application/pdf", row["first_page"], dpi=60))
    return float(255 - seen.mean())


def test_a_person_parts_two_sides_and_puts_them_together_again(workspace):
    assert run("assign", workspace, "001", "身份证正面.jpg", "--no-same-sheet", "--by", "赵文博", *DAY) == 0
    _, rows, _ = built(workspace, "--no-word")
    pages = [row["first_page"] for row in rows if "身份证" in row["path"]]
    assert len(set(pages)) == 2

    say = ("assign", workspace, "001", "身份证正面.jpg", "--same-sheet", "身份证反面.jpg", "--by", "赵文博", *DAY)
    assert run(*say) == 0
    _, rows, _ = built(workspace, "--no-word")
    pages = [row["first_page"] for row in rows if "身份证" in row["path"]]
    assert len(set(pages)) == 1
    assert run("undo", workspace, "--last", "2", "--by", "赵文博", *DAY) == 0
    assert not (workspace / CASE / "case.yaml").exists()
