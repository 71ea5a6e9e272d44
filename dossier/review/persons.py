"""Whose paper is it? Numbers and names on its pages against the roster: match, near, unclear, another child. PURE.

The number decides where there is one. A complete number whose check digit holds is never taken for a misreading of
another; one that does not hold and lies near the expected one is. A name alone makes a paper another child's only when
it stands where the child's name stands, was read well, and differs by more than a misread character, or is the name of
another child of the roster. When papers agree with each other against the roster, the roster is asked about instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dossier.facts import IdNumber, age_on, number_of, read_id
from dossier.findings import found, gives
from dossier.model import Case, Finding, PageReading, Part, Specs, Thresholds
from dossier.review.named_persons import Named, Number, names_on, numbers_on, plain, whole_text

_YOUNGEST_PARENT = 15
_AGREEING = 2
_ALNUM = re.compile(r"[0-9A-Za-z]{17,}")
_BADLY_READ = 4


@dataclass(frozen=True, slots=True)
class Children:
    """The children of the roster by number and by name."""

    by_number: dict[str, Case]
    by_name: dict[str, tuple[Case, ...]]

    def with_cases(self, by_id: Mapping[str, Case]) -> Children:
        """The same children, each as it stands now."""
        names = {name: tuple(by_id[case.id] for case in group) for name, group in self.by_name.items()}
        return Children({number: by_id[case.id] for number, case in self.by_number.items()}, names)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose a paper is. `kind`: match, near, unclear, other, none."""

    kind: str
    part: Part
    number: str = ""
    """A complete other number that the paper carries."""
    name: str = ""
    other: Case | None = None
    seen: Number | Named | None = None
    same_name: bool = False


def children_of(cases: Sequence[Case]) -> Children:
    """Index the roster once a run."""
    by_number: dict[str, Case] = {}
    by_name: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        number = number_of(case.student.id_number)
        if read_id(number):
            by_number.setdefault(number, case)
        if case.name:
            by_name[plain(case.name)].append(case)
    return Children(by_number, {name: tuple(group) for name, group in by_name.items()})


@gives("other-person", "person-not-found", "id-check-digit", "id-format")
def find_persons(
    case: Case, parts: Sequence[Part], specs: Specs, children: Children, thresholds: Thresholds, today: date
) -> Iterator[Finding]:
    """other-person and person-not-found of one case; and what the papers say of a wrong number in the roster."""
    readings = {
        file.path: {reading.page: reading for reading in file.readings} for file in case.files if file.is_usable
    }
    verdicts = []
    for part in parts:
        pages = [readings[part.path][page] for page in part.pages if page in readings.get(part.path, {})]
        if part.left_out is None and any(page.lines for page in pages):
            verdicts.append(judge_part(case, part, pages, specs, children, thresholds, today))
    against = _agreeing(verdicts)
    if against:
        yield _roster_wrong(case, against)
    yield from _better_number(case, parts, readings, specs, thresholds, today)
    for verdict in verdicts:
        if verdict in against:
            continue
        if verdict.kind == "other":
            yield _other(case, verdict, specs)
        elif verdict.kind in ("none", "unclear") and _names_the_child(verdict.part, specs):
            yield _not_found(case, verdict, specs)


def judge_part(
    case: Case,
    part: Part,
    pages: Sequence[PageReading],
    specs: Specs,
    children: Children,
    thresholds: Thresholds,
    today: date,
) -> Verdict:
    """Whose the paper on `pages` is."""
    student = case.student
    expected = number_of(student.id_number)
    text = whole_text(pages)
    numbers = numbers_on(pages)
    names = names_on(pages)
    has_name = bool(case.name) and _has_name(plain(case.name), text, names, children)
    if expected and (any(number.text == expected for number in numbers) or expected in text):
        return Verdict("match", part)
    others = [number for number in numbers if _is_a_childs(number, case, specs, today)]
    if has_name:  # two digits misread may make a whole number; beside the child's name a doubtful line accuses nobody
        doubtful = thresholds["person.confidence"]
        others = [one for one in others if one.confidence >= doubtful or not _is_near(one.text, expected, thresholds)]
    misread = any(_is_near(number.text, expected, thresholds) for number in numbers if not _holds(number.text))
    if has_name and (len({number.text for number in others}) > 1 or (expected and misread)):
        return Verdict("match", part)  # a list of several children, or this child beside another
    is_trusted = read_id(expected) is not None and not student.id_number_damage and _holds(expected)
    if others and is_trusted and not (has_name and all(number.is_student_no for number in others)):
        return _other_number(part, others[0], has_name, children, case)
    if others and not is_trusted:
        named = [number for number in others if children.by_number.get(number.text) not in (None, case)]
        if named:
            return _other_number(part, named[0], has_name, children, case)
    if has_name:
        return Verdict("match", part)
    if expected and (misread or (not is_trusted and any(_is_near(one.text, expected, thresholds) for one in others))):
        return Verdict("near", part)  # misread here, or mistyped in the roster
    return _by_name(case, part, text, names, specs, children, thresholds)


# ---------------------------------------------------------------------------- numbers


def _holds(text: str) -> bool:
    number = read_id(text)
    return number is not None and number.is_checked and number.birth is not None


def _is_a_childs(number: Number, case: Case, specs: Specs, today: date) -> bool:
    """A complete number of somebody young enough, who is not one of the guardians."""
    if not _holds(number.text):
        return False
    if any(number_of(guardian.id_number) == number.text for guardian in case.student.guardians):
        return False
    birth = IdNumber(number.text).birth
    return birth is not None and birth <= today and age_on(birth, today) <= specs.oldest_student


def _other_number(part: Part, number: Number, has_name: bool, children: Children, case: Case) -> Verdict:
    other = children.by_number.get(number.text)
    if other is not None and other.id == case.id:
        return Verdict("match", part)
    return Verdict("other", part, number=number.text, other=other, seen=number, same_name=has_name)


def _is_near(text: str, expected: str, thresholds: Thresholds) -> bool:
    """Whether a number that does not hold is a misreading of the expected one: some digits wrong, or one lost."""
    most = int(thresholds["person.digits_near"])
    if len(text) == len(expected):
        return sum(one != other for one, other in zip(text, expected, strict=True)) <= most
    short, long = sorted((text, expected), key=len)
    return len(long) - len(short) == 1 and any(long[:index] + long[index + 1 :] == short for index in range(len(long)))


# ---------------------------------------------------------------------------- names


def _has_name(name: str, text: str, names: Sequence[Named], children: Children) -> bool:
    """Whether the name is on the page, and not only as the beginning of another child's longer one."""
    if any(named.text == name for named in names):
        return True
    for longer in children.by_name:
        if len(longer) > len(name) and name in longer:
            text = text.replace(longer, "")
    for named in names:
        if name in named.text and len(named.text) > len(name):
            text = text.replace(named.text, "")
    return name in text


def _by_name(
    case: Case,
    part: Part,
    text: str,
    names: Sequence[Named],
    specs: Specs,
    children: Children,
    thresholds: Thresholds,
) -> Verdict:
    mine = plain(case.name)
    guardians = {plain(guardian.name) for guardian in case.student.guardians if guardian.name}
    seen = [named for named in names if named.text not in guardians]
    if not seen or not mine:
        return Verdict("none", part)
    near = next((named for named in seen if _differs(named.text, mine) <= 1), None)
    if near is not None:
        twin = children.by_name.get(near.text)
        if twin and near.confidence >= thresholds["person.confidence"] and not _has_rare(mine):
            return Verdict("other", part, name=near.text, other=_only(twin), seen=near)
        return Verdict("unclear", part, name=near.text, seen=near)
    if _has_rare(mine) and any(_may_be(mine, named.text) for named in seen):
        return Verdict("unclear", part, name=seen[0].text, seen=seen[0])
    certain = thresholds["person.confidence"]
    clear = [
        named
        for named in seen
        if named.confidence >= certain and (named.text in children.by_name or _looks_like_a_name(named.text, specs))
    ]
    if not clear or not _names_the_child(part, specs) or _resembles(number_of(case.student.id_number), text):
        return Verdict("unclear" if seen else "none", part, name=seen[0].text, seen=seen[0])
    named = next((named for named in clear if named.text in children.by_name), clear[0])
    return Verdict("other", part, name=named.text, other=_only(children.by_name.get(named.text, ())), seen=named)


def _differs(one: str, other: str) -> int:
    """Characters in which two names differ; one that lost or gained a character, or its end, differs by one."""
    if one.startswith(other) or other.startswith(one):
        return 1
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return 1
    return max(len(one), len(other))


def _looks_like_a_name(text: str, specs: Specs) -> bool:
    """Whether it begins with a surname: what was read beside 姓名 may be the next label, or half of a word."""
    return not specs.surnames or "·" in text or text[:1] in specs.surnames or text[:2] in specs.surnames


def _resembles(expected: str, text: str) -> bool:
    """Whether a run of digits and letters on the page may be the expected number, badly written or badly read."""
    if len(expected) != 18:
        return False
    for match in _ALNUM.finditer(text):
        run = match[0]
        for start in range(len(run) - 17):
            if sum(one != other for one, other in zip(run[start : start + 18], expected, strict=True)) <= _BADLY_READ:
                return True
        if len(run) == 17 and any(
            sum(one != other for one, other in zip(run, expected[:at] + expected[at + 1 :], strict=True)) <= 3
            for at in range(18)
        ):
            return True
    return False


def _is_rare(sign: str) -> bool:
    """Whether a character is of those that readers of print seldom know: outside of the 6,763 common ones."""
    try:
        return len(sign.encode("gb2312")) < 2 and sign != "·"
    except UnicodeEncodeError:
        return sign != "·"


def _has_rare(name: str) -> bool:
    return any(_is_rare(sign) for sign in name)


def _may_be(name: str, read: str) -> bool:
    """Whether what was read may be the name, its rare characters read as anything, as two, or not at all."""
    pattern = "".join(".{0,2}" if _is_rare(sign) else re.escape(sign) for sign in name)
    return re.fullmatch(pattern, read) is not None


def _only(cases: Sequence[Case]) -> Case | None:
    return cases[0] if len(cases) == 1 else None


def _names_the_child(part: Part, specs: Specs) -> bool:
    paper = specs.papers.get(part.type or "")
    return paper is not None and paper.about == "child"


# ---------------------------------------------------------------------------- the roster may be wrong


def _agreeing(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Papers that carry the child's name and all the same other number, which no other child has."""
    matched = sum(verdict.kind == "match" and not verdict.same_name for verdict in verdicts)
    by_number: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.kind == "other" and verdict.same_name and verdict.number and verdict.other is None:
            by_number[verdict.number].append(verdict)
    best = max(by_number.values(), key=len, default=[])
    files = {verdict.part.path for verdict in best}
    return best if len(files) >= _AGREEING and len(files) > matched / 2 else []


def _roster_wrong(case: Case, verdicts: Sequence[Verdict]) -> Finding:
    first = verdicts[0]
    files = "、".join(f"「{path}」" for path in dict.fromkeys(verdict.part.path for verdict in verdicts))
    message = (
        f"{files}上的姓名都是{case.name}，身份证号都是 {first.number}，"
        f"与名册（{case.student.row}）的 {number_of(case.student.id_number)} 不同，名册多半录错了。"
    )
    finding = found("other-person", message, "请对照户口簿核对，名册错的改名册，材料错的换材料。", path=first.part.path)
    return _located(finding, first)


def _better_number(
    case: Case,
    parts: Sequence[Part],
    readings: dict[str, dict[int, PageReading]],
    specs: Specs,
    thresholds: Thresholds,
    today: date,
) -> Iterator[Finding]:
    """The roster's own number is faulty, and the papers carry a whole one: it is proposed."""
    expected = number_of(case.student.id_number)
    if not expected or (_holds(expected) and not case.student.id_number_damage):
        return
    votes: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        pages = [readings[part.path][page] for page in part.pages if page in readings.get(part.path, {})]
        named = bool(case.name) and any(named.text == plain(case.name) for named in names_on(pages))
        if part.left_out is not None:
            continue
        for number in numbers_on(pages):
            near = _is_near(number.text, expected, thresholds)
            if (named or near) and number.text != expected and _is_a_childs(number, case, specs, today):
                votes[number.text].add(part.path)
    if not votes:
        return
    best = max(votes, key=lambda number: (len(votes[number]), number))
    rule = "id-check-digit" if read_id(expected) else "id-format"
    files = "、".join(f"「{path}」" for path in sorted(votes[best]))
    message = f"{case.name}在{files}上的身份证号是 {best}（校验正确），名册（{case.student.row}）里是 {expected}。"
    yield found(rule, message, f"请核对后把名册改成 {best}。")


# ---------------------------------------------------------------------------- words


def _other(case: Case, verdict: Verdict, specs: Specs) -> Finding:
    path = verdict.part.path
    said = f"身份证号是 {verdict.number}" if verdict.number else f"姓名是「{verdict.name}」"
    if verdict.other is not None:
        whose = f"，是 {verdict.other.id} {verdict.other.name} 的"
        action = f"请核对，放错的移到「{verdict.other.folder or verdict.other.name}」，并补上{case.name}自己的。"
    elif verdict.same_name:
        whose = f"，与名册上{case.name}的不同"
        action = "请对照户口簿核对：材料错的换材料，名册错的改名册。"
    else:
        whose = f"，不是{case.name}"
        action = f"请核对，换成{case.name}自己的。"
    paper = specs.papers.get(verdict.part.type or "")
    what = f"（{paper.short or paper.title}）" if paper else ""
    finding = found(
        "other-person",
        f"「{path}」{what}上的{said}{whose}。",
        action,
        path=path,
        type=verdict.part.type,
        other_case=verdict.other.id if verdict.other else None,
    )
    return _located(finding, verdict)


def _not_found(case: Case, verdict: Verdict, specs: Specs) -> Finding:
    path = verdict.part.path
    message = f"「{path}」上没有读出{case.name}的姓名或身份证号。"
    if verdict.kind == "unclear" and verdict.name:
        message = f"「{path}」上的姓名读出来是「{verdict.name}」，看不清是不是{case.name}。"
    finding = found("person-not-found", message, path=path, type=verdict.part.type, pages=verdict.part.pages[:1])
    return _located(finding, verdict)


def _located(finding: Finding, verdict: Verdict) -> Finding:
    from dataclasses import replace

    if verdict.seen is None:
        return finding
    return replace(finding, pages=(verdict.seen.page,), box=verdict.seen.box)
