"""Reposts are recognised by their words and figures; the bulletins of two years are no reposts of each other."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from retrieval.corpus.articles import load_articles, make_article
from retrieval.corpus.likeness import alike, body, sketch
from retrieval.corpus.pagewords import PageWords
from retrieval.records import Article
from retrieval.schema import RepairWords
from retrieval.understanding.tidy import tidy

ROOT = Path(__file__).resolve().parents[2]
TEXT = """2022年，云溪区实现地区生产总值412.6亿元，比上年增长4.3%。
规模以上工业增加值增长7.8%，高于全市平均水平1.4个百分点。
固定资产投资增长11.5%，其中工业投资增长23.7%，占比达到46.2%。
全年粮食总产量8.91万吨，增长1.2%，农村居民人均可支配收入2.1万元。
"""
LINE = "下一步，我们将继续扩大有效投资，推动项目早开工、早建成、早投产。\n"

CHANGED = {
    "as it is": (TEXT, True),
    "another script": (TEXT.replace("实现", "實現").replace("增长", "增長").replace("产", "產"), True),
    "other signs": (TEXT.replace("，", ",").replace("。\n", "。 \n\n　　"), True),
    "a byline and a foot": (f"来源：岳阳日报　编辑：小陈\n{TEXT}版权所有 岳阳日报社\n", True),
    "a sentence more": (TEXT + LINE, True),
    "a sentence less": (TEXT[: TEXT.index("全年粮食")], True),
    "a word changed": (TEXT.replace("云溪区", "岳阳市云溪区").replace("达到", "达"), True),
    "another year's figures": (TEXT.replace("2022", "2021").replace("412.6", "388.9").replace("4.3", "8.1").replace("7.8", "9.9").replace("11.5", "13.2"), False),
    "a corrected figure among few": ("2022年，云溪区实现地区生产总值412.6亿元，比上年增长4.3%，规模以上工业企业发展良好，居民收入稳步提高。\n", False),
    "a short quotation of it": (TEXT.split("\n", maxsplit=1)[0] + "\n" + LINE * 3, False),
    "another place": ("2022年，湘阴县深入实施乡村振兴战略，新建高标准农田3.2万亩。\n" * 4, False),
}  # fmt: skip


@pytest.fixture
def make(words: RepairWords, page_words: PageWords):  # type: ignore[no-untyped-def]
    return lambda text: body(make_article("x", text, words, page_words))


@pytest.mark.parametrize("name", CHANGED)
def test_what_is_a_repost(name: str, make) -> None:  # type: ignore[no-untyped-def]
    text, expected = CHANGED[name]
    assert alike(make(TEXT), make(text)) is expected
    assert alike(make(text), make(TEXT)) is expected


@pytest.mark.parametrize("name", [name for name, (_, same) in CHANGED.items() if same])
def test_reposts_share_some_of_their_sketch(name: str, make) -> None:  # type: ignore[no-untyped-def]
    assert set(sketch(make(CHANGED[name][0]))) & set(sketch(make(TEXT)))


def articles(words: RepairWords) -> list[Article]:
    folders = sorted((ROOT / "tests/quality/sets").glob("*/articles"))
    return [
        article for folder in (ROOT / "seeds", *folders) for article in load_articles(folder, words).articles
    ]


def test_no_two_articles_of_the_question_sets_are_taken_for_one(words: RepairWords) -> None:
    bodies = [body(article) for article in articles(words)]
    sketches = [set(sketch(text)) for text in bodies]
    near = [(i, j) for i, j in combinations(range(len(bodies)), 2) if sketches[i] & sketches[j]]
    assert [(bodies[i][:40], bodies[j][:40]) for i, j in near if alike(bodies[i], bodies[j])] == []


def test_an_article_that_lost_a_tenth_of_its_lines_is_still_the_same(words: RepairWords) -> None:
    rng = random.Random(5)
    missed = []
    for article in articles(words):
        text = body(article)
        if len(text) < 400:
            continue
        at = rng.randrange(len(text) - len(text) // 10)
        cut = text[:at] + text[at + len(text) // 10 :]
        if not (alike(text, cut) and set(sketch(text)) & set(sketch(cut))):
            missed.append(article.id)
    assert missed == []


def test_the_body_is_compared_without_signs_but_with_the_stops_of_figures(make) -> None:  # type: ignore[no-untyped-def]
    assert make("2019年，椒江區固定資產投資增長33.1%。\n") == tidy("2019年椒江区固定资产投资增长33.1")
