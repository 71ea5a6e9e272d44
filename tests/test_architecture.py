"""Who may import whom: this table is the law of the house, and nobody is exempt from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import dossier

ROOT = Path(__file__).parent.parent
BASE = {"model", "errors"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "findings": {"model"},
    "files": {"errors"},
    "terminal": set(),
    "processes": {"errors", "files"},
    "pages": BASE,
    "typeset": set(),
    "ofd": set(),
    "specs": BASE | {"files"},
    "workspace": BASE | {"findings", "files", "specs"},
    "evidence": BASE | {"files", "processes", "pages", "typeset", "ofd"},
    "facts": {"model"},
    "review": {"model", "findings", "specs", "facts"},
    "check": BASE | {"findings", "files", "terminal", "processes", "specs", "workspace", "evidence", "review"},
    "report": BASE | {"findings", "files", "terminal", "processes", "pages"},
    "plan": {"model", "files"},
    "forms": BASE | {"files"},
    "pdf": BASE | {"findings", "files", "pages"},
    "word": BASE | {"files", "pages"},
    "filing": BASE | {"files"},
    "build": BASE
    | {"files", "terminal", "processes", "pages", "typeset", "evidence", "plan", "forms", "pdf", "word", "filing"},
    "printroom": BASE | {"files", "filing"},
    "sorting": BASE | {"files", "processes", "pages", "specs", "workspace", "evidence", "review", "report"},
    "county": BASE
    | {"findings", "files", "typeset", "specs", "workspace", "evidence", "review", "check", "report", "forms"},
    "letters": BASE
    | {"findings", "files", "processes", "pages", "typeset", "specs", "workspace", "evidence"}
    | {"review", "report", "forms"},
    "ledger": BASE
    | {"findings", "files", "typeset", "specs", "workspace", "evidence", "review", "report", "forms", "county"}
    | {"letters"},
    "cabinet": BASE | {"files", "pages", "plan", "filing", "printroom"},
    "demo": {"errors", "files"},
    "desk": BASE
    | {"findings", "files", "processes", "pages", "specs", "workspace", "evidence", "check", "report", "filing"}
    | {"build", "printroom", "sorting", "county", "letters", "ledger", "cabinet", "demo"},
    "commands": BASE
    | {"findings", "files", "terminal", "processes", "typeset", "specs", "workspace", "evidence", "facts", "review"}
    | {"check", "report", "plan", "forms", "filing", "build", "printroom", "sorting", "county", "letters", "ledger"}
    | {"pdf", "cabinet", "demo", "desk"},
    "commandline": {"errors", "terminal", "processes", "build", "commands"},
}
"""Room → what it may enter, in flow order: only rooms above it."""
GROUND = {"model", "errors", "findings", "files", "terminal", "processes", "pages"}
"""Entered by their modules; every other room by its front door."""
OPEN_TO = {("commandline", "commands")}
"""A verb's module is its front door."""
SUBROOMS = {"evidence": {"reading"}}
"""Folders inside a room that have a front door of their own."""
PURE = {"model", "findings", "facts", "review", "plan"}
PURE_MODULES = {"dossier/files/order.py", "dossier/files/yaml_slips.py", "dossier/specs/paper_names.py"}
PURE_MODULES |= {
    f"dossier/desk/{name}.py"
    for name in (
        "annex_view",
        "cells",
        "people",
        "rows",
        "case_page",
        "record_page",
        "reminders",
        "settling",
        "wording",
    )
}
PURE_MODULES |= {
    "dossier/desk/wording.py",
    "dossier/desk/splitting.py",
    "dossier/county/sample.py",
    "dossier/county/overview.py",
    "dossier/county/compare.py",
    "dossier/county/likeness.py",
    "dossier/county/spelling.py",
}
PURE_MODULES |= {
    f"dossier/ledger/{name}.py"
    for name in ("calendar", "counting", "formula", "noticing", "rows", "standing", "continuing")
}
IMPURE_IMPORTS = {"io", "locale", "logging", "os", "random", "secrets", "shutil", "socket", "subprocess", "tempfile"}
IMPURE_IMPORTS |= {"threading", "time", "urllib", "uuid"}
IMPURE_CALLS = {"open", "today", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes", "exists"}
IMPURE_CALLS |= {"is_file", "is_dir", "iterdir", "glob", "rglob", "stat", "mkdir", "unlink", "resolve", "cwd", "home"}
REASONS: dict[str, str] = {}
"""Module of more than 400 lines → why it is one."""


def modules() -> Iterator[tuple[str, Path]]:
    """(room, path) of every module."""
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        room = path.relative_to(ROOT / "dossier").parts[0].removesuffix(".py")
        if room != "__init__":
            yield room, path


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module and name that is imported, also inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def test_the_table_and_the_map_of_the_house_are_in_one_order() -> None:
    listed = re.findall(r"^      (\w+)  +\S", dossier.__doc__ or "", flags=re.MULTILINE)

    assert listed == list(MAY_IMPORT)
    assert {room for room, _ in modules()} == set(MAY_IMPORT)


def test_the_table_lets_a_room_enter_only_rooms_above_it() -> None:
    order = list(MAY_IMPORT)

    assert [
        (room, other) for room in order for other in MAY_IMPORT[room] if order.index(other) >= order.index(room)
    ] == []


def test_rooms_import_only_what_the_table_says() -> None:
    wrong = [
        f"{shown(path)} imports {name}"
        for room, path in modules()
        for name in imports(path)
        if name.startswith("dossier.") and name.split(".")[1] not in {room, "__version__"} | MAY_IMPORT[room]
    ]

    assert wrong == []


def front_door(room: str) -> set[str]:
    """What `__all__` of a room names."""
    source = ROOT / "dossier" / room.replace(".", "/") / "__init__.py"
    for node in ast.parse(source.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_a_room_is_entered_by_its_front_door() -> None:
    wrong = []
    for room, path in modules():
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "dossier" or len(parts) < 3 or parts[1] == room or parts[1] in GROUND:
                continue
            depth = 3 if parts[2] in SUBROOMS.get(parts[1], ()) else 2
            inside = ".".join(parts[: depth + 1])
            is_exported = parts[depth : depth + 1] and parts[depth] in front_door(".".join(parts[1:depth]))
            if is_module(inside) and len(parts) > depth and not is_exported and (room, parts[1]) not in OPEN_TO:
                wrong.append(f"{shown(path)} imports {name}")

    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    known = {dotted(path): {name for name in imports(path) if is_module(name)} for _, path in modules()}
    mutual = [(one, other) for one in known for other in known[one] if one < other and one in known.get(other, ())]

    assert mutual == []


def test_pure_rooms_touch_no_disk_clock_network_or_locale() -> None:
    wrong = []
    for room, path in modules():
        if room not in PURE and shown(path) not in PURE_MODULES:
            continue
        wrong += [f"{shown(path)} imports {name}" for name in imports(path) if name.split(".")[0] in IMPURE_IMPORTS]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in IMPURE_CALLS:
                    wrong.append(f"{shown(path)}:{node.lineno} calls {called}()")

    assert wrong == []


def test_nobody_imports_the_front_door() -> None:
    assert [shown(path) for _, path in modules() if "cli" in set(imports(path))] == []


def test_no_module_passes_four_hundred_lines() -> None:
    long = {shown(path): path.read_text("utf-8").count("\n") for _, path in modules()}

    assert {path: lines for path, lines in long.items() if lines > 400 and path not in REASONS} == {}


def test_only_three_modules_lie_loose() -> None:
    assert {path.name for path in (ROOT / "dossier").glob("*.py")} == {"__init__.py", "errors.py", "findings.py"}


def test_no_test_imports_from_another_test() -> None:
    wrong = [
        f"{shown(path)} imports {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for name in imports(path)
        if re.search(r"(^|\.)test_\w+$", name) and is_module(name)
    ]

    assert wrong == []


def test_the_order_of_the_table_is_the_flow() -> None:
    flow = ["workspace", "evidence", "review", "plan", "forms", "pdf", "filing", "printroom"]
    order = list(MAY_IMPORT)

    assert all(order.index(one) < order.index(other) for one, other in pairwise(flow))


def test_a_front_door_that_opens_late_names_nothing_like_a_module_of_its_room() -> None:
    """Once such a module is loaded it would stand in the place of what the door gives."""
    late = [
        path.parent for _, path in modules() if path.name == "__init__.py" and "opens_late" in path.read_text("utf-8")
    ]
    clashes = [
        f"{shown(room)}: {name}"
        for room in late
        for name in front_door(room.relative_to(ROOT / "dossier").as_posix().replace("/", "."))
        if (room / f"{name}.py").exists()
    ]

    assert len(late) >= 2
    assert clashes == []
