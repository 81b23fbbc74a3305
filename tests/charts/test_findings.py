"""What titles say, and that the tables hold what the Reports say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from report_gen.charts import (
    click_throughs_by_day,
    click_throughs_by_month,
    comments_by_day,
    funnel,
    rank_by_week,
    save_rate_by_month,
    save_rate_by_pillar,
    save_rate_trend,
    saves_by_publication,
    visibility_by_month,
)
from report_gen.figures import Figure
from report_gen.parts import parts
from report_gen.report import DayRank, Group, Headline, KeywordRank, Report
from report_gen.story import Story
from tests.moved import last, moved
from tests.stories import VARIANTS, story


def told(**headlines: Headline) -> Story:
    """The usual story, this month's headlines replaced."""
    return changed(headline={**story().report.headline, **headlines})


def changed(**fields: Any) -> Story:
    """The usual story, this month's Report changed."""
    usual = story()
    return replace(usual, reports=(*usual.reports[:-1], usual.report.model_copy(update=fields)))


def title(module: Any, of: Story) -> str:
    figure: Figure | None = module.figure(of)
    assert figure
    return figure.title


def rate(value: float, **fields: Any) -> Headline:
    return Headline(value=value, **{"interval": (value - 0.001, value + 0.001), "target": 0.025, **fields})


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        pytest.param(rate(0.031), "Above the 2.5% target in October, at 3.1%", id="above, not the month before"),
        pytest.param(rate(0.031, target=0.02), "Above the 2.0% target in October, at 3.1%", id="its own target"),
        pytest.param(
            rate(0.026, interval=(0.02, 0.034)),
            "At 2.6%, too close to the 2.5% target to tell",
            id="chance",
        ),
        pytest.param(rate(0.011), "Below the 2.5% target for 3 months running", id="below, as in the months before"),
        pytest.param(
            rate(0.031, target=None, previous=0.0234, significant=False),
            "3.1% in October, about the same as in September (2.3%)",
            id="above the range by chance",
        ),
        pytest.param(
            rate(0.022, target=None), "At 2.2%, October is within the range of the months before", id="within"
        ),
    ],
)
def test_the_trend_is_held_against_the_target(headline: Headline, said: str) -> None:
    assert title(save_rate_trend, told(save_rate=headline)) == said


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        pytest.param(
            rate(0.018, previous=0.0234, significant=False),
            "Save rate 1.8%, about the same as in September (2.3%)",
            id="not significant",
        ),
        pytest.param(
            rate(0.018, previous=0.0234, significant=True),
            "Save rate 1.8%, 0.5 points down on September (2.3%), beyond chance",
            id="significant",
        ),
        pytest.param(
            rate(0.0236, previous=0.0234, significant=False),
            "Save rate 2.4%, about the same as in September (2.3%)",
            id="close",
        ),
        pytest.param(
            rate(0.0234, previous=0.0234, significant=False), "Save rate 2.3%, the same as in September", id="the same"
        ),
        pytest.param(rate(0.018, previous=0.0234), "Save rate 1.8%, against 2.3% in September", id="not known"),
    ],
)
def test_a_rate_moves_only_beyond_chance(headline: Headline, said: str) -> None:
    assert title(save_rate_by_month, told(save_rate=headline)) == said


def without_target(story: Story) -> Story:
    headline = story.report.headline
    free = {**headline, "save_rate": headline["save_rate"].model_copy(update={"target": None})}
    return last(story, story.report.model_copy(update={"headline": free}))


def test_a_place_among_the_months_is_given_only_beyond_chance() -> None:
    """Twice the saves is beyond chance against every month before; half as many more is, but for March with its giveaway;
    a fifth more is against September only."""
    assert title(save_rate_by_month, moved(story(), 2)) == "October’s 5.9% is the highest of 13 months"
    assert title(save_rate_trend, without_target(moved(story(), 2))).startswith("At 5.9%, October is above the range")
    assert title(save_rate_trend, without_target(moved(story(), 0.3))).startswith(
        "At 0.89%, October is below the range"
    )
    assert title(save_rate_by_month, moved(story(), 1.2)).startswith(
        "Save rate 3.5%, 1.2 points up on September (2.3%)"
    )
    assert title(save_rate_trend, without_target(moved(story(), 1.2))).startswith(
        "3.5% in October, 1.2 points up on Sep"
    )


def eventful(told: Story, factor: float) -> Story:
    """The giveaway of March had that effect on every note of it."""
    march = moved(replace(told, reports=told.reports[: [r.month for r in told.reports].index("2026-03") + 1]), factor)
    reports = tuple(march.report if r.month == "2026-03" else r for r in told.reports)
    return replace(told, reports=reports)


def test_a_month_with_an_event_may_stand_above() -> None:
    """Far above beyond chance it is named; about as high, this month leads those without an event."""
    above = eventful(moved(story(), 2), 4)
    assert title(save_rate_by_month, above) == "Only March (Giveaway) was above October’s 5.9%"
    close = eventful(moved(story(), 2), 2)
    assert title(save_rate_by_month, close) == "October’s 5.9% is the highest of any month without an event"


def group(name: str, save_rate: float, interval: tuple[float, float] | None) -> Group:
    return Group(
        name=name, notes=9, impressions=1000, views=100, saves=20, comments=3, save_rate=save_rate, interval=interval,
        share_of_saves=0.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pillars", "said"),
    [
        pytest.param(
            (group("A", 0.039, (0.035, 0.043)), group("B", 0.018, (0.016, 0.02))),
            "A: 3.9% saved, 2.2 times the rate of B", id="far apart",
        ),
        pytest.param(
            (group("A", 0.03, (0.028, 0.032)), group("B", 0.025, (0.024, 0.026))),
            "A at 3.0%, B at 2.5%: beyond chance", id="apart",
        ),
        pytest.param(
            (group("A", 0.03, (0.02, 0.04)), group("B", 0.025, (0.02, 0.03))),
            "No pillar clearly ahead: A 3.0%, B 2.5%", id="overlapping",
        ),
        pytest.param(
            (group("Few notes", 0.09, None), group("A", 0.03, (0.02, 0.04)), group("B", 0.025, (0.02, 0.03))),
            "No pillar clearly ahead: A 3.0%, B 2.5%", id="a group without an interval leads nothing",
        ),
        pytest.param((group("A", 0.03, (0.02, 0.04)),), "A: 3.0% in October", id="only one"),
    ],
)  # fmt: skip
def test_pillars_differ_only_where_their_intervals_do_not_touch(pillars: tuple[Group, ...], said: str) -> None:
    assert title(save_rate_by_pillar, changed(pillars=pillars, insights=())) == said


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        pytest.param(Headline(value=1432, target=1350), "October met its target of 1,350", id="met"),
        pytest.param(
            Headline(value=1300, target=1350),
            "October missed its target by 50",
            id="missed",
        ),
        pytest.param(
            Headline(value=1432, previous=1300, change=0.1015),
            "1,432 click-throughs in October, +10% on September",
            id="no target",
        ),
    ],
)
def test_click_throughs_are_held_against_the_target(headline: Headline, said: str) -> None:
    assert title(click_throughs_by_month, told(click_throughs=headline)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(60, "Search visibility is 60.0, the highest of 13 months", id="highest"),
        pytest.param(38.5, "Search visibility about the same as in September, at 38.5", id="the same"),
        pytest.param(30, "Search visibility fell from 38.4 to 30.0", id="fell"),
    ],
)
def test_visibility_is_an_index_with_its_change(value: float, said: str) -> None:
    assert title(visibility_by_month, told(search_visibility=Headline(value=value))) == said


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("save_rate_trend", "2.9% so far in October"),
        ("save_rate_by_month", "Save rate 2.9% so far in October"),
        ("visibility_by_month", "Search visibility is 40.7 so far in October"),
        ("click_throughs_by_month", "1,699 click-throughs so far in October"),
        ("saves_by_publication", "18% of October’s saves came from notes over 30 days old"),
    ],
)
def test_a_partial_month_is_held_against_nothing(chart: str, said: str) -> None:
    assert title(parts("charts")[chart], VARIANTS["partial month"]()) == said


# -- search rank


def keyword(
    term: str, rank: float | None, before: float | None, ranks: dict[int, float | None] | None = None
) -> KeywordRank:
    days = tuple(DayRank(date=dt.date(2026, 10, day), rank=r) for day, r in (ranks or {31: rank}).items())
    return KeywordRank(
        term=term, group=None, weight=1, rank=rank, previous_rank=before, best=rank, days_observed=31, days_ranked=31,
        days_top3=0, days_top10=0, visibility=10, note=None, days=days,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        pytest.param(
            (keyword("a", 4, 9), keyword("b", 6, 3)), "a climbed from rank 9 to 4 in October", id="the furthest move"
        ),
        pytest.param((keyword("a", 21, 20), keyword("b", 6, 3)), "b slipped from rank 3 to 6 in October", id="down"),
        pytest.param(
            (keyword("a", 20, 21), keyword("b", 3, 3)),
            "The keywords held their places in October: 1 of 2 on the first screen",
            id="one place at rank 20 is no move",
        ),
        pytest.param(
            (keyword("a", 4, None),), "1 of 1 keyword is on the first screen in October", id="no month before"
        ),
    ],
)
def test_rank_moves_are_judged_by_ratio(keywords: tuple[KeywordRank, ...], said: str) -> None:
    assert title(rank_by_week, changed(keywords=keywords)) == said


def test_a_week_is_the_median_of_its_days_and_not_found_counts_as_worse() -> None:
    week = keyword("a", 4, 4, {25: 3, 26: 5, 27: None, 28: None, 29: None, 30: 4, 31: None, 18: 2, 20: 4})
    figure = rank_by_week.figure(replace(changed(keywords=(week,)), reports=(changed(keywords=(week,)).report,)))
    assert figure
    rows = {row[0]: row[2] for row in figure.table.rows}
    assert rows == {dt.date(2026, 10, 31): None, dt.date(2026, 10, 24): 3}


# -- the data behind


@pytest.mark.parametrize(
    "chart", ["save_rate_trend", "save_rate_by_month", "saves_bars", "visibility_by_month", "click_throughs_by_month"]
)
def test_monthly_tables_hold_the_headlines(chart: str) -> None:
    usual = story()
    figure = parts("charts")[chart].figure(usual)
    metric = figure.table.columns[1].key
    assert [row[:2] for row in figure.table.rows] == [(r.month, r.value(metric)) for r in usual.recent]


def test_a_missing_month_is_a_row_without_a_value() -> None:
    figure = save_rate_trend.figure(story(missing=("2026-09",)))
    assert figure
    assert [row[:2] for row in figure.table.rows][-2] == ("2026-09", None)


def test_the_pillars_table_holds_the_groups_and_the_month_before() -> None:
    usual = story()
    figure = save_rate_by_pillar.figure(usual)
    assert figure
    assert usual.before
    before = {group.name: group.save_rate for group in usual.before.pillars}
    assert {row[0]: (row[2], row[4], row[7]) for row in figure.table.rows} == {
        group.name: (group.saves, group.save_rate, before[group.name]) for group in usual.report.pillars
    }


def test_saves_by_age_of_note_make_a_whole_and_agree_with_the_evergreen_share() -> None:
    usual = story()
    figure = saves_by_publication.figure(usual)
    assert figure
    for row in figure.table.rows:
        assert sum(row[2:]) == pytest.approx(1)
        report = usual.at(row[0])
        assert report
        assert row[2] == pytest.approx(report.value("evergreen_save_share"))


def test_a_first_month_says_nothing_of_older_notes() -> None:
    assert saves_by_publication.figure(story(1)) is None
    figure = saves_by_publication.figure(story(2))
    assert figure
    assert [row[0] for row in figure.table.rows] == ["2026-10"]


@pytest.mark.parametrize("module", [click_throughs_by_day, comments_by_day], ids=["click-throughs", "comments"])
def test_days_sum_to_the_month(module: Any) -> None:
    usual: Report = story().report
    figure = module.figure(story())
    place = [column.key for column in figure.table.columns].index(
        "clicks" if module is click_throughs_by_day else "comments"
    )
    metric = "click_throughs" if module is click_throughs_by_day else "comments"
    assert sum(row[place] for row in figure.table.rows) == usual.value(metric)


def test_the_funnel_counts_per_impression() -> None:
    report = story().report
    figure = funnel.figure(story())
    assert figure
    names = {"Impressions": "impressions", "Views": "views", "Saves": "saves", "Click-throughs": "click_throughs"}
    assert {row[0]: row[1] for row in figure.table.rows} == {
        name: report.value(metric) for name, metric in names.items()
    }
    assert title(funnel, story(clicks=False)).count(" and ") == 1
