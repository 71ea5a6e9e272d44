"""Judgements that are remembered: the same as anew, and only as long as nothing changed."""

from dataclasses import fields, replace
from datetime import date

import pytest

from dossier.check.remembered import SCHEMA, _finding, _finding_row, _part, _part_row, remembering
from dossier.files.store import Store
from dossier.model import Basis, Finding, Part, Settings, Severity, Workspace
from dossier.review.pages import judge_pages
from tests.evidence.reading.build import a_photo, a_police_page, read_file, the_thresholds
from tests.review.build import TODAY, a_case, a_student, judged

RULES = ("program", "specs")


def a_case_with_papers(**more):
    """A paper, a photograph and a page that could not be read."""
    unread = replace(a_police_page(), lines=(), unread="识读这个文件时程序意外中断")
    files = read_file("一.jpg", a_police_page()), read_file("二.jpg", a_photo()), read_file("三.jpg", unread)
    return a_case("A", *files, **more)


def check_with(folder, case, *, rests_on=RULES, today=TODAY, may_ask=True):
    """The review of the case with a memory in `folder`, which is saved."""

    def make():
        if not may_ask:
            pytest.fail("judged again")
        workspace = Workspace(root=folder, settings=Settings(), cases=(case,))
        return judge_pages(workspace, the_thresholds())

    store = Store(folder, "verdicts", SCHEMA)
    made = judged(case, judge=remembering(make, None, (case,), store, rests_on), today=today)
    store.save()
    return made.reviews[0]


def test_what_was_judged_once_is_the_same_again_without_judging(tmp_path):
    first = check_with(tmp_path, a_case_with_papers())
    again = check_with(tmp_path, a_case_with_papers(), may_ask=False)

    assert first == again
    assert {"not-read", "no-seal"} <= {finding.rule for finding in first.findings}


CHANGES = {
    "another day": lambda: {"today": date(2022, 3, 19)},
    "other rules": lambda: {"rests_on": ("program", "other specs")},
    "another child": lambda: {"case": a_case_with_papers(student=a_student(name="李四", category_text="A"))},
    "another page": lambda: {"case": a_case("A", read_file("一.jpg", a_police_page(), sha256="other"))},
    "a page that can be read now": lambda: {"case": a_case("A", read_file("三.jpg", a_police_page()))},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_differs_is_judged_anew(tmp_path, change):
    check_with(tmp_path, a_case_with_papers())
    given = {"case": a_case_with_papers()} | CHANGES[change]()
    asked = []

    def make():
        asked.append(change)
        return judge_pages(Workspace(root=tmp_path, settings=Settings(), cases=(given["case"],)), the_thresholds())

    store = Store(tmp_path, "verdicts", SCHEMA)
    judge = remembering(make, None, (given["case"],), store, given.get("rests_on", RULES))
    judged(given["case"], judge=judge, today=given.get("today", TODAY))

    assert asked


def test_a_damaged_memory_costs_judging_again_and_nothing_else(tmp_path):
    first = check_with(tmp_path, a_case_with_papers())
    kept = next(tmp_path.glob("verdicts*"))
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)

    assert check_with(tmp_path, a_case_with_papers()) == first


def test_what_is_kept_but_is_no_judgement_is_judged_anew(tmp_path):
    first = check_with(tmp_path, a_case_with_papers())
    store = Store(tmp_path, "verdicts", SCHEMA)
    for key in list(store):
        store.put(key, [store.get(key)[0], [["nonsense"]]])
    store.save()

    assert check_with(tmp_path, a_case_with_papers()) == first


def test_every_part_and_every_finding_comes_back_as_it_was():
    part = Part(
        path="一.pdf", pages=(1, 2), type="other", basis=Basis.CONTENT, confidence=0.6, turn=90, also=("card",),
        left_out="重复", proposal="x", reason="因为", date=date(2022, 3, 1),
    )  # fmt: skip
    finding = Finding(
        rule="no-seal", severity=Severity.WARNING, message="没有章", action="补盖", path="一.pdf", type="other",
        pages=(1,), other_case="002", other_path="二.pdf", other_page=2, box=(0.1, 0.2, 0.3, 0.4), fields=("school",),
    )  # fmt: skip

    assert _part(*_part_row(part)) == part
    assert _finding(*_finding_row(finding)) == finding
    assert all(getattr(part, one.name) for one in fields(Part))
    assert all(
        getattr(finding, one.name) for one in fields(Finding) if one.name not in ("accepted", "crop", "other_crop")
    )
