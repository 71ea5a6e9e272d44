"""The one pen: plain for the demo, by dice for measuring."""

import csv
from datetime import date

import pytest

from dossier.demo.cases import make_cases
from dossier.demo.drawing import demo_fonts, draw_pdf, draw_pictures
from dossier.demo.papers import make_papers
from dossier.demo.papers.cases import MAKERS
from dossier.demo.papers.pen import plain

TODAY = date(2022, 3, 18)


def a_child():
    return make_cases(TODAY)[0].child


def the_papers(maker, variant):
    return plain(maker, a_child(), variant, where="浙江省义乌市稠山第三小学", old_name="黄小禾")


@pytest.mark.parametrize("type_", MAKERS)
def test_a_plain_paper_fits_its_sheets_in_every_wording(type_):
    pages = [page for variant in range(3) for page in the_papers(MAKERS[type_], variant)]

    assert len(draw_pictures(pages, demo_fonts(), seed=1, dpi=20)) == len(pages) >= 3


def test_a_plain_paper_is_always_the_same_and_never_filled_in_by_hand():
    for maker in MAKERS.values():
        papers = the_papers(maker, 1)
        assert draw_pdf(papers, demo_fonts(), seed=3) == draw_pdf(the_papers(maker, 1), demo_fonts(), seed=3)
        assert "mixed" not in {block["kind"] for paper in papers for block in paper.blocks}


def test_the_same_seed_draws_the_same_workspace_with_its_truth(tmp_path):
    for name in ("a", "b"):
        make_papers(tmp_path / name, cases=2, seed=9001, today=TODAY)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("a", "b")
    )

    assert first == second
    with (tmp_path / "a" / "TRUTH.tsv").open(encoding="utf-8") as file:
        told = {(row["folder"], row["file"]) for row in csv.DictReader(file, delimiter="\t") if row["file"]}
    lying = {(path.parts[0], path.name) for path in first if len(path.parts) == 2}
    assert told == lying


def test_fonts_without_the_letters_of_the_papers_are_refused(tmp_path):
    (tmp_path / "fonts").mkdir()

    with pytest.raises(ValueError, match="letters"):
        make_papers(tmp_path / "w", cases=1, seed=1, today=TODAY, fonts=tmp_path / "fonts")
