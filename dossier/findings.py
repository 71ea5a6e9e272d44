"""Every rule that a finding can name: levels, and what they mean to people. docs/rules.md is made from this.

The titles are the one vocabulary: reports print them, and a person may write them under `accepted` in case.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from dossier.model import Finding, Severity

F = TypeVar("F", bound=Callable[..., Any])
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of contract §4. `levels`: the usual one first."""

    levels: tuple[Severity, ...]
    title: str
    means: str
    todo: str


RULES: dict[str, Rule] = {
    # ------------------------------------------------------------------ is everything there
    "missing": Rule(
        (ERROR,),
        "缺少材料",
        "规范要求的材料一份也没有。",
        "按提示补上；确实不需要的，在 case.yaml 里写明免交的理由和姓名。",
    ),
    "too-few": Rule((ERROR,), "份数不够", "有这种材料，但份数少于规范的要求。", "补足份数。"),
    "needs-person": Rule(
        (WARNING,),
        "要有人确认",
        "规范要求这个个案由人核实确认，还没有人确认。",
        "核实后在 case.yaml 的 confirmed 写上姓名、日期和理由。",
    ),
    "unassigned": Rule(
        (ERROR,),
        "不知道是什么材料",
        "从人的决定、文件夹名、文件名和内容都看不出这是什么材料。",
        "把文件改成能看懂的名字，或用 dossier assign 指明它是什么；不要的写明理由排除。",
    ),
    "unsure": Rule(
        (WARNING,), "归类请确认", "程序归了类，但把握不大。", "看一眼原件：对的接受，不对的用 dossier assign 改正。"
    ),
    "recommended": Rule((NOTE,), "建议材料没有", "规范建议附上的材料没有，不影响归档。", "有的话补上更好。"),
    "decision-unused": Rule(
        (WARNING, NOTE),
        "决定没有用上",
        "case.yaml 里的认可、免交或确认没有对上任何问题，或者不允许这样写。",
        "核对是不是写错了；不需要的删去。",
    ),
    # ------------------------------------------------------------------ the file itself
    "empty-file": Rule((ERROR,), "空文件", "文件是 0 字节，没有内容。", "重新扫描或重新传输。"),
    "unreadable": Rule((ERROR,), "打不开", "文件损坏或不完整，读不出来。", "重新扫描或重新传输。"),
    "encrypted": Rule((ERROR,), "有密码", "文件加了密码，不能放进档案。", "去掉密码后另存一份。"),
    "unsupported": Rule(
        (ERROR, WARNING),
        "不支持的文件",
        "不是图片、PDF 或 Word 文件，或者是快捷方式等特殊文件；视频、录音、文本、程序不是材料，人工核对即可。",
        "另存为 PDF 或图片；不要的写明理由排除。",
    ),
    "too-large": Rule((ERROR,), "太大", "超过 2000 页、500 MB，或图片超过 2 亿像素。", "拆成几份或降低分辨率。"),
    "wrong-extension": Rule(
        (WARNING,), "扩展名不对", "文件名的扩展名和真实内容不一致，已按真实内容使用。", "改成正确的扩展名，或接受。"
    ),
    "page-pictured": Rule(
        (NOTE,),
        "以图片放入",
        "这一页不能原样放入，用它的图片代替，内容不变；或者是拍照的纸，四周是深色桌面，或要拉平而拉不平。",
        "一般不用处理，对照原件看一眼即可；四周是桌面的，可以拉平。",
    ),
    "not-read": Rule(
        (NOTE,),
        "没有识读",
        "没有读这些页上的内容（用了 --no-read、页数或时间超限，或没装识读组件）。",
        "需要时人工查看。",
    ),
    "duplicate-file": Rule(
        (WARNING,), "文件重复", "工作区里有两个内容完全相同的文件。", "留下一个；确实要用两次的，接受并写明理由。"
    ),
    # ------------------------------------------------------------------ what is on the page
    "reused-photo": Rule(
        (ERROR, WARNING, NOTE),
        "照片重复使用",
        "同一张照片用了两次：在两个个案里必须解决，在同一个案里人工核对。裁剪、缩放、重新压缩的也算。",
        "换成当次拍的照片；两个学生确实同在一张照片上的，写明两个个案和理由后认可。",
    ),
    "blurred": Rule((WARNING,), "模糊", "照片或扫描件不清楚。", "重新拍摄或扫描。"),
    "too-dark": Rule((WARNING,), "太暗", "照片或扫描件太暗。", "在亮处重新拍摄。"),
    "low-resolution": Rule((WARNING,), "分辨率低", "打印出来不到 200 dpi。", "用原图，或重新扫描。"),
    "upside-down": Rule((WARNING,), "方向不对", "页面是倒的或横的。", "用 dossier assign --turn 转正。"),
    "no-seal": Rule((WARNING,), "没找到章", "应当盖章的材料上没有找到红章。", "看原件：没盖的补盖，盖了的接受。"),
    "grey-seal": Rule((WARNING,), "章是黑白的", "章不是红色，像是黑白复印件。", "换成彩色扫描的原件。"),
    "wrong-seal": Rule((WARNING,), "章的单位不符", "章上的字与应盖章的单位对不上。", "看原件，核对是哪个单位的章。"),
    "notice-money": Rule(
        (WARNING,),
        "文书提到钱",
        "劝返、复学的文书上写了罚款或金额；义务教育法没有给这样的处罚。",
        "看原件，请出具单位改写后重发。",
    ),
    "no-signature": Rule((WARNING,), "没有签字", "应当签字的地方是空的。", "请当事人补签。"),
    "other-person": Rule(
        (ERROR,), "像是别人的材料", "材料上的姓名或身份证号与本个案的学生对不上。", "核对后放回正确的个案。"
    ),
    "person-not-found": Rule((NOTE,), "没读出姓名", "材料上没有读出姓名或身份证号。", "人工看一眼是不是本人的。"),
    "expired": Rule((WARNING,), "已过期", "证件过了有效期。", "换发新证后补上。"),
    "expires-soon": Rule((WARNING,), "快到期", "证件快要到期。", "留意换发。"),
    # ------------------------------------------------------------------ the roster's numbers
    "id-check-digit": Rule(
        (ERROR,), "身份证号校验不对", "最后一位校验码算出来不对，号码多半录错了。", "对照户口簿改名册。"
    ),
    "id-format": Rule(
        (ERROR,), "身份证号格式不对", "长度或字符不对，或者被 Excel 改坏了。", "把名册那一列设为文本后重新录入。"
    ),
    "id-date": Rule((ERROR,), "身份证号里的生日不对", "号码第 7–14 位不是真实、合理的日期。", "对照户口簿改名册。"),
    "id-sex": Rule(
        (ERROR,), "性别或生日与身份证号不符", "名册的性别、出生日期与身份证号算出来的不一致。", "对照户口簿改名册。"
    ),
    "id-missing": Rule((WARNING,), "没有身份证号", "名册里没有填身份证号。", "补录；确实没有的，接受并写明原因。"),
    "id-region": Rule(
        (WARNING,),
        "地区代码不认识",
        "身份证号前六位不在现行和历史的行政区划代码里。",
        "核对号码；新设的地区可加到 regions.csv。",
    ),
    "duplicate-id": Rule((ERROR,), "身份证号重复", "同一个身份证号出现在两个个案里。", "核对是录错了还是重复登记。"),
    "possible-duplicate": Rule(
        (WARNING,), "可能是同一个人", "姓名和出生日期相同，身份证号不同。", "核对是同名，还是重复户籍。"
    ),
    "student-no": Rule(
        (ERROR, WARNING),
        "学籍号不对",
        "学籍号格式或校验码不对，或不是这个学生的；只有地区码不同的，人工核对。",
        "对照学籍系统改名册。",
    ),
    "disability-no": Rule(
        (ERROR,), "残疾证号不对", "残疾人证号格式或校验码不对，或不是这个学生的。", "对照残疾人证改名册。"
    ),
    # ------------------------------------------------------------------ the roster's other facts
    "category-unknown": Rule((ERROR,), "类别不认识", "名册的类别不是规范里的任何一类。", "改成规范里的字母或名称。"),
    "category-age": Rule(
        (ERROR, WARNING),
        "年龄与类别不符",
        "按本学年 8 月 31 日算的年龄，不在这个类别的范围内。",
        "核对类别和出生日期。",
    ),
    "date-impossible": Rule((ERROR,), "日期不存在", "日历上没有这一天，或者在将来。", "改正日期。"),
    "date-order": Rule((ERROR,), "日期先后不对", "劝返、家访早于辍学，或复学早于辍学等。", "核对各个日期。"),
    "count-mismatch": Rule(
        (ERROR,), "劝返次数对不上", "名册的劝返次数与劝返记录的次数不一致。", "补齐记录，或改正次数。"
    ),
    # ------------------------------------------------------------------ facts and their sources
    "annex-empty": Rule(
        (WARNING, NOTE),
        "附件1 有空格",
        "附件1 不能空的几格没有内容；名册没有这一列、材料里也都没有的，只在总表里说一次。",
        "用 dossier fill 采用材料上的内容，或在名册里补上。",
    ),
    "facts-differ": Rule(
        (WARNING,),
        "说法不一致",
        "同一件事，名册和材料（或两份材料）写的不一样；只算读得清楚的。",
        "对照原件，改正名册，或用 dossier fact 写明以哪个为准。",
    ),
    "facts-contradict": Rule(
        (ERROR,),
        "前后矛盾",
        "几项内容不能同时成立：未复学却有复学日期或班级照片，没有开展劝返却有劝返记录，复学早于最后一次劝返。",
        "核实后改正其中的一项。",
    ),
    "fact-unclear": Rule(
        (WARNING,),
        "写得不清楚",
        "劝返责任人是单位，电话不像号码，日期缺年、月或日；括号里是程序的理解。",
        "在名册里写清楚，或用 dossier fact 写明。",
    ),
    "paper-order": Rule(
        (WARNING,),
        "材料日期先后不对",
        "材料上的日期排不通：新学籍卡早于辍学或联系函，记录在将来，同一天两份送教记录，第一次劝返太晚等。",
        "对照原件核对日期。",
    ),
    "visits-differ": Rule(
        (WARNING,), "劝返日期对不上", "名册的劝返记录与材料里的劝返记录，日期不一致。", "补上漏记的，改正写错的日期。"
    ),
    "letter-open": Rule(
        (WARNING,),
        "文书没有办完",
        "文书登记里开出的文书，盖章的存根、送达回证或复函还没有放回个案，或者期限过了没有复学。",
        "盖章、送达、催办，把扫描件放进个案文件夹；不用了的，用 dossier letter --void 作废。",
    ),
    "letter-unknown": Rule(
        (WARNING,),
        "文号对不上登记",
        "文件夹里的文书，文书登记里没有它的文号，或者登记的是别的学生，或者已经作废。",
        "看原件核对文号和学生。",
    ),
    "glyph-missing": Rule(
        (ERROR,),
        "字打不出来",
        "姓名、名册或 Word 材料里有现有字体都没有的字，打印出来会是空框。",
        "把有这个字的字体文件放进 fonts 文件夹。",
    ),
    "roster-row": Rule(
        (ERROR,),
        "名册对不上",
        "有这个文件夹，名册里却没有对应的学生；或名册的这一行有问题。",
        "在名册补一行，或移走文件夹。",
    ),
    "case-folder": Rule(
        (ERROR,), "文件夹对不上", "名册里有这个学生，却没有他的文件夹，或者有两个。", "建好文件夹，或合并成一个。"
    ),
    "unit-unreadable": Rule(
        (ERROR,),
        "单位读不出来",
        "县级文件夹里的这个子文件夹不是一个能读的工作目录（没有名册、名册看不懂或设置有错）；别的单位照常核查。",
        "按提示改好这个单位；不是单位的文件夹请移走。",
    ),
    "decisions": Rule(
        (ERROR, WARNING),
        "case.yaml 有错",
        "case.yaml（或其中一条）看不懂，写的页、材料类型不存在；写的文件不在了的，人工核对。",
        "按提示改正。",
    ),
}


def rule_title(rule: str) -> str:
    """What a rule is called; a rule that a newer program knows keeps its id."""
    return RULES[rule].title if rule in RULES else rule


def rule_of(text: str) -> str | None:
    """The id of the rule that a person names by id or title; None where there is none."""
    word = "".join(text.split()).casefold()
    return next((rule for rule, known in RULES.items() if word in (rule, known.title.casefold())), None)


def gives(*rules: str) -> Callable[[F], F]:
    """Declare beside a function of the review which rules it may give; a test holds it to that."""
    unknown = [rule for rule in rules if rule not in RULES]
    if unknown:
        raise KeyError(unknown)

    def declared(function: F) -> F:
        function.__dict__["gives"] = rules
        return function

    return declared


def found(
    rule: str,
    message: str,
    action: str | None = None,
    *,
    path: str | None = None,
    type: str | None = None,
    severity: Severity | None = None,
    pages: tuple[int, ...] = (),
    other_case: str | None = None,
    other_path: str | None = None,
    box: tuple[float, float, float, float] | None = None,
) -> Finding:
    """A finding of `rule`, at its usual level; what to do defaults to the rule's own words."""
    known = RULES[rule]
    return Finding(
        rule=rule,
        severity=severity or known.levels[0],
        message=message,
        action=known.todo if action is None else action,
        path=path,
        type=type,
        pages=pages,
        other_case=other_case,
        other_path=other_path,
        box=box,
    )


def format_rules() -> str:
    """docs/rules.md, made from RULES."""
    words = {ERROR: "必须解决", WARNING: "人工核对", NOTE: "提示"}
    lines = [
        "# 规则一览",
        "",
        "这一页由 `dossier/findings.py` 生成（`python -m dossier.findings > docs/rules.md`），请不要手改。",
        "",
        "「必须解决」不解决不能归档；「人工核对」要人看一眼，没有问题的可以在 case.yaml 的 accepted 下认可，",
        "写编号或名称都行；",
        "「提示」只是告诉一声。",
        "",
        "| 编号 | 级别 | 名称 | 意思 | 怎么办 |",
        "|---|---|---|---|---|",
    ]
    for name, rule in RULES.items():
        levels = "／".join(words[level] for level in rule.levels)
        lines.append(f"| `{name}` | {levels} | {rule.title} | {rule.means} | {rule.todo} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(format_rules(), end="")  # noqa: T201  the page goes to stdout
