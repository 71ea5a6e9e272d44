"""What people read beside the templates of 文书: each as text (*.docx.txt), and the fields that one can name.

python -m dossier.letters.guide templates/文书
"""

from __future__ import annotations

import sys
from pathlib import Path

from dossier.files.data import specs_folder, templates_folder
from dossier.files.write import write_text
from dossier.forms import dump
from dossier.letters.fields import CHILD, LETTER, LISTS, vocabulary
from dossier.letters.templates import FOLDER
from dossier.model import LetterSpecs
from dossier.specs import load_specs

GUIDE_FILE = "字段说明.txt"


def field_guide(specs: LetterSpecs) -> str:
    """For those who edit templates: which fields letters have."""
    told = vocabulary(specs).fields
    laws = [name for name in told if name not in LETTER and name not in CHILD]
    out = ["文书模板能用的字段（写法见上一级文件夹的 字段说明.txt；不知道的内容印成一条横线，表格里印成空格）", ""]
    for title, names in (("一、文书", LETTER), ("二、学生", CHILD), ("三、法律（law.yaml；按发文日期取有效的）", laws)):
        out += [title, *(f"  {{{{ {name} }}}}" + (f"　{told[name]}" if told[name] else "") for name in names), ""]
    out.append("四、列表")
    out += [
        f"  {name}：" + (f"每项有 {'、'.join(entry)}" if entry else "每项是一段文字") for name, entry in LISTS.items()
    ]
    return "\n".join(out) + "\n"


def write_guides(folder: Path, specs: LetterSpecs) -> None:
    """Write NAME.docx.txt beside each template of `folder`, and the guide to the fields."""
    for path in sorted(folder.glob("[!~]*.docx")):
        write_text(path.with_name(f"{path.name}.txt"), dump(path.read_bytes()))
    write_text(folder / GUIDE_FILE, field_guide(specs))


if __name__ == "__main__":
    write_guides(Path(sys.argv[1]) if sys.argv[1:] else templates_folder() / FOLDER, load_specs(specs_folder()).letters)
