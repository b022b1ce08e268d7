"""``yiju add``: articles into the folder of articles, one line of report for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.commands.kept import hand_on
from bot.commands.session import Session, folder_option, json_option, open_session, print_json, words_options
from bot.progress import counted
from bot.reports import line, to_json, total
from retrieval.adding import Added, Adding, add_all
from retrieval.config import default_seeds_dir
from retrieval.corpus.addresses import is_address
from retrieval.corpus.incoming import File, Incoming, find_files, read_file
from retrieval.corpus.problems import Problem
from retrieval.corpus.web import Fetcher

INTERRUPTED = 130
_ROWS = (".jsonl", ".gz", ".ndjson")


@click.command("add")
@click.argument("targets", metavar="PATH|ADDRESS…", nargs=-1, required=True)
@folder_option
@words_options
@click.option(
    "--replace", is_flag=True, help="A newer text takes its article's place; the old file goes to .removed."
)
@click.option(
    "--allow-private", is_flag=True, help="Addresses of this machine and its network may be fetched."
)
@json_option
def command(
    targets: tuple[str, ...], articles: Path | None, config: Path | None, lang: str | None,
    replace: bool, allow_private: bool, as_json: bool,
) -> int:  # fmt: skip
    """Add articles: Markdown, text, HTML, .jsonl, .jsonl.gz, folders of them, http(s) addresses.

    Each becomes a Markdown file in the folder of articles. Exit status 0: something was added or is there already,
    1: nothing was, 130: stopped; what was added stays, and the same command goes on with the rest.
    """
    session = open_session(articles, config, lang)
    folder = writable_folder(session)
    adding = Adding.open(folder, session.config, replace)
    report: list[Added] = []
    try:
        for added in _run(session, targets, adding, allow_private):
            report.append(added)
            if not as_json:
                click.echo(line(session.messages, added))
    except KeyboardInterrupt:
        click.echo(session.messages.text("add.stopped", count=adding.written()), err=True)
        return INTERRUPTED
    if as_json:
        print_json(to_json(session.messages, report))
    elif len(report) > 1:
        click.echo(total(session.messages, report))
    hand_on(session, folder, quiet=as_json)
    return 0 if any(one.entry for one in report) else 1


def writable_folder(session: Session) -> Path:
    """The folder of articles that was named; never the seeds that come with Yiju."""
    folder = session.articles
    if folder is None:
        raise click.UsageError(session.messages.text("add.where"))
    if folder.resolve() == default_seeds_dir().resolve():
        raise click.UsageError(session.messages.text("add.seeds", folder=folder))
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(session.messages.text("add.no_folder", folder=folder))
    return folder


def _run(session: Session, targets: Iterable[str], adding: Adding, allow_private: bool) -> Iterator[Added]:
    files = list(_find(targets))
    rows = any(isinstance(one, File) and one.path.suffix.lower() in _ROWS for one in files)
    count = None if rows else len(files)
    limits = session.config.settings.intake
    incoming = _read(files, Fetcher(limits, allow_private), limits.bytes)
    results = add_all(incoming, adding, session.config)
    return counted(results, count, session.messages.text("progress.adding"))


def _find(targets: Iterable[str]) -> Iterator[File | str | Problem]:
    for target in targets:
        if is_address(target):
            yield target
        else:
            yield from find_files(Path(target))


def _read(files: Iterable[File | str | Problem], fetcher: Fetcher, most: int) -> Iterator[Incoming | Problem]:
    for file in files:
        if isinstance(file, File):
            yield from read_file(file, most)
        else:
            yield fetcher.fetch(file) if isinstance(file, str) else file
