"""A directory that nobody else can write: where what was worked out once is kept for the next start.

Everything here may fail without harm: what cannot be kept is worked out again.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

_KEPT = 8  # a corpus that changes leaves a file behind with every change; the oldest go


def cache_directory(environ: Mapping[str, str]) -> Path:
    """``$XDG_CACHE_HOME/yiju``, or ``~/.cache/yiju`` where that is unset or not absolute (as its standard says)."""
    base = Path(environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path("~/.cache").expanduser()) / "yiju"


def read_private(directory: Path, name: str) -> bytes | None:
    """The bytes kept under ``name``; None where there are none or the directory is not private."""
    try:
        return (directory / name).read_bytes() if _is_private(directory) else None
    except OSError:
        return None


def write_private(directory: Path, name: str, data: bytes) -> bool:
    """Keep ``data`` under ``name`` all at once or not at all; False where it could not be kept.

    The directory is made with mode 700; one that belongs to or is open to somebody else is left alone.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(directory):
            return False
        _replace(directory, name, data)
        _forget_oldest(directory, Path(name).suffix)
    except OSError:
        return False
    return True


def _is_private(directory: Path) -> bool:
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "getuid"):  # Windows: a profile's folders are its user's
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _replace(directory: Path, name: str, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=directory)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(directory / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_oldest(directory: Path, suffix: str) -> None:
    files = sorted(directory.glob(f"*{suffix}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for file in files[_KEPT:]:
        with contextlib.suppress(OSError):  # another process forgot it first
            file.unlink()
