"""An HTML page in; its main text, title, publisher and date out, as far as the page says them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.corpus.pagetext import page_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Names of <meta> elements, the most telling first.
_TITLES = ("articletitle", "og:title", "twitter:title")
_SOURCES = ("contentsource", "source", "og:article:source", "publisher", "article:publisher")
_SITES = ("og:site_name", "sitename", "application-name")
_DATES = ("pubdate", "article:published_time", "publishdate", "publish_time", "og:release_date", "publication_date",
          "datepublished", "date", "dc.date", "createdate")  # fmt: skip
_SEPARATED = re.compile(r"\s*(?:[|_—–]+|\s-\s|-(?=[^-]*$))\s*")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PROSE = re.compile(r"[。！？；]|[a-z0-9)”]\.(?:\s|$)")
_LEAST = 15  # characters of a line of prose
_SHARE = 0.33  # a main text that is less of the page's prose is none
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class WebPage:
    """What a page is; '' where it does not say. ``published`` as the page writes it; ``site``: whose page it is.

    ``text`` is the main text ('' where a page is nothing but links), ``whole`` everything a reader sees.
    """

    text: str
    whole: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    site: str = ""


def read_page(html: str) -> WebPage | None:
    """The page of an HTML document: <h1>椒江,全省优秀!</h1><p>…增速33.1%…</p> ; None where there is no text in it.

    Which part is the main text is found by readability; what it leaves out between two paragraphs that it takes (a
    table, a quotation) is put back, and where it takes less than a third of the prose the whole page is the text.
    """
    root = _tree(html)
    if root is None:
        return None
    whole = page_text(root)
    if not whole:
        return None
    metas = _metas(root)
    url = next((u for u in (metas.get("og:url", ""), _canonical(root)) if _ADDRESS.fullmatch(u)), "")
    return WebPage(
        _span(whole.split("\n"), _main(html)), whole, _title(root, metas, whole), _first(metas, _SOURCES),
        _first(metas, _DATES), url, _first(metas, _SITES),
    )  # fmt: skip


def _tree(html: str) -> HtmlElement | None:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(_plain(html), parser=HTMLParser(huge_tree=True))  # elements 2,000 deep
    except (LxmlError, ValueError):  # nothing in it but space or a comment
        return None


def _plain(html: str) -> str:
    """lxml takes no zeros, and no declaration of an encoding in what is decoded already."""
    return _DECLARATION.sub("", html.replace("\0", ""))


def _main(html: str) -> frozenset[str]:
    """The lines of the main text; the library stands behind this function alone."""
    from lxml.etree import LxmlError
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = _tree(Document(_plain(html)).summary())
    except (
        LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
    ):  # what it makes of odd pages
        return frozenset()
    return frozenset(map(_key, page_text(summary).split("\n"))) if summary is not None else frozenset()


def _key(line: str) -> str:
    return "".join(line.split())


def _is_prose(line: str) -> bool:
    return len(line) >= _LEAST and _PROSE.search(line) is not None


def _span(lines: list[str], main: frozenset[str]) -> str:
    """The page's lines from the first to the last that is main text, with all that stands between its prose.

    '' where nothing is prose: a list of links is no text.
    """
    prose = [i for i, line in enumerate(lines) if _is_prose(line)]
    if not prose:
        return ""
    taken = [i for i in prose if _key(lines[i]) in main]
    if not taken or sum(len(lines[i]) for i in taken) < _SHARE * sum(len(lines[i]) for i in prose):
        return "\n".join(lines)
    first, last = taken[0], taken[-1]
    while first and _key(lines[first - 1]) in main:
        first -= 1
    while last + 1 < len(lines) and _key(lines[last + 1]) in main:
        last += 1
    return "\n".join(lines[first : last + 1])


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    found = (metas.get(name, "") for name in names)
    return next((value for value in found if value and not _ADDRESS.match(value)), "")


def _canonical(root: HtmlElement) -> str:
    links = (
        link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"
    )
    return next(links, "")


def _title(root: HtmlElement, metas: dict[str, str], whole: str) -> str:
    """What the page names as its title, else its one headline, else the part of <title> that it shows."""
    if named := _first(metas, _TITLES):
        return named
    headlines = [text for h in root.iter("h1") if (text := " ".join(page_text(h).split()))]
    if len(headlines) == 1:
        return headlines[0]
    full = _full(root)
    seen = _key(whole)
    parts = _SEPARATED.split(full)
    options = [full, *sorted(parts, key=len, reverse=True)]
    return next((one.strip() for one in options if len(one.strip()) >= 5 and _key(one) in seen), "")


def _full(root: HtmlElement) -> str:
    found = root.find(".//title")
    return " ".join((found.text or "").split()) if found is not None else ""
