from dataclasses import replace

from dossier.model import Acceptance, Fact, Facts, Other, Severity, Source
from dossier.report.fact_rows import fact_rows
from dossier.report.html import format_html
from tests.report.build import a_check, a_finding, a_review

CARD = {"path": "学籍卡.jpg", "page": 1, "sure": True}
KNOWN = {
    "nation": Fact(field="nation", value="汉族", source=Source.ROSTER, others=(Other(value="汉族", **CARD),)),
    "school": Fact(
        field="school",
        value="城郊乡二中",
        source=Source.ROSTER,
        others=(Other(value="城郊乡一中", **CARD), Other(value="城郊乡二中", path="名册.xlsx")),
    ),
    "grade": Fact(field="grade", others=(Other(value="七年级", path="学籍卡.jpg", page=1),)),
}


def the_review(**more):
    dispute = a_finding("facts-differ", Severity.WARNING, "学校不一致", fields=("school",), **more)
    return replace(a_review(findings=[dispute]), facts=Facts(known=KNOWN))


def test_blank_and_disputed_facts_are_shown_and_no_others():
    rows = fact_rows(the_review())

    assert [(row.title, row.value, row.source, [one.value for one in row.others]) for row in rows] == [
        ("学校", "城郊乡二中", "名册", ["城郊乡一中"]),
        ("年级", "", "", ["七年级"]),
    ]


def test_what_was_accepted_is_no_dispute_any_more():
    accepted = Acceptance(rule="facts-differ", by="张三", reason="看过原件")

    assert [row.title for row in fact_rows(the_review(accepted=accepted))] == ["年级"]


def test_the_page_sets_the_paper_beside_the_roster():
    page = format_html(a_check(the_review()))

    assert "空着或有分歧的内容" in page
    assert "城郊乡一中" in page
    assert "学籍卡.jpg 第1页　请核对" in page
