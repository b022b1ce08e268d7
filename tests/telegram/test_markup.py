"""Telegram's HTML as the server reads it, and what clients mark by themselves."""

from __future__ import annotations

import pytest
from botapi import seen
from botapi.markup import find_entities, parse_html
from botapi.refusals import Refusal


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("33.1%", "33.1%", []),
        ("<b>33.1%</b> 😀<i>x</i>", "33.1% 😀x", [("bold", "33.1%"), ("italic", "x")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("&lt;b&gt; &amp;amp; &quot; &#39;&#x27;", "<b> &amp; \" ''", []),
        ("&nbsp;&copy;", "&nbsp;&copy;", []),
        ('<a href="https://x.cn/?a=1&amp;b=2">来源</a>', "来源", [("text_link", "来源")]),
        ('<a href="x">来源</a>', "来源", []),
        (
            "<blockquote expandable>引<b>文</b></blockquote>",
            "引文",
            [("expandable_blockquote", "引文"), ("bold", "文")],
        ),
        ("<blockquote>引</blockquote>", "引", [("blockquote", "引")]),
        (
            "<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>",
            "xy",
            [("spoiler", "x"), ("spoiler", "y")],
        ),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", "x")]),
        ("<b></b>x", "x", []),
        (
            "<s>a</s><u>b</u><code>c</code>",
            "abc",
            [("strikethrough", "a"), ("underline", "b"), ("code", "c")],
        ),
    ],
)
def test_html_is_read_as_telegram_reads_it(html: str, text: str, entities: list[tuple[str, str]]) -> None:
    plain, found = parse_html(html)
    shown = seen({"text": plain, "entities": found})
    assert (shown.text, list(shown.entities)) == (text, entities)


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("椒<b><i>x</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("5 < 6", "Unclosed start tag at byte offset 2"),
        ("5 < 6 > 4", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "Blockquotes can't be nested at byte offset 13",
        ),
    ],
)
def test_html_is_refused_in_telegrams_words(html: str, problem: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(html)
    assert refusal.value.description == f"Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("@econbot 上海", ["mention"]),
        ("@econbot上海", []),
        ("请问@econbot 上海", []),
        ("/ask 上海", ["bot_command"]),
        ("/ask上海", []),
        ("/ask@econbot 上海", ["bot_command"]),
        ("https://t.me/@econbot", ["url"]),
        ("a@econbot.com", ["email"]),
        ("😀 @econbot", ["mention"]),
    ],
)
def test_clients_mark_what_telegram_marks(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in find_entities(text, [])] == kinds
