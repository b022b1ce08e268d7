"""People: a title and a name, a name and a title, or a name that speaks. Bylines are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.longest import Prefixes
from retrieval.understanding.name_things import left
from retrieval.understanding.name_words import HARD, RAW, STOP, Marked
from retrieval.understanding.tidy import occurrences

Person = tuple[int, int, str]
_HAN = "[\u4e00-\u9fff]"
_SAYS = re.compile(
    "((?:(?![的地得不都又也很更最这那会上后中里时一])[\u4e00-\u9fff]){3,6}?)(?:介绍|告诉|坦言|透露|表示|说)"
)
_SIGNED = re.compile(r"[ \u3000]+([\u4e00-\u9fff]{2,6})$")
_HAN3 = re.compile(f"{_HAN}{{3}}")
_FOREIGN = re.compile(
    rf"{_HAN}{{1,6}}(?:·{_HAN}{{1,8}}?)+(?=[^\u4e00-\u9fff·]|$|院士|教授|博士|先生|女士|说|在|等|领衔)"
)


def _signed(text: str, at: int) -> tuple[int, int] | None:
    """代市长　次仁旺扎 at the end of a line: who gives a report."""
    match = _SIGNED.match(text, at)
    return match.span(1) if match else None


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


@service
class People:
    """The grammar of people's names, from ``names.yaml``."""

    words: NameWords

    def find(self, marked: Marked) -> list[Person]:
        """(start, end, role): 市长温祥华 → 温祥华 as 市长; a name said with a title is found again without it."""
        found = [
            *self._titled(marked),
            *self._foreign(marked),
            *self._called(marked),
            *self._speaking(marked),
        ]
        seen = {marked.text[start:end] for start, end, _ in found}
        again = [
            (start, start + len(name), "")
            for name in seen
            for start in occurrences(name, marked.text)
            if len(name) > 1
        ]
        best: dict[tuple[int, int], str] = {}
        for start, end, role in (*again, *found):
            best[start, end] = best.get((start, end), "") or role  # 局长郑延昌先生 is 局长
        return [(start, end, role) for (start, end), role in sorted(best.items())]

    def _titled(self, marked: Marked) -> Iterator[Person]:
        for start, end, title in self._title.find(marked.text):
            rest = marked.text[end:]
            at = end + len(rest) - len(rest.lstrip(" "))  # 县长 彭远航
            span = self._name(marked.text, at, sure=title in self._officers)
            if span is None and title in self._officers:
                span = self._plain(marked, at) or _signed(marked.text, end)
            role = marked.text[self._role(marked, start) : end] if span else ""
            while span is not None:
                yield *span, role
                more = marked.text[span[1] : span[1] + 1] == "、"
                span = self._name(marked.text, span[1] + 1, sure=False) if more else None

    def _role(self, marked: Marked, at: int) -> int:
        """Where a role begins, titles before it included: 区委书记、区长XX → 区委书记."""
        start = left(marked, at)
        while marked.text[start - 1 : start] == "、" and start > 1:
            before = marked.text[: start - 1]
            earlier = left(marked, start - 1)
            title = self._title_end.search(before)
            # 区、镇领导 lists places, 书记、区长 lists titles; anything else is another sentence's list.
            if not title and start - 1 - earlier > 1:
                break
            start = left(marked, title.start()) if title else earlier
        return start

    def _called(self, marked: Marked) -> Iterator[Person]:
        """袁隆平院士: the title after the name."""
        for at, _, title in self._called_title.find(marked.text):
            yield from ((start, end, title) for start, end in self._before(marked, at))

    def _speaking(self, marked: Marked) -> Iterator[Person]:
        for at, _, _ in self._speech.find(marked.text):
            for start, end in self._before(marked, at):
                if not self._byline_end.search(marked.text, max(0, start - 8), start):
                    yield start, end, ""

    def _foreign(self, marked: Marked) -> Iterator[Person]:
        """卡尔·巴里·夏普莱斯院士: a name with dots, from its left boundary, with the title after it."""
        for match in _FOREIGN.finditer(marked.text):
            start = max(match.start(), left(marked, marked.text.index("·", match.start())))
            title = next(
                (t for t in self.words.titles_after.split() if marked.text.startswith(t, match.end())), ""
            )
            if title:
                yield start, match.end(), title

    def _before(self, marked: Marked, at: int) -> Iterator[tuple[int, int]]:
        """The name that ends at ``at`` and begins at a boundary."""
        for length in (3, 2, 4):
            start = at - length
            surname = self._surname.match(marked.text, start) if start >= 0 else None
            named = surname and 1 <= at - surname.end() <= 2 and self._is_name(marked.text[start:at])
            if named and self._begins(marked, start):
                yield start, at
                return

    def _begins(self, marked: Marked, at: int) -> bool:
        return marked.marks[at] not in HARD and (at == 0 or marked.marks[at - 1] in HARD + STOP)

    def _name(self, text: str, at: int, *, sure: bool) -> tuple[int, int] | None:
        """The person's name at ``at``: two or three characters, whichever what follows allows.

        ``sure``: a name is likely here, and need not show where it ends.
        """
        alone = _FOREIGN.match(text, at) or self._alone.match(text, at)
        if alone:
            return alone.span()
        surname = self._surname.match(text, at)
        if not surname:
            return None
        long, short = surname.end() + 2, surname.end() + 1
        if _HAN3.match(text, at) and any(text.startswith(word, long) for word in self._speech.forms):
            # 和 is no part of 李娜和王真, but it is of 周清和介绍.
            return (at, long) if self._is_name(text[at:short]) else None
        ends = [e for e in (long, short) if self._is_name(text[at:e]) and e <= len(text)]
        followed = [e for e in ends if self._follows.match(text, e)]
        # 王牟要求 shows its end, 陈云忠掷地有声 does not: then three characters are likelier than two.
        best = followed or (ends if sure else [])
        return (at, best[0]) if best else None

    def _plain(self, marked: Marked, at: int) -> tuple[int, int] | None:
        """负责人次仁旺堆说: a name without a Chinese surname, between a title and 说."""
        match = _SAYS.match(marked.text, at)
        if not match or set(marked.marks[at : match.end(1)]) - {RAW}:
            return None
        return None if match[1].startswith(tuple(self.words.not_people.split())) else match.span(1)

    def _is_name(self, name: str) -> bool:
        given = name[2:] if name[:2] in self._compound and len(name) > 2 else name[1:]
        plain = not any(c in self.words.not_given for c in given) and re.fullmatch(f"{_HAN}{{1,2}}", given)
        return bool(plain) and not name.startswith(tuple(self.words.not_people.split()))

    @cached_property
    def _compound(self) -> frozenset[str]:
        return frozenset(self.words.compound_surnames.split())

    @cached_property
    def _surname(self) -> re.Pattern[str]:
        singles = "".join(self.words.surnames.split())
        return re.compile(rf"{_any(self.words.compound_surnames)}|[{singles}]")

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        """扎西顿珠, 买买提·艾力 without its dot: a name without a surname, up to what shows its end."""
        return re.compile(
            rf"(?:{_any(self.words.given_alone)}){_HAN}{{0,6}}?(?={self._follows.pattern})|(?:{_any(self.words.given_alone)}){_HAN}{{1,2}}"
        )

    @cached_property
    def _officers(self) -> frozenset[str]:
        return frozenset(self.words.titles.split())

    @cached_property
    def _title(self) -> Prefixes:
        return Prefixes.build([*self.words.titles.split(), *self.words.callings.split()])

    @cached_property
    def _called_title(self) -> Prefixes:
        return Prefixes.build(self.words.titles_after.split())

    @cached_property
    def _speech(self) -> Prefixes:
        return Prefixes.build(self.words.speech.split())

    @cached_property
    def _title_end(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self.words.titles + ' ' + self.words.callings)})$")

    @cached_property
    def _byline_end(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self.words.bylines)})[ :]*$")

    @cached_property
    def _follows(self) -> re.Pattern[str]:
        words = _any(self.words.speech + " " + self.words.after_person + " " + self.words.titles_after)
        return re.compile(rf"{words}|[^\u4e00-\u9fff·]|$")
