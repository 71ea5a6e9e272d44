"""What was worked out stays worked out as long as nothing changes that it rests on: values in a store of `.dossier/`.

Beside each value a digest is kept of all that it was made from. What differs is made anew, and so is everything when
the store is deleted or damaged. Values are frozen dataclasses and tuples of them; msgspec writes and reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from dossier.files.hashes import digest_of
from dossier.files.store import Store

T = TypeVar("T")


class StoredMemory:
    """A memory that outlives the run. `rests_on` are texts that stand for all that every value depends on."""

    def __init__(self, store: Store, *rests_on: str) -> None:
        self._store = store
        self._rules = digest_of(*rests_on)
        self._decoders: dict[object, msgspec.json.Decoder[object]] = {}

    def recall(self, kind: type[T], key: str, digest: str, make: Callable[[], T]) -> T:
        """What is kept under `key` if it was made from the same, else what `make` gives, which is then kept.

        `kind` is the type of the value. What is kept but is no such value counts as not kept.
        """
        known = self.known(kind, key, digest)
        if known is not None:
            return known
        made = make()
        self._store.put_raw(key, msgspec.json.encode([digest_of(self._rules, digest), made]))
        return made

    def known(self, kind: type[T], key: str, digest: str) -> T | None:
        """What is kept under `key` if it was made from the same, else None."""
        kept = self._store.raw(key)
        if kept is not None and kept.startswith(f'["{digest_of(self._rules, digest)}",'.encode()):
            try:
                return self._decoder(kind).decode(kept)[1]
            except msgspec.MsgspecError:  # a checksum that holds by chance
                pass
        return None

    def save(self) -> None:
        """Write what is new."""
        self._store.save()

    def _decoder(self, kind: type[T]) -> msgspec.json.Decoder[tuple[str, T]]:
        if kind not in self._decoders:
            self._decoders[kind] = msgspec.json.Decoder(tuple[str, kind])  # type: ignore[valid-type]
        return self._decoders[kind]  # type: ignore[return-value]
