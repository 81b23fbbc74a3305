"""Intervals and shrinkage, against plain loops over the formulas. How often they are right: test_uncertainty.py."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_gen.statistics import Prior, change_is_significant, fit_prior, rate_interval, shrunken_rates
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
