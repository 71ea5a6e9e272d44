"""Which category, and which kind of case inside it, do the roster's words mean?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from dossier.model import Case, CategorySpec, Specs, Subtype

_ROMAN = re.compile("[\u2160-\u2188]")
_MARKS = re.compile(r"[\s()\[\]【】「」《》<>.,，、:;；\-—–_/|·\"'“”]+")


def category_of(text: str, specs: Specs) -> str | None:
    """The letter that a roster cell means: `A`, `a类`, `Ａ.户籍原因`, `户籍原因`; None where it is none of them.

    A letter next to another category's title is none of them: nobody can tell which one is meant.
    """
    if _ROMAN.search(text):
        return None  # Ⅰ would fold to the letter I
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    plain = re.sub(r"^(?:问题|核查|所属)?类别|^第(?=[a-z]类)", "", plain)
    if not plain:
        return None
    titles = _named(plain, {spec.letter: (spec.title,) for spec in specs.categories.values()})
    letter = re.match(r"([a-z])(?![a-z])", plain)
    if letter:
        spec = specs.categories.get(letter[1].upper())
        return spec.letter if spec is not None and (not titles or spec.letter in titles) else None
    said = titles or _named(plain, {spec.letter: spec.aliases for spec in specs.categories.values()})
    return said.pop() if len(said) == 1 else None


def _named(plain: str, names: Mapping[str, Sequence[str]]) -> set[str]:
    """Letters of the categories one of whose names stands in the text, and not only inside a longer one."""
    found = [(word, letter) for letter, words in names.items() for name in words if (word := _fold(name)) in plain]
    return {letter for word, letter in found if not any(word in longer and word != longer for longer, _ in found)}


def _fold(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def subtypes_of(case: Case, spec: CategorySpec | None) -> tuple[Subtype, ...]:
    """The kinds of case that the roster's subtype text names by keyword; else the spec's default, if it has one.

    Where two are named (姓名错别字、父母离异), the papers of both are asked for.
    """
    if spec is None:
        return ()
    text = _fold(f"{case.student.subtype} {case.student.category_text}")
    named = tuple(one for one in spec.subtypes if any(_fold(word) in text for word in one.keywords))
    return named or tuple(one for one in spec.subtypes if one.default)[:1]


def title_of(subtypes: Sequence[Subtype], spec: CategorySpec | None) -> str:
    """What the kind of case is called; '' where only the default is left. Several are named where papers hang on it."""
    named = [one for one in subtypes if not one.default]
    asked = {kind for item in (spec.requirements if spec else ()) for kind in item.when.subtype}
    shown = named if all(one.id in asked for one in named) else named[:1]
    return "、".join(one.title for one in shown)
