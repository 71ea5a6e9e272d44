"""An internal export of pages that were really read: covered, read again, and looked at by a redaction checker."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pylopdf_fonts_zh_cn
import pytest
from docx import Document
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from dossier.evidence import open_reader
from tests.small_workspace import BOY, run

PHONE = "13708150999"
PLACE = "大王庄村三组九号"
ROSTER = (
    "序号,姓名,身份证号,类别,具体情形,学校,监护人,监护人电话,户籍所在地\n"
    f"1,欧阳欣梓,{BOY},B,,城郊乡中心学校,欧阳建国,{PHONE},唐河县城郊乡{PLACE}\n"
)
SECRETS = ("欧阳欣梓", "欧阳建国", BOY, PHONE, PLACE)
DAY = ("--today", "2022-03-18")


def paper(*lines: tuple[int, int, str], blurred: str = "") -> bytes:
    """A page with these words (x, y, text), and some that nobody can read."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(pylopdf_fonts_zh_cn.serif_path(), 34)
    for x, y, text in lines:
        draw.text((x, y), text, "black", font)
    if blurred:
        small = Image.new("L", (200, 16), 255)
        ImageDraw.Draw(small).text((2, 0), blurred, 120, font.font_variant(size=13))
        image.paste(small.resize((600, 48)), (200, 1300))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


CARD = paper(
    (480, 100, "学生基本信息表"),
    (120, 260, "姓名"), (320, 260, "欧阳欣"), (320, 304, "梓"), (700, 260, "性别"), (900, 260, "男"),
    (120, 400, "身份证号"), (320, 400, BOY[:6] + " " + BOY[6:14] + " " + BOY[14:]),
    (120, 500, "家长"), (320, 500, "欧阳建国"), (700, 500, "电话"), (900, 500, PHONE),
    (120, 600, "家庭住址"), (320, 600, f"唐河县城郊乡{PLACE}"),
    (120, 760, "欧阳欣梓同学现在城郊乡中心学校四年级就读，学籍状态正常。"),
    (120, 860, "城郊乡中心学校"), (700, 860, "2022年3月5日"),
)  # fmt: skip
OTHERS = paper(
    (480, 100, "常住人口登记卡"),
    *((120, 260 + 100 * line, "该户共有三口人，户口在本地，情况都正常，没有变动。") for line in range(8)),
)
"""Nobody is named on it: perhaps the name was not read."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ws") / "ws"
    case = root / "001-欧阳欣梓"
    case.mkdir(parents=True)
    (root / "名册.csv").write_text(ROSTER, "utf-8-sig")
    (root / "workspace.yaml").write_text("unit: 城郊乡中心学校\n", "utf-8")
    (case / "学籍卡.jpg").write_bytes(CARD)
    (case / "户口簿 欧阳欣梓.jpg").write_bytes(OTHERS)
    document = Document()
    document.add_paragraph(f"情况说明：欧阳欣梓由父亲欧阳建国（{PHONE}）接送，一切正常。")
    document.save(str(case / "家长说明.docx"))
    assert run("build", root, *DAY) == 0
    target = root.parent / "导出"
    assert run("export", root, target, "--mask", "internal", "--by", "钱文博", *DAY) == 0
    return target


def pictures(folder: Path) -> Iterator[bytes]:
    """Every picture of every PDF and Word file."""
    for path in folder.rglob("*"):
        if path.suffix == ".pdf":
            for page in PdfReader(path).pages:
                yield from (image.data for image in page.images)
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as word:
                yield from (word.read(name) for name in word.namelist() if name.endswith((".jpeg", ".png", ".jpg")))


def bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def test_no_picture_tells_a_name_or_a_number_to_one_who_reads_it_again(out: Path, tmp_path: Path) -> None:
    places = []
    for data in pictures(out):
        places.append(tmp_path / f"{len(places)}.jpg")
        Image.open(io.BytesIO(data)).convert("RGB").save(places[-1], quality=95)
    assert len(places) >= 4

    with open_reader() as read:
        told = ["".join(line.text for line in reading.lines) for reading in read(places)]

    assert all("四年级就读" not in text or "学籍状态正常" in text for text in told)
    assert any("学生基本信息表" in text for text in told), "what is not secret can still be read"
    assert [secret for secret in SECRETS for text in told if bare(secret) in bare(text)] == []
    assert [text for text in told if re.search(r"\d{7,}", re.sub(r"20\d\d年\d+月\d+日", "", bare(text)))] == []
    assert [text for text in told if "欧阳" in text or "欣梓" in text] == []


def test_no_word_tells_it_either(out: Path) -> None:
    texts = []
    for path in out.rglob("*"):
        texts.append(path.name)
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            texts += [bare(page.extract_text()) for page in reader.pages]
            texts += [str(reader.metadata), path.read_bytes().decode("utf-8", "replace")]
        elif path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as package:
                parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
            texts += [*parts, *(re.sub(r"<[^>]+>", "", part) for part in parts)]
        else:
            texts.append(path.read_text("utf-8"))

    assert [(secret, text[:80]) for secret in SECRETS for text in texts if bare(secret) in bare(text)] == []
    assert {path.name for path in out.iterdir()} == {
        "001.pdf", "001.docx", "名单.xlsx", "核查报告.html", "核查报告.xlsx", "没有导出的页.txt",
    }  # fmt: skip


def test_a_page_that_was_not_read_well_is_left_out_and_named(out: Path) -> None:
    told = (out / "没有导出的页.txt").read_text("utf-8")
    pages = [bare(page.extract_text()) for page in PdfReader(out / "001.pdf").pages]

    assert "没有读到这个学生的姓名或号码" in told
    assert sum("本页没有导出" in page for page in pages) == len(told.splitlines()) == 1


def redactions(path: Path) -> str:
    """What x-ray finds to be covered and still there; in a process of its own, as its library warns while it loads."""
    made = subprocess.run([sys.executable, "-m", "xray", path], capture_output=True, text=True, check=True)
    return made.stdout.strip()


def test_a_redaction_checker_finds_nothing_and_would_find_a_bad_one(out: Path, tmp_path: Path) -> None:
    assert redactions(out / "001.pdf") == "{}"

    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
        words = f"BT /F 20 Tf 100 700 Td ({BOY}) Tj ET 0 0 0 rg 90 690 300 40 re f"
        page.obj.Contents = pdf.make_stream(words.encode())
        pdf.save(tmp_path / "bad.pdf")
    assert BOY in redactions(tmp_path / "bad.pdf")
