"""Remembering what was worked out: a value that whoever computes is handed, and asks before it computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Memory(Protocol):
    """What is kept under a key with a digest of all it was made from."""

    def recall(self, kind: type[T], key: str, digest: str, make: Callable[[], T]) -> T:
        """What is kept under `key` if it was made from the same, else what `make` gives, which is then kept."""


class NoMemory:
    """Remembers nothing: everything is worked out each time."""

    def recall(self, kind: type[T], key: str, digest: str, make: Callable[[], T]) -> T:
        """What `make` gives."""
        return make()
