"""An `Account` as the files that an agency would have downloaded, in the genuine layouts.

Per reported month a folder, such as exports/2026-10/, with the note list captured when the month was over, the four 近30日
workbooks captured twice, the keyword table and the click table; and the exports of advertising, creators, store and site
where the plan has them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from report_gen.simulate.account import Account
from report_gen.simulate.creator_batches import creator_rows, write_creator_batch
from report_gen.simulate.files import write_csv, write_text
from report_gen.simulate.landing_pages import landing_pages
from report_gen.simulate.layout import GENUINE, USUAL, Layout, Schedule, after, captures
from report_gen.simulate.note_lists import write_note_list
from report_gen.simulate.paid_reports import NAMES, paid_rows, write_paid_report
from report_gen.simulate.plan import first_day
from report_gen.simulate.store_notes import write_store_notes
from report_gen.simulate.tables import click_rows, rank_rows
from report_gen.simulate.trackers import tracker_rows
from report_gen.simulate.trends import TRENDS, write_trends


def write(account: Account, folder: Path, layout: Layout = GENUINE, schedule: Schedule = USUAL) -> list[Path]:
    """Writes all exports of the reported months below `folder` and returns their paths, in order."""
    paths = [
        write_note_list(account, folder / capture.folder / capture.name, capture, layout)
        for capture in captures(account.plan, schedule, layout)
    ]
    for month in account.plan.reported_months:
        paths += _write_trends(account, folder / month, schedule)
        paths += _write_tables(account, folder / month, layout)
        paths += write_store_notes(account, folder / month, month)
        paths += _write_paid(account, folder / month, layout, schedule)
        paths += _write_creators(account, folder / month, schedule)
    return sorted(paths)


def write_all(
    accounts: Mapping[str, Account], folder: Path, layout: Layout = GENUINE, schedule: Schedule = USUAL
) -> list[Path]:
    """Writes several accounts of one client, each into its own folder."""
    return [path for name, account in accounts.items() for path in write(account, folder / name, layout, schedule)]


def _write_trends(account: Account, folder: Path, schedule: Schedule) -> list[Path]:
    """On the 16th and on the 2nd of the next month: together they hold every day of a long month, settled."""
    days = [after(folder.name, schedule.trend_day)]
    if schedule.mid_month_trends:
        days.insert(0, first_day(folder.name).replace(day=16))
    return [
        write_trends(
            account,
            folder / f"近30日{subject}{' (1)' if copy else ''}.xlsx",
            subject,
            dt.datetime.combine(day, dt.time(10, 31, 7 * n)),
        )
        for copy, day in enumerate(days)
        for n, subject in enumerate(TRENDS, start=1)
        if copy == len(days) - 1 or subject not in schedule.forgotten
    ]


def _write_tables(account: Account, folder: Path, layout: Layout) -> list[Path]:
    """Looks, clicks and visits of the month; no file where there are none."""
    month = folder.name
    tables = {
        f"keyword-ranks-{month}.csv": rank_rows(account, month),
        f"clicks-{month}.csv": click_rows(account, month),
        f"short-links-{month}.csv": tracker_rows(account, month),
    }
    written = [
        write_csv(folder / name, rows, layout.encoding, layout.delimiter)
        for name, rows in tables.items()
        if len(rows) > 1
    ]
    visits = landing_pages(account, month)
    return [*written, write_text(folder / f"landing-pages-{month}.csv", visits, "utf-8")] if visits else written


def _write_paid(account: Account, folder: Path, layout: Layout, schedule: Schedule) -> list[Path]:
    """A report of each level for every day on which the agency exported it; the date stands in the name where there are
    several."""
    made = [after(folder.name, day) for day in schedule.paid_days]
    return [
        write_paid_report(account, folder / _paid_name(level, day, len(made), layout), level, day, layout)
        for level in layout.paid_levels
        for day in made
        if len(paid_rows(account, folder.name, level, day)) > 1
    ]


def _paid_name(level: str, made: dt.date, files: int, layout: Layout) -> str:
    date = f"-{made:%Y-%m-%d}" if files > 1 else ""
    return f"{NAMES[level]}-投放数据{date}.{layout.paid_tables}"


def _write_creators(account: Account, folder: Path, schedule: Schedule) -> list[Path]:
    updates = [after(folder.name, day) for day in schedule.creator_days]
    return [
        write_creator_batch(account, folder / f"笔记批量数据-{day:%Y-%m-%d}.xlsx", day)
        for day in updates
        if len(creator_rows(account, day)) > 3
    ]
