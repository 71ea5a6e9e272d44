"""Plan + filled forms + pictures of pages → the dossier as one Word file.

Forms stay editable as themselves; evidence stands as pictures in the same boxes as in the PDF; contents link to the
items. Everything else about a page (number, side, blanks, placeholders) follows the plan.
"""

from __future__ import annotations

from dossier.word.page_pictures import Making, page_pictures
from dossier.word.write import PagePicture, write_word

__all__ = ["Making", "PagePicture", "page_pictures", "write_word"]
