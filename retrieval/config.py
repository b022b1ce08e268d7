"""``config/*.yaml`` → one frozen ``Config``; an error names the file, the key and the value.

Every field of ``Config`` that is a struct of ``retrieval.schema`` is read from the file of its name, so a new file
is one line here and its struct there. A file that a user's folder lacks is the one that comes with Yiju.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any, get_type_hints

from msgspec import Struct

from retrieval.clashes import check_glossary, check_indicators, check_regions
from retrieval.defaults import default_config_dir, default_seeds_dir
from retrieval.parsed import Documents, keep_parsed, parsed_name, take_parsed
from retrieval.schema import (
    English,
    FactWords,
    Glossary,
    IndicatorWords,
    NameWords,
    PeriodWords,
    QuestionWords,
    RegionWords,
    RepairWords,
    SearchWords,
    Settings,
    UnitWords,
)
from retrieval.yamlfile import ConfigError, convert, guess, key_line, read_mapping

__all__ = ["LANGUAGES", "Config", "ConfigError", "Messages", "default_config_dir", "default_seeds_dir",
           "find_problems", "load_config"]  # fmt: skip

LANGUAGES = ("zh", "en")
_NO_OVERRIDES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Messages:
    """The words of one language, by key: ``messages.text("search.none")`` is 没有找到。."""

    lang: str
    table: Mapping[str, str]
    file: Path

    def text(self, key: str, **values: object) -> str:
        """The message ``key`` with its placeholders filled; ``ConfigError`` where there is none."""
        if key not in self.table:
            raise ConfigError(self.file, "the message is missing" + guess(key, list(self.table)), key=key)
        return self.table[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.table


@dataclass(frozen=True)
class Config:
    """Everything that is words and numbers, one field a file; ``messages`` by language."""

    settings: Settings
    english: English
    facts: FactWords
    glossary: Glossary
    indicators: IndicatorWords
    names: NameWords
    periods: PeriodWords
    questions: QuestionWords
    regions: RegionWords
    repair: RepairWords
    search: SearchWords
    units: UnitWords
    messages: Mapping[str, Messages]
    folders: tuple[Path, ...]

    def path(self, name: str) -> Path:
        """A table beside the YAML files (``gazetteer.tsv``): the user's own, or the one that comes with Yiju."""
        return _find(self.folders, name)


def load_config(
    directory: Path | None = None,
    overrides: Mapping[str, object] = _NO_OVERRIDES,
    cache: Path | None = None,
) -> Config:
    """The configuration in ``directory``, completed by the one that comes with Yiju.

    ``overrides``: values by dotted key, checked like the files' own: ``{"settings.engine": "memory"}``.
    ``cache``: a private directory where the parsed files are kept for the next start, or None.
    Raises ``ConfigError`` at the first thing wrong; ``find_problems`` finds them all.
    """
    reader = _Reader(directory, overrides)
    if cache is None or overrides:
        return reader.config()
    files = reader.files()
    name = parsed_name(files)
    reader.tables = take_parsed(cache, name, files)
    known = bool(reader.tables)
    config = reader.config()
    if name and not known:
        keep_parsed(cache, name, {file: reader.tables[file] for file in files})
    return config


def find_problems(directory: Path | None = None) -> tuple[ConfigError, ...]:
    """Everything wrong with the configuration in ``directory``, at most one error a file."""
    try:
        reader = _Reader(directory, _NO_OVERRIDES)
    except ConfigError as error:
        return (error,)
    found = [_error(lambda name=name, shape=shape: reader.section(name, shape)) for name, shape in sections()]
    found += [_error(lambda lang=lang: reader.messages(lang)) for lang in LANGUAGES]
    found = [error for error in found if error] or [_error(reader.config)]
    return tuple(error for error in found if error)


def sections() -> tuple[tuple[str, type[Struct]], ...]:
    """(name, struct) of every section: (settings, Settings), …; the file is ``{name}.yaml``."""
    hints = get_type_hints(Config)
    return tuple((n, t) for n, t in hints.items() if isinstance(t, type) and issubclass(t, Struct))


def _error(action: Any) -> ConfigError | None:
    try:
        action()
    except ConfigError as error:
        return error
    return None


class _Reader:
    """Reads one folder; made for one load and then forgotten."""

    def __init__(self, directory: Path | None, overrides: Mapping[str, object]) -> None:
        self.folders = tuple(folder for folder in (directory, default_config_dir()) if folder)
        self.overrides = overrides
        self.tables: Documents = {}
        if directory is not None:
            _check_folder(directory)

    def files(self) -> list[Path]:
        """Every YAML file that ``config`` reads, the default's messages beside the user's own."""
        names = [f"{name}.yaml" for name, _ in sections()] + [_message_file(lang) for lang in LANGUAGES]
        default = [self.folders[-1] / _message_file(lang) for lang in LANGUAGES]
        return list(dict.fromkeys([_find(self.folders, name) for name in names] + default))

    def config(self) -> Config:
        values: dict[str, Any] = {name: self.section(name, shape) for name, shape in sections()}
        self._check_overrides()
        values["messages"] = {lang: self.messages(lang) for lang in LANGUAGES}
        return Config(folders=self.folders, **values)

    def section(self, name: str, shape: type[Struct]) -> Struct:
        file = _find(self.folders, f"{name}.yaml")
        document = self._table(file)
        for key, value in self.overrides.items():
            first, *steps = key.split(".")
            if first == name and steps:
                _put(document, steps, value)
        section = convert(file, document, shape)
        if isinstance(section, IndicatorWords):
            check_indicators(file, section)
        if isinstance(section, Glossary):
            check_glossary(file, section)
        if isinstance(section, RegionWords):
            check_regions(file, section)
        return section

    def _check_overrides(self) -> None:
        names = [name for name, _ in sections()]
        for key in self.overrides:
            if key.split(".")[0] not in names or "." not in key:
                problem = "no such setting" + guess(key.split(".")[0], names)
                raise ConfigError(self.folders[0], problem, key=key)

    def messages(self, lang: str) -> Messages:
        file = _find(self.folders, _message_file(lang))
        table, default = self._table(file), self.folders[-1]
        wanted: dict[str, set[str]] = {}
        for other in (default / _message_file(name) for name in LANGUAGES):
            for key, text in self._table(other).items():
                wanted.setdefault(key, set()).update(_placeholders(other, key, text))
        _check_messages(file, table, wanted, is_default=file.parent == default)
        return Messages(lang, MappingProxyType(table), file)

    def _table(self, file: Path) -> dict[str, Any]:
        if file not in self.tables:
            self.tables[file] = read_mapping(file)
        return self.tables[file]


def _message_file(lang: str) -> str:
    return f"messages.{lang}.yaml"


def _find(folders: Iterable[Path], name: str) -> Path:
    *users, default = folders
    return next((folder / name for folder in users if (folder / name).is_file()), default / name)


def _check_folder(directory: Path) -> None:
    if not directory.is_dir():
        raise ConfigError(directory, "no such folder (yiju init DIR makes one)")
    known = [path.name for path in default_config_dir().glob("*.yaml")]
    for path in sorted(directory.glob("*.y*ml")):
        if path.name not in known:
            raise ConfigError(path, "nothing reads a file of this name" + guess(path.name, known))


def _put(document: dict[str, Any], steps: list[str], value: object) -> None:
    for step in steps[:-1]:
        document = document.setdefault(step, {})
    document[steps[-1]] = value


def _check_messages(file: Path, table: dict[str, Any], wanted: dict[str, set[str]], is_default: bool) -> None:
    """Every wanted message is there, none is unknown, and each uses only placeholders that will be filled."""
    for key, names in wanted.items():
        if key not in table:
            raise ConfigError(file, "the message is missing", key=key)
        stray = _placeholders(file, key, table[key]) - names
        if stray:
            known = ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"
            raise ConfigError(file, f"unknown placeholder {{{min(stray)}}}; known: {known}", key=key)
    for key in table:
        if key not in wanted and not is_default:
            raise ConfigError(
                file, "unknown message" + guess(key, list(wanted)), key=key, line=key_line(file, (key,))
            )


def _placeholders(file: Path, key: object, text: object) -> set[str]:
    """The names in braces: ``{region}没有{period}的数据`` → region, period."""
    if not isinstance(key, str) or not isinstance(text, str):
        raise ConfigError(
            file, "a message must be text", key=str(key), value=text, line=key_line(file, (str(key),))
        )
    try:
        return {name for _, name, _, _ in _fields(text) if name is not None}
    except ValueError as error:
        raise ConfigError(file, f"bad braces: {error}", key=key, line=key_line(file, (key,))) from None


def _fields(text: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    return iter(Formatter().parse(text)) if "{" in text or "}" in text else iter(())
