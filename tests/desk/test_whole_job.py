"""Two tabs and a command at once, and every state of a page for everybody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.build import CHROMIUM, ROOT, a_browser, a_desk, is_fair, painted, until
from tests.small_workspace import a_photo, a_workspace

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
PATIENCE = 300_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    asked: list[str] = []
    with a_browser() as context:
        context.on("request", lambda request: asked.append(request.url))
        yield context
    assert [one for one in asked if not one.startswith(("http://127.0.0.1:", "blob:"))] == []


def test_two_tabs_and_a_command_lose_nothing(browser: Any, tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    folder = root / "001-黄欣梓"
    (folder / "IMG_3.jpg").write_bytes(a_photo("white"))
    written = folder / "case.yaml"
    written.write_text("# 手写的\nfiles:\n  IMG_3.jpg: {left_out: 重复}  # 问过家长\n", "utf-8")
    with a_desk(root) as door:
        one, other = browser.new_page(), browser.new_page()
        one.goto(door.address)
        one.wait_for_selector("tr[data-row]")
        home = f"http://127.0.0.1:{door.port}/cases/001"
        other.route("**/changes?*", lambda route: route.abort())  # a tab that does not hear of the others
        for page in (one, other):
            page.goto(home)
            page.locator("a.card", has_text="村委证明.jpg").click()
            page.locator("a.card.open", has_text="村委证明.jpg").wait_for()
        one.keyboard.press("1")
        one.get_by_text("归好了").wait_for()
        words = ["assign", str(root), "001", "IMG_3.jpg", "other", "--by", "李老师"]
        subprocess.run([sys.executable, str(ROOT / "cli.py"), *words], capture_output=True, timeout=300, check=True)
        one.locator("a.card", has_text="IMG_3.jpg").get_by_text("其他材料").wait_for()

        other.keyboard.press("2")
        other.get_by_text("没有写入").wait_for()
        is_fair(other)
        assert "村委证明.jpg: {type: village-certificate}" in written.read_text("utf-8")
        other.get_by_role("button", name="用我的").click()
        until(lambda: "村委证明.jpg: {type: police-certificate}" in written.read_text("utf-8"))
        one.locator(".needs-list small", has_text="村委证明.jpg").first.wait_for()

        (folder / "村委证明.jpg").rename(tmp_path / "村委证明.jpg")
        one.locator("a.card", has_text="村委证明.jpg").wait_for(state="detached")
        tabs = [browser.new_page() for _ in range(6)]
        for tab in tabs:
            tab.goto(f"http://127.0.0.1:{door.port}/cases")
            tab.wait_for_selector("tr[data-row]")
        for page in (one, other, *tabs):
            page.close()

    text = written.read_text("utf-8")
    assert "# 手写的" in text
    assert "IMG_3.jpg: {type: other}" in text
    assert "李老师" in (root / "改动记录.jsonl").read_text("utf-8")


def test_a_page_drawn_anew_takes_nothing_and_every_state_is_for_everybody(browser: Any, tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    (root / "收件箱").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (root / "收件箱" / name).write_bytes(a_photo("white") + name.encode())
    with a_desk(root) as door:
        page = browser.new_page()
        page.goto(door.address)
        page.wait_for_selector("tr[data-row]")
        home = f"http://127.0.0.1:{door.port}"

        page.goto(f"{home}/cases/002")
        painted(page)
        page.keyboard.press("f")
        cell = page.locator("#fact-guardian1_phone")
        cell.wait_for()
        cell.focus()
        page.keyboard.type("1380000")
        (root / "002-李涵欣" / "新来的.jpg").write_bytes(a_photo("ivory"))
        page.locator("a.card", has_text="新来的.jpg").wait_for(state="attached")
        page.keyboard.type("1234")
        assert cell.input_value() == "13800001234"
        assert page.evaluate("document.activeElement.id") == "fact-guardian1_phone"
        page.keyboard.press("Escape")

        page.goto(f"{home}/cases/003")
        painted(page)
        page.get_by_role("button", name="不用").first.click()
        page.locator("dialog[open]").wait_for()
        page.keyboard.type("与本案")
        is_fair(page)
        (root / "003-阿依古丽·买买提" / "后来的.jpg").write_bytes(a_photo("beige"))
        until(lambda: "后来的.jpg" in door_text(page, f"{home}/cases/003"))
        page.keyboard.type("无关")
        assert page.locator("#ask-reason").input_value() == "与本案无关"
        page.keyboard.press("Escape")
        page.locator("a.card", has_text="后来的.jpg").wait_for(state="attached")

        page.goto(f"{home}/inbox")
        page.locator("li[data-row]", has_text="b.jpg").wait_for(timeout=PATIENCE)
        row = page.locator("li[data-row]", has_text="a.jpg")
        row.locator("[data-child]").fill("002")
        row.locator("input[type=checkbox]").check()
        (root / "收件箱" / "c.jpg").write_bytes(a_photo("white") + b"c")
        page.locator("li[data-row]", has_text="c.jpg").wait_for(timeout=PATIENCE)
        assert row.locator("[data-child]").input_value() == "002"
        assert row.locator("input[type=checkbox]").is_checked()

        page.set_viewport_size({"width": 820, "height": 1180})
        for path in ("cases", "cases/002", "inbox", "make", "report"):
            page.goto(f"{home}/{path}")
            is_fair(page)
        page.set_viewport_size({"width": 1366, "height": 625})
        page.emulate_media(media="print")
        page.goto(f"{home}/cases")
        page.wait_for_selector("tr[data-row]")
        is_fair(page)
        page.emulate_media(media="screen")
        (root / "名册.csv").write_text("没有,表头\n", "utf-8")
        until(lambda: 'class="bad"' in door_text(page, f"{home}/cases"))
        page.goto(f"{home}/cases")
        page.locator("#message .bad").first.wait_for()
        is_fair(page)
        page.close()


def door_text(page: Any, address: str) -> str:
    """What the server says now, without moving the page."""
    return page.evaluate("async (address) => (await fetch(address)).text()", address)  # type: ignore[no-any-return]
