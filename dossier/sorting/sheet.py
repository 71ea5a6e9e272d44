"""Proposals ↔ 整理建议.xlsx, which a person corrects; and the same as a page with small pictures to look at."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dossier.errors import OutputError, Place, WorkspaceError, disk_words
from dossier.files.fixed_zip import book_bytes, steady_office
from dossier.files.write import write_bytes
from dossier.model import Specs
from dossier.pages.page import PDF, page_image
from dossier.pages.pictures import PageError
from dossier.processes.pool import Done, Workers
from dossier.report import mask
from dossier.sorting.propose import Proposal
from dossier.sorting.zips import Heap

SHEET_NAME, PAGE_NAME = "整理建议.xlsx", "整理建议.html"
COLUMNS = {"采用": 6, "文件": 40, "页": 8, "案号": 8, "姓名": 12, "材料": 24, "把握": 7, "依据": 46, "校验": 14}
_SURE, _LOOK = PatternFill("solid", fgColor="E2EFDA"), PatternFill("solid", fgColor="FFF2CC")
_THUMBNAIL = (220, 300)
_WORKERS = 2
_ALL = "全部"


@dataclass(frozen=True, slots=True)
class Row:
    """What a person confirmed: these pages of this file are this paper of this child."""

    row: int
    path: str
    pages: tuple[int, ...]
    """Empty: all."""
    case_id: str
    type: str
    checksum: str


def write_proposals(
    proposals: Sequence[Proposal], heap: Heap, folder: Path, specs: Specs, today: date
) -> tuple[Path, Path]:
    """Write the sheet and the page into `folder`; raises OutputError where that cannot be."""
    sheet, page = folder / SHEET_NAME, folder / PAGE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_bytes(sheet, steady_office(_workbook(proposals, specs), today))
        write_bytes(page, _page(proposals, heap, specs).encode())
    except OSError as error:
        hint = "请关闭正在打开它的 Excel 或 WPS，检查磁盘空间和写入权限，然后再试。"
        raise OutputError(f"{folder} 写不进去：{disk_words(error)}", hint=hint) from None
    return sheet, page


def read_confirmed(path: Path) -> tuple[Row, ...]:
    """The rows that say 是. Raises WorkspaceError with the row of everything that cannot be understood."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        table = list(book.worksheets[0].iter_rows(values_only=True))
    except Exception as error:  # the library meets damage with many exceptions
        raise WorkspaceError(f"{path.name} 打不开", hint="请用 dossier sort 重新生成。") from error
    head = [str(cell or "").strip() for cell in table[0]] if table else []
    missing = [name for name in COLUMNS if name not in head and name != "依据"]
    if missing:
        raise WorkspaceError(f"{path.name} 缺少列：{'、'.join(missing)}", hint="请不要删改表头。")
    rows, problems = [], []
    for number, cells in enumerate(table[1:], 2):
        values = {name: str(cell if cell is not None else "").strip() for name, cell in zip(head, cells, strict=False)}
        if values.get("采用", "") not in ("是", "Y", "y", "√", "1"):
            continue
        pages = _pages(values["页"])
        if pages is None or not values["案号"] or not values["材料"] or not values["文件"]:
            problems.append(Place(path.name, f"第{number}行", "采用了，但文件、页、案号或材料没有写清楚"))
            continue
        case_id = values["案号"].removesuffix(".0")
        rows.append(Row(number, values["文件"], pages, case_id, values["材料"], values["校验"]))
    if problems:
        raise WorkspaceError(f"{path.name} 有 {len(problems)} 行要改", places=tuple(problems))
    return tuple(rows)


def _pages(text: str) -> tuple[int, ...] | None:
    """1-3、5 → (1, 2, 3, 5); 全部 → (); None where it is neither."""
    if text in ("", _ALL):
        return ()
    pages: list[int] = []
    for piece in text.replace("，", ",").replace("、", ",").removesuffix(".0").split(","):
        first, _, last = piece.strip().replace("–", "-").partition("-")
        if not first.isdigit() or (last and not last.isdigit()):
            return None
        pages += range(int(first), int(last or first) + 1)
    return tuple(pages)


def shown_pages(proposal: Proposal) -> str:
    """全部, 2 or 2-3."""
    if len(proposal.pages) == proposal.of_pages:
        return _ALL
    first, last = proposal.pages[0], proposal.pages[-1]
    return str(first) if first == last else f"{first}-{last}"


def _cells(proposal: Proposal, specs: Specs) -> list[str]:
    paper = specs.papers.get(proposal.type or "")
    return [
        "是" if proposal.is_sure else "",
        proposal.path,
        shown_pages(proposal) if proposal.pages else "",
        proposal.case.id if proposal.case else "",
        proposal.case.name if proposal.case else "",
        (paper.short or paper.title) if paper else "",
        f"{proposal.confidence:.0%}" if proposal.confidence else "",
        mask(proposal.problem or proposal.reason),
        proposal.sha256[:12],
    ]


def _workbook(proposals: Sequence[Proposal], specs: Specs) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "整理建议"
    sheet.append(list(COLUMNS))
    for proposal in proposals:
        sheet.append([""] * len(COLUMNS))
        for column, text in enumerate(_cells(proposal, specs), 1):
            cell = sheet.cell(sheet.max_row, column)
            cell.value = "".join(sign for sign in text if sign.isprintable())
            cell.data_type = "s"  # a file named =1+1 stays a name
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.fill = _SURE if proposal.is_sure else _LOOK
    for index, width in enumerate(COLUMNS.values()):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    last = max(2, sheet.max_row)
    _offer(sheet, f"A2:A{last}", '"是,否"')
    _offer(sheet, f"F2:F{last}", _list_of_papers(book, specs))
    sheet.freeze_panes = "A2"
    return book_bytes(book)


def _offer(sheet: Worksheet, cells: str, formula: str) -> None:
    """A drop-down; other words may still be written: 材料 takes any name of a paper."""
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)
    choice.add(cells)


def _list_of_papers(book: Workbook, specs: Specs) -> str:
    """A hidden sheet with what the papers are called; where it stands."""
    names = book.create_sheet("选项")
    names.sheet_state = "hidden"
    for paper in specs.papers.values():
        names.append([paper.short or paper.title])
    return f"选项!$A$1:$A${names.max_row}"


_STYLE = (
    "body{font:14px/1.5 sans-serif;margin:1.5em}table{border-collapse:collapse}td,th{border:1px solid #bbb;"
    "padding:.4em;vertical-align:top;text-align:left}tr.sure{background:#f1f8ec}tr.look{background:#fff8e1}"
    "img{max-width:220px;max-height:300px;border:1px solid #ccc}"
)


def _page(proposals: Sequence[Proposal], heap: Heap, specs: Specs) -> str:
    rows = []
    for proposal, picture in zip(proposals, _thumbnails(proposals, heap), strict=True):
        cells = _cells(proposal, specs)
        shown = f'<img alt="" src="data:image/jpeg;base64,{picture}">' if picture else ""
        body = "".join(f"<td>{html.escape(text)}</td>" for text in cells[:8])
        rows.append(f'<tr class="{"sure" if proposal.is_sure else "look"}">{body}<td>{shown}</td></tr>')
    head = "".join(f"<th>{name}</th>" for name in (*list(COLUMNS)[:8], "样子"))
    sure = sum(proposal.is_sure for proposal in proposals)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>整理建议</title><style>{_STYLE}</style>'
        f"<h1>整理建议</h1><p>共 {len(proposals)} 份，{sure} 份有把握（绿色），其余请看一眼。"
        f"在 {SHEET_NAME} 里改正，「采用」写「是」的才会复制。</p>"
        f"<table><tr>{head}</tr>{''.join(rows)}</table></html>\n"
    )


def _thumbnails(proposals: Sequence[Proposal], heap: Heap) -> Iterator[str]:
    """Small pictures of the papers, "" where there is none; pages are opened in worker processes."""
    with Workers(_WORKERS) as workers:
        tasks = ((heap.places[one.path], "" if one.problem else one.media_type, one.pages) for one in proposals)
        for result in workers.map(thumbnail, tasks):
            yield result.value if isinstance(result, Done) else ""


def thumbnail(task: tuple[Path, str, Sequence[int]]) -> str:
    """A page as a small JPEG in base64; "" where it cannot be shown. Runs in a worker."""
    place, media_type, pages = task
    if not (media_type.startswith("image/") or media_type == PDF):
        return ""
    try:
        picture = page_image(place, media_type, pages[0], long_side=600)
    except PageError:
        return ""
    picture.thumbnail(_THUMBNAIL)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=70)
    return base64.b64encode(out.getvalue()).decode("ascii")


def by_id(cases: Mapping[str, object], text: str) -> str | None:
    """The case id that a person means: 7 is 007."""
    return next((known for known in cases if known == text or known.lstrip("0") == text.lstrip("0")), None)
