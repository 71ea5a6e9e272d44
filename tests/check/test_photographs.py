"""The same photograph twice."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from dossier.check.alike import near_pairs
from dossier.check.photographs import find_pairs, like_photographs, photos_of
from dossier.demo.scenes import class_room
from dossier.evidence.reading.measures import measure
from dossier.model import Decisions, NoMemory, PageReading, PartDecision
from dossier.review import sort_papers
from dossier.review.photographs import find_reused
from tests.evidence.reading.build import looked_at, read_file
from tests.review.build import a_case, a_judging, a_student, only, rules, the_thresholds


def a_scene(seed):
    """A picture of a room: wall, floor, furniture and persons in plain colours, with the camera's noise."""
    dice = np.random.default_rng(seed)
    picture = np.full((480, 640, 3), dice.integers(60, 220, 3), np.uint8)
    picture[int(dice.integers(260, 400)) :] = dice.integers(30, 200, 3)
    for _ in range(9):
        x, y = (int(value) for value in dice.integers(0, [540, 340]))
        wide, high = (int(value) for value in dice.integers(30, [180, 140]))
        colour = tuple(int(value) for value in dice.integers(20, 240, 3))
        cv2.rectangle(picture, (x, y), (x + wide, y + high), colour, -1)
        cv2.rectangle(picture, (x, y), (x + wide, y + high), (30, 30, 30), 2)
    for _ in range(3):
        x, y = int(dice.integers(60, 560)), int(dice.integers(200, 400))
        cv2.circle(picture, (x, y - 50), 20, (225, 190, 170), -1)
        cv2.ellipse(picture, (x, y), (22, 44), 0, 0, 360, tuple(int(value) for value in dice.integers(20, 240, 3)), -1)
    noise = dice.normal(0, 5, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def recompressed(picture, size, quality):
    _, packed = cv2.imencode(".jpg", cv2.resize(picture, size), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(packed, cv2.IMREAD_COLOR)


CHANGES = {
    "cropped": lambda picture: picture[20:460, 70:620],
    "cut below": lambda picture: picture[:410],
    "smaller": lambda picture: cv2.resize(picture, (320, 240), interpolation=cv2.INTER_AREA),
    "recompressed": lambda picture: recompressed(picture, (400, 300), 35),
    "brighter": lambda picture: np.clip(picture * 1.2 + 15, 0, 255).astype(np.uint8),
    "darker": lambda picture: (picture * 0.7).astype(np.uint8),
    "mirrored": lambda picture: np.ascontiguousarray(picture[:, ::-1]),
    "cropped and mirrored": lambda picture: np.ascontiguousarray(picture[30:470, 20:590][:, ::-1]),
}


def a_photo_file(path, picture, sha=None):
    page = PageReading(page=1, source="ocr", picture=measure(np.ascontiguousarray(picture), 0))
    return read_file(path, page, sha256=sha or f"sha of {path} {picture.sum()}")


def a_home_teaching_case(id, name, *files):
    return a_case("I", *files, id=id, student=a_student(name=name))


def photos_in(cases):
    return photos_of(a_judging(*cases), {})


def pairs_of(*pictures):
    cases = [
        a_home_teaching_case(f"{n:03}", f"甲{n}", a_photo_file("送教照片.jpg", one)) for n, one in enumerate(pictures)
    ]
    found = find_pairs(photos_in(cases), the_thresholds())
    return [(pair.first.case_id, pair.second.case_id) for pair in found]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_found(change):
    for seed in (1, 2, 3):
        picture = a_scene(seed)

        assert pairs_of(picture, CHANGES[change](picture)) == [("000", "001")], seed


def test_different_photographs_are_no_pair():
    assert pairs_of(*(a_scene(seed) for seed in range(10, 40))) == []


def test_two_photographs_of_like_classrooms_are_two():
    rooms = [np.asarray(class_room(seed=seed)) for seed in (7005, 7018, 7016, 7021)]

    assert pairs_of(*rooms) == []
    assert pairs_of(rooms[0], rooms[0][60:930, 80:1240]) == [("000", "001")]


def compared(*cases):
    """The Check of these cases, their photographs compared."""
    judging = a_judging(*cases)
    return looked_at(*cases, likes=like_photographs(judging, sort_papers(judging, NoMemory()), None))


def test_a_photograph_in_two_cases_is_an_error_in_both_and_each_names_the_other():
    picture = a_scene(5)
    one = a_home_teaching_case("001", "黄欣梓", a_photo_file("送教照片1.jpg", picture))
    two = a_home_teaching_case("002", "李阳佳", a_photo_file("送教照片9.jpg", CHANGES["cropped"](picture)))
    first, second = compared(one, two).reviews

    assert (only(first, "reused-photo").severity, only(first, "reused-photo").other_case) == ("error", "002")
    assert "送教照片1.jpg" in only(second, "reused-photo").message
    assert only(second, "reused-photo").other_case == "001"


def test_a_photograph_twice_in_one_case_is_a_warning():
    picture = a_scene(6)
    files = (a_photo_file("送教照片1.jpg", picture), a_photo_file("送教照片2.jpg", CHANGES["brighter"](picture)))
    result = compared(a_home_teaching_case("001", "黄欣梓", *files)).reviews[0]

    assert {finding.severity for finding in result.findings if finding.rule == "reused-photo"} == {"warning"}


def test_the_same_bytes_in_two_cases_are_told_too():
    picture = a_scene(7)
    cases = [
        a_home_teaching_case(id, name, a_photo_file("a.jpg", picture, "5"))
        for id, name in (("001", "甲"), ("002", "乙"))
    ]

    assert all("reused-photo" in rules(result) for result in compared(*cases).reviews)


def test_only_photographs_are_compared_not_forms_that_look_alike():
    form = np.full((900, 640, 3), 236, np.uint8)
    cv2.rectangle(form, (60, 80), (580, 500), (20, 20, 20), 3)
    for x, y in ((90, 120), (300, 260), (480, 430)):
        cv2.rectangle(form, (x, y), (x + 60, y + 30), (30, 30, 30), -1)
    pages = [form, np.clip(form * 0.98, 0, 255).astype(np.uint8)]
    for names in (("残疾证.jpg", "残疾证.jpg"), ("IMG_1.jpg", "IMG_2.jpg")):
        cases = [
            a_home_teaching_case(id, name, a_photo_file(path, page))
            for id, name, path, page in zip(("001", "002"), ("甲", "乙"), names, pages, strict=True)
        ]

        assert not any("reused-photo" in rules(result) for result in compared(*cases).reviews)


def test_a_photograph_that_a_person_left_out_is_not_blamed():
    picture = a_scene(11)
    decisions = Decisions(files={"送教照片1.jpg": (PartDecision(left_out="拍错了"),)})
    one = a_home_teaching_case("001", "黄欣梓", a_photo_file("送教照片1.jpg", picture))
    two = a_home_teaching_case("002", "李阳佳", a_photo_file("送教照片9.jpg", CHANGES["cropped"](picture)))
    checks = compared(replace(one, decisions=decisions), two).reviews

    assert not any("reused-photo" in rules(result) for result in checks)


def test_what_was_compared_before_is_not_compared_again_and_gives_the_same(tmp_path, monkeypatch):
    picture = a_scene(8)
    files = [a_photo_file(f"{n}.jpg", one) for n, one in enumerate((picture, CHANGES["smaller"](picture), a_scene(9)))]
    photos = photos_in([a_home_teaching_case("001", "黄欣梓", *files)])
    first = find_pairs(photos, the_thresholds(), tmp_path)
    monkeypatch.setattr("dossier.check.alike.near_pairs", lambda *_: pytest.fail("compared again"))

    assert find_pairs(photos, the_thresholds(), tmp_path) == first
    assert len(first) == 1


def test_only_pairs_with_a_new_photograph_are_asked_for():
    prints = [measure(a_scene(seed), 0).fingerprint for seed in (1, 2, 1, 2)]

    assert {frozenset(pair[:2]) for pair in near_pairs(prints, 26)} == {frozenset((0, 2)), frozenset((1, 3))}
    assert {frozenset(pair[:2]) for pair in near_pairs(prints, 26, [3])} == {frozenset((1, 3))}


def test_specs_are_not_needed():
    assert find_reused([]) == {}
