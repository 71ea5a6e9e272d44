"""An end that is asked for in the middle of a case: at once, and only whole dossiers stand."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from dossier.build import Options, build_cases
from dossier.check import check_workspace
from dossier.evidence import Cache, open_sight
from dossier.files.data import specs_folder, templates_folder
from dossier.processes.pool import HaltedError
from dossier.specs import load_specs
from dossier.workspace import read_workspace
from tests.small_workspace import a_workspace


def test_what_is_being_built_is_given_up_and_what_is_whole_stays(tmp_path: Path) -> None:
    root, output, halt = a_workspace(tmp_path / "w"), tmp_path / "out", threading.Event()
    specs, options = load_specs(specs_folder()), Options(draft=True, read=False, word=False, workers=1)
    with Cache(root / ".dossier") as cache:
        sight = open_sight(root, cache, read=False)
        check = check_workspace(read_workspace(root, specs), specs, date(2022, 3, 18), sight)
        made = build_cases(check, specs, templates_folder(), output, options, cache, halt=halt)
        assert next(made).error is None
        halt.set()

        with pytest.raises(HaltedError):
            next(made)

        assert [path.name for path in output.iterdir() if path.is_dir()] == ["001-黄欣梓"]
        assert (output / "001-黄欣梓" / "manifest.json").is_file()
        again = build_cases(check, specs, templates_folder(), output, options, cache)
        assert [(one.case_id, one.unchanged) for one in again] == [("001", True), ("002", False), ("003", False)]
