"""Click-throughs by destination; the profile's are the daily trends' visits (主页访客)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from report_gen.explain._explain import explain
from report_gen.explain._month import Month, Row, grouped, records, runs
from report_gen.explain._paths import Path
from report_gen.explain._trace import Cell, FaultError, Trace, added, unknown
from report_gen.history import day_runs
from report_gen.metrics.click_throughs import PROFILE, Sifted, sift
from report_gen.wording import Say, Series, noop, say

SECTIONS = ("destinations",)
EVERYTHING = noop("The clicks to all destinations added up, visits to the profile among them.")
VISITS = "The profile visits (主页访客) of the month's days added up; of exports that overlap, the latest has the day."
CLICKS = (
    "The rows of the month that belong to this destination by the match words of client.yml, or by its name, added up."
)
COUNTED_ONCE = noop("Left out: clicks to “profile” in click tables, since 主页访客 counts the same visits.")
ONE_UNKNOWN = noop("None, since the clicks to one of the destinations are unknown.")


def trace(path: Path, month: Month) -> Trace:
    _, name, field, *rest = path
    fields: Mapping[str, Callable[[], Trace]] = {
        "clicks": lambda: clicks(month, name),
        "previous": lambda: _previous(month, name),
        "change": lambda: _change(month, name),
        "name": lambda: Trace("name", name, "As client.yml calls it, else as the export does."),
        "days": lambda: _day(month, name, *rest),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains destinations.{name}.{field}.")
    return fields[field]()


def everything(month: Month) -> Trace:
    """`click_throughs`: all destinations; unknown where one of them is."""
    terms = tuple(clicks(month, name).called(name) for name in _names(month))
    lacking = [term.name for term in terms if term.value is None]
    if lacking or not terms:
        return unknown("click_throughs", ONE_UNKNOWN, *terms)
    total = sum(int(term.number) for term in terms)
    return Trace("click_throughs", total, EVERYTHING, terms, left_out=tuple(_left_out(month)))


def clicks(month: Month, name: str) -> Trace:
    if name == PROFILE and _has_visits(month):
        return _visits(month)
    rows = _rows(month).get(name)
    if rows is None:
        return unknown(
            "clicks", "None: they are of a period that holds more than the month, so nobody knows how many are its."
        )
    cells = _cells(month, rows)
    return Trace("clicks", added(cells) if cells else 0, CLICKS, (), cells)


def _visits(month: Month) -> Trace:
    missing = month.missing_days("profile_visits")
    if missing:
        why = f"None: the daily trends lack {day_runs(missing)}, and a sum without them would be too small."
        return unknown("clicks", why)
    cells = month.day_cells("profile_visits")
    return Trace("clicks", added(cells), VISITS, (), cells)


def _day(month: Month, name: str, day: str, field: str = "clicks") -> Trace:
    if field == "date":
        return Trace("date", day, "A day with clicks of its own.")
    if name == PROFILE and _has_visits(month):
        cells = month.day_cells("profile_visits", dt.date.fromisoformat(day))
    else:
        own = [row for row in _rows(month).get(name, ()) if row["date"] == row["until"]]
        cells = _cells(month, [row for row in own if f"{row['date']:%Y-%m-%d}" == day])
    return Trace(day, added(cells) if cells else 0, "The day's rows added up.", (), cells)


def _previous(month: Month, name: str) -> Trace:
    before = month.before
    if before is None:
        return unknown("previous", "None: there is no whole month before to compare with.")
    if name not in {d.name for d in before.told.destinations}:
        return unknown("previous", f"None: {before.period.month} has no such destination.")
    then = explain(before, ("destinations", name, "clicks"))
    return Trace("previous", then.value, f"The clicks of {before.period.month}.", (then.called(before.period.month),))


def _change(month: Month, name: str) -> Trace:
    now, previous = clicks(month, name), _previous(month, name)
    if now.value is None or not previous.value:
        return unknown("change", "None: there is no number of both months, or none above 0 before.", now, previous)
    moved = (now.number - previous.number) / abs(previous.number)
    return Trace(
        "change", moved, "This month's clicks less those of the month before, divided by the latter.", (now, previous)
    )


# -- rows


def _names(month: Month) -> list[str]:
    named = sorted({*_rows(month), *_sifted(month).unknown(month.data)})
    return [PROFILE, *named] if _has_visits(month) else named


def _sifted(month: Month) -> Sifted:
    """Which of the month's rows count is for `click_throughs` to say."""
    if "sifted" not in month.kept:
        month.kept["sifted"] = sift(month.data)
    sifted: Sifted = month.kept["sifted"]
    return sifted


def _rows(month: Month) -> dict[str, list[Row]]:
    """The rows that count, by destination."""
    if "clicks" not in month.kept:
        month.kept["clicks"] = grouped(records(_sifted(month).counted), lambda row: row["name"])
    found: dict[str, list[Row]] = month.kept["clicks"]
    return found


def _cells(month: Month, rows: Sequence[Row]) -> tuple[Cell, ...]:
    cells = (month.cell(row, "clicks", f"{row['destination']} {_period(row)}") for row in rows)
    return tuple(cell for cell in cells if cell.value is not None)


def _period(row: Row) -> str:
    first, last = f"{row['date']:%Y-%m-%d}", f"{row['until']:%Y-%m-%d}"
    return first if first == last else f"{first} to {last}"


def _has_visits(month: Month) -> bool:
    """Whether any export of the client has profile visits: a month without them lacks days, it did not have none."""
    return "profile_visits" in month.data.daily


def _left_out(month: Month) -> Iterator[Say]:
    sifted = _sifted(month)
    every = len(sifted.counted) + len(sifted.again) + len(sifted.crossing) + len(sifted.unmatched)
    if _has_visits(month) and len(month.data.clicks) > every:
        yield say(COUNTED_ONCE)
    for row in records(sifted.crossing):
        yield say(
            "Left out: {file}, row {row}: its period, {period}, is not within the month.",
            file=row["file"], row=str(int(row["row"])), period=_period(row),
        )  # fmt: skip
    for name, rows in grouped(records(sifted.again), lambda row: row["name"]).items():
        yield say(
            "Left out: {places}: another export counts the same visits to {name}.", places=_places(rows), name=name
        )
    if len(sifted.unmatched):
        places = _places(records(sifted.unmatched))
        yield say("Left out: {places}: landing pages that no destination of client.yml asks for.", places=places)


def _places(rows: Sequence[Row]) -> Say:
    by_file = grouped(rows, lambda row: row["file"])
    places = (
        say("{file}, rows {rows}", file=file, rows=runs(int(row["row"]) for row in own))
        for file, own in by_file.items()
    )
    return Series(tuple(places))
