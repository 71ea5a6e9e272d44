"""The desk writes what the commands write, and shows what check says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.build import ROOT, Door, a_desk
from tests.small_workspace import a_photo, a_workspace


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with a_desk(a_workspace(tmp_path / "w")) as made:
        yield made.enter()


def the_form(text: str, holds: str) -> dict[str, str]:
    """The hidden fields of the form that holds a text."""
    form = next(one for one in re.findall(r"<form.*?</form>", text, re.DOTALL) if holds in one)
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


def card(text: str, name: str) -> str:
    """The address of a file's card."""
    cards = re.findall(r'<a id="f-(\w+)" class="card.*?<span class="name">([^<]+)<', text, re.DOTALL)
    return next(file_id for file_id, shown in cards if shown == name)


def test_every_case_is_linked_and_has_its_page(door: Door) -> None:
    links = re.findall(r'href="(/cases/[^"?]+)"', door.get("/cases"))

    assert links == ["/cases/001", "/cases/002", "/cases/003"]
    assert "李涵欣" in door.get("/cases/002")


def test_a_second_start_gives_a_fresh_address_of_the_same_desk(door: Door) -> None:
    words = [sys.executable, str(ROOT / "cli.py"), "desk", str(door.root), "--no-browser"]
    made = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)

    assert made.returncode == 0
    assert made.stdout.count("\n") == 1
    assert f":{door.port}/enter?t=" in made.stdout
    assert made.stdout.strip() != door.address


def test_what_may_not_be_waived_has_no_button_and_is_refused(door: Door) -> None:
    assert 'value="waive"' not in door.get("/cases/002")  # police papers of A may not be waived

    status, text = door.post("/cases/002/decide", action="waive", type="police-certificate", reason="派出所不出")

    assert status == 422
    assert "从严" in text
    assert not (door.root / "002-李涵欣" / "case.yaml").exists()


def test_a_decision_and_its_undo_stand_in_case_yaml_and_in_the_record(door: Door) -> None:
    page = door.get("/cases/002")
    file_id = card(page, "村委会证明.JPG")
    status, _ = door.post("/cases/002/decide", action="assign", file=file_id, type="other")
    assert status == 200
    assert "type: other" in (door.root / "002-李涵欣" / "case.yaml").read_text("utf-8")
    line = json.loads((door.root / "改动记录.jsonl").read_text("utf-8").splitlines()[-1])
    assert (line["command"], line["who"], line["changes"][0]["case"]) == ("assign", "赵文博", "002")

    assert door.post("/undo?case=002&stay=1")[0] == 200
    assert not (door.root / "002-李涵欣" / "case.yaml").exists()


def test_what_another_wrote_meanwhile_is_not_overwritten(door: Door) -> None:
    page = door.get("/cases/001")
    file_id = card(page, "村委证明.jpg")
    stale = the_form(door.get(f"/cases/001?file={file_id}"), 'data-key="2"')
    words = ["assign", str(door.root), "001", "村委证明.jpg", "other", "--by", "李老师"]
    subprocess.run([sys.executable, str(ROOT / "cli.py"), *words], capture_output=True, timeout=200, check=True)

    status, text = door.post("/cases/001/decide", **stale)

    assert status == 409
    assert "李老师" in text
    assert "type: other" in (door.root / "001-黄欣梓" / "case.yaml").read_text("utf-8")
    mine = the_form(text, "用我的")
    assert door.post("/cases/001/decide", **mine)[0] == 200
    assert "type: police-certificate" in (door.root / "001-黄欣梓" / "case.yaml").read_text("utf-8")


def test_a_file_comes_in_whole_under_a_free_and_safe_name(door: Door) -> None:
    folder = door.root / "002-李涵欣"
    data = a_photo("white")
    names = [
        "a.jpg",
        "a.jpg",
        "..%2f..%2fa.jpg",
        "CON.jpg",
        "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.jpg",
        "case.yaml",
    ]
    told = [
        json.loads(door.ask("PUT", "/cases/002/files", data + bytes([at]), {"X-Name": name})[2])
        for at, name in enumerate(names)
    ]

    assert [one["new"] for one in told] == [True] * 6
    assert [one["path"] for one in told][:2] == ["a.jpg", "a (2).jpg"]
    assert {path.name for path in folder.iterdir()} == {"村委会证明.JPG", *(one["path"] for one in told)}
    assert not (door.root / "a.jpg").exists()
    again = json.loads(door.ask("PUT", "/cases/002/files", data + bytes([0]), {"X-Name": "b.jpg"})[2])
    assert again == {"path": "a.jpg", "new": False, "empty": False}
    assert list((door.root / ".dossier" / "incoming").iterdir()) == []


def test_a_name_full_of_markup_is_only_text(door: Door) -> None:
    (door.root / "002-李涵欣" / "<img src=x onerror=alert(1)>.jpg").write_bytes(a_photo("white"))
    until = time.monotonic() + 60
    while "onerror" not in door.get("/cases/002") and time.monotonic() < until:
        time.sleep(0.2)

    assert "<img src=x" not in door.get("/cases/002")
    assert "&lt;img src=x" in door.get("/cases/002")


def test_filters_stand_in_the_address(door: Door) -> None:
    assert "/cases/003" not in door.get("/cases?cat=A")
    assert re.findall(r'href="/cases/(\d+)', door.get("/cases?q=hxz")) == ["001"]
    assert re.findall(r'href="/cases/(\d+)', door.get("/cases?q=3")) == ["003"]


def test_a_port_that_is_taken_is_told(door: Door, tmp_path: Path) -> None:
    other = a_workspace(tmp_path / "other")
    words = [sys.executable, str(ROOT / "cli.py"), "desk", str(other), "--no-browser", "--port", str(door.port)]
    made = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)

    assert made.returncode == 5
    assert str(door.port) in made.stderr


def test_a_workspace_is_made_where_the_desk_was_started_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    with a_desk(tmp_path / "w") as made:
        made.enter()
        assert "先选一个工作文件夹" in made.get("/cases")

        assert made.post("/start/open", folder="", new="1")[0] == 204

        assert (tmp_path / "w" / "名册.xlsx").is_file()
        assert "名册里还没有人" in made.get("/cases") or "看不懂" in made.get("/cases")


def test_a_county_lists_its_units_and_opens_one(tmp_path: Path) -> None:
    for name in ("城郊", "王集"):
        a_workspace(tmp_path / "county" / name)
    with a_desk(tmp_path / "county") as made:
        made.enter()
        assert "城郊" in made.get("/cases")

        assert made.post("/start/unit", unit="王集")[0] == 204

        assert "/cases/001" in made.get("/cases")
