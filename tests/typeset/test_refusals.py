"""What is not drawn is refused by name and place, all at once; nothing is dropped in silence."""

from __future__ import annotations

import pytest

from dossier.typeset import Refused, Typesetter
from tests.typeset.refused import REFUSED, TWO_AT_ONCE


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_feature_is_named_with_its_place(name: str, typesetter: Typesetter) -> None:
    form = REFUSED[name]
    with pytest.raises(Refused) as caught:
        typesetter.typeset(form.docx)
    assert [(refusal.feature, refusal.where) for refusal in caught.value.refusals] == [(form.feature, form.where)]


def test_all_refusals_are_listed_at_once(typesetter: Typesetter) -> None:
    with pytest.raises(Refused) as caught:
        typesetter.typeset(TWO_AT_ONCE)
    assert [str(refusal) for refusal in caught.value.refusals] == ["第1段：文本框", "表1第2行第2格：自选图形"]
    assert caught.value.feature == "文本框、自选图形"
    assert str(caught.value) == "不能排版：第1段：文本框；表1第2行第2格：自选图形"


ELSEWHERE = [
    "missing-picture", "linked-picture", "alt-chunk", "missing-note", "outside-field", "ink", "control", "chart", "ole",
    "equation-field", "live-field", "model", "date-of-today", "words-of-the-note-line",
    "word-art-of-no-kind",
]  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_lies_elsewhere_says_so(name: str, typesetter: Typesetter) -> None:
    with pytest.raises(Refused) as refused:
        typesetter.typeset(REFUSED[name].docx)

    assert refused.value.elsewhere
