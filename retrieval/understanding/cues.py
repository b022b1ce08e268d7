"""A question's wording in, what kind of answer it wants out: 排第几 a rank, 占多少 a share, 哪家医院 a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.records import Asked, Measure, Name, Unit
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.asking import EntityGrammar
from retrieval.understanding.phrases import pattern
from retrieval.understanding.quantities import QuantityGrammar

_HOW_MANY = re.compile("(?<!第)(?:多少|几)(?:个(?=[亿万](?![元美以])))?")
_AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.RANK}
_MORE = re.compile(
    "比[^,;?]{1,16}?(?:多|少|高|低|快|慢|大|小|增加|减少|增了|减了|减掉|缩短|压缩|延长|提高|下降|回升|加快|增产|减产|增收|减收|净增|净减|多增|少增)[^,;?的]{0,3}?(?:百分之)?(?:多少|几)"
    "|(?:增速|增幅|降幅|率)[^,;?]{0,4}比(?!上年|去年|上一年|前一年)[^,;?]{1,10}?(?:回落|放缓|收窄|缩小|扩大|加快)了?(?:多少|几)"
    "|(?:率|[贷债]比|比重|占比)[比较][^,;?]{1,10}?(?:上升|上涨|提升|提高|下降|降低|下滑|回落)了?(?:多少|几)"
)
_CHANGED_BY = re.compile(
    "(?:扩大|缩短|压缩|延长|增加|增长|提高|提升|上升|上涨|多|涨|减少|减|下降|缩小|降低|少|降|跌)[收打产卖赚花]?了?(?:百分之|约)?$"
)
_CONTAINER = re.compile("[箱盒瓶袋盘桌车]子(?![公女弟])")  # a thing, no measure word: 多少箱子
_CHANGE_ASKED = re.compile(
    "(?:[多少][收打产卖赚花挣出进]?|高|低|快|慢|大|小|增加|减少|增|减|缩短|压缩|延长|扩大|缩小|提高|降低|上升|下降)了?(?=多少|几|百分之)"
)
_PART_OF = re.compile("占(?!地|用)[^,;]{1,24}(?:多少|几|多大)")
_PART = re.compile("占|比重|份额|完成(?:率|进度)|完成[^,;]{0,6}(?:目标|任务)")
_A_RATE = re.compile("(?<![税汇效])率(?!先|领)")
_LONGEST_COUNTER = 6
# 排第一的是哪个区 asks for the district.
_RANKED = re.compile("第[一二三四五六七八九十0-9]+名?的?(?:[^,?]{0,6})(?:是|叫)?(?:哪|谁)(?!一?位$)")
_HOW_LONG = re.compile("多久|多长时间|(?:几|多少)个?(?:天|月|年)(?:时间|工期|建成|完成)")
_POINTS_ASKED = re.compile(
    "比[^,;?]{1,16}?(?:上升|上涨|提升|降低|下滑|回落|扩大|缩小|收窄|变化)了?(?:多少|几)个?(?:百分点|点)"
    "|率[^,;?]{0,10}(?:升|降|涨|跌)了?(?:多少|几)个?点"
)
_PRICE_ASKED = re.compile(
    "[比较][^,;?]{1,16}?(?:跌|涨|降|升|贵|便宜|上调|下调)了?(?:多少|几)(?:钱|元|块|万|亿|美元)"
)
_RATE = re.compile(
    r"(?<!增长)(?<!汇)率(?:是|为|达|约|有|到)?(?:多少|几|$|[?,。])|率是|(?:亏损|增长)面(?:是|有)?(?:多|$|[?,。])"
    r"|(?:恩格尔系数|[贷债]比)(?:是|为|有)?(?:多少|几|$|[?,。])"
)


@dataclass(frozen=True)
class Cue:
    """What a question wants: the type, the measure, the kinds of quantity, and the spans that said so."""

    asked: Asked
    measure: Measure | None = None
    of: Measure | None = None
    units: frozenset[Unit] = frozenset()
    counter: str = ""
    name: Name | None = None
    region: bool = False
    noun: str = ""
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Amount:
    """多少 or 几 with its measure word: where it stands and what kinds of quantity it asks for."""

    start: int
    end: int
    counter: str = ""
    kinds: frozenset[Unit] = frozenset()


@service
class CueGrammar:
    """The patterns made of ``questions.yaml``'s Chinese words."""

    patterns: dict[str, re.Pattern[str]]
    entity: EntityGrammar
    quantities: QuantityGrammar

    @staticmethod
    def build(words: QuestionWords, quantities: QuantityGrammar) -> CueGrammar:
        """Compile the words once."""
        names = ("growth", "fall", "level", "rank", "share", "completion", "contribution", "difference", "points",
                 "compare", "compare_low", "date", "plan", "list", "yesno", "offtopic")  # fmt: skip
        return CueGrammar(
            {name: pattern(getattr(words, name)) for name in names},
            EntityGrammar.build(words.entity),
            quantities,
        )

    def has(self, name: str, text: str) -> bool:
        """Whether a cue of that name stands in the text."""
        return self.patterns[name].search(text) is not None

    def spans(self, name: str, text: str) -> Iterator[tuple[int, int]]:
        """Where the cues of that name stand."""
        return ((m.start(), m.end()) for m in self.patterns[name].finditer(text))

    def find(self, text: str) -> Cue:
        """The cue of a tidied Chinese question: 增长多少 is growth, 几家企业 a count of 家."""
        amount = self.amount(text)
        if self.has("rank", text) and not _RANKED.search(text):
            return self._cue(Asked.RANK, Measure.RANK, text, "rank", units={Unit.RANK}, of=self._of(text))
        percent = amount is not None and amount.kinds == {Unit.PERCENT}
        if self._is_difference(text) and not percent:
            units = set(amount.kinds) if amount else set()
            return self._cue(
                Asked.DIFFERENCE, Measure.DIFFERENCE, text, "difference", "points", amount=amount, units=units
            )
        if _HOW_LONG.search(text):
            return self._cue(Asked.LEVEL, Measure.LEVEL, text, units={Unit.AGE})
        if self.has("date", text):
            return self._cue(Asked.DATE, None, text, "date")
        if entity := self._entity(text, amount):
            return entity
        return self._measured(text, amount)

    def amount(self, text: str) -> Amount | None:
        """The last 多少 or 几, read as the grammar of quantities reads a figure in its place: 几家 like 3家."""
        if not (asked := [*_HOW_MANY.finditer(text)]):
            return None
        last = asked[-1]
        if text.endswith("百分之", 0, last.start()):
            return Amount(last.start() - 3, last.end(), "%", frozenset({Unit.PERCENT}))
        rest = text[last.end() : last.end() + _LONGEST_COUNTER]
        if re.match("个[亿万](?:元|美元|欧元)(?:以上|以下|级)", rest):
            return Amount(last.start(), last.end() + 1, "个", frozenset({Unit.COUNT, Unit.PEOPLE}))
        if rest.startswith(("钱", "元")):
            return Amount(last.start(), last.end() + 1, rest[0], frozenset({Unit.MONEY}))
        length, unit, kinds = self._counter(rest)
        return Amount(last.start(), last.end() + length, unit, kinds)

    @cached_property
    def _counter(self) -> Callable[[str], tuple[int, str, frozenset[Unit]]]:
        """The measure word that a text begins with: its length, its unit and its kinds; the same few all the time."""
        return lru_cache(256)(self._read_counter)

    def _read_counter(self, rest: str) -> tuple[int, str, frozenset[Unit]]:
        found = [m for m in self.quantities.find("3" + rest) if m.start == 0]
        if not found or _CONTAINER.match(rest):
            return 0, "", frozenset()
        unit, kind = found[0].quantity.unit, found[0].quantity.kind
        kinds = {Unit.COUNT, Unit.PEOPLE} if kind in (Unit.COUNT, Unit.PEOPLE) else {kind}
        kinds |= {Unit.MONEY} if kind is Unit.INDEX else set()
        return found[0].end - 1, unit, frozenset(kinds)

    def _measured(self, text: str, amount: Amount | None) -> Cue:
        """Share, contribution, growth, count or level."""
        amounts = bool(amount and amount.kinds & _AMOUNTS and amount.counter != "倍")
        if self.has("contribution", text) and (amount or "率" in text):
            return self._cue(Asked.SHARE, Measure.CONTRIBUTION, text, amount=amount)
        if not amounts and self._grows(text, amount):
            return self._growth(text, amount)
        if not amounts and self.has("completion", text):
            return self._cue(Asked.SHARE, Measure.COMPLETION, text, "share", amount=amount)
        if not amounts and (self.has("share", text) or _RATE.search(text) or _PART_OF.search(text)):
            return self._cue(Asked.SHARE, Measure.SHARE, text, "share", amount=amount)
        return self._amount_of(text, amount)

    def _grows(self, text: str, amount: Amount | None) -> bool:
        """Whether a change is asked for: 增速, 同比涨了多少, 扩大了百分之几; not 占比, not 完成率."""
        if amount and amount.counter == "%" and _CHANGED_BY.search(text, 0, amount.start):
            return True
        changes = self.has("growth", text) or self.has("fall", text)
        return changes and not _PART.search(text.replace("增长率", ""))

    def _growth(self, text: str, amount: Amount | None) -> Cue:
        """A growth; of a rate it is said in points: 开房率同比提升多少."""
        names = ("growth", "fall", "level")
        if _A_RATE.search(text.replace("增长率", "")):
            return self._cue(Asked.DIFFERENCE, Measure.DIFFERENCE, text, *names, amount=amount)
        units = {Unit.PERCENT, Unit.TIMES}
        return self._cue(Asked.GROWTH, Measure.GROWTH, text, *names, amount=amount, units=units)

    def _amount_of(self, text: str, amount: Amount | None) -> Cue:
        """A count or an amount: 几家, 多少亿元, 多少."""
        kinds = amount.kinds if amount else frozenset()
        counted = bool(kinds) and kinds <= {Unit.COUNT, Unit.PEOPLE}
        units, counter = set(kinds or _AMOUNTS), amount.counter if amount else ""
        asked = Asked.COUNT if counted else Asked.LEVEL
        return self._cue(asked, Measure.LEVEL, text, "level", amount=amount, units=units, counter=counter)

    def _is_difference(self, text: str) -> bool:
        asks = "多少" in text or "几" in text or "差" in text
        if _MORE.search(text) or _POINTS_ASKED.search(text) or _PRICE_ASKED.search(text):
            return True
        if not self.has("difference", text) or not asks:
            return False
        return self.has("points", text) or not re.search(
            r"同比(?:增长|下降)|比(?:上年|去年|上一年)(?:同期)?(?:增长|下降)", text
        )

    def _of(self, text: str) -> Measure | None:
        if re.search("占比|比重", text):
            return Measure.SHARE
        if re.search("增速|增幅|增长|涨幅|降幅", text):
            return Measure.GROWTH
        return Measure.LEVEL if re.search("总量|规模|总额|总值|数量", text) else None

    def _entity(self, text: str, amount: Amount | None) -> Cue | None:
        """A question for a name; none where a figure is asked after it (哪家企业…投资多少)."""
        wanted = self.entity.find(text)
        if wanted is None or (amount and amount.start > wanted.start):
            return None
        return Cue(Asked.ENTITY, None, name=wanted.kind, region=wanted.region, noun=wanted.noun,
                   spans=((wanted.start, wanted.end),))  # fmt: skip

    def _cue(
        self,
        asked: Asked,
        measure: Measure | None,
        text: str,
        *masked: str,
        amount: Amount | None = None,
        units: set[Unit] | None = None,
        counter: str = "",
        of: Measure | None = None,
    ) -> Cue:
        spans = [span for name in masked for span in self.spans(name, text)]
        spans += [m.span() for m in _CHANGE_ASKED.finditer(text)]
        if amount:
            spans.append((amount.start, amount.end))
        return Cue(asked, measure, of, frozenset(units or ()), counter, spans=tuple(spans))
