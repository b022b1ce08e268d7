"""The language of a message with its names: an English reader is told Jiaojiang, Taizhou, Zhejiang beside 椒江区."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.english import in_english
from retrieval.config import Config, Messages
from retrieval.understanding.indicator_table import known_indicators


@dataclass(frozen=True)
class Voice:
    """A language and the configuration it takes its words from; made once, used for every message."""

    config: Config
    lang: str

    @property
    def messages(self) -> Messages:
        """The message file of the language."""
        return self.config.messages[self.lang]

    def figure(self, text: str) -> str | None:
        """A figure in English, where that says more than the source's form; ``None`` for a Chinese reader."""
        return in_english(text, self.config.english) if self.lang == "en" else None

    def indicator(self, name: str) -> str:
        """固定资产投资 → fixed asset investment, where the language is English and the name is known."""
        return self._indicators.get(name, name)

    def region(self, path: str) -> str:
        """浙江省台州市椒江区 → Jiaojiang, Taizhou, Zhejiang (椒江区) for an English reader."""
        code = next((code for code in self._codes.get(path[-2:], ()) if self._path(code) == path), "")
        if not code:
            return path
        spoken = [roman for _, _, roman in self._chain(code)]
        return f"{', '.join(spoken)} ({self._places[code][1]})"

    @cached_property
    def _indicators(self) -> dict[str, str]:
        if self.lang != "en":
            return {}
        known = known_indicators(self.config.indicators)
        return {alias: one.english[0][0] for one in known for alias, loose in one.aliases if not loose}

    @cached_property
    def _places(self) -> dict[str, tuple[str, str, str]]:
        """(code of the place around, name, romanised name) by code."""
        if self.lang != "en":
            return {}
        lines = self.config.path("gazetteer.tsv").read_text("utf-8").splitlines()
        rows = (line.split("\t") for line in lines if line and line[0] != "#")
        return {row[0]: (row[2], row[3], row[6].split("|")[0].title()) for row in rows if len(row) == 7}

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        """Codes by the last two characters of the name."""
        found: dict[str, list[str]] = {}
        for code, (_, name, _) in self._places.items():
            found.setdefault(name[-2:], []).append(code)
        return found

    def _chain(self, code: str) -> list[tuple[str, str, str]]:
        """The place and those around it, the country left out unless it is all there is."""
        found = [self._places[code]]
        while (outer := self._places.get(found[-1][0])) and outer[0]:
            found.append(outer)
        return found

    def _path(self, code: str) -> str:
        return "".join(name for _, name, _ in reversed(self._chain(code)))
