"""`dossier init`: a new workspace with commented settings, a roster template with drop-downs, and an inbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.errors import OutputError, UsageError, disk_words
from dossier.files.fixed_zip import book_bytes
from dossier.files.write import replacing, writing
from dossier.model import Specs
from dossier.workspace.folders import INBOX
from dossier.workspace.roster import table_files

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ROSTER_FILE = "名册.xlsx"
_CACHE = ".dossier"
"""The program's own: a desk that was started in an empty folder remembers there where it listens."""
_ACROSS = 3
"""A4 sheets side by side that the roster takes: on one nobody could read it."""
_ROWS = 2_000
"""How many rows get drop-downs."""


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int = 12
    kind: str = "text"
    """text, date, number, or the name of a list of _LISTS."""
    needed: bool = False
    note: str = ""


_LISTS: Mapping[str, tuple[str, ...]] = {
    "性别": ("男", "女"),
    "是否": ("是", "否"),
    "健康情况": ("健康或良好", "一般或较弱", "有慢性病", "有生理缺陷", "残疾"),
    "关系": ("父亲", "母亲", "祖父", "祖母", "外祖父", "外祖母", "兄", "姐", "其他"),
    "劝返结果": (
        "已返原校复学",
        "已转他校就读",
        "已入职校",
        "已送教上门",
        "已办休学",
        "已办延缓入学",
        "未复学",
    ),
    "劝返方式": ("入户", "电话", "视频", "异地走访", "联合劝返"),
}
_COLUMNS = (
    _Column("序号", 6, "number", note="个案的编号，与文件夹开头的编号相同，如 1 对应「001-姓名」"),
    _Column("类别", 18, "类别", True, "从下拉框里选，或只写字母 A–M"),
    _Column("具体情形", 16, note="A 类写查无此人、户籍重复、死亡、迁出注销之一；M 类写姓名错别字、父母离异等"),
    _Column("姓名", 12, needed=True, note="与户口簿一致；少数民族姓名的间隔号写「·」"),
    _Column("身份证号", 22, needed=True, note="18 位；粘贴时选「只粘贴文本」，否则末尾变成 000"),
    _Column("性别", 6, "性别"),
    _Column("出生日期", 13, "date", note="可不填，程序从身份证号得出；填了就会核对"),
    _Column("民族", 10),
    _Column("健康情况", 12, "健康情况"),
    _Column("全国学籍号", 23, note="19 位，G、J 或 L 开头"),
    _Column("残疾证号", 24, note="20 位；没有就不填"),
    _Column("监护人1", 10),
    _Column("监护人1与被核查人关系", 12, "关系"),
    _Column("监护人1联系电话", 15),
    _Column("监护人2", 10),
    _Column("监护人2与被核查人关系", 12, "关系"),
    _Column("监护人2联系电话", 15),
    _Column("户籍所在地", 32, note="县（市、区）、乡镇（街道）、村（小区、门牌号）都要写"),
    _Column("学籍所在地", 32),
    _Column("现居住地", 32),
    _Column("单位", 18, note="学生归哪个单位（中心学校）管；只有一个单位时可不填"),
    _Column("学校", 22),
    _Column("现就读学校", 22, note="C、D 类写现在就读的学校"),
    _Column("年级", 9),
    _Column("班级", 9),
    _Column("辍学时间", 13, "date"),
    _Column("辍学原因", 18),
    _Column("家庭情况简述", 26),
    _Column("是否已开展劝返工作", 11, "是否"),
    _Column("劝返次数", 9, "number", note="应与表「劝返记录」里这个学生的行数相同；不填则按行数"),
    _Column("劝返结果", 14, "劝返结果"),
    _Column("未复学原因", 18, note="劝返结果是「未复学」时填"),
    _Column("劝返单位", 20),
    _Column("劝返责任人", 10, note="写人名，不写单位"),
    _Column("劝返责任人联系电话", 15),
    _Column("是否属于经县级扶贫工作领导小组核实同意、准许先办理延缓入学或休学手续的学生", 30, "是否", note="附件1"),
    _Column("复学时间", 13, "date"),
    _Column("首次缺勤日期", 13, "date", note="从哪天起没到校；不是辍学日期"),
    _Column("销号日期", 13, "date"),
    _Column("销号依据", 16, note="填了销号日期的，写凭什么销号"),
    _Column("特殊群体", 14, note="脱贫户、监测对象、留守儿童等，用顿号隔开"),
    _Column("备注", 20),
)
_VISITS = (
    _Column("序号", 6, "number", note="学生在名册里的序号（不是第几次）"),
    _Column("姓名", 12, needed=True),
    _Column("日期", 13, "date", True, "哪一天去的，如 2022-03-05"),
    _Column("人员", 32, note="谁去的，写明单位；两个单位以上一起去的算联合劝返"),
    _Column("地点", 26),
    _Column("方式", 26, note="如何开展劝返工作"),
    _Column("结果", 26),
)


def create_workspace(folder: Path, specs: Specs, today: date | None) -> tuple[Path, ...]:
    """Make a workspace in a new or empty folder; returns what was made. No `today`: the term is left to the person.

    Raises UsageError where something lies there already, OutputError where it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(one.name != _CACHE for one in folder.iterdir())):
            raise UsageError(f"「{folder}」里已经有东西，没有改动", hint="请换一个新的文件夹名。")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / INBOX).mkdir(exist_ok=True)
        settings = _write(folder / "workspace.yaml", _settings(today).replace("\n", "\r\n").encode())
        roster = _write(folder / ROSTER_FILE, _roster(specs))
    except OSError as caught:
        raise OutputError(
            f"写不进「{folder}」：{disk_words(caught)}", hint="请检查路径、磁盘空间和写入权限。"
        ) from None
    return settings, roster, folder / INBOX


def write_blank_roster(folder: Path, specs: Specs) -> Path:
    """The roster template alone, where no table lies yet. Raises UsageError, OutputError."""
    if table_files(sorted(one.name for one in folder.iterdir())):
        raise UsageError("这里已经有表格了，没有改动", hint="请用已有的那份做名册。")
    with writing(folder):
        return _write(folder / ROSTER_FILE, _roster(specs))


def _write(path: Path, data: bytes) -> Path:
    with replacing(path) as beside:
        beside.write_bytes(data)
    return path


# ---------------------------------------------------------------------------- workspace.yaml


def _settings(today: date | None) -> str:
    term, day = (_term(today), today.isoformat()) if today else ('""', "2022-03-18")
    return f"""\
# 这个文件夹的设置。每一项都可以不写；# 开头的是说明，去掉 # 就生效。
# 冒号用半角「:」，后面空一格。键也可以写中文，如「单位: …」。

unit: ""              # 立卷单位，印在封面和附件1 上，如 城郊乡中心学校
county: ""            # 县（市、区），如 唐河县
term: {term}   # 学期，印在附件1 的标题里，如 2022年春季学期
# filled_on: {day}   # 填表日期；不写就用当天
clerk: ""             # 填表人、立卷人
inspector: ""         # 检查人

# roster: 名册.xlsx   # 文件夹里有几张表格时，写明哪一份是名册（几张工作表时写 名册.xlsx#表名）
# columns:            # 名册的表头叫法特别、程序认不出时，写明哪一列（列号或表头文字）
#   姓名: B
#   类别: 问题归类

# letters:            # 本单位的发文代字，开文书、编文号时用；from 是今年从几号编起（不写从 1 号）
#   城郊乡中心学校: {{代字: 唐城教劝, from: 1, 电话: "", 地址: ""}}

# duplex: false       # 双面打印：true 时每件材料从正面开始，页号正面在右上角、背面在左上角
# fonds_name: ""      # 全宗名称
# fonds_number: ""    # 全宗号
# retention: 永久     # 保管期限至少多久：永久、30年、10年；不写时封面取卷内材料里最长的
# expires_soon_days: 90   # 证件离到期不足多少天时提醒
# print_dpi: 200      # 照片印到纸上的清晰度（每英寸点数）
# annex: replace      # 盖章的附件1 扫描件：replace 代替程序填的那份，keep 两份都放（盖章的在前）
# engine: typst       # 用什么排版表格：typst（自带）或 libreoffice
"""


def _term(day: date) -> str:
    if 2 <= day.month <= 7:
        return f"{day.year}年春季学期"
    return f"{day.year if day.month > 7 else day.year - 1}年秋季学期"


# ---------------------------------------------------------------------------- 名册.xlsx


def _roster(specs: Specs) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    lists = dict(_LISTS) | {"类别": tuple(f"{letter} {spec.title}" for letter, spec in specs.categories.items())}
    sheet: Any = book.active
    sheet.title = "名册"
    visits = book.create_sheet("劝返记录")
    notes = book.create_sheet("填写说明")
    ranges = _lists_sheet(book, lists)
    _fill(sheet, _COLUMNS, "义务教育控辍保学个案名册（一行一名学生；带 * 的必填）", ranges)
    _fill(visits, _VISITS, "劝返记录（一行一次；学生以姓名或名册的序号为准）", ranges)
    _notes(notes, lists["类别"])
    return book_bytes(book)


def _lists_sheet(book: Workbook, lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """A hidden sheet with the choices; a list written into the validation itself may have 255 characters only."""
    sheet = book.create_sheet("选项")
    sheet.sheet_state = "hidden"
    ranges = {}
    for column, (name, words) in enumerate(lists.items(), start=1):
        letter = sheet.cell(1, column).column_letter
        last = 1
        for last, word in enumerate(words, start=1):
            _put(sheet, last, column, word)
        ranges[name] = f"选项!${letter}$1:${letter}${last}"
    return ranges


def _fill(sheet: Worksheet, columns: tuple[_Column, ...], title: str, ranges: Mapping[str, str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="999999")
    _put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=min(len(columns), 12))
    for index, column in enumerate(columns, start=1):
        cell = _put(sheet, 2, index, column.title + (" *" if column.needed else ""))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDEBF7" if column.needed else "F2F2F2")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(left=line, right=line, top=line, bottom=line)
        if column.note:
            cell.comment = Comment(column.note, "dossier", width=260, height=90)
        _format(sheet, cell.column_letter, column, ranges)
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "E3" if len(columns) > 8 else "C3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    _fit_width(sheet, _ACROSS if len(columns) > 8 else 1)
    sheet.print_title_rows = "1:2"
    if len(columns) > 8:
        sheet.print_title_cols = "A:D"


def _format(sheet: Worksheet, letter: str, column: _Column, ranges: Mapping[str, str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width
    cells = f"{letter}3:{letter}{_ROWS + 2}"
    if column.kind == "date":
        dimension.number_format = "yyyy-mm-dd"
    elif column.kind != "number":
        dimension.number_format = "@"
    if column.kind not in ranges:
        return
    check = DataValidation(type="list", formula1=ranges[column.kind], allow_blank=True)
    check.showErrorMessage = column.kind in ("性别", "是否")
    check.errorTitle, check.error = "请从下拉框里选", f"「{column.title}」请从下拉框里选。"
    check.add(cells)
    sheet.add_data_validation(check)


def _notes(sheet: Worksheet, categories: Iterable[str]) -> None:
    from openpyxl.styles import Alignment, Font

    lines = [
        ("填写说明", ""),
        ("一、怎么用", "名册里一行一名学生；每名学生建一个文件夹「编号-姓名」（如 001-张三），把材料放进去，"),
        ("", "然后运行 dossier check 看缺什么，齐了再运行 dossier build 装订成册。"),
        ("", "还没分好的材料放进「收件箱」。列的先后可以变，表头可以用自己的叫法，多余的列不影响。"),
        ("二、名册各列", ""),
        *((column.title, column.note or "可不填") for column in _COLUMNS if column.note or column.needed),
        ("三、劝返记录各列", ""),
        *((column.title, column.note or "可不填") for column in _VISITS if column.note or column.needed),
        ("四、类别", ""),
        *(("", name) for name in categories),
    ]
    for row, (left, right) in enumerate(lines, start=1):
        _put(sheet, row, 1, left).font = Font(bold=not right or left.startswith(("一", "二", "三", "四")))
        _put(sheet, row, 2, right).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    _fit_width(sheet)


def _fit_width(sheet: Worksheet, pages: int = 1) -> None:
    """So many pages side by side, however many rows."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """Write text as text: what begins with = + - @ is never a formula."""
    cell: Any = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    return cell
