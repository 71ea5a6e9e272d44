"""Every PDF of an archive package of the demo before the checker page-validation (ISO 19005-2, level b)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import page

from dossier.demo.make import make_demo
from tests.small_workspace import run


def faults(pdf: Path) -> list[str]:
    found = page.validate_pdf(str(pdf), profile=page.ValidationProfile.PDF_A_2B).failures
    return [failure.message for failure in found]


def test_every_pdf_of_the_package_is_accepted_by_an_independent_checker(tmp_path: Path) -> None:
    root = tmp_path / "演示"
    make_demo(root, date(2026, 11, 29), dpi=60)
    assert run("build", root, "--no-read", "--no-word", "--today", "2026-11-29") == 1  # the demo has faulty cases

    run("archive", root, tmp_path / "包", "--today", "2026-11-29")

    package = tmp_path / "包" / "data"
    built = {path.name for path in (root / "output").iterdir() if (path / "manifest.json").is_file()}
    assert len(built) > 15
    assert {path.stem for path in (package / "档案").iterdir()} == built
    told = {path.name: faults(path) for path in package.rglob("*.pdf")}
    assert {name: found for name, found in told.items() if found} == {}
    assert "检测报告.pdf" in told
