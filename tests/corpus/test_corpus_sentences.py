"""Sentences are slices of the text, in order, and lose nothing of what is no noise."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.corpus.articles import make_article
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.sentences import split_sentences
from retrieval.records import Article, Block, Kind
from retrieval.schema import RepairWords

CASES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))
PARTS = ["首页 > 资讯", "来源：新华社", "\n", "\n\n", "增长5.6%。", "”", "（记者 张三 李四）", "相关文章", "|", "·", " ", "！", "。",
         "义乌GDP增长8%(2023-10-24)", "【打印】", "版权所有", "全市固定资产投资111.28亿元，增长10.4%", "上一篇：", "2020-05-15", "\u3000",
         "GDP rose. The", '"', "……", "您当前的位置：", "：", "x"]  # fmt: skip


def article_of(body: str, kind: Kind = Kind.BODY) -> Article:
    return Article("x", body, blocks=(Block(0, len(body), kind),))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["body"][:20])
def test_cases(case: dict[str, str]) -> None:
    assert [sentence.text for sentence in split_sentences(article_of(case["body"]))] == list(
        case["sentences"]
    )


def test_a_title_is_one_sentence_and_noise_is_none() -> None:
    title = "椒江，全省优秀！为什么？"
    assert [s.text for s in split_sentences(article_of(title, Kind.TITLE))] == [title]
    assert split_sentences(article_of(title, Kind.NOISE)) == ()


@settings(max_examples=400, deadline=None)
@example(raw="首页 > 资讯”来源：新华社首页 > 资讯（记者 张三 李四）！")
@given(raw=st.lists(st.sampled_from(PARTS), max_size=25).map("".join) | st.text())
def test_blocks_and_sentences_lose_nothing(raw: str, words: RepairWords, page_words: PageWords) -> None:
    article = make_article("x", raw, words, page_words)
    text = article.text
    covered = [i for block in article.blocks for i in range(block.start, block.end)]
    assert covered == sorted(set(covered)), "blocks are in order and do not overlap"
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)

    sentences = split_sentences(article)
    assert all(text[s.start : s.end] == s.text == s.text.strip() != "" for s in sentences)
    assert [s.order for s in sentences] == list(range(len(sentences)))
    spoken = [i for s in sentences for i in range(s.start, s.end)]
    assert spoken == sorted(set(spoken))
    wanted = {i for b in article.blocks if b.kind is not Kind.NOISE for i in range(b.start, b.end)}
    assert {i for i in wanted if not text[i].isspace()} <= set(spoken)
    assert all(article.blocks[s.paragraph].kind is s.kind for s in sentences)
