"""Our forms on paper: by our own typesetter and by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from dossier.forms import EXTRA_FILE, FORM_FILES, Forms
from dossier.forms.annex import SPARE, PagesOf
from dossier.forms.fields import EMPTY_VALUES, annex_values, dossier_values
from dossier.forms.fill import with_spare
from dossier.model import Guardian, Plan, PlanPart, Student
from dossier.typeset import Typesetter, find_fonts
from tests.forms.build import SETTINGS, TEMPLATES, TODAY, a_plan, a_review, a_student, a_visit, an_item

FORMS = Forms.load(TEMPLATES)
ANNEX = FORMS.forms[FORM_FILES[PlanPart.ANNEX]]

CROWDED = {
    "long addresses": a_student(
        household_address="新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县爱新色里镇乌珠牛录村三组一百二十八号院内东侧第二户",
        school_address="河南省南阳市唐河县城郊乡" * 5,
        live_address="广东省东莞市虎门镇大宁社区一巷8号" * 4,
    ),
    "long names": a_student(
        name="阿依古丽·买买提吐尔逊·阿卜杜热合曼",
        health="有生理缺陷（左下肢残疾三级）",
        guardians=(
            Guardian(name="买买提吐尔逊·阿卜杜热合曼", relation="其他（姑父的堂兄）", phone="13800000001/0377-6899123"),
        ),
    ),
    "long results": a_student(
        persuasion_result="已劝返入职业学校（普职融合）就读",
        not_returned_reason="学生本人拒不返校，监护人已履行法定义务",
        persuasion_unit="唐河县城郊乡中心学校、城郊乡人民政府、司法所",
    ),
}


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    with Typesetter(find_fonts(())) as made:
        yield made


def test_the_registration_form_takes_one_page_with_room_to_spare(typesetter: Typesetter) -> None:
    for values in (EMPTY_VALUES, annex_values(a_review(), SETTINGS, TODAY)):
        assert typesetter.typeset(with_spare(ANNEX.fill(values), SPARE)).pages == 1


@pytest.mark.parametrize("student", CROWDED.values(), ids=CROWDED)
def test_a_crowded_registration_form_still_takes_one_page(typesetter: Typesetter, student: Student) -> None:
    made = FORMS.annex(a_review(student), SETTINGS, TODAY, pages_of=counted_by(typesetter))

    assert [typesetter.typeset(form).pages for form in made] == [1]


def test_a_long_record_fills_the_form_and_then_extra_sheets_of_a_page_each(typesetter: Typesetter) -> None:
    student = a_student(visits=tuple(a_visit(day) for day in range(1, 28)))
    made = FORMS.annex(a_review(student), SETTINGS, TODAY, pages_of=counted_by(typesetter))

    assert len(made) == 3
    assert [typesetter.typeset(form).pages for form in made] == [1, 1, 1]


def test_every_other_form_takes_one_page_even_as_a_draft(typesetter: Typesetter) -> None:
    draft = a_plan(draft=True, missing=tuple(f"材料{number}" for number in range(6)))
    for plan in (a_plan(), draft):
        values = dossier_values(plan, a_review(), SETTINGS, TODAY)
        for name in (*FORM_FILES.values(), EXTRA_FILE):
            assert typesetter.typeset(FORMS.forms[name].fill(values)).pages == 1, name


def a_plan_of(count: int) -> Plan:
    return a_plan(items=tuple(an_item(number, f"劝返记录（{number}）") for number in range(2, count + 1)))


def test_long_contents_repeat_their_head_on_every_page(typesetter: Typesetter, tmp_path: Path) -> None:
    values = dossier_values(a_plan_of(60), a_review(), SETTINGS, TODAY)
    form = FORMS.forms[FORM_FILES[PlanPart.CONTENTS]].fill(values)
    path = tmp_path / "目录.pdf"
    path.write_bytes(typesetter.typeset(form).pdf)
    pages = [page.extract_text().replace("\n", "").replace(" ", "") for page in PdfReader(path).pages]

    assert len(pages) == 3
    assert all("责任者" in page and "备注" in page for page in pages)
    assert [f"劝返记录（{number}）" in "".join(pages) for number in range(2, 61)] == [True] * 59


def test_libreoffice_gives_the_same_pages(tmp_path: Path, typesetter: Typesetter) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    values = dossier_values(a_plan_of(60), a_review(), SETTINGS, TODAY)
    wanted = {"封面": 1, "卷内目录": 3, "附件1": 1, "附页": 1, "备考表": 1}
    for name in wanted:
        (tmp_path / f"{name}.docx").write_bytes(with_spare(FORMS.forms[f"{name}.docx"].fill(values), SPARE))
    for number, student in enumerate(CROWDED.values()):
        (made,) = FORMS.annex(a_review(student), SETTINGS, TODAY, pages_of=counted_by(typesetter))
        (tmp_path / f"{number}.docx").write_bytes(made)
        wanted[str(number)] = 1
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*call, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)

    assert {name: len(PdfReader(tmp_path / f"{name}.pdf").pages) for name in wanted} == wanted


def counted_by(typesetter: Typesetter) -> PagesOf:
    return lambda form, spare: typesetter.count_pages(form, spare=spare / 20)
