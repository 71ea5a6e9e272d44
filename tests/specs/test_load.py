"""evidence_specs/: what the contract says, all mistakes at once, and a county that adds its own."""

import shutil
from datetime import date

import pytest

from dossier.errors import SpecError
from dossier.files.data import specs_folder
from dossier.model import Condition
from dossier.specs import category_of
from dossier.specs.load import load_specs
from dossier.specs.table import format_specs
from tests.review.build import a_case, a_student, reviewed, the_specs, types

PAPERS = [
    "village-certificate",
    "police-certificate",
    "household-certificate",
    "household-register",
    "enrolment-card",
    "special-school-enrolment-card",
    "guardian-statement",
    "liaison-letter-stub",
    "transfer-notice",
    "kindergarten-form",
    "government-certificate",
    "disability-certificate",
    "diagnosis-certificate",
    "home-teaching-record",
    "home-teaching-photo",
    "persuasion-record",
    "persuasion-photo",
    "return-notice",
    "judicial-notice-stub",
    "class-photo",
    "key-data-change",
    "civil-affairs-certificate",
    "court-judgment",
    "home-visit-record",
    "leave-approval",
    "leading-group-approval",
    "registration-form",
    "service-receipt",
    "reply-letter",
    "exit-record",
    "other",
]
SEALED = [
    "village-certificate",
    "police-certificate",
    "household-certificate",
    "enrolment-card",
    "special-school-enrolment-card",
    "liaison-letter-stub",
    "transfer-notice",
    "kindergarten-form",
    "government-certificate",
    "diagnosis-certificate",
    "return-notice",
    "judicial-notice-stub",
    "leave-approval",
    "leading-group-approval",
    "registration-form",
]
TITLES = {
    "A": "户籍原因",
    "B": "在校有学籍",
    "C": "省内就读无学籍",
    "D": "省外就读无学籍",
    "E": "延缓入学",
    "F": "超龄离校",
    "G": "失踪失联",
    "H": "出国在外",
    "I": "因病因残",
    "J": "入寺入教",
    "K": "打工务农",
    "L": "在家上学",
    "M": "其他",
}


@pytest.fixture
def county(tmp_path):
    """A county's own copy of the specs, to be changed."""
    return shutil.copytree(specs_folder(), tmp_path / "evidence_specs")


def problems(folder):
    with pytest.raises(SpecError) as caught:
        load_specs(folder)
    return [str(place) for place in caught.value.places]


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# ------------------------------------------------------------------ what the contract says


def test_the_papers_and_categories_are_those_of_the_contract():
    specs = the_specs()

    assert set(specs.papers) == set(PAPERS)
    assert {letter: spec.title for letter, spec in specs.categories.items()} == TITLES


def test_seals_and_signatures_are_those_of_the_contract():
    papers = the_specs().papers

    assert {name for name, paper in papers.items() if paper.seal} == set(SEALED)
    assert {name for name, paper in papers.items() if paper.signature} == {"guardian-statement", "home-teaching-record"}
    copies = {name for name, paper in papers.items() if paper.copy}
    assert copies == {"household-register", "disability-certificate", "court-judgment"}
    assert not copies & set(SEALED)


def test_photographs_follow_their_records():
    photos = {name: paper.follows for name, paper in the_specs().papers.items() if paper.photo}

    assert photos == {
        "home-teaching-photo": "home-teaching-record",
        "persuasion-photo": "persuasion-record",
        "class-photo": "",
    }


def test_the_leading_group_exception_is_data():
    common = the_specs().common

    assert [item.when for item in common] == [Condition(facts={"leading_group": "是"})] * 3
    assert [item.types for item in common] == [("leading-group-approval",), ("leave-approval",), ("court-judgment",)]
    visits = common[2].or_visits
    assert (visits.least, visits.units) == (3, 2)
    assert {"电话", "微信"} <= set(visits.remote)
    assert "入户" in visits.in_person


def test_the_regions_hold_present_and_past_codes():
    regions = the_specs().regions

    assert len(regions) > 7000
    assert regions["411328"] == regions["412929"] == "唐河县"
    assert {"330113", "133100", "830000"} <= set(regions)


# ------------------------------------------------------------------ a county adds its own


def test_a_county_adds_a_category_in_a_file_of_its_own(county):
    (county / "N.yaml").write_text(
        "letter: N\ntitle: 随迁外出\nrequirements:\n"
        "  - {types: [guardian-statement], title: 家长说明}\n"
        "  - {types: [exit-record, reply-letter], minimum: 2}\n",
        "utf-8",
    )
    specs = load_specs(county)

    assert category_of("N 随迁外出", specs) == category_of("随迁外出", specs) == "N"
    result = reviewed(a_case("N", "家长说明.jpg", "复函.pdf", "回执.pdf"), specs=specs)
    assert result.status == "complete"
    result = reviewed(a_case("N", "家长说明.jpg", "复函.pdf"), specs=specs)
    assert [(finding.rule, finding.type) for finding in result.findings] == [("too-few", "exit-record")]
    assert "需要 2 份" in reviewed(a_case("N", "家长说明.jpg"), specs=specs).findings[0].message
    assert specs.digest != the_specs().digest


def test_a_category_file_may_have_any_name(county):
    (county / "随迁.yaml").write_text("letter: N\ntitle: 随迁外出\n", "utf-8")

    assert load_specs(county).categories["N"].title == "随迁外出"


def test_a_county_adds_a_paper_in_a_file_of_its_own(county):
    (county / "papers-本县.yaml").write_text(
        "papers:\n  - id: boarding-form\n    title: 寄宿登记卡\n    keywords: [寄宿登记卡, 寄宿+登记]\n"
        "    seal: [学校]\nspellings: {寄素: 寄宿}\n",
        "utf-8",
    )
    change(county / "B.yaml", "types: [enrolment-card]", "types: [enrolment-card, boarding-form]")
    specs = load_specs(county)

    result = reviewed(a_case("B", "寄素登记卡.jpg"), specs=specs)
    assert types(result) == {"寄素登记卡.jpg": "boarding-form"}
    assert result.status == "complete"


def test_a_county_changes_an_age(county):
    change(county / "F.yaml", "least: 16", "least: 17")
    student = a_student(id_number="", birth=date(2005, 8, 1))
    result = reviewed(a_case("F", "户籍证明.pdf", student=student), specs=load_specs(county))

    assert "category-age" in [finding.rule for finding in result.findings]


def test_files_of_other_rooms_are_left_alone(county):
    (county / "terms.yaml").write_text("2022春: {start: 2022-02-20}\n", "utf-8")

    assert load_specs(county).papers == the_specs().papers


# ------------------------------------------------------------------ mistakes, all at once


def test_all_mistakes_of_all_files_are_told_with_file_and_line(county):
    change(county / "A.yaml", "types: [village-certificate]", "types: [vilage-certificate]")
    change(county / "B.yaml", "title: 在校有学籍", "titel: 在校有学籍")
    change(county / "M.yaml", "when: {subtype: [divorce]}", "when: {subtype: [divorced]}")
    told = problems(county)

    assert [said.split("：")[0] for said in told] == ["B.yaml 第2行", "B.yaml 第1行", "A.yaml 第15行", "M.yaml 第28行"]
    assert "title" in told[0]
    assert "village-certificate" in told[2]
    assert "divorce" in told[3]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("C.yaml", "types: [transfer-notice]", "types: [转学函]", "transfer-notice"),
        ("C.yaml", "types: [transfer-notice]", "types: []", "空"),
        ("C.yaml", "types: [transfer-notice]", "types: transfer-notice", "列表"),
        ("I.yaml", "title: 送教上门记录\n", "title: 送教上门记录\n    minimum: 0\n", "至少是 1"),
        ("I.yaml", "title: 送教上门记录\n", "title: 送教上门记录\n    minimum: 三\n", "整数"),
        ("C.yaml", "letter: C", "letter: c", "大写字母"),
        ("C.yaml", "letter: C", "letter: D", "文件名是 C"),
        ("C.yaml", "blocks: {enrolment-card: result}", "blocks: {enrolment-crd: result}", "enrolment-card"),
        ("common.yaml", "leading_group: 是", "leading_grup: 是", "leading_group"),
        ("common.yaml", "least: 3", "leest: 3", "least"),
        ("papers.yaml", "id: exit-record", "id: reply-letter", "写过一次"),
        ("papers.yaml", "kind_of: enrolment-card", "kind_of: enrolment", "enrolment-card"),
        ("papers.yaml", "block: identity", "block: identiti", "identity"),
        ("papers.yaml", "keywords: [护照,", "keywords: [护照, 复函,", "已经属于"),
        ("papers.yaml", "keywords: [护照,", "keywords: [护照, 护照+,", "空白"),
        ("E.yaml", "least: 6", "least: 六", "整数"),
        ("regions.csv", "411328,唐河县", "41132,唐河县", "六位"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_was_meant(county, file, old, new, said):
    before = (county / file).read_text("utf-8").split(old)[0].count("\n") + 1
    change(county / file, old, new)
    told = problems(county)

    line = before + new.count("\n", 0, new.rindex("\n") if new.endswith("\n") else None)
    assert any(place.startswith(f"{file} 第{line}行") and said in place for place in told), (line, told)


def test_a_paper_that_does_not_exist_is_told_beside_a_key_that_does_not(county):
    path = county / "A.yaml"
    text = path.read_text("utf-8").replace("[village-certificate]", "[vilage-certificate]")
    path.write_text(text.replace("title: 户籍原因", "titel: 户籍原因"), "utf-8")

    with pytest.raises(SpecError) as caught:
        load_specs(county)

    said = "\n".join(str(place) for place in caught.value.places)
    assert "titel" in said
    assert "没有「vilage-certificate」这种材料（是不是「village-certificate」" in said


def test_two_files_of_one_letter_are_told(county):
    (county / "别的.yaml").write_text("letter: A\ntitle: 又一个\n", "utf-8")

    assert any("已经在" in place for place in problems(county))


def test_a_file_that_is_no_yaml_is_told_and_the_others_too(county):
    (county / "A.yaml").write_text("letter: A\n title: [", "utf-8")
    change(county / "B.yaml", "title: 在校有学籍", "titel: 在校有学籍")
    told = problems(county)

    assert any(place.startswith("A.yaml") for place in told)
    assert any(place.startswith("B.yaml") for place in told)


def test_a_folder_without_papers_or_no_folder_is_a_spec_error(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(SpecError):
            load_specs(folder)


# ------------------------------------------------------------------ the table


def test_the_table_shows_every_category_and_paper_in_80_columns():
    from rich.cells import cell_len

    text = format_specs(the_specs())

    assert max(map(cell_len, text.splitlines())) <= 80
    assert all(f"{letter} {title}" in text for letter, title in TITLES.items())
    assert all(paper in text for paper in PAPERS)
    assert "户籍证明也可以" in text
    assert "16 周岁及以上" in text
    assert "\x1b" not in text
