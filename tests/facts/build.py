"""Builders of children with facts, for the tests of the facts room."""

from datetime import date
from functools import cache

from dossier.facts import FormReader, make_facts
from dossier.files.data import specs_folder
from dossier.model import (
    Basis,
    Case,
    Decisions,
    EvidenceFile,
    Guardian,
    PageReading,
    Part,
    Settings,
    Student,
    TextLine,
    Visit,
)
from dossier.specs.load import load_specs

TODAY = date(2022, 3, 18)
BOY, GIRL = "411328201203059995", "411328201203059987"
"""Born 2012-03-05, sequence 99x: given to nobody."""


def a_child(*, person=None, row=None, category="K", **told):
    """A case; `person` are the fields of case.yaml's facts, `row` the student as the roster alone has it."""
    student = Student(**({"row": "名册.xlsx 第2行", "name": "黄欣梓", "id_number": BOY} | told))
    return Case(id="001", student=student, row=row, decisions=Decisions(facts=person or {}), category=category)


def facts_of(case, settings=None, today=TODAY, heard=()):
    told = {"roster": "名册.xlsx", "heard": heard, "specs": the_specs()}
    return make_facts(case, settings or Settings(unit="城郊乡中心学校"), today, **told)


def a_guardian(name="黄建国", **told):
    return Guardian(**({"name": name, "relation": "父亲", "phone": "13708150899"} | told))


def a_visit(day, **told):
    return Visit(date=date.fromisoformat(day), date_text=day, spot="劝返记录 第2行", **told)


def a_page(*rows, page=1, source="ocr", sure=1.0, slant=0.0, seals=()):
    """A page of a form: each row a list of (left, text) or a line of text; rows 0.04 apart from 0.1 down."""
    lines = []
    for index, row in enumerate(rows):
        top = 0.1 + 0.04 * index
        for left, text in [(0.1, row)] if isinstance(row, str) else row:
            right = left + 0.022 * len(text)
            lines.append(a_line(text, (left, top + slant * left, right, top + 0.028 + slant * right), sure))
    return PageReading(page=page, source=source, lines=tuple(lines), seals=tuple(seals))


def a_line(text, box, sure=1.0):
    return TextLine(text=text, box=box, confidence=sure)


def a_card(name="黄欣梓", number=BOY, **told):
    """学籍卡 as the system prints it."""
    given = {
        "学校名称": "唐河县城郊乡中心学校",
        "年级": "七年级",
        "班级": "2班",
        "监护人姓名": "黄建国",
        "关系": "父亲",
        "联系电话": "13708150899",
    }
    cells = [("姓名", name), ("身份证件号", number), *(given | told).items()]
    return a_page("学生基本信息表", *([(0.1, label), (0.35, text)] for label, text in cells))


@cache
def the_specs():
    return load_specs(specs_folder())


def labels():
    return the_specs().labels


def read(*pages, kind="enrolment-card"):
    """(field, value, sure) of each fact on the pages."""
    return [(one.field, one.value, one.sure) for one in FormReader.of(labels()).read(pages, kind)]


def hear(*pages, path="学籍卡.jpg", kind="enrolment-card"):
    part = Part(path=path, pages=tuple(page.page for page in pages), type=kind, basis=Basis.NAME, confidence=1.0)
    return part, FormReader.of(labels()).hear(EvidenceFile(path=path, readings=pages), part)
