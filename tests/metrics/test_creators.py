"""Collaborations by creator: which reading counts, sums over notes, and audiences that can't be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from report_gen.months import reports
from report_gen.report import Creator, Report
from report_gen.statistics import rate_interval
from report_gen.tables import Quality
from tests.by_hand import collaboration, config, note_list, tables

OLD = "2026-07-01 09:00:00"
NOTES = (note_list("2026-10-01", {OLD: 10}), note_list("2026-11-01", {OLD: 45}))
COUNTS: dict[str, float | None] = {
    "followers": 5000, "fee": 900, "impressions": 10_000, "views": 2000, "likes": 80, "comments": 20, "saves": 60,
    "shares": 40,
}  # fmt: skip


def october(*collaborations: pd.DataFrame, **settings: Any) -> Report:
    return reports(tables(NOTES, collaborations=collaborations), config(**settings), "client-x")[-1]


def one(
    creator: str = "示例博主 A", note: str = "n1", captured: str = "2026-11-01", published: str = "2026-10-10",
    **changes: float | None,
) -> pd.DataFrame:  # fmt: skip
    return collaboration(creator, note, captured, published, **{**COUNTS, **changes})


def only(report: Report) -> Creator:
    (found,) = report.creators
    return found


def lines(report: Report, code: str) -> list[Quality]:
    return [q for q in report.quality if q.code == code]


def test_a_creator_is_the_sum_of_the_notes_of_the_month() -> None:
    found = only(october(one(), one(note="n2", saves=40, views=500, impressions=2000, fee=300, followers=5000)))
    assert (found.notes, found.impressions, found.views, found.saves) == (2, 12_000, 2500, 100)
    assert (found.fee, found.cost_per_save, found.save_rate) == (1200, 12, pytest.approx(100 / 12_000))
    assert (found.followers, found.tier, found.flags, found.interval) == (5000, "koc", (), None)


@pytest.mark.parametrize(("per", "rate"), [("impressions", 0.006), ("views", 0.03), ("reach", None)])
def test_save_rate_divides_by_what_the_client_chose(per: str, rate: float | None) -> None:
    assert only(october(one(), save_rate={"per": per})).save_rate == (rate if rate is None else pytest.approx(rate))


@pytest.mark.parametrize(
    ("published", "counts"), [("2026-09-30", False), ("2026-10-01", True), ("2026-10-31", True), ("2026-11-01", False)]
)
def test_collaborations_count_in_the_month_of_their_publication(published: str, counts: bool) -> None:
    assert len(october(one(published=published, captured="2026-11-02")).creators) == counts


@pytest.mark.parametrize(
    ("captured", "chosen"),
    [
        (("2026-10-30", "2026-11-02", "2026-11-04"), "2026-11-02"),
        (("2026-10-31", "2026-11-02"), "2026-11-02"),
        (("2026-10-29", "2026-11-20"), "2026-10-29"),
        (("2026-10-12", "2026-10-28", "2026-11-05"), "2026-10-28"),
        (("2026-11-20", "2026-11-05"), "2026-11-05"),
    ],
    ids=["nearest", "tie: the later", "only one in the window", "none: the latest before", "the first after"],
)
def test_the_reading_nearest_the_months_end_stands_for_a_note(captured: tuple[str, ...], chosen: str) -> None:
    """Saves are the capture's day of the year, so that each reading is told from the others."""
    rows = [one(captured=day, saves=pd.Timestamp(day).day_of_year) for day in captured]
    assert only(october(*rows)).saves == pd.Timestamp(chosen).day_of_year


def test_the_same_note_read_twice_is_one_collaboration_and_the_newest_file_of_a_day_wins() -> None:
    late = one(saves=70).assign(captured_at=pd.Timestamp("2026-11-01 18:00", tz="Asia/Singapore"), file="later.xlsx")
    for rows in ((one(), late), (late, one())):
        assert (only(october(*rows)).notes, only(october(*rows)).saves) == (1, 70)


def test_a_sum_of_which_a_part_is_unknown_is_unknown_and_the_rate_is_of_the_notes_that_are_known() -> None:
    found = only(october(one(), one(note="n2", saves=None, fee=None)))
    assert (found.saves, found.fee, found.cost_per_save) == (None, None, None)
    assert found.save_rate == pytest.approx(60 / 10_000)
    assert "no_fee" in found.flags


@pytest.mark.parametrize(
    ("changes", "cost"),
    [({}, 15), ({"fee": 0}, None), ({"fee": None}, None), ({"saves": 0}, None)],
    ids=["both", "for nothing", "not told", "no saves"],
)
def test_a_cost_per_save_needs_a_fee_and_saves(changes: dict[str, Any], cost: float | None) -> None:
    found = only(october(one(**changes)))
    assert found.cost_per_save == cost
    assert ("no_fee" in found.flags) == ("fee" in changes)


@pytest.mark.parametrize(
    ("followers", "tier"),
    [(0, "koc"), (9_999, "koc"), (10_000, "mid"), (499_999, "mid"), (500_000, "head"), (None, None)],
)
def test_tiers_go_by_followers(followers: float | None, tier: str | None) -> None:
    assert only(october(one(followers=followers))).tier == tier


def test_followers_are_those_of_the_latest_reading() -> None:
    found = october(one(captured="2026-11-02", followers=5200), one(note="n2", captured="2026-10-31", followers=5000))
    assert only(found).followers == 5200


def test_five_notes_make_an_interval() -> None:
    saves = [60, 40, 10, 90, 30]
    rows = [one(note=f"n{n}", saves=s) for n, s in enumerate(saves)]
    assert only(october(*rows[:4])).interval is None
    expected = rate_interval(np.array(saves, dtype=float), np.full(5, 10_000.0))
    assert only(october(*rows)).interval == pytest.approx(expected)


def test_creators_go_by_save_rate_and_those_without_stand_last() -> None:
    rows = [one("b", saves=10), one("a", saves=None), one("c", saves=50), one("d", saves=10)]
    assert [c.name for c in october(*rows).creators] == ["c", "b", "d", "a"]


# Views per follower are 0.4 and engagement per view 10 % with everybody else.
@pytest.mark.parametrize(
    ("others", "changes", "flagged"),
    [
        (4, {"followers": 50_000, "likes": 0, "comments": 0, "saves": 40, "shares": 0}, True),
        (4, {"followers": 50_000}, False),
        (4, {"likes": 0, "comments": 0, "saves": 40, "shares": 0}, False),
        (4, {"followers": 20_000, "likes": 10, "comments": 0, "saves": 40, "shares": 0}, False),
        (3, {"followers": 50_000, "likes": 0, "comments": 0, "saves": 40, "shares": 0}, False),
    ],
    ids=["neither read nor answered", "hardly read", "hardly answered", "a quarter exactly", "four creators"],
)
def test_an_audience_that_neither_reads_nor_reacts_is_flagged(
    others: int, changes: dict[str, Any], flagged: bool
) -> None:
    rows = [one(f"示例博主 {n}") for n in range(others)]
    found = october(*rows, one("示例博主 X", **changes)).creators
    assert {c.name for c in found if "inflated_audience" in c.flags} == ({"示例博主 X"} if flagged else set())


@pytest.mark.parametrize(
    ("captured", "code"),
    [
        ("2026-10-28", "creators_early"), ("2026-10-29", None), ("2026-11-04", None), ("2026-11-05", "creators_late"),
    ],
)  # fmt: skip
def test_a_reading_off_the_months_end_is_told(captured: str, code: str | None) -> None:
    found = october(one(captured=captured))
    told = [q for q in found.quality if q.code.startswith("creators_")]
    assert [q.code for q in told] == ([code] if code else [])
    assert all(captured in q.message and q.file == f"creators-{captured}.xlsx" and q.row == 4 for q in told)
    assert all(q.advice for q in told if q.severity == "warning")


def test_a_later_export_changes_nothing_once_there_is_a_reading_at_the_months_end() -> None:
    alone = october(one())
    with_later = october(one(), one(captured="2026-12-01", saves=400))
    assert (alone.creators, alone.quality) == (with_later.creators, with_later.quality)
