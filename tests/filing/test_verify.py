"""A finished dossier that somebody touched is found out."""

from __future__ import annotations

import hashlib
import json

import pikepdf
import pytest

from dossier.errors import UsageError
from dossier.filing.verify import verify
from dossier.model import Placed
from tests.pdf.build import TODAY, a_file, a_pdf, a_plan, own_pages, sources, write_pdf


def a_dossier(tmp_path, name="001-黄小明"):
    """A built dossier with its manifest: (its folder, the case folder, which is often called the same)."""
    case = tmp_path / name
    paper = a_file(case, "证明.pdf", a_pdf(2), "application/pdf")
    plan = a_plan([[Placed(path="证明.pdf", page=1), Placed(path="证明.pdf", page=2)]])
    folder = tmp_path / "output" / name
    folder.mkdir(parents=True)
    pdf = folder / f"{name}.pdf"
    write_pdf(plan, own_pages(links=2), sources(case, paper), pdf, today=TODAY)
    rows = [
        ("cover", 1, 1, None),
        ("contents", 2, 1, None),
        ("annex-1", 3, 1, 1),
        ("evidence", 4, 2, 2),
        ("closing", 6, 1, None),
    ]
    write_manifest(
        folder,
        {
            "schema": 1,
            "version": "0",
            "today": "2022-03-18",
            "case": {"id": name[:3], "name": name[4:], "title": name, "category": "A", "unit": ""}
            | {"draft": False, "duplex": False, "items": 2, "pages": 3},
            "folder": case.name,
            "inputs": "",
            "plan": [dict(zip(("part", "first_page", "pages", "item"), row, strict=True), title="") for row in rows],
            "sources": [{"path": "证明.pdf", "sha256": paper.sha256, "size": paper.size}],
            "outputs": [{"path": pdf.name, "pages": 6, **stamp(pdf)}],
        },
    )
    return folder, case


def stamp(place):
    data = place.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def write_manifest(folder, manifest):
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def test_untouched_dossier_is_intact_by_pdf_folder_output_and_workspace(tmp_path):
    folder, _ = a_dossier(tmp_path)

    for path in (folder / "001-黄小明.pdf", folder, folder.parent, tmp_path):
        (found,) = verify(path)
        assert (found.problems, found.pages, found.is_evidence_checked) == ((), 6, True)


def test_evidence_that_changed_or_went_away_is_named(tmp_path):
    folder, case = a_dossier(tmp_path)
    (case / "证明.pdf").write_bytes(a_pdf(1))

    assert verify(folder)[0].problems == ("原件 证明.pdf 在生成之后被改动",)
    (case / "证明.pdf").unlink()
    assert verify(folder)[0].problems == ("原件 证明.pdf 不见了",)


def test_changed_pdf_is_named_with_what_changed_in_it(tmp_path):
    folder, _ = a_dossier(tmp_path)
    pdf = folder / "001-黄小明.pdf"
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        del opened.pages[4]
        opened.save(pdf)

    first, second = verify(folder)[0].problems

    assert "在生成之后被改动" in first
    assert second == "001-黄小明.pdf 现有 5 页，应有 6 页"


def test_lost_bookmarks_and_links_are_named_even_where_the_manifest_was_rewritten(tmp_path):
    folder, _ = a_dossier(tmp_path)
    pdf = folder / "001-黄小明.pdf"
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        del opened.Root.Outlines
        del opened.pages[1].obj.Annots
        opened.Root.PageLabels.Nums[5].St = 7
        opened.save(pdf)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["outputs"][0].update(stamp(pdf))
    write_manifest(folder, manifest)

    assert verify(folder)[0].problems == (
        "001-黄小明.pdf 缺少第 1、2 件的书签",
        "001-黄小明.pdf 的卷内目录不能跳到第 1、2 件",
        "001-黄小明.pdf 第 3、4、5 页的页码与目录不符",
    )


def test_pdf_that_is_gone_or_garbled_is_a_problem_and_no_crash(tmp_path):
    folder, _ = a_dossier(tmp_path)
    pdf = folder / "001-黄小明.pdf"
    pdf.write_bytes(b"%PDF-1.7 nothing")

    assert "打不开或已损坏" in verify(folder)[0].problems[1]
    pdf.unlink()
    assert verify(folder)[0].problems == ("001-黄小明.pdf 不见了",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "plan": [{}]}', '{"schema": 1}'])
def test_manifest_that_cannot_be_read_is_a_problem_and_no_crash(tmp_path, text):
    folder, _ = a_dossier(tmp_path)
    (folder / "manifest.json").write_text(text, "utf-8")

    assert "manifest.json" in verify(folder)[0].problems[0]


@pytest.mark.parametrize(("row", "key", "value"), [(0, "pages", 3), (3, "pages", 1), (4, "first_page", 5)])
def test_rows_that_do_not_fit_together_are_named(tmp_path, row, key, value):
    folder, _ = a_dossier(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["plan"][row][key] = value
    write_manifest(folder, manifest)

    (found,) = verify(folder)

    assert any("自相矛盾" in problem for problem in found.problems)


def test_folder_without_a_dossier_is_wrong_use(tmp_path):
    with pytest.raises(UsageError):
        verify(tmp_path)
