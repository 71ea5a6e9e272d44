"""The page of a case in a real browser: 附件1 as it prints, findings settled where they stand, redo beside undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.build import CHROMIUM, Door, a_browser, a_desk, is_fair, painted, until
from tests.small_workspace import a_pdf, a_workspace

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    root = a_workspace(tmp_path_factory.mktemp("case") / "w")
    (root / "001-黄欣梓" / "扫描件.pdf").write_bytes(a_pdf(6))
    with a_desk(root) as made:
        yield made


@pytest.fixture(scope="module")
def browser(door: Door) -> Iterator[Any]:
    with a_browser() as context:
        page = context.new_page()
        page.goto(door.address)
        page.wait_for_selector("tr[data-row]")
        page.close()
        yield context


@pytest.fixture
def page(browser: Any, door: Door) -> Iterator[Any]:
    wrong: list[str] = []
    made = browser.new_page()
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    made.goto(f"http://127.0.0.1:{door.port}/cases/001")
    painted(made)
    made.locator("#work .findings").wait_for()
    yield made
    made.close()
    assert wrong == []


def decided(door: Door) -> str:
    path = door.root / "001-黄欣梓" / "case.yaml"
    return path.read_text("utf-8") if path.exists() else ""


def test_the_form_is_seen_as_it_prints_and_a_blank_cell_is_filled_in(page: Any, door: Door) -> None:
    page.keyboard.press("f")
    page.locator(".form-seen img").first.wait_for(timeout=60_000)
    until(lambda: page.evaluate("(document.querySelector('.form-seen img') || {}).naturalWidth || 0") > 400)
    blank = page.locator(".cell.blank", has_text="监护人1").first
    assert "空着，要填" in blank.inner_text()
    before = page.locator(".form-seen img").first.get_attribute("src")
    is_fair(page)

    page.locator("#fact-guardian1_name").fill("黄建国")
    page.keyboard.press("Enter")
    page.locator("#fact-guardian1_name").locator("xpath=ancestor::li[not(contains(@class,'blank'))]").wait_for()

    assert "黄建国" in decided(door)
    seen = "() => (document.querySelector('.form-seen img') || document.body).getAttribute('src')"
    until(lambda: page.evaluate(seen) not in (None, before))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    until(lambda: "黄建国" not in decided(door))


def test_a_scan_is_cut_by_keys_and_by_typing_alike(page: Any, door: Door) -> None:
    page.locator("a.card", has_text="扫描件.pdf").click()
    page.locator("a.card.open", has_text="扫描件.pdf").wait_for()
    page.keyboard.press("s")
    page.locator("#parts li").wait_for()
    is_fair(page)
    for key in ("ArrowRight", "Enter", "2", "ArrowRight", "Enter", "1", "r", "ArrowRight", "x"):
        page.keyboard.press(key)
    page.keyboard.type("与本案无关")
    page.keyboard.press("Enter")
    typed = page.locator("#ranges").input_value()
    assert re.fullmatch(r"1-2 .*派出所.*；3 村.*证明；4-6 不用 与本案无关", typed), typed
    assert page.locator("#split-page").get_attribute("src").endswith("turn=0")
    assert page.locator("#pages li[data-page='3'] img").get_attribute("src").endswith("turn=90")
    assert page.locator("#pages li.out").count() == 3

    page.locator("#ranges").fill(f"{typed.rpartition('；')[0]}；4 户口簿；5-6 不用 空白页")
    assert page.locator("#parts li").count() == 4
    assert page.locator("#pages [data-cut][aria-pressed=true]").count() == 3
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/cases/001?file=*")

    written = decided(door)
    assert "type: police-certificate, pages: 1-2" in written
    assert "type: village-certificate, pages: 3, turn: 90" in written
    assert "type: household-register, pages: 4" in written
    assert "left_out: 空白页, pages: 5-6" in written
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+z")
    until(lambda: "扫描件" not in decided(door))


def test_what_was_undone_is_done_again_until_something_else_is_decided(page: Any, door: Door) -> None:
    page.locator("a.card", has_text="村委证明.jpg").click()
    page.locator("a.card.open", has_text="村委证明.jpg").wait_for()
    for digit, kind in (("2", "police-certificate"), ("1", "village-certificate")):
        page.keyboard.press(digit)
        until(lambda kind=kind: f"村委证明.jpg: {{type: {kind}}}" in decided(door))
        page.locator("a.card", has_text="村委证明.jpg").click()
        page.locator("a.card.open", has_text="村委证明.jpg").wait_for()
    page.keyboard.press("Control+z")
    until(lambda: "type: police-certificate" in decided(door))
    page.keyboard.press("Control+z")
    until(lambda: "村委证明" not in decided(door))
    page.keyboard.press("Control+y")
    until(lambda: "type: police-certificate" in decided(door))
    page.get_by_text("已重做").wait_for()
    page.keyboard.press("Control+y")
    until(lambda: "type: village-certificate" in decided(door))
    page.keyboard.press("Control+y")
    page.get_by_text("没有可以重做的").wait_for()
    page.keyboard.press("Control+z")
    until(lambda: "type: police-certificate" in decided(door))
    page.keyboard.press("Control+z")
    until(lambda: "村委证明" not in decided(door))
