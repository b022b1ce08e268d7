"""For all tests: what is kept between starts goes to a folder of this run; a question set is read by one process."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest

_OF_A_SET = re.compile(r"tests/quality/.*\[(\w+)\]$")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``-n``: ``test_floors.py::test_…[a]`` and ``test_quotes.py::test_…[a]`` go to the same process."""
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class BySet(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    return BySet(config, log)


def scope_of(nodeid: str) -> str:
    """Tests of one scope run in one process: those of a question set together, all others each on its own."""
    match = _OF_A_SET.search(nodeid)
    if match:
        return f"set {match[1]}"
    return "set seeds" if "tests/quality/" in nodeid else nodeid


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for the processes of this run; the user's own, and a corpus of theirs, are neither read nor filled."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder))
    patch.setenv("XDG_DATA_HOME", str(folder.with_name("data")))
    yield
    patch.undo()
