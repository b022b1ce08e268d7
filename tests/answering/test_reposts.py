"""Articles that repeat each other: one answer, all its sources; never a figure that means something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.messages import Kind, compose
from bot.voice import Voice
from retrieval.assistant import Assistant
from retrieval.config import Config, load_config
from retrieval.corpus.folder import front_matter
from retrieval.records import Answer, Status

BODY = """今年以来，云溪区经济稳步增长。
全区固定资产投资增长11.5%，其中工业投资增长23.7%，居全市第一。
规模以上工业增加值增长7.8%，高于全市平均水平1.4个百分点，区长陈立表示成绩来之不易。
"""
GROWTH = "云溪区2022年固定资产投资增长多少?"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config()


@pytest.fixture
def ask(tmp_path: Path, config: Config) -> Ask:
    """Ask a folder of these articles: (id, publisher, date, body, same_as)."""

    def call(question: str, *articles: tuple[str, str, str, str, str]) -> Answer:
        for id_, publisher, published, body, same_as in articles:
            place = "湘阴县" if "湘阴县" in body else "云溪区"
            front = {
                "title": f"2022年{place}经济运行情况",
                "publisher": publisher,
                "published": published,
                "same_as": same_as,
            }
            (tmp_path / f"{id_}.md").write_text(front_matter(front) + body, "utf-8")
        mind = Assistant.load(config, tmp_path)
        assert [p for p in mind.problems if p.severity.value == "error"] == []
        return mind.ask(question)

    return call


FIRST = ("b", "区统计局", "2022-12-28", BODY, "")
REPOST = ("a", "岳阳日报", "2022-12-29", BODY.replace("，", ","), "b")


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(q.article, q.text[slice(*q.mark)] if q.mark else "") for q in answer.quotes]


def test_a_repost_is_one_more_source_and_the_first_comes_first(ask: Ask) -> None:
    answer = ask(GROWTH, REPOST, FIRST)
    assert (answer.status, answer.answer, answer.notes) == (Status.ANSWERED, "11.5%", ())
    assert told(answer) == [("b", "11.5%"), ("a", "11.5%")]


def test_the_very_same_text_by_another_publisher_needs_no_link(ask: Ask) -> None:
    answer = ask(GROWTH, FIRST, ("c", "岳阳日报", "2022-12-29", BODY, ""))
    assert told(answer) == [("b", "11.5%"), ("c", "11.5%")]


def test_the_same_sentence_in_another_article_is_a_source_as_well(ask: Ask) -> None:
    other = "".join(BODY.splitlines(keepends=True)[:2]) + "下一步，将推动项目早开工、早建成、早投产。\n"
    assert told(ask(GROWTH, FIRST, ("c", "岳阳日报", "2022-12-29", other, ""))) == [
        ("b", "11.5%"),
        ("c", "11.5%"),
    ]


def test_a_copy_of_the_file_is_not_used(tmp_path: Path, config: Config) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(front_matter({"publisher": "区统计局"}) + BODY, "utf-8")
    mind = Assistant.load(config, tmp_path)
    assert [(p.file, p.code) for p in mind.problems if p.severity.value == "error"] == [
        ("b.md", "corpus.same_text")
    ]


def test_a_repost_with_another_figure_disagrees(ask: Ask) -> None:
    answer = ask(GROWTH, FIRST, ("a", "岳阳日报", "2022-12-29", BODY.replace("11.5", "15.1"), "b"))
    assert ("conflicting", "") in answer.notes
    assert sorted(told(answer)) == [("a", "15.1%"), ("b", "11.5%")]


def test_a_repost_of_another_year_says_something_else(ask: Ask) -> None:
    late = ("a", "旧闻网", "2023-12-29", BODY, "b")
    title = {"2022": "b", "2023": "a"}
    for year, article in title.items():
        answer = ask(f"云溪区{year}年规模以上工业增加值增长多少?", FIRST, late)
        assert {q.article for q in answer.quotes} <= {article}


def test_other_places_are_not_mixed_in(ask: Ask) -> None:
    answer = ask(GROWTH, FIRST, ("c", "湘阴日报", "2022-12-29", BODY.replace("云溪区", "湘阴县"), ""))
    assert told(answer) == [("b", "11.5%")]


def test_the_sentence_is_shown_once_with_all_its_sources(ask: Ask, config: Config) -> None:
    answer = ask(GROWTH, FIRST, ("c", "岳阳日报", "2022-12-29", BODY, ""))
    parts = compose(answer, Voice(config, "zh"))
    assert [part.kind for part in parts] == [Kind.FIGURE, Kind.QUOTE, Kind.SOURCE, Kind.SOURCE]
    assert ["区统计局" in parts[2].text, "岳阳日报" in parts[3].text] == [True, True]


def test_ranks_are_told_by_all_sources_too(ask: Ask) -> None:
    answer = ask("云溪区2022年工业投资增速在全市排第几?", FIRST, REPOST)
    assert answer.answer == "第一"
    assert [article for article, _ in told(answer)] == ["b", "a"]
