"""Which paper a file name speaks of: a table of real-looking names, and what holds for every name."""

from pathlib import Path

import pytest

from dossier.review.names import SURE, Names
from tests.review.build import the_specs

NAMES = Names(the_specs())
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "names.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def told(name, person=""):
    guess = NAMES.read(name, person)
    if guess is None:
        return "-", "-"
    return " ".join(guess.types), "sure" if guess.confidence >= SURE else "unsure"


def test_the_table_is_long_and_names_every_paper():
    assert len(ROWS) >= 290
    assert {kind for _, kinds, _ in ROWS for kind in kinds.split()} >= set(the_specs().papers)


@pytest.mark.parametrize(("name", "papers", "certainty"), ROWS, ids=[row[0] for row in ROWS])
def test_a_file_name_tells_its_paper(name, papers, certainty):
    assert told(name) == (papers, certainty)


@pytest.mark.parametrize("name", ["学籍卡", "村委证明", "司法劝返文书存根", "送教照片", "户籍证明"])
@pytest.mark.parametrize(
    "form",
    [
        "{}.jpg",
        "{}.PDF",
        "01-{}.pdf",
        "（1）{}.pdf",
        "①{}.pdf",
        "{}(2).jpg",
        "{}（复印件）.pdf",
        "{} 扫描件.pdf",
        "2022年3月5日{}.pdf",
        "{}20220305.jpg",
        "{}_2022-03-05_最终版.pdf",
        "黄欣梓{}.pdf",
        "{}-黄欣梓.pdf",
        "【{}】.pdf",
        "{}.pdf.pdf",
        "　{}　.jpg",
        "{}👍.jpg",
    ],
)
def test_numbers_dates_brackets_and_the_childs_name_say_nothing(name, form):
    assert told(form.format(name), "黄欣梓") == told(f"{name}.pdf")
    assert told(f"{name}.pdf")[1] == "sure"


def test_a_childs_name_that_is_a_word_says_nothing():
    assert told("户口.jpg", "户口") == ("-", "-")


def test_decomposed_and_full_width_names_are_read_alike():
    assert told("ＱＱ截图学籍卡．ＰＤＦ") == told("学籍卡.pdf")
    assert told("附件１学籍卡.pdf") == told("学籍卡.pdf")
