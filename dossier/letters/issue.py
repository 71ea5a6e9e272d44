"""Ready letters → numbers in the register, then files: a number is taken first and accounted for whatever happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from dossier.errors import DossierError, ToolError
from dossier.files.names import name_key, safe_name
from dossier.letters.fields import vocabulary
from dossier.letters.make import make_files
from dossier.letters.model import Ready
from dossier.letters.numbering import Counter
from dossier.letters.register import Register, voided
from dossier.letters.templates import Templates
from dossier.model import Letter, LetterSpecs
from dossier.processes.pool import Died, Done, Workers
from dossier.review import child_of

OUTPUT = "output/文书"
_SECONDS, _MEMORY_MB = 60.0, 1024
_FEW = 40
"""So many letters are sooner made here than workers start."""
_CHUNK = 2000
"""So many numbers are taken at once: the register is written twice for them."""

Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """What letters of one workspace are made with."""

    root: Path
    engine: str
    templates: Templates
    specs: LetterSpecs

    def make(self, letter: Letter) -> None:
        """Write a letter's files. Raises DossierError."""
        kind = self.specs.kinds.get(letter.kind)
        if kind is None:
            raise ToolError(f"letters.yaml 里没有 {letter.kind} 这种文书", hint="请把它加回去，再用 --again 补印。")
        make_files(self.root, self.engine, self.templates, kind.template, letter)


def issue(register: Register, ready: Sequence[Ready], bench: Bench, today: date, step: Step) -> tuple[Letter, ...]:
    """Number the letters in their order and make their files; what is returned is on the disk and in the register.

    Raises DossierError where a letter cannot be made: it is void then, with the reason; those before it are issued,
    those after it took no number.
    """
    done: list[Letter] = []
    for start in range(0, len(ready), _CHUNK):
        chunk = ready[start : start + _CHUNK]
        taken = _take(register, chunk, bench)
        made, error = _make_all(taken, bench, step)
        before = register.letters[: len(register.letters) - len(taken)]
        finished = [replace(letter, unfinished=False) for letter in taken[:made]]
        if error is not None:
            failed = voided(taken[made], f"没有做成：{error.message}", today)
            _forget(bench.root, taken[made:])
            register.save((*before, *finished, failed))
            raise error
        register.save((*before, *finished))
        done += finished
    return tuple(done)


def _take(register: Register, ready: Sequence[Ready], bench: Bench) -> list[Letter]:
    """Numbers for these letters, written down before any is made."""
    letters = list(register.letters)
    counter = Counter(letters)
    files = {name_key(path) for letter in letters for path in letter.files}
    for one in ready:
        ask = one.ask
        number = str(counter.next(ask.head, ask.wish.date.year)) if ask.head else None
        values = {**one.values, "文号": number} if number else one.values
        paths = file_names(one, number, files)
        files.update(map(name_key, paths))
        letters.append(
            Letter(
                number=number,
                kind=ask.wish.kind.id,
                issuer=ask.wish.issuer,
                cases=tuple(review.case.id for review in ask.reviews),
                to=ask.to,
                date=ask.wish.date,
                deadline=ask.wish.deadline,
                files=paths,
                by=ask.wish.by,
                children=tuple(child_of(review.case, review.facts) for review in ask.reviews),
                facts=values,
                template=bench.templates.digest(ask.wish.kind.template),
                unfinished=True,
            )
        )
    register.save(letters)
    return letters[-len(ready) :]


def file_names(ready: Ready, number: str | None, taken: Container[str] = ()) -> tuple[str, ...]:
    """`output/文书/{number or date}-{title}-{name}.docx|.pdf`; told apart by the case's id where they would be one.

    `taken`: the names of other letters, as `name_key` makes them.
    """
    ask = ready.ask
    first = ask.reviews[0]
    name = first.case.name if len(ask.reviews) == 1 else f"{first.case.name}等{len(ask.reviews)}人"
    start = f"{number or ask.wish.date.isoformat()}-{ask.wish.kind.title}-{name}"
    stem, case = safe_name(start, instead="—", most=80), safe_name(first.case.id, instead="-", most=40)
    return next(paths for paths in _paths(stem, case) if not any(name_key(path) in taken for path in paths))


def _paths(stem: str, case: str) -> Iterator[tuple[str, ...]]:
    """Names that two letters may have, the plain one first; without end."""
    for turn in count():
        ending = ("", f"-{case}")[turn] if turn < 2 else f"-{case}-{turn}"
        yield tuple(f"{OUTPUT}/{stem}{ending}{suffix}" for suffix in (".docx", ".pdf"))


def _make_all(letters: Sequence[Letter], bench: Bench, step: Step) -> tuple[int, DossierError | None]:
    """Make the files of all; how many were made, in order, and what stopped the next one."""
    made = 0
    try:
        for error in _results(letters, bench):
            if error is not None:
                return made, error
            made += 1
            step(made, len(letters), letters[made - 1].name)
    except DossierError as error:  # no worker could be started
        return made, error
    return made, None


def _results(letters: Sequence[Letter], bench: Bench) -> Iterator[DossierError | None]:
    if len(letters) < _FEW:
        for letter in letters:
            yield _try(bench, letter)
        return
    jobs = [(bench.root, bench.engine, bench.templates.folder, bench.specs, letter) for letter in letters]
    with Workers(min(os.cpu_count() or 1, 8), seconds=_SECONDS, memory_mb=_MEMORY_MB, batch=8) as workers:
        for result in workers.map(make_one, jobs):
            if isinstance(result, Done):
                yield result.value
            else:
                why = f"中断（{result.detail}）" if isinstance(result, Died) else "太慢，已停下"
                yield ToolError(f"做文书的进程{why}", hint="请关闭一些程序再试。")


def make_one(job: tuple[Path, str, Path, LetterSpecs, Letter]) -> DossierError | None:
    """Make one letter, in a worker process."""
    root, engine, folder, specs, letter = job
    bench = _BENCHES.get(root)
    if bench is None:
        bench = _BENCHES[root] = Bench(root, engine, Templates(folder, vocabulary(specs)), specs)
    return _try(bench, letter)


_BENCHES: dict[Path, Bench] = {}
"""In a worker: what this process makes letters with."""


def _try(bench: Bench, letter: Letter) -> DossierError | None:
    try:
        bench.make(letter)
    except DossierError as error:
        return error
    return None


def _forget(root: Path, letters: Iterable[Letter]) -> None:
    """Files of letters that were not issued after all."""
    for letter in letters:
        for path in letter.files:
            (root / path).unlink(missing_ok=True)
