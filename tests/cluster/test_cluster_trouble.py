"""What is wrong with a cluster is one clear line: no Java is needed to be refused."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from retrieval.config import LANGUAGES, load_config
from retrieval.schema import OpenSearchSettings
from retrieval.search.cluster_bulk import Entry, load
from retrieval.search.cluster_client import PASSWORD, USER, Cluster, connect
from retrieval.search.cluster_health import look
from retrieval.search.trouble import SearchError
from tests.cluster.fake import OPENSEARCH, always, error, serving, slowly
from tests.cluster.nodes import free_ports

Answering = Callable[[str, str, str], tuple[int, Any]]


def settings(host: str, **more: Any) -> OpenSearchSettings:
    return OpenSearchSettings(hosts=(host,), timeout=0.3, patience=0.05, **more)


def cluster_at(host: str, pauses: list[float] | None = None, **more: Any) -> Cluster:
    cluster = connect(settings(host, **more), {})
    cluster.pause = (pauses if pauses is not None else []).append
    return cluster


BLOCKED = error(
    "cluster_block_exception", "index [yiju-sentences-1] blocked by: [FORBIDDEN/12/index read-only]"
)
DISK_FULL = error(
    "cluster_block_exception", "index [yiju-x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded"
)
TROUBLES: dict[str, tuple[Answering, str]] = {
    "auth": (always(401, "Unauthorized"), "cluster.auth"),
    "forbidden": (always(403, error("security_exception", "no permissions")), "cluster.forbidden"),
    "read-only": (always(403, BLOCKED), "cluster.read_only"),
    "disk full": (always(429, DISK_FULL), "cluster.read_only"),
    "busy": (always(429, error("rejected_execution_exception")), "cluster.busy"),
    "no manager": (always(503, error("cluster_manager_not_discovered_exception")), "cluster.busy"),
    "a proxy's page": (always(502, "<html>Bad gateway</html>"), "cluster.busy"),
    "no index": (always(404, error("index_not_found_exception", index="yiju-sentences")), "cluster.no_index"),
    "another fault": (always(400, error("parsing_exception", "what?")), "cluster.refused"),
    "slow": (slowly(1.5), "cluster.timeout"),
    "no JSON": (always(200, "<html>hello</html>"), "cluster.refused"),
    "old": (always(200, {"version": {"distribution": "opensearch", "number": "1.3.20"}}), "cluster.version"),
    "Elasticsearch": (always(200, {"version": {"number": "8.15.0"}}), "cluster.version"),
    "something else": (always(200, {"hello": "world"}), "cluster.version"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_what_is_wrong_is_told_apart(name: str) -> None:
    answer, code = TROUBLES[name]
    with serving(answer) as fake, pytest.raises(SearchError) as caught:
        cluster_at(fake.host).check()
    assert caught.value.code == code
    for lang in LANGUAGES:
        said = load_config().messages[lang].text(code, **caught.value.values)
        assert "\n" not in said
        assert fake.host in said


def test_an_index_that_is_read_only_is_named() -> None:
    with serving(always(403, BLOCKED)) as fake, pytest.raises(SearchError) as caught:
        load(cluster_at(fake.host), "yiju-sentences-1", [Entry(1, ["椒江"])])
    assert caught.value.values["index"] == "yiju-sentences-1"


def test_nobody_there() -> None:
    host = f"http://127.0.0.1:{free_ports(1)[0]}"
    health = look(settings(host), {})
    assert (health.version, [trouble.code for trouble in health.troubles]) == ("", ["cluster.unreachable"])


def test_a_server_without_tls_is_not_asked_without_it() -> None:
    with serving(always(200, OPENSEARCH)) as fake, pytest.raises(SearchError) as caught:
        cluster_at(fake.host.replace("http:", "https:")).check()
    assert caught.value.code in ("cluster.tls", "cluster.unreachable")
    assert fake.asked == []


def test_without_the_client_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(SearchError) as caught:
        connect(OpenSearchSettings(), {})
    assert "pip install 'opensearch-py<3'" in load_config().messages["en"].text(caught.value.code)


def test_user_and_password_come_from_the_environment() -> None:
    with serving(always(401, "Unauthorized")) as fake:
        look(settings(fake.host), {USER: "yiju", PASSWORD: "geheim"})
        look(settings(fake.host), {})
    assert fake.users == ["Basic eWlqdTpnZWhlaW0=", ""]


# What passes is tried again


def test_a_question_is_asked_again_and_soon_given_up() -> None:
    pauses: list[float] = []
    with serving(always(503, error("busy"))) as fake, pytest.raises(SearchError):
        cluster_at(fake.host, pauses).asked(lambda client: client.info())
    assert sum(pauses) < 2 < len(fake.asked)


def test_patience_counts_the_requests_too_and_not_only_the_pauses() -> None:
    def slow(*_: str) -> tuple[int, object]:
        time.sleep(0.2)
        return 503, error("busy")

    with serving(slow) as fake, pytest.raises(SearchError):
        cluster = connect(OpenSearchSettings(hosts=(fake.host,), timeout=2.0, patience=0.5), {})
        cluster.pause = lambda _: None
        cluster.changed(lambda client: client.info())
    assert 1 < len(fake.asked) <= 8  # the client itself asks up to four times each; by pauses alone it was 16


def test_what_cannot_pass_is_not_tried_again() -> None:
    pauses: list[float] = []
    with serving(always(401, "no")) as fake, pytest.raises(SearchError):
        cluster_at(fake.host, pauses).asked(lambda client: client.info())
    assert (pauses, len(fake.asked)) == ([], 1)


def bulk_answers(refused_first: int, status: int, kind: str) -> tuple[Answering, list[list[str]]]:
    """A cluster that refuses some documents of the first requests; the ids of each request."""
    requests: list[list[str]] = []

    def answer(method: str, path: str, body: str) -> tuple[int, Any]:
        ids = [line.split('"')[5] for line in body.splitlines() if line.startswith('{"index"')]
        requests.append(ids)
        bad = ids[1::2] if len(requests) <= refused_first else []
        items = [
            {"index": {"_id": n, "status": status, "error": {"type": kind, "reason": ""}}}
            if n in bad
            else {"index": {"_id": n, "status": 201}}
            for n in ids
        ]
        return 200, {"errors": bool(bad), "items": items}

    return answer, requests


def test_only_what_was_refused_is_sent_again_ever_more_slowly() -> None:
    answer, requests = bulk_answers(2, 429, "rejected_execution_exception")
    pauses: list[float] = []
    with serving(answer) as fake:
        load(connect_patient(fake.host, pauses), "i", [Entry(n, ["椒江"]) for n in range(4)])
    assert requests == [["0", "1", "2", "3"], ["1", "3"], ["3"]]
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == 2


def test_what_can_never_be_stored_is_not_sent_again() -> None:
    answer, requests = bulk_answers(9, 400, "mapper_parsing_exception")
    with serving(answer) as fake, pytest.raises(SearchError) as caught:
        load(connect_patient(fake.host, []), "i", [Entry(n, ["椒江"]) for n in range(4)])
    assert (len(requests), caught.value.values["why"]) == (1, "mapper_parsing_exception")


def test_many_documents_go_in_requests_of_a_bearable_size() -> None:
    answer, requests = bulk_answers(0, 200, "")
    sizes: list[int] = []

    def measured(method: str, path: str, body: str) -> tuple[int, Any]:
        sizes.append(len(body.encode()))
        return answer(method, path, body)

    entries = [Entry(n, ["固定资产投资"] * (40_000 if n % 500 < 3 else 5)) for n in range(1200)]
    with serving(measured) as fake:
        assert load(connect_patient(fake.host, []), "i", entries) == 1200
    assert sorted(int(n) for ids in requests for n in ids) == list(range(1200))
    assert max(sizes) < 10_000_000


def connect_patient(host: str, pauses: list[float]) -> Cluster:
    cluster = connect(OpenSearchSettings(hosts=(host,), timeout=5, patience=10), {})
    cluster.pause = pauses.append
    return cluster


# The command line


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], str]:
    def written(host: str) -> str:
        text = f'engine: opensearch\nopensearch:\n  hosts: ["{host}"]\n  timeout: 0.5\n'
        (tmp_path / "settings.yaml").write_text(text, "utf-8")
        return str(tmp_path)

    return written


@pytest.mark.parametrize("command", [["ask", "椒江2019年固投增速?"], ["search", "固投"], ["check"]])
@pytest.mark.parametrize(("lang", "said"), [("zh", "没有 OpenSearch 应答"), ("en", "no OpenSearch answers")])
def test_one_line_and_status_2(
    folder: Callable[[str], str], capsys: pytest.CaptureFixture[str], command: list[str], lang: str, said: str
) -> None:
    host = f"http://127.0.0.1:{free_ports(1)[0]}"
    assert run([*command, "--config", folder(host), "--lang", lang]) == 2
    captured = capsys.readouterr()
    found = [line for line in (captured.out + captured.err).splitlines() if said in line]
    assert len(found) == 1
    assert host in found[0]
    assert "Traceback" not in captured.err


def test_a_password_in_the_file_is_refused(
    folder: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", "--config", folder("https://admin:geheim@example.org:9200"), "椒江?"]) == 2
    assert "opensearch.hosts" in capsys.readouterr().err
