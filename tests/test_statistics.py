"""Intervals and shrinkage, against plain loops over the formulas and against accounts whose true rate is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from report_gen.statistics import Prior, change_is_significant, fit_prior, rate_interval, shrunken_rates


def log_odds(s: float, m: float) -> float:
    return math.log((s + 0.5) / (m - s + 0.5))


def interval_by_hand(notes: list[tuple[float, float]]) -> tuple[float, float]:
    """Design 5, word by word, one note at a time."""
    n, s, m = len(notes), sum(a for a, _ in notes), sum(b for _, b in notes)
    left_out = [log_odds(s - a, m - b) for a, b in notes]
    mean = sum(left_out) / n
    se = math.sqrt((n - 1) / n * sum((x - mean) ** 2 for x in left_out))
    df = max(2, m**2 / sum(b**2 for _, b in notes) - 1)
    reach = stats.t.ppf(0.975, df) * se
    return tuple(1 / (1 + math.exp(-x)) for x in (log_odds(s, m) - reach, log_odds(s, m) + reach))  # type: ignore[return-value]


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


def test_intervals_cover_the_true_rate_of_accounts_whose_notes_differ() -> None:
    """300 accounts: about 95 %; the binomial interval, shown beside it, covers less than half."""
    rng, covered, binomial = np.random.default_rng(3), 0, 0
    for _ in range(300):
        parts, wholes = account(rng, int(rng.integers(10, 200)))
        low, high = rate_interval(parts, wholes) or (0, 1)
        covered += low <= 0.03 <= high
        naive = stats.binomtest(int(parts.sum()), int(wholes.sum())).proportion_ci()
        binomial += naive.low <= 0.03 <= naive.high
    assert 0.90 <= covered / 300 <= 0.99
    assert binomial / 300 < 0.5


def test_months_without_change_are_seldom_called_significant() -> None:
    rng, alarms = np.random.default_rng(4), 0
    for _ in range(300):
        alarms += bool(change_is_significant(account(rng, 60), account(rng, 60)))
    assert alarms / 300 <= 0.06


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


def test_significance_leaves_a_note_out_of_both_months_at_once() -> None:
    """By hand: notes shared by both months, one only in the first, one only in the second."""
    now = [(5, 100), (8, 300), (2, 90), (9, 200), (4, 150), (7, 120), (math.nan, math.nan)]
    before = [(3, 110), (6, 280), (1, 95), (5, 210), (2, 140), (math.nan, math.nan), (4, 100)]
    filled = [[(0, 0) if math.isnan(m) else (s, m) for s, m in month] for month in (now, before)]
    sums = [(sum(s for s, _ in month), sum(m for _, m in month)) for month in filled]
    change = log_odds(*sums[0]) - log_odds(*sums[1])
    (s1, m1), (s0, m0) = sums
    left = [log_odds(s1 - a[0], m1 - a[1]) - log_odds(s0 - b[0], m0 - b[1]) for a, b in zip(*filled, strict=True)]
    mean, n = sum(left) / len(left), len(left)
    se = math.sqrt((n - 1) / n * sum((x - mean) ** 2 for x in left))
    df = min(max(2, sum(m for _, m in month) ** 2 / sum(m**2 for _, m in month) - 1) for month in filled)
    expected = bool(abs(change) > stats.t.ppf(0.975, df) * se)
    columns = [tuple(np.array(column, dtype=float) for column in zip(*month, strict=True)) for month in (now, before)]
    assert change_is_significant(*columns) is expected  # type: ignore[arg-type]
    assert change_is_significant(*reversed(columns)) is expected  # type: ignore[arg-type]


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
