"""Small OFD files (GB/T 33190), made by the tests that need them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def a_png(colour: str = "red", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def text(words: str, x: float = 20, y: float = 30, size: float = 6, more: str = "") -> str:
    """A line of text, each character as wide as it is high."""
    deltas = f' DeltaX="g {len(words) - 1} {size}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 150 10" Font="1" Size="{size}"{more}>'
        f'<ofd:TextCode X="0" Y="{size}"{deltas}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def an_ofd(
    *pages: str, res: str = "", parts: Mapping[str, bytes | str] | None = None, body: str = "", doc: str = ""
) -> bytes:
    """Pages of these objects on A5; `res` are further resources, `parts` further entries of the zip."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(1, len(pages) + 1))
    files: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD {NS} Version="1.0"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 148 210"
        "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{doc}</ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts>'
        f"{res}</ofd:Res>",
    }
    for number, objects in enumerate(pages, 1):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="5">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, **(parts or {})}.items():
            archive.writestr(name, data)
    return out.getvalue()


def der(tag: int, body: bytes) -> bytes:
    """One element of ASN.1 in DER."""
    length = bytes([len(body)]) if len(body) < 128 else b"\x83" + len(body).to_bytes(3, "big")
    return bytes([tag]) + length + body


def a_sealed_ofd(signed: bytes) -> bytes:
    """A page with a seal whose signed value is `signed`."""
    signature = (
        f'<ofd:Signature {NS}><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="1" Boundary="100 150 30 30"/>'
        "</ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    )
    listed = f'<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    return an_ofd(
        text("证明"),
        body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        parts={
            "Doc_0/Signs/Signatures.xml": listed,
            "Doc_0/Signs/Sign_0/Signature.xml": signature,
            "Doc_0/Signs/Sign_0/SignedValue.dat": signed,
        },
    )
