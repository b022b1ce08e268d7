"""``yiju add``: articles into the folder of articles, one line of report for each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from bot.commands.session import Session, folder_option, json_option, open_session, print_json, words_options
from bot.progress import counted
from retrieval.adding import Added, Adding, Outcome, add_all
from retrieval.config import Config, default_seeds_dir
from retrieval.corpus.addresses import is_address
from retrieval.corpus.incoming import File, Incoming, find_files, read_file
from retrieval.corpus.ledger import Ledger
from retrieval.corpus.pagewords import compile_words
from retrieval.corpus.problems import Problem
from retrieval.corpus.web import Fetcher
from retrieval.search.private import cache_directory

INTERRUPTED = 130
_MARKS = {
    Outcome.TAKEN: "+",
    Outcome.REPOST: "+",
    Outcome.REPLACED: "~",
    Outcome.UNCHANGED: "=",
    Outcome.UNREAD: "!",
}
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
    adding = Adding(open_ledger(folder, session.config), replace)
    report: list[Added] = []
    try:
        for added in _run(session, targets, adding, allow_private):
            report.append(added)
            if not as_json:
                click.echo(line(session, added))
    except KeyboardInterrupt:
        click.echo(session.messages.text("add.stopped", count=_written(report)), err=True)
        return INTERRUPTED
    if as_json:
        print_json(to_json(session, report))
    elif len(report) > 1:
        click.echo(_total(session, report))
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


def open_ledger(folder: Path, config: Config) -> Ledger:
    """What the folder holds."""
    return Ledger.open(folder, config.repair, compile_words(config.repair), cache_directory(os.environ))


def _run(session: Session, targets: Iterable[str], adding: Adding, allow_private: bool) -> Iterator[Added]:
    files = list(_find(targets))
    rows = any(isinstance(one, File) and one.path.suffix.lower() in _ROWS for one in files)
    total = None if rows else len(files)
    limits = session.config.settings.intake
    incoming = _read(files, Fetcher(limits, allow_private), limits.bytes)
    results = add_all(incoming, adding, session.config)
    return counted(results, total, session.messages.text("progress.adding"))


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


def line(session: Session, added: Added) -> str:
    """What became of one article: ``+ 001-jiaojiang  椒江,全省优秀! · 2020-05-15 · 浙江在线 · … · 12句 · 9个数据``."""
    text = session.messages.text
    mark, one = _MARKS[added.outcome], added.entry
    if one is None:
        assert added.problem is not None
        return f"{mark} {session.problem(added.problem)}"
    if added.outcome is Outcome.UNCHANGED:
        return f"{mark} {one.id}  {text('add.unchanged')}"
    parts = [
        one.title or text("add.no_title"), one.published or text("add.no_date"),
        one.publisher or text("add.no_publisher"), added.region or text("add.no_region"),
        text("add.counts", sentences=added.sentences, facts=added.facts),
    ]  # fmt: skip
    if added.outcome is Outcome.REPOST:
        parts.append(text("add.repost", first=one.same_as))
    return f"{mark} {one.id}  {' · '.join(parts)}"


def _written(report: list[Added]) -> int:
    return sum(one.outcome in (Outcome.TAKEN, Outcome.REPOST, Outcome.REPLACED) for one in report)


def _total(session: Session, report: list[Added]) -> str:
    counts = Counter(one.outcome for one in report)
    return session.messages.text(
        "add.total", taken=_written(report), reposts=counts[Outcome.REPOST], unchanged=counts[Outcome.UNCHANGED],
        unread=counts[Outcome.UNREAD],
    )  # fmt: skip


def to_json(session: Session, report: list[Added]) -> dict[str, Any]:
    """The report for a program: ``added``, ``unchanged`` and ``unread``."""
    return {
        "added": [_article(one) for one in report if one.entry and one.outcome is not Outcome.UNCHANGED],
        "unchanged": [{"id": one.entry.id, "from": one.origin} for one in report
                      if one.entry and one.outcome is Outcome.UNCHANGED],
        "unread": [{"from": one.problem.file, "reason": one.problem.code.removeprefix("corpus."),
                    "problem": session.problem(one.problem)} for one in report if one.problem],
    }  # fmt: skip


def _article(added: Added) -> dict[str, Any]:
    one = added.entry
    assert one is not None
    return {
        "id": one.id, "from": added.origin, "title": one.title or None, "published": one.published or None,
        "publisher": one.publisher or None, "url": one.url or None, "region": added.region or None,
        "sentences": added.sentences, "facts": added.facts, "same_as": one.same_as or None,
        "replaced": added.outcome is Outcome.REPLACED,
    }  # fmt: skip
