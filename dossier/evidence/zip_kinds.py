"""What a zip is, by what it holds: most documents of today are zips, and only the rest are archives to unpack."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOCX, ODT, OFD, UNKNOWN, Data, Kind

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument"
_SMALL = 1_000_000
"""Bytes of an entry that is opened to see what the zip is."""


@dataclass(frozen=True, slots=True)
class _Inside:
    """The entries of a zip by their names in lower case with `/`, whatever parts them in the file."""

    names: frozenset[str]
    is_locked: bool
    mimetype: str
    manifest: bytes
    """META-INF/manifest.xml of an OpenDocument file; b"" where there is none."""

    def under(self, *folders: str) -> bool:
        """Whether anything lies in one of these folders."""
        return any(name.startswith(folders) for name in self.names)

    def ends(self, *endings: str) -> bool:
        """Whether any name ends so."""
        return any(name.endswith(endings) for name in self.names)

    @property
    def is_open_package(self) -> bool:
        """Whether it is a package of ISO 29500-2: documents of many programs."""
        return "[content_types].xml" in self.names


def zip_kind(data: Data) -> Kind:
    """The media type of a zip, and its fault."""
    try:
        inside = _look_inside(data)
    except Exception:  # the zip library meets damage with many exceptions; here they all say the same
        return _torn_zip_kind(data)
    if "word/document.xml" in inside.names or (inside.is_open_package and inside.under("word/")):
        return DOCX, Fault("encrypted-office") if inside.is_locked else None
    if inside.mimetype.startswith(_ODF):
        return _open_document(inside)
    return next((kind for kind, fits in _HOLDS if fits(inside)), ("application/zip", Fault("archive")))


def _look_inside(data: Data) -> _Inside:
    with zipfile.ZipFile(BytesIO(data) if isinstance(data, bytes) else data) as archive:  # type: ignore[arg-type]
        entries = {_plain(entry.filename): entry for entry in archive.infolist()}

        def read(name: str) -> bytes:
            entry = entries.get(name)
            is_readable = entry is not None and not entry.flag_bits & 1 and entry.file_size <= _SMALL
            return archive.read(entry) if entry is not None and is_readable else b""

        manifest = read("meta-inf/manifest.xml")
        mimetype = read("mimetype")[:80].decode("ascii", "replace").strip()
    if not mimetype and "content.xml" in entries:
        told = re.search(rb'full-path="/"[^>]*?media-type="([^"]+)"|media-type="([^"]+)"[^>]*?full-path="/"', manifest)
        mimetype = (told[1] or told[2]).decode("ascii", "replace") if told else ""
    is_locked = any(entry.flag_bits & 1 for entry in entries.values())
    return _Inside(_without_bundle(frozenset(entries)), is_locked, mimetype, manifest)


def _without_bundle(names: frozenset[str]) -> frozenset[str]:
    """Apple's documents are folders on a Mac: one packed as a folder counts as the document that it is."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__macosx/")}
    if len(tops) == 1 and (top := next(iter(tops))).endswith((".pages", ".numbers", ".key")):
        return frozenset(name.removeprefix(f"{top}/") for name in names)
    return names


def _plain(name: str) -> str:
    """As packages spell it: some .NET zips part folders with backslashes, and case says nothing (ISO 29500-2)."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _open_document(inside: _Inside) -> Kind:
    """ODF: a password locks the entries, not the zip; the manifest tells (ODF 1.3 part 2, 3.4)."""
    if inside.is_locked or b"encryption-data" in inside.manifest or "encrypted-package" in inside.names:
        return ODT if inside.mimetype.startswith(ODT) else inside.mimetype, Fault("encrypted-office")
    if inside.mimetype.startswith(ODT) and not inside.mimetype.endswith("-master"):
        return ODT, None
    if inside.mimetype.startswith(f"{_ODF}.spreadsheet"):
        return inside.mimetype, Fault("spreadsheet")
    if inside.mimetype.startswith(f"{_ODF}.presentation"):
        return inside.mimetype, Fault("slides")
    return inside.mimetype, Fault("document-format", "OpenDocument 图形或其他文档")


def _document(media_type: str, title: str) -> Kind:
    return media_type, Fault("document-format", title)


_HOLDS: tuple[tuple[Kind, Callable[[_Inside], bool]], ...] = (
    ((_XLSX, Fault("spreadsheet")), lambda zip_: zip_.under("xl/")),
    ((_PPTX, Fault("slides")), lambda zip_: zip_.under("ppt/")),
    ((OFD, None), lambda zip_: "ofd.xml" in zip_.names),
    (_document("application/vnd.ms-visio.drawing", "Visio 图"), lambda zip_: zip_.under("visio/")),
    (
        _document("application/vnd.ms-xpsdocument", "XPS 文档"),
        lambda zip_: zip_.ends(".fdseq", ".fdoc", ".fpage", ".fdseq/[0].piece"),
    ),
    (_document("application/epub+zip", "EPUB 电子书"), lambda zip_: "epub" in zip_.mimetype),
    (_document("application/epub+zip", "EPUB 电子书"), lambda zip_: "meta-inf/container.xml" in zip_.names),
    (("application/vnd.apple.iwork", Fault("apple-document")), lambda zip_: _is_iwork(zip_)),
    (_document("application/vnd.uof", "UOF（标文通）文档"), lambda zip_: zip_.ends("uof.xml")),
    (
        ("application/vnd.android.package-archive", Fault("program")),
        lambda zip_: bool({"androidmanifest.xml", "appxmanifest.xml", "meta-inf/manifest.mf"} & zip_.names),
    ),
    (_document("application/x-document", "别的软件的文档"), lambda zip_: bool(zip_.mimetype) or zip_.is_open_package),
    (
        _document("application/vnd.xmind.workbook", "思维导图"),
        lambda zip_: {"content.json", "metadata.json"} <= zip_.names or {"content.xml", "meta.xml"} <= zip_.names,
    ),
)
"""What a zip is, and what it holds then; the first that fits."""


def _is_iwork(inside: _Inside) -> bool:
    """Pages, Numbers, Keynote: `.iwa` entries, or an inner Index.zip, since 2013; index.xml beside history before."""
    if inside.under("index/") and inside.ends(".iwa"):
        return True
    is_old = bool(_OLD_APPLE & inside.names)
    return bool(_APPLE & inside.names) or (is_old and "buildversionhistory.plist" in inside.names)


_APPLE = frozenset({"index.zip", "index.apxl", "index.apxl.gz", "index.numbers", "index.numbers.gz"})
_OLD_APPLE = frozenset({"index.xml", "index.xml.gz"})


# ---------------------------------------------------------------------------- torn ones


def _torn_zip_kind(data: Data) -> Kind:
    """A zip without its end: what the first entries are called tells whether it was a Word file, or nothing does."""
    start = bytes(data[: 1 << 16]).replace(b"\\", b"/").lower()
    if b"word/" in start:
        return DOCX, Fault("word-damaged")
    if b"xl/" in start:
        return _XLSX, Fault("spreadsheet")
    first = _first_entry(bytes(data[: 1 << 16]))
    if not first or first.lower().startswith(_OFFICE_ENTRIES):
        return UNKNOWN, Fault("unknown")
    return "application/zip", Fault("archive")


def _first_entry(start: bytes) -> bytes:
    """The name of a zip's first entry (APPNOTE 4.3.7); nothing where no entry stands there."""
    if len(start) <= 30 or not start.startswith(b"PK\x03\x04") or start[4] > 99:  # the version that unpacks it
        return b""
    length = int.from_bytes(start[26:28], "little")
    name = start[30 : 30 + length]
    return name if len(name) == length and not any(sign < 32 for sign in name) else b""


_OFFICE_ENTRIES = (b"[content_types].xml", b"_rels/", b"docprops/", b"customxml/", b"mimetype")
"""What stands in Word files, tables and slides alike."""
