"""The formulas of intervals and significance once more, word by word and one note at a time, to hold the program against."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats


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


Counts = list[tuple[float, float]]  # (part, whole) of each note, NaN where it has none that month


def change_by_hand(now: Counts, before: Counts) -> bool | None:
    """Design 5, word by word: a note is left out of both months at once, and the smaller of the two degrees of freedom.
    Two equal rates are no change, whatever the ½ makes of them."""
    months = [[(s, m) if m > 0 and not math.isnan(s) else (0.0, 0.0) for s, m in month] for month in (now, before)]
    sums = [(sum(s for s, _ in month), sum(m for _, m in month)) for month in months]
    if any(sum(m > 0 for _, m in month) < 5 for month in months) or any(m - s <= 0 for s, m in sums):
        return None
    (s1, m1), (s0, m0) = sums
    if s1 * m0 == s0 * m1:
        return False
    pairs = [pair for pair in zip(*months, strict=True) if pair[0][1] > 0 or pair[1][1] > 0]
    left_out = [log_odds(s1 - a[0], m1 - a[1]) - log_odds(s0 - b[0], m0 - b[1]) for a, b in pairs]
    n, mean = len(left_out), sum(left_out) / len(left_out)
    se = math.sqrt((n - 1) / n * sum((x - mean) ** 2 for x in left_out))
    df = min(max(2, sum(m for _, m in month) ** 2 / sum(m**2 for _, m in month) - 1) for month in months)
    return bool(abs(log_odds(s1, m1) - log_odds(s0, m0)) > stats.t.ppf(0.975, df) * se)


def columns(month: Counts) -> tuple[np.ndarray, np.ndarray]:
    parts, wholes = zip(*month, strict=True)
    return np.array(parts, dtype=float), np.array(wholes, dtype=float)
