"""What every command shares: the common options, the configuration, the language and the assistant."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bot.messages import compose
from bot.mind import Loader, Mind, UnusableDataError, data_directory, kept_by_default, load_kept, load_mind
from bot.progress import slow_work
from bot.terminal import in_colour, render
from bot.voice import Voice
from bot.wording import problem_line
from retrieval.config import LANGUAGES, Config, Messages, load_config
from retrieval.corpus.problems import Problem, Severity
from retrieval.records import Answer
from retrieval.search.private import cache_directory

_DATA_KEY = "yiju.data"

F = TypeVar("F", bound=Callable[..., Any])

_ARTICLES = click.option(
    "--articles",
    type=click.Path(exists=True, path_type=Path),
    envvar="YIJU_ARTICLES",
    help="Folder of articles (.md, .txt) instead of the seeds.",
)
_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="YIJU_DATA",
    expose_value=False,
    callback=lambda context, _, value: context.meta.__setitem__(_DATA_KEY, value),
    help="Directory of a corpus that is kept on disk (yiju index).",
)
_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="YIJU_CONFIG",
    help="Folder of configuration files instead of Yiju's own.",
)
_LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of the messages.  [default: the question's, else the locale's]",
)

# For commands that change the folder: it need not be there yet.
folder_option = click.option(
    "--articles",
    type=click.Path(path_type=Path),
    envvar="YIJU_ARTICLES",
    help="Folder of articles to change.  [default: articles in settings.yaml]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def common_options(command: F) -> F:
    """``--articles DIR --data DIR --config DIR --lang zh|en``; ``--data`` is in the session, not among the values."""
    return _ARTICLES(_DATA(words_options(command)))


def words_options(command: F) -> F:
    """``--config DIR --lang zh|en``."""
    return _CONFIG(_LANG(command))


class Unusable(click.ClickException):
    """Something that was named cannot be used: one line, exit status 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line as the program's other errors."""
        click.echo(f"yiju: {self.format_message()}", file=file, err=file is None)


@dataclass(frozen=True)
class Session:
    """The configuration and the language of one run of the program; ``chosen``: by option or setting, if at all."""

    config: Config
    lang: str
    chosen: str | None
    articles: Path | None
    loader: Loader
    data: Path | None = None  # asked for by --data or YIJU_DATA

    def voice(self, answer: Answer) -> Voice:
        """What says an answer: in the chosen language, else in the question's own, as in a chat."""
        return Voice(self.config, self.chosen or answer.lang)

    @property
    def messages(self) -> Messages:
        """The messages in the language of this run."""
        return self.config.messages[self.lang]

    def mind(self, *, quiet: bool = False, seeds: bool = False) -> Mind:
        """The assistant; reading a large folder shows that it is at work, and files not used are counted.

        ``seeds``: where nothing is named it is over the seeds, whatever is kept in the user's own place.
        """
        with slow_work(self.messages.text("progress.reading")):
            mind = self._load(seeds)
        unused = sum(problem.severity is Severity.ERROR for problem in mind.problems)
        if unused and not quiet:
            click.echo(f"yiju: {self.messages.text('corpus.unused', count=unused)}", err=True)
        return mind

    def _load(self, seeds: bool) -> Mind:
        """What is kept in --data, else the folder, else what is kept where ``yiju index`` keeps it, else the seeds."""
        data = self.data
        if data is None and self.articles is None and self.loader is load_mind and not seeds:
            data = kept_by_default(self.config, os.environ)
        try:
            return load_kept(self.config, data) if data else self.loader(self.config, self.articles)
        except UnusableDataError as error:
            raise Unusable(self.messages.text(error.code, **error.values)) from None

    def problem(self, problem: Problem) -> str:
        """What is wrong with a file, where, and how to mend it, in one line."""
        return problem_line(self.messages, problem)

    def show(self, answer: Answer) -> None:
        """Print an answer as the bot would send it."""
        click.echo(render(compose(answer, self.voice(answer)), colour=in_colour(sys.stdout)))


def open_session(articles: Path | None, config: Path | None, lang: str | None) -> Session:
    """A session from the common options; ``ConfigError`` where the configuration is wrong."""
    loaded = load_config(config, cache=cache_directory(os.environ))
    chosen = lang or (None if loaded.settings.language == "auto" else loaded.settings.language)
    context = click.get_current_context()
    data, loader = context.meta.get(_DATA_KEY), context.obj or load_mind
    folder = articles or (None if data else configured_articles(loaded))
    return Session(loaded, chosen or locale_language(os.environ), chosen, folder, loader, data)


def configured_articles(config: Config) -> Path | None:
    """The folder of articles that the settings name; a relative one lies beside their file."""
    named = config.settings.articles
    return config.path("settings.yaml").parent / Path(named).expanduser() if named else None


def data_of(session: Session) -> Path:
    """The directory of the corpus that is kept: --data, else the setting's, else the user's data folder."""
    return session.data or data_directory(session.config, os.environ)


def locale_language(environment: Mapping[str, str]) -> str:
    """zh where the locale's messages are Chinese (LC_ALL, LC_MESSAGES, LANG in that order), else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def print_json(value: object) -> None:
    """One JSON value on one line, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False))
