"""A small workspace of invented children who need letters, and the program run on it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
import yaml

import cli

UNIT, TOWN, BUREAU = "城郊乡中心学校", "城郊乡人民政府", "唐河县教育体育局"
WORD = "唐城教劝"
TODAY = "2022-03-18"
SETTINGS = f"unit: {UNIT}\ncounty: 唐河县\nterm: 2022年春季学期\nclerk: 赵文博\nletters: {{{UNIT}: {WORD}}}\n"
HEADER = (
    "序号,姓名,身份证号,类别,具体情形,学校,年级,监护人1,与被核查人关系,监护人1电话,"
    "户籍所在地,现居住地,辍学日期,劝返结果\n"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def an_id(birth: str, turn: int, region: str = "411328") -> str:
    """An invented number with a right check digit (sequence 99x is not issued)."""
    body = f"{region}{birth}99{turn}"
    return body + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11]


SCHOOL, HOME = "城郊乡第一初级中学", "唐河县城郊乡王岗村3组"
ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,,{SCHOOL},七年级,黄建国,父亲,13708150899,{HOME},,2022-02-20,未复学",
    f"2,李涵欣,{an_id('20100305', 2)},J,,{SCHOOL},六年级,李大山,父亲,,唐河县城郊乡,,2022-02-21,",
    f"3,王小虎,{an_id('20110305', 3)},C,,南阳市第五小学,五年级,王强,父亲,13708150899,{HOME},南阳市卧龙区光武街道,,",
    f"4,赵安,{an_id('20110306', 4)},A,死亡,城郊乡小学,,赵强,父亲,,唐河县城郊乡,,,",
    "5,陈错,41132820110305999X,K,,城郊乡小学,五年级,陈强,父亲,,唐河县城郊乡,,2022-02-22,",
)


def a_workspace(root: Path, rows: tuple[str, ...] = ROWS, settings: str = SETTINGS) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "名册.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8-sig")
    (root / "workspace.yaml").write_text(settings, "utf-8")
    for row in rows:
        number, name, *_ = row.split(",")
        (root / f"{int(number):03}-{name}").mkdir(exist_ok=True)
    return root


def many_rows(count: int) -> tuple[str, ...]:
    """So many dropped-out children of different names."""
    signs = "子丑寅卯辰巳午未申酉戌亥"
    rows = []
    for turn in range(1, count + 1):
        name = "黄" + signs[turn // 12 % 12] + signs[turn % 12]
        number = an_id(f"2009{turn // 28 % 12 + 1:02}{turn % 28 + 1:02}", turn % 10)
        rows.append(
            f"{turn},{name},{number},K,,城郊乡第一初级中学,七年级,黄建国,父亲,13708150899,唐河县城郊乡,,2022-02-20,"
        )
    return tuple(rows)


def run(root: Path, *words: str) -> int:
    """One `letter` command on the day of these tests, without reading papers."""
    return cli.run(["letter", str(root), *words, "--today", TODAY, "--no-read"])


def issued(root: Path, *words: str) -> list[dict]:
    """Issue, and what the register says then."""
    assert run(root, *words) == 0
    return register(root)


def register(root: Path) -> list[dict]:
    data = yaml.safe_load((root / "文书登记.yaml").read_text("utf-8"))
    assert data["schema"] == 1
    return data["letters"]


def listed(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    capsys.readouterr()
    assert run(root, "--list", "--format", "json") == 0
    return json.loads(capsys.readouterr().out)["letters"]


def checked(root: Path, capsys: pytest.CaptureFixture[str], today: str = TODAY) -> dict[str, dict]:
    """The cases of `check --format json`, by id."""
    capsys.readouterr()
    cli.run(["check", str(root), "--format", "json", "--no-read", "--today", today])
    return {case["id"]: case for case in json.loads(capsys.readouterr().out)["cases"]}


def findings(case: dict, rule: str) -> list[str]:
    return [finding["message"] for finding in case["findings"] if finding["rule"] == rule]


def a_pdf(mark: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.276, 841.89)).Contents = pdf.make_stream(f"% {mark}".encode())
        pdf.save(out, static_id=True)
    return out.getvalue()


def come_home(root: Path, folder: str, name: str) -> None:
    """A scanned paper in a case folder."""
    (root / folder / name).write_bytes(a_pdf(name))
