"""``yiju check``: what is wrong with the configuration and the articles, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.session import Session, common_options, json_option, open_session, print_json
from retrieval.config import default_seeds_dir, find_problems
from retrieval.corpus.check import check_articles
from retrieval.corpus.problems import Problem, Severity


@click.command("check")
@common_options
@json_option
def command(articles: Path | None, config: Path | None, lang: str | None, as_json: bool) -> int:
    """Check configuration and articles. Exit status 0: nothing wrong, 1: articles, 2: configuration."""
    wrong = [str(error) for error in find_problems(config)]
    if wrong:
        if as_json:
            print_json({"configuration": wrong})
        else:
            click.echo("\n".join(wrong))
        return 2
    session = open_session(articles, config, lang)
    problems = check_articles(session.articles or default_seeds_dir(), session.config.repair)
    mind = session.mind(quiet=True)
    counts = {"articles": len(mind.articles), "sentences": len(mind.sentences)}
    if as_json:
        found = [
            {"file": one.file, "severity": one.severity.value, "problem": session.problem(one)}
            for one in problems
        ]
        print_json({"configuration": [], "problems": found, **counts})
    else:
        _show(session, problems, counts)
    return 1 if any(problem.severity is not Severity.INFO for problem in problems) else 0


def _show(session: Session, problems: Sequence[Problem], counts: dict[str, int]) -> None:
    for problem in problems:
        click.echo(f"{session.messages.text(f'check.{problem.severity.value}')}  {session.problem(problem)}")
    key = "check.found" if problems else "check.clean"
    click.echo(session.messages.text(key, problems=len(problems), **counts))
