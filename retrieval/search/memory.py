"""The engine ``memory``: rank-bm25's BM25Okapi, its statistics, formula and scores, over posting lists.

rank-bm25 looks at every document for every token. Here a token knows its documents, the rarest tokens are looked at
first, and a document that can no longer come among the best is dropped; what is left is scored in rank-bm25's own
order of operations. Plain Python: importing numpy (0.1 s) would cost more than a thousand searches.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from retrieval.records import Hit
from retrieval.schema import Bm25Settings

_SLACK = 1e-9  # sums in another order differ by less
_DENSE = 4  # a list is quicker than a dictionary where a sum has a number added for every fourth document
_ALL = 2  # so many times what looking closely at the best would take, it is quicker to add up everything


class MemoryEngine:
    """BM25 in memory, good for some ten thousand sentences.

    >>> engine = MemoryEngine(Bm25Settings())
    >>> engine.add([(0, ["椒江", "固投", "增长"]), (1, ["秀洲", "服务业"]), (2, ["嘉兴", "外资"])])
    >>> [hit.number for hit in engine.search(["椒江", "固投"], 10)]
    [0]

    Two threads may search at the same time; nobody may search while documents are added or removed.
    """

    name = "memory"

    def __init__(self, settings: Bm25Settings) -> None:
        self._settings = settings
        self._documents: dict[int, tuple[tuple[str, ...], int]] = {}  # its different tokens, its length
        self._postings: dict[str, dict[int, int]] = {}  # token → document → how often
        self._most: dict[str, int] = {}  # token → no document has it more often; 1 where it is not here
        self._length = 0
        self._statistics: _Statistics | None = None  # of the documents as they are; worked out when asked for

    def __len__(self) -> int:
        return len(self._documents)

    def add(self, documents: Iterable[tuple[int, Sequence[str]]]) -> None:
        """See ``Engine.add``."""
        documents = list(documents)
        seen = set(self._documents)
        for number, _ in documents:
            if number in seen:
                raise ValueError(f"document {number} is there already")
            seen.add(number)
        self._statistics = None
        for number, tokens in documents:
            counts = Counter(tokens)
            self._documents[number] = tuple(counts), len(tokens)
            self._length += len(tokens)
            for token, count in counts.items():
                self._postings.setdefault(token, {})[number] = count
                if count > self._most.get(token, 1):
                    self._most[token] = count

    def remove(self, numbers: Iterable[int]) -> None:
        """See ``Engine.remove``."""
        numbers = set(numbers)
        if unknown := numbers - self._documents.keys():
            raise KeyError(min(unknown))
        self._statistics = None
        for number in numbers:
            tokens, length = self._documents.pop(number)
            self._length -= length
            for token in tokens:
                postings = self._postings[token]
                del postings[number]
                if not postings:
                    del self._postings[token]
                    self._most.pop(token, None)

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """See ``Engine.search``. Three milliseconds for the ten best of ten thousand sentences."""
        known = [token for token in tokens if token in self._postings]
        if not known or top < 1:
            return []
        statistics = self._worked_out()
        gains = [*map(statistics.gains, known)]
        many = sum(map(len, gains))
        if many <= _ALL * top * len(known):
            if many > statistics.room // _DENSE:
                dense = _sums(gains, [0.0] * statistics.room)
                return _best(dense, [number for number, score in enumerate(dense) if score], top)
            scores: Any = _sums(gains, defaultdict(float))
        else:
            terms = [self._term(token, count, statistics) for token, count in Counter(known).items()]
            scores = {number: _sum(number, gains) for number in _Candidates(top).among(terms)}
        return _best(scores, sorted(scores), top)

    def for_many(self) -> None:
        """Work out what every token adds: two microseconds a token and document, which no search has to wait for."""
        for token in self._postings:
            self._worked_out().gains(token)

    def _worked_out(self) -> _Statistics:
        if self._statistics is None:
            self._statistics = _Statistics(self._settings, self._documents, self._postings, self._length)
        return self._statistics

    def _term(self, token: str, asked: int, statistics: _Statistics) -> _Term:
        weight, most = statistics.weight(token) * asked * statistics.more, self._most.get(token, 1)
        return _Term(statistics.gains(token), asked, weight * most / (most + statistics.least_norm))


def _best(scores: Any, numbers: Iterable[int], top: int) -> list[Hit]:
    """The best scores above 0; ``numbers`` rise, and sorting leaves equal ones in that order."""
    ranked = sorted(numbers, key=scores.__getitem__, reverse=True)[:top]
    return [Hit(number, scores[number]) for number in ranked if scores[number] > 0]


def _sum(number: int, gains: Iterable[dict[int, float]]) -> float:
    """rank-bm25's score of one document, to the last bit: the same numbers added in the same order."""
    total = 0.0
    for gain in gains:
        total += gain.get(number, 0.0)
    return total


def _sums(gains: Sequence[dict[int, float]], scores: Any) -> Any:
    """The same for every document. A token said twice in a row is added twice at once, which rounds no otherwise.

    ``scores``: what they are added to, all 0: a list with a place for every document, or a dictionary.
    """
    at, end = 0, len(gains)
    while at < end:
        gain = gains[at]
        at += 1
        if at < end and gains[at] is gain:
            at += 1
            for number, more in gain.items():
                scores[number] = scores[number] + more + more
        else:
            for number, more in gain.items():
                scores[number] += more
    return scores


class _Statistics:
    """What rank-bm25 works out of a corpus: each token's idf, each document's length norm."""

    def __init__(
        self,
        settings: Bm25Settings,
        documents: dict[int, tuple[tuple[str, ...], int]],
        postings: dict[str, dict[int, int]],
        length: int,
    ) -> None:
        k1, b, size = settings.k1, settings.b, len(documents)
        average = length / size or 1.0  # documents without any token: nothing can match them
        self.more = k1 + 1
        self._idf = _idf_by_frequency(size, postings)
        self._postings = postings
        total = 0.0
        for found in postings.values():  # one by one, as rank-bm25 does: sum() rounds otherwise
            total += self._idf[len(found)]
        self._floor = max(settings.epsilon * (total / len(postings)), settings.least_weight)
        self._least = settings.least_weight
        self._gains: dict[str, dict[int, float]] = {}
        self.norms = {n: k1 * (1 - b + b * long / average) for n, (_, long) in documents.items()}
        self.least_norm = min(self.norms.values())
        self.room = max(documents) + 1

    def weight(self, token: str) -> float:
        """idf, with rank-bm25's floor for words in more than half the documents; never 0 or less.

        rank-bm25 gives a word in exactly half the documents 0, and in a tiny corpus all words less: no document
        would be found by it.
        """
        idf = self._idf[len(self._postings[token])]
        return self._floor if idf < 0 else max(idf, self._least)

    def gains(self, token: str) -> dict[int, float]:
        """What a token adds to the score of each document that has it; worked out when it is first asked for."""
        found = self._gains.get(token)
        if found is None:
            more, norms, weight = self.more, self.norms, self.weight(token)
            found = self._gains[token] = {
                number: weight * (count * more / (count + norms[number]))
                for number, count in self._postings[token].items()
            }
        return found


def _idf_by_frequency(size: int, postings: dict[str, dict[int, int]]) -> dict[int, float]:
    frequencies = {len(found) for found in postings.values()}
    return {n: math.log(size - n + 0.5) - math.log(n + 0.5) for n in frequencies}


class _Term:
    """A token of the question: what it adds to each document, how often it is asked, the most it can add."""

    __slots__ = ("asked", "gains", "most")

    def __init__(self, gains: dict[int, float], asked: int, most: float) -> None:
        self.gains, self.asked, self.most = gains, asked, most


class _Candidates:
    """The documents that can be among the ``top`` best: MaxScore."""

    def __init__(self, top: int) -> None:
        self._top = top

    def among(self, terms: list[_Term]) -> list[int]:
        """Their numbers: once nobody new can come in, only who has scored is looked at, and ever fewer of them."""
        rest = sum(term.most for term in terms)  # what the terms still to come can add
        scores: dict[int, float] = {}
        is_open = True
        for term in sorted(terms, key=lambda term: -term.most):
            if len(term.gains) > 4 * self._top < len(scores):  # else finding the threshold costs more
                threshold = self._threshold(scores)
                is_open = is_open and rest >= threshold
                scores = self._reaching(threshold - rest, scores)
            (self._add_all if is_open else self._add_known)(term, scores)
            rest -= term.most
        return list(self._reaching(self._threshold(scores), scores))

    def _threshold(self, scores: dict[int, float]) -> float:
        """The score of the ``top``-th best so far: whoever cannot reach it is out."""
        best = heapq.nlargest(self._top, scores.values())
        return best[-1] - _SLACK if len(best) == self._top else 0.0

    def _reaching(self, least: float, scores: dict[int, float]) -> dict[int, float]:
        if least <= 0:
            return scores
        return {number: score for number, score in scores.items() if score >= least}

    def _add_all(self, term: _Term, scores: dict[int, float]) -> None:
        get, asked = scores.get, term.asked
        for number, gain in term.gains.items():
            scores[number] = get(number, 0.0) + asked * gain

    def _add_known(self, term: _Term, scores: dict[int, float]) -> None:
        gains, asked = term.gains, term.asked
        for number in scores.keys() & gains.keys():
            scores[number] += asked * gains[number]
