"""``python -m tests.benchmarks.bench_hidden [--sets a,b,c] [--show 5]``: what is said where the right sentence is not there.

Every question of a set that has an answer is asked while the sentences that hold its evidence are hidden from the
search. The rest of the article stays, which tempts: 外商投资企业进出口 for 进出口. What is answered all the same, and is
not the answer, is a wrong answer that nobody would see; it should be refused.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from bot.contract import to_json
from bot.questions import Gold, read_set
from bot.scoring import judge
from bot.terminal import table
from retrieval.answering.answerer import Answerer
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.defaults import default_seeds_dir
from retrieval.library import Passage
from retrieval.records import Answer, Question, Status
from tests.quality.measure import SETS, TODAY

_LEFT_OUT = ("clarify", "unanswerable", "offtopic", "conflict")
_SPACES = str.maketrans("", "", " \u3000\n")


def load(name: str) -> Assistant:
    """The assistant over a set's articles."""
    folder = SETS / name / "articles"
    return Assistant.load(load_config(), folder if folder.is_dir() else default_seeds_dir(), TODAY)


def holds(passage: Passage, evidence: str) -> bool:
    """Whether a sentence holds the evidence or is a part of it."""
    text, wanted = passage.sentence.text.translate(_SPACES), evidence.translate(_SPACES).strip("。;,；，")
    return bool(wanted) and (wanted in text or text in wanted)


def ask(assistant: Assistant, gold: Gold) -> Answer:
    """The answer to the last turn, no turn being shown the sentences of the evidence."""

    def search(question: Question) -> list[Passage]:
        return [p for p in assistant.finder.find(question) if not holds(p, gold.evidence)]

    answerer: Answerer = assistant.answerer
    answer: Answer | None = None
    for turn in gold.turns:
        question = assistant.read(turn, answer)
        answer = replace(answerer.answer(question, search), parsed=question)
    assert answer is not None
    return answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print; 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_hidden")
    parser.add_argument("--sets", default="seeds,a", help="the sets, with commas between")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="of each set, N wrong answers")
    options = parser.parse_args(arguments)
    rows, shown = [], []
    for name in options.sets.split(","):
        assistant, asked, wrong = load(name), 0, []
        for gold in read_set(SETS / name):
            if gold.type in _LEFT_OUT or not gold.evidence:
                continue
            asked += 1
            answer = ask(assistant, gold)
            if answer.status is Status.ANSWERED and judge(gold, to_json(answer, gold.id)) == "wrong":
                wrong.append(f"{gold.id}  {' / '.join(gold.turns)} → {answer.answer}")
        rows.append([name, str(asked), str(len(wrong)), f"{len(wrong) / max(1, asked):.1%}"])
        shown += wrong[: options.show]
    print(table([["set", "asked", "answered wrongly", ""], *rows]))
    print("\n".join(shown))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
