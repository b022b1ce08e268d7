"""The words around a figure in, what they say of it out: its measure, its subject, what it is a part of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from retrieval.records import Measure, QuantityMention, Unit
from retrieval.schema import EnglishFactWords, FactWords
from retrieval.service import value
from retrieval.understanding.trimming import within_stops

_AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.TIMES, Unit.RANK}
_RUNS = 8192  # runs of unknown text that are remembered
_PART_OF = re.compile("占[^,;。占]{1,16}的$")  # 占新增贷款的81.0%
_OF_A_TIME = re.compile("(?:是|为|有|于|到|至|达|约|近|超|逾|仅)(?:[上去前]年|\\d{4}年)(?:同期|同[月日])?的$")
_COME_TO = re.compile("降至|降到|降为|增至|增加到|增长到|升至|提高到|达到|扩大到")
_OF_LEVEL, _OF_SHARE = re.compile("总量|规模|总额|总值|总数|数量"), re.compile("占比|比重")
_EARLIER = re.compile("(?:[比较同]|[与和跟](?=[^,;。]{5,9}比))((?:19|20)\\d\\d)年(?!底|末|的)")
_MORE_THAN = re.compile(
    "比(?:上年|去年|上月|同期|前年|上一年|(?:19|20)\\d\\d年)[^,;。比]{0,4}(多|少)(?:出|了|出了)?$"
)
_BEFORE_DONE = re.compile("完成|达到|占|为")
_BEFORE_RANK = re.compile("在|居|列|排")
_TAIL = 8  # how far before a figure its verb stands


def pattern(words: tuple[str, ...], template: str = "{}") -> re.Pattern[str]:
    """A pattern for any of the words, longest first."""
    inner = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(template.format(f"(?:{inner})"))


@dataclass(frozen=True)
class Grammar:
    """The patterns made of ``facts.yaml``'s words."""

    change: re.Pattern[str]
    fall: re.Pattern[str]
    growth_noun: re.Pattern[str]
    share: re.Pattern[str]
    rate: re.Pattern[str]
    completion: re.Pattern[str]
    contribution: re.Pattern[str]
    difference: re.Pattern[str]
    difference_noun: re.Pattern[str]
    comparison: re.Pattern[str]
    change_at_end: re.Pattern[str]
    plan: re.Pattern[str]
    plan_nominal: re.Pattern[str]
    forecast: re.Pattern[str]
    respectively: re.Pattern[str]
    both: re.Pattern[str]
    marks: tuple[tuple[str, re.Pattern[str]], ...]
    summary: tuple[str, ...]
    acts: frozenset[str]
    city_parts: frozenset[str]
    of_schools: frozenset[str]
    reports: re.Pattern[str]
    stop: frozenset[str]
    stop_edge: re.Pattern[str]
    edges: tuple[str, ...]
    english: EnglishFactWords

    @cached_property
    def any_mark(self) -> re.Pattern[str]:
        """Found wherever one of the ``marks`` is."""
        return re.compile("|".join(f"(?:{compiled.pattern})" for _, compiled in self.marks) or "(?!)")

    @cached_property
    def openers(self) -> Mapping[Measure, re.Pattern[str]]:
        """What begins the words that say what a figure is a part of or is held against, by what the figure states."""
        return {
            Measure.SHARE: self.share,
            Measure.DIFFERENCE: self.difference,
            Measure.CONTRIBUTION: self.contribution,
            Measure.COMPLETION: _BEFORE_DONE,
            Measure.RANK: _BEFORE_RANK,
        }

    @cached_property
    def trimmed(self) -> Callable[[str], tuple[int, int]]:
        """Where a run of unknown text begins and ends without stop words; the same runs come again and again."""
        first, last = ("".join({word[at] for word in self.edges}) for at in (0, -1))
        return lru_cache(_RUNS)(partial(within_stops, self.stop_edge, first, last))

    @staticmethod
    def build(words: FactWords) -> Grammar:
        """Compile the words once."""
        verbs = f"(?:{'|'.join(words.completion_verbs)})[^,;]{{{{0,10}}}}"
        return Grammar(
            change=pattern(words.rise + words.fall, "(?!{0}(?:值|点|极|面积|速度)){0}"),  # no part of 增加值
            fall=pattern(words.fall + words.fall_nouns),
            growth_noun=pattern(words.growth_nouns + words.fall_nouns),
            share=pattern(words.share_verbs),
            rate=pattern(
                words.rate_suffixes,
                "{}(?:(?:约|仅|已|均|分别|依次|[为达到至是有超近逾]|提升|提高|上升|下降|升|降){{0,6}}|[由从][^,;。由从]{{0,10}})$",
            ),
            completion=pattern(words.completion_nouns, verbs + "{}(?:任务|数|值)?的?$"),
            contribution=pattern(words.contribution),
            difference=pattern(words.difference_verbs),
            difference_noun=pattern(words.difference_nouns),
            comparison=pattern(words.comparisons),
            change_at_end=pattern(words.change_verbs, "(?<![最较至]){}(?:了|约|近)?$"),
            plan=pattern(words.plan),
            plan_nominal=pattern(words.plan_nominal),
            forecast=pattern(words.forecast),
            respectively=pattern(words.respectively),
            both=pattern(words.both, "(?<![平人户亩]){}"),
            marks=tuple(
                (name, pattern(mark, "(?<!两){}(?!浓度|值|气温|降水)")) for name, mark in words.marks.items()
            ),
            summary=words.summary,
            acts=frozenset(words.acts),
            city_parts=frozenset(words.city_parts),
            of_schools=frozenset(words.of_schools),
            reports=pattern(words.reports),
            stop=frozenset((*words.stop, *words.rise, *words.fall)),
            stop_edge=_edges(words.stop),
            edges=words.stop,
            english=words.english,
        )


def _edges(stop: tuple[str, ...]) -> re.Pattern[str]:
    """Stop words at either end of a run of unknown text."""
    inner = "|".join(re.escape(w) for w in sorted(stop, key=len, reverse=True))
    return re.compile(f"^(?:{inner})+|(?:{inner})+$")


@value
class Said:
    """What the words before a figure make of it."""

    measure: Measure
    falling: bool = False
    of: Measure | None = None


def measure_of(mention: QuantityMention, left: str, before: str, grammar: Grammar) -> Said | None:
    """The measure a figure states. ``left``: the text from the figure before it; ``before``: from the clause's start.

    增长 10.4% growth; 占…的 58.8% share; 居全市 第一 rank; 高于全省 23个百分点 difference; 投资 111.28亿元 level.
    None when the words alone do not tell (a second item of a list).
    """
    kind = mention.quantity.kind
    if kind is Unit.RANK:
        return Said(Measure.RANK, of=_ranked(left or before, grammar))
    if kind is Unit.POINTS:
        return _points(left, grammar)
    if kind in (Unit.PERCENT, Unit.TIMES):
        return _percent(mention, left, grammar)
    return _amount(left, grammar)


def _ranked(left: str, grammar: Grammar) -> Measure | None:
    """Whether a rank is of the growth or of the level: 增速列全市第三, 总量居全省第三位."""
    if grammar.growth_noun.search(left):
        return Measure.GROWTH
    if _OF_LEVEL.search(left):
        return Measure.LEVEL
    return Measure.SHARE if _OF_SHARE.search(left) else None


def _points(left: str, grammar: Grammar) -> Said:
    if grammar.contribution.search(left):
        return Said(Measure.CONTRIBUTION, bool(re.search("拉低|下拉", left)))
    return Said(Measure.DIFFERENCE, _falls(left, grammar), _ranked(left, grammar))


def is_on_base(text: str, year: int | None) -> bool:
    """Whether a change is told against a year further back than the one before: 与2019年同期相比 in 2024."""
    if year is None or "年" not in text:
        return False
    return any(int(m[1]) < year - 1 for m in _EARLIER.finditer(text))


def _falls(left: str, grammar: Grammar) -> bool:
    """Whether the last word of change before the figure is one of falling."""
    changes = (*grammar.change.finditer(left), *grammar.growth_noun.finditer(left))
    best = max(changes, key=lambda m: m.end(), default=None)
    return bool(best and grammar.fall.fullmatch(best.group()))


def _percent(mention: QuantityMention, left: str, grammar: Grammar) -> Said | None:
    if mention.text.endswith("持平"):
        return Said(Measure.GROWTH)
    if grammar.completion.search(left):
        return Said(Measure.COMPLETION)
    if left.endswith("的") and (
        _PART_OF.search(left) or _OF_A_TIME.search(left)
    ):  # 只有上年同期的54.1%, 恢复到2019年的九成
        return Said(Measure.SHARE)
    if "贡献率" in left:
        return Said(Measure.CONTRIBUTION)
    if mention.quantity.kind is Unit.PERCENT and (more := _MORE_THAN.search(left)):  # 比上年多出61.2%
        return Said(Measure.GROWTH, more[1] == "少")
    share = _last(grammar.share, left)
    change = _last(grammar.change, left)
    noun = _last(grammar.growth_noun, left)
    if grammar.rate.search(left) and (noun < 0 or noun < len(left) - _TAIL):
        return Said(Measure.SHARE)
    if max(change, noun) > share >= -1 and max(change, noun) >= 0:
        if grammar.difference.search(left) and mention.quantity.kind is Unit.TIMES:
            return Said(Measure.DIFFERENCE)
        return Said(Measure.GROWTH, _falls(left, grammar))
    if share >= 0:
        return Said(Measure.SHARE)
    if mention.quantity.kind is Unit.TIMES:
        return Said(Measure.DIFFERENCE)
    return None


def _last(compiled: re.Pattern[str], text: str) -> int:
    """Where the last match starts, -1 where there is none."""
    start = -1
    for match in compiled.finditer(text):
        start = match.start()
    return start


def _amount(left: str, grammar: Grammar) -> Said | None:
    tail = left.rstrip()
    if grammar.difference_noun.search(tail):
        return Said(Measure.DIFFERENCE)
    if grammar.change_at_end.search(tail) and not tail.endswith(("新增", "新增加", "净增", "净增加")):
        return Said(Measure.DIFFERENCE, _falls(tail[-4:], grammar))
    if _COME_TO.search(tail):
        return Said(Measure.LEVEL)
    if grammar.comparison.search(tail) and grammar.difference.search(tail[-_TAIL:]):
        return Said(Measure.DIFFERENCE)
    return Said(Measure.LEVEL)
