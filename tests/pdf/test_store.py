"""Image data goes around the PDF library and is there in the end, byte for byte."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

import dossier.pdf.store
from dossier.model import A4_PT, PageFact, Placed
from dossier.pdf.store import Store
from tests.pdf.build import TODAY, a_file, a_plan, own_pages, saved, sources, write_pdf


def a_scan(pages=2, *, size=A4_PT, mask=False, seed=0):
    """A scanned PDF with a large JPEG on each page and one logo that all pages share: (bytes, the JPEGs)."""
    dice = np.random.default_rng(seed)
    pdf = pikepdf.new()
    logo = pdf.make_stream(
        dice.bytes(160 * 160 * 3),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=160,
        Height=160,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    if mask:
        logo.SMask = pdf.make_stream(
            dice.bytes(160 * 160),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=160,
            Height=160,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
    jpegs = []
    for _ in range(pages):
        noise = Image.fromarray(dice.integers(190, 255, (300, 212, 3), dtype=np.uint8)).resize((424, 600))
        jpegs.append(saved(noise, "JPEG", quality=92))
        picture = pdf.make_stream(
            jpegs[-1],
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=424,
            Height=600,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture, Logo=logo))
        page.obj.Contents = pdf.make_stream(
            f"q {size[0]} 0 0 {size[1]} 0 0 cm /Im0 Do Q q 60 0 0 60 50 50 cm /Logo Do Q".encode()
        )
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue(), jpegs


def images_in(target, page):
    """Name → stream of all images that a page shows, also through forms."""
    found = {}

    def walk(resources):
        for name, thing in (resources.get("/XObject") or {}).items():
            thing = thing.get_object()
            if thing["/Subtype"] == "/Image":
                found[name] = thing
            else:
                walk(thing.get("/Resources", {}))

    walk(pypdf.PdfReader(target, strict=True).pages[page]["/Resources"])
    return found


@pytest.mark.parametrize(("size", "box"), [(A4_PT, None), ((612, 792), (60.0, 60.0, 475.0, 700.0))])
@pytest.mark.parametrize("budget", [dossier.pdf.store.BUDGET, 0])
@pytest.mark.parametrize("mask", [False, True])
def test_scans_keep_their_bytes_and_share_what_they_shared(tmp_path, monkeypatch, size, box, budget, mask):
    monkeypatch.setattr(dossier.pdf.store, "BUDGET", budget)
    data, jpegs = a_scan(size=size, mask=mask)
    file = a_file(tmp_path, "扫描.pdf", data, "application/pdf", [PageFact(width=size[0], height=size[1])] * 2)
    target = tmp_path / "d.pdf"
    plan = a_plan([[Placed(path="扫描.pdf", page=page, box=box) for page in (1, 2)]])

    notes = write_pdf(plan, own_pages(), sources(tmp_path, file), target, today=TODAY)

    assert notes == ()
    for page, jpeg in zip((3, 4), jpegs, strict=True):
        images = images_in(target, page)
        assert images["/Im0"]._data == jpeg
        assert ("/SMask" in images["/Logo"]) is mask
        assert not [key for image in images.values() for key in image if "Dossier" in key]
    first, second = (images_in(target, page)["/Logo"] for page in (3, 4))
    assert first.indirect_reference.idnum == second.indirect_reference.idnum
    assert target.stat().st_size < len(data) * 1.2 + 30_000


def test_data_that_is_not_what_was_kept_is_noticed(tmp_path, monkeypatch):
    """A disk that loses a byte on the way."""
    data, _ = a_scan(1)
    file = a_file(tmp_path, "扫描.pdf", data, "application/pdf", [PageFact(width=A4_PT[0], height=A4_PT[1])])
    append = Store.append_to
    spoiled = []

    def spoil(self, place):
        append(self, place)
        if not spoiled:
            spoiled.append(place)
            written = bytearray(place.read_bytes())
            written[written.index(b"\xff\xda") + 200] ^= 0xFF
            place.write_bytes(written)

    monkeypatch.setattr(Store, "append_to", spoil)

    notes = write_pdf(
        a_plan([[Placed(path="扫描.pdf", page=1)]]),
        own_pages(),
        sources(tmp_path, file),
        tmp_path / "d.pdf",
        today=TODAY,
    )

    assert [note.rule for note in notes] == ["page-pictured"]
    assert "图像数据与原件不一致" in notes[0].message
