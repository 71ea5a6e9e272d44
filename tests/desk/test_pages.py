"""In a real browser: by keys alone, by files that come in, for everybody, and nothing leaves this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.desk.build import AXE, CHROMIUM, Door, a_browser, a_desk, is_fair, painted, until
from tests.small_workspace import FILES, a_pdf, a_photo, a_workspace

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
PAGES = (
    "cases",
    "cases?cat=Z",
    "cases/001",
    "cases/002",
    "make",
    "due",
    "roster",
    "cases?view=cat",
    "report",
    "letters",
    "record",
    "keys",
    "start",
    "inbox",
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    root = a_workspace(tmp_path_factory.mktemp("pages") / "w")
    (root / "002-李涵欣" / "IMG_0318.jpg").write_bytes(a_photo("white"))
    with a_desk(root) as made:
        yield made


@pytest.fixture(scope="module")
def browser(door: Door) -> Iterator[Any]:
    asked: list[str] = []
    with a_browser() as context:
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(door.address)
        page.wait_for_selector("tr[data-row]")
        page.close()
        yield context
    assert [one for one in asked if not one.startswith(("http://127.0.0.1:", "blob:"))] == []


@pytest.fixture
def page(browser: Any, door: Door) -> Iterator[Any]:
    wrong: list[str] = []
    made = browser.new_page()
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    made.goto(f"http://127.0.0.1:{door.port}/cases")
    made.wait_for_selector("tr[data-row]")
    painted(made)
    yield made
    made.close()
    assert wrong == []


def text_of(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_every_page(page: Any, door: Door, path: str) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/{path}")
    is_fair(page)


def test_a_paper_is_named_and_that_is_taken_back_by_keys_alone(page: Any, door: Door) -> None:
    written = door.root / "002-李涵欣" / "case.yaml"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector('#work[data-case="002"] a.card.open')
    page.locator("a.card.open", has_text="IMG_0318.jpg").wait_for()  # the one that waits is open
    painted(page)  # a key that comes before is dropped
    page.keyboard.press("2")
    page.get_by_text("归好了").wait_for()

    assert "IMG_0318.jpg: {type: police-certificate}" in written.read_text("utf-8")
    assert page.evaluate("document.activeElement.className").startswith("card")

    page.keyboard.press("Control+z")
    until(lambda: not written.exists())


def test_a_reason_and_a_name_are_asked_for_and_an_input_method_sends_nothing(page: Any, door: Door) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/cases/002")
    page.locator("a.card", has_text="IMG_0318.jpg").click()
    page.locator("a.card.open", has_text="IMG_0318.jpg").wait_for()
    painted(page)  # a key that comes before is dropped
    page.keyboard.press("x")
    page.locator("dialog[open]").wait_for()
    compose = "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true})"
    page.evaluate(f"document.getElementById('ask-reason').dispatchEvent({compose})")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.type("与本案无关")
    page.keyboard.press("Enter")

    until(lambda: "left_out: 与本案无关" in text_of(door.root / "002-李涵欣" / "case.yaml"))


def test_a_look_round_under_way_takes_neither_a_click_nor_what_was_said(page: Any, door: Door) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/cases/002")
    held: list[Any] = []
    page.route("**/cases/002?file=*", lambda route: held.append(route) if not held else route.continue_())
    card = page.locator("a.card:not(.open)").first
    name = card.locator(".name").inner_text()
    with page.expect_request("**/cases/002?file=*"):
        page.evaluate("htmx.trigger(document.body, 'desk:changed')")
    card.click()
    page.locator("a.card.open", has_text=name).wait_for()
    assert len(held) == 1

    page.keyboard.press("Shift+R")
    page.get_by_text("转好了").wait_for()
    with page.expect_response("**/cases/002?file=*"):
        page.evaluate("htmx.trigger(document.body, 'desk:changed')")
    page.locator(".htmx-request").first.wait_for(state="detached")
    assert page.get_by_text("转好了").count() == 1
    page.keyboard.press("Control+z")
    page.get_by_text("已撤销").wait_for()


def test_keys_pressed_while_a_decision_is_under_way_are_done_after_it_in_order(page: Any, door: Door) -> None:
    written = door.root / "002-李涵欣" / "case.yaml"
    page.goto(f"http://127.0.0.1:{door.port}/cases/002")
    page.locator("a.card", has_text="IMG_0318.jpg").click()
    page.locator("a.card.open", has_text="IMG_0318.jpg").wait_for()
    painted(page)  # a key that comes before is dropped
    held: list[Any] = []
    page.route("**/cases/002/decide", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/cases/002/decide"):
        page.keyboard.press("Shift+R")
    with page.expect_response("**/undo?*"):
        page.keyboard.press("Control+z")
        page.locator(".htmx-request").first.wait_for(state="attached")
        assert "turn" not in text_of(written)
        held[0].continue_()
    page.get_by_text("已撤销").wait_for()

    assert "turn" not in text_of(written)


def test_two_cells_of_the_form_written_one_after_the_other_are_both_kept(page: Any, door: Door) -> None:
    written = door.root / "002-李涵欣" / "case.yaml"
    page.goto(f"http://127.0.0.1:{door.port}/cases/002")
    painted(page)
    page.keyboard.press("f")
    held: list[Any] = []
    page.route("**/cases/002/decide", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/cases/002/decide"):
        page.locator("#fact-guardian1_name").fill("李国安")
        page.keyboard.press("Tab")
    page.locator("#fact-guardian1_phone").fill("13800000001")
    page.keyboard.press("Tab")
    with page.expect_request(lambda request: "13800000001" in (request.post_data or "")) as second:
        held[0].continue_()
    second.value.response()

    assert "13800000001" in text_of(written)
    assert "李国安" in text_of(written)


def test_forty_files_dropped_on_a_need_are_one_decision(page: Any, door: Door) -> None:
    folder = door.root / "003-阿依古丽·买买提"
    page.goto(f"http://127.0.0.1:{door.port}/cases/003")
    page.locator("#work").wait_for()
    before = len(list(folder.iterdir()))
    page.evaluate(
        """() => {
            const carried = new DataTransfer();
            for (let at = 0; at < 40; at += 1) {
                carried.items.add(new File(["%PDF " + Math.min(at, 36)], "扫描" + at + ".pdf"));
            }
            const need = document.querySelector(".needs-list li");
            need.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
        }"""
    )
    page.locator("#message p").wait_for(timeout=90_000)
    assert "收到 40 份：37 份新的，3 份这里已有" in page.locator("#message").inner_text()

    assert page.url.endswith("/cases/003")
    made = [path.name for path in folder.iterdir() if path.name != "case.yaml"]
    assert len(made) == before + 37
    lines = (door.root / "改动记录.jsonl").read_text("utf-8").splitlines()
    assert len(json.loads(lines[-1])["changes"]) == 37


def test_a_file_copied_into_a_folder_appears_by_itself(page: Any, door: Door) -> None:
    page.goto(f"http://127.0.0.1:{door.port}/cases/001")
    page.locator("#work").wait_for()
    (door.root / "001-黄欣梓" / "微信图片.jpg").write_bytes(a_photo("white"))

    page.locator("a.card", has_text="微信图片.jpg").wait_for(timeout=60_000)


def test_a_search_by_initials_never_leaves_the_field(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("lhx")
    page.wait_for_url("**q=lhx**")
    page.locator("tr[data-row]").nth(1).wait_for(state="detached")

    assert page.evaluate("document.activeElement.id") == "q"


def test_what_is_ticked_in_the_inbox_goes_to_its_child_as_one_decision(browser: Any, tmp_path: Path) -> None:
    root = tmp_path / "w"
    (root / "收件箱").mkdir(parents=True)
    for name in ("名册.csv", "workspace.yaml"):
        (root / name).write_bytes(FILES[name])
    names = ("黄欣梓村委会证明.jpg", "李涵欣派出所证明.pdf", "mmexport1646.jpg", "扫描0001.pdf")
    for name, data in zip(names, (a_photo(), a_pdf(), a_photo("white"), a_pdf(3)), strict=True):
        (root / "收件箱" / name).write_bytes(data)
    with a_desk(root) as door:
        page = browser.new_page()
        page.goto(door.address)
        page.wait_for_selector("tr[data-row]")
        page.goto(f"http://127.0.0.1:{door.port}/inbox")
        page.locator("li[data-row]", has_text="mmexport1646.jpg").wait_for(timeout=120_000)
        assert page.locator("h2", has_text="认不出").count() == 1
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate("axe.run(document)")["violations"] == []
        for name in names[:2]:
            page.locator("li[data-row]", has_text=name).locator("input[type=checkbox]").check()
        page.keyboard.press("v")
        page.locator(".album .small").first.wait_for()
        assert page.evaluate("axe.run(document)")["violations"] == []
        page.keyboard.press("Control+Enter")
        page.get_by_text("2 份已认可").wait_for(timeout=60_000)
        page.keyboard.press("v")
        page.locator("li[data-row]", has_text="扫描0001.pdf").get_by_text("拆页").click()
        page.locator("#parts li").first.wait_for()
        page.locator("#ranges").fill("1-2 3 学籍卡；3 不用 空白页")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/inbox", timeout=60_000)
        page.close()

    assert "type: village-certificate" in text_of(root / "001-黄欣梓" / "case.yaml")
    assert "type: police-certificate" in text_of(root / "002-李涵欣" / "case.yaml")
    assert sorted(path.name for path in (root / "收件箱").iterdir()) == sorted(names)
    lines = text_of(root / "改动记录.jsonl").splitlines()
    assert [len(json.loads(line)["changes"]) for line in lines] == [2, 1]
    (piece,) = (path for path in (root / "003-阿依古丽·买买提").iterdir() if path.suffix == ".pdf")
    with pikepdf.open(piece) as pdf:
        assert len(pdf.pages) == 2
    assert "type: enrolment-card" in text_of(root / "003-阿依古丽·买买提" / "case.yaml")
