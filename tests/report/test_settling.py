"""The command that settles a finding: whole, and such that cmd and sh both take it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dossier.files.data import specs_folder
from dossier.findings import RULES
from dossier.model import (
    Acceptance,
    Confirmation,
    Decisions,
    Fact,
    Facts,
    Other,
    Requirement,
    RequirementReview,
    RequirementStatus,
    Severity,
    Visit,
    Waiver,
)
from dossier.report.settling import command_of
from dossier.specs import load_specs
from tests.report.build import a_case, a_check, a_file, a_finding, a_review

WARNING, ERROR = Severity.WARNING, Severity.ERROR


SIGNED = Waiver(by="王", reason="-")
NO_SEAL = Acceptance(rule="no-seal", by="王", reason="-", path="学籍卡.pdf")


OF_CARD = {"path": "学籍卡.pdf", "entry": "no-seal"}


def command(
    rule, severity=WARNING, *, paths=(), facts=None, clerk="", root="2022春", decisions=None, category="A",
    id_number="", **about,
):  # fmt: skip
    found = replace(a_finding(rule, severity, "话"), **about)
    case = a_case(files=tuple(a_file(path) for path in paths), decisions=decisions or Decisions(), category=category)
    case = replace(case, student=replace(case.student, id_number=id_number))
    asked = Requirement(types=("disability-certificate",), title="残疾证")
    held = (RequirementReview(requirement=asked, status=RequirementStatus.MISSING),) if category == "I" else None
    review = a_review(case=case, findings=[found], requirements=held)
    review = replace(review, facts=facts) if facts is not None else review
    check = a_check(review)
    settings = replace(check.workspace.settings, clerk=clerk)
    check = replace(check, categories=load_specs(specs_folder()).categories)
    check = replace(check, workspace=replace(check.workspace, root=Path(root), settings=settings))
    return command_of(check, review, found)


def test_a_warning_is_accepted_by_the_clerk_of_the_workspace() -> None:
    said = command("no-seal", paths=["学籍卡.pdf"], path="学籍卡.pdf", clerk="赵 文博", root="D/控辍 保学")

    assert said == 'dossier accept "D/控辍 保学" 002 no-seal 学籍卡.pdf --by "赵 文博" --reason 已核对原件'


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("a b.jpg", "a b.jpg"),
        ("a&b(1).jpg", "a&b(1).jpg"),
        ("-x.jpg", "./-x.jpg"),
        ("收据$5.jpg", "收据"),
        ("好!.jpg", "好"),
        ("100%.jpg", "100"),
        ("证明411328201203059987.jpg", "证明"),
    ],
)
def test_a_file_is_named_so_that_every_shell_understands_it(path: str, named: str) -> None:
    said = command("blurred", paths=[path, "别的.jpg"], path=path)

    assert said is not None
    assert shlex.split(said)[5] == named
    assert not any(sign in said for sign in "'$!`%")


def test_a_file_that_cannot_be_named_has_no_command() -> None:
    assert command("blurred", paths=["$1.jpg"], path="$1.jpg") is None
    assert command("blurred", paths=["收$1.jpg", "收$2.jpg"], path="收$1.jpg") is None
    assert command("blurred", root="a$b") is None


@pytest.mark.parametrize(
    ("rule", "severity", "about", "words"),
    [
        ("needs-person", WARNING, {}, "confirm 2022春 002 --by"),
        ("unassigned", ERROR, {"path": "a.jpg", "type": "other"}, "assign 2022春 002 a.jpg other"),
        ("unassigned", ERROR, {"path": "a.jpg", "pages": (2, 3)}, "assign 2022春 002 a.jpg other --pages 2,3"),
        ("other-person", ERROR, {"path": "a.jpg"}, "assign 2022春 002 a.jpg --leave-out 不是本人的材料"),
        ("encrypted", ERROR, {"path": "a.jpg"}, "assign 2022春 002 a.jpg --leave-out 不是本案材料"),
        ("duplicate-file", WARNING, {"path": "a.jpg"}, "accept 2022春 002 duplicate-file a.jpg"),
        ("upside-down", WARNING, {"path": "a.jpg"}, "accept 2022春 002 upside-down a.jpg"),
        ("reused-photo", ERROR, {"path": "a.jpg", "other_case": "016"}, "accept 2022春 002 reused-photo a.jpg"),
    ],
)
def test_each_kind_of_finding_has_its_command(rule, severity, about, words) -> None:
    said = command(rule, severity, paths=["a.jpg"], **about)

    assert said.startswith(f"dossier {words}")
    assert ("--with 016" in said) == (rule == "reused-photo")


def test_what_papers_surely_say_is_proposed_as_the_fact() -> None:
    others = (Other(value="甲校", path="a.jpg", page=1, sure=True), Other(value="乙", path="b.jpg", page=1))
    facts = Facts(known={"school": Fact(field="school", value="丙校", others=others)})

    said = command("facts-differ", facts=facts, fields=("school",))

    assert said == "dossier fact 2022春 002 school 甲校 --by 您的姓名"


BY_HAND = {
    "glyph-missing": "字体",  # a font is to be had
    "decisions": "改正",  # case.yaml itself is to be mended, at the line that the message names
    "roster-row": "名册",
    "case-folder": "文件夹",
    "unit-unreadable": "单位",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_ends_with_a_command_or_with_what_to_do_by_hand(rule: str) -> None:
    """With a file where the rule is about one, and the fact where it is about a fact."""
    about = {"path": "a.jpg", "paths": ["a.jpg"]} if rule not in OF_THE_ROSTER else {"fields": ("id_number",)}
    about |= {"type": "disability-certificate"} if rule in ("missing", "too-few") else {}
    about |= {"other_case": "016"} if rule == "reused-photo" else {}
    for severity in RULES[rule].levels:
        said = command(rule, severity, category="I", **about)
        if severity is Severity.NOTE or rule in BY_HAND or rule == "decision-unused":
            assert RULES[rule].todo
            assert BY_HAND.get(rule, "") in RULES[rule].todo
        else:
            assert said is not None, severity


OF_THE_ROSTER = {
    "id-check-digit", "id-format", "id-date", "id-sex", "id-missing", "id-region", "duplicate-id", "possible-duplicate",
    "student-no", "disability-no", "category-unknown", "category-age", "date-impossible", "date-order",
    "count-mismatch", "facts-contradict", "fact-unclear", "needs-person",
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "fields", "words"),
    [
        ("id-check-digit", ("id_number",), 'id_number "【正确的身份证号】"'),
        ("duplicate-id", ("id_number",), 'id_number "【正确的身份证号】"'),
        ("category-unknown", ("category",), 'category "【正确的类别】"'),
        ("date-order", ("return_date",), 'return_date "【正确的复学日期】"'),
        ("facts-contradict", ("persuasion_result",), "persuasion_result 已返原校复学"),
        ("facts-contradict", ("persuaded",), "persuaded 是"),
        ("id-sex", ("sex", "id_number"), "sex 女"),
        ("id-sex", ("birth", "id_number"), "birth 2012-03-05"),
    ],
)
def test_a_fact_of_the_roster_is_put_right_as_far_as_it_is_known(rule, fields, words) -> None:
    said = command(rule, ERROR, fields=fields, id_number="411328201203059987")

    assert said == f"dossier fact 2022春 002 {words} --by 您的姓名"


def test_a_number_that_a_paper_has_is_taken_from_the_paper_and_never_printed() -> None:
    other = Other(value="411328201203059987", path="户口簿.jpg", page=1, sure=True)
    facts = Facts(known={"id_number": Fact(field="id_number", value="411328201203059985", others=(other,))})

    said = command("id-check-digit", ERROR, paths=["户口簿.jpg"], fields=("id_number",), facts=facts)

    assert said == "dossier fact 2022春 002 id_number --from 户口簿.jpg --by 您的姓名"


@pytest.mark.parametrize(
    ("decisions", "about", "words"),
    [
        (Decisions(waived={"other": SIGNED}), {"type": "other"}, ["waive", "002", "other"]),
        (Decisions(confirmed=Confirmation(by="王", reason="-")), {"entry": "confirmed"}, ["confirm", "002"]),
        (Decisions(accepted=(NO_SEAL,)), OF_CARD, ["accept", "002", "no-seal", "学籍卡.pdf"]),
        (
            Decisions(accepted=(NO_SEAL, replace(NO_SEAL, rule="blurred"))),
            OF_CARD,
            ["accept", "002", "no-seal", "学籍卡.pdf"],
        ),
        (Decisions(accepted=(replace(NO_SEAL, path="没有了.pdf"),)), OF_CARD | {"path": "没有了.pdf"}, None),
    ],
)
def test_an_entry_that_met_nothing_is_taken_back(decisions, about, words) -> None:
    said = command("decision-unused", paths=["学籍卡.pdf"], decisions=decisions, **about)

    assert (None if said is None else [*shlex.split(said)[1:2], *shlex.split(said)[3:-3]]) == words
    assert said is None or "--withdraw" in said


def test_the_number_of_visits_that_can_be_counted_is_proposed() -> None:
    visits = (Visit(date=date(2022, 3, 1)), Visit(date=date(2022, 3, 2)))

    assert command("count-mismatch", ERROR, facts=Facts(visits=visits)) == (
        "dossier fact 2022春 002 persuasion_count 2 --by 您的姓名"
    )
    assert "【正确的劝返次数】" in str(command("count-mismatch", ERROR))


def test_a_school_that_the_category_denies_is_looked_at_and_not_copied() -> None:
    known = {
        "school": Fact(field="school", value="丙校", others=(Other(value="乙校", path="a.pdf", page=1, sure=True),))
    }
    about = {"paths": ["a.pdf"], "path": "a.pdf", "fields": ("school",), "facts": Facts(known=known)}

    assert " fact " in str(command("facts-differ", **about))
    assert " accept " in str(command("facts-differ", category="D", **about))


def test_what_is_accepted_or_only_told_has_none() -> None:
    assert command("blurred", accepted=Acceptance(rule="blurred", by="王", reason="好")) is None
    assert command("not-read", Severity.NOTE) is None


@pytest.mark.parametrize(("sure", "which"), [(True, "sure"), (False, "all")])
def test_empty_cells_that_papers_tell_are_filled_from_them(sure: bool, which: str) -> None:
    others = (Other(value="13708150899", path="a.jpg", page=1, sure=sure),)
    facts = Facts(known={"guardian1_phone": Fact(field="guardian1_phone", others=others)})

    said = command("annex-empty", facts=facts, fields=("guardian1_phone", "guardian1_name"))

    assert said == f"dossier fill 2022春 --case 002 --accept {which} --by 您的姓名"


def test_empty_cells_that_no_paper_tells_may_stay_empty() -> None:
    said = command("annex-empty", facts=Facts(), fields=("guardian1_name",))

    assert said == "dossier accept 2022春 002 annex-empty --by 您的姓名 --reason 已核对原件"
