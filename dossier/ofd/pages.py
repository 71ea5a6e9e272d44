"""Document → pages: templates, content, annotations and seals, in the order in which a reader shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from dossier.ofd.package import (
    Element,
    Package,
    Refused,
    Unreadable,
    beside,
    child,
    children,
    name_of,
    numbers,
    text_of,
)
from dossier.ofd.seals import picture_in
from dossier.ofd.svg import Canvas, Resources, families_of

_DEEPEST_SEAL = 2
_MOST_PAGES = 2000


@dataclass(slots=True)
class Page:
    """One page, drawn."""

    width: float
    height: float
    svg: str
    text: str
    fonts: dict[str, bytes] = field(default_factory=dict)


def read_pages(data: bytes, depth: int = 0) -> list[Page]:
    """All pages of all documents in the file. Raises Refused, Unreadable."""
    package = Package(data)
    bodies = list(children(package.xml("OFD.xml"), "DocBody"))
    pages = [page for body in bodies for page in _document(package, body, depth)]
    if not pages:
        raise Unreadable("no page")
    return pages


def _document(package: Package, body: Element, depth: int) -> Iterator[Page]:
    root = beside("OFD.xml", text_of(body, "DocRoot"))
    document = package.xml(root)
    common = child(document, "CommonData")
    resources = Resources()
    fonts: dict[str, bytes] = {}
    for name in ("PublicRes", "DocumentRes"):
        for told in children(common, name):
            _add_resources(package, beside(root, (told.text or "").strip()), resources, fonts)
    templates = {told.get("ID"): beside(root, told.get("BaseLoc") or "") for told in children(common, "TemplatePage")}
    listed = list(children(child(document, "Pages"), "Page"))
    if len(listed) > _MOST_PAGES:
        raise Refused(f"{len(listed)} 页，超过 {_MOST_PAGES} 页")
    notes = _annotations(package, root, document)
    stamps = _stamps(package, body)
    for number, told in enumerate(listed, 1):
        place = beside(root, told.get("BaseLoc") or "")
        page = package.xml(place)
        box = _box(page, common)
        canvas = Canvas(resources, f"第{number}页")
        for res in children(page, "PageRes"):
            _add_resources(package, beside(place, (res.text or "").strip()), resources, fonts)
        used = [
            ((one.get("ZOrder") or "Background") == "Foreground", templates[one.get("TemplateID")])
            for one in children(page, "Template")
            if one.get("TemplateID") in templates
        ]
        below, above = ([path for is_above, path in used if is_above is wanted] for wanted in (False, True))
        for path in below:
            _draw_content(package, path, canvas, resources, fonts)
        _draw_layers(page, canvas)
        for path in above:
            _draw_content(package, path, canvas, resources, fonts)
        for annotation in notes.get(told.get("ID") or "", []):
            _draw_annotation(annotation, canvas)
        for picture, spot, clip in stamps.get(told.get("ID") or "", []):
            _draw_stamp(picture, spot, clip, canvas, depth)
        x, y, wide, high = box
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}mm" height="{high:g}mm" '
            f'viewBox="{x:g} {y:g} {wide:g} {high:g}">{"".join(canvas.parts)}</svg>'
        )
        yield Page(wide, high, svg, "".join(canvas.text), dict(fonts))


def _box(page: Element, common: Element | None) -> list[float]:
    for holder in (child(page, "Area"), child(common, "PageArea")):
        box = numbers(text_of(holder, "PhysicalBox"))
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            return box
    return [0.0, 0.0, 210.0, 297.0]


def _draw_content(package: Package, path: str, canvas: Canvas, resources: Resources, fonts: dict[str, bytes]) -> None:
    page = package.xml(path)
    for res in children(page, "PageRes"):
        _add_resources(package, beside(path, (res.text or "").strip()), resources, fonts)
    _draw_layers(page, canvas)


_ORDER = {"Background": 0, "Body": 1, "Foreground": 2}


def _draw_layers(page: Element, canvas: Canvas) -> None:
    content = child(page, "Content")
    for layer in sorted(children(content, "Layer"), key=lambda one: _ORDER.get(one.get("Type") or "Body", 1)):
        canvas.draw(layer, style=layer.get("DrawParam") or "")


# ---------------------------------------------------------------------------- resources


def _add_resources(package: Package, path: str, resources: Resources, fonts: dict[str, bytes]) -> None:
    if not package.has(path):  # what is asked of it and not found is told where it is asked
        return
    root = package.xml(path)
    folder = beside(path, root.get("BaseLoc") or ".") + "/x"
    for group in children(root):
        for told in children(group):
            name, number = name_of(told), told.get("ID") or ""
            if name == "Font":
                resources.fonts[number] = _font(package, folder, told, fonts)
            elif name == "MultiMedia" and (told.get("Type") or "Image").lower() == "image":
                place = beside(folder, text_of(told, "MediaFile"))
                if package.has(place):
                    resources.pictures[number] = package.read(place)
            elif name == "DrawParam":
                resources.styles[number] = told
            elif name in ("CompositeGraphicUnit", "CompositeGraphicUint"):
                resources.graphics[number] = told
            elif name == "ColorSpace":
                resources.spaces[number] = (told.get("Type") or "").upper()


def _font(package: Package, folder: str, told: Element, fonts: dict[str, bytes]) -> str:
    names = {"family": told.get("FamilyName") or "", "name": told.get("FontName") or ""}
    place = beside(folder, text_of(told, "FontFile"))
    if text_of(told, "FontFile") and package.has(place):
        data = package.read(place)
        own = _own_name(data)
        if own:
            fonts[place] = data
            names = {"own": own, **names}
    return families_of(names)


def _own_name(data: bytes) -> str:
    """The family that an embedded font calls itself; '' where it is broken or bare CFF."""
    from io import BytesIO

    from PIL import ImageFont

    try:
        family = ImageFont.truetype(BytesIO(data), 20).getname()[0]
    except Exception:  # a font that FreeType does not open
        return ""
    return family or ""


# ---------------------------------------------------------------------------- annotations and seals


def _annotations(package: Package, root: str, document: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = defaultdict(list)
    told = text_of(document, "Annotations")
    if not told or not package.has(beside(root, told)):
        return found
    place = beside(root, told)
    for page in children(package.xml(place), "Page"):
        path = beside(place, text_of(page, "FileLoc"))
        if package.has(path):
            found[page.get("PageID") or ""] += list(children(package.xml(path), "Annot"))
    return found


def _draw_annotation(annotation: Element, canvas: Canvas) -> None:
    if (annotation.get("Visible") or "true").lower() == "false":
        return
    look = child(annotation, "Appearance")
    if look is None or not len(look):
        return
    box = numbers(look.get("Boundary")) or [0.0, 0.0]
    start = len(canvas.parts)
    canvas.draw(look)
    body = "".join(canvas.parts[start:])
    canvas.parts[start:] = [f'<g transform="translate({box[0]:g} {box[1]:g})">{body}</g>']


Stamp = tuple[bytes, list[float], list[float] | None]


def _stamps(package: Package, body: Element) -> dict[str, list[Stamp]]:
    """Page → pictures of seals with their places."""
    found: dict[str, list[Stamp]] = defaultdict(list)
    told = text_of(body, "Signatures")
    if not told or not package.has(beside("OFD.xml", told)):
        return found
    listed = beside("OFD.xml", told)
    for one in children(package.xml(listed), "Signature"):
        place = beside(listed, one.get("BaseLoc") or "")
        if not package.has(place):
            continue
        signature = package.xml(place)
        info = child(signature, "SignedInfo")
        spots = list(children(info, "StampAnnot"))
        picture = _seal_picture(package, place, signature, info) if spots else None
        for spot in spots:
            if picture is None:
                raise Refused("没有图像的印章")
            clip = numbers(spot.get("Clip"))
            box = numbers(spot.get("Boundary"))
            found[spot.get("PageRef") or ""].append((picture, box, clip if len(clip) == 4 else None))
    return found


def _seal_picture(package: Package, place: str, signature: Element, info: Element | None) -> bytes | None:
    paths = [text_of(signature, "SignedValue"), text_of(child(info, "Seal"), "BaseLoc")]
    for path in paths:
        for base in (place, "OFD.xml"):
            if path and package.has(beside(base, path)) and (picture := picture_in(package.read(beside(base, path)))):
                return picture
    return None


def _draw_stamp(picture: bytes, spot: list[float], clip: list[float] | None, canvas: Canvas, depth: int) -> None:
    if len(spot) != 4:
        raise Unreadable("stamp without a place")
    if not picture.startswith(b"PK"):
        if picture.startswith((b"<svg", b"<?xml")):
            raise Refused("SVG 格式的印章")
        canvas.picture(picture, spot, clip)
        return
    if depth >= _DEEPEST_SEAL:
        raise Refused("层层嵌套的印章")
    seal = read_pages(picture, depth + 1)[0]
    canvas.picture_of_page(seal.svg, (seal.width, seal.height), spot, clip)
