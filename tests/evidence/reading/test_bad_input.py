"""Pages that are traps, and a process that dies while it reads: what each costs, and that the others are read."""

from datetime import date

import numpy as np
import pytest
from PIL import Image

from dossier.check import check_workspace
from dossier.evidence import CACHE_FOLDER, Cache, open_sight, reading
from dossier.evidence.reading import page as page_module
from dossier.files.data import specs_folder
from dossier.specs.load import load_specs
from dossier.workspace import read_workspace
from tests.evidence.reading.draw import a_sheet, with_seal
from tests.processes.worker_tasks import read_or_die, read_or_starve

needs_engine = pytest.mark.skipif(bool(reading.available()), reason=reading.available() or "-")
WORDS = ("户籍证明", "兹证明黄欣梓，男，公民身份号码", "411328201203059995，户口已迁出注销。", "特此证明。")


def a_workspace(root, **pictures):
    """One child of category A whose folder holds these pictures and one good page."""
    (root / "名册.csv").write_text("序号,姓名,身份证号,类别\n1,黄欣梓,411328201203059995,A\n", "utf-8")
    folder = root / "001-黄欣梓"
    folder.mkdir()
    with_seal(a_sheet(*WORDS)).save(folder / "好.png")
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png")
    return root


def checked(root):
    with Cache(root / CACHE_FOLDER) as cache:
        specs = load_specs(specs_folder())
        sight = open_sight(root, cache)
        (review,) = check_workspace(read_workspace(root, specs), specs, date(2022, 3, 18), sight).reviews
    return review


def rules_of(review, name):
    return {finding.rule for finding in review.findings if finding.path == f"{name}.png"}


def text_of(review, name):
    (file,) = (file for file in review.case.files if file.path == f"{name}.png")
    return "".join(line.text for page in file.readings for line in page.lines)


@needs_engine
def test_a_huge_picture_a_single_pixel_and_a_page_of_noise_cost_a_finding_and_the_rest_is_read(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (1400, 1000, 3), dtype=np.uint8)
    huge, pixel = Image.new("1", (15_000, 14_000), 1), Image.new("RGB", (1, 1), "white")
    review = checked(a_workspace(tmp_path, 巨=huge, 点=pixel, 噪=Image.fromarray(noise)))

    assert rules_of(review, "巨") == {"too-large"}
    assert rules_of(review, "噪") == {"unassigned"}
    assert rules_of(review, "点") <= {"unassigned", "low-resolution"}
    assert "黄欣梓" in text_of(review, "好")
    assert rules_of(review, "好") == set()


@needs_engine
@pytest.mark.parametrize(("reading_it", "why"), [(read_or_die, "意外中断"), (read_or_starve, "内存太多")])
def test_a_process_that_dies_while_it_reads_costs_that_file_and_it_is_tried_again_another_time(
    tmp_path, monkeypatch, reading_it, why
):
    root = a_workspace(tmp_path, 坏=a_sheet(*WORDS), 又=a_sheet("情况说明", "我是黄欣梓的家长。"))
    with monkeypatch.context() as deadly:
        deadly.setattr(page_module, "read_file", reading_it)
        review = checked(root)

    (finding,) = (finding for finding in review.findings if finding.rule == "not-read")
    assert finding.path == "坏.png"
    assert why in finding.message
    assert "黄欣梓" in text_of(review, "好")
    assert "家长" in text_of(review, "又")
    assert "黄欣梓" in text_of(checked(root), "坏")
