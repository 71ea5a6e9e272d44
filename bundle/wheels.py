"""requirements.lock → the wheels of one platform: pinned, fetched by hash, unpacked."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

NOT_IN_A_BUNDLE = frozenset({"cluster"})
"""Extras that an office has no use for."""
READING = "reading"
SOURCE_ONLY = frozenset({"bagit"})
"""Pure Python without a wheel on the index: its pinned source is made into one here."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


class BundleError(Exception):
    """Why there is no folder, in words for the one who makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A kind of machine, as the tools name it."""

    id: str
    uv: str
    """As `uv --python-platform` calls it."""
    tags: tuple[str, ...]
    """Platform tags of wheels that run there."""

    @property
    def is_windows(self) -> bool:
        """Whether it starts .cmd files."""
        return self.id.startswith("win")


def _linux(machine: str) -> Platform:
    """glibc 2.28 and newer: UOS 20, Kylin V10 SP1, Debian 10."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)]
    old = [f"{name}_{machine}" for name in ("manylinux2014", "manylinux2010", "manylinux1")]
    return Platform(id=f"linux_{machine}", uv=f"{machine}-manylinux_2_28", tags=(*tags, *old))


PLATFORMS: Mapping[str, Platform] = {
    "win_amd64": Platform(id="win_amd64", uv="x86_64-pc-windows-msvc", tags=("win_amd64",)),
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What goes into one folder: requirement lines with hashes, and name → version."""

    text: str
    versions: Mapping[str, str]


def pins_of(root: Path, lock: Path, platform: Platform, python: str, *, reading: bool) -> Pins:
    """The pinned packages that the program needs on `platform`, with the hashes of `lock`.

    Raises BundleError for a package, version or hash that the lock does not know: the lock is what was tested.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = sorted(set(project.get("optional-dependencies", {})) - NOT_IN_A_BUNDLE - (set() if reading else {READING}))
    words = ["uv", "pip", "compile", str(root / "pyproject.toml"), "--quiet", "--no-header", "--no-annotate"]
    words += [word for extra in extras for word in ("--extra", extra)]
    words += ["--constraint", str(lock), "--generate-hashes"]
    words += ["--python-platform", platform.uv, "--python-version", python]
    text = "\n".join(line for line in _run(words).splitlines() if line and not line.startswith("--"))
    known, wanted = _locked(lock.read_text("utf-8")), _locked(text)
    strange = sorted(pin for pin, hashes in wanted.items() if not hashes or not hashes <= known.get(pin, frozenset()))
    if strange:
        names = "、".join("==".join(pin) for pin in strange)
        raise BundleError(f"{lock.name} 里没有（或哈希不同）：{names}。请先更新它。")
    return Pins(text=text + "\n", versions=dict(wanted.keys()))


def _locked(text: str) -> dict[tuple[str, str], frozenset[str]]:
    """(name, version) → its hashes."""
    found: dict[tuple[str, str], set[str]] = {}
    here: set[str] = set()
    for line in text.splitlines():
        if pin := _PIN.match(line):
            here = found.setdefault((normal(pin[1]), pin[2]), set())
        here.update(_HASH.findall(line))
    return {pin: frozenset(hashes) for pin, hashes in found.items()}


def normal(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def fetch(requirements: Path, folder: Path, platform: Platform, python: str) -> None:
    """Fetch the wheels, each by its hash, into `folder`. Raises BundleError where one is not to be had.

    A wheel that was made here of its source gets its own hash in `requirements`, beside that of the source.
    """
    pins = re.split(r"\n(?=\S)", requirements.read_text("utf-8").strip())
    sources = [pin for pin in pins if normal(pin.partition("==")[0]) in SOURCE_ONLY]
    with tempfile.TemporaryDirectory(prefix="bundle-") as name:
        ready, raw = Path(name, "wheels.txt"), Path(name, "sources.txt")
        ready.write_text("\n".join(pin for pin in pins if pin not in sources) + "\n", "utf-8")
        raw.write_text("\n".join(sources) + "\n", "utf-8")
        _pip("download", "--dest", str(folder), *_for(platform, python), "-r", str(ready))
        if not sources:
            return
        _pip("wheel", "--wheel-dir", str(folder), "--no-deps", "--require-hashes", "-r", str(raw))
    kept = [f"{pin} \\\n    --hash=sha256:{_made_of(pin, folder)}" if pin in sources else pin for pin in pins]
    requirements.write_text("\n".join(kept) + "\n", "utf-8", newline="\n")


def _made_of(pin: str, folder: Path) -> str:
    """The hash of the wheel that was made of a pinned source."""
    name = normal(pin.partition("==")[0]).replace("-", "_")
    return hashlib.sha256(next(folder.glob(f"{name}-*.whl")).read_bytes()).hexdigest()


def unpack(requirements: Path, wheels: Path, folder: Path, platform: Platform, python: str) -> None:
    """The wheels as an environment in `folder`, from the disk alone and by hash again."""
    words = ("--target", str(folder), "--no-index", "--find-links", str(wheels), "--no-compile")
    _pip("install", *words, *_for(platform, python), "-r", str(requirements))
    shutil.rmtree(folder / "bin", ignore_errors=True)  # starters that name this machine's Python


def _for(platform: Platform, python: str) -> list[str]:
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    words = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--implementation", "cp"]
    return [*words, "--python-version", python, *tags]


def _pip(*words: str) -> None:
    """pip of this Python, else through uv."""
    pip = [sys.executable, "-m", "pip"] if find_spec("pip") else ["uv", "tool", "run", "--from", "pip", "pip"]
    _run([*pip, *words, "--quiet", "--disable-pip-version-check", "--no-input"])


def _run(words: Sequence[str]) -> str:
    try:
        done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8", errors="replace")
    except OSError as error:
        raise BundleError(f"找不到 {words[0]}。请先安装：pip install {words[0]}") from error
    if done.returncode:
        said = "\n".join(line for line in done.stderr.splitlines() if line.strip())[-2_000:]
        raise BundleError(f"{' '.join(words[:3])} 没有做成：\n{said}")
    return done.stdout
