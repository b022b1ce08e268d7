"""Nothing leaves without its proof: quotes that are no slices, and answers that no quote holds, become refusals."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from retrieval.answering.guard import Guard, holds
from retrieval.answering.replies import UnsupportedQuoteError
from retrieval.records import Answer, Article, Asked, Quote, Status

TEXT = "椒江区,固定资产投资增速33.1%,居全市首位。去年7月,进口下降了5.7%。"
ARTICLE = Article("a", TEXT)
GUARD = Guard({"a": ARTICLE})


def quoting(marked: str = "", text: str = TEXT, article: str = "a", start: int = 0) -> Quote:
    at = text.find(marked)
    mark = (at, at + len(marked)) if marked else None
    return Quote(article, text, start, start + len(text), None, None, None, None, mark=mark)


def saying(answer: str, *quotes: Quote, asked: Asked = Asked.GROWTH) -> Answer:
    return Answer("问", Status.ANSWERED, answer, asked, quotes=quotes)


# said | marked | asked | whether it is held
CASES = """
33.1% | 33.1% | growth | yes
33.1% | 增速 | growth | yes
增速33.1% | 33.1% | growth | yes
3.1% | 33.1% | growth | no
33 | 33.1% | growth | no
33.2% | 33.1% | growth | no
下降5.7% | 5.7% | growth | yes
2个5.7% | 5.7% | growth | no
第一 | 首位 | rank | yes
第一 | 5.7% | rank | no
第二 | 首位 | rank | no
2016年7月 | 去年7月 | date | yes
2016年8月 | 去年7月 | date | no
2016年 | 去年 | date | yes
椒江區 | 椒江区 | entity | yes
秀洲区 | 椒江区 | entity | no
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_what_a_quote_holds(case: str) -> None:
    said, marked, asked, held = (part.strip() for part in case.split("|"))
    assert holds(quoting(marked), said, Asked(asked)) is (held == "yes")


@pytest.mark.parametrize(
    ("head", "said", "held"),
    [("各市(单位:亿元,括号里为增速):", "908.2亿元", True), ("各市(单位:亿元,括号里为增速):", "908.2万元", False),
     ("各市(括号里为增速):", "908.2%", True), ("各市:", "908.2亿元", False), ("", "908.2亿元", False)],
)  # fmt: skip
def test_a_bare_number_needs_the_line_that_says_its_unit(head: str, said: str, held: bool) -> None:
    line = quoting("908.2", "⑬鄂州 908.2(7.6%)")
    assert holds(replace(line, head=head), said, Asked.LEVEL) is held


@pytest.mark.parametrize(
    ("head", "said", "held"),
    [("产品名称 单位 产量", "1208.4万吨", True), ("产品名称 单位 产量", "1208.4吨", False),
     ("产品名称 单位 产量", "1208.4焦", False), ("产品名称 产量", "1208.4万吨", False)],
)  # fmt: skip
def test_a_unit_may_be_a_cell_of_the_row_under_a_head_of_units(head: str, said: str, held: bool) -> None:
    row = quoting("1208.4", "焦炭 万吨 1208.4 3.6")
    assert holds(replace(row, head=head), said, Asked.LEVEL) is held


def test_a_head_that_is_no_slice_of_the_article_is_withheld() -> None:
    quote = replace(quoting("33.1%"), head="单位:亿元", head_at=0)
    assert "no slice" in GUARD.fault(saying("33.1%", quote))


PROVED = {
    "a figure": saying("33.1%", quoting("33.1%")),
    "a fall": saying("下降5.7%", quoting("5.7%")),
    "two sources": saying("33.1% / 5.7%", quoting("33.1%"), quoting("5.7%")),
    "yes": saying("是,33.1%", quoting("33.1%"), asked=Asked.YESNO),
    "yes in English": saying("Yes, 33.1%", quoting("33.1%"), asked=Asked.YESNO),
    "computed": replace(
        saying("27.4个百分点", quoting("33.1%"), quoting("5.7%")), rows=(("甲", "33.1%"), ("乙", "下降5.7%"))
    ),
    "a refusal": Answer("问", Status.NOT_FOUND),
}
UNPROVED = {
    "no quote": saying("33.1%"),
    "another figure": saying("33.2%", quoting("33.1%")),
    "one of two": saying("33.1% / 5.8%", quoting("33.1%"), quoting("5.7%")),
    "yes with another figure": saying("是,33.2%", quoting("33.1%"), asked=Asked.YESNO),
    "a row without a quote": replace(
        saying("甲", quoting("33.1%")), rows=(("甲", "33.1%"), ("乙", "下降5.7%"))
    ),
    "rows and quotes changed round": replace(
        saying("甲", quoting("5.7%", TEXT[20:], start=20), quoting("33.1%", TEXT[:20])),
        rows=(("甲", "33.1%"), ("乙", "5.7%")),
    ),
    "moved by one": saying("33.1%", quoting("33.1%", start=1)),
    "an unknown article": saying("33.1%", quoting("33.1%", article="b")),
    "rewritten": saying("33.1%", quoting("33.1%", TEXT.replace("增速", "增幅"))),
    "a mark outside": saying("33.1%", replace(quoting(), mark=(0, 500))),
    "an empty quote": saying("33.1%", quoting("33.1%"), Quote("a", "", 3, 3, None, None, None, None)),
    "an unreal quote of a refusal": Answer("问", Status.NOT_FOUND, quotes=(quoting(start=2),)),
}


@pytest.mark.parametrize("name", PROVED)
def test_what_is_proved_leaves_as_it_is(name: str) -> None:
    assert GUARD.watch("问", lambda: PROVED[name]) is PROVED[name]


@pytest.mark.parametrize("name", UNPROVED)
def test_what_is_not_proved_leaves_as_a_refusal_and_is_logged(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = GUARD.watch("问", lambda: UNPROVED[name])
    assert (answer.status, answer.reason, answer.quotes, answer.answer) == (
        Status.NOT_FOUND,
        "unsupported",
        (),
        "",
    )
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.parametrize(("text", "lang"), [("椒江固投增速?", "zh"), ("How much did it grow?", "en")])
def test_a_fault_on_the_way_is_a_refusal_too(text: str, lang: str, caplog: pytest.LogCaptureFixture) -> None:
    def answering() -> Answer:
        raise UnsupportedQuoteError("a: 1-2")

    answer = GUARD.watch(text, answering)
    assert (answer.status, answer.reason, answer.lang) == (Status.NOT_FOUND, "unsupported", lang)
    assert "a: 1-2" in caplog.text


def test_an_assistant_shows_nothing_unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval.answering.answerer import Answerer
    from retrieval.assistant import Assistant
    from retrieval.config import load_config

    assistant = Assistant.load(load_config())
    monkeypatch.setattr(Answerer, "answer", lambda self, question, search: UNPROVED["another figure"])
    assert assistant.ask("椒江2019年固投增速?").reason == "unsupported"
