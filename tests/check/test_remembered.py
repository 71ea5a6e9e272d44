"""Judgements that are remembered: the same as anew, and only as long as nothing changed."""

from dataclasses import fields, replace
from datetime import date

import pytest

from dossier.files.memory import StoredMemory
from dossier.files.store import Store
from dossier.model import Basis, Finding, Part, Severity
from tests.evidence.reading.build import a_photo, a_police_page, read_file
from tests.review.build import TODAY, a_case, a_student, judged

RULES = ("program", "specs")


def a_case_with_papers(**more):
    """A paper, a photograph and a page that could not be read."""
    unread = replace(a_police_page(), lines=(), unread="识读这个文件时程序意外中断")
    files = read_file("一.jpg", a_police_page()), read_file("二.jpg", a_photo()), read_file("三.jpg", unread)
    return a_case("A", *files, **more)


def check_with(folder, case, *, rests_on=RULES, today=TODAY):
    """The review of the case with a memory in `folder`, which is saved."""
    memory = StoredMemory(Store(folder, "verdicts", 1), *rests_on, repr(replace(case, files=(), findings=())))
    made = judged(case, memory=memory, today=today)
    memory.save()
    return made.reviews[0]


def watch_judging(monkeypatch):
    """The questions that are really asked from now on."""
    asked = []

    def count(name):
        real = pytest.importorskip(name.rpartition(".")[0]).__dict__[name.rpartition(".")[2]]
        monkeypatch.setattr(name, lambda *given, **more: asked.append(name) or real(*given, **more))

    count("dossier.review.assign.propose")
    count("dossier.review.pages.find_persons")
    return asked


def test_what_was_judged_once_is_the_same_again_without_judging(tmp_path, monkeypatch):
    first = check_with(tmp_path, a_case_with_papers())
    asked = watch_judging(monkeypatch)
    again = check_with(tmp_path, a_case_with_papers())

    assert first == again
    assert asked == []
    assert {"not-read", "no-seal"} <= {finding.rule for finding in first.findings}


CHANGES = {
    "another day": lambda: {"today": date(2022, 3, 19)},
    "other rules": lambda: {"rests_on": ("program", "other specs")},
    "another child": lambda: {"case": a_case_with_papers(student=a_student(name="李四", category_text="A"))},
    "another page": lambda: {"case": a_case("A", read_file("一.jpg", a_police_page(), sha256="other"))},
    "a page that can be read now": lambda: {"case": a_case("A", read_file("三.jpg", a_police_page()))},
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_differs_is_judged_anew(tmp_path, monkeypatch, change):
    check_with(tmp_path, a_case_with_papers())
    asked = watch_judging(monkeypatch)
    check_with(tmp_path, **({"case": a_case_with_papers()} | CHANGES[change]()))

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
    store = Store(tmp_path, "verdicts", 1)
    for key in list(store):
        store.put(key, [store.get(key)[0], [["nonsense"]]])
    store.save()

    assert check_with(tmp_path, a_case_with_papers()) == first


def test_every_part_and_every_finding_comes_back_as_it_was(tmp_path):
    part = Part(
        path="一.pdf", pages=(1, 2), type="other", basis=Basis.CONTENT, confidence=0.6, turn=90, also=("card",),
        left_out="重复", proposal="x", reason="因为", date=date(2022, 3, 1), document_no="3号", issuer="某校",
        title="证明",
    )  # fmt: skip
    finding = Finding(
        rule="no-seal", severity=Severity.WARNING, message="没有章", action="补盖", path="一.pdf", type="other",
        pages=(1,), other_case="002", other_path="二.pdf", other_page=2, box=(0.1, 0.2, 0.3, 0.4), fields=("school",),
        entry="waived:card",
    )  # fmt: skip
    for kind, made in ((tuple[Part, ...], (part,)), (tuple[Finding, ...], (finding,))):
        memory = StoredMemory(Store(tmp_path, "rows", 1))
        memory.recall(kind, str(kind), "", lambda made=made: made)
        memory.save()

        kept = StoredMemory(Store(tmp_path, "rows", 1)).recall(kind, str(kind), "", lambda: pytest.fail("not kept"))
        assert kept == made
    assert all(getattr(part, one.name) for one in fields(Part))
    assert all(
        getattr(finding, one.name) for one in fields(Finding) if one.name not in ("accepted", "crop", "other_crop")
    )
