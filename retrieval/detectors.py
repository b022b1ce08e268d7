"""What reads texts, set up from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.config import Config
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.phrases import Grammar, pattern
from retrieval.understanding.quantities import QuantityGrammar
from retrieval.understanding.reading import Reader

if TYPE_CHECKING:
    from retrieval.intake import Understanding


def build_reader(config: Config) -> Reader:
    """The detectors, from the configuration."""
    return Reader(
        Gazetteer.load(config.path("gazetteer.tsv").parent, config.regions),
        PeriodGrammar(config.periods),
        QuantityGrammar(config.units),
        Lexicon.build(config.indicators),
        pattern(config.facts.blank),
        config.facts.english,
    )


def build_understanding(config: Config) -> Understanding:
    """What reads articles, from the configuration."""
    from retrieval.intake import Understanding

    return Understanding(build_reader(config), Grammar.build(config.facts), config.facts)
