"""Series of days: whether the level of one run of days differs from that of another, where days resemble their neighbours.

The mean of n days whose neighbours correlate by φ varies as s² · (n + 2 · Σ (n − k) · φᵏ) ÷ n², not as s² ÷ n: they count
like fewer independent days (Bayley & Hammersley 1946). φ is the median over runs of their own lag-1 correlation, each
mended for the bias of short runs, (1 + 3φ) ÷ n (Kendall 1954).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

import numpy as np
import numpy.typing as npt

from report_gen.statistics import Array

FEWEST_DAYS = 5
MOST_CARRIED = 0.95  # of φ: beyond it a month holds hardly more than one independent day
NOTHING = 1e-12  # a variance that is only rounding
MAD = 1.4826  # times the median of absolute values is the standard deviation of a normal variable


def carried(runs: Iterable[Array]) -> float:
    """How much of a day's deviation the next day keeps, 0 to 0.95."""
    found = [_autocorrelation(run) for run in runs if len(run) >= 2 * FEWEST_DAYS]
    return min(max(median(found), 0.0), MOST_CARRIED) if found else 0.5


def shift_by_chance(now: Array, before: Sequence[Array], phi: float, more: float, fewest: int = FEWEST_DAYS) -> Array:
    """How likely chance alone puts the mean of the last days of `now` as far from that of the latest run before it, either
    way: for the days from the first on, from the second on, and so forth down to `fewest` days.

    How much days vary is read off all runs; days before the new level are none of it. `more` is the variance of the
    difference that days don't show, as where months differ for reasons of their own."""
    from scipy.special import stdtr

    lengths = np.arange(len(now), fewest - 1, -1, dtype=np.int64)
    means, squares = _tails(now, lengths)
    pooled = sum(float(((run - run.mean()) ** 2).sum()) for run in before)
    spread = (squares + pooled) / (lengths - 1 + sum(len(run) - 1 for run in before))
    own, earlier = of_mean(lengths, phi), of_mean(np.array([len(run) for run in before]), phi)
    latest = before[-1]
    variance = spread * (own + earlier[-1]) + more
    degrees = 1 / own - 1 + float((1 / earlier - 1).sum())
    t = (means - latest.mean()) / np.sqrt(variance)
    return np.asarray(2 * stdtr(np.maximum(degrees, 2.0), -abs(t)))


def first_of_level(now: Array, before: Array, fewest: int = FEWEST_DAYS) -> int:
    """The place in `now` of the first day at its last level: where two levels, the first of which `before` has as well, fit
    all these days best (least squares), with at least so many days at the last."""
    every = np.concatenate([before, now])
    cuts = np.arange(len(before), len(every) - fewest + 1)
    sums = np.cumsum(every)
    early, late = sums[cuts - 1] / cuts, (sums[-1] - sums[cuts - 1]) / (len(every) - cuts)
    return int(np.argmax((early - late) ** 2 * cuts * (len(every) - cuts)))


def of_mean(counts: npt.NDArray[np.int64], phi: float) -> Array:
    """How much the mean of so many days varies, as a part of what one day does: (n + 2 · Σ (n − k) · φᵏ) ÷ n², added up."""
    return np.asarray(((1 + phi) / (1 - phi) - 2 * phi * (1 - phi**counts) / (counts * (1 - phi) ** 2)) / counts)


def _tails(now: Array, lengths: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """Mean, and sum of squares around it, of the last so many values."""
    turned = now[::-1] - now.mean()
    sums, squares = np.cumsum(turned)[lengths - 1], np.cumsum(turned**2)[lengths - 1]
    return now.mean() + sums / lengths, np.maximum(squares - sums**2 / lengths, 0)


def robust_spread(changes: Sequence[float]) -> float:
    """The standard deviation of changes around none, by their median, so that an earlier jump doesn't hide the next."""
    return MAD * median(abs(change) for change in changes)


def _autocorrelation(run: Array) -> float:
    off = run - run.mean()
    total = float((off**2).sum())
    if total <= NOTHING * len(run):
        return 0.0
    raw = float((off[1:] * off[:-1]).sum()) / total
    return raw + (1 + 3 * raw) / len(run)


def days(values: Iterable[float]) -> Array:
    return np.array(list(values), dtype=float)
