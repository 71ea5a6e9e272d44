"""A Word file as it is written: part after part into a ZIP, pictures as they come, the same bytes each time."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import IO

from dossier.word.names import DECLARATION, R_URI, REL_URI, text

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES_URI = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
FIXED_PARTS = ("styles", "settings", "fontTable", "numbering")
"""Parts beside the document that every dossier has; their relation is rId plus the name."""


class Package:
    """The ZIP being written. `relation` numbers what the document refers to."""

    def __init__(self, stream: IO[bytes], headers: Iterable[str]) -> None:
        """`headers`: names (under word/) of the header and footer parts that will be written."""
        self._zip = zipfile.ZipFile(stream, "w")
        self._relations = [
            f'<Relationship Id="r_{name}" Type="{R_URI}/{name}" Target="{name}.xml"/>' for name in FIXED_PARTS
        ]
        self._media: dict[bytes, str] = {}
        self._related: dict[str, str] = {}
        self._write("[Content_Types].xml", _content_types(headers))
        self._write(
            "_rels/.rels",
            _relationships(
                f'<Relationship Id="rId1" Type="{R_URI}/officeDocument" Target="word/document.xml"/>',
                f'<Relationship Id="rId2" Type="{REL_URI}/metadata/core-properties" Target="docProps/core.xml"/>',
            ),
        )

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add_picture(self, data: bytes, extension: str) -> str:
        """Write a picture and give its relation to the document; the same bytes are written once."""
        name = self.picture_name(data, extension)
        if name not in self._related:
            self._related[name] = self.relate("image", name)
        return self._related[name]

    def picture_name(self, data: bytes, extension: str) -> str:
        """Write a picture and give its name under word/."""
        key = hashlib.sha256(data).digest()
        if key not in self._media:
            self._media[key] = f"media/image{len(self._media) + 1}.{extension}"
            self._zip.writestr(_entry(f"word/{self._media[key]}", zipfile.ZIP_STORED), data)
        return self._media[key]

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """A relation of the document to a part (under word/) or, external, to an address."""
        number = f"rId{len(self._relations) + 1}"
        mode = ' TargetMode="External"' if external else ""
        address = text(target).replace('"', "&quot;")
        self._relations.append(f'<Relationship Id="{number}" Type="{R_URI}/{kind}" Target="{address}"{mode}/>')
        return number

    def add_part(self, name: str, content: bytes, relations: str = "") -> None:
        """A part under word/, and its own relations if it has some."""
        self._write(f"word/{name}", content)
        if relations:
            self._write(f"word/_rels/{name}.rels", _relationships(relations))

    def finish(self, document: Iterable[str], fixed: Mapping[str, bytes], title: str, author: str, today: date) -> None:
        """The document itself, the parts of `FIXED_PARTS`, the properties."""
        with self._zip.open(_entry("word/document.xml"), "w") as stream:
            for piece in document:
                stream.write(piece.encode())
        self._write("word/_rels/document.xml.rels", _relationships(*self._relations))
        for name in FIXED_PARTS:
            self._write(f"word/{name}.xml", fixed[name])
        self._write("docProps/core.xml", _properties(title, author, today))

    def _write(self, name: str, content: bytes | str) -> None:
        self._zip.writestr(_entry(name), content)


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = method
    info.create_system = 0
    return info


def _relationships(*relations: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="{REL_URI}">{"".join(relations)}</Relationships>'


def _content_types(headers: Iterable[str]) -> str:
    kinds = {"document": f"{_WORD}.document.main+xml", **{name: f"{_WORD}.{name}+xml" for name in FIXED_PARTS}}
    overrides = [f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in kinds.items()]
    for name in headers:
        kind = "footer" if name.startswith("footer") else "header"
        overrides.append(f'<Override PartName="/word/{name}" ContentType="{_WORD}.{kind}+xml"/>')
    overrides.append(
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    defaults = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items()]
    return f'{DECLARATION}<Types xmlns="{_TYPES_URI}">{"".join(defaults)}{"".join(overrides)}</Types>'


def _properties(title: str, author: str, today: date) -> str:
    moment = f'xsi:type="dcterms:W3CDTF">{today:%Y-%m-%d}T00:00:00Z<'
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(title)}</dc:title><dc:creator>{text(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{text(author)}</cp:lastModifiedBy>"
        f"<dcterms:created {moment}/dcterms:created><dcterms:modified {moment}/dcterms:modified></cp:coreProperties>"
    )
