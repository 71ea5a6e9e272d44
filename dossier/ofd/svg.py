"""One page's objects → SVG. All lengths are mm, as in the file; y runs down in both."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO

from dossier.ofd import jbig2
from dossier.ofd.package import Element, Refused, Unreadable, child, children, name_of, numbers

_LINE_WIDTH = 0.353
_DEEPEST = 16
_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_AS_SVG = {"S": "M", "M": "M", "L": "L", "Q": "Q", "B": "C", "A": "A", "C": "Z"}
_SERIF = "'Noto Serif SC'"
_SANS = "'Noto Sans SC'"
_BOLD = 600
_SHADINGS = ("AxialShd", "RadialShd", "GouraudShd", "LaGouraudShd", "LaGourandShd", "GourandShd", "Pattern")


@dataclass(slots=True)
class Resources:
    """What objects refer to by number."""

    fonts: dict[str, str] = field(default_factory=dict)
    """ID → families as SVG names them."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    styles: dict[str, Element] = field(default_factory=dict)
    """DrawParam."""
    graphics: dict[str, Element] = field(default_factory=dict)
    """CompositeGraphicUnit."""
    spaces: dict[str, str] = field(default_factory=dict)
    """ID of a colour space → GRAY, RGB, CMYK."""


class Canvas:
    """Collects one page."""

    def __init__(self, resources: Resources, where: str, prefix: str = "") -> None:
        self._prefix = prefix
        self._resources = resources
        self._where = where
        self.parts: list[str] = []
        self.text: list[str] = []
        """What was written, to be compared with what comes out."""
        self._clips = 0

    def draw(self, container: Element, depth: int = 0, style: str = "") -> None:
        """All objects of a layer, a block, an appearance or a graphic unit."""
        if depth > _DEEPEST:
            raise Unreadable("nested too deeply")
        for thing in children(container):
            kind = name_of(thing)
            if (thing.get("Visible") or "true").lower() == "false":
                continue
            if kind == "Layer":
                self.draw(thing, depth + 1, thing.get("DrawParam") or style)
            elif kind == "PageBlock":
                self.draw(thing, depth + 1, style)
            elif kind == "TextObject":
                self._object(thing, self._text(thing), style)
            elif kind == "PathObject":
                self._object(thing, self._path(thing), style)
            elif kind == "ImageObject":
                self._object(thing, self._image(thing), style)
            elif kind == "CompositeObject":
                self._composite(thing, depth, style)
            elif kind in ("VideoObject", "Video"):
                raise Refused("视频", self._where)

    def picture(self, data: bytes, box: list[float], clip: list[float] | None = None) -> None:
        """A picture that fills a box, such as a seal; of a seam seal only the part in `clip` (within the box)."""
        x, y, wide, high = box
        image = f'<image width="{wide:g}" height="{high:g}" preserveAspectRatio="none" href="{picture_link(data)}"/>'
        if clip is not None:
            image = self._clipped(f"M{clip[0]:g} {clip[1]:g}h{clip[2]:g}v{clip[3]:g}h{-clip[2]:g}Z", image)
        self.parts.append(f'<g transform="translate({x:g} {y:g})">{image}</g>')

    def picture_of_page(self, svg: str, size: tuple[float, float], box: list[float], clip: list[float] | None) -> None:
        """The same with a page of another file, whose names become its own."""
        self._clips += 1
        own = re.sub(r'(id="|url\(#)', rf"\1{self._prefix}s{self._clips}-", svg)
        body = own[own.index(">") + 1 : own.rindex("</svg>")]
        inner = f'<g transform="scale({box[2] / size[0]:g} {box[3] / size[1]:g})">{body}</g>'
        if clip is not None:
            inner = self._clipped(f"M{clip[0]:g} {clip[1]:g}h{clip[2]:g}v{clip[3]:g}h{-clip[2]:g}Z", inner)
        self.parts.append(f'<g transform="translate({box[0]:g} {box[1]:g})">{inner}</g>')

    # ------------------------------------------------------------------ objects

    def _object(self, thing: Element, body: str, style: str) -> None:
        if not body:
            return
        box = numbers(thing.get("Boundary")) or [0.0, 0.0]
        matrix = numbers(thing.get("CTM"))
        inner = f'<g transform="matrix({_plain(matrix)})">{body}</g>' if len(matrix) == 6 else body
        clipped = self._with_clips(thing, inner)
        paint = self._paint(thing, thing.get("DrawParam") or style)
        self.parts.append(f'<g transform="translate({box[0]:g} {box[1]:g})"{paint}>{clipped}</g>')

    def _composite(self, thing: Element, depth: int, style: str) -> None:
        unit = self._resources.graphics.get(thing.get("ResourceID") or "")
        if unit is None:
            raise Refused("找不到的图元", self._where)
        self._clips += 1
        inner = Canvas(self._resources, self._where, f"{self._prefix}u{self._clips}-")
        content = child(unit, "Content")
        inner.draw(content if content is not None else unit, depth + 1, style)
        self.text += inner.text
        self._object(thing, "".join(inner.parts), style)

    def _text(self, thing: Element) -> str:
        size = float(thing.get("Size") or 0)
        families = self._resources.fonts.get(thing.get("Font") or "", _SERIF)
        weight = float(thing.get("Weight") or 400)
        look = f' font-family="{families}" font-size="{size:g}"'
        if weight >= _BOLD:
            look += f' font-weight="bold" stroke-width="{size / 40:g}" paint-order="stroke"'
        pieces = []
        for code in children(thing, "TextCode"):
            pieces += self._characters(thing, code, size, look)
        return "".join(pieces)

    def _characters(self, thing: Element, code: Element, size: float, look: str) -> list[str]:
        text = code.text or ""
        x, y = float(code.get("X") or 0), float(code.get("Y") or 0)
        right, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
        scale = float(thing.get("HScale") or 1)
        turn = int(float(thing.get("CharDirection") or 0))
        is_slanted = (thing.get("Italic") or "").lower() == "true"
        pieces = []
        for at, char in enumerate(text):
            if not char.isspace() and char.isprintable():
                shape = f" scale({scale:g} 1)" if scale != 1 else ""
                shape += f" rotate({turn})" if turn else ""
                shape += " skewX(-12)" if is_slanted else ""
                pieces.append(f'<text transform="translate({x:g} {y:g}){shape}"{look}>{escape(char)}</text>')
                self.text.append(char)
            elif "\ue000" <= char <= "\uf8ff":
                raise Refused("自造字", self._where)
            x += right[at] if at < len(right) else (0 if down else size)
            y += down[at] if at < len(down) else 0
        return pieces

    def _path(self, thing: Element) -> str:
        data = child(thing, "AbbreviatedData")
        path = svg_path(data.text or "" if data is not None else "")
        rule = "evenodd" if (thing.get("Rule") or "").replace("-", "").lower() == "evenodd" else "nonzero"
        return f'<path d="{path}" fill-rule="{rule}"/>' if path else ""

    def _image(self, thing: Element) -> str:
        data = self._resources.pictures.get(thing.get("ResourceID") or "")
        if data is None:
            raise Refused("找不到的图片", self._where)
        matrix = numbers(thing.get("CTM"))
        box = numbers(thing.get("Boundary"))
        wide, high = (1.0, 1.0) if len(matrix) == 6 else (box[2], box[3])
        alpha = thing.get("Alpha")
        look = f' opacity="{float(alpha) / 255:g}"' if alpha else ""
        return (
            f'<image width="{wide:g}" height="{high:g}" preserveAspectRatio="none"{look} href="{picture_link(data)}"/>'
        )

    # ------------------------------------------------------------------ looks

    def _with_clips(self, thing: Element, body: str) -> str:
        for clip in children(child(thing, "Clips"), "Clip"):
            paths = []
            for area in children(clip, "Area"):
                if child(area, "Text") is not None:
                    raise Refused("按文字裁剪的内容", self._where)
                shift = numbers(area.get("CTM"))
                for path in children(area, "Path"):
                    data = child(path, "AbbreviatedData")
                    box = numbers(path.get("Boundary")) or [0.0, 0.0]
                    matrix = f"matrix({_plain(shift)}) " if len(shift) == 6 else ""
                    drawn = svg_path(data.text or "" if data is not None else "")
                    own = numbers(path.get("CTM"))
                    matrix += f"translate({box[0]:g} {box[1]:g})" + (f" matrix({_plain(own)})" if len(own) == 6 else "")
                    paths.append(f'<path d="{drawn}" transform="{matrix}"/>')
            if paths:
                body = self._clipped_by("".join(paths), body)
        return body

    def _clipped(self, path: str, body: str) -> str:
        return self._clipped_by(f'<path d="{path}"/>', body)

    def _clipped_by(self, paths: str, body: str) -> str:
        self._clips += 1
        name = f"{self._prefix}clip{self._clips}"
        return f'<clipPath id="{name}">{paths}</clipPath><g clip-path="url(#{name})">{body}</g>'

    def _paint(self, thing: Element, style: str) -> str:
        is_text, is_path = name_of(thing) == "TextObject", name_of(thing) == "PathObject"
        if not is_text and not is_path:
            return ""
        fills = _is_true(thing.get("Fill"), default=is_text)
        strokes = _is_true(thing.get("Stroke"), default=is_path)
        fill = self._colour(thing, style, "FillColor", "#000000" if is_text else "") if fills else None
        stroke = self._colour(thing, style, "StrokeColor", "#000000") if strokes else None
        bold = float(thing.get("Weight") or 400) >= _BOLD
        look = _paint_of("fill", fill) + _paint_of("stroke", stroke or (fill if is_text and bold else None))
        alpha = thing.get("Alpha")
        if alpha and float(alpha) < 255:
            look += f' opacity="{float(alpha) / 255:g}"'
        if strokes:
            look += self._pen(thing, style)
        return look

    def _pen(self, thing: Element, style: str) -> str:
        def of(name: str) -> str:
            return next((told for source in (thing, *self._styles(style)) if (told := source.get(name))), "")

        look = f' stroke-width="{float(of("LineWidth") or _LINE_WIDTH):g}"'
        look += {"Round": ' stroke-linejoin="round"', "Bevel": ' stroke-linejoin="bevel"'}.get(of("Join"), "")
        look += {"Round": ' stroke-linecap="round"', "Square": ' stroke-linecap="square"'}.get(of("Cap"), "")
        dashes = numbers(of("DashPattern"))
        return look + (f' stroke-dasharray="{_plain(dashes)}"' if any(dashes) else "")

    def _styles(self, style: str) -> list[Element]:
        found: list[Element] = []
        while style in self._resources.styles and len(found) < _DEEPEST:
            found.append(self._resources.styles[style])
            style = found[-1].get("Relative") or ""
        return found

    def _colour(self, thing: Element, style: str, name: str, default: str) -> tuple[str, float] | None:
        for source in (thing, *self._styles(style)):
            told = child(source, name)
            if told is not None:
                return self._colour_of(told)
        return (default, 1.0) if default else None

    def _colour_of(self, told: Element) -> tuple[str, float]:
        if any(child(told, kind) is not None for kind in _SHADINGS):
            raise Refused("渐变色或底纹", self._where)
        alpha = float(told.get("Alpha") or 255) / 255
        values = [_number(value) for value in re.findall(r"#[0-9A-Fa-f]+|[\d.]+", told.get("Value") or "")]
        if told.get("Index") is not None and not values:
            raise Refused("调色板里的颜色", self._where)
        space = self._resources.spaces.get(told.get("ColorSpace") or "", "")
        if space == "CMYK" or len(values) == 4:
            c, m, y, k = (min(value, 255) / 255 for value in [*values, 0, 0, 0, 0][:4])
            values = [255 * (1 - c) * (1 - k), 255 * (1 - m) * (1 - k), 255 * (1 - y) * (1 - k)]
        elif len(values) == 1:
            values *= 3
        red, green, blue = (round(min(255, value)) for value in (*values, 0, 0, 0)[:3])
        return f"#{red:02x}{green:02x}{blue:02x}", alpha


def _paint_of(name: str, colour: tuple[str, float] | None) -> str:
    if colour is None:
        return f' {name}="none"'
    value, alpha = colour
    return f' {name}="{value}"' + (f' {name}-opacity="{alpha:g}"' if alpha < 1 else "")


def _is_true(told: str | None, *, default: bool) -> bool:
    return default if told is None else told.strip().lower() in ("true", "1")


def _number(text: str) -> float:
    return float(int(text[1:], 16)) if text.startswith("#") else float(text)


def _plain(values: list[float]) -> str:
    return " ".join(f"{value:g}" for value in values)


def _deltas(told: str | None) -> list[float]:
    """`g n v` is n times v (GB/T 33190 11.3)."""
    words, found = (told or "").split(), []
    at = 0
    while at < len(words):
        if words[at] == "g" and at + 2 < len(words):
            found += [float(words[at + 2])] * min(int(float(words[at + 1])), 100_000)
            at += 3
        else:
            found.append(float(words[at]))
            at += 1
    return found


def svg_path(told: str) -> str:
    """AbbreviatedData (GB/T 33190 table 35) in SVG's words."""
    words, path, at = re.findall(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", told), [], 0
    while at < len(words):
        step = words[at].upper()
        if step not in _STEPS:
            raise Unreadable(f"path: {words[at]}")
        count = _STEPS[step]
        given = words[at + 1 : at + 1 + count]
        if len(given) < count:
            raise Unreadable("path: cut short")
        path.append(_AS_SVG[step] + " ".join(given))
        at += 1 + count
    return "".join(path) if any(part[0] not in "M" for part in path) else ""


def picture_link(data: bytes) -> str:
    """A picture as SVG takes it in: PNG and JPEG as they are, others as PNG. Raises Refused."""
    for start, kind in ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg")):
        if data.startswith(start):
            return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    from PIL import Image

    try:
        if data.startswith(jbig2.SIGNATURE):
            return f"data:image/png;base64,{base64.b64encode(jbig2.jbig2_as_png(data)).decode()}"
        with Image.open(BytesIO(data), formats=("BMP", "GIF", "TIFF", "WEBP")) as picture:
            out = BytesIO()
            picture.convert("RGBA").save(out, "PNG")
    except Exception as error:  # decoders meet damage with any exception
        raise Refused("不认识或损坏的图片") from error
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def families_of(names: Mapping[str, str]) -> str:
    """What stands in for a font by its name: the embedded one first, then 宋 or 黑 of the fonts at hand."""
    told = " ".join(names.values())
    is_sans = re.search(r"黑|hei|sans|arial|helvetica|calibri|tahoma|verdana|yahei|雅黑|圆", told, re.IGNORECASE)
    own = [f"'{escape(name)}'" for name in names.values() if name and "'" not in name]
    return ", ".join(dict.fromkeys([*own, _SANS if is_sans else _SERIF, _SERIF, _SANS]))
