"""What has been looked at is not looked at again, and nothing that happens to the cache can do harm."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from functools import partial
from pathlib import Path

import pytest

from dossier.evidence import Cache
from dossier.evidence.cache import SCHEMA
from dossier.files.store import Store
from dossier.processes.pool import Workers
from tests.evidence.builders import (
    TWO_PAGES,
    a_case,
    a_docx,
    a_jpeg,
    a_pdf,
    append_lines,
    look,
    put,
    refuse,
    typeset_to,
)

FILES = {"a.jpg": a_jpeg(), "b.pdf": a_pdf(3), "c.docx": a_docx(), "cut.jpg": a_jpeg()[:700], "none.pdf": b""}


def a_workspace(root: Path) -> Path:
    """A case whose files are an hour old."""
    put(root / "001-张三", FILES)
    for path in (root / "001-张三").iterdir():
        os.utime(path, (time.time() - 3600,) * 2)
    return root


def looked(root: Path, cache: Path | None = None, typeset=TWO_PAGES, engine: str = ""):
    """Its files, and the names of those that had to be opened."""
    opened: list[str] = []
    with Cache(cache or root / ".dossier") as kept:
        (case,) = look(
            root,
            [a_case(*FILES)],
            cache=kept,
            typeset=typeset,
            engine=engine,
            workers=1,
            progress=lambda done, total, path: opened.append(path),
        )
    return case.files, opened


def test_the_second_look_opens_nothing_and_says_the_same(tmp_path):
    first, opened = looked(a_workspace(tmp_path))
    assert opened == list(FILES)

    assert looked(tmp_path) == (first, [])


def test_a_changed_file_is_looked_at_again(tmp_path):
    looked(a_workspace(tmp_path))
    (tmp_path / "001-张三" / "a.jpg").write_bytes(a_jpeg(90, 90))

    files, opened = looked(tmp_path)

    assert opened == ["a.jpg"]
    assert files[0].pages[0].pixels == (90, 90)


def test_a_file_changed_within_the_same_tick_is_looked_at_again(tmp_path):
    put(tmp_path / "001-张三", FILES)
    path = tmp_path / "001-张三" / "a.jpg"
    just_now = path.stat().st_mtime_ns + 3_600_000_000_000  # an hour ahead: still fresh on the slowest machine
    os.utime(path, ns=(just_now, just_now))
    looked(tmp_path)
    other = bytearray(FILES["a.jpg"])
    other[-10] ^= 1
    path.write_bytes(other)
    os.utime(path, ns=(just_now, just_now))

    files, _ = looked(tmp_path)

    assert files[0].sha256 == hashlib.sha256(other).hexdigest()


def test_a_copied_workspace_is_known_by_content(tmp_path):
    first, _ = looked(a_workspace(tmp_path / "here"))
    shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copyfile)

    files, opened = looked(tmp_path / "there")

    assert opened == []
    assert [file.sha256 for file in files] == [file.sha256 for file in first]


def test_another_typesetter_looks_at_word_files_again(tmp_path):
    looked(a_workspace(tmp_path), engine="1")

    files, opened = looked(tmp_path, typeset=partial(typeset_to, 4), engine="2")

    assert opened == ["c.docx"]
    assert len(files[2].pages) == 4


def test_a_refused_word_file_is_not_asked_for_again_until_the_typesetter_changes(tmp_path):
    looked(a_workspace(tmp_path), typeset=refuse, engine="1")

    assert looked(tmp_path, typeset=refuse, engine="1")[1] == []
    assert looked(tmp_path, engine="2")[1] == ["c.docx"]


@pytest.mark.parametrize("harm", ["gone", "flipped"])
def test_a_typeset_word_file_that_is_gone_or_damaged_is_typeset_again(tmp_path, harm):
    first, _ = looked(a_workspace(tmp_path))
    (pdf,) = (tmp_path / ".dossier" / "word").iterdir()
    if harm == "gone":
        pdf.unlink()
    else:
        data = bytearray(pdf.read_bytes())
        data[len(data) // 2] ^= 1
        pdf.write_bytes(data)

    assert looked(tmp_path) == (first, ["c.docx"])
    assert Cache(tmp_path / ".dossier").word_pdf(first[2].sha256) is not None


def test_a_flipped_byte_anywhere_is_never_taken_for_a_fact(tmp_path):
    first, _ = looked(a_workspace(tmp_path))
    (log,) = (tmp_path / ".dossier").glob("looks-*")
    whole = log.read_bytes()
    engine = next(key for key in Store(tmp_path / ".dossier", "looks", SCHEMA) if key[0] == "w").split(" ", 1)[1]
    right = [Cache(tmp_path / ".dossier").facts(file.sha256, engine) for file in first]
    assert None not in right

    for at in range(0, len(whole), 5):
        log.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        cache = Cache(tmp_path / ".dossier")
        for file, facts in zip(first, right, strict=True):
            assert cache.facts(file.sha256, engine) in (facts, None)
            assert cache.digest(f"001-张三/{file.path}", (file.size, file.modified_ns)) in (file.sha256, None)


def test_after_a_flipped_byte_the_next_look_is_right_and_mends_it(tmp_path):
    first, _ = looked(a_workspace(tmp_path))
    (log,) = (tmp_path / ".dossier").glob("looks-*")
    whole = log.read_bytes()
    log.write_bytes(whole[:200] + bytes([whole[200] ^ 0x10]) + whole[201:])

    assert looked(tmp_path)[0] == first
    assert looked(tmp_path) == (first, [])


@pytest.mark.parametrize("left", [0, 1, 8, 9, 40, 200, -1])
def test_a_half_written_line_is_as_if_never_written(tmp_path, left):
    first, _ = looked(a_workspace(tmp_path))
    (log,) = (tmp_path / ".dossier").glob("looks-*")
    log.write_bytes(log.read_bytes()[:left])

    assert looked(tmp_path)[0] == first
    assert looked(tmp_path) == (first, [])


def test_rubbish_in_place_of_the_cache_is_ignored(tmp_path):
    first, _ = looked(a_workspace(tmp_path))
    shutil.rmtree(tmp_path / ".dossier")
    (tmp_path / ".dossier").write_bytes(b"a file where a folder should be")

    assert looked(tmp_path)[0] == first


def test_a_read_only_workspace_is_looked_at_without_a_cache(tmp_path, monkeypatch):
    make = Path.mkdir

    def refuse(self, *args, **kwargs):
        if self.name == ".dossier":
            raise PermissionError(errno.EROFS, "Read-only file system", str(self))
        return make(self, *args, **kwargs)

    a_workspace(tmp_path)
    monkeypatch.setattr(Path, "mkdir", refuse)
    files, _ = looked(tmp_path)

    assert files[2].is_usable
    assert not (tmp_path / ".dossier").exists()


def test_two_runs_at_once_keep_what_both_found(tmp_path):
    one, two = Store(tmp_path, "looks", 1), Store(tmp_path, "looks", 1)
    one.put("a", 1)
    two.put("b", [2])
    one.save()
    two.save()

    both = Store(tmp_path, "looks", 1)
    assert (both.get("a"), both.get("b")) == (1, [2])


def test_many_processes_append_whole_lines(tmp_path):
    with Workers(4) as workers:
        list(workers.map(append_lines, [(str(tmp_path), number) for number in range(4)]))

    assert len(list(Store(tmp_path, "looks", 1))) == 40


def test_a_store_does_not_grow_without_end(tmp_path):
    store = Store(tmp_path, "looks", 1)
    for key in range(3000):
        store.put("same", -key)
        store.save()
    Store(tmp_path, "looks", 1).save()
    store = Store(tmp_path, "looks", 1)
    store.put("same", "last")
    store.save()

    assert Store(tmp_path, "looks", 1).get("same") == "last"
    assert (tmp_path / "looks-1.log").stat().st_size < 1000


def test_an_older_schema_is_another_file(tmp_path):
    old = Store(tmp_path, "looks", 1)
    old.put("a", 1)
    old.save()

    assert Store(tmp_path, "looks", 2).get("a") is None


def test_keys_of_any_characters_are_kept(tmp_path):
    keys = ["a\nb", "tab\there", "\udcff broken", "e\u0301", "名"]
    store = Store(tmp_path, "looks", 1)
    for number, key in enumerate(keys):
        store.put(key, number)
    store.save()

    assert [Store(tmp_path, "looks", 1).get(key) for key in keys] == list(range(5))


def test_the_pages_of_word_files_that_nobody_holds_any_more_are_deleted_after_a_month(tmp_path):
    looked(a_workspace(tmp_path))
    word = tmp_path / ".dossier" / "word"
    (used,) = word.iterdir()
    for name in ("old.pdf", "torn.12.tmp", "new.pdf"):
        (word / name).write_bytes(b"")
    for path in (used, word / "old.pdf", word / "torn.12.tmp"):
        os.utime(path, (time.time() - 40 * 24 * 3600,) * 2)

    Cache(tmp_path / ".dossier").forget_word_pdfs({used.stem})

    assert {path.name for path in word.iterdir()} == {used.name, "new.pdf"}
