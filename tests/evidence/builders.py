"""Small real files, made by the tests that need them, and what workers do in tests.

Functions that run in workers stand here: a worker imports the module of its function, and test modules are slow.
"""

from __future__ import annotations

import ctypes
import io
import struct
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from dossier.evidence import Cache, Refusal
from dossier.evidence.looking import Round, look_at_cases
from dossier.evidence.word_facts import WordPdf
from dossier.files.store import Store
from dossier.model import Case, EvidenceFile, Student
from dossier.pages.page import page_image
from dossier.pages.pictures import PageError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def a_picture(width: int = 80, height: int = 60) -> Image.Image:
    """Busy enough that its file is larger than its headers; the upper left quarter is red."""
    rng = np.random.default_rng(width * height)
    pixels = rng.integers(0, 255, (height, width, 3), dtype=np.uint8)
    pixels[: height // 2, : width // 2] = (220, 20, 20)
    return Image.fromarray(pixels)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of the picture's file."""
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_jpeg(width: int = 80, height: int = 60, **options: Any) -> bytes:
    """A JPEG photograph."""
    return saved(a_picture(width, height), "JPEG", quality=90, **options)


def an_exif(orientation: int = 1, taken: str = "") -> Image.Exif:
    """EXIF with a turn and a time."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
    return exif


def a_pdf(pages: int = 1, *, text: str = "", rotate: int = 0, **save: Any) -> bytes:
    """A PDF of A4 pages, each with its number, or with `text`."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 700 Td ({text or number}) Tj ET".encode())
        if rotate:
            page.obj.Rotate = rotate
    out = io.BytesIO()
    pdf.save(out, static_id=True, **save)
    return out.getvalue()


def a_scan_pdf() -> bytes:
    """A PDF page that is one picture."""
    return saved(a_picture(200, 280), "PDF", resolution=100.0)


def a_locked_pdf(user: str = "", owner: str = "geheim") -> bytes:
    """A PDF under a password; without a user password anybody can open it."""
    return a_pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


def a_docx(**entries: str) -> bytes:
    """A zip that looks like a Word file; `entries` are further files in it."""
    out = io.BytesIO()
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": entries.pop("document", "<w:document/>"),
        **entries,
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # the same bytes at any time
    return out.getvalue()


def a_zip(*names: str) -> bytes:
    """A zip with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def an_ole(*streams: str, body: bytes = b"") -> bytes:
    """As much of an OLE container as is looked at: its signature, `body` on a sector, the names of its streams."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return head + body.ljust(512, b"\1") + names


def a_doc(*, locked: bool = False) -> bytes:
    """The start of an old Word file."""
    flags = 0x0100 if locked else 0
    return an_ole("WordDocument", body=b"\xec\xa5" + bytes(8) + struct.pack("<H", flags))


def typeset_to(pages: int, data: bytes) -> bytes:
    """A stand-in typesetter: so many pages, whatever the file; use with functools.partial."""
    return a_pdf(pages)


def typeset_with_loss(data: bytes) -> WordPdf:
    """A stand-in typesetter that tells of text which stands on no page."""
    return WordPdf(a_pdf(1), ("第1页：图片伸出纸外的部分不印",))


def refuse(data: bytes) -> Refusal:
    """A stand-in typesetter that refuses."""
    return Refusal(("文本框（第3段）",))


def refuse_elsewhere(data: bytes) -> Refusal:
    """A stand-in typesetter that finds content which is not in the file."""
    return Refusal(("链接的图片（第1段）",), elsewhere=True)


def show(task: tuple[str, str, int]) -> str:
    """Whether a page can be shown; anything but a PageError is a bug."""
    path, media_type, page = task
    try:
        page_image(Path(path), media_type, page, long_side=60)
    except PageError as error:
        return error.rule
    return "shown"


def typeset_and_die(data: bytes) -> bytes:
    """A typesetter that a hostile file brings down."""
    if b"word/bad" in data:
        ctypes.string_at(0)
    return a_pdf()


def typeset_with_a_bug(data: bytes) -> bytes:
    """A typesetter that stumbles."""
    raise KeyError("w:nonsense")


def append_lines(job: tuple[str, int]) -> None:
    """Write ten lines to a store, one by one: (folder, number of the writer)."""
    folder, number = job
    store = Store(Path(folder), "looks", 1)
    for step in range(10):
        store.put(f"{number}-{step}", "x" * 500)
        store.save()


def typeset_and_touch(place: Path, data: bytes) -> bytes:
    """A stand-in during whose work somebody saves the file again."""
    place.write_bytes(place.read_bytes() + b"x")
    return a_pdf()


TWO_PAGES = partial(typeset_to, 2)


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below `folder`."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def a_case(*paths: str, folder: str = "001-张三", **more: Any) -> Case:
    """A case with these files."""
    return Case(id="001", student=Student(), folder=folder, paths=paths, **more)


def look(root: Path, cases: Sequence[Case], **options: Any) -> tuple[Case, ...]:
    """Look at all files of these cases, with a typesetter that may fail in every way."""
    return look_at_cases(root, cases, Round(**options))


def look_at(root: Path, files: dict[str, bytes], **options: Any) -> dict[str, EvidenceFile]:
    """Put the files into a case and look at them."""
    put(root / "001-张三", files)
    options = {"typeset": TWO_PAGES, "cache": Cache(None), "workers": 1, **options}
    (case,) = look(root, [a_case(*files)], **options)
    assert [file.path for file in case.files] == list(files)
    return {file.path: file for file in case.files}


def look_at_one(root: Path, name: str, data: bytes, **options: Any) -> EvidenceFile:
    """Look at one file."""
    return look_at(root, {name: data}, **options)[name]


def an_ole_file(*tops: str, embedded: tuple[str, ...] = (), body: bytes = b"") -> bytes:
    """A compound file with a readable directory: streams at its top, others in a storage `ObjectPool`; `body` in each.

    Every stream is one chain of 8 sectors with the same content.
    """
    names = [*tops, "ObjectPool", *embedded] if embedded else list(tops)
    content = body.ljust(4096, b"\0")
    sectors = (len(names) + 1 + 3) // 4

    def entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
        spelled = name.encode("utf-16-le") + b"\0\0"
        head = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled), kind, 1, left, right, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    nobody, end = 0xFFFFFFFF, 0xFFFFFFFE
    pool = len(tops) + 1
    rows = [entry("Root Entry", 5, nobody, nobody, 1, end, 0)]
    for at, name in enumerate(tops, 1):
        after = at + 1 if at < len(tops) else (pool if embedded else nobody)
        rows.append(entry(name, 2, nobody, after, nobody, sectors + 1, 4096))
    if embedded:
        rows.append(entry("ObjectPool", 1, nobody, nobody, pool + 1, end, 0))
        for at, name in enumerate(embedded, pool + 1):
            after = at + 1 if at < pool + len(embedded) else nobody
            rows.append(entry(name, 2, nobody, after, nobody, sectors + 1, 4096))
    chain = [*range(1, sectors), end, 0xFFFFFFFD, *range(sectors + 2, sectors + 9), end]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<IIIIIIII", 1, 0, 0, 4096, end, 0, end, 0)
    head += struct.pack("<I", sectors).ljust(436, b"\xff")
    return head + b"".join(rows).ljust(sectors * 512, b"\0") + table + content
