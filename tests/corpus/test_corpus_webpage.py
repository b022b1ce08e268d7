"""HTML pages of many styles: the main text and nothing else can be quoted, and the page's own data are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.incoming import Form, Incoming
from retrieval.corpus.pagetext import page_text
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.problems import Problem
from retrieval.corpus.sentences import split_sentences
from retrieval.corpus.taking import Taken, take
from retrieval.corpus.webpage import read_page
from retrieval.records import Kind
from retrieval.schema import RepairWords

PAGES = Path(__file__).parent / "pages"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((PAGES / "expected.yaml").read_text("utf-8"))


def page(html: str | bytes, words: RepairWords, page_words: PageWords) -> Taken | Problem:
    data = html if isinstance(html, bytes) else html.encode()
    return take(Incoming("page.html", ("page",), Form.HTML, data), words, page_words)


def test_every_page_has_its_expectation() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page(name: str, words: RepairWords, page_words: PageWords) -> None:
    expected = EXPECTED[name]
    text = (PAGES / f"{name}.html").read_text("utf-8")
    taken = page(text.encode(expected["encoding"]), words, page_words)
    assert isinstance(taken, Taken)
    article = taken.article
    assert (article.title, article.publisher) == (expected["title"], expected["publisher"])
    assert (article.published, article.url) == (expected["published"], expected.get("url"))
    assert [s.text for s in split_sentences(article) if s.kind is Kind.BODY] == expected["body"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "<!-- -->",
        "<html></html>",
        "<script>var a = '增长5%。'</script>",
        "<p hidden>增长5%。</p>",
        "<?xml version='1.0' encoding='gb2312'?>",
    ],
)
def test_a_page_without_text(html: str, words: RepairWords, page_words: PageWords) -> None:
    found = page(html, words, page_words)
    assert isinstance(found, Problem)
    assert found.code in ("corpus.empty", "corpus.no_body")


def test_a_page_of_nothing_but_links_is_no_article(words: RepairWords, page_words: PageWords) -> None:
    links = "".join(f"<li><a href='{n}'>{n}月主要指标</a></li>" for n in range(9))
    found = page(
        f"<title>统计数据</title><ul>{links}</ul><p>首页 | 联系我们</p><p>版权所有</p>", words, page_words
    )
    assert found == Problem("page.html", "corpus.no_body")


LINES = {
    "paragraphs": ("<p>一</p><p>二<br>三</p>四", "一\n二\n三\n四"),
    "inline elements join": ("<p>增长<b>33.1</b><span>%</span>。</p>", "增长33.1%。"),
    "source wrapped": ("<p>全区\n   实现增长。\n</p>", "全区实现增长。"),
    "english wrapped": ("<p>The city\n   rose.</p>", "The city rose."),
    "links in a row": ("<a>首页</a><a>时政</a> <a>经济</a>", "首页 时政 经济"),
    "rows and cells": (
        "<table><tr><td>投资</td><td>9</td></tr><tr><th>消费</th></tr></table>",
        "投资\t9\n消费",
    ),
    "hidden": ("<p>一<span style='display: none'>二</span><span style='color:red'>三</span></p>", "一三"),
    "scripts": ("<p>一</p><script>二</script><style>三</style><p>四</p>", "一\n四"),
    "comments": ("<p>一<!-- 二 -->三</p>", "一三"),
    "entities": ("<p>&ldquo;一&rdquo;&nbsp;&amp;</p>", "“一”\xa0&"),
    "nested": ("<div>" * 1000 + "一" + "</div>" * 1000, "一"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_as_a_reader_sees_them(name: str) -> None:
    from lxml.html import HTMLParser, document_fromstring

    html, expected = LINES[name]
    parser = HTMLParser(huge_tree=True)
    assert page_text(document_fromstring(f"<body>{html}</body>", parser=parser)) == expected


TITLES = {
    "meta": (
        "<title>x</title><meta name=ArticleTitle content='椒江区2019年公报'><h1>别的</h1>",
        "椒江区2019年公报",
    ),
    "one headline": ("<title>椒江区</title><h1>椒江区 2019年公报</h1>", "椒江区 2019年公报"),
    "title without its site": (
        "<title>椒江区2019年公报_浙江在线</title><p>椒江区2019年公报</p>",
        "椒江区2019年公报",
    ),
    "title that the page does not show": ("<title>椒江区统计信息网</title>", ""),
    "hyphens within": (
        "<title>1-5月椒江区工业运行情况</title><h2>1-5月椒江区工业运行情况</h2>",
        "1-5月椒江区工业运行情况",
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_titles(name: str) -> None:
    html, expected = TITLES[name]
    found = read_page(f"<html><head>{html}</head><body><p>2019年，全区投资增长33.1%。</p></body></html>")
    assert found is not None
    assert found.title == expected


@given(st.text(alphabet="<>/!-pdivatbrhml= \"'&;#x3增长5%。\n\0", max_size=120))
def test_no_page_makes_it_fail(html: str) -> None:
    found = read_page(html)
    assert found is None or found.whole
