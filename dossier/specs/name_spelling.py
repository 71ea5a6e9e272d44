"""evidence_specs/name_spelling.yaml → NameSpelling: characters that are one in names, and their readings."""

from __future__ import annotations

from dossier.errors import SpecError
from dossier.files.yaml import open_yaml
from dossier.model import NameSpelling, Specs

FILE = "name_spelling.yaml"


def load_name_spelling(specs: Specs) -> NameSpelling:
    """Read the file; raises SpecError with all that is wrong, a group that names more than single characters too."""
    document = open_yaml(specs.folder / FILE, SpecError)
    spelling = document.read(NameSpelling, SpecError)
    wrong = [
        document.place(f"「{group}」：一组里每个字之间空一格，至少两个字", "variants", index)
        for index, group in enumerate(spelling.variants)
        if len(group.split()) < 2 or any(len(sign) != 1 for sign in group.split())
    ]
    if wrong:
        raise SpecError(f"{FILE} 有 {len(wrong)} 处错误", places=tuple(wrong), hint="请按行号逐处改正后再试。")
    return spelling
