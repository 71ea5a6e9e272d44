"""A JBIG2 file (ITU-T T.88 annex D) → PNG, decoded by pdfium: it knows JBIG2 only inside a PDF."""

from __future__ import annotations

import struct
from io import BytesIO

SIGNATURE = b"\x97JB2\r\n\x1a\n"
_SEQUENTIAL, _UNKNOWN_PAGES = 1, 2
_PAGE_INFORMATION = 48
_MOST_PIXELS = 64_000_000


def jbig2_as_png(data: bytes) -> bytes:
    """Raises ValueError where it is no JBIG2 that can be shown."""
    import pikepdf
    import pypdfium2
    from pikepdf import Array, Dictionary, Name

    if not data.startswith(SIGNATURE) or not data[8] & _SEQUENTIAL:
        raise ValueError("not a sequential JBIG2 file")
    body = data[9 if data[8] & _UNKNOWN_PAGES else 13 :]
    width, height = _size(body)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, height))
        picture = pdf.make_stream(b"")
        picture.write(body, filter=Name.JBIG2Decode)
        told = {"/Subtype": Name.Image, "/Width": width, "/Height": height, "/ColorSpace": Name.DeviceGray}
        for key, value in {**told, "/BitsPerComponent": 1}.items():
            picture[key] = value
        page.obj.Resources = Dictionary(XObject=Dictionary(P=picture))
        page.obj.Contents = pdf.make_stream(f"{width} 0 0 {height} 0 0 cm /P Do".encode())
        page.obj.MediaBox = Array([0, 0, width, height])
        whole = BytesIO()
        pdf.save(whole, static_id=True)
    document = pypdfium2.PdfDocument(whole.getvalue())
    try:
        out = BytesIO()
        document[0].render(scale=1).to_pil().convert("L").save(out, "PNG")
    finally:
        document.close()
    return out.getvalue()


def _size(body: bytes) -> tuple[int, int]:
    """Width and height as the page information says; it is among the first segments."""
    at = 0
    while at + 11 <= len(body):
        number, flags, referred = struct.unpack_from(">IBB", body, at)
        width_of_reference = 1 if number <= 256 else 2 if number <= 65536 else 4
        at += 6 + (referred >> 5) * width_of_reference + (4 if flags & 0x40 else 1)
        (length,) = struct.unpack_from(">I", body, at)
        at += 4
        if flags & 63 == _PAGE_INFORMATION:
            width, height = struct.unpack_from(">II", body, at)
            if 0 < width * height <= _MOST_PIXELS:
                return width, height
            break
        at += length
    raise ValueError("no page information")
