"""`Report`: the one frozen value between data and pages, published as `report.json`.

Keys may be added, never changed. Rates are fractions (0.031), counts are integers, ranks count from 1, dates are ISO.
The same inputs give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Literal

from pydantic import Field

from report_gen.tables import Frozen, Quality, Source

Interval = tuple[float, float]
Number = int | float


class ClientName(Frozen):
    slug: str
    name: str


class Coverage(Frozen):
    """Which days the numbers cover. `opening`, `closing`: the capture dates of the boundary snapshots."""

    opening: dt.date | None
    closing: dt.date | None
    daily_missing: tuple[dt.date, ...] = ()
    rank_days: int = 0
    partial: bool = False
    first_month: bool = False
    last_day: dt.date  # the last day that the numbers cover: the month's own, unless it is partial


class Usual(Frozen):
    """What a number usually is here: median and range of the up to six whole months before."""

    median: float
    low: float
    high: float
    months: int


Standing = Literal["above", "within", "below"]  # of a number against its usual range


class Headline(Frozen):
    """One number of the month. `change` is relative to `previous`; `interval` and `significant` come from the notes. Where
    `basis` and `previous_basis` differ, part of the change is this change of source, and sentences claim nothing of it.
    `status` is by target; `standing` by the client's own history, None where that is too short."""

    value: Number | None
    previous: Number | None = None
    change: float | None = None
    basis: Literal["daily", "snapshots"] | None = None
    previous_basis: Literal["daily", "snapshots"] | None = None
    interval: Interval | None = None
    significant: bool | None = None
    target: float | None = None
    status: Literal["met", "missed"] | None = None
    usual: Usual | None = None
    standing: Standing | None = None


class Group(Frozen):
    """Notes that share a format, pillar or trait. `usual` and `standing` are of the save rate; `significant` is whether
    that moved beyond chance since the month before."""

    name: str
    notes: int
    impressions: int | None
    views: int | None
    saves: int | None
    comments: int | None
    save_rate: float | None
    interval: Interval | None
    share_of_saves: float | None
    usual: Usual | None = None
    standing: Standing | None = None
    significant: bool | None = None


class Note(Frozen):
    """A note of the month: what it earned in it, and since publication. `flags`: unknown_activity, negative_activity,
    views_exceed_impressions, new (published this month), evergreen (published over 30 days before it began)."""

    key: str
    id: str | None = None  # the platform's, where an export has it
    title: str
    published_at: str
    format: str
    pillar: str | None
    traits: tuple[str, ...] = ()
    activity: dict[str, int | None]
    lifetime: dict[str, int | None]
    save_rate: float | None
    interval: Interval | None
    adjusted_save_rate: float | None
    flags: tuple[str, ...] = ()


class DayRank(Frozen):
    date: dt.date
    rank: Number | None  # None = looked for, not found


class KeywordRank(Frozen):
    term: str
    group: str | None
    weight: float
    rank: Number | None
    previous_rank: Number | None
    best: Number | None
    days_observed: int
    days_ranked: int
    days_top3: int
    days_top10: int
    visibility: float | None
    note: str | None
    days: tuple[DayRank, ...] = ()


class DayClicks(Frozen):
    date: dt.date
    clicks: int


class DestinationClicks(Frozen):
    """`profile` is the account's own page (主页访客)."""

    name: str
    clicks: int | None
    previous: int | None
    change: float | None
    days: tuple[DayClicks, ...] = ()


class Day(Frozen):
    """The account's totals of one day, where the daily trends have it."""

    date: dt.date
    values: dict[str, int]


class AgePoint(Frozen):
    """Saves that a note has `days` days after it came out: the median of the month's own `notes`, and what is `usual` of
    notes of the six months before, with the middle half of these from `low` to `high`. `above`: how many of the month's
    own have more than is usual. Only notes that were that old at the closing count; None below five of them."""

    days: int
    saves: float | None
    notes: int
    above: int | None
    usual: float | None
    low: float | None
    high: float | None
    usual_notes: int


class Event(Frozen):
    name: str
    start: dt.date
    end: dt.date
    note: str | None = None


class Finding(Frozen):
    """What a rule found. `text` says what happened, `why` the evidence in words, `action` what to do; by language.

    `id` is the rule's name, or `rule:subject` where the rule may speak of several subjects: unique in a month, and the same
    subject has the same id in every month. `p`: how likely chance alone makes something that large, after the rule's own
    comparisons; None for a fact, such as a count or a target that was met. `watch`: the path of the number that the action
    is to move, as `pillars|Kopi guides|save_rate`."""

    id: str
    section: str
    importance: float
    evidence: dict[str, Any]
    text: dict[str, str]
    why: dict[str, str] | None = None
    action: dict[str, str] | None = None
    p: float | None = None
    watch: str | None = None

    @property
    def rule(self) -> str:
        return self.id.partition(":")[0]


class Creator(Frozen):
    """A creator's collaborations of the month, at their latest counters. `fee` in yuan, service included; `tier` by
    followers."""

    name: str
    followers: int | None
    tier: str | None
    notes: int
    impressions: int | None
    views: int | None
    saves: int | None
    save_rate: float | None
    interval: Interval | None
    fee: float | None
    cost_per_save: float | None
    flags: tuple[str, ...] = ()


class Share(Frozen):
    """A number of the month as a whole, its paid part, and the rest. The rest is approximate: the advertising platform
    attributes by rules and windows of its own. None where the paid part is larger than the whole."""

    metric: str
    total: int | None
    paid: int | None
    organic: int | None


class Paid(Frozen):
    """Advertising of the month. `spend` in yuan over `days` days with data; rates are paid saves ÷ paid impressions and
    the same of the rest."""

    spend: float
    days: int
    notes: int
    shares: tuple[Share, ...]
    save_rate: float | None
    organic_save_rate: float | None


class Reconciliation(Frozen):
    """The same number by the daily trends and by the notes. `difference` = daily − notes = `by_dates` (what the trends have
    for days that only one of the two covers) + `by_notes` (the least that notes without a closing reading earned) + `rest`.
    `unread_at_most`: how much of the rest notes without an opening reading may have earned."""

    metric: str
    daily: int
    notes: int
    difference: int
    by_dates: int | None
    by_notes: int | None
    rest: int | None
    unread_at_most: int = 0


class Band(Frozen):
    """A yardstick from outside the client's own numbers: unofficial, with its source. `metric` of notes of that `format`,
    or of all."""

    metric: str
    format: str | None
    low: float | None
    good: float | None
    source: str


class Origin(Frozen):
    """Cells that a number was made of: `rows` as `3–40, 44`, counted from 1 as a spreadsheet does; `column` as `I (收藏)`."""

    file: str
    sheet: str
    column: str
    rows: str
    captured_on: dt.date | None = None


class Explanation(Frozen):
    """How a headline number was made: the formula in words, the numbers that went in, where those were read, and what was
    left out and why."""

    formula: str
    numbers: dict[str, Number | None]
    origins: tuple[Origin, ...] = ()
    left_out: tuple[str, ...] = ()
    left_out_told: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # the same in each language

    def left_out_in(self, language: str) -> tuple[str, ...]:
        return self.left_out_told.get(language, self.left_out)


class Restatement(Frozen):
    """A number of an approved month that newer exports would change. `number` is its path in report.json, `whys` the cause
    in each language."""

    month: str
    number: str
    was: Number | str | None
    would_be: Number | str | None
    why: str
    whys: dict[str, str] = Field(default_factory=dict)

    def why_in(self, language: str) -> str:
        return self.whys.get(language, self.why)


class Report(Frozen):
    """A client's month."""

    schema_: Literal["report-gen/report@1"] = Field("report-gen/report@1", alias="schema")
    client: ClientName
    month: str
    definitions: dict[str, str]
    coverage: Coverage
    headline: dict[str, Headline]
    formats: tuple[Group, ...] = ()
    pillars: tuple[Group, ...] = ()
    traits: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    keywords: tuple[KeywordRank, ...] = ()
    destinations: tuple[DestinationClicks, ...] = ()
    creators: tuple[Creator, ...] = ()
    paid: Paid | None = None
    reconciliation: tuple[Reconciliation, ...] = ()
    benchmarks: tuple[Band, ...] = ()
    insights: tuple[Finding, ...] = ()
    quality: tuple[Quality, ...] = ()
    sources: tuple[Source, ...] = ()
    days: tuple[Day, ...] = ()
    age_curve: tuple[AgePoint, ...] = ()
    events: tuple[Event, ...] = ()
    explanations: dict[str, Explanation] = Field(default_factory=dict)  # of the headline's numbers
    names: dict[str, dict[str, str]] = Field(default_factory=dict)  # what a language calls the client's own names
    targets: dict[str, dict[str, Number]] = Field(default_factory=dict)  # of the quarter's months, by metric and month

    @property
    def first_day(self) -> dt.date:
        return dt.date.fromisoformat(f"{self.month}-01")

    @property
    def rate_per(self) -> str:
        """What save rate divides by: impressions, views or reach."""
        return self.definitions["save_rate"].rpartition("/ ")[2]

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with the data, a sentence each: such a month is not built."""
        return tuple(" ".join(filter(None, (q.message, q.advice))) for q in self.quality if q.severity == "error")

    def value(self, metric: str) -> Number | None:
        headline = self.headline.get(metric)
        return headline.value if headline else None

    def to_json(self) -> str:
        """`report.json`: floats rounded to 12 significant digits, so that the last bit of a sum never changes the file."""
        return json.dumps(self._plain(), ensure_ascii=False, indent=1) + "\n"

    def on_one_line(self) -> str:
        """The same values for programs: Python indents ten times slower than it writes."""
        return json.dumps(self._plain(), ensure_ascii=False)

    def as_written(self) -> Report:
        """The Report with the digits that report.json holds."""
        return self.from_json(self.on_one_line())

    def _plain(self) -> Any:
        return _rounded(self.model_dump(mode="json", by_alias=True))

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        return cls.model_validate_json(text)


def digits(number: Number) -> Number:
    """The number with as many digits as report.json holds: what is held against an earlier month's needs the same."""
    if isinstance(number, int):
        return number
    return int(number) if number.is_integer() and abs(number) < 1e15 else float(f"{number:.12g}")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return digits(value)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list) else value
