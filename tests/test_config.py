"""Configuration: what is right is loaded, what is wrong is named in one line with file, key and value."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.config import (
    LANGUAGES,
    ConfigError,
    default_config_dir,
    find_problems,
    load_config,
    sections,
)
from retrieval.defaults import write_copy
from retrieval.yamlfile import convert, read_mapping


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's own copy of the whole configuration."""
    write_copy(tmp_path)
    return tmp_path / "config"


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_every_section_is_read_from_the_file_of_its_name() -> None:
    config = load_config()
    for name, shape in sections():
        assert isinstance(getattr(config, name), shape)
        assert (default_config_dir() / f"{name}.yaml").is_file()


def test_every_yaml_file_is_read_by_something() -> None:
    known = {f"{name}.yaml" for name, _ in sections()} | {f"messages.{lang}.yaml" for lang in LANGUAGES}
    assert {path.name for path in default_config_dir().glob("*.y*ml")} == known


def test_what_the_settings_file_says_is_the_default_of_the_code() -> None:
    shape = dict(sections())["settings"]
    assert load_config().settings == shape()


def test_a_file_the_user_lacks_is_the_one_that_comes_with_yiju(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("limits: {offers: 2}\n", "utf-8")
    config = load_config(tmp_path)
    assert config.settings.limits.offers == 2
    assert config.facts == load_config().facts


def test_an_empty_settings_file_means_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("# nothing\n", "utf-8")
    assert load_config(tmp_path).settings == load_config().settings


def test_a_table_is_the_users_own_or_the_default(tmp_path: Path) -> None:
    assert load_config(tmp_path).path("table.tsv") == default_config_dir() / "table.tsv"
    (tmp_path / "table.tsv").write_text("", "utf-8")
    assert load_config(tmp_path).path("table.tsv") == tmp_path / "table.tsv"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("  offers: 4", "  offerz: 4", ":11: limits.offerz: unknown key; did you mean 'offers'?"),
        ("\nlimits:", "\nlimit:", "settings.yaml:9: limit: unknown key; did you mean 'limits'?"),
        ("  offers: 4", "  offers: four", ":11: limits.offers: must be a whole number, not text (is: 'four')"),
        ("  offers: 4", "  offers: -1", ":11: limits.offers: expected int >= 0 (is: -1)"),
        ("  offers: 4", "  offers: yes", ":11: limits.offers: must be a whole number, not true or false (is: True)"),
        ("\nengine: auto", "\nengine: memmory", "settings.yaml:4: engine: must be one of auto, disk, memory, opensearch (is: 'memmory')"),
        ("\nlimits:", "\nlimits: 3\nx:", "limits: must be keys and values, not a whole number (is: 3)"),
        ("\nengine: auto", "\nengine: [auto", "not YAML:"),
        ("\nengine: auto", "\nengine: auto\nengine: memory", ":5: not YAML: the key 'engine' is given twice"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_line_with_file_and_key(
    folder: Path, before: str, after: str, line: str
) -> None:
    edit(folder / "settings.yaml", before, after)
    with pytest.raises(ConfigError) as error:
        load_config(folder)
    assert line in str(error.value)
    assert str(folder / "settings.yaml") in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_value_within_a_free_mapping_is_named_by_its_key(folder: Path) -> None:
    edit(folder / "english.yaml", "倍: times", "倍: 3")
    with pytest.raises(
        ConfigError, match=r"english\.yaml:\d+: units\.倍: must be text, not a whole number \(is: 3\)"
    ):
        load_config(folder)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (" | 人均生产总值 ", " | 人均生产总值 固投 ", "the alias .固投. of 固定资产投资 is one of .* already"),
        (" | 人均+地区生产总值 | ", " | ", r"indicators.economy: must be name \| atoms \| aliases \| English"),
    ],
)  # fmt: skip
def test_an_alias_of_two_indicators_is_an_error(folder: Path, before: str, after: str, said: str) -> None:
    edit(folder / "indicators.yaml", before, after)
    with pytest.raises(ConfigError, match=said) as error:
        load_config(folder)
    assert error.value.line


def test_an_alias_of_two_zones_is_an_error(folder: Path) -> None:
    first, second, *_ = load_config().regions.zones
    edit(folder / "regions.yaml", f"[{second.aliases[0]}", f"[{first.name}, {second.aliases[0]}")
    with pytest.raises(
        ConfigError, match=f"the alias '{first.name}' of {second.name} is one of {first.name} already"
    ):
        load_config(folder)


def test_a_missing_key_is_named(folder: Path) -> None:
    edit(folder / "english.yaml", "phrases:", "phrase:")
    with pytest.raises(ConfigError, match=r"phrase: unknown key; did you mean 'phrases'"):
        load_config(folder)
    (folder / "english.yaml").write_text("{}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"english\.yaml: currencies: the key is missing"):
        load_config(folder)


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A struct within a list within a mapping."""

    size: int = 0


class Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What no section of ours has yet: lists, mappings and choices of structs."""

    items: dict[str, tuple[Inner, ...]] = {}
    maybe: Inner | None = None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("items: {a: [{size: 1}], b: [{size: 1}, {sise: 2}]}", "items.b.1.sise: unknown key; did you mean 'size'?"),
        ("items: {a: [{size: x}]}", "items.a.0.size: must be a whole number, not text (is: 'x')"),
        ("maybe: {sice: 1}", "maybe.sice: unknown key; did you mean 'size'?"),
        ("items: {3: []}", "must be text"),
    ],
)  # fmt: skip
def test_the_key_is_found_however_deep_it_lies(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        convert(file, read_mapping(file), Outer)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"engine: \xff\xfe", "not UTF-8"),
        (b"- a\n- b\n", "must hold keys and values"),
        (b"just text", "must hold keys and values"),
        (b"engine: \x07", "not YAML"),
        (b"a: &x [*x]\nb: !!python/object:os.system {}", "not YAML"),
    ],
)
def test_what_is_no_configuration_is_an_error_too(folder: Path, content: bytes, said: str) -> None:
    (folder / "settings.yaml").write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        load_config(folder)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder"):
        load_config(tmp_path / "nowhere")


def test_a_file_nothing_reads_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "setings.yaml").write_text("engine: memory\n", "utf-8")
    with pytest.raises(ConfigError, match=r"setings\.yaml: nothing reads .*did you mean 'settings\.yaml'"):
        load_config(tmp_path)


def test_a_file_that_cannot_be_read_is_an_error(folder: Path) -> None:
    (folder / "settings.yaml").unlink()
    (folder / "settings.yaml").symlink_to(folder)
    assert load_config(folder).settings == load_config().settings  # a folder is no file: the default's
    with pytest.raises(ConfigError, match="cannot be read"):
        read_mapping(folder)


# --- overrides -----------------------------------------------------------------------------------------------


def test_an_override_is_checked_like_the_file() -> None:
    assert load_config(overrides={"settings.limits.offers": 1}).settings.limits.offers == 1
    with pytest.raises(ConfigError, match=r"limits\.offers: must be a whole number"):
        load_config(overrides={"settings.limits.offers": "x"})
    with pytest.raises(ConfigError, match=r"limits\.ofers: unknown key; did you mean 'offers'"):
        load_config(overrides={"settings.limits.ofers": 1})
    with pytest.raises(ConfigError, match=r"seting\.x: no such setting; did you mean 'settings'"):
        load_config(overrides={"seting.x": 1})


# --- messages ------------------------------------------------------------------------------------------------


def test_a_message_is_filled() -> None:
    zh = load_config().messages["zh"]
    assert zh.text("search.none") == "没有找到。"
    assert "search.none" in zh
    assert "search.nono" not in zh
    with pytest.raises(ConfigError, match=r"messages\.zh\.yaml: search\.nono: .*did you mean 'search\.none'"):
        zh.text("search.nono")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("offers.head:", "offer.head:", "messages.zh.yaml: offers.head: the message is missing"),
        ("{passage}", "{pasage}", "source.passage: unknown placeholder {pasage}; known: {passage}"),
        ("{passage}", "{passage", "source.passage: bad braces"),
        ("offers.head:", "offers.head: 3 #", "offers.head: a message must be text (is: 3)"),
        ("offers.head:", "offers.haed: 余\noffers.head:", "offers.haed: unknown message; did you mean 'offers.head'?"),
    ],
)  # fmt: skip
def test_a_wrong_message_is_one_line_with_file_and_key(
    folder: Path, before: str, after: str, said: str
) -> None:
    edit(folder / "messages.zh.yaml", before, after)
    with pytest.raises(ConfigError) as error:
        load_config(folder)
    assert said in str(error.value)
    assert "messages.zh.yaml" in str(error.value)


# --- all problems at once -------------------------------------------------------------------------------------


def test_every_wrong_file_is_found_at_once(folder: Path) -> None:
    assert find_problems(folder) == ()
    edit(folder / "settings.yaml", "\nengine:", "\nengin:")
    edit(folder / "messages.en.yaml", "offers.head:", "offer.head:")
    assert [error.file.name for error in find_problems(folder)] == ["settings.yaml", "messages.en.yaml"]
    assert "no such folder" in str(find_problems(folder / "nowhere")[0])


# --- properties ------------------------------------------------------------------------------------------------

KEYS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | KEYS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)


@settings(deadline=None, max_examples=50)
@given(document=st.dictionaries(st.sampled_from(["engine", "limits", "language"]) | KEYS, VALUES, min_size=1))
def test_any_yaml_is_a_configuration_or_one_clear_line(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "settings.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    try:
        load_config(folder)
    except ConfigError as error:
        assert str(error).startswith(str(folder / "settings.yaml"))
        assert "\n" not in str(error)
    finally:
        shutil.rmtree(folder)
