"""Bytes to text: the encodings that Chinese pages and files come in, told apart by whether the Chinese is any."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I
)
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "euc-cn": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
}  # fmt: skip
_CHINESE = ("gb18030", "big5hkscs")
_DECLARED_WITHIN = 4096  # bytes; a page says its encoding at its head
_SENSIBLE = 0.85  # so much of a right decoding's Chinese is common
_STRANGE = 50  # one character in so many may be of no language


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding it was in; ``cut_off``: it ends in the middle of a character, which is left out."""

    text: str
    encoding: str
    cut_off: bool = False


def is_binary(data: bytes) -> bool:
    """Whether the bytes are a PDF, a picture, an Office file or the like."""
    return data.startswith(_BINARY)


def decode(data: bytes, hint: str = "") -> Decoded | None:
    """The text of a file or page, or None where it is in no known encoding.

    UTF-8, UTF-16 with or without its mark, GB 18030 (GBK, GB 2312), Big5. ``hint``: the encoding a server named;
    that and the one a page declares (``<meta charset=gb2312>``) are tried before guessing, and never believed blindly.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        return _without_mark(data)
    return _utf8(data) or _declared(data, hint) or _guessed(data) or _western(data)


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or not error.start:
            return None
        return Decoded(data[: error.start].decode(encoding), encoding.removesuffix("-sig"), cut_off=True)


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, the last character of which may be cut off; what is plain ASCII up to there may be anything."""
    found = _strictly(data, "utf-8")
    return None if found and found.cut_off and found.text.isascii() else found


def _without_mark(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: the zeros are those of digits and line ends."""
    found = [(_commonness(one.text), one) for e in ("utf-16-le", "utf-16-be") if (one := _strictly(data, e))]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _SENSIBLE and "\0" not in best[1].text else None


def _declared(data: bytes, hint: str) -> Decoded | None:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    for name in (hint, match[1].decode("ascii") if match else ""):
        known = _WIDER.get(name.lower(), "")
        found = _strictly(data, known) if known else None
        if found and _commonness(found.text) >= _SENSIBLE:
            return found
    return None


def _guessed(data: bytes) -> Decoded | None:
    """The decoding whose Chinese is what people write: Big5 read as GB 18030 is full of rare characters (銝剜)."""
    found = [(_commonness(one.text), one) for e in _CHINESE if (one := _strictly(data, e))]
    best = max(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _SENSIBLE else None


def _western(data: bytes) -> Decoded | None:
    """English with the curly quotation marks of Windows."""
    plain = sum(byte < 128 for byte in data)
    return _strictly(data, "cp1252") if plain >= 0.97 * len(data) else None


def _commonness(text: str) -> float:
    """How much of the Chinese in a decoding is common: 0 where there is none, or too much that is no language.

    Common are the 3,755 first characters of GB 2312 and the 5,401 first of Big5.
    """
    chinese = [c for c in text if "\u3400" <= c <= "\u9fff"]
    strange = sum(1 for c in text if "\ue000" <= c <= "\uf8ff" or c == "\ufffd" or "\x80" <= c <= "\x9f")
    if not chinese or strange * _STRANGE > len(text):
        return 0.0
    return sum(map(_is_common, chinese)) / len(chinese)


def _is_common(char: str) -> bool:
    return (
        b"\xb0" <= char.encode("gb2312", "ignore")[:1] <= b"\xd7"
        or b"\xa4" <= char.encode("big5", "ignore")[:1] <= b"\xc6"
    )
