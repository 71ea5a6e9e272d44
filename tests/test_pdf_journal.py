"""A source that brings the process down costs that source, never the dossier."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pypdf

from dossier.model import Placed
from dossier.pdf import write_pdf
from dossier.pdf.journal import Journal
from tests.pdf_builders import TODAY, a_file, a_pdf, a_plan, own_pages, sources


def build(tmp_path, journal):
    """A dossier of a good and of a deadly file."""
    good = a_file(tmp_path, "好.pdf", a_pdf(text="good"), "application/pdf")
    bad = a_file(tmp_path, "坏.pdf", a_pdf(text="deadly"), "application/pdf")
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="好.pdf", page=1)], [Placed(path="坏.pdf", page=1)]])
    notes = write_pdf(plan, own_pages(), sources(tmp_path, good, bad), target, today=TODAY, journal=journal)
    return [page.extract_text() for page in pypdf.PdfReader(target).pages], notes


def test_process_that_dies_leaves_the_reader_and_the_source_behind(tmp_path):
    journal = tmp_path / "journal"
    script = (
        "import os; from pathlib import Path; import dossier.pdf.originals as o; import tests.test_pdf_journal as t; "
        "o._flatten = lambda pdf: os._exit(9) if b'deadly' in pdf.pages[0].Contents.read_bytes() else False; "
        f"t.build(Path({str(tmp_path)!r}), Path({str(journal)!r}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )

    assert done.returncode == 9
    assert [json.loads(line) for line in journal.read_text("utf-8").splitlines()] == [["qpdf", "坏.pdf"]]
    texts, notes = build(tmp_path, journal)
    assert "good" in texts[3]
    assert [(note.rule, note.path) for note in notes] == [("page-pictured", "坏.pdf")]
    assert not journal.exists()


def test_file_the_renderer_died_of_gets_a_placeholder(tmp_path):
    journal = tmp_path / "journal"
    journal.write_text(json.dumps(["pdfium", "坏.pdf"]) + '\n["qp', "utf-8")

    texts, notes = build(tmp_path, journal)

    assert "good" in texts[3]
    assert "此件无法读取" in texts[4]
    assert [(note.rule, note.severity.value) for note in notes] == [("unreadable", "error")]


def test_journal_keeps_earlier_deaths_while_it_goes_on(tmp_path):
    place = tmp_path / "journal"
    place.write_text(json.dumps(["qpdf", "一\n.pdf"]) + "\n", "utf-8")
    journal = Journal(place)

    journal.at("pdfium", "二.pdf")

    again = Journal(place)
    assert again.died_of("qpdf", "一\n.pdf")
    assert again.died_of("pdfium", "二.pdf")
    assert not again.died_of("qpdf", "二.pdf")
    journal.close()
    assert not place.exists()
