"""``yiju explain``: how a question was understood, what was found, and why it got its answer."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.session import common_options, json_option, open_session, print_json
from retrieval.records import Answer


@click.command("explain")
@click.argument("question", nargs=-1, required=True)
@common_options
@json_option
def command(
    question: tuple[str, ...], articles: Path | None, config: Path | None, lang: str | None, as_json: bool
) -> int:
    """Explain the answer to QUESTION; of several, to the last, as a follow-up of those before."""
    mind = open_session(articles, config, lang).mind()
    previous: Answer | None = None
    for text in question[:-1]:
        previous = mind.ask(text, previous)
    trace = mind.explain(question[-1], previous)
    if as_json:
        print_json(trace.to_json())
    else:
        click.echo("\n".join(trace.lines()))
    return 0
