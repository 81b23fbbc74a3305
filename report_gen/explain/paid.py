"""Advertising: the rows of the one 聚光 report that counts for each day, and what they leave of the month's totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report_gen.explain._month import Month, Row, grouped, records
from report_gen.explain._paths import Path
from report_gen.explain._rates import ratio
from report_gen.explain._sums import over_days, over_notes, rows, total
from report_gen.explain._trace import Cell, FaultError, Trace, added, unknown
from report_gen.wording import Say, say

SECTIONS = ("paid",)
LEVELS = ("note", "creative", "keyword")
SUM = (
    "The sum over the rows of the 聚光 report that counts: of each day the note report, else the creative, else the keyword "
    "one."
)
ORGANIC = (
    "All of the month less what was paid for. Approximate: the platform attributes by windows and rules of its own."
)
RATE = "Paid saves divided by paid impressions."
REST = "The rest of the saves divided by the rest of the impressions; approximate."


def trace(path: Path, month: Month) -> Trace:
    field = path[1]
    if field == "shares":
        return _share(month, path[2], path[3])
    fields: Mapping[str, Callable[[], Trace]] = {
        "spend": lambda: paid(month, "spend"),
        "days": lambda: _days(month),
        "notes": lambda: _notes(month),
        "save_rate": lambda: ratio("save_rate", RATE, paid(month, "saves"), paid(month, "impressions")),
        "organic_save_rate": lambda: _organic_rate(month),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains paid.{field}.")
    return fields[field]()


def paid(month: Month, counter: str) -> Trace:
    """What was paid for of a counter, by its name in the note lists; in 聚光 a view is a click."""
    column = "clicks" if counter == "views" else counter
    cells = tuple(_cell(month, row, column) for row in _counted(month))
    left_out = _other_levels(month)
    if counter == "spend":
        cells = tuple(cell for cell in cells if cell.value is not None)
    elif any(cell.value is None for cell in cells):
        return unknown(counter, f"None: a row of the report has no {column}, and a sum without it would be too small.")
    return Trace(counter, added(cells), SUM, (), cells, left_out)


def _share(month: Month, metric: str, field: str) -> Trace:
    if field == "metric":
        return Trace("metric", metric, "A counter that the 聚光 report and the account both have.")
    if field == "paid":
        return paid(month, metric)
    whole = total(month, metric, month.basis(metric))
    return whole if field == "total" else _organic(whole.called("total"), paid(month, metric).called("paid"))


def _organic(whole: Trace, part: Trace) -> Trace:
    if part.number > whole.number:
        return unknown(
            "organic", "None: 聚光 counts more than the whole had, so the two can't be of the same thing.", whole, part
        )
    return Trace("organic", whole.number - part.number, ORGANIC, (whole, part))


def _organic_rate(month: Month) -> Trace:
    basis = month.basis("saves", "impressions")
    if month.data.first_month and basis == "snapshots":
        return unknown("organic_save_rate", "None in a first month: its notes' sums leave out older notes.")
    parts = {counter: paid(month, counter).called(f"paid_{counter}") for counter in ("saves", "impressions")}
    wholes = {counter: _whole(month, counter, basis) for counter in parts}
    if any(t.value is None for t in (*parts.values(), *wholes.values())):
        return unknown("organic_save_rate", "None: one of its parts is unknown.", *wholes.values(), *parts.values())
    if parts["saves"].number > wholes["saves"].number or parts["impressions"].number >= wholes["impressions"].number:
        return unknown("organic_save_rate", "None: 聚光 counts more than the whole.", *wholes.values(), *parts.values())
    rest = [_organic(wholes[counter], parts[counter]).called(f"organic_{counter}") for counter in parts]
    return ratio("organic_save_rate", REST, *rest)


def _whole(month: Month, counter: str, basis: str) -> Trace:
    """The account's, over the same days or the same notes as the other part of its save rate."""
    if basis == "daily":
        return over_days(month, counter)
    return over_notes(month, counter, month.notes, ("saves", "impressions"))


def _days(month: Month) -> Trace:
    by_day = grouped(_counted(month), lambda row: row["date"])
    cells = (_cell(month, own[0], "spend") for own in by_day.values())
    return rows("days", "Days with rows in the 聚光 report that counts; of each the first row is listed.", cells)


def _notes(month: Month) -> Trace:
    by_note = grouped((row for row in _counted(month) if row["note"]), lambda row: row["note"])
    cells = (_cell(month, own[0], "note") for own in by_note.values())
    return rows("notes", "Different notes in the 聚光 report that counts; of each the first row is listed.", cells)


def _counted(month: Month) -> list[Row]:
    """Of each account and day the rows of the first level that there is."""
    by_day = grouped(records(month.data.paid), lambda row: (row["account"], row["date"]))
    return [row for own in by_day.values() for row in own if row["level"] == _first(own)]


def _first(own: list[Row]) -> str:
    return min((str(row["level"]) for row in own), key=LEVELS.index)


def _other_levels(month: Month) -> tuple[Say, ...]:
    used = grouped(_counted(month), lambda row: row["level"])
    every = grouped(records(month.data.paid), lambda row: row["level"])
    return tuple(
        say(
            "Left out: {rows} rows of the {level} report, which describes the same money.",
            rows=len(own) - len(used.get(level, ())),
            level=level,
        )
        for level, own in every.items()
        if len(own) > len(used.get(level, ()))
    )


def _cell(month: Month, row: Row, column: str) -> Cell:
    return month.cell(row, column, f"{row['date']:%Y-%m-%d} {row['entity']}".strip())
