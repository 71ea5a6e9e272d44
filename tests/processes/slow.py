"""Work for a cluster's workers, importable there by name."""

from __future__ import annotations

import os
import time


def squared(number: int) -> tuple[int, int]:
    """The square, and which process made it; slow enough that a worker can die meanwhile."""
    time.sleep(0.3)
    return number * number, os.getpid()


def broken(number: int) -> int:
    """Always raises."""
    raise ValueError(f"bug at {number}")
