"""Written out and read again, an account is the same: the readers against a truth that they have no part in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from report_gen.config import ClientConfig
from report_gen.readers import read_exports
from report_gen.simulate import GENUINE, USUAL, Account, Layout, Plan, Quirks, Schedule, simulate, write
from report_gen.simulate.account import METRICS
from report_gen.simulate.plan import first_day, last_day
from report_gen.tables import Tables
from report_gen.workspace import Client

CONFIG = ClientConfig(client="Kopi & Kaya")
LAYOUTS = {
    "genuine": GENUINE,
    "12 columns": Layout(columns=12),
    "shuffled columns": Layout(shuffled=True),
    "numbers as text": Layout(text_numbers=True),
    "per cent": Layout(per_cent=True),
    "saved again": Layout(creator="WPS"),
    "utf-8 csv": Layout(tables="csv"),
    "gb18030 csv": Layout(tables="csv", encoding="gb18030"),
    "utf-16 csv": Layout(tables="csv", encoding="utf-16"),
    "saved again, texts shared and dates as numbers": Layout(creator="Excel", shared_strings=True, serial_dates=True),
}


def read(account: Account, folder: Path, layout: Layout = GENUINE, schedule: Schedule = USUAL) -> Tables:
    client = Client("kedai", folder / "clients" / "kedai", folder)
    write(account, client.exports, layout, schedule)
    return read_exports(client, CONFIG)


@pytest.mark.parametrize(
    ("layout", "schedule", "lists"),
    [
        *(pytest.param(layout, USUAL, 3, id=name) for name, layout in LAYOUTS.items()),
        pytest.param(GENUINE, Schedule((3,), mid_month_lists=True), 6, id="captured late, and in mid-month"),
    ],
)
def test_every_snapshot_is_what_the_account_was_at_the_start_of_that_day(
    account: Account, tmp_path: Path, layout: Layout, schedule: Schedule, lists: int
) -> None:
    snapshots = read(account, tmp_path, layout, schedule).note_snapshots
    assert snapshots["captured_on"].nunique() == lists
    for captured, rows in snapshots.groupby("captured_on"):
        truth = account.notes.join(account.listed(captured + pd.Timedelta(hours=2, minutes=9, seconds=20)), how="right")
        read_back = rows.sort_values("published_at").reset_index(drop=True)
        assert read_back["published_at"].dt.strftime("%F %T").tolist() == truth["published_at"].astype(str).tolist()
        assert (read_back[[*METRICS]].to_numpy() == truth[[*METRICS]].to_numpy()).all()
        assert read_back["format"].tolist() == truth["format"].tolist()


def test_every_day_of_the_months_is_the_truth_although_each_file_ends_unsettled(
    account: Account, tmp_path: Path
) -> None:
    daily = read(account, tmp_path).account_daily.pivot(index="date", columns="metric", values="value")
    days = pd.date_range(first_day(account.plan.first_month), last_day(account.plan.last_month))
    truth = account.daily.loc[days]
    assert set(daily.columns) == set(truth.columns)
    assert (daily.loc[days, truth.columns].to_numpy() == truth.to_numpy()).all()


def test_every_look_at_a_keyword_is_read(account: Account, tmp_path: Path) -> None:
    ranks = read(account, tmp_path).keyword_ranks.sort_values(["date", "keyword", "row"])
    assert ranks["keyword"].tolist() == account.ranks["keyword"].tolist()
    assert np.array_equal(ranks["rank"], account.ranks["rank"], equal_nan=True)


def test_every_click_is_read(account: Account, tmp_path: Path) -> None:
    clicks = read(account, tmp_path).clicks
    truth = account.clicks.groupby("destination")["clicks"].sum()
    assert clicks.groupby("destination")["clicks"].sum().to_dict() == truth.to_dict()


def test_hostile_and_missing_titles_and_shared_seconds_lose_no_note(plan: Plan, tmp_path: Path) -> None:
    quirks = Quirks(hostile_titles=True, blank_titles=0.2, twins=4, deleted=2, corrected=1)
    account = simulate(replace(plan, quirks=quirks), 4)
    snapshots = read(account, tmp_path).note_snapshots
    last = snapshots[snapshots["captured_on"] == "2026-11-01"]
    truth = account.listed(pd.Timestamp("2026-11-01 02:09:20").to_pydatetime())
    assert last["note"].is_unique
    assert len(last) == len(truth)
    assert last["saves"].sum() == truth["saves"].sum()
