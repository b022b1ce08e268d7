"""Tidied text: width, script and case are folded, and no offset moves whatever is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.understanding.tidy import tidy, to_simplified


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("８３０．３億美元", "830.3亿美元"),
        ("固定資產投資", "固定资产投资"),
        ("（GDP）：Ｈ１，增長", "(gdp):h1,增长"),
        ("5．4％～6−7", "5.4%~6-7"),
        ("完成率\u3000达\u00a050%", "完成率 达 50%"),
        ("İstanbul", "İstanbul"),  # would grow in lower case
        ("椒\ud800江", "椒\ufffd江"),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_changes_its_length(text: str) -> None:
    assert len(tidy(text)) == len(to_simplified(text)) == len(text)
