"""A question for a name, a place or a date and its candidate passages in; an answer or a refusal out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.answering.bearing import Bearings
from retrieval.answering.beyond import Beyond
from retrieval.answering.counting import (
    asks_the_fastest,
    asks_the_most,
    is_behind,
    leading,
    other_rank,
    says_the_most,
    unsaid_worth,
)
from retrieval.answering.dates import dates
from retrieval.answering.gates import place_fits, time_fits
from retrieval.answering.nearness import Anchor, anchors, nearness
from retrieval.answering.people import People
from retrieval.answering.pieces import Piece
from retrieval.answering.places import Places, asks_partner
from retrieval.answering.replies import Replies, quote, region_path
from retrieval.answering.runs import PARTNER, agents, bare, crowned, defined, generic, splits, standing
from retrieval.answering.thesaurus import Thesaurus
from retrieval.library import Passage
from retrieval.records import Answer, Asked, Name, NameMention, Question, Status
from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.calendar import period_label
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.names import find_names
from retrieval.understanding.tidy import tidied, tidy

_ACCEPT = 0.62  # so much of the question a sentence has to bear out
_LACKING = 0.18  # where so much of it is names and plain words found nowhere near, it is another matter
_LEAST = 0.2  # right answers of the test articles have 0.21 and more
_FAR = 0.3  # what a name is worth far from every word of the question
_BEHIND = 0.2  # another than the one that the sentence says is ahead
_LABEL = 4  # characters: a bullet and a number before a label
_CLOSELY = 8  # passages that names are looked for in
_OTHER_NOUN = 0.35  # a 项目 where 哪个工程 was asked
_LED = 1.4  # 和谁组建: the name that 与 or 携手 leads to
_KINDS = {
    Name.PERSON: (Name.PERSON,),
    Name.COMPANY: (Name.COMPANY,),
    Name.ORGANIZATION: (Name.ORGANIZATION, Name.COMPANY, Name.PROJECT),
    Name.PROJECT: (Name.PROJECT, Name.QUOTED, Name.PLACE, Name.PRODUCT, Name.COMPANY),
    Name.PLACE: (Name.PLACE, Name.PROJECT, Name.ORGANIZATION),
}

# 首座跨海大桥 describes, it does not name.
_CLAIM = re.compile("首座|首个|首家|首条|唯一|最大|第一[座个家条]|民营企业|龙头企业")
_WITH = re.compile("(?:与|和|跟|同|携手|联合|牵手|联手|由|被)$")
_WHEN = re.compile("什么|甚么|啥|何|哪|几月|几号|几时")

Span = tuple[int, int, str, float]


@dataclass(frozen=True)
class Candidate:
    """A piece of a sentence that could be the answer: offsets in the sentence, what to say, how good."""

    start: int
    end: int
    text: str
    score: float
    passage: Passage


@service
class Names:
    """Answers who, which, what, where and when."""

    words: NameWords
    gazetteer: Gazetteer
    lexicon: Lexicon
    thesaurus: Thesaurus
    beyond: Beyond
    replies: Replies

    def answer(self, question: Question, passages: Sequence[Passage]) -> Answer:
        """The name or date in the sentence that bears the question out best."""
        found = self.candidates(question, passages)
        if not found or found[0].score < _LEAST:
            return self.replies.refused(question, [])
        return self._answered(question, found[0])

    def candidates(self, question: Question, passages: Iterable[Passage]) -> list[Candidate]:
        """Every name of the asked kind in the passages that bear the question out, best first."""
        pieces = self.bearings.pieces(question)
        kept = []
        for passage in passages:
            if not time_fits(question, passage) or not place_fits(question, passage, self.gazetteer):
                continue
            bearing = self.bearings.bear(question, pieces, passage, _ACCEPT)
            if bearing.share >= _ACCEPT and bearing.lacking < _LACKING:
                kept.append((bearing.share, passage))
        kept = sorted(kept, key=lambda k: (-k[0], k[1].number))[:_CLOSELY]
        found = [c for share, p in kept for c in self._inside(question, pieces, p, share)]
        return sorted(found, key=lambda c: (-c.score, c.passage.number, c.start))

    @cached_property
    def bearings(self) -> Bearings:
        """What weighs passages."""
        return Bearings(self.thesaurus, self.lexicon, self.beyond)

    @cached_property
    def people(self) -> People:
        """What knows titles."""
        return People(self.words, self.thesaurus, self.gazetteer)

    @cached_property
    def places(self) -> Places:
        """What finds places."""
        return Places(self.words, self.gazetteer)

    # --- the pieces of a sentence that could answer ------------------------------------------------------

    def _inside(
        self, question: Question, pieces: Sequence[Piece], passage: Passage, share: float
    ) -> Iterator[Candidate]:
        found = anchors(question, pieces, passage, self.thesaurus)
        text = passage.reading.text
        spans = list(self._spans(question, passage, found))
        fastest, most = asks_the_fastest(question), asks_the_most(question)
        top = leading(question, passage, [span[0] for span in spans])
        if most and top is None and is_behind(passage):
            return  # 文昌…石斑鱼产量居全省第二
        for start, end, said, worth in spans:
            if other_rank(question, passage, start):
                continue
            labels = start <= _LABEL and text.startswith(":", end)  # 华泰储能电芯项目:总投资45亿元,是…
            near = _FAR + (1.0 if labels else nearness(start, end, found, text))
            unsaid = 0.0 if fastest else unsaid_worth(question, passage) if most else 1.0
            behind = 1.0 if start == top else _BEHIND if top is not None else unsaid
            yield Candidate(start, end, said, share * share * worth * behind * near, passage)

    def _spans(self, question: Question, passage: Passage, found: Sequence[Anchor]) -> Iterator[Span]:
        if question.asked is Asked.DATE:
            return dates(question, passage, found, self._event(question))
        asked, noun = tidied(question.text), self._noun(question)
        plain = not noun and not question.place  # 终点是哪个国家 asks for less than what the 终点 is
        if plain and (told := list(defined(question, passage))):
            return (s for s in told if tidy(s[2]) not in asked)
        most = asks_the_most(question)
        if question.place or asks_partner(question):
            spans = list(self.places.find(question, passage, noun))
            spans += crowned(question, passage, self.lexicon) if most and not spans and not noun else ()
        else:
            spans = list(self._named(question, passage, noun))
            if not spans and question.name in (Name.COMPANY, Name.ORGANIZATION):
                spans += agents(question, passage, self.lexicon)
            if says_the_most(passage) if most else not spans:
                spans += standing(question, passage, found, noun, self.lexicon)
                spans += crowned(question, passage, self.lexicon) if most and not noun else ()
        return (s for s in spans if tidy(s[2]).strip("“”\"'") not in asked and not splits(passage, *s[:2]))

    def _event(self, question: Question) -> tuple[str, ...]:
        """What happened, with its other words: 投产 of 项目什么时候投产, the word nearest to where it asks."""
        asked = tidied(question.text)
        cue = _WHEN.search(asked)
        if question.lang == "en":
            forms = next((p.forms for p in self.bearings.pieces(question) if p.text == question.noun), ())
            return tuple(dict.fromkeys(f for form in forms for f in self.thesaurus.forms(form)))
        if not cue:
            return ()
        words = {p.text: p.forms for p in self.bearings.pieces(question)}
        verbs = self.bearings.verbs(asked)
        whole = self.bearings.places(question)
        places = {t: at for t, at in whole.items() if not any(v in t for v in verbs)} | verbs  # 开始施行
        ahead = [(at - cue.start(), -len(text), text) for text, at in places.items() if at > cue.start()]
        behind = [
            (cue.start() - at - len(t), -len(t), t) for t, at in places.items() if 0 <= at < cue.start()
        ]
        nearest = min(ahead or behind, default=(0, 0, ""))[2]
        return (nearest, *words.get(nearest, ()), *self.bearings.alike(nearest)) if nearest else ()

    def _noun(self, question: Question) -> str:
        """What the name has to end with, of an English question too: which hospital → 医院."""
        if question.lang != "en" or question.noun:
            return question.noun
        low = question.text.lower()
        return next((noun for asks, noun in self._english_nouns if asks.search(low)), "")

    @cached_property
    def _english_nouns(self) -> list[tuple[re.Pattern[str], str]]:
        pairs = [line.split("=") for line in self.words.english_nouns.split(";") if "=" in line]
        asks = r"\b(?:which|what) (?:\w+ )?{}\b"
        return [(re.compile(asks.format(word.strip())), noun.strip()) for word, noun in pairs]

    def _named(self, question: Question, passage: Passage, noun: str) -> Iterator[Span]:
        asked = self.people.title(question) if question.name is Name.PERSON else ""
        for name in find_names(passage.reading.text, self.words, passage.sentence.text):
            worth = self._typed(question, name, noun, passage)
            if asked and name.kind is not Name.PERSON:
                continue
            if worth and not generic(tidy(name.text), self.lexicon):
                company = name.kind is Name.COMPANY
                start = bare(passage.reading.text, name.start, name.end) if company else name.start
                yield start, name.end, passage.sentence.text[start : name.end], worth

    def _typed(self, question: Question, name: NameMention, noun: str, passage: Passage) -> float:
        """How well the kind of a name fits the kind asked for; 0 where it does not."""
        if _CLAIM.search(name.text):
            return 0.0
        text = passage.reading.text
        if noun:
            if tidy(name.text).endswith(noun) or text[name.end :].lstrip("”\"'」").startswith(noun):
                return 1.0
            return (
                0.0
                if question.name not in (Name.PROJECT, Name.COMPANY)
                else _OTHER_NOUN * self._ranked(question, name)
            )
        if PARTNER.search(question.text):
            fits = name.kind in (Name.PERSON, Name.COMPANY, Name.ORGANIZATION)
            return (_LED if _WITH.search(text[: name.start]) else 0.5) if fits else 0.0
        if question.name is None:
            return 0.7
        if question.name is Name.PERSON:
            return self.people.fits(question, name, passage) if name.kind is Name.PERSON else 0.0
        return self._ranked(question, name)

    def _ranked(self, question: Question, name: NameMention) -> float:
        if question.name is None or name.kind not in _KINDS[question.name]:
            return 0.0
        return 1.0 - 0.25 * _KINDS[question.name].index(name.kind)

    def _answered(self, question: Question, best: Candidate) -> Answer:
        passage = best.passage
        offset = passage.sentence.start
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            answer=best.text,
            asked=question.asked,
            region=region_path(passage.regions),
            period=period_label(passage.period) if passage.period else "",
            measure=question.asked.value,
            quotes=(quote(passage, (offset + best.start, offset + best.end)),),
            notes=question.notes,
            lang=question.lang,
            parsed=question,
        )
