"""The media types of evidence, and which of them a dossier takes."""

from __future__ import annotations

import mmap

from dossier.evidence.file_facts import Fault

Data = bytes | mmap.mmap
"""A file's bytes, in memory or mapped."""

Kind = tuple[str, Fault | None]
"""Media type, and why it cannot be used where that is plain from its kind alone."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
OFD = "application/ofd"
PDF = "application/pdf"
UNKNOWN = "application/octet-stream"

WORD = frozenset({DOCX, DOC, RTF, ODT})
PICTURES = frozenset(
    {f"image/{name}" for name in ("jpeg", "png", "webp", "tiff", "bmp", "gif", "heic", "heif", "avif")}
)
TYPESET = WORD | {OFD}
"""What becomes pages only by typesetting: its PDF is kept beside its facts."""
USABLE = PICTURES | TYPESET | {PDF}
