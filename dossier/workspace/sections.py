"""The sections of workspace.yaml, each a mapping of its own → the value that its room is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dossier.errors import Place
from dossier.files.yaml import YamlDocument, did_you_mean
from dossier.model import ORDERS, RETENTIONS, LabelTexts, PrintSettings, Settings, Sides
from dossier.specs import THRESHOLDS
from dossier.workspace.letter_heads import read_heads


def read_section(document: YamlDocument, name: str, key: str, settings: Settings) -> tuple[Any, list[Place]]:
    """The value of the section `name`, written under `key`, and all that is wrong in it.

    `settings` are those that stand outside the sections: what a section leaves open follows them.
    """
    if name == "thresholds":
        return _thresholds(document, key)
    if name == "letters":
        return read_heads(document, key)
    if name == "print":
        return _print(document, key, print_defaults(settings))
    texts, problems = document.section(LabelTexts, key)
    return (texts, list(_label_problems(document, key, texts))) if texts is not None else (None, problems)


def print_defaults(settings: Settings) -> PrintSettings:
    """How a workspace prints that says nothing about it."""
    return PrintSettings(
        sides=Sides.DUPLEX if settings.duplex else Sides.SIMPLEX,
        fonds_number=settings.fonds_number,
        retention=settings.retention,
    )


def _print(document: YamlDocument, key: str, defaults: PrintSettings) -> tuple[PrintSettings, list[Place]]:
    found, problems = document.section(PrintSettings, key)
    if found is None:
        return defaults, problems
    said = {name: getattr(found, name) for name, value in document.data[key].items() if value is not None}
    return replace(defaults, **said), list(_print_problems(document, key, found))


def _print_problems(document: YamlDocument, key: str, found: PrintSettings) -> Iterator[Place]:
    for index, name in enumerate(found.order):
        if name not in ORDERS:
            yield document.place(f"{key}.order：没有「{name}」这一项{did_you_mean(name, ORDERS)}", key, "order", index)
    for name, least in (("copies", 1), ("box_sheets", 0), ("cover_mm", 0), ("spine_height_mm", 1)):
        if getattr(found, name) < least:
            yield document.place(f"{key}.{name}：不能小于 {least}", key, name)
    if found.retention and found.retention not in RETENTIONS:
        yield document.place(f"{key}.retention：只能是 {'、'.join(RETENTIONS)}", key, "retention")
    if found.sheet_mm <= 0:
        yield document.place(f"{key}.sheet_mm：纸厚要大于 0", key, "sheet_mm")
    for name in ("boxes_mm", "covers_mm"):
        sizes = getattr(found, name)
        if not sizes or min(sizes) <= 0:
            yield document.place(f"{key}.{name}：至少写一个，都要大于 0", key, name)


def _label_problems(document: YamlDocument, key: str, found: LabelTexts) -> Iterator[Place]:
    kinds = {"volume_spine": found.volume_spine, "box_spine": found.box_spine, "box_label": found.box_label}
    for kind, rows in kinds.items():
        for index, row in enumerate(rows):
            if row.problem:
                yield document.place(f"{key}.{kind}：{row.problem}", key, kind, index, "text")


def _thresholds(document: YamlDocument, key: str) -> tuple[Mapping[str, float], list[Place]]:
    section = document.data[key]
    if not isinstance(section, dict):
        return {}, [document.place(f"{key}：应当是「名字: 数值」，每行一条", key)]
    problems = []
    values: dict[str, float] = {}
    for name, value in ((str(name), value) for name, value in section.items()):
        if name not in THRESHOLDS:
            hint = did_you_mean(name, sorted(THRESHOLDS))
            problems.append(document.place(f"{key}.{name}：没有这一条{hint}", key, name))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            problems.append(document.place(f"{key}.{name}：应当是数字", key, name))
        else:
            values[name] = float(value)
    return values, problems
