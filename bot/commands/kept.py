"""What ``yiju add`` and ``yiju remove`` did to a folder, handed on to the corpus that is kept of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from bot.commands.session import Session, Unusable
from bot.mind import data_directory
from retrieval.config import Config
from retrieval.defaults import CORPUS_FILE


def hand_on(session: Session, folder: Path, *, quiet: bool) -> None:
    """Bring what is kept of a folder up to date, where ``yiju index`` has kept it; what is there now is told.

    What was read under other words stays until ``yiju index``, since reading it again may take long.
    """
    data = _kept_at(session.config, os.environ)
    if not (data / CORPUS_FILE).is_file():
        return
    from retrieval.store.database import StoreError
    from retrieval.store.folder import holds, update
    from retrieval.store.store import Store

    try:
        store = Store.open(data, session.config)
        if holds(store, folder):
            report = update(store, session.config, folder, lambda found, _: found, reread=False)
            if not quiet and (report.added or report.changed or report.removed):
                totals = {"articles": len(store.library.articles), "sentences": len(store.library.sentences)}
                click.echo(session.messages.text("index.total", data=data, **totals))
        store.close()
    except StoreError as error:
        raise Unusable(session.messages.text(error.code, **error.values)) from None


def _kept_at(config: Config, environment: Mapping[str, str]) -> Path:
    """Where a corpus may be kept: YIJU_DATA, else where ``yiju index`` keeps it."""
    named = environment.get("YIJU_DATA")
    return Path(named) if named else data_directory(config, environment)
