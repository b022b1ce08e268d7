"""A parsed question and its candidates in, an answer out: which kind of answer is wanted decides who gives it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from retrieval.answering.beyond import Beyond
from retrieval.answering.called import called
from retrieval.answering.compare import Comparer, Search
from retrieval.answering.computed import Differences, is_refusal
from retrieval.answering.listing import Listing
from retrieval.answering.matching import Matcher
from retrieval.answering.names import Names
from retrieval.answering.numbers import Numbers
from retrieval.answering.parts import Parts
from retrieval.answering.ranks import Ranks
from retrieval.answering.replies import Replies
from retrieval.answering.reposts import Heard, with_reposts
from retrieval.answering.sides import SideReader
from retrieval.answering.spelled import spells, spelt_out, unplaced
from retrieval.answering.superlatives import Superlatives
from retrieval.answering.thesaurus import Thesaurus
from retrieval.answering.wanted import AMOUNTS, for_difference
from retrieval.answering.wording import Wording
from retrieval.answering.yesno import YesNo
from retrieval.config import Config
from retrieval.records import Answer, Asked, Measure, Question, Status, Unit
from retrieval.service import service
from retrieval.understanding.english import EnglishReader
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.tidy import tidied

_NAMED = (Asked.ENTITY, Asked.DATE)
_AMOUNT = re.compile("多少|[几亿万元]|总量|规模|how (?:much|many)|amount|yuan")
_SINCE = re.compile("[比较](?:上年|去年|上一年|前一年)[^,;。]{0,6}?[增涨升降减跌落加长少]了?多少\\W*$")
_BY_HOW_MUCH = re.compile("价[^,;。]*[涨跌升降加少多高低]了?多少(?!个?百分|%|个?点)")


@service
class Answerer:
    """Answers parsed questions."""

    reader: QuestionReader
    english: EnglishReader
    numbers: Numbers
    names: Names
    replies: Replies

    @staticmethod
    def build(config: Config, questions: QuestionReader, english: EnglishReader) -> Answerer:
        """What answers parsed questions, from the configuration."""
        reader, replies = questions.reader, Replies()
        thesaurus = Thesaurus(config.questions.synonyms)
        beyond = Beyond(config.questions.beside)
        numbers = Numbers(Matcher(reader.gazetteer, thesaurus, beyond), replies)
        names = Names(config.names, reader.gazetteer, reader.lexicon, thesaurus, beyond, replies)
        return Answerer(questions, english, numbers, names, replies)

    def answer(self, question: Question, search: Search) -> Answer:
        """The answer with all its sources, the refusal or the question back."""
        heard = Heard(search, {})
        return with_reposts(self._answer(question, heard), heard)

    def _answer(self, question: Question, search: Search) -> Answer:
        if question.asked is Asked.OFFTOPIC or not self._askable(question):
            return self._offtopic(question)
        if spells(question):
            question = spelt_out(question, search(question))
        if question.lang == "en" and question.regions:
            question = unplaced(question, self.english.mentions(question), search)
        question = called(question, search, self.reader.reader.gazetteer)
        several = self._several(question, search)
        if several:
            return several
        if question.asked in _NAMED:
            return self.names.answer(question, search(question))
        found = self.numbers.answer(question, search(question))
        return self._otherwise(question, search, found) if is_refusal(found) else found

    def _otherwise(self, question: Question, search: Search, refusal: Answer) -> Answer:
        """What a question may also mean whose figure no source has as it was first read, else the refusal."""
        if question.asked is Asked.RANK:
            return self.ranks.answer(question, search) or refusal
        meant = question
        if question.asked is Asked.GROWTH and _BY_HOW_MUCH.search(tidied(question.text)):
            meant = replace(for_difference(question), units=AMOUNTS)  # 每斤1.14元,同比上涨0.31元
        elif question.asked is Asked.DIFFERENCE and _SINCE.search(tidied(question.text)):
            meant = _grown(question)  # 比上年下降多少, where no source says by how many yuan
        elif question.asked is Asked.LEVEL and question.plan and not _AMOUNT.search(tidied(question.text)):
            meant = _grown(question)  # 固定资产投资预期目标: 增长11%以上
        found = refusal if meant is question else self.numbers.answer(meant, search(question))
        return refusal if is_refusal(found) else found

    def _several(self, question: Question, search: Search) -> Answer | None:
        """Answers that rest on more than one figure, or on a judgement of one: comparisons, differences, yes or no."""
        text, lang = tidied(question.text), question.lang
        if self.wording.yesno(text, lang) and (told := self.yesno.answer(question, search)):
            return told
        if self.wording.subtracts(text, lang):
            return self._difference(question, search)
        if self.wording.compares(text, lang) or self.sides.goes_on(question):
            sides = self.sides.find(question)
            if sides:
                return self.comparer.compare(question, sides, search, self.wording.lowest(text, lang))
        return self.superlatives.answer(question, search) or self.listing.answer(question, search)

    def _difference(self, question: Question, search: Search) -> Answer | None:
        """A difference: of two places only one between the two will do; else a stated one goes before a computed."""
        sides = self.sides.find(question)
        places = len({s.question.regions[0].id for s in sides if s.question.regions}) > 1
        if not places and question.asked is Asked.DIFFERENCE:
            found = self.numbers.answer(question, search(question))
            if not is_refusal(found):
                return found
        return self.differences.against_target(question, search) or self.differences.answer(
            question, sides, search
        )

    def _askable(self, question: Question) -> bool:
        return bool(question.terms or question.regions or question.period)

    def _offtopic(self, question: Question) -> Answer:
        return Answer(
            question.text,
            Status.OFFTOPIC,
            asked=Asked.OFFTOPIC,
            reason="offtopic",
            lang=question.lang,
            parsed=question,
        )

    # --- who answers what --------------------------------------------------------------------------------

    @cached_property
    def wording(self) -> Wording:
        """The words that set things side by side."""
        return Wording(self.reader.words.comparison)

    @cached_property
    def sides(self) -> SideReader:
        """Reads the sides of a question."""
        return SideReader(Parts(self.reader, self.english, self.wording))

    @cached_property
    def comparer(self) -> Comparer:
        """Says which side is ahead."""
        return Comparer(self.numbers, self.replies)

    @cached_property
    def differences(self) -> Differences:
        """Says by how much."""
        return Differences(self.comparer, self.sides)

    @cached_property
    def ranks(self) -> Ranks:
        """Counts in lists."""
        return Ranks(self.comparer, self.sides, self.wording)

    @cached_property
    def superlatives(self) -> Superlatives:
        """Says which of all is ahead."""
        return Superlatives(self.comparer, self.sides, self.ranks, self.wording)

    @cached_property
    def yesno(self) -> YesNo:
        """Says yes or no."""
        return YesNo(self.comparer, self.sides, self.wording, self.ranks)

    @cached_property
    def listing(self) -> Listing:
        """Tells several figures."""
        return Listing(self.comparer, self.sides, self.wording)


def _grown(question: Question) -> Question:
    """The question for the rate of change."""
    rates = frozenset({Unit.PERCENT, Unit.TIMES})
    return replace(question, asked=Asked.GROWTH, measure=Measure.GROWTH, units=rates)
