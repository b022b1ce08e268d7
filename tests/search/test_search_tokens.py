"""Tokens: the cases of ``tokens.yaml``, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.schema import SearchWords, TokenRepeats
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import document_tokens, question_tokens, tokens_of

CASES = yaml.load((Path(__file__).parent / "tokens.yaml").read_text("utf-8"), yaml.BaseLoader)


def with_repeats(words: SearchWords, /, **repeats: int) -> SearchWords:
    none = dict.fromkeys(TokenRepeats.__struct_fields__, 0)
    return msgspec.structs.replace(words, repeats=TokenRepeats(**(none | repeats)))


@pytest.mark.parametrize(("text", "tokens"), CASES["documents"])
def test_document(text: str, tokens: str, segmenter: Segmenter, words: SearchWords) -> None:
    assert tokens_of(text, segmenter, words) == tokens.split()


@pytest.mark.parametrize(("text", "tokens"), CASES["questions"])
def test_question(text: str, tokens: str, segmenter: Segmenter, words: SearchWords) -> None:
    assert question_tokens(text, segmenter, words) == tokens.split()


def test_a_question_word_inside_a_name_stays(segmenter: Segmenter, words: SearchWords) -> None:
    segmenter = Segmenter.load(["有限公司"])
    assert "有限" in question_tokens("有限公司有多少", segmenter, words)


def test_titles_and_canonical_tokens_join_the_sentence(segmenter: Segmenter, words: SearchWords) -> None:
    tokens = document_tokens("固投", "椒江", ["r:331002", "p:2019"], segmenter, words)
    assert tokens == ["固", "投", "固投", "r:331002", "p:2019", "椒", "江", "椒江"]
    twice = msgspec.structs.replace(words, title_weight=2)
    assert document_tokens("固投", "椒江", (), segmenter, twice).count("椒江") == 2


def test_a_weight_of_zero_makes_none_and_a_weight_repeats(segmenter: Segmenter, words: SearchWords) -> None:
    only = with_repeats(words, characters=2)
    assert document_tokens("固投2", "", ["r:1"], segmenter, only) == ["固", "投"]
    assert question_tokens("固投2", segmenter, only, ["r:1"]) == ["固", "固", "投", "投"]
    named = with_repeats(words, canonical=3)
    assert question_tokens("固投", segmenter, named, ["r:1"]) == ["r:1"] * 3


def test_long_words_come_from_jieba(words: SearchWords) -> None:
    segmenter = Segmenter.load(["固定资产投资"])
    assert tokens_of("固定资产投资", segmenter, with_repeats(words, words=1)) == ["固定资产"]


@given(text=st.text(max_size=60))
def test_any_text_has_tokens_without_blanks(text: str, segmenter: Segmenter, words: SearchWords) -> None:
    for token in [*tokens_of(text, segmenter, words), *question_tokens(text, segmenter, words)]:
        assert token
        assert not token.isspace()


@given(text=st.text(alphabet="固投增速12a椒江3.5", max_size=20))
def test_a_sentence_of_itself_is_found_whole(text: str, segmenter: Segmenter, words: SearchWords) -> None:
    assert set(question_tokens(text, segmenter, words)) <= set(tokens_of(text, segmenter, words))
