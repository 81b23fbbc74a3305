"""A path → its trace, held against the Report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from report_gen.errors import CoverageError
from report_gen.explain._month import Month
from report_gen.explain._paths import Path, at, indexed
from report_gen.explain._text import shown
from report_gen.explain._trace import FaultError, Trace, Value, agree, unknown
from report_gen.parts import parts
from report_gen.wording import say


def explain(month: Month, path: Path) -> Trace:
    """The number's trace. Raises FaultError where the Report says something else than its cells do; of an approved month
    that is what newer exports would change."""
    known: dict[Path, Trace] = month.kept.setdefault("explained", {})
    if path not in known:
        known[path] = _explained(month, path)
    return known[path]


def _explained(month: Month, path: Path) -> Trace:
    data = report_data(month)
    told = at(data, path)
    if len(path) == 1 or isinstance(told, Mapping):
        return _counted(path, told)
    made = _made(month, path).called(".".join(path))
    if isinstance(at(data, path[:-1]), list):  # a bound of an interval
        made = replace(made, value=made.value[int(path[-1])] if isinstance(made.value, tuple) else None)
    if agree(made.value, told):
        return made
    if month.is_approved:
        return _frozen(made, _value(told))
    raise FaultError(
        f"{'.'.join(path)} of {month.period.month}: the report says {told}, its explanation {made.value}. "
        "One of the two is computed wrongly, so don't use the number."
    )


def _made(month: Month, path: Path) -> Trace:
    """From today's exports, which may no longer have what an approved month was made of."""
    part = _part(path[0])
    if not month.is_approved:
        made: Trace = part.trace(path, month)
        return made
    try:
        made = part.trace(path, month)
    except (CoverageError, LookupError, StopIteration):
        return unknown(path[-1], "Today's exports and settings have nothing that it could be made of.")
    return made


def report_data(month: Month) -> dict[str, Any]:
    """The month's report.json, by name."""
    if "report" not in month.kept:
        month.kept["report"] = indexed(month.told)
    data: dict[str, Any] = month.kept["report"]
    return data


def _part(section: str) -> ModuleType:
    for part in parts("explain").values():
        if section in part.SECTIONS:
            return part
    raise FaultError(f"Nothing explains {section}: report_gen/explain/ lacks a file for it.")


def _counted(path: Path, told: Any) -> Trace:
    """A section as a whole: how many things it holds, and their names."""
    if not isinstance(told, Mapping):
        return Trace(".".join(path), _value(told), "As report.json says; no number is made of it.")
    items = tuple(Trace(name, _summary(item), "") for name, item in told.items())
    return Trace(".".join(path), len(items), "How many there are. Ask for one by its name.", items)


def _summary(item: Any) -> Value:
    if isinstance(item, Mapping):
        told = [
            item[name] for name in ("value", "message", "title", "visibility", "clicks", "save_rate") if name in item
        ]
        return _value(told[0] if told else ", ".join(map(str, item)))
    return _value(item)


def _value(told: Any) -> Value:
    if isinstance(told, list):
        return ", ".join(map(str, told))
    return told if isinstance(told, int | float | str) or told is None else str(told)


def _frozen(made: Trace, approved: Value) -> Trace:
    today = shown(made.name, made.value)
    now = say(
        "Today's exports and settings would make it {today}. The approved number stands until it is approved again.",
        today=today,
    )
    return Trace(made.name, approved, "As it was approved.", (made.called("as of today"),), left_out=(now,))
