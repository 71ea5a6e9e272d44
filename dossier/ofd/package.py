"""The zip of an OFD file: parts by their paths, whatever parts these in the file; XML without its namespace."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

_MOST_UNPACKED = 300_000_000
_MOST_ENTRIES = 10_000

Element = Any
"""lxml's elements; their names are asked for without a namespace, as some writers use none or another."""


class Refused(Exception):  # noqa: N818  (the name people say)
    """Something of the file is not drawn: `feature` is its Chinese name, `where` its place."""

    def __init__(self, feature: str, where: str = "") -> None:
        super().__init__(feature, where)
        self.feature = feature
        self.where = where

    def __str__(self) -> str:
        """As people read it."""
        return f"{self.feature}（{self.where}）" if self.where else self.feature


class Unreadable(Exception):  # noqa: N818
    """The bytes are no sound OFD file, or larger unpacked than is allowed."""


class Package:
    """An open OFD file."""

    def __init__(self, data: bytes) -> None:
        try:
            archive = zipfile.ZipFile(BytesIO(data))
            entries = archive.infolist()
        except Exception as error:  # the zip library meets damage with many exceptions
            raise Unreadable(str(error)) from error
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
            raise Unreadable("too large")
        self._archive = archive
        self._entries = {_key(entry.filename): entry for entry in entries if not entry.is_dir()}
        if any(entry.flag_bits & 1 for entry in entries) or any(
            name.endswith("encryptions.xml") for name in self._entries
        ):
            raise Refused("加密的内容")

    def has(self, path: str) -> bool:
        """Whether there is such a part."""
        return _key(path) in self._entries

    def read(self, path: str) -> bytes:
        """A part's bytes. Raises Unreadable where it is missing or damaged."""
        try:
            return self._archive.read(self._entries[_key(path)])
        except Exception as error:
            raise Unreadable(f"{path}: {error}") from error

    def xml(self, path: str) -> Element:
        """A part's root element."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
        try:
            return etree.fromstring(self.read(path).lstrip(b"\xef\xbb\xbf \r\n\t"), parser)
        except (etree.LxmlError, ValueError) as error:
            raise Unreadable(f"{path}: {error}") from error


def _key(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").casefold()


def beside(base: str, path: str) -> str:
    """The path of a part named in the part `base`: from the root where it begins with `/`, else beside it."""
    path = path.strip().replace("\\", "/")
    return (
        path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    )


def name_of(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """The element's children of these names, or all."""
    for child in element if element is not None else ():
        if isinstance(child.tag, str) and (not names or name_of(child) in names):
            yield child


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return next(children(element, name), None)


def text_of(element: Element | None, name: str) -> str:
    """The text of the first child of this name; ''."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


def numbers(text: str | None) -> list[float]:
    """Numbers side by side; Unreadable where there is something else."""
    try:
        return [float(number) for number in (text or "").replace(",", " ").split()]
    except ValueError as error:
        raise Unreadable(f"number: {text}") from error
