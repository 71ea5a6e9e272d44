"""The day: asked in one place, and a clock that cannot be right is told."""

from __future__ import annotations

import time
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dossier.errors import UsageError
from dossier.files import clock
from dossier.files.clock import clock_problem, this_day
from dossier.files.fixed_zip import book_bytes

ROOT = Path(clock.__file__).parents[1]


def test_one_module_asks_the_clock_for_the_day() -> None:
    asking = [path.name for path in ROOT.rglob("*.py") if "date.today()" in path.read_text("utf-8")]

    assert asking == ["clock.py"]


@pytest.mark.parametrize("year", [1970, 1980, 2098])
def test_a_clock_that_cannot_be_right_is_told_unless_a_person_says_the_day(
    monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    monkeypatch.setattr(clock, "clock_day", lambda: date(year, 1, 2))

    with pytest.raises(UsageError, match=f"{year}-01-02，不对.*--today"):
        this_day()
    assert this_day(date(2022, 3, 18)) == date(2022, 3, 18)
    assert clock_problem(date(2026, 11, 29)) == ""


def test_a_workbook_is_whole_where_the_clock_stands_before_every_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 86_400.0)
    book = Workbook()
    book.create_sheet("劝返记录")["A1"] = "黄欣梓"

    data = book_bytes(book)

    assert load_workbook(BytesIO(data))["劝返记录"]["A1"].value == "黄欣梓"
    assert {info.date_time[0] for info in zipfile.ZipFile(BytesIO(data)).infolist()} == {1980}
    with pytest.raises(ValueError, match="1980"):
        book.save(BytesIO())
