"""Documents and questions for the tests of the cluster, and the reference they are held against."""

from __future__ import annotations

import random

from retrieval.records import Document, Hit
from retrieval.schema import SearchWords
from retrieval.search.documents import Index, Searchable

PLACES = "椒江 秀洲 吴江 嘉兴 湖州 余杭 义乌 海宁".split()
THINGS = "固投 工业 外资 社零 财政 旅游 出口 粮食 电力 民企".split()
VERBS = "增长 下降 完成 达到 突破 占比".split()


def documents(articles: int, seed: int = 1, sentences: int = 6) -> list[Document]:
    """Articles of a few sentences, two to a paragraph; the tokens of each are drawn by chance from a seed."""
    chance = random.Random(seed)
    found: list[Document] = []
    for article in range(articles):
        title = (chance.choice(PLACES), "概况")
        for order in range(sentences):
            tokens = chance.choices(PLACES, k=1) + chance.choices(THINGS, k=3) + chance.choices(VERBS, k=2)
            tokens += [f"w{int(chance.paretovariate(0.6)) % 5000}" for _ in range(chance.randint(2, 12))]
            tokens += [f"r:{PLACES.index(tokens[0])}", f"y:{chance.randint(2015, 2023)}"]
            name = f"a{seed}-{article:05d}"
            found.append(Document(len(found), name, str(order // 2), tuple(tokens), title))
    return found


def questions(many: int, seed: int = 2) -> list[list[str]]:
    chance = random.Random(seed)
    return [
        [
            chance.choice(PLACES),
            *chance.choices(THINGS, k=2),
            chance.choice(VERBS),
            f"w{chance.randint(1, 40)}",
        ]
        for _ in range(many)
    ]


def same_hits(found: list[Hit], wanted: list[Hit]) -> bool:
    """The same documents in the same order with the same scores, to nine digits."""
    return [h.number for h in found] == [h.number for h in wanted] and all(
        abs(a.score - b.score) <= 1e-9 * max(1.0, b.score) for a, b in zip(found, wanted, strict=True)
    )


def answers_like_memory(
    index: Searchable, corpus: list[Document], words: SearchWords, many: int = 20
) -> bool:
    """Whether an index gives what the memory engine gives for these documents."""
    reference = Index.build(corpus, words)
    return all(same_hits(index.search(q, 10), reference.search(q, 10)) for q in questions(many))
