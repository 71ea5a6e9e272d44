"""Late papers: filed page numbers stay, what came later is 12-1, what went leaves a sheet that says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.small_workspace import a_pdf, a_photo, a_workspace, build, run

NAME = "003-阿依古丽·买买提"
DAY = ("--today", "2022-03-18")


@pytest.fixture(params=[False, True], ids=["simplex", "duplex"])
def cabinet(request: Any, tmp_path: Path) -> Path:
    """A workspace whose 003 is printed and in the cabinet."""
    root = a_workspace(tmp_path / "ws")
    if request.param:
        with (root / "workspace.yaml").open("a", encoding="utf-8") as stream:
            stream.write("duplex: true\n")
    (root / NAME / "诊断证明.pdf").write_bytes(a_pdf(2))
    build(root)
    words = ("--sides", "duplex") if request.param else ()
    assert run("print", root, "--case", "003", *words, *DAY) == 0
    assert run("filed", root, "--case", "003", "--on", "2022-03-20", "--by", "钱文博", *DAY) == 0
    return root


def manifest(root: Path) -> Any:
    return json.loads((root / "output" / NAME / "manifest.json").read_text("utf-8"))


def labels(root: Path) -> dict[str, str]:
    """Label → what stands on that page: path and page."""
    told = {}
    for row in manifest(root)["plan"]:
        for at, label in enumerate(row.get("labels", ())):
            pages = row.get("source_pages", [])
            told[label] = f"{row.get('path', row['part'])}:{pages[at] if at < len(pages) else ''}"
    return told


def differ(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    capsys.readouterr()
    code = run("changes", root, "--format", "json", *DAY)
    return code, json.loads(capsys.readouterr().out)["cases"]


def text_of(root: Path) -> list[str]:
    pages = PdfReader(root / "output" / NAME / f"{NAME}.pdf").pages
    return ["".join(page.extract_text().split()) for page in pages]


def test_nothing_changed_is_nothing_told(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert differ(cabinet, capsys) == (0, [])
    assert run("print", cabinet, "--changes", *DAY) == 0
    assert "没有要换的页" in capsys.readouterr().out


def test_a_late_paper_is_put_in_and_every_filed_number_stays(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = labels(cabinet)
    (cabinet / NAME / "残疾证.jpg").write_bytes(a_photo())

    code, found = differ(cabinet, capsys)
    assert code == 0
    assert [one["label"] for one in found[0]["added"]] == [one for one in [found[0]["added"][0]["label"]] if "-" in one]
    assert found[0]["removed"] == []
    assert found[0]["changed"] == []
    assert run("build", cabinet, "--no-read", "--today", "2022-05-01", "--case", "003") == 0

    after = labels(cabinet)
    late = {label: what for label, what in after.items() if label not in before}
    assert {label: what for label, what in after.items() if label in before} == before
    assert list(late.values()) == ["残疾证.jpg:1"]
    (label,) = late
    assert label == found[0]["added"][0]["label"]
    text = text_of(cabinet)
    assert any("以下为2022-05-01补入" in page for page in text[:3])
    assert f"归档后变动（2022年5月1日）：补入第{label}页；经办人：赵文博" in text[-1]
    assert run("verify", cabinet / "output" / NAME) == 0


def test_a_removed_paper_leaves_a_sheet_that_says_so(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = labels(cabinet)
    (cabinet / NAME / "诊断证明.pdf").unlink()

    assert [one["label"] for one in differ(cabinet, capsys)[1][0]["removed"]] == [
        label for label, what in before.items() if what.startswith("诊断证明")
    ]
    assert run("build", cabinet, "--no-read", "--today", "2022-05-01", "--case", "003") == 0

    assert list(labels(cabinet)) == list(before)
    text = text_of(cabinet)
    assert sum("此页材料已取出" in page for page in text) == 2
    assert not any("补入" in page for page in text)
    assert "取出第" in text[-1]
    assert run("verify", cabinet / "output" / NAME) == 0


def test_the_exchange_slip_says_where_each_sheet_goes_and_then_all_is_filed(
    cabinet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (cabinet / NAME / "残疾证.jpg").write_bytes(a_photo())
    run("build", cabinet, "--no-read", "--today", "2022-05-01", "--case", "003")
    (label,) = [one for one in labels(cabinet) if "-" in one]
    capsys.readouterr()
    assert run("print", cabinet, "--today", "2022-05-01") == 1
    assert "print --changes" in capsys.readouterr().out
    assert run("filed", cabinet, "--case", "003", "--today", "2022-05-01") == 1
    assert "打印以后又重新生成过" in capsys.readouterr().out

    assert run("print", cabinet, "--changes", "--batch", "换", "--today", "2022-05-01") == 0

    pdf = PdfReader(cabinet / "output" / "打印" / "换" / f"换页-{NAME}.pdf")
    slip = "".join(pdf.pages[0].extract_text().split())
    assert "换页单" in slip
    assert f"插入第{label}页放在第" in slip
    assert len(pdf.pages) < len(text_of(cabinet)) + 1
    assert run("filed", cabinet, "--case", "003", "--today", "2022-05-02") == 0
    assert differ(cabinet, capsys) == (0, [])


def test_a_filed_dossier_built_again_is_the_same(cabinet: Path) -> None:
    pdf = cabinet / "output" / NAME / f"{NAME}.pdf"
    before = pdf.read_bytes()
    (cabinet / "output" / NAME / "manifest.json").unlink()

    run("build", cabinet, "--no-read", "--today", "2022-06-01", "--case", "003")

    assert pdf.read_bytes() == before


def test_what_was_never_printed_is_not_in_the_cabinet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "ws")
    build(root)

    assert run("filed", root, "--case", "003", *DAY) == 1
    assert "还没有打印过" in capsys.readouterr().out
    assert run("filed", root, *DAY) == 0
