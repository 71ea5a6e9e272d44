"""Judged again after something changed in one case: the same as if everything were judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dossier.check import Judged, judge_again, judge_workspace
from dossier.evidence import Cache, Sight, open_sight
from dossier.files.data import specs_folder
from dossier.model import EvidenceFile, PageReading, Picture, TextLine
from dossier.specs import load_specs
from dossier.workspace import OpenWorkspace, open_workspace
from tests.small_workspace import a_photo, a_workspace

TODAY = date(2022, 3, 18)
SPECS = load_specs(specs_folder())
WHITE = a_photo("white")
READ = (
    "files: {村委证明.jpg: {type: police-certificate}}",
    "files: {村委证明.jpg: {left_out: 重复, not: [village-certificate]}}",
    "files: {派出所证明.pdf: {parts: [{type: village-certificate, pages: 1}, {left_out: 空白, pages: 2}]}}",
    "files: {没有的.jpg: {type: other}}",
    "waived: {village-certificate: {by: 赵文博, on: 2022-03-01, reason: 遗失}}",
    "accepted: [{rule: 没有盖章, path: 村委证明.jpg, by: 赵文博, reason: 原件有章}]",
    "accepted: [{rule: reused-photo, with: '002', by: 赵文博, reason: 同在一张}]",
    "confirmed: {by: 赵文博, on: 2022-03-01, reason: 核实过}",
    "facts: {监护人电话: '13800000000', 户籍地址: 王岗村}",
    "[这不是",
)


def written(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "case.yaml").write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = a_workspace(tmp_path / "w")
    for folder in ("001-黄欣梓", "002-李涵欣"):
        (made / folder / "同一份.jpg").write_bytes(WHITE)
    return made


def sight_of(root: Path, *, read: bool = False) -> Sight:
    return open_sight(root, Cache(root / ".dossier"), read=read)


def judged(root: Path) -> tuple[OpenWorkspace, Judged]:
    folder = open_workspace(root, SPECS)
    return folder, judge_workspace(folder.workspace, SPECS, TODAY, sight_of(root))


@pytest.mark.parametrize("text", READ)
def test_a_decision_about_one_case_says_what_judging_everything_would(root: Path, text: str) -> None:
    folder, before = judged(root)
    written(text)(root / "001-黄欣梓")

    after = judge_again(before, [folder.again("001")], sight_of(root))

    assert after is not None
    assert after.check == judged(root)[1].check
    assert after.check != before.check


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "新的.jpg").write_bytes(a_photo("ivory")),
        lambda folder: (folder / "同一份.jpg").unlink(),
        lambda folder: (folder / "村委证明.jpg").write_bytes(WHITE),
        lambda folder: (folder / "派出所证明").mkdir(),
        written("files: {同一份.jpg: {left_out: 重复}}"),
    ],
)
def test_files_that_come_and_go_touch_the_other_case_that_holds_them(
    root: Path, change: Callable[[Path], object]
) -> None:
    folder, before = judged(root)
    change(root / "001-黄欣梓")

    after = judge_again(before, [folder.again("001")], sight_of(root))

    assert after is not None
    assert after.check == judged(root)[1].check


def test_one_after_the_other_and_back_again(root: Path) -> None:
    folder, before = judged(root)
    step, place = before, root / "001-黄欣梓" / "case.yaml"
    for text in READ[:5]:
        place.write_text(text, "utf-8")
        step = judge_again(step, [folder.again("001")], sight_of(root))
        assert step is not None
    place.unlink()
    step = judge_again(step, [folder.again("001")], sight_of(root))

    assert step is not None
    assert step.check == before.check
    assert judge_again(step, [folder.again("002")], sight_of(root)) is step


@pytest.mark.parametrize("text", ["facts: {姓名: 黄欣紫}", "facts: {身份证号: 411328201203059979}"])
def test_another_name_or_number_is_for_everybody(root: Path, text: str) -> None:
    folder, before = judged(root)
    written(text)(root / "001-黄欣梓")

    assert judge_again(before, [folder.again("001")], sight_of(root)) is None


def test_a_folder_that_is_gone_is_for_everybody(root: Path) -> None:
    folder, _ = judged(root)
    (root / "001-黄欣梓").rename(root / "001-黄欣梓（迁出）")

    assert folder.again("001") is None
    assert folder.again("没有") is None


def test_what_was_read_meanwhile_counts_and_touches_the_case_with_the_same_photograph(root: Path) -> None:
    folder = open_workspace(root, SPECS)
    sight = sight_of(root, read=True)
    before = judge_workspace(folder.workspace, SPECS, TODAY, sight, as_known=True)
    read = {
        case.id: {file.path: read_by_hand(file) for file in case.files}
        for case in before.check.workspace.cases
        if case.id in ("001", "002")
    }
    after = judge_again(before, [folder.again(case_id) for case_id in read], sight, read)

    assert after is not None
    assert {one.case.id for one in after.check.reviews for found in one.findings if found.rule == "reused-photo"} == {
        "001",
        "002",
    }
    written("files: {同一份.jpg: {left_out: 重复}}")(root / "001-黄欣梓")
    settled = judge_again(after, [folder.again("001")], sight)

    assert settled is not None
    assert [found.rule for one in settled.check.reviews for found in one.findings if found.rule == "reused-photo"] == []
    assert any(line for case in settled.check.workspace.cases for file in case.files for line in file.readings)


def read_by_hand(file: EvidenceFile) -> EvidenceFile:
    """As a reader would leave it: 同一份 is a photograph, the rest papers of text."""
    is_photo = file.path == "同一份.jpg"
    picture = Picture(colour=90.0, size=(800, 1100), fingerprint=bytes(range(176)), thumbnail=WHITE)
    lines = () if is_photo else (TextLine(text="证明", confidence=0.99),)
    pages = range(1, len(file.pages) + 1)
    return replace(
        file,
        readings=tuple(
            PageReading(page=number, source="ocr", lines=lines, picture=picture if is_photo else None)
            for number in pages
        ),
    )
