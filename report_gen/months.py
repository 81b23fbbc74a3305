"""Tables → a Report for every month that the exports cover. Each month is computed alone, then linked to the one before it,
then the rules in `insights` read what the numbers say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from report_gen import benchmarks, targets, yardsticks
from report_gen.config import ClientConfig, Metric
from report_gen.errors import CoverageError
from report_gen.explain import explanations
from report_gen.history import MonthData, Period, boundaries, missing_days, month_data, months
from report_gen.insights import findings
from report_gen.parts import parts
from report_gen.remarks import remarks
from report_gen.report import (
    ClientName,
    Coverage,
    DestinationClicks,
    Group,
    Headline,
    KeywordRank,
    Number,
    Report,
    digits,
)
from report_gen.significance import GROUP_KINDS, GroupKind, basis_changed, group_significance, significance
from report_gen.story import Story, months_back
from report_gen.tables import Quality, Tables
from report_gen.wording import Enumeration, counted, say

Each = Callable[[Callable[[Period], Report], Sequence[Period]], Iterable[Report]]  # `map`, or what maps in processes
ORDER = get_args(Metric)
_GROUP_RATES = ("save_rate", "interval", "usual", "standing", "significant")
_NOTE_RATES = ("save_rate", "interval", "adjusted_save_rate")


def covered(tables: Tables, config: ClientConfig) -> list[str]:
    """The months that the exports cover whole, oldest first."""
    return [m for m in months(tables.note_snapshots) if _problem(tables, config, Period.of(m)) is None]


def gaps(tables: Tables, config: ClientConfig) -> tuple[str, ...]:
    """Why each month between the first and the last covered one can't be built, where there are such."""
    whole = covered(tables, config)
    between = [m for m in months(tables.note_snapshots) if whole and whole[0] < m < whole[-1] and m not in whole]
    return tuple(explain_uncovered(tables, config, month) for month in between)


def reports(
    tables: Tables,
    config: ClientConfig,
    slug: str,
    partial: str | None = None,
    frozen: Mapping[str, Report] | None = None,
    each: Each = map,
) -> tuple[Report, ...]:
    """A Report for every covered month, oldest first; with `partial` (a month) also for what there is of that one. `frozen`
    months are told as they were approved, whether the exports still cover them or not. `each` computes the others.

    Raises CoverageError where nothing is covered, or `partial` has no note list of its own."""
    approved = dict(frozen or {})
    periods = _periods(tables, config, partial, approved)
    alone = iter(
        each(functools.partial(compute, tables, config, slug), [p for p in periods if p.month not in approved])
    )
    told: list[Report] = []
    for period in periods:
        report = approved.get(period.month) or _told(next(alone), told)
        # As read from report.json: the month after is linked to the same digits, whether this one is approved or not.
        told.append(report.as_written())
    return tuple(told)


def _periods(tables: Tables, config: ClientConfig, partial: str | None, frozen: Iterable[str]) -> list[Period]:
    periods = {m: Period.of(m) for m in {*covered(tables, config), *frozen}}
    if partial and partial not in periods:
        periods[partial] = partial_period(tables, partial)
    if not periods:
        raise CoverageError(_nothing_covered(tables, config))
    return [periods[month] for month in sorted(periods)]


def _told(alone: Report, earlier: Sequence[Report]) -> Report:
    """The month among those before it: linked to them, with what the rules find."""
    past = tuple(comparable(one, alone) for one in earlier)
    before = past[-1] if past and past[-1].month == months_back(alone.month, 1) else None
    report = link(alone, before)
    report = yardsticks.placed(report, Story((*past, report)).six_before)
    return report.model_copy(update={"insights": findings(Story((*past, report)))})


def comparable(earlier: Report, report: Report) -> Report:
    """The earlier month without its rates that were made otherwise: an approved month keeps its definitions, and a rate per
    view says nothing beside one per impression."""
    other = {name for name, made in earlier.definitions.items() if report.definitions.get(name, made) != made}
    if not other:
        return earlier
    kept = {name: number for name, number in earlier.headline.items() if name not in other}
    if "save_rate" not in other:
        return earlier.model_copy(update={"headline": kept})
    update: dict[str, Any] = {kind: _without(getattr(earlier, kind), _GROUP_RATES) for kind in GROUP_KINDS}
    update |= {"headline": kept, "notes": _without(earlier.notes, _NOTE_RATES), "definitions": report.definitions}
    return earlier.model_copy(update=update)


def _without(values: Sequence[Any], fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(value.model_copy(update=dict.fromkeys(fields)) for value in values)


def compute(tables: Tables, config: ClientConfig, slug: str, period: Period) -> Report:
    """The period's numbers alone, without the month before it."""
    month = month_data(tables, config, period)
    values: dict[str, Any] = {"headline": {}, "quality": tuple(_quality(month, tables))}
    for metric in parts("metrics").values():
        computed = metric.compute(month)
        values["headline"] |= computed.pop("headline", {})
        values["quality"] += computed.pop("quality", ())
        values |= computed
    known = {name: values["headline"][name] for name in ORDER if name in values["headline"]}
    values["headline"] = known | values["headline"]  # the usual ones in their order, then what files of their own add
    values["quality"] += tuple(targets.without_value(config, period.month, values["headline"]))
    values["explanations"], apart = explanations(month, tables, values["headline"])
    values["quality"] += apart
    return Report(
        schema="report-gen/report@1",
        client=ClientName(slug=slug, name=config.client),
        month=period.month,
        definitions=definitions(config),
        coverage=coverage(month),
        benchmarks=benchmarks.own(config),
        names=config.names,
        targets=targets.of_quarter(config, period.month),
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
    update: dict[str, Any] = {"headline": headline, "keywords": keywords, "destinations": destinations}
    update |= {kind: _groups_linked(kind, report, before) for kind in GROUP_KINDS}
    update["quality"] = (*report.quality, *_bases_changed(headline, report, before))
    return report.model_copy(update=update)


def _linked(name: str, now: Headline, report: Report, before: Report) -> Headline:
    previous = before.headline.get(name)
    # In a first month the notes' sums hold only what was published in it: no yardstick for a whole month.
    if previous is None or (before.coverage.first_month and previous.basis == "snapshots"):
        return now
    significant = significance(report, before, name) if now.value is not None and previous.value is not None else None
    return now.model_copy(
        update={
            "previous": previous.value,
            "previous_basis": previous.basis,
            "change": _change(now.value, previous.value),
            "significant": significant,
        }
    )


def _change(value: Number | None, previous: Number | None) -> float | None:
    """(value − previous) ÷ |previous|; None without a previous, or from nothing."""
    return None if value is None or not previous else (digits(value) - previous) / abs(previous)


def _groups_linked(kind: GroupKind, report: Report, before: Report) -> tuple[Group, ...]:
    groups: tuple[Group, ...] = getattr(report, kind)
    moved = {g.name: group_significance(report, before, kind, g.name) for g in groups}
    return tuple(g.model_copy(update={"significant": moved[g.name]}) for g in groups)


def _bases_changed(headline: dict[str, Headline], report: Report, before: Report) -> Iterator[Quality]:
    """One line for what the trends counted then and the notes count now, one for the reverse."""
    changed = {name: now.previous_basis for name, now in headline.items() if basis_changed(now)}
    for basis in ("daily", "snapshots"):
        names = tuple(counted(name) for name, then in changed.items() if then == basis)
        if names:
            trends, notes = (before, report) if basis == "daily" else (report, before)
            message = say(
                "Counted by the daily trends in {trends}, but by the notes in {notes}: {names}. Part of each change is this "
                "change of source, so the report claims none of them.",
                trends=trends.month, notes=notes.month, names=Enumeration(names),
            )  # fmt: skip
            advice = say(
                "Put 近30日 exports that hold every day of {month} into exports/, and don’t quote these changes until then.",
                month=notes.month,
            )
            yield Quality.told("basis_changed", "warning", message, advice)


def _with_rank(keyword: KeywordRank, previous: Number | None) -> KeywordRank:
    return keyword.model_copy(update={"previous_rank": previous})


def _with_clicks(destination: DestinationClicks, previous: int | None) -> DestinationClicks:
    change = _change(destination.clicks, previous)
    return destination.model_copy(update={"previous": previous, "change": change})


# -- what the data limit


def _quality(month: MonthData, tables: Tables) -> Iterator[Quality]:
    # Remarks on all files together belong to `check`: here they would change every month with each new export.
    yield from (q for q in tables.quality if q.file in month.files)
    yield from remarks(month)


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
