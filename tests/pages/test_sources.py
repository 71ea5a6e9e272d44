"""What a dossier is made of is what was looked at, or the case ends with a clear error."""

from __future__ import annotations

import os

import pytest

from dossier.errors import WorkspaceError
from dossier.model import Placed
from dossier.pages.sources import Sources
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources, write_pdf


def test_untouched_file_is_handed_out(tmp_path):
    file = a_file(tmp_path, "子/证明.pdf", a_pdf(), "application/pdf")
    held = sources(tmp_path, file)

    assert held.on_disk("子/证明.pdf") == tmp_path / "子/证明.pdf"
    assert held.pdf("子/证明.pdf") == tmp_path / "子/证明.pdf"
    assert held.read("子/证明.pdf") == (tmp_path / "子/证明.pdf").read_bytes()
    assert held.file("子/证明.pdf") is file
    held.recheck()


def test_word_file_is_handed_out_as_its_typeset_pdf(tmp_path):
    word = a_file(tmp_path, "记录.docx", b"PK", "application/msword")
    typeset = tmp_path / "cache.pdf"

    assert Sources(tmp_path, {"记录.docx": word}, lambda file: typeset).pdf("记录.docx") == typeset
    assert sources(tmp_path, word).pdf("记录.docx") is None


def change(place):
    place.write_bytes(b"other")


def test_changed_missing_or_locked_file_ends_the_case_with_its_name(tmp_path):
    file = a_file(tmp_path, "证明.pdf", a_pdf(), "application/pdf")
    for spoil, words in ((change, "内容与核查时不一样"), (os.unlink, "文件已不在原处")):
        spoil(tmp_path / "证明.pdf")
        for ask in (lambda held: held.on_disk("证明.pdf"), lambda held: held.read("证明.pdf")):
            with pytest.raises(WorkspaceError) as caught:
                ask(sources(tmp_path, file))
            assert caught.value.places[0].file == "证明.pdf"
            assert words in caught.value.places[0].problem


def test_file_without_permission_ends_the_case(tmp_path, monkeypatch):
    file = a_file(tmp_path, "证明.pdf", a_pdf(), "application/pdf")

    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(WorkspaceError):
        sources(tmp_path, file).on_disk("证明.pdf")


def test_directory_in_place_of_a_file_ends_the_case(tmp_path):
    file = a_file(tmp_path, "证明.pdf", a_pdf(), "application/pdf")
    (tmp_path / "证明.pdf").unlink()
    (tmp_path / "证明.pdf").mkdir()

    with pytest.raises(WorkspaceError) as caught:
        sources(tmp_path, file).on_disk("证明.pdf")
    assert "打不开" in caught.value.places[0].problem


def test_file_that_changes_while_it_is_used_is_found_out_at_the_end(tmp_path):
    file = a_file(tmp_path, "证明.pdf", a_pdf(), "application/pdf")
    held = sources(tmp_path, file)
    held.on_disk("证明.pdf")
    change(tmp_path / "证明.pdf")

    with pytest.raises(WorkspaceError):
        held.recheck()


def test_touched_file_with_the_same_bytes_is_still_the_same(tmp_path):
    file = a_file(tmp_path, "证明.pdf", a_pdf(), "application/pdf")
    held = sources(tmp_path, file)
    held.on_disk("证明.pdf")
    os.utime(tmp_path / "证明.pdf", (1, 1))

    held.recheck()


@pytest.mark.parametrize("name", ["照片.jpg", "证明.pdf"])
def test_dossier_of_changed_evidence_is_not_written(tmp_path, name):
    data, kind = (saved(a_picture(), "JPEG"), "image/jpeg") if name.endswith("jpg") else (a_pdf(), "application/pdf")
    file = a_file(tmp_path, name, data, kind)
    change(tmp_path / name)
    target = tmp_path / "out.pdf"

    with pytest.raises(WorkspaceError):
        write_pdf(
            a_plan([[Placed(path=name, page=1, box=(60, 60, 400, 600))]]),
            own_pages(),
            sources(tmp_path, file),
            target,
            today=TODAY,
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
