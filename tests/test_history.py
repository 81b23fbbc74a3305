"""Snapshots to activity: which reading counts at a boundary, and what each note earned between two of them."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.errors import CoverageError
from report_gen.history import Period, boundaries, missing_days, month_data, nearest
from report_gen.readers.note_list import ROW_CAP
from tests.by_hand import config, daily, day, note_list, ranks, tables

OCTOBER = Period.of("2026-10")
OLD, NEW = "2026-08-11 10:00:00", "2026-10-12 18:30:05"


def saves(*captures: pd.DataFrame, period: Period = OCTOBER, **settings: object) -> dict[str, float]:
    """Saves of the month by note."""
    notes = month_data(tables(captures), config(**settings), period).notes
    return dict(notes["saves"].items())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("captured", "expected"),
    [
        pytest.param(["2026-09-30", "2026-10-02"], "2026-10-02", id="on a tie the later"),
        pytest.param(["2026-09-29", "2026-10-02"], "2026-10-02", id="the nearer, after"),
        pytest.param(["2026-09-30", "2026-10-03"], "2026-09-30", id="the nearer, before"),
        pytest.param(["2026-10-01", "2026-10-02"], "2026-10-01", id="the day itself"),
        pytest.param(["2026-09-28"], "2026-09-28", id="three days before"),
        pytest.param(["2026-09-27", "2026-10-05"], None, id="four days on either side"),
    ],
)
def test_a_boundary_takes_the_nearest_capture_within_the_window(captured: list[str], expected: str | None) -> None:
    found = nearest([day(d) for d in captured], day("2026-10-01"), dt.timedelta(days=3))
    assert found == (day(expected) if expected else None)


def test_an_older_note_earned_the_difference_of_the_two_readings() -> None:
    assert saves(note_list("2026-10-01", {OLD: 40}), note_list("2026-11-01", {OLD: 55})) == {OLD: 15}


def test_a_note_of_the_month_opens_at_zero_even_if_a_late_opening_has_it() -> None:
    early = "2026-10-01 09:00:00"
    assert saves(note_list("2026-10-03", {early: 7}), note_list("2026-11-01", {early: 30})) == {early: 30}


def test_a_note_published_after_the_month_is_not_part_of_it() -> None:
    later = "2026-11-01 00:00:00"
    found = saves(note_list("2026-10-01", {OLD: 1}), note_list("2026-11-02", {OLD: 2, later: 9}))
    assert found == {OLD: 1}


def test_an_older_note_published_after_an_early_opening_opens_at_zero() -> None:
    between = "2026-09-29 08:00:00"
    assert saves(note_list("2026-09-29", {OLD: 1}), note_list("2026-11-01", {OLD: 1, between: 6}))[between] == 6


def test_an_older_note_missing_from_the_opening_is_unknown() -> None:
    """Published before the opening was captured, it should have been there: what it had by then can't be known."""
    found = month_data(
        tables([note_list("2026-10-01", {NEW: 0}), note_list("2026-11-01", {OLD: 90, NEW: 5})]), config(), OCTOBER
    )
    assert math.isnan(found.notes.loc[OLD, "saves"])
    assert found.notes["unread"].to_dict() == {OLD: True, NEW: False}


def test_a_note_gone_from_the_closing_is_unknown() -> None:
    found = month_data(
        tables([note_list("2026-10-01", {OLD: 5, "2026-07-01": 8}), note_list("2026-11-01", {OLD: 6})]),
        config(),
        OCTOBER,
    )
    assert math.isnan(found.notes.loc["2026-07-01", "saves"])
    assert found.notes["gone"].to_dict() == {"2026-07-01": True, OLD: False}


def test_negative_differences_stand() -> None:
    found = month_data(
        tables([note_list("2026-10-01", {OLD: 50}), note_list("2026-11-01", {OLD: 44})]), config(), OCTOBER
    )
    assert found.notes.loc[OLD, "saves"] == -6


def test_the_first_month_counts_only_notes_published_in_it() -> None:
    found = month_data(tables([note_list("2026-11-01", {OLD: 90, NEW: 5})]), config(), OCTOBER)
    assert dict(found.notes["saves"].items()) == {NEW: 5}
    assert found.first_month


def test_an_unknown_counter_is_unknown_for_that_counter_alone() -> None:
    found = month_data(
        tables([
            note_list("2026-10-01", {OLD: {"saves": 3, "views": math.nan}}),
            note_list("2026-11-01", {OLD: {"saves": 5, "views": 100}}),
        ]), config(), OCTOBER,
    )  # fmt: skip
    assert found.notes.loc[OLD, "saves"] == 2
    assert math.isnan(found.notes.loc[OLD, "views"])


def test_of_two_captures_on_a_day_the_later_counts() -> None:
    late = note_list("2026-11-01", {OLD: 70}).assign(
        captured_at=pd.Timestamp("2026-11-01 20:00", tz="Asia/Singapore"), file="late.xlsx"
    )
    assert saves(note_list("2026-10-01", {OLD: 40}), late, note_list("2026-11-01", {OLD: 55})) == {OLD: 30}


def capped(captured: str, hour: int, first: int, growth: float = 0) -> pd.DataFrame:
    """A list of a thousand notes, numbered from `first`: one a minute."""
    moments = pd.date_range("2026-07-01", periods=ROW_CAP + first, freq="min")[first:]
    rows = note_list(captured, {str(moment): 10 + growth for moment in moments})
    stamp = pd.Timestamp(f"{captured} {hour:02}:00", tz="Asia/Singapore")
    return rows.assign(captured_at=stamp, file=f"{captured}-{hour}.xlsx")


def test_notes_that_only_another_list_of_the_day_has_count_where_the_newest_is_cut_off() -> None:
    """1,500 notes, each list a thousand of them: the newest ones, and exported again the oldest."""
    found = month_data(
        tables([capped("2026-10-01", 9, 500), capped("2026-10-01", 8, 0), capped("2026-11-01", 9, 0, 2),
                capped("2026-11-01", 8, 500, 2)]),
        config(), OCTOBER,
    ).notes  # fmt: skip
    assert len(found) == 1500
    assert found["saves"].eq(2).all()
    assert not found["below_cap"].any()


def test_notes_that_only_an_older_list_of_the_day_has_are_gone_where_the_newest_is_whole() -> None:
    earlier = note_list("2026-11-01", {OLD: 41, "2026-07-01": 9})
    later = note_list("2026-11-01", {OLD: 42}).assign(
        captured_at=pd.Timestamp("2026-11-01 20:00", tz="Asia/Singapore"), file="late.xlsx"
    )
    found = saves(note_list("2026-10-01", {OLD: 40, "2026-07-01": 8}), earlier, later)
    assert found[OLD] == 2
    assert math.isnan(found["2026-07-01"])


def test_a_note_missing_from_a_list_that_was_cut_off_is_below_the_cap() -> None:
    found = month_data(
        tables([capped("2026-10-01", 9, 0), capped("2026-11-01", 9, 1)]), config(), OCTOBER
    ).notes  # fmt: skip
    assert found["below_cap"].sum() == 2  # one each is missing from the opening and from the closing
    assert found["saves"].isna().sum() == 2


def test_the_lifetime_is_that_of_the_last_reading_even_where_it_is_blank() -> None:
    found = month_data(
        tables([note_list("2026-10-01", {OLD: {"saves": 3}}), note_list("2026-11-01", {OLD: {"saves": math.nan}})]),
        config(), OCTOBER,
    ).notes  # fmt: skip
    assert math.isnan(found.loc[OLD, "lifetime_saves"])


@pytest.mark.parametrize(
    ("listed", "hidden_on"),
    [
        pytest.param((True, True, True, True), None, id="always there"),
        pytest.param((True, True, False, True), "2026-10-16", id="hidden within the month"),
        pytest.param((True, False, True, True), "2026-10-01", id="hidden when the month began"),
        pytest.param((False, True, True, True), None, id="not yet out"),
    ],
)
def test_a_note_that_lists_in_between_lack_was_hidden(listed: tuple[bool, ...], hidden_on: str | None) -> None:
    days = ("2026-09-01", "2026-10-01", "2026-10-16", "2026-11-01")
    lists = [
        note_list(d, {OLD: 5, **({"2026-08-01": 3} if there else {})}) for d, there in zip(days, listed, strict=True)
    ]
    found = month_data(tables(lists), config(), OCTOBER).notes["hidden_on"]
    assert found.loc["2026-08-01"] == pd.Timestamp(hidden_on) if hidden_on else found.isna().all()


def test_the_analysts_tags_find_notes_by_id() -> None:
    lists = [note_list(d, {OLD: 5}).assign(note_id="64b0c0ffee0000000000abcd") for d in ("2026-10-01", "2026-11-01")]
    tagged = tables(lists, tags={"64b0c0ffee0000000000abcd": {"pillar": "Kopi"}})
    assert month_data(tagged, config(), OCTOBER).notes["pillar"].tolist() == ["Kopi"]


def test_a_rank_whose_note_is_an_id_names_the_note_by_its_title() -> None:
    lists = [note_list(d, {OLD: 5}).assign(note_id="64b0", title="早餐") for d in ("2026-10-01", "2026-11-01")]
    looks = [ranks("kopi", {"2026-10-05": 3}).assign(note=held) for held in ("64b0", "64b1", "午餐")]
    found = month_data(tables(lists, readings=looks), config(), OCTOBER).ranks
    assert found["note"].tolist() == ["早餐", "64b1", "午餐"]


def test_a_part_of_a_month_ends_for_each_account_at_its_own_list() -> None:
    """The period ends where all accounts reach; a list two days later is that account's nearest."""
    captures = [
        note_list("2026-10-01", {OLD: 10}, "sg"), note_list("2026-10-20", {OLD: 15}, "sg"),
        note_list("2026-10-01", {"2026-09-01": 4}, "cn"), note_list("2026-10-22", {"2026-09-01": 9}, "cn"),
    ]  # fmt: skip
    part = Period("2026-10", day("2026-10-01"), day("2026-10-20"), partial=True)
    assert saves(*captures, period=part, accounts=["sg", "cn"]) == {"2026-09-01": 5, OLD: 5}


def test_a_missing_reading_names_the_days_that_would_do() -> None:
    with pytest.raises(
        CoverageError, match=r"captured between 2026-10-29 and 2026-11-04. The nearest was captured on 2026-10-20"
    ):
        month_data(tables([note_list("2026-10-01", {OLD: 1}), note_list("2026-10-20", {OLD: 2})]), config(), OCTOBER)


@pytest.mark.parametrize(
    ("captured", "way_out"),
    [
        ("2026-10-20", "on one of those days into exports/; without one, write capture_window_days: 12 in client.yml."),
        ("2026-10-05", "on one of those days into exports/."),
    ],
    ids=["within what the window may be", "too far off for any window"],
)
def test_a_wider_window_is_advised_only_where_it_would_do(captured: str, way_out: str) -> None:
    captures = [note_list("2026-10-01", {OLD: 1}), note_list(captured, {OLD: 2})]
    with pytest.raises(CoverageError) as raised:
        month_data(tables(captures), config(), OCTOBER)
    assert str(raised.value).endswith(way_out)


def test_an_account_with_older_captures_but_no_opening_is_not_a_first_month() -> None:
    with pytest.raises(CoverageError, match="captured between 2026-09-28 and 2026-10-04"):
        month_data(tables([note_list("2026-08-01", {OLD: 1}), note_list("2026-11-01", {OLD: 2})]), config(), OCTOBER)


def test_each_account_has_its_own_boundaries() -> None:
    captures = [
        note_list("2026-10-01", {OLD: 10}, "sg"), note_list("2026-11-01", {OLD: 15}, "sg"),
        note_list("2026-10-03", {NEW: 0, "2026-09-01": 4}, "cn"), note_list("2026-10-31", {"2026-09-01": 9, NEW: 2}, "cn"),
    ]  # fmt: skip
    bounds = boundaries(tables(captures).note_snapshots, config(accounts=["sg", "cn"]), OCTOBER)
    assert [(b.account, b.opening, b.closing) for b in bounds] == [
        ("cn", day("2026-10-03"), day("2026-10-31")), ("sg", day("2026-10-01"), day("2026-11-01")),
    ]  # fmt: skip
    assert sum(saves(*captures, accounts=["sg", "cn"]).values()) == 5 + 5 + 2


def test_a_day_that_one_account_lacks_is_missing_for_both() -> None:
    days = [
        daily("2026-10-01", "2026-10-31", "saves", 2, account="sg"),
        daily("2026-10-01", "2026-10-31", "saves", 3, skip=["2026-10-09"], account="cn"),
    ]
    captures = [note_list("2026-10-01", {OLD: 1}, a) for a in ("sg", "cn")] + [
        note_list("2026-11-01", {OLD: 1}, a) for a in ("sg", "cn")
    ]
    found = month_data(tables(captures, days), config(accounts=["sg", "cn"]), OCTOBER)
    assert missing_days(found, ["saves"]) == [day("2026-10-09")]
    assert not found.complete("saves")
    assert found.daily["saves"].sum() == 30 * 5


def test_an_account_that_is_not_counted_yet_does_not_make_the_days_of_the_others_missing() -> None:
    days = [daily("2026-10-01", "2026-10-31", "saves", 2, account="sg")]
    captures = [note_list("2026-10-01", {OLD: 1}, "sg"), note_list("2026-11-01", {OLD: 1}, "sg")]
    found = month_data(tables(captures, days), config(accounts=["sg", "cn"]), OCTOBER)
    assert found.complete("saves")
    assert found.daily["saves"].sum() == 31 * 2


def test_a_metric_that_only_other_months_have_lacks_every_day() -> None:
    captures = [note_list("2026-10-01", {OLD: 1}), note_list("2026-11-01", {OLD: 1})]
    found = month_data(tables(captures, [daily("2026-09-01", "2026-09-30", "profile_visits", 2)]), config(), OCTOBER)
    assert found.daily["profile_visits"].isna().all()
    assert len(found.daily) == 31


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_activities_of_two_months_sum_to_the_activity_of_both(steps: list[tuple[int, int]]) -> None:
    """Whatever the counters do, nothing is lost or counted twice at the boundary between two months."""
    published = [f"2026-08-{i + 1:02d} 10:00:00" for i in range(len(steps))]
    first = note_list("2026-10-01", dict.fromkeys(published, 100))
    middle = note_list("2026-11-01", {p: 100 + a for p, (a, _) in zip(published, steps, strict=True)})
    last = note_list("2026-12-01", {p: 100 + a + b for p, (a, b) in zip(published, steps, strict=True)})
    october = saves(first, middle, last)
    november = saves(first, middle, last, period=Period.of("2026-11"))
    assert sum(october.values()) + sum(november.values()) == sum(a + b for a, b in steps)
