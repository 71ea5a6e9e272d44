"""Void, delivered, made again: what happens to a letter after it was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.errors import UsageError
from dossier.letters.issue import Bench
from dossier.letters.register import Register, voided
from dossier.model import Delivery, Letter, LetterState
from dossier.specs import read_number


def find_letter(letters: Sequence[Letter], text: str) -> Letter:
    """The letter of a number as people type it, or (a draft) of the name of its files. Raises UsageError."""
    number = read_number(text)
    name = text.strip().removesuffix(".docx").removesuffix(".pdf")
    for letter in letters:
        if letter.name == name or (number is not None and letter.number and read_number(letter.number) == number):
            return letter
    known = "、".join(letter.name for letter in letters[-3:])
    hint = f"最近的几件：{known}。全部的用 --list 看。" if known else "这里还没有开过文书。"
    raise UsageError(f"文书登记里没有「{text}」", hint=hint)


def make_void(register: Register, text: str, reason: str, today: date) -> Letter:
    """Make a letter void; its number stays taken. Raises UsageError where that cannot be."""
    letter = find_letter(register.letters, text)
    if letter.void is not None:
        on = letter.void.on.isoformat()
        raise UsageError(f"{letter.name} 在 {on} 已经作废（{letter.void.reason}）", hint="不用再作废。")
    if not reason.strip():
        raise UsageError("没有写作废的原因", hint="请加上 --reason 原因。")
    made = voided(letter, reason.strip(), today)
    register.change(letter, made)
    return made


def make_delivered(register: Register, text: str, delivery: Delivery, today: date) -> Letter:
    """Write down when and how a letter was delivered. Raises UsageError where that cannot be."""
    letter = find_letter(register.letters, text)
    if letter.is_void:
        raise UsageError(f"{letter.name} 已经作废，不能登记送达", hint="请写有效的文号。")
    if delivery.on < letter.date:
        raise UsageError(
            f"送达日 {delivery.on.isoformat()} 早于发文日期 {letter.date.isoformat()}", hint="请核对 --on。"
        )
    if delivery.on > today:
        raise UsageError(f"送达日 {delivery.on.isoformat()} 还没有到", hint="送到以后再登记，或核对 --on。")
    if not delivery.how.strip():
        raise UsageError("没有写怎样送达的", hint="请加上 --how，如 --how 直接送达。")
    made = replace(letter, state=LetterState.DELIVERED, delivered=delivery)
    register.change(letter, made)
    return made


def make_again(register: Register, text: str, bench: Bench) -> tuple[Letter, bool]:
    """Make a letter's files again from what the register keeps; whether its template is still the one of then."""
    letter = find_letter(register.letters, text)
    if letter.is_void:
        raise UsageError(f"{letter.name} 已经作废，不再印", hint="请另开一件。")
    bench.make(letter)
    kind = bench.specs.kinds[letter.kind]
    return letter, bench.templates.digest(kind.template) == letter.template


def files_of(root: Path, letter: Letter) -> list[Path]:
    """Where a letter's files lie."""
    return [root / path for path in letter.files]
