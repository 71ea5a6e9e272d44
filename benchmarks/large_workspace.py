"""A workspace of thousands of cases whose pages are read: the demo's papers, multiplied.

    python -m benchmarks.large_workspace FOLDER [--cases 2000]

Reading 8,000 pages for real takes an hour; here the demo's some ninety are read, and what was read of them is kept for
every copy under the copy's own name and number. All bytes, names, numbers and photographs' fingerprints differ.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook

from benchmarks.bench_check import with_comment
from dossier.check import check_workspace
from dossier.demo import make_demo
from dossier.demo.people import make_id_number
from dossier.evidence import CACHE_FOLDER, Cache, look, open_sight
from dossier.evidence.reading import _SCHEMA, _key
from dossier.files.data import specs_folder
from dossier.files.store import Store
from dossier.model import Case, PageReading, Picture
from dossier.specs import load_specs
from dossier.workspace import read_workspace

TODAY = date(2022, 3, 18)
_GIVEN = "子文雨欣佳怡思源浩然明轩梓涵一诺若曦星野静好念安清扬书瑶晓禾沐言"


@dataclass(frozen=True, slots=True)
class Copy:
    """A demo case under another name."""

    case: Case
    number: int
    name: str
    id_number: str

    @property
    def words(self) -> Mapping[str, str]:
        """What is written otherwise in the copy."""
        told = {self.case.name: self.name, self.case.student.id_number: self.id_number}
        return {old: new for old, new in told.items() if old}

    def said(self, text: str) -> str:
        """A text of the demo case as it stands in the copy."""
        for old, new in self.words.items():
            text = text.replace(old, new)
        return text


def make_large(root: Path, count: int) -> None:
    """Write the workspace, with its cache as a run that read everything would leave it."""
    specs = load_specs(specs_folder())
    with_demo = root.parent / f"{root.name}-demo"
    make_demo(with_demo, TODAY)
    with Cache(with_demo / CACHE_FOLDER) as cache:
        read = check_workspace(read_workspace(with_demo, specs), specs, TODAY, open_sight(with_demo, cache)).workspace
    rows = {str(row[0]): row for row in _rows(with_demo / "名册.xlsx")}
    copies = list(_copies([case for case in read.cases if case.folder and case.student.id_number], count))
    root.mkdir(parents=True)
    shutil.copyfile(with_demo / "workspace.yaml", root / "workspace.yaml")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(rows["序号"])
    for copy in copies:
        row = [copy.said(str(value)) if value is not None else None for value in rows[copy.case.student.number]]
        sheet.append([copy.number, *row[1:]])
        _write_files(with_demo, root, copy)
    book.save(root / "名册.xlsx")
    _keep_readings(root, copies)


def _rows(place: Path) -> Iterator[tuple[object, ...]]:
    rows = load_workbook(place, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
    yield from (row for row in rows if row and row[0] is not None)


def _copies(cases: list[Case], count: int) -> Iterator[Copy]:
    chance = random.Random(7)
    names: set[str] = set()
    for at in range(count):
        case = cases[at % len(cases)]
        name = case.name
        while name in names or name == case.name:
            name = case.name[0] + "".join(chance.sample(_GIVEN, 2))
        names.add(name)
        born = date(2010, 1, 1) + timedelta(days=at)
        yield Copy(case, at + 1, name, make_id_number("411328", born, 990 + at % 10))


def _write_files(demo: Path, root: Path, copy: Copy) -> None:
    hour_ago = time.time() - 3600
    folder = root / f"{copy.number:03d}-{copy.name}"
    for path in copy.case.paths:
        place = folder / copy.said(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_marked(copy.case.on_disk(demo, path).read_bytes(), f"{copy.number:06d}".encode()))
        os.utime(place, (hour_ago, hour_ago))


def _marked(data: bytes, mark: bytes) -> bytes:
    """The same paper in bytes of its own."""
    if data.startswith(b"\xff\xd8"):
        return with_comment(data, mark)
    if data.startswith(b"PK") and data.endswith(b"\0\0"):
        return data[:-2] + len(mark).to_bytes(2, "little") + mark
    return data + b"\n%" + mark


def _keep_readings(root: Path, copies: list[Copy]) -> None:
    specs = load_specs(specs_folder())
    chance = random.Random(8)
    with Cache(root / CACHE_FOLDER) as cache:
        looked = look(read_workspace(root, specs), open_sight(root, cache))
    store = Store(root / CACHE_FOLDER, "readings", _SCHEMA)
    for copy, case in zip(copies, looked.cases, strict=True):
        read = {copy.said(file.path): file.readings for file in copy.case.files}
        for file in case.files:
            readings = read.get(file.path, ())
            if readings and len(readings) == len(file.pages):
                store.put_value(_key(file), tuple(_said(copy, one, chance) for one in readings))
    store.save()


def _said(copy: Copy, reading: PageReading, chance: random.Random) -> PageReading:
    return replace(
        reading,
        lines=tuple(replace(line, text=copy.said(line.text)) for line in reading.lines),
        picture=_other(reading.picture, chance) if reading.picture is not None else None,
        photos=tuple(_other(one, chance) for one in reading.photos),
    )


def _other(picture: Picture, chance: random.Random) -> Picture:
    """As if of another scene."""
    return replace(picture, fingerprint=chance.randbytes(len(picture.fingerprint)))


def main() -> None:
    """Make one to be kept."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--cases", type=int, default=2000)
    asked = words.parse_args()
    make_large(asked.folder, asked.cases)


if __name__ == "__main__":
    main()
