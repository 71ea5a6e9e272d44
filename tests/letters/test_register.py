"""The register: whatever happens, it is continuous and holds every number once."""

from __future__ import annotations

import json
import multiprocessing
import os
import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cli
from dossier import letters
from dossier.errors import OutputError
from dossier.files.data import specs_folder
from dossier.letters import Bench, Ready, Wish
from dossier.letters.register import format_register
from dossier.model import Case, Delivery, Facts, Letter, LetterHead, Review, Settings, Student
from dossier.specs import load_specs, read_number
from dossier.workspace import LETTER_REGISTER, read_letters
from tests.letters.build import UNIT, WORD, a_workspace, come_home, findings, issued, listed, register, run
from tests.letters.build import checked as checked_json

TODAY = date(2022, 3, 18)
SPECS = load_specs(specs_folder()).letters
HEAD = LetterHead(word=WORD)


class _Killed(BaseException):
    """Stands for a process that ends in the middle of its work."""


def a_ready(case: str, year: int) -> Ready:
    wish = Wish(kind=SPECS.kinds["return-notice"], issuer=UNIT, date=date(year, 3, 1), deadline=date(year, 3, 8))
    student = Student(number=case, name=f"黄{case}")
    review = Review(case=Case(id=case, student=student), facts=Facts())
    ask = letters.Ask(wish=wish, reviews=(review,), settings=Settings(unit=UNIT), head=HEAD, to="黄建国")
    return Ready(ask=ask, values={"姓名": student.name}, missing=())


class _Bench:
    """Makes a letter's files as texts; stops where it is told to."""

    def __init__(self, root: Path, stop: str = "") -> None:
        self.root, self.stop, self.specs = root, stop, SPECS
        self.templates = self
        self.engine = "typst"

    def digest(self, _name: str) -> str:
        return "0" * 64

    def make(self, letter: Letter) -> None:
        if self.stop == "kill":
            raise _Killed
        if self.stop == "end" and str(letter.number).endswith("〕2号"):
            (self.root / letter.files[0]).write_text("half", "utf-8")
            os._exit(9)  # as kill -9 ends it: nothing more is run
        if self.stop == "full":
            raise OutputError("写不进去：磁盘满了")
        for path in letter.files:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(str(letter.number), "utf-8")


def numbers(root: Path) -> list[tuple[int, int]]:
    found = [read_number(letter.number or "") for letter in read_letters(root)]
    return [(number.year, number.n) for number in found if number]


def is_continuous(root: Path) -> bool:
    """Every year's numbers from 1 on, each once."""
    held = numbers(root)
    return all(
        sorted(n for other, n in held if other == year) == list(range(1, sum(other == year for other, _ in held) + 1))
        for year, _ in held
    )


def a_step(root: Path, action: str, count: int, year: int, place: int) -> None:
    """One command, which may be killed or find the disk full on the way."""
    bench = _Bench(root, action if action in ("kill", "full") else "")
    try:
        with letters.open_register(root, _Bench(root).make if action != "kill" else bench.make, TODAY) as held:
            live = [letter for letter in held.letters if not letter.is_void]
            if action == "void" and live:
                letters.make_void(held, live[place % len(live)].name, "写错", TODAY)
            elif action == "deliver" and live:
                letter = live[place % len(live)]
                letters.make_delivered(held, letter.name, Delivery(on=letter.date, how="直接送达"), TODAY.replace(2030))
            elif action in ("issue", "kill", "full"):
                ready = [a_ready(f"{turn:03}", year) for turn in range(count)]
                letters.issue(held, ready, bench, TODAY, lambda *_: None)  # type: ignore[arg-type]
    except (_Killed, OutputError):
        pass


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "issue", "void", "deliver", "kill", "full"]),
        st.integers(1, 4),
        st.sampled_from([2022, 2023]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_whatever_happens_the_register_is_continuous_and_holds_every_number_once(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for step in steps:
            a_step(root, *step)
            assert is_continuous(root)
        with letters.open_register(root, _Bench(root).make, TODAY) as held:
            assert [letter for letter in held.letters if letter.unfinished] == []
            for letter in held.letters:
                if not letter.is_void:
                    assert all((root / path).read_text("utf-8") == letter.number for path in letter.files)


def _issue_some(root: str) -> None:
    place = Path(root)
    for _ in range(4):
        a_step(place, "issue", 2, 2022, 0)


def test_two_who_issue_at_once_get_different_numbers(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_issue_some, args=(str(tmp_path),)) for _ in range(3)]
    for process in both:
        process.start()
    for process in both:
        process.join()

    assert [process.exitcode for process in both] == [0, 0, 0]
    assert sorted(numbers(tmp_path)) == [(2022, n) for n in range(1, 25)]


def _issue_and_end(root: str) -> None:
    place = Path(root)
    with letters.open_register(place, _Bench(place).make, TODAY) as held:
        ready = [a_ready(f"{turn:03}", 2022) for turn in range(3)]
        letters.issue(held, ready, _Bench(place, "end"), TODAY, lambda *_: None)  # type: ignore[arg-type]


def test_a_process_that_is_ended_in_the_middle_leaves_nothing_half_issued(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_issue_and_end, args=(str(tmp_path),))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert [letter.unfinished for letter in read_letters(tmp_path)] == [True, True, True]

    with letters.open_register(tmp_path, _Bench(tmp_path).make, TODAY) as held:
        assert [letter.unfinished for letter in held.letters] == [False, False, False]
        for letter in held.letters:
            assert [(tmp_path / path).read_text("utf-8") for path in letter.files] == [letter.number] * 2


def test_a_letter_that_a_killed_run_left_is_finished_by_the_next_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    (whole,) = read_letters(root)
    for path in whole.files:
        (root / path).unlink()
    (root / LETTER_REGISTER).write_text(format_register([replace(whole, unfinished=True)]), "utf-8")

    (letter,) = listed(root, capsys)

    assert letter["state"] == "issued"
    assert all((root / path).is_file() for path in letter["files"])
    assert "unfinished" not in (root / LETTER_REGISTER).read_text("utf-8")


def test_a_letter_that_cannot_be_finished_is_void_with_the_reason(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    (whole,) = read_letters(root)
    lost = replace(whole, kind="letter-of-old", unfinished=True)
    (root / LETTER_REGISTER).write_text(format_register([lost]), "utf-8")

    first, second = issued(root, "return-notice", "--case", "002")

    assert first["state"] == "void"
    assert "letter-of-old" in first["void"]["reason"]
    assert second["number"] == "唐城教劝〔2022〕2号"


def test_a_full_disk_issues_nothing_by_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_workspace(tmp_path / "w")
    monkeypatch.setattr(Bench, "make", _Bench(root, "full").make)

    assert run(root, "return-notice", "--case", "001", "--case", "002") == 5

    (letter,) = register(root)
    assert (letter["number"], letter["state"]) == ("唐城教劝〔2022〕1号", "void")
    assert "磁盘满了" in letter["void"]["reason"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("唐城教劝〔2022〕2号", "唐城教劝〔2022〕3号", "前面缺 唐城教劝〔2022〕2号"),
        ("唐城教劝〔2022〕2号", "唐城教劝〔2022〕1号", "已经有了"),
        ("唐城教劝〔2022〕2号", "第二号", "不是文号"),
        ("deadline: '2022-03-25'", "deadline: '2022-03-01'", "期限不在发文日期之后"),
        ("state: issued", "state: lost", "state"),
        ("state: issued", "state: void", "作废的要写日期和原因"),
        ("schema: 1", "schema: 7", "schema"),
        ("letters:", "letters：", "全角"),
        ("date: '2022-03-18'", "date: 昨天", "日期"),
        ("- '001'", "", "cases"),
        ("kind: return-notice", "kind:", "kind"),
        ("facts: |", "facts: 无", "第27行"),
    ],
)
def test_a_register_edited_into_nonsense_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")
    text = (root / LETTER_REGISTER).read_text("utf-8")
    before = text.replace(old, new, 1)
    (root / LETTER_REGISTER).write_text(before, "utf-8")

    for words in (("return-notice", "--case", "001"), ("--list",), ("--void", "唐城教劝〔2022〕1号", "--reason", "错")):
        capsys.readouterr()
        assert run(root, *words) == 3
        assert told in capsys.readouterr().err
    assert (root / LETTER_REGISTER).read_text("utf-8") == before


def test_void_and_delivered_change_the_register_and_what_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")
    first, second = "唐城教劝〔2022〕1号", "唐城教劝〔2022〕2号"

    assert run(root, "--delivered", first, "--on", "2022-03-18", "--how", "直接送达", "--to", "黄建国") == 0
    assert run(root, "--void", second, "--reason", "姓名写错") == 0
    assert run(root, "--void", second, "--reason", "又一次") == 2
    assert run(root, "--delivered", second, "--on", "2022-03-18", "--how", "邮寄") == 2
    assert run(root, "--delivered", first, "--on", "2022-03-01", "--how", "邮寄") == 2

    one, two = listed(root, capsys)
    assert (one["state"], one["delivered"]) == ("delivered", {"on": "2022-03-18", "how": "直接送达", "to": "黄建国"})
    assert (two["state"], two["void"]) == ("void", {"on": "2022-03-18", "reason": "姓名写错"})
    cases = checked_json(root, capsys)
    assert "送达回证" in findings(cases["001"], "letter-open")[0]
    assert findings(cases["002"], "letter-open") == []
    assert cases["002"]["letters_due"] == ["return-notice"]
    assert cases["001"]["letters_due"] == []


def test_a_stub_that_came_home_answers_its_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "liaison-letter", "--case", "003")
    case = checked_json(root, capsys)["003"]
    (missing,) = [told for told in findings(case, "missing") if "联系函" in told]
    assert "已开具 唐城教劝〔2022〕1号，等盖章扫描件" in missing
    assert len(findings(case, "letter-open")) == 1

    come_home(root, "003-王小虎", "联系函存根 唐城教劝〔2022〕1号.pdf")
    case = checked_json(root, capsys)["003"]

    assert findings(case, "letter-open") == []
    (letter,) = listed(root, capsys)
    assert letter["answered_by"] == [{"case": "003", "path": "联系函存根 唐城教劝〔2022〕1号.pdf"}]


def test_a_deadline_that_passed_without_a_return_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    come_home(root, "001-黄欣梓", "劝返复学通知书 唐城教劝〔2022〕1号.pdf")

    assert findings(checked_json(root, capsys)["001"], "letter-open") == []
    assert "已过" in findings(checked_json(root, capsys, "2022-03-26")["001"], "letter-open")[0]


@pytest.mark.parametrize("number", ["唐城教劝〔2022〕9号", "唐城教劝[2022]第9号"])
def test_a_letter_nobody_registered_is_told_but_not_another_offices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    root = a_workspace(tmp_path / "w")
    come_home(root, "001-黄欣梓", f"劝返复学通知书 {number}.pdf")
    come_home(root, "001-黄欣梓", "司法劝返文书存根 唐司劝〔2022〕4号.pdf")

    (told,) = findings(checked_json(root, capsys)["001"], "letter-unknown")
    assert "唐城教劝〔2022〕9号" in told


def test_a_letter_of_another_child_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    come_home(root, "002-李涵欣", "劝返复学通知书 唐城教劝〔2022〕1号.pdf")

    (told,) = findings(checked_json(root, capsys)["002"], "letter-unknown")
    assert "001 黄欣梓" in told


def test_a_child_whose_number_was_changed_keeps_its_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    before = (root / "文书登记.yaml").read_bytes()
    roster = (root / "名册.csv").read_text("utf-8-sig").replace("\n1,黄欣梓", "\n11,黄欣梓")
    (root / "名册.csv").write_text(roster, "utf-8-sig")
    (root / "001-黄欣梓").rename(root / "011-黄欣梓")
    come_home(root, "011-黄欣梓", "劝返复学通知书 唐城教劝〔2022〕1号.pdf")

    assert findings(checked_json(root, capsys)["011"], "letter-unknown") == []
    assert (root / "文书登记.yaml").read_bytes() == before


def commands(root: Path, capsys: pytest.CaptureFixture[str], rule: str, case: str, today: str = "2022-03-18") -> list:
    return [one["command"] for one in checked_json(root, capsys, today)[case]["findings"] if one["rule"] == rule]


def test_an_open_letter_ends_with_the_command_that_settles_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    issued(root, "liaison-letter", "--case", "003")
    start, number = f"dossier letter {root} ", '"唐城教劝〔2022〕1号"'

    assert commands(root, capsys, "letter-open", "001") == [
        f'{start}--delivered {number} --on "【送达日期】" --how 直接送达'
    ]
    assert commands(root, capsys, "letter-open", "003") == [None]  # its stub only has to come home
    given = ["--delivered", "唐城教劝〔2022〕1号", "--on", "2022-03-25", "--how", "直接送达", "--today", "2022-03-26"]
    assert cli.run(["letter", str(root), *given]) == 0
    (another,) = commands(root, capsys, "letter-open", "001", "2022-03-26")
    assert another.startswith(f"{start}return-notice --case 001")


def test_a_letter_that_does_not_belong_ends_with_the_command_that_settles_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")
    run(root, "--void", "唐城教劝〔2022〕2号", "--reason", "写错")
    for folder, number in (("002-李涵欣", 1), ("002-李涵欣", 2), ("001-黄欣梓", 9)):
        come_home(root, folder, f"劝返复学通知书 唐城教劝〔2022〕{number}号.pdf")

    told = commands(root, capsys, "letter-unknown", "002") + commands(root, capsys, "letter-unknown", "001")

    assert [shlex.split(one)[1:] for one in told] == [
        ["assign", str(root), "002", "劝返复学通知书 唐城教劝〔2022〕1号.pdf", "--leave-out", "不是本人的文书"],
        ["assign", str(root), "002", "劝返复学通知书 唐城教劝〔2022〕2号.pdf", "--leave-out", "文书已作废"],
        ["accept", str(root), "001", "letter-unknown", "劝返复学通知书 唐城教劝〔2022〕9号.pdf",
         "--by", "赵文博", "--reason", "已核对原件"],
    ]  # fmt: skip
    for one in told:
        assert cli.run([*shlex.split(one)[1:], "--no-read", "--today", "2022-03-18"]) in (0, 1)
    left = [one for case in checked_json(root, capsys).values() for one in case["findings"]]
    assert [one for one in left if one["rule"] == "letter-unknown" and not one["accepted"]] == []


def test_the_register_is_never_a_roster_a_case_or_a_loose_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001")
    capsys.readouterr()
    cli.run(["check", str(root), "--format", "json", "--no-read", "--today", "2022-03-18"])
    told = json.loads(capsys.readouterr().out)

    assert told["unsorted"] == []
    assert told["summary"]["skipped"] == 0
    assert len(told["cases"]) == 5
