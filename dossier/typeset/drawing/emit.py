"""Sheets → Typst markup. Every mark is placed by its own coordinates; Typst shapes, subsets and writes the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from dossier.typeset.docx.numbering import format_number
from dossier.typeset.drawing.marks import Fill, Glyphs, Link, Mark, Placed, Sheet, Stroke, Target, Turned
from dossier.typeset.fonts.fonts import SERIF
from dossier.typeset.fonts.joining import COMPLEX, is_rtl
from dossier.typeset.fonts.pens import OPENING
from dossier.typeset.model import Drawn, Picture, TextBox

PictureFile = Callable[[Picture], str]
"""Gives the name under which Typst finds a picture."""

PREAMBLE = f"""#set text(font:"{SERIF}",fallback:false,kerning:false,ligatures:false,hyphenate:false,lang:"zh",\
top-edge:"baseline",bottom-edge:"baseline",cjk-latin-spacing:none)
#set par(spacing:0pt,leading:0pt,justify:false)
#let B=box()
#let P(x,y,c)=place(top+left,dx:x*1pt,dy:y*1pt,c)
#let F(f,s,c,w:400,i:"normal",h:100%,k:0pt,b:none)=text(font:f,size:s*1pt,weight:w,style:i,stretch:h,tracking:k,\
..if b!=none{{(fill:b)}},c)
#let T(x,y,c)=P(x,y,box(width:6000pt,c))
#let L(a,b,c,d,w)=place(top+left,line(start:(a*1pt,b*1pt),end:(c*1pt,d*1pt),stroke:w))
#let R(x,y,w,h,f)=P(x,y,rect(width:w*1pt,height:h*1pt,fill:f,stroke:none))
#let K(x,y,w,h,d)=P(x,y,link(d,box(width:w*1pt,height:h*1pt)))
#let N(x,y,w,h)=P(x,y,box(width:w*1pt,height:h*1pt))
"""


class Writer:
    """Writes the markup of one compilation: one or several documents, one after another."""

    def __init__(self, picture_file: PictureFile) -> None:
        self._picture_file = picture_file
        self._parts: list[str] = [PREAMBLE]
        self._fonts: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._links: set[str] = set()
        self._document = 0

    def add(self, sheets: Sequence[Sheet]) -> None:
        """Adds the pages of one document."""
        self._document += 1
        self._labels = {}
        for name in _targets(sheets):
            self._labels.setdefault(name, f"d{self._document}b{len(self._labels)}")
        self._links = set()
        total = len(sheets)
        for index, sheet in enumerate(sheets):
            self._page(sheet, index, total, sheets)

    def text(self) -> str:
        """The whole markup."""
        return "".join(self._parts)

    def _page(self, sheet: Sheet, index: int, total: int, sheets: Sequence[Sheet]) -> None:
        out = self._parts
        out.append(f"#page(width:{sheet.width:.2f}pt,height:{sheet.height:.2f}pt,margin:0pt,fill:none)[\n")
        numbers = {
            "page": sheet.number, "pages": total,
            "section-pages": sum(1 for other in sheets if other.section == sheet.section),
        }  # fmt: skip
        for mark in sheet.marks:
            out.append(self._mark(mark, numbers, sheet.number_format))
        out.append("]\n")

    def _mark(self, mark: Mark, numbers: Mapping[str, int], number_format: str) -> str:
        if isinstance(mark, Glyphs):
            if mark.number is not None:
                kind, form = mark.number
                mark.text = format_number(numbers[kind], form or (number_format if kind == "page" else "decimal"))
            return self._glyphs(mark)
        if isinstance(mark, Stroke):
            return _stroke(mark)
        if isinstance(mark, Fill):
            return f'#R({mark.x:.2f},{mark.y:.2f},{mark.width:.2f},{mark.height:.2f},rgb("{mark.color}"))\n'
        if isinstance(mark, Placed):
            return self._placed(mark)
        if isinstance(mark, Link):
            return self._link(mark)
        if isinstance(mark, Target):
            return self._target(mark)
        if isinstance(mark, Turned):
            inner = "".join(self._mark(each, numbers, number_format) for each in mark.marks)
            return (
                f"#P({mark.x:.2f},{mark.y:.2f},rotate({mark.angle}deg,origin:top+left,reflow:false,"
                f"box(width:0pt,height:0pt)[{inner}]))\n"
            )
        return ""

    # ------------------------------------------------------------------ text

    def _glyphs(self, mark: Glyphs) -> str:
        text = mark.text.rstrip(" ")
        if not text:
            return ""
        face = mark.face
        options = []
        if face.weight != 400:
            options.append(f"w:{face.weight}")
        if face.style != "normal":
            options.append(f'i:"{face.style}"')
        if abs(face.stretch - 1) > 0.01:
            options.append(f"h:{face.stretch * 100:.1f}%")
        if abs(mark.tracking) > 0.005:
            options.append(f"k:{mark.tracking:.3f}pt")
        if mark.color:
            options.append(f'b:rgb("{mark.color}")')
        named = "".join(f",{option}" for option in options)
        body = f"F({_string(face.family)},{mark.size:.2f},{_string(text)}{named})"
        if mark.bold:
            color = f'rgb("{mark.color}")' if mark.color else "black"
            body = f"{{set text(stroke:{mark.size * 0.025:.2f}pt+{color});{body}}}"
        if COMPLEX.search(text):  # their letters join by ligatures, and Typst panics where these are off
            rtl = ",dir:rtl" if is_rtl(next((char for char in text if char.isalpha()), "")) else ""
            body = f"box({{set text(ligatures:true,kerning:true{rtl});{body}}})"
        if text[0] in OPENING:
            body = f"{{B;{body}}}"
        if mark.italic:
            body = f"box(skew(ax:-12deg,origin:bottom+left,reflow:false,{body}))"
        if abs(mark.scale - 1) > 0.005:
            body = f"scale(x:{mark.scale * 100:.1f}%,origin:left,reflow:false,{body})"
        return f"#T({mark.x:.2f},{mark.y:.2f},{body})\n"

    # ------------------------------------------------------------------ pictures, links

    def _placed(self, mark: Placed) -> str:
        content = mark.content
        if isinstance(content, Drawn):
            return _drawn(mark, content)
        if isinstance(content, TextBox):
            return ""  # found by layout/paper.py: all text boxes are set before
        name = _string(self._picture_file(content))
        width, height = content.width, content.height
        left, top, right, bottom = content.crop
        body = f'image({name},width:{width:.2f}pt,height:{height:.2f}pt,fit:"stretch")'
        if any(content.crop):
            full_width = width / max(1 - left - right, 0.01)
            full_height = height / max(1 - top - bottom, 0.01)
            body = (
                f"box(width:{width:.2f}pt,height:{height:.2f}pt,clip:true,"
                f"place(top+left,dx:{-left * full_width:.2f}pt,dy:{-top * full_height:.2f}pt,"
                f'image({name},width:{full_width:.2f}pt,height:{full_height:.2f}pt,fit:"stretch")))'
            )
        if content.flip_h or content.flip_v:
            across, down = (-100 if content.flip_h else 100), (-100 if content.flip_v else 100)
            body = f"scale(x:{across}%,y:{down}%,reflow:false,{body})"
        x, y = mark.x, mark.y
        if content.turn:
            body = f"rotate({content.turn:.2f}deg,reflow:false,{body})"
            if round(content.turn) % 180 == 90:
                x, y = x + (height - width) / 2, y + (width - height) / 2
        return f"#P({x:.2f},{y:.2f},{body})\n"

    def _link(self, mark: Link) -> str:
        target = mark.target
        if target.startswith("#"):
            label = self._labels.get(target[1:])
            goal = f"<{label}>" if label else _string(f"anchor:{quote(target[1:])}")
        else:
            goal = _string(target)
        return f"#K({mark.x:.2f},{mark.y:.2f},{mark.width:.2f},{mark.height:.2f},{goal})\n"

    def _target(self, mark: Target) -> str:
        label = self._labels.get(mark.name)
        if label is None or label in self._links:
            return ""
        self._links.add(label)
        return f"#P({mark.x:.2f},{mark.y:.2f},[#box(width:1pt,height:1pt)<{label}>])\n"


def _targets(sheets: Iterable[Sheet]) -> list[str]:
    """Bookmarks that a link of the same document wants."""
    names, wanted = [], set()
    for sheet in sheets:
        for mark in sheet.marks:
            if isinstance(mark, Target):
                names.append(mark.name)
            elif isinstance(mark, Link) and mark.target.startswith("#"):
                wanted.add(mark.target[1:])
    return [name for name in names if name in wanted]


def _string(text: str) -> str:
    """A Typst string literal."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return _escaped(text)


def _escaped(text: str) -> str:
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif ord(char) < 0x20 or not char.isprintable():
            out.append(f"\\u{{{ord(char):x}}}")
        else:
            out.append(char)
    return '"' + "".join(out) + '"'


def _stroke(mark: Stroke) -> str:
    paint = f'rgb("{mark.color}")' if mark.color else "black"
    if mark.pattern == "wavy":
        return _wave(mark, paint)
    if mark.pattern == "solid":
        style = f"{mark.width:.2f}pt+{paint}"
    else:
        dash = "dotted" if mark.pattern == "dotted" else "densely-dashed"
        style = f'(thickness:{mark.width:.2f}pt,paint:{paint},dash:"{dash}")'
    return f"#L({mark.x1:.2f},{mark.y1:.2f},{mark.x2:.2f},{mark.y2:.2f},{style})\n"


def _wave(mark: Stroke, paint: str) -> str:
    step = 1.6
    count = max(int((mark.x2 - mark.x1) / step), 1)
    points = ",".join(
        f"curve.line(({mark.x1 + i * step:.2f}pt,{mark.y1 + (0.6 if i % 2 else -0.6):.2f}pt))"
        for i in range(1, count + 1)
    )
    start = f"curve.move(({mark.x1:.2f}pt,{mark.y1:.2f}pt))"
    return f"#place(top+left,curve(stroke:{mark.width:.2f}pt+{paint},{start},{points}))\n"


def _drawn(mark: Placed, content: Drawn) -> str:
    stroke = "none"
    if content.stroke:
        stroke = f'{content.stroke_width:.2f}pt+rgb("{content.stroke}")'
        if content.pattern != "solid":
            dash = "dotted" if content.pattern == "dotted" else "densely-dashed"
            paint = f'rgb("{content.stroke}")'
            stroke = f'(thickness:{content.stroke_width:.2f}pt,paint:{paint},dash:"{dash}")'
    if content.shape != "line":
        fill = f'rgb("{content.fill}")' if content.fill else "none"
        size = f"width:{content.width:.2f}pt,height:{content.height:.2f}pt"
        name = "ellipse" if content.shape == "ellipse" else "rect"
        corners = f",radius:{min(content.width, content.height) / 6:.2f}pt" if content.shape == "round" else ""
        return f"#P({mark.x:.2f},{mark.y:.2f},{name}({size},fill:{fill},stroke:{stroke}{corners}))\n"
    y1, y2 = (content.height, 0.0) if content.flip_v else (0.0, content.height)
    return (
        f"#L({mark.x:.2f},{mark.y + y1:.2f},{mark.x + content.width:.2f},{mark.y + y2:.2f},{stroke})\n"
        if content.stroke
        else ""
    )
