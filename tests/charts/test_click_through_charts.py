"""The steps of the funnel against what is usual, and the quarter's pace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import pytest

from report_gen.charts import click_throughs_pace, funnel_steps
from report_gen.report import DayClicks, DestinationClicks, Finding, Headline, Report
from report_gen.story import Story
from tests.moved import last
from tests.stories import VARIANTS, story


def test_steps_are_sums_over_sums_beside_the_range_of_the_six_months_before() -> None:
    of = story()
    figure = funnel_steps.figure(of)
    assert figure is not None
    saves = next(row for row in figure.table.rows if row[0] == "Saves per 100 views")
    past = [(r.value("saves") or 0) / (r.value("views") or 1) for r in of.reports[-7:-1]]
    assert saves[1] == pytest.approx((of.report.value("saves") or 0) / (of.report.value("views") or 1))
    assert saves[2:] == (pytest.approx(median(past)), pytest.approx(min(past)), pytest.approx(max(past)), 6)


def test_views_per_impression_are_of_image_notes() -> None:
    of = story()
    figure = funnel_steps.figure(of)
    assert figure is not None
    images = [note.activity for note in of.report.notes if note.format == "image"]
    views, seen = (sum(one[name] or 0 for one in images) for name in ("views", "impressions"))
    assert figure.table.rows[0][1] == pytest.approx(views / seen)


def with_saves(factor: float) -> Story:
    """Saves of the month so many times the median of those before, which makes two of the steps."""
    of = story()
    usual = median((r.value("saves") or 0) / (r.value("views") or 1) for r in of.reports[-7:-1])
    saves = round(usual * (of.report.value("views") or 0) * factor)
    headline = {**of.report.headline, "saves": of.report.headline["saves"].model_copy(update={"value": saves})}
    clicks = of.report.headline["click_throughs"]
    per_save = median((r.value("click_throughs") or 0) / (r.value("saves") or 1) for r in of.reports[-7:-1])
    headline["click_throughs"] = clicks.model_copy(update={"value": round(per_save * saves)})
    return last(of, of.report.model_copy(update={"headline": headline}))


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (1.0, "No step is outside its range of the 6 months before"),
        (0.2, "Saves per 100 views: "),
        (3.0, "Saves per 100"),
    ],
)
def test_the_title_names_the_step_that_is_furthest_outside_its_range(factor: float, said: str) -> None:
    figure = funnel_steps.figure(with_saves(factor))
    assert figure is not None
    assert figure.title.startswith(said)


def test_the_title_follows_the_finding_about_a_step_that_leaks() -> None:
    of = with_saves(0.2)
    leak = Finding(
        id="funnel_leak:clicks", section="click-throughs", importance=0.8, evidence={"step": "clicks"}, text={"en": "."}
    )
    figure = funnel_steps.figure(last(of, of.report.model_copy(update={"insights": (leak,)})))
    assert figure is not None
    assert figure.title.startswith("Click-throughs per 100 saves: ")


@pytest.mark.parametrize("variant", ["first month", "two months", "partial month", "no notes"])
def test_steps_need_a_whole_month_and_three_before(variant: str) -> None:
    assert funnel_steps.figure(VARIANTS[variant]()) is None


def test_months_counted_from_another_source_are_no_yardstick() -> None:
    of = story()
    other = tuple(_with_basis(report, "daily") for report in of.reports[:-1])
    figure = funnel_steps.figure(replace(of, reports=(*other, of.report)))
    assert figure is not None
    assert [row[0] for row in figure.table.rows] == ["Views per 100 impressions, images"]


def _with_basis(report: Report, basis: str) -> Report:
    headline = {name: one.model_copy(update={"basis": basis}) for name, one in report.headline.items()}
    return report.model_copy(update={"headline": headline})


# -- pace


def month(report: Report, clicks: Sequence[int], target: float | None = 310) -> Report:
    """That month with these click-throughs, one number for each day."""
    days = tuple(DayClicks(date=report.first_day + dt.timedelta(n), clicks=count) for n, count in enumerate(clicks))
    place = DestinationClicks(name="menu", clicks=sum(clicks), previous=None, change=None, days=days)
    headline = {**report.headline, "click_throughs": Headline(value=sum(clicks), target=target)}
    return report.model_copy(update={"destinations": (place,), "headline": headline})


def quarter(*months: Sequence[int]) -> Story:
    """The usual story up to October, or to the month of the quarter that these go to, with a target of 310 each."""
    of = story(last=f"2026-{9 + len(months)}")
    changed = [month(report, clicks) for report, clicks in zip(of.reports[-len(months) :], months, strict=True)]
    return replace(of, reports=(*of.reports[: -len(months)], *changed))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        pytest.param([[10] * 31], "Exactly the 310 click-throughs due by 31 October", id="on the pace"),
        pytest.param([[11] * 31], "31 ahead of the 310 click-throughs due by 31 October", id="ahead"),
        pytest.param([[12] * 10 + [8] * 21], "22 short of the 310 due by 31 October, behind since 21 Oct", id="fell behind"),
        pytest.param([[10] * 30 + [5]], "5 short of the 310 click-throughs due by 31 October", id="on the last day only"),
        pytest.param(
            [[11] * 31, [8] * 30], "39 short of the 620 due by 30 November, behind since 14 Nov", id="two months"
        ),
    ],
)  # fmt: skip
def test_the_quarter_is_held_against_an_even_pace(months: list[list[int]], said: str) -> None:
    figure = click_throughs_pace.figure(quarter(*months))
    assert figure is not None
    assert figure.title == said
    assert len(figure.table.rows) == sum(map(len, months))
    assert figure.table.rows[-1][1:] == (sum(map(sum, months)), pytest.approx(310 * len(months)))


def test_a_month_without_a_target_or_days_has_no_pace() -> None:
    of = quarter([10] * 31)
    no_target = last(of, month(of.report, [10] * 31, target=None))
    assert click_throughs_pace.figure(no_target) is None
    more = of.report.model_copy(
        update={"headline": {**of.report.headline, "click_throughs": Headline(value=400, target=310)}}
    )
    assert click_throughs_pace.figure(last(of, more)) is None


def test_in_a_partial_month_as_much_is_due_as_days_are_over() -> None:
    of = quarter([10] * 20)
    coverage = of.report.coverage.model_copy(update={"partial": True, "last_day": dt.date(2026, 10, 20)})
    figure = click_throughs_pace.figure(last(of, of.report.model_copy(update={"coverage": coverage})))
    assert figure is not None
    assert figure.title == "Exactly the 200 click-throughs due by 20 October"
