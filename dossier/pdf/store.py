"""Image streams on their way into the dossier: in memory while they are few, on disk when they are many.

Thousands of photographs must not stand in memory until the dossier is saved. Beyond a budget they are written to a
scratch PDF beside the target, from which they are copied when it is saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from dossier.pdf.pictures import ImageStream

BUDGET = 160_000_000
"""Bytes of image streams held in memory."""
_PROFILE_SPACES = {3: b"RGB ", 1: b"GRAY"}


class Store:
    """Takes image streams one after another; gives each as an XObject of any Pdf once all are in."""

    def __init__(self, scratch: Path) -> None:
        self._path = scratch
        self._held: list[ImageStream | int] = []
        self._bytes = 0
        self._file: IO[bytes] | None = None
        self._offsets: list[int] = []
        self._scratch: pikepdf.Pdf | None = None
        self._profiles: dict[tuple[int, bytes], Any] = {}
        self._owner: pikepdf.Pdf | None = None

    def add(self, image: ImageStream) -> int:
        """Keep an image; its ticket."""
        if self._bytes + image.size <= BUDGET:
            self._bytes += image.size
            self._held.append(image)
        else:
            self._held.append(self._write(image))
        return len(self._held) - 1

    def xobject(self, ticket: int, image: ImageStream, pdf: pikepdf.Pdf) -> Any:
        """The image as an XObject of `pdf`. `image` says what its dictionary holds; its bytes may be gone."""
        held = self._held[ticket]
        if isinstance(held, ImageStream):
            stream: Any = pdf.make_stream(b"".join(held.pieces))
        else:
            stream = pdf.copy_foreign(self._opened().get_object(held, 0))
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, image.bits
        stream.Filter = Name(f"/{image.filter}")
        stream.ColorSpace = self._colours(image, pdf)
        if image.predictor:
            stream.DecodeParms = Dictionary(
                Predictor=15, Colors=image.components, BitsPerComponent=image.bits, Columns=image.width
            )
        return stream

    def close(self) -> None:
        """Forget everything, on disk too."""
        if self._scratch is not None:
            self._scratch.close()
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _colours(self, image: ImageStream, pdf: pikepdf.Pdf) -> Any:
        base = self._profiled(image, pdf) or (Name.DeviceGray if image.components == 1 and not image.palette
                                              else Name.DeviceRGB)
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

    # ------------------------------------------------------------------ scratch

    def _write(self, image: ImageStream) -> int:
        if self._file is None:
            self._file = self._path.open("w+b")
            self._file.write(b"%PDF-1.7\n")
        number = self._begin(f"<</Length {image.size}>>\nstream\n", image.pieces)
        self._file.write(b"\nendstream\nendobj\n")
        return number

    def _begin(self, head: str, pieces: Iterable[bytes | memoryview] = ()) -> int:
        assert self._file is not None  # _write opens it
        self._offsets.append(self._file.tell())
        self._file.write(f"{len(self._offsets)} 0 obj\n{head}".encode())
        self._file.writelines(pieces)
        return len(self._offsets)

    def _opened(self) -> pikepdf.Pdf:
        if self._scratch is None:
            assert self._file is not None  # a number was given out only by _write
            pages = self._begin("<</Type/Pages/Kids[]/Count 0>>\nendobj\n")
            root = self._begin(f"<</Type/Catalog/Pages {pages} 0 R>>\nendobj\n")
            start = self._file.tell()
            rows = "".join(f"{offset:010d} 00000 n \n" for offset in self._offsets)
            self._file.write(
                f"xref\n0 {root + 1}\n0000000000 65535 f \n{rows}trailer\n<</Size {root + 1}/Root {root} 0 R>>\n"
                f"startxref\n{start}\n%%EOF\n".encode()
            )
            self._file.flush()
            # Read through the file, not through a map of it: mapped pages would count as memory.
            self._scratch = pikepdf.open(self._path, access_mode=pikepdf.AccessMode.stream)
        return self._scratch
