"""Documents with something broken in them are set, refused or called unreadable; nothing else ever happens."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest
from lxml import etree

from dossier.typeset import Refused, Typesetter, Unreadable
from tests.typeset.features import FEATURES
from tests.typeset.mixes import MIXES

_VALUES = ("0", "-1", "99999999", "abc", "", "1e9", "NaN", "inf", "1.5", "auto", "%", "1" * 30, "nil", "字")
_DOCUMENTS = sorted({**FEATURES, **MIXES}.items())


def _mutated(docx: bytes, chance: random.Random) -> bytes:
    """The document with a few attributes changed and elements removed, doubled or put elsewhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(data)
                for _count in range(chance.randint(1, 6)):
                    _mutate(list(root.iter()), chance)
                data = etree.tostring(root)
            new.writestr(name, data)
    return buffer.getvalue()


def _mutate(elements: list[etree._Element], chance: random.Random) -> None:
    element = chance.choice(elements)
    parent = element.getparent()
    kind = chance.random()
    if kind < 0.6 and element.attrib:
        element.set(chance.choice(sorted(map(str, element.attrib))), chance.choice(_VALUES))
    elif kind < 0.8 and parent is not None:
        parent.remove(element)
    else:
        chance.choice(elements).append(etree.fromstring(etree.tostring(element)))


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_document_is_set_refused_or_unreadable(seed: int, typesetter: Typesetter) -> None:
    chance = random.Random(seed)
    _name, feature = chance.choice(_DOCUMENTS)
    with contextlib.suppress(Refused, Unreadable):
        assert typesetter.typeset(_mutated(feature.docx, chance)).pages >= 1
