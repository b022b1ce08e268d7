"""One file to its front matter and its body: bytes, encodings and YAML that people and programs got wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from retrieval.corpus.decoding import decode, is_binary
from retrieval.corpus.problems import Problem, Severity
from retrieval.schema import RepairWords

KEYS = ("title", "publisher", "published", "url", "same_as")
SUFFIXES = (".md", ".txt")

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z_]+)\s*:\s*(.*)")


@dataclass(frozen=True)
class RawFile:
    """A file as read: ``front`` its values as text (an empty value is left out), ``body`` what follows."""

    front: Mapping[str, str]
    body: str
    problems: tuple[Problem, ...] = ()


class UnusableError(Exception):
    """The file cannot be used; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_file(path: Path, words: RepairWords) -> RawFile:
    """Front matter and body of ``path``; raises ``UnusableError`` where it is empty, binary, too large or garbled."""
    return read_bytes(path.name, _bytes(path, words), words, front=path.suffix.lower() == ".md")


def read_bytes(name: str, data: bytes, words: RepairWords, *, front: bool, hint: str = "") -> RawFile:
    """The same of bytes that are called ``name``; ``front``: they may begin with front matter."""
    text, problems = decode_file(name, data, hint)
    found: dict[str, str] = {}
    if front and (match := _FRONT.match(text)):
        found, more = _front(name, match[1])
        problems, text = [*problems, *more], text[match.end() :]
    check_body(name, text, words)
    return RawFile(found, text, tuple(problems))


def check_body(name: str, body: str, words: RepairWords) -> None:
    """Raises ``UnusableError`` for an article's body that is empty, or a line of which is too long to be one."""
    if not body.strip():
        raise _unusable(name, "corpus.empty")
    longest = max(map(len, body.splitlines()), default=0)
    if longest > words.max_line:
        raise _unusable(name, "corpus.long_line", length=longest, limit=words.max_line)


def _unusable(name: str, code: str, **values: object) -> UnusableError:
    return UnusableError(Problem(name, code, tuple((key, str(value)) for key, value in values.items())))


def _bytes(path: Path, words: RepairWords) -> bytes:
    try:
        size = path.stat().st_size
        if size > words.max_bytes:
            raise _unusable(path.name, "corpus.too_large", bytes=size, limit=words.max_bytes)
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path.name, "corpus.unreadable", error=error.strerror or error) from None


def decode_file(name: str, data: bytes, hint: str = "") -> tuple[str, list[Problem]]:
    """The text of a file's bytes and what is to be said of its encoding; raises ``UnusableError``."""
    if is_binary(data):
        raise _unusable(name, "corpus.binary")
    found = decode(data, hint)
    if found is None:
        raise _unusable(name, "corpus.binary" if b"\0" in data else "corpus.encoding")
    problems = []
    if found.encoding != "utf-8":
        values = (("encoding", found.encoding),)
        problems.append(Problem(name, "corpus.other_encoding", values, Severity.WARNING))
    if found.cut_off:
        problems.append(Problem(name, "corpus.cut_off", severity=Severity.WARNING))
    return found.text, problems


def _front(name: str, block: str) -> tuple[dict[str, str], list[Problem]]:
    problems: list[Problem] = []
    try:
        # Everything as text: YAML's own dates fail on 2019-02-30 and its numbers lose the 0 of 0412.
        values = yaml.load(block, yaml.CBaseLoader) or {}
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        problems.append(Problem(name, "corpus.front_matter", (("line", str(line)),), Severity.WARNING))
        values = {pair[1]: pair[2] for pair in map(_PAIR.fullmatch, block.splitlines()) if pair}
    if not isinstance(values, dict):
        return {}, [Problem(name, "corpus.front_matter", (("line", "2"),), Severity.WARNING)]
    return _checked(name, values, problems)


def _checked(
    name: str, values: dict[object, object], problems: list[Problem]
) -> tuple[dict[str, str], list[Problem]]:
    front: dict[str, str] = {}
    for key, value in values.items():
        if key not in KEYS:
            problems.append(Problem(name, "corpus.unknown_key", (("key", str(key)),), Severity.WARNING))
        elif not isinstance(value, str):
            problems.append(Problem(name, "corpus.bad_value", (("key", str(key)),), Severity.WARNING))
        elif value.strip() not in ("", "null", "~"):
            front[str(key)] = value.strip().strip("\"'") if problems else value.strip()
    return front, problems
