"""The templates of 文书: in order, told in text beside them, and as many pages as LibreOffice makes of them."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

import cli
from dossier.errors import TemplateError
from dossier.files.data import specs_folder, templates_folder
from dossier.forms import dump
from dossier.letters import open_templates
from dossier.letters.guide import GUIDE_FILE, field_guide
from dossier.letters.templates import HAND_OVER_FILE
from dossier.processes.libreoffice import find_office
from dossier.specs import load_specs
from tests.letters.build import BUREAU, TOWN, a_workspace, run

SPECS = load_specs(specs_folder()).letters
FOLDER = templates_folder() / "文书"
KINDS = {
    "return-notice": "001", "liaison-letter": "003", "transfer-letter": "003", "deadline-notice": "001",
    "persuasion-plan": "001", "leave-application": "001", "supplement-slip": "004", "home-visit-form": "001",
    "persuasion-form": "001", "home-teaching-form": "001", "village-form": "004", "police-form": "004",
}  # fmt: skip


def test_every_kind_has_a_template_and_every_template_is_in_order() -> None:
    open_templates(templates_folder(), SPECS).check([*(kind.template for kind in SPECS.kinds.values()), HAND_OVER_FILE])

    named = {kind.template for kind in SPECS.kinds.values()} | {HAND_OVER_FILE}
    assert {path.name for path in FOLDER.glob("*.docx")} == named


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.docx")), ids=lambda path: path.stem)
def test_the_text_beside_a_template_is_what_it_says(path: Path) -> None:
    told = path.with_name(f"{path.name}.txt").read_text("utf-8")

    assert told == dump(path.read_bytes()), "请运行 python -m dossier.letters.guide templates/文书"


def test_the_guide_names_every_field() -> None:
    assert (FOLDER / GUIDE_FILE).read_text("utf-8") == field_guide(SPECS), "请运行 python -m dossier.letters.guide"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{ 监护人名 }}", "是不是「监护人"),
        ("{{ 依据_没有的法 }}", "没有「依据_没有的法」"),
        ("｛｛ 姓名 ｝｝", "全角"),
    ],
)
def test_a_slip_in_a_template_is_told_with_what_was_meant(tmp_path: Path, words: str, told: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "文书")
    document = Document()
    document.add_paragraph(words)
    document.save(tmp_path / "文书" / "劝返复学通知书.docx")

    with pytest.raises(TemplateError) as error:
        open_templates(tmp_path, SPECS).form("劝返复学通知书.docx")
    assert told in str(error.value)


def test_a_template_is_seen_filled_with_an_invented_letter_or_a_case_s_own(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    for path in sorted(FOLDER.glob("*.docx")):
        for words, name in (((), "王晓磊"), (("--case", str(root), "001"), "黄欣梓")):
            target = tmp_path / f"{path.stem}-{len(words)}.pdf"
            assert cli.run(["typeset", str(path), "--output", str(target), *words]) == 0
            text = "".join(page.extract_text() for page in PdfReader(target).pages).replace(" ", "")
            assert not re.search(r"[{［…]", text), f"{path.stem}: {text}"
            assert name in text or (path.name == HAND_OVER_FILE and words)


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not here")
def test_our_pages_are_as_many_as_libreoffices(tmp_path: Path) -> None:
    office = find_office()
    assert office is not None
    root = a_workspace(tmp_path / "w")
    for kind, case in KINDS.items():
        issuer = {"transfer-letter": BUREAU, "deadline-notice": TOWN}.get(kind, "城郊乡中心学校")
        assert run(root, kind, "--case", case, "--issuer", issuer) == 0

    counts = {}
    for path in sorted((root / "output" / "文书").glob("*.docx")):
        theirs = office.to_pdf(path.read_bytes(), "docx")
        ours = path.with_suffix(".pdf").read_bytes()
        counts[path.stem] = tuple(len(PdfReader(io.BytesIO(pdf)).pages) for pdf in (ours, theirs))

    assert len(counts) >= len(KINDS)
    assert {name: both for name, both in counts.items() if both[0] != both[1]} == {}
