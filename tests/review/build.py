"""Builders of small workspaces in memory for the tests of the review room."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from dossier.files.data import specs_folder
from dossier.model import Case, EvidenceFile, NoMemory, PageFact, Problem, Settings, Student, Workspace
from dossier.review import Judging, gather_facts, judge_pages, links_of, review, sort_papers
from dossier.specs import load_specs, load_thresholds

TODAY = date(2022, 3, 18)
BOY, GIRL = "411328201203059995", "411328201203059987"
"""Born 2012-03-05, sequence 99x: given to nobody."""


@cache
def the_thresholds():
    return load_thresholds(specs_folder())


@cache
def the_specs():
    return load_specs(specs_folder())


def a_student(**more):
    given = {"row": "名册.xlsx 第2行", "name": "黄欣梓", "id_number": BOY, "sex": "男", "birth": date(2012, 3, 5)}
    return Student(**(given | more))


def a_file(path, pages=1, **more):
    given = {"sha256": f"sha of {path}", "size": 99, "media_type": "application/pdf"}
    if path.lower().endswith((".jpg", ".png", ".heic")):
        given["media_type"] = "image/jpeg"
    facts = tuple(PageFact(width=595.0, height=842.0) for _ in range(pages))
    return EvidenceFile(path=path, pages=facts, **(given | more))


def a_bad_file(path, rule="unreadable"):
    return a_file(path, pages=0, problem=Problem(rule=rule, message="打不开。", action="请重新扫描。"))


def a_case(category="A", *files, id="001", **more):
    """A case of `category`; files are paths or EvidenceFiles."""
    looked = tuple(a_file(file) if isinstance(file, str) else file for file in files)
    given = {
        "student": a_student(category_text=category or ""),
        "folder": f"{id}-黄欣梓",
        "files": looked,
        "paths": tuple(file.path for file in looked),
    }
    return Case(id=id, category=category, **(given | more))


def a_child(category="B", *files, id="001", **facts):
    """A case whose student has these facts."""
    return a_case(category, *files, id=id, student=a_student(category_text=category or "", **facts))


def judged(*cases, memory=None, likes=(), **more):
    """The Check of a workspace of these cases."""
    judging = a_judging(*cases, **more)
    memory = memory or NoMemory()
    papers = sort_papers(judging, memory)
    facts = gather_facts(judging, papers, memory)
    pages = judge_pages(judging, papers, memory)
    return review(judging, papers, facts, pages, links_of(judging, papers, facts, likes))


def a_judging(*cases, term="", specs=None, unprintable="", today=TODAY, header=None):
    """With what a workspace of these cases is judged."""
    return Judging(
        workspace=Workspace(root=Path("/nowhere"), settings=Settings(term=term), cases=cases, header=header),
        specs=specs or the_specs(),
        thresholds=the_thresholds(),
        today=today,
        is_read=any(file.readings for case in cases for file in case.files),
        unprintable=frozenset(unprintable),
    )


def reviewed(case, **more):
    return judged(case, **more).reviews[0]


def rules(result):
    return [finding.rule for finding in result.findings]


def only(result, rule):
    """The one finding of `rule`."""
    found = [finding for finding in result.findings if finding.rule == rule]
    assert len(found) == 1, [(finding.rule, finding.message) for finding in result.findings]
    return found[0]


def types(result):
    return {part.path: part.type for part in result.parts}


def decided(case, **decisions):
    """The case with these decisions of a person."""
    return replace(case, decisions=replace(case.decisions, **decisions))
