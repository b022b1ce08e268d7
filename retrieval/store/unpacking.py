"""Bytes of the store as values again; what a passage holds is unpacked only where somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec

from retrieval.library import Passage
from retrieval.records import Article, Fact, Reading
from retrieval.store.packing import Body, Head, Raw
from retrieval.store.squeezing import spread
from retrieval.understanding.context import ArticleContext


class _Halves(msgspec.Struct, array_like=True, frozen=True):
    """An owner whose article is left packed: it is as long as all its passages together."""

    article: msgspec.Raw
    context: ArticleContext


class Shared:
    """What the passages of an article share, unpacked where somebody looks at it."""

    def __init__(self, data: bytes, unpacker: Unpacker) -> None:
        self._data, self._unpacker = data, unpacker

    @cached_property
    def _halves(self) -> _Halves:
        return self._unpacker.halves(self._data)

    @property
    def context(self) -> ArticleContext:
        """What the article is about."""
        return self._halves.context

    @cached_property
    def article(self) -> Article:
        """The article."""
        return self._unpacker.heading(self._halves.article)


class Unpacker:
    """Bytes of the store as values."""

    def __init__(self) -> None:
        self._heads = msgspec.msgpack.Decoder(Head)
        self._bodies = msgspec.msgpack.Decoder(Body)
        self._facts = msgspec.msgpack.Decoder(tuple[Fact, ...])
        self._headings = msgspec.msgpack.Decoder(Article)
        self._owners = msgspec.msgpack.Decoder(_Halves)

    def head(self, data: bytes) -> Head:
        """A passage's head."""
        return self._heads.decode(data)

    def body(self, data: bytes) -> Body:
        """A passage's body."""
        return self._bodies.decode(spread(data))

    def facts(self, data: bytes, number: int) -> tuple[Fact, ...]:
        """A passage's facts, which belong to the sentence of that number."""
        if not data:
            return ()
        facts = self._facts.decode(spread(data))
        for fact in facts:  # they have just been made, and nobody else has them yet
            object.__setattr__(fact, "sentence", number)
        return facts

    def halves(self, data: bytes) -> _Halves:
        """What passages share, the article still packed."""
        return self._owners.decode(spread(data))

    def heading(self, data: bytes | msgspec.Raw) -> Article:
        """An article, or one without its text."""
        return self._headings.decode(data)

    def raw(self, data: bytes) -> Raw:
        """What an article is read again from."""
        return msgspec.msgpack.decode(spread(data), type=Raw)


class StoredPassage(Passage):
    """A passage that unpacks its parts when they are looked at."""

    def __init__(
        self, number: int, data: tuple[bytes, bytes, bytes], owner: Callable[[], Shared], unpacker: Unpacker
    ) -> None:
        head = unpacker.head(data[0])
        self.__dict__.update(
            number=number, sentence=head.sentence, regions=head.regions, period=head.period, dated=head.dated,
        )  # fmt: skip
        self._data: tuple[bytes, bytes, bytes]
        self._owner: Callable[[], Shared]
        self._unpacker: Unpacker
        self.__dict__.update(_data=data, _owner=owner, _unpacker=unpacker)

    @cached_property
    def _body(self) -> Body:
        return self._unpacker.body(self._data[1])

    @cached_property
    def _shared(self) -> Shared:
        return self._owner()

    @property
    def reading(self) -> Reading:
        """What was read in it."""
        return self._body.reading

    @property
    def near(self) -> str:
        """The tidied text around it."""
        return self._body.near

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Its figures."""
        return self._unpacker.facts(self._data[2], self.number)

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self._shared.article

    @property
    def context(self) -> ArticleContext:
        """What that is about."""
        return self._shared.context
