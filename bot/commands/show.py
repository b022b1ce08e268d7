"""``yiju show``: a cited passage within its article, marked."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from bot.commands.session import common_options, open_session
from bot.messages import Kind, Look, Part, Span
from bot.terminal import render
from retrieval.records import Article

_PASSAGE = re.compile(r"(?P<article>.+)#(?P<start>\d+)-(?P<end>\d+)")


@click.command("show")
@click.argument("passage")
@common_options
def command(passage: str, articles: Path | None, config: Path | None, lang: str | None) -> int:
    """Show PASSAGE, as an answer cites it (001-jiaojiang#123-168), or a whole article by its id."""
    session = open_session(articles, config, lang)
    match = _PASSAGE.fullmatch(passage)
    name = match["article"] if match else passage
    article = next((article for article in session.mind().articles if article.id == name), None)
    start, end = (int(match["start"]), int(match["end"])) if match else (0, 0)
    if article is None or not start <= end <= len(article.text):
        click.echo(session.messages.text("show.none", passage=passage))
        return 1
    click.echo(render([_head(article), _body(article, start, end)], colour=sys.stdout.isatty()))
    return 0


def _head(article: Article) -> Part:
    known = (
        article.title,
        article.publisher,
        article.published and article.published.isoformat(),
        article.url,
    )
    return Part(Kind.HEAD, (Span(" · ".join(part for part in known if part), Look.QUIET),))


def _body(article: Article, start: int, end: int) -> Part:
    """The paragraphs around the passage, or everything; without colours the passage stands between ▶ and ◀."""
    text = article.text
    if start == end:
        return Part(Kind.HEAD, (Span(text),))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    marks = ("", "") if sys.stdout.isatty() else ("▶", "◀")
    passage = marks[0] + text[start:end] + marks[1]
    tail = text[end : len(text) if last < 0 else last]
    return Part(Kind.HEAD, (Span(text[first:start]), Span(passage, Look.MARK), Span(tail)))
