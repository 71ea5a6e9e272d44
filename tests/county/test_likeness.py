"""Who is likely one child: a slip in the number or the same birth date, with the name; never the name alone."""

from __future__ import annotations

import pytest

from benchmarks.planted_lists import Pupil, planted
from dossier.county.likeness import slip_between
from dossier.model import ListedChild
from tests.county.build import a_child, a_list, an_id, compared

ONE = an_id("41132820120305998")


def why(one: ListedChild, other: ListedChild) -> list[str]:
    return [pair.why for pair in compared(a_list(one), a_list(other)).likely_same]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (ONE[:10] + "9" + ONE[11:], "one digit"),
        (ONE[:4] + "7" + ONE[5:], "one digit"),
        (ONE[:-1] + ("1" if ONE[-1] != "1" else "2"), "one digit"),
        (ONE[:12] + ONE[13:], "one digit"),
        (ONE[:12] + "5" + ONE[12:], "one digit"),
        (ONE[:8] + ONE[9] + ONE[8] + ONE[10:], "swapped"),
        (ONE[:10] + "99" + ONE[12:], ""),
        (ONE[:12], ""),
        (ONE, ""),
    ],
)
def test_slips_of_a_number(other: str, told: str) -> None:
    assert slip_between(ONE, other) == told


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_digit_anywhere_with_the_same_name_is_found(place: int) -> None:
    wrong = ONE[:place] + ("4" if ONE[place] != "4" else "5") + ONE[place + 1 :]

    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓", wrong)) == ["one digit"]


@pytest.mark.parametrize("place", [at for at in range(17) if ONE[at] != ONE[at + 1]])
def test_two_swapped_digits_anywhere_with_the_same_name_are_found(place: int) -> None:
    wrong = ONE[:place] + ONE[place + 1] + ONE[place] + ONE[place + 2 :]

    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓", wrong)) == ["swapped"]


def test_the_same_name_and_birth_date_without_a_number() -> None:
    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓", births=("2012-03-05",))) == ["name+birth"]
    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓", births=("2012-03",))) == ["name+birth"]
    assert why(a_child("黄欣梓", births=("2012-03",)), a_child("黄欣梓", ONE)) == ["name+birth"]


def test_a_name_of_the_same_sound_with_the_same_birth_date() -> None:
    assert why(a_child("黄欣梓", ONE), a_child("黄新子", births=("2012-03-05",))) == ["same sound"]
    assert why(a_child("黄欣梓", ONE), a_child("黄新子", births=("2012-03-06",))) == []


def test_a_variant_character_with_the_same_birth_date() -> None:
    assert why(a_child("刘晓辉", ONE), a_child("劉曉輝", births=("2012-03-05",))) == ["variant character"]


def test_a_slip_counts_with_a_name_of_the_same_sound_too() -> None:
    wrong = ONE[:13] + "6" + ONE[14:]

    assert why(a_child("黄欣梓", ONE), a_child("黄新子", wrong)) == ["one digit"]


def test_a_name_alone_never_makes_a_pair() -> None:
    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓")) == []
    assert why(a_child("黄欣梓", ONE), a_child("黄欣梓", an_id("41132820110918998"))) == []


def test_twins_and_strangers_with_a_near_number_are_no_pair() -> None:
    twin = an_id("41132820120305999")

    assert why(a_child("黄欣梓", ONE), a_child("黄欣妍", twin)) == []
    assert why(a_child("黄欣梓", ONE), a_child("李涵欣", ONE[:13] + "6" + ONE[14:])) == []


def test_a_namesake_with_a_whole_number_of_its_own_is_no_pair_where_a_better_one_stands() -> None:
    namesake = an_id("41132920120305999")
    wrong = ONE[:13] + "6" + ONE[14:]
    made = compared(a_list(a_child("黄欣梓", ONE)), a_list(a_child("黄欣梓", wrong), a_child("黄欣梓", namesake)))

    assert [(pair.right_child, pair.why) for pair in made.likely_same] == [(0, "one digit")]
    assert made.only_in == ((), (1,))


def test_a_namesake_of_one_day_is_no_pair_where_a_slip_stands() -> None:
    namesake, mistyped = an_id("41132720120305999"), ONE[:8] + "7" + ONE[9:]

    made = compared(
        a_list(a_child("黄欣梓", ONE), a_child("黄欣梓", namesake)),
        a_list(a_child("黄欣梓", mistyped, births=("2012-03-05",))),
    )

    assert [(pair.left_child, pair.why) for pair in made.likely_same] == [(0, "one digit")]
    assert made.only_in == ((1,), ())


@pytest.mark.parametrize("seed", range(3))
def test_all_planted_errors_are_found_and_nobody_else(seed: int) -> None:
    truth = planted(800, 40, seed)

    made = compared(*(a_list(*map(_listed, pupils)) for pupils in (truth.left, truth.right)))

    assert {(one.left_child + 2, one.right_child + 2): one.why for one in made.likely_same} == truth.pairs
    assert [{child + 2 for child in children} for children in made.only_in] == [truth.only_left, truth.only_right]
    assert made.same == truth.same


def _listed(pupil: Pupil) -> ListedChild:
    return a_child(pupil.name, pupil.number, births=(pupil.birth.isoformat(),))
