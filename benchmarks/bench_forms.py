"""附件1 in a batch, Word template to PDF: this program against docxtpl + LibreOffice, in the same run.

    python -m benchmarks.bench_forms [--forms 400] [--fills 1000]

Reference: docxtpl fills each form as its own documentation says, then one LibreOffice process turns all of them into
PDF. Ours: each form is filled, laid out to see whether it fits, and typeset: one after the other in one process, and in
batches of one PDF each in as many processes as a build takes. CPU seconds count child processes; on a busy machine they
tell more than the clock.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from dossier.files.data import templates_folder
from dossier.forms import Forms
from dossier.forms.fields import annex_values
from dossier.model import Case, Guardian, Review, Settings, Student, Visit
from dossier.typeset import Typesetter, find_fonts

TODAY = date(2022, 3, 20)
SETTINGS = Settings(unit="城郊乡中心学校", term="2022年春季学期", filled_on=date(2022, 3, 18))
TEMPLATE = "附件1.docx"


BATCH = 20
"""Forms that go into one PDF, as a register of a school's children would."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took, in seconds a form."""

    clock: float
    cpu: float


def main() -> None:
    """Fill, typeset, compare, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("--forms", type=int, default=400, help="forms taken to PDF by both")
    words.add_argument("--fills", type=int, default=1000, help="forms filled only")
    asked = words.parse_args()
    reviews = [a_review(number) for number in range(max(asked.forms, asked.fills))]

    print(f"{'work':58}{'forms':>7}{'clock s':>9}{'CPU s':>8}{'CPU ms/form':>13}")
    fill = the_forms().forms[TEMPLATE].fill
    ours = timed("fill: ours", asked.fills, lambda: [fill(values(review)) for review in reviews[: asked.fills]])
    few = max(1, asked.fills // 10)
    theirs = timed("fill: docxtpl", few, lambda: [filled_by_docxtpl(review) for review in reviews[:few]])
    compare("fill", ours, theirs)

    some = reviews[: asked.forms]
    alone, together = by_us(some)
    if shutil.which("soffice") is None:
        print("LibreOffice is not installed: no reference")
        return
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        folder = Path(name)
        timed("(LibreOffice: start, one form)", 1, lambda: by_libreoffice(folder, some[:1]))
        title = "fill + PDF: docxtpl, LibreOffice in one process"
        theirs = timed(title, asked.forms, lambda: by_libreoffice(folder, some))
    compare("one by one, one process", alone, theirs)
    compare("in batches, all processors", together, theirs)


def by_us(some: list[Review]) -> tuple[Spent, Spent]:
    """One by one in one process, and in batches; every process is warm, as LibreOffice's start is counted apart."""
    typeset_together(some[:1])
    alone = timed(
        "fill + fit + typeset + PDF: ours, one by one", len(some), lambda: [typeset_together([e]) for e in some]
    )
    batches = [some[start : start + BATCH] for start in range(0, len(some), BATCH)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(typeset_together, [some[:1]] * 8))
        title = f"the same in batches of {BATCH}, {os.cpu_count()} processes"
        together = timed(title, len(some), lambda: sum(pool.map(typeset_together, batches)))
    return alone, together


def timed(title: str, count: int, work: Callable[[], object]) -> Spent:
    """Run `work` once, print its row. What `work` gives as a float is CPU seconds of processes not yet finished."""
    clock, cpu = time.perf_counter(), cpu_seconds()
    others = work()
    clock, cpu = time.perf_counter() - clock, cpu_seconds() - cpu
    cpu += others if isinstance(others, float) else 0.0
    print(f"{title:58}{count:7}{clock:9.2f}{cpu:8.2f}{cpu / count * 1000:13.1f}")
    return Spent(clock / count, cpu / count)


def compare(title: str, ours: Spent, theirs: Spent) -> None:
    """A row of ratios."""
    print(f"    {title}: {theirs.clock / ours.clock:.1f} × faster, {theirs.cpu / ours.cpu:.1f} × less CPU\n")


def cpu_seconds() -> float:
    """Of this process and its finished children."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@lru_cache
def the_forms() -> Forms:
    """The product's templates, once a process."""
    return Forms.load(templates_folder())


@lru_cache
def the_typesetter() -> Typesetter:
    """Once a process."""
    return Typesetter(find_fonts(()))


def values(review: Review) -> dict[str, object]:
    """The fields of 附件1."""
    return annex_values(review, SETTINGS, TODAY)


def typeset_together(reviews: list[Review]) -> float:
    """附件1 of each child into one PDF, as the program makes it; CPU seconds it took."""
    start = time.process_time()
    forms, typesetter = the_forms(), the_typesetter()
    documents = [
        document
        for review in reviews
        for document in forms.annex(
            review, SETTINGS, TODAY, pages_of=lambda form, spare: typesetter.count_pages(form, spare=spare / 20)
        )
    ]
    made = typesetter.typeset_together(documents)
    assert sum(made.pages) == len(reviews)
    return time.process_time() - start


def filled_by_docxtpl(review: Review) -> bytes:
    """附件1 as docxtpl fills it: the template is opened, cleaned and compiled for every form."""
    template = DocxTemplate(str(templates_folder() / TEMPLATE))
    template.render(values(review), SandboxedEnvironment(), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def by_libreoffice(folder: Path, reviews: list[Review]) -> None:
    """Fill with docxtpl, then convert all in one call."""
    paths = []
    for number, review in enumerate(reviews):
        path = folder / f"{number}.docx"
        path.write_bytes(filled_by_docxtpl(review))
        paths.append(str(path))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *paths]
    subprocess.run(call, check=True, capture_output=True)


def a_review(number: int) -> Review:
    """A child with everything known and three visits."""
    visits = tuple(
        Visit(
            date=date(2022, 2, 20 + day),
            persons="张明（副校长）、李华（班主任）",
            place="城郊乡王岗村学生家中",
            method="入户",
            result=f"祖父母表示将联系其父母，第{number}户",
        )
        for day in range(3)
    )
    student = Student(
        number=str(number),
        name="王晓磊",
        id_number="411328201203059995",
        student_no="G411328201203059995",
        nation="汉族",
        health="健康或良好",
        guardians=(Guardian(name="王建国", relation="父亲", phone="13800000001"),),
        household_address=f"河南省南阳市唐河县 城郊乡 王岗村{number}号",
        live_address="广东省东莞市 虎门镇 大宁社区一巷8号",
        dropout_reason="学习困难，随亲属外出打工",
        family="父母长期在外务工，随祖父母生活，家庭经济一般。",
        persuasion_result="已返原校复学",
        persuasion_unit="城郊乡中心学校",
        persuader="张明",
        visits=visits,
    )
    return Review(case=Case(id=f"{number:03}", student=student, category="K"), subtype="打工务农")


if __name__ == "__main__":
    main()
