"""YAML with the line of every value, so that a message about a setting can say where it stands.

    document = load(text, "clients/client-x/client.yml")
    document.data                                   plain dicts, lists, text, numbers, dates
    document.line_of(("targets", "save_rate"))      7
    document.check([document.mistake(("brand", "colour"), "brand.colour is …")])

What YAML allows and settings don't need (the same name twice, anchors, aliases, merge keys) is refused: the first hides
a value, the others let one line change another far away, or unpack without bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from report_gen.errors import SettingsError

Route = tuple[str | int, ...]  # where a value stands: ("pillars", 0, "name")


class Mistake(NamedTuple):
    """A sentence about one line of the file."""

    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """A YAML file's data and where each value stands. `mistakes`: what YAML allows and settings must not hold."""

    data: Any
    name: str
    mistakes: tuple[Mistake, ...]
    lines: Mapping[Route, int]
    scalars: Mapping[Route, str]

    def line_of(self, route: Route) -> int:
        """The line of that value's name (of the item, in a list); of what holds it, if it isn't there."""
        keys = tuple(step if isinstance(step, int) else str(step) for step in route)
        return next((self.lines[keys[:end]] for end in range(len(keys), -1, -1) if keys[:end] in self.lines), 1)

    def written(self, route: Route) -> str | None:
        """A single value as the file has it, before YAML took it for a number or a date; None for lists and groups."""
        return self.scalars.get(route)

    def mistake(self, route: Route, text: str) -> Mistake:
        return Mistake(self.line_of(route), text)

    def check(self, mistakes: Iterable[Mistake] = ()) -> None:
        """Raises all mistakes at once, the document's own and these, in the order of the file."""
        found = sorted(dict.fromkeys([*self.mistakes, *mistakes]), key=lambda mistake: mistake.line)
        if found:
            raise SettingsError(*(f"{self.name}, line {line}: {text}" for line, text in found))


def text_of(path: Path, name: str) -> str:
    """The file's text; `name` is how messages call it."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{name}, line {line}: this is not UTF-8. Save the file again as UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"{name} can't be read: {error.strerror or error}.") from error


def load(text: str, name: str) -> Document:
    """The document of a YAML text. What isn't YAML raises at once: nothing after it can be trusted."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise SettingsError(_syntax_error(error, text, name)) from error
    except RecursionError as error:
        raise SettingsError(f"{name}: the groups in this file are nested too deep to be meant.") from error
    spots = list(_spots(node)) if node is not None else []
    scalars = {route: value.value for route, _, value in spots if isinstance(value, yaml.ScalarNode)}
    mistakes = (*loader.mistakes, *_repeated(spots))
    return Document(data, name, mistakes, {route: line for route, line, _ in reversed(spots)}, scalars)


class _Loader(yaml.SafeLoader):
    """Notes anchors, aliases and merge keys instead of following them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.mistakes: list[Mistake] = []

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        here: Any = event.start_mark
        if event.anchor:
            self._note(event, f"“{event.anchor}” is an anchor or alias, not used here. Write the value out instead.")
        if not isinstance(event, yaml.AliasEvent):
            return super().compose_node(parent, index)
        self.get_event()  # type: ignore[no-untyped-call]
        return yaml.ScalarNode("tag:yaml.org,2002:null", "", here, here)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        merges = [key for key, _ in node.value if key.tag == "tag:yaml.org,2002:merge"]
        for key in merges:
            self._note(key, "“<<” is a merge key, not used here. Write the values out instead.")
        node.value = [(key, value) for key, value in node.value if key not in merges]

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError:  # looks like a date or number and is none, as 2026-13-45: whoever checks it sees the text
            return node.value

    def _note(self, spot: Any, text: str) -> None:
        self.mistakes.append(Mistake(spot.start_mark.line + 1, text))


def _spots(node: yaml.Node, route: Route = ()) -> Iterator[tuple[Route, int, yaml.Node]]:
    """Every value with its route and the line of its name; a repeated name comes twice."""
    for name, spot, value in _children(node):
        yield (*route, name), spot.start_mark.line + 1, value
        yield from _spots(value, (*route, name))


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
    elif isinstance(node, yaml.SequenceNode):
        yield from ((index, value, value) for index, value in enumerate(node.value))


def _repeated(spots: list[tuple[Route, int, yaml.Node]]) -> Iterator[Mistake]:
    first: dict[Route, int] = {}
    for route, line, _ in spots:
        if route in first and isinstance(route[-1], str):
            yield Mistake(line, f"“{route[-1]}” is already set in line {first[route]}; keep one of the two.")
        first.setdefault(route, line)


def _syntax_error(error: yaml.YAMLError, text: str, name: str) -> str:
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
    return f"{name}, line {line}: {_syntax_hint(str(getattr(error, 'problem', None) or error))}"


_HINTS = {
    "'\\t' that cannot start": "a tab stands here. Indent with spaces.",
    "cannot start any token": "a value can't start with this character. Put the value in quotes.",
    "mapping values are not allowed": "a colon stands where none can be. Check the indentation, or quote the text.",
    "could not determine a constructor": "tags with an exclamation mark are not used here. Put the value in quotes.",
    "found another document": "a second document starts here. Remove the line of three hyphens.",
    "special characters are not allowed": "a control character stands here. Delete it.",
}


def _syntax_hint(problem: str) -> str:
    known = next((hint for part, hint in _HINTS.items() if part in problem), None)
    return known or f"this is not valid YAML ({problem}). Check indentation, brackets and quotes here and just above."
