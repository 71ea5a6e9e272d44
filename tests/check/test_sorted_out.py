"""What of the inbox still waits for somebody."""

from __future__ import annotations

import zipfile
from pathlib import Path

from dossier.check.sorted_out import still_unsorted
from dossier.files.hashes import sha256_of
from dossier.model import Case, EvidenceFile, Settings, Student, Workspace

LISTED = (
    "收件箱/证明.pdf",
    "收件箱/别人的.pdf",
    "收件箱/一包.zip",
    "收件箱/半包.zip",
    "收件箱/坏.zip",
    "收件箱/没了.pdf",
)


def test_what_lies_in_a_case_folder_waits_no_longer(tmp_path: Path) -> None:
    inbox, folder = tmp_path / "收件箱", tmp_path / "001-黄欣梓"
    inbox.mkdir()
    folder.mkdir()
    for name, data in (("a.pdf", b"one"), ("b.pdf", b"other")):
        (folder / name).write_bytes(data)
    (inbox / "证明.pdf").write_bytes(b"one")
    (inbox / "别人的.pdf").write_bytes(b"two")
    (inbox / "坏.zip").write_bytes(b"PK\x03\x04 no zip")
    for name, members in (("一包", (b"one", b"other")), ("半包", (b"one", b"third"))):
        with zipfile.ZipFile(inbox / f"{name}.zip", "w") as packed:
            for index, data in enumerate(members):
                packed.writestr(f"{index}.pdf", data)
    files = tuple(
        EvidenceFile(path=path.name, sha256=sha256_of(path), size=path.stat().st_size) for path in folder.iterdir()
    )
    case = Case(id="001", student=Student(name="黄欣梓"), folder=folder.name, files=files)
    workspace = Workspace(root=tmp_path, settings=Settings(), cases=(case,), unsorted=LISTED)

    assert still_unsorted(workspace) == (LISTED[1], LISTED[3], LISTED[4], LISTED[5])
