"""A roster comes in by the browser: seen, mended by choosing, accepted; the old one is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.build import CHROMIUM, a_browser, a_desk, is_fair, painted
from tests.small_workspace import BOY, GIRL

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no Chromium at {CHROMIUM}")
STRANGE = (
    "序号,娃,归类情况,身份证,电话,备注\n"
    f"1,黄欣梓,A,{BOY},13700000000,迁出注销\n2,李涵欣,A,41132820120305998X,,查无此人\n3,王浩然,Z,{GIRL},,\n"
)


def test_a_roster_with_strange_headers_is_mended_by_choosing_and_accepted_by_keys(tmp_path: Path) -> None:
    root = tmp_path / "w"
    root.mkdir()
    (root / "workspace.yaml").write_text("unit: 城郊乡中心学校  # 公章\n", "utf-8")
    (root / "名册.csv").write_text("序号,姓名,类别\n1,黄欣梓,A\n9,赵老,B\n", "utf-8")
    incoming = tmp_path / "新名册.csv"
    incoming.write_text(STRANGE, "utf-8")
    with a_desk(root) as door, a_browser() as context:
        page = context.new_page()
        page.goto(door.address)
        page.wait_for_selector("tr[data-row]")
        page.goto(f"http://127.0.0.1:{door.port}/roster")
        painted(page)
        page.get_by_text("表头在第 1 行").wait_for()
        is_fair(page)
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("a")
        chooser.value.set_files(incoming)
        page.get_by_text("没找到「姓名」和「类别」这一列").wait_for()
        assert page.locator("#roster button.main").is_disabled()
        is_fair(page)
        page.locator("#col-B").select_option("name")
        page.get_by_text("没找到「类别」这一列").wait_for()
        page.locator("#col-C").select_option("category")
        page.get_by_text("看懂了").wait_for()
        assert (
            page.locator("#roster").get_by_text("末位").count() or page.locator("#roster").get_by_text("校验").count()
        )
        assert BOY not in page.content()
        assert "名册里不再有 1 人：009 赵老" in page.inner_text("#roster")
        is_fair(page)
        assert (root / "名册.csv").exists()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/cases")
        page.get_by_role("link", name="王浩然").wait_for()

    assert not (root / "名册.csv").exists()
    assert [one.read_text("utf-8") for one in (root / "旧名册").iterdir()] == ["序号,姓名,类别\n1,黄欣梓,A\n9,赵老,B\n"]
    assert (root / "新名册.csv").read_text("utf-8") == STRANGE
    assert (root / "workspace.yaml").read_text("utf-8") == (
        "unit: 城郊乡中心学校  # 公章\ncolumns:\n  姓名: 娃\n  类别: 归类情况\n"
    )
    assert list((root / ".dossier" / "incoming").iterdir()) == []


def test_a_folder_without_a_roster_offers_a_blank_one(tmp_path: Path) -> None:
    root = tmp_path / "w"
    (root / "001-黄欣梓").mkdir(parents=True)
    (root / "001-黄欣梓" / "学籍卡.pdf").write_bytes(b"%PDF")
    with a_desk(root) as door:
        door.enter()
        assert "/roster" in door.get("/cases")
        assert "用空白名册模板" in door.get("/roster")

        assert door.post("/roster/blank")[0] == 204

        assert (root / "名册.xlsx").is_file()
        assert "表头在第 2 行" in door.get("/roster")
        status, _, body = door.ask("PUT", "/roster/file", b"PK\x03\x04none", {"X-Name": "a.xlsx"})
        assert status == 422
        assert "打不开" in body.decode()
