"""What the typesetter knows of fonts by name: other names, how tall a line Word makes of them, what may stand in.

Data, not code: add a row for a font your county uses. Names are compared without case and blanks.
"""

from __future__ import annotations

_FREE_FANG = ("Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "FandolFang R", "FandolFang")
"""Free 仿宋 that a person may put into a workspace's fonts/, where Windows' own is not there."""
ALIASES: dict[str, tuple[str, ...]] = {
    "宋体": ("SimSun", "NSimSun", "Songti SC", "STSong"),
    "新宋体": ("NSimSun", "SimSun", "Songti SC"),
    "宋体-18030": ("SimSun-18030", "SimSun"),
    "simsun": ("SimSun", "NSimSun", "Songti SC", "STSong"),
    "nsimsun": ("NSimSun", "SimSun"),
    "仿宋": ("FangSong", "FangSong_GB2312", "STFangsong", "FZFangSong-Z02", *_FREE_FANG),
    "仿宋_gb2312": ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02", *_FREE_FANG),
    "仿宋_gbk": ("FZFangSong-Z02", "FangSong", "FangSong_GB2312", "STFangsong", *_FREE_FANG),
    "方正仿宋_gbk": ("FZFangSong-Z02", "FangSong", "FangSong_GB2312", "STFangsong", *_FREE_FANG),
    "方正仿宋简体": ("FZFangSong-Z02S", "FangSong", "FangSong_GB2312", "STFangsong", *_FREE_FANG),
    "华文仿宋": ("STFangsong", "FangSong", "FangSong_GB2312", *_FREE_FANG),
    "fangsong": ("FangSong", "FangSong_GB2312", "STFangsong", *_FREE_FANG),
    "fangsong_gb2312": ("FangSong_GB2312", "FangSong", "STFangsong", *_FREE_FANG),
    "楷体": ("KaiTi", "KaiTi_GB2312", "STKaiti", "Kaiti SC", "FZKai-Z03"),
    "楷体_gb2312": ("KaiTi_GB2312", "KaiTi", "STKaiti", "Kaiti SC", "FZKai-Z03"),
    "方正楷体_gbk": ("FZKai-Z03", "KaiTi", "KaiTi_GB2312", "STKaiti"),
    "方正楷体简体": ("FZKai-Z03S", "KaiTi", "KaiTi_GB2312", "STKaiti"),
    "华文楷体": ("STKaiti", "KaiTi", "Kaiti SC"),
    "kaiti": ("KaiTi", "KaiTi_GB2312", "STKaiti"),
    "kaiti_gb2312": ("KaiTi_GB2312", "KaiTi", "STKaiti"),
    "黑体": ("SimHei", "STHeiti", "Heiti SC", "FZHei-B01"),
    "方正黑体_gbk": ("FZHei-B01", "SimHei", "STHeiti"),
    "方正黑体简体": ("FZHei-B01S", "SimHei", "STHeiti"),
    "华文黑体": ("STHeiti", "STXihei", "SimHei"),
    "华文细黑": ("STXihei", "SimHei"),
    "simhei": ("SimHei", "STHeiti", "Heiti SC"),
    "方正小标宋": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"),
    "方正小标宋_gbk": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"),
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "小标宋": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"),
    "小标宋体": ("FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"),
    "华文中宋": ("STZhongsong", "FZXiaoBiaoSong-B05S", "SimSun"),
    "华文宋体": ("STSong", "SimSun", "Songti SC"),
    "微软雅黑": ("Microsoft YaHei", "Microsoft YaHei UI", "PingFang SC"),
    "microsoft yahei": ("Microsoft YaHei", "Microsoft YaHei UI", "PingFang SC"),
    "微软雅黑 light": ("Microsoft YaHei Light", "Microsoft YaHei", "Microsoft YaHei UI", "PingFang SC"),
    "microsoft yahei light": ("Microsoft YaHei Light", "Microsoft YaHei", "Microsoft YaHei UI", "PingFang SC"),
    "等线": ("DengXian", "等线"),
    "等线 light": ("DengXian Light", "DengXian"),
    "dengxian": ("DengXian",),
    "隶书": ("LiSu", "STLiti"),
    "幼圆": ("YouYuan",),
    "思源黑体": ("Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC"),
    "思源宋体": ("Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC"),
    "times new roman": ("Times New Roman", "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes"),
    "times": ("Times New Roman", "Times", "Liberation Serif", "Nimbus Roman", "TeX Gyre Termes"),
    "arial": ("Arial", "Liberation Sans", "Nimbus Sans", "TeX Gyre Heros"),
    "helvetica": ("Arial", "Helvetica", "Liberation Sans", "Nimbus Sans", "TeX Gyre Heros"),
    "calibri": ("Calibri", "Carlito"),
    "cambria": ("Cambria", "Caladea"),
    "courier new": ("Courier New", "Liberation Mono", "Nimbus Mono PS", "TeX Gyre Cursor"),
}
"""Name in the document → families to look for on the machine, best first (metric-compatible ones last)."""

SANS = (
    "黑", "hei", "等线", "dengxian", "gothic", "arial", "calibri", "helvetica", "sans", "verdana", "tahoma",
    "segoe", "幼圆", "youyuan", "pingfang", "ゴシック", "圆", "consolas", "courier", "aptos", "trebuchet",
)  # fmt: skip
"""A name holding one of these is replaced by the sans face, any other by the serif face."""

LINE_HEIGHTS: dict[str, tuple[float, float]] = {
    "times new roman": (0.891, 0.259),
    "times": (0.891, 0.259),
    "arial": (0.905, 0.245),
    "helvetica": (0.905, 0.245),
    "liberation serif": (0.891, 0.259),
    "liberation sans": (0.905, 0.245),
    "calibri": (0.952, 0.269),
    "calibri light": (0.952, 0.269),
    "cambria": (0.950, 0.222),
    "courier new": (0.833, 0.300),
    "verdana": (1.005, 0.210),
    "tahoma": (1.000, 0.207),
    "georgia": (0.917, 0.219),
    "consolas": (0.913, 0.259),
    "segoe ui": (1.079, 0.251),
    "wingdings": (0.898, 0.211),
    "wingdings 2": (0.842, 0.211),
    "symbol": (1.005, 0.220),
    "microsoft yahei": (1.256, 0.460),
    "microsoft yahei light": (1.256, 0.460),
    "微软雅黑": (1.256, 0.460),
    "微软雅黑 light": (1.256, 0.460),
}
"""Heights above and below the baseline, in em, that Word gives a line of this font."""

CJK_LINE = (1.009, 0.291)
"""Any East-Asian font not named above: 1.3 em as SimSun, whatever face stands in for it."""

CJK_NAMES = (
    "song", "sun", "hei", "kai", "fang", "ming", "mincho", "gothic", "dengxian", "noto", "source han", "fz", "st",
    "lisu", "youyuan", "batang", "cjk", "pingfang",
)  # fmt: skip
"""A Latin-lettered name holding (or, for fz and st, beginning with) one of these is an East-Asian font."""

SYMBOLS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
        0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0xA1: "○", 0xA3: "◎", 0xA4: "◉", 0xA7: "▪", 0xA8: "□",
        0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        0x21: "✏", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x36: "⌛", 0x4A: "☺", 0x46: "☞", 0xAB: "★", 0x80: "⓪",
        0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨",
        0x8A: "⑩", 0x8C: "❶", 0x8D: "❷", 0x8E: "❸", 0x9F: "•", 0xF0: "⇨", 0xB7: "•",
        0x20: " ", 0x9E: "·", 0xA0: "▪", 0xA2: "○", 0xA5: "◎", 0xA6: "○", 0x45: "☜", 0x47: "☝", 0x48: "☟", 0x4C: "☹",
        0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "←", 0xE9: "↑", 0xEA: "↓", 0xEB: "↖", 0xEC: "↗", 0xED: "↙",
        0xEE: "↘", 0xEF: "⇦", 0xF1: "⇧", 0xF2: "⇩", 0x8F: "❹", 0x90: "❺", 0x91: "❻", 0x92: "❼", 0x93: "❽", 0x94: "❾",
        0x95: "❿",
    },
    "wingdings 2": {
        0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0x30: "☑",
        0x97: "●", 0x9A: "○", 0xA2: "■", 0xA1: "◻",
    },
    "wingdings 3": {0x7D: "▶", 0x75: "▶", 0x22: "↑", 0x23: "↓", 0x70: "▲", 0x71: "▼"},
    "symbol": {
        **dict(zip(range(0x20, 0x7F), (
            " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        ), strict=True)),
        **dict(zip(range(0xA0, 0xE6), (
            "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
        ), strict=True)),
        0xF1: "〉", 0xF2: "∫", 0x7F: "□",
    },
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗"},
}  # fmt: skip
"""Symbol font → its code (without F000) → the character drawn instead."""

STAND_INS: dict[str, tuple[str, str]] = {
    "☑": ("□", "√"), "☒": ("□", "×"), "☐": ("□", ""), "◻": ("□", ""), "⌧": ("□", "×"), "✔": ("√", ""),
    "✓": ("√", ""), "✘": ("×", ""), "✗": ("×", ""), "✕": ("×", ""), "✖": ("×", ""), "➢": ("▷", ""), "➔": ("→", ""),
    "⧫": ("◆", ""), "⬥": ("◆", ""), "⬧": ("◆", ""), "❑": ("□", ""), "❒": ("□", ""), "❍": ("○", ""), "❖": ("◆", ""),
    "⓪": ("○", ""), "▪": ("■", ""), "◉": ("◎", ""),
}  # fmt: skip
"""A sign no font at hand has → a sign drawn instead, and a second one drawn into it."""

NEVER = ("lastresort", "adobe blank", "unifont", "color emoji", "apple color", "emoji")
"""Families holding one of these never stand in for a missing character."""


def normal(name: str) -> str:
    """A font name as it is compared."""
    return " ".join(name.strip().strip("'\"@").lower().split())


def is_sans(name: str) -> bool:
    """Whether the sans face stands in for this name."""
    folded = normal(name)
    return any(word in folded for word in SANS)


def is_cjk_name(name: str) -> bool:
    """Whether the name is that of an East-Asian font."""
    folded = normal(name)
    if any(ord(char) > 0x2E80 for char in folded):
        return True
    return any(word in folded if len(word) > 2 else folded.startswith(word) for word in CJK_NAMES)
