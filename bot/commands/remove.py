"""``yiju remove``: articles out of the folder of articles, into its ``.removed``."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.add import writable_folder
from bot.commands.kept import hand_on
from bot.commands.session import folder_option, json_option, open_session, print_json, words_options
from retrieval.corpus.folder import remove


@click.command("remove")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@folder_option
@words_options
@json_option
def command(
    ids: tuple[str, ...], articles: Path | None, config: Path | None, lang: str | None, as_json: bool
) -> int:
    """Take articles out of the folder by their ids. Their files are moved to its .removed, not destroyed.

    Exit status 0: all were there, 1: not all.
    """
    session = open_session(articles, config, lang)
    folder = writable_folder(session)
    moved = {id_: remove(folder, id_) for id_ in dict.fromkeys(ids)}
    if as_json:
        print_json([{"id": id_, "file": str(file) if file else None} for id_, file in moved.items()])
    else:
        for id_, file in moved.items():
            text = session.messages.text
            click.echo(text("remove.done", id=id_, file=file) if file else text("remove.none", id=id_))
    hand_on(session, folder, quiet=as_json)
    return 0 if all(moved.values()) else 1
