"""Reading papers: what stands on every page of the evidence. Facts only; what they mean is judged in `review`.

    cases = read(root, cases, cache_folder=…)   files with `readings`, each page read once in its life
    open_reader()                               reads pictures that are no evidence yet
    available()                                 '' or why pages cannot be read on this machine

Pages are read in two worker processes with one model each; what was read is kept in `.dossier/` by content.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dossier.evidence.media_types import DOCX, PDF, TYPESET
from dossier.evidence.reading.crops import CROPS
from dossier.evidence.reading.models import engine_id, why_not
from dossier.files.store import Store
from dossier.model import Case, EvidenceFile, PageReading

__all__ = ["CROPS", "available", "engine_id", "open_reader", "read"]

_SCHEMA = 11
# Two processes of 450 MB stay under 1.5 GB together; more would not fit the PCs that offices have.
_WORKERS = 2
_MEMORY_MB = 1000
"""What one may take for the largest picture that is legal; pages of the usual size take 450."""
_TOO_HUNGRY = "识读这个文件要用的内存太多"
_HARD_SECONDS = 240.0
_SAVE_EVERY = 25
_OLD_WORD = TYPESET - {DOCX}


def available() -> str:
    """'' when pages can be read here; else why not, in plain words."""
    return why_not()


def read(
    root: Path,
    cases: Sequence[Case],
    *,
    cache_folder: Path | None,
    word_pdf: Callable[[str], Path | None] = lambda sha256: None,
    only: Container[str] | None = None,
    workers: int = _WORKERS,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Case, ...]:
    """The cases with `readings` in every usable file; what is kept in the cache is not read again.

    `word_pdf` says where the PDF of a Word file lies: old ones (.doc, .rtf, .odt) are read from it.
    `only` are ids of cases: of any other, what the cache knows is taken and nothing is read.

    `progress(pages done, pages to read)`. A file at which a worker dies or hangs has pages that say so in `unread`.
    Without the engine, every page that the cache does not know says so.
    """
    store = Store(cache_folder, "readings", _SCHEMA)
    known: dict[str, tuple[PageReading, ...]] = {}
    wanted: dict[str, tuple[Path, EvidenceFile]] = {}
    for case in cases:
        for file in case.files:
            if not _can_be_read(file) or _key(file) in known:
                continue
            kept = _kept(store, file)
            if kept is not None:
                known[_key(file)] = kept
            elif only is None or case.id in only:
                wanted.setdefault(_key(file), (case.on_disk(root, file.path), file))
    for count, (key, readings, is_final) in enumerate(_read_all(wanted, word_pdf, workers, progress), 1):
        known[key] = readings
        if is_final:
            store.put_value(key, readings)
        if count % _SAVE_EVERY == 0:
            store.save()
    store.save()
    return tuple(
        replace(case, files=tuple(replace(file, readings=known.get(_key(file), ())) for file in case.files))
        for case in cases
    )


def _read_all(
    wanted: dict[str, tuple[Path, EvidenceFile]],
    word_pdf: Callable[[str], Path | None],
    workers: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, tuple[PageReading, ...], bool]]:
    """(key, readings, whether they may be kept) of each file."""
    if not wanted:
        return
    reason = available()
    if reason:
        for key, (_, file) in wanted.items():
            yield key, _none_read(file, reason), False
        return
    from dossier.evidence.reading.page import Job, read_file
    from dossier.processes.pool import Died, Done, Workers

    jobs = []
    for path, file in wanted.values():
        pdf = word_pdf(file.sha256) if file.media_type in _OLD_WORD else None
        jobs.append(Job(pdf or path, PDF if pdf else file.media_type, len(file.pages)))
    total, done = sum(job.pages for job in jobs), 0
    with Workers(min(workers, len(jobs)), seconds=_HARD_SECONDS, memory_mb=_MEMORY_MB, shared=True) as pool:
        for (key, (_, file)), result in zip(wanted.items(), pool.map(read_file, jobs), strict=True):
            if isinstance(result, Done):
                readings = result.value
            elif isinstance(result, Died):
                hungry = result.detail == "memory"
                readings = _none_read(file, _TOO_HUNGRY if hungry else "识读这个文件时程序意外中断")
            else:
                readings = _none_read(file, f"识读这个文件超过 {result.seconds:.0f} 秒，已放弃")
            yield key, readings, isinstance(result, Done)
            done += len(file.pages)
            if progress is not None:
                progress(done, total)


@contextmanager
def open_reader(workers: int = _WORKERS) -> Iterator[Callable[[Sequence[Path]], tuple[PageReading, ...]]]:
    """A function that reads JPEGs, one reading each, in order; nothing is remembered.

    One at which the reader dies or hangs, and all where there is no engine, say so in `unread`.
    """
    from dossier.evidence.reading.page import Job, read_file
    from dossier.processes.pool import Done, Workers

    with Workers(workers, seconds=_HARD_SECONDS, memory_mb=_MEMORY_MB, shared=True) as pool:

        def read_pictures(places: Sequence[Path]) -> tuple[PageReading, ...]:
            reason = available()
            if reason:
                return tuple(PageReading(page=1, unread=reason) for _ in places)
            results = pool.map(read_file, [Job(place, "image/jpeg", 1) for place in places])
            lost = PageReading(page=1, unread="识读时程序意外中断或太慢")
            return tuple(result.value[0] if isinstance(result, Done) else lost for result in results)

        yield read_pictures


def _can_be_read(file: EvidenceFile) -> bool:
    """Usable files, and damaged pictures: what is left of one may still say which paper it was."""
    damaged = file.problem is not None and file.problem.rule == "unreadable" and file.is_picture
    return file.is_usable or (damaged and bool(file.pages))


def _key(file: EvidenceFile) -> str:
    through = " pdf" if file.media_type in _OLD_WORD else ""
    return f"{file.sha256} {len(file.pages)} {engine_id()}{through}"


def _kept(store: Store, file: EvidenceFile) -> tuple[PageReading, ...] | None:
    return store.value(_key(file), tuple[PageReading, ...])


def _none_read(file: EvidenceFile, why: str) -> tuple[PageReading, ...]:
    return tuple(PageReading(page=number, unread=why) for number in range(1, len(file.pages) + 1))
