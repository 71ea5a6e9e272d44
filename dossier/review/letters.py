"""Letters and the papers of a case: what came home, what is still open, what nobody knows. PURE."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dossier.findings import found, gives
from dossier.model import (
    Answer,
    Case,
    Facts,
    Finding,
    Letter,
    LetterChild,
    LetterKind,
    LetterSpecs,
    Part,
    RequirementReview,
    Settings,
)
from dossier.review.letters_due import is_settled
from dossier.specs import LetterNumber, numbers_in, read_number

Held = Mapping[Part, Sequence[LetterNumber]]
"""The papers of a case, each with the numbers of ours that stand on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """All letters of the workspace, and the 代字 that are ours."""

    letters: Sequence[Letter] = ()
    words: tuple[str, ...] = ()
    """代字 of workspace.yaml and of the register."""
    specs: LetterSpecs = field(default_factory=LetterSpecs)
    known: Mapping[LetterNumber, Letter] = field(default_factory=dict)
    by_case: Mapping[str, Sequence[Letter]] = field(default_factory=dict)

    @classmethod
    def of(cls, letters: Sequence[Letter], settings: Settings, specs: LetterSpecs) -> Mail:
        """What `letters` of a workspace and its settings come to."""
        known = {number: letter for letter in letters if (number := read_number(letter.number or ""))}
        by_case: dict[str, list[Letter]] = {}
        for letter in letters:
            for case in letter.cases:
                by_case.setdefault(case, []).append(letter)
        heads = [head.word for head in settings.letters.values()]
        words = tuple(dict.fromkeys((*heads, *(number.word for number in known))))
        return cls(letters=letters, words=words, specs=specs, known=known, by_case=by_case)

    def of_case(self, case_id: str) -> Iterator[Letter]:
        """The letters of one child that are not void, in their order."""
        return (letter for letter in self.by_case.get(case_id, ()) if not letter.is_void)


# ---------------------------------------------------------------------------- what stands on the papers


def numbers_of(case: Case, part: Part, words: Sequence[str]) -> tuple[LetterNumber, ...]:
    """Numbers of our letters on the pages of a part, in its file name, or as its document number was read."""
    file = next((file for file in case.files if file.path == part.path), None)
    texts = [part.path.rpartition("/")[2], part.document_no]
    for reading in file.readings if file else ():
        if reading.page in part.pages:
            lines = [line.text for line in reading.lines]
            texts += ["".join(lines), *lines]
    return tuple(dict.fromkeys(number for text in texts for number in numbers_in(text, words)))


def answers_of(letter: Letter, kind: LetterKind | None, case: Case, held: Held) -> Iterator[Part]:
    """The parts of a case by which the letter's stub came home."""
    number = read_number(letter.number or "")
    for part, numbers in held.items():
        if kind is None or part.left_out is not None or not set(kind.comes_home) & {part.type, *part.also}:
            continue
        if number in numbers or (not numbers and _may_be(letter, kind, case, part)):
            yield part


def _may_be(letter: Letter, kind: LetterKind, case: Case, part: Part) -> bool:
    """A paper on which no number of ours was read: it is the letter where nobody read it (--no-read), and for a draft
    (its number is another office's) where its name or first lines are those of the kind."""
    file = next((file for file in case.files if file.path == part.path), None)
    readings = [reading for reading in (file.readings if file else ()) if reading.page in part.pages]
    if letter.number is not None and readings:
        return False
    lines = [line.text for reading in readings[:1] for line in reading.lines[:6]]
    is_shared = any(word in text for text in (part.path, *lines) for word in kind.home_words)
    return is_shared or not kind.home_words or not readings


# ---------------------------------------------------------------------------- what is open, what is unknown


@gives("letter-open", "letter-unknown")
def find_letters(case: Case, facts: Facts, parts: Sequence[Part], mail: Mail, today: date) -> Iterator[Finding]:
    """letter-open and letter-unknown of one case."""
    if not mail.letters and not mail.words:
        return
    held = {part: numbers_of(case, part, mail.words) for part in parts}
    yield from _unknown(case, held, mail)
    for letter, why in strangers(case, facts, mail.by_case.get(case.id, ())):
        strange = found("letter-unknown", f"{why}。", "对上以前，不给这个学生开文书，也不补印。")
        yield replace(strange, entry=letter.number or "")
    for letter in mail.of_case(case.id):
        reasons = list(_open(letter, mail, case, held, today))
        if reasons:
            title = mail.specs.kinds[letter.kind].title if letter.kind in mail.specs.kinds else letter.kind
            told, todo = zip(*reasons, strict=True)
            message = f"「{title}」{letter.number or '（草稿，由' + letter.issuer + '编号）'}：{'；'.join(told)}。"
            path = _unread(letter, mail, case, held)
            still_open = found("letter-open", message, "；".join(dict.fromkeys(todo)) + "。", path=path)
            yield replace(still_open, entry=letter.number or "")


def child_of(case: Case, facts: Facts) -> LetterChild:
    """A child as the register keeps it: id, name and a hash of the ID number (contract §1)."""
    number = facts["id_number"] or case.student.id_number
    digest = hashlib.sha256(number.encode()).hexdigest()[:16] if number else ""
    return LetterChild(id=case.id, name=case.name, id_hash=digest)


def disagreements(case: Case, facts: Facts, letters: Iterable[Letter]) -> Iterator[str]:
    """Where the register knows this child otherwise than the roster does."""
    return (why for _, why in strangers(case, facts, letters))


def strangers(case: Case, facts: Facts, letters: Iterable[Letter]) -> Iterator[tuple[Letter, str]]:
    """The first letter whose child of this id is another one by the roster, and in which."""
    here = child_of(case, facts)
    for letter in letters:
        for child in letter.children if not letter.is_void else ():
            if child.id == here.id and (child.name, child.id_hash) != (here.name, here.id_hash):
                what = "姓名" if child.name != here.name else "身份证号"
                yield (
                    letter,
                    f"文书登记里 {letter.name} 的 {child.id} 是「{child.name}」，{what}和名册对不上；"
                    "请核对名册，开错的用 dossier letter --void 作废",
                )
                return


def _unknown(case: Case, held: Held, mail: Mail) -> Iterator[Finding]:
    told: set[tuple[LetterNumber, str]] = set()
    for part, numbers in held.items():
        for number in numbers:
            if (number, part.path) in told or part.left_out is not None:
                continue
            told.add((number, part.path))
            letter = mail.known.get(number)
            if letter is None:
                why, todo = (
                    "文书登记里没有这个文号",
                    "请看原件的文号是不是读错、写错；确是本单位发的，补进登记的人是谁要问清楚",
                )
            elif case.id not in letter.cases:
                names = "、".join(f"{child.id} {child.name}" for child in letter.children) or "、".join(letter.cases)
                why, todo = f"文书登记里这个文号是给 {names} 的", "请核对后放回正确的个案"
            elif letter.is_void and letter.void is not None:
                why, todo = f"这件文书已经作废（{letter.void.reason}）", "请换成有效的那一件，或从文件夹拿走"
            else:
                continue
            strange = found(
                "letter-unknown",
                f"{part.path} 上的文号 {number}：{why}。",
                f"{todo}。",
                path=part.path,
                pages=part.pages,
            )
            yield replace(strange, entry=str(number))


def _open(letter: Letter, mail: Mail, case: Case, held: Held, today: date) -> Iterator[tuple[str, str]]:
    """(what is open, what to do) of one letter."""
    kind = mail.specs.kinds.get(letter.kind)
    if kind is None:
        return
    number = read_number(letter.number or "")
    if kind.comes_home and next(answers_of(letter, kind, case, held), None) is None:
        yield f"已开具，等盖章扫描件{_nearly(kind, held)}", "盖章后把存根扫描放进个案文件夹"
    if kind.receipt and letter.delivered is not None and not _has(held, kind.receipt, number):
        yield f"{letter.delivered.on.isoformat()} 已送达，没有送达回证", "请把签了字的送达回证扫描放进个案文件夹"
    deadline = letter.deadline
    if deadline is None:
        return
    if letter.delivered is not None and letter.delivered.on >= deadline:
        yield f"送达日 {letter.delivered.on.isoformat()} 不早于期限 {deadline.isoformat()}", "请另开一件，重新定期限"
    if deadline < today and kind.wants_return and not is_settled(case) and not _is_back(held, mail):
        yield f"期限 {deadline.isoformat()} 已过，没有复学", "请继续劝返，需要时请乡镇政府下达限期复学通知书"
    if deadline < today and kind.answer and not _has(held, kind.answer, number):
        yield f"期限 {deadline.isoformat()} 已过，没有复函（回执）", "请催对方复函，收到后扫描放进个案文件夹"


def _is_back(held: Held, mail: Mail) -> bool:
    """Whether a paper in the folder shows the child at school."""
    return any(set(mail.specs.back) & {part.type, *part.also} for part in held if part.left_out is None)


def _nearly(kind: LetterKind, held: Held) -> str:
    """A paper of that type is there, but no number was read on it."""
    return f"（{path} 上没有读出文号；就是这一件的，请认可）" if (path := _numberless(kind, held)) else ""


def _numberless(kind: LetterKind, held: Held) -> str | None:
    return next(
        (part.path for part, numbers in held.items() if not numbers and set(kind.comes_home) & {part.type, *part.also}),
        None,
    )


def _unread(letter: Letter, mail: Mail, case: Case, held: Held) -> str | None:
    """The paper on which no number was read, where the stub that is waited for may be just that one."""
    kind = mail.specs.kinds.get(letter.kind)
    if kind is None or not kind.comes_home or next(answers_of(letter, kind, case, held), None) is not None:
        return None
    return _numberless(kind, held)


def _has(held: Held, paper: str, number: LetterNumber | None) -> bool:
    """Whether such a paper is there that speaks of this letter, or of no letter that could be read."""
    return any(
        paper in (part.type, *part.also)
        and part.left_out is None
        and (not numbers or number in numbers or number is None)
        for part, numbers in held.items()
    )


def say_waiting(
    findings: Iterable[Finding], case: Case, held: Sequence[RequirementReview], parts: Sequence[Part], mail: Mail
) -> Iterator[Finding]:
    """A paper that is missing because its letter is out to be stamped: the finding says so."""
    for finding in findings:
        wanted = next((one.requirement for one in held if finding.type in one.requirement.types), None)
        waiting = waiting_for(case, parts, wanted.types, mail) if wanted and finding.rule == "missing" else ()
        told = "、".join(letter.number or f"{letter.issuer}的草稿" for letter in waiting)
        yield replace(finding, message=f"{finding.message}已开具 {told}，等盖章扫描件。") if told else finding


def waiting_for(case: Case, parts: Sequence[Part], types: Sequence[str], mail: Mail) -> tuple[Letter, ...]:
    """Letters that were issued for this child and will come home as one of these papers."""
    letters = [letter for letter in mail.of_case(case.id) if set(types) & set(_home(letter, mail.specs))]
    if not letters:
        return ()
    held = {part: numbers_of(case, part, mail.words) for part in parts}
    kinds = mail.specs.kinds
    return tuple(one for one in letters if next(answers_of(one, kinds.get(one.kind), case, held), None) is None)


def _home(letter: Letter, specs: LetterSpecs) -> tuple[str, ...]:
    return specs.kinds[letter.kind].comes_home if letter.kind in specs.kinds else ()


def letter_answers(case: Case, parts: Sequence[Part], mail: Mail) -> dict[str, tuple[Answer, ...]]:
    """Number of a letter → the papers of this case by which it came home."""
    held = {part: numbers_of(case, part, mail.words) for part in parts}
    return {
        letter.number: tuple(
            Answer(case=case.id, path=path)
            for path in dict.fromkeys(
                part.path for part in answers_of(letter, mail.specs.kinds.get(letter.kind), case, held)
            )
        )
        for letter in mail.of_case(case.id)
        if letter.number
    }
