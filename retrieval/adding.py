"""Articles into a folder: each is read, compared with what is there, and written as a file of its own; or is left out.

The folder's files are the truth. A run that is stopped leaves whole files; run again, it passes over what it took.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from retrieval.config import Config, load_config
from retrieval.corpus.folder import front_matter, make_id, write_new
from retrieval.corpus.folder import replace as replace_file
from retrieval.corpus.incoming import Incoming
from retrieval.corpus.ledger import Entry, Ledger, entry
from retrieval.corpus.likeness import body
from retrieval.corpus.pagewords import PageWords, compile_words
from retrieval.corpus.problems import Problem
from retrieval.corpus.taking import take
from retrieval.crew import Crew
from retrieval.detectors import build_understanding
from retrieval.intake import Understanding
from retrieval.schema import RepairWords
from retrieval.search.private import cache_directory
from retrieval.service import service


class Outcome(str, Enum):
    """What became of something that was to be added."""

    TAKEN = "taken"
    REPOST = "repost"  # taken as well, and linked to the article that it repeats
    REPLACED = "replaced"
    UNCHANGED = "unchanged"  # it is there already
    UNREAD = "unread"


@dataclass(frozen=True)
class Prepared:
    """An article that was read: ``entry`` without its id, the body of its file, what was found in it."""

    origin: str
    names: tuple[str, ...]
    entry: Entry
    body: str
    compared: str
    sentences: int
    facts: int
    region: str


@dataclass(frozen=True)
class Added:
    """One line of the report. ``entry`` is None, and ``problem`` says why, where the outcome is UNREAD."""

    outcome: Outcome
    origin: str
    entry: Entry | None = None
    sentences: int = 0
    facts: int = 0
    region: str = ""
    problem: Problem | None = None


@service
class Tools:
    """What reads one article."""

    words: RepairWords
    page_words: PageWords
    understanding: Understanding


def make_tools(config: Path | None) -> Tools:
    """The tools for a process of its own."""
    tools = tools_of(load_config(config))
    tools.understanding.reader.lexicon.for_many()
    return tools


def tools_of(config: Config) -> Tools:
    """The tools of a configuration."""
    return Tools(config.repair, compile_words(config.repair), build_understanding(config))


def prepare(tools: Tools, incoming: Incoming | Problem) -> Prepared | Problem:
    """Read one article: repair, sentences, facts. What is no article stays the problem that it is."""
    if isinstance(incoming, Problem):
        return incoming
    taken = take(incoming, tools.words, tools.page_words)
    if isinstance(taken, Problem):
        return taken
    passages = tools.understanding.passages(taken.article, 0)
    main = passages[0].context.main if passages else None
    compared = body(taken.article)
    return Prepared(
        incoming.origin, incoming.names, entry(taken.article, compared), taken.body, compared,
        len(passages), sum(len(p.facts) for p in passages), main.path if main else "",
    )  # fmt: skip


@dataclass
class Adding:
    """One run over one folder. ``replacing``: a newer text of an article takes its place."""

    ledger: Ledger
    replacing: bool = False

    @staticmethod
    def open(folder: Path, config: Config, replacing: bool = False) -> Adding:
        """A run over a folder, which need not be there yet."""
        words = config.repair
        cache = cache_directory(os.environ)
        return Adding(Ledger.open(folder, words, compile_words(words), cache), replacing)

    def __post_init__(self) -> None:
        self._mine: set[str] = set()
        self._before = self._there()

    def _there(self) -> set[str]:
        return {path.stem for path in self.ledger.folder.glob("*.md")}

    def written(self) -> int:
        """How many articles it has put into the folder, by what is there: a stop may come right after a write."""
        return len(self._there() - self._before) + len(self._mine & self._before)

    def keep(self, prepared: Prepared | Problem) -> Added:
        """Put one article into the folder, or say why not."""
        if isinstance(prepared, Problem):
            return Added(Outcome.UNREAD, prepared.file, problem=prepared)
        if known := self._known(prepared.entry):
            return self._added(Outcome.UNCHANGED, prepared, known)
        if older := self._older(prepared):
            return self._newer(prepared, older)
        first = next(iter(self.ledger.equal(prepared.entry)), None) or self.ledger.like(
            prepared.entry, prepared.compared
        )
        linked = replace(prepared.entry, same_as=first.first if first else "")
        return self._added(
            Outcome.REPOST if first else Outcome.TAKEN, prepared, self._write(prepared, linked)
        )

    def _known(self, one: Entry) -> Entry | None:
        """The article that says the same in the same place: by the same publisher, at the same address."""
        for other in self.ledger.equal(one):
            if one.url in ("", other.url) and one.publisher in ("", other.publisher):
                return other
        return None

    def _older(self, prepared: Prepared) -> Entry | None:
        """The article that this one is a newer text of: from its address, or of its name, title and date."""
        one = prepared.entry
        if one.url:
            return self.ledger.at(one.url)
        for id_ in map(make_id, prepared.names):
            other = self.ledger.entries.get(id_)
            same = other and (other.title, other.published, other.url) == (one.title, one.published, "")
            if same and id_ not in self._mine:
                return other
        return None

    def _newer(self, prepared: Prepared, older: Entry) -> Added:
        if not self.replacing:
            problem = Problem(prepared.origin, "corpus.changed", (("id", older.id),))
            return Added(Outcome.UNREAD, prepared.origin, problem=problem)
        one = replace(prepared.entry, id=older.id, same_as=older.same_as)
        replace_file(self.ledger.folder, older.id, _text(one, prepared.body))
        self._note(one)
        return self._added(Outcome.REPLACED, prepared, one)

    def _write(self, prepared: Prepared, one: Entry) -> Entry:
        """Write the article under the first of its names that is free."""
        for id_ in _ids(prepared.names):
            named = replace(one, id=id_)
            taken = id_ in self.ledger.entries or (self.ledger.folder / f"{id_}.txt").exists()
            if not taken and write_new(self.ledger.folder, f"{id_}.md", _text(named, prepared.body)):
                self._note(named)
                return named
        raise AssertionError("there is always another number")

    def _note(self, one: Entry) -> None:
        self._mine.add(one.id)
        self.ledger.add(one)

    def _added(self, outcome: Outcome, prepared: Prepared, one: Entry) -> Added:
        return Added(outcome, prepared.origin, one, prepared.sentences, prepared.facts, prepared.region)


def _ids(names: Iterable[str]) -> Iterator[str]:
    """The ids to try: a name's own, with its folder's before it, then with a number behind it."""
    found = list(dict.fromkeys(map(make_id, names)))
    yield from found
    number = 1
    while True:
        number += 1
        yield f"{found[0]}-{number}"


def _text(one: Entry, body: str) -> str:
    values = {key: getattr(one, key) for key in ("title", "publisher", "published", "url", "same_as")}
    return front_matter(values) + body


def add_all(
    incoming: Iterable[Incoming | Problem],
    adding: Adding,
    config: Config,
    own: Callable[[], Tools] | None = None,
) -> Iterator[Added]:
    """Add everything, in order, on as many cores as the settings allow where there is much of it."""
    users = config.folders[:-1]
    crew = Crew(make_tools, prepare, users[0] if users else None, config.settings.intake.processes)
    for prepared in crew.each(incoming, own or (lambda: tools_of(config))):
        yield adding.keep(prepared)
