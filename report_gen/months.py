"""Tables → a Report for every month that the exports cover. Each month is computed alone, then linked to the one before it,
then the rules in `insights` read what the numbers say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

import pandas as pd

from report_gen.config import ClientConfig, Metric
from report_gen.errors import CoverageError
from report_gen.history import MonthData, Period, boundaries, missing_days, month_data, months
from report_gen.insights import findings
from report_gen.metrics.click_throughs import PROFILE
from report_gen.parts import parts
from report_gen.report import ClientName, Coverage, DestinationClicks, Headline, KeywordRank, Number, Report
from report_gen.significance import significance
from report_gen.story import Story, months_back
from report_gen.tables import COUNTERS, Quality, Tables
from report_gen.topics import fold

ORDER = get_args(Metric)
TOO_FAR, A_FEW = 0.25, 20  # between two totals of the same month: a part of the larger, and always allowed


def covered(tables: Tables, config: ClientConfig) -> list[str]:
    """The months that the exports cover whole, oldest first."""
    return [m for m in months(tables.note_snapshots) if _problem(tables, config, Period.of(m)) is None]


def gaps(tables: Tables, config: ClientConfig) -> tuple[str, ...]:
    """Why each month between the first and the last covered one can't be built, where there are such."""
    whole = covered(tables, config)
    between = [m for m in months(tables.note_snapshots) if whole and whole[0] < m < whole[-1] and m not in whole]
    return tuple(explain_uncovered(tables, config, month) for month in between)


def reports(tables: Tables, config: ClientConfig, slug: str, partial: str | None = None) -> tuple[Report, ...]:
    """A Report for every covered month, oldest first; with `partial` (a month) also for what there is of that one.

    Raises CoverageError where nothing is covered, or `partial` has no note list of its own."""
    periods = [Period.of(m) for m in covered(tables, config)]
    if partial and partial not in {p.month for p in periods}:
        periods = sorted([*periods, partial_period(tables, partial)], key=lambda p: p.month)
    if not periods:
        raise CoverageError(_nothing_covered(tables, config))
    told: list[Report] = []
    for period in periods:
        before = told[-1] if told and told[-1].month == months_back(period.month, 1) else None
        report = link(compute(tables, config, slug, period), before)
        told.append(report.model_copy(update={"insights": findings(Story((*told, report)))}))
    return tuple(told)


def compute(tables: Tables, config: ClientConfig, slug: str, period: Period) -> Report:
    """The period's numbers alone, without the month before it."""
    month = month_data(tables, config, period)
    values: dict[str, Any] = {"headline": {}}
    for metric in parts("metrics").values():
        computed = metric.compute(month)
        values["headline"] |= computed.pop("headline", {})
        values |= computed
    known = {name: values["headline"][name] for name in ORDER if name in values["headline"]}
    values["headline"] = known | values["headline"]  # the usual ones in their order, then what files of their own add
    return Report(
        schema="report-gen/report@1",
        client=ClientName(slug=slug, name=config.client),
        month=period.month,
        definitions=definitions(config),
        coverage=coverage(month),
        quality=tuple(_quality(month, tables)),
        sources=tuple(s for s in tables.sources if s.file in month.files),
        **values,
    )


def definitions(config: ClientConfig) -> dict[str, str]:
    """How each rate is made, as formulas."""
    per = config.save_rate.per
    return {
        "save_rate": f"saves / {per}",
        "comment_rate": f"comments / {per}",
        "click_through_rate": f"click_throughs / {per}",
        "saves_per_view": "saves / views",
        "saves_per_impression": "saves / impressions",
        "evergreen_save_share": "saves of notes published over 30 days before the month / saves of all notes",
        "search_visibility": "100 * mean over days of 1 / log2(1 + rank), 0 when not found; weighted mean over keywords",
    }


def coverage(month: MonthData) -> Coverage:
    openings = [b.opening for b in month.boundaries if b.opening]
    return Coverage(
        opening=max(openings) if openings and not month.first_month else None,
        closing=min(b.closing for b in month.boundaries),
        daily_missing=tuple(missing_days(month)),
        rank_days=int(month.ranks["date"].nunique()),
        partial=month.period.partial,
        first_month=month.first_month,
        last_day=month.period.days[-1].date(),
    )


def partial_period(tables: Tables, month: str) -> Period:
    """The part of the month up to its latest note list."""
    whole = Period.of(month)
    captured = tables.note_snapshots["captured_on"]
    inside = captured[(captured > pd.Timestamp(whole.start)) & (captured < pd.Timestamp(whole.end))]
    if inside.empty:
        raise CoverageError(
            f"{month} can't be built even in part: no note list was captured in it after its first day."
        )
    # With several accounts, up to the day that all of them reach.
    ends = inside.groupby(tables.note_snapshots["account"]).max()
    return Period(month, whole.start, ends.min().date(), partial=True)


# -- the month before


def link(report: Report, before: Report | None) -> Report:
    """The Report with what the month before it was. A partial month is compared with nothing, and nothing with it."""
    if before is None or before.coverage.partial or report.coverage.partial:
        return report
    headline = {name: _linked(name, now, report, before) for name, now in report.headline.items()}
    ranks = {k.term: k.rank for k in before.keywords}
    clicks = {d.name: d.clicks for d in before.destinations}
    keywords = tuple(_with_rank(k, ranks.get(k.term)) for k in report.keywords)
    destinations = tuple(_with_clicks(d, clicks.get(d.name)) for d in report.destinations)
    return report.model_copy(update={"headline": headline, "keywords": keywords, "destinations": destinations})


def _linked(name: str, now: Headline, report: Report, before: Report) -> Headline:
    previous = before.headline.get(name)
    # In a first month the notes' sums hold only what was published in it: no yardstick for a whole month.
    if previous is None or (before.coverage.first_month and previous.basis == "snapshots"):
        return now
    significant = significance(report, before, name) if now.value is not None and previous.value is not None else None
    return now.model_copy(
        update={"previous": previous.value, "change": _change(now.value, previous.value), "significant": significant}
    )


def _change(value: Number | None, previous: Number | None) -> float | None:
    """(value − previous) ÷ |previous|; None without a previous, or from nothing."""
    return None if value is None or not previous else (value - previous) / abs(previous)


def _with_rank(keyword: KeywordRank, previous: Number | None) -> KeywordRank:
    return keyword.model_copy(update={"previous_rank": previous})


def _with_clicks(destination: DestinationClicks, previous: int | None) -> DestinationClicks:
    change = _change(destination.clicks, previous)
    return destination.model_copy(update={"previous": previous, "change": change})


# -- what the data limit


def _quality(month: MonthData, tables: Tables) -> Iterator[Quality]:
    # Remarks on all files together belong to `check`: here they would change every month with each new export.
    yield from (q for q in tables.quality if q.file in month.files)
    yield from month.quality
    for bound in (b for b in month.boundaries if b.opening is None):
        whose = f" of account {bound.account}" if bound.account else ""
        yield _info(
            "first_month",
            f"No note list{whose} is from before this month: only notes published in it count, at all they earned.",
        )
    for account in sorted(set(month.config.accounts) - {b.account for b in month.boundaries}):
        yield _info("account_missing", f"Account {account} has no note list yet: its notes are not counted.", "warning")
    missing = missing_days(month)
    if missing and len(missing) < len(month.period.days):
        yield _info(
            "daily_missing",
            f"The daily trends lack {_days(missing)}: export 近30日 twice a month.",
            "warning",
        )
    if month.config.save_rate.per == "reach":
        yield _info(
            "no_reach",
            "client.yml asks for saves per reach, but no export holds reach: no save rate.",
            "warning",
        )
    yield from _reconciled(month)
    yield from _untracked(month)
    if PROFILE in set(month.clicks["destination"]) and "profile_visits" in month.daily:
        yield _info(
            "profile_counted_once",
            "Clicks to “profile” in the click table are left out: 主页访客 counts them too.",
        )
    yield from _unlisted_pillars(month)
    if month.period.partial:
        yield _info("partial_month", f"The month is reported up to {month.period.days[-1].date()} only.", "warning")


def _reconciled(month: MonthData) -> Iterator[Quality]:
    """The account's totals by its days and by its notes, where both are whole. Deleted notes and note lists taken a day
    off make them differ a little; far apart they are hardly of one account. Not followers: most come from no note."""
    counters = [c for c in COUNTERS if c != "new_followers" and month.complete(c) and month.notes[c].notna().any()]
    if month.first_month or not counters:
        return
    totals = {c: (int(month.daily[c].sum()), int(month.notes[c].sum())) for c in counters}
    told = ", ".join(f"{c} {days:,} and {notes:,}" for c, (days, notes) in totals.items())
    message = f"Totals by the daily trends and by the notes: {told}. The trends are used."
    apart = [c for c, (days, notes) in totals.items() if abs(days - notes) > max(TOO_FAR * max(days, notes), A_FEW)]
    if apart:
        message += f" Far apart: {', '.join(apart)}. Are the trends and the note lists of the same account?"
    yield _info("totals_reconciled", message, "warning" if apart else "info")


def _untracked(month: MonthData) -> Iterator[Quality]:
    asked = {fold(k.term) for k in month.config.keywords}
    extra = sorted({k for k in month.ranks["keyword"] if fold(k) not in asked}) if asked else []
    if extra:
        yield _info(
            "keyword_untracked", f"Read but not among the keywords of client.yml, so not counted: {', '.join(extra)}."
        )


def _unlisted_pillars(month: MonthData) -> Iterator[Quality]:
    """A tag with a slip in it makes a pillar of its own."""
    listed = {p.name for p in month.config.pillars}
    extra = sorted(set(month.notes["pillar"].dropna()) - listed) if listed else []
    if extra:
        yield _info(
            "pillar_unlisted",
            f"In notes.csv but not among the pillars of client.yml, so shown beside them: {', '.join(extra)}.",
        )


def _info(code: str, message: str, severity: Any = "info") -> Quality:
    return Quality(code=code, severity=severity, message=message)


def _days(days: list[dt.date]) -> str:
    """1, 2 and 5 to 9 October, as runs: 2026-10-01 to 2026-10-02, 2026-10-05"""
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _problem(tables: Tables, config: ClientConfig, period: Period) -> CoverageError | None:
    try:
        boundaries(tables.note_snapshots, config, period)
    except CoverageError as error:
        return error
    return None


def explain_uncovered(tables: Tables, config: ClientConfig, month: str) -> str:
    """Why a month can't be built, and what would make it so."""
    return str(_problem(tables, config, Period.of(month)) or f"{month} is covered.")


def _nothing_covered(tables: Tables, config: ClientConfig) -> str:
    if tables.note_snapshots.empty:
        return (
            "There is no note list: download 笔记列表明细表.xlsx from the Creator Center (数据 → 笔记数据 → 导出) on the first "
            "days of the month and put it into exports/."
        )
    return "No month is covered. " + explain_uncovered(tables, config, months(tables.note_snapshots)[-1])


def latest_begun(tables: Tables) -> str | None:
    """The month that the exports have begun but not ended: the one that `--partial` means when none is named."""
    captured = tables.note_snapshots["captured_on"]
    # A list captured on the first closes the month before and says nothing of its own.
    inside = captured[captured.dt.day > 1]
    return None if inside.empty else str(inside.max().to_period("M"))
