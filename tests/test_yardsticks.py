"""What a number usually is, and where the month's stands: against Python's own median, minimum and maximum."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import median
from typing import Any, get_args

import pytest

from report_gen import yardsticks
from report_gen.config import RATES, Metric
from report_gen.months import reports
from report_gen.report import Headline, Report, Usual
from tests.by_hand import clicks, config, daily, note_list, ranks, tables
from tests.stories import story

OLD = "2025-11-01 09:00:00"
MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]


def told(*saves: int, **settings: Any) -> tuple[Report, ...]:
    """A Report a month from January 2026 on: a note earns these saves, of a thousand impressions a month each."""
    sums = [(sum(saves[:n]), 1000 * n) for n in range(len(saves) + 1)]
    lists = [
        note_list(f"2026-{month:02d}-01", {OLD: {"saves": 50 + total, "impressions": 9000 + seen, "views": 500 + seen / 2}})
        for month, (total, seen) in enumerate(sums, start=1)
    ]  # fmt: skip
    return tuple(r for r in reports(tables(lists), config(**settings), "client-x") if r.month >= "2026-01")


def of(found: Report, metric: str = "saves") -> tuple[Usual | None, str | None]:
    return found.headline[metric].usual, found.headline[metric].standing


def test_usual_is_the_median_and_range_of_the_six_months_before() -> None:
    saves = (99, 30, 10, 50, 20, 60, 40, 45)
    six = saves[1:7]
    assert of(told(*saves)[-1]) == (Usual(median=median(six), low=min(six), high=max(six), months=6), "within")


def test_a_rate_has_a_usual_range_as_a_count_has() -> None:
    found, standing = of(told(10, 30, 20, 31)[-1], "save_rate")
    assert (found, standing) == (Usual(median=0.02, low=0.01, high=0.03, months=3), "above")


@pytest.mark.parametrize(("before", "months"), [((10, 20), None), ((10, 20, 30), 3), ((10,) * 6, 6), ((10,) * 9, 6)])
def test_fewer_than_three_months_are_no_history_and_more_than_six_are_forgotten(
    before: tuple[int, ...], months: int | None
) -> None:
    usual, standing = of(told(*before, 15)[-1])
    assert (usual and usual.months, standing is None) == (months, months is None)


@pytest.mark.parametrize(("saves", "standing"), [(31, "above"), (30, "within"), (10, "within"), (9, "below")])
def test_the_ends_of_the_range_are_within_it(saves: int, standing: str) -> None:
    assert of(told(10, 30, 20, saves)[-1])[1] == standing


def test_the_same_rate_stands_within_however_many_digits_it_has() -> None:
    """Two thirds, month after month: as report.json rounds it, the months before have a little more."""
    lists = [
        note_list(f"2026-{n:02d}-01", {OLD: {"saves": 20 * n, "impressions": 30 * n, "views": 60 * n}})
        for n in range(1, 6)
    ]
    found = reports(tables(lists), config(), "client-x")[-1].headline["save_rate"]
    assert (found.value, found.change, found.standing) == (0.666666666667, 0, "within")


def test_a_first_month_of_note_lists_is_no_yardstick() -> None:
    """December 2025 has only what was published in it; with January and February there are just two months."""
    lists = [note_list(f"{month}-01", {OLD: 50 + 10 * n}) for n, month in enumerate(("2026-01", *MONTHS[1:4]))]
    found = reports(tables(lists), config(), "client-x")
    assert [r.month for r in found] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert found[0].coverage.first_month
    assert of(found[-1]) == (None, None)


def test_a_first_month_of_daily_trends_is_one() -> None:
    lists = [note_list(f"{month}-01", {OLD: 50 + 10 * n}) for n, month in enumerate(MONTHS[:4])]
    found = reports(tables(lists, [daily("2025-12-01", "2026-03-31", "saves", 2)]), config(), "client-x")
    assert found[0].coverage.first_month
    assert of(found[-1]) == (Usual(median=62, low=56, high=62, months=3), "within")


def test_a_missing_month_shortens_the_history_rather_than_reaching_further_back() -> None:
    made = story(missing=("2026-08", "2026-06"))
    assert of(made.report)[0].months == 4  # type: ignore[union-attr]


def test_a_partial_month_is_held_against_nothing_and_is_no_yardstick() -> None:
    *before, last = story(6).reports
    partial = last.model_copy(update={"coverage": last.coverage.model_copy(update={"partial": True}), "headline": {
        "saves": Headline(value=3)}})  # fmt: skip
    assert of(yardsticks.placed(partial, before)) == (None, None)
    assert partial not in replace(story(6), reports=(*before, partial, last)).six_before


def test_a_month_with_another_definition_is_no_yardstick_for_the_rate_but_for_the_counts() -> None:
    *before, last = story(6).reports
    others = [r.model_copy(update={"definitions": {"save_rate": "saves / views"}}) for r in before]
    placed = yardsticks.placed(last, others)
    assert of(placed, "save_rate") == (None, None)
    assert of(placed, "saves")[0] == of(last, "saves")[0]
    assert {group.usual for group in placed.formats} == {None}


def test_what_was_counted_another_way_is_no_yardstick() -> None:
    """April to July by the trends, August and September by the notes: two months are no history."""
    *before, last = story(7).reports
    mixed = [
        r.model_copy(
            update={"headline": {"saves": Headline(value=9, basis="daily" if r.month < "2026-08" else "snapshots")}}
        )
        for r in before
    ]
    for basis, months in (("daily", 4), ("snapshots", None)):
        now = last.model_copy(update={"headline": {"saves": Headline(value=9, basis=basis)}})  # type: ignore[arg-type]
        usual = of(yardsticks.placed(now, mixed))[0]
        assert (usual.months if usual else None) == months


def test_an_unknown_number_stands_nowhere() -> None:
    *before, last = story(6).reports
    blank = last.model_copy(update={"headline": {"saves": Headline(value=None)}})
    usual, standing = of(yardsticks.placed(blank, before))
    assert (usual is None, standing) == (False, None)


@pytest.mark.parametrize("kind", ["formats", "pillars", "traits"])
def test_groups_are_held_against_their_own_save_rates(kind: str) -> None:
    made = story()
    for group in getattr(made.report, kind):
        own = [one.save_rate for r in made.six_before for one in getattr(r, kind) if one.name == group.name]
        assert group.usual == (
            Usual(median=median(own), low=min(own), high=max(own), months=len(own)) if len(own) >= 3 else None
        )
        if group.usual:
            inside = min(own) <= group.save_rate <= max(own)
            assert (group.standing == "within") == inside


def test_the_groups_of_a_first_month_are_no_yardstick_whatever_the_totals_are_made_of() -> None:
    first, *_ = story(4).reports
    assert first.coverage.first_month
    assert {group.usual for group in story(4).report.formats} == {None}


# -- status by target first


@pytest.mark.parametrize(
    ("target", "history", "found"),
    [("met", "below", "met"), ("missed", "above", "missed"), (None, "above", "above"), (None, None, None)],
)
def test_a_number_stands_by_its_target_and_without_one_by_its_history(
    target: Any, history: Any, found: str | None
) -> None:
    assert yardsticks.status(Headline(value=1, status=target, standing=history)) == found


@cache
def everything() -> dict[str, Report]:
    """A value for every metric, targets that September can't meet (save where all of a whole is saved) and October must."""
    high = {metric: "100%" if metric in RATES else 10**6 for metric in get_args(Metric)}
    targets = {metric: {"2026-08": 0, "2026-09": most, "2026-10": 0} for metric, most in high.items()}
    targets["likes"] = {"2026-09": 10**6}
    counters = dict.fromkeys(("saves", "impressions", "views", "likes", "comments", "shares", "new_followers"), 1.0)
    lists = [note_list(f"2026-{7 + n:02d}-01", {OLD: dict.fromkeys(counters, 100 * n)}) for n in range(1, 5)]
    days = [daily("2026-09-01", "2026-10-31", "profile_visits", 2)]
    readings = [ranks("咖啡", {"2026-09-01": 1, "2026-10-01": 1})]
    all_tables = tables(lists, days, readings, [clicks("menu", {"2026-10-01": 3})])
    return {r.month: r for r in reports(all_tables, config(targets=targets), "client-x")}


@pytest.mark.parametrize("metric", get_args(Metric))
def test_every_metric_has_a_status_where_it_has_a_target_and_a_value(metric: str) -> None:
    september, october = (everything()[month].headline[metric] for month in ("2026-09", "2026-10"))
    assert september.value is not None
    assert september.status == ("met" if september.value >= (september.target or 0) else "missed")
    assert (october.status, october.target) == ((None, None) if metric == "likes" else ("met", 0))


def test_a_target_without_a_value_is_neither_met_nor_missed() -> None:
    """August has no profile visits, so no click-throughs."""
    found = everything()["2026-08"].headline["click_throughs"]
    assert (found.value, found.target, found.status) == (None, 0, None)


@pytest.mark.parametrize("months", [3, 4, 6])
def test_how_often_chance_puts_a_month_outside_is_counted_out(months: int) -> None:
    """Of all orders of equally likely values, those with the last one lowest or highest."""
    places = range(months + 1)
    outside = sum(1 for last in places if last in (min(places), max(places)))
    assert yardsticks.outside_by_chance(months) == outside / len(places)
