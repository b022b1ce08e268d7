"""Telegram's HTML subset: text with tags → plain text and entities, refused in Telegram's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from botapi.refusals import Refusal, bad

MAX_TEXT = 4096
MAX_RAW = 32 * 1024
MAX_ENTITIES = 100
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z_-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")


def units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units, so that 😀 is 2 and 椒 is 1."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Open:
    name: str
    start: int
    attributes: dict[str, str]


@dataclass
class _Parser:
    raw: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        at = 0
        while at < len(self.raw):
            if self.raw[at] == "<":
                at = self.tag(at)
            else:
                end = self.raw.find("<", at)
                end = len(self.raw) if end < 0 else end
                self.add(_ENTITY.sub(lambda m: unescape(m.group()), self.raw[at:end]))
                at = end
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        self.entities.reverse()  # of two alike, the outer one comes first
        outer_first = sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))
        return "".join(self.plain), outer_first

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)

    def tag(self, at: int) -> int:
        where = f"at byte offset {len(self.raw[:at].encode())}"
        match = _TAG.match(self.raw, at)
        if match is None:
            closed = ">" in self.raw[at:]
            raise _wrong(f'Unsupported start tag "" {where}' if closed else f"Unclosed start tag {where}")
        name = match.group(2).lower()
        if match.group(1):
            self.close(name, where)
        else:
            self.start(name, match.group(3), where)
        return match.end()

    def start(self, name: str, attributes: str, where: str) -> None:
        if name not in _KINDS:
            raise _wrong(f'Unsupported start tag "{name}" {where}')
        found = {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(attributes)}
        if name == "span" and found.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" {where}')
        inside = [tag.name for tag in self.open]
        if name == "blockquote" and name in inside:
            raise _wrong(f"Blockquotes can't be nested {where}")
        self.open.append(_Open(name, self.length, found))

    def close(self, name: str, where: str) -> None:
        if not self.open:
            raise _wrong(f"Unexpected end tag {where}")
        tag = self.open.pop()
        if tag.name != name:
            raise _wrong(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        if name == "code" and self.open and self.open[-1].name == "pre":
            self.open[-1].attributes |= tag.attributes  # the language of the block
            return
        entity = _entity(tag, self.length - tag.start)
        if entity is not None:
            self.entities.append(entity)


def _entity(tag: _Open, length: int) -> dict[str, Any] | None:
    """What a closed tag becomes; nothing where it is empty or a link without an address."""
    kind: dict[str, Any] = {"type": _KINDS[tag.name]}
    href = tag.attributes.get("href", "")
    if tag.name == "a" and (mentioned := re.fullmatch(r"tg://user\?id=(\d+)", href)):
        user = {"id": int(mentioned[1]), "is_bot": False, "first_name": "User"}
        kind = {"type": "text_mention", "user": user}
    elif tag.name == "a":
        kind["url"] = href
        if not re.match(r"(?:https?|tg|mailto)://?\S+$|t\.me/\S+$", href):
            return None
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        kind["type"] = "expandable_blockquote"
    return None if length == 0 else {**kind, "offset": tag.start, "length": length}


def _wrong(problem: str) -> Refusal:
    return bad(f"can't parse entities: {problem}")


def parse_html(raw: str) -> tuple[str, list[dict[str, Any]]]:
    """``"<b>33.1%</b>"`` → ``("33.1%", [bold 0..5])``; ``Refusal`` as Telegram words it."""
    return _Parser(raw).run()


def read_text(raw: str, mode: str | None, entities: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The ``text`` and ``entities`` of a message to be sent, within Telegram's limits."""
    if mode not in (None, "HTML"):
        raise bad("unsupported parse_mode")
    if len(raw.encode("utf-8", "surrogatepass")) > MAX_RAW:
        raise bad("message is too long")
    plain, found = parse_html(raw) if mode else (raw, _checked(entities or [], units(raw)))
    plain, found = _trim(plain, found)
    if not plain:
        raise bad("message text is empty")
    if units(plain) > MAX_TEXT:
        raise bad("message is too long")
    return {"text": plain} | ({"entities": found[:MAX_ENTITIES]} if found else {})


def _checked(entities: list[dict[str, Any]], length: int) -> list[dict[str, Any]]:
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > length:
            raise bad("entity beginning or end is out of the text")
    return entities


def _trim(plain: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Telegram drops white space at both ends and moves the entities with it."""
    cut = units(plain) - units(plain.lstrip())
    plain = plain.strip()
    end = units(plain)
    found = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] - cut + entity["length"], end)
        if stop > start:
            found.append(entity | {"offset": start, "length": stop - start})
    return plain, found


_AUTO = (
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    (
        "url",
        re.compile(
            r"(?<![\w@])(?:https?://[^\s<>，。]+|[a-z0-9-]+\.(?:com|cn|org|gov\.cn)(?:/[^\s<>，。]*)?)"
        ),
    ),
    ("email", re.compile(r"(?<![\w.])[A-Za-z0-9._-]+@[A-Za-z0-9-]+\.[a-z]{2,}")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")),
)


def find_entities(text: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``given`` and what a client's text holds by itself: commands, mentions, addresses.

    Letters of any script are part of a word, so ``@bot上海`` and ``/ask上海`` hold nothing.
    """
    found = list(given)
    for kind, pattern in _AUTO:
        for match in pattern.finditer(text):
            start, length = units(text[: match.start()]), units(match.group())
            if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in found):
                found.append({"type": kind, "offset": start, "length": length})
    return sorted(found, key=lambda entity: int(entity["offset"]))
