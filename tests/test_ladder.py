"""The import ladder: a file imports from its own rung or from below, never in a circle; and files stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up. A module belongs to the rung with the longest beginning of its name.
LADDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "one thing in a text",
        (
            "retrieval.service",
            "retrieval.records.articles",
            "retrieval.records.places",
            "retrieval.records.times",
            "retrieval.records.figures",
            "retrieval.records.indicators",
            "retrieval.records.names",
            "retrieval.records.search",
        ),
    ),
    ("records", ("retrieval.records",)),
    ("schema", ("retrieval.schema",)),
    (
        "config",
        (
            "retrieval.config",
            "retrieval.yamlfile",
            "retrieval.yamlparser",
            "retrieval.parsed",
            "retrieval.search.private",
            "retrieval.defaults",
            "retrieval.clashes",
        ),
    ),
    ("tidy", ("retrieval.understanding.tidy", "retrieval.understanding.numerals")),
    ("detectors", ("retrieval.understanding", "retrieval.corpus")),
    ("mentions", ("retrieval.understanding.reading",)),
    (
        "words around a figure, places of an article",
        (
            "retrieval.understanding.phrases",
            "retrieval.understanding.english_phrases",
            "retrieval.understanding.cues",
            "retrieval.understanding.lists",
            "retrieval.understanding.context",
            "retrieval.understanding.about",
            "retrieval.understanding.frame",
            "retrieval.understanding.place_times",
            "retrieval.understanding.place_patterns",
            "retrieval.understanding.place",
        ),
    ),
    (
        "clause by clause",
        (
            "retrieval.understanding.state",
            "retrieval.understanding.view",
            "retrieval.understanding.which",
            "retrieval.understanding.together",
            "retrieval.understanding.own_frame",
            "retrieval.understanding.dealing",
            "retrieval.understanding.made",
            "retrieval.understanding.passing",
            "retrieval.understanding.subjects",
            "retrieval.understanding.english_lists",
            "retrieval.understanding.english_marks",
            "retrieval.understanding.english_referring",
            "retrieval.understanding.english_scene",
        ),
    ),
    (
        "question, facts, tokens",
        (
            "retrieval.understanding.facts",
            "retrieval.understanding.table_cells",
            "retrieval.understanding.tables",
            "retrieval.understanding.labels",
            "retrieval.understanding.listings",
            "retrieval.understanding.english_facts",
            "retrieval.understanding.terms",
            "retrieval.understanding.question",
            "retrieval.understanding.english",
            "retrieval.understanding.followup",
            "retrieval.understanding.typos",
            "retrieval.search.tokens",
        ),
    ),
    (
        "passages",
        (
            "retrieval.library",
            "retrieval.readings",
            "retrieval.intake",
            "retrieval.shelf",
            "retrieval.detectors",
            "retrieval.crew",
        ),
    ),
    ("engines, answering", ("retrieval.search", "retrieval.answering")),
    ("the corpus on disk", ("retrieval.store",)),
    ("assistant", ("retrieval.assistant",)),
    ("adding", ("retrieval.adding",)),
    ("messages", ("bot.english", "bot.voice", "bot.wording", "bot.messages", "bot.terminal", "bot.menu")),
    (
        "commands",
        (
            "bot.commands",
            "bot.reports",
            "bot.mind",
            "bot.contract",
            "bot.progress",
            "bot.questions",
            "bot.scoring",
            "bot.evaluation",
        ),
    ),
    (
        "cli, telegram",
        ("bot.cli", "bot.telegram", "bot.commands.telegram", "bot.commands.feedback", "bot.commands.chat"),
    ),
)
MOST_LINES = 250
MOST_LINES_OF_A_TEST = 300
MOST_LINES_OF_A_FUNCTION = 40

FILES = sorted([*(ROOT / "retrieval").rglob("*.py"), *(ROOT / "bot").rglob("*.py")])
NAMES = [str(path.relative_to(ROOT)) for path in FILES]
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}


def rung(module: str) -> int | None:
    """The rung's number; a package that only holds others (retrieval, bot) stands on none."""
    begins = {
        begin: number
        for number, (_, names) in enumerate(LADDER)
        for begin in names
        if module == begin or module.startswith(begin + ".")
    }
    return begins[max(begins, key=len)] if begins else None


def imports(path: Path) -> Iterator[str]:
    """Every module the file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path}: a module is imported by its whole name"
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                yield deeper if deeper in MODULES else node.module


def own_imports(module: str) -> set[str]:
    return {name for name in imports(MODULES[module]) if name in MODULES and name != module}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_imports_from_its_rung_or_below(name: str) -> None:
    module = module_of(ROOT / name)
    here = rung(module)
    if here is None:
        assert own_imports(module) == set(), "a package that holds rooms imports none of them"
        return
    above = {other for other in own_imports(module) if (there := rung(other)) is None or there > here}
    assert above == set(), f"{module} stands on the rung {LADDER[here][0]!r}"


@pytest.mark.parametrize("name", NAMES)
def test_every_file_but_a_package_stands_on_a_rung(name: str) -> None:
    assert rung(module_of(ROOT / name)) is not None or name.endswith("__init__.py")


def test_every_room_of_the_ladder_is_there() -> None:
    assert {begin for _, names in LADDER for begin in names} <= set(MODULES)


def test_no_circle_of_imports() -> None:
    graph = {module: own_imports(module) for module in MODULES}
    while graph:
        free = {module for module, needs in graph.items() if not needs & graph.keys()}
        assert free, f"a circle among {sorted(graph)}"
        graph = {module: needs for module, needs in graph.items() if module not in free}


@pytest.mark.parametrize("name", NAMES)
def test_retrieval_knows_no_bot_and_only_one_room_knows_telegram(name: str) -> None:
    found = {imported.split(".")[0] for imported in imports(ROOT / name)}
    assert "telegram" not in found or name.startswith("bot/telegram/")
    assert "bot" not in found or name.startswith("bot/")
    assert "click" not in found or name.startswith("bot/")


@pytest.mark.parametrize("name", NAMES)
def test_files_and_functions_are_short(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, Functions)]
    long = {
        node.name: lines
        for node in functions
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}
    assert len(text.splitlines()) <= MOST_LINES


def test_files_of_tests_are_short() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    assert lines
    assert {path: number for path, number in lines.items() if number > MOST_LINES_OF_A_TEST} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_module_and_public_name_says_what_it_is(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    kinds = (*Functions, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]
    for owner in [node for node in public if isinstance(node, ast.ClassDef)]:
        bases = {base.id for base in owner.bases if isinstance(base, ast.Name)}
        inherited = bases - {"Protocol", "Enum", "str", "int"}
        methods = [
            node for node in owner.body if isinstance(node, Functions) and not node.name.startswith("_")
        ]
        public += [] if inherited else methods
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert ast.get_docstring(tree)
    assert silent == []
