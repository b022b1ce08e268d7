"""Sides that are things measured in one place: 内资和外资哪个多, 出口比进口多多少, exports or imports."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.answering.parts import Parts, Side
from retrieval.answering.wanted import as_whole
from retrieval.records import Question
from retrieval.service import service

_GLUED = 2  # so many characters more than the last item's name stand before the first one's
_LEAN = re.compile(r"^(?:和|与|跟|同|比|较|vs\.?|对比|的|,|\s)*")


@service
class ThingSides:
    """Finds sides that are things."""

    parts: Parts

    def find(self, question: Question, text: str) -> list[Side]:
        """内资和外资哪个多: words beside each other, each in the other's place."""
        if question.lang == "en":
            return self._english(question, text)
        plain = self.parts.without_slots(text)
        for both, each in self.parts.wording.words.pairs.items():
            plain = plain.replace(both, "和".join(each))
        match = self.parts.wording.items.search(plain)
        if match is None:
            return []
        words = [w for w in self.parts.wording.joiner.split(match.group(1)) if w]
        head, tail = (
            self.parts.wording.bare(plain[: match.start()]),
            self.parts.wording.bare(plain[match.end(1) :]),
        )
        if words and not any(a.known for a in self.parts.reader.reader.lexicon.atoms(words[-1])):
            said, words[0] = _cut(words[0], words[-1])
            head += said
        sides = []
        for word in words:
            asked = self.parts.read(f"{head} {self._with_head(word, words[-1])} {tail}", question.lang)
            asked = replace(
                asked, regions=question.regions, numbers=(), period=question.period, season=question.season
            )
            sides.append(Side(_LEAN.sub("", word), as_whole(asked, question, self.parts.wording)))
        return sides if all(s.question.terms for s in sides) else []

    def _english(self, question: Question, text: str) -> list[Side]:
        """… exports or imports?: the two words at the end."""
        match = self.parts.wording.english_items.search(text)
        if match is None:
            return []
        head = self.parts.wording.bare(text[: match.start()], "en")
        sides = []
        for word in match.groups():
            asked = self.parts.read(f"{head} {word}", "en")
            asked = replace(asked, regions=question.regions, period=question.period, season=question.season)
            asked = as_whole(replace(asked, numbers=()), question, self.parts.wording)
            sides.append(Side(word.strip(), asked))
        return sides if all(any(t.known for t in s.question.terms) for s in sides) else []

    def _with_head(self, word: str, last: str) -> str:
        """城镇 beside 农村居民收入 is 城镇居民收入: a thing takes what is measured from the last one."""
        atoms = self.parts.reader.reader.lexicon.atoms(last)
        own = self.parts.reader.reader.lexicon.atoms(word)
        if word == last or any(a.head for a in own) or len(atoms) < 2 or not any(a.head for a in atoms[1:]):
            return word
        forms = [word + last[k:] for k in range(1, len(last))]
        known = (f for f in forms if self._all_known(f, word))
        return next(known, word + last[atoms[1].start :])

    def _all_known(self, form: str, word: str) -> bool:
        """Whether a form is made of known words, the first one longer than the word put before it: 城镇|居民."""
        atoms = self.parts.reader.reader.lexicon.atoms(form)
        return all(a.known for a in atoms) and atoms[0].end > len(word)


def _cut(first: str, last: str) -> tuple[str, str]:
    """What is glued to the first of several things of one kind, and that thing: 油菜花季|篁岭 beside 江岭."""
    if first[-1] != last[-1] or len(first) < len(last) + _GLUED:
        return "", first
    return first[: -len(last)], first[-len(last) :]
