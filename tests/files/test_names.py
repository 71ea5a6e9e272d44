"""Names that Windows takes: no devices, no dots or blanks at the end, no two that it holds for one."""

from __future__ import annotations

import pytest

from dossier.files.names import folder_name, free_of_devices, name_key, safe_name


@pytest.mark.parametrize(
    "name", ["CON", "con.jpg", "Prn", "AUX.tar.gz", "nul .txt", "COM1", "lpt9.pdf", "COM¹", "CONIN$", "conout$.docx"]
)
def test_devices_of_windows_are_no_names(name: str) -> None:
    assert free_of_devices(name) == f"_{name}"
    assert safe_name(name).startswith("_")


@pytest.mark.parametrize("name", ["CONSOLE", "con-1", "COM10", "户口簿_CON.jpg", "lpt"])
def test_other_names_stay(name: str) -> None:
    assert free_of_devices(name) == name


@pytest.mark.parametrize("name", ["黄欣梓.", "黄欣梓 ", "黄欣梓. .", "黄欣梓…."])
def test_a_childs_name_never_ends_a_folder_with_a_dot_or_blank(name: str) -> None:
    assert folder_name("001", name).rstrip(" .") == folder_name("001", name)


def test_names_that_are_one_on_some_disk_have_one_key() -> None:
    assert name_key("A.JPG") == name_key("a.jpg")
    assert name_key("e\u0301") == name_key("\u00e9")
    assert name_key("a.jpg") != name_key("b.jpg")
