"""Scales of the pictures inside tables: values to fractions of a cell's width, and what stands above it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from report_gen.figures import Mark
from report_gen.report import Interval
from report_gen.wording import Wording

_FAR = 0.32  # of the width: a label nearer than that to the target's would touch it
_LONGEST = 2.5  # times the greatest rate: a strip of a few notes may run off the scale, not squeeze all others


@dataclass(frozen=True)
class RateScale:
    """From 0 to a little over the greatest value shown; `top` is 0 if there is nothing to show."""

    top: float

    @classmethod
    def over(
        cls, rates: Iterable[float | None], intervals: Iterable[Interval | None], target: float | None
    ) -> RateScale:
        known = [rate for rate in rates if rate is not None]
        if not known:
            return cls(0)
        points = max([*known, target or 0])
        strips = max([interval[1] for interval in intervals if interval], default=0.0)
        return cls(max(points * 1.04, (target or 0) * 1.2, min(strips * 1.04, points * _LONGEST)))

    def at(self, value: float | None) -> float | None:
        return None if value is None or not self.top else min(max(value / self.top, 0), 1)

    def mark(
        self, wording: Wording, value: float | None, interval: Interval | None, before: float | None = None
    ) -> Mark:
        low, high = interval or (None, None)
        label = wording.text("95% interval {interval}", interval=wording.interval(interval)) if interval else ""
        return Mark(self.at(value), self.at(low), self.at(high), self.at(before), label)

    def ticks(self, wording: Wording, target: float | None) -> tuple[tuple[float, str], ...]:
        """0, the target and a round number near the end; what would touch the target's label gives way to it."""
        if not self.top:
            return ()
        goal, last = self.at(target), _round_end(self.top)
        labels = [] if goal is not None and goal < _FAR else [(0.0, wording.rate(0, 0))]
        if target is not None and goal is not None:
            labels.append((goal, wording.text("Target {rate}", rate=wording.rate(target))))
        if goal is None or abs(last / self.top - goal) > _FAR:
            labels.append((last / self.top, wording.rate(last, 0 if last >= 0.01 else 2)))
        return tuple(labels)


@dataclass(frozen=True)
class RankScale:
    """Logarithmic, rank 1 at the right, so that from 4 to 1 is as far as from 40 to 10; at the left those not found."""

    worst: float
    lane: float = 0.16  # its label is centred on it
    edge: float = 0.3  # where the worst rank stands, clear of the lane's label

    @classmethod
    def over(cls, ranks: Iterable[float | None]) -> RankScale:
        return cls(max([20.0, *(rank for rank in ranks if rank is not None)]))

    def at(self, rank: float | None) -> float:
        if rank is None:
            return self.lane
        return 1 - (1 - self.edge) * math.log(max(rank, 1)) / math.log(self.worst)

    def ticks(self, wording: Wording) -> tuple[tuple[float, str], ...]:
        """Not found, then a handful of ranks, none nearer to the next than its figures need."""
        marks = [(self.at(rank), wording.rank(rank)) for rank in (1, 3, 10, 20, 50, 100) if rank <= self.worst]
        kept = [mark for mark, next_ in zip(marks, [(2.0, ""), *marks], strict=False) if next_[0] - mark[0] > 0.075]
        return ((self.lane, wording.rank(None)), *((at, text) for at, text in reversed(kept) if at > 0.34))


def _round_end(top: float) -> float:
    """The greatest 1, 2 or 5 times a power of ten, or multiple of that step, that is still on the scale."""
    power = 10.0 ** math.floor(math.log10(top))
    step = max((step * power for step in (1, 2, 5) if step * power <= top), default=power)
    return math.floor(top / step * (1 + 1e-9)) * step
