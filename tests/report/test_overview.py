"""Whom to ask for what, and in which order."""

from dataclasses import replace

from dossier.model import Acceptance, JointVisits, RequirementReview, RequirementStatus, Severity
from dossier.report.overview import (
    OURSELVES,
    ROSTER,
    category_words,
    in_order,
    list_chases,
    matrix_columns,
    matrix_row,
    sorted_findings,
)
from tests.report.build import POLICE, VILLAGE, a_case, a_check, a_finding, a_review, missing_police

WARNING = Severity.WARNING


def test_cases_to_chase_come_first_then_those_to_look_at_each_in_roster_order():
    doubtful = a_finding("no-seal", WARNING)
    reviews = [
        a_review("001"),
        a_review("002", findings=[doubtful]),
        a_review("003", findings=[missing_police()]),
        a_review("004", findings=[missing_police()]),
    ]

    assert [review.case.id for review in in_order(reviews)] == ["003", "004", "002", "001"]


def test_errors_come_before_warnings_before_what_is_accepted_before_notes():
    accepted = a_finding("blurred", WARNING, accepted=Acceptance(rule="blurred", by="张", reason="看过"))
    mixed = [a_finding("not-read", Severity.NOTE), accepted, a_finding("no-seal", WARNING), missing_police()]

    assert [found.rule for found in sorted_findings(mixed)] == ["missing", "no-seal", "blurred", "not-read"]


def test_a_missing_paper_is_asked_of_its_issuer_with_the_words_of_the_spec():
    check = a_check(a_review("001", findings=[missing_police()]), a_review("002", findings=[missing_police()]))

    (chase,) = list_chases(check)

    assert chase.whom == "辖区派出所"
    assert [(one.what, one.how, len(one.reviews)) for one in chase.wanted] == [
        ("派出所证明", "请到辖区派出所开具并盖章", 2)
    ]


def test_faults_of_the_roster_go_to_who_keeps_it_and_the_rest_to_ourselves_last():
    check = a_check(
        a_review(
            "001", findings=[a_finding("id-check-digit"), a_finding("no-seal", WARNING), a_finding("blurred", WARNING)]
        )
    )

    assert [chase.whom for chase in list_chases(check)] == [ROSTER, OURSELVES]


def test_nobody_is_asked_for_notes_and_accepted_warnings():
    accepted = a_finding("no-seal", WARNING, accepted=Acceptance(rule="no-seal", by="张", reason="看过"))

    assert list_chases(a_check(a_review(findings=[accepted, a_finding("not-read", Severity.NOTE)]))) == []


def test_the_same_fault_twice_in_a_case_is_one_thing_to_ask_for():
    (chase,) = list_chases(a_check(a_review(findings=[a_finding("no-seal", WARNING), a_finding("no-seal", WARNING)])))

    assert chase.count == 1


def test_requirements_of_the_same_paper_share_a_column_under_the_shortest_title():
    long = replace(VILLAGE, title="村（居）委会证明（盖章）")
    other = RequirementReview(requirement=long, status=RequirementStatus.MISSING)
    first, second = a_review("001"), a_review("002", requirements=(other,))
    check = a_check(first, second)

    columns = matrix_columns(check, check.reviews)

    assert [column.title for column in columns] == ["村（居）委会证明", "派出所证明"]
    assert matrix_row(second, columns) == ["缺", ""]


def test_visits_that_serve_instead_of_a_paper_have_a_column_of_their_own():
    visits = replace(POLICE, title="三次联合劝返", or_visits=JointVisits(least=3, units=2))
    review = a_review(
        requirements=(
            RequirementReview(requirement=POLICE, status=RequirementStatus.MISSING),
            RequirementReview(requirement=visits, status=RequirementStatus.PRESENT),
        )
    )
    check = a_check(review)

    columns = matrix_columns(check, check.reviews)

    assert [column.title for column in columns] == ["派出所证明", "三次联合劝返"]
    assert matrix_row(review, columns) == ["缺", "✓"]


def test_a_recommended_paper_that_is_not_there_is_not_called_missing():
    wanted = RequirementReview(requirement=replace(VILLAGE, recommended=True), status=RequirementStatus.MISSING)
    review = a_review(requirements=(wanted,))
    check = a_check(review)

    assert matrix_row(review, matrix_columns(check, check.reviews)) == ["荐"]


def test_a_case_without_category_says_so():
    review = a_review(case=a_case(category=None))

    assert category_words(a_check(review), review) == "类别不明"
