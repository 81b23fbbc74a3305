"""Clicks over periods beside clicks by day: what counts, what counts the same visits again, and what no month can tell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from report_gen.months import reports
from report_gen.report import Report
from report_gen.tables import Quality
from tests.by_hand import clicks, config, daily, note_list, tables

NOTES = (note_list("2026-10-01", {"2026-07-01 09:00:00": 30}), note_list("2026-11-01", {"2026-07-01 09:00:00": 45}))
WEBSITE = {"website": {"match": ["/menu", "/store"]}}


def period(
    destination: str, first: str, last: str, n: float, kind: str = "landing_pages", file: str = "pages.csv"
) -> pd.DataFrame:
    row = {"destination": destination, "date": first, "until": last, "clicks": n, "kind": kind, "file": file, "row": 2}
    return pd.DataFrame([row]).astype({"date": "datetime64[us]", "until": "datetime64[us]"})


def october(*outward: pd.DataFrame, **settings: Any) -> Report:
    return reports(tables(NOTES, (), (), outward), config(**settings), "client-x")[-1]


def found(report: Report) -> dict[str, int | None]:
    return {d.name: d.clicks for d in report.destinations}


def lines(report: Report, code: str) -> list[Quality]:
    return [line for line in report.quality if line.code == code]


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        pytest.param("2026-10-01", "2026-10-31", True, id="the month"),
        pytest.param("2026-10-08", "2026-10-14", True, id="a week of it"),
        pytest.param("2026-10-31", "2026-10-31", True, id="its last day"),
        pytest.param("2026-09-30", "2026-10-31", False, id="a day before"),
        pytest.param("2026-10-01", "2026-11-01", False, id="a day after"),
        pytest.param("2026-09-01", "2026-09-30", False, id="the month before"),
        pytest.param("2026-11-01", "2026-11-30", False, id="the month after"),
    ],
)
def test_a_period_counts_where_it_is_wholly_within_the_month(first: str, last: str, counts: bool) -> None:
    report = october(clicks("menu", {"2026-10-02": 5}), period("store products", first, last, 40, "store_notes"))
    assert (found(report).get("store products") == 40) is counts


def test_a_period_across_the_months_edge_is_left_out_with_the_way_out() -> None:
    report = october(
        clicks("menu", {"2026-10-02": 5}), period("store home", "2026-10-20", "2026-11-04", 40, "store_notes")
    )
    assert found(report) == {"menu": 5}
    assert report.headline["click_throughs"].value == 5
    (line,) = lines(report, "clicks_crossing")
    assert (line.severity, line.file) == ("warning", "pages.csv")
    assert line.message == (
        "The clicks to store home are of 2026-10-20 to 2026-11-04, which is not within 2026-10: left out."
    )
    assert line.advice == "Export pages.csv again for 2026-10-01 to 2026-10-31 exactly."


def test_clicks_of_which_some_are_surely_the_months_but_nobody_knows_how_many_are_unknown() -> None:
    """The store was visited all October; without its number the sum would look like a fall."""
    report = october(
        clicks("menu", {"2026-10-02": 5}), period("store home", "2026-09-25", "2026-11-04", 40, "store_notes")
    )
    assert found(report) == {"menu": 5, "store home": None}
    assert report.headline["click_throughs"].value is None


def test_landing_pages_count_only_where_client_yml_names_them() -> None:
    """A site has hundreds of pages, and most visits come from elsewhere."""
    pages = [
        period(page, "2026-10-01", "2026-10-31", n) for page, n in (("/menu/a", 7), ("/store", 2), ("/", 90), ("/b", 4))
    ]
    report = october(*pages, destinations=WEBSITE)
    assert found(report) == {"website": 9}
    (line,) = lines(report, "landing_pages_unmatched")
    assert line.message == (
        "2 landing pages match no destination of client.yml and 94 visits are left out; most visited is / with 90."
    )
    assert (line.severity, line.file) == ("info", "pages.csv")


def test_landing_pages_alone_without_destinations_make_no_click_throughs() -> None:
    report = october(period("/menu", "2026-10-01", "2026-10-31", 7))
    assert report.destinations == ()
    assert "click_throughs" not in report.headline


@pytest.mark.parametrize("first", ["2026-10-01", "2026-10-02"], ids=["the whole month", "by day"])
def test_what_the_click_table_counts_the_website_does_not_count_again(first: str) -> None:
    last = "2026-10-31" if first == "2026-10-01" else first
    report = october(
        clicks("https://kopi.example/menu", {"2026-10-02": 5}), period("/menu", first, last, 7), destinations=WEBSITE
    )
    assert found(report) == {"website": 5}
    (line,) = lines(report, "clicks_counted_once")
    assert line.message == (
        "7 clicks to website are left out: the click table counts the same visits, and only its number is used."
    )
    assert (line.severity, line.file) == ("info", "pages.csv")


def test_two_destinations_of_two_kinds_are_added() -> None:
    report = october(
        clicks("app", {"2026-10-02": 5}), period("/menu", "2026-10-01", "2026-10-31", 7), destinations=WEBSITE
    )
    assert found(report) == {"app": 5, "website": 7}
    assert report.headline["click_throughs"].value == 12


def test_only_days_are_drawn_by_day() -> None:
    report = october(
        period("/menu", "2026-10-01", "2026-10-30", 7),
        period("/menu", "2026-10-31", "2026-10-31", 2),
        destinations=WEBSITE,
    )
    (website,) = report.destinations
    assert (website.clicks, [(str(d.date), d.clicks) for d in website.days]) == (9, [("2026-10-31", 2)])


def test_a_period_that_leaves_days_of_the_month_out_is_told() -> None:
    report = october(period("/menu", "2026-10-01", "2026-10-20", 7), destinations=WEBSITE)
    (line,) = lines(report, "clicks_period_short")
    assert line.message == "The clicks to website are not the whole month's: 2026-10-21 to 2026-10-31 are in no export."
    assert line.advice == "Export 2026-10-01 to 2026-10-31 in one file."


def test_days_without_clicks_are_no_gap() -> None:
    assert lines(october(clicks("menu", {"2026-10-02": 5})), "clicks_period_short") == []


def test_profile_visits_stand_whatever_else_counts_the_profile() -> None:
    visits = daily("2026-10-01", "2026-10-31", "profile_visits", 2)
    outward = (period("profile", "2026-10-01", "2026-10-31", 50, "store_notes"),)
    report = reports(tables(NOTES, [visits], (), outward), config(), "client-x")[-1]
    assert found(report) == {"profile": 62}


def test_a_period_of_which_a_few_days_are_the_months_is_told_in_it_too() -> None:
    report = october(period("/menu", "2026-09-20", "2026-10-10", 7), destinations=WEBSITE)
    assert [line.file for line in lines(report, "clicks_crossing")] == ["pages.csv"]
    assert report.destinations == ()
