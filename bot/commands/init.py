"""``yiju init``: a copy of configuration and seeds to edit."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.session import open_session
from retrieval.config import LANGUAGES
from retrieval.defaults import write_copy


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the messages.  [default: the locale's]"
)
def command(directory: Path, lang: str | None) -> int:
    """Write config/ and seeds/ into DIRECTORY. Nothing that is there is overwritten."""
    messages = open_session(None, None, lang).messages
    try:
        written = write_copy(directory)
    except FileExistsError as error:
        raise click.UsageError(f"{error.args[0]} is there already; nothing was written") from None
    places = {"config": directory / "config", "seeds": directory / "seeds"}
    click.echo(messages.text("init.done", count=len(written), **places))
    click.echo(messages.text("init.next", question=messages.text("example.1"), **places))
    return 0
