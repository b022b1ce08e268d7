"""``yiju articles``: the articles that can be used, as a table."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from bot.commands.session import common_options, json_option, open_session, print_json
from bot.mind import Mind
from bot.terminal import table


@click.command("articles")
@common_options
@json_option
def command(articles: Path | None, config: Path | None, lang: str | None, as_json: bool) -> int:
    """List the articles: id, date, publisher, title, number of sentences, region."""
    session = open_session(articles, config, lang)
    mind = session.mind()
    rows = _rows(mind)
    if as_json:
        print_json(rows)
        return 0
    head = session.messages.text("articles.columns").split("|")
    if rows:
        click.echo(table([head, *([_cell(value) for value in row.values()] for row in rows)]))
    click.echo(session.messages.text("articles.total", articles=len(rows), sentences=len(mind.sentences)))
    return 0


def _rows(mind: Mind) -> list[dict[str, Any]]:
    sentences = Counter(sentence.article for sentence in mind.sentences)
    return [
        {
            "id": article.id,
            "published": article.published.isoformat() if article.published else None,
            "publisher": article.publisher,
            "title": article.title,
            "sentences": sentences[article.id],
            "region": mind.about(article.id) or None,
        }
        for article in mind.articles
    ]


def _cell(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 40 else text[:39] + "…"
