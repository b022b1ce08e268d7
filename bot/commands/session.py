"""What every command shares: the common options, the configuration, the language and the assistant."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.messages import compose
from bot.mind import Loader, Mind, load_mind
from bot.progress import slow_work
from bot.terminal import in_colour, render
from bot.voice import Voice
from bot.wording import problem_line
from retrieval.config import LANGUAGES, Config, Messages, load_config
from retrieval.corpus.problems import Problem, Severity
from retrieval.records import Answer
from retrieval.search.private import cache_directory

F = TypeVar("F", bound=Callable[..., Any])

_ARTICLES = click.option(
    "--articles",
    type=click.Path(exists=True, path_type=Path),
    envvar="YIJU_ARTICLES",
    help="Folder of articles (.md, .txt) instead of the seeds.",
)
_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="YIJU_CONFIG",
    help="Folder of configuration files instead of Yiju's own.",
)
_LANG = click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the messages.  [default: the locale's]"
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
    """``--articles DIR --config DIR --lang zh|en``."""
    return _ARTICLES(words_options(command))


def words_options(command: F) -> F:
    """``--config DIR --lang zh|en``."""
    return _CONFIG(_LANG(command))


@dataclass(frozen=True)
class Session:
    """The configuration and the language of one run of the program."""

    config: Config
    lang: str
    articles: Path | None
    loader: Loader

    @cached_property
    def voice(self) -> Voice:
        """What turns answers into messages of this language."""
        return Voice(self.config, self.lang)

    @property
    def messages(self) -> Messages:
        """The messages in the language of this run."""
        return self.config.messages[self.lang]

    def mind(self, *, quiet: bool = False) -> Mind:
        """The assistant; reading a large folder shows that it is at work, and files not used are counted."""
        with slow_work(self.messages.text("progress.reading")):
            mind = self.loader(self.config, self.articles)
        unused = sum(problem.severity is Severity.ERROR for problem in mind.problems)
        if unused and not quiet:
            click.echo(f"yiju: {self.messages.text('corpus.unused', count=unused)}", err=True)
        return mind

    def problem(self, problem: Problem) -> str:
        """What is wrong with a file, where, and how to mend it, in one line."""
        return problem_line(self.messages, problem)

    def show(self, answer: Answer) -> None:
        """Print an answer as the bot would send it."""
        click.echo(render(compose(answer, self.voice), colour=in_colour(sys.stdout)))


def open_session(articles: Path | None, config: Path | None, lang: str | None) -> Session:
    """A session from the common options; ``ConfigError`` where the configuration is wrong."""
    loaded = load_config(config, cache=cache_directory(os.environ))
    chosen = lang or (None if loaded.settings.language == "auto" else loaded.settings.language)
    loader = click.get_current_context().obj or load_mind
    return Session(
        loaded, chosen or locale_language(os.environ), articles or configured_articles(loaded), loader
    )


def configured_articles(config: Config) -> Path | None:
    """The folder of articles that the settings name; a relative one lies beside their file."""
    named = config.settings.articles
    return config.path("settings.yaml").parent / Path(named).expanduser() if named else None


def locale_language(environment: Mapping[str, str]) -> str:
    """zh where the locale's messages are Chinese (LC_ALL, LC_MESSAGES, LANG in that order), else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def print_json(value: object) -> None:
    """One JSON value on one line, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False))
