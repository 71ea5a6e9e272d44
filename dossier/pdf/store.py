"""Image data goes around the PDF library: it would hold all of it in memory, copied, until the dossier is saved.

While a dossier is put together, an image is a stub: a stream with its dictionary, a ticket and no data. Once the rest
is saved, the data is appended from where it lies (memory, a scratch file, a source PDF) as an incremental update, which
every PDF reader knows, under the stubs' own object numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from dossier.pdf.image_streams import ImageStream

BUDGET = 160_000_000
"""Bytes of image data held in memory; the rest waits in the scratch file."""
_PROFILE_SPACES = {3: b"RGB ", 1: b"GRAY"}
_STUB = re.compile(rb"\n(\d+) 0 obj\n<< ([^\n]*?)/DossierTicket (\d+)([^\n]*?) >>\nstream\n")
_TRAILER = re.compile(rb"/Type /XRef [^\n]*? >>\nstream\n")
_PARKED = ("/Filter", "/DecodeParms")


@dataclass(frozen=True, slots=True)
class _Spooled:
    """Data in the scratch file."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class _Foreign:
    """Data of a stream of a source PDF, under its object number."""

    place: Path
    number: tuple[int, int]


_Pieces = tuple[bytes | memoryview, ...]


class Store:
    """Takes image data one after another against tickets, and appends it to the saved dossier."""

    def __init__(self, scratch: Path) -> None:
        self._path = scratch
        self._held: list[_Pieces | _Spooled | _Foreign] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._profiles: dict[tuple[int, bytes], Any] = {}
        self._owner: pikepdf.Pdf | None = None

    def add(self, image: ImageStream) -> int:
        """Keep the data of an image; its ticket."""
        return self._keep(tuple(image.pieces), image.size)

    def xobject(self, ticket: int, image: ImageStream, pdf: pikepdf.Pdf) -> Any:
        """The stub of an image, as an XObject of `pdf`. `image` says what its dictionary holds."""
        stub: Any = pdf.make_stream(b" ")
        stub.Type, stub.Subtype = Name.XObject, Name.Image
        stub.Width, stub.Height, stub.BitsPerComponent = image.width, image.height, image.bits
        stub.ColorSpace = self._colours(image, pdf)
        stub.DossierFilter = Name(f"/{image.filter}")
        if image.predictor:
            stub.DossierDecodeParms = Dictionary(
                Predictor=15, Colors=image.components, BitsPerComponent=image.bits, Columns=image.width
            )
        stub.DossierTicket = ticket
        return stub

    def park(self, picture: Any, place: Path, *, is_changed: bool) -> None:
        """Make a stub of a picture of the source PDF at `place`; its data is fetched from there, or kept if changed."""
        raw: _Pieces = (picture.read_raw_bytes(),) if is_changed else ()
        ticket = self._keep(raw, len(raw[0])) if raw else self._note(_Foreign(place, picture.objgen))
        parked = {key: picture[key] for key in _PARKED if key in picture}
        picture.write(b" ")
        for key, value in parked.items():
            picture[f"/Dossier{key[1:]}"] = value
        picture.DossierTicket = ticket

    def append_to(self, dossier: Path) -> None:
        """Append the data of every stub in the saved `dossier`."""
        base = dossier.read_bytes()
        stubs = [(int(found[1]), int(found[3]), found[2] + found[4]) for found in _STUB.finditer(base)]
        if not stubs:
            return
        trailer = _trailer(base)
        with dossier.open("ab") as out, self.fetching() as fetch:
            offsets = []
            for number, ticket, entries in stubs:
                offsets.append((number, out.tell()))
                data = list(fetch.pieces(ticket))
                length = sum(len(piece) for piece in data)
                out.write(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, _restored(entries), length))
                out.writelines(data)
                out.write(_end(bytes(data[-1][-1:]) if data else b""))
            _write_xref(out, offsets, trailer, base)

    def fetching(self) -> Fetcher:
        """Gets data back against tickets; use in a `with`."""
        return Fetcher(self._held, self.spooled)

    def close(self) -> None:
        """Forget everything, on disk too."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def spooled(self, offset: int, size: int) -> bytes:
        """Data that waits in the scratch file."""
        assert self._file is not None  # an offset was given out only by _keep
        self._file.seek(offset)
        return self._file.read(size)

    def _note(self, held: _Pieces | _Spooled | _Foreign) -> int:
        self._held.append(held)
        return len(self._held) - 1

    def _keep(self, pieces: _Pieces, size: int) -> int:
        if self._bytes + size <= BUDGET:
            self._bytes += size
            return self._note(pieces)
        if self._file is None:
            self._file = self._path.open("w+b")
        offset = self._file.seek(0, 2)
        self._file.writelines(pieces)
        return self._note(_Spooled(offset, size))

    def _colours(self, image: ImageStream, pdf: pikepdf.Pdf) -> Any:
        plain = Name.DeviceGray if image.components == 1 and not image.palette else Name.DeviceRGB
        base = self._profiled(image, pdf) or plain
        if image.palette:
            return Array([Name.Indexed, base, len(image.palette) // 3 - 1, String(image.palette)])
        return base

    def _profiled(self, image: ImageStream, pdf: pikepdf.Pdf) -> Any:
        """An ICC colour space, one for all pictures that share it; None where there is none to trust."""
        components = 3 if image.palette else image.components
        if len(image.profile) < 128 or image.profile[16:20] != _PROFILE_SPACES[components]:
            return None
        if self._owner is not pdf:
            self._owner, self._profiles = pdf, {}
        key = (components, hashlib.sha256(image.profile).digest())
        if key not in self._profiles:
            stream = pdf.make_stream(image.profile)
            stream.N = components
            stream.Alternate = Name.DeviceRGB if components == 3 else Name.DeviceGray
            self._profiles[key] = pdf.make_indirect(Array([Name.ICCBased, stream]))
        return self._profiles[key]


class Fetcher:
    """Gets data from where it waits; of source PDFs, the one used last stays open."""

    def __init__(self, held: Sequence[_Pieces | _Spooled | _Foreign], spooled: Callable[[int, int], bytes]) -> None:
        self._held = held
        self._spooled = spooled
        self._place: Path | None = None
        self._source: pikepdf.Pdf | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._source is not None:
            self._source.close()

    def is_same(self, ticket: int, data: bytes) -> bool:
        """Whether `data` is what was kept against the ticket, byte for byte."""
        return b"".join(self.pieces(ticket)) == data  # joined, as views are compared one item at a time

    def pieces(self, ticket: int) -> Iterator[bytes | memoryview]:
        """The data kept against a ticket."""
        held = self._held[ticket]
        if isinstance(held, _Spooled):
            yield self._spooled(held.offset, held.size)
        elif isinstance(held, _Foreign):
            if self._source is None or self._place != held.place:
                self.__exit__()
                self._source = pikepdf.open(held.place, access_mode=pikepdf.AccessMode.stream)
                self._place = held.place
            yield self._source.get_object(held.number).read_raw_bytes()
        else:
            yield from held


def _end(last: bytes) -> bytes:
    """What closes a stream; after data that end in CR, LF alone would be taken for a part of one line end."""
    return b"\r\nendstream\nendobj\n" if last == b"\r" else b"\nendstream\nendobj\n"


def _restored(entries: bytes) -> bytes:
    """A stub's dictionary with what belongs to the data instead of what belongs to the stub."""
    own = re.sub(rb"/(Length \d+|Filter /FlateDecode)(?= |$)", b"", entries)
    return own.replace(b"/DossierFilter", b"/Filter").replace(b"/DossierDecodeParms", b"/DecodeParms")


def _trailer(base: bytes) -> bytes:
    *_, last = _TRAILER.finditer(base)
    return last[0]


def _write_xref(out: IO[bytes], offsets: list[tuple[int, int]], trailer: bytes, base: bytes) -> None:
    """A cross-reference stream of what was appended, that points back to the one before."""

    def entry(name: bytes, pattern: bytes) -> bytes:
        found = re.search(rb"/" + name + rb" (" + pattern + rb")", trailer)
        assert found is not None  # the library has just written it
        return found[1]

    number, at = int(entry(b"Size", rb"\d+")), out.tell()
    rows = sorted([*offsets, (number, at)])
    index = b" ".join(b"%d 1" % row for row, _ in rows)
    table = b"".join(b"\x01" + offset.to_bytes(7) for _, offset in rows)
    previous = base[base.rindex(b"startxref") :].split()[1]
    kept = b" ".join(
        (
            b"/Root " + entry(b"Root", rb"\d+ \d+ R"),
            b"/Info " + entry(b"Info", rb"\d+ \d+ R"),
            b"/ID " + entry(b"ID", rb"\[.*?\]"),
        )
    )
    out.write(
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [ 1 7 0 ] /Index [ %s ] /Prev %s %s /Length %d >>\nstream\n"
        % (number, number + 1, index, previous, kept, len(table))
    )
    out.write(table)
    out.write(_end(table[-1:]))
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)
