"""What a client's downloaded files show of what truly happened: note lists and trends, and the notes of a month between two
readings."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from report_gen.config import ClientConfig
from report_gen.simulate import Account, Layout, Schedule, captures
from report_gen.simulate.layout import after
from report_gen.simulate.note_lists import ROW_CAP, listing
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.trends import TRENDS, trends

COUNTERS = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")
CHINA = ZoneInfo("Asia/Shanghai")
SHEETS = {
    "曝光趋势": "impressions", "观看趋势": "views", "点赞趋势": "likes", "评论趋势": "comments", "收藏趋势": "saves",
    "分享趋势": "shares", "新增关注趋势": "new_followers", "取消关注趋势": "lost_followers", "主页访客趋势": "profile_visits",
}  # fmt: skip


class Seen(NamedTuple):
    """A row of a note list: what it shows of a note, and where."""

    counters: Mapping[str, float]
    title: str
    file: str
    row: int


@dataclass(frozen=True, eq=False)
class World:
    """A client's accounts by name ("" where there is only one), how their exports were downloaded, and the settings."""

    accounts: Mapping[str, Account]
    config: ClientConfig
    layout: Layout
    schedule: Schedule

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.timezone)

    @cached_property
    def lists(self) -> dict[str, dict[dt.date, dict[int, Seen]]]:
        """By account and capture day, in the client's zone: the notes of the day's last list, and those that only an
        earlier one of that day has where the last is cut off at 1,000."""
        return {name: self._lists(name, account) for name, account in self.accounts.items()}

    def _lists(self, name: str, account: Account) -> dict[dt.date, dict[int, Seen]]:
        days: dict[dt.date, list[tuple[dt.datetime, str, dict[int, Seen]]]] = {}
        for capture in captures(account.plan, self.schedule, self.layout):
            if capture.copy_of is None:
                path = "/".join(filter(None, (name, capture.folder, capture.name)))
                first = 2 if capture.with_ids else 3
                shown = listing(account, capture, self.layout)
                rows = {
                    int(note): Seen({m: row[m] for m in COUNTERS}, _one_line(row["title"]), path, i)
                    for i, (note, row) in enumerate(
                        zip(shown.index, shown.to_dict("records"), strict=True), start=first
                    )
                }
                stamped = self.layout.has_stamp and not capture.with_ids
                moment = capture.moment.replace(tzinfo=CHINA).astimezone(self.zone)
                day = moment.date() if stamped else capture.moment.date()
                days.setdefault(day, []).append((capture.moment, path, rows))
        return {day: _together(same_day) for day, same_day in sorted(days.items())}

    @cached_property
    def ids(self) -> dict[str, dict[int, str]]:
        """By account, the ids of the notes that any list with ids shows."""
        return {
            name: {
                int(note): identity
                for capture in captures(account.plan, self.schedule, self.layout)
                if capture.with_ids
                for note, identity in listing(account, capture, self.layout)["id"].items()
            }
            for name, account in self.accounts.items()
        }

    @cached_property
    def daily(self) -> dict[str, dict[tuple[str, dt.date], float]]:
        """By account: (metric, day) as the newest 近30日 file shows it."""
        return {name: self._daily(account) for name, account in self.accounts.items()}

    @cached_property
    def daily_days(self) -> dict[str, set[dt.date]]:
        return {name: {day for _, day in own} for name, own in self.daily.items()}

    def _daily(self, account: Account) -> dict[tuple[str, dt.date], float]:
        known: dict[tuple[str, dt.date], float] = {}
        for month in account.plan.reported_months:
            middle, last = first_day(month).replace(day=16), after(month, self.schedule.trend_day)
            for subject in TRENDS:
                if self.schedule.mid_month_trends and subject not in self.schedule.forgotten:
                    known |= _shown(account, subject, middle)
                known |= _shown(account, subject, last)
        return known


def _shown(account: Account, subject: str, day: dt.date) -> dict[tuple[str, dt.date], float]:
    """Every day of a 近30日 file as it shows it; later files come later and win."""
    sheets = trends(account, subject, dt.datetime.combine(day, dt.time(10)))
    return {
        (metric, dt.date(*map(int, re.findall(r"\d+", str(written))))): float(str(value))
        for sheet, metric in SHEETS.items()
        for written, value in sheets.get(sheet, [])[1:]
    }


def _together(same_day: Sequence[tuple[dt.datetime, str, dict[int, Seen]]]) -> dict[int, Seen]:
    *_, (_, _, newest) = ordered = sorted(same_day, key=lambda listed: listed[:2])
    if len(newest) < ROW_CAP:
        return newest
    return {note: seen for _, _, rows in ordered for note, seen in rows.items()}


# -- a month of notes


@dataclass
class Earned:
    """A note of the month."""

    account: str
    note: int
    published: dt.datetime
    format: str
    title: str
    opened: dict[str, float]  # at the opening reading; NaN = unknown
    activity: dict[str, float]  # NaN = unknown
    lifetime: dict[str, float]
    flags: list[str] = field(default_factory=list)
    pillar: str | None = None
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Month:
    """The readings of a month and the notes between them."""

    name: str
    start: dt.date
    end: dt.date
    openings: Mapping[str, dt.date | None]
    closings: Mapping[str, dt.date]
    notes: tuple[Earned, ...]

    @property
    def is_partial(self) -> bool:
        return self.end.day > 1

    @property
    def is_first(self) -> bool:
        return None in self.openings.values()

    @property
    def days(self) -> list[dt.date]:
        return [self.start + dt.timedelta(days=i) for i in range((self.end - self.start).days)]


def covered(world: World) -> list[str]:
    """The months with a closing reading, and an opening one unless nothing is from before."""
    first = min(day for lists in world.lists.values() for day in lists)
    last = max(day for lists in world.lists.values() for day in lists)
    names, day = [], (first.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    while day <= last:
        names.append(f"{day:%Y-%m}")
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return [name for name in names if month(world, name) is not None]


@cache
def month(world: World, name: str, until: dt.date | None = None) -> Month | None:
    """None where a boundary has no reading; `until` makes it partial, up to a list of that day."""
    start, end = first_day(name), until or last_day(name) + dt.timedelta(days=1)
    window = world.config.capture_window_days
    openings: dict[str, dt.date | None] = {}
    closings: dict[str, dt.date] = {}
    for account, lists in world.lists.items():
        days = [*lists]
        if days[0] > end + dt.timedelta(days=0 if until else window):
            continue  # the account began later
        opening, closing = _nearest(days, start, window), _nearest(days, end, 0 if until else window)
        if closing is None or closing == opening or (opening is None and days[0] < start):
            return None
        openings[account], closings[account] = opening, closing
    if not closings:
        return None
    notes = [
        note
        for account in sorted(closings)
        for note in _notes(world, account, openings[account], closings[account], start, end)
    ]
    return Month(name, start, end, openings, closings, tuple(notes))


def _nearest(days: Iterable[dt.date], boundary: dt.date, window: int) -> dt.date | None:
    """On a tie the later."""
    found = None
    for day in sorted(days):
        gap = abs((day - boundary).days)
        if gap <= window and (found is None or gap <= abs((found - boundary).days)):
            found = day
    return found


def _notes(
    world: World, account: str, opening: dt.date | None, closing: dt.date, start: dt.date, end: dt.date
) -> Iterable[Earned]:
    truth, lists = world.accounts[account], world.lists[account]
    between = [lists[day] for day in sorted(lists) if (opening or start) <= day <= closing]
    for note in sorted({note for rows in between for note in rows}):
        own = truth.notes.loc[note]
        published = own["published_at"].to_pydatetime().replace(tzinfo=CHINA).astimezone(world.zone)
        is_new = published.date() >= start
        if published.date() >= end or (opening is None and not is_new):
            continue
        shown = [rows[note] for rows in between if note in rows]
        before = lists[opening].get(note) if opening else None
        after_ = lists[closing].get(note)
        from_zero = is_new or (before is None and opening is not None and published.date() >= opening)
        opened = {m: 0.0 if from_zero else before.counters[m] if before else math.nan for m in COUNTERS}
        activity = {m: after_.counters[m] - opened[m] if after_ else math.nan for m in COUNTERS}
        earned = Earned(
            account, note, published, own["format"], shown[-1].title, opened, activity, {**shown[-1].counters}
        )
        earned.flags = _flags(earned, after_ is None or (before is None and not from_zero), is_new, start)
        _name(earned, world.config)
        yield earned


def _flags(note: Earned, is_unknown: bool, is_new: bool, start: dt.date) -> list[str]:
    flags = {
        "unknown_activity": is_unknown,
        "negative_activity": any(value < 0 for value in note.activity.values()),
        "views_exceed_impressions": note.format == "video" and note.activity["views"] > note.activity["impressions"],
        "new": is_new,
        "evergreen": note.published.date() < start - dt.timedelta(days=30),
    }
    return [name for name, holds in flags.items() if holds]


def _name(note: Earned, config: ClientConfig) -> None:
    title = _plain(note.title)
    note.pillar = next((p.name for p in config.pillars if any(_plain(word) in title for word in p.match)), None)
    note.traits = tuple(name for name, words in config.all_traits.items() if any(_plain(w) in title for w in words))


def _one_line(title: str) -> str:
    """Without what turns text around, and with a space for any white space."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", title).split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


# -- sums


def days_of(world: World, now: Month, metric: str) -> dict[dt.date, float | None]:
    """Per day the sum over accounts; None where one of them lacks the day. An account that begins later counts from its
    first days on."""
    known = [world.daily[a] for a in world.accounts if a in now.closings or world.daily_days[a] & {*now.days}]
    values = {day: [own.get((metric, day)) for own in known] for day in now.days}
    return {day: None if None in own else sum(v for v in own if v is not None) for day, own in values.items()}


def total(world: World, now: Month, *metrics: str) -> tuple[list[float | None], str]:
    """The month's sums of the metrics on one basis."""
    days = [days_of(world, now, metric) for metric in metrics]
    if all(value is not None for own in days for value in own.values()):
        return [float(sum(v for v in own.values() if v is not None)) for own in days], "daily"
    known = [n for n in now.notes if len(metrics) == 1 or not any(math.isnan(n.activity[m]) for m in metrics)]
    sums: list[float | None] = []
    for metric in metrics:
        values = [n.activity[metric] for n in known if not math.isnan(n.activity[metric])]
        sums.append(sum(values) if values else None)
    return sums, "snapshots"
