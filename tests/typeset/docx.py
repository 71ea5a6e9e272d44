"""Builds small .docx files from raw WordprocessingML, one feature at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "styles": "styles", "settings": "settings", "numbering": "numbering", "footnotes": "footnotes",
    "endnotes": "endnotes",
}  # fmt: skip

STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"
w:eastAsia="宋体" w:cs="Times New Roman"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>
<w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:widowControl w:val="0"/>
<w:jc w:val="both"/></w:pPr><w:rPr><w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="24"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0"
w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0"
w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="a3"><w:name w:val="Table Grid"/><w:basedOn w:val="a1"/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0"
w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4"
w:space="0" w:color="auto"/></w:tblBorders></w:tblPr></w:style>"""

SETTINGS = """<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>
<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
<w:doNotExpandShiftReturn/>{grid}<w:compatSetting w:name="compatibilityMode"
w:uri="http://schemas.microsoft.com/office/word" w:val="{mode}"/></w:compat>"""

GRID = '<w:docGrid w:type="lines" w:linePitch="312"/>'


def section(
    *,
    size: str = 'w:w="11906" w:h="16838"',
    margins: str = 'w:top="1440" w:right="1800" w:bottom="1670" w:left="1800"',
    grid: str = GRID,
    inside: str = "",
    distances: str = 'w:header="851" w:footer="992"',
) -> str:
    """A w:sectPr; A4 with Word's Chinese margins and a grid of 15.6 pt unless told otherwise.

    The body is 44 lines high: where part of a line is left over, LibreOffice's body ends with the last whole line.
    """  # fmt: skip
    return (
        f'<w:sectPr>{inside}<w:pgSz {size}/><w:pgMar {margins} {distances} w:gutter="0"/><w:cols w:space="425"/>{grid}'
        "</w:sectPr>"
    )


def run(text: str, properties: str = "") -> str:
    """A w:r."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(text: str = "", properties: str = "", run_properties: str = "") -> str:
    """A w:p with one run (or, with `<`, ready-made runs)."""
    inside = text if text.startswith("<") else run(text, run_properties) if text else ""
    mark = f"<w:rPr>{run_properties}</w:rPr>" if run_properties else ""
    return f"<w:p><w:pPr>{properties}{mark}</w:pPr>{inside}</w:p>"


def cell(content: str = "", width: int | None = None, properties: str = "") -> str:
    """A w:tc; plain text becomes one paragraph."""
    inside = content if content.startswith("<w:") else par(content)
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width is not None else ""
    return f"<w:tc><w:tcPr>{size}{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A w:tr."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, grid: tuple[int, ...] = (), properties: str = "", style: str = "a3") -> str:
    """A w:tbl in the style Table Grid."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    width = "" if "<w:tblW" in properties else '<w:tblW w:w="0" w:type="auto"/>'
    return (
        f"<w:tbl><w:tblPr>{named}{width}{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def document(
    body: str,
    *,
    last: str | None = None,
    styles: str = "",
    settings: str = "",
    compat: str = "",
    mode: int = 15,
    numbering: str = "",
    grid_in_tables: bool = True,
    parts: Mapping[str, bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    stories: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of a .docx.

    `stories` are headers, footers, footnotes by part name (header1.xml → XML inside the root); `relations` are
    extra ones (id → kind, target).
    """  # fmt: skip
    root = f"<w:document {NAMESPACES}><w:body>{body}{last if last is not None else section()}</w:body></w:document>"
    grid = ("<w:adjustLineHeightInTable/>" if grid_in_tables else "") + compat
    files: dict[str, bytes] = {
        "word/document.xml": root.encode(),
        "word/styles.xml": f"<w:styles {NAMESPACES}>{STYLES}{styles}</w:styles>".encode(),
        "word/settings.xml": (
            f"<w:settings {NAMESPACES}>{settings}{SETTINGS.format(grid=grid, mode=mode)}</w:settings>".encode()
        ),
    }
    if numbering:
        files["word/numbering.xml"] = f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>".encode()
    for name, inside in (stories or {}).items():
        kind = {"h": "hdr", "f": "ftr"}[name[0]] if "notes" not in name else name.removesuffix(".xml")
        files[f"word/{name}"] = f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>".encode()
    files.update(parts or {})
    return _pack(files, relations or {})


def _pack(files: dict[str, bytes], relations: Mapping[str, tuple[str, str]]) -> bytes:
    types, links = [], []
    for name in files:
        stem = name.removeprefix("word/").removesuffix(".xml")
        kind = stem.rstrip("0123456789")
        if kind == "document":
            types.append(f'<Override PartName="/{name}" ContentType="{_TYPES}.document.main+xml"/>')
        elif kind in _PARTS or kind in ("header", "footer"):
            types.append(f'<Override PartName="/{name}" ContentType="{_TYPES}.{kind}+xml"/>')
            links.append(f'<Relationship Id="{stem}" Type="{_RELATION}/{kind}" Target="{stem}.xml"/>')
    for key, (kind, target) in relations.items():
        mode = ' TargetMode="External"' if "://" in target else ""
        links.append(f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    space = "http://schemas.openxmlformats.org/package/2006"
    defaults = "".join(
        f'<Default Extension="{ext}" ContentType="{mime}"/>'
        for ext, mime in {
            "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml",
            "png": "image/png", "jpeg": "image/jpeg", "emf": "image/x-emf", "bin": "application/octet-stream",
        }.items()
    )  # fmt: skip
    relationships = f'{head}<Relationships xmlns="{space}/relationships">{{}}</Relationships>'
    all_files = {
        "[Content_Types].xml": f'{head}<Types xmlns="{space}/content-types">{defaults}{"".join(types)}</Types>',
        "_rels/.rels": relationships.format(
            f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": relationships.format("".join(links)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in all_files.items():
            archive.writestr(name, text)
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def replaced(docx: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The document with one part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return buffer.getvalue()
