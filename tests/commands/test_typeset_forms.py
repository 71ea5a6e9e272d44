"""A form as it will print: filled with a child, misspelt fields named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from dossier.files.data import templates_folder
from tests.small_workspace import a_workspace, run


def text_of(pdf: Path) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def misspelt(target: Path) -> Path:
    with zipfile.ZipFile(templates_folder() / "附件1.docx") as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "word/document.xml":
                data = data.replace("民族 }}".encode(), "民簇 }}".encode())
            made.writestr(entry, data)
    return target


@pytest.mark.parametrize("form", ["附件1.docx", "封面.docx", "文书/劝返复学通知书.docx"])
def test_a_form_is_filled_with_an_invented_child(tmp_path: Path, form: str) -> None:
    assert run("typeset", templates_folder() / form, "--output", tmp_path / "a.pdf") == 0

    text = text_of(tmp_path / "a.pdf")
    assert "王晓磊" in text
    assert "{{" not in text


def test_a_form_is_filled_with_a_real_child(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "ws")

    form = templates_folder() / "附件1.docx"
    assert run("typeset", form, "--output", tmp_path / "a.pdf", "--case", root, "002") == 0
    assert "李涵欣" in text_of(tmp_path / "a.pdf")
    assert run("typeset", form, "--output", tmp_path / "a.pdf", "--case", root, "099") == 2


def test_a_misspelt_field_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = misspelt(tmp_path / "附件1.docx")

    assert run("typeset", form, "--output", tmp_path / "a.pdf") == 3
    assert "民簇" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
