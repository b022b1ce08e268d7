"""Folders of article files: what is wrong with one file never costs another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.corpus.articles import load_articles
from retrieval.corpus.check import check_articles
from retrieval.corpus.metadata import date_in_url, read_date
from retrieval.corpus.problems import Problem, Severity
from retrieval.schema import RepairWords

GOOD = "---\ntitle: 椒江2019年投资\npublished: 2020-05-15\n---\n2019年，椒江区固定资产投资增长33.1%。\n"
BODY = "2021年，平湖市地区生产总值增长{}%，增速列全市第一。\n"


def load(tmp_path: Path, words: RepairWords, **files: str | bytes) -> tuple[list[str], list[Problem]]:
    """The ids of the articles and the problems of a folder of these files and one good one."""
    for name, content in {"a_good.md": GOOD, **{k.replace("__", "."): v for k, v in files.items()}}.items():
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
    corpus = load_articles(tmp_path, words)
    return [article.id for article in corpus.articles], list(corpus.problems)


def codes(problems: list[Problem]) -> set[tuple[str, str, str]]:
    return {(problem.file, problem.code, problem.severity.value) for problem in problems}


UNUSABLE: dict[str, tuple[str | bytes, str]] = {
    "empty": (b"", "corpus.empty"),
    "blank": (b" \n\t\n", "corpus.empty"),
    "front_only": (b"---\ntitle: x\n---\n", "corpus.empty"),
    "binary": (b"\x00\x01\x02PNG", "corpus.binary"),
    "pdf": (b"%PDF-1.4\n1 0 obj", "corpus.binary"),
    "docx": (b"PK\x03\x04word", "corpus.binary"),
    "long_line": ("增长5%。" * 30_000, "corpus.long_line"),
    "five_megabytes": (b"x" * 5_000_000, "corpus.too_large"),
    "noise": (bytes(range(128, 256)) * 20, "corpus.encoding"),
}


@pytest.mark.parametrize(
    "name, suffix", [(n, s) for n in UNUSABLE for s in ("md", "txt") if (n, s) != ("front_only", "txt")]
)
def test_a_file_that_cannot_be_used(name: str, suffix: str, tmp_path: Path, words: RepairWords) -> None:
    content, code = UNUSABLE[name]
    ids, problems = load(tmp_path, words, **{f"bad__{suffix}": content})
    assert ids == ["a_good"]
    assert codes(problems) == {(f"bad.{suffix}", code, "error")}


def test_the_long_line_is_named_with_its_length(tmp_path: Path, words: RepairWords) -> None:
    _, problems = load(tmp_path, words, bad__txt="增长5%。" * 30_000)
    assert dict(problems[0].values) == {"length": "150000", "limit": str(words.max_line)}


USED: dict[str, tuple[str | bytes, set[tuple[str, str]]]] = {
    "no_title": (BODY.format(1), {("corpus.no_title", "info"), ("corpus.no_published", "info")}),
    "unknown_key": ("---\ntitle: 平湖\nauthor: 张\npublished: 2021-01-02\n---\n" + BODY.format(2), {("corpus.unknown_key", "warning")}),
    "bad_date": ("---\ntitle: 平湖\npublished: 2021-02-30\n---\n" + BODY.format(3), {("corpus.bad_date", "warning"), ("corpus.no_published", "info")}),
    "month_only": ("---\ntitle: 平湖\npublished: 2021-02\n---\n" + BODY.format(4), {("corpus.bad_date", "warning"), ("corpus.no_published", "info")}),
    "colon_in_title": ("---\ntitle: 平湖: 增长\npublished: 2021-02-03\n---\n" + BODY.format(5), {("corpus.front_matter", "warning")}),
    "list_as_title": ("---\ntitle: [a, b]\npublished: 2021-02-03\n---\n" + BODY.format(6), {("corpus.bad_value", "warning"), ("corpus.no_title", "info")}),
    "no_mapping": ("---\n- a\n- b\n---\n" + BODY.format(7), {("corpus.front_matter", "warning"), ("corpus.no_title", "info"), ("corpus.no_published", "info")}),
    "gb18030": (("---\ntitle: 平湖\npublished: 2021-02-03\n---\n" + BODY.format(8)).encode("gb18030"), {("corpus.other_encoding", "warning")}),
    "big5": (("---\ntitle: 平湖\npublished: 2021-02-03\n---\n" + "初步核算，全市生產總值增長9.5%。" * 5).encode("big5"), {("corpus.other_encoding", "warning")}),
    "utf16": (("---\ntitle: 平湖\npublished: 2021-02-03\n---\n" + BODY.format(9)).encode("utf-16"), {("corpus.other_encoding", "warning")}),
    "cut_off": (("---\ntitle: 平湖\npublished: 2021-02-03\n---\n" + BODY.format(10)).encode()[:-2], {("corpus.cut_off", "warning")}),
    "windows": ("\ufeff---\r\ntitle: 平湖\r\npublished: 2021-02-03\r\n---\r\n" + BODY.format(11).replace("\n", "\r\n"), set()),
    "null": ("---\ntitle: 平湖\npublisher: null\nurl:\npublished: '2021-02-03'\n---\n" + BODY.format(12), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", USED)
def test_a_file_that_is_used_all_the_same(name: str, tmp_path: Path, words: RepairWords) -> None:
    content, expected = USED[name]
    ids, problems = load(tmp_path, words, **{f"{name}__md": content})
    assert ids == ["a_good", name]
    assert {(problem.code, problem.severity.value) for problem in problems} == expected


def test_values_of_a_broken_front_matter_are_read_line_by_line(tmp_path: Path, words: RepairWords) -> None:
    (tmp_path / "x.md").write_text(
        "---\ntitle: 平湖: 增长\npublished: 2021-02-03\n---\n" + BODY.format(5), "utf-8"
    )
    (article,) = load_articles(tmp_path, words).articles
    assert (article.title, article.published) == ("平湖: 增长", date(2021, 2, 3))


def test_doubles(tmp_path: Path, words: RepairWords) -> None:
    ids, problems = load(
        tmp_path, words, b__md=BODY.format(1), b__txt=BODY.format(2), c__txt="2019年，椒江区固定资产投资增长３3.1%。".replace("３", "3"),
        d__txt="2019年，，椒江区 固定资产投资增长33.1%。",
    )  # fmt: skip
    assert ids == ["a_good", "b"]
    found = {(p.file, p.code, dict(p.values)["other"]) for p in problems if p.severity is Severity.ERROR}
    assert found == {
        ("b.txt", "corpus.same_id", "b.md"), ("c.txt", "corpus.same_text", "a_good.md"), ("d.txt", "corpus.same_text", "a_good.md"),
    }  # fmt: skip


def test_other_types_hidden_files_and_folders(tmp_path: Path, words: RepairWords) -> None:
    (tmp_path / "folder.md").mkdir()
    ids, problems = load(tmp_path, words, page__html="<p>", **{".hidden__md": "x"})
    assert ids == ["a_good"]
    assert codes(problems) == {("page.html", "corpus.other_type", "warning")}


def test_a_file_that_vanishes_or_is_forbidden(
    tmp_path: Path, words: RepairWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "bad.md":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    ids, problems = load(tmp_path, words, bad__md="x")
    assert ids == ["a_good"]
    assert problems == [Problem("bad.md", "corpus.unreadable", (("error", "Permission denied"),))]


def test_no_such_folder(tmp_path: Path, words: RepairWords) -> None:
    corpus = load_articles(tmp_path / "none", words)
    assert corpus.articles == ()
    assert [problem.code for problem in corpus.problems] == ["corpus.no_folder"]


def test_the_body_of_an_article_is_what_stands_below_its_front_matter(
    tmp_path: Path, words: RepairWords
) -> None:
    load(tmp_path, words)
    (article,) = load_articles(tmp_path, words).articles
    assert article.text == "2019年，椒江区固定资产投资增长33.1%。\n"
    assert (article.title, article.published) == ("椒江2019年投资", date(2020, 5, 15))


def test_a_title_is_repaired_too(tmp_path: Path, words: RepairWords) -> None:
    (tmp_path / "x.md").write_text("---\ntitle: 四大主導（dǎo）產（chǎn）業\n---\n增長5%。", "utf-8")
    assert load_articles(tmp_path, words).articles[0].title == "四大主導產業"


def test_check_puts_errors_first_and_finds_pages_without_a_body(tmp_path: Path, words: RepairWords) -> None:
    load(tmp_path, words, b__md="首页 > 资讯 > 正文\n登录 注册\n版权所有", c__txt="")
    found = [(problem.file, problem.code) for problem in check_articles(tmp_path, words)]
    assert found == [
        ("c.txt", "corpus.empty"),
        ("b.md", "corpus.no_body"),
        ("b.md", "corpus.no_published"),
        ("b.md", "corpus.no_title"),
    ]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2019-08-28", date(2019, 8, 28)),
        ("2014年02月27日 浙江在线", date(2014, 2, 27)),
        ("2019/11/21 21:16", date(2019, 11, 21)),
        ("2020.5.7", date(2020, 5, 7)),
        ("2019-08-28T10:00:00+08:00", date(2019, 8, 28)),
        ("Jan 19, 2024", date(2024, 1, 19)),
        ("19 January 2024", date(2024, 1, 19)),
        ("2021-02-30", None),
        ("(09-24)", None),
        ("8月3日", None),
        ("2018年5月", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://zjnews.zjol.com.cn/zjnews/jxnews/201707/t20170728_4664342.shtml", date(2017, 7, 28)),
        ("https://example.com/xw/ndxw/2019/1224/144631.shtml", date(2019, 12, 24)),
        ("https://example.gov.cn/art/2024/11/14/art_1688422_176045.html", date(2024, 11, 14)),
        ("http://example.net/html/2020-03/18/content_526288.htm", date(2020, 3, 18)),
        ("https://example.com/pc/con/202208/31/content_210467.html", date(2022, 8, 31)),
        ("https://example.gov.cn/gqfx/20181103/0014-1002717.html", date(2018, 11, 3)),
        ("https://example.com/finance/2024-01-19/24356.html", date(2024, 1, 19)),
        ("http://example.net/index.php/post/3992.html", None),
        ("https://example.net/maanshan/201805/7465631.html", None),
        ("https://example.com/id/20191350.html", None),
    ],
)
def test_dates_in_addresses(url: str, expected: date | None) -> None:
    assert date_in_url(url) == expected
