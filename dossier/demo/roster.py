"""The demo's roster: a merged title, the header on row 3, a total row, and the second sheet 劝返记录."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from dossier.demo.cases import DemoCase
from dossier.demo.people import chinese_day, term_name
from dossier.files.fixed_zip import book_bytes

COLUMNS = (
    *("序号", "姓名", "性别", "出生日期", "身份证号", "全国学籍号", "残疾证号", "民族", "健康情况"),
    *("监护人1姓名", "监护人1关系", "监护人1联系电话", "户籍所在地", "学籍所在地", "现居住地"),
    *("学校", "年级", "班级", "核查类别", "具体情形", "辍学日期", "辍学原因", "家庭情况简述"),
    *("是否已开展劝返工作", "劝返次数", "劝返结果", "未复学原因", "劝返单位", "劝返责任人", "劝返责任人电话"),
    *("是否属于经县级乡村振兴工作领导小组核实同意、准许先办理延缓入学或休学手续的学生", "复学日期"),
)
_VISIT_COLUMNS = ("序号", "姓名", "日期", "劝返人员", "地点", "方式", "结果")
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


def make_roster(cases: Iterable[DemoCase], today: date) -> bytes:
    """The roster of those cases that stand in it, as xlsx."""
    listed = [case for case in cases if case.in_roster]
    book = Workbook()
    _write_children(book.active, listed, today)
    _write_visits(book.create_sheet("劝返记录"), listed)
    return book_bytes(book)


def _write_children(sheet: Any, cases: list[DemoCase], today: date) -> None:
    sheet.title = "核查名册"
    last = len(COLUMNS)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last)
    sheet["A1"] = f"唐河县城郊乡{term_name(today)}疑似失学儿童少年核查名册（演示）"
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=last)
    sheet["A2"] = f"填报单位：唐河县城郊乡中心学校　　填报日期：{chinese_day(today)}　　填报人：赵文博"
    _put(sheet, 3, COLUMNS, bold=True)
    for row, case in enumerate(cases, 4):
        facts = _facts(case)
        _put(sheet, row, [facts.get(column, "") for column in COLUMNS])
    _put(sheet, len(cases) + 4, ["合计", f"{len(cases)}人"])
    for index, column in enumerate(COLUMNS):
        sheet.column_dimensions[sheet.cell(3, index + 1).column_letter].width = 22 if "号" in column else 12
    sheet.freeze_panes = "C4"


def _facts(case: DemoCase) -> dict[str, object]:
    child = case.child
    facts: dict[str, object] = {
        "序号": case.number,
        "姓名": child.name,
        "性别": child.sex,
        "出生日期": child.birth.isoformat(),
        "身份证号": child.id_number,
        "全国学籍号": "" if case.category == "E" else child.student_no,
        "民族": child.nation,
        "健康情况": "健康或良好",
        "监护人1姓名": child.guardian,
        "监护人1关系": child.relation,
        "监护人1联系电话": child.phone,
        "户籍所在地": child.address,
        "学籍所在地": child.place.county + child.place.town,
        "现居住地": child.address,
        "学校": child.school or child.place.central_school,
        "年级": "" if case.category == "E" else child.grade,
        "班级": "" if case.category == "E" else child.class_name,
        "核查类别": case.category,
        "具体情形": case.subtype,
        "是否已开展劝返工作": "否",
    }
    return facts | case.facts


def _write_visits(sheet: Any, cases: list[DemoCase]) -> None:
    _put(sheet, 1, _VISIT_COLUMNS, bold=True)
    row = 1
    for case in cases:
        for visit in case.visits:
            row += 1
            _put(sheet, row, [case.number, case.child.name, chinese_day(visit.day), visit.persons, visit.place,
                              visit.method, visit.result])  # fmt: skip
    for letter, width in zip("ABCDEFG", (6, 12, 16, 44, 30, 8, 26), strict=True):
        sheet.column_dimensions[letter].width = width


def _put(sheet: Any, row: int, values: Iterable[object], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value.isoformat() if isinstance(value, date) else value)
        cell.border = _BORDER
        if bold:
            cell.font, cell.alignment = (
                Font(bold=True),
                Alignment(wrap_text=True, vertical="center", horizontal="center"),
            )
