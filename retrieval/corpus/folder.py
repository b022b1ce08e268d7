"""A folder of articles as it is changed: a file is written whole or not at all, and none is destroyed."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote, urlsplit

from retrieval.corpus.files import KEYS, SUFFIXES

REMOVED = ".removed"
_LONGEST = 60  # characters of an id: a file's name may have 255 bytes
_UNFIT = re.compile(r"[^\w.]+|_{2,}")
_PLAIN = re.compile(r"[\w\u3400-\u9fff][\w\u3400-\u9fff ,，、（）()《》“”.%-]*")
_WORDLIKE = re.compile(r"(?:true|false|yes|no|on|off|null|~|[\d.,:_-]*)", re.I)


def make_id(name: str) -> str:
    """An id out of any name: 椒江 2019/投资 is 椒江-2019-投资; a long one is cut and told apart by a digest."""
    found = _UNFIT.sub("-", name).strip("-._") or "article"
    if len(found) <= _LONGEST:
        return found
    return f"{found[: _LONGEST - 9].rstrip('-._')}-{blake2b(name.encode(), digest_size=4).hexdigest()}"


def address_id(url: str) -> str:
    """An id out of an address: https://www.jj.gov.cn/art/2020/5/15/1.html is www.jj.gov.cn-art-2020-5-15-1."""
    parts = urlsplit(url)
    path = re.sub(r"\.(?:s?html?|php|aspx?|jsp)$", "", unquote(parts.path))
    return make_id(f"{parts.hostname}{path}{'-' + parts.query if parts.query else ''}")


def front_matter(values: Mapping[str, str]) -> str:
    """The lines on top of an article's file; what is '' is left out."""
    lines = (f"{key}: {_scalar(values[key])}" for key in KEYS if values.get(key))
    return "\n".join(("---", *lines, "---", ""))


def _scalar(value: str) -> str:
    """A value as YAML: plain where nothing in it could be taken for more than words."""
    line = " ".join(value.split())
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", line)
    if is_date or (_PLAIN.fullmatch(line) and not _WORDLIKE.fullmatch(line)):
        return line
    if re.fullmatch(r"https?://[!-~]+", line) and "#" not in line:
        return line
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_new(folder: Path, name: str, text: str) -> bool:
    """Write a file that is not there; False, and nothing is changed, where it is."""
    with _written(folder, text) as temporary:
        try:
            os.link(temporary, folder / name)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if (folder / name).exists():
                return False
            temporary.replace(folder / name)
    return True


def replace(folder: Path, id_: str, text: str) -> None:
    """Write an article's new file; the old one is kept in ``.removed``. A reader sees the one or the other."""
    old, new = file_of(folder, id_), folder / f"{id_}.md"
    with _written(folder, text) as temporary:
        if old == new:
            _copy(old, _kept_name(folder, old.name))
        temporary.replace(new)
    if old and old != new:
        old.replace(_kept_name(folder, old.name))


def _copy(old: Path, kept: Path) -> None:
    try:
        os.link(old, kept)
    except OSError:  # a file system without hard links
        kept.write_bytes(old.read_bytes())


@contextlib.contextmanager
def _written(folder: Path, text: str) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".adding-{secrets.token_hex(8)}"
    try:
        with temporary.open("x", encoding="utf-8", errors="replace", newline="") as file:
            file.write(text)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def remove(folder: Path, id_: str) -> Path | None:
    """Move an article's file to ``.removed``; where it is now, or None where there is no such article."""
    file = file_of(folder, id_)
    if file is None:
        return None
    kept = _kept_name(folder, file.name)
    file.replace(kept)
    return kept


def file_of(folder: Path, id_: str) -> Path | None:
    """The file of the article with that id."""
    options: Sequence[Path] = (
        [folder / f"{id_}{suffix}" for suffix in SUFFIXES] if Path(id_).name == id_ else ()
    )
    return next((path for path in options if path.is_file() and not path.name.startswith(".")), None)


def _kept_name(folder: Path, name: str) -> Path:
    removed = folder / REMOVED
    removed.mkdir(exist_ok=True)
    path, number = removed / name, 1
    while path.exists():
        number += 1
        path = removed / f"{Path(name).stem}.{number}{Path(name).suffix}"
    return path
