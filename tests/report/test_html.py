"""The report as a page."""

import re
from html.parser import HTMLParser

from dossier.model import Severity
from dossier.report import format_html
from tests.report.build import a_case, a_check, a_file, a_finding, a_review, missing_police

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


class Page(HTMLParser):
    """What a browser would see: tags with attributes, and open tags left over."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_nothing_from_outside():
    html = format_html(a_check(a_review(findings=[missing_police()]), a_review("003", "刘雨")))

    page = Page(html)
    assert page.open == []
    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)
    sources = [attrs["src"] for _, attrs in page.tags if "src" in attrs]
    assert all(source.startswith("data:image/png") for source in sources)


def test_names_and_messages_are_escaped():
    evil = "<script>alert(1)</script>"
    finding = a_finding(message=evil, action='"><img src=x onerror=alert(2)>', path="'><b>.pdf")

    page = Page(format_html(a_check(a_review(name=evil, findings=[finding]), findings=[finding])))

    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert not any(tag == "img" for tag, _ in page.tags)


def test_the_page_says_how_many_are_ready_and_whom_to_ask():
    html = format_html(a_check(a_review("001"), a_review("002", "李涵欣", findings=[missing_police()])))

    assert "2 个个案中，1 个可以归档（50%）" in html
    assert "辖区派出所" in html
    assert '<a href="#c2">002&nbsp;李涵欣</a>' in html


def test_what_the_machine_saw_is_shown_where_it_is_a_picture():
    seen = a_finding("no-seal", Severity.WARNING, "没有看到印章", crop=PNG)
    rubbish = a_finding("no-seal", Severity.WARNING, "没有看到印章", crop=b"<svg>")

    page = Page(format_html(a_check(a_review(findings=[seen, rubbish]))))

    assert [attrs["src"] for tag, attrs in page.tags if tag == "img"] == ["data:image/png;base64,iVBORw0KGgpyZXN0"]


def test_every_case_has_a_section_and_a_row_of_the_matrix():
    page = Page(format_html(a_check(*[a_review(f"{number:03}") for number in range(1, 6)])))

    assert sum(tag == "section" for tag, _ in page.tags) == 5
    assert sum(tag == "tr" and "data-status" in attrs for tag, attrs in page.tags) == 5


def test_id_numbers_are_masked_on_the_page():
    finding = a_finding("id-check-digit", message="身份证号 411328201203059996 校验码不对")

    html = format_html(a_check(a_review(findings=[finding])))

    assert "411328********9996" in html
    assert "20120305" not in html


def test_a_check_without_cases_is_a_page_too():
    assert "0 个个案中，0 个可以归档" in format_html(a_check())


def test_a_finding_between_two_cases_links_to_the_other():
    twice = a_finding("reused-photo", message="同一张照片也在 003 里", path="照片.jpg", pages=(1,), other_case="003")

    html = format_html(a_check(a_review("002", findings=[twice]), a_review("003", "刘雨")))

    assert '<a class="small" href="#c2">看个案 003</a>' in html
    assert "（第1页）" in html


def test_no_name_keeps_the_page_from_being_written():
    odd = "\udcff\x00\u202e.jpg"
    case = a_case(name=odd, folder=odd, files=(a_file(odd),), skipped=(odd,))

    html = format_html(a_check(a_review(case=case, findings=[a_finding(path=odd)]), findings=[a_finding(path=odd)]))

    assert "\u202e" not in html
    html.encode("utf-8")


def test_each_finding_ends_with_the_command_that_settles_it():
    signed = a_finding("no-signature", Severity.WARNING, "没有签字")
    findings = [signed, a_finding("other-person", Severity.ERROR, "别人的")]

    page = format_html(a_check(a_review(findings=findings)))

    assert page.count("<code>dossier accept 2022春 002 no-signature --by 您的姓名 --reason 已核对原件</code>") == 1
    assert page.count("<code>dossier") == 1
