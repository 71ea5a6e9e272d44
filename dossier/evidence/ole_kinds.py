"""Which program an OLE file belongs to: by the streams at its top, never by those of objects embedded in it."""

from __future__ import annotations

import re

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOC, DOCX, Data, Kind
from dossier.files.ole import Stream, is_locked_workbook, top_streams

_XLS, _PPT = "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
_MSG = "application/vnd.ms-outlook"

_TOPS: tuple[tuple[str, str, Fault | None], ...] = (
    ("encryptedpackage", DOCX, Fault("encrypted-office")),
    ("worddocument", DOC, None),
    ("workbook", _XLS, Fault("spreadsheet")),
    ("book", _XLS, Fault("spreadsheet")),
    ("encryptedsummary", _PPT, Fault("encrypted-office")),
    ("powerpoint document", _PPT, Fault("slides")),
    ("pp40", _PPT, Fault("slides")),
    ("__nameid_version1.0", _MSG, Fault("mail")),
    ("__properties_version1.0", _MSG, Fault("mail")),
    ("visiodocument", "application/vnd.visio", Fault("document-format", "Visio 图")),
    ("quill", "application/vnd.ms-publisher", Fault("document-format", "Publisher 出版物")),
    ("bodytext", "application/x-hwp", Fault("document-format", "HWP 文档")),
    ("matost", "application/vnd.ms-works", Fault("document-format", "Works 文档（.wps）")),
    ("wksssworkbook", "application/vnd.ms-works", Fault("spreadsheet")),
    ("contents", "application/vnd.ms-works", Fault("document-format", "Works 或同类软件的文档")),
    ("props12", "application/vnd.ms-project", Fault("document-format", "Project 计划")),
    ("props14", "application/vnd.ms-project", Fault("document-format", "Project 计划")),
    ("catalog", "application/x-thumbs-db", Fault("other-format")),
)
"""Name at the top (case-folded; the first that is there decides) → media type and fault."""

_ANYWHERE = (
    ("EncryptedPackage", "encryptedpackage"),
    ("__properties_version1.0", "__properties_version1.0"),
    ("Workbook", "workbook"),
    ("PowerPoint Document", "powerpoint document"),
    ("VisioDocument", "visiodocument"),
    ("WordDocument", "worddocument"),
)
"""Where the directory cannot be read: names as they stand in it; Word's last, as others embed Word objects."""

_WORD_FLAGS = re.compile(rb"\xec\xa5.{8}(..)", re.DOTALL)
"""Start of a Word document's stream ([MS-DOC] 2.5.2): wIdent, 8 bytes, then the flags."""


def ole_kind(data: Data) -> Kind:
    """The media type of an OLE file, and its fault."""
    tops = top_streams(data) or {low: Stream(-1, 0) for name, low in _ANYWHERE if _is_named(data, name)}
    for name, media_type, fault in _TOPS:
        if name in tops:
            if _is_locked(data, media_type, tops[name]):
                fault = Fault("encrypted-office")
            return media_type, fault
    return "application/x-ole-storage", Fault("unknown")


def _is_named(data: Data, name: str) -> bool:
    return data.find(name.encode("utf-16-le") + b"\0\0") >= 0


def _is_locked(data: Data, media_type: str, stream: Stream) -> bool:
    if media_type == DOC:
        return _is_locked_doc(data, stream)
    return media_type == _XLS and is_locked_workbook(data, stream)


def _is_locked_doc(data: Data, stream: Stream) -> bool:
    """fEncrypted of the document's own header, which begins on a sector."""
    if stream.start >= 0:
        head = bytes(data[stream.start : stream.start + 12])
        return head[:2] == b"\xec\xa5" and bool(int.from_bytes(head[10:12], "little") & 0x0100)
    for found in _WORD_FLAGS.finditer(data):
        if found.start() % 512 == 0:
            return bool(int.from_bytes(found.group(1), "little") & 0x0100)
    return False
