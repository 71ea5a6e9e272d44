"""A Word template, compiled once, and filled as docxtpl fills it.

docxtpl's own cleaning turns the XML into one Jinja text; what is ours: escaping always on, a sandbox without globals,
unknown names are errors, the parts that never change are packed once, and the same values give the same bytes.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from dossier.files.word_zip import unpack

FILTERS = ("join", "length", "first", "last", "trim")
ELASTIC_FIELD = "劝返过程"
"""The row that loops over it may be made lower when the page is full."""

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


class Form:
    """One template. `fill` is pure and costs about a millisecond."""

    def __init__(self, name: str, data: bytes, used: frozenset[str] = frozenset()) -> None:
        self.name = name
        self.used = used
        """The fields and lists that it names; `.姓名` for a field of a list's entries."""
        source = unpack(data)
        self._texts = {part: _compile(source[part]) for part in text_parts(source)}
        constant = {part: content for part, content in source.items() if part not in self._texts}
        self._constant = pack(constant)

    def fill(self, values: Mapping[str, object], *, height: int = 100) -> bytes:
        """The filled Word file. `height` (per cent) scales the least height of the row with the record."""
        stream = BytesIO(self._constant)
        stream.seek(0, 2)
        with zipfile.ZipFile(stream, "a") as archive:
            for part, text in self._texts.items():
                filled = text.render(values, _height=height)
                archive.writestr(_entry(part), filled.encode())
        return stream.getvalue()


def with_spare(document: bytes, twips: int) -> bytes:
    """A filled Word file whose lower margins are so much wider: does it still take as many pages?"""
    parts = unpack(document)
    main = text_parts(parts)[0]
    parts[main] = re.sub(
        rb'(<w:pgMar\b[^>]*w:bottom=")(\d+)(")',
        lambda found: found[1] + str(int(found[2]) + twips).encode() + found[3],
        parts[main],
    )
    return pack(parts)


def environment() -> SandboxedEnvironment:
    """Jinja as a template may use it: no globals, a handful of filters, nothing undefined."""
    jinja = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_word_text)
    jinja.globals.clear()
    jinja.filters = {name: jinja.filters[name] for name in FILTERS}
    jinja.tests = {}
    return jinja


def text_parts(source: Mapping[str, bytes]) -> list[str]:
    """Names of the parts with text to fill: the document, its headers and footers. Raises KeyError without one."""
    main = next(target for _, kind, target in relations(source, "") if kind == "officeDocument")
    return [main, *(target for _, kind, target in relations(source, main) if kind in ("header", "footer"))]


def relations(source: Mapping[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """(id, kind, target part) of what `part` ('' for the package) refers to inside the file."""
    folder, name = posixpath.split(part)
    listed = source.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = []
    for each in () if listed is None else etree.fromstring(listed).iter(f"{_REL}Relationship"):
        if each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            found.append((each.get("Id", ""), each.get("Type", "").rpartition("/")[2], target.lstrip("/")))
    return found


# ---------------------------------------------------------------------------- compiling


def _compile(xml: bytes) -> Any:
    """The part as a Jinja template."""
    from docxtpl import DocxTemplate  # slow to import; only a build needs it

    plain = etree.tostring(etree.fromstring(xml), encoding="unicode")
    text: str = DocxTemplate(BytesIO()).patch_xml(_elastic(plain))
    for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, "{{ '" + meant + "' }}")
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return environment().from_string(declaration + _linked(text))


def _elastic(xml: str) -> str:
    """The record's row may shrink as `Form.fill` is asked to."""

    def row(found: re.Match[str]) -> str:
        if not re.search(rf"\bin\s+{ELASTIC_FIELD}\b", re.sub("<[^>]+>", "", found[0])):
            return found[0]
        return re.sub(r'(<w:trHeight\b[^>]*w:val=")(\d+)(")', r"\1{{ \2 * _height // 100 }}\3", found[0])

    return re.sub(r"<w:tr[ >](?:(?!<w:tr[ >]).)*?</w:tr>", row, xml, flags=re.DOTALL)


def _linked(text: str) -> str:
    """The titles of the contents become links to the items (bookmarks item_1, item_2 …)."""
    run = r"<w:r(?: [^>]*)?>(?:(?!</w:r>).)*?\{\{\s*(\w+)\.题名\s*\}\}(?:(?!</w:r>).)*?</w:r>"
    return re.sub(
        run,
        r'{% if \1.锚点 %}<w:hyperlink w:anchor="{{ \1.锚点 }}" w:history="1">{% endif %}\g<0>'
        r"{% if \1.锚点 %}</w:hyperlink>{% endif %}",
        text,
        flags=re.DOTALL,
    )


def _as_word_text(value: object) -> object:
    """A value as it stands between <w:t> and </w:t>: no control characters, line ends and tabs as Word's own."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = _CONTROL.sub("", _LINE_ENDS.sub("\n", value)).strip("\n")
    if "\n" not in text and "\t" not in text:
        return text
    return _BREAK.join(_TAB.join(escape(piece) for piece in line.split("\t")) for line in text.split("\n"))


# ---------------------------------------------------------------------------- packing


def pack(parts: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            archive.writestr(_entry(name), parts[name])
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info
