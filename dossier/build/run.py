"""The order of the steps: one case, many cases. Knows every room, decides nothing itself."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.build.job import Copy, Job, Options
from dossier.build.pieces import pieces
from dossier.build.typesetting import bench_digest, bench_of
from dossier.errors import ExitCode
from dossier.evidence import Cache
from dossier.files.data import program_digest
from dossier.files.names import name_key
from dossier.filing import Manifest, journal_place, locked, read_standing, recover, standing_notes
from dossier.model import CaseStatus, Check, EvidenceFile, Filed, Finding, Outcome, Plan, Review, Settings, Specs
from dossier.pages.page import PDF
from dossier.processes.pool import Done, Result, TimedOut, Workers

_MOST_ATTEMPTS, _MOST_HANGS = 20, 2
_CASE_SECONDS, _PAGE_SECONDS = 180.0, 1.0
"""A case may take so long, and so much more for each page of the longest case; measured: 0.1 s a page."""
_CASE_MEMORY_MB = 4_000
_TRY_ALONE = "请用 --case 单独再做一次；还不行，请检查该生文件夹里最近加入的文件。"


def build_cases(
    check: Check,
    specs: Specs,
    templates: Path,
    output: Path,
    options: Options,
    cache: Cache,
    filed: Mapping[str, Filed] | None = None,
    halt: threading.Event | None = None,
) -> Iterator[Outcome]:
    """Build every case of `check` that can be filed (with `draft` every case); one Outcome a case, in order.

    Once `halt` is set, what is being built is given up: HaltedError, and only whole dossiers stand.

    One case's error is its outcome; the rest goes on. Raises TemplateError before any case when a template
    is wrong, OutputError when the output folder cannot be written at all.
    """
    root, settings = check.workspace.root, check.workspace.settings
    with locked(output), _whole(output), _crew(check, options, halt) as workers:
        opening = workers.map(_open_bench, [(root, settings, templates)])
        common = _Common(
            check, specs, templates, output, options, bench_digest(root, settings, templates), cache, filed or {}
        )
        jobs = [_job(common, review) for review in check.reviews]
        outcomes = _in_one_folder(jobs)
        outcomes |= {
            job.review.case.id: outcome
            for job in jobs
            if job.review.case.id not in outcomes and (outcome := _made_already(job))
        }
        open_jobs = _shared_out([job for job in jobs if job.review.case.id not in outcomes], options)
        if open_jobs or not any(outcome.unchanged for outcome in outcomes.values()):
            list(opening)  # what is wrong with a template is told before any case
        built = _built(open_jobs, workers.map(build_case, open_jobs), workers)
        for job in jobs:
            yield outcomes.get(job.review.case.id) or next(built)


@contextlib.contextmanager
def _whole(output: Path) -> Iterator[None]:
    """Only whole dossiers stand in the folder, before and after: also where workers were ended in the middle of one."""
    recover(output)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # what lies half made goes with the next run
            recover(output)


def plan_case(
    check: Check,
    specs: Specs,
    templates: Path,
    options: Options,
    review: Review,
    filed: Filed | None,
) -> Manifest:
    """What a dossier of this case would hold now, page by page; nothing is written.

    Raises TemplateError where a template is wrong.
    """
    from dossier.build.one_case import planned

    root, settings = check.workspace.root, check.workspace.settings
    known = {review.case.id: filed} if filed else {}
    digest = bench_digest(root, settings, templates)
    return planned(_job(_Common(check, specs, templates, root, options, digest, None, known), review))


def copy_case(
    check: Check,
    specs: Specs,
    templates: Path,
    options: Options,
    review: Review,
    filed: Filed | None,
    copy: Copy,
) -> tuple[Plan, tuple[Finding, ...]]:
    """Write a dossier once more with other words: the plan as it is seen there, and what became of its pages.

    Raises TemplateError where a template is wrong, OutputError where it cannot be written.
    """
    from dossier.build.one_case import write_copy

    root, settings = check.workspace.root, check.workspace.settings
    known = {review.case.id: filed} if filed else {}
    digest = bench_digest(root, settings, templates)
    job = _job(_Common(check, specs, templates, root, options, digest, None, known), review)
    return write_copy(replace(job, threads=_processors(options)), copy)


@dataclass(frozen=True, slots=True)
class _Common:
    """What all jobs of a run share."""

    check: Check
    specs: Specs
    templates: Path
    output: Path
    options: Options
    bench_digest: str
    cache: Cache | None
    filed: Mapping[str, Filed]
    """Case id → what is in the cabinet."""


def _is_wanted(job: Job) -> bool:
    return job.options.draft or job.review.status is not CaseStatus.INCOMPLETE


def _job(common: _Common, review: Review) -> Job:
    settings = common.check.workspace.settings
    filed = common.filed.get(review.case.id)
    made_of = pieces(review, settings, common.specs, common.options, common.bench_digest)
    return Job(
        root=common.check.workspace.root,
        review=review,
        settings=settings,
        specs=common.specs,
        templates=common.templates,
        output=common.output,
        options=common.options,
        today=common.check.today,
        dated=settings.filled_on or (filed.today if filed else None) or common.check.today,
        filed=filed,
        inputs=_inputs(made_of, review),
        made_of=made_of,
        word_pdfs={file.path: pdf for file in review.case.files if (pdf := _word_pdf(file, common.cache))},
    )


def _word_pdf(file: EvidenceFile, cache: Cache | None) -> Path | None:
    """The pages of a Word file, as they were typeset when it was looked at."""
    if cache is None or not file.is_usable or file.is_picture or file.media_type == PDF:
        return None
    return cache.word_pdf(file.sha256)


def _inputs(made_of: Mapping[str, str], review: Review) -> str:
    """A hash of all that decides this dossier; where the workspace lies, when files were touched and the day do not.

    A filing date that is set stands in the settings; one that is not would change the hash every midnight.
    """
    findings = [(found.rule, found.path, found.message) for found in review.findings]
    decided = (program_digest(), sorted(made_of.items()), findings)
    return hashlib.sha256(repr(decided).encode()).hexdigest()


def _made_already(job: Job) -> Outcome | None:
    """The outcome of a case that is not to be built, or whose dossier stands as it would be built again."""
    case, target = job.review.case, job.target
    if not _is_wanted(job):
        return Outcome(case_id=case.id, name=case.name, review=job.review)
    standing = read_standing(target)
    if standing.newer:
        return job.failed(f"{standing.newer}。要用这一版重做，请先移走文件夹「{target.name}」。", ExitCode.INPUT)
    if not standing.is_whole or standing.inputs != job.inputs:
        return None
    files = tuple(sorted(path for path in target.iterdir() if path.suffix in (".pdf", ".docx")))
    notes = standing_notes(standing, job.review)
    return Outcome(case_id=case.id, name=case.name, review=job.review, files=files, notes=notes, unchanged=True)


def _in_one_folder(jobs: Sequence[Job]) -> dict[str, Outcome]:
    """The cases whose dossier would take the place of another's: names of folders are cut, and tell no capitals."""
    first: dict[str, Job] = {}
    failed: dict[str, Outcome] = {}
    for job in jobs:
        other = first.setdefault(name_key(job.target.name), job)
        if other is not job:
            words = (
                f"档案文件夹会和 {other.review.case.id} 的同名（{job.target.name}）。请在名册里换一个短的、不同的序号。"
            )
            failed[job.review.case.id] = job.failed(words, ExitCode.INPUT)
    return failed


def _processors(options: Options) -> int:
    return options.workers or os.cpu_count() or 1


def _shared_out(jobs: Sequence[Job], options: Options) -> list[Job]:
    """The jobs, each with its share of the processors: a case alone takes all, many take one each."""
    threads = _processors(options) // max(1, min(_processors(options), len(jobs)))
    return [replace(job, threads=threads) for job in jobs]


def _crew(check: Check, options: Options, halt: threading.Event | None = None) -> Workers:
    """Workers for these cases, with a limit of time that the longest of them needs."""
    count = min(_processors(options), len(check.reviews)) or 1
    longest = max((sum(len(file.pages) for file in review.case.files) for review in check.reviews), default=0)
    return Workers(
        count, seconds=_CASE_SECONDS + _PAGE_SECONDS * longest, memory_mb=_CASE_MEMORY_MB, shared=True, halt=halt
    )


def _built(jobs: Sequence[Job], results: Iterator[Result[Outcome]], workers: Workers) -> Iterator[Outcome]:
    """One outcome a job, in order; a case whose worker died or hung is one failed outcome."""
    for job, first in zip(jobs, results, strict=True):
        result = first if isinstance(first, Done) else _again(job, first, workers)
        if isinstance(result, Done):
            yield result.value
        elif isinstance(result, TimedOut):
            yield job.failed(f"生成超过 {result.seconds / 60:.0f} 分钟，已停下。{_TRY_ALONE}", ExitCode.BUG)
        else:
            yield job.failed(f"生成时程序意外中断（{result.detail}）。{_TRY_ALONE}", ExitCode.BUG)


def _again(job: Job, result: Result[Outcome], workers: Workers) -> Result[Outcome]:
    """Try again as long as what the last attempt wrote down tells the next one something: a file that brings the
    process down costs that file, not the case."""
    place, known, hangs = journal_place(job.target), b"", 0
    for _ in range(_MOST_ATTEMPTS):
        learned = place.read_bytes() if place.is_file() else b""
        hangs += isinstance(result, TimedOut)
        if isinstance(result, Done) or learned == known or hangs > _MOST_HANGS:
            break
        known = learned
        (result,) = workers.map(build_case, [job])
    return result


def build_case(job: Job) -> Outcome:
    """Build one dossier, in a worker process: only there is all that it takes imported."""
    from dossier.build.one_case import bind

    return bind(job)


def _open_bench(bench: tuple[Path, Settings, Path]) -> None:
    """Set the bench up in a worker, while this process still works out what is to be built."""
    bench_of(*bench)
