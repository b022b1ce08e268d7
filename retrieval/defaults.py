"""Where the words and the articles are that come with Yiju, and how to make a copy of them to edit.

In a checkout they are the folders ``config/`` and ``seeds/``; in a wheel, copies inside the package.
"""

from __future__ import annotations

import shutil
from pathlib import Path

CORPUS_FILE = "corpus.sqlite3"  # the corpus that is kept in a directory

_HERE = Path(__file__).resolve().parent


def default_config_dir() -> Path:
    """The folder of the configuration that comes with Yiju: settings.yaml, messages.zh.yaml …"""
    return _default("config")


def default_seeds_dir() -> Path:
    """The folder of the five seed articles: 000-xiuzhou.md … 004-jiaxing.md."""
    return _default("seeds")


def _default(name: str) -> Path:
    packaged = _HERE / "packaged" / name  # pyproject.toml puts them there in a wheel
    return packaged if packaged.is_dir() else _HERE.parent / name


def write_copy(directory: Path) -> tuple[Path, ...]:
    """Copy configuration and seeds to ``directory/config`` and ``directory/seeds``; the paths written.

    Nothing is overwritten: ``FileExistsError`` names what is in the way, and nothing has been written then.
    """
    sources = {directory / "config": default_config_dir(), directory / "seeds": default_seeds_dir()}
    plan = {target / path.name: path for target, folder in sources.items() for path in _files(folder)}
    for target in (directory, *sources, *plan):
        blocked = target.exists() and (target in plan or not target.is_dir())
        if blocked or (target in sources and target.is_dir() and any(target.iterdir())):
            raise FileExistsError(str(target))
    for target, path in plan.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tuple(plan)


def _files(folder: Path) -> list[Path]:
    # A wheel's copy may hold Python's own files beside the data.
    return sorted(
        p for p in folder.iterdir() if p.is_file() and p.suffix in {".yaml", ".tsv", ".csv", ".md", ".txt"}
    )
