"""`dossier fill` on a small workspace of Word papers."""

import io
import json
import shutil

import openpyxl
import pytest
from docx import Document

from tests.small_workspace import BOY, GIRL, run

ROSTER = (
    "序号,姓名,身份证号,类别,监护人1,监护人1联系电话,户籍所在地,年级\n"
    f"1,黄欣梓,{BOY},B,黄建国,,,\n"
    f"2,李涵欣,{GIRL},B,李建国,13708150898,唐河县城郊乡王岗村,八年级\n"
    "3,李涵欣,411328201109189996,B,,,,\n"
)


def a_card(name, number, *rows):
    document = Document()
    document.add_paragraph("学生基本信息表")
    table = document.add_table(rows=0, cols=2)
    for cells in (("姓名", name), ("身份证件号", number), *rows):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def root(tmp_path):
    (tmp_path / "名册.csv").write_bytes(ROSTER.encode("utf-8-sig"))
    rows = (
        ("年级", "七年级"),
        ("监护人", "黄建国"),
        ("联系电话", "13708150899"),
        ("户口所在地", "河南省南阳市唐河县城郊"),
    )
    for folder, name, number, cells in (
        ("001-黄欣梓", "黄欣梓", BOY, rows),
        ("002-李涵欣", "李涵欣", GIRL, (("年级", "八年级"),)),
        ("003-李涵欣", "李涵欣", "411328201109189996", (("年级", "九年级"),)),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "学籍卡.docx").write_bytes(a_card(name, number, *cells))
    return tmp_path


def told(root, capsys, *words):
    capsys.readouterr()
    assert run("fill", root, "--today", "2022-03-18", *words) == 0
    return capsys.readouterr().out


def test_json_has_a_row_for_each_blank_fact_that_a_paper_says(root, capsys):
    cases = json.loads(told(root, capsys, "--format", "json"))["cases"]

    assert [case["id"] for case in cases] == ["001", "003"]
    paper = {"path": "学籍卡.docx", "page": 1}
    assert cases[0]["fields"] == [
        {"field": "guardian1_phone", "value": "13708150899", **paper, "sure": True},
        {"field": "household_address", "value": "河南省南阳市唐河县城郊", **paper, "sure": False},
        {"field": "grade", "value": "七年级", **paper, "sure": True},
    ]


def test_what_is_sure_is_written_once_and_then_stands(root, capsys):
    said = told(root, capsys, "--accept", "sure", "--by", "张三")

    assert "监护人1电话 ← 13708150899（学籍卡.docx 第1页）" in said
    written = (root / "001-黄欣梓" / "case.yaml").read_text("utf-8")
    assert "13708150899" in written
    assert "年级: 七年级" in written
    assert "唐河县城郊" not in written
    assert "没有改动" in told(root, capsys, "--accept", "sure", "--by", "张三")

    capsys.readouterr()
    run("check", root, "--format", "json", "--today", "2022-03-18", "--case", "001")
    facts = json.loads(capsys.readouterr().out)["cases"][0]["facts"]
    phone = next(fact for fact in facts if fact["field"] == "guardian1_phone")
    assert (phone["value"], phone["source"]) == ("13708150899", "person")


def test_what_is_not_sure_is_written_only_for_a_named_case(root, capsys):
    told(root, capsys, "--accept", "all", "--by", "张三")
    assert "唐河县城郊" not in (root / "001-黄欣梓" / "case.yaml").read_text("utf-8")

    told(root, capsys, "--accept", "all", "--by", "张三", "--case", "001")
    assert "唐河县城郊" in (root / "001-黄欣梓" / "case.yaml").read_text("utf-8")


def test_nobody_accepts_without_a_name_and_a_name_of_two_children_is_nobodys(root, capsys):
    assert run("fill", root, "--accept", "sure") == 2
    assert run("fill", root, "--case", "李涵欣") == 2
    assert "002、003" in capsys.readouterr().err


def test_the_text_and_the_workbook_name_paper_and_page(root, capsys, tmp_path):
    assert "年级：七年级 ← 学籍卡.docx 第1页" in told(root, capsys)

    told(root, capsys, "--output", tmp_path / "可以填的.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "可以填的.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "姓名", "项目")
    assert ("001", "黄欣梓", "年级", "七年级", "学籍卡.docx", "1", "是") in rows


def test_a_county_shows_and_writes_by_unit(root, capsys, tmp_path_factory):
    county = tmp_path_factory.mktemp("全县")
    shutil.copytree(root, county / "城郊乡")
    shutil.copytree(root, county / "源潭镇")

    shown = json.loads(told(county, capsys, "--format", "json"))["cases"]
    assert [case["id"] for case in shown] == ["城郊乡/001", "城郊乡/003", "源潭镇/001", "源潭镇/003"]
    assert run("fill", county, "--case", "别处/001") == 2

    said = told(county, capsys, "--case", "源潭镇/001", "--accept", "sure", "--by", "张三")
    assert "【源潭镇】" in said
    assert "13708150899" in (county / "源潭镇" / "001-黄欣梓" / "case.yaml").read_text("utf-8")
    assert not (county / "源潭镇" / "003-李涵欣" / "case.yaml").exists()
    assert not (county / "城郊乡" / "001-黄欣梓" / "case.yaml").exists()
