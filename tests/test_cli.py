"""The program as people run it: words in, exit codes and files out."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import cli
import dossier.build.one_case
import dossier.build.run
from dossier.build.job import Job
from dossier.model import Outcome
from dossier.processes.pool import Done, Workers
from dossier.terminal.crash_log import write_bug_log
from tests.processes.worker_tasks import log_a_bug, look_beyond
from tests.small_workspace import BOY, ROSTER, a_docx, a_photo, a_workspace, build, check_json, run


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "2022春")


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in (".dossier", "output")
    }


def test_check_tells_every_case_and_every_file(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = check_json(workspace, capsys)

    assert code == 1
    assert report["summary"] == {
        "cases": 3, "complete": 2, "review": 0, "incomplete": 1, "files": 5, "skipped": 1,
    }  # fmt: skip
    cases = {case["id"]: case for case in report["cases"]}
    assert [finding["rule"] for finding in cases["002"]["findings"]] == ["missing"]
    assert cases["002"]["findings"][0]["type"] == "police-certificate"
    assert cases["001"]["skipped"] == ["Thumbs.db"]
    assert {file["path"]: file["pages"] for file in cases["003"]["files"]} == {"家长说明.docx": 1, "学籍卡.pdf": 1}


def test_a_check_without_reading_says_what_it_did_not_look_at(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ((), ("--case", "001")):
        _, report = check_json(workspace, capsys, *words)

        assert ("not-read", "note") in [(one["rule"], one["severity"]) for one in report["findings"]]
    assert run("check", workspace, "--no-read") == 1
    assert "不属于某个个案的问题" not in capsys.readouterr().out


def test_build_makes_what_is_complete_and_says_why_the_rest_is_not(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(workspace) == 1

    output = workspace / "output"
    made = sorted(path.name for path in output.iterdir() if path.is_dir())
    assert made == ["001-黄欣梓", "003-阿依古丽·买买提"]
    assert (output / "核查报告.html").is_file()
    assert (output / "核查报告.xlsx").is_file()
    said = capsys.readouterr().out
    assert "002 李涵欣：材料不齐" in said
    assert "派出所证明" in said


def test_the_dossier_holds_every_page_once_with_numbers_links_and_bookmarks(workspace: Path) -> None:
    build(workspace, "--case", "001")

    folder = workspace / "output" / "001-黄欣梓"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    rows = manifest["plan"]
    assert [row["part"] for row in rows] == ["cover", "contents", "annex-1", "evidence", "evidence", "closing"]
    assert [(row["path"], row["source_pages"]) for row in rows if row["part"] == "evidence"] == [
        ("村委证明.jpg", [1]),
        ("派出所证明.pdf", [1, 2]),
    ]
    reader = PdfReader(folder / "001-黄欣梓.pdf")
    assert len(reader.pages) == 7
    assert {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages} == {
        (595, 842)
    }
    links = [a for a in reader.pages[1]["/Annots"] if a.get_object()["/Subtype"] == "/Link"]
    assert len(links) >= 3
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert any("派出所证明" in title for title in titles)
    assert BOY not in json.dumps(dict(reader.metadata or {}), ensure_ascii=False)
    assert reader.metadata is not None
    assert "黄欣梓" in str(reader.metadata.title)


def test_the_same_input_gives_the_same_bytes_wherever_the_workspace_lies(tmp_path: Path) -> None:
    digests = []
    for place in ("here", "那里/更深"):
        root = a_workspace(tmp_path / place / "ws")
        build(root, "--case", "003", "--output", tmp_path / place / "out")
        folder = tmp_path / place / "out" / "003-阿依古丽·买买提"
        digests.append([hashlib.sha256((folder / f"{folder.name}{end}").read_bytes()).hexdigest()
                        for end in (".pdf", ".docx")])  # fmt: skip

    assert digests[0] == digests[1]


def test_evidence_is_never_touched(workspace: Path) -> None:
    before = snapshot(workspace)

    build(workspace, "--draft")

    assert snapshot(workspace) == before


def test_a_second_build_changes_nothing_and_a_changed_file_changes_its_case_alone(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(workspace)
    stamps = {path: path.stat().st_mtime_ns for path in (workspace / "output").rglob("*.pdf")}

    build(workspace)
    assert {path: path.stat().st_mtime_ns for path in (workspace / "output").rglob("*.pdf")} == stamps
    (workspace / "001-黄欣梓" / "村委证明.jpg").write_bytes(a_photo("white"))
    capsys.readouterr()
    build(workspace)

    said = capsys.readouterr().out
    assert "✓ 001 黄欣梓\n" in said
    assert "✓ 003 阿依古丽·买买提（没有变化）" in said


def test_a_draft_is_stamped_and_lists_what_is_missing(workspace: Path) -> None:
    build(workspace, "--draft", "--case", "李涵欣")

    folder = workspace / "output" / "002-李涵欣"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    missing = [row for row in manifest["plan"] if row["part"] == "missing"]
    assert [(row["pages"], row["item"]) for row in missing] == [(0, None)]
    pages = [page.extract_text() for page in PdfReader(folder / "002-李涵欣.pdf").pages]
    assert "不完整" in pages[0].replace(" ", "")
    assert "缺" in pages[1]


def test_verify_finds_a_changed_dossier(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build(workspace)
    assert run("verify", workspace / "output") == 0

    target = workspace / "output" / "001-黄欣梓" / "001-黄欣梓.pdf"
    target.write_bytes(target.read_bytes() + b"%")
    capsys.readouterr()

    assert run("verify", workspace / "output") == 1
    assert "001-黄欣梓" in capsys.readouterr().out


def test_assign_is_remembered_and_keeps_comments(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = workspace / "002-李涵欣" / "case.yaml"
    decisions.write_text("# 李老师核对过\nfacts:\n  民族: 回族\n", "utf-8")
    (workspace / "002-李涵欣" / "微信图片_20220305101530.jpg").write_bytes(a_photo("linen"))

    assert run("assign", workspace, "002", "微信图片_20220305101530.jpg", "派出所证明", "--by", "李老师") == 0
    capsys.readouterr()
    code, report = check_json(workspace, capsys)

    assert code == 0
    assert "# 李老师核对过" in decisions.read_text("utf-8")
    case = next(case for case in report["cases"] if case["id"] == "002")
    parts = {file["path"]: file["parts"][0] for file in case["files"]}
    assert parts["微信图片_20220305101530.jpg"]["type"] == "police-certificate"
    assert parts["微信图片_20220305101530.jpg"]["basis"] == "person"


def test_one_case_is_not_blamed_for_the_folders_of_others(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "009-外人").mkdir()
    (workspace / "009-外人" / "村委证明.jpg").write_bytes(a_photo())

    code, report = check_json(workspace, capsys, "--case", "001")
    assert (code, [finding["rule"] for finding in report["findings"]], len(report["cases"])) == (0, ["not-read"], 1)
    code, report = check_json(workspace, capsys)
    assert [finding["rule"] for finding in report["findings"]] == ["roster-row", "annex-empty", "not-read"]


@pytest.mark.parametrize("words", ["001-002", "1-2", "2022春/001-黄欣梓"])
def test_every_command_understands_what_case_is_meant(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(workspace.parent)
    meant = ["001", "002"] if words != "2022春/001-黄欣梓" else ["001"]

    _, report = check_json(workspace, capsys, "--case", words)
    assert [case["id"] for case in report["cases"]] == meant
    build(workspace, "--case", words)
    assert [path.name for path in (workspace / "output").iterdir() if path.is_dir()] == ["001-黄欣梓"]
    assert run("print", workspace, "--case", words) == (1 if len(meant) > 1 else 0)
    assert ("002 李涵欣：没有打印" in capsys.readouterr().out) == (len(meant) > 1)


@pytest.mark.parametrize("command", ["check", "build", "print"])
def test_no_case_is_wrong_use_in_every_command(workspace: Path, command: str) -> None:
    build(workspace, "--case", "001")

    assert run(command, workspace, "--case", "001", "--case", "5-9") == 2


def test_a_case_nobody_has_is_wrong_use(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", workspace, "--no-read", "--case", "不存在") == 2
    assert "没有学生「不存在」" in capsys.readouterr().err


def test_a_bad_case_yaml_ends_its_own_check_and_only_marks_a_batch(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace / "001-黄欣梓" / "case.yaml").write_text("files:\n  村委证明.jpg: {typ: village-certificate}\n", "utf-8")

    assert run("check", workspace, "--no-read", "--case", "001") == 1
    assert "001-黄欣梓/case.yaml 第2行" in capsys.readouterr().out
    (workspace / "001-黄欣梓" / "case.yaml").write_text("files: [\n", "utf-8")
    assert run("check", workspace, "--no-read", "--case", "001") == 3
    assert "case.yaml" in capsys.readouterr().err
    _, report = check_json(workspace, capsys)
    case = next(case for case in report["cases"] if case["id"] == "001")
    assert "decisions" in {finding["rule"] for finding in case["findings"]}


def test_pages_that_a_file_has_not_end_its_own_check_with_the_line_and_only_mark_a_batch(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = "# 王老师\nfiles:\n  村委证明.jpg: {parts: [{type: village-certificate, pages: 9}]}\n"
    (workspace / "001-黄欣梓" / "case.yaml").write_text(decided, "utf-8")

    assert run("check", workspace, "--no-read", "--case", "001") == 1
    assert "001-黄欣梓/case.yaml 第3行" in capsys.readouterr().out
    assert run("check", workspace, "--no-read") == 1


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        ({"名册.csv": None}, 3, "名册"),
        ({"名册.csv": "甲,乙\n1,2\n".encode()}, 3, "姓名"),
        ({"名册2.csv": ROSTER.encode()}, 3, "名册2.csv"),
        ({"workspace.yaml": b"unit: a\nuntt: b\n"}, 3, "untt"),
        ({"workspace.yaml": b"unit: [1\n"}, 3, "workspace.yaml"),
    ],
)
def test_a_broken_workspace_is_named_with_its_place(
    workspace: Path, capsys: pytest.CaptureFixture[str], spoil: dict[str, bytes | None], code: int, words: str
) -> None:
    for name, data in spoil.items():
        if data is None:
            (workspace / name).unlink()
        else:
            (workspace / name).write_bytes(data)

    assert run("check", workspace, "--no-read") == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_an_output_folder_that_cannot_be_made_is_exit_five(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")

    assert build(workspace, "--output", tmp_path / "file" / "out") == 5
    assert "写不进去" in capsys.readouterr().err


def test_dossiers_never_go_among_the_evidence(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(workspace, "--output", workspace) == 2
    assert build(workspace, "--output", workspace / "001-黄欣梓" / "out") == 2
    assert "学生材料" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["chek"],
        ["check"],
        ["check", "x", "--format", "pdf"],
        ["check", "x", "--today", "2022"],
        ["check", "x", "--workers", "0"],
        ["check", "x", "--workers", "两"],
        ["build", "-x"],
    ],
)
def test_wrong_use_is_exit_two_in_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(words) == 2
    said = capsys.readouterr().err
    assert "--help" in said
    assert not re.search(r"Usage|Error|Input|Invalid|'|。\.|：。", said)


@pytest.mark.parametrize("command", ["", "demo", "init", "check", "build", "assign", "verify", "specs", "typeset"])
def test_help_is_chinese_and_whole(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([*command.split(), "--help"]) == 0
    said = capsys.readouterr().out
    assert "用法" in said
    assert "…" not in said
    assert "Usage" not in said


def test_a_bug_is_one_line_and_a_log_without_a_childs_name(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise KeyError("黄欣梓")

    monkeypatch.setattr("dossier.commands.specs.run_specs", broken)
    assert run("specs") == 70
    said = capsys.readouterr().err
    log = Path(said.strip().rpartition("：")[2])
    text = log.read_text("utf-8")
    log.unlink()
    assert "KeyError" in text
    assert "黄欣梓" not in text


class InThisProcess(contextlib.nullcontext[Any]):
    """Workers that see what a test has changed in this process."""

    def __enter__(self) -> InThisProcess:
        return self

    @staticmethod
    def map(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        return (Done(function(item)) for item in items)


def test_a_bug_in_one_case_ends_that_case_only(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dossier.build.one_case._bound

    def broken_for_one(job: Job, *rest: Any) -> Outcome:
        if job.review.case.id == "001":
            raise KeyError(job.review.case.name)
        return whole(job, *rest)

    monkeypatch.setattr("dossier.build.one_case._bound", broken_for_one)
    monkeypatch.setattr("dossier.build.run._crew", lambda *_: InThisProcess())
    assert build(workspace, "--draft") == 70
    said = "".join(capsys.readouterr())
    assert not (workspace / "output" / "001-黄欣梓").exists()
    assert [path.name for path in (workspace / "output").glob("*/*.pdf")]
    log = Path(re.findall(r"维护人员：(\S+\.log)", said)[0])
    text = log.read_text("utf-8")
    log.unlink()
    assert "broken_for_one" in text
    assert "黄欣梓" not in text


def test_a_bug_in_a_worker_is_told_with_its_place_there() -> None:
    with Workers(1, seconds=30, memory_mb=2000) as workers, pytest.raises(IndexError) as caught:
        list(workers.map(look_beyond, [[]]))
    log = write_bug_log(caught.value, ["check"])
    text = log.read_text("utf-8")
    log.unlink()
    assert re.search(r"in a worker: worker_tasks.py:\d+ look_beyond", text)


def test_the_log_that_a_worker_writes_is_still_there_when_the_worker_is_gone() -> None:
    with Workers(1, seconds=30, memory_mb=2000) as workers:
        (result,) = workers.map(log_a_bug, [0])
    assert isinstance(result, Done)
    log = Path(result.value)
    assert "ZeroDivisionError" in log.read_text("utf-8")
    log.unlink()


def test_interrupted_is_exit_one_hundred_thirty_and_says_what_stands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("dossier.commands.specs.run_specs", interrupted)
    assert run("specs") == 130
    assert "已中断" in capsys.readouterr().err


def test_the_screen_never_shows_a_whole_id_number(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = "411328201203059990"
    (workspace / "名册.csv").write_text(ROSTER.replace(BOY, wrong), "utf-8")

    build(workspace)
    said = capsys.readouterr()
    assert "411328********9990" in said.out
    assert wrong not in said.out + said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "“2022春”"], "引号要用英文"),
        (["check", "{ws}/名册.csv"], "是文件，请写它所在的文件夹"),
        (["check", "{ws}", "--no-read", "--format", "html", "--output", "{ws}"], "核查报告.html"),
        (["check", "{ws}", "--format", "pdf"], "可以写：text、json、html、xlsx。"),
        (["check"], "还没有写「工作目录」"),
        (["print", "{ws}", "--send", "没有的打印机"], "没有"),
    ],
)
def test_a_clerks_slips_are_answered_with_what_to_write(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(*(word.format(ws=workspace) for word in words)) in (2, 4)
    shown = capsys.readouterr().err
    assert said in shown
    assert "Is a directory" not in shown


def test_one_case_built_again_leaves_the_report_whole(workspace: Path) -> None:
    build(workspace, "--case", "001")

    assert "李涵欣" in (workspace / "output" / "核查报告.html").read_text("utf-8")


def test_specs_are_shown_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("specs") == 0
    said = capsys.readouterr().out
    assert "户籍原因" in said
    assert "village-certificate" in said


def test_init_then_check_is_a_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", tmp_path / "新") == 0
    assert run("init", tmp_path / "新") == 2
    capsys.readouterr()
    assert run("check", tmp_path / "新", "--no-read") in (0, 3)
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_with_a_blank_is_named_as_it_is_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("init", tmp_path / "2022 春") == 0

    assert f'dossier check "{tmp_path / "2022 春"}"' in capsys.readouterr().out


def test_typeset_prints_a_form_and_names_what_it_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = tmp_path / "说明.docx"
    form.write_bytes(a_docx())

    assert run("typeset", form) == 0
    assert len(PdfReader(tmp_path / "说明.pdf").pages) == 1
    form.write_bytes(b"PK not a form")
    assert run("typeset", form) == 3
    assert run("typeset", tmp_path / "没有.docx") == 2


def test_a_thousand_roster_lines_without_folders_are_findings_not_a_stop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    lines = "".join(f"{number},学生{chr(0x4E00 + number)},,A\n" for number in range(1, 1001))
    (root / "名册.csv").write_text("序号,姓名,身份证号,类别\n" + lines, "utf-8")

    code, report = check_json(root, capsys)

    assert code == 1
    assert report["summary"]["cases"] == 1000


def test_python_cli_py_is_the_same_program(workspace: Path) -> None:
    import subprocess

    script = Path(cli.__file__)
    done = subprocess.run(
        [sys.executable, str(script), "check", str(workspace), "--no-read", "--format", "json"],
        capture_output=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["schema"] == 1
