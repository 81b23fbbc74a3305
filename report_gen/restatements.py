"""What newer data would change in an approved month: its numbers as they were told against those computed afresh.

Compared are the month's own numbers at the twelve digits of report.json, not what it was held against (the month before,
the usual range): that changes when another month does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from report_gen.history import runs_of
from report_gen.report import Report, Restatement
from report_gen.tables import Frozen, Source, Tables
from report_gen.wording import Say, Sentences, Series, noop, say, told

NEW, CHANGED, GONE = "is new since the approval", "has changed since the approval", "is gone since the approval"
_BECAME = {
    NEW: noop("{file} is new since the approval"),
    CHANGED: noop("{file} has changed since the approval"),
    GONE: noop("{file} is gone since the approval"),
}
_CAPTURED = {
    NEW: noop("{file}, captured {day}, is new since the approval"),
    CHANGED: noop("{file}, captured {day}, has changed since the approval"),
    GONE: noop("{file}, captured {day}, is gone since the approval"),
}
Leaf = int | float | str | None

# What of each value of report.json is a number of the month itself; `interval` stands for both its ends.
_HEADLINE = ("value", "interval", "target")
_GROUP = ("save_rate", "interval", "saves", "share_of_saves", "comments", "impressions", "views", "notes")
_NOTE = ("save_rate", "interval", "adjusted_save_rate", "pillar")
_KEYWORD = ("rank", "visibility", "best", "days_observed", "days_ranked", "days_top3", "days_top10")
_CREATOR = ("save_rate", "interval", "saves", "views", "impressions", "notes", "followers", "fee", "cost_per_save")
_PAID = ("spend", "save_rate", "organic_save_rate", "days", "notes")
_SHARE = ("total", "paid", "organic")

# The tables that a part of report.json is made from, and those that each kind of export fills.
_TABLES = {
    "formats": ("note_snapshots",),
    "pillars": ("note_snapshots",),
    "traits": ("note_snapshots",),
    "notes": ("note_snapshots",),
    "keywords": ("keyword_ranks",),
    "destinations": ("account_daily", "clicks"),
    "creators": ("creator_snapshots",),
}
_TOTALS = ("account_daily", "note_snapshots")  # either, as the number's basis says
_HEADLINES = {
    "search_visibility": ("keyword_ranks",),
    "click_throughs": ("account_daily", "clicks"),
    "click_through_rate": ("account_daily", "clicks", "note_snapshots"),
    "evergreen_save_share": ("note_snapshots",),
}
_FILLS = {
    "note_list": "note_snapshots", "account_trends": "account_daily", "keyword_ranks": "keyword_ranks", "clicks": "clicks",
    "landing_pages": "clicks", "store_notes": "clicks", "paid": "paid_daily", "creators": "creator_snapshots",
}  # fmt: skip

# The settings that only a part of report.json depends on; the others may change any number.
_SETTINGS = {
    "pillars": ("pillars.", "notes."),
    "traits": ("traits.",),
    "keywords": ("keywords.", "headline.search_visibility."),
    "destinations": ("destinations.", "headline.click_through"),
    "save_rate": ("headline.save_rate.", "headline.comment_rate.", "headline.click_through_rate.", "formats.", "pillars.",
                  "traits.", "notes.", "creators."),
    **dict.fromkeys(
        ("client", "category", "languages", "names", "pages", "brand", "benchmarks", "events", "recipients", "publish", "access"),
        ("-",),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Changes:
    """What isn't as it was when the month was approved.

    files: what became of the exports since, by name; settings: the keys of client.yml
    that say something else now; tags: whether notes.csv does; program: what is said of report-gen if it is another one.
    """

    files: Mapping[str, str]
    settings: Sequence[str] = ()
    tags: bool = False
    program: Say | None = None


def between(was: Report, now: Report, tables: Tables, changes: Changes) -> tuple[Restatement, ...]:
    """Every number that would be another one, with the cause; the headline's first, then in the order of report.json."""
    before, after = numbers(was), numbers(now)
    causes = Causes(was, now, tables, changes)
    return tuple(
        _restated(was.month, name, before.get(name), after.get(name), causes.of(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )


def _restated(month: str, number: str, was: Leaf, would_be: Leaf, why: Say) -> Restatement:
    whys = told(why)
    return Restatement(month=month, number=number, was=was, would_be=would_be, why=whys["en"], whys=whys)


def uncovered(was: Report, problem: str, changes: Changes) -> tuple[Restatement, ...]:
    """The one line of a month that today's exports don't cover any more: nothing can be compared."""
    gone = [say(_BECAME[GONE], file=name) for name, became in changes.files.items() if became == GONE]
    why = Sentences((say("{problem}", problem=problem), _why(gone))) if gone else say("{problem}", problem=problem)
    days = f"{was.coverage.opening or was.first_day} to {was.coverage.closing or was.coverage.last_day}"
    return (_restated(was.month, "coverage", days, None, why),)


def numbers(report: Report) -> dict[str, Leaf]:
    """The month's own numbers by their path in report.json: `headline.saves.value`, `pillars.Kopi guides.save_rate`."""
    found: dict[str, Leaf] = {}
    for name, headline in report.headline.items():
        found |= _leaves(f"headline.{name}", headline, _HEADLINE)
    for kind in ("formats", "pillars", "traits"):
        for group in getattr(report, kind):
            found |= _leaves(f"{kind}.{group.name}", group, _GROUP)
    for keyword in report.keywords:
        found |= _leaves(f"keywords.{keyword.term}", keyword, _KEYWORD)
    for destination in report.destinations:
        found |= _leaves(f"destinations.{destination.name}", destination, ("clicks",))
    for creator in report.creators:
        found |= _leaves(f"creators.{creator.name}", creator, _CREATOR)
    if report.paid:
        found |= _leaves("paid", report.paid, _PAID)
        for share in report.paid.shares:
            found |= _leaves(f"paid.shares.{share.metric}", share, _SHARE)
    for note in report.notes:
        found |= {f"notes.{note.key}.activity.{counter}": value for counter, value in note.activity.items()}
        found |= _leaves(f"notes.{note.key}", note, _NOTE)
    return found


def _leaves(path: str, value: Frozen, fields: Sequence[str]) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    for name in fields:
        held = getattr(value, name)
        if name == "interval":
            low, high = held or (None, None)
            found |= {f"{path}.interval.low": low, f"{path}.interval.high": high}
        else:
            found[f"{path}.{name}"] = held
    return found


# -- why


@dataclass(frozen=True)
class Causes:
    """Names what changed a number: the exports that went into it then or would now, settings, tags; else the program."""

    was: Report
    now: Report
    tables: Tables
    changes: Changes

    def of(self, number: str) -> Say:
        found = [*self.exports(number), *self._settings(number)]
        if not found and self.changes.program:
            found = [self.changes.program]
        # Whatever a number is made from is an input: without a cause of its own, it is one of all that changed.
        return _why(found or [say(_BECAME[became], file=name) for name, became in self.changes.files.items()])

    def exports(self, number: str) -> Iterator[Say]:
        """What became of the exports that the number is made from."""
        used = _tables(number, _bases(number, self.was, self.now))
        if "account_daily" in used:
            yield from self._days(number)
        if "note_snapshots" in used and self.was.coverage.closing != self.now.coverage.closing:
            yield say(
                "the month ends with the note list of {now}, not {then}",
                now=self.now.coverage.closing, then=self.was.coverage.closing,
            )  # fmt: skip
        if "note_snapshots" in used and self.was.coverage.opening != self.now.coverage.opening:
            yield say(
                "the month begins with the note list of {now}, not {then}",
                now=self.now.coverage.opening, then=self.was.coverage.opening,
            )  # fmt: skip
        for source in self._changed():
            if _FILLS.get(source.kind) in used and source.kind != "account_trends":
                yield self._became(source)

    def _days(self, number: str) -> Iterator[Say]:
        """The files that say otherwise about days of the trends, with the days."""
        counters = _counters(number, self.now)
        days = _other_days(self.was, self.now, counters)
        rows = self.tables.account_daily
        rows = rows[rows["date"].isin(pd.DatetimeIndex(days)) & rows["metric"].isin(counters)]
        said = {str(file): _dates(own) for file, own in rows.groupby("file") if file in self.changes.files}
        # What no changed file says, one that is gone no longer does.
        rest = [day for day in days if not any(day in own for own in said.values())]
        for source in self._changed():
            gone = source.kind == "account_trends" and self.changes.files[source.file] == GONE
            if other := said.get(source.file, rest if gone else []):
                yield say("{file} (other values of {days})", file=self._became(source), days=runs_of(other))

    def _changed(self) -> list[Source]:
        """The exports of the month, then or now, that aren't what they were."""
        both = {source.file: source for report in (self.was, self.now) for source in report.sources}
        return [both[name] for name in sorted(both) if name in self.changes.files]

    def _became(self, source: Source) -> Say:
        became = self.changes.files[source.file]
        if source.captured_at:
            return say(_CAPTURED[became], file=source.file, day=source.captured_at[:10])
        return say(_BECAME[became], file=source.file)

    def _settings(self, number: str) -> Iterator[Say]:
        for key in (key for key in self.changes.settings if _concerns(key, number)):
            then, now = self.was.definitions.get(key), self.now.definitions.get(key)
            if then != now:
                yield say("client.yml has {key} as {now}, not {then}", key=key, now=now, then=then)
            else:
                yield say("client.yml has changed ({key})", key=key)
        if self.changes.tags and (number.startswith("pillars.") or number.endswith(".pillar")):
            yield say("notes.csv has changed")


def _concerns(setting: str, number: str) -> bool:
    if setting == "targets" or number.endswith(".target"):
        return setting == "targets" and number.endswith(".target")
    if setting == "save_rate" and not _is_rate(number):
        return False
    return number.startswith(_SETTINGS.get(setting, ""))


def _is_rate(number: str) -> bool:
    return number.startswith("headline.") or number.endswith(("save_rate", ".interval.low", ".interval.high"))


def _tables(number: str, bases: Collection[str | None]) -> tuple[str, ...]:
    """The tables that the number is made from. A total that is of one basis, then and now, is not made from the other's."""
    made = _made_from(number)
    if set(bases) == {"daily"} and "account_daily" in made:
        return tuple(table for table in made if table != "note_snapshots")
    if set(bases) == {"snapshots"} and "clicks" not in made:  # clicks to the profile are of the trends all the same
        return tuple(table for table in made if table != "account_daily")
    return made


def _made_from(number: str) -> tuple[str, ...]:
    part, name, field, *_ = [*number.split("."), "", ""]
    if number.endswith(".target"):
        return ()
    if part == "headline":
        return ("note_snapshots",) if field == "interval" else _HEADLINES.get(name, _TOTALS)
    if part == "paid":  # what was spent, and what that brought, holds nothing of the whole
        return ("paid_daily", *(_TOTALS if number.endswith((".total", ".organic", ".organic_save_rate")) else ()))
    return _TABLES[part]


def _bases(number: str, *reports: Report) -> set[str | None]:
    """What the total is the sum of, the trends or the notes, in each of the reports; of a number that is no total {None}."""
    part, name, field, *_ = [*number.split("."), "", ""]
    metric = {"headline": name, "paid": field if name == "shares" else "saves_per_impression"}.get(part, "")
    return {headline.basis if (headline := report.headline.get(metric)) else None for report in reports}


def _counters(number: str, report: Report) -> set[str]:
    """The metrics of the daily trends that the number is made from."""
    part, name, *rest = [*number.split("."), ""]
    if part == "paid":
        return {rest[0]} if name == "shares" else {"saves", "impressions"}
    if part == "destinations" or name == "click_throughs":
        return {"profile_visits"}
    made = report.definitions.get(name, name)
    return {"profile_visits" if word == "click_throughs" else word for word in made.split(" / ")}


def _other_days(was: Report, now: Report, counters: set[str]) -> list[dt.date]:
    """The days on which any of the counters has another value, or has one only then or only now."""
    then, since = ({day.date: day.values for day in report.days} for report in (was, now))
    return [
        day for day in sorted({*then, *since})
        if any(then.get(day, {}).get(c) != since.get(day, {}).get(c) for c in counters)
    ]  # fmt: skip


def _dates(rows: pd.DataFrame) -> list[dt.date]:
    return [stamp.date() for stamp in sorted(set(rows["date"]))]


def _why(causes: Sequence[Say]) -> Say:
    return say("{causes}.", causes=Series(tuple(causes))) if causes else say("{causes}", causes="")
