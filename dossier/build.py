"""The order of the steps: one case, many cases. Knows every room, decides nothing itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dossier import __version__
from dossier.bench import Bench, bench_of, font_folders
from dossier.buglog import write_bug_log
from dossier.data import program_digest
from dossier.errors import DossierError, ExitCode
from dossier.evidence import Cache
from dossier.forms import Filled
from dossier.model import (
    CaseStatus,
    Check,
    EvidenceFile,
    Outcome,
    OwnPages,
    Plan,
    PlanPart,
    Review,
    Settings,
    Severity,
    Specs,
)
from dossier.page_pictures import page_pictures
from dossier.pages import PDF
from dossier.pdf import write_pdf
from dossier.pdf.journal import Journal
from dossier.plan import make_plan
from dossier.publish import (
    folder_name,
    journal_place,
    locked,
    make_manifest,
    read_standing,
    recover,
    standing_notes,
    swap_in,
    work_folder,
    write_manifest,
)
from dossier.sources import Sources
from dossier.word import write_word
from dossier.workers import Done, Result, TimedOut, Workers

_MOST_ROUNDS = 4
_MOST_ATTEMPTS, _MOST_HANGS = 20, 2
_CASE_SECONDS, _PAGE_SECONDS = 180.0, 1.0
"""A case may take so long, and so much more for each page of the longest case; measured: 0.1 s a page."""
_CASE_MEMORY_MB = 4_000
_TRY_ALONE = "请用 --case 单独再做一次；还不行，请检查该生文件夹里最近加入的文件。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks of a build."""

    draft: bool = False
    read: bool = True
    word: bool = True
    pixels: Literal["print", "keep"] = "print"
    pdfa: bool = False
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything one case needs, so that it can be built in a process of its own."""

    root: Path
    review: Review
    settings: Settings
    specs: Specs
    templates: Path
    output: Path
    options: Options
    today: date
    dated: date
    """The day our forms carry: the workspace's filling date, else today."""
    inputs: str
    word_pdfs: Mapping[str, Path]
    """Path of a Word file → the PDF of its pages."""


def build_cases(
    check: Check, specs: Specs, templates: Path, output: Path, options: Options, cache: Cache
) -> Iterator[Outcome]:
    """Build every case of `check` that can be filed (with `draft` every case); one Outcome a case, in order.

    One case's error is its outcome; the rest goes on. Raises TemplateError before any case when a template
    is wrong, OutputError when the output folder cannot be written at all.
    """
    bench = bench_of(check.workspace.root, check.workspace.settings, templates)
    with locked(output):
        recover(output)
        common = _Common(check, specs, templates, output, options, bench.digest, cache)
        jobs = [_job(common, review) for review in check.reviews]
        standing = {job.review.case.id for job in jobs if _is_wanted(job) and _stands_already(job)}
        built = _run([job for job in jobs if _is_wanted(job) and job.review.case.id not in standing], options)
        for job in jobs:
            if not _is_wanted(job):
                yield Outcome(case_id=job.review.case.id, name=job.review.case.name, review=job.review)
            elif job.review.case.id in standing:
                yield _unchanged(job)
            else:
                yield next(built)


@dataclass(frozen=True, slots=True)
class _Common:
    """What all jobs of a run share."""

    check: Check
    specs: Specs
    templates: Path
    output: Path
    options: Options
    bench_digest: str
    cache: Cache


def _is_wanted(job: Job) -> bool:
    return job.options.draft or job.review.status is not CaseStatus.INCOMPLETE


def _target(job: Job) -> Path:
    return job.output / folder_name(job.review.case.id, job.review.case.name)


def _job(common: _Common, review: Review) -> Job:
    settings = common.check.workspace.settings
    dated = settings.filled_on or common.check.today
    inputs = _inputs(review, settings, common.specs, common.options, dated, common.bench_digest)
    return Job(
        root=common.check.workspace.root,
        review=review,
        settings=settings,
        specs=common.specs,
        templates=common.templates,
        output=common.output,
        options=common.options,
        today=common.check.today,
        dated=dated,
        inputs=inputs,
        word_pdfs={file.path: pdf for file in review.case.files if (pdf := _word_pdf(file, common.cache))},
    )


def _word_pdf(file: EvidenceFile, cache: Cache) -> Path | None:
    """The pages of a Word file, as they were typeset when it was looked at."""
    if not file.is_usable or file.is_picture or file.media_type == PDF:
        return None
    return cache.word_pdf(file.sha256)


def _inputs(review: Review, settings: Settings, specs: Specs, options: Options, dated: date, bench_digest: str) -> str:
    """A hash of all that decides this dossier; where the workspace lies and when files were touched do not."""
    case = review.case
    decided: dict[str, Any] = {
        "program": program_digest(),
        "specs": specs.digest,
        "bench": bench_digest,
        "settings": settings,
        "dated": dated,
        "options": {name: getattr(options, name) for name in ("draft", "word", "pixels", "pdfa")},
        "student": case.student,
        "category": case.category,
        "decisions": case.decisions,
        "files": [(file.path, file.sha256, file.taken) for file in case.files],
        "parts": review.parts,
        "requirements": [(held.requirement.title, held.status) for held in review.requirements],
        "findings": [(found.rule, found.path, found.message) for found in review.findings],
    }
    return hashlib.sha256(repr(decided).encode()).hexdigest()


def _stands_already(job: Job) -> bool:
    standing = read_standing(_target(job))
    return standing.is_whole and standing.inputs == job.inputs


def _unchanged(job: Job) -> Outcome:
    case, target = job.review.case, _target(job)
    files = tuple(sorted(path for path in target.iterdir() if path.suffix in (".pdf", ".docx")))
    notes = standing_notes(target, job.review)
    return Outcome(case_id=case.id, name=case.name, review=job.review, files=files, notes=notes, unchanged=True)


def _run(jobs: Sequence[Job], options: Options) -> Iterator[Outcome]:
    """Build in worker processes, in order; a case whose worker died or hung is one failed outcome."""
    count = min(options.workers or os.cpu_count() or 1, len(jobs)) or 1
    longest = max((sum(len(file.pages) for file in job.review.case.files) for job in jobs), default=0)
    seconds = _CASE_SECONDS + _PAGE_SECONDS * longest
    with Workers(count, seconds=seconds, memory_mb=_CASE_MEMORY_MB) as workers:
        for job, first in zip(jobs, workers.map(build_case, jobs), strict=True):
            result = first if isinstance(first, Done) else _again(job, first, workers)
            if isinstance(result, Done):
                yield result.value
            elif isinstance(result, TimedOut):
                yield _failed(job, f"生成超过 {result.seconds / 60:.0f} 分钟，已停下。{_TRY_ALONE}", ExitCode.BUG)
            else:
                yield _failed(job, f"生成时程序意外中断（{result.detail}）。{_TRY_ALONE}", ExitCode.BUG)


def _again(job: Job, result: Result[Outcome], workers: Workers) -> Result[Outcome]:
    """Try again as long as what the last attempt wrote down tells the next one something: a file that brings the
    process down costs that file, not the case."""
    place, known, hangs = journal_place(_target(job)), b"", 0
    for _ in range(_MOST_ATTEMPTS):
        learned = place.read_bytes() if place.is_file() else b""
        hangs += isinstance(result, TimedOut)
        if isinstance(result, Done) or learned == known or hangs > _MOST_HANGS:
            break
        known = learned
        (result,) = workers.map(build_case, [job])
    return result


def build_case(job: Job) -> Outcome:
    """Build one dossier; a DossierError is its outcome, and so is a bug of ours: it ends this case, not the others."""
    journal = Journal(journal_place(_target(job)))
    try:
        outcome = _build(job, journal)
    except DossierError as error:
        outcome = _failed(job, str(error), error.exit_code)
    except MemoryError:
        journal.leave()
        raise  # the worker tells it
    except Exception as error:
        log = write_bug_log(error, ["build"])
        outcome = _failed(job, f"程序出错了，这不是您的问题。请把这个文件发给维护人员：{log}", ExitCode.BUG)
    journal.close()
    return outcome


def _failed(job: Job, words: str, code: int) -> Outcome:
    case = job.review.case
    return Outcome(case_id=case.id, name=case.name, review=job.review, error=words, error_code=int(code))


def _build(job: Job, journal: Journal) -> Outcome:
    case, target = job.review.case, _target(job)
    bench = bench_of(job.root, job.settings, job.templates)
    plan, forms, own = _settle(job, bench)
    files = {file.path: file for file in case.files}
    folder = job.root / (case.disk_folder or case.folder or "")
    sources = Sources(folder, files, lambda file: job.word_pdfs.get(file.path), case.disk_paths)
    with work_folder(job.output) as work:
        pdf = work / f"{target.name}.pdf"
        notes = write_pdf(
            plan,
            own,
            sources,
            pdf,
            today=job.dated,
            author=job.settings.unit,
            pixels=job.options.pixels,
            print_dpi=job.settings.print_dpi,
            pdfa=job.options.pdfa,
            fonts=font_folders(job.root),
            journal=journal,
        )
        noted = replace(job.review, findings=(*job.review.findings, *notes))
        if not job.options.draft and any(note.severity is Severity.ERROR for note in notes):
            return Outcome(case_id=case.id, name=case.name, review=noted, notes=tuple(notes))
        outputs: list[tuple[Path, int | None]] = [(pdf, len(plan.sheets))]
        if job.options.word:
            word = work / f"{target.name}.docx"
            write_word(
                plan,
                forms,
                page_pictures(sources, job.settings.print_dpi, journal),
                word,
                today=job.dated,
                author=job.settings.unit,
            )
            outputs.append((word, len(plan.sheets)))
        manifest = make_manifest(
            plan, noted, outputs, inputs=job.inputs, version=__version__, today=job.today.isoformat()
        )
        write_manifest(work, manifest)
        swap_in(work, target)
    made = tuple(target / path.name for path, _ in outputs)
    return Outcome(case_id=case.id, name=case.name, review=job.review, plan=plan, files=made, notes=tuple(notes))


def _settle(job: Job, bench: Bench) -> tuple[Plan, Filled, OwnPages]:
    """Plan and fill until the pages our forms take are the pages the plan gave them, then typeset."""

    annex = bench.forms.annex(job.review, job.settings, job.dated, pages_of=bench.pages)
    counts: Mapping[PlanPart, int] = {PlanPart.ANNEX: sum(map(bench.pages, annex))}
    for _ in range(_MOST_ROUNDS):
        plan = make_plan(job.review, job.specs, job.settings, counts, draft=job.options.draft, today=job.dated)
        forms = bench.forms.fill(plan, job.review, job.settings, job.dated, pages_of=bench.pages, annex=annex)
        taken = {part: sum(map(bench.pages, documents)) for part, documents in forms.items()}
        if all(taken[part] == counts.get(part, 1) for part in taken):
            documents = [document for part in taken for document in forms[part]]
            return plan, forms, OwnPages(bench.typeset(documents, job.dated), taken)
        counts = taken
    raise AssertionError("the plan does not settle: our forms change their length with every round")
