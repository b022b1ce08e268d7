"""What the bot remembers: languages, its own answers for some days, and what people thought of them."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.telegram.addressing import Place
from bot.telegram.tables import open_database

DAY = 86400.0


@dataclass(frozen=True)
class Kept:
    """An answer the bot gave: where it stands (``key``), whom for, and what it said, as JSON.

    ``digests``: a digest of each cited article's text by its id, so that one can tell which version was cited.
    """

    key: str
    place: Place | None
    asked: int | None
    question: str
    answer: str
    digests: Mapping[str, str] = field(default_factory=dict)
    lang: str = "zh"
    at: float = 0.0


@dataclass(frozen=True)
class Opinion:
    """What somebody thought of an answer; chats are told apart by a keyed hash, not known."""

    good: bool
    question: str
    answer: str
    digests: Mapping[str, str]
    lang: str
    at: float
    chat: str


def key_of(chat: int, message: int) -> str:
    """The key of a message in a chat."""
    return f"c:{chat}:{message}"


def inline_key(inline_message: str) -> str:
    """The key of a message sent through an inline or guest query."""
    return f"i:{inline_message}"


def digest(text: str) -> str:
    """A short digest of an article's text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Storage:
    """The memory; every method is one short transaction, and safe from any thread."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time) -> None:
        self._connection, self._clock, self._lock = connection, clock, threading.Lock()
        self._salt: bytes = connection.execute("select value from salt").fetchone()[0]

    @classmethod
    def open(cls, file: Path, clock: Callable[[], float] = time.time) -> Storage:
        """The memory in ``file``; made where it is not there."""
        return cls(open_database(file), clock)

    def __enter__(self) -> Storage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                self._connection.execute("rollback")
                raise

    def _one(self, query: str, *values: object) -> sqlite3.Row | None:
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return found

    # settings

    def language(self, chat: int) -> str | None:
        """The language set for a chat; ``None`` where none is."""
        row = self._one("select language from settings where chat=?", chat)
        return row["language"] if row else None

    def set_language(self, chat: int, language: str | None) -> None:
        """Set a chat's language, or leave it to the reader's own again."""
        with self._transaction() as db:
            db.execute("delete from settings where chat=?", (chat,))
            if language is not None:
                db.execute("insert into settings values (?,?)", (chat, language))

    # answers

    def keep(self, kept: Kept) -> None:
        """Remember an answer; one under the same key (an edited answer) is replaced."""
        place = kept.place
        where = (place.chat, place.topic, place.speaker) if place else (None, None, None)
        digests = json.dumps(dict(kept.digests), ensure_ascii=False)
        row = (kept.key, *where, kept.asked, self._clock(), kept.question, kept.answer, digests, kept.lang)
        with self._lock:  # one statement is a transaction of its own
            self._connection.execute("insert or replace into answers values (?,?,?,?,?,?,?,?,?,?)", row)

    def kept(self, key: str) -> Kept | None:
        """The answer that stands in a message."""
        return _kept(self._one("select * from answers where key=?", key))

    def answer_to(self, chat: int, asked: int) -> Kept | None:
        """The answer to the question in a message, to be edited when the question is."""
        query = "select * from answers where chat=? and asked=? order by at desc, rowid desc"
        return _kept(self._one(query, chat, asked))

    def last(self, place: Place, seconds: float) -> Kept | None:
        """The last answer in a conversation, not older than ``seconds``."""
        query = "select * from answers where chat=? and topic is ? and speaker=? and at>=? order by at desc, rowid desc"
        since = self._clock() - seconds
        return _kept(self._one(query, place.chat, place.topic, place.speaker, since))

    # what buttons stand for

    def token(self, payload: str, place: Place | None = None) -> str:
        """A short name (11 characters) for what a button carries, as its own 64 bytes may not hold it."""
        chat, speaker = (place.chat, place.speaker) if place else (None, None)
        with self._transaction() as db:
            where = "payload=? and chat is ? and speaker is ?"
            row = db.execute(f"select token from payloads where {where}", (payload, chat, speaker)).fetchone()
            token = row["token"] if row else secrets.token_urlsafe(8)
            row_values = (token, chat, speaker, self._clock(), payload)
            db.execute("insert or replace into payloads values (?,?,?,?,?)", row_values)
        return str(token)

    def payload(self, token: str) -> str | None:
        """What the token stands for; ``None`` where it is too old or forgotten."""
        row = self._one("select payload from payloads where token=?", token)
        return row["payload"] if row else None

    # feedback

    def rate(self, key: str, speaker: int, good: bool) -> bool:
        """Somebody's opinion of the answer under ``key``; a second one replaces it. False: no such answer."""
        with self._transaction() as db:
            row = db.execute("select * from answers where key=?", (key,)).fetchone()
            if row is None:
                return False
            who = (self._hash(row["chat"]), self._hash(speaker))
            told = (row["question"], row["answer"], row["digests"], row["lang"])
            db.execute("delete from feedback where key=? and speaker_hash=?", (key, who[1]))
            columns = "key,chat_hash,speaker_hash,at,good,question,answer,digests,lang"
            values = (key, *who, self._clock(), int(good), *told)
            db.execute(f"insert into feedback ({columns}) values (?,?,?,?,?,?,?,?,?)", values)
        return True

    def opinions(self, good: bool | None = None) -> tuple[Opinion, ...]:
        """Everything people said of answers, oldest first; ``good=False``: only what was bad."""
        with self._lock:
            rows = self._connection.execute("select * from feedback order by id").fetchall()
        found = (_opinion(row) for row in rows)
        return tuple(one for one in found if good is None or one.good is good)

    def _hash(self, number: int | None) -> str:
        data = str(number).encode()
        return hashlib.blake2b(data, key=self._salt, digest_size=8).hexdigest()

    # forgetting

    def forget_speaker(self, speaker: int) -> int:
        """Delete all that is kept of a person, and of the private chat with them; how many things that was."""
        with self._transaction() as db:
            gone = db.execute("delete from answers where speaker=? or chat=?", (speaker, speaker)).rowcount
            hashed = (self._hash(speaker), self._hash(speaker))
            gone += db.execute("delete from feedback where speaker_hash=? or chat_hash=?", hashed).rowcount
            gone += db.execute("delete from payloads where speaker=? or chat=?", (speaker, speaker)).rowcount
            gone += db.execute("delete from settings where chat=?", (speaker,)).rowcount
        self._settle()
        return gone

    def forget_chat(self, chat: int) -> int:
        """Delete all that is kept of a chat; how many things that was."""
        with self._transaction() as db:
            gone = sum(db.execute(f"delete from {name} where chat=?", (chat,)).rowcount
                       for name in ("answers", "payloads", "settings"))  # fmt: skip
            gone += db.execute("delete from feedback where chat_hash=?", (self._hash(chat),)).rowcount
        self._settle()
        return gone

    def migrate(self, old: int, new: int) -> None:
        """A group has a new id; its old messages keep theirs, but cannot be reached any more."""
        with self._transaction() as db:
            db.execute("delete from answers where chat=?", (old,))
            db.execute("update or replace settings set chat=? where chat=?", (new, old))
            db.execute("update payloads set chat=? where chat=?", (new, old))
            db.execute(
                "update feedback set chat_hash=? where chat_hash=?", (self._hash(new), self._hash(old))
            )

    def prune(self, days: float) -> int:
        """Delete answers and buttons older than ``days``; feedback and settings stay. How many went."""
        before = (self._clock() - days * DAY,)
        with self._transaction() as db:
            return sum(
                db.execute(f"delete from {n} where at<?", before).rowcount for n in ("answers", "payloads")
            )

    def _settle(self) -> None:
        """Write the log back into the file and empty it, so that what was deleted stands in neither."""
        with self._lock:
            self._connection.execute("pragma wal_checkpoint(truncate)").fetchone()


def _kept(row: sqlite3.Row | None) -> Kept | None:
    if row is None:
        return None
    place = None if row["chat"] is None else Place(row["chat"], row["topic"], row["speaker"])
    told = (row["question"], row["answer"], json.loads(row["digests"]), row["lang"])
    return Kept(row["key"], place, row["asked"], *told, at=row["at"])


def _opinion(row: sqlite3.Row) -> Opinion:
    told = (row["question"], row["answer"], json.loads(row["digests"]), row["lang"])
    return Opinion(bool(row["good"]), *told, row["at"], row["chat_hash"])
