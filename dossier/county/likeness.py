"""Rows of two lists that are likely one child though no number of theirs is equal: shown to a person, never merged.

A name alone never makes a pair: it takes a number that is one slip away, or the same birth date, with it. Indexes keep
this linear: no list is compared row by row with the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from dossier.county.spelling import Names
from dossier.model import ListedChild

_SLIPS = ("one digit", "swapped")
_BEATEN_BY = {3: 4, 2: 4, 1: 3, 0: 1}
"""Weight of a pair → the weight of another pair that shows it to be of two namesakes.

3 a slip; 2 one number is wanting and contradicts nothing; 1 two numbers, one of them faulty; 0 two whole numbers.
"""
_SHORTEST = 15
"""A shorter number is compared only whole: one slip in few digits proves nothing."""


def likely_same(
    left: Sequence[ListedChild], right: Sequence[ListedChild], left_rest: Iterable[int], right_rest: Iterable[int],
    names: Names,
) -> Iterator[tuple[int, int, str]]:  # fmt: skip
    """(child of the left, child of the right, why) for the children of both rests, in the order of the left.

    `why`: one digit, swapped, name+birth, variant character, same sound.
    """
    index: dict[Hashable, list[int]] = defaultdict(list)
    for place in right_rest:
        for key in set(_stored_keys(right[place], names)):
            index[key].append(place)
    found = []
    for place in left_rest:
        child = left[place]
        candidates = {other for key in _asked_keys(child, names) for other in index.get(key, ())}
        found += [(place, other, why) for other in sorted(candidates) if (why := _why(child, right[other], names))]
    yield from _believable(left, right, found)


def _believable(
    left: Sequence[ListedChild], right: Sequence[ListedChild], found: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """All pairs but those of two namesakes: numbers more than a slip apart, where one has a better match."""
    weights = [_weight(left[one], right[other], why) for one, other, why in found]
    best: dict[tuple[str, int], int] = defaultdict(int)
    for (one, other, _), weight in zip(found, weights, strict=True):
        for child in (("left", one), ("right", other)):
            best[child] = max(best[child], weight)
    for (one, other, why), weight in zip(found, weights, strict=True):
        if max(best["left", one], best["right", other]) < _BEATEN_BY[weight]:
            yield one, other, why


def _weight(one: ListedChild, other: ListedChild, why: str) -> int:
    if why in _SLIPS:
        return 3
    if min(len(one.number), len(other.number)) < _SHORTEST:
        return 2
    return 0 if one.is_valid and other.is_valid else 1


def _stored_keys(child: ListedChild, names: Names) -> Iterator[Hashable]:
    for sound in names.sounds(child.name):
        yield from _number_keys(sound, child.number)
        for birth in child.births:
            yield (sound, birth)
            yield ("month", sound, birth[:7])


def _asked_keys(child: ListedChild, names: Names) -> Iterator[Hashable]:
    """A day is looked for among days and among months without a day; a month among all."""
    for sound in names.sounds(child.name):
        yield from _number_keys(sound, child.number)
        for birth in child.births:
            yield (sound, birth)
            yield (sound, birth[:7]) if len(birth) > 7 else ("month", sound, birth)


def _number_keys(sound: tuple[str, ...], number: str) -> Iterator[Hashable]:
    """Three views of a number, each blind to a part of it: one slip anywhere leaves one of them as it was."""
    if len(number) >= _SHORTEST:
        yield ("end", sound, number[-11:])
        yield ("both", sound, number[:6] + number[-5:])
        yield ("start", sound, number[:12])


def _why(one: ListedChild, other: ListedChild, names: Names) -> str:
    relation = names.relation(one.name, other.name)
    if not relation:
        return ""
    if slip := slip_between(one.number, other.number):
        return slip
    if not _births_meet(one.births, other.births):
        return ""
    return "name+birth" if relation == "equal" else relation


def _births_meet(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)


def slip_between(one: str, other: str) -> str:
    """`one digit` (another, one more or one less), `swapped` (two beside each other), or ''."""
    if one == other or min(len(one), len(other)) < _SHORTEST:
        return ""
    if len(one) == len(other):
        places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 1:
            return "one digit"
        first, last = places[0], places[-1]
        is_swap = len(places) == 2 and one[first] == other[last] and one[last] == other[first]
        return "swapped" if is_swap else ""
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return ""
    place = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return "one digit" if shorter[place:] == longer[place + 1 :] else ""
