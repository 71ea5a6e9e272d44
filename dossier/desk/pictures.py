"""Pages as pictures: drawn in a worker with limits, kept in `.dossier/`, never wider than asked."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from dossier.files.write import replacing
from dossier.pages.page import page_image
from dossier.pages.pictures import PageError
from dossier.processes.pool import Done, TimedOut, Workers

WIDTHS = (96, 240, 800, 1600)
"""Strip, contact sheet, page, close look."""
_SECONDS, _MEMORY_MB = 10.0, 1_500
_KEPT_BYTES = 500 << 20
_ENGINE = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A page to be drawn."""

    place: str
    media_type: str
    sha256: str
    page: int
    turn: int
    width: int

    @property
    def name(self) -> str:
        """What the picture is kept under."""
        told = f"{_ENGINE} {self.sha256} {self.page} {self.turn} {self.width}"
        return f"{sha256(told.encode()).hexdigest()[:32]}.jpg"


class Pictures:
    """The drawer of a workspace's pages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._workers: Workers | None = None

    def picture(self, wish: Wish) -> bytes | str:
        """The picture as JPEG; or why there is none, in words."""
        kept = self._folder / wish.name
        with contextlib.suppress(OSError):
            return kept.read_bytes()
        with self._lock:
            if self._workers is None:
                self._workers = Workers(1, seconds=_SECONDS, memory_mb=_MEMORY_MB)
            (result,) = self._workers.map(draw, [wish])
        if isinstance(result, TimedOut):
            return "这一页太复杂，10 秒没画出来。"
        if not isinstance(result, Done):
            return "这一页画不出来，文件可能已损坏。"
        if isinstance(result.value, bytes):
            self._keep(kept, result.value)
        return result.value

    def _keep(self, place: Path, data: bytes) -> None:
        with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
            place.parent.mkdir(parents=True, exist_ok=True)
            with replacing(place) as beside:
                beside.write_bytes(data)
            self._make_room()

    def _make_room(self) -> None:
        """The oldest go when there are too many."""
        kept = [
            (one.stat().st_mtime, one.stat().st_size, one)
            for one in self._folder.glob("*.*")
            if one.suffix in (".jpg", ".pdf")
        ]
        total = sum(size for _, size, _ in kept)
        for _, size, one in sorted(kept):
            if total <= _KEPT_BYTES:
                return
            one.unlink(missing_ok=True)
            total -= size

    def close(self) -> None:
        """End the worker."""
        if self._workers is not None:
            self._workers.close()


def draw(wish: Wish) -> bytes | str:
    """The page as JPEG, in a worker process; or why it cannot be shown."""
    try:
        image = page_image(Path(wish.place), wish.media_type, wish.page, long_side=wish.width * 3 // 2)
    except PageError as error:
        return f"这一页看不了：{error.words}。"
    if wish.turn:
        image = image.rotate(-wish.turn, expand=True)
    if image.width > wish.width:
        image = image.resize((wish.width, max(1, round(image.height * wish.width / image.width))))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
