"""One typesetter with the package's fonts alone, so that every machine sets the same; one LibreOffice run for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.typeset import Fonts, Typesetter, find_fonts
from tests.typeset.drawn import DRAWN
from tests.typeset.features import FEATURES
from tests.typeset.found import FOUND
from tests.typeset.libreoffice import SOFFICE, convert
from tests.typeset.mixes import MIXES
from tests.typeset.random_forms import RANDOM_FORMS


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The fonts of the package."""
    return find_fonts(machine=False)


@pytest.fixture(scope="session")
def typesetter(fonts: Fonts) -> Iterator[Typesetter]:
    """A warm typesetter."""
    with Typesetter(fonts) as made:
        yield made


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Name → PDF of every feature document and form, from one LibreOffice run."""
    if SOFFICE is None:
        pytest.skip("LibreOffice 不在这台机器上，无法对照")
    folder: Path = tmp_path_factory.mktemp("libreoffice")
    forms = {name: feature.docx for name, feature in {**FEATURES, **FOUND, **DRAWN, **MIXES}.items()}
    return convert({**forms, **RANDOM_FORMS}, folder)
