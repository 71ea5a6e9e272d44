"""A small workspace of invented children, and the program run on it in this process."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from PIL import Image, ImageDraw

import cli

BOY, GIRL = "411328201203059995", "411328201203059987"
ROSTER = (
    "序号,姓名,身份证号,类别,具体情形,学校\n"
    f"1,黄欣梓,{BOY},A,迁出注销,城郊乡中心学校\n"
    f"2,李涵欣,{GIRL},A,查无此人,城郊乡中心学校\n"
    "3,阿依古丽·买买提,411328201109189996,B,,城郊乡中心学校\n"
)


def a_photo(colour: str = "beige", size: tuple[int, int] = (800, 1100)) -> bytes:
    """A paper, photographed: lines of dark strokes on a light ground."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    for line in range(8):
        draw.line((80, 150 + 90 * line, size[0] - 80, 150 + 90 * line), fill="black", width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def a_pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595.276, 841.89))
            page.Contents = pdf.make_stream(b"0 0 0 rg %d 300 200 40 re f" % (100 + 50 * number))
        pdf.save(out, static_id=True)
    return out.getvalue()


def a_docx() -> bytes:
    document = Document()
    document.add_heading("情况说明", 1)
    document.add_paragraph("该生现在城郊乡中心学校就读。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FILES = {
    "名册.csv": ROSTER.encode("utf-8-sig"),
    "workspace.yaml": "unit: 城郊乡中心学校\nterm: 2022年春季学期\nclerk: 赵文博\n".encode(),
    "001-黄欣梓/村委证明.jpg": a_photo(),
    "001-黄欣梓/派出所证明.pdf": a_pdf(2),
    "001-黄欣梓/Thumbs.db": b"x",
    "002-李涵欣/村委会证明.JPG": a_photo("ivory"),
    "003-阿依古丽·买买提/学籍卡.pdf": a_pdf(),
    "003-阿依古丽·买买提/家长说明.docx": a_docx(),
}


def a_workspace(root: Path) -> Path:
    for name, data in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def run(*words: str | Path) -> int:
    return cli.run([str(word) for word in words])


def check_json(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    code = run("check", root, "--format", "json", "--no-read", "--today", "2022-03-18", *words)
    return code, json.loads(capsys.readouterr().out)


def build(root: Path, *words: str | Path) -> int:
    return run("build", root, "--no-read", "--today", "2022-03-18", *words)
