"""Exports and approvals → all that there is to tell of a client: its Reports, from the cache where nothing has changed.

Libraries that take long to import are imported where they are used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report_gen import keys
from report_gen.files import write_atomically
from report_gen.jobs import Options
from report_gen.workspace import Client, Workspace

if TYPE_CHECKING:
    from report_gen.approval import Approved
    from report_gen.commentary import Shelf
    from report_gen.months import Each
    from report_gen.report import Report, Restatement


@dataclass(frozen=True)
class Told:
    """What there is to tell of a client: a Report a month, the oldest first, approved months as they were approved; and
    what newer exports would change in those."""

    reports: tuple[Report, ...]
    approved: Mapping[str, Approved]
    restatements: tuple[Restatement, ...]
    notes: tuple[str, ...]

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(report.month for report in self.reports)

    def shelf(self, workspace: Workspace, client: Client, languages: Sequence[str]) -> Shelf:
        """The client's commentary, of approved months as it was approved."""
        from report_gen import commentary

        folders = {month: one.folder for month, one in self.approved.items()}
        return commentary.shelf(workspace, client, languages, folders)

    def restated(self, month: str) -> tuple[Restatement, ...]:
        """What the month's Method page lists: its own numbers; on that of the latest month that isn't approved, those of
        all approved months before it."""
        open_months = [m for m in self.months if m not in self.approved]
        is_latest = month in open_months[-1:]
        return tuple(r for r in self.restatements if r.month == month or (is_latest and r.month < month))


def tell(client: Client, options: Options, anew: str | None = None, each: Each = map) -> Told:
    """Exports and approvals → all Reports, from the cache where nothing that they are computed from has changed. `anew` is
    a month whose approval is passed over; `each` computes the months."""
    from report_gen import approval

    frozen = approval.frozen(client, apart_from=anew)
    approvals = [one.manifest.to_json().decode() for one in frozen.values()]
    key = keys.digest(keys.of_numbers(client), options.partial and (options.month or True), approvals)
    cache = client.build / "cache" / "reports.json"
    computed = Computed.kept(cache, key)
    if computed is None:
        computed = compute(client, options, frozen, each)
        computed.keep(cache, key)
    return Told(computed.reports, frozen, computed.restatements, computed.notes)


@dataclass(frozen=True)
class Computed:
    """What there is to tell, without what was approved: all that is worth keeping. Reports have the digits of report.json,
    whether they were kept or just computed, so that pages are made from exactly what it will hold."""

    reports: tuple[Report, ...]
    restatements: tuple[Restatement, ...]
    notes: tuple[str, ...]

    @classmethod
    def kept(cls, cache: Path, key: str) -> Computed | None:
        """What was computed from the same inputs; None where nothing was, or where what is kept is damaged."""
        from report_gen.report import Report, Restatement

        try:
            kept = json.loads(cache.read_bytes()) if cache.is_file() else {}
            if kept.get("key") != key:
                return None
            return cls(
                tuple(Report.from_json(text) for text in kept["reports"]),
                tuple(Restatement.model_validate(one) for one in kept["restatements"]),
                tuple(kept["notes"]),
            )
        except (ValueError, LookupError, TypeError, AttributeError):
            return None

    def keep(self, cache: Path, key: str) -> None:
        told = {
            "key": key,
            "reports": [report.model_dump_json(by_alias=True) for report in self.reports],
            "restatements": [one.model_dump() for one in self.restatements],
            "notes": self.notes,
        }
        write_atomically(cache, json.dumps(told, ensure_ascii=False).encode())


def compute(client: Client, options: Options, frozen: Mapping[str, Approved], each: Each) -> Computed:
    """client.yml and exports → Reports, restatements and notes."""
    from report_gen import approval, benchmarks, config, months, readers

    settings = config.load(client)
    tables = readers.read_exports(client, settings)
    partial = (options.month or months.latest_begun(tables)) if options.partial else None
    pools = benchmarks.read(client.pool)
    approved = {month: one.report for month, one in frozen.items()}
    told = months.reports(tables, settings, client.slug, partial, approved, each)
    beside = (one if one.month in frozen else benchmarks.beside(one, settings, pools) for one in told)
    restated = approval.restatements(frozen, settings, tables)
    return Computed(
        tuple(after if after is before else after.as_written() for before, after in zip(told, beside, strict=True)),
        restated,
        (*months.gaps(tables, settings), *_restated(client, restated)),
    )


def _restated(client: Client, restated: Sequence[Restatement]) -> Iterator[str]:
    """A line for each approved month that would be another one now."""
    for month, count in Counter(one.month for one in restated).items():
        numbers = "one of its numbers" if count == 1 else f"{count} of its numbers"
        yield (
            f"{month} is approved and stays as it is; today's data would change {numbers} (see its Method page). To publish "
            f"it anew: report-gen approve {client.slug} --month {month} --by NAME --again"
        )


def uncovered(client: Client, month: str) -> str:
    from report_gen import config, months, readers

    settings = config.load(client)
    return months.explain_uncovered(readers.read_exports(client, settings), settings, month)


def without_hashes(report: Report) -> str:
    """The Report as its pages depend on it. A rank table that grew by next month's rows is another file, but the same
    month: its hash alone must not rebuild every month that it ever fed."""
    return report.model_dump_json(by_alias=True, exclude={"sources": {"__all__": {"sha256", "rows"}}})
