"""``yiju show``: a cited passage within its article, marked; or a whole article, with what was made of it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import click

from bot.commands.session import Session, common_options, open_session
from bot.messages import Kind, Look, Part, Span
from bot.terminal import in_colour, render
from retrieval.records import Article
from retrieval.records import Kind as BlockKind

_PASSAGE = re.compile(r"(?P<article>.+)#(?P<start>\d+)-(?P<end>\d+)")
_QUIET = frozenset((BlockKind.NOISE, BlockKind.TEASER))
_MOST_CHANGES = 40

Stretch = tuple[int, int]


@click.command("show")
@click.argument("passage", metavar="PASSAGE|ID")
@click.option("--changes", is_flag=True, help="List what repair changed, also where this is no terminal.")
@common_options
def command(passage: str, changes: bool, articles: Path | None, config: Path | None, lang: str | None) -> int:
    """Show PASSAGE, as an answer cites it (001-jiaojiang#123-168), or a whole article by its id.

    On a terminal a whole article is shown with the page's own lines in grey, the figures that were read marked, and
    below it what repair changed.
    """
    session = open_session(articles, config, lang)
    match = _PASSAGE.fullmatch(passage)
    name = match["article"] if match else passage
    article = next((article for article in session.mind().articles if article.id == name), None)
    start, end = (int(match["start"]), int(match["end"])) if match else (0, 0)
    if article is None or not start <= end <= len(article.text):
        click.echo(session.messages.text("show.none", passage=passage))
        return 1
    colour = in_colour(sys.stdout)
    body = _passage(article, start, end, colour) if start < end else _whole(session, article, colour)
    click.echo(render([_head(article), body], colour=colour))
    if start == end and (changes or sys.stdout.isatty()):
        click.echo(render(list(_changes(session, article)), colour=colour))
    return 0


def _head(article: Article) -> Part:
    known = (
        article.title,
        article.publisher,
        article.published and article.published.isoformat(),
        article.url,
    )
    return Part(Kind.HEAD, (Span(" · ".join(part for part in known if part), Look.QUIET),))


def _passage(article: Article, start: int, end: int, colour: bool) -> Part:
    """The paragraphs around the passage; without colours it stands between ▶ and ◀."""
    text = article.text
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    marks = ("", "") if colour else ("▶", "◀")
    passage = marks[0] + text[start:end] + marks[1]
    tail = text[end : len(text) if last < 0 else last]
    return Part(Kind.HEAD, (Span(text[first:start]), Span(passage, Look.MARK), Span(tail)))


def _whole(session: Session, article: Article, colour: bool) -> Part:
    """The article's text, exactly; in colour with its noise in grey and its figures marked."""
    if not colour:
        return Part(Kind.HEAD, (Span(article.text),))
    from retrieval.adding import tools_of

    passages = tools_of(session.config).understanding.passages(article, 0)
    figures = merged((fact.start, fact.end) for passage in passages for fact in passage.facts)
    quiet = [(block.start, block.end) for block in article.blocks if block.kind in _QUIET]
    return Part(Kind.HEAD, tuple(_spans(article.text, figures, quiet)))


def merged(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap as one: (0, 5), (3, 8), (9, 9) are (0, 8)."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start == end:
            continue
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _spans(text: str, figures: Sequence[Stretch], quiet: Sequence[Stretch]) -> Iterator[Span]:
    edges = sorted({0, len(text), *(edge for pair in (*figures, *quiet) for edge in pair)})
    for start, end in pairwise(edges):
        if _within(start, figures):
            yield Span(text[start:end], Look.MARK)
        else:
            yield Span(text[start:end], Look.QUIET if _within(start, quiet) else Look.PLAIN)


def _within(at: int, stretches: Sequence[Stretch]) -> bool:
    return any(start <= at < end for start, end in stretches)


def _changes(session: Session, article: Article) -> Iterator[Part]:
    """What repair changed: each kind of change once, with how often it was made."""
    counts = Counter((edit.rule, edit.before, edit.after) for edit in article.edits)
    text = session.messages.text
    head = text("show.changed", count=len(article.edits)) if counts else text("show.unchanged")
    yield Part(Kind.HEAD, (Span(head, Look.QUIET),))
    for (rule, before, after), count in counts.most_common(_MOST_CHANGES):
        times = f" × {count}" if count > 1 else ""
        change = f"{_visible(before)} → {_visible(after) or '∅'}{times}  ({rule})"
        yield Part(Kind.HEAD, (Span(f"  {change}", Look.QUIET),))


def _visible(text: str) -> str:
    """Signs that have no shape by their names: \\u200b, \\n."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
