"""The command line: ``yiju ask QUESTION`` and its sisters. Exit status: 0 answered, 1 no answer, 2 wrong usage.

A command's code is imported when the command runs, so that ``yiju --help`` is quick.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from retrieval.yamlfile import ConfigError

if TYPE_CHECKING:
    from bot.mind import Loader

INTERRUPTED = 130
_ALLOCATIONS = 100_000
DEBUG = "YIJU_DEBUG"  # 1: an unexpected error shows where it comes from


class Entry(NamedTuple):
    """One line of the table of commands: its name, what it does, and the module that does it."""

    name: str
    help: str
    module: str


COMMANDS = (
    Entry("ask", "Ask a question, or several in a row as one conversation.", "bot.commands.ask"),
    Entry("chat", "Talk in the terminal; messages are those the bot would send.", "bot.commands.chat"),
    Entry("bot", "Run the Telegram bot.", "bot.commands.telegram"),
    Entry("feedback", "List or export what people thought of the bot's answers.", "bot.commands.feedback"),
    Entry("show", "Show a cited passage within its article.", "bot.commands.show"),
    Entry("explain", "Show how a question was understood and why it got its answer.", "bot.commands.explain"),
    Entry("search", "Run the retriever alone and show its scores.", "bot.commands.search"),
    Entry("add", "Add articles: files, folders, JSON lines, addresses.", "bot.commands.add"),
    Entry("remove", "Take articles out again.", "bot.commands.remove"),
    Entry("articles", "List the articles.", "bot.commands.articles"),
    Entry("index", "Keep a folder of articles on disk, for corpora of any size.", "bot.commands.index"),
    Entry("check", "Find what is wrong with articles and configuration.", "bot.commands.check"),
    Entry("eval", "Ask a whole question set and score the answers.", "bot.commands.eval"),
    Entry("init", "Write a copy of configuration and seeds to edit.", "bot.commands.init"),
)


class _Commands(click.Group):
    """The table above as a group that imports nothing before it must."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = next((entry for entry in COMMANDS if entry.name == cmd_name), None)
        if entry is None:
            return None
        command = importlib.import_module(entry.module).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.help) for entry in COMMANDS])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yiju", prog_name="yiju")
def cli() -> None:
    """Yiju 依据: questions about China's regional economies, answered with the figure, its sentence, its source."""


def run(args: Sequence[str] | None = None, loader: Loader | None = None) -> int:
    """Run one command and return its exit status; ``loader`` stands in for the assistant's own loading."""
    _write_utf8()
    gc.set_threshold(_ALLOCATIONS)  # reading a corpus allocates much that stays
    try:
        status = cli.main(args if args is None else list(args), "yiju", standalone_mode=False, obj=loader)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConfigError as error:
        click.echo(f"yiju: {error}", err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # the reader (head, less) has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"yiju: {error.filename or ''}: {error.strerror or error}", err=True)
        return 2
    except Exception as error:  # a fault of ours: whoever asks is shown one line of it
        if os.environ.get(DEBUG) == "1":
            raise
        click.echo(f"yiju: {_unexpected(error, sys.argv[1:] if args is None else args)}", err=True)
        return 2
    return status if isinstance(status, int) else 0


def _unexpected(error: Exception, args: Sequence[str]) -> str:
    """What is said of a fault of ours, in the language asked for or the locale's: its class, how to report it."""
    from bot.commands.session import locale_language
    from retrieval.config import LANGUAGES, load_config

    named = {one.removeprefix("--lang=") for one in args} if "--lang" in " ".join(args) else set()
    lang = next((lang for lang in LANGUAGES if lang in named), locale_language(os.environ))
    return load_config().messages[lang].text("error.unexpected", error=type(error).__name__)


def _write_utf8() -> None:
    """UTF-8 whatever the locale says, and never an error because of a character, typed or shown."""
    typed = getattr(sys.stdin, "reconfigure", None)
    if typed is not None:
        typed(encoding="utf-8", errors="replace")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """The console script."""
    sys.exit(run())


if __name__ == "__main__":
    main()
