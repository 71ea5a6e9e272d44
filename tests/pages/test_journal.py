"""A source that brings the process down costs that source, never the dossier."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pypdf
import pytest

from dossier.model import PageFact, Placed
from dossier.pages.journal import Journal
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources, write_pdf


def build(tmp_path, place):
    """A dossier of a good and of a deadly file."""
    good = a_file(tmp_path, "好.pdf", a_pdf(text="good"), "application/pdf")
    bad = a_file(tmp_path, "坏.pdf", a_pdf(text="deadly"), "application/pdf")
    plan = a_plan([[Placed(path="好.pdf", page=1)], [Placed(path="坏.pdf", page=1)]])
    return _written(tmp_path, plan, place, good, bad)


def build_pictures(tmp_path, place):
    """A dossier of five pictures, the middle one deadly."""
    fact = PageFact(width=300, height=200, pixels=(400, 300))
    files = [
        a_file(tmp_path, f"{number}.png", saved(a_picture(400 + number, 300), "PNG"), "image/png", [fact])
        for number in range(5)
    ]
    plan = a_plan([[Placed(path=file.path, page=1, box=(50, 50, 300, 200))] for file in files])
    return _written(tmp_path, plan, place, *files)


def _written(tmp_path, plan, place, *files):
    target, journal = tmp_path / "d.pdf", Journal(place)
    notes = write_pdf(plan, own_pages(), sources(tmp_path, *files), target, today=TODAY, journal=journal)
    journal.close()
    return [page.extract_text() for page in pypdf.PdfReader(target).pages], notes


DEADLY_PDF = (
    "import dossier.pdf.originals as o; "
    "o._flatten = lambda pdf: os._exit(9) if b'deadly' in pdf.pages[0].Contents.read_bytes() else False; "
    "t.build(Path(sys.argv[1]), Path(sys.argv[2]))"
)
DEADLY_PICTURE = (
    "import dossier.pdf.prepare as p; real = p.picture_stream; "
    "p.picture_stream = lambda raw, kind, wanted: "
    "os._exit(9) if raw == Path(sys.argv[1], '2.png').read_bytes() else real(raw, kind, wanted); "
    "t.build_pictures(Path(sys.argv[1]), Path(sys.argv[2]))"
)


def killed(tmp_path, place, script):
    """Run it in a process of its own, which does not come back; what it left written down."""
    start = "import os, sys; from pathlib import Path; import tests.pages.test_journal as t; "
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", start + script, tmp_path, place], check=False, capture_output=True, env=environment
    )
    assert done.returncode == 9, done.stderr.decode()
    return [json.loads(line) for line in place.read_text("utf-8").splitlines()]


def test_a_pdf_that_two_processes_died_of_stands_as_pictures(tmp_path):
    place = tmp_path / "journal"

    assert killed(tmp_path, place, DEADLY_PDF) == [["at", "qpdf", "坏.pdf"]]
    assert killed(tmp_path, place, DEADLY_PDF) == [["suspect", "qpdf", "坏.pdf"], ["at", "qpdf", "坏.pdf"]]
    texts, notes = build(tmp_path, place)

    assert "good" in texts[3]
    assert [(note.rule, note.path) for note in notes] == [("page-pictured", "坏.pdf")]
    assert not place.exists()


def test_of_pictures_decoded_side_by_side_only_the_deadly_one_is_lost(tmp_path):
    place = tmp_path / "journal"

    first = killed(tmp_path, place, DEADLY_PICTURE)
    assert ["at", "decoder", "2.png"] in first
    second = killed(tmp_path, place, DEADLY_PICTURE)
    assert [row for row in second if row[0] == "at"] == [["at", "decoder", "2.png"]]
    texts, notes = build_pictures(tmp_path, place)

    assert [(note.rule, note.severity.value, note.path) for note in notes] == [("unreadable", "error", "2.png")]
    assert ["此件无法读取" in text for text in texts[3:8]] == [False, False, True, False, False]
    assert not place.exists()


def test_a_process_killed_once_from_outside_changes_nothing(tmp_path):
    place = tmp_path / "journal"
    build(tmp_path, place)
    undisturbed = (tmp_path / "d.pdf").read_bytes()
    place.write_text(json.dumps(["at", "pdfium", "坏.pdf"]) + "\n", "utf-8")

    _, notes = build(tmp_path, place)

    assert notes == ()
    assert (tmp_path / "d.pdf").read_bytes() == undisturbed


def test_file_the_renderer_died_of_gets_a_placeholder(tmp_path):
    place = tmp_path / "journal"
    place.write_text(json.dumps(["died", "pdfium", "坏.pdf"]) + '\n["qp', "utf-8")

    texts, notes = build(tmp_path, place)

    assert "good" in texts[3]
    assert "此件无法读取" in texts[4]
    assert [(note.rule, note.severity.value) for note in notes] == [("unreadable", "error")]


def test_journal_keeps_earlier_deaths_while_it_goes_on(tmp_path):
    place = tmp_path / "journal"
    place.write_text(json.dumps(["died", "qpdf", "一\n.pdf"]) + "\n", "utf-8")
    journal = Journal(place)

    journal.at("pdfium", "二.pdf")

    again = Journal(place)
    assert again.died_of("qpdf", "一\n.pdf")
    assert again.is_suspect("pdfium", "二.pdf")
    assert not again.died_of("pdfium", "二.pdf")
    journal.close()
    assert not place.exists()


def test_what_was_read_when_memory_ran_out_stays_written_down(tmp_path):
    journal = Journal(tmp_path / "journal")

    with pytest.raises(MemoryError), journal.reading("decoder", "大.png"):
        raise MemoryError
    journal.leave()

    assert Journal(tmp_path / "journal").is_suspect("decoder", "大.png")
