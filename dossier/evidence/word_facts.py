"""Word files become PDF: through the program's own typesetter, whose word on their number of pages counts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOC, DOCX, OFD, RTF

_MOST_UNPACKED = 300_000_000
_MOST_ENTRIES = 10_000
_PLAIN_ENTRY = 20_000_000
_MOST_RATIO = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """What of a Word file the typesetter does not understand, in the words a person reads: 文本框（第3段）."""

    features: tuple[str, ...]
    elsewhere: bool = False
    """Some of the content is not in the file: no other program can show it either, and some leave it out silently."""


@dataclass(frozen=True, slots=True)
class WordPdf:
    """A Word file's PDF, and in words what of the file stands on none of its pages."""

    pdf: bytes
    unprinted: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    """Letters that no font at hand can print, with page and words."""


Typeset = Callable[[bytes], bytes | WordPdf | Refusal]
"""A Word file in, its PDF out (bare where there is nothing to tell).

Runs in a worker process, so it must be importable by name.
"""


def typeset_word(data: bytes, typeset: Typeset | None, media_type: str = DOCX) -> WordPdf | Fault:
    """The PDF of a .docx or an OFD file, or why there is none."""
    made = _typeset(data, typeset)
    if isinstance(made, Fault) and media_type == OFD:
        return Fault("ofd-refused", made.detail) if made.code in _REFUSALS else Fault("ofd-damaged")
    return made


_REFUSALS = ("word-refused", "word-elsewhere")


def _typeset(data: bytes, typeset: Typeset | None) -> WordPdf | Fault:
    try:
        fault = _guard(data)
    except Exception:  # the zip library meets damage with many exceptions
        return Fault("word-damaged")
    if fault or typeset is None:
        return fault or Fault("word-refused", "未装排版程序")
    try:
        made = typeset(data)
    except MemoryError:
        raise
    except Exception as error:  # hostile content may break any part of a typesetter; it costs this file
        from dossier.typeset import Unreadable

        return Fault("word-damaged" if isinstance(error, Unreadable) else "word-failed", type(error).__name__)
    if isinstance(made, Refusal):
        return Fault("word-elsewhere" if made.elsewhere else "word-refused", "、".join(made.features))
    return made if isinstance(made, WordPdf) else WordPdf(made)


def _guard(data: bytes) -> Fault | None:
    """Nothing is unpacked that would grow beyond reason."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    sizes = [(entry.file_size, entry.compress_size) for entry in entries]
    if len(sizes) > _MOST_ENTRIES or sum(size for size, _ in sizes) > _MOST_UNPACKED:
        return Fault("word-bomb")
    if any(size > _PLAIN_ENTRY and size > _MOST_RATIO * max(1, packed) for size, packed in sizes):
        return Fault("word-bomb")
    return None


# ---------------------------------------------------------------------------- before another program opens it


_FETCHES = ("INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "DDEAUTO")
_FETCHING = re.compile(
    b"|".join(re.escape(word.encode(code)) for word in _FETCHES for code in ("ascii", "utf-16-le")), re.IGNORECASE
)
_RTF_FIELD = re.compile(rb"\\fldinst(?![a-z])")
_RTF_WORDS = re.compile(rb"\\[a-z]+-?\d* ?|[{}\s]", re.IGNORECASE)


def without_links(data: bytes, media_type: str) -> bytes:
    """The file with the fields disarmed that would have LibreOffice read other files of this machine.

    Its settings keep links of .docx and .odt from being followed, but not those of .rtf and .doc (tried with 7.4).
    What a field showed when the file was saved stays.
    """
    if media_type == RTF:
        return _without_rtf_links(data)
    if media_type == DOC:
        return _FETCHING.sub(lambda found: bytes(byte and 0x58 for byte in found.group()), data)
    return data


def _without_rtf_links(data: bytes) -> bytes:
    """Instructions of fields that fetch, or are spelled so that one cannot tell, become an unknown destination."""
    pieces, last = [], 0
    for found in _RTF_FIELD.finditer(data):
        end = _group_end(data, found.end())
        words = data[found.end() : end]
        if b"\\'" in words or re.search(rb"\\u\d|\\bin", words) or _FETCHING.search(_RTF_WORDS.sub(b"", words)):
            pieces += [data[last : found.start()], b"\\xldinst"]
            last = found.end()
    return b"".join([*pieces, data[last:]])


def _group_end(data: bytes, at: int) -> int:
    """Where the RTF group that is open at `at` ends."""
    depth = 1
    for found in re.finditer(rb"\\.|[{}]", data[at : at + 1_000_000], re.DOTALL):
        depth += {b"{": 1, b"}": -1}.get(found.group(), 0)
        if depth == 0:
            return at + found.start()
    return len(data)
