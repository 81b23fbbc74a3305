"""The definitions of intervals, significance and shrinkage, written out plainly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import special

Interval = tuple[float, float] | None


def interval(counts: Sequence[tuple[float, float]]) -> Interval:
    """95 % of Σs ÷ Σm over notes: leave each one out, on the log-odds scale, with Student's t."""
    notes = [(s, m) for s, m in counts if m > 0 and s == s]
    s_all, m_all = sum(s for s, _ in notes), sum(m for _, m in notes)
    if len(notes) < 5 or m_all - s_all <= 0:
        return None
    left_out = [_log_odds(s_all - s, m_all - m) for s, m in notes]
    reach = _t(_weight([m for _, m in notes])) * _jackknife(left_out)
    centre = _log_odds(s_all, m_all)
    if not math.isfinite(centre) or not math.isfinite(reach):
        return None
    return _expit(centre - reach), _expit(centre + reach)


def significant(now: Mapping[Any, tuple[float, float]], before: Mapping[Any, tuple[float, float]]) -> bool | None:
    """Whether Σs ÷ Σm moved beyond chance; by note, each left out of both months at once."""
    now, before = ({k: (s, m) for k, (s, m) in counts.items() if m > 0 and s == s} for counts in (now, before))
    totals = [tuple(map(sum, zip(*counts.values(), strict=True))) for counts in (now, before) if counts]
    if len(totals) < 2 or any(len(counts) < 5 for counts in (now, before)) or any(m - s <= 0 for s, m in totals):
        return None
    (s1, m1), (s0, m0) = totals
    if s1 * m0 == s0 * m1:
        return False
    zero = (0.0, 0.0)
    left_out = [
        _log_odds(s1 - now.get(k, zero)[0], m1 - now.get(k, zero)[1])
        - _log_odds(s0 - before.get(k, zero)[0], m0 - before.get(k, zero)[1])
        for k in {*now, *before}
    ]
    degrees = min(_weight([m for _, m in counts.values()]) for counts in (now, before))
    change, reach = _log_odds(s1, m1) - _log_odds(s0, m0), _t(degrees) * _jackknife(left_out)
    return abs(change) > reach if math.isfinite(change) and math.isfinite(reach) else None


def _log_odds(s: float, m: float) -> float:
    over, under = s + 0.5, m - s + 0.5
    return math.log(over / under) if over > 0 and under > 0 else math.nan


def _jackknife(values: Sequence[float]) -> float:
    n, mean = len(values), sum(values) / len(values)
    return math.sqrt((n - 1) / n * sum((v - mean) ** 2 for v in values))


def _weight(wholes: Sequence[float]) -> float:
    """Degrees of freedom: as many as notes of equal weight, less one, and at least two."""
    return max(2.0, sum(wholes) ** 2 / sum(m * m for m in wholes) - 1)


def _t(degrees: float) -> float:
    return float(special.stdtrit(degrees, 0.975))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def prior(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Mean and strength of the beta distribution that makes these counts most likely: the mean is Σs ÷ Σm, the strength one of
    218 from 2 to 10,000."""
    s, m = (np.array([pair[i] for pair in pairs if pair[1] > 0 and 0 <= pair[0] <= pair[1]]) for i in (0, 1))
    if len(m) < 2 or not 0 < s.sum() < m.sum():
        return None
    mean = s.sum() / m.sum()
    best, most = 0.0, -math.inf
    for strength in 2 * (5000 ** (1 / 217)) ** np.arange(218):
        a, b = mean * strength, (1 - mean) * strength
        likelihood = float((_beta(a + s, b + m - s) - _beta(a, b)).sum())
        if likelihood > most:
            best, most = float(strength), likelihood
    return float(mean), best


def _beta(a: Any, b: Any) -> Any:
    return special.gammaln(a) + special.gammaln(b) - special.gammaln(a + b)
