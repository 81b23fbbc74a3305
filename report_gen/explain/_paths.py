"""The names of numbers: a path in report.json such as `pillars.Kopi guides.save_rate`, and the short forms of it.

The items of a list go by what identifies them: a pillar by its name, a day by its date; without such a name by their
position, from 0.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from report_gen.errors import QuestionError
from report_gen.report import Report

Path = tuple[str, ...]
IDENTITY = {
    "formats": "name", "pillars": "name", "traits": "name", "notes": "key", "keywords": "term", "destinations": "name",
    "creators": "name", "reconciliation": "metric", "shares": "metric", "insights": "id", "sources": "file", "days": "date",
    "events": "name", "age_curve": "days",
}  # fmt: skip
# Levels that a short form may leave out: `days.2026-10-05.saves` is `days.2026-10-05.values.saves`.
UNSAID = ("headline", "values", "activity", "shares", "evidence")
# What is meant by a thing of several numbers: of a headline metric its value.
MEANT = ("value", "median", "visibility", "clicks", "rank", "paid", "difference", "rows")
MOST_NAMES = 40


def indexed(report: Report) -> dict[str, Any]:
    """report.json with its lists as maps, by what identifies their items."""
    data: dict[str, Any] = _mapped("", report.model_dump(mode="json", by_alias=True))
    return data


def leaves(data: Mapping[str, Any], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is no map, with its path; an interval is one value."""
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from leaves(value, (*above, name))
        else:
            yield (*above, name), value


def at(data: Mapping[str, Any], path: Path) -> Any:
    """The value at a path that is there; `interval.0` is the interval's lower bound."""
    value: Any = data
    for name in path:
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def find(data: Mapping[str, Any], asked: str, note: str | None = None) -> Path:
    """The path that is meant. Raises QuestionError with the nearest names where nothing has that one."""
    start: Path = ("notes", find_note(data["notes"], note)) if note is not None else ()
    inside = at(data, start)
    found = _walk(inside, _folded(asked))
    if found is None:
        raise QuestionError(_unknown(asked, inside, note))
    path = _meant(data, (*start, *found))
    if isinstance(at(data, path), Mapping) and len(path) > 1:
        raise QuestionError(f"“{asked}” is several numbers. Name one of them: {_names(at(data, path))}.")
    return path


def find_note(notes: Mapping[str, Any], asked: str) -> str:
    """The key of the note with that key, id or publish time, or the only one with that text in its title."""
    wanted = _folded(asked).strip()
    time = wanted.replace(" ", "t")
    tests: tuple[Callable[[str, Mapping[str, Any]], bool], ...] = (
        lambda key, note: _folded(key) == wanted or _folded(note["id"] or "") == wanted,
        lambda key, note: len(time) >= len("2026-10-05") and _folded(key).startswith(time),
        lambda key, note: _folded(note["title"]) == wanted,
        lambda key, note: bool(wanted) and wanted in _folded(note["title"]),
    )
    for test in tests:
        found = [key for key, note in notes.items() if test(key, note)]
        if len(found) == 1:
            return found[0]
        if found:
            raise QuestionError(_several_notes(asked, notes, found))
    raise QuestionError(_unknown_note(asked, notes))


def _mapped(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _mapped(key, inner) for key, inner in value.items()}
    if not isinstance(value, list) or (value and not isinstance(value[0], Mapping)):
        return value  # an interval, or a note's own list of traits
    if identity := IDENTITY.get(name):
        return _by_name([str(item[identity]) for item in value], [_mapped("", item) for item in value])
    return {str(index): _mapped("", item) for index, item in enumerate(value)}


def _by_name(names: list[str], items: list[Any]) -> dict[str, Any]:
    """The items by name; the second of a name is “… #2”: two accounts may publish in the same second."""
    seen: dict[str, int] = {}
    mapped = {}
    for name, item in zip(names, items, strict=True):
        seen[name] = seen.get(name, 0) + 1
        mapped[name if seen[name] == 1 else f"{name} #{seen[name]}"] = item
    return mapped


def _walk(node: Any, text: str) -> Path | None:
    """The longest names first: names hold dots too, as files do."""
    if isinstance(node, list):
        bounds = {"0": "0", "1": "1", "low": "0", "high": "1"}
        return (bounds[text],) if text in bounds and len(node) == 2 else None
    if not isinstance(node, Mapping):
        return None
    names = sorted(((_folded(name), name) for name in node), key=lambda pair: -len(pair[0]))
    for folded, name in names:
        if text == folded:
            return (name,)
        if text.startswith(f"{folded}.") and (rest := _walk(node[name], text[len(folded) + 1 :])) is not None:
            return (name, *rest)
    inside = ((name, _walk(node[name], text)) for name in UNSAID if name in node)
    return next(((name, *rest) for name, rest in inside if rest is not None), None)


def _meant(data: Mapping[str, Any], path: Path) -> Path:
    """For a thing with several numbers the one that is usually meant."""
    node = at(data, path)
    if not isinstance(node, Mapping) or len(path) == 1:
        return path
    return next(((*path, name) for name in MEANT if name in node), path)


def _unknown(asked: str, inside: Mapping[str, Any], note: str | None) -> str:
    near = get_close_matches(asked, {*_short_names(inside)}, n=4, cutoff=0.6)
    guess = f"The nearest: {'; '.join(near)}. " if near else ""
    where = f"the note “{note}”" if note is not None else "report.json of that month"
    return f"There is no “{asked}” in {where}. {guess}Names begin with: {_names(_openings(inside))}."


def _openings(inside: Mapping[str, Any]) -> dict[str, Any]:
    """What a name may begin with: the headline's metrics, then the sections that hold something."""
    own = {name: node for name in UNSAID if name in inside for name, node in (inside[name] or {}).items()}
    return own | {name: node for name, node in inside.items() if node not in (None, [], {}) and name not in UNSAID}


def _short_names(inside: Mapping[str, Any]) -> Iterator[str]:
    for path, _ in leaves(inside):
        yield ".".join(path)
        yield ".".join(name for name in path if name not in (*UNSAID, "value"))


def _names(node: Mapping[str, Any]) -> str:
    names = list(node)
    more = f" … and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def _several_notes(asked: str, notes: Mapping[str, Any], found: list[str]) -> str:
    told = "".join(f"\n  {key}  “{notes[key]['title']}”" for key in found[:5])
    more = f"\n  … and {len(found) - 5} more" if len(found) > 5 else ""
    return f"“{asked}” is {len(found)} notes of that month. Name one by its publish time:{told}{more}"


def _unknown_note(asked: str, notes: Mapping[str, Any]) -> str:
    titles = {_folded(note["title"]): key for key, note in notes.items() if note["title"]}
    near = [*get_close_matches(_folded(asked), titles, n=2, cutoff=0.4), *()]
    told = [f"{titles[title]} “{notes[titles[title]]['title']}”" for title in near]
    times = get_close_matches(asked.replace(" ", "T"), list(notes), n=2, cutoff=0.7)
    told += [f"{key} “{notes[key]['title']}”" for key in times if key not in {titles[t] for t in near}]
    guess = f" The nearest: {'; '.join(told)}." if told else ""
    return f"No note of that month has “{asked}” as its publish time, id or in its title.{guess}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
