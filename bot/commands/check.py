"""``yiju check``: what is wrong with the configuration and the articles, where, and how to mend it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.session import Session, common_options, json_option, open_session, print_json
from retrieval.config import default_seeds_dir, find_problems
from retrieval.corpus.check import check_articles
from retrieval.corpus.problems import Problem, Severity

if TYPE_CHECKING:
    from retrieval.search.cluster_health import Health


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
    health = _health(session)
    asked = health is None or bool(health.version)
    mind = session.mind(quiet=True) if asked else None
    counts = {"articles": len(mind.articles), "sentences": len(mind.sentences)} if mind else {}
    cluster = [session.messages.text(t.code, **t.values) for t in health.troubles] if health else []
    if as_json:
        found = [
            {"file": one.file, "severity": one.severity.value, "problem": session.problem(one)}
            for one in problems
        ]
        state = {"cluster": cluster} if health else {}
        print_json({"configuration": [], "problems": found, **state, **counts})
    else:
        _show(session, problems, counts, cluster)
    if not asked:
        return 2
    return 1 if cluster or any(problem.severity is not Severity.INFO for problem in problems) else 0


def _health(session: Session) -> Health | None:
    """How the cluster of the settings is; None where the engine is another one."""
    settings = session.config.settings
    if settings.engine != "opensearch":
        return None
    from retrieval.search.cluster_health import look

    return look(settings.opensearch, os.environ)


def _show(
    session: Session, problems: Sequence[Problem], counts: dict[str, int], cluster: Sequence[str]
) -> None:
    for problem in problems:
        click.echo(f"{session.messages.text(f'check.{problem.severity.value}')}  {session.problem(problem)}")
    for line in cluster:
        click.echo(f"{session.messages.text('check.error')}  {line}")
    if counts:
        remarks = len(problems) + len(cluster)
        key = "check.found" if remarks else "check.clean"
        click.echo(session.messages.text(key, problems=remarks, **counts))
