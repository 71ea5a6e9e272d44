"""A closed month is a record: whole or not at all, given out for ever, and what comes later counts in the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import OutputError
from dossier.ledger import records
from tests.ledger.build import a_workspace, an_id, counts, month_of, row_of, run

HAN, LI, WU = an_id("20090305", 1), an_id("20100305", 2), an_id("20110305", 3)


def rows(*, late: str = "", back: str = "", stage: str = "六年级") -> tuple[str, ...]:
    return (
        f"1,黄欣梓,{HAN},K,一初中,七年级,,脱贫户,,2022-01-20,,{back},,",
        f"2,李涵欣,{LI},J,一校,{stage},,,,2022-03-03,,,,",
        f"3,吴越,{WU},L,一校,五年级,,,,{late},,,,",
    )


def close(root: Path, month: str, today: str) -> None:
    assert run(root, "month", "--month", month, "--close", "--by", "赵文博", today=today) == 0


def test_a_closed_month_is_given_out_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *rows(late="2022-04-20"))
    before = month_of(root, "2022-03", capsys, today="2022-03-31")
    close(root, "2022-03", "2022-03-31")
    a_workspace(root, *rows(late="2022-03-15", back="2022-03-02"))

    after = month_of(root, "2022-03", capsys)

    assert after == {**before, "closed": True}
    for kind in ("docx", "pdf", "xlsx"):
        assert run(root, "month", "--month", "2022-03", "--format", kind, "--output", str(tmp_path / f"x.{kind}")) == 0
        assert (tmp_path / f"x.{kind}").read_bytes() == (root / "月报" / f"2022-03.{kind}").read_bytes()


def test_what_becomes_known_later_counts_in_the_next_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *rows(late="2022-05-20"))
    close(root, "2022-03", "2022-03-31")
    a_workspace(root, *rows(late="2022-03-15", back="2022-03-02"))

    april = month_of(root, "2022-04", capsys, today="2022-04-30")

    assert counts(row_of(april["total"])) == (2, 1, 1, 0, 2)
    assert [one["id"] for one in april["corrections"]] == ["001", "003"]
    assert "2022-03-15" in april["corrections"][1]["message"]


def test_days_between_the_closing_and_the_end_of_the_month_count_in_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "乡", *rows(late="2022-03-25"))
    close(root, "2022-03", "2022-03-20")

    march, april = (month_of(root, month, capsys) for month in ("2022-03", "2022-04"))

    assert march["up_to"] == "2022-03-20"
    assert counts(row_of(march["total"])) == (1, 1, 0, 0, 2)
    assert counts(row_of(april["total"])) == (2, 1, 0, 0, 3)
    assert [one["id"] for one in april["corrections"]] == ["003"]


def test_a_change_of_stage_leaves_one_row_and_enters_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-08", "2022-08-31")
    a_workspace(root, *rows(stage="七年级"))

    told = month_of(root, "2022-09", capsys)

    assert counts(row_of(told["total"], "小学")) == (2, 0, 0, 1, 1)
    assert counts(row_of(told["total"], "初中")) == (1, 1, 0, 0, 2)
    assert counts(row_of(told["total"])) == (3, 0, 0, 0, 3)


def test_a_child_that_left_the_roster_is_removed_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-03", "2022-03-31")
    a_workspace(root, *rows()[1:])

    told = month_of(root, "2022-04", capsys)

    assert counts(row_of(told["total"])) == (3, 0, 0, 1, 2)
    assert [one["id"] for one in told["corrections"]] == ["001"]


def test_another_child_under_the_same_number_is_another_child(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-03", "2022-03-31")
    a_workspace(root, f"1,郑明,{an_id('20090909', 4)},K,一初中,七年级,,,,2022-04-05,,,,", *rows()[1:])

    told = month_of(root, "2022-04", capsys)

    assert counts(row_of(told["total"])) == (3, 1, 0, 1, 3)
    assert any("黄欣梓" in one["message"] and one["case"] == "001" for one in told["findings"])


def test_a_hole_in_the_months_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-02", "2022-02-28")

    told = month_of(root, "2022-05", capsys)

    assert any("2022-03、2022-04 的月报没有结账" in one["message"] for one in told["findings"])


def test_closing_again_or_without_a_name_or_for_one_unit_is_wrong_use(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    assert run(root, "month", "--month", "2022-03", "--close") == 2
    assert run(root, "month", "--month", "2022-03", "--close", "--by", "赵", "--unit", "城郊") == 2
    close(root, "2022-03", "2022-03-31")
    kept = {path.name: path.read_bytes() for path in (root / "月报").iterdir()}

    assert run(root, "month", "--month", "2022-03", "--close", "--by", "李") == 2
    assert {path.name: path.read_bytes() for path in (root / "月报").iterdir()} == kept


def test_a_closing_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_workspace(tmp_path / "乡", *rows())

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(records, "replacing", full)
        assert run(root, "month", "--month", "2022-03", "--close", "--by", "赵") == OutputError.exit_code

    assert [path.name for path in (root / "月报").iterdir()] == ["基数.xlsx"]


def test_a_kept_file_that_was_changed_is_not_given_out(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-03", "2022-03-31")
    (root / "月报" / "2022-03.docx").write_bytes(b"PK")

    assert run(root, "month", "--month", "2022-03", "--format", "docx") == 3


def test_a_record_that_a_hand_broke_is_told(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *rows())
    close(root, "2022-03", "2022-03-31")
    place = root / "月报" / "2022-03.yaml"
    place.write_text(place.read_text("utf-8").replace('"id": "001"', '"id": 001'), "utf-8")

    assert run(root, "month", "--month", "2022-03") == 3
    assert run(root, "month", "--month", "2022-04", today="2022-04-30") == 3


def test_strange_signs_survive_the_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = f"1,黄\u2028欣\u3000梓𠮷,{HAN},K,一\u0085初中,七年级,甲\u2028乡,,,2022-03-05,已复学,,,"
    root = a_workspace(tmp_path / "乡", row)
    before = month_of(root, "2022-03", capsys)
    close(root, "2022-03", "2022-12-31")

    assert month_of(root, "2022-03", capsys) == {**before, "closed": True}
