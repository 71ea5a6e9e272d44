"""Filing order, boxes, sheets and runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.model import PrintSettings, Sides, Turn
from dossier.printroom.plan import make_print_set, runs, spine_mm
from tests.printroom.build import a_volume


def test_dossiers_are_filed_by_unit_then_category_then_number() -> None:
    volumes = [
        a_volume(10, unit="乙校", category="A"),
        a_volume(2, unit="甲校", category="B"),
        a_volume(100, unit="甲校", category="A"),
        a_volume(9, unit="甲校", category="A"),
    ]

    ordered = make_print_set(volumes, PrintSettings(), batch="批").boxes[0].placed
    by_id = make_print_set(volumes, PrintSettings(order=("id",)), batch="批").boxes[0].placed

    assert [placed.volume.id for placed in ordered] == ["010", "009", "100", "002"]
    assert [placed.number for placed in ordered] == [1, 2, 3, 4]
    assert [placed.volume.id for placed in by_id] == ["002", "009", "010", "100"]


def test_a_box_is_filled_before_the_next_and_no_volume_is_split() -> None:
    settings = PrintSettings(box_sheets=12, separator=False)

    boxes = make_print_set([a_volume(n, pages=5) for n in range(1, 6)], settings, batch="批").boxes

    assert [[placed.volume.id for placed in box.placed] for box in boxes] == [["001", "002"], ["003", "004"], ["005"]]
    assert [box.sheets for box in boxes] == [10, 10, 5]
    assert [box.placed[0].first_page for box in boxes] == [1, 1, 1]


def test_a_volume_thicker_than_any_box_has_one_of_its_own() -> None:
    boxes = make_print_set([a_volume(1), a_volume(2, pages=900), a_volume(3)], PrintSettings(), batch="批").boxes

    assert [len(box.placed) for box in boxes] == [1, 1, 1]
    assert boxes[1].width_mm == 50


def test_on_both_sides_every_volume_begins_a_sheet() -> None:
    settings = PrintSettings(sides=Sides.DUPLEX)

    box = make_print_set([a_volume(1, pages=5), a_volume(2, pages=6)], settings, batch="批").boxes[0]

    assert [(placed.separator_page, placed.first_page, placed.pages, placed.sheets) for placed in box.placed] == [
        (1, 3, 8, 4),
        (9, 11, 8, 4),
    ]


@pytest.mark.parametrize(("sheets", "width"), [(1, 10), (76, 10), (77, 15), (123, 15), (124, 20), (900, 20)])
def test_spines_are_rounded_up_to_what_is_sold(sheets: int, width: int) -> None:
    assert spine_mm(sheets, PrintSettings()) == width


def test_manual_duplex_turns_the_stack_and_fills_an_odd_end_with_a_blank() -> None:
    reverse = PrintSettings(sides=Sides.MANUAL)
    straight = PrintSettings(sides=Sides.MANUAL, turn=Turn.FIRST_FIRST)

    assert runs(5, reverse) == ((1, 3, 5), (0, 4, 2))
    assert runs(5, straight) == ((1, 3, 5), (2, 4, 0))
    assert runs(4, reverse) == ((1, 3), (4, 2))
    assert runs(3, PrintSettings()) == ((1, 2, 3),)


@given(st.integers(1, 60), st.sampled_from(list(Turn)))
def test_both_runs_together_are_every_page_once_and_backs_fit_their_fronts(pages: int, turn: Turn) -> None:
    fronts, backs = runs(pages, PrintSettings(sides=Sides.MANUAL, turn=turn))
    stack = backs[::-1] if turn is Turn.LAST_FIRST else backs

    assert sorted(page for page in (*fronts, *backs) if page) == list(range(1, pages + 1))
    assert all(back in (front + 1, 0) for front, back in zip(fronts, stack, strict=True))


@given(st.lists(st.integers(4, 80), min_size=1, max_size=40), st.booleans(), st.sampled_from(list(Sides)))
def test_no_page_is_lost_or_shared_between_volumes(pages: list[int], separator: bool, sides: Sides) -> None:
    settings = PrintSettings(separator=separator, sides=sides, box_sheets=60)

    made = make_print_set([a_volume(n, pages=count) for n, count in enumerate(pages, 1)], settings, batch="批")

    assert made.volumes == len(pages)
    for box in made.boxes:
        ends = [placed.first_page + placed.volume.pages for placed in box.placed]
        starts = [placed.separator_page or placed.first_page for placed in box.placed]
        assert starts[0] == 1
        assert all(start >= end for start, end in zip(starts[1:], ends, strict=False))
        if sides is not Sides.SIMPLEX:
            assert all(start % 2 == 1 for start in starts)
