"""A YAML file walked by hand, where one bad entry must not cost the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from dossier.errors import Place


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A place in a YAML file."""

    file: str
    """What people see in messages."""
    node: Any
    line: int = 1
    """From 1; of a value in a mapping that of its key."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands here."""
        return self.node is None or self.node.tag == "tag:yaml.org,2002:null"

    @property
    def text(self) -> str | None:
        """The scalar as it was written; None where there is none."""
        return str(self.node.value) if isinstance(self.node, yaml.ScalarNode) and not self.is_empty else None

    def pairs(self) -> list[tuple[str, YamlNode]] | None:
        """Keys and values in their order, doubles too; None where this is no mapping."""
        if not isinstance(self.node, yaml.MappingNode):
            return None
        return [(str(key.value), YamlNode(self.file, value, key.start_mark.line + 1)) for key, value in self.node.value]

    def items(self) -> list[YamlNode] | None:
        """The items of a list; None where this is none."""
        if not isinstance(self.node, yaml.SequenceNode):
            return None
        return [YamlNode(self.file, item, item.start_mark.line + 1) for item in self.node.value]

    def place(self, problem: str) -> Place:
        """A Place for the message about it."""
        return Place(self.file, f"第{self.line}行", problem)
