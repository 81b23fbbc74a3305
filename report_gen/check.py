"""What a client's folder holds, before anything is built: files, the months they cover, what is missing and what is odd."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby

from report_gen import agency, commentary, config, history, months, readers
from report_gen.config import ClientConfig
from report_gen.errors import CoverageError, ReportGenError
from report_gen.history import Period
from report_gen.parts import parts
from report_gen.tables import Quality, Tables
from report_gen.workspace import Client, Workspace

MENTIONED = 5  # remarks of one kind that are shown one by one
FEW = 3  # months without note lists that are shown one by one
OF_ALL_FILES = ("duplicate_file",)  # remarks that matter though nothing is wrong


@dataclass(frozen=True)
class Reading:
    """An account's note lists that a month is the difference of, by capture date. No opening: the account's first month."""

    account: str
    opening: dt.date | None
    closing: dt.date


@dataclass(frozen=True)
class MonthCheck:
    """What there is for one month. `problem`: why it can't be built, and `needed`: the first and last day on which a note
    list would do; `missing`: days without a daily value, by metric."""

    month: str
    problem: str | None = None
    readings: tuple[Reading, ...] = ()
    days: int = 0
    missing: dict[str, tuple[dt.date, ...]] = field(default_factory=dict)
    rank_days: int = 0
    needed: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class Check:
    """What there is for one client. `problems`: why it can't be built; `quality` is that of `month`."""

    slug: str
    problems: tuple[str, ...]
    name: str = ""
    month: str | None = None
    files: dict[str, int] = field(default_factory=dict)
    months: tuple[MonthCheck, ...] = ()
    quality: tuple[Quality, ...] = ()

    @property
    def buildable(self) -> bool:
        return not self.problems


def check(workspace: Workspace, slug: str, month: str | None = None) -> Check:
    """Reads everything and builds nothing. `month`: the one that must be covered; by default any."""
    try:
        client = workspace.client(slug)
        agency.load(workspace)
        settings = config.load(client)
        found = _checked(client, settings, readers.read_exports(client, settings), month)
        return replace(found, quality=(*found.quality, *_unused_words(workspace, client)))
    except ReportGenError as error:
        return Check(slug, error.problems)


def as_json(checks: Sequence[Check]) -> str:
    """For programs: a list of clients."""
    return json.dumps([_plain(one) for one in checks], ensure_ascii=False, indent=1, default=str)


def as_text(one: Check) -> str:
    """For people: a few lines a client, and a table of its months."""
    lines = [f"{one.slug}  {one.name}".rstrip()]
    lines += [f"  {n:4} × {_label(kind)}" for kind, n in one.files.items()]
    if one.months:
        lines += _table([("month", "note lists of", "days without trends", "ranks read"), *_rows(one.months)])
    lines += _oddities(one.quality)
    lines += [f"  error    {problem}" for problem in one.problems]
    return "\n".join([*lines, f"  {one.month} can be built." if one.buildable else "  Can't be built."])


# -- looking


def _checked(client: Client, settings: ClientConfig, tables: Tables, month: str | None) -> Check:
    covered = months.covered(tables, settings)
    wanted = month or (covered[-1] if covered else None)
    shown = history.months(tables.note_snapshots)
    return Check(
        slug=client.slug,
        problems=() if wanted in covered else (_uncovered(tables, settings, month),),
        name=settings.client,
        month=wanted,
        files=dict(sorted(Counter(source.kind for source in tables.sources).items())),
        months=tuple(_month(tables, settings, Period.of(m)) for m in shown),
        quality=_quality(tables, settings, client.slug, wanted if wanted in covered else None),
    )


def _uncovered(tables: Tables, settings: ClientConfig, month: str | None) -> str:
    if month:
        return months.explain_uncovered(tables, settings, month)
    try:
        months.reports(tables, settings, "")
    except CoverageError as error:
        return str(error)
    return ""


def _month(tables: Tables, settings: ClientConfig, period: Period) -> MonthCheck:
    try:
        data = history.month_data(tables, settings, period)
    except CoverageError as error:
        return MonthCheck(period.month, str(error), needed=_needed(tables, settings, period))
    missing = {metric: tuple(history.missing_days(data, [metric])) for metric in history.TREND_METRICS}
    return MonthCheck(
        period.month,
        readings=tuple(Reading(b.account, b.opening, b.closing) for b in data.boundaries),
        days=len(data.period.days),
        missing={metric: days for metric, days in missing.items() if days},
        rank_days=int(data.ranks["date"].nunique()),
    )


def _needed(tables: Tables, settings: ClientConfig, period: Period) -> tuple[dt.date, dt.date] | None:
    """The days on which a note list is lacking: around the month's beginning, if lists from before it are there, or its end."""
    window = dt.timedelta(days=settings.capture_window_days)
    for _, days in tables.note_snapshots.groupby("account")["captured_on"]:
        captured = [day.date() for day in days.drop_duplicates()]
        for boundary in (period.start, period.end):
            is_first = boundary == period.start and min(captured) >= boundary
            if not is_first and history.nearest(captured, boundary, window) is None:
                return boundary - window, boundary + window
    return None


def _quality(tables: Tables, settings: ClientConfig, slug: str, month: str | None) -> tuple[Quality, ...]:
    """What is odd about the month, and about what no month's report tells: files that none is made of, all files together."""
    own = months.compute(tables, settings, slug, Period.of(month)).quality if month else ()
    return (*own, *(q for q in tables.quality if q not in own and (q.severity != "info" or q.code in OF_ALL_FILES)))


def _unused_words(workspace: Workspace, client: Client) -> Iterator[Quality]:
    for file, message in commentary.unused(client.commentary, workspace.page_names):
        yield Quality(code="words_unused", severity="warning", message=message, file=f"../commentary/{file.name}")


# -- telling


def _plain(one: Check) -> dict[str, object]:
    quality = [line.model_dump() for line in one.quality]
    return {"buildable": one.buildable, **asdict(one), "quality": quality}


def _label(kind: str) -> str:
    return next((str(reader.LABEL) for reader in parts("readers").values() if kind == reader.KIND), kind)


def _rows(found: Sequence[MonthCheck]) -> Iterator[tuple[str, ...]]:
    """A row a month; of many in a row that are not covered the first, and how many follow."""
    for is_gap, run in groupby(found, key=lambda month: month.problem is not None):
        several = list(run)
        shown = several[:1] if is_gap and len(several) > FEW else several
        yield from map(_row, shown)
        if len(shown) < len(several):
            yield "…", f"{len(several) - 1} more that are not covered, up to {several[-1].month}", "", ""


def _row(month: MonthCheck) -> tuple[str, ...]:
    if month.problem:
        needed = f": needs one of {month.needed[0]} to {month.needed[1]}" if month.needed else ""
        return month.month, f"not covered{needed}", "", ""
    return month.month, _readings(month), _missing(month), f"{month.rank_days} of {month.days} days"


def _readings(month: MonthCheck) -> str:
    return "; ".join(f"{r.account} {r.opening or '(none before)'} and {r.closing}".lstrip() for r in month.readings)


def _missing(month: MonthCheck) -> str:
    """`saves 2, views 31`: which metrics the daily trends lack, on how many days; `16` where all lack the same days."""
    days = set(month.missing.values())
    if len(month.missing) == len(history.TREND_METRICS) and len(days) == 1:
        lacking = len(days.pop())
        return "all" if lacking == month.days else str(lacking)
    return ", ".join(f"{metric} {len(days)}" for metric, days in month.missing.items()) or "none"


def _oddities(quality: Sequence[Quality]) -> Iterator[str]:
    """A line each; of many of one kind the first, and how many there are. `--json` and the Method page have them all."""
    counts = Counter(line.code for line in quality)
    told: Counter[str] = Counter()
    for line in quality:
        told[line.code] += 1
        if told[line.code] <= MENTIONED or counts[line.code] == MENTIONED + 1:
            yield f"  {line.severity:8} {line.message}{_place(line)}"
        elif told[line.code] == counts[line.code]:
            yield f"  {line.severity:8} … and {counts[line.code] - MENTIONED} more of this kind ({line.code})."


def _place(line: Quality) -> str:
    return f" ({line.file}{f', row {line.row}' if line.row else ''})" if line.file else ""


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    wide = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return (("  " + "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True))).rstrip() for row in rows)
