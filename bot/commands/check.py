"""``yiju check``: what is wrong with the configuration and the articles, where, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.session import common_options, json_option, open_session, print_json
from retrieval.config import find_problems


@click.command("check")
@common_options
@json_option
def command(articles: Path | None, config: Path | None, lang: str | None, as_json: bool) -> int:
    """Check configuration and articles. Exit status 0: nothing wrong, 1: articles, 2: configuration."""
    wrong = [str(error) for error in find_problems(config)]
    if wrong:
        print_json({"configuration": wrong}) if as_json else click.echo("\n".join(wrong))
        return 2
    session = open_session(articles, config, lang)
    mind = session.mind()
    problems = [str(problem) for problem in mind.problems]
    counts = {"articles": len(mind.articles), "sentences": len(mind.sentences)}
    if as_json:
        print_json({"configuration": [], "problems": problems, **counts})
    elif problems:
        click.echo(
            "\n".join([*problems, session.messages.text("check.found", problems=len(problems), **counts)])
        )
    else:
        click.echo(session.messages.text("check.clean", **counts))
    return 1 if problems else 0
