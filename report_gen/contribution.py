"""What moved a rate between two months: how each group's own rate changed, and how the mix of groups changed.

A month's rate is R = Σ wᵢ · rᵢ over groups with share wᵢ of the whole and rate rᵢ. Its change splits exactly, with bars for
the mean of the two months, into

    rate effect  w̄ᵢ · (rᵢ₁ − rᵢ₀)             the group's own rate moved
    mix effect   (wᵢ₁ − wᵢ₀) · (r̄ᵢ − R̄)       more, or less, was shown of a group that saves better than the average

(the symmetric form of Kitagawa 1955). A group that is in one month only has no change of its own: it is all mix.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Parts = tuple[float, float]  # Σ part and Σ whole, as saves and impressions


@dataclass(frozen=True)
class Contribution:
    """How much of the change of the rate a group made, as fractions of the whole (0.004 is 0.4 points)."""

    name: str
    rate: float
    mix: float

    @property
    def total(self) -> float:
        return self.rate + self.mix


def contributions(now: Mapping[str, Parts], before: Mapping[str, Parts]) -> tuple[Contribution, ...]:
    """One for each group of either month, in the order of names; their totals add up to the change. Empty where a month
    has no whole."""
    wholes = [math.fsum(whole for _, whole in month.values()) for month in (now, before)]
    if not all(whole > 0 for whole in wholes):
        return ()
    overall = sum(
        math.fsum(part for part, _ in m.values()) / whole for m, whole in zip((now, before), wholes, strict=True)
    )
    found = []
    for name in sorted({*now, *before}):
        (share, rate), (old_share, old_rate) = _shares(now.get(name), wholes[0]), _shares(before.get(name), wholes[1])
        rate, old_rate = (old_rate if rate is None else rate), (rate if old_rate is None else old_rate)
        if rate is None or old_rate is None:
            continue  # nothing was shown of it in either month
        own = (share + old_share) / 2 * (rate - old_rate)
        found.append(Contribution(name, own, (share - old_share) * (rate + old_rate - overall) / 2))
    return tuple(found)


def _shares(group: Parts | None, whole: float) -> tuple[float, float | None]:
    """Its share of the whole, and its rate where there was any of it."""
    part, own = group or (0.0, 0.0)
    return own / whole, part / own if own > 0 else None
