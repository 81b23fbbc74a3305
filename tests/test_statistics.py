"""Intervals and shrinkage, against plain loops over the formulas. How often they are right: test_uncertainty.py."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from report_gen.statistics import (
    Appeal,
    Prior,
    appeal,
    change,
    change_is_significant,
    effect,
    fit_prior,
    following,
    rate_interval,
    shrunken_rates,
    slope,
    surprise,
)
from tests.formulas import Counts, change_by_hand, columns, interval_by_hand


def account(
    rng: np.random.Generator, notes: int, rate: float = 0.03, spread: float = 60
) -> tuple[np.ndarray, np.ndarray]:
    """Saves and impressions of notes that really differ: each has its own true rate, and its own reach."""
    wholes = rng.negative_binomial(1.2, 1.2 / (1.2 + 2000), notes).astype(float) + 1
    rates = rng.beta(rate * spread, (1 - rate) * spread, notes)
    return rng.binomial(wholes.astype(int), rates).astype(float), wholes


@pytest.mark.parametrize("seed", range(5))
def test_interval_is_the_formula_of_the_contract(seed: int) -> None:
    parts, wholes = account(np.random.default_rng(seed), 12)
    assert rate_interval(parts, wholes) == pytest.approx(
        interval_by_hand(list(zip(parts, wholes, strict=True))), rel=1e-12
    )


@pytest.mark.parametrize(
    ("parts", "wholes"),
    [
        pytest.param([1, 2, 3, 4], [10, 20, 30, 40], id="four notes"),
        pytest.param([1, 2, 3, 4, 5], [10, 20, 30, 40, 0], id="five notes, one without impressions"),
        pytest.param([10, 20, 30, 40, 50], [10, 20, 30, 40, 50], id="every impression saved"),
        pytest.param([30, 20, 30, 40, 50], [10, 20, 30, 40, 50], id="more saves than impressions"),
        pytest.param([1, math.nan, 3, 4, 5], [10, 20, 30, 40, 50], id="one unknown"),
        pytest.param([], [], id="no notes"),
    ],
)
def test_no_interval_where_there_is_too_little_to_say(parts: list[float], wholes: list[float]) -> None:
    assert rate_interval(np.array(parts, dtype=float), np.array(wholes, dtype=float)) is None


@pytest.mark.parametrize("saves", [0.0, 2.0], ids=["no saves at all", "the same rate"])
def test_equal_rates_are_no_change_however_many_saw_the_notes(saves: float) -> None:
    parts, wholes = np.full(12, saves), np.linspace(500, 3000, 12)
    assert change_is_significant((parts, wholes), (parts / 2, wholes / 2)) is False


def test_a_real_change_is_seen() -> None:
    rng = np.random.default_rng(5)
    seen = sum(
        bool(change_is_significant(account(rng, 100, rate=0.05), account(rng, 100, rate=0.02))) for _ in range(50)
    )
    assert seen >= 45


NONE = (math.nan, math.nan)
SHARED: Counts = [(5, 100), (8, 300), (2, 90), (9, 200), (4, 150)]


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param([*SHARED, (7, 120), NONE], [*SHARED, NONE, (4, 100)], id="a note new, another gone"),
        pytest.param([(3 * s, m) for s, m in SHARED], SHARED, id="every rate three times as high"),
        pytest.param([*SHARED, (90, 4000)], [*SHARED, (40, 4100)], id="one note has nearly all"),
        pytest.param([(s, m / 50) for s, m in SHARED[:3]] + SHARED, [NONE] * 3 + SHARED, id="as many notes again"),
        pytest.param([*SHARED, (0, 0), (math.nan, 80)], [*SHARED, (3, 90), (2, 70)], id="unseen, unknown in one month"),
        pytest.param([*SHARED[:4], (0, 0)], SHARED, id="four notes seen now"),
        pytest.param(SHARED, [*SHARED[:4], NONE], id="four notes seen before"),
        pytest.param([(m, m) for _, m in SHARED], SHARED, id="every impression saved"),
        pytest.param(SHARED, SHARED, id="the same month twice"),
    ],
)
def test_significance_is_the_formula_of_the_contract(now: Counts, before: Counts) -> None:
    for one, other in ((now, before), (before, now)):
        assert change_is_significant(columns(one), columns(other)) is change_by_hand(one, other)


def test_the_cases_above_hold_each_answer() -> None:
    assert change_by_hand([(3 * s, m) for s, m in SHARED], SHARED) is True
    assert change_by_hand([*SHARED, (7, 120), NONE], [*SHARED, NONE, (4, 100)]) is False
    assert change_by_hand([*SHARED[:4], (0, 0)], SHARED) is None


count = st.integers(0, 40).flatmap(lambda s: st.tuples(st.just(float(s)), st.integers(s, 2000).map(float)))
month_of_notes = st.lists(
    st.tuples(st.one_of(count, st.just(NONE)), st.one_of(count, st.just(NONE))), min_size=1, max_size=25
)


@given(month_of_notes)
def test_both_formulas_agree_on_whatever_notes_there_are(
    notes: list[tuple[tuple[float, float], tuple[float, float]]],
) -> None:
    now, before = ([pair[month] for pair in notes] for month in (0, 1))
    assert change_is_significant(columns(now), columns(before)) is change_by_hand(now, before)
    seen = [(s, m) for s, m in now if m > 0]
    by_hand = len(seen) >= 5 and sum(m for _, m in seen) > sum(s for s, _ in seen)
    assert rate_interval(*columns(now)) == (pytest.approx(interval_by_hand(seen), rel=1e-9) if by_hand else None)


@given(month_of_notes, st.randoms(use_true_random=False))
def test_the_order_of_notes_means_nothing(
    notes: list[tuple[tuple[float, float], tuple[float, float]]], turn: Random
) -> None:
    now, before = ([pair[month] for pair in notes] for month in (0, 1))
    turned = turn.sample(notes, len(notes))
    again = change_is_significant(*(columns([pair[month] for pair in turned]) for month in (0, 1)))
    assert again is change_is_significant(columns(now), columns(before))


def test_three_saves_of_forty_do_not_win() -> None:
    """A note with few impressions is drawn to the mean, far below one that earned its rate."""
    parts, wholes = account(np.random.default_rng(6), 80)
    prior = fit_prior(parts, wholes)
    assert prior is not None
    (small, earned), _, _ = shrunken_rates(np.array([3.0, 300.0]), np.array([40.0, 5000.0]), prior)
    assert small < earned


def test_prior_finds_the_mean_and_the_spread_between_notes() -> None:
    prior = fit_prior(*account(np.random.default_rng(7), 3000, rate=0.03, spread=60))
    assert prior is not None
    assert prior.mean == pytest.approx(0.03, rel=0.1)
    assert 40 < prior.strength < 90


@given(st.integers(0, 500), st.integers(0, 5000), st.floats(0.001, 0.5), st.floats(2, 5000))
def test_a_shrunken_rate_lies_between_the_notes_own_and_the_mean(
    part: int, more: int, mean: float, strength: float
) -> None:
    found = shrunken_rates(np.array([float(part)]), np.array([float(part + more)]), Prior(mean, strength))
    rate, low, high = (float(column[0]) for column in found)
    own = part / (part + more) if part + more else mean
    assert min(own, mean) - 1e-12 <= rate <= max(own, mean) + 1e-12
    assert 0 <= low <= high <= 1


def test_more_saves_than_impressions_has_no_shrunken_rate() -> None:
    found = shrunken_rates(np.array([126.0, 1.0]), np.array([0.0, math.nan]), Prior(0.03, 60))
    assert np.isnan(found).all()


# -- groups of notes held against the others

ALONE = np.zeros((60, 0))


def plain(values: np.ndarray) -> Appeal:
    """Notes that counting tells nothing wrong of: all weigh the same."""
    return Appeal(values, np.zeros(len(values)))


def test_a_group_against_the_others_is_student_s_t_where_they_differ_alike() -> None:
    random = np.random.default_rng(3)
    values, member = random.normal(0, 1, 60), np.arange(60) < 25
    values[member] = values[member] * values[~member].std(ddof=1) / values[member].std(ddof=1)
    made = effect(plain(values), member, ALONE)
    assert made is not None
    expected = stats.ttest_ind(values[member], values[~member])
    assert made.size == pytest.approx(values[member].mean() - values[~member].mean())
    assert made.p == pytest.approx(expected.pvalue, rel=0.1)
    assert made.p >= expected.pvalue


def test_a_group_is_held_against_notes_alike_in_what_is_named() -> None:
    """The slope of an ordinary regression with a dummy for the group and one for what it is held beside."""
    random = np.random.default_rng(4)
    beside = (random.random(60) < 0.5).astype(float)
    member = random.random(60) < 0.2 + 0.5 * beside
    values = random.normal(0, 0.3, 60) + 2 * beside
    made = effect(plain(values), member, beside[:, None])
    columns = np.column_stack([np.ones(60), beside, member])
    assert made is not None
    assert made.size == pytest.approx(np.linalg.lstsq(columns, values, rcond=None)[0][2])
    assert made.p > 0.01


@pytest.mark.parametrize(
    ("member", "beside"),
    [
        pytest.param(np.arange(60) < 2, ALONE, id="two notes in the group"),
        pytest.param(np.arange(60) < 56, ALONE, id="four beside it"),
        pytest.param(
            np.arange(60) < 30, (np.arange(60) < 30).astype(float)[:, None], id="the same as what it is beside"
        ),
    ],
)
def test_no_contrast_where_there_is_nothing_to_hold_against(member: np.ndarray, beside: np.ndarray) -> None:
    values = np.random.default_rng(1).normal(0, 1, 60)
    assert effect(plain(values), member, beside) is None


@pytest.mark.parametrize("members", [4, 12, 40], ids="{} of 80 notes".format)
def test_groups_of_no_effect_are_told_apart_as_often_as_their_p_says(members: int) -> None:
    rng = np.random.default_rng(6)
    found = []
    for _ in range(400):
        parts, wholes = account(rng, 80)
        made = effect(appeal(parts[:, None], wholes[:, None]), rng.permutation(80) < members, np.zeros((80, 0)))
        found += [made.p] if made else []
    assert len(found) > 300
    assert np.mean(np.array(found) < 0.05) == pytest.approx(0.045, abs=0.035)
    assert np.mean(np.array(found) < 0.005) <= 0.0151  # under a true 0.005 more in 1 of 100 draws


def test_months_in_which_all_notes_do_better_make_no_note_look_better() -> None:
    wholes = np.array([[1000.0, np.nan], [1000.0, np.nan], [np.nan, 1000.0], [np.nan, 1000.0]])
    rates = np.array([[0.02], [0.04], [0.04], [0.08]])
    made = appeal(wholes * rates, wholes)
    assert made.value[:2] == pytest.approx(made.value[2:], abs=0.05)


def test_a_note_of_which_hardly_a_save_is_expected_has_no_appeal() -> None:
    made = appeal(np.array([[9.0], [300.0]]), np.array([[60.0], [10_000.0]]))
    assert list(made.is_known) == [False, True]


# -- months and days


def test_a_slope_is_the_line_through_the_log_odds_of_the_months() -> None:
    rng = np.random.default_rng(8)
    months = [account(rng, 30, rate=0.04 * 0.8**n) for n in range(6)]
    parts, wholes = (np.column_stack([month[side] for month in months]) for side in (0, 1))
    sums = parts.sum(axis=0), wholes.sum(axis=0)
    levels = np.log((sums[0] + 0.5) / (sums[1] - sums[0] + 0.5))
    made = slope(parts, wholes, np.arange(6.0))
    assert made is not None
    line = stats.linregress(np.arange(6), levels)
    assert made.size == pytest.approx(line.slope)
    assert made.p >= line.pvalue * (1 - 1e-9)


def test_months_that_wander_together_make_no_trend() -> None:
    """Thirty notes agree in every month, but the months are a coin's."""
    rng = np.random.default_rng(9)
    false = 0
    for _ in range(200):
        shared = 0.03 * np.exp(rng.normal(0, 0.3, 6))
        wholes = rng.uniform(2000, 4000, (30, 6))
        made = slope(rng.binomial(wholes.astype(int), shared).astype(float), wholes, np.arange(6.0))
        false += made is not None and made.p < 0.05
    assert false <= 20  # 10 are expected; more than 20 in 1 of 1,000


def test_the_change_s_p_is_that_of_its_verdict() -> None:
    rng = np.random.default_rng(10)
    for _ in range(50):
        now, before = account(rng, 30), account(rng, 30)
        made = change(now, before)
        assert made is not None
        assert (made.p < 0.05) is change_is_significant(now, before)


def test_a_surprise_is_student_s_t_of_a_new_logarithm() -> None:
    past = np.array([100.0, 130.0, 90.0, 160.0, 120.0])
    logs = np.log(past)
    t = (math.log(400) - logs.mean()) / (logs.std(ddof=1) * math.sqrt(1 + 1 / 5))
    assert surprise(400, past) == pytest.approx(2 * stats.t.sf(t, 4))
    assert surprise(101, np.array([100.0, 100.0, 100.0])) > 0.5


def daily(rng: np.random.Generator, days: int, memory: float = 0.6) -> np.ndarray:
    """Counts with weekdays, a trend and days that resemble the day before."""
    noise = np.zeros(days)
    for day in range(1, days):
        noise[day] = memory * noise[day - 1] + rng.normal(0, 0.25)
    weekdays = np.array([0, 0.1, 0, 0.1, 0.3, 0.5, 0.4])[np.arange(days) % 7]
    counts: np.ndarray = rng.poisson(np.exp(4 + noise + weekdays + np.arange(days) / days)).astype(float)
    return counts


@pytest.mark.parametrize("shift", [1, 5, 14])
def test_a_series_that_follows_another_is_found_with_its_days(shift: int) -> None:
    rng = np.random.default_rng(11)
    leader = daily(rng, 200)
    follower = rng.poisson(np.concatenate([leader[:shift], leader[:-shift]]) / 3).astype(float)
    found = following(leader, follower)
    assert found is not None
    assert found.days == shift
    assert found.p < 1e-4


def test_two_series_that_share_weekdays_trend_and_memory_do_not_follow_each_other() -> None:
    rng = np.random.default_rng(12)
    found = [following(daily(rng, 150), daily(rng, 150)) for _ in range(200)]
    assert sum(one is not None and one.p < 0.05 for one in found) <= 10


@pytest.mark.parametrize("days", [0, 59])
def test_too_few_days_tell_nothing_of_what_follows(days: int) -> None:
    rng = np.random.default_rng(13)
    assert following(daily(rng, days), daily(rng, days)) is None
