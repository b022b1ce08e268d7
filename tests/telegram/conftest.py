"""Tests that are coroutines are run, each in a loop of its own, and end within 20 seconds."""

from __future__ import annotations

import asyncio
import inspect
import os
from typing import Any

import pytest

SECONDS = 20
os.environ.setdefault("PTB_TIMEDELTA", "1")  # as the bot itself does


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: Any) -> bool | None:
    """Run ``async def test_…``."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    asyncio.run(asyncio.wait_for(pyfuncitem.obj(**arguments), SECONDS))
    return True
