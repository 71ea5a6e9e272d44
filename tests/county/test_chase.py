"""`dossier chase`: what is missing, by the office that must supply it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from dossier.county.offices import Office, load_offices, office_of
from dossier.model import Student
from tests.county.build import SPECS
from tests.small_workspace import GIRL, a_workspace, run


@pytest.mark.parametrize(
    ("kind", "address", "office"),
    [
        ("公安派出所", "河南省南阳市唐河县城关镇建设路3号", "城关派出所"),
        ("公安派出所", "唐河县城郊乡王岗村3号", "城郊派出所"),
        ("公安派出所", "滨河街道东风社区", "滨河派出所"),
        ("公安派出所", "", "公安派出所"),
        ("村（居）民委员会", "唐河县城郊乡王岗村3号", "城郊乡王岗村"),
        ("乡镇人民政府", "唐河县源潭镇", "源潭镇人民政府"),
        ("县特殊教育学校", "唐河县源潭镇", "县特殊教育学校"),
    ],
)
def test_the_office_follows_from_the_address(kind: str, address: str, office: str) -> None:
    assert office_of(kind, Student(household_address=address), load_offices(SPECS)) == office


def test_what_the_county_knows_comes_first() -> None:
    offices = {"公安派出所": Office(by="household_address", name="{地名}派出所", known={"建设路": "城关第二派出所"})}

    assert office_of("公安派出所", Student(household_address="唐河县城关镇建设路3号"), offices) == "城关第二派出所"


def test_a_sheet_and_a_text_for_each_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path)
    roster = (root / "名册.csv").read_text("utf-8-sig").replace("学校\n", "学校,户籍地址\n", 1)
    (root / "名册.csv").write_text(roster.replace("\n3,", ",唐河县源潭镇王岗村\n3,"), "utf-8-sig")

    assert run("chase", root, "--no-read", "--today", "2022-03-18") == 0

    folder = root / "output/催办"
    assert "源潭派出所：1 项" in capsys.readouterr().out
    sheet = load_workbook(folder / "催办-源潭派出所.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][-1].startswith("回复")
    assert rows[2][3:5] == ["李涵欣", "派出所证明"]
    text = (folder / "催办-源潭派出所.txt").read_text("utf-8")
    assert "派出所证明（1 人）：002 李*欣" in text
    assert GIRL not in text
