"""The documents name what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

import cli

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"dossier {command}" in (ROOT / "README.md").read_text("utf-8")


def test_the_chinese_readme_names_the_commands_of_the_days_work() -> None:
    text = (ROOT / "README.zh.md").read_text("utf-8")

    words = ("demo", "init", "check", "build", "assign", "print")
    assert [word for word in words if f"dossier {word}" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]

    assert broken == []


def test_every_exit_code_is_in_both_readmes() -> None:
    from dossier.errors import ExitCode

    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text("utf-8")
        assert [code for code in ExitCode if str(int(code)) not in text] == []


def test_pinned_requirements_have_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")

    assert "--hash=sha256:" in text
    assert "://" not in text


def test_every_benchmark_has_its_line_in_the_page_of_figures() -> None:
    text = (ROOT / "docs" / "performance.md").read_text("utf-8")

    started = [path.stem for path in sorted((ROOT / "benchmarks").glob("bench_*.py"))]
    assert started
    assert [name for name in started if f"benchmarks.{name}" not in text] == []
