"""Exports of simulated accounts in, Reports out: every count of a Report against what truly happened.

The expected numbers are worked out here from daily events, by the definitions and without the code that computes Reports.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
import yaml

from report_gen import months
from report_gen.config import ClientConfig
from report_gen.readers import read_exports
from report_gen.report import Group, Report
from report_gen.simulate import GENUINE, Account, Layout, Quirks, demos, simulate, write
from report_gen.simulate.account import METRICS
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.settings import client_yml
from report_gen.workspace import Client

CALM = Quirks()


@dataclass(frozen=True)
class Case:
    slug: str
    seed: int
    quirks: Quirks = CALM
    layout: Layout = GENUINE


CASES = {
    "coffee": Case("client-x", 21),
    "coffee, another seed": Case("client-x", 22),
    "skincare": Case("client-y", 23),
    "every quirk": Case("client-x", 24, Quirks(0.1, 0.2, 0.3, 0.5, True, deleted=2, corrected=2, twins=3)),
    "captured late": Case("client-y", 25, Quirks(deleted=1), Layout(list_day=3)),
    "awkward files": Case(
        "client-y", 26, layout=Layout(12, shuffled=True, text_numbers=True, tables="csv", encoding="utf-16")
    ),
}


@dataclass(frozen=True)
class Told:
    """A case's account, and what its exports were read as."""

    account: Account
    reports: tuple[Report, ...]
    list_day: int

    def covers(self, report: Report) -> tuple[dt.date, dt.date]:
        """The days that the two note lists lie around."""
        shift = dt.timedelta(days=self.list_day - 1)
        return first_day(report.month) + shift, last_day(report.month) + shift

    def activity(self, report: Report) -> pd.DataFrame:
        """Per note of the month: a note published in it counts from its publication, others from the opening list."""
        notes, (first, last) = self.account.notes, self.covers(report)
        is_new = notes["published_at"] >= pd.Timestamp(first_day(report.month))
        since_birth = self.account.activity(self.account.plan.first_day, last)
        earned = since_birth.where(is_new, self.account.activity(first, last))
        is_listed = ~(notes["deleted_on"] <= pd.Timestamp(last) + pd.Timedelta(days=1))
        is_out = notes["published_at"] < pd.Timestamp(last_day(report.month)) + pd.Timedelta(days=1)
        return earned[is_out & is_listed & (is_new if report.coverage.first_month else True)]


@cache
def told(name: str) -> Told:
    case = CASES[name]
    plan = replace(demos.plan(case.slug, 4, "2026-10"), quirks=case.quirks)
    account = simulate(plan, case.seed)
    config = ClientConfig.model_validate(yaml.safe_load(client_yml(case.slug, plan)))
    with TemporaryDirectory() as folder:
        client = Client(case.slug, Path(folder) / "clients" / case.slug, Path(folder))
        write(account, client.exports, case.layout)
        return Told(account, months.reports(read_exports(client, config), config, case.slug), case.layout.list_day)


@pytest.fixture(params=CASES, ids=CASES)
def case(request: pytest.FixtureRequest) -> Told:
    return told(request.param)


def test_every_month_is_reported(case: Told) -> None:
    assert [report.month for report in case.reports] == [*case.account.plan.reported_months]


def test_the_accounts_counts_are_the_days_of_the_month(case: Told) -> None:
    for report in case.reports:
        truth = case.account.totals(report.month)
        assert {metric: report.value(metric) for metric in METRICS if metric in report.headline} == {
            metric: truth[metric] for metric in METRICS if metric in report.headline
        }


def test_rates_are_sums_over_sums(case: Told) -> None:
    for report in case.reports:
        truth = case.account.totals(report.month)
        assert report.value("saves_per_impression") == pytest.approx(truth["saves"] / truth["impressions"])
        assert report.value("saves_per_view") == pytest.approx(truth["saves"] / truth["views"])
        assert report.value("save_rate") == report.value("saves_per_impression")


def test_changes_are_relative_to_the_month_before(case: Told) -> None:
    for before, report in zip(case.reports, case.reports[1:], strict=False):
        then, now = (case.account.totals(r.month)["comments"] for r in (before, report))
        assert report.headline["comments"].previous == then
        assert report.headline["comments"].change == pytest.approx((now - then) / then)


def test_every_note_earned_what_it_earned_between_the_two_lists(case: Told) -> None:
    for report in case.reports:
        truth = case.activity(report)
        known = [note for note in report.notes if "unknown_activity" not in note.flags]
        earned = [tuple(note.activity[metric] for metric in METRICS) for note in known]
        assert sorted(earned) == sorted(map(tuple, truth[[*METRICS]].to_numpy().tolist())), report.month


def test_a_notes_lifetime_is_its_counters_at_the_end(case: Told) -> None:
    report = case.reports[-1]
    listed = case.account.listed(dt.datetime.combine(case.covers(report)[1] + dt.timedelta(days=1), dt.time(2, 9, 20)))
    truth = listed.loc[case.activity(report).index, "saves"]
    assert sorted(note.lifetime["saves"] or 0 for note in report.notes if note.lifetime) == sorted(truth)


@pytest.mark.parametrize("kind", ["pillars", "formats"])
def test_groups_add_up_to_their_notes(case: Told, kind: str) -> None:
    for report in case.reports:
        groups: tuple[Group, ...] = getattr(report, kind)
        truth = case.activity(report)
        for metric in ("impressions", "views", "saves", "comments"):
            assert sum(getattr(group, metric) or 0 for group in groups) == truth[metric].sum()


def test_the_groups_of_formats_are_the_truth(case: Told) -> None:
    for report in case.reports:
        truth = case.activity(report)
        saves = truth["saves"].groupby(case.account.notes["format"]).sum()
        assert {group.name: group.saves for group in report.formats} == saves.to_dict()


def test_keywords_stand_at_the_median_of_their_days(case: Told) -> None:
    for report in case.reports:
        for keyword in report.keywords:
            days = _days(case.account, keyword.term, report.month)
            assert keyword.days_observed == len(days)
            assert keyword.days_ranked == np.isfinite(days).sum()
            assert keyword.rank == (None if np.isinf(days.median()) else days.median())
            assert keyword.visibility == pytest.approx(100 * np.mean(1 / np.log2(1 + days)))


def test_search_visibility_is_the_weighted_mean_of_the_keywords(case: Told) -> None:
    weights = {keyword.term: keyword.weight for keyword in case.account.plan.keywords}
    for report in case.reports:
        each = {k: 100 * np.mean(1 / np.log2(1 + _days(case.account, k, report.month))) for k in weights}
        expected = np.average([*each.values()], weights=[*weights.values()])
        assert report.value("search_visibility") == pytest.approx(expected)


def test_click_throughs_are_those_of_every_destination_and_the_profile(case: Told) -> None:
    clicks = case.account.clicks
    for report in case.reports:
        of_month = clicks[clicks["date"].dt.strftime("%Y-%m") == report.month]
        truth = of_month.groupby("destination")["clicks"].sum().to_dict()
        truth["profile"] = case.account.totals(report.month)["profile_visits"]
        assert {destination.name: destination.clicks for destination in report.destinations} == truth
        assert report.value("click_throughs") == sum(truth.values())


def test_evergreen_share_is_that_of_notes_out_over_30_days_before_the_month(case: Told) -> None:
    for report in case.reports[1:]:
        truth = case.activity(report)
        began = pd.Timestamp(first_day(report.month))
        is_old = case.account.notes["published_at"].loc[truth.index] < began - pd.Timedelta(days=30)
        assert report.value("evergreen_save_share") == pytest.approx(
            truth.loc[is_old, "saves"].sum() / truth["saves"].sum()
        )


def _days(account: Account, keyword: str, month: str) -> pd.Series:
    """A rank per day on which somebody looked; infinite where it was not found."""
    ranks = account.ranks[(account.ranks["keyword"] == keyword) & (account.ranks["date"].dt.strftime("%Y-%m") == month)]
    return ranks["rank"].fillna(np.inf).groupby(ranks["date"]).median()
