"""附件2 of a month, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.build import a_workspace, an_id, counts, month_of, row_of, run

ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,脱贫户,,2022-01-20,未复学,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,2022-03-01,2022-03-03,已复学,2022-03-10,,",
    f"3,王小虎,{an_id('20110305', 3)},C,五小,五年级,,,,,,,,",
    f"4,赵安,{an_id('20110306', 4)},A,一小,四年级,,,,,,,,",
    f"5,钱多,{an_id('20090309', 5)},L,一初中,八年级,,监测对象,,2022-02-15,已复学,2022-04-02,,",
    f"6,孙失,{an_id('20090310', 6)},G,一初中,九年级,,,,2022-04-11,,,,",
    f"7,周残,{an_id('20110311', 7)},I,一小,三年级,,残疾,,,,,,",
)


def test_three_months_counted_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)

    february, march, april = (month_of(root, month, capsys) for month in ("2022-02", "2022-03", "2022-04"))

    assert [counts(row_of(one["total"])) for one in (february, march, april)] == [
        (1, 1, 0, 0, 2),
        (2, 1, 1, 0, 2),
        (2, 1, 1, 0, 2),
    ]
    assert counts(row_of(march["units"][0], "小学")) == (0, 1, 1, 0, 0)
    assert counts(row_of(march["units"][0], "初中")) == (2, 0, 0, 0, 2)
    values = row_of(march["total"])
    assert (values["elsewhere"], values["suspected"], values["home_teaching"], values["poor_dropout"]) == (1, 1, 1, 2)
    assert row_of(april["total"])["poor_dropout"] == 1
    assert march["total"]["categories"]["K"] == 1
    assert sum(march["total"]["categories"].values()) == len(march["total"]["children"]) == 7
    assert [row["stage"] for row in march["units"][0]["rows"]] == ["小学", "初中", "合计"]


def test_what_nobody_can_compute_is_null_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = month_of(a_workspace(tmp_path / "乡", *ROWS), "2022-03", capsys)

    nulls = {key for key, value in row_of(told["total"]).items() if value is None}
    assert nulls == {"school_age", "enrolled", "attending", "absent", "other_absent", "rate"}
    assert "适龄儿童少年数" in next(one["message"] for one in told["findings"] if one["rule"] == "annex-empty")
    assert (tmp_path / "乡" / "月报" / "基数.xlsx").is_file()


def test_a_month_counts_up_to_today(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = month_of(a_workspace(tmp_path / "乡", *ROWS), "2022-03", capsys, today="2022-03-05")

    assert told["up_to"] == "2022-03-05"
    assert counts(row_of(told["total"])) == (2, 1, 0, 0, 3)


def test_a_month_that_has_not_begun_is_wrong_use(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)

    assert run(root, "month", "--month", "2022-04", today="2022-03-31") == 2
    assert run(root, "month", "--month", "2022-13", today="2022-03-31") == 2


def test_units_have_lines_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row.replace("七年级,,", "七年级,湖阳镇中心学校,") for row in ROWS]
    told = month_of(a_workspace(tmp_path / "乡", *rows), "2022-03", capsys)

    assert [one["unit"] for one in told["units"]] == ["湖阳镇中心学校", "城郊乡中心学校"]
    assert counts(row_of(told["units"][0])) == (1, 0, 0, 0, 1)
    assert counts(row_of(told["total"])) == (2, 1, 1, 0, 2)


def test_one_unit_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row.replace("七年级,,", "七年级,湖阳镇中心学校,") for row in ROWS]
    root = a_workspace(tmp_path / "乡", *rows)

    told = month_of(root, "2022-03", capsys, "--unit", "湖阳")

    assert [one["unit"] for one in told["units"]] == ["湖阳镇中心学校"]
    assert counts(row_of(told["total"])) == (1, 0, 0, 0, 1)
    assert run(root, "month", "--month", "2022-03", "--unit", "没有的乡") == 2


NUMBER = an_id("20090305", 1)


@pytest.mark.parametrize(
    ("row", "rule", "said"),
    [
        (f"1,甲,{NUMBER},K,一初中,七年级,,,,2022-03-05,已复学,,,", "fact-unclear", "没有写复学日期"),
        (f"1,甲,{NUMBER},K,一初中,七年级,,,,2022-03-05,,2022-03-01,,", "date-order", "早于辍学日期"),
        (f"1,甲,{NUMBER},K,,,,,,2022-03-05,,,,", "fact-unclear", "只算在合计里"),
        (
            f"1,甲,{NUMBER},K,一初中,七年级,,,,2022-03-05,,,2022-03-09,毕业",
            "facts-contradict",
            "不能销号",
        ),
    ],
)
def test_bad_events_are_named_child_by_child(
    row: str, rule: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = month_of(a_workspace(tmp_path / "乡", row), "2022-03", capsys)

    found = [one for one in told["findings"] if one["rule"] == rule and said in one["message"]]
    assert [one["case"] for one in found] == ["001"]
    assert "甲" in found[0]["message"]


def test_a_child_without_a_stage_counts_only_in_the_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = month_of(a_workspace(tmp_path / "乡", "1,甲,,K,,,,,,2022-03-05,,,,"), "2022-03", capsys)

    assert [counts(row_of(told["total"], stage)) for stage in ("小学", "初中", "合计")] == [
        (0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
        (0, 1, 0, 0, 1),
    ]


def test_many_children_of_unknown_stage_are_one_line_of_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = "甲乙丙丁戊己庚"
    rows = [f"{number},{name}某,,B,,,,,,,,,," for number, name in enumerate(names, 1)]
    root = a_workspace(tmp_path / "乡", *rows)
    assert run(root, "month", "--month", "2022-03") == 0

    lines = [line for line in capsys.readouterr().out.splitlines() if "小学还是初中" in line]
    assert len(lines) == 1
    assert all(f"{name}某" in lines[0] for name in names)
