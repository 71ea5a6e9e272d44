"""What every test shares: in CI nothing may be skipped."""

from __future__ import annotations

import os

import pytest

os.environ.pop("UV", None)  # `uv run pytest` is no `uv run dossier`: tests see the program as it is installed


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With DOSSIER_NO_SKIPS set (by .ci/run), a skipped test fails the run: CI has every tool."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("DOSSIER_NO_SKIPS") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("skipped tests are failures here: install what they need", red=True)
