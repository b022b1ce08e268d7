"""Where every surface asks: a conversation's turns in, an answer and its card out.

A conversation is its turns' texts; an answer is asked again rather than kept, so that buttons outlive a restart.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.contract import to_json
from bot.messages import Kind, Part, compose
from bot.mind import Mind
from bot.telegram.addressing import Place
from bot.telegram.cards import card
from bot.telegram.delivery import Outgoing
from bot.telegram.fitting import clean
from bot.telegram.keyboards import under_answer
from bot.telegram.passages import Passages
from bot.telegram.storage import Kept, Storage, digest
from bot.voice import Voice
from retrieval.config import Config
from retrieval.records import Answer, Status
from retrieval.search.trouble import SEARCH_DOWN

MOST_TURNS = 6
_CACHED = 512


@dataclass(frozen=True)
class Turn:
    """The last question of a conversation with its answer; ``texts`` are all its questions, oldest first."""

    texts: tuple[str, ...]
    answer: Answer
    lang: str

    @property
    def goes_on(self) -> tuple[str, ...]:
        """What a follow-up follows: small talk in between is passed over."""
        return self.texts[:-1] if self.answer.status is Status.OFFTOPIC else self.texts


@dataclass(frozen=True)
class Ticket:
    """What the buttons of a card stand for: its turn, and the questions of its choices."""

    texts: tuple[str, ...]
    choices: tuple[str, ...]
    lang: str

    def dumps(self) -> str:
        """As the storage keeps it."""
        return json.dumps([self.texts, self.choices, self.lang], ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def loads(text: str) -> Ticket:
        """What ``dumps`` wrote."""
        texts, choices, lang = json.loads(text)
        return Ticket(tuple(texts), tuple(choices), lang)


@dataclass
class Desk:
    """The assistant as the surfaces use it. ``username`` is the bot's, without @."""

    mind: Mind
    config: Config
    storage: Storage
    username: str
    passages: Passages = field(init=False)
    _voices: dict[str, Voice] = field(init=False, default_factory=dict)
    _answers: OrderedDict[tuple[str, ...], Answer] = field(init=False, default_factory=OrderedDict)
    _digests: dict[str, str] = field(init=False, default_factory=dict)
    _version: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.passages = Passages(self.mind, self.username)

    def voice(self, lang: str) -> Voice:
        """The voice of a language."""
        if lang not in self._voices:
            self._voices[lang] = Voice(self.config, lang)
        return self._voices[lang]

    def renew(self, mind: Mind) -> None:
        """Ask another assistant from now on; answers that are being made are finished by the old one."""
        self.passages = Passages(mind, self.username)
        self.mind = mind
        self._answers, self._digests = OrderedDict(), {}

    # asking

    async def ask(self, text: str, before: Sequence[str] = (), lang: str | None = None) -> Turn:
        """The answer to ``text`` as a follow-up of ``before``; ``lang``: the chat's own, else the question's."""
        texts = (*before, clean(text))[-MOST_TURNS:]
        return await self.turn(texts, lang)

    async def turn(self, texts: tuple[str, ...], lang: str | None = None) -> Turn:
        """The last turn of a conversation, asked where it is not remembered. Other chats are served meanwhile.

        What takes milliseconds only is asked here and now: a thread would cost as much as it saves the others.
        """
        self._forget_outdated()
        found = self._answers.get(texts)
        if found is None:
            quick = self.mind.is_quick
            found = self._asked(texts) if quick else await asyncio.to_thread(self._asked, texts)
        return Turn(texts, found, lang or found.lang)

    def _forget_outdated(self) -> None:
        """Articles have been added or removed: what was answered before may be answered otherwise."""
        if self._version != self.mind.version:
            self._version = self.mind.version
            self._answers.clear()
            self._digests.clear()

    def _asked(self, texts: tuple[str, ...]) -> Answer:
        mind, passages, answers = self.mind, self.passages, self._answers
        previous = self._previous(texts[:-1])
        found = mind.ask(texts[-1], previous)
        if passages is self.passages:  # else another assistant has come meanwhile, with articles of its own
            passages.check(found.quotes)
        if found.reason == SEARCH_DOWN:
            return found  # the next who asks may have better luck
        answers[texts] = found
        while len(answers) > _CACHED:
            answers.popitem(last=False)
        return found

    def _previous(self, texts: tuple[str, ...]) -> Answer | None:
        if not texts:
            return None
        return self._answers.get(texts) or self._asked(texts)

    # what is said

    def card(self, turn: Turn, place: Place | None = None) -> Outgoing:
        """The message that says a turn's answer, the same on every surface."""
        parts = compose(turn.answer, self.voice(turn.lang))
        choices = tuple(part.question for part in parts if part.kind is Kind.CHOICE)
        token = self.storage.token(Ticket(turn.texts, choices, turn.lang).dumps(), place)
        return self.shown(turn, parts, token)

    def shown(self, turn: Turn, parts: Sequence[Part] = (), token: str = "") -> Outgoing:
        """The same, where its buttons have a token; ``parts`` are composed where they are not given."""
        voice = self.voice(turn.lang)
        parts = parts or compose(turn.answer, voice)
        return Outgoing(
            card(parts, voice, self.passages.link), under_answer(turn.answer, parts, voice, token)
        )

    def ticket(self, token: str) -> Ticket | None:
        """What a button stands for; ``None`` where it is too old or forgotten."""
        payload = self.storage.payload(token)
        return Ticket.loads(payload) if payload else None

    # memory

    def keep(self, key: str, turn: Turn, place: Place | None = None, asked: int | None = None) -> None:
        """Remember that the message ``key`` says this turn's answer."""
        told = json.dumps({"turns": turn.texts} | to_json(turn.answer), ensure_ascii=False)
        digests = {quote.article: self._digest(quote.article) for quote in turn.answer.quotes}
        self.storage.keep(Kept(key, place, asked, turn.texts[-1], told, digests, turn.lang))

    def _digest(self, article: str) -> str:
        if article not in self._digests:
            found = self.passages.article(article)
            self._digests[article] = digest(found.text) if found else ""
        return self._digests[article]

    async def turns_of(self, kept: Kept | None) -> tuple[str, ...]:
        """The conversation that a remembered answer belongs to; empty where there is none."""
        if kept is None:
            return ()
        texts = tuple(json.loads(kept.answer)["turns"])
        return (await self.turn(texts)).goes_on

    def shown_as(self, turn: Turn, lang: str | None) -> Turn:
        """The turn in the chat's language, where it has one."""
        return replace(turn, lang=lang) if lang else turn
