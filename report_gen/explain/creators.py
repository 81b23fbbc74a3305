"""Creators: their collaborations published in the month, each at one reading."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from statistics import median

from report_gen.explain._month import Month, Row, grouped, records
from report_gen.explain._paths import Path
from report_gen.explain._rates import Counted, interval, ratio
from report_gen.explain._sums import rows
from report_gen.explain._trace import Cell, FaultError, Trace, added, unknown
from report_gen.explain.headline import NO_REACH

SECTIONS = ("creators",)
NOTES = (
    "Collaborations published in the month, each at the reading nearest to the month's end within capture_window_days, else "
    "the latest before it, else the first after it."
)
SUM = f"The sum over the creator's notes. {NOTES}"
TIERS = (("koc", 0), ("mid", 10_000), ("head", 500_000))
FLAGS = (
    "inflated_audience: views per follower and engagement per view are both below a quarter of the other creators' median "
    "(with 5 creators or more); no_fee: the export has no price."
)


def trace(path: Path, month: Month) -> Trace:
    _, name, field = path
    own = _rows(month)[name]
    if field in ("impressions", "views", "saves"):
        return _sum(month, own, field)
    fields: Mapping[str, Callable[[], Trace]] = {
        "name": lambda: Trace("name", name, "博主昵称 of the export."),
        "followers": lambda: _followers(month, own),
        "tier": lambda: _tier(month, own),
        "notes": lambda: rows("notes", NOTES, (_cell(month, row, "title") for row in own)),
        "save_rate": lambda: _save_rate(month, own),
        "interval": lambda: _interval(month, own),
        "fee": lambda: _sum(month, own, "fee"),
        "cost_per_save": lambda: _cost(month, own),
        "flags": lambda: _flags(month, name),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains creators.{name}.{field}.")
    return fields[field]()


def _sum(month: Month, own: list[Row], field: str) -> Trace:
    cells = tuple(_cell(month, row, field) for row in own)
    lacking = [cell.of for cell in cells if cell.value is None]
    if lacking:
        return unknown(field, f"None: {lacking[0]} has no {field}, and a sum without it would be too small.")
    return Trace(field, added(cells), SUM, (), cells)


def _followers(month: Month, own: list[Row]) -> Trace:
    known = [row for row in own if not math.isnan(row["followers"])]
    if not known:
        return unknown("followers", "None: the export has no followers of this creator.")
    latest = max(row["captured_at"] for row in known)
    cell = _cell(month, [row for row in known if row["captured_at"] == latest][-1], "followers")
    return Trace("followers", cell.value, "博主粉丝量 of the latest reading.", (), (cell,))


def _tier(month: Month, own: list[Row]) -> Trace:
    followers = _followers(month, own)
    if followers.value is None:
        return unknown("tier", "None without followers.", followers)
    tier = [name for name, least in TIERS if followers.number >= least][-1]
    return Trace("tier", tier, "koc below 10,000 followers, mid below 500,000, head from there.", (followers,))


def _save_rate(month: Month, own: list[Row]) -> Trace:
    if month.per not in ("impressions", "views"):
        return unknown("save_rate", NO_REACH)
    known = [row for row in own if not math.isnan(row["saves"]) and not math.isnan(row[month.per])]
    parts = (_sum(month, known, field) for field in ("saves", month.per))
    return ratio("save_rate", f"Sums over sums over the notes of which both are known. {NOTES}", *parts)


def _interval(month: Month, own: list[Row]) -> Trace:
    if _save_rate(month, own).value is None:
        return unknown("interval", "None, since there is no rate.")
    known = [row for row in own if not math.isnan(row["saves"]) and not math.isnan(row[month.per])]
    return interval("interval", [_counted(month, row) for row in known])


def _counted(month: Month, row: Row) -> Counted:
    part, whole = (_cell(month, row, field) for field in ("saves", month.per))
    return Counted(part.of, row["saves"], row[month.per], ((part,), (whole,)))


def _cost(month: Month, own: list[Row]) -> Trace:
    fee, saves = _sum(month, own, "fee"), _sum(month, own, "saves")
    if not fee.value or not saves.value:
        return unknown("cost_per_save", "None without a fee, or without saves.", fee, saves)
    return Trace(
        "cost_per_save", fee.number / saves.number, "The fee in yuan, service included, ÷ saves.", (fee, saves)
    )


# -- audiences


def _flags(month: Month, name: str) -> Trace:
    own = _rows(month)[name]
    flags = ("inflated_audience",) * _is_inflated(month, name) + ("no_fee",) * (not _sum(month, own, "fee").value)
    return Trace("flags", flags, FLAGS)


def _is_inflated(month: Month, name: str) -> bool:
    signs = {creator: found for creator, own in _rows(month).items() if (found := _signs(month, own))}
    if len(signs) < 5 or name not in signs:
        return False
    return all(
        signs[name][sign] < 0.25 * median(found[sign] for other, found in signs.items() if other != name)
        for sign in (0, 1)
    )


def _signs(month: Month, own: list[Row]) -> tuple[float, float] | None:
    """Views per note and follower, engagement per view."""
    followers, views = _followers(month, own).value, _sum(month, own, "views").value
    engaged = [_sum(month, own, field).value for field in ("likes", "comments", "saves", "shares")]
    if not followers or not views or None in engaged:
        return None
    assert isinstance(followers, int | float)
    assert isinstance(views, int | float)
    return views / len(own) / followers, math.fsum(float(str(part)) for part in engaged) / views


def _rows(month: Month) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = grouped(records(month.data.creators), lambda row: row["creator"])
    return found


def _cell(month: Month, row: Row, column: str) -> Cell:
    return month.cell(row, column, f"“{row['title']}”" if row["title"] else str(row["note"]))
