"""An ``Answer`` as the JSON object that programs read: the keys and their order are a contract."""

from __future__ import annotations

from typing import Any

from retrieval.records import Answer, Quote


def to_json(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """The object ``yiju ask --json`` prints. ``id`` is there in an evaluation only; ``rows`` and ``notes`` where
    an answer has any."""
    found: dict[str, Any] = {} if question_id is None else {"id": question_id}
    found |= {
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.answer,
        "region": answer.region or None,
        "period": answer.period or None,
        "indicator": answer.indicator or None,
        "measure": answer.measure or None,
        "quotes": [_quote(quote) for quote in answer.quotes],
        "offers": [{"label": offer.label, "question": offer.question} for offer in answer.offers],
        "reason": answer.reason,
    }
    if answer.rows:
        found["rows"] = [list(row) for row in answer.rows]
    if answer.notes:
        found["notes"] = [list(note) for note in answer.notes]
    return found | {"milliseconds": round(answer.milliseconds, 1)}


def _quote(quote: Quote) -> dict[str, Any]:
    head = {"head": quote.head} if quote.head else {}
    return head | {
        "article": quote.article,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "title": quote.title,
        "publisher": quote.publisher,
        "published": quote.published.isoformat() if quote.published else None,
        "url": quote.url,
        "source": quote.source.value,
    }
