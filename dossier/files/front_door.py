"""Front doors that open late: a name of a room is loaded when somebody asks for it, with no more than its module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def opens_late(room: str, where: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a room's `__init__`: `where` says which of its modules holds each name of `__all__`."""

    def load(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{where[name]}"), name)

    return load
