"""Faults in words: which finding each is, what a clerk reads, and what to do next (contract §4)."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOC, DOCX, ODT, OFD, PDF, RTF
from dossier.files.garbled import UNPACK_AGAIN, is_garbled
from dossier.model import Problem

_AGAIN = "请重新拍照或扫描，或请对方重发原图（微信里选「原图」，或当作文件发送），再替换这个文件。"
_AGAIN_PDF = "请重新扫描，或请对方重发这个 PDF，再替换这个文件。"
_SAVE_PDF = "请用 WPS 或 Word 打开，选「文件→输出为PDF」（Word：另存为→PDF），把得到的 PDF 放进来替换它。"
_PRINT_PDF = "请用能打开它的软件另存（导出）为 PDF，或选「打印→Microsoft Print to PDF」，把得到的 PDF 放进来替换它。"

_CONVERT_OFD = "请用 WPS 或 OFD 阅读器打开，转换（导出）为 PDF，再放进来替换它。"

FAULTS: dict[str, tuple[str, str, str]] = {
    "empty": ("empty-file", "文件是空的（0 字节）。", "请重新发送或扫描这份材料，替换这个文件。"),
    "empty-zeros": (
        "empty-file",
        "文件里全是空白字节，没有内容，多半是复制或下载中断造成的。",
        "请从原处重新复制或下载，替换这个文件。",
    ),
    "empty-pages": ("empty-file", "这个 PDF 里一页也没有。", _AGAIN_PDF),
    "picture-damaged": ("unreadable", "图片不完整或已损坏，打不开全图。", _AGAIN),
    "picture-page-damaged": ("unreadable", "第 {} 页图片不完整或已损坏。", _AGAIN),
    "pdf-damaged": ("unreadable", "PDF 已损坏，打不开。", _AGAIN_PDF),
    "pdf-cut": ("unreadable", "PDF 不完整，后面的内容缺失（多半是下载或传送中断）。", _AGAIN_PDF),
    "pdf-pages-damaged": ("unreadable", "PDF 的第 {} 页已损坏，打不开。", _AGAIN_PDF),
    "pdf-form-only": (
        "unsupported",
        "这是 Adobe 动态表单（XFA），一般软件看不到内容。",
        "请用 Adobe Reader 打开，打印成 PDF，再放进来替换它。",
    ),
    "pdf-portfolio": (
        "unsupported",
        "这是 PDF 文件包，材料在它的附件里。",
        "请打开它，把里面的附件逐个另存出来放进来，再移走这个文件。",
    ),
    "word-damaged": ("unreadable", "Word 文件已损坏，打不开。", "请用 Word 或 WPS 打开修复后另存，或请对方重发。"),
    "word-failed": ("unreadable", "Word 文件的内容有错，排不出版面。", _SAVE_PDF),
    "word-bomb": ("unreadable", "Word 文件解压后大得不正常，没有打开。", _SAVE_PDF),
    "word-refused": ("unsupported", "这个 Word 文件里有本程序不会排版的内容：{}。", _SAVE_PDF),
    "word-refused-tried": (
        "unsupported",
        "这个 Word 文件里有本程序不会排版的内容：{}；用 LibreOffice 试过，也没有排出来。",
        _SAVE_PDF,
    ),
    "word-elsewhere": (
        "unsupported",
        "这个 Word 文件里有的内容不在文件里，或只有 Word 能打开：{}。",
        "请在原来的电脑上用 Word 或 WPS 打开，看到内容齐全后输出为 PDF，把得到的 PDF 放进来替换它。",
    ),
    "word-failed-tried": (
        "unreadable",
        "Word 文件的内容有错，排不出版面；用 LibreOffice 试过，也没有打开。",
        _SAVE_PDF,
    ),
    "office-hung": ("unreadable", "用 LibreOffice 试过，{} 秒没有排出来，已停下。", _SAVE_PDF),
    "office-lost": ("unsupported", "用 LibreOffice 排过，但排出来的版面少了内容：{}；没有采用。", _SAVE_PDF),
    "word-old": (
        "unsupported",
        "旧式 Word 文件（.doc、.wps、.rtf、.odt），本机没有 LibreOffice，不能直接排版。",
        _SAVE_PDF,
    ),
    "encrypted-pdf": (
        "encrypted",
        "PDF 设了打开密码。",
        "请用密码打开，选「打印→Microsoft Print to PDF」另存一份不带密码的，再替换它。",
    ),
    "encrypted-office": (
        "encrypted",
        "文件设了打开密码。",
        "请用密码打开，在「文件→文档加密（信息→保护文档）」里去掉密码，输出为 PDF，再替换它。",
    ),
    "too-many-pages": ("too-large", "共 {} 页，超过 2000 页的上限。", "请拆成几个文件再放进来。"),
    "too-many-pixels": ("too-large", "图片有 {} 像素，超过 2 亿像素的上限。", "请缩小后另存，或重新拍照。"),
    "too-many-bytes": ("too-large", "文件有 {} MB，超过 500 MB 的上限。", "请压缩或拆成几个文件再放进来。"),
    "spreadsheet": ("unsupported", "这是电子表格，不能直接作为材料收入。", _SAVE_PDF),
    "slides": ("unsupported", "这是演示文稿，不能直接作为材料收入。", _SAVE_PDF),
    "ofd-damaged": ("unreadable", "OFD 文件已损坏，打不开。", _CONVERT_OFD),
    "ofd-refused": ("unsupported", "这个 OFD 文件里有本程序不会排版的内容：{}。", _CONVERT_OFD),
    "archive": (
        "unsupported",
        "这是压缩包，里面的材料没有查看。",
        "请先解压，把里面的文件放进这个文件夹，再移走压缩包。",
    ),
    "video": ("unsupported", "这是视频，不能装订成册。", "请截取能说明情况的画面，存成图片放进来；视频另行保存。"),
    "audio": ("unsupported", "这是录音，不能装订成册。", "请把内容写成谈话记录，由当事人签字后扫描；录音另行保存。"),
    "picture-format": ("unsupported", "这种图片格式不能直接收入。", "请用看图软件打开，另存为 JPG 或 PNG，再替换它。"),
    "document-format": ("unsupported", "这是{}，不能直接收入。", _PRINT_PDF),
    "apple-document": (
        "unsupported",
        "这是苹果 Pages、Numbers 或 Keynote 文稿，不能直接收入。",
        "请在 Mac、iPhone 或 iCloud.com 上打开，选「导出→PDF」另存（导出）为 PDF，把得到的 PDF 放进来替换它。",
    ),
    "icloud": (
        "unsupported",
        "文件还在 iCloud 里，没有下载到本机；这里只有一个占位。",
        "请在苹果电脑的「访达」里点文件旁的云朵下载好（拷来的，请在原电脑上下载后重新拷贝），再重新核查。",
    ),
    "photo-edits": (
        "unsupported",
        "这是照片的编辑记录（AAE），不是照片本身，可以移走。",
        "请移走它；照片本身不受影响。",
    ),
    "web": ("unsupported", "这是网页，不是证明材料的原件或扫描件。", _PRINT_PDF),
    "mail": (
        "unsupported",
        "这是电子邮件，材料可能在它的附件里。",
        "请打开邮件，把附件另存出来放进来，再移走这个文件。",
    ),
    "shortcut": (
        "unsupported",
        "这是快捷方式或网址，不是文件本身。",
        "请找到它指向的文件，把文件本身复制进来，再移走这个快捷方式。",
    ),
    "text": ("unsupported", "这是纯文本，不能直接作为材料收入。", _PRINT_PDF),
    "program": ("unsupported", "这是程序，不是材料。", "请不要打开它；确认无用后移走。"),
    "other-format": ("unsupported", "这种文件不能直接作为材料收入。", _PRINT_PDF),
    "special": ("unsupported", "这是链接或特殊文件，没有打开。", "请把文件本身复制进来，替换这个链接。"),
    "unknown": ("unsupported", "认不出这是什么文件。", _PRINT_PDF),
    "text-damaged": ("unreadable", "文件已损坏：内容不是 {}，只是一段纯文本，多半是下载或转发时出了错。", _AGAIN),
    "unknown-damaged": ("unreadable", "文件已损坏：内容不是 {}，也认不出是什么。", _AGAIN),
    "gone": (
        "unreadable",
        "查看时文件已不在原处。",
        "请确认文件没有被移动或改名（网盘同步时请等同步完成），再重新核查。",
    ),
    "long-path": (
        "unreadable",
        "文件的路径太长，Windows 打不开。",
        "请把工作目录移到靠近盘符根目录的地方（如 D:\\控辍保学），或改短文件夹名，再重新核查。",
    ),
    "locked": (
        "unreadable",
        "文件打不开：正在被其他程序（如 Word、WPS、看图软件）占用，或没有读取权限。",
        "请关闭正在使用它的程序后重新核查；仍打不开时，把文件复制一份再放回来。",
    ),
    "changing": ("unreadable", "查看时文件正在被改动。", "请等复制、下载或同步完成后，重新核查。"),
    "disk": ("unreadable", "读取文件时磁盘出错（{}）。", "请从别处重新复制这个文件；U 盘反复出错时请换一个。"),
    "crashed": ("unreadable", "文件内容异常，程序打开它时中断了。", _AGAIN),
    "too-slow": (
        "unreadable",
        "文件内容异常，{} 秒内没有打开。",
        "请重新扫描，或用「打印→Microsoft Print to PDF」另存一份，再替换它。",
    ),
}
"""Fault code → finding rule, message (`{}` takes the fault's detail), action."""

_MOST_NAMES = 20
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif", "jif", "mpo"),
    "image/png": ("png", "apng"),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp", "dib"),
    "image/gif": ("gif",),
    "image/heic": ("heic", "heif", "hif"),
    "image/heif": ("heif", "heic", "hif"),
    "image/avif": ("avif", "heif"),
    PDF: ("pdf",),
    DOCX: ("docx", "docm", "dotx", "dotm", "wps"),
    DOC: ("doc", "wps", "dot", "wpt"),
    RTF: ("rtf",),
    OFD: ("ofd",),
    ODT: ("odt",),
}
"""Media type → the extensions that tell the truth about it, the usual one first."""

_OTHER_EXTENSIONS = frozenset(
    {"xls", "xlsx", "et", "csv", "ppt", "pptx", "dps", "txt", "zip", "rar", "7z", "mp4", "mov", "avi", "mp3"}
    | {"html", "htm", "ofd", "xml", "psd", "svg", "gz", "tar", "exe", "lnk", "url"}
)
_TITLES = {
    "image/jpeg": "JPG 图片",
    "image/png": "PNG 图片",
    "image/webp": "WebP 图片",
    "image/tiff": "TIFF 图片",
    "image/bmp": "BMP 图片",
    "image/gif": "GIF 图片",
    "image/heic": "HEIC 图片",
    "image/heif": "HEIF 图片",
    "image/avif": "AVIF 图片",
    PDF: "PDF",
    DOCX: "Word 文件（docx）",
    DOC: "Word 97–2003 文件（doc）",
    RTF: "RTF 文件",
    OFD: "OFD 版式文件",
    ODT: "ODT 文件",
}


_MOST_TOLD = 5


def problem_of(fault: Fault, path: str) -> Problem:
    """The fault as a finding's rule and words. The name only matters where the bytes say nothing at all."""
    code, detail = fault.code, fault.detail
    if code in ("unknown", "text") and (claimed := _claimed_type(path)):
        code, detail = f"{code}-damaged", _TITLES[claimed]
    rule, message, action = FAULTS[code]
    shown = f" {detail}" if detail[:1].isascii() and "是{}" in message else detail
    return Problem(rule=rule, message=message.replace("{}", shown), action=action)


def wrong_extension(media_type: str, path: str) -> Problem | None:
    """A caveat where the extension names another type. One that names none (none at all, `.5 家访`) is no lie."""
    suffix = _suffix(path)
    honest = _EXTENSIONS[media_type]
    if suffix in honest or not (suffix in _OTHER_EXTENSIONS or _claimed_type(path)):
        return None
    return Problem(
        rule="wrong-extension",
        message=f"扩展名是 .{suffix}，内容其实是 {_TITLES[media_type]}；已按实际内容处理。",
        action=f"请把文件名的结尾改成 .{honest[0]}，免得别的软件打不开。",
    )


def attached_files(names: Sequence[str]) -> Problem | None:
    """A caveat where a PDF carries other files: its pages do not show them."""
    if not names:
        return None
    shown = "、".join(names[:_MOST_NAMES]) + ("等" if len(names) > _MOST_NAMES else "")
    return Problem(
        rule="unsure",
        message=f"这个 PDF 里还夹带了 {len(names)} 个附件（{shown}），附件不在页面上，没有排进档案。",
        action="请打开 PDF，把附件另存到这个学生的文件夹；不需要的，接受并写明原因。",
    )


def other_pages(stored: int, shown: int) -> Problem | None:
    """A caveat where LibreOffice gives a Word file another number of pages than Word did."""
    if stored in (0, shown):
        return None
    return Problem(
        rule="unsure",
        message=f"Word 保存时记的是 {stored} 页，LibreOffice 排出来是 {shown} 页，版面可能有出入。",
        action="请打开原件对照看一眼：一样的接受；不一样的，请用 Word 或 WPS 输出为 PDF 再替换它。",
    )


def unprinted(told: Sequence[str]) -> Problem | None:
    """A caveat where a Word file holds what stands on none of its pages: Word would not print it either."""
    if not told:
        return None
    return Problem(
        rule="unsure",
        message=f"这个 Word 文件里有印不出来的内容：{_some(told)}。",
        action="请用 Word 或 WPS 打开，加大行高、挪进纸内或换字体后重新保存；不影响的，接受并写明原因。",
    )


def unwritten(told: Sequence[str]) -> Problem | None:
    """An error where a Word file is written in letters that no font at hand has: its pages would show empty boxes."""
    if not told:
        return None
    return Problem(
        rule="glyph-missing",
        message=f"这个 Word 文件里有印不出来的文字，印出来会是空框：{_some(told)}。",
        action="请把含有这些字的字体文件（.ttf、.otf）放进工作目录的 fonts 文件夹；"
        "或在原来的电脑上把它输出为 PDF，再替换它。",
    )


def _some(told: Sequence[str]) -> str:
    return "；".join(told[:_MOST_TOLD]) + (f"……共 {len(told)} 处" if len(told) > _MOST_TOLD else "")


def garbled_name(path: str) -> Problem | None:
    """A caveat where the name is a jumble of signs: nobody can tell by it what the file is."""
    if not is_garbled(path.rpartition("/")[2]):
        return None
    message = "文件名是乱码（解压时认错了编码），看不出是什么材料。"
    return Problem(rule="unsure", message=message, action=f"{UNPACK_AGAIN}不行时，直接把文件改名。")


def _suffix(path: str) -> str:
    stem, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return suffix.lower() if dot and stem else ""


def _claimed_type(path: str) -> str | None:
    suffix = _suffix(path)
    return next((media_type for media_type, known in _EXTENSIONS.items() if suffix in known), None)
