"""A real cluster that loses nodes, changes its corpus, or takes no changes: answers go on, nothing is lost."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from retrieval.answering.finder import Finder
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Document, Hit, Status
from retrieval.schema import OpenSearchSettings, SearchWords
from retrieval.search.cluster_client import Cluster, connect
from retrieval.search.cluster_documents import ClusterIndex
from retrieval.search.cluster_health import look
from retrieval.search.cluster_index import holders
from retrieval.search.documents import Index, Searchable
from retrieval.search.trouble import SearchError
from tests.cluster.corpus import answers_like_memory, documents, questions, same_hits
from tests.cluster.nodes import Nodes

pytestmark = pytest.mark.cluster


class Asking:
    """Asks without pause in a thread of its own; ``wrong``: every error, and every answer that is not right."""

    def __init__(self, index: Searchable, right: Callable[[int, list[Hit]], bool]) -> None:
        self.asked, self.slowest, self.wrong = 0, 0.0, list[str]()
        self._index, self._right, self._end = index, right, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        asked = questions(20)
        for number in itertools.cycle(range(len(asked))):
            if self._end.is_set():
                return
            began = time.monotonic()
            try:
                hits = self._index.search(asked[number], 10)
                if not self._right(number, hits):
                    self.wrong.append(f"question {number}: {hits[:3]}")
            except Exception as error:
                self.wrong.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.asked += 1

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._end.set()
            self._thread.join()


def like(references: Sequence[Index]) -> Callable[[int, list[Hit]], bool]:
    """Right is what one of these would answer."""
    wanted = [[reference.search(q, 10) for q in questions(20)] for reference in references]
    return lambda number, hits: any(same_hits(hits, one[number]) for one in wanted)


def holder_of(cluster: Cluster, alias: str) -> int:
    """The number of the node that has the first copy of an alias's index."""
    with cluster.client() as client:
        shards = client.cat.shards(index=alias, format="json")
    return int(next(shard["node"] for shard in shards if shard["prirep"] == "p").removeprefix("node"))


@pytest.fixture
def whole(nodes: Nodes) -> Iterator[Nodes]:
    """All nodes, before and after: the killed ones come back."""
    yield nodes
    nodes.revive(*nodes.dead())


def test_a_node_killed_while_articles_are_loaded_and_questions_asked(
    cluster: Cluster, words: SearchWords, whole: Nodes
) -> None:
    more = documents(600)
    first = more[:1800]
    index = ClusterIndex.open(cluster, words)
    index.add(first)
    alias = f"{cluster.settings.prefix}-sentences"
    whole.wait(3)
    asking = Asking(ClusterIndex.open(cluster, words), lambda _, hits: len(hits) == 10)
    killed = threading.Timer(0.3, whole.kill, [holder_of(cluster, alias)])
    with asking.meanwhile():
        killed.start()
        for start in range(len(first), len(more), 120):
            index.add(renamed(more[start : start + 120]))
        killed.join()
        time.sleep(1.0)
    assert asking.wrong == []
    assert asking.asked > 20
    everything = [*first, *renamed(more[len(first) :])]
    assert len(index) == len(everything) == 3600
    assert answers_like_memory(index, everything, words)
    whole.revive(*whole.dead())
    assert answers_like_memory(ClusterIndex.open(cluster, words), everything, words)


def renamed(some: Sequence[Document]) -> list[Document]:
    return [Document(d.number, f"{d.article}-more", d.paragraph, d.tokens, d.title) for d in some]


def test_a_node_killed_while_a_new_index_is_built(cluster: Cluster, words: SearchWords, whole: Nodes) -> None:
    old, new = documents(200), documents(900, seed=5)
    index = ClusterIndex.build(old, words, cluster)
    whole.wait(3)
    asking = Asking(index, like([Index.build(old, words)]))
    killed = threading.Timer(0.8, whole.kill, [holder_of(cluster, f"{cluster.settings.prefix}-sentences")])
    with asking.meanwhile():
        killed.start()
        built = ClusterIndex.build(new, words, cluster)
        killed.join()
        time.sleep(1.0)
    assert asking.wrong == []
    assert asking.asked > 20
    assert len(built) == len(new)
    assert answers_like_memory(built, new, words)
    assert answers_like_memory(ClusterIndex.open(cluster, words), new, words)


def test_an_outage_is_said_and_passes(
    settings_for: Callable[..., OpenSearchSettings], whole: Nodes, caplog: pytest.LogCaptureFixture
) -> None:
    config, settings = load_config(), settings_for(replicas=2)
    cluster = connect(settings, {})
    memory = Assistant.load(config)
    library = memory.finder.library
    finder = Finder.build(
        library, config.search, None, lambda documents, words: ClusterIndex.build(documents, words, cluster)  # type: ignore[arg-type]
    )  # fmt: skip
    assistant = Assistant.over(library, finder, config, memory.reader)
    whole.wait(3)
    question, english = (
        "椒江2019年固投增速?",
        "How much did fixed-asset investment grow in Jiaojiang in 2019?",
    )
    assert assistant.ask(question).answer == "33.1%"
    whole.kill(0)
    assert assistant.ask(question).answer == "33.1%"
    whole.kill(1)
    whole.kill(2)
    for text, lang in ((question, "zh"), (english, "en"), ("那2018年呢?", "zh")):
        answer = assistant.ask(text)
        assert (answer.status, answer.reason, answer.lang) == (Status.NOT_FOUND, "search_down", lang)
        assert assistant.explain(text).answer.reason == "search_down"
    assert "cluster.unreachable" in caplog.text
    assert [t.code for t in look(settings, {}).troubles] == ["cluster.unreachable"]
    whole.revive(*whole.dead())
    assert assistant.ask(question).answer == assistant.ask(english).answer == "33.1%"
    assert look(settings, {}).troubles == ()


# The corpus changes


def test_a_switch_leaves_no_gap(cluster: Cluster, words: SearchWords) -> None:
    corpora = [documents(100, seed) for seed in (11, 12, 13)]
    old = ClusterIndex.build(corpora[0], words, cluster)
    asking = Asking(old, like([Index.build(corpora[0], words)]))
    following = Asking(ClusterIndex.open(cluster, words), lambda _, hits: len(hits) == 10)
    with asking.meanwhile(), following.meanwhile():
        ClusterIndex.build(corpora[1], words, cluster)
        time.sleep(0.5)
    assert asking.wrong == following.wrong == []
    assert min(asking.asked, following.asked) > 5
    ClusterIndex.build(corpora[2], words, cluster)
    with pytest.raises(SearchError) as caught:  # two switches later its index is gone: it says so
        old.search(questions(1)[0], 10)
    assert caught.value.code == "cluster.no_index"
    assert answers_like_memory(ClusterIndex.open(cluster, words), corpora[2], words, 5)


def indices(cluster: Cluster) -> list[str]:
    with cluster.client() as client:
        return sorted(client.indices.get(index=f"{cluster.settings.prefix}-*"))


def test_the_same_corpus_is_not_built_twice(cluster: Cluster, words: SearchWords) -> None:
    corpus = documents(50)
    ClusterIndex.build(corpus, words, cluster)
    before = indices(cluster)
    ClusterIndex.build(corpus, words, cluster)
    assert indices(cluster) == before
    ClusterIndex.build(documents(50, seed=3), words, cluster)
    assert len(indices(cluster)) == len(before) * 2  # the old ones stay for who still asks them
    ClusterIndex.build(documents(50, seed=4), words, cluster)
    assert len(indices(cluster)) == len(before) * 2


def test_a_build_that_breaks_off_changes_nothing(
    cluster: Cluster, words: SearchWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = documents(50)
    ClusterIndex.build(corpus, words, cluster)
    before = indices(cluster)
    with monkeypatch.context() as patch:
        patch.setattr("retrieval.search.cluster_documents.switch", _fails)
        with pytest.raises(KeyboardInterrupt):
            ClusterIndex.build(documents(50, seed=3), words, cluster)
    assert indices(cluster) == before
    assert answers_like_memory(ClusterIndex.open(cluster, words), corpus, words, 5)


def _fails(*_: object) -> None:
    raise KeyboardInterrupt


# It takes no changes


def test_a_read_only_index_answers_and_says_so(cluster: Cluster, words: SearchWords) -> None:
    corpus = documents(20)
    index = ClusterIndex.open(cluster, words)
    index.add(corpus[:60])
    name = holders(cluster, f"{cluster.settings.prefix}-paragraphs")[0]
    block(cluster, name, True)
    try:
        for change in (lambda: index.add(corpus[60:]), lambda: index.remove(corpus[0].article)):
            with pytest.raises(SearchError) as caught:
                change()
            assert (caught.value.code, caught.value.values["index"]) == ("cluster.read_only", name)
        told = [t for t in look(cluster.settings, {}).troubles if t.code == "cluster.read_only"]
        assert [t.values["index"] for t in told] == [name]
        assert answers_like_memory(index, corpus[:60], words, 5)
    finally:
        block(cluster, name, None)
    index.add(corpus[60:])
    assert answers_like_memory(index, corpus, words, 5)


def block(cluster: Cluster, index: str, on: bool | None) -> None:
    with cluster.client() as client:
        client.indices.put_settings(index=index, body={"index.blocks.read_only_allow_delete": on})
