"""Intervals and shrinkage for rates of notes.

Notes differ far more than chance within a note, so the note is the unit: intervals come from leaving one note out at a time
(the jackknife, Efron & Stein 1981), on the log-odds scale, with Student's t on as many degrees of freedom as there are notes
of equal weight. The usual binomial interval treats every impression as independent and covers 20 to 35 % instead of 95.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Interval = tuple[float, float]
FEWEST_NOTES = 5
FEWEST_MEMBERS = 3  # of a group that is held against others
FAR_LARGER = 1.5
FEWEST_MONTHS = 5
FEWEST_EXPECTED = 3  # saves: below, a note's log-odds lean on the ½ more than on what happened
LEAST_APART = 0.05  # of a group's weight that is its own, and not of what it is held beside
LEAST_SPREAD = 0.05  # of the logarithm: months that happened to be alike promise nothing closer
FEWEST_DAYS, MOST_SHIFT, FAR_SHIFT = 60, 14, 20


def rate_interval(parts: Array, wholes: Array) -> Interval | None:
    """95 % interval of Σ parts ÷ Σ wholes over notes; None below five notes with a whole, or where Σ wholes ≤ Σ parts."""
    s, m = _with_whole(parts, wholes)
    if not _enough(s, m):
        return None
    error = _spread(_log_odds(s.sum() - s, m.sum() - m))
    centre, reach = float(_log_odds(s.sum(), m.sum())), _t(_degrees(m)) * error
    if not np.isfinite([centre, reach]).all():
        return None
    return _logistic(centre - reach), _logistic(centre + reach)


@dataclass(frozen=True)
class Estimate:
    """A difference of log-odds with its standard error and degrees of freedom: e^size times the odds, which for rates of a
    few per cent is as many times the rate."""

    size: float
    error: float
    degrees: float

    @property
    def p(self) -> float:
        """How often chance alone makes a difference that large in either direction, by Student's t."""
        return 1.0 if self.size == 0 or self.error == 0 else two_sided(self.size / self.error, self.degrees)


def two_sided(t: float, degrees: float) -> float:
    """The probability of a Student's t at least that far from 0."""
    from scipy.special import stdtr

    return float(2 * stdtr(degrees, -abs(t)))


def change_is_significant(now: tuple[Array, Array], before: tuple[Array, Array]) -> bool | None:
    """Whether a rate's month-on-month change is beyond chance.

    `now` and `before` are (parts, wholes) of the same notes in the same order, NaN where a note has no activity that month.
    A note is left out of both months at once, since a note that did well in one is likely to in the other."""
    found = change(now, before)
    return None if found is None else found.size != 0 and abs(found.size) > _t(found.degrees) * found.error


def change(now: tuple[Array, Array], before: tuple[Array, Array]) -> Estimate | None:
    """The change behind `change_is_significant`; None where that is. Equal rates have not changed at all: the ½ would make
    a change of 0 and 0."""
    (s1, m1), (s0, m0) = (_zero_without_whole(*month) for month in (now, before))
    if not (_enough(s1[m1 > 0], m1[m1 > 0]) and _enough(s0[m0 > 0], m0[m0 > 0])):
        return None
    either = (m1 > 0) | (m0 > 0)
    s1, m1, s0, m0 = s1[either], m1[either], s0[either], m0[either]
    left_out = _log_odds(s1.sum() - s1, m1.sum() - m1) - _log_odds(s0.sum() - s0, m0.sum() - m0)
    size = float(_log_odds(s1.sum(), m1.sum()) - _log_odds(s0.sum(), m0.sum()))
    if s1.sum() * m0.sum() == s0.sum() * m1.sum():
        size = 0.0
    error, degrees = _spread(left_out), min(_degrees(m1), _degrees(m0))
    return Estimate(size, error, degrees) if np.isfinite([size, error]).all() else None


def slope(parts: Array, wholes: Array, times: Array) -> Estimate | None:
    """How the log-odds of a rate change per unit of time. A row is a note, a column a month; NaN where the note has none.

    The error is the larger of two: leaving each note out of all months at once (notes differ), and the months' scatter
    around the line (all notes of a month may do better together); each with its degrees of freedom. None below five months
    or five notes in one of them."""
    s, m = _zero_without_whole(parts, wholes)
    if s.shape[1] < FEWEST_MONTHS or ((m > 0).sum(axis=0) < FEWEST_NOTES).any():
        return None
    centred = times - times.mean()
    weights = centred / (centred**2).sum()
    levels = _log_odds(s.sum(axis=0), m.sum(axis=0))
    size = float(weights @ levels)
    residuals = levels - levels.mean() - size * centred
    by_months = Estimate(
        size, float(np.sqrt((residuals**2).sum() / (len(times) - 2) * (weights**2).sum())), len(times) - 2
    )
    kept = (m > 0).any(axis=1)
    without = _log_odds(s.sum(axis=0) - s[kept], m.sum(axis=0) - m[kept]) @ weights
    by_notes = Estimate(size, _spread(without), min(_degrees(column) for column in m.T))
    return max(by_months, by_notes, key=lambda e: e.p) if np.isfinite([size, by_notes.error]).all() else None


# -- groups of notes held against the others


@dataclass(frozen=True, eq=False)
class Appeal:
    """How each note is saved beside what its months would lead to expect: its log-odds less the expected ones, with the
    variance that counting alone gives it. NaN for a note shown too little to tell (fewer than three saves expected)."""

    value: Array
    variance: Array

    @property
    def is_known(self) -> npt.NDArray[np.bool_]:
        return np.isfinite(self.value)

    def among(self, mask: npt.NDArray[np.bool_]) -> Appeal:
        """The others are unknown."""
        return Appeal(np.where(mask, self.value, np.nan), np.where(mask, self.variance, np.nan))


def appeal(parts: Array, wholes: Array) -> Appeal:
    """A row is a note, a column a month, NaN where the note has none. Whether all notes of a month do better does not make
    a note look better: what is expected of it is the rate of each month, by what was shown of it then."""
    s, m = _zero_without_whole(parts, wholes)
    shown = m.sum(axis=0)
    rates = np.divide(s.sum(axis=0), shown, out=np.zeros_like(shown), where=shown > 0)
    saved, whole, expected = s.sum(axis=1), m.sum(axis=1), m @ rates
    enough = (expected >= FEWEST_EXPECTED) & (expected < whole) & (saved <= whole) & (saved >= 0)
    saved, whole, expected = (np.where(enough, column, np.nan) for column in (saved, whole, expected))
    value = _log_odds(saved, whole) - np.log(expected / (whole - expected))
    return Appeal(value, 1 / (saved + 0.5) + 1 / (whole - saved + 0.5))


def effect(notes: Appeal, member: npt.NDArray[np.bool_], beside: Array) -> Estimate | None:
    """What belonging to a group does to a note's log-odds, among notes alike in everything that `beside` holds (columns of
    dummies: format, pillar).

    Least squares, each note weighted by 1 ÷ (its counting variance + the variance between notes), since notes differ far
    more than their counts would make them: a note that a million saw is still one note. The error is the larger of the
    usual one, for which the group's notes differ as much as the others, and one that is robust where they don't (HC3,
    MacKinnon & White 1985). Where the robust one is larger by far, it leans on the group's few notes, and the degrees of
    freedom are theirs by Satterthwaite's approximation. None with fewer than three notes in the group or five beside it, or
    where the group can't be told from the columns of `beside`."""
    known = notes.is_known
    inside, y = member[known].astype(float), notes.value[known]
    if inside.sum() < FEWEST_MEMBERS or len(inside) - inside.sum() < FEWEST_NOTES:
        return None
    others = np.column_stack([np.ones(len(y)), _independent(beside[known])])
    weights = 1 / (notes.variance[known] + _between(y, np.column_stack([others, inside]), notes.variance[known]))
    root = np.sqrt(weights)
    basis, _ = np.linalg.qr(others * root[:, None])
    own, target = (column - basis @ (basis.T @ column) for column in (inside * root, y * root))
    if own @ own < LEAST_APART * (inside * weights).sum() or len(y) <= others.shape[1] + 2:
        return None
    return _estimate(own, target, (basis**2).sum(axis=1), len(y) - others.shape[1] - 1)


def _estimate(own: Array, target: Array, leverage: Array, degrees: int) -> Estimate:
    """The slope of one column on another, both without what the columns beside them make."""
    length = float(own @ own)
    size = float(own @ target) / length
    left = target - size * own
    pulls = own * left / np.maximum(1 - leverage - own**2 / length, 0.02) / length
    usual, robust = float(np.sqrt(left @ left / degrees / length)), float(np.sqrt((pulls**2).sum()))
    if robust <= FAR_LARGER * usual:
        return Estimate(size, max(usual, robust), degrees)
    leans = own**2
    return Estimate(size, robust, max(float(leans.sum() ** 2 / (leans**2).sum()) - 1, 2.0))


def _independent(columns: Array) -> Array:
    """Those that say something that the ones before, and a constant, don't."""
    basis, kept = [np.full(len(columns), len(columns) ** -0.5)], []
    for place, column in enumerate(columns.T):
        directions = np.array(basis)
        left = column - directions.T @ (directions @ column)
        if (length := float(np.sqrt(left @ left))) > 1e-6:
            basis.append(left / length)
            kept.append(place)
    return columns[:, kept]


def _between(y: Array, columns: Array, variance: Array) -> float:
    """The variance between notes beyond counting: what least squares leaves over, less what counting explains."""
    basis, _ = np.linalg.qr(columns)
    left = y - basis @ (basis.T @ y)
    return float(max(left @ left / max(len(y) - columns.shape[1], 1) - variance.mean(), 0.0))


# -- series


def surprise(value: float, past: Array) -> float:
    """How likely a number as far from the past ones comes by chance, either way: Student's t of its difference from their
    mean, with the spread of a new one (Σ(x − x̄)² ÷ (n − 1) · (1 + 1/n)) and never less than 5 % of spread, on logarithms."""
    now, then = np.log(value), np.log(past)
    spread = max(float(then.std(ddof=1)), LEAST_SPREAD)
    return two_sided(float(now - then.mean()) / (spread * np.sqrt(1 + 1 / len(then))), len(then) - 1)


@dataclass(frozen=True)
class Following:
    """One daily series follows another: by how many days, with which correlation, and how likely by chance."""

    days: int
    correlation: float
    p: float


def following(leader: Array, follower: Array) -> Following | None:
    """Whether `follower` follows `leader`, a few days later.

    Both as logarithms without their weekdays, trend and memory of their own (an autoregression of seven days, fitted by
    least squares to each: prewhitening, Box & Jenkins), then correlated at every shift around the circle. The shifts of 30
    days and more say how much chance correlates (their standard deviation). p is that of the largest among all shifts of up
    to 14 days either way, by Bonferroni. None where the largest is not one of 1 to 14 days later and positive, or in fewer
    than 60 days."""
    logs = _logarithms(leader, follower)
    if len(leader) < FEWEST_DAYS or not logs.std(axis=0).min() > 0:
        return None
    one, other = _whitened(logs).T
    turned = np.fft.irfft(np.fft.rfft(other) * np.conj(np.fft.rfft(one)), len(one))
    correlations = turned / (len(one) * one.std() * other.std())
    near = {shift: float(correlations[shift]) for shift in range(-MOST_SHIFT, MOST_SHIFT + 1)}
    days = max(near, key=lambda shift: (abs(near[shift]), shift))
    if days < 1 or near[days] <= 0:
        return None
    far = correlations[FAR_SHIFT : len(one) - FAR_SHIFT]
    degrees = max(len(far) / 3, 5.0)
    chance = two_sided(near[days] / float(far.std()), degrees) * len(near)
    return Following(days, near[days], min(chance, 1.0))


def _logarithms(*series: Array) -> Array:
    return np.log1p(np.maximum(np.column_stack(series), 0))


def _whitened(logs: Array) -> Array:
    """What a day has, of each series, beyond its weekday, the trend of the four weeks around it and the seven days before."""
    days = np.arange(len(logs))
    weekdays = (days[:, None] % 7 == np.arange(7)).astype(float)
    knots = np.column_stack([np.maximum(0, 1 - abs(days - knot) / 28) for knot in range(0, len(days) + 28, 28)])
    logs = _without_columns(logs, np.column_stack([weekdays, knots]))
    return np.column_stack([_without_its_past(own) for own in logs.T])


def _without_its_past(values: Array) -> Array:
    past = np.column_stack([values[7 - lag : len(values) - lag] for lag in range(1, 8)])
    return _without_columns(values[7:], np.column_stack([past, np.ones(len(past))]))


def _without_columns(values: Array, columns: Array) -> Array:
    fit, *_ = np.linalg.lstsq(columns, values, rcond=None)
    return np.asarray(values - columns @ fit)


@dataclass(frozen=True)
class Prior:
    """What is known of a note's rate before its own counts: Beta(mean · strength, (1 − mean) · strength)."""

    mean: float
    strength: float

    @property
    def alpha(self) -> float:
        return self.mean * self.strength

    @property
    def beta(self) -> float:
        return (1 - self.mean) * self.strength


def fit_prior(parts: Array, wholes: Array) -> Prior | None:
    """The beta-binomial of these notes: mean Σs ÷ Σm, and the strength that makes their counts most likely.

    By likelihood rather than by moments: one viral note with an unusual rate must not make every note look unusual. The
    strength is searched on a grid from 2 to 10,000 in steps of 4 %. None without anything to learn from."""
    from scipy.special import betaln

    s, m = _with_whole(parts, wholes)
    fits = (s >= 0) & (s <= m)
    s, m = s[fits], m[fits]
    if len(m) < 2 or not 0 < s.sum() < m.sum():
        return None
    mean = float(s.sum() / m.sum())
    strengths = np.geomspace(2, 10_000, 218)[:, None]
    alpha, beta = mean * strengths, (1 - mean) * strengths
    likelihood = (betaln(alpha + s, beta + m - s) - betaln(alpha, beta)).sum(axis=1)
    return Prior(mean, float(strengths[int(np.argmax(likelihood)), 0]))


def shrunken_rates(parts: Array, wholes: Array, prior: Prior) -> tuple[Array, Array, Array]:
    """Each note's rate drawn towards its prior mean, and the central 95 % of what it may be; NaN where part > whole."""
    from scipy.special import betaincinv

    fits = np.isfinite(parts) & np.isfinite(wholes) & (parts >= 0) & (parts <= wholes)
    s, m = np.where(fits, parts, 0.0), np.where(fits, wholes, 0.0)
    a, b = prior.alpha + s, prior.beta + m - s
    rates, lows, highs = a / (a + b), betaincinv(a, b, 0.025), betaincinv(a, b, 0.975)
    return np.where(fits, rates, np.nan), np.where(fits, lows, np.nan), np.where(fits, highs, np.nan)


def _with_whole(parts: Array, wholes: Array) -> tuple[Array, Array]:
    counted = np.isfinite(parts) & np.isfinite(wholes) & (wholes > 0)
    return parts[counted], wholes[counted]


def _zero_without_whole(parts: Array, wholes: Array) -> tuple[Array, Array]:
    counted = np.isfinite(parts) & np.isfinite(wholes) & (wholes > 0)
    return np.where(counted, parts, 0.0), np.where(counted, wholes, 0.0)


def _enough(s: Array, m: Array) -> bool:
    return len(m) >= FEWEST_NOTES and m.sum() - s.sum() > 0


def _log_odds(s: Array | float, m: Array | float) -> Array:
    """ln((S + ½) ÷ (M − S + ½)); NaN where corrections have left less than nothing."""
    won, lost = np.asarray(s + 0.5, dtype=float), np.asarray(m - s + 0.5, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((won > 0) & (lost > 0), np.log(won / lost), np.nan)


def _spread(left_out: Array) -> float:
    n = len(left_out)
    return float(np.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum()))


def _degrees(m: Array) -> float:
    return max(2.0, float(m.sum() ** 2 / (m**2).sum()) - 1)


def _t(degrees: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))


def _logistic(x: float) -> float:
    return float(1 / (1 + np.exp(-x)))
