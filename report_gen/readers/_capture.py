"""When was a snapshot taken, and which days does an export sum up? What its name says, where the file itself is silent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?<!\d)(20\d\d)(?:(?P<mark>[-_.])(\d\d?)(?P=mark)(\d\d?)|年(\d\d?)月(\d\d?)日?|(\d\d)(\d\d)(?:\d{4}|\d{6})?)(?!\d)"
)


_MONTH = re.compile(r"(?<!\d)(20\d\d)(?:(?:[-_.]|)(0[1-9]|1[0-2])|年(1[0-2]|0?[1-9])月)(?!\d|[-_.]\d\d?(?!\d))")


def captured_at(created: dt.datetime | None, name: str, zone: ZoneInfo) -> dt.datetime | None:
    """The moment of export in the client's zone: the platform's stamp, else the start of the day that the name says."""
    if created is not None:
        return created.astimezone(zone)
    day = named_day(name)
    return dt.datetime.combine(day, dt.time(), zone) if day else None


def named_day(name: str) -> dt.date | None:
    """The date in the file's name, else in the nearest folder's. Of two in one name the later: an export ends what it covers."""
    path = PurePosixPath(name)
    for part in (path.stem, *(folder.name for folder in path.parents)):
        days = list(dates(part))
        if days:
            return max(days)
    return None


def named_period(name: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day in the file's name, else in the nearest folder's: two dates, or one or two months (`2026-09`)."""
    path = PurePosixPath(name)
    for part in (path.stem, *(folder.name for folder in path.parents)):
        days = sorted(dates(part))
        if len(days) == 2:
            return days[0], days[1]
        months = [] if days else [dt.date(int(m[1]), int(m[2] or m[3]), 1) for m in _MONTH.finditer(part)]
        if len(months) in (1, 2):
            return min(months), (max(months) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return None


def dates(text: str) -> Iterator[dt.date]:
    """Every day that a text names, in order."""
    for match in _DATE.finditer(text):
        month, day = (part for part in match.groups()[2:] if part)
        try:
            yield dt.date(int(match[1]), int(month), int(day))
        except ValueError:
            continue
