"""No whole number of a child can be read in a cut-out of the report."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from dossier.evidence.reading.page import read_pixels
from dossier.model import PageReading, Severity, TextLine
from dossier.report import crops
from dossier.report.hiding import hidden_boxes
from tests.evidence.reading.draw import font
from tests.report.build import a_case, a_check, a_file, a_finding, a_review

NUMBER = "411328201203059995"


@pytest.mark.parametrize(
    "text",
    [NUMBER, f"身份证号：{NUMBER}", "4113 2820 1203 0599 95", f"G{NUMBER}", f"（{NUMBER[:-1]}X）", f"{NUMBER}43"],
)
def test_the_middle_of_a_number_is_hidden_whatever_its_form(text: str) -> None:
    line = TextLine(text=text, box=(0.1, 0.1, 0.9, 0.2))

    ((x0, y0, x1, y1),) = hidden_boxes(PageReading(page=1, lines=(line,)))
    assert 0.1 < x0 < x1 < 0.9
    assert y0 < 0.1 < 0.2 < y1


@pytest.mark.parametrize("text", ["13708150899", "2022年3月5日", "唐司劝〔2022〕17号", "0377-61234567"])
def test_what_is_no_child_s_number_stays(text: str) -> None:
    assert hidden_boxes(PageReading(page=1, lines=(TextLine(text=text, box=(0, 0, 1, 0.1)),))) == ()


def a_paper() -> Image.Image:
    paper = Image.new("RGB", (1000, 1400), "white")
    draw = ImageDraw.Draw(paper)
    lines = ("证明", f"黄欣梓，身份证号 {NUMBER}，系我村村民。", "该生户籍已经迁出。", f"学籍号 G{NUMBER}")
    for place, text in enumerate(lines):
        draw.text((90, 120 + 110 * place), text, fill="black", font=font(30))
    return paper


def read_again(picture: Image.Image) -> str:
    """All that the reader sees, the picture made large as a person would."""
    large = picture.convert("RGB").resize((picture.width * 3, picture.height * 3), Image.Resampling.LANCZOS)
    return "".join(line.text for line in read_pixels(1, np.asarray(large)[:, :, ::-1].copy()).lines)


@pytest.mark.parametrize("is_read", [True, False])
def test_read_again_by_the_reader_a_cut_out_has_no_whole_number(tmp_path: Path, is_read: bool) -> None:
    folder = tmp_path / "002-李涵欣"
    folder.mkdir()
    paper = a_paper()
    paper.save(folder / "证明.jpg", quality=95)
    whole = read_pixels(1, np.asarray(paper)[:, :, ::-1].copy())
    assert NUMBER in "".join(line.text for line in whole.lines)
    file = a_file("证明.jpg", readings=(whole,) if is_read else ())
    findings = [a_finding("unsure", Severity.WARNING, "请确认", path="证明.jpg")]
    check = a_check(a_review(case=a_case(files=(file,)), findings=findings))

    (finding,) = crops.with_crops(tmp_path, check).reviews[0].findings

    assert finding.crop is not None
    seen = read_again(Image.open(io.BytesIO(finding.crop)))
    assert NUMBER not in seen
    assert NUMBER[6:14] not in seen
    assert NUMBER[:14] not in seen
    assert "证明" in seen or not is_read
