"""What of a form is exact, near and refused is said before it is converted."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from cli import app
from dossier.typeset import Fonts, Typesetter, inspect
from tests.typeset.docx import cell, document, par, row, run, table
from tests.typeset.drawn import page_box, text_box
from tests.typeset.refused import REFUSED

_TIGHT = '<w:trHeight w:val="300" w:hRule="exact"/>'


def test_what_a_form_uses_is_sorted_by_how_near_it_is(fonts: Fonts) -> None:
    inner = table(row(cell("内", 900)), grid=(900,))
    docx = document(
        par(run("甲") + text_box(par("乙"), 80, 30))
        + par("small", run_properties="<w:smallCaps/>")
        + table(row(cell(f"{inner}{par('丙')}", 3000)), grid=(3000,))
    )
    with Typesetter(fonts) as typesetter:
        seen = inspect(docx, typesetter)

    assert {trait.name: trait.count for trait in seen.exact} == {
        "表格": 2, "嵌套表格": 1, "DrawingML 文本框": 1, "分节": 1,
    }  # fmt: skip
    assert [trait.name for trait in seen.near] == ["小型大写", "字体 宋体", "字体 Times New Roman"]
    assert (seen.pages, seen.refused, seen.notes) == (1, (), ())


def test_what_is_refused_or_cut_off_is_said_too(fonts: Fonts) -> None:
    cut = document(table(row(cell(par("甲") * 5, 3000), properties=_TIGHT), grid=(3000,)))
    with Typesetter(fonts) as typesetter:
        refused = inspect(REFUSED["maths"].docx, typesetter)
        noted = inspect(cut, typesetter)

    assert [str(refusal) for refusal in refused.refused] == ["第1段：公式"]
    assert refused.pages == 0
    assert len(noted.notes) == 1


def test_the_command_writes_nothing_and_ends_with_one_where_something_is_refused(tmp_path: Path) -> None:
    form = tmp_path / "表.docx"
    for docx, code, words in (
        (document(par(page_box())), 0, "接近：字体"),
        (REFUSED["maths"].docx, 1, "排不了：第1段：公式"),
    ):
        form.write_bytes(docx)
        result = CliRunner().invoke(app, ["typeset", "--inspect", str(form)])
        assert (result.exit_code, words in result.stdout) == (code, True)
    assert list(tmp_path.iterdir()) == [form]
