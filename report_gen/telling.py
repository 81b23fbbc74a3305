"""Exports and approvals → all that there is to tell of a client: its Reports, from the cache where nothing has changed.

Libraries that take long to import are imported where they are used.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from report_gen import keys
from report_gen.files import write_atomically
from report_gen.jobs import Options
from report_gen.workspace import Client

if TYPE_CHECKING:
    from report_gen.approval import Approved
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

    def restated(self, month: str) -> tuple[Restatement, ...]:
        """What the month's Method page lists: its own numbers; on that of the latest month that isn't approved, those of
        all approved months before it."""
        open_months = [m for m in self.months if m not in self.approved]
        is_latest = month in open_months[-1:]
        return tuple(r for r in self.restatements if r.month == month or (is_latest and r.month < month))


def tell(client: Client, options: Options, anew: str | None = None) -> Told:
    """Exports and approvals → all Reports, from the cache where nothing that they are computed from has changed. `anew` is
    a month whose approval is passed over."""
    from report_gen import approval
    from report_gen.report import Report, Restatement

    frozen = approval.frozen(client, apart_from=anew)
    approvals = [one.manifest.to_json().decode() for one in frozen.values()]
    key = keys.digest(keys.of_numbers(client), options.partial and (options.month or True), approvals)
    cache = client.build / "cache" / "reports.json"
    kept = json.loads(cache.read_bytes()) if cache.is_file() else {}
    if kept.get("key") != key:
        kept = {"key": key, **compute(client, options, frozen)}
        write_atomically(cache, json.dumps(kept, ensure_ascii=False).encode())
    # Read back even when just computed: pages are made from exactly what report.json will hold.
    return Told(
        tuple(Report.from_json(text) for text in kept["reports"]),
        frozen,
        tuple(Restatement.model_validate(one) for one in kept["restatements"]),
        tuple(kept["notes"]),
    )


def compute(client: Client, options: Options, frozen: Mapping[str, Approved]) -> dict[str, Any]:
    """client.yml and exports → Reports, restatements and notes, as JSON."""
    from report_gen import approval, benchmarks, config, months, readers

    settings = config.load(client)
    tables = readers.read_exports(client, settings)
    partial = (options.month or months.latest_begun(tables)) if options.partial else None
    pools = benchmarks.read(client.pool)
    approved = {month: one.report for month, one in frozen.items()}
    told = months.reports(tables, settings, client.slug, partial, approved)
    beside = (one if one.month in frozen else benchmarks.beside(one, settings, pools) for one in told)
    restated = approval.restatements(frozen, settings, tables)
    return {
        "reports": [report.on_one_line() for report in beside],
        "restatements": [one.model_dump() for one in restated],
        "notes": [*_left_out(settings.languages), *months.gaps(tables, settings), *_restated(client, restated)],
    }


def _left_out(asked: Sequence[str]) -> Iterator[str]:
    from report_gen.wording import languages

    for code in (code for code in asked if code not in languages()):
        yield f"languages: there is no catalogue for “{code}” yet, so its pages are left out."


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
