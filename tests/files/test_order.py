"""One order for all: NFC, numbers in number order."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dossier.files.order import sort_key


def test_two_comes_before_ten() -> None:
    assert sorted(["送教10.jpg", "送教2.jpg", "送教1.jpg"], key=sort_key) == ["送教1.jpg", "送教2.jpg", "送教10.jpg"]


def test_folders_are_ordered_part_by_part() -> None:
    assert sorted(["a/10", "a-b/1", "a/9", "a"], key=sort_key) == ["a", "a/9", "a/10", "a-b/1"]


def test_full_width_and_padded_numbers_count_the_same() -> None:
    assert sorted(["０３", "2", "004"], key=sort_key) == ["2", "０３", "004"]


def test_decomposed_names_stand_where_composed_ones_do() -> None:
    assert sort_key(unicodedata.normalize("NFD", "é2"))[0] == sort_key("é2")[0]


@given(st.lists(st.text(), unique=True))
def test_the_order_does_not_depend_on_the_disk(paths: list[str]) -> None:
    shuffled = random.Random(1).sample(paths, len(paths))

    assert sorted(paths, key=sort_key) == sorted(shuffled, key=sort_key)
