"""``yiju ask``: a question, or several in a row as the turns of one conversation."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.session import common_options, json_option, open_session, print_json
from bot.contract import to_json
from retrieval.records import Answer, Status


@click.command("ask")
@click.argument("question", nargs=-1, required=True)
@common_options
@json_option
def command(
    question: tuple[str, ...], articles: Path | None, config: Path | None, lang: str | None, as_json: bool
) -> int:
    """Ask QUESTION; further ones are follow-ups: yiju ask 椒江2019年固投增速? 那2018年呢?

    Exit status 0: answered, 1: no answer. --json prints one object, for the last question.
    """
    session = open_session(articles, config, lang)
    mind = session.mind()
    answer: Answer | None = None
    for number, text in enumerate(question):
        answer = mind.ask(text, answer)
        if not as_json:
            if len(question) > 1:
                click.echo(f"{chr(10) if number else ''}> {text}")
            session.show(answer)
    assert answer is not None  # click asks for one question at least
    if as_json:
        print_json(to_json(answer))
    return 0 if answer.status is Status.ANSWERED else 1
