"""fields.yaml → FormLabels: which label on a paper means which fact of the child."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from dossier.errors import Place, SpecError
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml
from dossier.model import FACT_FIELDS, FormLabels

LABELS_FILE = "fields.yaml"
_PERSONS = ("guardian", "guardian2", "father", "mother", "persuader")
_ALONE = ("relation", "phone", "id_number")
_VISIT = ("date", "persons", "place", "method", "result")


def load_labels(path: Path, papers: Container[str]) -> FormLabels:
    """The labels, none where the county has no such file; raises SpecError with the line of every problem."""
    if not path.is_file():
        return FormLabels()
    document = open_yaml(path, SpecError)
    read = document.read(FormLabels, SpecError)
    problems = tuple(_problems(document, read, papers))
    if problems:
        raise SpecError(f"{path.name} 有 {len(problems)} 处错误", places=problems, hint="请按行号改正。")
    return read


def _problems(document: YamlDocument, read: FormLabels, papers: Container[str]) -> Iterator[Place]:
    for part, known in (
        ("labels", tuple(FACT_FIELDS)), ("persons", _PERSONS), ("alone", _ALONE), ("visits", _VISIT),
    ):  # fmt: skip
        for name in getattr(read, part):
            if name not in known:
                yield document.place(f"没有「{name}」这一项{did_you_mean(name, list(known))}", part, name)
    for kind, paper in read.papers.items():
        if kind not in papers:
            yield document.place(f"没有「{kind}」这种材料", "papers", kind)
        for name in (*paper.sure, *paper.also, *paper.also.values()):
            if name not in FACT_FIELDS:
                near = did_you_mean(name, list(FACT_FIELDS))
                yield document.place(f"没有「{name}」这一项{near}", "papers", kind)
