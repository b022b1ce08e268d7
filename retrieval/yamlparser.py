"""YAML text in, plain values or the lines of keys out: PyYAML's safe loader; a key given twice is an error."""

from __future__ import annotations

from typing import Any

import yaml
from yaml import YAMLError

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # PyYAML without libyaml: ten times slower, and the same
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

__all__ = ["YAMLError", "line_of", "parse"]


class _Loader(_Base):
    """The safe loader; a key given twice is an error, since the first would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        None, None, f"the key {key.value!r} is given twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse(text: str) -> Any:
    """The values of a YAML text; raises ``YAMLError`` with the place where it is none."""
    return yaml.load(text, _Loader)


def line_of(text: str, steps: tuple[str | int, ...]) -> int | None:
    """The line of the text where the key stands that ``steps`` lead to, or that of the last one found."""
    node, line = yaml.compose(text, _Base), None
    for step in steps:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        pairs = ((key, value) for key, value in node.value if getattr(key, "value", None) == str(step))
        return next(((key.start_mark.line + 1, value) for key, value in pairs), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None
