"""Small stand-ins: a Python of Windows, a wheel, a folder as make.py leaves it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from bundle.make import copy_program, place_python, write_starters
from bundle.wheels import PLATFORMS, Platform

WINDOWS, LINUX = PLATFORMS["win_amd64"], PLATFORMS["linux_x86_64"]


def an_embeddable_zip(folder: Path, minor: int = 12) -> Path:
    """What python.org calls the embeddable package, as far as its names go."""
    place = folder / f"python-3.{minor}-embed-amd64.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(f"python3{minor}._pth", f"python3{minor}.zip\r\n.\r\n\r\n#import site\r\n")
        for name in ("python.exe", f"python3{minor}.dll", f"python3{minor}.zip", "vcruntime140.dll"):
            archive.writestr(name, b"MZ")
    return place


def a_wheel(folder: Path, name: str, tag: str = "py3-none-any", *, version: str = "1.0", requires: str = "") -> Path:
    """A wheel of one module."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{name}-{version}-{tag}.whl"
    needs = f"Requires-Dist: {requires}\n" if requires else ""
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(
            f"{name}-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}"
        )
    return place


def a_folder(target: Path, platform: Platform, *, python: str = "3.12", program: bool = False) -> Path:
    """A folder without wheels."""
    target.mkdir(parents=True)
    if program:
        copy_program(target / "app")
    if platform.is_windows:
        place_python(an_embeddable_zip(target.parent), target / "python", platform)
    write_starters(target, platform, python)
    return target
