"""What a file is, by its bytes. The extension is not asked: it lies.

`kind_of` looks at signatures and, in the two container formats of offices (zip and OLE), at what lies inside.
"""

from __future__ import annotations

import re

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import PDF, RTF, UNKNOWN, Data, Kind
from dossier.evidence.ole_kinds import ole_kind
from dossier.evidence.recordings import recording_kind
from dossier.evidence.zip_kinds import zip_kind
from dossier.files import ole

_ICLOUD = (b"NSURLNameKey", b"NSURLFileSizeKey", b"NSURLFileResourceTypeKey", b"NSURLName")
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
    (b"\x1f\x9d", "application/x-compress", "archive"),
    (b"MSCF", "application/vnd.ms-cab-compressed", "archive"),
    (b"\x1aE\xdf\xa3", "video/x-matroska", "video"),
    (b"FLV\x01", "video/x-flv", "video"),
    (b"\0\0\x01\xba", "video/mpeg", "video"),
    (b"\0\0\x01\xb3", "video/mpeg", "video"),
    (b".RMF", "video/x-realmedia", "video"),
    (b"FWS", "video/x-shockwave-flash", "video"),
    (b"CWS", "video/x-shockwave-flash", "video"),
    (b".ra\xfd", "audio/x-realaudio", "audio"),
    (b".snd", "audio/basic", "audio"),
    (b"MThd", "audio/midi", "audio"),
    (b"MAC ", "audio/x-ape", "audio"),
    (b"wvpk", "audio/x-wavpack", "audio"),
    (b"TTA1", "audio/x-tta", "audio"),
    (b"MPCK", "audio/x-musepack", "audio"),
    (b"MP+", "audio/x-musepack", "audio"),
    (b"caff", "audio/x-caf", "audio"),
    (b"DSD ", "audio/x-dsf", "audio"),
    (b"RF64", "audio/wav", "audio"),
    (b"riff.\x91\xcf\x11", "audio/wav", "audio"),
    (b"\x7f\xfe\x80\x01", "audio/vnd.dts", "audio"),
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
    (b"%!PS", "application/postscript", "document-format:PostScript 文档"),
    (b"AT&TFORM", "image/vnd.djvu", "document-format:DjVu 文档"),
    (b"CAJ\0", "application/caj", "document-format:CAJ 文献"),
    (b"HN\0\0", "application/caj", "document-format:CAJ 文献"),
    (b"KDH ", "application/caj", "document-format:CAJ 文献"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut", "shortcut"),
    (b"MZ", "application/vnd.microsoft.portable-executable", "program"),
    (b"\xcf\xfa\xed\xfe", "application/x-executable", "program"),
    (b"\xca\xfe\xba\xbe", "application/x-executable", "program"),
    (b"\xe4R\\{\x8c\xd8\xa7M", "application/onenote", "document-format:OneNote 笔记"),
    (b"\x7fELF", "application/x-executable", "program"),
    (b"SQLite format 3\0", "application/vnd.sqlite3", "other-format"),
)

_HOLDERS = (b"PK\3\4", b"Rar!\x1a\x07", b"7z\xbc\xaf", ole.SIGNATURE)
"""Files that hold others: a PDF that is only stored in one may begin within its first thousand bytes."""
_RIFF_SOUNDS = (b"WAVE", b"RMID", b"QLCM", b"RMMP")
_FILM_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_ASF_SOUND = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")
_ASF_PICTURES = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs")


def kind_of(data: Data) -> Kind:
    """The media type, with a fault where the kind itself is not one that a dossier takes."""
    head = bytes(data[:4096])
    if not head or (not any(head) and _is_all_zero(data)):
        return UNKNOWN, Fault("empty-zeros" if head else "empty")
    if b"%PDF-" in head[:1029] and not (head.startswith(_HOLDERS) or head[257:262] == b"ustar"):
        return PDF, None
    for signature, media_type, fault in _SIGNATURES:
        if head.startswith(signature):
            return media_type, _fault(fault)
    if head.startswith(b"PK"):
        return zip_kind(data)
    if head.startswith(ole.SIGNATURE):
        return ole_kind(data)
    if head[257:262] == b"ustar":
        return "application/x-tar", Fault("archive")
    if head.startswith(b"bplist00"):
        return _binary_list_kind(bytes(data[:65_536]))
    return (
        _riff_kind(head)
        or _boxed_kind(head)
        or _bmp_kind(head)
        or _asf_kind(data)
        or _text_kind(head)
        or recording_kind(bytes(data[:65_536]))
        or (UNKNOWN, Fault("unknown"))
    )


def _fault(told: str) -> Fault | None:
    """`code` or `code:detail`."""
    code, _, detail = told.partition(":")
    return Fault(code, detail) if code else None


def _is_all_zero(data: Data) -> bool:
    step = 1 << 20
    return all(not any(data[at : at + step]) for at in range(0, len(data), step))


def _riff_kind(head: bytes) -> Kind | None:
    if head[:4] != b"RIFF":
        return None
    inside = head[8:12]
    if inside == b"WEBP":
        return "image/webp", None
    if inside in (b"AVI ", b"AVIX", b"CDXA", b"ACON"):
        return "video/x-msvideo", Fault("video")
    return ("audio/wav", Fault("audio")) if inside in _RIFF_SOUNDS else None


def _boxed_kind(head: bytes) -> Kind | None:
    """ISO base media: HEIC and AVIF pictures, and films."""
    if head[4:8] != b"ftyp":
        return ("video/quicktime", Fault("video")) if head[4:8] in _FILM_BOXES else None
    length = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(length, 512), 4))]
    if brands[0] in (b"avif", b"avis") or (brands[0] in (b"mif1", b"msf1") and b"avif" in brands):
        return "image/avif", None
    if brands[0] in _HEIF_BRANDS:
        return "image/heic", None
    if brands[0] in (b"mif1", b"msf1", b"mif2", b"jpeg"):
        return "image/heif", None
    if brands[0] in (b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "):
        return "audio/mp4", Fault("audio")
    return "video/mp4", Fault("video")


def _asf_kind(data: Data) -> Kind | None:
    """Windows Media: sound alone where no stream of pictures is announced ([MS ASF] 3.3)."""
    if not bytes(data[:8]).startswith(b"0&\xb2u\x8ef\xcf\x11"):
        return None
    head = bytes(data[:65_536])
    if _ASF_SOUND in head and _ASF_PICTURES not in head:
        return "audio/x-ms-wma", Fault("audio")
    return "video/x-ms-asf", Fault("video")


def _binary_list_kind(head: bytes) -> Kind:
    """Apple's binary property lists: iCloud's stand-in for a file that is not here, a link, or something else."""
    if any(key in head for key in _ICLOUD):
        return "application/x-icloud-placeholder", Fault("icloud")
    if b"SURL" in head or b"\x53URL" in head:
        return "application/x-webloc", Fault("shortcut")
    return "application/x-bplist", Fault("other-format")


def _bmp_kind(head: bytes) -> Kind | None:
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124):
        return "image/bmp", None
    return None


# ---------------------------------------------------------------------------- text


_TEXT_STARTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"<\?mso-application progid=.word", re.IGNORECASE),
        "application/xml",
        "document-format:Word 的 XML 文档",
    ),
    (re.compile(r"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg", re.IGNORECASE | re.DOTALL), "image/svg+xml", "web"),
    (
        re.compile(r"<key>adjustment(BaseVersion|Data|FormatIdentifier|EditorBundleID)"),
        "application/x-aae",
        "photo-edits",
    ),
    (re.compile(r"<plist.*<key>URL</key>", re.DOTALL), "application/x-webloc", "shortcut"),
    (re.compile(r"^\s*\[(InternetShortcut|DEFAULT)\]", re.IGNORECASE), "application/x-url", "shortcut"),
    (re.compile(r"<html|<!doctype html|<body|<table", re.IGNORECASE), "text/html", "web"),
    (re.compile(r"^MIME-Version:|^From: .*Saved by", re.IGNORECASE), "multipart/related", "web"),
    (re.compile(r"^(Received|From|Return-Path|Date|Subject|Delivered-To): ", re.IGNORECASE), "message/rfc822", "mail"),
    (re.compile(r"^\s*<\?xml"), "application/xml", "other-format"),
)


def _text_kind(head: bytes) -> Kind | None:
    text = _as_text(head)
    if text is None:
        return None
    for pattern, media_type, fault in _TEXT_STARTS:
        if pattern.search(text):
            return media_type, _fault(fault)
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
