"""The shape of ``config/settings.yaml``."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct


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
