"""English sentences: whether a text is one, the places it names, and where its clauses end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from retrieval.records import Atom, QuantityMention, RegionMention, Unit
from retrieval.schema import EnglishFactWords
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.romanized import find_romanized

_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_RUNNING = re.compile(
    r"[A-Za-z]{2,}[,']? [A-Za-z]"
)  # a sentence: words beside each other, unlike GDP or G524
_BREAK = re.compile(r"[,;:!?]+(?=\s|$)|\.(?=\s|$)|\s(?:while|whereas)\s|\s[-—–]+\s|——|\|")
_NUMBER = re.compile(r"[a-z]*[$€¥]?-?[\d.,]+|[a-z]+")
_KIND_OF = re.compile(r"(?<![a-z'’])([a-z][a-z-]{2,}) $")
_OWN_INDUSTRY = frozenset(
    "the of in its by all for and whose local municipal provincial above-scale scale size energy non-energy other"
    " major".split()
)
_BOXES = "标箱"
_SAME = {Unit.COUNT, Unit.PEOPLE}


def is_english(text: str) -> bool:
    """Whether a text is English: more Latin words than Chinese characters.

    >>> is_english("Weihai's exports grew 18.3 percent"), is_english("GDP增长7%")
    (True, False)
    """
    han = _HAN.findall(text)
    words = _LATIN.findall(text)
    letters = sum(c.isascii() and c.isalpha() for c in text) if len(words) > 2 * len(han) else 0
    return letters > 2 * sum(map(len, han))


def is_english_sentence(text: str) -> bool:
    """Whether a line of an article is to be read as English; cheap for Chinese lines."""
    return _RUNNING.search(text) is not None and is_english(text)


def any_word(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, none of them inside another word (up in group)."""
    inner = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return rf"(?<![a-z0-9])(?:{inner})(?![a-z0-9])"


def listed(words: str) -> tuple[str, ...]:
    """The words of a text that commas part: 'grew, rose' → grew and rose."""
    return tuple(w for w in (part.strip() for part in words.split(",")) if w)


def any_industry(text: str, atom: Atom) -> bool:
    """Whether an industry is only the kind of what stands before it: the biomedicine industry, no 工业."""
    if text[atom.start : atom.end] not in ("industry", "industries"):
        return False
    before = _KIND_OF.search(text[: atom.start])
    return before is not None and before[1] not in _OWN_INDUSTRY


_IN_A_NAME = re.compile("China (?=[A-Z][a-z]+ [A-Z])")  # China Textile City


@service
class EnglishPlaces:
    """Finds the places of English sentences: Weihai, the city, the provincial average."""

    gazetteer: Gazetteer
    deictic: re.Pattern[str]
    meanings: Mapping[str, str]
    organisation: re.Pattern[str]

    @staticmethod
    def build(gazetteer: Gazetteer, words: EnglishFactWords) -> EnglishPlaces:
        """Compile the words once."""
        meanings = {w: word for word, found in words.deictic.items() for w in listed(found)}
        ends = "|".join(re.escape(w) for w in sorted(listed(words.organisations), key=len, reverse=True))
        # Weihai |Langrui Medical Technology Co, Nanning |Municipal People's Government
        organisation = re.compile(rf"(?:[ -](?:[A-Z][\w&'’.-]*|of|and|the)){{0,7}}? (?i:{ends})(?![a-z])")
        return EnglishPlaces(gazetteer, re.compile(any_word(meanings)), meanings, organisation)

    def find(self, original: str, text: str) -> tuple[RegionMention, ...]:
        """The places of a sentence; ``text`` is ``original`` tidied, of the same length."""
        named = tuple(self._named(original))
        pointing = (m for m in self._pointing(text) if not any(_touch(m, n) for n in named))
        return tuple(sorted((*named, *pointing), key=lambda m: m.start))

    def _named(self, original: str) -> Iterator[RegionMention]:
        for mention in find_romanized(original, self.gazetteer):
            after = self.organisation.match(original, mention.end)
            begins = original[mention.start : mention.start + 1].isupper() and after is not None
            organised = begins and after is not None and after.group()[1:2].isupper()
            yield replace(mention, inside=organised or _IN_A_NAME.match(original, mention.start) is not None)

    def _pointing(self, text: str) -> Iterator[RegionMention]:
        """As the Chinese word that means the same: the city is 全市; nationwide names the country itself."""
        for match in self.deictic.finditer(text):
            word = self.meanings[match.group()]
            level = self.gazetteer.grammar.deictic.get(word)
            regions = () if level else self.gazetteer.lookup("中国")
            yield RegionMention(match.start(), match.end(), word, regions, level)


def _touch(a: RegionMention, b: RegionMention) -> bool:
    return a.start < b.end and b.start < a.end


def english_clauses(text: str, quantities: tuple[QuantityMention, ...]) -> tuple[tuple[int, int], ...]:
    """Cut at commas, semicolons, colons and *while*, but not inside a figure: 45,836 yuan, up 8.4 percent is two."""
    inside = {i for q in quantities for i in range(q.start, q.end)}
    cuts, start = [], 0
    for match in _BREAK.finditer(text):
        if match.start() in inside:
            continue
        if match.start() > start:
            cuts.append((start, match.start()))
        start = match.end()
    if start < len(text):
        cuts.append((start, len(text)))
    return tuple(cuts)


def counted_open(text: str, quantities: Iterable[QuantityMention]) -> list[tuple[int, int]]:
    """The spans of figures that name no subject: of 1.2 million tourists the number, since tourists are the subject."""
    spans = []
    for mention in quantities:
        number = _NUMBER.match(text, mention.start) if mention.quantity.kind in _SAME else None
        boxes = mention.quantity.base == _BOXES  # twenty-foot equivalent units name nothing
        spans.append((mention.start, number.end() if number and not boxes else mention.end))
    return spans
