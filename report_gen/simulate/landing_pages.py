"""Google Analytics' landing page report as CSV: preamble, sessions per page, grand total, and a second section by day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from report_gen.simulate.account import Account
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.tables import counted_by
from report_gen.simulate.workbook import Cell

COLUMNS = (
    "Landing page + query string", "Sessions", "Active users", "New users", "Engaged sessions", "Key events",
    "Total revenue",
)  # fmt: skip
ELSEWHERE = {"/": 412, "(not set)": 37, "/about": 58, "/careers/barista": 9}  # sessions that no destination has


def landing_pages(account: Account, month: str) -> str:
    """The file's text; empty where no destination is counted by it."""
    pages = dict(_pages(account, month))
    if not pages:
        return ""
    first, last = (f"{day:%Y%m%d}" for day in (first_day(month), last_day(month)))
    rows = [_row(page, sessions) for page, sessions in (pages | ELSEWHERE).items()]
    total = sum(pages.values()) + sum(ELSEWHERE.values())
    lines = ["# " + "-" * 40, "# Landing page", "# Fictional property", f"# Start date: {first}", f"# End date: {last}"]
    days = counted_by(account, month, "landing_pages").groupby("date")["clicks"].sum()
    by_day: list[list[Cell]] = [[f"{n:04d}", int(count)] for n, count in enumerate(days)]
    return "\n".join((
        *lines, "# " + "-" * 40, _csv([[*COLUMNS], *rows, _row("Grand total", total)]),
        "# Day-by-day report", _csv([["Nth day", "Sessions"], *by_day]),
    ))  # fmt: skip


def _pages(account: Account, month: str) -> Iterator[tuple[str, int]]:
    """Each destination's sessions dealt out to its pages; the same page with another query is a row of its own."""
    counts = counted_by(account, month, "landing_pages").groupby("destination")["clicks"].sum()
    random = np.random.default_rng([account.seed, first_day(month).toordinal()])
    for destination in account.plan.destinations:
        if destination.name in counts:
            path = destination.match[0]
            dealt = random.multinomial(counts[destination.name], [0.5, 0.3, 0.2])
            yield from zip((path, f"{path}?utm_source=xhs", f"{path}/today"), map(int, dealt), strict=True)


def _row(page: str, sessions: int) -> list[Cell]:
    return [page, sessions, int(sessions * 0.9), int(sessions * 0.7), int(sessions * 0.6), sessions // 20, 0]


def _csv(rows: list[list[Cell]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
