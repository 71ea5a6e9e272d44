"""No whole number of a child stands in anything that a report is made of: bytes, cells, pictures read again."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dossier import county
from dossier.check import check_workspace
from dossier.demo.drawing import Paper, demo_fonts, draw_pictures
from dossier.demo.people import make_id_number
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.evidence.reading.engine import Engine
from dossier.files.data import specs_folder
from dossier.model import Check
from dossier.report import format_html, format_text, write_xlsx
from dossier.report.crops import with_crops
from dossier.specs.load import load_specs
from dossier.workspace import read_workspace

TODAY = date(2022, 3, 18)
OWN = make_id_number("411328", date(2012, 3, 5), 991)
OTHER = make_id_number("411328", date(2013, 7, 8), 992)
DISABLED = f"{OTHER}43"
WHOLE = re.compile(r"41132820(?:120305|130708)99[12][0-9X]")


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Two children, each with a paper that names the other, numbers written in several ways, one in a file's name."""
    root = tmp_path_factory.mktemp("ws") / "2022春"
    spaced = f"{OTHER[:6]} {OTHER[6:14]} {OTHER[14:]}"
    lines = (
        f"李沐言，女，公民身份号码{OTHER}，",
        f"身份证号：{spaced}",
        f"全国学籍号：G{OTHER}",
        f"残疾人证号：{DISABLED}",
    )
    blocks = ({"kind": "title", "text": "派出所证明"}, *({"kind": "para", "text": line} for line in lines))
    picture = draw_pictures([Paper(blocks=blocks)], demo_fonts(), seed=1, dpi=150)[0]
    for name in ("001-黄欣梓", "002-李沐言"):
        (root / name).mkdir(parents=True)
    picture.save(root / "001-黄欣梓" / f"派出所证明{OWN}.jpg", quality=80)
    picture.save(root / "001-黄欣梓" / f"残疾证 {spaced}.jpg", quality=70)
    wrong = f"{OTHER[:-1]}{'1' if OTHER[-1] != '1' else '2'}"
    rows = f"序号,姓名,身份证号,类别,学籍号\n1,黄欣梓,{OWN},A,G{OTHER}\n2,李沐言,{wrong},A,\n"
    (root / "名册.csv").write_text(rows, "utf-8")
    specs = load_specs(specs_folder())
    with Cache(root / CACHE_FOLDER) as cache:
        judged = check_workspace(read_workspace(root, specs), specs, TODAY, open_sight(root, cache))
    assert "other-person" in {found.rule for review in judged.reviews for found in review.findings}
    return with_crops(root, judged)


def bare(text: str) -> str:
    """Without what may stand between the digits of a number."""
    return re.sub(r"[\s\-·._]", "", unicodedata.normalize("NFKC", text))


def texts_of(check: Check, folder: Path) -> dict[str, str]:
    """Every text that a report or a list of it consists of."""
    write_xlsx(check, folder / "核查报告.xlsx")
    told = {"text": format_text(check, width=100, colour=False), "html": format_html(check)}
    county.write_chases(county.chases_of(check, county.load_offices(load_specs(specs_folder()))), folder, TODAY)
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                told |= {f"{path.name}/{name}": book.read(name).decode("utf-8") for name in book.namelist()}
        else:
            told[path.name] = path.read_text("utf-8")
    return told


def test_no_text_of_a_report_has_a_whole_number(check: Check, tmp_path: Path) -> None:
    told = texts_of(check, tmp_path)

    assert len(told) > 8
    assert [name for name, text in told.items() if WHOLE.search(bare(re.sub(r"base64,[^\"]*", "", text)))] == []


def test_no_picture_of_a_report_has_a_whole_number(check: Check) -> None:
    pictures = re.findall(r'base64,([^"]+)', format_html(check))
    engine = Engine()

    assert pictures
    for data in pictures:
        shown = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        large = shown.resize((shown.width * 3, shown.height * 3), Image.Resampling.LANCZOS)
        for one in (shown, large):
            lines, *_ = engine.read(np.asarray(one)[:, :, ::-1].copy())
            assert not WHOLE.search(bare("".join(line.text for line in lines)))
