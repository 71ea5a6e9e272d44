"""docs/typeset.md says what the tests prove."""

from __future__ import annotations

from tests.typeset.features_doc import TARGET, write


def test_the_page_of_features_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == write(), "python -m tests.typeset.features_doc"
