"""`dossier sample`: stratified by unit and category, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from dossier.county import draw
from dossier.files.data import templates_folder
from dossier.forms import dump
from dossier.model import Case, Student
from tests.small_workspace import a_workspace, run


def cases(**counts: int) -> list[Case]:
    """So many cases of each unit_category."""
    return [
        Case(id=f"{name}-{number}", student=Student(name=f"孩子{number}", unit=name[0]), category=name[1])
        for name, count in counts.items()
        for number in range(count)
    ]


def test_every_stratum_gives_its_share() -> None:
    drawn = draw(cases(aA=100, aK=40, bA=60), 20, seed=7)

    assert Counter(case.id.split("-")[0] for case in drawn) == {"aA": 10, "aK": 4, "bA": 6}


def test_small_strata_have_their_chance_and_the_size_is_kept() -> None:
    population = cases(aA=10, aK=1, bA=9, bI=1, bG=1)

    for seed in range(30):
        assert len(draw(population, 5, seed)) == 5
    assert {case.id for seed in range(60) for case in draw(population, 5, seed)} >= {"aK-0", "bI-0", "bG-0"}


def test_the_same_seed_draws_the_same_and_another_seed_others() -> None:
    population = cases(aA=100, bK=100)

    assert draw(population, 10, 3) == draw(population, 10, 3)
    assert draw(population, 10, 3) != draw(population, 10, 4)
    assert draw(population, 500, 3) == tuple(population)


def test_the_sheets_and_the_printed_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡")
    words = ("sample", root, "--count", "2", "--seed", "42", "--today", "2022-03-18", "--output", tmp_path / "抽查")

    assert run(*words) == 0
    first = capsys.readouterr().out
    files = {path.name: path.read_bytes() for path in (tmp_path / "抽查").iterdir()}
    assert run(*words) == 0

    assert capsys.readouterr().out == first
    assert {path.name: path.read_bytes() for path in (tmp_path / "抽查").iterdir()} == files
    assert "种子 42" in first
    names = [line.split()[1] for line in first.splitlines() if line.startswith("  ")]
    assert len(names) == 2
    table = Document(str(tmp_path / "抽查/抽查表.docx")).tables[0]
    assert [row.cells[3].text for row in table.rows] == ["姓名", *names]
    text = PdfReader(tmp_path / "抽查/抽查表.pdf").pages[0].extract_text()
    assert "随机种子" in text
    sheet = load_workbook(tmp_path / "抽查/复核名单.xlsx").active
    assert [row[3].value for row in sheet.iter_rows(min_row=3)] == names


@pytest.mark.parametrize(
    "words", [(), ("--share", "5%", "--count", "3"), ("--share", "0%"), ("--share", "很多"), ("--count", "0")]
)
def test_wrong_use_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert run("sample", a_workspace(tmp_path), *words) == 2


def test_a_share_of_few_children_is_at_least_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sample", a_workspace(tmp_path), "--share", "5%", "--seed", "1") == 0

    assert "抽 1 人" in capsys.readouterr().out


def test_the_readable_dump_beside_the_template_is_of_it() -> None:
    template = templates_folder() / "督查/抽查表.docx"

    assert template.with_name("抽查表.docx.txt").read_text("utf-8") == dump(template.read_bytes())
