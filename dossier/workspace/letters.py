"""文书登记.yaml → letters: read whole, every mistake of a hand in it told with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from dossier.errors import Place, WorkspaceError
from dossier.files.schema import refuse_newer
from dossier.files.yaml import YamlDocument, open_yaml
from dossier.model import Case, Letter, LetterState
from dossier.specs import LetterNumber, read_number
from dossier.workspace.letter_facts import read_facts
from dossier.workspace.names import LETTER_REGISTER

SCHEMA = 1
_LARGEST = 200_000_000
_HINT = (
    "这份登记由程序写，改错了文号就乱了。请按行号改回去；改不回去的，用备份里的文书登记.yaml 换回，"
    "再用 dossier letter --void 作废不要的文书（不要删行）。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Register:
    """文书登记.yaml."""

    schema: int = SCHEMA
    letters: tuple[Letter, ...] = field(default_factory=tuple)


def read_letters(root: Path) -> tuple[Letter, ...]:
    """The letters of the workspace's register in their order; none where there is no register.

    Raises WorkspaceError with the line of everything that cannot be: unreadable entries, a number twice, a gap.
    """
    path = root / LETTER_REGISTER
    if not path.is_file():
        return ()
    document = open_yaml(path, WorkspaceError, limit=_LARGEST)
    refuse_newer(document, WorkspaceError)
    problems = list(_open_facts(document))
    read = _Register() if problems else document.read(_Register, WorkspaceError)
    problems += _problems(document, read)
    if problems:
        raise WorkspaceError(f"{LETTER_REGISTER} 有 {len(problems)} 处对不上", places=tuple(problems), hint=_HINT)
    return read.letters


def _open_facts(document: YamlDocument) -> Iterator[Place]:
    """The facts of each entry are lines of text; here they become a mapping."""
    entries = document.data.get("letters") if isinstance(document.data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("facts"), str):
            try:
                entry["facts"] = read_facts(entry["facts"])
            except ValueError:
                yield document.place("facts 里有看不懂的行", "letters", index, "facts")


def _problems(document: YamlDocument, read: _Register) -> Iterator[Place]:
    if read.schema != SCHEMA:
        yield document.place(f"schema 是 {read.schema}，这一版程序只认 {SCHEMA}", "schema")
    first: dict[LetterNumber, int] = {}
    for index, letter in enumerate(read.letters):
        yield from (document.place(said, "letters", index, *spot) for spot, said in _letter_problems(letter))
        number = read_number(letter.number) if letter.number else None
        if number is None:
            continue
        if number in first:
            line = document.line("letters", first[number], "number")
            yield document.place(f"文号 {letter.number} 在第{line}行已经有了", "letters", index, "number")
        first.setdefault(number, index)
    yield from _gaps(document, first)


def _letter_problems(letter: Letter) -> Iterator[tuple[tuple[str, ...], str]]:
    if letter.number is not None and str(read_number(letter.number)) != letter.number:
        yield ("number",), f"「{letter.number}」不是文号，应当像 唐城教劝〔2022〕3号"
    if not letter.cases:
        yield ("cases",), f"{letter.name}：没有写是哪个学生的"
    if letter.deadline is not None and letter.deadline <= letter.date:
        yield ("deadline",), f"{letter.name}：期限不在发文日期之后"
    if (letter.state is LetterState.VOID) != (letter.void is not None):
        yield ("state",), f"{letter.name}：state 和 void 对不上（作废的要写日期和原因）"
    if letter.state is LetterState.DELIVERED and letter.delivered is None:
        yield ("state",), f"{letter.name}：写了 delivered，没有写哪天怎样送达"
    if letter.state is LetterState.ISSUED and letter.delivered is not None:
        yield ("state",), f"{letter.name}：写了送达日期，state 却是 issued"
    if letter.delivered is not None and letter.delivered.on < letter.date:
        yield ("delivered",), f"{letter.name}：送达早于发文日期"


def _gaps(document: YamlDocument, first: Mapping[LetterNumber, int]) -> Iterator[Place]:
    """Numbers that are not there between others of the same 代字 and year: a line was lost."""
    series: dict[tuple[str, int], list[LetterNumber]] = {}
    for number in sorted(first, key=lambda one: (one.word, one.year, one.n)):
        series.setdefault((number.word, number.year), []).append(number)
    for numbers in series.values():
        for before, after in pairwise(numbers):
            if after.n != before.n + 1:
                lost = str(before._replace(n=before.n + 1))
                more = f" 到 {after._replace(n=after.n - 1)}" if after.n > before.n + 2 else ""
                yield document.place(f"{after} 前面缺 {lost}{more}", "letters", first[after], "number")


def followed(letters: tuple[Letter, ...], cases: Sequence[Case]) -> tuple[Letter, ...]:
    """The letters under the ids that the roster has now: a child whose number was changed there keeps its letters.

    A child is known by the hash of its ID number, where one case alone has it; by which name the letter calls it
    stays, so that another name is told. What stands in the register stays too.
    """
    ids: dict[str, list[str]] = {}
    for case in cases:
        number = case.student.id_number
        if number:
            ids.setdefault(hashlib.sha256(number.encode()).hexdigest()[:16], []).append(case.id)
    now = {digest: found[0] for digest, found in ids.items() if len(found) == 1}
    return tuple(_followed(letter, now) for letter in letters)


def _followed(letter: Letter, now: Mapping[str, str]) -> Letter:
    moved = {child.id: now[child.id_hash] for child in letter.children if now.get(child.id_hash, child.id) != child.id}
    if not moved:
        return letter
    return replace(
        letter,
        cases=tuple(moved.get(case_id, case_id) for case_id in letter.cases),
        children=tuple(replace(child, id=moved.get(child.id, child.id)) for child in letter.children),
        answered_by=tuple(replace(one, case=moved.get(one.case, one.case)) for one in letter.answered_by),
    )
