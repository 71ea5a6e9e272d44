"""Months of a county: the units' own reports, added up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.ledger.build import a_workspace, an_id, counts, month_of, row_of, run

EAST = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,脱贫户,,2022-01-20,,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,,2022-03-03,已复学,2022-03-10,,",
)
WEST = (f"1,王小虎,{an_id('20110305', 3)},L,五小,五年级,,,,2022-03-05,,,,",)


def a_county(root: Path) -> Path:
    a_workspace(root / "东乡", *EAST, unit="东乡中心学校")
    a_workspace(root / "西乡", *WEST, unit="西乡中心学校")
    return root


def test_the_county_is_the_sum_of_its_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = month_of(a_county(tmp_path / "县"), "2022-03", capsys)

    assert [one["unit"] for one in told["units"]] == ["东乡中心学校", "西乡中心学校"]
    assert [counts(row_of(one)) for one in (*told["units"], told["total"])] == [
        (1, 1, 1, 0, 1),
        (0, 1, 0, 0, 1),
        (1, 2, 1, 0, 2),
    ]
    assert [child["id"] for child in told["total"]["children"]] == ["东乡/001", "东乡/002", "西乡/001"]


def test_what_a_unit_closed_stands_in_the_countys_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path / "县")
    assert run(root / "东乡", "month", "--month", "2022-03", "--close", "--by", "赵", today="2022-03-20") == 0
    a_workspace(
        root / "东乡", EAST[0].replace("2022-01-20,,,,", "2022-01-20,已复学,2022-03-15,,"), EAST[1], unit="东乡中心学校"
    )

    march, april = (month_of(root, month, capsys) for month in ("2022-03", "2022-04"))

    assert counts(row_of(march["total"])) == (1, 2, 1, 0, 2)
    assert counts(row_of(april["total"])) == (2, 0, 1, 0, 1)
    assert [one["id"] for one in april["corrections"]] == ["东乡/001"]


def test_a_county_closes_its_own_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path / "县")
    assert run(root, "month", "--month", "2022-03", "--close", "--by", "局", today="2022-03-31") == 0
    a_workspace(root / "西乡", WEST[0].replace("2022-03-05,,,,", "2022-03-05,已复学,2022-03-25,,"), unit="西乡中心学校")

    march, april = (month_of(root, month, capsys) for month in ("2022-03", "2022-04"))

    assert march["closed"]
    assert counts(row_of(march["total"])) == (1, 2, 1, 0, 2)
    assert counts(row_of(april["total"])) == (2, 0, 1, 0, 1)


def test_ledger_and_due_know_every_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_county(tmp_path / "县")
    out = tmp_path / "台账.xlsx"
    assert run(root, "ledger", "--output", str(out)) == 0
    ids = [row[1].value for row in load_workbook(out)["辍学学生台账"].iter_rows(min_row=3)]
    assert ids == ["东乡/001", "西乡/001", "东乡/002"]

    capsys.readouterr()
    assert run(root, "due", "--format", "json", today="2022-03-15") == 0
    due = json.loads(capsys.readouterr().out)["due"]
    assert [(one["unit"], one["case"]) for one in due if one["what"] == "visit"] == [
        ("东乡中心学校", "东乡/001"),
        ("西乡中心学校", "西乡/001"),
    ]
    assert {one["unit"] for one in due if one["what"] == "monthly"} == {"东乡中心学校", "西乡中心学校"}
