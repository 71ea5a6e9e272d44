"""Word records of invented cases: 送教上门记录, 劝返记录; typed forms with a signature put in as a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from dossier.demo.drawing import Fonts
from dossier.demo.people import Child, chinese_day
from dossier.demo.seals import draw_signature

_LESSONS = (
    ("生活适应", "认识常用餐具，练习用勺子独立进餐", "能在提示下完成三次，情绪稳定"),
    ("认知训练", "认识红、黄、蓝三种颜色并配对", "能正确配对两种颜色，蓝色需提示"),
    ("康复训练", "扶站练习与手部抓握训练", "扶站时间延长至两分钟，抓握有进步"),
    ("语言沟通", "练习说出家人的称呼和自己的名字", "能清楚说出“妈妈”“奶奶”"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One persuasion: when, who went, where, what came of it."""

    day: date
    persons: str
    place: str
    method: str
    result: str


def home_teaching_record(child: Child, day: date, index: int, fonts: Fonts, *, signed: bool = True) -> bytes:
    """送教上门记录 of one visit, as DOCX."""
    subject, content, effect = _LESSONS[index % len(_LESSONS)]
    document, table = _form("送教上门记录表", 9)
    _row(table, 0, "学生姓名", child.name, "送教次数", f"第{index + 1}次")
    _row(table, 1, "身份证号", child.id_number, "残疾类别等级", "肢体二级")
    _row(table, 2, "送教日期", chinese_day(day), "课时", "2课时")
    _row(table, 3, "送教教师", "李春梅、赵文博", "送教地点", "学生家中")
    _wide(table, 4, "教学内容", f"{subject}：{content}。")
    _wide(
        table,
        5,
        "教学过程",
        "教师先与家长交流近况，再通过示范、模仿、游戏等方式分步教学，过程中及时鼓励，家长全程参与。",
    )
    _wide(table, 6, "学生表现", f"{effect}。")
    _wide(table, 7, "家长意见", "感谢老师上门教孩子，在家会继续练习。")
    _wide(table, 8, "家长签字", "")
    if signed:
        _sign(table.cell(8, 1), child.guardian, fonts, seed=index + child.sequence)
    _teachers(document, fonts, seed=index + 1)
    return _saved(document)


def persuasion_record(child: Child, talks: Sequence[Talk], fonts: Fonts, *, signed: bool = True) -> bytes:
    """劝返记录 of several visits, as DOCX."""
    document, table = _form("劝返记录", 4 + 4 * len(talks))
    _row(table, 0, "学生姓名", child.name, "性别", child.sex)
    _row(table, 1, "身份证号", child.id_number, "就读学校及年级", f"{child.place.central_school}{child.grade}")
    _row(table, 2, "家长姓名", child.guardian, "联系电话", child.phone)
    _wide(table, 3, "家庭住址", child.address)
    for index, talk in enumerate(talks):
        top = 4 + 4 * index
        _row(table, top, f"第{index + 1}次劝返时间", chinese_day(talk.day), "方式", talk.method)
        _wide(table, top + 1, "劝返人员", talk.persons)
        _wide(table, top + 2, "地点", talk.place)
        _wide(
            table, top + 3, "经过与结果", f"向家长和孩子宣讲义务教育法，了解辍学原因，动员返校。结果：{talk.result}。"
        )
    document.add_paragraph()
    if signed:
        paragraph = document.add_paragraph("监护人签字：")
        _put(paragraph, draw_signature(child.guardian, fonts.hand, seed=child.sequence))
    else:
        document.add_paragraph("监护人签字：＿＿＿＿＿＿")
    _teachers(document, fonts, seed=child.sequence)
    return _saved(document)


def _form(title: str, rows: int) -> tuple[Any, Any]:
    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run(title)
    run.bold, run.font.size = True, Pt(20)
    run.font.name = "黑体"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")
    table = document.add_table(rows=rows, cols=4)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, (3.2, 5.2, 3.0, 4.4), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width, cell.vertical_alignment = Cm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for row in table.rows:
        row.height = Cm(1.1)
    return document, table


def _row(table: Any, index: int, *texts: str) -> None:
    for cell, text in zip(table.rows[index].cells, texts, strict=True):
        cell.text = text


def _wide(table: Any, index: int, label: str, text: str) -> None:
    cells = table.rows[index].cells
    cells[0].text = label
    cells[1].merge(cells[3]).text = text


def _sign(cell: Any, name: str, fonts: Fonts, *, seed: int) -> None:
    _put(cell.paragraphs[0], draw_signature(name, fonts.hand, seed=seed))


def _teachers(document: Any, fonts: Fonts, *, seed: int) -> None:
    paragraph = document.add_paragraph("教师签字：")
    for index, name in enumerate(("李春梅", "赵文博")):
        _put(paragraph, draw_signature(name, fonts.hand, seed=seed * 7 + index))


def _put(paragraph: Any, picture: Any) -> None:
    data = io.BytesIO()
    picture.save(data, "PNG")
    data.seek(0)
    paragraph.add_run().add_picture(data, height=Cm(1.0))


def _saved(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
