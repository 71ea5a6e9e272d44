"""The files that a dossier is made of: where they lie, and that they are still what was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from dossier.errors import Place, WorkspaceError, disk_words
from dossier.model import EvidenceFile

PDF = "application/pdf"
_CHUNK = 1 << 20
Stamp = tuple[int, int]
"""(size, modified_ns) of a file when its bytes were compared."""


class Sources:
    """The evidence of one case, by its path inside the case folder.

    `spelled` is path → the same as the disk spells it, where that differs (`Case.disk_paths`).
    `word_pdf` gives the typeset PDF of a Word file, or None where there is none. Every file's bytes are compared
    with the sha256 that was looked at before they are handed out, and `recheck` says at the end that none of them
    changed meanwhile. A file that changed, went away or is locked raises `WorkspaceError`.
    """

    def __init__(
        self,
        case_folder: Path,
        files: Mapping[str, EvidenceFile],
        word_pdf: Callable[[EvidenceFile], Path | None] = lambda file: None,
        spelled: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = case_folder
        self._files = files
        self._word_pdf = word_pdf
        self._spelled = spelled or {}
        self._stamps: dict[str, Stamp] = {}

    def file(self, path: str) -> EvidenceFile:
        """What was found when the file was looked at."""
        return self._files[path]

    def on_disk(self, path: str) -> Path:
        """Where the file lies; its bytes have been compared."""
        place = self._place(path)
        if path not in self._stamps:
            self._stamps[path] = self._compare(path, place)
        return place

    def read(self, path: str) -> bytes:
        """The whole file, read once and compared."""
        place = self._place(path)
        try:
            stamp = _stamp(place)
            data = place.read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from error
        if hashlib.sha256(data).hexdigest() != self._files[path].sha256:
            raise _changed(path)
        self._stamps[path] = stamp
        return data

    def pdf(self, path: str) -> Path | None:
        """The PDF to place: the file itself, or what its Word file looks like typeset; None where there is none."""
        place = self.on_disk(path)
        file = self._files[path]
        return place if file.media_type == PDF else self._word_pdf(file)

    def recheck(self) -> None:
        """Raise `WorkspaceError` if a file that was handed out has been touched since."""
        for path, stamp in self._stamps.items():
            place = self._place(path)
            try:
                now = _stamp(place)
            except OSError as error:
                raise _unreadable(path, error) from error
            if now != stamp:
                self._stamps[path] = self._compare(path, place)

    def _place(self, path: str) -> Path:
        return self._folder / self._spelled.get(path, path)

    def _compare(self, path: str, place: Path) -> Stamp:
        digest = hashlib.sha256()
        try:
            stamp = _stamp(place)
            with place.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise _unreadable(path, error) from error
        if digest.hexdigest() != self._files[path].sha256:
            raise _changed(path)
        return stamp


def _stamp(place: Path) -> Stamp:
    found = place.stat()
    return found.st_size, found.st_mtime_ns


def _changed(path: str) -> WorkspaceError:
    return WorkspaceError(
        "生成档案时材料被改动",
        places=(Place(path, problem="内容与核查时不一样"),),
        hint="请等文件复制或修改完成，再重新生成这个个案。",
    )


def _unreadable(path: str, error: OSError) -> WorkspaceError:
    gone = isinstance(error, FileNotFoundError)
    return WorkspaceError(
        "生成档案时读不到材料",
        places=(Place(path, problem="文件已不在原处" if gone else f"打不开（{disk_words(error)}）"),),
        hint="请放回文件后重试。" if gone else "请关闭正在使用它的程序（看图软件、WPS、网盘同步）后重试。",
    )
