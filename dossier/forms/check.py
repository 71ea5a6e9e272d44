"""A template is read before any case is: everything that is wrong in it, with the paragraph or cell."""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from dossier.errors import Place
from dossier.files.word_zip import unpack
from dossier.forms.fields import DOSSIER, Vocabulary
from dossier.forms.fill import FILTERS, Form, environment, relations, text_parts
from dossier.forms.outline import Line, lines

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%(p|tr)?\s+(.*?)\s*%\}\Z", re.DOTALL)
_WIDE = re.compile(r"[｛｝]|\{％|％\}|\{\s+[{%]|[}%]\s+\}")
_SINGLE = re.compile(r"\{\s*([^\W\d]\w*)\s*\}")
_LOOP_FIELDS = ("index", "first", "last", "length")
_WORDS = ("for", "endfor", "if", "elif", "else", "endif")
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Concat,
    nodes.If,
    nodes.For,
)
_BROKEN = "填写后表格会损坏：循环、条件的开始与结束要各占一段（{%p …%}）或各占一行（{%tr …%}）"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CARRIED = ("image", "hyperlink", "header", "footer")
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "altChunk": "aFChunk"}
_KINDS = {
    "footnotes": "脚注",
    "endnotes": "尾注",
    "chart": "图表",
    "oleObject": "嵌入的对象",
    "package": "嵌入的对象",
    "diagramData": "SmartArt 图形",
    "aFChunk": "插入的文件",
}
_HOMES = {"": "段", "p": "格", "tr": "张表"}
_MARKS = {"p": "段落", "tr": "表格行"}


def check_template(name: str, data: bytes, words: Vocabulary = DOSSIER) -> Form | list[Place]:
    """The template called `name`, ready to fill with what `words` allow, or every problem that it has."""
    try:
        source = unpack(data)
        parts = text_parts(source)
        read = {part: list(lines(source[part], _where(part, parts))) for part in parts}
    except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError, OSError, RuntimeError):
        return [Place(name, problem="不是完好的 Word 文件（.docx），请用 Word 或 WPS 重新另存")]
    reader = _Reader(name, words)
    for part in parts:
        reader.read(read[part])
    places = reader.places + _other_parts(name, source, parts) + _embedded(name, source, parts)
    if places:
        return places
    return _missing(name, reader) or _tried(name, data, words, frozenset(reader.used))


def _where(part: str, parts: list[str]) -> str:
    return "" if part == parts[0] else ("页脚" if "footer" in part else "页眉")


def _missing(name: str, reader: _Reader) -> list[Place]:
    return [
        Place(name, problem=f"缺少字段「{wanted}」，没有它这张表就不能用")
        for wanted in reader.words.required.get(name, ())
        if wanted not in reader.used
    ]


def _other_parts(name: str, source: Mapping[str, bytes], parts: list[str]) -> list[Place]:
    """Fields where nobody fills them: footnotes, comments, attributes of pictures."""
    found = []
    for part, content in source.items():
        if not part.endswith(".xml") or not part.startswith("word/"):
            continue
        text = content.decode("utf-8", "replace")
        if part in parts:
            if any("{{" in value or "{%" in value for value in re.findall(r'="([^"]*)"', text)):
                found.append(Place(name, part, "图片说明、超链接等属性里写了字段，只能写在正文文字里"))
        elif re.search(r"\{\{|\{%", re.sub("<[^>]+>", "", text)):
            found.append(Place(name, part, "脚注、批注等处不能写字段，请移到正文、页眉或页脚"))
    return found


def _embedded(name: str, source: Mapping[str, bytes], parts: list[str]) -> list[Place]:
    """What cannot go along into the Word dossier: footnotes, charts, objects of other programs."""
    found = []
    for part in parts:
        kinds = {identity: kind for identity, kind, _ in relations(source, part)}
        for node in etree.fromstring(source[part]).iter(etree.Element):
            wanted = _NOTES.get(etree.QName(node).localname, "")
            for key, value in node.attrib.items():
                kind = kinds.get(str(value), "image")
                if str(key).startswith(_R) and kind not in _CARRIED:
                    wanted = kind
            if wanted:
                what = _KINDS.get(wanted, wanted)
                found.append(Place(name, part, f"里面有{what}，表格模板不能带它，请删去或改成普通文字、图片"))
    return list(dict.fromkeys(found))


def _tried(name: str, data: bytes, words: Vocabulary, used: frozenset[str]) -> Form | list[Place]:
    """Compile it and fill it twice, empty and full: what comes out must still be a Word file."""
    full: dict[str, object] = dict.fromkeys(words.fields, "试")
    for name_of_list, entry in words.lists.items():
        known = (*entry, "锚点")
        full[name_of_list] = (dict.fromkeys(known, "试"), dict.fromkeys(known, "")) if entry else ("试", "试")
    try:
        form = Form(name, data, used)
        for values in (full, words.empty):
            filled = unpack(form.fill(values))
            for part in text_parts(filled):
                etree.fromstring(filled[part])
    except TemplateSyntaxError as caught:
        return [Place(name, problem=f"循环或条件没有配对：{caught.message}")]
    except etree.XMLSyntaxError:
        return [Place(name, problem=_BROKEN)]
    return form


@dataclass(slots=True)
class _Open:
    """A loop or condition that has begun."""

    word: str
    mark: str
    line: Line
    variable: str = ""
    entry: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Reads the paragraphs of a template in order and notes what is wrong."""

    name: str
    words: Vocabulary
    places: list[Place] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    opened: list[_Open] = field(default_factory=list)

    @property
    def _known(self) -> tuple[str, ...]:
        return (*self.words.fields, *self.words.lists)

    def read(self, paragraphs: list[Line]) -> None:
        for line in paragraphs:
            self._paragraph(line, paragraphs)
        for left in self.opened:
            self._note(left.line, f"{{% {left.word} %}} 没有对应的 {{% end{left.word} %}}")
        self.opened.clear()

    def _note(self, line: Line, problem: str) -> None:
        text = " ".join(line.text.split())
        shown = text if len(text) <= 30 else f"{text[:29]}…"
        self.places.append(Place(self.name, line.spot, f"「{shown}」{problem}"))

    def _paragraph(self, line: Line, paragraphs: list[Line]) -> None:
        tags = _TAG.findall(line.text)
        rest = _TAG.sub("", line.text)
        if _WIDE.search(line.text):
            self._note(line, "花括号或百分号用了全角，或中间有空格；应当用半角，如 {{ 姓名 }}")
            return
        if any(mark in rest for mark in ("{{", "}}", "{%", "%}", "{#", "#}")):
            self._note(line, "花括号没有成对，开始和结束要写在同一段里")
            return
        for word in _SINGLE.findall(rest):
            if word in self._known or difflib.get_close_matches(word, self.words.fields, 1, 0.6):
                self._note(line, f"「{{{word}}}」只有一层花括号，应当写成 {{{{ {word} }}}}")
        for tag in tags:
            if tag.startswith("{{"):
                self._output(tag, line)
            elif tag.startswith("{%"):
                self._statement(tag, line, rest, len(tags), paragraphs)

    def _output(self, tag: str, line: Line) -> None:
        if re.match(r"\{\{(p|tr|tc|r)\s", tag):
            self._note(line, "字段前不能有 p、tr、tc、r，直接写 {{ 姓名 }}")
            return
        self._expression(tag, line)

    def _statement(self, tag: str, line: Line, rest: str, count: int, paragraphs: list[Line]) -> None:
        found = _STATEMENT.match(tag)
        word = found[2].split()[0] if found and found[2] else ""
        if not found or word not in _WORDS:
            self._note(line, f"不能用「{tag}」；可用的只有 {{%p for … %}}、{{%tr for … %}}、{{%p if … %}} 和它们的结束")
            return
        mark, told = found[1] or "", found[2]
        self._alone(mark, line, rest, count, paragraphs)
        if word in ("for", "if"):
            self._begin(word, mark, told, line)
        elif not self.opened:
            self._note(line, f"{{% {word} %}} 前面没有开始")
        elif word in ("endfor", "endif"):
            self._end(word, mark, line)
        elif word == "elif":
            self._expression("{% " + told.replace("elif", "if", 1) + " %}{% endif %}", line)

    def _alone(self, mark: str, line: Line, rest: str, count: int, paragraphs: list[Line]) -> None:
        """What stands beside a {%p or {%tr would vanish with it."""
        if mark == "p" and (rest.strip() or count > 1):
            self._note(line, "{%p …%} 要独占一段，同段的其他文字会被丢掉")
        elif mark == "tr" and line.row is None:
            self._note(line, "{%tr …%} 只能写在表格里")
        elif mark == "tr":
            others = [other.text for other in paragraphs if other.row is line.row and other is not line]
            if rest.strip() or count > 1 or any(text.strip() for text in others):
                self._note(line, "{%tr …%} 要独占一行，同行的其他文字会被丢掉")

    def _begin(self, word: str, mark: str, told: str, line: Line) -> None:
        opened = _Open(word, mark, line)
        tree = self._expression("{% " + told + " %}{% end" + word + " %}", line)
        loop = tree.body[0] if tree is not None and tree.body else None
        if isinstance(loop, nodes.For):
            if not (isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)) or loop.test:
                self._note(line, "循环只能写成 {% for 名称 in 列表 %}")
            elif loop.iter.name not in self.words.lists:
                self._note(line, f"「{loop.iter.name}」不能循环；可循环的有：{'、'.join(self.words.lists)}")
            elif loop.target.name in self._known:
                self._note(line, f"循环的名称「{loop.target.name}」与字段同名，请换一个")
            else:
                opened.variable, opened.entry = loop.target.name, self.words.lists[loop.iter.name]
        self.opened.append(opened)

    def _end(self, word: str, mark: str, line: Line) -> None:
        opened = self.opened.pop()
        if word != f"end{opened.word}":
            self._note(line, f"这里应当先结束{opened.line.spot}的 {{% {opened.word} %}}")
        elif mark != opened.mark:
            kind = _MARKS.get(opened.mark, "文字")
            begun = f"{opened.line.spot}的 {{%{opened.mark} {opened.word} %}} 按{kind}开始"
            self._note(line, f"{begun}，结束也要写成 {{%{opened.mark} {word} %}}")
        elif _home(mark, line) is not _home(mark, opened.line):
            self._note(line, f"{opened.line.spot}的 {{%{mark} {opened.word} %}} 要在同一{_HOMES[mark]}里结束")

    def _expression(self, text: str, line: Line) -> nodes.Template | None:
        """Parse what stands between the braces; note unknown fields and whatever a form has no use for."""
        plain = text.translate(str.maketrans("“”‘’", "\"\"''"))
        try:
            tree = environment().parse(plain)
        except TemplateSyntaxError as caught:
            self._note(line, f"写法看不懂（{caught.message}）")
            return None
        targets = {each.target.name for each in tree.find_all(nodes.For) if isinstance(each.target, nodes.Name)}
        for node in _walk(tree):
            if not isinstance(node, _ALLOWED):
                self._note(line, f"不允许这样写（{type(node).__name__}）；这里只能用字段、and、or、not、比较和 if")
                return None
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                self._note(line, f"没有「{node.name}」这个过滤器；可用的有 {'、'.join(FILTERS)}")
            elif isinstance(node, nodes.Name) and node.name not in targets:
                self._name(node.name, line)
            elif isinstance(node, nodes.Getattr):
                self._attribute(node, line)
        return tree

    def _name(self, name: str, line: Line) -> None:
        scope = {opened.variable for opened in self.opened if opened.variable}
        self.used.add(name)
        if name in self._known or name in scope or (name == "loop" and scope):
            return
        self._note(line, f"没有「{name}」这个字段{_did_you_mean(name, [*self._known, *scope])}")

    def _attribute(self, node: nodes.Getattr, line: Line) -> None:
        owner = node.node.name if isinstance(node.node, nodes.Name) else ""
        entry = next((opened.entry for opened in reversed(self.opened) if opened.variable == owner and owner), None)
        known = _LOOP_FIELDS if owner == "loop" else entry
        self.used.add(f".{node.attr}")
        if not known:
            self._note(line, f"「{owner}」后面不能用点")
        elif node.attr not in known:
            self._note(line, f"「{owner}」没有「{node.attr}」这一项{_did_you_mean(node.attr, list(known))}")


def _home(mark: str, line: Line) -> object:
    """What a loop or condition may not reach out of: its paragraph, its cell, its table."""
    if mark == "tr":
        return None if line.row is None else line.row.getparent()
    return line.node.getparent() if mark == "p" else line.node


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _walk(child)


def _did_you_mean(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"（是不是「{close[0]}」？）" if close else ""
