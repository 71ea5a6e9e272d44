"""Looking at all files of many cases: what is known is not looked at again, the rest goes to the workers."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from dossier.evidence.cache import Cache, Seen, keep_word_pdf
from dossier.evidence.examine import Look, Task, examine, examine_converted
from dossier.evidence.file_facts import Fault, FileFacts
from dossier.evidence.media_types import DOC, DOCX, ODT, RTF, TYPESET, UNKNOWN
from dossier.evidence.photo_dates import taken_from_name
from dossier.evidence.problems import (
    attached_files,
    garbled_name,
    other_pages,
    problem_of,
    unprinted,
    unwritten,
    wrong_extension,
)
from dossier.evidence.sight import Sight
from dossier.evidence.typesetting import typeset_evidence
from dossier.evidence.word_facts import Typeset, without_links
from dossier.model import Case, EvidenceFile
from dossier.processes.libreoffice import Converted, Office
from dossier.processes.pool import LIBRARIES, Died, Done, TimedOut, Workers

SECONDS = 60.0
"""For one file. The slowest honest ones (2,000 pages, 200 megapixels) took two; a slow machine needs more."""
MEMORY_MB = 2_500
_BATCH = 8
_SAVE_SECONDS = 2.0
"""So much work at most is lost when the process is killed."""
_FRESH_NS = 3_000_000_000
"""A file changed so shortly ago may change again within the same tick of the disk's clock: it is hashed anew."""
_PRELOAD = (*LIBRARIES, "dossier.evidence.examine")
_SUFFIXES = {DOCX: "docx", DOC: "doc", RTF: "rtf", ODT: "odt"}

Step = Callable[[int, int, str], None]


@dataclass(slots=True)
class Spot:
    """One file of one case on its way to an `EvidenceFile`."""

    path: str
    place: str
    """As the disk spells it, absolute."""
    key: str
    """As the disk spells it, relative to the workspace, with `/`."""
    seen: Seen = (0, 0)
    facts: FileFacts | None = None
    trouble: Fault | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing is known yet."""
        return self.facts is None and self.trouble is None


@dataclass(slots=True)
class Round:
    """One call of `look`: what it was given, and the spots it fills."""

    cache: Cache
    typeset: Typeset | None
    """Makes the PDF of a Word file, in a worker: a function of a module, or a partial of one."""
    office: Office | None = None
    """Serves what `typeset` refuses."""
    engine: str = ""
    workers: int = 0
    progress: Step | None = None
    """Counts only files that have to be opened."""
    spots: list[Spot] = field(default_factory=list)

    @property
    def word_engine(self) -> str:
        """Who typesets Word files: what one gave does not stand for what another would give."""
        office = self.office.stamp if self.office else "-"
        return f"{self.engine if self.typeset else '-'}|{office}"


def round_of(sight: Sight) -> Round:
    """What a look at all cases needs of `sight`."""
    return Round(
        cache=sight.cache,
        typeset=partial(typeset_evidence, folders=sight.fonts),
        office=sight.office,
        engine=sight.engine,
        workers=sight.workers,
        progress=partial(sight.watch, "查看材料"),
    )


def look_at_cases(root: Path, cases: Sequence[Case], round_: Round) -> tuple[Case, ...]:
    """The cases with `files` filled, one for each path."""
    spots = [[_spot(root, case, path) for path in case.paths] for case in cases]
    round_.spots = [spot for of_case in spots for spot in of_case]
    with round_.cache:
        _recall(round_)
        waiting = [spot for spot in round_.spots if spot.is_open]
        if waiting:
            with Workers(
                _crew(round_.workers, len(waiting)),
                seconds=SECONDS,
                memory_mb=MEMORY_MB,
                batch=_BATCH,
                preload=_PRELOAD,
                shared=True,
            ) as workers:
                _examine(round_, waiting, workers)
                _ask_office(round_, waiting, workers)
    return tuple(
        replace(case, files=tuple(_evidence_file(spot) for spot in of_case))
        for case, of_case in zip(cases, spots, strict=True)
    )


def _crew(workers: int, files: int) -> int:
    wanted = workers if workers > 0 else (os.cpu_count() or 1)
    return max(1, min(wanted, (files + 3) // 4))


def _spot(root: Path, case: Case, path: str) -> Spot:
    folder = case.disk_folder or case.folder or ""
    key = f"{folder}/{case.disk_paths.get(path, path)}" if folder else case.disk_paths.get(path, path)
    spot = Spot(path, os.path.join(root, key), key)  # noqa: PTH118  (a Path for each of 6,000 files costs too much)
    try:
        found = os.lstat(spot.place)
    except FileNotFoundError:
        spot.trouble = Fault("gone")
    except OSError:
        return spot  # the worker says what is wrong
    else:
        spot.seen = (found.st_size, found.st_mtime_ns)
        if not stat.S_ISREG(found.st_mode):
            spot.trouble = Fault("special")
    return spot


# ---------------------------------------------------------------------------- what is known


def _recall(round_: Round) -> None:
    """Fill what the cache knows: by name, size and time, else by content."""
    cache, unnamed = round_.cache, []
    for spot in round_.spots:
        if spot.trouble is not None:
            continue
        digest = cache.digest(spot.key, spot.seen)
        if digest is not None:
            spot.facts = _known(round_, digest)
        elif cache.knows_size(spot.seen[0]):
            unnamed.append(spot)
    if unnamed:
        with ThreadPoolExecutor(2) as threads:
            for spot, digest in zip(unnamed, threads.map(_digest, unnamed), strict=True):
                if digest is not None:
                    spot.facts = _known(round_, digest)
                    if spot.facts is not None:
                        _keep_digest(round_, spot, digest)


def _known(round_: Round, sha256: str) -> FileFacts | None:
    facts = round_.cache.facts(sha256, round_.word_engine)
    if facts and facts.media_type in TYPESET and facts.fault is None and round_.cache.word_pdf(sha256) is None:
        return None  # its PDF is gone or damaged
    return facts


def _digest(spot: Spot) -> str | None:
    """The file's sha256 in this process: hashing parses nothing. None when it cannot be read or changes."""
    digest = hashlib.sha256()
    try:
        handle = os.open(spot.place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as stream:  # noqa: PTH123  (a handle has no Path)
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
            found = os.fstat(handle)
    except OSError:
        return None
    return digest.hexdigest() if (found.st_size, found.st_mtime_ns) == spot.seen else None


def _keep_digest(round_: Round, spot: Spot, sha256: str) -> None:
    if time.time_ns() - spot.seen[1] > _FRESH_NS:
        round_.cache.keep_digest(spot.key, spot.seen, sha256)


# ---------------------------------------------------------------------------- what is not


def _examine(round_: Round, waiting: list[Spot], workers: Workers) -> None:
    folder = str(round_.cache.word_folder)
    tasks = (Task(spot.place, folder, round_.typeset) for spot in waiting)
    saved = time.monotonic()
    for done, (spot, result) in enumerate(zip(waiting, workers.map(examine, tasks), strict=True), start=1):
        match result:
            case Done(look):
                _note(round_, spot, look)
            case Died():
                spot.trouble = Fault("crashed")
            case TimedOut(seconds):
                spot.trouble = Fault("too-slow", f"{seconds:g}")
        if round_.progress:
            round_.progress(done, len(waiting), spot.path)
        if time.monotonic() - saved > _SAVE_SECONDS:
            round_.cache.save()
            saved = time.monotonic()


def _note(round_: Round, spot: Spot, look: Look) -> None:
    spot.facts, spot.trouble = look.facts, look.trouble
    if look.facts is None:
        return
    spot.seen = look.seen
    if not _is_for_office(round_, look.facts):
        _keep_facts(round_, look.facts)
    _keep_digest(round_, spot, look.facts.sha256)


def _keep_facts(round_: Round, facts: FileFacts) -> None:
    is_word = facts.media_type in TYPESET and not (facts.fault and facts.fault.code == "encrypted-office")
    round_.cache.keep_facts(facts, round_.word_engine if is_word else None)


def _is_for_office(round_: Round, facts: FileFacts) -> bool:
    fault = facts.fault
    return round_.office is not None and fault is not None and fault.code in ("word-old", "word-refused", "word-failed")


def _ask_office(round_: Round, waiting: list[Spot], workers: Workers) -> None:
    """Old Word files, and those that our typesetter refuses, where LibreOffice is at hand."""
    office = round_.office
    left = [spot for spot in waiting if spot.facts and _is_for_office(round_, spot.facts)]
    if office is None or not left:
        return
    if not office.version:
        for spot in left:  # it does not answer: as if it were not here
            _keep_facts(round_, _known_facts(spot))
        return
    folder = round_.cache.word_folder
    converted = []
    for spot, made in _converted(office, left):
        facts = _known_facts(spot)
        if made.pdf is None:
            _say_failed(round_, spot, facts, hung=f"{office.seconds:g}" if made.hung else "")
            continue
        keep_word_pdf(folder, facts.sha256, made.pdf)
        converted.append((spot, facts))
    tasks = [
        (str(folder / f"{facts.sha256}.pdf"), spot.place, facts.sha256, facts.size, facts.media_type)
        for spot, facts in converted
    ]
    for (spot, facts), result in zip(converted, workers.map(examine_converted, tasks), strict=True):
        if isinstance(result, Done):
            spot.facts = result.value
            _keep_facts(round_, result.value)
        else:
            _say_failed(round_, spot, facts)


def _known_facts(spot: Spot) -> FileFacts:
    assert spot.facts is not None
    return spot.facts


def _converted(office: Office, spots: list[Spot]) -> Iterator[tuple[Spot, Converted]]:
    for start in range(0, len(spots), 24):
        some = spots[start : start + 24]
        readable = []
        for spot in some:
            try:
                data = Path(spot.place).read_bytes()
            except OSError:
                yield spot, Converted()
                continue
            media_type = _known_facts(spot).media_type
            readable.append((spot, (without_links(data, media_type), _SUFFIXES[media_type])))
        made = office.convert([file for _, file in readable])
        yield from zip((spot for spot, _ in readable), made, strict=True)


def _say_failed(round_: Round, spot: Spot, facts: FileFacts, *, hung: str = "") -> None:
    """The office is here and could not either; `hung` are the seconds after which it was stopped."""
    if facts.fault is not None and facts.fault.code == "word-refused":
        fault = Fault("word-refused-tried", facts.fault.detail)
    else:
        fault = Fault("office-hung", hung) if hung else Fault("word-failed-tried")
    spot.facts = replace(facts, fault=fault)
    _keep_facts(round_, spot.facts)


# ---------------------------------------------------------------------------- in the words of the model


def _evidence_file(spot: Spot) -> EvidenceFile:
    facts, fault = spot.facts, spot.trouble
    if facts is None:
        problem = problem_of(fault or Fault("crashed"), spot.path)
        return EvidenceFile(
            path=spot.path, size=spot.seen[0], media_type=UNKNOWN, problem=problem, modified_ns=spot.seen[1]
        )
    fault = facts.fault
    usable = (
        ()
        if fault is not None
        else (
            wrong_extension(facts.media_type, spot.path),
            attached_files(facts.attached),
            other_pages(facts.stored_pages, len(facts.pages)),
            unprinted(facts.unprinted),
            unwritten(facts.unwritten),
        )
    )
    caveats = (*usable, garbled_name(spot.path))
    return EvidenceFile(
        path=spot.path,
        sha256=facts.sha256,
        size=facts.size,
        media_type=facts.media_type,
        pages=facts.pages,
        problem=problem_of(fault, spot.path) if fault else None,
        caveats=tuple(caveat for caveat in caveats if caveat),
        taken=facts.taken or taken_from_name(spot.path),
        modified_ns=spot.seen[1],
    )
