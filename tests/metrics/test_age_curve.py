"""Saves by age, against readings written by hand and against what truly happened in simulated accounts."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from statistics import median

import numpy as np
import pandas as pd
import pytest

from report_gen.history import Period, month_data
from report_gen.metrics import age_curve
from report_gen.report import AgePoint
from report_gen.simulate import Account, demos, simulate
from tests.by_hand import config, note_list, tables

MONTH = "2026-10"


def curve(*lists: pd.DataFrame) -> dict[int, AgePoint]:
    """October's points by age, of these note lists."""
    found = age_curve.compute(month_data(tables(lists), config(), Period.of(MONTH)))["age_curve"]
    assert isinstance(found, tuple)
    return {point.days: point for point in found}


def notes(day: str, saves: list[float]) -> dict[str, float]:
    """A note with each of these saves, all published at midnight of that day."""
    return {f"{day} 00:00:{second:02d}": value for second, value in enumerate(saves)}


SEPTEMBER, OCTOBER = "2026-09-11", "2026-10-11"
OPENING = note_list("2026-10-01", notes(SEPTEMBER, [10, 20, 30, 40, 50]))
CLOSING = note_list("2026-11-01", {**notes(SEPTEMBER, [20, 40, 60, 80, 100]), **notes(OCTOBER, [21, 42, 63, 84, 105])})


def grown(saves: float, days: float, until: float) -> float:
    """What a note with so many saves at `until` days had at `days`."""
    return saves * math.log(1 + days) / math.log(1 + until)


def test_a_note_has_nothing_when_it_comes_out_and_then_grows_with_the_logarithm_of_its_age() -> None:
    found = curve(OPENING, CLOSING)
    for days in (7, 14):
        assert found[days].saves == pytest.approx(grown(63, days, 21), rel=1e-4)
    assert found[14].usual == pytest.approx(grown(30, 14, 20), rel=1e-4)


def test_between_two_readings_it_lies_between_them() -> None:
    found = curve(OPENING, CLOSING)
    part = (math.log(31) - math.log(21)) / (math.log(52) - math.log(21))
    assert found[30].usual == pytest.approx(30 + 30 * part, rel=1e-4)


def test_nothing_is_carried_on_beyond_the_last_reading() -> None:
    found = curve(OPENING, CLOSING)
    assert (found[30].saves, found[30].notes, found[30].above) == (None, 0, 0)
    assert (found[60].usual, found[60].usual_notes) == (None, 0)


def test_the_middle_half_and_the_notes_above_are_counted() -> None:
    found = curve(OPENING, CLOSING)[14]
    assert (found.low, found.high) == pytest.approx((grown(20, 14, 20), grown(40, 14, 20)), rel=1e-4)
    own = [grown(saves, 14, 21) for saves in (21, 42, 63, 84, 105)]
    assert found.above == sum(saves > grown(30, 14, 20) for saves in own) == 4
    assert (found.notes, found.usual_notes) == (5, 5)


def test_below_five_notes_there_is_no_median() -> None:
    found = curve(OPENING, note_list("2026-11-01", {**notes(SEPTEMBER, [1] * 4), **notes(OCTOBER, [1] * 4)}))
    assert (found[7].saves, found[7].notes) == (None, 4)
    assert found[7].usual is not None


def test_readings_further_apart_than_five_weeks_say_nothing_of_the_time_between() -> None:
    early = note_list("2026-09-12", notes("2026-08-11", [10] * 5))  # 32 days old
    late = note_list("2026-11-01", {**notes("2026-08-11", [40] * 5), **notes(OCTOBER, [9] * 5)})  # 82 days old
    found = curve(note_list("2026-10-01", notes("2026-09-30", [1])), early, late)
    assert found[30].usual == pytest.approx(grown(10, 30, 32), rel=1e-4)
    assert found[60].usual_notes == 0


def test_every_reading_up_to_the_closing_one_counts_and_none_after_it() -> None:
    middle = note_list("2026-10-18", notes(OCTOBER, [30] * 5))  # 7 days old
    later = note_list("2026-12-01", notes(OCTOBER, [900] * 5))
    found = curve(OPENING, middle, CLOSING, later)
    assert found[7].saves == pytest.approx(30, rel=1e-3)
    assert found[30].notes == 0


def test_blank_cells_are_no_readings() -> None:
    blank = note_list("2026-10-18", {note: {"saves": math.nan} for note in notes(OCTOBER, [0] * 5)})
    assert curve(OPENING, blank, CLOSING) == curve(OPENING, CLOSING)


def test_a_month_without_notes_of_its_own_has_no_curve() -> None:
    assert curve(OPENING, note_list("2026-11-01", notes(SEPTEMBER, [20] * 5))) == {}


# -- against what truly happened


@cache
def coffee() -> Account:
    return simulate(demos.plan("client-x", 14, MONTH), 7)


def listed(day: str) -> pd.DataFrame:
    account = coffee()
    seen = account.listed(dt.datetime.fromisoformat(f"{day} 09:00"))
    when = account.notes.loc[seen.index, "published_at"]
    published = {f"{moment:%Y-%m-%d %H:%M:%S}": float(saves) for moment, saves in zip(when, seen["saves"], strict=True)}
    return note_list(day, published)


def truly(days: int) -> float:
    """The median over the notes of April to September of their saves at that age, by their daily events."""
    account = coffee()
    born = account.notes[account.notes["published_at"].between("2026-04-01", "2026-10-01", inclusive="left")]
    old = born[born["published_at"] <= pd.Timestamp("2026-11-01") - pd.Timedelta(days=days)]
    return median(_at(account.events[account.events["note"] == key], note, days) for key, note in old.iterrows())


def _at(events: pd.DataFrame, note: pd.Series, days: int) -> float:
    midnights = (events["date"] + pd.Timedelta(days=1) - note["published_at"]) / pd.Timedelta(days=1)
    return float(np.interp(days, [0, *midnights], [0, *events["saves"].cumsum()]))


@pytest.mark.parametrize("days", [7, 14, 30, 60, 90])
def test_a_list_a_month_comes_near_to_what_daily_counts_say(days: int) -> None:
    found = _monthly()[days].usual
    assert found is not None
    assert found == pytest.approx(truly(days), rel=0.12)


@cache
def _monthly() -> dict[int, AgePoint]:
    return curve(*(listed(f"{day:%Y-%m-%d}") for day in pd.date_range("2026-03-01", "2026-11-01", freq="MS")))
