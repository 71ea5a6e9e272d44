"""A .docx as a package of parts: opened within limits, parsed without entities, nothing fetched from outside."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from lxml import etree

from dossier.typeset.errors import Unreadable
from dossier.typeset.memory import Memory

MAX_UNPACKED: Final = 300 * 2**20
MAX_PART_XML: Final = 60 * 2**20
MAX_RATIO: Final = 300
MAX_PARTS: Final = 5000
_SMALL: Final = 4 * 2**20

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": (
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/picture": b"http://schemas.openxmlformats.org/drawingml/2006/picture",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_DATA: Final = re.compile(r"customXml/item\d*\.xml", re.IGNORECASE)
_APP: Final = "docProps/app.xml"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its kind (last word of the type), its target, whether it lies outside."""

    kind: str
    target: str
    external: bool


_programs_seen: Final = Memory[bool](200)
_relations_seen: Final = Memory[dict[str, Relation]](200)


class Package:
    """The parts of one .docx. All reading errors are `Unreadable`."""

    def __init__(self, docx: bytes) -> None:
        if docx[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Unreadable("这是旧格式 .doc/.wps 或加密的 Word 文件，请用 Word 或 WPS 另存为不加密的 .docx")
        self._docx = docx
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(docx))
            self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise Unreadable("文件已损坏，或不是 Word 文档（.docx）") from error
        self._check_size(len(docx))
        self.main = self._find_main()

    def _check_size(self, packed: int) -> None:
        total = sum(info.file_size for info in self._infos.values())
        if len(self._infos) > MAX_PARTS or total > MAX_UNPACKED:
            raise Unreadable(f"解压后过大（{total // 2**20} MB，上限 {MAX_UNPACKED // 2**20} MB），不予打开")
        if total > _SMALL and total > MAX_RATIO * max(packed, 1):
            raise Unreadable(f"压缩比异常（{total // max(packed, 1)} 倍，上限 {MAX_RATIO} 倍），不予打开")

    def _find_main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.external and relation.target in self._infos:
                return relation.target
        if "word/document.xml" in self._infos:
            return "word/document.xml"
        raise Unreadable("不是 Word 文档（.docx）：找不到正文")

    def has(self, part: str) -> bool:
        """Whether the part is there."""
        return part in self._infos

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        info = self._infos.get(part)
        if info is None:
            raise Unreadable(f"文件已损坏：缺少 {part}")
        if info.flag_bits & 1:
            raise Unreadable("文件已加密，请先解除密码")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except Exception as error:  # zlib, CRC, unknown method: whatever the archive library meets, it is damage
            raise Unreadable(f"文件已损坏：{part} 无法解压") from error
        if len(data) > info.file_size:
            raise Unreadable(f"文件已损坏：{part} 的大小与记录不符")
        return data

    def fingerprint(self, part: str) -> bytes:
        """A hash of the part's packed bytes, to know a part seen before without unpacking it."""
        info = self._infos[part]
        head = self._docx[info.header_offset : info.header_offset + 30]
        start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        packed = self._docx[start : start + info.compress_size]
        return hashlib.blake2b(packed, digest_size=16, key=info.compress_type.to_bytes(2, "little")).digest()

    def xml(self, part: str) -> etree._Element:
        """The parsed part."""
        data = self.read(part)
        if len(data) > MAX_PART_XML:
            raise Unreadable(f"{part} 过大（{len(data) // 2**20} MB）")
        return parse(data, part)

    def relations(self, part: str) -> dict[str, Relation]:
        """Id → relationship of a part ("" for the package); targets are part names."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    @cached_property
    def _relations(self) -> dict[str, dict[str, Relation]]:
        return {}

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self._infos:
            return {}
        key = (folder, self.fingerprint(rels))
        known = _relations_seen.get(key)
        if known is not None:
            return known
        found = {}
        for element in self.xml(rels).iter(_RELATION):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            found[element.get("Id", "")] = Relation(kind, target, external)
        _relations_seen.keep(key, found)
        return found

    def stories(self) -> tuple[str, ...]:
        """The parts of headers, footers and notes, each once, in the order of their names."""
        kinds = ("header", "footer", "footnotes", "endnotes")
        found = {
            relation.target
            for relation in self.relations(self.main).values()
            if relation.kind in kinds and not relation.external and relation.target in self._infos
        }
        return tuple(sorted(found))

    def data_parts(self) -> tuple[str, ...]:
        """The custom XML parts."""
        return tuple(sorted(name for name in self._infos if _DATA.fullmatch(name)))

    @property
    def is_of_wps(self) -> bool:
        """Whether WPS saved the file last (docProps/app.xml)."""
        if not self.has(_APP):
            return False
        key = self.fingerprint(_APP)
        known = _programs_seen.get(key)
        if known is None:
            known = b"<Application>WPS" in self.read(_APP)
            _programs_seen.keep(key, known)
        return known

    def related(self, kind: str) -> str | None:
        """The part of this kind that the main part points to (styles, numbering, settings, theme …)."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind and not relation.external and relation.target in self._infos:
                return relation.target
        return None


def parse(data: bytes, part: str) -> etree._Element:
    """XML with entities, DTDs and the network off. ISO-strict names are read as the usual ones."""
    if _STRICT in data:
        for strict, usual in _STRICT_NAMES.items():
            data = data.replace(strict, usual)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"文件已损坏：{part} 不是完整的 XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(f"{part} 含有 DTD，不是 Word 写出的文件，不予打开")
    return root


@lru_cache(maxsize=1)
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
