"""`dossier overview`: a county at a glance, as a page and as a workbook."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dossier.county import LastRun, format_overview, last_run_of, make_overview
from dossier.files.data import templates_folder
from dossier.model import Case, Check, Finding, Review, Settings, Severity, Student, Unit, Workspace
from tests.county.build import SPECS
from tests.small_workspace import BOY, a_workspace, run


def a_check(*children: tuple[str, str, str, str]) -> Check:
    """Children as (unit, id, name, severity or '')."""
    reviews = tuple(
        Review(
            case=Case(id=f"{unit}/{id}", student=Student(name=name), category="A", unit=unit, unit_folder=unit),
            findings=(Finding(rule="blurred", severity=Severity(level), message="模糊"),) if level else (),
        )
        for unit, id, name, level in children
    )
    units = tuple(Unit(name=name, folder=name) for name in dict.fromkeys(child[0] for child in children))
    return Check(
        workspace=Workspace(root=Path("全县"), settings=Settings()),
        reviews=reviews,
        today=date(2022, 3, 18),
        units=units,
        papers=SPECS.papers,
        categories=SPECS.categories,
    )


def data_of(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page)[1])


def test_shares_and_what_changed() -> None:
    before = a_check(("甲乡", "001", "黄某", ""), ("甲乡", "002", "李某", "error"), ("乙镇", "001", "王某", ""))
    now = a_check(
        ("甲乡", "001", "黄某", "error"), ("甲乡", "002", "李某", "error"), ("乙镇", "002", "周某", "warning")
    )

    made = make_overview(now, {}, last_run_of(before))

    assert made.words == "0 / 3 可归档（0.0%），待核对 1，待补正 2"
    assert made.before is not None
    assert made.before.words == "2 / 3 可归档；变化 3 处"
    assert made.before.changes == (
        "甲乡 001 黄某：可归档 → 待补正",
        "新增 乙镇 002 周某（待核对）",
        "不在了：乙镇/001",
    )


def test_names_cannot_break_out_of_the_page() -> None:
    made = make_overview(a_check(("甲<乡>", "001", "</script><b>", "")), {}, LastRun(day="2022-03-01", statuses={}))

    page = format_overview(made, templates_folder())

    assert page.count("</script>") == 2
    assert data_of(page)["children"][0][2] == "</script><b>"


def test_the_page_and_the_workbook_of_a_county(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_workspace(tmp_path / "城郊乡")
    shutil.copytree(tmp_path / "城郊乡", tmp_path / "源潭镇")
    (tmp_path / "空").mkdir()

    assert run("overview", tmp_path, "--no-read", "--today", "2022-03-18") == 0
    assert run("overview", tmp_path, "--no-read", "--today", "2022-03-19") == 0

    assert "和上次（2022-03-18）比" in capsys.readouterr().out.replace("上一次", "上次")
    page = (tmp_path / "output/全县一览.html").read_text("utf-8")
    told = data_of(page)
    assert told["units"] == ["城郊乡", "源潭镇"]
    assert len(told["children"]) == 6
    assert "单位「空」读不出来" in page
    assert BOY not in page
    book = load_workbook(tmp_path / "output/全县一览.xlsx")
    assert book["各单位"]["E3"].value == 3
    assert [cell.value for cell in book["学生"]["C"]][1] == "黄欣梓"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here")
def test_ten_thousand_children_are_drawn_some_at_a_time(tmp_path: Path) -> None:
    children = [(f"第{n % 20}乡", f"{n:05}", f"孩子{n}", ("", "warning", "error")[n % 3]) for n in range(10_000)]
    page = tmp_path / "一览.html"
    page.write_text(format_overview(make_overview(a_check(*children), {}, None), templates_folder()), "utf-8")

    drawn = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout.decode()

    body = drawn[drawn.index('id="children"') : drawn.index('id="more"')]
    assert body.count("<tr>") == 201
    assert "10000 人，显示前 200 人" in drawn
    assert drawn[drawn.index('id="units"') : drawn.index('id="matrix"')].count("<tr>") == 21
