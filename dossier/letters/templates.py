"""templates/文书: one Word template a kind, checked before any letter is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import Place, TemplateError, disk_words
from dossier.forms import Form, Values, Vocabulary, check_template
from dossier.letters.fields import HAND_OVER, vocabulary
from dossier.model import LetterSpecs

FOLDER = "文书"
HAND_OVER_FILE = "文书交接清单.docx"


@dataclass(frozen=True, slots=True)
class Templates:
    """The letters' templates of one folder, each checked and compiled when it is first asked for."""

    folder: Path
    words: Vocabulary
    known: dict[str, tuple[Form, str]] = field(default_factory=dict)

    def form(self, name: str) -> Form:
        """A template, ready to fill. Raises TemplateError with everything that is wrong in it."""
        return self._open(name)[0]

    def digest(self, name: str) -> str:
        """sha256 of a template."""
        return self._open(name)[1]

    def check(self, names: Iterable[str]) -> None:
        """Raise TemplateError for everything that is wrong in any of these."""
        places: list[Place] = []
        for name in dict.fromkeys(names):
            try:
                self._open(name)
            except TemplateError as error:
                places.extend(error.places)
        if places:
            raise _wrong(places)

    def _open(self, name: str) -> tuple[Form, str]:
        if name not in self.known:
            data = self._read(name)
            found = check_template(f"{FOLDER}/{name}", data, HAND_OVER if name == HAND_OVER_FILE else self.words)
            if not isinstance(found, Form):
                raise _wrong(found)
            self.known[name] = found, hashlib.sha256(data).hexdigest()
        return self.known[name]

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise _wrong([Place(f"{FOLDER}/{name}", problem="模板不在文件夹里")]) from None
        except OSError as caught:
            raise _wrong([Place(f"{FOLDER}/{name}", problem=f"打不开（{disk_words(caught)}）")]) from None


def open_templates(folder: Path, specs: LetterSpecs) -> Templates:
    """The templates of 文书 inside the folder of all templates."""
    return Templates(folder / FOLDER, vocabulary(specs))


def _wrong(places: list[Place]) -> TemplateError:
    return TemplateError(
        f"文书模板有 {len(places)} 处错误",
        places=tuple(places),
        hint="请用 Word 或 WPS 打开模板改正后再试；能用的字段见 templates/文书/字段说明.txt。",
    )


def fill(form: Form, values: Mapping[str, object]) -> bytes:
    """The filled Word file; fields that the template gained since the values were kept stand empty."""
    whole: Values = {**dict.fromkeys(form.used, ""), **values}
    return form.fill(whole)
