"""Builders of children with facts, for the tests of the facts room."""

from datetime import date

from dossier.facts import make_facts
from dossier.model import Case, Decisions, Guardian, Settings, Student, Visit

TODAY = date(2022, 3, 18)
BOY, GIRL = "411328201203059995", "411328201203059987"
"""Born 2012-03-05, sequence 99x: given to nobody."""


def a_child(*, person=None, row=None, **told):
    """A case; `person` are the fields of case.yaml's facts, `row` the student as the roster alone has it."""
    student = Student(**({"row": "名册.xlsx 第2行", "name": "黄欣梓", "id_number": BOY} | told))
    return Case(id="001", student=student, row=row, decisions=Decisions(facts=person or {}), category="K")


def facts_of(case, settings=None, today=TODAY):
    return make_facts(case, settings or Settings(unit="城郊乡中心学校"), today, roster="名册.xlsx")


def a_guardian(name="黄建国", **told):
    return Guardian(**({"name": name, "relation": "父亲", "phone": "13708150899"} | told))


def a_visit(day, **told):
    return Visit(date=date.fromisoformat(day), date_text=day, spot="劝返记录 第2行", **told)
