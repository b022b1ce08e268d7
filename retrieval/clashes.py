"""One alias for two things: found when the configuration is loaded, since it would otherwise be decided by order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retrieval.schema import Glossary, IndicatorWords, RegionWords
from retrieval.yamlfile import ConfigError, key_line


def check_indicators(file: Path, words: IndicatorWords) -> None:
    """No two indicators share an alias, in Chinese or in English; raises ``ConfigError`` with the line.

    A line is ``name | atoms | aliases | English``; one that is of another shape is named too.
    """
    owners: dict[str, str] = {}
    for topic, table in words.indicators.items():
        for line in table.splitlines():
            key = f"indicators.{topic}"
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) != 4 or not all((cells[0], cells[1], cells[3])):
                problem = "must be name | atoms | aliases | English"
                raise ConfigError(file, problem, key=key, value=line, line=_line(file, line))
            for alias in _aliases(cells):
                owner = owners.setdefault(alias, cells[0])
                if owner != cells[0]:
                    problem = f"the alias {alias!r} of {cells[0]} is one of {owner} already"
                    raise ConfigError(file, problem, key=key, line=_line(file, line))


def check_glossary(file: Path, words: Glossary) -> None:
    """Every line is ``english, english | 中文 中文``; raises ``ConfigError`` with the first that is not."""
    for part, tables in (("words", words.words), ("light", words.light)):
        for topic, table in tables.items():
            for line in table.splitlines():
                english, bar, chinese = line.partition("|")
                if not (bar and english.strip() and chinese.strip()) or "|" in chinese:
                    problem = "must be english, english | 中文 中文"
                    raise ConfigError(
                        file, problem, key=f"{part}.{topic}", value=line, line=_line(file, line)
                    )


def check_regions(file: Path, words: RegionWords) -> None:
    """No two named zones share a name; the places of the gazetteer do (鼓楼区 is four), and that is asked back."""
    owners: dict[str, str] = {}
    for number, zone in enumerate(words.zones):
        for alias in (zone.name, *zone.aliases):
            owner = owners.setdefault(alias, zone.name)
            if owner != zone.name:
                problem = f"the alias {alias!r} of {zone.name} is one of {owner} already"
                raise ConfigError(file, problem, key="zones", line=key_line(file, ("zones", number)))


def _aliases(cells: list[str]) -> Iterator[str]:
    for alias in (cells[0], *cells[2].split(), *cells[3].split(",")):
        if folded := alias.strip().lstrip("~").lower():
            yield folded


def _line(file: Path, wanted: str) -> int | None:
    lines = file.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip() == wanted.strip()), None)
