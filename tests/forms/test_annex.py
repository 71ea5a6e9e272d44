from __future__ import annotations

import re

import pytest

from dossier.forms import Forms
from dossier.model import Visit
from tests.forms.build import SETTINGS, TEMPLATES, TODAY, a_review, a_student, a_visit, cells_of, words_of

FORMS = Forms.load(TEMPLATES)
_RECORD = re.compile(r"第\d+次|开展|结果|家访")


def record_of(document: bytes) -> str:
    """The text of the last cell: the record of persuasion."""
    return cells_of(document)[-1][-1]


def a_typesetter(room: int):  # type: ignore[no-untyped-def]
    """One for whom a page holds `room` characters of record."""

    def pages_of(document: bytes, spare: int = 0) -> int:
        return 1 + max(0, len(record_of(document).replace("（续见附页）", "")) - 1) // room

    return pages_of


def annex(visits: tuple[Visit, ...], room: int, **told: object) -> tuple[bytes, ...]:
    student = a_student(visits=visits, **told)
    return FORMS.annex(a_review(student), SETTINGS, TODAY, pages_of=a_typesetter(room))


def test_what_fits_stays_on_one_page() -> None:
    made = annex((a_visit(),), 1000)

    assert len(made) == 1
    assert "附页" not in "".join(words_of(made[0]))


@pytest.mark.parametrize("room", [60, 200, 333])
@pytest.mark.parametrize("count", [7, 23])
def test_what_does_not_fit_goes_on_to_numbered_extra_sheets_and_nothing_is_lost(room: int, count: int) -> None:
    visits = tuple(a_visit(1 + number, result=f"第{number}回，家长说再想想。情况复杂") for number in range(count))
    whole = annex(visits, 10**9)[0]
    made = annex(visits, room)

    assert len(made) > 1
    joined = "".join(record_of(document).replace("（续见附页）", "") for document in made)
    assert joined == record_of(whole)
    assert "（续见附页）" in record_of(made[0])
    titles = [words_of(document)[0] for document in made[1:]]
    assert titles == [f"劝返过程详细记录（附页 第{number}页）" for number in range(1, len(made))]
    assert all(a_typesetter(room)(document) == 1 for document in made)


def test_extra_sheets_name_the_child() -> None:
    made = annex(tuple(a_visit(day) for day in range(1, 20)), 300)

    assert {words_of(document)[1] for document in made[1:]} == {"姓名：王晓磊身份证号：411328201203059995"}


def test_whole_visits_stay_together_where_they_fit() -> None:
    made = annex(tuple(a_visit(day) for day in range(1, 9)), 150)

    assert all(record_of(document).startswith("第") for document in made)


def test_one_long_record_is_cut_at_the_end_of_a_sentence() -> None:
    made = annex((a_visit(method="，".join(["宣讲法律并劝其返校"] * 40)),), 100)

    assert len(made) > 2
    assert all(record_of(document).replace("（续见附页）", "")[-1] in "，。；" for document in made)


def test_a_record_without_any_stop_is_cut_anyway() -> None:
    made = annex((a_visit(method="劝" * 500),), 100)

    assert sum(record_of(document).count("劝") for document in made) == 500


def test_a_form_whose_other_cells_need_two_pages_is_not_cut_for_ever() -> None:
    def two_pages(document: bytes, spare: int) -> int:
        return 2

    made = FORMS.annex(a_review(), SETTINGS, TODAY, pages_of=two_pages)

    assert len(made) == 1
    assert "第3次" in record_of(made[0])


def test_a_text_too_long_for_its_cell_stands_whole_in_the_record() -> None:
    long = "".join(f"家中情况第{number}句。" for number in range(90))

    made = annex((a_visit(),), 200, family=long, dropout_reason="务工")

    words = "".join("".join(words_of(document)) for document in made)
    assert "（全文见劝返过程详细记录）" in words
    assert len(made) > 2
    assert all(f"第{number}句" in words for number in range(90))
