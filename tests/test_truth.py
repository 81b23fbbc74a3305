"""From true daily events to exports on disk and back: every number of report.json against sums over the events.

The simulator shares no code with what reads, subtracts and divides here, and the sums below are plain loops.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from dataclasses import replace
from typing import Any

import pytest

from report_gen.config import ClientConfig
from report_gen.months import reports
from report_gen.readers import read_exports
from report_gen.report import Report
from report_gen.simulate import exports
from report_gen.simulate.account import METRICS, Account, simulate
from report_gen.simulate.demos import plan as demo_plan
from report_gen.simulate.exports import GENUINE, Layout
from report_gen.simulate.plan import Plan, Quirks
from report_gen.workspace import Client

PLAN = replace(demo_plan("client-x", 4, "2026-10"), specials=())
RARE = Quirks(blank_titles=0.1, repeated_titles=0.2, hostile_titles=True, deleted=2, corrected=3, twins=4)

CASES: dict[str, tuple[Plan, int, Layout]] = {
    "genuine": (PLAN, 11, GENUINE),
    "another seed": (PLAN, 12, GENUINE),
    "blank, repeated, hostile titles; deletions, corrections, twins": (replace(PLAN, quirks=RARE), 13, GENUINE),
    "twelve shuffled columns, numbers as text": (
        PLAN,
        14,
        Layout(columns=12, shuffled=True, text_numbers=True, per_cent=True),
    ),
    "csv in gb18030": (PLAN, 15, Layout(tables="csv", encoding="gb18030")),
    "csv in utf-16, lists in mid-month too": (PLAN, 16, Layout(tables="csv", encoding="utf-16", mid_month_lists=True)),
    "saved again by another program": (PLAN, 17, Layout(creator="Someone")),
}


@pytest.fixture(scope="module", params=CASES, ids=list(CASES))
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Account, tuple[Report, ...]]:
    plan, seed, layout = CASES[request.param]
    account = simulate(plan, seed)
    folder = tmp_path_factory.mktemp("client-x")
    exports.write(account, folder / "exports", layout)
    config = ClientConfig.model_validate(
        {
            "client": "Simulated",
            "pillars": [{"name": t.name, "match": list(t.match)} for t in plan.topics],
            "keywords": [{"term": k.term, "weight": k.weight} for k in plan.keywords],
        }
    )
    tables = read_exports(Client("client-x", folder, folder), config)
    return account, reports(tables, config, "client-x")


def days_of(month: str) -> set[dt.date]:
    first = dt.date.fromisoformat(f"{month}-01")
    return {d for i in range(31) if (d := first + dt.timedelta(days=i)).month == first.month}


def true_notes(account: Account, report: Report) -> dict[str, dict[str, Any]]:
    """By publication and title: what each note of the closing list earned in the month; in a first month only new ones."""
    month, days = report.month, days_of(report.month)
    end = max(days) + dt.timedelta(days=1)
    sums: dict[int, dict[str, int]] = {}
    for event in account.events.to_dict("records"):
        if event["date"].date() in days:
            own = sums.setdefault(event["note"], dict.fromkeys(METRICS, 0))
            for metric in METRICS:
                own[metric] += event[metric]
    found: dict[str, dict[str, Any]] = {}
    for number, note in account.notes.iterrows():
        published, deleted = note["published_at"], note["deleted_on"]
        gone = deleted is not None and deleted == deleted and deleted.date() <= end
        new = published.strftime("%Y-%m") == month
        if published.date() >= end or gone or (report.coverage.first_month and not new):
            continue
        # Twins with the same title can't be told apart by anyone: they are compared as one.
        own = found.setdefault(f"{published:%Y-%m-%dT%H:%M:%S}", {"new": new, **dict.fromkeys(METRICS, 0)})
        for metric, value in sums.get(number, {}).items():  # type: ignore[call-overload]
            own[metric] += value
    return found


def test_every_month_is_there(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    assert [r.month for r in months] == list(account.plan.reported_months)
    assert [r.coverage.first_month for r in months] == [True, False, False, False]


def test_every_notes_activity_is_what_it_truly_earned(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    for report in months:
        read: dict[str, dict[str, int]] = {}
        for note in report.notes:
            if "unknown_activity" not in note.flags:
                own = read.setdefault(note.published_at[:19], dict.fromkeys(METRICS, 0))
                for metric in METRICS:
                    own[metric] += note.activity[metric] or 0
        truth = {key: {m: own[m] for m in METRICS} for key, own in true_notes(account, report).items()}
        assert read == truth


def test_totals_are_the_sums_of_the_days(told: tuple[Account, tuple[Report, ...]]) -> None:
    """All but the very last day, which no later file has settled: there the closing file's lower value stands."""
    account, months = told
    for report in months[:-1]:
        rows = [r for day, r in account.daily.iterrows() if day.date() in days_of(report.month)]  # type: ignore[attr-defined]
        for metric in METRICS:
            found = report.headline[metric]
            assert (found.value, found.basis) == (sum(r[metric] for r in rows), "daily")
        saves, shown = (sum(r[m] for r in rows) for m in ("saves", "impressions"))
        assert report.headline["save_rate"].value == pytest.approx(saves / shown)


def test_clicks_by_destination_are_the_true_ones(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    for report in months[:-1]:
        days = days_of(report.month)
        truth: dict[str, int] = {}
        for row in account.clicks.to_dict("records"):
            if row["date"].date() in days:
                truth[row["destination"]] = truth.get(row["destination"], 0) + int(row["clicks"])
        truth["profile"] = int(sum(r["profile_visits"] for d, r in account.daily.iterrows() if d.date() in days))  # type: ignore[attr-defined]
        assert {d.name: d.clicks for d in report.destinations} == truth
        assert report.headline["click_throughs"].value == sum(truth.values())


def test_ranks_and_visibility_are_those_of_the_readings(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    for report in months:
        by_day: dict[tuple[str, dt.date], list[float]] = {}
        for look in account.ranks.to_dict("records"):
            if look["date"].date() in days_of(report.month):
                rank = math.inf if look["rank"] != look["rank"] else look["rank"]
                by_day.setdefault((look["keyword"], look["date"].date()), []).append(rank)
        index = 0.0
        for keyword in report.keywords:
            ranks = [statistics.median(v) for (term, _), v in by_day.items() if term == keyword.term]
            visibility = 100 * sum(1 / math.log2(1 + r) for r in ranks) / len(ranks)
            middle = statistics.median(ranks)
            assert keyword.rank == (None if middle == math.inf else middle)
            assert keyword.visibility == pytest.approx(visibility)
            assert keyword.days_top10 == sum(r <= 10 for r in ranks)
            index += keyword.weight * visibility
        weights = sum(k.weight for k in report.keywords)
        assert report.headline["search_visibility"].value == pytest.approx(index / weights)


def test_evergreen_share_is_that_of_the_true_saves(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    for report in months[1:]:
        limit = (dt.date.fromisoformat(f"{report.month}-01") - dt.timedelta(days=30)).isoformat()
        truth = true_notes(account, report)
        old = sum(own["saves"] for key, own in truth.items() if key < limit)
        assert report.headline["evergreen_save_share"].value == pytest.approx(
            old / sum(o["saves"] for o in truth.values())
        )


def test_formats_share_out_all_known_saves(told: tuple[Account, tuple[Report, ...]]) -> None:
    account, months = told
    for report in months:
        truth = sum(own["saves"] for own in true_notes(account, report).values())
        assert sum(g.saves or 0 for g in report.formats) == truth
        assert sum(g.saves or 0 for g in report.pillars) == truth
        assert sum(g.share_of_saves or 0 for g in report.pillars) == pytest.approx(1)
