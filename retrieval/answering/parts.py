"""What readers of sides share: the words, the places and the times of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answering.wording import Wording
from retrieval.records import Question, Region, RegionMention
from retrieval.service import service
from retrieval.understanding.context import fits
from retrieval.understanding.english import EnglishReader
from retrieval.understanding.question import QuestionReader


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called, and the question that asks for its figure."""

    label: str
    question: Question


@service
class Parts:
    """Reads parts of questions."""

    reader: QuestionReader
    english: EnglishReader
    wording: Wording

    def read(self, text: str, lang: str) -> Question:
        """A question of the same language."""
        return self.english.read(text) if lang == "en" else self.reader.read(text)

    def says(self, words: str, lang: str) -> bool:
        """Whether a text has words of its own, beside places, times and words that only name a measure."""
        return any((t.known and not t.neutral) or len(t.text) > 1 for t in self.read(words, lang).terms)

    def mentions(self, question: Question, text: str) -> Sequence[RegionMention]:
        """The places of a question, those in Latin letters too."""
        if question.lang == "en":
            return self.english.regions(question.text, text)
        return self.reader.reader.again(text).regions

    def around(self, mention: RegionMention, regions: Sequence[Region]) -> RegionMention:
        """全省 beside 合肥: the province that 合肥 lies in."""
        outer = (a for r in regions for a in self.reader.reader.gazetteer.ancestors(r))
        held = next((a for a in outer if mention.deictic is not None and fits(a, mention)), None)
        return replace(mention, regions=(held,) if held else (), deictic=None)

    def without_slots(self, text: str) -> str:
        """The text with blanks for places and times."""
        reading = self.reader.reader.again(text)
        plain = list(text)
        spans = [(m.start, m.end) for m in reading.periods]
        for start, end in [*spans, *((m.start, m.end) for m in reading.regions if not m.inside)]:
            plain[start:end] = " " * (end - start)
        return "".join(plain)

    def is_place(self, mention: RegionMention) -> bool:
        """Whether a mention is a place and not the beginning of another name: 南京 in 南京银行 is not."""
        return not mention.inside and bool(mention.regions or mention.deictic is not None)
