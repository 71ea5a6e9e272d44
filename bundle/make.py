"""Make the folder that a clerk copies from a stick and double-clicks (docs/windows.md says what was proved, and where).

python bundle/make.py --platform win_amd64|linux_x86_64|linux_aarch64 [--python DIR_OR_ZIP] DEST

    DEST/打开一生一案.cmd|.sh|.desktop   starts the desk
    DEST/命令行.cmd · bin/               the command `dossier`
    DEST/说明.html                       for the clerk
    DEST/app/                            the program, with templates/ and evidence_specs/ that a county may change
    DEST/wheels/ · requirements.txt      what it needs, by hash
    DEST/lib/ · python/                  the same unpacked, and the Python that runs it
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bundle.proof import problems_of  # noqa: E402  (run as a file, this folder is no package yet)
from bundle.wheels import PLATFORMS, BundleError, Pins, Platform, fetch, pins_of, unpack  # noqa: E402
from dossier import __version__  # noqa: E402

OLDEST = (3, 11)
_DEFAULT_PYTHON = "3.12"
"""For Windows where no Python is given: the wheels are made for one minor version."""
_STARTERS = Path(__file__).resolve().parent / "starters"
_RUNTIME = Path(__file__).resolve().parent / "windows.lock"
"""Microsoft's C++ runtime, which onnxruntime needs and neither Python nor a clean Windows brings."""
_PROGRAM = ("dossier", "templates", "evidence_specs", "cli.py", "LICENSE")
_EXECUTABLE = 0o755
_WANTED = {True: "python.org 的 Windows embeddable package（64 位）", False: "里面有 bin/python3 的文件夹"}


def main(words: Sequence[str]) -> int:
    """Make one folder; 0 when it stands and everything that can be looked at here holds."""
    asked = _arguments(words)
    try:
        make(
            PLATFORMS[asked.platform],
            asked.destination,
            python=asked.python,
            minor=asked.python_version,
            reading=not asked.without_reading,
            lock=asked.lock,
            packed=asked.zip,
        )
    except (BundleError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="做一个拷到办公电脑就能用的文件夹（做的时候要联网，用的时候不要）。")
    parser.add_argument("--platform", required=True, choices=list(PLATFORMS))
    parser.add_argument("--python", type=Path, help="目标系统的 Python：python.org 的 embeddable zip，或解开的文件夹")
    parser.add_argument("--python-version", help=f"没有 --python 时按哪个版本准备，如 {_DEFAULT_PYTHON}")
    parser.add_argument("--without-reading", action="store_true", help="不带看图识字（小约 50 MB）")
    parser.add_argument("--zip", action="store_true", help="再压成 DEST.zip（已解开的不再带 wheels/）")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock", help="钉住的版本和哈希")
    parser.add_argument("destination", type=Path, metavar="DEST", help="放在哪里；要么还没有，要么是空的")
    return parser.parse_args(words)


def make(
    platform: Platform,
    destination: Path,
    *,
    python: Path | None = None,
    minor: str | None = None,
    reading: bool = True,
    lock: Path = ROOT / "requirements.lock",
    packed: bool = False,
) -> None:
    """Make `destination` whole or not at all. Raises BundleError with what is missing or does not hold."""
    if destination.exists() and any(destination.iterdir()):
        raise BundleError(f"{destination} 里已经有东西，请换一个文件夹。")
    version = _version(python, minor, platform)
    _tell(f"按 {lock.name} 选 {platform.id}、Python {version} 的组件……")
    pins = pins_of(ROOT, lock, platform, version, reading=reading)
    work = destination.with_name(f"{destination.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        _fill(work, platform, python, version, pins)
        if wrong := problems_of(work, platform, version):
            raise BundleError("做好的文件夹不对：\n  " + "\n  ".join(wrong))
        if destination.exists():
            destination.rmdir()
        work.replace(destination)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    _state(destination, packed=packed)


def _fill(work: Path, platform: Platform, python: Path | None, version: str, pins: Pins) -> None:
    requirements = work / "requirements.txt"
    requirements.write_text(pins.text, "utf-8", newline="\n")
    _tell(f"下载 {len(pins.versions)} 个组件（按哈希核对）……")
    fetch(requirements, work / "wheels", platform, version)
    copy_program(work / "app")
    if python is not None:
        _tell("解开 Python……")
        place_python(python, work / "python", platform)
    if python is not None and platform.is_windows:
        fetch(_RUNTIME, work / "wheels", platform, version)
        place_runtime(work / "wheels", work / "python")
    if python is not None or not platform.is_windows:
        _tell("解开组件……")
        unpack(requirements, work / "wheels", work / "lib", platform, version)
    write_starters(work, platform, version)


# ---------------------------------------------------------------------------- Python


def _version(python: Path | None, minor: str | None, platform: Platform) -> str:
    """Such as 3.12: of the Python that is given, else what is asked for, else of the machine (Linux)."""
    if python is not None:
        found = _version_in(python, platform)
        if minor not in (None, found):
            raise BundleError(f"{python} 是 Python {found}，不是 {minor}。")
    else:
        found = minor or (_DEFAULT_PYTHON if platform.is_windows else ".".join(map(str, sys.version_info[:2])))
    if tuple(map(int, found.split("."))) < OLDEST:
        raise BundleError(f"Python {found} 太旧，要 {'.'.join(map(str, OLDEST))} 或更新。")
    return found


def _version_in(python: Path, platform: Platform) -> str:
    """The minor version by the names of the files; a Python of another platform is refused."""
    if not python.exists():
        raise BundleError(f"没有 {python}。")
    names = _names_in(python)
    pattern = r"python(3)(\d+)\._pth" if platform.is_windows else r"(?:[^/]+/)?bin/python(3)\.(\d+)"
    found = next((match for name in names if (match := re.fullmatch(pattern, name))), None)
    if found is None:
        wanted = _WANTED[platform.is_windows]
        raise BundleError(f"{python} 不是 {platform.id} 的 Python；要的是{wanted}。")
    return f"{found[1]}.{found[2]}"


def _names_in(python: Path) -> list[str]:
    if python.is_dir():
        return [path.relative_to(python).as_posix() for path in python.rglob("*")]
    try:
        with zipfile.ZipFile(python) as archive:
            return archive.namelist()
    except zipfile.BadZipFile:
        raise BundleError(f"{python} 不是 zip。") from None


def place_python(python: Path, target: Path, platform: Platform) -> None:
    """The given Python at `target`, told where the program and the environment lie."""
    if python.is_dir():
        shutil.copytree(python, target, symlinks=not platform.is_windows)
    else:
        with zipfile.ZipFile(python) as archive:
            archive.extractall(target)
    if platform.is_windows:
        for path in target.glob("python3*._pth"):  # where it stands, this list is all of sys.path
            path.write_text(f"{path.stem}.zip\n.\n../app\n../lib\n", "ascii", newline="\r\n")


def place_runtime(wheels: Path, python: Path) -> None:
    """The runtime's libraries beside python.exe, where Windows looks first; what lies there already stays."""
    found = [
        (archive, inside)
        for archive in sorted(wheels.glob("msvc_runtime-*.whl"))
        for inside in zipfile.ZipFile(archive).namelist()
        if re.search(r"\.data/data/msvcp140[^/]*\.dll$", inside)
    ]
    if not found:
        raise BundleError("msvc-runtime 里没有 msvcp140.dll。")
    for archive, inside in found:
        place = python / Path(inside).name
        if not place.exists():
            place.write_bytes(zipfile.ZipFile(archive).read(inside))


# ---------------------------------------------------------------------------- program and starters


def copy_program(target: Path) -> None:
    """The program as in a checkout, so that templates and specs lie where a county finds them."""
    target.mkdir(parents=True)
    for name in _PROGRAM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*"))
        else:
            shutil.copy2(source, target / name)


def write_starters(target: Path, platform: Platform, python: str) -> None:
    """What is double-clicked: .cmd in ASCII with CRLF, for consoles of any code page; the rest in UTF-8."""
    kind = "windows" if platform.is_windows else "linux"
    for source in sorted(path for path in (_STARTERS / kind).rglob("*") if path.is_file()):
        place = target / source.relative_to(_STARTERS / kind)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = _completed(source.read_text("utf-8"), platform, python)
        if source.suffix == ".cmd":
            place.write_text(text, "ascii", newline="\r\n")
        else:
            place.write_text(text, "utf-8", newline="\n")
            place.chmod(_EXECUTABLE)
    page = _completed((_STARTERS / "说明.html").read_text("utf-8"), platform, python)
    (target / "说明.html").write_text(page, "utf-8", newline="\n")


def _completed(text: str, platform: Platform, python: str) -> str:
    for key, value in {"PYTHON": python, "VERSION": __version__, "PLATFORM": platform.id}.items():
        text = text.replace(f"@{key}@", value)
    return text


# ---------------------------------------------------------------------------- size


def _state(destination: Path, *, packed: bool) -> None:
    wheels = sum(path.stat().st_size for path in (destination / "wheels").iterdir())
    whole = sum(path.stat().st_size for path in destination.rglob("*") if path.is_file())
    _tell(f"做好了：{destination}。组件 {wheels / 1e6:.0f} MB，整个文件夹 {whole / 1e6:.0f} MB。")
    if not (destination / "lib").is_dir():
        _tell("没有给 --python：文件夹里只有组件，没有能直接运行的环境。")
    if packed:
        size = pack(destination, destination.with_name(f"{destination.name}.zip"))
        _tell(f"压成 {destination.name}.zip：{size / 1e6:.0f} MB。")


def pack(folder: Path, target: Path) -> int:
    """The folder as a zip, and its size; wheels stay out where they lie unpacked: nothing is there twice."""
    unpacked = (folder / "lib").is_dir()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not (unpacked and inside.parts[0] == "wheels"):
                archive.write(path, Path(folder.name, inside))
    return target.stat().st_size


def _tell(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
