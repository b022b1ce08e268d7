"""The shape of every file in ``config/``: one frozen struct a file, unknown keys forbidden.

``facts.yaml`` has its shape in ``schema/facts.py``, and so on; all of them are imported from here. A file is words and
numbers only; how words combine is code, beside the detector that reads them.
"""

from __future__ import annotations

from retrieval.schema.english import English
from retrieval.schema.facts import EnglishFactWords, FactWords
from retrieval.schema.glossary import Glossary
from retrieval.schema.indicators import IndicatorWords
from retrieval.schema.names import NameWords
from retrieval.schema.periods import EnglishPeriodWords, Holiday, PeriodWords, TimeWord
from retrieval.schema.questions import BesideWords, CompareWords, QuestionWords
from retrieval.schema.regions import NamedZone, OrganisationWords, RegionWords
from retrieval.schema.repair import RepairWords
from retrieval.schema.search import Bm25Settings, SearchWords, TokenRepeats
from retrieval.schema.settings import (
    IntakeSettings,
    Limits,
    OpenSearchSettings,
    Settings,
    TelegramSettings,
    WebhookSettings,
)
from retrieval.schema.units import EnglishUnitWords, UnitGroup, UnitWords

__all__ = [
    "BesideWords",
    "Bm25Settings",
    "CompareWords",
    "English",
    "EnglishFactWords",
    "EnglishPeriodWords",
    "EnglishUnitWords",
    "FactWords",
    "Glossary",
    "Holiday",
    "IndicatorWords",
    "IntakeSettings",
    "Limits",
    "NameWords",
    "NamedZone",
    "OpenSearchSettings",
    "OrganisationWords",
    "PeriodWords",
    "QuestionWords",
    "RegionWords",
    "RepairWords",
    "SearchWords",
    "Settings",
    "TelegramSettings",
    "TimeWord",
    "TokenRepeats",
    "UnitGroup",
    "UnitWords",
    "WebhookSettings",
]
