"""When was a snapshot taken? What the file says of itself, else what its name says, else nobody knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

_DATE = re.compile(
    r"(?<!\d)(20\d\d)(?:(?P<mark>[-_.])(\d\d?)(?P=mark)(\d\d?)|年(\d\d?)月(\d\d?)日?|(\d\d)(\d\d)(?:\d{4}|\d{6})?)(?!\d)"
)


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
        days = list(_days(part))
        if days:
            return max(days)
    return None


def _days(text: str) -> Iterator[dt.date]:
    for match in _DATE.finditer(text):
        month, day = (part for part in match.groups()[2:] if part)
        try:
            yield dt.date(int(match[1]), int(month), int(day))
        except ValueError:
            continue
