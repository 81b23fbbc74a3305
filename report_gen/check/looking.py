"""Reads everything of a client and builds nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from report_gen import (
    agency,
    approval,
    benchmarks,
    build,
    commentary,
    config,
    history,
    months,
    pages,
    proofreading,
    readers,
)
from report_gen.approval import Approved
from report_gen.check import gaps, oddities
from report_gen.check.found import Check, Gap, Kind, MonthCheck, Reading, Remark, Standing
from report_gen.check.gaps import lacking_by_file, listed
from report_gen.commentary import Shelf
from report_gen.config import MOST_WINDOW, RATES, ClientConfig
from report_gen.errors import CoverageError, RefusedError, ReportGenError
from report_gen.history import Period
from report_gen.jobs import Options, State
from report_gen.progress import Progress, silent
from report_gen.report import Report, Restatement
from report_gen.story import months_back
from report_gen.tables import Quality, Tables
from report_gen.telling import Told
from report_gen.workspace import Client, Workspace

OF_ALL_FILES = ("duplicate_file",)  # remarks that matter though nothing is wrong
# Remarks that every whole month has, so that they tell an analyst nothing; the report's data quality has them.
EXPECTED = ("rows_dropped", "totals_reconciled")
NAMED = 3  # changed numbers that a line names
HISTORY_MONTHS = 12  # before the month that oddities are held against
# Lines of data quality by what they are about; all others are about the data.
_KINDS: dict[str, Kind] = {
    "daily_missing": "missing", "account_missing": "missing", "note_below_cap": "missing", "counter_missing": "missing",
    "target_without_value": "missing", "paid_days": "missing", "paid_incomplete": "missing",
    "clicks_period_short": "missing", "late_opening": "late", "early_opening": "late", "late_closing": "late",
    "early_closing": "late", "unsettled_day": "late", "creators_early": "late", "creators_late": "late",
}  # fmt: skip
_ORDER: tuple[Kind, ...] = ("late", "missing", "odd", "data", "restated", "words")
_WEIGHT = ("error", "warning", "info")


def check_all(
    workspace: Workspace, slugs: Sequence[str], today: dt.date, month: str | None = None, progress: Progress = silent
) -> tuple[Check, ...]:
    """Each client by itself: one that can't be read never stops the others."""
    found = []
    for place, slug in enumerate(slugs):
        progress(slug, "checking", place, len(slugs))
        found.append(check(workspace, slug, today, month))
    return tuple(found)


def check(workspace: Workspace, slug: str, today: dt.date, month: str | None = None) -> Check:
    """What there is as of `today`. `month`: the one that must be covered; by default any, and the latest is looked at."""
    try:
        client = workspace.client(slug)
        agency.load(workspace)
        settings = config.load(client)
        approved = approval.frozen(client)
        tables = readers.read_exports(client, settings)
        return _Look(workspace, client, settings, tables, approved, today).check(month)
    except ReportGenError as error:
        return Check(slug, error.problems, as_of=today)
    except OSError as error:
        if refused := RefusedError.of(error):
            return Check(slug, refused.problems, as_of=today)
        raise


@dataclass(frozen=True)
class _Look:
    """All of one client that there is to look at."""

    workspace: Workspace
    client: Client
    config: ClientConfig
    tables: Tables
    approved: Mapping[str, Approved]
    today: dt.date

    def check(self, month: str | None) -> Check:
        known = {report.month: report for report in self.reports}
        wanted = month or max(known, default=None)
        report = known.get(wanted or "")
        quality = self._quality(report)
        return Check(
            slug=self.client.slug,
            problems=report.errors if report else (self._uncovered(month),),
            name=self.config.client,
            month=wanted,
            files=dict(sorted(Counter(source.kind for source in self.tables.sources).items())),
            months=tuple(self.months.values()),
            quality=quality,
            as_of=self.today,
            facts=self._facts(report) if report else {},
            remarks=_ordered([*self._late(), *self._remarks(report, quality)]),
            standing=self._standing(report),
            approval=self._approval(report),
            restatements=self.restatements,
        )

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """Every month that can be told, approved ones as they were approved; none where nothing is covered."""
        frozen = {month: one.report for month, one in self.approved.items()}
        try:
            found = months.reports(self.tables, self.config, self.client.slug, frozen=frozen)
        except CoverageError:
            return ()
        pools = benchmarks.read(self.client.pool)
        beside = (one if one.month in frozen else benchmarks.beside(one, self.config, pools) for one in found)
        return tuple(Report.from_json(one.on_one_line()) for one in beside)  # as a build reads them back

    @cached_property
    def restatements(self) -> tuple[Restatement, ...]:
        return approval.restatements(self.approved, self.config, self.tables)

    @cached_property
    def clicked(self) -> dict[str, set[dt.date]]:
        return oddities.clicked(self.reports)

    # -- months

    @cached_property
    def months(self) -> dict[str, MonthCheck]:
        return {month: self._month(Period.of(month)) for month in history.months(self.tables.note_snapshots)}

    def _at(self, month: str) -> MonthCheck:
        """That month's, even if no export is from anywhere near it, as of one approved long ago."""
        return self.months.get(month) or self._month(Period.of(month))

    def _month(self, period: Period) -> MonthCheck:
        try:
            bounds = history.boundaries(self.tables.note_snapshots, self.config, period)
        except CoverageError as error:
            return MonthCheck(period.month, str(error), needed=self._needed(period))
        ranks = self.tables.keyword_ranks["date"]
        found = tuple(self._gaps(period, [b.account for b in bounds]))
        return MonthCheck(
            period.month,
            readings=tuple(Reading(b.account, b.opening, b.closing) for b in bounds),
            days=len(period.days),
            missing=gaps.by_metric(found),
            rank_days=int(ranks[ranks.isin(period.days)].nunique()),
            gaps=found,
        )

    def _gaps(self, period: Period, accounts: list[str]) -> Iterator[Gap]:
        yield from gaps.of_trends(self.tables.account_daily, accounts, period)
        yield from gaps.of_ranks(self.tables.keyword_ranks, self._terms, period)
        yield from gaps.of_clicks(self.clicked, period)

    @cached_property
    def _terms(self) -> list[str]:
        """The keywords of client.yml; without any, all that were read."""
        return [k.term for k in self.config.keywords] or sorted(set(self.tables.keyword_ranks["keyword"]))

    def _needed(self, period: Period) -> tuple[dt.date, dt.date] | None:
        """The days on which a note list is lacking: around the month's beginning, if lists from before it are there, or its
        end."""
        window = dt.timedelta(days=self.config.capture_window_days)
        for _, days in self.tables.note_snapshots.groupby("account")["captured_on"]:
            captured = [day.date() for day in days.drop_duplicates()]
            for boundary in (period.start, period.end):
                is_first = boundary == period.start and min(captured) >= boundary
                if not is_first and history.nearest(captured, boundary, window) is None:
                    return boundary - window, boundary + window
        return None

    def _uncovered(self, month: str | None) -> str:
        if month:
            return months.explain_uncovered(self.tables, self.config, month)
        try:
            months.reports(self.tables, self.config, "")
        except CoverageError as error:
            return str(error)
        return ""

    # -- the month in question

    def _facts(self, report: Report) -> dict[str, str]:
        month, coverage = self._at(report.month), report.coverage
        if month.problem:
            return {}
        counted = len(report.keywords)
        facts = {
            "note lists": "; ".join(_reading(reading) for reading in month.readings),
            "daily trends": _days_there(month) if len(self.tables.account_daily) else "none",
            "search ranks": f"{counted} keywords, looked for on {coverage.rank_days} of {month.days} days"
            if counted
            else "none",
            "clicks": listed(d.name for d in report.destinations) or "none",
        }
        if report.paid:
            facts["advertising"] = f"{report.paid.days} of {month.days} days"
        if report.creators:
            facts["creators"] = f"{len(report.creators)} with {sum(c.notes for c in report.creators)} notes"
        words = self._words(report.month)
        return facts | {"words": f"commentary/{words.name}" if words.is_file() else "none"}

    def _words(self, month: str) -> Path:
        language = self.config.languages[0]
        return commentary.path(self.client.commentary, month, language, language)

    def _late(self) -> Iterator[Remark]:
        """Months that are over and can't be built yet."""
        if self.tables.note_snapshots.empty:
            return
        last_over = months_back(f"{self.today:%Y-%m}", 1)
        told = {*self.approved, *(month for month, one in self.months.items() if one.problem is None)}
        month = months_back(max(told, default=last_over), -1)
        if month > last_over:
            return
        period = Period.of(month)
        first, last = self._needed(period) or (period.end, period.end)
        more = "" if month == last_over else f" So are those up to {last_over}."
        message = f"{month} is over, but no note list was captured between {first} and {last}.{more}"
        yield Remark(
            "late", "month_late", "warning", message, way_out(last, self.config.capture_window_days, self.today)
        )

    def _remarks(self, report: Report | None, quality: tuple[Quality, ...]) -> Iterator[Remark]:
        told = [line for line in quality if not self._is_told_elsewhere(line)]
        yield from (_of_quality(line) for line in told)
        yield from self._restated()
        yield from self._of_words(report)
        if report is None:
            return
        month, period = self._at(report.month), Period.of(report.month)
        yield from gaps.remarks(month.gaps, set(self.tables.account_daily["metric"]), period, self.today)
        first = months_back(report.month, HISTORY_MONTHS)
        past = [r for r in self.reports if first <= r.month < report.month and not r.coverage.partial]
        yield from self._empty_pages(report)
        yield from oddities.remarks(report, [months.comparable(r, report) for r in past], self.config)

    def _empty_pages(self, report: Report) -> Iterator[Remark]:
        there = pages.names(report, self.config.pages, self.workspace.template_folders)
        if lacking := [page for page in self.config.pages if page not in there]:
            message = f"pages in client.yml asks for {listed(lacking)}, but {report.month} has no data for that."
            yield Remark(
                "missing", "page_empty", "info", message, "Put in the exports that it is made from, if there are any."
            )

    def _is_told_elsewhere(self, line: Quality) -> bool:
        """Missing days are told by their files."""
        expected = line.code in EXPECTED and line.severity == "info"
        return expected or (line.code == "daily_missing" and len(self.tables.account_daily) > 0)

    def _of_words(self, report: Report | None) -> Iterator[Remark]:
        """What to do about the analyst's words: those of the month, and any that nobody will see."""
        doubts = [*proofreading.of_files(self.shelf)]
        if report is not None:
            there = pages.names(report, self.config.pages, self.workspace.template_folders)
            doubts += proofreading.of_month(self.shelf, self.reports, report.month)
            doubts += proofreading.left_out(self.shelf, report.month, there, self.config.pages)
            doubts += proofreading.lacking(self.shelf, self.reports, report.month)
        for one in doubts:
            yield Remark(
                "words",
                one.code,
                one.severity,
                one.message,
                one.advice,
                f"../commentary/{one.file.name}",
                one.line or None,
            )

    @cached_property
    def shelf(self) -> Shelf:
        folders = {month: one.folder for month, one in self.approved.items()}
        return commentary.shelf(self.workspace, self.client, self.config.languages, folders)

    def _restated(self) -> Iterator[Remark]:
        """What newer exports would change in approved months: a line for each cause. `Check.restatements` has every number."""
        causes: dict[tuple[str, str], list[Restatement]] = {}
        for line in self.restatements:
            causes.setdefault((line.month, line.why), []).append(line)
        for (month, why), lines in causes.items():
            again = f"report-gen approve {self.client.slug} --month {month} --by NAME --again"
            yield Remark(
                "restated",
                "number_restated",
                "warning",
                f"{month}, {self.approved[month].manifest.told}: {_changes(lines)}. {why}",
                f"The month stands as approved, and its Method page lists this. To tell it anew: {again}",
            )

    def _approval(self, report: Report | None) -> str | None:
        if report is None or report.month not in self.approved:
            return None
        approval = self.approved[report.month].approval(self.config.zone)
        return f"approved by {approval.by} on {approval.on}"

    def _standing(self, report: Report | None) -> Standing:
        if report is None:
            return "not built"
        if report.month in self.approved:
            return "approved"
        told, state = Told(self.reports, self.approved, self.restatements, ()), State.read(self.client)
        options = Options(pdf=False, engine=state.engine(report.month))
        jobs = build.month_jobs(self.workspace, self.client, told, report.month, options)
        if not any((job.folder / "report.json").is_file() for job in jobs):
            return "not built"
        return "built" if all(state.has(job) for job in jobs) else "outdated"

    def _quality(self, report: Report | None) -> tuple[Quality, ...]:
        """What is odd about the month, and about what no month's report tells: files that none is made of, all files
        together."""
        own = report.quality if report else ()
        of_months = {source.file for one in self.reports for source in one.sources}
        rest = (q for q in self.tables.quality if q not in own and q.file not in of_months)
        both = (q for q in self.tables.quality if q.code in OF_ALL_FILES and q not in own)
        return (*own, *(q for q in rest if q.severity != "info" and q.code not in OF_ALL_FILES), *both)


def way_out(last: dt.date, window: int, today: dt.date) -> str:
    """How a month that lacks a note list can still be built. `last`: the last day on which one would do."""
    if today <= last:
        return f"Export 笔记列表明细表 by {last}; the sooner, the closer to the month’s edge."
    look = "Look for a download of 笔记列表明细表 from those days"
    off = (today - last).days + window
    if off > MOST_WINDOW:
        return f"{look}. Without one the month can’t be built."
    return f"{look}. Without one export it today, and write capture_window_days: {off} in client.yml."


def _ordered(remarks: list[Remark]) -> tuple[Remark, ...]:
    """What has to be done first, in the order of an analyst's month."""
    return tuple(sorted(remarks, key=lambda r: (_WEIGHT.index(r.severity), _ORDER.index(r.kind))))


def _of_quality(line: Quality) -> Remark:
    kind = _KINDS.get(line.code, "data")
    return Remark(kind, line.code, line.severity, line.message, line.advice, line.file, line.row)


def _reading(reading: Reading) -> str:
    opening = reading.opening or "(none before)"
    return f"{reading.account} {opening} and {reading.closing}".lstrip()


def _days_there(month: MonthCheck) -> str:
    """31 of 31 days; where the files differ, each: 观看 31, 互动 15, 涨粉 31 of 31 days"""
    there = {export: month.days - days for export, days in lacking_by_file(month).items()}
    if len(set(there.values())) == 1:
        return f"{next(iter(there.values()))} of {month.days} days"
    return f"{', '.join(f'{export} {n}' for export, n in there.items())} of {month.days} days"


def _changes(lines: Sequence[Restatement]) -> str:
    """saves were 2,561 and would be 2,583; save rate …; and 5 more numbers"""
    told = [
        f"{_name(one.number)} was {changed_value(one.number, one.was)} and would be {changed_value(one.number, one.would_be)}"
        for one in lines[:NAMED]
    ]
    more = len(lines) - NAMED
    rest = [f"and {more} more {'number' if more == 1 else 'numbers'}"] if more > 0 else []
    return "; ".join([*told, *rest])


def _name(number: str) -> str:
    """headline.save_rate.value → save rate"""
    return number.removeprefix("headline.").removesuffix(".value").replace("_", " ")


def changed_value(number: str, value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2%}" if _is_rate(number) else f"{value:,.6g}"
    return "nothing" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _is_rate(number: str) -> bool:
    return any(part in RATES or part.endswith(("_rate", "share_of_saves", "interval")) for part in number.split("."))
