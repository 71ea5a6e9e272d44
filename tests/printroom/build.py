"""Finished dossiers to print, small and real: a PDF whose pages say whose they are, and its manifest."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader

from dossier.files.data import templates_folder
from dossier.files.names import folder_name
from dossier.model import PrintSettings
from dossier.printroom import Prints, make_prints
from dossier.printroom.model import Volume

DAY = date(2022, 3, 18)


def a_pdf(path: Path, words: list[str]) -> None:
    """An A4 page for each word, with the word on it."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        font = pdf.make_indirect(font)
        for word in words:
            page = pdf.add_blank_page(page_size=(595.276, 841.89))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = pdf.make_stream(f"BT /F 24 Tf 100 700 Td ({word}) Tj ET".encode())
        pdf.save(path, static_id=True)


def a_dossier(output: Path, number: int, pages: int = 5, *, duplex: bool = False, **case: Any) -> Path:
    """A finished dossier `{number}-学生…` in `output`, or called by the id and name given."""
    name = f"{number:03d}"
    folder = output / folder_name(case.get("id", name), case.get("name", f"学生{number}"))
    folder.mkdir(parents=True)
    pdf = folder / f"{folder.name}.pdf"
    a_pdf(pdf, [f"{name}/{page}" for page in range(1, pages + 1)])
    facts = {"id": name, "name": f"学生{number}", "title": f"城郊乡中心学校学生{number}个案", "category": "A"}
    facts |= {"unit": "城郊乡中心学校", "draft": False, "duplex": duplex, "items": 2, "pages": pages - 3} | case
    rows = [
        {"part": "cover", "item": None, "title": "封面", "first_page": 1, "pages": 1},
        {"part": "annex-1", "item": 1, "title": "登记表", "first_page": 3, "pages": 1},
        {"part": "evidence", "item": 2, "title": "证明", "first_page": 4, "pages": pages - 4},
    ]
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    outputs = [{"path": pdf.name, "sha256": digest, "size": pdf.stat().st_size, "pages": pages}]
    manifest = {"schema": 1, "case": facts, "plan": rows, "outputs": outputs, "inputs": ""}
    manifest |= {"version": "0", "today": "2022-03-18", "folder": folder.name, "sources": [], "findings": []}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


def a_volume(number: int, pages: int = 5, **facts: Any) -> Volume:
    """A volume that no file stands behind, for planning."""
    name = f"{number:03d}"
    given: dict[str, Any] = {
        "unit": "甲校",
        "category": "A",
        "title": f"学生{number}",
        "numbered": pages - 3,
        "items": 2,
    }
    given |= facts
    return Volume(id=name, name=f"学生{number}", folder=Path(name), pdf=Path(f"{name}.pdf"), pages=pages, **given)


def prints_of(output: Path, settings: PrintSettings | None = None, **more: Any) -> Prints:
    """A batch laid out from the dossiers in `output`."""
    given: dict[str, Any] = {"batch": "批", "unit": "城郊乡中心学校", "dated": DAY} | more
    return make_prints(output, templates_folder(), settings or PrintSettings(), **given)


def words_in(pdf: Path) -> list[str]:
    """The words of every page without the spaces that typesetting puts between scripts; blanks as ''."""
    return [page.extract_text().replace(" ", "").strip() for page in PdfReader(pdf).pages]
