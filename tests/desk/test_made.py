"""A made dossier has its mark and its first sheets; what changed since is told, and not printed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.desk.build import Door, a_desk, until
from tests.small_workspace import a_workspace


def done(door: Door) -> bool:
    return 'hx-trigger="every' not in door.get("/make/job")


def mark(text: str, own_id: str) -> str:
    return re.findall(rf'>{own_id} [^<]*</a> <span class="chip \w+">([^<]+)<', text)[0]


def test_a_dossier_is_new_until_something_changes_and_then_is_not_printed(tmp_path: Path) -> None:
    with a_desk(a_workspace(tmp_path / "w")) as door:
        door.enter()
        until(lambda: "做哪些" in door.get("/make") and "各人的卷宗" in door.get("/make"))
        assert mark(door.get("/make"), "001") == "没做"
        assert door.post("/make/begin", work="build", which="case", case="001", draft="1")[0] == 200
        until(lambda: done(door))
        shown = door.get("/make?show=001")
        assert mark(shown, "001") == "最新"
        status, headers, body = door.ask("GET", "/sheet/001/1")
        assert (status, headers["content-type"], body[:2]) == (200, "image/jpeg", b"\xff\xd8")
        assert door.ask("GET", "/sheet/001/999")[0] == 404

        assert (
            door.post("/cases/001/decide", action="fact", field="guardian1_name", value="黄建国", about="fact")[0]
            == 200
        )

        assert mark(door.get("/make"), "001") == "旧了"
        assert "case.yaml 里的决定改过" in door.get("/make?show=001")
        assert door.post("/make/begin", work="print", which="case", case="001")[0] == 200
        until(lambda: done(door))
        assert "没有打印" in door.get("/make/job")
