"""A question set through the assistant: verdicts by type, and the stage at which an answer was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bot.contract import to_json
from bot.mind import Mind
from bot.questions import Gold
from bot.scoring import VERDICTS, fold, judge, same_answer
from retrieval.records import Answer


@dataclass(frozen=True)
class Outcome:
    """One question with what was answered; ``found``: its evidence was among the candidates, ``fitting``: a fact
    with its answer agreed in every slot."""

    gold: Gold
    answer: Mapping[str, Any]
    verdict: str
    found: bool
    fitting: bool


def evaluate(mind: Mind, questions: Iterable[Gold], *, funnel: bool = True) -> Iterator[Outcome]:
    """Ask every question of a set, each as a conversation of its own."""
    for gold in questions:
        previous: Answer | None = None
        for text in gold.turns[:-1]:
            previous = mind.ask(text, previous)
        answer = to_json(mind.ask(gold.turns[-1], previous), gold.id)
        trace = mind.explain(gold.turns[-1], previous).to_json() if funnel and gold.answers else {}
        yield Outcome(gold, answer, judge(gold, answer), _found(gold, trace), _fitting(gold, trace))


def _found(gold: Gold, trace: Mapping[str, Any]) -> bool:
    evidence = fold(gold.evidence)
    return any(evidence in fold(candidate["text"]) for candidate in trace.get("candidates", ()))


def _fitting(gold: Gold, trace: Mapping[str, Any]) -> bool:
    facts = (fact["text"] for fact in trace.get("facts", ()) if fact.get("fits"))
    return any(same_answer(text, wanted, gold.type) for text in facts for wanted in gold.answers)


@dataclass(frozen=True)
class Report:
    """The outcomes of a whole set, counted."""

    outcomes: Sequence[Outcome]

    def counts(self) -> dict[str, Counter[str]]:
        """Verdicts by question type, the types in alphabetical order."""
        found: dict[str, Counter[str]] = {}
        for outcome in sorted(self.outcomes, key=lambda outcome: outcome.gold.type):
            found.setdefault(outcome.gold.type, Counter())[outcome.verdict] += 1
        return found

    def percent(self, verdict: str) -> float:
        """How many of a hundred questions end so."""
        ended = sum(outcome.verdict == verdict for outcome in self.outcomes)
        return 100 * ended / len(self.outcomes) if self.outcomes else 0.0

    def funnel(self) -> dict[str, int]:
        """Of the questions that have an answer: n, evidence found, slots right, answer right."""
        asked = [outcome for outcome in self.outcomes if outcome.gold.answers]
        return {
            "n": len(asked),
            "found": sum(outcome.found for outcome in asked),
            "fitting": sum(outcome.fitting for outcome in asked),
            "right": sum(outcome.verdict == "right" for outcome in asked),
        }

    def milliseconds(self) -> tuple[float, float]:
        """Median and longest time of an answer."""
        times = [outcome.answer["milliseconds"] for outcome in self.outcomes] or [0.0]
        return median(times), max(times)

    def rows(self, total: str) -> list[list[str]]:
        """The table: type, n, then number and percentage of every verdict; the last row is the ``total``."""
        counts = self.counts()
        whole = sum(counts.values(), Counter[str]())
        return [_row(kind, counter) for kind, counter in [*counts.items(), (total, whole)]]

    def to_json(self) -> dict[str, Any]:
        """The same for a program."""
        whole = Counter(outcome.verdict for outcome in self.outcomes)
        by_type = {kind: dict(counter) for kind, counter in self.counts().items()}
        verdicts = {verdict: whole[verdict] for verdict in VERDICTS}
        typical, slowest = self.milliseconds()
        times = {"median_ms": typical, "slowest_ms": slowest}
        return {"n": len(self.outcomes), **verdicts, "by_type": by_type, "funnel": self.funnel(), **times}


def _row(kind: str, counter: Counter[str]) -> list[str]:
    n = sum(counter.values())
    shares = (f"{counter[verdict]:3} {counter[verdict] / n if n else 0:4.0%}" for verdict in VERDICTS)
    return [kind, f"{n:3}", *shares]
