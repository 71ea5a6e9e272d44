"""A new folder beside the old one opens the same workspaces; an older program leaves alone what a newer one wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dossier.cabinet import REGISTER
from dossier.errors import WorkspaceError
from dossier.ledger.records import read_closed
from tests.small_workspace import a_workspace, build, check_json, run

NEWER = {
    "workspace.yaml": "schema: 2\nunit: 城郊乡中心学校\nnovelty: 只有新版本懂\n",
    "文书登记.yaml": "schema: 2\nletters: {by_number: {}}\n",
    REGISTER: "schema: 2\nvolumes: []\n",
    "督查登记.yaml": "schema: 2\nschools: []\n",
    "月报/2022-03.yaml": "schema: 2\nmonth: 2022-03\n",
    "001-黄欣梓/case.yaml": "schema: 2\npapers: {}\n",
    "改动记录.jsonl": '{"schema": 2, "id": "x", "steps": []}\n',
}
"""As a program of tomorrow may write them: another number, and keys that this one does not know."""
COMMANDS: dict[str, list[list[str]]] = {
    "workspace.yaml": [["check", "--no-read"], ["build", "--no-read"]],
    "文书登记.yaml": [["letter", "--list"], ["letter", "return-notice", "--case", "001"]],
    REGISTER: [["print"]],
    "督查登记.yaml": [
        ["inspect"],
        ["inspect", "--record", "一小", "--on", "2022-03-01", "--result", "fail", "--by", "赵文博"],
    ],
    "月报/2022-03.yaml": [["report", "month", "--month", "2022-03"]],
    "001-黄欣梓/case.yaml": [
        ["check", "--no-read", "--case", "001"],
        ["assign", "001", "村委证明.jpg", "派出所证明"],
        ["fact", "001", "nation", "汉族"],
    ],
    "改动记录.jsonl": [["undo"], ["undo", "--list"], ["assign", "001", "村委证明.jpg", "派出所证明"]],
}


def everything(root: Path) -> dict[str, bytes]:
    paths = (path for path in root.rglob("*") if path.is_file() and ".dossier" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if "output" not in path.parts}


@pytest.mark.parametrize(("name", "words"), [(name, words) for name in COMMANDS for words in COMMANDS[name]])
def test_what_a_newer_program_wrote_is_told_and_left_alone(
    tmp_path: Path, name: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "2022春")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(NEWER[name], "utf-8")
    before = everything(root)
    today = [] if words[0] in ("assign", "fact", "undo") else ["--today", "2022-04-18"]

    code = run(words[0], root, *words[1:], *today)

    said = capsys.readouterr()
    assert code == 3
    assert "是更新的版本写的" in said.err
    assert "用新版本" in said.err
    assert everything(root) == before


def test_in_a_batch_a_newer_case_file_costs_its_case_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "2022春")
    (root / "001-黄欣梓/case.yaml").write_text(NEWER["001-黄欣梓/case.yaml"], "utf-8")

    code, told = check_json(root, capsys)

    assert code == 1
    assert len(told["cases"]) == 3
    found = [one for one in told["cases"][0]["findings"] if one["rule"] == "decisions"]
    assert ["是更新的版本写的" in one["message"] for one in found] == [True]


def test_what_an_older_program_wrote_is_read_with_and_without_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "2022春")
    code, before = check_json(root, capsys)
    settings = root / "workspace.yaml"
    settings.write_text("schema: 1\n" + settings.read_text("utf-8"), "utf-8")
    (root / "001-黄欣梓/case.yaml").write_text("schema: 1\nfiles: {}\n", "utf-8")

    assert check_json(root, capsys) == (code, before)


def test_a_register_of_this_version_says_its_number_and_is_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "2022春")
    words = ("--record", "一小", "--on", "2022-03-01", "--result", "fail", "--by", "赵文博", "--today", "2022-03-18")
    assert run("inspect", root, *words) == 0
    assert run("assign", root, "001", "村委证明.jpg", "派出所证明") == 0
    capsys.readouterr()

    assert "schema: 1" in (root / "督查登记.yaml").read_text("utf-8")
    assert json.loads((root / "改动记录.jsonl").read_text("utf-8").splitlines()[0])["schema"] == 1
    assert run("inspect", root, "--today", "2022-03-18") == 0
    assert run("undo", root) == 0


def test_a_month_that_a_newer_program_closed_is_no_month_of_ours(tmp_path: Path) -> None:
    (tmp_path / "月报").mkdir()
    (tmp_path / "月报/2022-03.yaml").write_text(NEWER["月报/2022-03.yaml"], "utf-8")

    with pytest.raises(WorkspaceError, match="更新的版本"):
        read_closed(tmp_path, "2022-03")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose dossiers a newer program made, but for one."""
    root = a_workspace(tmp_path_factory.mktemp("newer") / "2022春")
    assert build(root, "--draft", "--no-word") == 1
    for name in ("001-黄欣梓", "002-李涵欣"):
        manifest = root / "output" / name / "manifest.json"
        known = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(json.dumps({**known, "schema": 2, "plan": {"by_page": []}}), "utf-8")
    return root


def dossiers(root: Path) -> dict[str, bytes]:
    folders = [root / "output/001-黄欣梓", root / "output/002-李涵欣"]
    return {str(path): path.read_bytes() for folder in folders for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["build", "{root}", "--draft", "--no-read", "--no-word"], 3),
        (["verify", "{root}/output"], 1),
        (["print", "{root}"], 1),
        (["print", "{root}", "--case", "001"], 1),
        (["filed", "{root}", "--case", "001"], 1),
        (["archive", "{root}", "{root}/../归档包"], 1),
        (["export", "{root}", "{root}/../分享", "--mask", "internal", "--no-read"], 1),
    ],
)
def test_a_dossier_that_a_newer_program_made_is_told_and_stands(
    built: Path, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dossiers(built)
    today = [] if words[0] == "verify" else ["--today", "2022-03-18"]

    done = run(*(word.format(root=built) for word in words), *today)

    said = "".join(capsys.readouterr())
    assert (done, "manifest.json 是更新的版本写的（schema 2，这一版只认 1）" in said) == (code, True), said
    assert dossiers(built) == before


def test_a_record_of_exports_that_a_newer_program_wrote_stops_the_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "2022春")
    assert build(root, "--draft", "--no-word") == 1
    record = root / "导出记录.jsonl"
    record.write_text('{"schema": 2, "novelty": []}\n', "utf-8")

    done = run("export", root, tmp_path / "分享", "--mask", "internal", "--no-read", "--today", "2022-03-18")

    assert done == 3
    assert "导出记录.jsonl 是更新的版本写的" in capsys.readouterr().err
    assert record.read_text("utf-8") == '{"schema": 2, "novelty": []}\n'
    assert not (tmp_path / "分享").exists()


def test_what_a_newer_program_remembers_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "2022春")
    code, told = check_json(root, capsys)
    stores = sorted((root / ".dossier").glob("*-*.log"))
    assert stores
    for store in stores:
        name, _, number = store.stem.rpartition("-")
        store.rename(store.with_name(f"{name}-{int(number) + 1}.log")).write_bytes(b"00000000 of tomorrow\n")

    assert check_json(root, capsys) == (code, told)
    left = [path for path in (root / ".dossier").glob("*.log") if path.read_bytes() == b"00000000 of tomorrow\n"]
    assert len(left) == len(stores)


def test_a_county_tells_which_of_its_files_is_newer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county, unit = tmp_path / "县", a_workspace(tmp_path / "县/城郊")
    a_workspace(county / "城关")
    (unit / "workspace.yaml").write_text(NEWER["workspace.yaml"], "utf-8")
    before = everything(county)

    assert run("check", county, "--no-read", "--format", "json", "--today", "2022-03-18") == 1
    told = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in told["findings"] if "更新的版本" in one["message"]] == ["unit-unreadable"]

    for name, words in (("workspace.yaml", ("check", "--no-read")), ("督查登记.yaml", ("inspect",))):
        (county / name).write_text(NEWER[name], "utf-8")
        assert run(words[0], county, *words[1:], "--today", "2022-03-18") == 3
        assert f"{name} 是更新的版本写的" in capsys.readouterr().err
        (county / name).unlink()
    assert everything(county) == before
