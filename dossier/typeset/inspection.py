"""What of a form will be exact, near or refused, said before it is converted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from dossier.typeset.docx.inlines import MC, chosen
from dossier.typeset.docx.package import Package, W
from dossier.typeset.errors import Refusal, Refused
from dossier.typeset.fonts.joining import COMPLEX, is_rtl
from dossier.typeset.typesetter import Typesetter

_VML: Final = "{urn:schemas-microsoft-com:vml}"
_WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_V: Final = W + "val"


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that a form uses: its Chinese name, how often, and why it is only near ('' where it is exact)."""

    name: str
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a form uses. `pages` is 0 where it is refused; `notes` say what is left out or cut off."""

    exact: tuple[Trait, ...]
    near: tuple[Trait, ...]
    refused: tuple[Refusal, ...]
    pages: int
    notes: tuple[str, ...]


def _is_on(element: etree._Element) -> bool:
    return element.get(_V, "1") not in ("0", "false", "off")


def _always(_element: etree._Element) -> bool:
    return True


def _holds(text: Callable[[str], object]) -> Callable[[etree._Element], bool]:
    return lambda element: bool(text(element.text or ""))


def _in_cell(element: etree._Element) -> bool:
    return any(parent.tag == W + "tc" for parent in element.iterancestors())


_EXACT: Final[dict[str, tuple[str, Callable[[etree._Element], bool]]]] = {
    "表格": (W + "tbl", _always),
    "嵌套表格": (W + "tbl", _in_cell),
    "合并单元格": (W + "vMerge", _always),
    "竖排文字": (W + "textDirection", lambda element: element.get(_V, "") not in ("", "lrTb")),
    "单元格斜线": (W + "tl2br", lambda element: element.get(_V) not in ("nil", "none")),
    "图片": (_PIC + "pic", _always),
    "VML 图片": (_VML + "imagedata", lambda element: bool(element.attrib)),
    "DrawingML 文本框": (_WPS + "txbx", _always),
    "VML 文本框": (_VML + "textbox", _always),
    "VML 线条": (_VML + "line", _always),
    "多级编号": (W + "numPr", _always),
    "分节": (W + "sectPr", _always),
    "页码等域": (W + "instrText", _holds(lambda text: any(name in text.upper() for name in ("PAGE", "NUMPAGES")))),
    "从右到左的表格": (W + "bidiVisual", _is_on),
    "从右到左的文字": (W + "t", _holds(lambda text: any(is_rtl(char) for char in text))),
}
"""What is set as Word sets it: name → element, and what else must hold."""

_NEAR: Final[dict[str, tuple[str, Callable[[etree._Element], bool], str]]] = {
    "小型大写": (W + "smallCaps", _is_on, "排成同样大小的大写字母"),
    "不换行的单元格": (W + "noWrap", _is_on, "不理会，照常换行"),
    "缩放以适应单元格": (W + "tcFitText", _is_on, "不理会，字不缩放"),
    "单元格间距": (W + "tblCellSpacing", _always, "按 0 排"),
    "脚注": (W + "footnoteReference", _always, "脚注的行高与 Word 差一点"),
    "尾注": (W + "endnoteReference", _always, "尾注的行高与 Word 差一点"),
    "浮动表格": (W + "tblpPr", _always, "版心里放不下时排在文字之间"),
    "批注": (W + "commentReference", _always, "不排入"),
    "行号": (W + "lnNumType", _always, "不排入"),
    "需要组字的文字": (
        W + "t", _holds(lambda text: any(COMPLEX.match(char) and not is_rtl(char) for char in text)),
        "藏文、蒙古文等按单个字母量宽",
    ),
}  # fmt: skip
"""What is set nearly as Word sets it: name → element, what else must hold, and the difference."""


def inspect(docx: bytes, typesetter: Typesetter) -> Inspection:
    """Looks through a form and sets it on trial. Raises `Unreadable`."""
    counts: Counter[str] = Counter()
    for element in _elements(Package(docx)):
        for name, (tag, holds) in _EXACT.items():
            counts[name] += element.tag == tag and holds(element)
        for name, (tag, holds, _why) in _NEAR.items():
            counts[name] += element.tag == tag and holds(element)
    refused: tuple[Refusal, ...] = ()
    pages = 0
    notes: tuple[str, ...] = ()
    try:
        laid = typesetter.lay_out(docx)
        pages, notes = len(laid.sheets), laid.notes
    except Refused as error:
        refused = error.refusals
    near = [Trait(name, counts[name], why) for name, (_tag, _holds, why) in _NEAR.items() if counts[name]]
    near += [Trait(f"字体 {name}", 0, "手头没有，用别的字体代替") for name in typesetter.fonts_missed()]
    exact = [Trait(name, counts[name]) for name in _EXACT if counts[name]]
    return Inspection(tuple(exact), tuple(near), refused, pages, notes)


def _elements(package: Package) -> Iterator[etree._Element]:
    """All elements of the main part, headers, footers and notes; of alternatives the one that is read."""
    for part in (package.main, *package.stories()):
        yield from _below(package.xml(part))


def _below(root: etree._Element) -> Iterator[etree._Element]:
    for child in root:
        if child.tag == MC + "AlternateContent":
            yield from _below(chosen(child))
        elif isinstance(child.tag, str):
            yield child
            yield from _below(child)
