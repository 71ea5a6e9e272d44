"""What cannot be read is said plainly; nothing is unpacked without limit, resolved or fetched."""

from __future__ import annotations

import io
import zipfile

import pytest

from dossier.typeset import Typesetter, Unreadable, paragraphs
from dossier.typeset.docx import package as package_module
from tests.typeset.docx import cell, document, par, replaced, row, run, table

GOOD = document(par("甲"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "已损坏"),
        (b"plain text", "已损坏"),
        (GOOD[: len(GOOD) // 2], "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式"),
        (replaced(GOOD, "word/document.xml", lambda _old: b"<w:document"), "不是完整的 XML"),
        (replaced(GOOD, "word/styles.xml", lambda _old: b"\xff\xfe"), "不是完整的 XML"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_plainly(data: bytes, said: str, typesetter: Typesetter) -> None:
    with pytest.raises(Unreadable, match=said):
        typesetter.typeset(data)


def test_a_zip_that_is_not_word_is_unreadable(typesetter: Typesetter) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="找不到正文"):
        typesetter.typeset(buffer.getvalue())


def test_a_flipped_byte_is_damage(typesetter: Typesetter) -> None:
    at = GOOD.index(b"word/document.xml") + 60
    damaged = GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
    with pytest.raises(Unreadable):
        typesetter.typeset(damaged)


def test_a_zip_bomb_is_not_opened(typesetter: Typesetter) -> None:
    bomb = replaced(GOOD, "word/settings.xml", lambda _old: b"<a>" + b" " * (40 * 2**20) + b"</a>")
    assert len(bomb) < 2**20
    with pytest.raises(Unreadable, match="压缩比异常"):
        typesetter.typeset(bomb)


def test_a_form_larger_than_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch, typesetter: Typesetter) -> None:
    monkeypatch.setattr(package_module, "MAX_UNPACKED", 1000)
    with pytest.raises(Unreadable, match="解压后过大"):
        typesetter.typeset(GOOD)


def test_entities_are_not_resolved(typesetter: Typesetter) -> None:
    evil = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'
    with pytest.raises(Unreadable, match="DTD"):
        typesetter.typeset(replaced(GOOD, "word/document.xml", lambda _old: evil))


def test_paragraphs_are_read_with_their_places() -> None:
    body = par("甲") + par() + par(run("乙") + run("丙")) + table(row(cell("丁"), cell("戊")))
    assert [(p.place, p.text) for p in paragraphs(document(body))] == [
        ("第1段", "甲"),
        ("第3段", "乙丙"),
        ("表1第1行第1格", "丁"),
        ("表1第1行第2格", "戊"),
    ]


def test_jinja_braces_in_a_document_are_plain_text(typesetter: Typesetter) -> None:
    assert paragraphs(document(par("{{ 7*7 }}")))[0].text == "{{ 7*7 }}"
    assert typesetter.typeset(document(par("{{ 7*7 }} #sys.inputs $x$"))).pages == 1
