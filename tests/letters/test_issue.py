"""Letters issued: numbers, files, who may, to whom, and what is refused."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dossier.commands import letter as letter_command
from dossier.findings import found
from dossier.forms import text_of_form
from dossier.model import Check
from tests.letters.build import (
    BUREAU,
    ROWS,
    SETTINGS,
    TOWN,
    UNIT,
    a_workspace,
    an_id,
    issued,
    many_rows,
    register,
    run,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "2022春")


def words_of(root: Path, letter: dict) -> str:
    return text_of_form((root / next(path for path in letter["files"] if path.endswith(".docx"))).read_bytes())


def test_a_notice_is_numbered_filled_and_registered(root: Path) -> None:
    (letter,) = issued(root, "return-notice", "--case", "001")

    assert letter["number"] == "唐城教劝〔2022〕1号"
    assert (letter["kind"], letter["issuer"], letter["cases"], letter["to"]) == (
        "return-notice",
        UNIT,
        ["001"],
        "黄建国",
    )
    assert (letter["date"], letter["deadline"], letter["state"]) == ("2022-03-18", "2022-03-25", "issued")
    assert letter["files"] == [
        "output/文书/唐城教劝〔2022〕1号-劝返复学通知书-黄欣梓.docx",
        "output/文书/唐城教劝〔2022〕1号-劝返复学通知书-黄欣梓.pdf",
    ]
    text = words_of(root, letter)
    for told in ("黄欣梓", "黄建国：", "2022年2月20日", "2022年3月25日前", "《中华人民共和国义务教育法》第五条第二款"):
        assert told in text
    assert text.count("唐城教劝〔2022〕1号") == 4  # stub, perforation, notice, receipt


def test_numbers_follow_each_other_over_kinds_and_begin_anew_each_year(root: Path) -> None:
    issued(root, "return-notice", "--case", "001", "--case", "002")
    issued(root, "liaison-letter", "--case", "003")
    letters = issued(root, "return-notice", "--case", "001", "--date", "2023-03-01")

    assert [letter["number"] for letter in letters] == [
        "唐城教劝〔2022〕1号", "唐城教劝〔2022〕2号", "唐城教劝〔2022〕3号", "唐城教劝〔2023〕1号",
    ]  # fmt: skip


def test_a_workspace_that_begins_in_mid_year_says_from_which_number(tmp_path: Path) -> None:
    settings = SETTINGS.replace("唐城教劝}", "{代字: 唐城教劝, from: 15}}")
    root = a_workspace(tmp_path / "w", settings=settings)

    issued(root, "return-notice", "--case", "001", "--case", "002")
    letters = issued(root, "return-notice", "--case", "001", "--date", "2023-03-01")

    assert [letter["number"] for letter in letters] == [
        "唐城教劝〔2022〕15号", "唐城教劝〔2022〕16号", "唐城教劝〔2023〕1号",
    ]  # fmt: skip


def test_a_school_may_not_order_a_return(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "deadline-notice", "--case", "001") == 2

    told = capsys.readouterr().err
    assert "第五十八条" in told
    assert f"--issuer {TOWN}" in told
    assert not (root / "文书登记.yaml").exists()


def test_another_offices_letter_is_a_draft_without_a_number(root: Path) -> None:
    (letter,) = issued(root, "deadline-notice", "--case", "001", "--issuer", TOWN)

    assert letter["number"] is None
    assert letter["files"][1] == "output/文书/2022-03-18-限期复学通知书-黄欣梓.pdf"
    assert "〔2022〕　　号" in words_of(root, letter)


def test_one_letter_to_a_bureau_names_all_its_children(tmp_path: Path) -> None:
    more = ROWS[2].replace("3,王小虎", "6,王小龙", 1).replace(an_id("20110305", 3), an_id("20110307", 5))
    root = a_workspace(tmp_path / "w", rows=(*ROWS, more))

    (letter,) = issued(root, "transfer-letter", "--case", "003", "--case", "006", "--issuer", BUREAU)

    assert letter["cases"] == ["003", "006"]
    assert letter["to"] == "卧龙区教育行政部门"
    assert "王小龙" in words_of(root, letter)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("return-notice", "--case", "004"), "已经死亡"),
        (("return-notice", "--case", "005"), "校验"),
        (("return-notice", "--case", "001", "--deadline", "2022-03-18"), "不在发文日期"),
        (("return-notice", "--case", "001", "--date", "2001-03-18"), "没有有效的条文"),
        (("return-notice", "--case", "002", "--strict"), "--strict"),
        (("home-county-letter", "--case", "001", "--issuer", BUREAU), "户籍就在本县"),
        (("return-notice", "--case", "001", "--issuer", "城郊乡派出所"), "不能出"),
        (("return-notise", "--case", "001"), "是不是「return-notice」"),
        (("return-notice",), "--case"),
        (("return-notice", "--case", "077"), "077"),
        (("--void", "唐城教劝〔2022〕9号", "--reason", "写错"), "文书登记里没有"),
        ((), "--all-due"),
        (("deadline-notice", "--case", "001", "--issuer", "城郊乡第一初级中学"), "第五十八条"),
        (("return-notice", "--case", "001", "--issuer", TOWN), "不能出劝返复学通知书"),
        (("service-receipt", "--for", "唐城教劝〔2022〕7号", "--case", "001"), "没有「唐城教劝〔2022〕7号」"),
        (("return-notice", "--case", "001", "--for", "唐城教劝〔2022〕7号"), "只用于送达回证"),
        (("persuasion-form", "--case", "001", "--deadline", "2022-04-01"), "没有期限"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_numbered(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    assert run(root, *words) == 2

    assert told in capsys.readouterr().err
    assert not (root / "文书登记.yaml").exists()
    assert not (root / "output").exists()


def test_a_fact_that_two_sources_tell_differently_stops_the_letter_that_states_it(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "监护人1电话：名册是 13708150899，学籍卡是 13708150800。"
    finding = replace(found("facts-differ", words), fields=("guardian1_phone",))
    as_it_is = letter_command.check_for

    def disputed(*given: Any, **named: Any) -> Check:
        check = as_it_is(*given, **named)
        return replace(check, reviews=tuple(replace(one, findings=(*one.findings, finding)) for one in check.reviews))

    monkeypatch.setattr(letter_command, "check_for", disputed)

    assert run(root, "liaison-letter", "--case", "003") == 2
    said = capsys.readouterr().err
    assert "监护人电话" in said
    assert "dossier fact" in said
    assert not (root / "文书登记.yaml").exists()
    assert run(root, "return-notice", "--case", "001") == 0  # it does not state the telephone


def test_without_a_word_for_its_numbers_a_unit_is_told_the_line_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w", settings=f"unit: {UNIT}\n")

    assert run(root, "return-notice", "--case", "001") == 2
    assert f"letters: {{{UNIT}: " in capsys.readouterr().err


def test_nobody_to_write_to_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w", rows=(ROWS[0].replace("黄建国", ""),))

    assert run(root, "return-notice", "--case", "001") == 2
    assert "--to" in capsys.readouterr().err
    assert issued(root, "return-notice", "--case", "001", "--to", "黄老三")[0]["to"] == "黄老三"


def test_a_name_that_two_children_have_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twin = ROWS[0].replace("1,", "6,", 1)
    root = a_workspace(tmp_path / "w", rows=(*ROWS, twin))

    assert run(root, "return-notice", "--case", "黄欣梓") == 2
    assert "001 黄欣梓、006 黄欣梓" in capsys.readouterr().err


def test_what_is_unknown_is_named_and_left_as_a_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (letter,) = issued(root, "return-notice", "--case", "002")

    assert "班级" in capsys.readouterr().err
    assert "六年级＿＿" in words_of(root, letter)


def test_the_same_letter_has_the_same_bytes_wherever_it_is_made(root: Path, tmp_path: Path) -> None:
    other = a_workspace(tmp_path / "別处" / "2022春")
    for place in (root, other):
        issued(place, "return-notice", "--case", "001")

    names = register(root)[0]["files"]
    assert [(root / name).read_bytes() for name in names] == [(other / name).read_bytes() for name in names]
    assert (root / "文书登记.yaml").read_bytes() == (other / "文书登记.yaml").read_bytes()


def test_a_letter_is_made_again_from_the_register_alone(root: Path) -> None:
    (letter,) = issued(root, "return-notice", "--case", "001")
    before = [hashlib.sha256((root / path).read_bytes()).hexdigest() for path in letter["files"]]
    shutil.rmtree(root / "output")
    roster = (root / "名册.csv").read_text("utf-8-sig").replace("黄建国", "黄改名")
    (root / "名册.csv").write_text(roster, "utf-8-sig")

    assert run(root, "--again", "唐城教劝[2022]第1号") == 0
    assert [hashlib.sha256((root / path).read_bytes()).hexdigest() for path in letter["files"]] == before


def test_nothing_is_made_for_a_child_whom_the_roster_now_knows_otherwise(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(root, "return-notice", "--case", "001")
    roster = (root / "名册.csv").read_text("utf-8-sig").replace("黄欣梓", "黄新子")
    (root / "名册.csv").write_text(roster, "utf-8-sig")
    (root / "001-黄欣梓").rename(root / "001-黄新子")

    for words in (("--again", "唐城教劝〔2022〕1号"), ("return-notice", "--case", "001")):
        assert run(root, *words) == 2
        assert "对不上" in capsys.readouterr().err
    assert len(register(root)) == 1


@pytest.mark.parametrize(
    "kind",
    [
        "persuasion-plan", "leave-application", "supplement-slip", "home-visit-form", "persuasion-form",
        "home-teaching-form", "village-form", "police-form",
    ],
)  # fmt: skip
def test_a_form_without_a_number_is_dated_and_not_registered(root: Path, kind: str) -> None:
    assert run(root, kind, "--case", "001") == 0

    files = sorted(path.name for path in (root / "output" / "文书").iterdir())
    assert len(files) >= 2
    assert all(name.startswith("2022-03-18-") and "黄欣梓" in name for name in files)
    assert not (root / "文书登记.yaml").exists()


def test_one_receipt_is_for_several_letters(root: Path) -> None:
    issued(root, "return-notice", "--case", "001", "--case", "001")
    issued(root, "return-notice", "--case", "001", "--date", "2022-03-19")

    assert run(root, "service-receipt", "--for", "唐城教劝〔2022〕1号", "--for", "唐城教劝〔2022〕2号") == 0
    made = (root / "output" / "文书" / "2022-03-18-送达回证-黄欣梓.docx").read_bytes()
    assert "唐城教劝〔2022〕1号" in text_of_form(made)
    assert "唐城教劝〔2022〕2号" in text_of_form(made)


def test_many_letters_are_made_by_several_processes_in_the_order_of_the_roster(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w", rows=many_rows(45))

    letters = issued(root, "return-notice", "--case", "001-045")

    assert [letter["cases"] for letter in letters] == [[f"{turn:03}"] for turn in range(1, 46)]
    assert [letter["number"] for letter in letters] == [f"唐城教劝〔2022〕{turn}号" for turn in range(1, 46)]
    assert all((root / path).stat().st_size > 1000 for letter in letters for path in letter["files"])
