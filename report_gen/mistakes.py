"""A settings file against its model → sentences that name the value found, what is allowed and the nearest guess.

The words for what is allowed come from the model's own JSON Schema, so that messages and editors can't disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from report_gen.yaml_positions import Document, Mistake, Route

Model = TypeVar("Model", bound=BaseModel)
Schema = dict[str, Any]

SHOWN = 80  # of a value in a message; enough to find it again


def validated(document: Document, model: type[Model]) -> tuple[Model | None, list[Mistake]]:
    """The model of the document's data, or None and everything that is wrong with it."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        schema = _flat(model.model_json_schema())
        told_of = _without_echoes(error.errors(include_url=False))
        found = [m for one in told_of for m in _mistakes(one, document, schema)]
    # An alias is read as nothing: that it is there is the mistake, not what is missing in its place.
    told = {mistake.line for mistake in document.mistakes}
    return None, [mistake for mistake in found if mistake.line not in told]


def reject(reasons: Mapping[Route, str | None]) -> None:
    """For validators: raises where a value is allowed and yet can't be meant. Routes lead on from the validated value."""
    found = {route: reason for route, reason in reasons.items() if reason}
    if found:
        raise PydanticCustomError("not_meant", "can't be meant", {"reasons": found})


def named(route: Route) -> str:
    """`pillars[2].name`: as a person would say it, so items count from 1."""
    steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in route]
    return "".join(steps).removeprefix(".") or "the file"


def guess(found: object, allowed: Sequence[str]) -> str:
    """“ Did you mean impressions?”, or nothing."""
    near = get_close_matches(str(found), allowed, n=1, cutoff=0.7)
    return f" Did you mean {near[0]}?" if near else ""


# -- one error → its mistakes


def _without_echoes(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """A list of nothing but mistakes counts as empty; the mistakes are what is wrong with it."""
    wrong = {one["loc"][:-1] for one in errors if one["loc"]}
    return [one for one in errors if one["type"] != "too_short" or one["loc"] not in wrong]


def _mistakes(error: ErrorDetails, document: Document, schema: Schema) -> Iterator[Mistake]:
    route = _route(error["loc"], document.data)
    if route is None:
        return
    if error["type"] != "not_meant":
        yield document.mistake(route, _sentence(error, route, document, schema))
        return
    for below, reason in error["ctx"]["reasons"].items():
        spot = (*route, *below)
        yield document.mistake(spot, f"{named(spot)} {_found(spot, document)}; {reason}.")


def _route(loc: Route, data: Any) -> Route | None:
    """Where the value stands. Pydantic names the members of a union on its way; an error of a member that is not of the
    value's kind (a number where months are given, or the reverse) says nothing, so it has no route."""
    route: list[str | int] = []
    for step in loc:
        if isinstance(data, dict) and (keys := [key for key in data if step in (key, repr(key))]):
            route.append(str(keys[0]))
            data = data[keys[0]]
        elif isinstance(data, list) and isinstance(step, int):
            route.append(step)
            data = data[step]
        elif "[" in str(step) and step != "[key]" and str(step).startswith("dict[") != isinstance(data, dict):
            return None
    return tuple(route)


def _sentence(error: ErrorDetails, route: Route, document: Document, schema: Schema) -> str:
    last = error["loc"][-1] if error["loc"] else None
    if error["type"] == "missing":
        route = (*route, str(last))
        return f"{named(route)} is missing; it must be {_allowed(_schema_at(route, schema))}."
    if error["type"] in ("extra_forbidden", "invalid_key") or last == "[key]":
        return _wrong_name(route, schema)
    place = _schema_at(route, schema)
    found = f"{named(route)} {_found(route, document)}"
    if error["type"] == "string_type" and (written := document.written(route)):
        return f'{found}, which YAML reads as {_kind(error["input"])}. For text, put it in quotes: "{written}".'
    choices = _choices(place)
    allow = f"allowed are {', '.join(choices)}" if choices else f"it must be {_allowed(place)}"
    return f"{found}; {allow}.{guess(error['input'], choices)}"


def _wrong_name(route: Route, schema: Schema) -> str:
    place = _schema_at(route[:-1], schema)
    rule: Schema = next((part["propertyNames"] for part in _members(place) if "propertyNames" in part), {})
    names = list(place.get("properties", ())) or _choices(rule)
    if not names:
        return f"{named(route)}: the name “{route[-1]}” must be {_allowed(rule)}."
    where = f"in {named(route[:-1])} " if route[:-1] else ""
    allow = f"{where}allowed are {', '.join(names)}"
    return f"there is no setting “{named(route)}”; {allow}.{guess(route[-1], names)}"


def _found(route: Route, document: Document) -> str:
    value = _value_at(route, document.data)
    if value is None:
        return "is empty"
    if isinstance(value, list):
        return "is a list" if value else "is an empty list"
    if isinstance(value, str) and value.isspace():
        return "is blank"
    return (
        "is a group of settings" if isinstance(value, dict) else f"is “{_short(document.written(route) or str(value))}”"
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _kind(value: Any) -> str:
    kinds: dict[Any, str] = {bool: "yes or no", dt.date: "a date", dt.datetime: "a moment"}
    return kinds.get(type(value), "a number")


def _value_at(route: Route, data: Any) -> Any:
    for step in route:
        data = data[step] if isinstance(step, int) else next(data[key] for key in data if _is(key, step))
    return data


def _is(key: Any, step: str) -> bool:
    """A month may be written as its first day, and validators know it as the month."""
    return str(key) == step or (isinstance(key, dt.date) and f"{key:%Y-%m}" == step)


# -- what the schema allows, in words


def _flat(place: Any, definitions: Schema | None = None) -> Any:
    """The schema with every reference replaced by what it refers to."""
    if isinstance(place, list):
        return [_flat(part, definitions) for part in place]
    if not isinstance(place, dict):
        return place
    definitions = definitions or place.get("$defs", {})
    target = definitions[place["$ref"].rpartition("/")[2]] if "$ref" in place else {}
    return {key: _flat(part, definitions) for key, part in {**target, **place}.items() if key not in ("$ref", "$defs")}


def _schema_at(route: Route, schema: Schema) -> Schema:
    """The part of the schema that describes the value at that place."""
    for step in route:
        schema = next((below for part in _members(schema) if (below := _below(part, step))), {})
    return schema


def _below(place: Schema, step: str | int) -> Any:
    if isinstance(step, int):
        return place.get("items")
    patterns = list(place.get("patternProperties", {}).values())
    return place.get("properties", {}).get(step) or (patterns or [place.get("additionalProperties")])[0]


def _members(place: Schema) -> list[Schema]:
    return [place, *place.get("anyOf", ())]


def _choices(place: Schema) -> list[str]:
    return [str(choice) for part in _members(place) for choice in part.get("enum", ())]


def _allowed(place: Schema) -> str:
    """What may stand there, as a noun phrase."""
    if choices := _choices(place):
        return "one of " + ", ".join(choices)
    # A group's description says what it is for; its names say what may stand there.
    if "description" in place and "properties" not in place:
        return str(place["description"])
    return " or ".join(_noun(part) for part in place.get("anyOf", [place]) if part.get("type") != "null")


def _noun(place: Schema) -> str:
    kind = place.get("format") or place.get("type")
    if kind == "object":
        return "settings such as " + ", ".join(place.get("properties") or ["name: value"])
    plain = {"date": "a day as 2026-10-01", "boolean": "true or false", "path": "a path", "array": "a list"}
    return plain.get(str(kind)) or _within_bounds(place)


def _within_bounds(place: Schema) -> str:
    """A number or text with the bounds that the schema gives."""
    if "maxLength" in place:
        lowest = f"{place['minLength']} to" if "minLength" in place else "at most"
        return f"text of {lowest} {place['maxLength']} characters"
    if "exclusiveMinimum" in place:
        return f"a number above {place['exclusiveMinimum']}"
    return "text" if place.get("type") == "string" else "a number"
