"""The JSON of contract §6."""

import json
from datetime import date

from dossier.model import Acceptance, EvidenceFile, RequirementReview, RequirementStatus, Severity
from dossier.report import format_json
from tests.report.build import (
    VILLAGE,
    a_case,
    a_check,
    a_file,
    a_finding,
    a_part,
    a_review,
    missing_police,
)

IMPRINT = ("date", "document_no", "issuer", "title")


def told(*reviews, **more):
    return json.loads(format_json(a_check(*reviews, **more)))


def test_json_has_the_keys_of_the_contract_in_its_order():
    result = told(a_review(findings=[missing_police()]))

    names = ["schema", "version", "today", "workspace", "summary", "findings", "cases", "unsorted"]
    assert list(result) == names
    assert list(result["summary"]) == ["cases", "complete", "review", "incomplete", "files", "skipped"]
    case = result["cases"][0]
    assert list(case) == [
        "id", "name", "category", "subtype", "folder", "status", "requirements", "files", "skipped",
        "findings", "facts", "letters_due", "state",
    ]  # fmt: skip
    assert list(case["requirements"][0]) == ["types", "title", "status", "files"]
    assert list(case["files"][0]) == ["path", "sha256", "media_type", "pages", "size", "parts"]
    assert list(case["files"][0]["parts"][0]) == ["type", "pages", "basis", "confidence", *IMPRINT]
    assert result["schema"] == 1
    assert result["today"] == "2022-03-18"


def test_a_finding_without_a_path_says_null_and_names_its_type():
    finding = told(a_review(findings=[missing_police()]))["cases"][0]["findings"][0]

    assert finding == {
        "rule": "missing",
        "severity": "error",
        "type": "police-certificate",
        "path": None,
        "message": "缺少派出所证明",
        "action": "请向辖区派出所索取。",
        "command": "dossier waive 2022春 002 police-certificate --by 您的姓名 --reason 已核对原件",
    }


def test_the_summary_counts_cases_by_status_and_files():
    doubtful = a_finding("no-seal", Severity.WARNING, "没有看到印章")

    summary = told(
        a_review(findings=[missing_police()]),
        a_review("003", "刘雨", findings=[doubtful]),
        a_review("004", case=a_case("004", skipped=("Thumbs.db",))),
    )["summary"]

    assert summary == {"cases": 3, "complete": 1, "review": 1, "incomplete": 1, "files": 3, "skipped": 1}


def test_every_file_is_listed_even_links_and_files_nobody_looked_at():
    case = a_case(files=(a_file("a.jpg"), EvidenceFile(path="空.pdf")), special=("链接.pdf",))

    files = told(a_review(case=case, parts=(a_part("a.jpg"),)))["cases"][0]["files"]

    assert [file["path"] for file in files] == ["a.jpg", "空.pdf", "链接.pdf"]
    assert [file["pages"] for file in files] == [1, 0, 0]


def test_pages_that_a_person_left_out_have_no_type_and_a_reason():
    left = a_part("村委会证明.JPG", left_out="与第一份重复")

    part = told(a_review(parts=(left,)))["cases"][0]["files"][0]["parts"][0]

    assert part["type"] is None
    assert part["left_out"] == "与第一份重复"


def test_an_accepted_warning_says_who_accepted_it():
    accepted = Acceptance(rule="no-seal", by="张老师", reason="原件已核对", on=date(2022, 3, 1))
    finding = a_finding("no-seal", Severity.WARNING, "没有看到印章", accepted=accepted)

    result = told(a_review(findings=[finding]))["cases"][0]

    assert result["status"] == "complete"
    assert result["findings"][0]["accepted"] == {"by": "张老师", "on": "2022-03-01", "reason": "原件已核对"}


def test_a_recommended_paper_that_is_not_there_is_marked_so():
    from dataclasses import replace

    wanted = RequirementReview(requirement=replace(VILLAGE, recommended=True), status=RequirementStatus.MISSING)

    assert told(a_review(requirements=(wanted,)))["cases"][0]["requirements"][0]["recommended"] is True


def test_a_file_name_that_is_no_text_can_be_written_and_read_back():
    case = a_case(files=(a_file("\udcff.jpg"),))

    text = format_json(a_check(a_review(case=case, parts=())))

    assert json.loads(text.encode("utf-8"))["cases"][0]["files"][0]["path"] == "\udcff.jpg"


def test_numbers_of_identity_cards_are_masked_in_words_and_whole_in_paths():
    number = "411328201203059995"
    finding = a_finding("other-person", message=f"写的是 {number}。", action=f"请核对 {number}。", path=f"{number}.jpg")

    shown = told(a_review(findings=[finding]))["cases"][0]["findings"][0]

    assert shown["message"] == "写的是 411328********9995。"
    assert shown["action"] == "请核对 411328********9995。"
    assert shown["path"] == f"{number}.jpg"
