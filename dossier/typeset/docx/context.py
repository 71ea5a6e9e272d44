"""What the readers of one document share: package, styles, lists, open fields, refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dossier.typeset.docx.numbering import Counter, Numbering
from dossier.typeset.docx.package import Package, W
from dossier.typeset.docx.props import Props, merge, run_style
from dossier.typeset.docx.styles import Styles, toggled
from dossier.typeset.errors import Refusal
from dossier.typeset.model import Hidden, TextBox
from dossier.typeset.style import RunStyle


@dataclass(slots=True)
class OpenField:
    """A complex field between begin and end."""

    code: str = ""
    in_result: bool = False
    replaced: bool = False
    """Its stored result is not shown: we print our own."""
    link: str = ""
    data: Any = None
    place: str | tuple[str, int, int] = ""
    """Where it begins."""

    def runs_on(self, place: str | tuple[str, int, int]) -> bool:
        """Whether what we print in its stead would swallow another paragraph."""
        return self.in_result and self.replaced and place != self.place


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text box met inside a paragraph: read when its story is, as its text flows nowhere else."""

    box: TextBox
    content: etree._Element
    part: str
    where: str


@dataclass(slots=True)
class Context:
    """Shared by all readers of one document. `place` is where the reader stands: in Chinese, or (table, row, cell)."""

    package: Package
    styles: Styles
    numbering: Numbering
    counter: Counter
    part: str
    place: str | tuple[str, int, int] = ""
    refusals: list[Refusal] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    fields: list[OpenField] = field(default_factory=list)
    note_numbers: dict[str, int] = field(default_factory=dict)
    note_formats: dict[str, str] = field(default_factory=dict)
    """Number format of footnotes and endnotes."""
    note_marks: list[tuple[str, str, str | tuple[str, int, int]]] = field(default_factory=list)
    """Kind, id and place of every mark of a note."""
    boxes: list[Waiting] = field(default_factory=list)
    """Text boxes whose content is still to be read."""
    in_box: bool = False
    hidden: dict[Hidden, None] = field(default_factory=dict)
    """Words of cells that others cover."""
    remarks: dict[str, None] = field(default_factory=dict)
    """Comments, in words."""
    in_table: bool = False
    remember: bool = False
    """Whether parts may be remembered between documents (the XML uses the usual prefix)."""

    def refuse(self, feature: str, *, elsewhere: bool = False) -> None:
        """Remember a feature that is not drawn, once a place. `elsewhere`: its content is not in this file."""
        refusal = Refusal(feature, self.where or "正文", elsewhere)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    @property
    def where(self) -> str:
        """The place in Chinese."""
        place = self.place
        return place if isinstance(place, str) else f"{place[0]}第{place[1]}行第{place[2]}格"

    def end_fields(self) -> None:
        """At the end of a story: a field that was begun and not ended would have swallowed what follows it."""
        for opened in self.fields:
            if not opened.in_result or opened.replaced:
                self.place = opened.place
                self.refuse("没有结束的域")
        self.fields = []

    def wait(self, box: TextBox, content: etree._Element) -> None:
        """Remember a text box whose blocks are to be read."""
        self.boxes.append(Waiting(box, content, self.part, self.where))

    @property
    def state(self) -> tuple[int, int, int]:
        """What reading a part may have changed; unchanged: the part can be remembered."""
        return len(self.refusals), len(self.notes), len(self.fields)

    def note(self, text: str) -> None:
        """Remember something left out that prints nothing."""
        self.notes.setdefault(text)

    def remark(self, comment: str) -> None:
        """Remember a comment: it is not set, its words are told."""
        part = self.package.related("comments")
        found = self.package.xml(part).iterchildren(W + "comment") if part is not None else ()
        texts = (each.iter(W + "t") for each in found if each.get(W + "id") == comment)
        words = "".join(text.text or "" for each in texts for text in each).strip()
        self.remarks.setdefault(
            f"批注不排入：「{words[:20]}{'…' if len(words) > 20 else ''}」" if words else "批注不排入"
        )

    def run_style(self, paragraph_style: str, table_run: Props, direct: Props) -> RunStyle:
        """Defaults, table style, paragraph style, character style, direct formatting: resolved and remembered."""
        key = (paragraph_style, id(table_run) if table_run else 0, tuple(direct.items()))
        resolved = self.styles.resolved
        style = resolved.get(key)
        if style is None:
            styled = self.styles.run(paragraph_style)
            character = direct.get("rstyle")
            if character:
                styled = toggled(styled, self.styles.run(character))
            style = run_style(merge(self.styles.default_run, table_run, styled, direct))
            resolved[key] = style
        return style
