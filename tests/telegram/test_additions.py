"""Articles that admins send: taken from files and links, known a moment later; everybody else is told politely."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApi
from botapi.people import user
from house import House, config, house

from bot.mind import load_mind
from bot.telegram.additions import Intake, admins_of, link_in
from bot.telegram.receiving import Fatal
from retrieval.corpus.web import Fetcher
from retrieval.schema import IntakeSettings, TelegramSettings

ADMIN, OTHER = 7, 8
BODY = "2022年，云溪区实现地区生产总值412.6亿元，比上年增长4.3%。\n固定资产投资增长11.5%，居全市第一。\n"
BULLETIN = f"---\ntitle: 2022年公报\npublisher: 云溪区统计局\npublished: 2023-02-06\n---\n{BODY}".encode()
QUESTION = "云溪区2022年固定资产投资增长多少？"
LINE = "+ 公报  2022年公报 · 2023-02-06 · 云溪区统计局 · 湖南省岳阳市云溪区 · 2句 · 4个数据"


def intake(folder: Path, **changes: Any) -> Intake:
    """Articles go to a folder, and user 7 adds them."""
    folder.mkdir(exist_ok=True)
    return Intake(frozenset({ADMIN}), folder, lambda: load_mind(config(), folder), **changes)


async def said(bot: House, count: int) -> str:
    """The bot's last message to the admin once there are so many."""
    return (await bot.api.answers(ADMIN, count, 10))[-1].text


async def test_a_file_is_added_and_answered_from(tmp_path: Path) -> None:
    async with house(intake=intake(tmp_path / "articles")) as bot:
        chat = bot.people.private(ADMIN)
        bot.people.say(chat, QUESTION)
        assert "云溪区" in await said(bot, 1)
        bot.people.send_file(chat, "公报.md", BULLETIN, caption="请加上")
        assert await said(bot, 2) == LINE
        bot.people.say(chat, QUESTION)
        assert (await said(bot, 3)).startswith("11.5%")
        bot.people.say(chat, "/sources")
        assert "2022年公报" in await said(bot, 4)
        bot.people.send_file(chat, "公报.md", BULLETIN)
        assert await said(bot, 5) == "= 公报  已有，没有变化"
    assert (tmp_path / "articles/公报.md").read_bytes() == BULLETIN


async def test_a_link_is_added(tmp_path: Path) -> None:
    async with BotApi() as site:  # any server on loopback will do for a page
        site.state.files["x"] = ("page", BODY.encode())
        fetcher = Fetcher(IntakeSettings(), allow_private=True)
        async with house(intake=intake(tmp_path / "articles", fetcher=fetcher)) as bot:
            bot.people.say(bot.people.private(ADMIN), f"{site.url}/file/bot{site.token}/page")
            assert "是 application/json，不是网页或文本" in await said(bot, 1)
            bot.people.say(bot.people.private(ADMIN), f"{site.url}/none")
            assert "网站回答 404" in await said(bot, 2)


async def test_links_to_the_machine_itself_are_not_followed(tmp_path: Path) -> None:
    async with house(intake=intake(tmp_path / "articles")) as bot:
        bot.people.say(bot.people.private(ADMIN), f"{bot.api.url}/page")
        assert "127.0.0.1 是本机或内网的地址" in await said(bot, 1)
        assert not [call for call in bot.api.calls if call.method == ""]


@pytest.mark.parametrize("what", ["file", "link"])
async def test_others_are_told_politely_and_nothing_is_fetched(what: str, tmp_path: Path) -> None:
    async with house(intake=intake(tmp_path / "articles")) as bot:
        chat = bot.people.private(OTHER)
        if what == "file":
            bot.people.send_file(chat, "公报.md", BULLETIN, user(OTHER))
        else:
            bot.people.say(chat, "https://news.example/1.html", user(OTHER))
        (answer,) = await bot.api.answers(OTHER)
        assert answer.text == "只有管理员能加文章。想问什么，直接打字就行。"
        assert bot.api.made("getFile", "file") == []
    assert list((tmp_path / "articles").iterdir()) == []


async def test_without_a_folder_nothing_is_added() -> None:
    async with house(intake=Intake(frozenset({ADMIN}))) as bot:
        bot.people.send_file(bot.people.private(ADMIN), "公报.md", BULLETIN)
        assert "--articles" in await said(bot, 1)


async def test_a_long_list_is_told_in_one_message(tmp_path: Path) -> None:
    places = (
        "椒江区",
        "吴江区",
        "秀洲区",
        "南湖区",
        "平湖市",
        "海宁市",
        "桐乡市",
        "嘉善县",
        "海盐县",
        "临海市",
        "温岭市",
        "玉环市",
        "仙居县",
        "天台县",
    )
    rows = [
        json.dumps({"id": f"r{n:02}", "text": BODY.replace("云溪区", place)})
        for n, place in enumerate(places)
    ]
    async with house(intake=intake(tmp_path / "articles")) as bot:
        data = gzip.compress("\n".join([*rows, "{"]).encode())
        bot.people.send_file(bot.people.private(ADMIN), "all.jsonl.gz", data)
        lines = (await said(bot, 1)).splitlines()
    assert lines[0].startswith("+ r00  没有标题")
    assert (len(lines), lines[-2]) == (14, "…")
    assert lines[-1].startswith("加了14篇")
    assert lines[-1].endswith("没读1个")


FILES = {
    "of another kind": ("x.pdf", b"%PDF-1.4", -1, "x.pdf: 没有读.pdf"),
    "not text": ("x.txt", b"%PDF-1.4", -1, "x.txt: 不是文本文件"),
    "without a name": ("", b"\0\1", -1, "article.txt: 不是文本文件"),
    "with a path for a name": ("../../x.md", b" ", -1, "x.md: 是空的"),
    "too large": ("x.md", b"x", 30_000_000, "x.md: 太大"),
    "too large, and does not say so": ("x.md", b"x" * 6_000_000, 5, "x.md: 太大"),
}


@pytest.mark.parametrize("name", FILES)
async def test_files_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    file, data, says, expected = FILES[name]
    async with house(intake=intake(tmp_path / "articles")) as bot:
        bot.people.send_file(bot.people.private(ADMIN), file, data, says=says)
        assert expected in await said(bot, 1)
        assert (bot.api.made("file") == []) is ("太大" in expected)


async def test_a_download_that_fails_is_told(tmp_path: Path) -> None:
    async with house(intake=intake(tmp_path / "articles")) as bot:
        bot.api.fail("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        bot.people.send_file(bot.people.private(ADMIN), "x.md", BULLETIN)
        assert "x.md: 连不上" in await said(bot, 1)


async def test_a_link_within_a_question_is_a_question(tmp_path: Path) -> None:
    async with house(intake=intake(tmp_path / "articles")) as bot:
        bot.people.say(bot.people.private(ADMIN), "https://news.example/1 椒江2019年固投增速？")
        assert "椒江区2019年" in await said(bot, 1)


@pytest.mark.parametrize(
    "text, link",
    [
        ("https://x.example/1", "https://x.example/1"),
        (" HTTP://x.example \n", "HTTP://x.example"),
        ("看 https://x.example/1", ""),
        ("ftp://x.example", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_links(text: str | None, link: str) -> None:
    assert link_in(text) == link


def test_admins_are_those_of_the_settings_and_of_the_environment() -> None:
    settings = TelegramSettings(admins=(1, 2))
    assert admins_of(settings, {}) == {1, 2}
    assert admins_of(settings, {"YIJU_TELEGRAM_ADMINS": "3, 4;5"}) == {1, 2, 3, 4, 5}
    with pytest.raises(Fatal, match="YIJU_TELEGRAM_ADMINS: '@me'"):
        admins_of(settings, {"YIJU_TELEGRAM_ADMINS": "3 @me"})
