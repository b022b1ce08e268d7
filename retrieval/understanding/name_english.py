"""Proper names in an English sentence: Weihai Langrui Medical Technology Co, Mayor Lu Heng, China-ASEAN Expo.

A name is a run of words with a capital; what it ends with says what it is, as in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from retrieval.records import Name, NameMention
from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.english_text import any_word

_WORD = r"(?:[A-Z][A-Za-z'’&.-]*[A-Za-z]|[A-Z]|[A-Z]?\d[\w-]*)"
_INSIDE = r"(?: (?:of|and|for|the|&) (?=[A-Z])| |\.?, (?=Ltd|Inc|Co\b)|-)"
_RUN = re.compile(rf"(?<![\w-]){_WORD}(?:{_INSIDE}{_WORD})*\.?(?: \([A-Z][A-Za-z ]+\)(?: {_WORD}\.?)*)?")
_PERSON = r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)?(?: [A-Z]\.)?(?: [A-Z][a-z]+(?:-?[a-z]+)?){1,2}"
_SPEAKS = r"(?:said|says|told|added|noted|explained|announced|introduced|recalled|stressed)"
_BY = re.compile(rf"{_SPEAKS} ({_PERSON})(?:, ([^,.;\"”]{{3,80}}))?")
_SPEAKING = re.compile(rf"({_PERSON})(?:, ([^,.;\"”]{{3,80}}),)? {_SPEAKS}(?![a-z])")
_APPOSED = re.compile(rf"({_PERSON}), ((?:an? |the )?[a-z][^,.;\"”]{{3,80}})")
HEAD_OF = re.compile(
    r"\b(?:head|chief|governor|mayor|magistrate) of (?:the )?(?:[a-z'’-]+ ){0,3}?(county|district)\b"
)
_FIRM = re.compile(r"(?:Co|Ltd|Inc|Corp)\.$")
_FIRM_CALLED = re.compile(
    r"\b(?:firm|company|giant|manufacturer|automaker|carmaker|drugmaker|chipmaker|retailer|developer|conglomerate),? "
    r"([A-Z][\w&-]+(?: [A-Z][\w&-]*){0,4})"
)
_POSSESSIVE = re.compile(r"['’]s? (?=[A-Z])")


@service
class EnglishTitles:
    """The titles of office holders in English with their Chinese ones."""

    words: NameWords

    def title(self, low: str) -> str:
        """The longest title in a lower-case text, in Chinese: deputy mayor of → 副市长|副区长|副县长; or ''."""
        held = [match.group() for match in self._any.finditer(HEAD_OF.sub(r"\1 head", low))]
        return self.known[max(held, key=len)] if held else ""

    @cached_property
    def known(self) -> Mapping[str, str]:
        """English title → Chinese titles, parted by |."""
        pairs = (line.split("=") for line in self.words.english_titles.splitlines() if "=" in line)
        return {word.strip(): title.strip() for word, title in pairs}

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile(any_word(self.known))


@service
class EnglishNames:
    """Finds names by the English words of ``names.yaml``."""

    words: NameWords

    def find(self, text: str) -> Iterator[NameMention]:
        """The names of a sentence as it is written, with capitals."""
        people = list(self._people(text))
        yield from people
        firms = [m.span(1) for m in _FIRM_CALLED.finditer(text) if not self._kind(m[1])]
        yield from (NameMention(start, end, text[start:end], Name.COMPANY) for start, end in firms)
        for start, end in self._runs(text):
            kind = self._kind(text[start:end])
            if kind and not any(p.start < end and start < p.end for p in people):
                yield NameMention(start, end, text[start:end], kind)

    def _runs(self, text: str) -> Iterator[tuple[int, int]]:
        """Runs of words with capitals, without The and In at their head and cut behind a possessive: Weihai's |Port."""
        for match in _RUN.finditer(text):
            start, end = match.span()
            while (word := re.match(r"([A-Za-z]+),? ", text[start:end])) and word[1].lower() in self._openers:
                start += word.end()
            while cut := _POSSESSIVE.search(text, start, end):
                yield start, cut.start()
                start = cut.end()
            if text[end - 1] == "." and (end == len(text) or not _FIRM.search(text, start, end)):
                end -= 1
            yield start, end

    def _kind(self, name: str) -> Name | None:
        """What a run names, by its last words; one word alone names nothing here."""
        if " " not in name:
            return None
        low = name.lower().rstrip(".")
        for ending in self._endings:
            if low.endswith((" " + ending, "-" + ending)):
                kind = self._endings[ending]
                return None if kind is Name.COMPANY and " of " in low else kind
        return Name.PLACE if re.search(r" Line \d+$", name) else None

    def _people(self, text: str) -> Iterator[NameMention]:
        seen: set[int] = set()
        for match in (
            *self._titled.finditer(text),
            *_BY.finditer(text),
            *_SPEAKING.finditer(text),
            *_APPOSED.finditer(text),
        ):
            name, role = (2, match[1]) if match.re is self._titled else (1, match[2] or "")
            start, end = match.span(name)
            known = self._title(role)
            if start in seen or self._kind(text[start:end]) or (match.re is _APPOSED and not known):
                continue
            seen.add(start)
            yield NameMention(start, end, text[start:end], Name.PERSON, known or role)

    def _title(self, role: str) -> str:
        """A role by its Chinese titles: deputy director of the bureau → 副局长|副主任; '' where it holds none."""
        return self._titles.title(role.lower())

    @cached_property
    def _titles(self) -> EnglishTitles:
        return EnglishTitles(self.words)

    @cached_property
    def _titled(self) -> re.Pattern[str]:
        """Mayor |Lu Heng; with a capital or not."""
        titles = "|".join(sorted(map(re.escape, self._titles.known), key=len, reverse=True))
        return re.compile(rf"(?<![A-Za-z])((?i:{titles})) ({_PERSON})")

    @cached_property
    def _endings(self) -> Mapping[str, Name]:
        """How names end and what they then are, the longest first."""
        lines = (line.split("=") for line in self.words.english_endings.splitlines() if "=" in line)
        pairs = [(word.strip(), Name(kind.strip())) for kind, words in lines for word in words.split(",")]
        return dict(sorted(pairs, key=lambda p: -len(p[0])))

    @cached_property
    def _openers(self) -> frozenset[str]:
        return frozenset(self.words.english_openers.split())
