"""Destinations that are known for the month but not by day: in the sums, and in no line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from report_gen.charts import click_throughs_by_day
from report_gen.figures import Figure
from report_gen.report import DayClicks, DestinationClicks
from report_gen.story import Story
from tests.stories import story

DAYS = (DayClicks(date=dt.date(2026, 10, 2), clicks=30), DayClicks(date=dt.date(2026, 10, 9), clicks=31))


def drawn(*destinations: DestinationClicks) -> Figure | None:
    whole = story(1)
    report = whole.report.model_copy(update={"destinations": destinations})
    changed: Story = replace(whole, reports=(*whole.reports[:-1], report))
    return click_throughs_by_day.figure(changed)


def destination(name: str, clicks: int, *days: DayClicks) -> DestinationClicks:
    return DestinationClicks(name=name, clicks=clicks, previous=None, change=None, days=days)


def test_a_share_is_of_all_clicks_and_not_of_those_that_are_drawn() -> None:
    figure = drawn(destination("profile", 61, *DAYS), destination("store products", 183))
    assert figure is not None
    assert figure.title == "25% of click-throughs went to the profile"
    assert {row[1] for row in figure.table.rows} == {"profile"}


def test_clicks_without_any_days_make_no_chart_by_day() -> None:
    assert drawn(destination("store products", 183)) is None
