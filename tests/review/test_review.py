"""The room as a whole: order, passing through, rules, determinism, nothing lost."""

import random
from pathlib import Path

from dossier.findings import RULES, format_rules, found
from dossier.model import CaseStatus, Finding, PageReading, Severity
from tests.review.build import a_bad_file, a_case, a_child, a_file, judged, reviewed, rules

CONTRACT = """recommended decision-unused notice-money letter-open letter-unknown
missing too-few needs-person unassigned unsure empty-file unreadable encrypted unsupported too-large
wrong-extension page-pictured not-read duplicate-file reused-photo blurred too-dark low-resolution upside-down no-seal
grey-seal wrong-seal no-signature other-person person-not-found expired expires-soon id-check-digit id-format id-date
id-sex id-missing id-region category-unknown decisions duplicate-id possible-duplicate student-no disability-no
category-age date-impossible date-order count-mismatch glyph-missing roster-row case-folder annex-empty facts-differ
facts-contradict fact-unclear paper-order visits-differ unit-unreadable"""


def test_the_public_rules_are_all_there_under_their_names():
    assert set(RULES) == set(CONTRACT.split())


def test_the_page_of_rules_is_the_one_made_from_the_code():
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert page.read_text("utf-8") == format_rules(), "run: python -m dossier.findings > docs/rules.md"


def test_findings_of_the_workspace_room_pass_through():
    own = Finding(rule="decisions", severity=Severity.ERROR, message="case.yaml 第3行：…", path="case.yaml")
    result = reviewed(a_case("B", "学籍卡.pdf", findings=(own,)))

    assert result.findings == (own,)
    assert result.status is CaseStatus.INCOMPLETE


def test_errors_stand_before_warnings_before_notes():
    result = reviewed(a_child("G", a_bad_file("公安证明.jpg"), id_number=""))

    assert [str(finding.severity) for finding in result.findings] == ["error", "warning", "warning"]


def test_every_file_of_a_case_is_in_a_part_whatever_it_is_called():
    pick = random.Random(7)
    signs = "学籍卡户口簿证明派出所村委会残疾诊断送教劝返司法记录照片（）、 _-12.A"
    cases = []
    for number in range(300):
        names = {"".join(pick.choices(signs, k=pick.randint(1, 14))) + ".pdf" for _ in range(4)}
        files = [a_file(name, pages=pick.randint(1, 4)) for name in sorted(names)]
        cases.append(a_case(pick.choice("ABCDEFGHIJKLM"), *files, id=f"{number:03d}"))

    for result in judged(*cases).reviews:
        asked = {finding.path for finding in result.findings if finding.rule == "unassigned"}
        for file in result.case.files:
            parts = [part for part in result.parts if part.path == file.path]
            assert [page for part in parts for page in part.pages] == list(range(1, len(file.pages) + 1))
            assert (file.path in asked) == any(part.type is None for part in parts)


def test_the_same_workspace_gives_the_same_judgement():
    cases = [a_case("A", "村委证明.jpg", "IMG_1.jpg"), a_case("I", "学籍卡.pdf", id="002")]

    assert judged(*cases).reviews == judged(*cases).reviews


def test_rules_of_the_page_readers_are_asked_with_parts_and_day(monkeypatch):
    asked = []

    def blurred(case, parts, specs, thresholds):
        asked.append((case.id, [part.type for part in parts]))
        yield found("blurred", "模糊", path=parts[0].path)

    monkeypatch.setattr("dossier.review.pages.find_pictures", blurred)
    read = {"readings": (PageReading(page=1),)}
    cases = a_case("B", a_file("学籍卡.pdf", **read)), a_case("B", a_file("学籍表.pdf", **read), id="002")
    first, second = judged(*cases).reviews

    assert asked == [("001", ["enrolment-card"]), ("002", ["enrolment-card"])]
    assert "blurred" in rules(first)
    assert "blurred" in rules(second)
