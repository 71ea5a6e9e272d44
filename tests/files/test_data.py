"""Data that people may edit is found in a checkout and in a wheel."""

from dossier.files import data


def test_a_checkout_keeps_its_data_beside_the_package():
    assert (data.specs_folder() / "papers.yaml").is_file()
    assert data.templates_folder().is_dir()


def test_a_wheel_carries_its_data_inside(tmp_path, monkeypatch):
    (tmp_path / "_data" / "evidence_specs").mkdir(parents=True)
    monkeypatch.setattr(data, "_PACKAGE", tmp_path)

    assert data.specs_folder() == tmp_path / "_data" / "evidence_specs"
