"""What a file is, by its bytes. The extension is not asked: it lies.

`kind_of` looks at signatures and, in the two container formats of offices (zip and OLE), at what lies inside.
"""

from __future__ import annotations

import mmap
import re
import zipfile
from io import BytesIO

from dossier.evidence.facts import Fault

Data = bytes | mmap.mmap
"""A file's bytes, in memory or mapped."""

Kind = tuple[str, Fault | None]
"""Media type, and why it cannot be used where that is plain from its kind alone."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"
UNKNOWN = "application/octet-stream"

WORD = frozenset({DOCX, DOC, RTF, ODT})
PICTURES = frozenset(
    {f"image/{name}" for name in ("jpeg", "png", "webp", "tiff", "bmp", "gif", "heic", "heif", "avif")}
)
USABLE = PICTURES | WORD | {PDF}

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", ""),
    (b"\x89PNG\r\n\x1a\n", "image/png", ""),
    (b"GIF87a", "image/gif", ""),
    (b"GIF89a", "image/gif", ""),
    (b"II*\0", "image/tiff", ""),
    (b"MM\0*", "image/tiff", ""),
    (b"II+\0", "image/tiff", ""),
    (b"MM\0+", "image/tiff", ""),
    (b"{\\rtf", RTF, ""),
    (b"Rar!\x1a\x07", "application/vnd.rar", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "archive"),
    (b"\x1f\x8b", "application/gzip", "archive"),
    (b"BZh", "application/x-bzip2", "archive"),
    (b"\xfd7zXZ\0", "application/x-xz", "archive"),
    (b"MSCF", "application/vnd.ms-cab-compressed", "archive"),
    (b"\x1aE\xdf\xa3", "video/x-matroska", "video"),
    (b"FLV\x01", "video/x-flv", "video"),
    (b"\0\0\x01\xba", "video/mpeg", "video"),
    (b"\0\0\x01\xb3", "video/mpeg", "video"),
    (b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf", "video"),
    (b"ID3", "audio/mpeg", "audio"),
    (b"fLaC", "audio/flac", "audio"),
    (b"OggS", "audio/ogg", "audio"),
    (b"#!AMR", "audio/amr", "audio"),
    (b"#!SILK", "audio/silk", "audio"),
    (b"\x02#!SILK", "audio/silk", "audio"),
    (b"8BPS", "image/vnd.adobe.photoshop", "picture-format"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2", "picture-format"),
    (b"\xff\x4f\xff\x51", "image/jp2", "picture-format"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl", "picture-format"),
    (b"\xff\x0a", "image/jxl", "picture-format"),
    (b"\0\0\x01\0", "image/x-icon", "picture-format"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf", "picture-format"),
    (b"\x01\0\0\0l\0\0\0", "image/emf", "picture-format"),
    (b"%!PS", "application/postscript", "document-format"),
    (b"AT&TFORM", "image/vnd.djvu", "document-format"),
    (b"CAJ\0", "application/caj", "document-format"),
    (b"HN\0\0", "application/caj", "document-format"),
    (b"KDH ", "application/caj", "document-format"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut", "shortcut"),
    (b"MZ", "application/vnd.microsoft.portable-executable", "program"),
    (b"\x7fELF", "application/x-executable", "program"),
    (b"SQLite format 3\0", "application/vnd.sqlite3", "other-format"),
)

_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs")


def kind_of(data: Data) -> Kind:
    """The media type, with a fault where the kind itself is not one that a dossier takes."""
    head = bytes(data[:4096])
    if not head or (not any(head) and _is_all_zero(data)):
        return UNKNOWN, Fault("empty-zeros" if head else "empty")
    if b"%PDF-" in head[:1029]:
        return PDF, None
    for signature, media_type, fault in _SIGNATURES:
        if head.startswith(signature):
            return media_type, Fault(fault) if fault else None
    if head.startswith(b"PK"):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    return _riff_kind(head) or _boxed_kind(head) or _bmp_kind(head) or _text_kind(head)


def _is_all_zero(data: Data) -> bool:
    step = 1 << 20
    return all(not any(data[at : at + step]) for at in range(0, len(data), step))


def _riff_kind(head: bytes) -> Kind | None:
    if head[:4] != b"RIFF":
        return None
    inside = head[8:12]
    if inside == b"WEBP":
        return "image/webp", None
    return ("audio/wav", Fault("audio")) if inside == b"WAVE" else ("video/x-msvideo", Fault("video"))


def _boxed_kind(head: bytes) -> Kind | None:
    """ISO base media: HEIC and AVIF pictures, and films."""
    if head[4:8] != b"ftyp":
        return ("video/quicktime", Fault("video")) if head[4:8] in (b"moov", b"mdat", b"wide") else None
    length = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(length, 512), 4))]
    if brands[0] in (b"avif", b"avis") or (brands[0] in (b"mif1", b"msf1") and b"avif" in brands):
        return "image/avif", None
    if brands[0] in _HEIF_BRANDS:
        return "image/heic", None
    if brands[0] in (b"mif1", b"msf1", b"mif2", b"jpeg"):
        return "image/heif", None
    if brands[0] in (b"M4A ", b"M4B "):
        return "audio/mp4", Fault("audio")
    return "video/mp4", Fault("video")


def _bmp_kind(head: bytes) -> Kind | None:
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124):
        return "image/bmp", None
    return None


# ---------------------------------------------------------------------------- containers


def _zip_kind(data: Data) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data) if isinstance(data, bytes) else data) as archive:  # type: ignore[arg-type]
            names = set(archive.namelist())
            is_locked = any(entry.flag_bits & 1 for entry in archive.infolist())
            mimetype = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except Exception:  # the zip library meets damage with many exceptions; here they all say the same
        return _torn_zip_kind(data)
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return DOCX, Fault("encrypted-office") if is_locked else None
    if any(name.startswith("xl/") for name in names):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Fault("spreadsheet")
    if any(name.startswith("ppt/") for name in names):
        return "application/vnd.openxmlformats-officedocument.presentationml.presentation", Fault("slides")
    if "OFD.xml" in names:
        return "application/ofd", Fault("ofd")
    if mimetype.startswith(ODT):
        return ODT, Fault("encrypted-office") if is_locked else None
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return mimetype, Fault("spreadsheet")
    if mimetype.startswith("application/vnd.oasis.opendocument"):
        return mimetype, Fault("document-format")
    return "application/zip", Fault("archive")


def _torn_zip_kind(data: Data) -> Kind:
    """A zip without its end: what the first entries are called tells whether it was a Word file, or nothing does."""
    start = bytes(data[: 1 << 16])
    if b"word/" in start:
        return DOCX, Fault("word-damaged")
    if b"xl/" in start:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Fault("spreadsheet")
    first = _first_entry(start)
    if not first or first.startswith(_OFFICE_ENTRIES):
        return UNKNOWN, Fault("unknown")
    return "application/zip", Fault("archive")


def _first_entry(start: bytes) -> bytes:
    """The name of a zip's first entry (APPNOTE 4.3.7); nothing where no entry stands there."""
    if len(start) <= 30 or not start.startswith(b"PK\x03\x04") or start[4] > 99:  # the version that unpacks it
        return b""
    length = int.from_bytes(start[26:28], "little")
    name = start[30 : 30 + length]
    return name if len(name) == length and not any(sign < 32 for sign in name) else b""


_OFFICE_ENTRIES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/")
"""What stands in Word files, tables and slides alike."""

_OLE_NAMES: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", DOCX, "encrypted-office"),
    ("WordDocument", DOC, ""),
    ("Workbook", "application/vnd.ms-excel", "spreadsheet"),
    ("Book", "application/vnd.ms-excel", "spreadsheet"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", "slides"),
    ("__nameid_version1.0", "application/vnd.ms-outlook", "mail"),
    ("VisioDocument", "application/vnd.visio", "document-format"),
)
_WORD_FLAGS = re.compile(rb"\xec\xa5.{8}(..)", re.DOTALL)
"""Start of a Word document's stream ([MS-DOC] 2.5.2): wIdent, 8 bytes, then the flags."""


def _ole_kind(data: Data) -> Kind:
    for name, media_type, fault in _OLE_NAMES:
        if data.find(name.encode("utf-16-le") + b"\0\0") >= 0:
            if media_type == DOC and _is_locked_doc(data):
                fault = "encrypted-office"
            return media_type, Fault(fault) if fault else None
    return "application/x-ole-storage", Fault("unknown")


def _is_locked_doc(data: Data) -> bool:
    """fEncrypted of the document's own header, which begins on a sector."""
    for found in _WORD_FLAGS.finditer(data):
        if found.start() % 512 == 0:
            return bool(int.from_bytes(found.group(1), "little") & 0x0100)
    return False


# ---------------------------------------------------------------------------- text


_TEXT_STARTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"<\?mso-application progid=.word", re.IGNORECASE), "application/xml", "document-format"),
    (re.compile(r"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg", re.IGNORECASE | re.DOTALL), "image/svg+xml", "web"),
    (re.compile(r"^\s*\[(InternetShortcut|DEFAULT)\]", re.IGNORECASE), "application/x-url", "shortcut"),
    (re.compile(r"<html|<!doctype html|<body|<table", re.IGNORECASE), "text/html", "web"),
    (re.compile(r"^MIME-Version:|^From: .*Saved by", re.IGNORECASE), "multipart/related", "web"),
    (re.compile(r"^(Received|From|Return-Path|Date|Subject|Delivered-To): ", re.IGNORECASE), "message/rfc822", "mail"),
    (re.compile(r"^\s*<\?xml"), "application/xml", "other-format"),
)


def _text_kind(head: bytes) -> Kind:
    text = _as_text(head)
    if text is None:
        return UNKNOWN, Fault("unknown")
    for pattern, media_type, fault in _TEXT_STARTS:
        if pattern.search(text):
            return media_type, Fault(fault)
    return "text/plain", Fault("text")


def _as_text(head: bytes) -> str | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                text = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            odd = sum(1 for char in text if ord(char) < 32 and char not in "\t\r\n\f\x1a")
            return text if odd == 0 else None
    return None
