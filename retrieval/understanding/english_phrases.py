"""The words around a figure of an English sentence in, what they say of it out.

Chinese says what a figure is before it; English also says so behind it: 3.2 percentage points *faster than* …,
66.7 percent *of the total*, a 5 percent *increase*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.records import Measure, QuantityMention, Unit
from retrieval.service import service
from retrieval.understanding.english_grammar import EnglishGrammar
from retrieval.understanding.phrases import Said

_OF = re.compile(r"\s*of(?![a-z])")
_THAN = re.compile(r"(?<![a-z])than(?![a-z])")
_BY_YEAR = re.compile(r"\s*,?\s*(?:year[ -]on[ -]year|year[ -]over[ -]year|yoy|y-o-y|annually)(?![a-z])")
_ENDS_FROM = re.compile(r"(?<![a-z])from\s*(?:the |a )?$")
_HELD_AGAINST = re.compile(
    r"(?<![a-z])(?:compared (?:with|to)|versus|vs\.?|as against|against)(?: the| a| an)?\s*$"
)
_NEAR = 24  # characters behind a figure: 200 billion yuan for the first time


@dataclass(frozen=True)
class Around:
    """The words around a figure: before it in its clause since the last figure, behind it up to the next one.

    ``clause``: all of the clause before the figure; ``told``: the sentence has stated a figure already.
    """

    left: str
    right: str
    clause: str
    told: bool = False


@service
class EnglishPhrases(EnglishGrammar):
    """Says what a figure states, with the patterns of the grammar."""

    def skipped(self, mention: QuantityMention, around: Around) -> bool:
        """Whether a figure only passes by: from 5.1 percent to …, compared with …, the first time above 200 billion."""
        if _HELD_AGAINST.search(around.left) or _ENDS_FROM.search(around.left):
            return mention.quantity.kind not in (Unit.COUNT, Unit.PEOPLE)
        if mention.quantity.kind is Unit.RANK:
            return False
        if mention.quantity.kind in (Unit.PERCENT, Unit.POINTS, Unit.TIMES):
            return False
        told = around.told and self.milestone.search(around.right[:_NEAR]) is not None
        return told or self.milestone.search(around.left) is not None

    def measure_of(self, mention: QuantityMention, around: Around) -> Said | None:
        """The measure a figure states, None where its words do not tell.

        grew **7.1 percent** growth; **30.2 percent** of the total share; **3.2 percentage points** faster than
        difference; ranked **first** rank; to **234.5 billion yuan** level.
        """
        kind = mention.quantity.kind
        if kind is Unit.RANK:
            return Said(
                Measure.RANK, of=Measure.GROWTH if self.noun.search(around.clause + around.right) else None
            )
        if kind is Unit.POINTS:
            return self._points(around)
        if kind in (Unit.PERCENT, Unit.TIMES):
            return self._percent(mention, around)
        return self._amount(around)

    def _points(self, around: Around) -> Said:
        if self.contribution.search(around.left) and not self.more.match(around.right):
            return Said(Measure.CONTRIBUTION)
        falls = bool(self.less.match(around.right)) or (
            not self.more.match(around.right) and self._falling(around.left)
        )
        return Said(Measure.DIFFERENCE, falls)

    def _percent(self, mention: QuantityMention, around: Around) -> Said | None:
        left, right = around.left, around.right
        if self.completion.match(right):
            return Said(Measure.COMPLETION)
        after = self._after(right)
        if after is not None:
            return after
        if _OF.match(right) and not self.changing.search(self._unshared(left)):
            return Said(Measure.SHARE)
        if said := self._before(left):
            return said
        if mention.quantity.kind is Unit.TIMES:
            return Said(Measure.DIFFERENCE)
        if _BY_YEAR.match(right):
            return Said(Measure.GROWTH)
        return self._before(around.clause) if left != around.clause and not left.strip(" (") else None

    def _after(self, right: str) -> Said | None:
        """A 5 percent increase; 5 percent higher than a year earlier."""
        ahead = _BY_YEAR.sub("", right, count=1) if _BY_YEAR.match(right) else right
        noun = self.noun.match(ahead.lstrip())
        if noun:
            return Said(Measure.GROWTH, bool(self.fall.fullmatch(noun.group())))
        if self.more.match(right) and _THAN.search(right[:20]):
            past = re.search(r"than (?:in |that of |the )*(?:same|a year|last year|previous|\d{4})", right)
            return Said(Measure.GROWTH if past else Measure.DIFFERENCE, bool(self.less.match(right)))
        return None

    def _unshared(self, left: str) -> str:
        """The words without those of sharing: making up is no up."""
        return self.share.sub(lambda m: " " * len(m.group()), left)

    def _before(self, whole: str) -> Said | None:
        share, left = self._last(self.share, whole), self._unshared(whole)
        change, noun = self._last(self.change, left), self._last(self.noun, left)
        rate = self._last(self.rate, whole)
        if rate >= 0 and noun < rate and not self.changing.search(left):
            grown = re.search(r"growth rate[a-z' ]*$", left)
            return Said(Measure.GROWTH if grown else Measure.SHARE)
        if change > share:
            level = noun >= 0 and self.reach.search(left) is not None
            return Said(Measure.GROWTH, not level and self._falling(left))
        return Said(Measure.SHARE) if share >= 0 else None

    def _amount(self, around: Around) -> Said:
        if self.difference.search(around.left[-40:]) and not self.changing.search(around.left):
            return Said(Measure.DIFFERENCE)
        change = self.changing.search(around.left)
        if change:
            return Said(Measure.DIFFERENCE, bool(self.fall.fullmatch(change.group(1))))
        if self.more.match(around.right) and _THAN.search(around.right[:20]):
            return Said(Measure.DIFFERENCE, bool(self.less.match(around.right)))
        return Said(Measure.LEVEL)

    def _falling(self, left: str) -> bool:
        """Whether the last word of change before the figure is one of falling."""
        words = self.change.findall(left)
        return bool(words) and self.fall.fullmatch(words[-1]) is not None

    @staticmethod
    def _last(compiled: re.Pattern[str], text: str) -> int:
        start = -1
        for match in compiled.finditer(text):
            start = match.start()
        return start
