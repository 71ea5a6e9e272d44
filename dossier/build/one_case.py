"""One dossier bound: forms filled, PDF and Word written, proved, and put in place. Runs in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dossier import __version__
from dossier.build.job import Copy, Job
from dossier.build.page_marks import page_marks, page_texts
from dossier.build.pieces import OPTIONS
from dossier.build.typesetting import Bench, bench_of
from dossier.errors import DossierError, ExitCode, is_panic
from dossier.evidence import font_folders
from dossier.filing import (
    Manifest,
    ManifestMaking,
    ManifestOptions,
    journal_place,
    make_manifest,
    swap_in,
    work_folder,
    write_manifest,
)
from dossier.forms import Filled
from dossier.model import Finding, Outcome, OwnPages, Plan, PlanPart, Review, Settings, Severity
from dossier.pages.journal import Journal
from dossier.pages.sources import Sources
from dossier.pdf import PdfOptions, finished_pictures, write_pdf
from dossier.plan import amend, annex_name, has_form, make_plan, own_key
from dossier.terminal.crash_log import write_bug_log
from dossier.word import Making, page_pictures, write_word

_MOST_ROUNDS = 4


def bind(job: Job) -> Outcome:
    """Build one dossier; a DossierError is its outcome, and so is a bug of ours: it ends this case, not the others.

    What is wrong with the bench (TemplateError, ToolError) is wrong for every case: it is raised.
    """
    bench = bench_of(job.root, job.settings, job.templates)
    journal = Journal(journal_place(job.target))
    try:
        outcome = _bound(job, bench, journal)
    except DossierError as error:
        outcome = job.failed(str(error), error.exit_code)
    except MemoryError:
        journal.leave()
        raise  # the worker tells it
    except Exception as error:
        log = write_bug_log(error, ["build"])
        outcome = job.failed(f"程序出错了，这不是您的问题。请把这个文件发给维护人员：{log}", ExitCode.BUG)
    except BaseException as error:
        if not is_panic(error):
            raise
        outcome = job.failed(_unprintable(job, write_bug_log(error, ["build"])), ExitCode.INPUT)
    journal.close()
    return outcome


def _unprintable(job: Job, log: Path) -> str:
    """A library broke on the words of this case: where to look, and where it is written down."""
    case = job.review.case
    return (
        f"{case.student.row or case.name} 的文字（或材料的文件名）里有程序排不出来的内容，多半是少见的文字或符号。"
        f"请把这一行里不常见的文字改掉再试；改不了的，请把这个文件发给维护人员：{log}"
    )


def _bound(job: Job, bench: Bench, journal: Journal) -> Outcome:
    case, target = job.review.case, job.target
    plan, forms, own = _settle(job, bench)
    files = {file.path: file for file in case.files}
    folder = job.root / (case.disk_folder or case.folder or "")
    sources = Sources(folder, files, lambda file: job.word_pdfs.get(file.path), case.disk_paths)
    with work_folder(job.output) as work:
        pdf = work / f"{target.name}.pdf"
        notes = write_pdf(plan, own, sources, pdf, _pdf_options(job), journal)
        noted = replace(job.review, findings=(*job.review.findings, *notes))
        if not job.options.draft and any(note.severity is Severity.ERROR for note in notes):
            return Outcome(case_id=case.id, name=case.name, review=noted, notes=tuple(notes))
        outputs: list[tuple[Path, int | None]] = [(pdf, len(plan.sheets))]
        if job.options.word:
            word = work / f"{target.name}.docx"
            with finished_pictures(pdf) as finished:
                drawing = Making(sources, finished.of, job.settings.print_dpi, journal, job.threads)
                with page_pictures(plan, drawing) as picture:
                    write_word(plan, forms, picture, word, today=job.dated, author=job.settings.unit)
            outputs.append((word, len(plan.sheets)))
        manifest = make_manifest(plan, noted, outputs, _making(job, plan, own))
        write_manifest(work, manifest)
        swap_in(work, target)
    made = tuple(target / path.name for path, _ in outputs)
    return Outcome(case_id=case.id, name=case.name, review=job.review, plan=plan, files=made, notes=tuple(notes))


def planned(job: Job) -> Manifest:
    """The manifest that the dossier would have, without its files; nothing is written."""
    plan, _, own = _settle(job, bench_of(job.root, job.settings, job.templates))
    return make_manifest(plan, job.review, (), _making(job, plan, own))


def write_copy(job: Job, copy: Copy) -> tuple[Plan, tuple[Finding, ...]]:
    """Write it; the plan as it is seen, and which of its pages became pictures or placeholders.

    Raises OutputError where it cannot be written.
    """
    plan, forms, own = _settle(job, bench_of(job.root, job.settings, job.templates), copy)
    pdf, journal = copy.target.with_name(f"{copy.target.name}.pdf"), Journal(None)
    options = replace(_pdf_options(job), author=copy.settings.unit)
    sources = Sources(copy.folder, copy.files)
    notes = write_pdf(plan, own, sources, pdf, options, journal)
    if job.options.word:
        with finished_pictures(pdf) as finished:
            drawing = Making(sources, finished.of, job.settings.print_dpi, journal, job.threads)
            with page_pictures(plan, drawing) as picture:
                word = copy.target.with_name(f"{copy.target.name}.docx")
                write_word(plan, forms, picture, word, today=job.dated, author=copy.settings.unit)
    return plan, notes


def _making(job: Job, plan: Plan, own: OwnPages) -> ManifestMaking:
    return ManifestMaking(
        inputs=job.inputs,
        made_of=job.made_of,
        version=__version__,
        today=job.today.isoformat(),
        dated=job.dated.isoformat(),
        marks=page_marks(plan, job, own),
        options=ManifestOptions(**{name: getattr(job.options, name) for name in OPTIONS}),
    )


def _pdf_options(job: Job) -> PdfOptions:
    return PdfOptions(
        today=job.dated,
        author=job.settings.unit,
        pixels=job.options.pixels,
        print_dpi=job.settings.print_dpi,
        pdfa=job.options.pdfa,
        fonts=font_folders(job.root),
        threads=job.threads,
    )


@dataclass(frozen=True, slots=True)
class _Amending:
    """How a filed case's plan is bent to what is in the cabinet; any other stays as it is."""

    job: Job
    annex_keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, job: Job, annex: Callable[[], bytes]) -> _Amending:
        pdf = annex() if job.filed else b""
        keys = tuple(own_key(text) for text in page_texts(pdf)) if pdf else ()
        return cls(job, keys)

    def apply(self, plan: Plan) -> Plan:
        job = self.job
        if job.filed is None:
            return plan
        return amend(
            plan,
            job.filed,
            {file.path: file for file in job.review.case.files},
            today=job.today,
            clerk=job.settings.clerk,
            at_end=job.settings.late_pages == "end",
            annex_keys=self.annex_keys,
        )


def _annex(job: Job, bench: Bench, review: Review, settings: Settings) -> tuple[bytes, ...]:
    """附件1 and its 附页, filled; () where the case has none."""
    if not has_form(job.review, job.specs, job.settings):
        return ()
    name = annex_name(job.review, job.specs)
    return bench.forms.annex(review, settings, job.dated, pages_of=bench.pages, name=name)


def _settle(job: Job, bench: Bench, copy: Copy | None = None) -> tuple[Plan, Filled, OwnPages]:
    """Plan and fill until the pages our forms take are the pages the plan gave them, then typeset."""
    review, settings = (copy.review, copy.settings) if copy else (job.review, job.settings)
    annex = _annex(job, bench, review, settings)
    own = annex if copy is None or job.filed is None else _annex(job, bench, job.review, job.settings)
    amending = _Amending.of(job, lambda: bench.typeset(own, job.dated) if own else b"")
    counts: Mapping[PlanPart, int] = {PlanPart.ANNEX: sum(map(bench.pages, annex))}
    for _ in range(_MOST_ROUNDS):
        plan = make_plan(job.review, job.specs, job.settings, counts, draft=job.options.draft, today=job.dated)
        plan = amending.apply(plan)
        plan = copy.told(plan) if copy else plan
        forms = bench.forms.fill(plan, review, settings, job.dated, pages_of=bench.pages, annex=annex)
        taken = {part: sum(map(bench.pages, documents)) for part, documents in forms.items()}
        if all(taken[part] == counts.get(part, 1) for part in taken):
            documents = [document for part in taken for document in forms[part]]
            own_pages = OwnPages(bench.typeset(documents, job.dated), taken)
            return copy.shown(plan) if copy else plan, forms, own_pages
        counts = taken
    raise AssertionError("the plan does not settle: our forms change their length with every round")
