"""Quantities in tidied text: 111.28亿元, 2100多家, 3-5个, 七成, 第三位. What only names (G524, 5A, 021) is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from retrieval.records import Quantity, QuantityMention, Unit
from retrieval.schema import UnitWords
from retrieval.understanding.period_patterns import any_of
from retrieval.understanding.quantity_english import EnglishQuantities
from retrieval.understanding.quantity_numbers import NUMBER, SCALES, Number, next_number, read_number
from retrieval.understanding.quantity_phrases import PhraseGrammar
from retrieval.understanding.unit_table import Measure, Tail, UnitTable

_RANGE = re.compile(r" ?(?:至|到|-{1,2}|—{1,2}|~) ?")
_SHARED = re.compile(r"、|和|及|与|以及")
_SIGNED = frozenset({Unit.PERCENT, Unit.POINTS, Unit.MONEY, Unit.TIMES, Unit.INDEX})
_ENUMERATED = frozenset({Unit.COUNT, Unit.PEOPLE, Unit.AGE})
_ENDLESS = frozenset({Unit.COUNT, Unit.PEOPLE, Unit.PERCENT, Unit.POINTS})  # 5个|多功能厅
_BARE = Measure(Unit.INDEX, "", Decimal(1))


class QuantityGrammar:
    """Built once from ``units.yaml``; ``find`` then reads any text.

    >>> grammar.find("总投资363.5亿元,其中2100多家企业")  # doctest: +SKIP
    (… 363.5亿元, money …, … 2100多家, count, bound '>' …)
    """

    def __init__(self, words: UnitWords) -> None:
        self._fillers = ("", *words.prefix_fillers)
        self._not_prefixes = tuple(words.prefix_not)
        self._table = UnitTable(words)
        self._phrases = PhraseGrammar(words)
        self._english = EnglishQuantities(words)
        self._traps = re.compile(any_of(words.traps.split()))
        self._index = re.compile(any_of(words.index_before) + r"[^。;!?]{0,20}$")
        self._prefixes = tuple((sign, tuple(found)) for sign, found in words.prefixes.items())
        self._suffixes = tuple((sign, tuple(found)) for sign, found in words.suffixes.items())
        self._any_suffix = tuple(word for _, found in self._suffixes for word in found)
        self._any_prefix = tuple(word for _, found in self._prefixes for word in found)

    def find(self, text: str, skip: Iterable[tuple[int, int]] = ()) -> tuple[QuantityMention, ...]:
        """Every quantity in ``text`` (tidied), in order, never overlapping; none within ``skip`` (the periods)."""
        taken = [*skip, *(m.span() for m in self._traps.finditer(text))]
        found: list[QuantityMention] = []
        for mention in (*self._english.find(text), *self._phrases.find(text)):
            if _free(taken, mention.start, mention.end):
                taken.append((mention.start, mention.end))
                found.append(self._marked(text, mention))
        found += self._numbers(text, taken)
        return tuple(sorted(found, key=lambda m: m.start))

    def _numbers(self, text: str, taken: list[tuple[int, int]]) -> list[QuantityMention]:
        found: list[QuantityMention] = []
        waiting: list[Number] = []  # numbers whose unit stands behind a later one: 3.1、4.2和5%
        at = 0
        while match := next_number(text, at):
            at = match.end()
            number = read_number(match) if _free(taken, *match.span()) else None
            if number is None:
                waiting.clear()
                continue
            mention = self._quantity(text, number)
            if mention is None or not _free(taken, mention.start, mention.end):
                at = number.end
                bare = self._bare(text, number)
                found += [bare] if bare else []
                if not bare and waiting and not _SHARED.fullmatch(text[waiting[-1].end : number.start]):
                    waiting.clear()
                waiting += [] if bare else [number]
                continue
            found = _completed(text, found, mention) + _shared(text, waiting, mention)
            waiting.clear()
            found.append(mention)
            at = mention.end
        return found

    def _quantity(self, text: str, number: Number) -> QuantityMention | None:
        """The number with its unit, or with the end of its range and the unit of that."""
        tail = self._tail(text, number)
        high = self._high_end(text, number, tail)
        if high is not None:
            end_number, end_tail = high
            whole = tail is not None and tail.measure is not _BARE
            low_tail = tail if tail and whole and tail.unit[-1:] == end_tail.unit[-1:] else None
            return self._range(text, number, low_tail, end_number, end_tail)
        return self._made(text, number, tail, None) if tail else None

    def _tail(self, text: str, number: Number) -> Tail | None:
        if number.end < len(text) and text[number.end] == "大" and number.written != "一":
            return _major(text, number)
        tail = self._table.read(text, number.end, number.written)
        if tail is None and number.scale:
            return Tail(number.end, number.scale, _BARE, SCALES[number.scale], False)
        if tail is None or not _sensible(text, number, tail):
            return None
        return self._table.scaled(tail, number.scale) if number.scale else tail

    def _high_end(self, text: str, low: Number, tail: Tail | None) -> tuple[Number, Tail] | None:
        """The upper end of a range that begins with ``low``: 3|-5个, 200万|至300万元, 6%|到8%."""
        end = tail.end if tail else low.end
        match = _RANGE.match(text, end)
        following = match and NUMBER.match(text, match.end())
        if not match or not following or following["neg"]:
            return None
        if tail and match.group().strip() in ("至", "到") and text[: low.start].endswith(("从", "由", "自")):
            return None
        number = read_number(following)
        end_tail = self._tail(text, number) if number else None
        if number is None or end_tail is None or (tail and not _alike(tail, end_tail)):
            return None
        low_scale = tail.scale if tail else end_tail.scale
        return (number, end_tail) if low.value * low_scale < number.value * end_tail.scale else None

    def _range(
        self, text: str, low: Number, tail: Tail | None, high: Number, end_tail: Tail
    ) -> QuantityMention:
        top = high.value * end_tail.scale * end_tail.measure.factor
        own = end_tail
        if (
            tail is None
            and (scale := self._table.bare_scale(text, low.end)) is not None
            and text[low.end] != "-"
        ):
            own = replace(own, scale=scale)
        elif tail is not None:
            own = replace(tail, end=end_tail.end, unit=end_tail.unit if tail.measure is _BARE else tail.unit)
            own = replace(own, measure=end_tail.measure, scale=tail.scale)
        return self._made(text, low, own, top)

    def _made(self, text: str, number: Number, tail: Tail, high: Decimal | None) -> QuantityMention:
        signed = number.negative and tail.measure.kind in _SIGNED
        written = number.value * (-1 if signed else 1)
        value = written * tail.scale * tail.measure.factor
        end, bound = self._suffix(text, tail)
        start = number.start if signed or not number.negative else number.start + 1
        bound = bound or self._prefix(text[:start])
        quantity = Quantity(tail.measure.kind, written, tail.unit, value, tail.measure.base, bound, high)
        return QuantityMention(start, end, text[start:end], quantity)

    def _suffix(self, text: str, tail: Tail) -> tuple[int, str]:
        for sign, words in self._suffixes if text.startswith(self._any_suffix, tail.end) else ():
            for word in words:
                if text.startswith(word, tail.end):
                    return tail.end + len(word), sign
        if text.startswith("多", tail.end) and tail.measure.kind not in _ENDLESS and not tail.loose:
            return tail.end + 1, ">"
        return tail.end, ">" if tail.loose else ""

    def _prefix(self, before: str) -> str:
        """What loosens the number from before: 约, 超过, 近 — but not 签约, 附近."""
        for filler in self._fillers if before.endswith(self._fillers[1:]) else ("",):
            if not before.endswith(filler):
                continue
            head = before.removesuffix(filler) if filler else before
            if head.endswith(self._not_prefixes):
                return ""
            if head.endswith(self._any_prefix):
                return max((len(w), sign) for sign, f in self._prefixes for w in f if head.endswith(w))[1]
        return ""

    def _marked(self, text: str, mention: QuantityMention) -> QuantityMention:
        """A phrase's bound from the words before it, where the phrase itself has none: 近|翻番."""
        if mention.quantity.bound or mention.quantity.kind is Unit.RANK:
            return mention
        return replace(mention, quantity=replace(mention.quantity, bound=self._prefix(text[: mention.start])))

    def _bare(self, text: str, number: Number) -> QuantityMention | None:
        """A number that an index's name makes a quantity: 采购经理指数为|51.2."""
        following = text[number.end : number.end + 1]
        if "." not in number.written or (following.isalnum() and following.isascii()):
            return None
        if _SHARED.match(text, number.end) or not self._index.search(text[: number.start]):
            return None
        value = -number.value if number.negative else number.value
        quantity = Quantity(Unit.INDEX, value, "", value, "", self._prefix(text[: number.start]))
        return QuantityMention(number.start, number.end, text[number.start : number.end], quantity)


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    for s, e in taken:  # noqa: SIM110 - asked of every number; a generator takes three times as long
        if s < end and start < e:
            return False
    return True


def _major(text: str, number: Number) -> Tail | None:
    """七大|行动, 四大|产业; not 三大|学."""
    if number.value > 100 or number.value != int(number.value):
        return None
    if text.startswith(("学", "厦", "道", "街", "桥", "楼", "连", "庆", "同", "理", "小"), number.end + 1):
        return None
    return Tail(number.end + 1, "大", Measure(Unit.COUNT, "大", Decimal(1)), Decimal(1), False)


def _sensible(text: str, number: Number, tail: Tail) -> bool:
    """Numbers that are no quantity although a unit's character follows: 2019年, 8时30|分, 上午9|点."""
    if tail.unit in ("年", "日", "周") and (number.value >= 200 or tail.unit == "日"):
        return False
    if tail.unit == "点" and number.value <= 24 and "." not in number.written:
        return False
    if tail.unit == "分" and text[: number.start].endswith(("时", "点", ":")):
        return False
    return not (number.start and text[number.start - 1] == "第")


def _alike(low: Tail, high: Tail) -> bool:
    """Whether two tails can be the ends of one range: 万 and 万元, 元 and 万元, % and %."""
    return low.measure.base == high.measure.base or (
        low.measure.kind is Unit.INDEX and low.measure.base == ""
    )


def _completed(text: str, found: list[QuantityMention], mention: QuantityMention) -> list[QuantityMention]:
    """3.1个|和9.2个百分点: what was read as a count gets the whole unit, its text stays."""
    last = found[-1] if found else None
    unit = mention.quantity
    if last is None or unit.kind is not Unit.POINTS or last.quantity.unit != "个":
        return found
    if not _SHARED.fullmatch(text[last.end : mention.start]) or not unit.number:
        return found
    whole = replace(unit, number=last.quantity.number, value=last.quantity.number * unit.value / unit.number)
    points = replace(last, quantity=replace(whole, bound="", high=None))
    return [*_completed(text, found[:-1], points), points]


def _shared(text: str, waiting: list[Number], mention: QuantityMention) -> list[QuantityMention]:
    """Numbers before the one that has the unit: 分别增长3.1、4.2和5%."""
    if not waiting or not _SHARED.fullmatch(text[waiting[-1].end : mention.start]):
        return []
    unit = mention.quantity
    if unit.kind in _ENUMERATED and all("." not in n.written for n in waiting) and waiting[0].value < 10:
        return []
    ratio = unit.value / unit.number if unit.number else Decimal(1)
    numbers = ((n, -n.value if n.negative else n.value) for n in waiting)
    return [
        QuantityMention(
            n.start,
            n.end,
            text[n.start : n.end],
            replace(unit, number=v, value=v * ratio, bound="", high=None),
        )
        for n, v in numbers
    ]
