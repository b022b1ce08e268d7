"""Addresses: what is fetched, within which limits, and what is never asked."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from website import PAGE, Answer, Site, moved, running

from retrieval.corpus.addresses import is_address, is_public, resolve
from retrieval.corpus.incoming import Form, Incoming
from retrieval.corpus.problems import Problem
from retrieval.corpus.web import Fetcher
from retrieval.schema import IntakeSettings

Yiju = Callable[..., tuple[int, str, str]]
LIMITS = IntakeSettings(seconds=2, bytes=20_000, redirects=3)
HOSTS = {"news.example": ["127.0.0.1"], "other.example": ["127.0.0.1"], "inner.example": ["127.0.0.2"],
         "both.example": ["127.0.0.1", "127.0.0.2"], "down.example": ["127.0.0.3", "127.0.0.1"]}  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        found.paths["/1.html"] = Answer()
        yield found


def names(host: str, _port: int, _seconds: float) -> Sequence[str]:
    """In these tests 127.0.0.1 is the Internet and 127.0.0.2 the network nobody may look into."""
    if host not in HOSTS:
        raise OSError(host)
    return HOSTS[host]


def fetcher(limits: IntakeSettings = LIMITS, allow_private: bool = False) -> Fetcher:
    return Fetcher(limits, allow_private, names, lambda number: number != "127.0.0.2")


def code(found: Incoming | Problem) -> str:
    return found.code.removeprefix("corpus.") if isinstance(found, Problem) else "+"


PRIVATE = (
    "127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1 "
    "198.18.0.1 192.0.2.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00::1 ff02::1 "
    "2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: fec0::1 "
    "2001:0:7f00:1::1"
).split()


@pytest.mark.parametrize("number", PRIVATE)
def test_no_such_number_is_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "1.1.1.1", "203.119.1.1", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_these_are_public(number: str) -> None:
    assert is_public(number)


@given(
    st.ip_addresses(v=4, network="10.0.0.0/8")
    | st.ip_addresses(v=4, network="127.0.0.0/8")
    | st.ip_addresses(v=6, network="fc00::/7")
)
def test_no_number_of_a_private_network_is_public(number: object) -> None:
    assert not is_public(str(number))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest",
    ],
)
def test_the_machine_itself_is_never_asked_under_any_name(address: str) -> None:
    found = Fetcher(LIMITS).fetch(address)
    assert code(found) == "address_private"


def test_a_page_is_fetched_and_called_by_its_address(site: Site) -> None:
    found = fetcher().fetch(site.url("/1.html#top"))
    assert isinstance(found, Incoming)
    assert (found.form, found.data.decode(), found.hint) == (Form.HTML, PAGE, "utf-8")
    assert found.front == (("url", site.url("/1.html")),)
    assert found.names == ("news.example-1",)
    assert site.asked == [("news.example", "/robots.txt"), ("news.example", "/1.html")]


def test_the_number_that_was_checked_is_the_one_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that says 127.0.0.1 first and another number later (DNS rebinding) is asked once a request."""
    asked: list[str] = []

    def rebinding(host: str, port: int, seconds: float) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) <= 2 else ["127.0.0.2"]

    monkeypatch.setattr(socket, "getaddrinfo", _only_numbers(socket.getaddrinfo))
    found = Fetcher(LIMITS, False, rebinding, lambda number: number != "127.0.0.2").fetch(site.url("/1.html"))
    assert code(found) == "+"
    assert asked == ["news.example", "news.example"]  # the page, then its robots.txt


def _only_numbers(real: Callable[..., object]) -> Callable[..., object]:
    def look_up(host: str, *rest: object, **more: object) -> object:
        assert host.replace(".", "").isdigit(), f"{host} was looked up again"
        return real(host, *rest, **more)

    return look_up


@pytest.mark.parametrize("host", ["inner.example", "both.example"])
def test_a_host_with_any_private_number_is_not_asked(host: str, site: Site) -> None:
    assert code(fetcher().fetch(site.url("/1.html", host))) == "address_private"
    assert site.asked == []


def test_private_numbers_on_demand(site: Site) -> None:
    assert code(fetcher(allow_private=True).fetch(site.url("/1.html", "both.example"))) == "+"


def test_a_number_that_does_not_answer_is_passed_over(site: Site) -> None:
    assert code(fetcher().fetch(site.url("/1.html", "down.example"))) == "+"


REDIRECTS = {
    "once": (["/2", "/1.html"], "+"),
    "to another host": (["http://other.example:{port}/1.html"], "+"),
    "as often as allowed": (["/2", "/3", "/1.html"], "+"),
    "too often": (["/2", "/3", "/4", "/1.html"], "address_redirects"),
    "in a circle": (["/0"], "address_redirects"),
    "to a private host": (["http://inner.example:{port}/1.html"], "address_private"),
    "to a file": (["file:///etc/passwd"], "address_bad"),
    "to another scheme": (["gopher://news.example/"], "address_bad"),
    "to nowhere": (["http://none.example/"], "address_unknown"),
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_redirects(name: str, site: Site) -> None:
    steps, expected = REDIRECTS[name]
    for number, step in enumerate(steps):
        site.paths[f"/{number or 0}" if number == 0 else steps[number - 1]] = moved(
            step.format(port=site.port)
        )
    found = fetcher().fetch(site.url("/0"))
    assert code(found) == expected
    if isinstance(found, Incoming):
        assert dict(found.front)["url"].endswith("/1.html")


ANSWERS = {
    "missing": (Answer("", 404, {}), "address_status"),
    "broken": (Answer("", 500, {}), "address_status"),
    "a picture": (Answer(b"\x89PNG", 200, {"Content-Type": "image/png"}), "address_kind"),
    "plain text": (Answer("增长5%。", 200, {"Content-Type": "text/plain; charset=gbk"}), "+"),
    "a page without its type": (Answer(PAGE, 200, {}), "+"),
    "bytes without their type": (Answer(b"x", 200, {}), "address_kind"),
    "too large": (Answer("x" * 20_001), "too_large"),
    "too large, and does not say so": (Answer("x" * 20_001, says_length=False), "too_large"),
    "too large when unpacked": (Answer("x" * 200_000, packed=True), "too_large"),
    "packed": (Answer(packed=True), "+"),
    "too slow": (Answer("x" * 6400, pause=0.1), "address_slow"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(name: str, site: Site) -> None:
    site.paths["/x"], expected = ANSWERS[name]
    assert code(fetcher().fetch(site.url("/x"))) == expected


ROBOTS = {
    "none": (Answer("", 404, {}), "+"),
    "forbidden to look": (Answer("", 403, {}), "+"),
    "everything allowed": (Answer("User-agent: *\nDisallow:\n"), "+"),
    "everything forbidden": (Answer("User-agent: *\nDisallow: /\n"), "address_robots"),
    "another agent": (Answer("User-agent: Other\nDisallow: /\n"), "+"),
    "us alone": (Answer("User-agent: yiju\nDisallow: /1\n\nUser-agent: *\nAllow: /\n"), "address_robots"),
    "a pattern": (Answer("User-agent: *\nDisallow: /*.html$\n"), "address_robots"),
    "the longer rule": (Answer("User-agent: *\nDisallow: /\nAllow: /1.html\n"), "+"),
    "down": (Answer("", 503, {}), "address_robots_down"),
    "no robots at all": (Answer("<html>404</html>"), "+"),
    "moved": (moved("/r2"), "address_robots"),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_robots(name: str, site: Site) -> None:
    site.paths["/robots.txt"], expected = ROBOTS[name]
    site.paths["/r2"] = Answer("User-agent: *\nDisallow: /\n")
    assert code(fetcher().fetch(site.url("/1.html"))) == expected
    assert (("news.example", "/1.html") in site.asked) is (expected == "+")


def test_robots_are_asked_for_once_a_host(site: Site) -> None:
    one = fetcher()
    for host in ("news.example", "news.example", "other.example"):
        one.fetch(site.url("/1.html", host))
    assert [host for host, path in site.asked if path == "/robots.txt"] == ["news.example", "other.example"]


@pytest.mark.parametrize(
    "address", ["http://", "http://a:b@news.example/", "http://[", "http://\ud800/", "http://x..y/"]
)
def test_what_is_no_address(address: str) -> None:
    assert code(fetcher().fetch(address)) in ("address_bad", "address_unknown")


@pytest.mark.parametrize(
    "target, expected",
    [("http://x", True), ("HTTPS://x", True), ("file:///x", False), ("x.md", False), ("ftp://x", False)],
)
def test_what_is_taken_for_an_address(target: str, expected: bool) -> None:
    assert is_address(target) is expected


def test_a_name_server_that_takes_its_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: threading.Event().wait(3) or [])
    with pytest.raises(TimeoutError):
        resolve("news.example", 80, 0.05)


def test_an_address_becomes_an_article(yiju: Yiju, articles: Path, site: Site) -> None:
    address = f"http://127.0.0.1:{site.port}/1.html"
    status, out, _ = yiju("add", address, "--articles", articles)
    assert (status, out) == (
        1,
        f"! {address}: 127.0.0.1 是本机或内网的地址；确实要读，请加 --allow-private\n",
    )
    assert not articles.exists()
    status, out, _ = yiju("add", address, "--allow-private", "--articles", articles, "--json")
    (added,) = json.loads(out)["added"]
    assert (status, added["title"], added["published"], added["url"]) == (
        0,
        "2019年公报",
        "2020-03-01",
        address,
    )
    assert yiju("ask", "椒江区2019年固定资产投资增长多少?", "--articles", articles)[1].startswith("33.1%")
