"""The correlation of two daily series at every shift, in plain arithmetic: Gram–Schmidt in place of least squares, sums in
place of Fourier transforms."""

from __future__ import annotations

import math
from collections.abc import Sequence

MOST_SHIFT, WEEK, KNOTS = 14, 7, 28  # days
Column = list[float]


def followed(leader: Sequence[float], follower: Sequence[float]) -> tuple[int, float]:
    """By how many days the follower comes later where the two correlate most, and how much that is."""
    one, other = _own(leader), _own(follower)
    n = len(one)
    length = math.sqrt(_product(one, one) * _product(other, other))
    near = {
        shift: math.fsum(one[i] * other[(i + shift) % n] for i in range(n)) / length
        for shift in range(-MOST_SHIFT, MOST_SHIFT + 1)
    }
    days = max(near, key=lambda shift: (abs(near[shift]), shift))
    return days, near[days]


def _own(counts: Sequence[float]) -> Column:
    """The logarithms without weekdays, the trend of four weeks, and the seven days before each."""
    logs, n = [math.log1p(max(count, 0)) for count in counts], len(counts)
    weekdays = [[float(day % WEEK == weekday) for day in range(n)] for weekday in range(WEEK)]
    trend = [[max(0.0, 1 - abs(day - knot) / KNOTS) for day in range(n)] for knot in range(0, n + KNOTS, KNOTS)]
    plain = _without(logs, [*weekdays, *trend])
    past = [plain[WEEK - lag : n - lag] for lag in range(1, WEEK + 1)]
    rest = _without(plain[WEEK:], [[1.0] * (n - WEEK), *past])
    mean = math.fsum(rest) / len(rest)
    return [value - mean for value in rest]


def _without(values: Column, columns: Sequence[Column]) -> Column:
    """What of the values no sum of the columns makes."""
    basis: list[Column] = []
    for column in columns:
        own = _less(_less(column, basis), basis)  # twice: rounding leaves a little the first time
        length = math.sqrt(_product(own, own))
        if length > 1e-9 * math.sqrt(max(_product(column, column), 1e-300)):
            basis.append([value / length for value in own])
    return _less(_less(values, basis), basis)


def _less(values: Column, basis: Sequence[Column]) -> Column:
    left = values
    for direction in basis:
        pull = _product(left, direction)
        left = [value - pull * step for value, step in zip(left, direction, strict=True)]
    return left


def _product(one: Column, other: Column) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))
