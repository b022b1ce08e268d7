"""The shape of ``config/search.yaml``."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct


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
