"""LibreOffice: found or not, old, hanging, crashing; and really converting where it is."""

from __future__ import annotations

import io
import stat
import sys
import textwrap
import time
from pathlib import Path

import docx
import pytest

from dossier.errors import ToolError
from dossier.processes.libreoffice import Office, find_office, need_office, run

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are scripts")


def a_program(folder: Path, body: str) -> str:
    """A fake LibreOffice: `out` is where it should put its PDFs, `files` what it is given."""
    path = folder / "soffice"
    head = f"""\
        #!{sys.executable}
        import pathlib, sys, time, os
        args = sys.argv[1:]
        if "--version" in args:
            print("LibreOffice 7.4.7.2 40(Build:2)")
            sys.exit()
        at = args.index("--outdir")
        out, files = pathlib.Path(args[at + 1]), [pathlib.Path(name) for name in args[at + 2:]]
        out.mkdir(exist_ok=True)
        """
    path.write_text(textwrap.dedent(head) + textwrap.dedent(body))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@posix_only
def test_a_program_that_answers_is_of_use(tmp_path):
    assert need_office(a_program(tmp_path, "")).version == "7.4.7.2"


@posix_only
@pytest.mark.parametrize("answer", ["LibreOffice 5.4.1.2", "something else", ""])
def test_an_old_or_strange_program_is_a_tool_error(tmp_path, answer):
    program = tmp_path / f"soffice-{len(answer)}"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o755)

    with pytest.raises(ToolError) as raised:
        need_office(str(program))

    assert raised.value.exit_code == 4
    assert raised.value.hint


def test_without_the_program_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("dossier.processes.libreoffice._PLACES", ())

    assert find_office() is None
    with pytest.raises(ToolError):
        need_office()


@posix_only
def test_a_file_that_brings_it_down_does_not_take_the_others_with_it(tmp_path):
    program = a_program(
        tmp_path,
        """\
        for file in files:
            if file.read_bytes() == b"bad":
                os._exit(134)
            (out / f"{file.stem}.pdf").write_bytes(b"%PDF-1.4 " + file.read_bytes())
        """,
    )

    made = Office(program).to_pdfs([(b"one", "doc"), (b"bad", "doc"), (b"two", "doc")])

    assert made == [b"%PDF-1.4 one", None, b"%PDF-1.4 two"]


@posix_only
def test_one_that_hangs_is_ended_with_its_children(tmp_path):
    mark = tmp_path / "alive"
    program = a_program(
        tmp_path,
        f"""\
        if os.fork() == 0:
            time.sleep(1.5)
            pathlib.Path({str(mark)!r}).touch()
        time.sleep(60)
        """,
    )

    with pytest.raises(ToolError):
        Office(program, seconds=0.5).to_pdf(b"x", "doc")

    time.sleep(1.5)
    assert not mark.exists()


@posix_only
def test_what_is_not_a_pdf_is_no_result(tmp_path):
    program = a_program(tmp_path, "[(out / f'{file.stem}.pdf').write_bytes(b'rubbish') for file in files]")

    assert Office(program).to_pdfs([(b"one", "doc")]) == [None]


def test_a_program_that_is_missing_gives_nothing():
    assert run(["no-such-program-anywhere"], seconds=1) is None


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_a_word_file():
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("劝返记录")
    document.save(out)

    assert need_office().to_pdf(out.getvalue(), "docx").startswith(b"%PDF")
