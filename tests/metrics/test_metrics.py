"""A month's numbers, each against a computation small enough to do by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from report_gen.months import covered, gaps, reports
from report_gen.report import Report
from tests.by_hand import clicks, config, daily, note_list, ranks, tables

OLD, SEPTEMBER, OCTOBER = "2026-07-01 09:00:00", "2026-09-20 09:00:00", "2026-10-05 09:00:00"
NOTES = (
    note_list("2026-09-01", {OLD: 10}),
    note_list("2026-10-01", {OLD: 30, SEPTEMBER: 6}),
    note_list("2026-11-01", {OLD: 45, SEPTEMBER: 26, OCTOBER: 15}),
)


def october(*args: Any, **settings: Any) -> Report:
    """October's Report of the tables given (note lists first, as in `by_hand.tables`)."""
    return reports(tables(*args), config(**settings), "client-x")[-1]


def whole_month(metric: str, value: float, skip: tuple[str, ...] = ()) -> pd.DataFrame:
    return daily("2026-10-01", "2026-10-31", metric, value, skip)


# -- totals and rates


def test_totals_come_from_the_trends_when_they_have_every_day() -> None:
    found = october(NOTES, [whole_month("saves", 3)]).headline["saves"]
    assert (found.value, found.basis) == (93, "daily")


def test_totals_come_from_the_notes_when_a_day_is_missing() -> None:
    report = october(NOTES, [whole_month("saves", 3, skip=("2026-10-09",))])
    assert (report.headline["saves"].value, report.headline["saves"].basis) == (15 + 20 + 15, "snapshots")
    assert [str(day) for day in report.coverage.daily_missing][8:9] == ["2026-10-09"]


def test_a_rate_never_mixes_two_bases() -> None:
    """Saves have every day, impressions don't: both then come from the notes."""
    found = october(NOTES, [whole_month("saves", 3)]).headline["save_rate"]
    assert (found.value, found.basis) == (50 / 5000, "snapshots")


def test_a_rate_is_sum_over_sum_of_the_days() -> None:
    found = october(NOTES, [whole_month("saves", 3), whole_month("impressions", 60)]).headline["save_rate"]
    assert (found.value, found.basis) == (93 / (31 * 60), "daily")


@pytest.mark.parametrize(("per", "expected"), [("impressions", 50 / 5000), ("views", None), ("reach", None)])
def test_save_rate_divides_by_what_the_client_chose_and_a_denominator_of_nothing_gives_no_rate(
    per: str, expected: float | None
) -> None:
    report = october(NOTES, save_rate={"per": per})
    assert report.headline["save_rate"].value == expected
    assert report.definitions["save_rate"] == f"saves / {per}"


def test_change_is_relative_to_the_month_before() -> None:
    """September: 20 of the old note and 6 of its own; October: 15, 20 and 15."""
    found = october(NOTES).headline["saves"]
    assert (found.value, found.previous, found.change) == (50, 26, pytest.approx(24 / 26))


def test_a_first_month_is_no_yardstick_for_the_notes_sums() -> None:
    found = october(NOTES[1:]).headline["saves"]
    assert (found.value, found.previous, found.change) == (50, None, None)


@pytest.mark.parametrize(("target", "status"), [("1%", "met"), ("0.9%", "met"), ("1.1%", "missed")])
def test_a_target_is_met_from_its_value_on(target: str, status: str) -> None:
    found = october(NOTES, targets={"save_rate": target}).headline["save_rate"]
    assert (found.target, found.status) == (pytest.approx(float(target[:-1]) / 100), status)


def test_a_target_may_differ_by_month() -> None:
    told = reports(tables(NOTES), config(targets={"saves": {"2026-10": 60}}), "client-x")
    assert [r.headline["saves"].status for r in told] == [None, None, "missed"]


def test_evergreen_is_what_notes_older_than_thirty_days_before_the_month_earned() -> None:
    assert october(NOTES).headline["evergreen_save_share"].value == pytest.approx(15 / 50)


# -- groups and notes


def test_pillars_match_titles_and_the_analysts_tag_overrules() -> None:
    tags = {"2026-10-05T09:00:00": {"pillar": "Gifts"}}
    pillars = [{"name": "All", "match": ["笔记"]}, {"name": "Gifts", "match": ["礼"]}]
    found = {
        p.name: (p.notes, p.saves, p.share_of_saves) for p in october(NOTES, (), (), (), tags, pillars=pillars).pillars
    }
    assert found == {"All": (2, 35, 0.7), "Gifts": (1, 15, 0.3)}


def test_notes_of_no_pillar_are_a_group_of_their_own_and_shares_sum_to_one() -> None:
    found = october(NOTES, pillars=[{"name": "October", "match": ["2026-10"]}]).pillars
    assert [(p.name, p.saves) for p in found] == [("October", 15), ("Other", 35)]
    assert sum(p.share_of_saves or 0 for p in found) == pytest.approx(1)


def test_a_note_says_what_it_earned_and_since_when_it_lives() -> None:
    note = {n.key: n for n in october(NOTES).notes}
    assert note[OLD].activity["saves"] == 15
    assert note[OLD].lifetime["saves"] == 45
    assert note[OLD].save_rate == pytest.approx(15 / 1500)
    assert (note[OLD].flags, note[OCTOBER].flags) == (("evergreen",), ("new",))
    assert note[OCTOBER].published_at == "2026-10-05T09:00:00+08:00"


def test_a_video_with_more_views_than_impressions_is_flagged() -> None:
    counters = {"saves": 2, "impressions": 0, "views": 126}
    lists = (NOTES[1], note_list("2026-11-01", {OCTOBER: counters}, format_="video"))
    (note,) = [n for n in october(lists).notes if n.key == OCTOBER]
    assert note.flags == ("views_exceed_impressions", "new")
    assert (note.save_rate, note.adjusted_save_rate) == (None, None)


# -- search rank


def test_a_days_rank_is_the_median_of_its_readings_not_found_being_worst() -> None:
    readings = {"2026-10-01": (4, 6, None), "2026-10-02": (2, None, None), "2026-10-03": 3}
    (keyword,) = october(NOTES, (), [ranks("咖啡", readings)]).keywords
    assert [d.rank for d in keyword.days] == [6, None, 3]
    assert (keyword.rank, keyword.best, keyword.days_observed, keyword.days_ranked) == (6, 3, 3, 2)
    assert (keyword.days_top3, keyword.days_top10) == (1, 2)


def test_a_month_mostly_not_found_has_no_rank() -> None:
    (keyword,) = october(NOTES, (), [ranks("咖啡", {"2026-10-01": 4, "2026-10-02": None, "2026-10-03": None})]).keywords
    assert keyword.rank is None


def test_visibility_is_the_mean_discount_of_the_days() -> None:
    (keyword,) = october(NOTES, (), [ranks("咖啡", {"2026-10-01": 1, "2026-10-02": 3, "2026-10-03": None})]).keywords
    assert keyword.visibility == pytest.approx(100 * (1 + 0.5 + 0) / 3)


def test_search_visibility_weighs_keywords_and_leaves_out_those_not_looked_for() -> None:
    settings = {"keywords": [{"term": "A", "weight": 3}, {"term": "B"}, {"term": "C", "weight": 9}]}
    report = october(NOTES, (), [ranks("a", {"2026-10-01": 1}), ranks("B", {"2026-10-01": 3})], **settings)
    assert report.headline["search_visibility"].value == pytest.approx((3 * 100 + 50) / 4)
    assert [k.days_observed for k in report.keywords] == [1, 1, 0]


def test_a_keywords_previous_rank_is_that_of_the_month_before() -> None:
    both = ranks("咖啡", {"2026-09-10": 9, "2026-10-10": 4})
    (keyword,) = october(NOTES, (), [both]).keywords
    assert (keyword.previous_rank, keyword.rank) == (9, 4)


# -- click-throughs


def test_click_throughs_are_clicks_by_destination_and_profile_visits() -> None:
    outward = [clicks("menu", {"2026-09-30": 5, "2026-10-01": 7, "2026-10-31": 8}), clicks("store", {"2026-10-02": 10})]
    report = october(NOTES, [whole_month("profile_visits", 2), whole_month("impressions", 100)], (), outward)
    assert {d.name: d.clicks for d in report.destinations} == {"profile": 62, "menu": 15, "store": 10}
    assert report.headline["click_throughs"].value == 87
    assert report.headline["click_through_rate"].value == pytest.approx(87 / 3100)


def test_visits_to_the_profile_are_counted_once() -> None:
    report = october(NOTES, [whole_month("profile_visits", 2)], (), [clicks("profile", {"2026-10-01": 7})])
    assert {d.name: d.clicks for d in report.destinations} == {"profile": 62}
    assert "profile_counted_once" in [q.code for q in report.quality]


def test_landing_pages_are_counted_under_the_destination_that_they_match() -> None:
    outward = [
        clicks("/menu/kopi", {"2026-10-01": 7}),
        clicks("/Store", {"2026-10-01": 2}),
        clicks("blog", {"2026-10-02": 1}),
    ]
    report = october(NOTES, (), (), outward, destinations={"website": {"match": ["/menu", "/store"]}})
    assert {d.name: d.clicks for d in report.destinations} == {"website": 9, "blog": 1}


def test_profile_visits_with_a_day_missing_are_no_count() -> None:
    report = october(
        NOTES, [whole_month("profile_visits", 2, skip=("2026-10-09",))], (), [clicks("menu", {"2026-10-01": 7})]
    )
    assert {d.name: d.clicks for d in report.destinations} == {"profile": None, "menu": 7}
    assert report.headline["click_throughs"].value is None


def test_click_throughs_of_a_month_without_any_trends_are_unknown_not_fewer() -> None:
    """September has profile visits, October has none at all: menu clicks alone would look like a fall of 90 %."""
    visits = daily("2026-09-01", "2026-09-30", "profile_visits", 3)
    report = october(NOTES, [visits], (), [clicks("menu", {"2026-09-02": 7, "2026-10-01": 7})])
    assert {d.name: d.clicks for d in report.destinations} == {"profile": None, "menu": 7}
    assert report.headline["click_throughs"].previous == 97
    assert report.headline["click_throughs"].value is None
    assert report.headline["click_throughs"].change is None


# -- pillars


def tagged(pillar: str) -> Report:
    tags = {"2026-10-05T09:00:00": {"pillar": pillar}}
    return october(NOTES, (), (), (), tags, pillars=[{"name": "Kopi", "match": ["07-01"]}])


def test_a_note_tagged_other_is_of_no_pillar() -> None:
    assert [(p.name, p.notes) for p in tagged("Other").pillars] == [("Kopi", 1), ("Other", 2)]


def test_a_tag_that_is_no_pillar_of_the_client_is_named() -> None:
    assert [q.message for q in tagged("Koppi").quality if q.code == "pillar_unlisted"] == [
        "In notes.csv but not among the pillars of client.yml, so shown beside them: Koppi."
    ]


# -- traits


def with_traits(cell: str) -> Report:
    tags = {"2026-10-05T09:00:00": {"traits": cell}}
    return october(NOTES, (), (), (), tags, traits={"autumn": ["10-05"], "summer": ["07-01"]})


@pytest.mark.parametrize(
    ("cell", "traits"),
    [
        ("", {"autumn": 1, "summer": 1}),
        ("guide", {"guide": 1, "summer": 1}),
        ("guide；summer", {"guide": 1, "summer": 2}),
        ("-", {"summer": 1}),
        ("无", {"summer": 1}),
    ],
)
def test_traits_in_the_tags_overrule_those_of_the_title(cell: str, traits: dict[str, int]) -> None:
    assert {t.name: t.notes for t in with_traits(cell).traits} == traits


def test_a_trait_that_the_client_has_not_named_is_shown_and_said() -> None:
    report = with_traits("hand-made")
    assert [t.name for t in report.traits] == ["summer", "hand-made"]
    assert [q.message for q in report.quality if q.code == "trait_unlisted"] == [
        "In notes.csv but not among the traits of client.yml, so shown beside them: hand-made."
    ]


# -- months


def test_an_account_without_note_lists_is_named() -> None:
    lists = [note_list("2026-10-01", {OLD: 10}, "sg"), note_list("2026-11-01", {OLD: 12}, "sg")]
    report = october(lists, accounts=["sg", "cn"])
    assert [q.message for q in report.quality if q.code == "account_missing"] == [
        "Account cn has no note list of this month (there is none at all): its notes are not counted."
    ]


def test_months_without_readings_are_not_covered() -> None:
    lists = (*NOTES, note_list("2026-12-20", {OLD: 60}))
    assert covered(tables(lists), config()) == ["2026-08", "2026-09", "2026-10"]


def test_a_month_without_readings_between_two_covered_ones_is_named() -> None:
    lists = (
        *NOTES[:2],
        note_list("2026-11-20", {OLD: 50}),
        note_list("2026-12-01", {OLD: 60}),
        note_list("2027-01-01", {OLD: 70}),
    )
    found = gaps(tables(lists), config())
    assert covered(tables(lists), config()) == ["2026-08", "2026-09", "2026-12"]
    assert [message[:23] for message in found] == ["2026-10 can't be built:", "2026-11 can't be built:"]


def test_a_partial_month_is_compared_with_nothing() -> None:
    lists = (*NOTES, note_list("2026-11-15", {OLD: 50}))
    report = reports(tables(lists), config(targets={"saves": 1}), "client-x", partial="2026-11")[-1]
    assert (report.month, report.coverage.partial, str(report.coverage.last_day)) == ("2026-11", True, "2026-11-14")
    found = report.headline["saves"]
    assert (found.value, found.previous, found.change, found.status) == (5, None, None, None)


def test_a_report_survives_its_json_and_gives_the_same_bytes() -> None:
    report = october(NOTES, [whole_month("saves", 3)], [ranks("咖啡", {"2026-10-01": 1})])
    again = Report.from_json(report.to_json())
    assert again.to_json() == report.to_json()
    assert not math.isnan(again.headline["saves"].value or math.nan)


def test_sources_are_the_files_that_the_month_was_read_from() -> None:
    assert [s.file for s in october(NOTES).sources] == ["2026-10-01.xlsx", "2026-11-01.xlsx"]
