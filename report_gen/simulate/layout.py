"""How an account's exports were downloaded: `Schedule` says when, `Layout` how the files look. Frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from report_gen.simulate.plan import Plan, first_day, last_day, months_before


@dataclass(frozen=True)
class Layout:
    """How the files are laid out. The default is the genuine one; the others are variants that readers must survive."""

    columns: Literal[12, 13] = 13
    shuffled: bool = False
    text_numbers: bool = False
    per_cent: bool = False  # the click rate as 6.50%
    creator: str = "Apache POI"  # another: saved again, then the capture date stands in the file's name
    shared_strings: bool = False  # as Excel and WPS store texts
    serial_dates: bool = False  # as Excel and WPS store dates
    tables: Literal["xlsx", "csv"] = "xlsx"  # of the note lists
    paid_tables: Literal["xlsx", "csv"] = "csv"  # of 聚光's reports
    encoding: str = "utf-8-sig"  # of every CSV
    delimiter: str = ","
    with_ids: tuple[str, ...] = ()  # months whose note list comes from a tool that gives ids
    blanks: int = 0  # counters per note list that show a dash
    paid_levels: tuple[Literal["note", "creative", "keyword"], ...] = ("note",)

    @property
    def has_stamp(self) -> bool:
        """Whether the note lists still say themselves when they were exported."""
        return self.tables == "xlsx" and self.creator == "Apache POI"


@dataclass(frozen=True)
class Schedule:
    """When the agency downloaded. Days of a month's closing downloads count from its end: 1 is the first of the next month,
    0 its own last day. Hours are wall clock in UTC+8.

    exceptions: months with their own list days, none where the list was forgotten
    hours: several make several lists a day
    both_ends: a second list of the moment, sorted the other way
    opening: a list from the first day of all, so that the first month can be told from what came before it
    """

    list_days: tuple[int, ...] = (1,)
    exceptions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    # Night owls: the genuine file was exported at nine past two, when UTC still had the day before.
    hours: tuple[dt.time, ...] = (dt.time(2, 9, 20),)
    both_ends: bool = False
    mid_month_lists: bool = False
    opening: bool = False
    duplicates: bool = False  # every note list stored twice, as browsers do
    trend_day: int = 2
    mid_month_trends: bool = True  # without them a long month's first days are in no file
    forgotten: tuple[str, ...] = ()  # 近30日 subjects, such as 互动数据, that were not downloaded in mid-month
    paid_days: tuple[int, ...] = (10,)  # attribution is complete after a week
    creator_days: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Capture:
    """A note list that was downloaded in the folder of a month."""

    folder: str
    moment: dt.datetime
    name: str
    oldest_first: bool = False
    with_ids: bool = False
    copy_of: str | None = None


GENUINE = Layout()
USUAL = Schedule()


def captures(plan: Plan, schedule: Schedule = USUAL, layout: Layout = GENUINE) -> tuple[Capture, ...]:
    """Every note list of the schedule, in order of folder and moment."""
    folders = [months_before(plan.first_month, 1)] * schedule.opening + [*plan.reported_months]
    return tuple(
        capture
        for folder in folders
        for capture in _of_folder(folder, folder in plan.reported_months, schedule, layout)
    )


def _of_folder(folder: str, is_reported: bool, schedule: Schedule, layout: Layout) -> Iterator[Capture]:
    days = [
        after(folder, day) for day in (schedule.exceptions.get(folder, schedule.list_days) if is_reported else (1,))
    ]
    if schedule.mid_month_lists and is_reported:
        days.insert(0, first_day(folder).replace(day=16))
    with_ids = folder in layout.with_ids
    # A file that only its name dates can't say which of the day's downloads it is.
    hours = schedule.hours if layout.has_stamp and not with_ids else schedule.hours[-1:]
    moments = [dt.datetime.combine(day, hour) for day in days for hour in hours]
    ends = (False, True) if schedule.both_ends else (False,)
    for i, (moment, oldest_first) in enumerate((moment, end) for moment in moments for end in ends):
        name = _name(i, moment, with_ids, layout)
        yield Capture(folder, moment, name, oldest_first, with_ids)
        if schedule.duplicates:
            stem, _, suffix = name.rpartition(".")
            yield Capture(folder, moment, f"{stem} - 副本.{suffix}", oldest_first, with_ids, copy_of=name)


def after(month: str, day: int) -> dt.date:
    """The day that many days after the month's last."""
    return last_day(month) + dt.timedelta(days=day)


def _name(index: int, moment: dt.datetime, with_ids: bool, layout: Layout) -> str:
    copy = f" ({index})" if index else ""
    if with_ids:
        return f"notes-{moment:%Y-%m-%d}{copy}.csv"
    if layout.has_stamp:
        return f"笔记列表明细表{copy}.xlsx"
    return f"笔记列表明细表-{moment:%Y-%m-%d}{copy if len(copy) and index > 1 else ''}.{layout.tables}"
