"""How the roster's columns were understood, in every form of the report."""

from __future__ import annotations

import json
from dataclasses import replace

from dossier.model import Check, RosterColumn, RosterHeader
from dossier.report import format_html, format_json, format_text
from tests.report.build import a_check, a_review

HEADER = RosterHeader(
    file="名册.xlsx",
    sheet="名册",
    row=2,
    columns=(
        RosterColumn(column="A", header="序号", field="number"),
        RosterColumn(column="B", header="家长电话", field="guardian1.phone"),
        RosterColumn(column="C", header="爱好", field=None),
    ),
)


def explained() -> Check:
    check = a_check(a_review())
    return replace(check, workspace=replace(check.workspace, header=HEADER))


def test_json_says_it_only_where_asked() -> None:
    told = json.loads(format_json(explained(), explained=True))

    assert told["roster"] == {
        "file": "名册.xlsx",
        "sheet": "名册",
        "header_row": 2,
        "columns": [
            {"column": "A", "header": "序号", "field": "number"},
            {"column": "B", "header": "家长电话", "field": "guardian1_phone"},
            {"column": "C", "header": "爱好", "field": None},
        ],
    }
    assert "roster" not in json.loads(format_json(explained()))


def test_text_names_what_each_column_is_and_what_is_not_used() -> None:
    text = format_text(explained(), explained=True)

    assert "B 列「家长电话」→ 监护人1电话" in text
    assert "没有用到：C 列「爱好」" in text
    assert "家长电话" not in format_text(explained())


def test_the_page_always_says_it() -> None:
    page = format_html(explained())

    assert "B「家长电话」→ <b>监护人1电话</b>" in page
    assert "没有用到：C「爱好」" in page


def test_a_county_has_no_roster_of_its_own() -> None:
    assert json.loads(format_json(a_check(a_review()), explained=True))["roster"] is None


def test_the_page_names_the_files_that_are_with_nobody() -> None:
    check = a_check(a_review())
    page = format_html(replace(check, unsorted=("收件箱/<扫描>.jpg",)))

    assert "还没有分到个案" in page
    assert "收件箱/&lt;扫描&gt;.jpg" in page
