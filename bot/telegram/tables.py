"""The tables of the bot's memory, and opening the file they are in."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

VERSION = 1
_TABLES = """
create table salt (value blob not null);
create table settings (chat integer primary key, language text not null);
create table answers (
    key text primary key,          -- c:CHAT:MESSAGE, or i:INLINE_MESSAGE_ID
    chat integer, topic integer, speaker integer,
    asked integer,                 -- the message with the question
    at real not null,
    question text not null, answer text not null, digests text not null, lang text not null);
create index answers_asked on answers (chat, asked);
create index answers_talk on answers (chat, topic, speaker, at);
create table feedback (
    id integer primary key, key text not null, chat_hash text not null, speaker_hash text not null,
    at real not null, good integer not null,
    question text not null, answer text not null, digests text not null, lang text not null,
    unique (key, speaker_hash));
create table payloads (token text primary key, chat integer, speaker integer, at real not null, payload text not null);
create index payloads_text on payloads (payload, chat, speaker);
"""


def open_database(file: Path) -> sqlite3.Connection:
    """A connection to the file, made with its folder (0700) where it is not there; ``sqlite3.Error``, ``OSError``.

    Deleted rows are overwritten: /forget means it. Other processes (``yiju feedback``) may read meanwhile.
    """
    if not file.parent.is_dir():
        file.parent.mkdir(parents=True, mode=0o700)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for pragma in ("journal_mode=wal", "synchronous=normal", "secure_delete=on", "busy_timeout=10000"):
        connection.execute(f"pragma {pragma}")
    _make(connection, file)
    return connection


def _make(connection: sqlite3.Connection, file: Path) -> None:
    connection.execute("begin immediate")
    try:
        (version,) = connection.execute("pragma user_version").fetchone()
        if version == 0:
            for statement in _TABLES.split(";\n"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute("insert into salt values (?)", (os.urandom(32),))
            connection.execute(f"pragma user_version={VERSION}")
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"{file}: made by another version of Yiju ({version}, not {VERSION})")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def default_state() -> Path:
    """``$XDG_STATE_HOME/yiju/state.sqlite3``, by default ``~/.local/state/yiju/state.sqlite3``."""
    home = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    return folder / "yiju" / "state.sqlite3"
