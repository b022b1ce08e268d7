"""Work on many articles, spread over the processor's cores where there is enough of it: items in, results out in order.

A process of its own costs half a second at its start, so a few dozen articles are read where they are.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Generic, TypeVar

from retrieval.service import service

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")
T = TypeVar("T")

FEW = 48  # items that are worked on without another process
_CHUNK = 8  # items sent at once
_AHEAD = 4  # chunks under way for each process
_ALLOCATIONS = 100_000


@service
class Crew(Generic[T, I, R]):
    """``tools`` makes what the work needs, once a process, out of the folder of configuration (None: Yiju's own).

    ``tools`` and ``work`` are functions of a module, since other processes look them up by name.
    """

    tools: Callable[[Path | None], T]
    work: Callable[[T, I], R]
    config: Path | None
    processes: int = 0  # 0: as many as there are cores

    def each(self, items: Iterable[I], own: Callable[[], T] | None = None) -> Iterator[R]:
        """The result of every item, in order; ``own`` gives the tools where they are made in this process already."""
        source = iter(items)
        first = list(islice(source, FEW + 1))
        processes = self.processes or cores()
        if len(first) <= FEW or processes < 2:
            tools = (own or (lambda: self.tools(self.config)))()
            yield from (self.work(tools, item) for item in chain(first, source))
            return
        yield from self._spread(chain(first, source), processes)

    def _spread(self, items: Iterator[I], processes: int) -> Iterator[R]:
        import multiprocessing

        pool = ProcessPoolExecutor(
            processes, multiprocessing.get_context("spawn"), _begin, (self.tools, self.work, self.config)
        )
        under_way: deque[Future[list[R]]] = deque()
        try:
            while True:
                while len(under_way) < _AHEAD * processes and (chunk := list(islice(items, _CHUNK))):
                    under_way.append(pool.submit(_do, chunk))
                if not under_way:
                    return
                yield from under_way.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# What a process of the crew works with: set once at its start, since only names of functions can be sent to it.
_here: dict[str, object] = {}


def _begin(tools: Callable[[Path | None], T], work: Callable[[T, I], R], config: Path | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    gc.set_threshold(_ALLOCATIONS)  # articles as they are read hold no circles
    made = tools(config)
    _here["do"] = lambda item: work(made, item)


def _do(chunk: Sequence[I]) -> list[R]:
    do = _here["do"]
    assert callable(do)
    return [do(item) for item in chunk]
