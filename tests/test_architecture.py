"""Who may import whom: this table is the architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOUNDATION = {"model", "errors"}
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "order": set(),
    "papers": set(),
    "rules": {"model"},
    "layout": {"model"},
    "yamlfile": {"errors", "yamlslips"},
    "yamlslips": set(),
    "data": {"errors"},
    "tools": FOUNDATION,
    "workers": FOUNDATION | {"worker_process"},
    "worker_process": set(),
    "annotations": set(),
    "pages": FOUNDATION | {"annotations"},
    "specs": FOUNDATION | {"yamlfile"},
    "specs_table": {"model"},
    "workspace": FOUNDATION | {"yamlfile", "order", "papers", "rules"},
    "typeset": set(),
    "evidence": FOUNDATION | {"pages", "workers", "tools", "order", "typeset", "yamlfile"},
    "review": {"model", "order", "papers", "rules"},
    "items": {"model", "order"},
    "plan": {"model", "items", "layout"},
    "forms": FOUNDATION,
    "sources": FOUNDATION | {"pages"},
    "pdf": FOUNDATION | {"pages", "sources"},
    "word": FOUNDATION,
    "steady": set(),
    "report": FOUNDATION | {"data", "steady", "rules"},
    "demo": {"errors", "steady"},
    "thresholds": FOUNDATION | {"yamlfile"},
    "photos": {"model", "review", "evidence", "alike"},
    "alike": {"model", "evidence"},
    "verdicts": {"model", "review", "evidence"},
    "page_pictures": {"model", "pages", "pdf", "sources"},
    "publish": FOUNDATION,
    "job": {"model", "publish"},
    "progress": set(),
    "terminal": set(),
    "commandline": {"terminal"},
    "buglog": set(),
}
KNOWS_ALL = {"bench", "binding", "build", "check", "commands", "print_command", "printroom", "sort_command", "sorting"}
PURE = ("review", "plan", "items", "layout", "model", "order", "papers", "rules")
IMPURE = {"os", "io", "shutil", "subprocess", "tempfile", "logging", "socket", "urllib", "time", "random"}


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "dossier").rglob("*.py")):
        room = path.relative_to(ROOT / "dossier").parts[0].removesuffix(".py")
        if room != "__init__":
            yield room, path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            if node.module == "dossier":
                yield from (f"dossier.{name.name}" for name in node.names)


def test_rooms_import_only_what_the_table_says() -> None:
    wrong = []
    for room, path in _modules():
        if room in KNOWS_ALL:
            continue
        for name in _imports(path):
            parts = name.split(".")
            if parts[0] != "dossier" or len(parts) < 2 or parts[1] in (room, "__version__"):
                continue
            if parts[1] not in MAY_IMPORT.get(room, set()):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")

    assert wrong == []


def test_every_room_is_in_the_table() -> None:
    rooms = {room for room, _ in _modules()}

    assert rooms <= set(MAY_IMPORT) | KNOWS_ALL


def test_pure_rooms_touch_no_disk_clock_or_network() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room, path in _modules()
        if room in PURE
        for name in _imports(path)
        if name.split(".")[0] in IMPURE
    ]

    assert wrong == []


def test_nobody_imports_the_front_door() -> None:
    assert [str(path) for _, path in _modules() if "cli" in set(_imports(path))] == []


def test_no_module_passes_four_hundred_lines() -> None:
    long = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for _, path in _modules()}

    assert {path: lines for path, lines in long.items() if lines > 400 and path not in REASONS} == {}


REASONS = {
    "dossier/model.py": "the nouns are read together; splitting them would only add imports",
}
