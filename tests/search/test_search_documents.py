"""Documents and the index of two stages."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from retrieval.corpus.sentences import split_sentences
from retrieval.records import Article, Block, Document, Kind, Sentence
from retrieval.schema import SearchWords
from retrieval.search.documents import Index, article_documents, contexts_of
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import question_tokens

SET_A = Path(__file__).parents[1] / "quality" / "sets" / "a"


def document(number: int, tokens: str, article: str = "a", paragraph: str = "0", title: str = "") -> Document:
    return Document(number, article, paragraph, tuple(tokens.split()), tuple(title.split()))


def filler(first: int, count: int = 20) -> list[Document]:
    return [document(n, f"嘉兴 词{n}", f"f{n}") for n in range(first, first + count)]


def found(index: Index, tokens: str, top: int = 10) -> list[int]:
    return [hit.number for hit in index.search(tokens.split(), top)]


def test_the_paragraph_decides_between_equal_sentences(words: SearchWords) -> None:
    documents = [
        document(0, "增速 第一", "a"),
        document(1, "秀洲 概况", "a"),
        document(2, "增速 第一", "b"),
        document(3, "椒江 概况", "b"),
        *filler(4),
    ]
    ranking = found(Index.build(documents, words), "椒江 增速")
    assert ranking.index(2) < ranking.index(0)
    alone = msgspec.structs.replace(words, paragraph_share=0.0)
    ranking = found(Index.build(documents, alone), "椒江 增速")
    assert ranking.index(0) < ranking.index(2)


def test_the_score_is_the_sentences_and_a_share_of_the_paragraphs(words: SearchWords) -> None:
    documents = [document(0, "椒江 固投"), document(1, "增速"), *filler(2)]
    half = msgspec.structs.replace(words, paragraph_share=0.5)
    one = msgspec.structs.replace(words, paragraph_share=1.0)
    none = msgspec.structs.replace(words, paragraph_share=0.0)
    score = [Index.build(documents, w).search(["椒江"], 1)[0].score for w in (none, half, one)]
    assert score[0] < score[1] < score[2]
    assert score[1] - score[0] == pytest.approx(score[2] - score[1])


def test_a_title_finds_its_sentences(words: SearchWords) -> None:
    documents = [
        document(0, "固投 增速", title="椒江"),
        document(1, "固投 增速", "b", title="秀洲"),
        *filler(2),
    ]
    assert found(Index.build(documents, words), "秀洲 固投")[0] == 1


def test_paragraphs_of_one_name_in_two_articles_are_two(words: SearchWords) -> None:
    documents = [document(0, "增速", "a"), document(1, "增速", "b"), document(2, "椒江", "b"), *filler(3)]
    ranking = found(Index.build(documents, words), "增速 椒江")
    assert ranking.index(1) < ranking.index(0)


def test_an_article_added_is_found_and_removed_is_gone(words: SearchWords) -> None:
    index = Index.build(filler(0), words)
    index.add([document(50, "椒江 固投", "new"), document(51, "椒江 增速", "new", "1")])
    assert found(index, "椒江") == [50, 51]
    assert len(index) == 22
    index.remove("new")
    assert found(index, "椒江") == []
    assert len(index) == 20
    index.add([document(50, "椒江 固投", "new")])
    assert found(index, "固投") == [50]


def test_wrong_articles_are_errors_and_change_nothing(words: SearchWords) -> None:
    index = Index.build([document(0, "椒江"), *filler(1)], words)
    with pytest.raises(ValueError, match="article a"):
        index.add([document(99, "秀洲", "new"), document(98, "固投", "a")])
    with pytest.raises(ValueError, match="number"):
        index.add([document(0, "固投", "b")])
    with pytest.raises(ValueError, match="number"):
        index.add([document(97, "固投", "b"), document(97, "固投", "b")])
    with pytest.raises(KeyError):
        index.remove("unknown")
    assert found(index, "固投 秀洲") == []
    assert found(index, "椒江") == [0]


def test_an_empty_index_or_question_gives_no_hit(words: SearchWords) -> None:
    assert Index.build([], words).search(["椒江"], 5) == []
    assert Index.build(filler(0), words).search([], 5) == []
    assert Index.build(filler(0), words).search(["嘉兴"], 0) == []


def test_an_article_of_one_sentence_is_found(words: SearchWords) -> None:
    assert found(Index.build([document(0, "椒江 固投")], words), "固投") == [0]


def test_article_documents(segmenter: Segmenter, words: SearchWords) -> None:
    body = Sentence("x", 0, 2, 0, 2, Kind.BODY, "固投")
    teaser = Sentence("x", 1, 5, 3, 5, Kind.TEASER, "增速")
    made = article_documents("椒江", [body, teaser], [["r:331002"], []], 7, segmenter, words)
    assert made == [
        Document(7, "x", "2", ("固", "投", "固投", "r:331002"), ("椒", "江", "椒江")),
        Document(8, "x", "5", ("增", "速", "增速"), ()),
    ]


def read_article(file: Path) -> Article:
    _, head, text = file.read_text("utf-8").split("---\n", 2)
    title = next((line[7:] for line in head.splitlines() if line.startswith("title: ")), "")
    ends = [n for n, character in enumerate(text) if character == "\n"] + [len(text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    blocks = tuple(Block(start, end, Kind.BODY) for start, end in zip(starts, ends, strict=True))
    return Article(file.stem, text, title, blocks=blocks)


def test_the_evidence_is_among_the_ten_best(words: SearchWords) -> None:
    """Set a, simplified and traditional questions of one turn, raw pages, without canonical tokens: 94 of 100."""
    articles = [read_article(file) for file in sorted(SET_A.glob("articles/*.md"))]
    segmenter = Segmenter.load([article.text for article in articles] + list(words.question_words))
    sentences: list[Sentence] = []
    documents: list[Document] = []
    for article in articles:
        own = split_sentences(article)
        extra: list[list[str]] = [[] for _ in own]
        documents += article_documents(article.title or "", own, extra, len(sentences), segmenter, words)
        sentences += own
    index, right, asked = Index.build(documents, words), 0, 0
    for question in map(json.loads, (SET_A / "questions.jsonl").read_text("utf-8").splitlines()):
        if question["lang"] == "en" or len(question["turns"]) > 1 or not isinstance(question["doc"], str):
            continue
        if not question.get("evidence"):
            continue
        hits = index.search(question_tokens(question["turns"][0], segmenter, words), 10)
        texts = [
            sentences[hit.number].text for hit in hits if sentences[hit.number].article == question["doc"]
        ]
        asked += 1
        right += any(question["evidence"][:12] in text for text in texts)
    assert asked > 60
    assert right / asked >= 0.94


def lines(*texts: str, kind: Kind = Kind.BODY) -> list[Sentence]:
    """A sentence for each text, each a paragraph of its own."""
    return [Sentence("a", n, n, 0, len(text), kind, text) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("lengths", "chars", "wanted"),
    [
        ([100, 100, 100, 100], 300, "0 0 0 3"),
        ([100, 201, 10], 300, "0 1 1"),
        ([400, 10, 10], 300, "0 1 1"),
        ([10, 400, 10], 300, "0 1 2"),
        ([10, 10], 0, "0 1"),
        ([], 300, ""),
    ],
)
def test_short_lines_in_a_row_are_read_together(lengths: list[int], chars: int, wanted: str) -> None:
    assert contexts_of(lines(*("椒" * length for length in lengths)), chars) == wanted.split()


def test_a_long_paragraph_is_never_parted_and_a_teaser_stands_alone() -> None:
    long = [Sentence("a", n, 0, 0, 200, Kind.BODY, "椒" * 200) for n in range(3)]
    assert contexts_of(long, 300) == ["0", "0", "0"]
    mixed = [
        *lines("椒江"),
        Sentence("a", 1, 1, 0, 2, Kind.TEASER, "秀洲"),
        Sentence("a", 2, 2, 0, 2, Kind.BODY, "吴江"),
    ]
    assert contexts_of(mixed, 300) == ["0", "1", "2"]


def test_the_line_before_helps_to_find_a_sentence(words: SearchWords, segmenter: Segmenter) -> None:
    """The second of two equal sentences is the one that stands beside what is asked about."""
    said = "增速居全市第一。"
    articles = [["概况如下。", said], ["椒江区固定资产投资。", said], *([f"第{n}条。"] for n in range(20))]
    documents: list[Document] = []
    for number, texts in enumerate(articles):
        own = [Sentence(f"a{number}", n, n, 0, len(t), Kind.BODY, t) for n, t in enumerate(texts)]
        documents += article_documents("", own, [()] * len(own), len(documents), segmenter, words)
    asked = question_tokens("椒江固定资产投资增速第几", segmenter, words)
    ranking = [hit.number for hit in Index.build(documents, words).search(asked, 10)]
    assert ranking.index(3) < ranking.index(1)
    apart = msgspec.structs.replace(words, context_chars=0)
    assert [d.paragraph for d in documents][2:4] == ["0", "0"]
    own = [Sentence("a1", n, n, 0, len(t), Kind.BODY, t) for n, t in enumerate(articles[1])]
    assert [d.paragraph for d in article_documents("", own, [(), ()], 0, segmenter, apart)] == ["0", "1"]
