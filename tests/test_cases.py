"""A folder is a test: a small workspace, looked at and judged, against what it must say (tests/cases/README.md)."""

import hashlib
import io
import shutil
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from dossier.evidence import Cache
from dossier.evidence.looking import Round, look_at_cases
from dossier.files.data import specs_folder
from dossier.model import NoMemory, PageReading, Seal, Severity, SignaturePlace, TextLine
from dossier.report.settling import command_of
from dossier.review import Judging, gather_facts, judge_pages, links_of, review, sort_papers
from dossier.specs import load_specs, load_thresholds
from dossier.workspace import read_workspace

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    "folder", sorted(path for path in CASES.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_a_workspace_is_judged_as_expected(folder, tmp_path):
    root = shutil.copytree(folder / "workspace", tmp_path / "workspace")
    for line in _lines(folder / "files.txt"):
        _make(root, *line.split("\t"))

    check = _check(root, date.fromisoformat((folder / "today.txt").read_text("utf-8").strip()), folder / "readings")

    assert _told(check) == _expected(folder / "expected.txt")
    assert list(_without_a_way(check)) == []


def test_there_are_cases():
    assert len([path for path in CASES.iterdir() if path.is_dir()]) >= 5


def _check(root, today, readings):
    specs = load_specs(specs_folder())
    workspace = read_workspace(root, specs)
    cases = look_at_cases(root, workspace.cases, Round(Cache(root / ".dossier"), _typeset, workers=1))
    if readings.is_dir():
        cases = tuple(
            replace(case, files=tuple(_as_read(one, readings / case.folder) for one in case.files)) for case in cases
        )
    return judged(replace(workspace, cases=cases), specs, today, is_read=readings.is_dir())


def _as_read(file, folder):
    """The file with what the test says was read on its first page (tests/cases/README.md)."""
    place = folder / f"{file.path}.txt"
    rows = _lines(place) if place.is_file() else []
    read = {"page": 1, "source": "ocr", "lines": [], "seals": [], "signatures": []}
    for index, row in enumerate(rows):
        top = 0.08 + 0.04 * index
        word, _, rest = row.partition(" ")
        if word == "@turn":
            read["turn"] = int(rest)
        elif word == "@seal":
            colour, _, text = rest.partition(" ")
            read["seals"].append(Seal(box=(0.6, 0.75, 0.8, 0.9), colour=colour, text=text, confidence=0.99))
        elif word == "@sign":
            label, _, ink = rest.partition(" ")
            box = (0.1, top, 0.5, top + 0.03)
            read["signatures"].append(SignaturePlace(label=label, box=box, ink=float(ink)))
        else:
            for column, cell in enumerate(row.split("|")):
                left, text = 0.1 + 0.2 * column, cell.strip()
                read["lines"].append(TextLine(text=text, box=(left, top, left + 0.018 * len(text), top + 0.026)))
    return replace(file, readings=(PageReading(**{name: _frozen(value) for name, value in read.items()}),))


def _frozen(value):
    return tuple(value) if isinstance(value, list) else value


def judged(workspace, specs, today, is_read=False):
    """The fonts at hand of these tests print everything but one character and the private ones."""
    judging = Judging(
        workspace=workspace,
        specs=specs,
        thresholds=load_thresholds(specs_folder()),
        today=today,
        is_read=is_read,
        unprintable=frozenset({"𪚥", *map(chr, range(0xE000, 0xF900))}),
    )
    papers = sort_papers(judging, NoMemory())
    pages = judge_pages(judging, papers, NoMemory())
    facts = gather_facts(judging, papers, NoMemory())
    return review(judging, papers, facts, pages, links_of(judging, papers, facts, ()))


def _typeset(data):
    """Every Word file is one page here: how Word files are typeset is another room's test."""
    return _pdf(hashlib.sha256(data).hexdigest(), 1)


def _told(check):
    told = {review.case.id: (str(review.status), _findings(review.findings)) for review in check.reviews}
    return told | ({"top": ("", _findings(check.findings))} if check.findings else {})


BY_HAND = {"missing", "too-few", "decisions", "glyph-missing"}
"""What no command can settle in every case: a paper is to be fetched, a file to be mended, a font to be had."""


def _without_a_way(check):
    """What asks somebody, and neither ends with the command that settles it nor (by hand only) says what to do."""
    for one in check.reviews:
        for finding in one.findings:
            is_quiet = finding.severity is Severity.NOTE or finding.accepted is not None
            command = command_of(check, one, finding)
            if not is_quiet and command is None and (finding.rule not in BY_HAND and one.case.folder is not None):
                yield one.case.id, finding
            if not is_quiet and not finding.action:
                yield one.case.id, finding
    yield from (("top", finding) for finding in check.findings if not finding.action)


def _findings(findings):
    return sorted(" ".join(filter(None, (item.severity, item.rule, item.path or item.type or ""))) for item in findings)


def _expected(path):
    expected = {}
    findings = []
    for line in _lines(path):
        if line.startswith(" "):
            findings.append(line.strip())
        else:
            case, _, status = line.partition(" ")
            findings = []
            expected[case] = (status, findings)
    return {case: (status, sorted(findings)) for case, (status, findings) in expected.items()}


def _lines(path):
    return [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]


# ---------------------------------------------------------------------------- small real files


_NO_PAPERS = {
    "mp4": b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(64),
    "mp3": b"ID3\3\0\0\0\0\0\0",
    "txt": "家长来电说明：".encode(),
    "exe": b"MZ" + bytes(64),
    "rar": b"Rar!\x1a\x07\1\0",
}


def _make(root, path, how=""):
    """One evidence file; two paths never give the same bytes unless they are told to."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    word, _, value = how.partition("=")
    if word == "same":
        target.write_bytes((root / value).read_bytes())
        return
    kind = value if word == "as" else target.suffix.lower().removeprefix(".")
    data = _made(kind, path, int(value) if word == "pages" else 1, encrypted=word == "encrypted")
    target.write_bytes(b"" if word == "empty" else data[: len(data) // 2] if word == "broken" else data)


def _made(kind, salt, pages, *, encrypted):
    if kind == "pdf":
        return _pdf(salt, pages, encrypted=encrypted)
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(salt)
        return _saved(document.save)
    if kind in _NO_PAPERS:
        return _NO_PAPERS[kind] + salt.encode()
    digest = hashlib.sha256(salt.encode()).digest()
    picture = Image.frombytes("RGB", (4, 2), digest[:24]).resize((400, 560), Image.Resampling.NEAREST)
    return _saved(partial(picture.save, format="PNG" if kind == "png" else "JPEG"))


def _pdf(salt, pages, *, encrypted=False):
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595.0, 842.0)).Contents = pdf.make_stream(f"% {salt}".encode())
    locked = pikepdf.Encryption(owner="99x", user="99x") if encrypted else None
    return _saved(partial(pdf.save, static_id=not encrypted, encryption=locked))


def _saved(save):
    out = io.BytesIO()
    save(out)
    return out.getvalue()
