"""Two tabs and a command at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.build import CHROMIUM, ROOT, a_browser, a_desk
from tests.small_workspace import a_photo, a_workspace

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
AXE = Path(__file__).parent / "axe" / "axe-4.14.1.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    asked: list[str] = []
    with a_browser() as context:
        context.on("request", lambda request: asked.append(request.url))
        yield context
    assert [one for one in asked if not one.startswith(("http://127.0.0.1:", "blob:"))] == []


def until(holds: Any, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_fair(page: Any) -> None:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document)")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


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
