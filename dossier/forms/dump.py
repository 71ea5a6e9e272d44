"""What people read beside the templates: each form as text (*.docx.txt), and the fields that a form can name.

python -m dossier.forms.dump templates
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from dossier.files.word_zip import unpack
from dossier.forms.fields import CHILD_FIELDS, DOSSIER_FIELDS, LISTS, REQUIRED
from dossier.forms.fill import text_parts
from dossier.forms.outline import W, text_of

GUIDE_FILE = "字段说明.txt"
_MM = 25.4 / 1440
_GUIDE = """
模板怎么改（用 Word 或 WPS 打开 .docx 直接改，保存即可；改完可用 dossier typeset 试印）

  {{ 姓名 }}                       此处填入姓名；两层半角花括号
  {{ 出生日期 or '　年　月　日' }}   不知道时印后面的文字
  {% if 性别 == '男' %}…{% endif %}  条件，写在同一段里
  {%p for 段 in 劝返过程 %}          循环：开始、结束各占一段，中间的段落每项印一次
  {{ 段 }}
  {%p endfor %}
  {%tr for 件 in 条目 %}             表格行的循环：开始、结束各占一行，中间的行每项印一次
  {{ 件.题名 }}
  {%tr endfor %}
  {%p if 不完整 %} … {%p endif %}    整段的条件：开始、结束各占一段

字体、字号、行高、列宽、页边距可以随意改，单元格可以移动、增删；不知道的内容印出来是空格子。
写错的字段在生成任何档案之前就会指出：哪个模板、第几行第几格、是不是想写某某。
"""


def dump(data: bytes) -> str:
    """The form's pages, paragraphs and tables, one a line; headers and footers after the body."""
    source = unpack(data)
    styles = _styles(source.get("word/styles.xml", b""))
    out: list[str] = []
    for part in text_parts(source):
        root = etree.fromstring(source[part])
        body = root.find(f"{W}body")
        if body is None:
            out.append(f"== {part.rpartition('/')[2]} ==")
        out.extend(_block(root if body is None else body, styles))
    return "\n".join(out) + "\n"


def field_guide() -> str:
    """For those who edit templates: how fields are written, and which there are."""
    out = [_GUIDE.strip(), "", "一、学生", *_listed(CHILD_FIELDS), "", "二、案卷", *_listed(DOSSIER_FIELDS)]
    out += ["", "三、列表"]
    for name, entry in LISTS.items():
        out.append(f"  {name}：" + (f"每项有 {'、'.join(entry)}" if entry else "每项是一段文字"))
    out += ["", "四、每张表必须保留的字段"]
    out += [f"  {name}：{'、'.join(wanted)}" for name, wanted in REQUIRED.items()]
    return "\n".join(out) + "\n"


def _listed(fields: Mapping[str, str]) -> Iterator[str]:
    for name, told in fields.items():
        yield f"  {{{{ {name} }}}}" + (f"　{told}" if told else "")


def write_dumps(folder: Path) -> list[Path]:
    """Write NAME.docx.txt beside each NAME.docx of `folder`, and the guide to the fields."""
    written = []
    for path in sorted(folder.glob("[!~]*.docx")):
        target = path.with_name(f"{path.name}.txt")
        target.write_text(dump(path.read_bytes()), "utf-8", newline="\n")
        written.append(target)
    guide = folder / GUIDE_FILE
    guide.write_text(field_guide(), "utf-8", newline="\n")
    return [*written, guide]


def _styles(xml: bytes) -> dict[str, str]:
    if not xml:
        return {}
    return {style.get(f"{W}styleId", ""): _value(style, "name") for style in etree.fromstring(xml).iter(f"{W}style")}


def _block(parent: Any, styles: dict[str, str], indent: str = "") -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            yield indent + _paragraph(child, styles)
            section = child.find(f"{W}pPr/{W}sectPr")
            if section is not None:
                yield indent + _page(section)
        elif child.tag == f"{W}tbl":
            yield from _table(child, styles, indent)
        elif child.tag == f"{W}sectPr":
            yield indent + _page(child)
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _block(content, styles, indent)


def _paragraph(paragraph: Any, styles: dict[str, str]) -> str:
    style = _value(paragraph, "pPr/pStyle")
    told = [styles.get(style, style)] if style else []
    alignment = _value(paragraph, "pPr/jc")
    told += [alignment] if alignment else []
    told += list(dict.fromkeys(_run(run) for run in paragraph.iter(f"{W}r") if _run(run)))
    text = text_of(paragraph).replace("\t", "⇥").replace("\n", "⏎")
    return f"{text}  [{' · '.join(told)}]" if told else text


def _run(run: Any) -> str:
    """Font, size and colour that a run sets by itself."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    told = [] if fonts is None else [fonts.get(f"{W}eastAsia", "") or fonts.get(f"{W}eastAsiaTheme", "")]
    size = _value(run, "rPr/sz")
    told += [f"{int(size) / 2:g}pt"] if size else []
    told += ["加粗"] if run.find(f"{W}rPr/{W}b") is not None else []
    colour = _value(run, "rPr/color")
    told += [f"#{colour}"] if colour else []
    return " ".join(part for part in told if part)


def _table(table: Any, styles: dict[str, str], indent: str) -> Iterator[str]:
    widths = [round(int(column.get(f"{W}w", "0")) * _MM) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
    yield f"{indent}┌ 表格，列宽 {' '.join(map(str, widths))} mm"
    for row in table.findall(f"{W}tr"):
        height = row.find(f"{W}trPr/{W}trHeight")
        told = "" if height is None else f" {int(height.get(f'{W}val', '0')) / 20:g}pt"
        told += " 表头重复" if row.find(f"{W}trPr/{W}tblHeader") is not None else ""
        yield f"{indent}├ 行{told}"
        for cell in row.findall(f"{W}tc"):
            yield f"{indent}│ ▪{_cell(cell)}"
            yield from _block(cell, styles, f"{indent}│   ")
    yield f"{indent}└"


def _cell(cell: Any) -> str:
    told = ""
    span = _value(cell, "tcPr/gridSpan")
    told += f" 跨{span}列" if span else ""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None:
        told += " 纵向合并" if merge.get(f"{W}val") == "restart" else " 接上"
    told += " 竖排" if _value(cell, "tcPr/textDirection") else ""
    return told


def _page(section: Any) -> str:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    told = f"{_mm(size, 'w')}×{_mm(size, 'h')} mm" if size is not None else ""
    if margins is not None:
        told += "，页边距 " + " ".join(f"{name}{_mm(margins, key)}" for name, key in _SIDES)
    return f"── 页面 {told}"


_SIDES = (("上", "top"), ("下", "bottom"), ("左", "left"), ("右", "right"))


def _mm(node: Any, key: str) -> int:
    return round(int(node.get(f"{W}{key}", "0")) * _MM)


def _value(node: Any, path: str) -> str:
    found = node.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val", ""))


if __name__ == "__main__":
    write_dumps(Path(sys.argv[1]))
