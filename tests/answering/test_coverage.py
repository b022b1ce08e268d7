"""What may be passed over unread: short cuts against the plain way they stand for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from retrieval.answering.thesaurus import Thesaurus
from retrieval.config import load_config
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import question_tokens
from retrieval.understanding.asking import EntityGrammar
from retrieval.understanding.indicators import Lexicon

CONFIG = load_config()
GRAMMAR = EntityGrammar.build(CONFIG.questions.entity)
THESAURUS = Thesaurus({"新房": ("新建商品房",), "减负": ("减轻负担",)})
RUNS = st.text("新房减负价轻", min_size=1, max_size=5)
TEXTS = st.text("新房减负价轻建商品担,;。企业 12", max_size=40)


@given(run=RUNS, text=TEXTS, cuts=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_what_a_text_has_nothing_of_no_part_of_it_has(run: str, text: str, cuts: tuple[int, int]) -> None:
    ready = THESAURUS.run(run, ())
    part = text[min(cuts) : max(cuts)]
    assert not ready.covered(part) or ready.covered(text)


@given(run=st.text("减负企", min_size=2, max_size=4), text=TEXTS)
def test_an_abbreviation_stands_where_its_pattern_would_be_found(run: str, text: str) -> None:
    pattern = "[^,;。]{0,8}?".join(map(re.escape, run))
    plain = Thesaurus({}).run(run, ())
    pairs = [run[i : i + 2] in text for i in range(len(run) - 1)]
    if run not in text and sum(pairs) / len(pairs) < 0.8:
        found = plain.covered(text)
        assert (found == 0.8) == (re.search(pattern, text) is not None)


def test_cutting_only_parts_that_may_ask_gives_the_same_tokens() -> None:
    words = CONFIG.search
    segmenter = Segmenter.load(["椒江固定资产投资增速是多少 秀洲有几家企业"], words.question_words)
    for text in ("椒江 2019年 固投增速是多少", "秀洲 企业 有几家?", "多少", "椒江 固投"):
        cut = [" " if word in words.question_words else word for word in segmenter.words(text)]
        plain = "".join(cut) if "".join(cut).strip() else text
        assert question_tokens(text, segmenter, words) == question_tokens(plain, segmenter, words)


@given(head=st.text("哪个国家级经济技术开发区县市镇企业医院", max_size=8))
def test_the_longest_noun_before_is_found_by_its_length(head: str) -> None:
    ends = [noun for noun in GRAMMAR.kinds if head.endswith(noun)]
    assert GRAMMAR._before(head, len(head))[1] == max(ends, key=len, default="")


@pytest.mark.parametrize("form", ["财政总收人", "工业投次", "GPD", "固定资产投", "进出口总总额"])
def test_slips_are_looked_for_among_words_of_like_length_only(form: str) -> None:
    typos = Lexicon.build(CONFIG.indicators)._typos
    far = set(typos.aliases) - set(typos._near(len(form)))
    near = {alias for alias in far if OSA.distance(form, alias) <= 2}
    assert [alias for alias in near if typos._slip(form, alias, OSA.distance(form, alias)) is not None] == []
