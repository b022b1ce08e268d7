"""Promises about files that no program checks: messages in step, packaging complete, nothing that does not belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
import yaml

from retrieval.config import LANGUAGES, sections
from retrieval.records import Measure
from retrieval.schema import Settings

ROOT = Path(__file__).parents[1]
OWN = ("bot", "retrieval", "config", "tests", ".ci", ".github")
SKIPPED = {"quality", "__pycache__"}


def messages(lang: str) -> dict[str, str]:
    found = yaml.safe_load((ROOT / "config" / f"messages.{lang}.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def own_files() -> Iterator[Path]:
    for room in OWN:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts):
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.suffix in {".md", ".toml", ".txt"})


def test_every_language_has_the_same_messages_in_the_same_order() -> None:
    first, *others = (list(messages(lang)) for lang in LANGUAGES)
    assert all(other == first for other in others)


def test_every_language_fills_the_same_placeholders() -> None:
    zh, en = messages("zh"), messages("en")
    assert {key: placeholders(text) for key, text in zh.items()} == {
        key: placeholders(text) for key, text in en.items()
    }


def test_every_message_the_code_names_is_there_and_no_other() -> None:
    code = "\n".join(
        path.read_text("utf-8") for room in ("bot", "retrieval") for path in (ROOT / room).rglob("*.py")
    )
    named = set(re.findall(r"(?:\btext|say)\((?:[a-z]+, )?\s*[\"']([a-z0-9_.]+)[\"']", code))
    built = "reason. note. measure. example. progress. check. corpus. menu. store. cluster.".split()
    known = set(messages("zh"))
    assert named <= known
    assert {key for key in known - named if not key.startswith(tuple(built))} == set()


def test_everything_wrong_with_a_cluster_has_its_words() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "retrieval" / "search").glob("cluster*.py"))
    states = {"cluster.yellow", "cluster.red"}  # as the cluster itself calls them
    named = set(re.findall(r'"(cluster\.[a-z_]+)"', code)) | states
    assert named == {key for key in messages("zh") if key.startswith("cluster.")}


def test_every_reason_and_note_of_an_answer_has_its_words() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "retrieval").rglob("*.py"))
    known = messages("zh")
    reasons = set(re.findall(r'\breason="([a-z_]+)"', code))
    assert {reason for reason in reasons if f"reason.{reason}" not in known} == set()
    assert {measure.value for measure in Measure if f"measure.{measure.value}" not in known} == set()


def test_a_wheel_carries_every_package_and_every_kind_of_data() -> None:
    tomllib = pytest.importorskip("tomllib")
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {
        str(path.parent.relative_to(ROOT))
        for room in ("bot", "retrieval")
        for path in (ROOT / room).rglob("__init__.py")
    }
    mapped = setup["package-dir"]
    assert {name.replace(".", "/") for name in setup["packages"] if name not in mapped} == folders
    for package, folder in mapped.items():
        patterns = setup["package-data"][package]
        carried = {path for pattern in patterns for path in (ROOT / folder).glob(pattern)}
        assert carried == {path for path in (ROOT / folder).iterdir() if path.is_file()}


def test_pinned_versions_are_plain_and_cover_what_is_required() -> None:
    tomllib = pytest.importorskip("tomllib")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = [
        line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line and line[0] != "#"
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*", line) for line in lines)
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines}
    names = {re.split(r"[<>=!\[ ;]", one)[0].lower().replace("_", "-") for one in required}
    assert names <= pinned


def test_nothing_names_a_package_registry_or_a_path_of_somebodys_machine() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted", "npm" + "js.org"]
    paths = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "../sha" + "red"]
    found = [
        (path, word)
        for path in own_files()
        for word in hosts + paths
        if word in path.read_text("utf-8", "replace")
    ]
    assert found == []


def test_yaml_holds_words_and_numbers_and_no_patterns() -> None:
    signs = ("(?:", "(?=", "(?<", "\\d", "[0-9]", ".*", ".+")
    for path in (ROOT / "config").glob("*.yaml"):
        text = path.read_text("utf-8")
        assert [sign for sign in signs if sign in text] == [], path.name


def test_every_file_of_the_configuration_has_its_shape_in_the_file_of_its_name() -> None:
    assert {name: shape.__module__ for name, shape in sections()} == {
        name: f"retrieval.schema.{name}" for name, _ in sections()
    }


def test_readme_has_its_two_commands_and_names_every_command() -> None:
    from bot.cli import COMMANDS

    readme = (ROOT / "README.md").read_text("utf-8")
    assert 'yiju ask "How much did fixed-asset investment grow in 椒江 in 2019?"' in readme
    assert "pytest -n auto" in readme
    assert [entry.name for entry in COMMANDS if f"yiju {entry.name}" not in readme] == []
    assert len(readme.splitlines()) < 250


def test_readme_names_every_file_of_the_configuration_and_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    files = {path.name for path in (ROOT / "config").iterdir()}
    assert {name for name in files | set(Settings.__struct_fields__) if f"`{name}`" not in readme} == set()


def test_readme_uses_only_options_that_there_are() -> None:
    from bot.cli import cli

    context = click.Context(cli)
    used = re.findall(
        r"^(?:\$ )?(?:\.venv/bin/)?yiju (\w+)([^#\n]*)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert used
    for name, rest in used:
        command = cli.get_command(context, name)
        assert command is not None, name
        known = {option for param in command.params for option in param.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def test_line_endings_are_plain() -> None:
    assert [path for path in own_files() if b"\r" in path.read_bytes()] == []
