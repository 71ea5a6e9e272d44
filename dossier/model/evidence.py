"""One look at one file, and what stands on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFact:
    """One page of an evidence file as it is: size as a person sees it (after /Rotate, crop box and EXIF)."""

    width: float
    """pt; of a picture, pixels × 72 / dpi (200 dpi where the file says nothing sensible)."""
    height: float
    turn: int = 0
    """Degrees clockwise that the file itself asks for (EXIF, /Rotate); already in width and height."""
    pixels: tuple[int, int] | None = None
    """Of a picture or a page that is one picture, as stored."""
    has_text: bool = False
    """The page carries a usable text layer."""
    risky: str = ""
    """Why this page must be pictured rather than placed (layers, broken content …); '' when it need not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text on a page. `box` is (x0, y0, x1, y1) in fractions of the upright page."""

    text: str
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal found on a page."""

    box: tuple[float, float, float, float]
    colour: str
    """red, faint or grey."""
    text: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a page is as a picture; measures, no judgement."""

    sharpness: float = 0.0
    """95th percentile over tiles of the variance of the Laplacian."""
    brightness: float = 0.0
    """Median grey, 0 to 255."""
    paper: float = 0.0
    """Share of paper-white pixels, 0 to 1."""
    colour: float = 0.0
    """Mean saturation, 0 to 255."""
    board: float = 0.0
    """Share of the picture that is one dark green or black upright rectangle, as a blackboard is."""
    rim: float = 0.0
    """Share of the picture's rim that is not white."""
    size: tuple[int, int] = (0, 0)
    """Width and height in pixels as measured (the page may have more)."""
    fingerprint: bytes = b""
    """Crop hashes for finding the same photograph again; empty for a page of text."""
    thumbnail: bytes = b""
    """A small grey JPEG of a photograph, to compare it with another without opening either file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePlace:
    """A place where somebody should sign, as found by its label."""

    label: str
    """家长签字"""
    box: tuple[float, float, float, float]
    """Label and place together, in fractions of the upright page."""
    text: str = ""
    """What stands there, as far as it could be read; '' does not mean that it is empty."""
    ink: float = 0.0
    """How much is written there, in squares of the label's height (a name is some 0.3)."""


_LITTLE = 0.85
"""Of a sheet that takes no more than the rest of the picture nothing would be left."""
Point = tuple[float, float]
Bow = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The edge of a sheet or card that lies in a picture, seen all round."""

    corners: tuple[Point, ...]
    """Upper left, upper right, lower right, lower left, in fractions of the page as the file itself shows it."""
    bows: tuple[Bow, ...] = ((0.0, 0.0, 0.0),) * 4
    """How far each side (upper, right, lower, left) bows outward at a quarter, half, three quarters; in its length."""
    aspect: float = 1.0
    """Its own width beside its height, seen from straight above."""
    beyond: float = 0.0
    """Share of the picture that is no part of it."""
    dark: float = 0.0
    """Share of the picture that is dark and no part of it."""
    blank: bool = False
    """Whether what is no part of it is white, as the glass of a scanner is."""
    words_beyond: int = 0
    """Lines of text that were read outside every outline of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What is on one page; empty fields were looked for and not found."""

    page: int
    source: str = ""
    """ocr, text-layer or word."""
    lines: tuple[TextLine, ...] = ()
    seals: tuple[Seal, ...] = ()
    signatures: tuple[SignaturePlace, ...] = ()
    picture: Picture | None = None
    photos: tuple[Picture, ...] = ()
    """Pictures that stand on the page (in a Word file, or pasted into a PDF page), when the page is not one itself."""
    outlines: tuple[Outline, ...] = ()
    """Sheets or cards that lie in the picture with all of their edge in sight, from top to bottom; at most two."""
    turn: int = 0
    """Degrees clockwise that make the text upright, as the reader found."""
    unread: str = ""
    """Why the page was not read; '' when it was."""

    @property
    def sheet(self) -> Outline | None:
        """The one sheet that lies in the picture and holds all words of it: what can be made flat; else None."""
        return self.outlines[0] if self.outlines and not self.why_not_flat else None

    @property
    def why_not_flat(self) -> str:
        """Why the page cannot be made flat, in plain words; '' where it can."""
        if self.unread or self.source != "ocr":
            return "这一页没有看图识字"
        if not self.outlines:
            return "看不全纸的四个角和四条边"
        if len(self.outlines) > 1:
            return "图里有两张纸"
        if self.outlines[0].words_beyond:
            return "纸的外面还有字"
        return "纸太小" if self.outlines[0].beyond > _LITTLE else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photograph:
    """A photograph of the evidence and where it lies."""

    case_id: str
    name: str
    """The child's."""
    path: str
    page: int
    sha256: str
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class LikePhotographs:
    """Two photographs that are one and the same, though cropped, resized, brightened or mirrored."""

    first: Photograph
    second: Photograph
    inliers: int
    """Features that agree; 0 where both are the same picture to the byte."""
    changed: float
    """Share of pixels that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an evidence file cannot be used, or only with care. `rule` is a finding id of contract §4."""

    rule: str
    message: str
    action: str = ""


_NO_PAPER = ("video/", "audio/", "text/plain")
_PROGRAMS = frozenset({
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/vnd.android.package-archive",
    "application/x-aae",
})  # fmt: skip
_PLACEHOLDER = ".icloud"
"""What iCloud leaves of a file that was not fetched: a paper may stand behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One look at one file. A bad file is this value with a `problem`; looking never raises."""

    path: str
    sha256: str = ""
    size: int = 0
    media_type: str = "application/octet-stream"
    pages: tuple[PageFact, ...] = ()
    problem: Problem | None = None
    """Set when the file cannot be used at all: empty-file, unreadable, encrypted, unsupported, too-large."""
    caveats: tuple[Problem, ...] = ()
    """The file is used, but: wrong-extension and the like."""
    taken: date | None = None
    """When a photograph was taken (EXIF, else a time in the file name)."""
    modified_ns: int = 0
    readings: tuple[PageReading, ...] = ()
    """Empty under --no-read."""

    @property
    def is_usable(self) -> bool:
        """Whether its pages can stand in a dossier."""
        return self.problem is None and bool(self.pages)

    @property
    def is_no_paper(self) -> bool:
        """Whether the file is of a kind that is no paper (video, sound, text, program): nothing of it is bound."""
        if self.problem is None or self.problem.rule != "unsupported" or self.path.casefold().endswith(_PLACEHOLDER):
            return False
        return self.media_type.startswith(_NO_PAPER) or self.media_type in _PROGRAMS

    @property
    def is_picture(self) -> bool:
        """Whether the file is a picture (not a PDF or Word file)."""
        return self.media_type.startswith("image/")
