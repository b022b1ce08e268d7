"""One article's bytes in; the article as it will be read out, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from retrieval.corpus.articles import make_article
from retrieval.corpus.files import UnusableError, check_body, decode_file, read_bytes
from retrieval.corpus.incoming import Form, Incoming
from retrieval.corpus.metadata import date_in_url, find_facts, read_date
from retrieval.corpus.noise import Page
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.problems import Problem
from retrieval.corpus.repair import repair
from retrieval.corpus.webpage import WebPage, read_page
from retrieval.records import Article, Kind
from retrieval.schema import RepairWords


@dataclass(frozen=True)
class Taken:
    """An article with the body that will stand in its file; its id is not known yet."""

    article: Article
    body: str


def take(incoming: Incoming, words: RepairWords, page_words: PageWords) -> Taken | Problem:
    """The article in some bytes, repaired; ``Problem`` where they are no text or have nothing but page noise."""
    try:
        front, body = _read(incoming, words, page_words)
        check_body(incoming.origin, body, words)
    except UnusableError as error:
        return error.problem
    article = make_article("", body, words, page_words, front)
    if article.publisher is None and front.get("site"):
        article = replace(article, publisher=front["site"])
    if not any(block.kind is Kind.BODY for block in article.blocks):
        return Problem(incoming.origin, "corpus.no_body")
    return Taken(article, body)


def _read(incoming: Incoming, words: RepairWords, page_words: PageWords) -> tuple[dict[str, str], str]:
    given = dict(incoming.front)
    if incoming.form is not Form.HTML:
        is_markdown = incoming.form is Form.MARKDOWN
        raw = read_bytes(incoming.origin, incoming.data, words, front=is_markdown, hint=incoming.hint)
        front = {key: value for key, value in raw.front.items() if key != "same_as"}
        return given | front, raw.body
    text, _ = decode_file(incoming.origin, incoming.data, incoming.hint)
    page = read_page(text)
    if page is None:
        raise UnusableError(Problem(incoming.origin, "corpus.empty"))
    if not page.text:
        raise UnusableError(Problem(incoming.origin, "corpus.no_body"))
    return _known(page, words, page_words) | given, page.text


def _known(page: WebPage, words: RepairWords, page_words: PageWords) -> dict[str, str]:
    """What a page says of itself: in its head, else in the lines around its main text."""
    facts = find_facts(Page(repair(page.whole, words)[0], page.title or None, page_words), page_words)
    published = read_date(page.published) or facts.published or date_in_url(page.url)
    found: Mapping[str, str | None] = {
        "title": page.title,
        "publisher": page.publisher or facts.publisher,
        "published": published.isoformat() if published else "",
        "url": page.url or facts.url,
        "site": page.site,
    }
    return {key: value for key, value in found.items() if value}
