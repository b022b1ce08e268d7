"""``write_copy``: what comes with Yiju, copied for a user to change, over nothing that is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.config import default_config_dir, default_seeds_dir, load_config
from retrieval.defaults import write_copy


def test_a_copy_is_complete_and_loads(tmp_path: Path) -> None:
    written = write_copy(tmp_path / "new" / "copy")
    names = {path.name for path in written}
    assert {path.name for path in default_config_dir().glob("*.yaml")} <= names
    assert {path.name for path in default_seeds_dir().glob("*.md")} <= names
    assert load_config(tmp_path / "new" / "copy" / "config").settings == load_config().settings


@pytest.mark.parametrize("there", ["config/settings.yaml", "seeds/mine.md", "config"])
def test_a_copy_overwrites_nothing(tmp_path: Path, there: str) -> None:
    mine = tmp_path / there
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        write_copy(tmp_path)
    assert mine.read_text("utf-8") == "mine"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
