"""Each thing that must hold of a folder, broken once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bundle.proof import (
    bad_names,
    bad_starters,
    bad_tags,
    read_wheel,
    unmet_imports,
    unmet_wheels,
)
from tests.bundle.build import LINUX, WINDOWS, a_folder, a_wheel


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lib/aux.py", "不接受"),
        ("lib/a?.py", "不接受"),
        ("lib/点.", "不接受"),
        ("lib/" + "n" * 180, "太长"),
    ],
)
def test_a_name_that_windows_does_not_take(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/good.py").write_text("")
    assert list(bad_names(tmp_path)) == []

    (tmp_path / name).write_text("")

    assert [words in told for told in bad_names(tmp_path)] == [True]


def test_two_names_that_are_one_on_windows(tmp_path: Path) -> None:
    (tmp_path / "A.py").write_text("")
    (tmp_path / "a.py").write_text("")

    assert list(bad_names(tmp_path)) == ["只有大小写不同：A.py 和 a.py"]


@pytest.mark.parametrize(
    ("tag", "fits"),
    [
        ("py3-none-any", True),
        ("cp312-cp312-win_amd64", True),
        ("cp39-abi3-win_amd64", True),
        ("cp311-cp311-win_amd64", False),
        ("cp312-cp312-win32", False),
        ("cp312-cp312-manylinux_2_28_x86_64", False),
    ],
)
def test_a_wheel_for_another_machine(tmp_path: Path, tag: str, fits: bool) -> None:
    wheel = read_wheel(a_wheel(tmp_path, "one", tag))

    assert (list(bad_tags([wheel], WINDOWS, "3.12")) == []) is fits


def test_a_wheel_that_wants_a_newer_linux(tmp_path: Path) -> None:
    wheel = read_wheel(a_wheel(tmp_path, "one", "cp312-cp312-manylinux_2_34_x86_64"))

    assert len(list(bad_tags([wheel], LINUX, "3.12"))) == 1


@pytest.mark.parametrize(
    ("requires", "told"),
    [
        ("two", True),
        ('two; sys_platform == "win32"', True),
        ('two; sys_platform == "linux"', False),
        ('two; extra == "more"', False),
        ("three>=2", True),
        ("three>=1", False),
    ],
)
def test_what_a_wheel_needs_is_in_the_set(tmp_path: Path, requires: str, told: bool) -> None:
    wheels = [read_wheel(a_wheel(tmp_path, "one", requires=requires)), read_wheel(a_wheel(tmp_path, "three"))]

    assert bool(list(unmet_wheels(wheels, WINDOWS, "3.12"))) is told


def test_what_the_program_imports_is_in_the_set(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/a.py").write_text("import json, one\nfrom two.three import four\nfrom . import five\n")
    wheels = [read_wheel(a_wheel(tmp_path, "one"))]

    assert list(unmet_imports(tmp_path / "app", wheels)) == ["a.py 要 two，组件里没有"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data.replace(b"\r\n", b"\n"), "CRLF"),
        (lambda data: data + "注".encode("gbk") + b"\r\n", "ASCII"),
    ],
)
def test_a_starter_that_a_console_would_not_read(tmp_path: Path, spoil: Callable[[bytes], bytes], words: str) -> None:
    folder = a_folder(tmp_path / "out", WINDOWS)
    assert list(bad_starters(folder)) == []
    place = folder / "打开一生一案.cmd"

    place.write_bytes(spoil(place.read_bytes()))

    assert [words in told for told in bad_starters(folder)] == [True]


def test_a_folder_without_starter_is_told(tmp_path: Path) -> None:
    assert list(bad_starters(tmp_path)) == ["没有「打开一生一案」"]
