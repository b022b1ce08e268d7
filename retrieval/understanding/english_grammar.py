"""The English words of ``facts.yaml`` as patterns; no word matches inside another (up in group)."""

from __future__ import annotations

import re
from functools import cached_property

from retrieval.schema import EnglishFactWords
from retrieval.service import service
from retrieval.understanding.english_text import any_word, listed

_FILLERS = (
    r"(?: (?:by|of|about|around|nearly|almost|over|more than|less than|some|only|just|roughly|approximately|another"
    r"|an?|the|to))*\s*$"
)


@service
class EnglishGrammar:
    """The patterns made of the English words of ``facts.yaml``, each compiled when first used."""

    words: EnglishFactWords

    @cached_property
    def change(self) -> re.Pattern[str]:
        """grew, up, fell …, and a decrease of."""
        return self._any("rise", "fall", "fall_nouns", "growth_nouns")

    @cached_property
    def fall(self) -> re.Pattern[str]:
        """fell, down, a decline."""
        return self._any("fall", "fall_nouns")

    @cached_property
    def noun(self) -> re.Pattern[str]:
        """growth, a decrease."""
        return self._any("growth_nouns", "fall_nouns")

    @cached_property
    def share(self) -> re.Pattern[str]:
        """accounting for, a share of."""
        return self._any("share")

    @cached_property
    def rate(self) -> re.Pattern[str]:
        """unemployment rate, coverage."""
        return self._any("rates")

    @cached_property
    def completion(self) -> re.Pattern[str]:
        """of the annual target."""
        return re.compile(rf"\s*of [a-z' -]{{0,30}}{any_word(listed(self.words.completion))}")

    @cached_property
    def contribution(self) -> re.Pattern[str]:
        """contributing … percentage points."""
        return self._any("contribution")

    @cached_property
    def more(self) -> re.Pattern[str]:
        """percentage points faster than, more than: right behind a figure."""
        return re.compile(rf"\s*(?:{any_word(listed(self.words.more))}|{any_word(listed(self.words.less))})")

    @cached_property
    def less(self) -> re.Pattern[str]:
        """percentage points slower."""
        return re.compile(rf"\s*{any_word(listed(self.words.less))}")

    @cached_property
    def difference(self) -> re.Pattern[str]:
        """a trade surplus of."""
        return self._any("differences")

    @cached_property
    def against(self) -> re.Pattern[str]:
        """Where begins what a figure is held against: than the provincial average, from the same period."""
        return self._any("against")

    @cached_property
    def reach(self) -> re.Pattern[str]:
        """Right before a figure: reached about …, to …."""
        return re.compile(any_word(listed(self.words.reach)) + _FILLERS)

    @cached_property
    def changing(self) -> re.Pattern[str]:
        """Right before a figure: increased by …, up …; of it the word itself."""
        words = (
            *listed(self.words.rise),
            *listed(self.words.fall),
            *listed(self.words.growth_nouns),
            *listed(self.words.fall_nouns),
        )
        fillers = _FILLERS.replace("|to)", ")")
        return re.compile(f"({any_word(words)}){fillers}")

    @cached_property
    def milestone(self) -> re.Pattern[str]:
        """the first time …, the 200 billion yuan mark."""
        return self._any("milestones")

    @cached_property
    def plan(self) -> re.Pattern[str]:
        """targeting, aims to."""
        return self._any("plan")

    @cached_property
    def plan_nominal(self) -> re.Pattern[str]:
        """planned investment: a word of planning that makes no figure a plan."""
        return self._any("plan_nominal")

    @cached_property
    def forecast(self) -> re.Pattern[str]:
        """is expected to."""
        return self._any("forecast")

    @cached_property
    def respectively(self) -> re.Pattern[str]:
        """respectively."""
        return self._any("respectively")

    @cached_property
    def splitting(self) -> re.Pattern[str]:
        """and, while, with: between two statements."""
        return re.compile(any_word(listed(self.words.splitting)) + r"|\(")

    @cached_property
    def marks(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """环比: month on month."""
        return tuple((name, re.compile(any_word(listed(found)))) for name, found in self.words.marks.items())

    @cached_property
    def stop(self) -> frozenset[str]:
        """Words that carry nothing of the subject."""
        return frozenset(listed(self.words.stop))

    def _any(self, *names: str) -> re.Pattern[str]:
        return re.compile(any_word(w for name in names for w in listed(getattr(self.words, name))))
