"""Every state of a requirement has its character."""

from __future__ import annotations

import pytest

from dossier.desk.case_page import case_view
from dossier.desk.cells import SIGNS, sign_of
from dossier.findings import RULES
from dossier.model import (
    Acceptance,
    Case,
    Finding,
    Requirement,
    RequirementReview,
    RequirementStatus,
    Review,
    Severity,
    Student,
)

PRESENT, MISSING, FAULTY, WAIVED = RequirementStatus
SEEN = Acceptance(rule="no-seal", by="赵文博", reason="原件有章")


def found(rule: str, **more: object) -> Finding:
    severity = more.pop("severity", RULES[rule].levels[0])
    return Finding(rule=rule, severity=severity, message="", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("char", "status", "findings"),
    [
        ("齐", PRESENT, []),
        ("齐", PRESENT, [found("no-seal", path="b.jpg")]),
        ("齐", PRESENT, [found("no-seal", path="a.jpg", accepted=SEEN)]),
        ("齐", PRESENT, [found("not-read", path="a.jpg", severity=Severity.NOTE)]),
        ("看", PRESENT, [found("no-seal", path="a.jpg")]),
        ("认", PRESENT, [found("unsure", path="a.jpg"), found("no-seal", path="a.jpg")]),
        ("批", PRESENT, [found("needs-person"), found("no-seal", path="a.jpg")]),
        ("少", MISSING, [found("too-few", type="enrolment-card")]),
        ("坏", FAULTY, [found("unreadable", path="a.jpg")]),
        ("坏", PRESENT, [found("other-person", path="a.jpg")]),
        ("免", WAIVED, []),
    ],
)
def test_the_sign_of_a_requirement(char: str, status: RequirementStatus, findings: list[Finding]) -> None:
    held = RequirementReview(requirement=Requirement(types=("enrolment-card",)), status=status, files=("a.jpg",))
    review = Review(case=Case(id="001", student=Student(name="黄欣梓")), findings=tuple(findings))

    assert sign_of(review, held) is SIGNS[char]


@pytest.mark.parametrize(("char", "recommended"), [("缺", False), ("荐", True)])
def test_what_is_not_there(char: str, recommended: bool) -> None:
    wanted = Requirement(types=("enrolment-card",), recommended=recommended)
    held = RequirementReview(requirement=wanted, status=MISSING)
    review = Review(case=Case(id="001", student=Student(name="黄欣梓")))

    assert sign_of(review, held) is SIGNS[char]


def test_a_file_that_nobody_looked_at_yet_is_not_all_right() -> None:
    case = Case(id="001", student=Student(name="黄欣梓"), paths=("a.jpg",))
    view = case_view(None, case, Review(case=case), lambda path: path)

    assert [(one.sign.char, one.sign.words) for one in view.files] == [("等", "程序还没看到它")]
    assert view.next_open("") is view.files[0]
