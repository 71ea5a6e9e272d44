"""Lists of children against each other: who is only in one, who is told differently, who is likely the same. PURE.

Same are rows with an equal ID number, or with an equal 学籍号 where one of them has no ID number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

from dossier.county.likeness import likely_same
from dossier.county.same_text import is_same_text
from dossier.county.spelling import Names
from dossier.model import ChildList, Comparison, Difference, Likeness, ListedChild, NameSpelling

ROLES = {"household": "户籍", "school": "学籍", "attendance": "在校", "poor": "脱贫户"}
"""What a list of the official comparison can be (`--as`) → what people call it."""
QUESTIONS = {
    "失学": ("household", "school"),
    "辍学": ("school", "attendance"),
}
"""Official question → in the first list and not in the second."""
POOR_DROPOUTS = "脱贫户辍学"
"""The children of 辍学 that the list `poor` has too."""
_TOLD = 20


@dataclass(frozen=True, slots=True)
class _Keyed:
    """For each list: the number that stands for each child ('' for none), and its first row for each number."""

    keys: tuple[tuple[str, ...], ...]
    first: tuple[Mapping[str, int], ...]


def compare(lists: Sequence[ChildList], roles: Sequence[str], spelling: NameSpelling, today: date) -> Comparison:
    """All lists against each other; `roles` names what each list is (ROLES), or is empty."""
    keyed, told = _keyed(lists)
    likely = tuple(_likely(lists, keyed, Names(spelling)))
    like = _like_in(likely)
    return Comparison(
        lists=tuple(lists),
        only_in=tuple(tuple(_only_in(place, keyed, like)) for place in range(len(lists))),
        differ=tuple(_differences(lists, keyed)),
        likely_same=likely,
        same=len(set(keyed.first[0]).intersection(*keyed.first[1:])),
        answers=_answers(roles, keyed, like),
        told=(*(words for one in lists for words in one.left_out), *told),
        today=today,
    )


# ---------------------------------------------------------------------------- equal numbers


def _keyed(lists: Sequence[ChildList]) -> tuple[_Keyed, list[str]]:
    """One number a child: its ID number, else the one that its 学籍号 stands beside in a list or carries, else that."""
    ids: dict[str, str] = {}
    disputed: dict[str, set[str]] = defaultdict(set)
    for one in lists:
        for child in one.children:
            if child.student_no and child.id_number:
                known = ids.setdefault(child.student_no, child.id_number)
                if known != child.id_number:
                    disputed[child.student_no] |= {known, child.id_number}
    told: list[str] = []
    keys = [tuple(_key(child, ids) for child in one.children) for one in lists]
    first = []
    for one, of_list in zip(lists, keys, strict=True):
        rows: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(of_list):
            if key:
                rows[key].append(place)
        first.append({key: places[0] for key, places in rows.items()})
        told += _doubles(one, rows)
        if without := sum(not key for key in of_list):
            told.append(f"{one.path}：{without} 人没有可用的身份证号和学籍号，只能找疑似的，不能认定在不在别的名单里")
    words = (f"学籍号 {number} 对着 {len(found)} 个不同的身份证号，请核对" for number, found in disputed.items())
    told += islice(words, _TOLD)
    return _Keyed(tuple(keys), tuple(first)), told


def _key(child: ListedChild, ids: Mapping[str, str]) -> str:
    if child.id_number:
        return child.id_number
    return ids.get(child.student_no) or child.number or child.student_no


def _doubles(one: ChildList, rows: Mapping[str, Sequence[int]]) -> Iterator[str]:
    doubled = [places for places in rows.values() if len(places) > 1]
    for places in doubled[:_TOLD]:
        children = [one.children[place] for place in places]
        where = "、".join(f"第{child.row}行{child.name}" for child in children)
        yield f"{one.path}：同一个号码有 {len(places)} 行（{where}），按一个人比"
    if len(doubled) > _TOLD:
        yield f"{one.path}：还有 {len(doubled) - _TOLD} 个号码也重复，见名单"


# ---------------------------------------------------------------------------- likely the same


def _likely(lists: Sequence[ChildList], keyed: _Keyed, names: Names) -> Iterator[Likeness]:
    for left, right in combinations(range(len(lists)), 2):
        rest = _rest(keyed, left, right), _rest(keyed, right, left)
        for one, other, why in likely_same(lists[left].children, lists[right].children, *rest, names):
            yield Likeness(left, one, right, other, why)


def _rest(keyed: _Keyed, one: int, other: int) -> list[int]:
    """Children of a list that the other does not have by number."""
    known = keyed.first[other]
    return [place for place, key in enumerate(keyed.keys[one]) if not key or key not in known]


def _like_in(likely: Iterable[Likeness]) -> Mapping[tuple[int, int], set[int]]:
    """(list, other list) → children of the first that are like somebody in the other."""
    like: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in likely:
        like[one.left, one.right].add(one.left_child)
        like[one.right, one.left].add(one.right_child)
    return like


# ---------------------------------------------------------------------------- only in one


def _only_in(one: int, keyed: _Keyed, like: Mapping[tuple[int, int], set[int]]) -> Iterator[int]:
    others = [other for other in range(len(keyed.keys)) if other != one]
    doubtful = {child for other in others for child in like.get((one, other), ())}
    for place, key in _once(one, keyed):
        if place not in doubtful and not any(key and key in keyed.first[other] for other in others):
            yield place


def _missing(one: int, other: int, keyed: _Keyed, like: Mapping[tuple[int, int], set[int]]) -> list[int]:
    """Children of a list whom the other surely does not have."""
    doubtful = like.get((one, other), set())
    known = keyed.first[other]
    return [place for place, key in _once(one, keyed) if place not in doubtful and not (key and key in known)]


def _once(one: int, keyed: _Keyed) -> Iterator[tuple[int, str]]:
    """Every child of a list once, though the list may have it in several rows."""
    for place, key in enumerate(keyed.keys[one]):
        if not key or keyed.first[one][key] == place:
            yield place, key


def _answers(
    roles: Sequence[str], keyed: _Keyed, like: Mapping[tuple[int, int], set[int]]
) -> dict[str, tuple[tuple[int, int], ...] | None]:
    place = {role: index for index, role in enumerate(roles)}
    answers: dict[str, tuple[tuple[int, int], ...] | None] = {}
    for question, (having, lacking) in QUESTIONS.items():
        answers[question] = None
        if having in place and lacking in place:
            one = place[having]
            answers[question] = tuple((one, child) for child in _missing(one, place[lacking], keyed, like))
    dropouts = answers["辍学"]
    answers[POOR_DROPOUTS] = None
    if dropouts is not None and "poor" in place:
        poor = place["poor"]
        known = {keyed.keys[one][child] for one, child in dropouts} - {""}
        answers[POOR_DROPOUTS] = tuple((poor, child) for child, key in _once(poor, keyed) if key in known)
    return answers


# ---------------------------------------------------------------------------- field by field


def _differences(lists: Sequence[ChildList], keyed: _Keyed) -> Iterator[Difference]:
    """Fields in which children of an equal number are told differently; an empty cell says nothing."""
    fields = lists[0].fields
    order: dict[str, None] = {}
    for one in keyed.first:
        order.update(dict.fromkeys(one))
    for key in order:
        rows = [
            (place, lists[place].children[first[key]].values) for place, first in enumerate(keyed.first) if key in first
        ]
        if len(rows) < 2 or all(values == rows[0][1] for _, values in rows):
            continue
        for at, field in enumerate(fields):
            told = {place: values[at] for place, values in rows if values[at]}
            texts = list(told.values())
            if any(not is_same_text(field, texts[0], text) for text in texts[1:]):
                yield Difference(key, field, told)
