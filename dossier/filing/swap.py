"""Put a finished dossier in its place: the manifest, the swap that is never half done, the lock on an output folder."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from dossier.errors import OutputError
from dossier.files.names import MANIFEST
from dossier.files.write import put_in_place, writing
from dossier.filing.manifest import read_standing

_WORK = ".work-"
_OLD = ".old-"
_JOURNAL = ".journal"


# ---------------------------------------------------------------------------- manifest


# ---------------------------------------------------------------------------- the swap


@contextlib.contextmanager
def work_folder(output: Path) -> Iterator[Path]:
    """A folder beside the finished ones, gone when the work is done or fails.

    Raises OutputError in words when anything inside cannot be written.
    """
    with writing(output):
        folder = Path(tempfile.mkdtemp(prefix=_WORK, dir=output))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def journal_place(target: Path) -> Path:
    """Where the process that makes `target` writes down what it reads; for the time of one run."""
    return target.with_name(f".{target.name}{_JOURNAL}")


def swap_in(work: Path, target: Path) -> None:
    """Make the finished `work` folder stand at `target`; readers see the old dossier or the new one, whole.

    What a person put beside the old dossier is kept.
    """
    with writing(target):
        old = target.with_name(f"{_OLD}{target.name}")
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
            put_in_place(target, old)
        try:
            put_in_place(work, target)
        except OSError:
            if old.exists():
                put_in_place(old, target)
            raise
        _keep_strangers(old, target)
        shutil.rmtree(old, ignore_errors=True)


def _keep_strangers(old: Path, target: Path) -> None:
    """What the program did not make goes on lying beside the new dossier, also where the old manifest is torn."""
    if not old.exists():
        return
    manifest = read_standing(old).manifest
    named = {output.path for output in manifest.outputs} if manifest else {f"{target.name}.pdf", f"{target.name}.docx"}
    for path in old.iterdir():
        if path.name not in named | {MANIFEST} and not (target / path.name).exists():
            put_in_place(path, target / path.name)


def recover(output: Path) -> None:
    """After a run that was killed: bring back a dossier that was being replaced, clear half-made ones."""
    for path in output.glob(f"{_OLD}*"):
        target = path.with_name(path.name.removeprefix(_OLD))
        if target.exists():
            shutil.rmtree(path, ignore_errors=True)
        else:
            put_in_place(path, target)
    for path in output.glob(f"{_WORK}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in output.glob(f".*{_JOURNAL}"):
        path.unlink(missing_ok=True)  # who was killed from outside says nothing about what was being read


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the output folder: two builds into it at once would undo each other."""
    with writing(output):
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            hint = "请等它做完再试，或用 --output 换一个文件夹。"
            raise OutputError(f"另一个窗口正在往 {output} 里生成档案", hint=hint) from None
    try:
        yield
    finally:
        lock.release()
