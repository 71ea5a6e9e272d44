"""A filled form → a piece of the dossier's body: its own sections, styles, lists, headers and pictures, renamed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dossier.files.word_zip import unpack
from dossier.word.looks import Lists, Looks, renumber, resolve_theme
from dossier.word.names import DECLARATION, MC_URI, R_URI, REL_URI, W_URI, WP, R, W, in_order, text
from dossier.word.package import Package

_DROPPED = ("proofErr", "commentRangeStart", "commentRangeEnd", "commentReference", "permStart", "permEnd")
_SETTINGS = in_order(
    "bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop autoHyphenation "
    "drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery "
    "displayVerticalDrawingGridEvery characterSpacingControl noLineBreaksAfter noLineBreaksBefore compat "
    "decimalSymbol listSeparator"
)
"""What of a form's settings says how its lines are set; all else belongs to the file it came from."""
_EMPTY_SETTINGS = f'<w:settings xmlns:w="{W_URI}"/>'


@dataclass(slots=True)
class FormPiece:
    """One form on its way into the dossier."""

    body: Any
    parts: dict[str, bytes]
    relations: dict[str, tuple[str, str, bool]]
    """Of the document: id → (kind, target, external)."""
    headers: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """Relation id → (new part name, parsed header or footer)."""

    @property
    def sections(self) -> list[Any]:
        """Section properties in order; the last is the form's own end."""
        return list(self.body.iter(f"{W}sectPr"))


class Merger:
    """Takes filled forms in, one after the other, and keeps what they share."""

    def __init__(self) -> None:
        self.looks = Looks()
        self.lists = Lists()
        self.pieces: list[FormPiece] = []
        self._fonts: list[bytes] = []
        self._settings: bytes = b""
        self._next_id = 1
        self._next_bookmark = 1

    @property
    def next_picture(self) -> int:
        """A number no drawing has yet; one behind the drawings of all forms taken in."""
        return self._next_id

    @property
    def next_bookmark(self) -> int:
        """A bookmark number that no form uses."""
        return self._next_bookmark

    def add(self, data: bytes, *, leads: bool = False) -> FormPiece:
        """Take in a form; the line settings of the file come from the one that `leads`, else from the first."""
        parts = unpack(data)
        main = next(target for kind, target, _ in _relations(parts, "").values() if kind == "officeDocument")
        relations = _relations(parts, main)
        related = {kind: parts.get(target) for kind, target, external in relations.values() if not external}
        piece = FormPiece(_body(parts[main]), parts, relations)
        place = len(self.pieces) + 1
        for identity, (kind, target, _) in relations.items():
            if kind in ("header", "footer"):
                name = f"{kind}{place}_{len(piece.headers) + 1}.xml"
                piece.headers[identity] = (name, etree.fromstring(parts[target]))
        self._adopt(piece, related)
        if leads or not self._settings:
            self._settings = related.get("settings") or _EMPTY_SETTINGS.encode()
        if related.get("fontTable"):
            self._fonts.append(related["fontTable"] or b"")
        self.pieces.append(piece)
        return piece

    def _adopt(self, piece: FormPiece, related: dict[str, bytes | None]) -> None:
        styles = etree.fromstring(related.get("styles") or f'<w:styles xmlns:w="{W_URI}"/>'.encode())
        theme = related.get("theme")
        resolve_theme(styles, theme)
        look, is_new = self.looks.add(styles)
        numbers = self.lists.add(related.get("numbering"), look)
        if is_new:
            renumber(styles, numbers)
        for root in (piece.body, *(root for _, root in piece.headers.values())):
            _clean(root)
            resolve_theme(root, theme)
            look.rename(root)
            renumber(root, numbers)
            self._new_ids(root, f"f{len(self.pieces) + 1}_")

    def _new_ids(self, root: Any, prefix: str) -> None:
        for node in root.iter(f"{WP}docPr"):
            node.set("id", str(self._next_id))
            self._next_id += 1
        own: set[str] = set()
        ends: dict[str, str] = {}
        for node in list(root.iter(f"{W}bookmarkStart")):
            name = node.get(f"{W}name", "")
            own.add(name)
            ends[node.get(f"{W}id", "")] = str(self._next_bookmark)
            node.set(f"{W}id", str(self._next_bookmark))
            node.set(f"{W}name", f"{prefix}{name}"[:40])
            self._next_bookmark += 1
        for node in list(root.iter(f"{W}bookmarkEnd")):
            if node.get(f"{W}id", "") in ends:
                node.set(f"{W}id", ends[node.get(f"{W}id", "")])
            else:
                node.getparent().remove(node)
        for node in root.iter(f"{W}hyperlink"):
            if node.get(f"{W}anchor") in own:
                node.set(f"{W}anchor", f"{prefix}{node.get(f'{W}anchor')}"[:40])

    def header_names(self) -> Iterator[str]:
        """Names of all header and footer parts of the forms."""
        for piece in self.pieces:
            yield from (name for name, _ in piece.headers.values())

    def settings_xml(self) -> bytes:
        """settings.xml of the merged file."""
        out = etree.Element(f"{W}settings", nsmap={"w": W_URI})
        out.append(etree.Element(f"{W}zoom", {f"{W}percent": "100"}))
        root = etree.fromstring(self._settings)
        out.extend([child for child in root if child.tag in {f"{W}{name}" for name in _SETTINGS}])
        etree.cleanup_namespaces(out)
        return DECLARATION.encode() + etree.tostring(out)

    def font_tables(self) -> Iterator[bytes]:
        """The font tables of all forms."""
        return iter(self._fonts)


def attach(piece: FormPiece, package: Package) -> None:
    """Write the form's pictures, headers and links into the package and point its references to them."""
    known: dict[str, str] = {}
    for identity, (name, root) in piece.headers.items():
        known[identity] = package.relate("footer" if name.startswith("footer") else "header", name)
        package.add_part(name, _xml(root), _header_relations(piece, identity, root, package))
    for node, key in _references(piece.body):
        identity = node.get(key)
        if identity not in known:
            kind, target, external = piece.relations[identity]
            if external or kind != "image":
                known[identity] = package.relate(kind, target, external=external)
            else:
                known[identity] = package.add_picture(piece.parts[target], target.rpartition(".")[2].lower())
        node.set(key, known[identity])


def _header_relations(piece: FormPiece, identity: str, root: Any, package: Package) -> str:
    """Relations of a header of its own: pictures in it, and links."""
    _, target, _ = piece.relations[identity]
    own = _relations(piece.parts, target)
    out = []
    for relation in dict.fromkeys(node.get(key) for node, key in _references(root)):
        kind, held, external = own[relation]
        if not external and kind == "image":
            held = package.picture_name(piece.parts[held], held.rpartition(".")[2].lower())
        mode = ' TargetMode="External"' if external else ""
        address = text(held).replace('"', "&quot;")
        out.append(f'<Relationship Id="{relation}" Type="{R_URI}/{kind}" Target="{address}"{mode}/>')
    return "".join(out)


def _references(root: Any) -> list[tuple[Any, str]]:
    return [
        (node, key) for node in root.iter(etree.Element) for key in node.attrib if key.startswith(R) and node.get(key)
    ]


def _body(document: bytes) -> Any:
    root = etree.fromstring(document)
    body = root.find(f"{W}body")
    if body is None:
        raise ValueError("a Word document without a body")
    return body  # it stays in its tree: lxml takes quadratic time to move a long one out


def _clean(root: Any) -> None:
    """Drop what belongs to the file it came from: revision marks of editing, comments, newer programs' extras."""
    ignorable = root.getroottree().getroot().get(f"{{{MC_URI}}}Ignorable", "").split()
    newer = {uri for prefix, uri in root.nsmap.items() if prefix in ignorable or "microsoft.com/office/word/20" in uri}
    dropped = {f"{W}{name}" for name in _DROPPED}
    for node in list(root.iter(etree.Element)):
        if node.tag in dropped or (_uri(node.tag) in newer and not _is_chosen(node)):
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
            continue
        for key in list(node.attrib):
            if _uri(key) in newer or _uri(key) == MC_URI or key.startswith(f"{W}rsid"):
                del node.attrib[key]


def _uri(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _is_chosen(node: Any) -> bool:
    """Whether it stands in an alternative that an older program replaces by the other one."""
    return any(parent.tag.startswith(f"{{{MC_URI}}}") for parent in node.iterancestors())


def _relations(parts: dict[str, bytes], part: str) -> dict[str, tuple[str, str, bool]]:
    folder, name = posixpath.split(part)
    data = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if data is None:
        return {}
    found = {}
    for node in etree.fromstring(data).iter(f"{{{REL_URI}}}Relationship"):
        external = node.get("TargetMode") == "External"
        target = node.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], target, external)
    return found


def _xml(root: Any) -> bytes:
    etree.cleanup_namespaces(root)
    return DECLARATION.encode() + etree.tostring(root)
