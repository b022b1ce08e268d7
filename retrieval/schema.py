"""The shape of every file in ``config/``: one frozen struct a file, unknown keys forbidden.

A file is words and numbers only; how words combine is code, beside the detector that reads them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """How long a question may be and how much an answer shows."""

    question_chars: Annotated[int, Meta(ge=1)] = 300
    offers: Annotated[int, Meta(ge=0, le=20)] = 4
    choices: Annotated[int, Meta(ge=2, le=50)] = 8
    quotes: Annotated[int, Meta(ge=1, le=20)] = 4


class WebhookSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Where Telegram pushes updates: ``url`` is the public address ('': the bot fetches them), the rest local."""

    url: Annotated[str, Meta(pattern=r"^(https://\S+)?$")] = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080


class TelegramSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The bot: which Bot API server, where its memory is ('': the user's state folder), its paces, and the user ids
    of those who may add articles (``admins``)."""

    api_url: Annotated[str, Meta(pattern=r"^https?://\S+$")] = "https://api.telegram.org"
    state: str = ""
    keep_days: Annotated[int, Meta(ge=1, le=3650)] = 30
    running: Annotated[int, Meta(ge=1, le=256)] = 16
    group_per_minute: Annotated[int, Meta(ge=1)] = 20
    admins: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    webhook: WebhookSettings = WebhookSettings()


class IntakeSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Adding articles: what an address may cost (``seconds``, ``bytes``, ``redirects``), and how many processes
    read a long list (0: one a core). ``bytes`` is the limit of a file as well."""

    seconds: Annotated[float, Meta(gt=0, le=600)] = 20.0
    bytes: Annotated[int, Meta(ge=1000, le=100_000_000)] = 5_000_000
    redirects: Annotated[int, Meta(ge=0, le=20)] = 5
    processes: Annotated[int, Meta(ge=0, le=64)] = 0


_Host = Annotated[str, Meta(pattern=r"^https?://[^\s/@]+/?$")]


class OpenSearchSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The engine ``opensearch``: where the cluster is and how long it is waited for, in seconds.

    Its user and password are in no file: ``YIJU_OPENSEARCH_USER`` and ``YIJU_OPENSEARCH_PASSWORD``.
    """

    hosts: Annotated[tuple[_Host, ...], Meta(min_length=1)] = ("http://127.0.0.1:9200",)
    prefix: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")] = "yiju"
    verify: bool = True
    ca_file: str = ""
    timeout: Annotated[float, Meta(gt=0, le=300)] = 5.0
    patience: Annotated[float, Meta(ge=0, le=3600)] = 60.0
    shards: Annotated[int, Meta(ge=1, le=64)] = 1
    replicas: Annotated[int, Meta(ge=0, le=8)] = 1
    candidates: Annotated[int, Meta(ge=1, le=5000)] = 200


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """``settings.yaml``: what a user is most likely to change; every key has a default.

    ``articles``: the folder of articles, relative to that of the file; '': the seeds.
    """

    engine: Literal["auto", "memory", "disk", "opensearch"] = "auto"
    memory_megabytes: Annotated[int, Meta(ge=0)] = 4
    data: str = ""
    language: Literal["auto", "zh", "en"] = "auto"
    articles: str = ""
    limits: Limits = Limits()
    intake: IntakeSettings = IntakeSettings()
    opensearch: OpenSearchSettings = OpenSearchSettings()
    telegram: TelegramSettings = TelegramSettings()


class English(Struct, frozen=True, forbid_unknown_fields=True):
    """``english.yaml``: what stands for the words of a Chinese figure in English."""

    currencies: dict[str, str]
    units: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    phrases: dict[str, str]


class FactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``facts.yaml``: the words that stand around a quantity, by what they do to it."""

    rise: tuple[str, ...]
    fall: tuple[str, ...]
    growth_nouns: tuple[str, ...]
    fall_nouns: tuple[str, ...]
    share_verbs: tuple[str, ...]
    share_nouns: tuple[str, ...]
    rate_suffixes: tuple[str, ...]
    completion_verbs: tuple[str, ...]
    completion_nouns: tuple[str, ...]
    contribution: tuple[str, ...]
    difference_verbs: tuple[str, ...]
    difference_nouns: tuple[str, ...]
    comparisons: tuple[str, ...]
    change_verbs: tuple[str, ...]
    rank_verbs: tuple[str, ...]
    plan: tuple[str, ...]
    plan_nominal: tuple[str, ...]
    plan_done: tuple[str, ...]
    forecast: tuple[str, ...]
    marks: dict[str, tuple[str, ...]]
    respectively: tuple[str, ...]
    both: tuple[str, ...]
    summary: tuple[str, ...]
    reports: tuple[str, ...]
    opening: tuple[str, ...]
    blank: tuple[str, ...]
    stop: tuple[str, ...]
    english: EnglishFactWords


class EnglishFactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``english`` in ``facts.yaml``: the words around a figure in an English sentence. Lists are parted by commas."""

    deictic: dict[str, str]
    organisations: str
    rise: str
    fall: str
    growth_nouns: str
    fall_nouns: str
    share: str
    rates: str
    completion: str
    contribution: str
    more: str
    less: str
    differences: str
    against: str
    reach: str
    milestones: str
    plan: str
    plan_nominal: str
    forecast: str
    marks: dict[str, str]
    respectively: str
    aside: str
    ranked_in: str
    splitting: str
    averages: str
    stop: str


class Glossary(Struct, frozen=True, forbid_unknown_fields=True):
    """``glossary.yaml``: general English words and the Chinese that news write for them.

    ``words`` and ``light`` map a topic to a table of lines ``english, english | 中文 中文``; ``silent`` is parted by
    commas, ``stop`` by spaces.
    """

    stop: str
    silent: str
    words: dict[str, str]
    light: dict[str, str]


class RepairWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``repair.yaml``: what copying does to pages: words swapped to dodge a filter, and the words of page noise.

    All in folded form: simplified, half width, lower case. ``scripts`` are pairs 當当 of the characters they need.
    """

    swaps: tuple[tuple[str, str], ...]
    swap_keeps: tuple[str, ...]
    scripts: str
    places: tuple[str, ...]
    homes: tuple[str, ...]
    publisher_labels: tuple[str, ...]
    date_labels: tuple[str, ...]
    person_labels: tuple[str, ...]
    other_labels: tuple[str, ...]
    posters: tuple[str, ...]
    buttons: tuple[str, ...]
    sections: tuple[str, ...]
    neighbours: tuple[str, ...]
    related: tuple[str, ...]
    footers: tuple[str, ...]
    menu: tuple[str, ...]
    footer_labels: tuple[str, ...]
    url_labels: tuple[str, ...]
    disclaimers: tuple[str, ...]
    prompts: tuple[str, ...]
    follow_verbs: tuple[str, ...]
    channels: tuple[str, ...]
    leads: tuple[str, ...]
    surnames: str
    publisher_ends: tuple[str, ...]
    max_bytes: int
    max_line: int


class CompareWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``comparison`` part of ``questions.yaml``: words that set things side by side; ``_en``: the English ones.

    ``high`` and ``low`` grade (谁更高), ``which`` asks for one of several, ``apart`` and ``gap`` for the distance.
    """

    which: tuple[str, ...]
    high: tuple[str, ...]
    low: tuple[str, ...]
    growth: tuple[str, ...]
    fall: tuple[str, ...]
    share: tuple[str, ...]
    count: tuple[str, ...]
    level: tuple[str, ...]
    apart: tuple[str, ...]
    gap: tuple[str, ...]
    each: tuple[str, ...]
    trend: tuple[str, ...]
    everywhere: tuple[str, ...]
    order: tuple[str, ...]
    not_top: tuple[str, ...]
    joiners: tuple[str, ...]
    aside: tuple[str, ...]
    drop: tuple[str, ...]
    yesno: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    yesno_en: tuple[str, ...]
    high_en: tuple[str, ...]
    low_en: tuple[str, ...]
    growth_en: tuple[str, ...]
    fall_en: tuple[str, ...]
    share_en: tuple[str, ...]
    apart_en: tuple[str, ...]
    drop_en: tuple[str, ...]
    pairs: dict[str, tuple[str, str]]


class QuestionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``questions.yaml``: how people ask, in Chinese and in English."""

    offtopic: tuple[str, ...]
    polite: tuple[str, ...]
    growth: tuple[str, ...]
    fall: tuple[str, ...]
    level: tuple[str, ...]
    rank: tuple[str, ...]
    share: tuple[str, ...]
    completion: tuple[str, ...]
    contribution: tuple[str, ...]
    difference: tuple[str, ...]
    points: tuple[str, ...]
    compare: tuple[str, ...]
    compare_low: tuple[str, ...]
    date: tuple[str, ...]
    plan: tuple[str, ...]
    list: tuple[str, ...]
    yesno: tuple[str, ...]
    entity: dict[str, tuple[str, ...]]
    english: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]
    acts: str
    singles: dict[str, tuple[str, ...]]
    money_heads: tuple[str, ...]
    comparison: CompareWords


class IndicatorWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``indicators.yaml``: tables of lines ``word | … | …``; read by ``understanding.indicator_table``.

    ``indicators`` and ``words`` map a topic to a table; the topic is for the reader of the file only.
    """

    indicators: dict[str, str]
    heads: str
    soft: str
    neutral: str
    words: dict[str, str]
    variants: str
    lookalikes: str
    stop: str


class TimeWord(Struct, frozen=True, forbid_unknown_fields=True):
    """A year, month or day named by where it stands: 去年 is ``shift`` -1 from now, 次年 1 from what is spoken of.

    Beside a character of ``not_after`` (before it) or ``not_before`` (behind it) it is another word: 过|去年均.
    """

    word: str
    shift: int
    context: bool = False
    point: bool = False
    not_after: str = ""
    not_before: str = ""


class Holiday(Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday or season: month and day it begins and ends; day 0 where only the months are known."""

    name: str
    en: str
    first: tuple[int, int]
    last: tuple[int, int]
    bare: tuple[str, ...]
    words: tuple[str, ...]


class EnglishPeriodWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``en`` part of ``periods.yaml``."""

    months: str
    months_short: str
    also: dict[str, int]
    numbers: str
    ordinals: str
    years: dict[str, int]
    days: dict[str, int]
    base_before: tuple[str, ...]
    count_after: str
    holidays: dict[str, str]


class PeriodWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``periods.yaml``: the words of time, and the words beside a number that tell a year from a count.

    A text field is a list of words parted by spaces, or of characters.
    """

    years: tuple[TimeWord, ...]
    plans: dict[str, int]
    short_plans: dict[str, int]
    censuses: dict[str, int]
    months: tuple[TimeWord, ...]
    days: tuple[TimeWord, ...]
    now: str
    holidays: tuple[Holiday, ...]
    holiday_ends: str
    holiday_not_before: str
    times_of_day: str
    open_words: str
    duration_before: str
    duration_after: str
    count_after: str
    year_not_before: str
    leftovers: str
    habit_before: str
    base_before: str
    base_not: str
    base_pair_before: str
    base_pair_after: str
    base_times_before: str
    base_after: str
    en: EnglishPeriodWords


class NamedZone(Struct, frozen=True, forbid_unknown_fields=True):
    """A development zone with a name of its own; ``inside`` (``in`` in the file) is the code of its place."""

    name: str
    inside: str = field(name="in")
    roman: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class OrganisationWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What goes on after a place's name when the whole names an organisation or a road."""

    near: tuple[str, ...]
    next: tuple[str, ...]
    roads: tuple[str, ...]
    not_roads: tuple[str, ...]


class RegionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``regions.yaml``: words around the names of ``gazetteer.tsv``. A plain string is a list, split at blanks."""

    words: str
    scenery: str
    needs_parent: str
    edge: str
    shared: str
    guarded: str
    pairs: str
    blockers: str
    deictic: dict[str, tuple[str, ...]]
    country_after: tuple[str, ...]
    organisations: OrganisationWords
    not_in_name: str
    zone_kinds: dict[str, tuple[str, ...]]
    zone_of_province: tuple[str, ...]
    zone_prefixes: tuple[str, ...]
    zone_deictic: tuple[str, ...]
    zone_before: tuple[str, ...]
    zone_not_before: tuple[str, ...]
    zone_stems: tuple[str, ...]
    zone_loose: tuple[str, ...]
    zones: tuple[NamedZone, ...]
    town_not: str
    town_not_last: str
    town_after: str
    english: dict[str, tuple[str, ...]]
    english_zones: dict[str, tuple[str, ...]]
    english_words: tuple[str, ...]


class Bm25Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """The parameters of rank-bm25's BM25Okapi, and ``least_weight``, which keeps a word that was found above 0."""

    k1: Annotated[float, Meta(ge=0)] = 1.5
    b: Annotated[float, Meta(ge=0, le=1)] = 0.75
    epsilon: Annotated[float, Meta(ge=0)] = 0.25
    least_weight: Annotated[float, Meta(gt=0)] = 1e-12


class TokenRepeats(Struct, frozen=True, forbid_unknown_fields=True):
    """How often a question counts each kind of token; 0: that kind is not made at all."""

    characters: Annotated[int, Meta(ge=0, le=9)] = 1
    bigrams: Annotated[int, Meta(ge=0, le=9)] = 1
    words: Annotated[int, Meta(ge=0, le=9)] = 0
    numbers: Annotated[int, Meta(ge=0, le=9)] = 2
    canonical: Annotated[int, Meta(ge=0, le=9)] = 1


class SearchWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``search.yaml``: which tokens a text has and how they are weighed."""

    stop_characters: str
    question_words: tuple[str, ...]
    user_words: tuple[str, ...] = ()
    repeats: TokenRepeats = TokenRepeats()
    sentence: Bm25Settings = Bm25Settings()
    paragraph: Bm25Settings = Bm25Settings()
    title_weight: Annotated[int, Meta(ge=0, le=9)] = 1
    paragraph_share: Annotated[float, Meta(ge=0)] = 0.0
    context_chars: Annotated[int, Meta(ge=0)] = 0
    candidates: Annotated[int, Meta(ge=1)] = 80


class UnitGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Units of one kind that are multiples of one base: 亩 is 666.6666667 平方米. Numbers are text, to stay exact."""

    kind: str
    base: str
    words: dict[str, str]


class EnglishUnitWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``en`` part of ``units.yaml``; ``units`` are written behind a number, ``currencies`` before it."""

    scales: dict[str, str]
    units: tuple[UnitGroup, ...]
    people: tuple[str, ...]
    counts: tuple[str, ...]
    currencies: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    between_not: str
    rank_verbs: tuple[str, ...]
    bounds: dict[str, tuple[str, ...]]


class UnitWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``units.yaml``: units, measure words, and the words around a number that change or undo what it says.

    A text field is a list of words parted by spaces: 家 个 项 条.
    """

    scales: dict[str, str]
    units: tuple[UnitGroup, ...]
    people: str
    counts: str
    lengths_of_time: str
    per: str
    ones: str
    digits_only: str
    large_only: dict[str, str]
    not_before: dict[str, str]
    traps: str
    bare_scales: str
    prefixes: dict[str, tuple[str, ...]]
    prefix_fillers: tuple[str, ...]
    prefix_not: tuple[str, ...]
    suffixes: dict[str, tuple[str, ...]]
    index_before: tuple[str, ...]
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    en: EnglishUnitWords


class NameWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``names.yaml``: the words that proper names are made of and bounded by, parted by spaces.

    ``surnames`` and ``not_given`` are runs of single characters; ``collective`` holds word=kind pairs.
    """

    surnames: str
    compound_surnames: str
    titles: str
    callings: str
    titles_after: str
    bylines: str
    speech: str
    after_person: str
    not_given: str
    not_people: str
    companies: str
    company_suffixes: str
    company_weak: str
    project_suffixes: str
    organization_suffixes: str
    place_suffixes: str
    divisions: str
    product_suffixes: str
    event_suffixes: str
    collective: str
    launches: str
    after_product: str
    boundaries: str
    commons: str
    leads: str
    generics: str
    keeps: str
    after_place: str
    measures: str
    produces: str
    nations: str
    english_titles: str
    english_nouns: str
    english_endings: str
    english_nations: str
    english_openers: str
