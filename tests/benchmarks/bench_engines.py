"""``python -m tests.benchmarks.bench_engines [SENTENCES]``: the engines against rank-bm25's own loop.

Sentences and questions are made here, from a seed; the tokens are those of ``config/search.yaml``. Every engine must
give rank-bm25's ten best, and the memory engine in at most a twentieth of its time. Exits 1 where one does not.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rank_bm25 import BM25Okapi

from retrieval.defaults import default_config_dir
from retrieval.schema import SearchWords
from retrieval.search.engine import Engine
from retrieval.search.memory import MemoryEngine
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import document_tokens, question_tokens
from retrieval.yamlfile import convert, read_mapping

SENTENCES, QUESTIONS, TOP = 10_000, 40, 10
REFERENCE = "rank-bm25"
PLACES = "椒江 秀洲 南湖 吴江 昆山 余杭 义乌 海宁 桐乡 嘉善 临平 鄞州 柯桥 上虞 乐清 瑞安 永康 东阳 玉环 温岭".split()
PERIODS = "2017年 2018年 2019年 2020年 2021年 2022年 上半年 一季度 前三季度 1-5月 全年 去年 今年以来".split()
THINGS = (
    "固定资产投资 社会消费品零售总额 规模以上工业增加值 地区生产总值 进出口总额 实际利用外资 一般公共预算收入 "
    "城镇居民人均可支配收入 高新技术产业投资 服务业增加值 民间投资 税收收入 用电量 货物运输量 旅游总收入"
).split()
VERBS = "同比增长 比上年增长 较去年同期下降 累计完成 首次突破 达到 实现 增速为".split()
TAILS = (
    "增速居全市第一 高于全省平均水平 为高质量发展打下坚实基础 项目建设提速推进 营商环境不断优化 创新动能持续增强 "
    "重点企业生产经营稳定 完成年度目标任务 招商引资成效明显 产业结构进一步优化 市场预期稳步改善"
).split()

T = TypeVar("T")
Corpus = list[list[str]]
Ranking = list[tuple[int, float]]
Ranker = Callable[[Sequence[str]], Ranking]
Table = dict[str, list[T]]

# How each engine is made, and how many times as fast as rank-bm25 it has to be.
ENGINES: dict[str, tuple[Callable[[SearchWords], Engine], float]] = {
    "memory": (lambda words: MemoryEngine(words.sentence), 20.0),
}


def sentence(chance: random.Random) -> str:
    """椒江2019年固定资产投资同比增长33.1%,增速居全市第一。"""
    head = f"{chance.choice(PLACES)}{chance.choice(PERIODS)}{chance.choice(THINGS)}{chance.choice(VERBS)}"
    rare = "".join(chr(0x4E00 + int(chance.paretovariate(0.5)) % 6000) for _ in range(chance.randint(4, 24)))
    tails = ",".join(chance.sample(TAILS, chance.randint(1, 3)))
    return f"{head}{chance.randint(1, 999) / 10}{chance.choice(['%', '亿元'])},{rare},{tails}。"


def question(chance: random.Random) -> str:
    """椒江2019年固定资产投资增速是多少?"""
    return f"{chance.choice(PLACES)}{chance.choice(PERIODS)}{chance.choice(THINGS)}增速是多少?"


def texts(size: int, words: SearchWords) -> tuple[Corpus, Corpus]:
    """The tokens of ``size`` sentences and of the questions about them."""
    chance = random.Random(20190515)
    sentences = [sentence(chance) for _ in range(size)]
    questions = [question(chance) for _ in range(QUESTIONS)]
    segmenter = Segmenter.load([*sentences, *questions, *words.question_words])
    corpus = [document_tokens(text, chance.choice(PLACES), (), segmenter, words) for text in sentences]
    return corpus, [question_tokens(text, segmenter, words) for text in questions]


def rank_bm25(corpus: Corpus, words: SearchWords) -> Ranker:
    """rank-bm25 itself; of equal scores the first in the corpus comes first."""
    import numpy as np

    settings = words.sentence
    model = BM25Okapi(corpus, k1=settings.k1, b=settings.b, epsilon=settings.epsilon)

    def best(tokens: Sequence[str]) -> Ranking:
        scores = model.get_scores(tokens)
        order = np.argsort(-scores, kind="stable")[:TOP]
        return [(int(n), float(scores[n])) for n in order if scores[n] > 0]

    return best


def of_engine(engine: Engine, corpus: Corpus) -> Ranker:
    """An engine filled with the corpus; its first search, which works out the statistics, is done."""
    engine.add(enumerate(corpus))
    engine.search(corpus[0][:3], TOP)
    return lambda tokens: [(hit.number, hit.score) for hit in engine.search(tokens, TOP)]


def timed(rankers: Mapping[str, Ranker], questions: Corpus) -> tuple[Table[Ranking], Table[float]]:
    """By ranker, every question's ranking and its milliseconds: the least of three.

    They take turns, so that what else the machine does meets them alike.
    """
    rankings: Table[Ranking] = {name: [] for name in rankers}
    times: Table[float] = {name: [] for name in rankers}
    for tokens in questions:
        rounds: Table[float] = {name: [] for name in rankers}
        for _ in range(3):
            for name, best in rankers.items():
                start = time.perf_counter()
                ranking = best(tokens)
                rounds[name].append((time.perf_counter() - start) * 1e3)
                rankings[name][len(times[name]) :] = [ranking]
        for name, spent in rounds.items():
            times[name].append(min(spent))
    return rankings, times


def main(size: int = SENTENCES) -> int:
    """Print the table; 0 where every engine keeps its promise."""
    file = default_config_dir() / "search.yaml"
    words = convert(file, read_mapping(file), SearchWords)
    corpus, questions = texts(size, words)
    rankers = {REFERENCE: rank_bm25(corpus, words)}
    rankers |= {name: of_engine(make(words), corpus) for name, (make, _) in ENGINES.items()}
    rankings, times = timed(rankers, questions)
    print(f"{size} sentences, {len(questions)} questions, the {TOP} best, milliseconds")
    print(f"{'engine':<12}{'median':>9}{'slowest':>9}{'ratio':>8}{'wanted':>8}  same hits")
    kept = True
    for name, spent in times.items():
        least = ENGINES[name][1] if name in ENGINES else 1.0
        ratio = statistics.median(times[REFERENCE]) / statistics.median(spent)
        same = sum(found == wanted for found, wanted in zip(rankings[name], rankings[REFERENCE], strict=True))
        figures = f"{statistics.median(spent):>9.2f}{max(spent):>9.2f}{ratio:>8.1f}{least:>8.0f}"
        print(f"{name:<12}{figures}  {same} of {len(questions)}")
        kept = kept and same == len(questions) and ratio >= least
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
