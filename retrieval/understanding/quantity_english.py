"""English quantities: 33.1 percent, 11.128 billion yuan, $2.3 billion, ranked first (all in lower case by then)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from retrieval.records import Quantity, QuantityMention, Unit
from retrieval.schema import UnitWords
from retrieval.understanding.period_patterns import any_of
from retrieval.understanding.unit_table import Measure

_ONE = Decimal(1)
_LETTER = re.compile("[a-z$€¥]")
_ENGLISH = re.compile(r"[a-z] [a-z\d]|[$€¥]|(?:rmb|usd|cny|eur|no\.) ?\d|\d[ -][a-z]")
_TO = r"(?:reached|stood at|hit|was|totall?ed|came to|exceeded|topped|(?:[a-z]+ ){1,3}to)"
_THEN = r"(?=[,;.]?(?: (?:by|in|at|from|as|with|and|during|last|this|over|up|down)\b|$|[,;] |\.$))"
_NUMBER_OF = re.compile(
    rf"(?<![a-z])number of [a-z][a-z' -]{{2,70}}? {_TO} (?:about |nearly |over |more than )?"
    rf"(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}){_THEN}"
)
# 1,745 were outbound trains and 1,549 were inbound; overseas tourists numbered 3,460.
_COUNTED = re.compile(
    r"(?:(?<=, )|(?<=and )|(?<=numbered )|(?<=numbering ))(\d{1,3}(?:,\d{3})+|[1-9]\d{0,2})"
    r"(?= (?:were|are) [a-z]|(?<=numbered \d,\d{3})|[.,;]|$)"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


class EnglishQuantities:
    """One pattern, built once; a text without Latin words costs nothing."""

    def __init__(self, words: UnitWords) -> None:
        en = words.en
        self._en = en
        self._units = {
            word: Measure(Unit(group.kind), group.base, Decimal(factor))
            for group in en.units
            for word, factor in group.words.items()
        }
        self._units |= {word: Measure(Unit.PEOPLE, "人", _ONE) for word in en.people}
        self._units |= {word: Measure(Unit.COUNT, word, _ONE) for word in en.counts}
        self._bounds = (
            "(?:" + "|".join(f"(?P<{name}>{any_of(en.bounds.get(s, ()))})" for name, s in _SIGNS) + ") $"
        )
        rank, ordinal, number = any_of(en.rank_verbs), any_of(en.ordinals), any_of(en.numbers)
        scale, unit = any_of(en.scales), any_of(self._units)
        # 41,600 |new urban| jobs, 7,762 |china-europe (central asia)| trains: up to three words, none of which can
        # end what is counted
        ends = any_of([*en.between_not.split(), *en.scales, *self._units])
        between = rf"(?: (?!(?:{ends})(?![a-z]))[a-z][a-z-]+(?: \([a-z -]+\))?)"
        counted = any_of([*en.people, *en.counts])
        self._pattern = (  # compiled at the first English text
            rf"(?<![a-z\d.])(?:(?P<rank>{rank} (?:the )?(?P<ord>{ordinal})"
            rf"|no\. ?(?P<no>[1-9]\d?)(?!\d)|(?P<place>{ordinal}) place)"
            rf"|(?P<cur>{any_of(en.currencies)}) ?(?P<m>{_NUMBER})(?:[ -]?(?P<ms>{scale}))?"
            rf"|(?P<n>-?(?:{_NUMBER})|{number})(?:[ -](?P<s>{scale}))?[ -](?P<u>{unit})"
            rf"|(?P<k>{_NUMBER}|{number})(?: (?P<ks>{scale}))?{between}{{1,3}}? (?P<ku>{counted})"
            rf"|(?P<b>{_NUMBER}) (?P<bs>{scale}))(?![a-z])"
        )

    def find(self, text: str) -> Iterator[QuantityMention]:
        """Every English quantity in the text, in order."""
        if not _LETTER.search(text) or not _ENGLISH.search(text):
            return
        last = 0
        for match in re.finditer(self._pattern, text):
            yield from self._numbers_of(text, last, match.start())
            last = match.end("place") if match["place"] else match.end()  # fifth| place
            start = match.start("ord") if match["ord"] else match.start()  # ranking second: second
            yield QuantityMention(start, last, text[start:last], self._read(match))
        yield from self._numbers_of(text, last, len(text))

    def _numbers_of(self, text: str, start: int, end: int) -> Iterator[QuantityMention]:
        """The number of overseas visitors tripled to 12,700: a number with no unit behind it."""
        found = (*_NUMBER_OF.finditer(text, start, end), *_COUNTED.finditer(text, start, end))
        for match in sorted(found, key=lambda m: m.start(1)):
            plain, bound = Measure(Unit.COUNT, "", _ONE), self._bound(text[: match.start(1)])
            number = self._scaled(match[1], None, "", plain, bound)
            yield QuantityMention(match.start(1), match.end(1), match[1], number)

    def _read(self, match: re.Match[str]) -> Quantity:
        if match["rank"]:
            word = match["ord"] or match["place"]
            place = Decimal(self._en.ordinals[word] if word else match["no"])
            return Quantity(Unit.RANK, place, "", place, "")
        bound = self._bound(match.string[: match.start()])
        if match["cur"]:
            base = self._en.currencies[match["cur"]]
            return self._scaled(match["m"], match["ms"], match["cur"], Measure(Unit.MONEY, base, _ONE), bound)
        if match["b"]:  # the number of market entities reached 1.12 million
            return self._scaled(match["b"], match["bs"], "", Measure(Unit.COUNT, "", _ONE), bound)
        written, scale, unit = (
            (match["n"] or match["k"]),
            (match["s"] or match["ks"]),
            (match["u"] or match["ku"]),
        )
        return self._scaled(written, scale, unit, self._units[unit], bound)

    def _scaled(self, written: str, scale: str | None, unit: str, measure: Measure, bound: str) -> Quantity:
        word = self._en.numbers.get(written)
        number = Decimal(written.replace(",", "")) if word is None else Decimal(word)
        size = Decimal(self._en.scales[scale]) if scale else _ONE
        name = f"{scale} {unit}".strip() if scale else unit
        return Quantity(measure.kind, number, name, number * size * measure.factor, measure.base, bound)

    def _bound(self, before: str) -> str:
        found = re.search(self._bounds, before)
        return next((sign for name, sign in _SIGNS if found and found[name]), "")


_SIGNS = (("over", ">"), ("under", "<"), ("about", "~"))
