"""Signs of life on stderr for work longer than a second, and only where somebody is watching."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeVar

T = TypeVar("T")

PATIENCE = 1.0  # seconds before anything is shown
_CLEAR = "\r\x1b[K"


@contextmanager
def slow_work(label: str, stream: TextIO | None = None, patience: float = PATIENCE) -> Iterator[None]:
    """Show ``label`` and the seconds passed while the block runs, from ``patience`` seconds on."""
    out = stream or sys.stderr
    if not out.isatty():
        yield
        return
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(label, out, done, patience), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(label: str, out: TextIO, done: threading.Event, patience: float) -> None:
    start = time.monotonic()
    shown = False
    while not done.wait(patience if not shown else 0.5):
        shown = True
        out.write(f"{_CLEAR}{label} … {time.monotonic() - start:.0f} s")
        out.flush()
    if shown:
        out.write(_CLEAR)
        out.flush()


def counted(
    items: Sequence[T] | Iterable[T],
    total: int | None,
    label: str,
    stream: TextIO | None = None,
    patience: float = PATIENCE,
) -> Iterator[T]:
    """The items, showing ``label 34/130`` from ``patience`` seconds on; ``total`` None: not known."""
    out = stream or sys.stderr
    watched = out.isatty()
    start = last = time.monotonic()
    shown = False
    for number, item in enumerate(items, 1):
        yield item
        now = time.monotonic()
        if watched and now - start >= patience and now - last >= min(0.2, patience):
            last, shown = now, True
            out.write(f"{_CLEAR}{label} {number}" + (f"/{total}" if total else ""))
            out.flush()
    if shown:
        out.write(_CLEAR)
        out.flush()
