"""The small store: what is overwritten does not pile up."""

from __future__ import annotations

from pathlib import Path

from dossier.files.store import Store


def test_large_values_that_are_overwritten_again_and_again_do_not_pile_up(tmp_path: Path) -> None:
    for day in range(12):
        store = Store(tmp_path, "units", 1)
        store.put("甲乡", [day, "x" * 1_000_000])
        store.put("乙乡", "stays")
        store.save()

    (file,) = tmp_path.iterdir()
    assert file.stat().st_size < 7_000_000
    assert Store(tmp_path, "units", 1).get("甲乡")[0] == 11
    assert Store(tmp_path, "units", 1).get("乙乡") == "stays"


def test_a_torn_last_line_costs_itself(tmp_path: Path) -> None:
    store = Store(tmp_path, "units", 1)
    store.put("甲乡", 1)
    store.put("乙乡", 2)
    store.save()
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-3])

    again = Store(tmp_path, "units", 1)
    assert (again.get("甲乡"), again.get("乙乡")) == (1, None)
    again.put("丙乡", 3)
    again.save()
    assert [Store(tmp_path, "units", 1).get(key) for key in ("甲乡", "乙乡", "丙乡")] == [1, None, 3]
