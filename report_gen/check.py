"""What a client's folder holds, before anything is built: files, the months they cover, what is missing and what is odd."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from report_gen import agency, commentary, config, history, months, readers
from report_gen.config import ClientConfig
from report_gen.errors import CoverageError, ReportGenError
from report_gen.history import Period
from report_gen.parts import parts
from report_gen.tables import Quality, Tables
from report_gen.workspace import Client, Workspace


@dataclass(frozen=True)
class Reading:
    """An account's note lists that a month is the difference of, by capture date. No opening: the account's first month."""

    account: str
    opening: dt.date | None
    closing: dt.date


@dataclass(frozen=True)
class MonthCheck:
    """What there is for one month. `problem`: why it can't be built; `missing`: days without a daily value, by metric."""

    month: str
    problem: str | None = None
    readings: tuple[Reading, ...] = ()
    days: int = 0
    missing: dict[str, tuple[dt.date, ...]] = field(default_factory=dict)
    rank_days: int = 0


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
        for words in sorted(client.commentary.glob("*.md")):
            commentary.read(words)
        return _checked(client, settings, readers.read_exports(client, settings), month)
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
        lines += _table([("month", "note lists of", "days without trends", "ranks read"), *map(_row, one.months)])
    lines += [f"  {line.severity:8} {line.message}{_place(line)}" for line in one.quality]
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
        return MonthCheck(period.month, str(error))
    missing = {metric: tuple(history.missing_days(data, [metric])) for metric in history.TREND_METRICS}
    return MonthCheck(
        period.month,
        readings=tuple(Reading(b.account, b.opening, b.closing) for b in data.boundaries),
        days=len(data.period.days),
        missing={metric: days for metric, days in missing.items() if days},
        rank_days=int(data.ranks["date"].nunique()),
    )


def _quality(tables: Tables, settings: ClientConfig, slug: str, month: str | None) -> tuple[Quality, ...]:
    return months.compute(tables, settings, slug, Period.of(month)).quality if month else tables.quality


# -- telling


def _plain(one: Check) -> dict[str, object]:
    quality = [line.model_dump() for line in one.quality]
    return {"buildable": one.buildable, **asdict(one), "quality": quality}


def _label(kind: str) -> str:
    return next((str(reader.LABEL) for reader in parts("readers").values() if kind == reader.KIND), kind)


def _row(month: MonthCheck) -> tuple[str, ...]:
    if month.problem:
        return month.month, "not covered", "", ""
    return month.month, _readings(month), _missing(month), f"{month.rank_days} of {month.days} days"


def _readings(month: MonthCheck) -> str:
    return "; ".join(f"{r.account} {r.opening or '(none before)'} and {r.closing}".lstrip() for r in month.readings)


def _missing(month: MonthCheck) -> str:
    """`saves 2, views 31`: which metrics the daily trends lack, on how many days."""
    if sum(map(len, month.missing.values())) == month.days * len(history.TREND_METRICS):
        return "all"
    return ", ".join(f"{metric} {len(days)}" for metric, days in month.missing.items()) or "none"


def _place(line: Quality) -> str:
    return f" ({line.file}{f', row {line.row}' if line.row else ''})" if line.file else ""


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    wide = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return (("  " + "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True))).rstrip() for row in rows)
