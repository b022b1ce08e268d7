"""``yiju add`` and ``yiju remove``: what becomes a file of the folder, what is told, and what is left where it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bulletins import text, write

from retrieval.config import default_seeds_dir

Yiju = Callable[..., tuple[int, str, str]]
Add = Callable[..., dict[str, Any]]
PAGES = Path(__file__).parents[1] / "corpus" / "pages"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_added_article_is_answered_from(yiju: Yiju, articles: Path, tmp_path: Path) -> None:
    source = write(
        tmp_path / "in/公报.md", text(), title="2019年公报", publisher="椒江区统计局", published="2020-03-01"
    )
    status, out, err = yiju("add", source, "--articles", articles)
    assert (status, err) == (0, "")
    assert out == "+ 公报  2019年公报 · 2020-03-01 · 椒江区统计局 · 浙江省台州市椒江区 · 3句 · 7个数据\n"
    assert (articles / "公报.md").read_text("utf-8") == source.read_text("utf-8")
    status, out, _ = yiju("ask", "椒江区2019年固定资产投资增长多少?", "--articles", articles)
    assert (status, out.split()[0]) == (0, "33.1%")


def test_every_form_becomes_an_article(add: Add, articles: Path, tmp_path: Path) -> None:
    write(tmp_path / "in/a.md", text("椒江区"), title="椒江")
    (tmp_path / "in/b.txt").write_bytes(text("吴江区", 2020, 5.5).encode("gb18030"))
    (tmp_path / "in/c.html").write_bytes((PAGES / "old-table.html").read_bytes().decode().encode("gb18030"))
    row = json.dumps(
        {"id": "秀洲-1", "title": "秀洲", "published": "2022-02-01", "text": text("秀洲区", 2021, 7.7)}
    )
    (tmp_path / "in/d.jsonl.gz").write_bytes(gzip.compress(row.encode()))
    found = add(tmp_path / "in")
    assert found["status"] == 0
    assert found["unread"] == []
    assert [(one["id"], one["title"], one["published"], one["region"]) for one in found["added"]] == [
        ("a", "椒江", None, "浙江省台州市椒江区"),
        ("b", None, None, "江苏省苏州市吴江区"),
        ("c", "2008年青川县国民经济和社会发展统计公报", "2009-03-12", "四川省广元市青川县"),
        ("秀洲-1", "秀洲", "2022-02-01", "浙江省嘉兴市秀洲区"),
    ]
    assert names(articles) == ["a.md", "b.md", "c.md", "秀洲-1.md"]
    assert (articles / "b.md").read_text("utf-8").endswith(text("吴江区", 2020, 5.5))


def test_what_cannot_be_read_is_told_and_stays(yiju: Yiju, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(text(), "utf-8")
    (tmp_path / "in/b.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "in/c.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "in/d.md").write_text("首页 > 资讯 > 正文\n登录 注册\n版权所有", "utf-8")
    status, out, _ = yiju("add", tmp_path / "in", "--articles", articles)
    assert status == 0
    folder = tmp_path / "in"
    assert out.splitlines()[1:] == [
        f"! {folder}/b.pdf: 没有读.pdf；能读 .md、.txt、.html、.jsonl、.jsonl.gz",
        f"! {folder}/c.txt: 不是文本文件；请另存为 UTF-8 文本",
        f"! {folder}/d.md: 除了网页杂项没有正文；请换成正文",
        "加了1篇（其中转载0篇），原有0篇，没读3个",
    ]
    assert names(tmp_path / "in") == ["a.txt", "b.pdf", "c.txt", "d.md"]
    assert names(articles) == ["a.md"]
    assert yiju("add", folder / "b.pdf", "--articles", articles)[0] == 1


def test_adding_again_changes_nothing(add: Add, articles: Path, tmp_path: Path) -> None:
    for n in range(3):
        write(
            tmp_path / f"in/{n}.md",
            text(year=2019 + n, growth=9.5 + n),
            title=f"{2019 + n}年公报",
            publisher="统计局",
        )
    assert len(add(tmp_path / "in")["added"]) == 3
    before = {path: path.stat().st_mtime_ns for path in articles.iterdir()}
    again = add(tmp_path / "in")
    assert (again["status"], again["added"], len(again["unchanged"])) == (0, [], 3)
    assert {path: path.stat().st_mtime_ns for path in articles.iterdir()} == before
    assert add(articles)["added"] == []


def test_files_of_one_name_in_several_folders(add: Add, articles: Path, tmp_path: Path) -> None:
    for n, folder in enumerate(("2019", "2020", "x/2020")):
        write(tmp_path / "in" / folder / "h1.md", text(year=2019 + n, growth=9.5 + n))
    assert [one["id"] for one in add(tmp_path / "in")["added"]] == ["h1", "2020-h1", "h1-2"]
    assert len(add(tmp_path / "in")["unchanged"]) == 3


def test_a_newer_text_is_taken_on_demand_only(yiju: Yiju, add: Add, articles: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "a.md", text(), title="2019年公报", published="2020-03-01")
    add(source)
    write(source, text(growth=34.2), title="2019年公报", published="2020-03-01")
    status, out, _ = yiju("add", source, "--articles", articles)
    assert (status, out) == (1, f"! {source}: a 已有，内容不同；加 --replace 就换成新的，旧的留在 .removed\n")
    assert "33.1%" in (articles / "a.md").read_text("utf-8")
    (added,) = add(source, "--replace")["added"]
    assert (added["id"], added["replaced"]) == ("a", True)
    assert "34.2%" in (articles / "a.md").read_text("utf-8")
    assert "33.1%" in (articles / ".removed/a.md").read_text("utf-8")


def test_a_newer_text_of_an_address_is_known_by_it(add: Add, articles: Path, tmp_path: Path) -> None:
    add(write(tmp_path / "a.md", text(), url="https://x.example/1"))
    newer = write(tmp_path / "b.md", text(growth=34.2), url="https://x.example/1")
    assert [one["reason"] for one in add(newer)["unread"]] == ["changed"]
    assert [one["id"] for one in add(newer, "--replace")["added"]] == ["a"]
    assert names(articles) == [".removed", "a.md"]


def test_the_seeds_are_never_written_to(yiju: Yiju, tmp_path: Path) -> None:
    source = write(tmp_path / "a.md", text())
    before = names(default_seeds_dir())
    for command in (["add", source], ["remove", "001-jiaojiang"]):
        status, out, err = yiju(*command, "--articles", default_seeds_dir())
        assert (status, out) == (2, "")
        assert "随 Yiju 带来的文章" in err
        assert "--articles" in yiju(*command)[2]
    assert names(default_seeds_dir()) == before


def test_the_folder_can_be_a_setting(yiju: Yiju, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/settings.yaml").write_text("articles: news\n", "utf-8")
    source = write(tmp_path / "a.md", text())
    assert yiju("add", source, "--config", tmp_path / "mine")[0] == 0
    assert names(tmp_path / "mine/news") == ["a.md"]
    assert yiju("ask", "椒江区2019年固定资产投资增长多少?", "--config", tmp_path / "mine")[1].startswith(
        "33.1%"
    )


def test_a_file_is_no_folder(yiju: Yiju, tmp_path: Path) -> None:
    source = write(tmp_path / "a.md", text())
    status, _, err = yiju("add", source, "--articles", source)
    assert status == 2
    assert f"{source} 不是文件夹" in err


def test_removed_articles_are_moved_and_no_longer_answered_from(
    yiju: Yiju, add: Add, articles: Path, tmp_path: Path
) -> None:
    add(write(tmp_path / "a.md", text()), write(tmp_path / "b.md", text("吴江区", 2020, 5.5)))
    status, out, _ = yiju("remove", "a", "none", "--articles", articles)
    assert status == 1
    assert out.splitlines() == [f"a 已移到 {articles}/.removed/a.md", "没有这篇文章：none"]
    assert yiju("ask", "椒江区2019年固定资产投资增长多少?", "--articles", articles)[0] == 1
    assert json.loads(yiju("remove", "b", "--articles", articles, "--json")[1]) == [
        {"id": "b", "file": f"{articles}/.removed/b.md"}
    ]
    assert len(add(tmp_path / "a.md")["added"]) == 1


@pytest.mark.parametrize(
    "title", ["“首季红”：增长 33.1%", "- 一", "#1 县", "yes", "a: b", "'引", '"引"', "2020-01-01"]
)
def test_any_title_comes_back(title: str, add: Add, yiju: Yiju, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"id": "x", "title": title, "text": text()}), "utf-8")
    add(tmp_path / "x.jsonl")
    assert json.loads(yiju("articles", "--articles", articles, "--json")[1])[0]["title"] == title
    assert add(articles / "x.md")["unchanged"] != []


# --- reposts ---------------------------------------------------------------------------------------------------


def test_a_repost_is_taken_and_linked_to_what_it_repeats(yiju: Yiju, articles: Path, tmp_path: Path) -> None:
    first = write(
        tmp_path / "a.md", text(), title="2019年公报", publisher="椒江区统计局", published="2020-03-01"
    )
    body = f"来源：浙江在线　编辑：小陈\n{text().replace('，', ',')}"
    repost = write(
        tmp_path / "b.md", body, title="椒江公报出炉", publisher="浙江在线", published="2020-03-02"
    )
    third = write(
        tmp_path / "c.md", text() + "下一步，将继续扩大有效投资。\n", title="椒江投资", publisher="台州日报"
    )
    assert yiju("add", first, "--articles", articles)[0] == 0
    status, out, _ = yiju("add", repost, third, "--articles", articles)
    assert status == 0
    assert [line.rpartition(" · ")[2] for line in out.splitlines()[:2]] == [
        "与a相同，算作同一篇的另一个来源",
        "与a相同，算作同一篇的另一个来源",
    ]
    assert out.splitlines()[2] == "加了2篇（其中转载2篇），原有0篇，没读0个"
    assert "\nsame_as: a\n" in (articles / "b.md").read_text("utf-8")
    answer = json.loads(yiju("ask", "椒江区2019年固定资产投资增长多少?", "--articles", articles, "--json")[1])
    assert answer["answer"] == "33.1%"
    assert [quote["article"] for quote in answer["quotes"]] == ["a", "b", "c"]
    assert yiju("check", "--articles", articles)[0] == 0


def test_the_bulletins_of_two_years_are_no_reposts(add: Add, tmp_path: Path) -> None:
    for year in range(2010, 2024):
        write(tmp_path / f"in/{year}.md", text(year=year, growth=5.5 + (year * 7) % 13))
    assert [one["same_as"] for one in add(tmp_path / "in")["added"]] == [None] * 14


def test_the_same_text_in_the_same_run_by_two_publishers(add: Add, articles: Path, tmp_path: Path) -> None:
    rows = [
        {"id": f"r{n}", "publisher": f"第{n}报", "url": f"https://x.example/{n}", "text": text()}
        for n in range(3)
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    found = add(tmp_path / "r.jsonl")
    assert [(one["id"], one["same_as"]) for one in found["added"]] == [
        ("r0", None),
        ("r1", "r0"),
        ("r2", "r0"),
    ]
    assert len(add(tmp_path / "r.jsonl")["unchanged"]) == 3
