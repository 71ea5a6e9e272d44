"""Builders of small checks for the tests of the report room."""

from datetime import date
from pathlib import Path

from dossier.model import (
    Basis,
    Case,
    Check,
    EvidenceFile,
    Finding,
    PageFact,
    PaperType,
    Part,
    Requirement,
    RequirementReview,
    RequirementStatus,
    Review,
    Settings,
    Severity,
    Student,
    Workspace,
)

VILLAGE = Requirement(types=("village-certificate",), title="村（居）委会证明", ask="请到户籍所在村（居）委会开具")
POLICE = Requirement(
    types=("police-certificate", "household-certificate"),
    title="派出所证明",
    ask="请到辖区派出所开具并盖章",
    source="三（一）A",
)


def a_file(path, pages=1, **more):
    return EvidenceFile(
        path=path,
        sha256="ab" * 32,
        size=123,
        media_type="image/jpeg",
        pages=(PageFact(width=595.0, height=842.0),) * pages,
        **more,
    )


def a_part(path, type_="village-certificate", **more):
    given = {"pages": (1,), "basis": Basis.NAME, "confidence": 0.98}
    return Part(path=path, type=type_, **(given | more))


def a_finding(rule="missing", severity=Severity.ERROR, message="缺少派出所证明", action="请补交。", **more):
    return Finding(rule=rule, severity=severity, message=message, action=action, **more)


def missing_police():
    return a_finding(type="police-certificate", message="缺少派出所证明", action="请向辖区派出所索取。")


def a_case(number="002", name="李涵欣", **more):
    given = {"category": "A", "folder": f"{number}-{name}", "files": (a_file("村委会证明.JPG"),)}
    given |= more
    return Case(id=number, student=Student(name=name), **given, paths=tuple(file.path for file in given["files"]))


def a_review(number="002", name="李涵欣", findings=(), case=None, requirements=None, parts=None):
    complete = RequirementReview(requirement=VILLAGE, status=RequirementStatus.PRESENT, files=("村委会证明.JPG",))
    lacking = any(found.rule == "missing" for found in findings)
    status = RequirementStatus.MISSING if lacking else RequirementStatus.PRESENT
    police = RequirementReview(requirement=POLICE, status=status, files=() if lacking else ("村委会证明.JPG",))
    return Review(
        case=case or a_case(number, name),
        subtype="查无此人",
        parts=(a_part("村委会证明.JPG"),) if parts is None else parts,
        requirements=(complete, police) if requirements is None else requirements,
        findings=tuple(findings),
    )


def a_check(*reviews, findings=(), unsorted=()):
    return Check(
        workspace=Workspace(
            root=Path("2022春"),
            settings=Settings(unit="城郊乡中心学校", term="2022年春季学期"),
            cases=tuple(review.case for review in reviews),
            unsorted=unsorted,
        ),
        unsorted=unsorted,
        reviews=reviews,
        findings=tuple(findings),
        today=date(2022, 3, 18),
        version="0.1.0",
        papers={"police-certificate": PaperType(id="police-certificate", title="派出所证明", issuer="辖区派出所")},
    )
