"""``yiju index``: a folder of articles read into a corpus that is kept, or what is kept brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot.commands.session import (
    Session,
    Unusable,
    common_options,
    data_of,
    json_option,
    open_session,
    print_json,
)
from bot.progress import counted
from retrieval.corpus.problems import Severity


@click.command("index")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes that read.  [default: one a core]")
@common_options
@json_option
def command(
    articles: Path | None, config: Path | None, lang: str | None, jobs: int | None, as_json: bool
) -> int:
    """Keep the articles of --articles DIR in --data DIR, each read once; without a folder, bring up to date.

    What is new or changed is read, what is gone is forgotten, and what was read under other words or by another
    version of Yiju is read again. It may be stopped at any time and goes on from there.
    """
    session = open_session(articles, config, lang)
    data = data_of(session)
    report, totals = update_data(session, data, jobs)
    if as_json:
        print_json({"data": str(data), **report, **totals})
        return 0
    if report["reread"]:
        click.echo(session.messages.text("index.reread", count=report["reread"]))
    click.echo(session.messages.text("index.done", **report))
    click.echo(session.messages.text("index.total", data=data, **totals))
    return 0


def update_data(session: Session, data: Path, jobs: int | None) -> tuple[dict[str, Any], dict[str, int]]:
    """Bring a kept corpus up to date with the session's folder: what was done, and what there is now."""
    from retrieval.store.database import StoreError
    from retrieval.store.folder import update
    from retrieval.store.store import Store

    label = session.messages.text("progress.reading")
    try:
        store = Store.open(data, session.config)
        folder, config = session.articles, session.config
        report = update(store, config, folder, lambda found, total: counted(found, total, label), jobs)
    except StoreError as error:
        raise Unusable(session.messages.text(error.code, **error.values)) from None
    totals = {"articles": len(store.library.articles), "sentences": len(store.library.sentences)}
    for problem in report.problems:
        if problem.severity is Severity.ERROR:
            click.echo(session.problem(problem), err=True)
    store.close()
    counts = {name: value for name, value in vars(report).items() if isinstance(value, int)}
    return counts, totals
