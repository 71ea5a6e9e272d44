"""The same photograph twice among many: how long is the whole comparison, and how long one new photograph?

    python -m benchmarks.bench_pictures [--photos 20000] [--copies 40]

Draws so many small pictures, all different (rooms, yards and classes of random furniture, persons and light), puts
changed copies of some among them (cropped, brightened, mirrored, smaller), and runs the comparison that a check runs:
first with an empty cache, then unchanged, then with one new photograph that is a copy of one of them. Times are of the
comparison alone; both wall and processor seconds are told, as it uses two threads.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from dossier.check.photographs import find_pairs, photos_of
from dossier.evidence.reading.measures import measure
from dossier.files.data import specs_folder
from dossier.model import Case, EvidenceFile, PageFact, PageReading, Settings, Student, Workspace
from dossier.review import Judging
from dossier.specs.load import load_specs
from dossier.specs.thresholds import load_thresholds

_WIDTH, _HEIGHT = 320, 240
_A_CASE = 4


def draw(seed: int) -> Any:
    """A room or a yard: two planes with patterns, light from one side, furniture, persons, the camera's noise."""
    dice = np.random.default_rng(seed)
    picture = np.full((_HEIGHT, _WIDTH, 3), dice.integers(70, 190, 3), np.uint8)
    picture[int(dice.integers(125, 200)) :] = dice.integers(40, 180, 3)
    for _ in range(int(dice.integers(4, 12))):
        x, y = int(dice.integers(-30, 295)), int(dice.integers(-30, 200))
        wide, high = (int(value) for value in dice.integers(14, [126, 86]))
        colour = tuple(int(value) for value in dice.integers(20, 230, 3))
        cv2.rectangle(picture, (x, y), (x + wide, y + high), colour, -1)
    for _ in range(int(dice.integers(1, 6))):
        x, y, tall = int(dice.integers(14, 306)), int(dice.integers(80, 220)), int(dice.integers(16, 40))
        cv2.circle(picture, (x, y - tall), tall // 2, (215, 180, 160), -1)
        clothes = tuple(int(value) for value in dice.integers(20, 230, 3))
        cv2.ellipse(picture, (x, y), (tall // 2 + 4, tall), 0, 0, 360, clothes, -1)
    for cells, strength in ((5, 7), (12, 5), (30, 4)):
        pattern = dice.normal(0, strength, (cells * 3 // 4, cells)).astype(np.float32)
        shade = cv2.resize(pattern, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC)
        picture = np.clip(picture + shade[:, :, None], 0, 255)
    across, down = np.linspace(-1, 1, _WIDTH), np.linspace(-1, 1, _HEIGHT)[:, None]
    light = 1 + float(dice.uniform(-0.3, 0.3)) * across + float(dice.uniform(-0.3, 0.3)) * down
    grain = dice.normal(0, 5, (_HEIGHT, _WIDTH))
    return np.clip(picture * light[:, :, None] + grain[:, :, None], 0, 255).astype(np.uint8)


def reworked(picture: Any, seed: int) -> Any:
    """What people and chats do to a photograph that is used twice."""
    dice = np.random.default_rng(seed)
    left, top, right, bottom = (int(value) for value in dice.uniform(0, 0.1, 4) * [_WIDTH, _HEIGHT, _WIDTH, _HEIGHT])
    part = picture[top : _HEIGHT - bottom, left : _WIDTH - right]
    part = cv2.resize(part, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    part = np.clip(part * float(dice.uniform(0.85, 1.15)), 0, 255).astype(np.uint8)
    return np.ascontiguousarray(part[:, ::-1]) if seed % 4 == 0 else part


def cases_of(pictures: Iterable[Any], first: int) -> list[Case]:
    """Some photographs a case, measured as the reading room does; cases are numbered from `first`."""
    cases: list[Case] = []
    waiting = iter(pictures)
    while some := list(islice(waiting, _A_CASE)):
        number = f"{first + len(cases):05}"
        files = tuple(_file(f"照片{n}.jpg", picture) for n, picture in enumerate(some, 1))
        student = Student(number=number, name="黄欣梓")
        cases.append(Case(id=number, student=student, folder=number, paths=tuple(f.path for f in files), files=files))
    return cases


def _file(path: str, picture: Any) -> EvidenceFile:
    height, width = picture.shape[:2]
    reading = PageReading(page=1, source="ocr", picture=measure(picture, 0))
    fact = PageFact(width=width * 0.36, height=height * 0.36, pixels=(width, height))
    digest = f"{hash(picture.tobytes()):x}"
    return EvidenceFile(path=path, sha256=digest, size=1, media_type="image/jpeg", pages=(fact,), readings=(reading,))


def main() -> None:
    """Draw, compare, and print what it took and whether the copies were found."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--photos", type=int, default=20_000)
    words.add_argument("--copies", type=int, default=40)
    given = words.parse_args()
    count = given.photos - given.copies
    drawn = (draw(seed) for seed in range(count))
    copied = (reworked(draw(seed * (count // given.copies)), seed) for seed in range(given.copies))
    cases = cases_of(drawn, 1)
    cases += cases_of(copied, len(cases) + 1)
    new = cases_of([reworked(draw(1), 999)], len(cases) + 1)
    with tempfile.TemporaryDirectory() as folder:
        _compare(f"{given.photos} photographs, nothing known", cases, Path(folder), given.copies)
        _compare("the same again", cases, Path(folder), given.copies)
        _compare("and one new, a copy", cases + new, Path(folder), given.copies + 1)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _compare(what: str, cases: Sequence[Case], cache: Path, copies: int) -> None:
    specs, thresholds = load_specs(specs_folder()), load_thresholds(specs_folder())
    wall, cpu = time.perf_counter(), time.process_time()
    workspace = Workspace(root=cache, settings=Settings(), cases=tuple(cases))
    judging = Judging(workspace=workspace, specs=specs, thresholds=thresholds, today=date(2022, 3, 18))
    found = find_pairs(photos_of(judging, {}), thresholds, cache)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    pairs = sum(pair.first.case_id != pair.second.case_id for pair in found)
    print(f"{what}: {wall:.2f} s, {cpu:.2f} CPU s; {pairs} pairs found, {copies} planted", flush=True)


if __name__ == "__main__":
    main()
