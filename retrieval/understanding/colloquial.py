"""Plain words of a question in, the names of statistics out: 打了多少粮 asks for 粮食产量, 挖了多少吨煤 for 煤炭产量.

A question names by a verb and its object what news name by a noun. The pairs are in ``questions.yaml`` under ``acts``;
how the two stand to the asking word is here: before and behind it (收了多少税), or both before it (税收了多少亿).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retrieval.service import service

_HAN = "㐀-鿿"
_LONGEST = 6  # characters of an object: 农民人均
# The asking word and what else is no content has been blanked, so that a gap stands where it stood.
_AROUND = re.compile(rf"([{_HAN}]+?)[了过出下到着得]{{0,2}} +的?([{_HAN}]+?)[吗呢啊呀吧了来]*(?![{_HAN}])")
_BEFORE = re.compile(rf"([{_HAN}]+?)[了过出下到着得]{{0,2}} +[吗呢啊呀吧了的]*(?![{_HAN}])")
_ADVERBS = re.compile("(?:一共|总共|合计|共计|共|都|累计|大概|大约)$")


class ActsError(ValueError):
    """A line of ``acts`` that cannot be read; the message names the line."""


@dataclass(frozen=True)
class Done:
    """What a verb and its object ask for, '' where there is no such pair, and the ``rest`` without their words.

    ``spans``: where the two stand.
    """

    name: str
    rest: str
    spans: tuple[tuple[int, int], ...] = ()


@service
class Colloquial:
    """``names`` of statistics by (verb, object); ``money``: how names of amounts of money end."""

    names: Mapping[tuple[str, str], tuple[str, ...]]
    money: tuple[str, ...]

    @classmethod
    def build(cls, acts: str, money: tuple[str, ...]) -> Colloquial:
        """The table ``name | verbs | objects``; ``ActsError`` names a line of another shape."""
        names: dict[tuple[str, str], tuple[str, ...]] = {}
        for line in acts.splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) != 3 or not all(cells):
                raise ActsError(f"questions.yaml: acts: name | verbs | objects expected: {line!r}")
            for pair in ((verb, noun) for verb in cells[1].split() for noun in cells[2].split()):
                names[pair] = (*names.get(pair, ()), cells[0])
        return cls(names, money)

    def find(self, masked: str, priced: bool) -> Done:
        """The first pair of a question whose asking words are blanked: '打了  粮' → 粮食产量.

        ``priced``: money is asked for, so that only the name of an amount of money will do (卖房卖了多少钱).
        """
        for names, *spans in (*self._around(masked), *self._before(masked)):
            fits = [name for name in names if name.endswith(self.money) or not priced]
            if fits:
                return Done(fits[0], _without(masked, spans), tuple(spans))
        return Done("", masked)

    def _around(self, masked: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int], tuple[int, int]]]:
        """Verb, gap, object: 打了  粮."""
        for match in _AROUND.finditer(masked):
            end = match.end(1)
            for at in (end - 2, end - 1):
                if at >= match.start(1) and (names := self.names.get((masked[at:end], match[2]))):
                    yield names, (at, end), match.span(2)
                    break

    def _before(self, masked: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int], tuple[int, int]]]:
        """Object, verb, gap: 粮食一共打了, the longest object first."""
        for match in _BEFORE.finditer(masked):
            first, end = match.span(1)
            for at in (end - 2, end - 1):
                adverb = _ADVERBS.search(masked, first, max(at, first))
                last = adverb.start() if adverb else at
                for start in range(max(first, last - _LONGEST), last):
                    if names := self.names.get((masked[at:end], masked[start:last])):
                        yield names, (start, last), (at, end)
                        break


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
