"""PDF/A-2b: what an archive copy must not hold, and what it must. Our own structural checks of ISO 19005-2.

They find what can be seen in the structure: fonts that are not embedded, encryption, scripts, LZW, colours without a
profile. They are no validator: a file that passes is "written to PDF/A-2b", not "validated".
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from dossier.pdf.originals import DAMAGE
from dossier.pdf.placement import Stood
from dossier.pdf.prepare import Key

_DEPTH = 12
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_FILTERS = {"/LZWDecode": "LZW 压缩", "/Crypt": "加密的数据", "/JPXDecode": "JPEG2000 图像"}
_BLENDS = frozenset({
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
    "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity",
})  # fmt: skip
_STEPS = "k K cs CS BI q Q"
_DEEPEST_STATE = 28
_SYMBOLIC = 4
"""Flag of a font whose codes are its own."""
_MATRIX = bytes.fromhex("1e0a001f8b8b1e0a001f8b8b0c07")
_PLAIN_MATRIX = bytes.fromhex("1ea001ff8b8b1ea001ff8b8b0c07")
"""FontMatrix [0.001 0 0 0.001 0 0] of a CFF font (Adobe technical note 5176, table 5), spelled in two ways."""
_MOST_PADDINGS = 12
_NOT_IN_IMAGES = ("/Interpolate", "/Alternates", "/OPI")


def finish(pdf: pikepdf.Pdf, pattern: pikepdf.Pdf) -> None:
    """Give the dossier what an archive copy needs: `pattern`'s sRGB output intent, printable links, plain images."""
    intents = pattern.Root.OutputIntents
    pdf.Root.OutputIntents = pdf.copy_foreign(pattern.make_indirect(intents))
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == Name.Image:
            for key in _NOT_IN_IMAGES:
                if key in thing:
                    del thing[key]
        elif thing.get("/Subtype") == Name.CIDFontType0C:
            _plain_matrix(thing)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array([])):
            annotation.F = 4


def _plain_matrix(font: pikepdf.Stream) -> None:
    """Write a CFF font's matrix as other programs do, .001 for 0.001: page-validation takes the other for 0."""
    data = font.read_bytes()
    if _MATRIX in data:
        font.write(data.replace(_MATRIX, _PLAIN_MATRIX))


def settle_drawn(sheet: Path) -> None:
    """What the typesetter wrote as PDF/A-2b, so that other checkers take it too."""
    with pikepdf.open(sheet, allow_overwriting_input=True) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.CIDFontType0C:
                _plain_matrix(thing)
        pdf.save(sheet, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    settle_ends(sheet)


def settle_ends(dossier: Path) -> None:
    """Give the streams whose data end in CR another end: with the LF before `endstream` they seem a byte shorter.

    ISO 19005-2, 6.1.7.1. The streams that the library makes for itself change with the padding.
    """
    for padding in range(_MOST_PADDINGS):
        if b"\r\nendstream" not in dossier.read_bytes():
            return
        with pikepdf.open(dossier, allow_overwriting_input=True) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream) and thing.read_raw_bytes().endswith(b"\r"):
                    _close(thing)
            if padding:
                pdf.Root.DossierPadding = padding
            pdf.save(
                dossier,
                static_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
                compress_streams=False,
            )


def _close(stream: pikepdf.Stream) -> None:
    """Let the data end in another byte: decoders stop where their data end by themselves."""
    told: Any = stream.get("/DecodeParms")
    packing: Any = stream.get("/Filter")
    stream.write(stream.read_raw_bytes() + b"\n", filter=packing, decode_parms=told)


def unarchivable(dossier: Path, stood: Sequence[Stood]) -> dict[Key, str]:
    """The placed pages that an archive copy may not hold as they are, each with the reason for people."""
    wrong: dict[Key, str] = {}
    with pikepdf.open(dossier) as pdf:
        pages = list(pdf.pages)
        for one in stood:
            faults = _faults(pdf, pages[one.physical - 1])
            if faults:
                wrong[one.placed.path, one.placed.page] = f"存档格式 PDF/A 不允许{faults[0]}"
    return wrong


def file_faults(dossier: Path) -> tuple[str, ...]:
    """All that our checks find against PDF/A-2b in a finished file; empty for none."""
    with pikepdf.open(dossier) as pdf:
        pages = [why for page in pdf.pages for why in _faults(pdf, page)]
        return tuple(dict.fromkeys([*_document_faults(pdf), *pages]))


def _faults(pdf: pikepdf.Pdf, page: pikepdf.Page) -> list[str]:
    """What of a page an archive copy may not hold, and what the library complains of while it reads it."""
    pdf.get_warnings()  # tells each once
    faults = list(page_faults(page))
    return [*faults, "读不懂的结构"] if pdf.get_warnings() else faults


def _document_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "加密"
    if "/OutputIntents" not in pdf.Root:
        yield "没有输出意图（sRGB）"
    if b"<pdfaid:part>2</pdfaid:part>" not in pdf.Root.Metadata.read_bytes():
        yield "没有 PDF/A 标识"
    if "/ID" not in pdf.trailer:
        yield "没有文件标识"
    for key in ("/OpenAction", "/AA", "/OCProperties", "/AcroForm"):
        if key in pdf.Root:
            yield f"文件里的 {key}"
    names = pdf.Root.get("/Names", Dictionary())
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        yield "脚本或附件"


def page_faults(page: pikepdf.Page) -> Iterator[str]:
    """What of a page an archive copy may not hold."""
    for annotation in page.obj.get("/Annots", Array([])):
        if "/A" in annotation or "/AA" in annotation:
            yield "动作"
    try:
        yield from _shown_faults(page)
    except (*DAMAGE, UserWarning) as error:
        yield f"读不懂的结构（{type(error).__name__}）"


def _shown_faults(page: pikepdf.Page) -> Iterator[str]:
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
    for part in parts:
        yield from _stream_faults(part)
    yield from _content_faults(page)
    yield from _resource_faults(page.obj.get("/Resources"), set(), 0)


def _stream_faults(stream: Any) -> Iterator[str]:
    names = stream.get("/Filter")
    for name in names if isinstance(names, Array) else [names]:
        if str(name) in _FILTERS:
            yield _FILTERS[str(name)]
    if "/F" in stream or "/FFilter" in stream:
        yield "文件外的数据"


def _content_faults(stream: Any) -> Iterator[str]:
    """Colours, inline images and nested states that the content itself sets."""
    depth = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # the library made something up for content that breaks off
        steps = pikepdf.parse_content_stream(stream, _STEPS)
    for step in steps:
        operator = str(step.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        if depth > _DEEPEST_STATE:
            yield "层层嵌套的内容"
            return
        if operator in ("k", "K") or (operator in ("cs", "CS") and str(step.operands[0]) == "/DeviceCMYK"):
            yield "没有特性文件的印刷色（CMYK）"
        elif operator == "INLINE IMAGE":
            image = step.operands[0]
            shown = repr(image.obj)
            if "LZW" in shown:
                yield "LZW 压缩"
            if "CMYK" in shown:
                yield "没有特性文件的印刷色（CMYK）"


def _resource_faults(resources: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[str]:
    if not isinstance(resources, Dictionary):
        return
    if depth > _DEPTH:
        yield "层层嵌套的内容"
        return
    for font in _entries(resources, "/Font"):
        yield from _font_faults(font, seen, depth)
    for space in _entries(resources, "/ColorSpace"):
        yield from _colour_faults(space)
    for state in _entries(resources, "/ExtGState"):
        yield from _state_faults(state, seen, depth)
    for thing in (*_entries(resources, "/XObject"), *_entries(resources, "/Pattern"), *_entries(resources, "/Shading")):
        yield from _thing_faults(thing, seen, depth)


def _entries(resources: Any, kind: str) -> list[Any]:
    shelf = resources.get(kind, Dictionary())
    if not isinstance(shelf, Dictionary):
        raise TypeError(kind)
    return [value for _, value in shelf.items()]


def _thing_faults(thing: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[str]:
    """XObjects, patterns and shadings, each looked at once."""
    if not isinstance(thing, (pikepdf.Stream, Dictionary)) or _is_known(thing, seen):
        return
    if "/Shading" in thing:
        yield from _colour_faults(thing.Shading.get("/ColorSpace"))
    yield from _colour_faults(thing.get("/ColorSpace"))
    if not isinstance(thing, pikepdf.Stream):
        return
    yield from _stream_faults(thing)
    if thing.get("/Subtype") == Name.Image:
        for mask in ("/SMask", "/Mask"):
            if isinstance(thing.get(mask), pikepdf.Stream):
                yield from _thing_faults(thing[mask], seen, depth + 1)
    elif thing.get("/Subtype") == Name.PS or thing.get("/Subtype2") == Name.PS or "/Ref" in thing:
        yield "PostScript 或外部内容"
    elif "/Resources" in thing or thing.get("/Subtype") == Name.Form:
        yield from _colour_faults(thing.get("/Group", Dictionary()).get("/CS"))
        yield from _content_faults(thing)
        yield from _resource_faults(thing.get("/Resources"), seen, depth + 1)


def _is_known(thing: Any, seen: set[tuple[int, int]]) -> bool:
    if not thing.is_indirect:
        return False
    known = thing.objgen in seen
    seen.add(thing.objgen)
    return known


def _font_faults(font: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[str]:
    if not isinstance(font, Dictionary):
        yield "没有嵌入的字体"
        return
    if _is_known(font, seen):
        return
    if font.get("/Subtype") == Name.Type3:
        yield from _resource_faults(font.get("/Resources"), seen, depth + 1)
        return
    inner = font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font
    described = inner.get("/FontDescriptor", Dictionary())
    files = [described[key] for key in _FONT_FILES if key in described]
    if not files:
        yield "没有嵌入的字体"
    for file in files:
        yield from _stream_faults(file)
    if not _names_its_glyphs(inner, int(described.get("/Flags", 0))):
        yield "没有写明编码的字体"


def _names_its_glyphs(font: Any, flags: int) -> bool:
    """Whether it is told which glyph of the embedded TrueType file each code means (ISO 19005-2, 6.2.11.3 and .6)."""
    kind, encoding = font.get("/Subtype"), font.get("/Encoding")
    if kind == Name.CIDFontType2:
        return "/CIDToGIDMap" in font
    if kind != Name.TrueType or "/FontFile2" not in font.get("/FontDescriptor", Dictionary()):
        return True
    if flags & _SYMBOLIC:
        return encoding is None
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    return base in (Name.WinAnsiEncoding, Name.MacRomanEncoding)


def _state_faults(state: Any, seen: set[tuple[int, int]], depth: int) -> Iterator[str]:
    if not isinstance(state, Dictionary):
        return
    if "/TR" in state or state.get("/TR2", Name.Default) != Name.Default or "/HTP" in state:
        yield "印刷转换曲线"
    modes = state.get("/BM", Name.Normal)
    if any(str(mode) not in _BLENDS for mode in (modes if isinstance(modes, Array) else [modes])):
        yield "非标准的混合方式"
    mask = state.get("/SMask")
    if isinstance(mask, Dictionary) and "/G" in mask:
        yield from _thing_faults(mask.G, seen, depth + 1)


def _colour_faults(space: Any) -> Iterator[str]:
    if space == Name.DeviceCMYK:
        yield "没有特性文件的印刷色（CMYK）"
    elif isinstance(space, Array) and len(space) > 1:
        kind = str(space[0])
        if kind in ("/Indexed", "/Pattern"):
            yield from _colour_faults(space[1])
        elif kind in ("/Separation", "/DeviceN") and len(space) > 2:
            yield from _colour_faults(space[2])
