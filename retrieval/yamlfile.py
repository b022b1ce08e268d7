"""A YAML file in, a checked value out; what is wrong with it is said in one line that names file, key and value.

What reads YAML is imported where a file is parsed: most starts find all files parsed already (``retrieval.parsed``).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
Step = str | int
Path_ = tuple[Step, ...]


class ConfigError(Exception):
    """A configuration file that cannot be used; ``str()`` is one line for the person who edits it.

    >>> str(ConfigError(Path("config/settings.yaml"), "must be at least 0", key="k1", value=-1, line=3))
    'config/settings.yaml:3: k1: must be at least 0 (is: -1)'
    """

    def __init__(
        self, file: Path, problem: str, *, key: str = "", value: object = ..., line: int | None = None
    ) -> None:
        self.file, self.problem, self.key, self.value, self.line = file, problem, key, value, line
        where = f"{file}:{line}" if line else str(file)
        shown = "" if value is ... else f" (is: {_short(value)})"
        super().__init__(f"{where}: {key + ': ' if key else ''}{problem}{shown}")


def _short(value: object) -> str:
    text = str(value) if isinstance(value, (int, float)) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping a YAML file holds (an empty file: an empty one). Raises ``ConfigError`` with the line."""
    from retrieval.yamlparser import YAMLError, parse

    try:
        document = parse(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(path, f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(path, f"not YAML: {problem}", line=mark.line + 1 if mark else None) from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise ConfigError(path, "must hold keys and values", value=document)
    return document


def convert(path: Path, document: dict[str, Any], shape: type[T]) -> T:
    """``document``, read from ``path``, as a ``shape``; raises ``ConfigError`` with key, value and line."""
    try:
        return msgspec.convert(document, shape)
    except msgspec.ValidationError as error:
        raise _explain(path, document, shape, str(error)) from None


def guess(word: object, known: list[str]) -> str:
    """``; did you mean 'engine'?`` where a known word is near, else the empty string."""
    from difflib import get_close_matches

    near = get_close_matches(str(word), known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def key_line(path: Path, steps: Path_) -> int | None:
    """The line of the file where the key stands that ``steps`` lead to, or that of the last one found."""
    from retrieval.yamlparser import line_of

    return line_of(path.read_text("utf-8"), steps)


# --- what msgspec says, said again in the editor's words -----------------------------------------------------

_SAID = re.compile(r"(?s)^(?P<what>.*?)(?: - at `(?P<key>key` in `)?\$(?P<path>[^`]*)`)?$")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_EXPECTED = re.compile(r"Expected `([^`]*)`(?:, got `([^`]*)`)?$")
_TYPES = {
    "str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "array": "a list",
    "object": "keys and values", "null": "nothing", "date": "a date",
}  # fmt: skip


def _explain(path: Path, document: dict[str, Any], shape: type, said: str) -> ConfigError:
    match = _SAID.match(said)
    assert match is not None  # the pattern takes any text
    steps = _concrete(document, match["path"] or "", lambda trial: _fits(trial, shape))
    what, value, named = match["what"], _at(document, steps), steps
    if unknown := _UNKNOWN.search(what):
        problem, value, named = (
            "unknown key" + guess(unknown[1], _known(shape, steps)),
            ...,
            (*steps, unknown[1]),
        )
    elif missing := _MISSING.search(what):
        problem, value, named = "the key is missing", ..., (*steps, missing[1])
    elif what.startswith("Invalid enum value"):
        problem = "must be one of " + ", ".join(_known(shape, steps))
    else:
        problem = _plain(what)
    key = ".".join(str(step) for step in named)
    return ConfigError(path, problem, key=key, value=value, line=key_line(path, named))


def _plain(what: str) -> str:
    if match := _EXPECTED.match(what):
        wanted = " or ".join(_TYPES.get(word.strip(), word.strip()) for word in match[1].split("|"))
        return f"must be {wanted}" + (f", not {_TYPES.get(match[2], match[2])}" if match[2] else "")
    return what[:1].lower() + what[1:].replace("`", "")


def _fits(document: dict[str, Any], shape: type) -> bool:
    try:
        msgspec.convert(document, shape)
    except msgspec.ValidationError:
        return False
    return True


def _concrete(document: Any, path: str, fits: Callable[[Any], bool]) -> Path_:
    """The keys msgspec's path leads through; it writes ``[...]`` for a key of a free mapping: found by trial."""
    steps: list[Step] = []
    for name, index in _STEP.findall(path):
        if index != "...":
            steps.append(name or int(index))
            continue
        for key in list(_at(document, tuple(steps)) or ()):
            trial = copy.deepcopy(document)
            node = _at(trial, tuple(steps))
            for other in [k for k in node if k != key]:
                del node[other]
            if not fits(trial):
                document = trial
                steps.append(key)
                break
        else:
            break
    return tuple(steps)


def _at(document: Any, steps: Path_) -> Any:
    try:
        for step in steps:
            document = document[step]
    except (KeyError, IndexError, TypeError):
        return ...
    return document


def _known(shape: type, steps: Path_) -> list[str]:
    """The keys (or, of a choice, the values) that may stand where ``steps`` lead to."""
    kind: Any = msgspec.inspect.type_info(shape)
    for step in steps:
        fields = {field.encode_name: field.type for field in getattr(kind, "fields", ())}
        kind = fields.get(str(step)) or getattr(kind, "value_type", None) or getattr(kind, "item_type", None)
        arms = getattr(kind, "types", ())  # a union: the arm that has keys
        kind = next((arm for arm in arms if getattr(arm, "fields", ())), kind)
    return [field.encode_name for field in getattr(kind, "fields", ())] or [
        *map(str, getattr(kind, "values", ()))
    ]
