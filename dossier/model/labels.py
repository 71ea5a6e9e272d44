"""Which label on a paper means which fact: fields.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPaper:
    """A paper type that is read as a form."""

    sure: tuple[str, ...] = ()
    """Facts that, read well, may contradict the roster; all others are only proposed."""
    also: Mapping[str, str] = field(default_factory=dict)
    """A fact that its labels name → the one they mean on this paper."""
    home: bool = False
    """A telephone on it that follows nobody's name is the family's, not an office's."""
    family: bool = False
    """A 家长 on it need not be a guardian of the roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """How values are written, brought to one form before they are compared."""

    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    health: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disability_kinds: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    """Without 族."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLabels:
    """fields.yaml: labels → facts, persons, visits; what else is a label; papers that are read as forms."""

    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    persons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    visits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    papers: Mapping[str, FormPaper] = field(default_factory=dict)
    values: FormValues = field(default_factory=FormValues)
