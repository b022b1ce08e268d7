"""An English question's wording in, what kind of answer it wants out: by what percentage growth, which port a place.

The words are in ``questions.yaml`` under ``english``; how they combine stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from retrieval.records import Asked, Measure, Name, Term, Unit
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.english_text import any_word
from retrieval.understanding.quantities import QuantityGrammar

AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.RANK, Unit.TIMES}
_PIECES = "个"
_EVENT = 1.2  # as a word of statistics
_COUNTED = frozenset({Unit.COUNT, Unit.PEOPLE})
_RATES = frozenset({Unit.PERCENT, Unit.TIMES})
_KINDS = {
    "person": Name.PERSON, "company": Name.COMPANY, "region": Name.PLACE, "place": Name.PLACE,
    "organization": Name.ORGANIZATION, "project": Name.PROJECT,
}  # fmt: skip

_AMOUNT_OF = re.compile(
    r"what (?:[\w-]+ ){0,4}(?:revenue|income|turnover|throughput|output|sales|investment)\b"
)
_OF_A_NUMBER = re.compile(r"how (?:much|fast|quickly|sharply) did (?:[a-z' -]*)\bnumber of\b")
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b")
# how many US dollars, how many million tonnes: what stands behind is what the figure is in.
_IN_UNITS = re.compile(r"\b(?:how many|how much in) (?=[a-z])")
_LONGEST_UNIT = 30
_POINTS = re.compile(r"\b(?:how many|what number of) (?:percentage )?points?\b")
# What share of, which percentage did … account for; not: by what percentage did … grow.
_PART = re.compile(
    r"(?<!by )\b(?:what|which|how (?:large|big|high|great|much of)(?: an?)?|the)(?: was| is)?(?: the)?"
    r" (?:share|proportion|percentage|percent|fraction|part|ratio) (?:of|in|did|does|do|was|is|were|are|had|has|have)\b"
)
_CHANGED = re.compile(r"\b(?:how|by how much|what)\b.*\bchanged?\b")
_FIRST = re.compile(
    r"^(?:in .{0,40}, )?(?:which|what|who)\b(?! rank| place| position).*"
    r"\b(?:ranked|ranks|rank|placed|came|was|is) (?:the )?(?:first|top|no\. ?1|number one|second|third|last)\b"
)
_PLACED = re.compile(r"\bwhere (?:did|does|do|was|is|has)\b.*\b(?:place|placed|come|stand|finish)\b(?! from)")
_HOW = r"\bhow (?:much|many)\b"
_THAN = rf"{_HOW}.*\b(?:{{}}) than\b(?! [^a-z]?\d)|{_HOW}(?: percentage)?(?: points)? (?:{{}})\b.*\bthan\b"
_PERCENT = re.compile(r"\b(?:how many percent|by (?:what|how many) per ?cent(?:age)?)\b")
# Words between which and its noun: which border port, which of the city's districts.
_BETWEEN = (
    r"(?:(?!(?:was|is|were|are|did|does|do|had|has|have|share|proportion|percentage|rate|number)\b)"
    r"[a-z'’-]+ ){0,3}?"
)


@dataclass(frozen=True)
class EnglishCue:
    """What a question wants: the type, the measure, the kinds of quantity or of name, and where its unit or noun is."""

    asked: Asked
    measure: Measure | None = None
    units: frozenset[Unit] = frozenset()
    name: Name | None = None
    place: bool = False
    unit: tuple[int, int] = (0, 0)
    counter: str = ""


@service
class EnglishCues:
    """The patterns made of the English words of ``questions.yaml``."""

    words: QuestionWords
    quantities: QuantityGrammar

    def has(self, name: str, low: str) -> bool:
        """Whether a word of that list stands in a tidied text."""
        return self._any(name).search(low) is not None

    def find(self, low: str) -> EnglishCue:
        """The cue of a tidied English question: how many tonnes is an amount in tonnes, how many firms a count."""
        if self._ranks(low):
            return EnglishCue(Asked.RANK, Measure.RANK, frozenset({Unit.RANK}))
        if self._contributes(low):
            return EnglishCue(Asked.SHARE, Measure.CONTRIBUTION)
        if self._differs(low):
            return EnglishCue(Asked.DIFFERENCE, Measure.DIFFERENCE)
        if self.has("completion", low) and not self.has("person", low):
            return EnglishCue(Asked.SHARE, Measure.COMPLETION)
        changes = _PERCENT.search(low) or _OF_A_NUMBER.match(low) or not _HOW_MANY.search(low)
        if self._grows(low) and changes and not self._named(low):
            return EnglishCue(Asked.GROWTH, Measure.GROWTH, _RATES)
        return self._counted(low) or self._named(low) or self._measured(low)

    def happening(self, low: str) -> str:
        """What a noun and a verb apart say together: 开工 of when did construction of the road begin; or ''."""
        return next((name for compiled, name, _ in self._events if compiled.search(low)), "")

    def happened(self, low: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """The terms with what happened in place of its noun and verb: 开工 for 建筑业 and 启动."""
        for compiled, name, parts in self._events:
            if match := compiled.search(low):
                rest = (t for t in terms if t.text not in (name, *parts))
                said = next(group for group in match.groups() if group)  # an English source has the noun
                return (Term(name, _EVENT, others=(said,)), *rest)
        return terms

    # --- ranks, parts and differences --------------------------------------------------------------------

    def _ranks(self, low: str) -> bool:
        """Where did X rank, where did it come; not: which city ranked first."""
        return (self.has("rank", low) and not _FIRST.search(low)) or _PLACED.search(low) is not None

    def _contributes(self, low: str) -> bool:
        """How many points did X contribute to growth."""
        return self.has("contribution", low) and "growth" in low and not _PART.search(low)

    def _differs(self, low: str) -> bool:
        """How much higher than, by how many points above; not: which was higher."""
        if self.has("compare", low.split(",", maxsplit=1)[0][:12]):
            return False
        return self.has("difference", low) or _POINTS.search(low) is not None or bool(self._more.search(low))

    def _grows(self, low: str) -> bool:
        """Whether a change is asked for: by how much did X rise; not: what share was made up by Y."""
        plain = self._shares.sub(" ", low)
        changes = self.has("growth", plain) or self.has("fall", plain) or _CHANGED.search(low) is not None
        return changes and not _PART.search(low)

    # --- counts, names and amounts -----------------------------------------------------------------------

    def _counted(self, low: str) -> EnglishCue | None:
        """How many: of things a count, of tonnes or yuan an amount."""
        if match := _IN_UNITS.search(low):
            rest = low[match.end() : match.end() + _LONGEST_UNIT]
            found = next((m for m in self.quantities.find("3 " + rest) if m.start == 0), None)
            kind = found.quantity.kind if found else Unit.COUNT
            if found and kind in AMOUNTS - _COUNTED:
                span = (match.end(), match.end() + found.end - 2)
                return EnglishCue(Asked.LEVEL, Measure.LEVEL, frozenset({kind}), unit=span)
            if kind is Unit.PERCENT:
                return EnglishCue(Asked.SHARE, Measure.SHARE)
        if self.has("count", low):
            counter = _PIECES if self._pieces.search(low) else ""
            return EnglishCue(Asked.COUNT, Measure.LEVEL, _COUNTED, counter=counter)
        return None

    def _named(self, low: str) -> EnglishCue | None:
        """A date or a name: when, who, which company, which border port."""
        if _HOW_MANY.search(low):
            return None
        if self.has("date", low):
            return EnglishCue(Asked.DATE)
        if "name of" in low or "what is the name" in low:
            return EnglishCue(Asked.ENTITY, name=Name.PERSON if self.has("titles", low) else None)
        for name, kind in _KINDS.items():
            for asks, noun in self._asked_for[name]:
                if match := asks.search(low):
                    span = (match.end() - len(noun), match.end())
                    return EnglishCue(Asked.ENTITY, name=kind, place=name == "region", unit=span)
        return None

    def _measured(self, low: str) -> EnglishCue:
        """Growth, a share or an amount; else any name."""
        if self._grows(low):
            return EnglishCue(Asked.GROWTH, Measure.GROWTH, _RATES)
        if self.has("share", low):
            return EnglishCue(Asked.SHARE, Measure.SHARE)
        if (
            self.has("any", low)
            and not self.has("level", low)
            and not low.startswith(("what was", "what is"))
            and not _AMOUNT_OF.match(low)
        ):
            return EnglishCue(Asked.ENTITY)
        return EnglishCue(Asked.LEVEL, Measure.LEVEL, AMOUNTS)

    # --- patterns, each compiled when first used ---------------------------------------------------------

    @cached_property
    def _any(self) -> Callable[[str], re.Pattern[str]]:
        lists = {**self.words.english, "offtopic": self.words.offtopic}
        return cache(lambda name: re.compile(any_word(lists[name])))

    @cached_property
    def _asked_for(self) -> dict[str, list[tuple[re.Pattern[str], str]]]:
        """For each kind of name how it is asked for, with words between, and its noun: which *border* |port."""
        return {name: [_spread(words) for words in self.words.english[name]] for name in _KINDS}

    @cached_property
    def _more(self) -> re.Pattern[str]:
        grades = "|".join((*self.words.comparison.high_en, *self.words.comparison.low_en))
        return re.compile(_THAN.format(grades, grades))

    @cached_property
    def _events(self) -> list[tuple[re.Pattern[str], str, tuple[str, ...]]]:
        """Lines noun | verbs | 中文 | the words they would be each alone."""
        found = []
        for line in self.words.english["events"]:
            noun, verbs, name, parts = (part.strip() for part in line.split("|"))
            verb = "|".join(verbs.split())
            both = rf"\b(?<!trial )({noun})\b.*\b(?:{verb})\b|\b(?:{verb})\b.*\b(?<!trial )({noun})\b"
            found.append((re.compile(both), name, tuple(parts.split())))
        return found

    @cached_property
    def _pieces(self) -> re.Pattern[str]:
        """How many new *vegetable* varieties: things that Chinese counts in 个, 家 and the like."""
        nouns = "|".join(map(re.escape, self.words.english["pieces"]))
        return re.compile(rf"\bhow many {_BETWEEN}{_BETWEEN}(?:{nouns})(?![a-z])")

    @cached_property
    def _shares(self) -> re.Pattern[str]:
        """made up by: its up is no rise."""
        return re.compile(r"\b(?:made|make|makes|making) up\b")


def _spread(words: str) -> tuple[re.Pattern[str], str]:
    """A pattern for which port with up to three words between, which border port, and the noun."""
    asking, _, noun = words.partition(" ")
    if asking not in ("which", "what") or not noun:
        return re.compile(any_word((words,))), ""
    return re.compile(rf"\b{asking} {_BETWEEN}{re.escape(noun)}(?=s?(?![a-z0-9]))"), noun
