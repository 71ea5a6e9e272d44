"""Which category, and which kind of case inside it, do the roster's words mean?"""

from __future__ import annotations

import re
import unicodedata

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
    titles = _titled(plain, specs)
    letter = re.match(r"([a-z])(?![a-z])(?:类别?|型)?", plain)
    if letter:
        spec = specs.categories.get(letter[1].upper())
        said = not titles or (spec is not None and spec.letter in titles)
        return spec.letter if spec is not None and said else None
    return titles.pop() if len(titles) == 1 else None


def _titled(plain: str, specs: Specs) -> set[str]:
    """Letters of the categories whose title the text says; where none, whose other names it says."""
    for names in (lambda spec: (spec.title,), lambda spec: spec.aliases):
        named = {
            spec.letter: max((len(_fold(name)) for name in names(spec) if _fold(name) in plain), default=0)
            for spec in specs.categories.values()
        }
        longest = max(named.values(), default=0)
        if longest:
            return {letter for letter, length in named.items() if length == longest}
    return set()


def _fold(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def subtype_of(case: Case, spec: CategorySpec | None) -> Subtype | None:
    """The kind of case that the roster's subtype text names by keyword; else the spec's default, if it has one."""
    if spec is None:
        return None
    text = _fold(f"{case.student.subtype} {case.student.category_text}")
    for subtype in spec.subtypes:
        if any(_fold(word) in text for word in subtype.keywords):
            return subtype
    return next((subtype for subtype in spec.subtypes if subtype.default), None)
