"""Writes docs/typeset.md from the feature documents: `python -m tests.typeset.features_doc`."""

from __future__ import annotations

from pathlib import Path

from tests.typeset.drawn import DRAWN
from tests.typeset.features import FEATURES
from tests.typeset.found import FOUND
from tests.typeset.mixes import MIXES
from tests.typeset.refused import REFUSED

TARGET = Path(__file__).parents[2] / "docs" / "typeset.md"

HEAD = """# What the typesetter draws

`dossier/typeset/` turns a Word form into PDF pages as Word would print them. This page is written by
`python -m tests.typeset.features_doc` from the documents that the tests set; a test fails when it is out of date.

Each row below is a document of its own. *Exact*: same number of pages, same characters as LibreOffice 7.4, rows within
3 pt. *Near*: pages and characters are the same, rows may stand further apart, for the reason given. Where Word and
LibreOffice differ, Word is followed, and the reason says so; the place of the grid is the exception.

What no single document shows:

* **Grid.** Where whole lines of the grid leave part of a line over, half of it stands above the first line, as in
  LibreOffice (5.75 pt on A4 with Word's Chinese margins). What Word does is known from one preview that Word for Mac
  left in a file: no such gap, as far as its 1.5 pt a pixel tell. A page takes as many lines and rows as without the
  gap. Headers and footers keep to no grid; that preview and LibreOffice agree.
* **The last line of a page** needs room for its text: white that an exact height or the grid leaves below it may hang
  over the margin (six forms get the page counts back that Word and WPS stored, none loses its own). Rows of tables and
  LibreOffice's lines need all of their height.
* **Line heights.** A Chinese font is 1.3 em tall (SimSun's height in Word), whatever face stands in for it; LibreOffice
  takes the stand-in's 1.44 em. Western fonts have Word's own heights (`font_data.py`).
* **Punctuation that hangs over the right edge** is lost by LibreOffice 7.4 in PDF; here it is printed. It hangs after
  East-Asian characters only, and not in cells.
* **Bold** of a face without a bold style is its outline thickened; **italic** of one without italics is slanted.
* **Near**: small capitals (set as capitals), letter kerning (none), Tibetan and Indic scripts (shaped within a run, but
  measured by single letters), `w:noWrap` and `w:tcFitText` (ignored), text round pictures in cells.
* **From right to left** (Uyghur, Kazakh, Arabic, Hebrew): words are joined, measured by their joined letters and put in
  order line by line (`bidi.py`); `w:bidi` turns a paragraph round, `w:bidiVisual` a table. Complex scripts have font,
  size and weight of their own (`w:cs`, `w:szCs`, `w:bCs`); Tibetan breaks after its syllables. What no font at hand can
  print is told with page and words; in a Word file of the evidence letters without a font are an error.
* **Indents in characters**: `leftChars` and `rightChars` count in the size of the style, `firstLineChars` and
  `hangingChars` in that of the paragraph's first run, all with the grid's extra width: so say the lengths that Word
  stores beside them (131 forms: 47 of 47, and 792 of 797).
* **A grid of lines and a multiple** do not multiply: a line is as high as the larger of its rows and the multiple.
* **On the paper or refused**: after layout text, lines and pictures that stand off the paper are refused by page; what
  reaches over the edge in part, or what a row of fixed height hides, is told, as Word cuts it off too. A table that
  fits itself is made as wide as the text area where it would leave the paper; a row that may not break does where it is
  taller than a page.
* **Content that is elsewhere** (linked or missing pictures, embedded web pages, missing notes, headers), or that only
  Word shows (ink, controls, films, EQ fields), is refused, and the refusal says so (`Refusal.elsewhere`): no other
  program can show it either. Embedded objects show the picture that their program left of them, ink and models the
  picture that Word left beside them.
* **A closing bracket at the end of a line** is half as wide where it would not fit, if the file compresses punctuation
  and WPS did not save it (its page counts say that it does not).
* **Not yet as Word**: in files of Word 2013 and later, punctuation anywhere in a justified line gets narrower where
  that lets the line hold one character more; and letters and digits in 宋体, 仿宋, 楷体 or 黑体 are half an em wide,
  but as wide as the stand-in's where the machine lacks the font. A line may break a character earlier or later.
* **Text boxes** stand as large as they are stored, those that grow as high as their text (as wide, where it does not
  wrap: the page numbers of WPS); page fields in them count. Lines that a box of fixed size has no room for are told.
  Text that runs on from one box to the next, and boxes that stand askew, are refused.
* **What Word hides** (lines and pictures below a row of fixed height, cells under a merged one) is told with its words.
* **Content controls bound to data** show what the data says, as in Word, whatever text is stored in them.
* **A bug of the Typst compiler** is a refusal with page and text, never a crash.
* **Left out with a note**: comments (with their words), line numbers, spacing between cells.
* **Page fields** PAGE, NUMPAGES and SECTIONPAGES are counted; every other field shows its stored result. Fields that
  store none (macro buttons, drop-down lists, SYMBOL) show what Word shows; LISTNUM, AUTONUM and bar codes are refused.
* **Nothing is lost in silence**: an element that nothing reads is refused by its name where it holds text or a picture.
* **A picture in a line that is taller than a page** is made smaller, with a note.
"""

TAIL = """Any other drawing that is not a picture, a straight line, a rectangle, an ellipse or a text box
in one of these is refused too."""


def write() -> str:
    """The text of docs/typeset.md."""
    lines = [HEAD, "## Drawn\n", "| feature | how near | why |", "|---|---|---|"]
    for feature in {**FEATURES, **FOUND, **DRAWN, **MIXES}.values():
        exact = not feature.differs and feature.spread <= 3.0
        reason = feature.differs or ("" if exact else f"行差至 {feature.spread:g} pt：行高规则不同")
        lines.append(f"| {feature.title} | {'exact' if exact else 'near'} | {reason} |")
    lines += ["", "## Refused by name, with the place\n"]
    names = dict.fromkeys(form.feature for form in REFUSED.values())
    lines += [f"* {name}" for name in names]
    lines += ["", TAIL, ""]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(write(), "utf-8")
