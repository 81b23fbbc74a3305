"""A study of the intervals and of the test of changes, on accounts whose truth is known, beside the usual formulas.

    python -m tests.uncertainty_study            prints its tables
    python -m tests.uncertainty_study --write    puts them into docs/uncertainty.md

An account is a draw of notes from a population. A note's reach is lognormal. Its own save rate is beta-distributed around
a mean that may lean on its reach. It is shown a Poisson number of times, and a binomial number of these are saves. The
truth is what the population's notes save together of what they are shown, E[saves] ÷ E[impressions]. Half of a month's
notes were there in the month before, with the same rate and more reach; of some notes one month is unknown.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from report_gen.statistics import change_is_significant, rate_interval

Array = npt.NDArray[np.float64]
Month = tuple[Array, Array]  # saves and impressions by note, NaN where a note has none that month

DOCS = Path(__file__).parents[1] / "docs" / "uncertainty.md"
SEED, EACH = 2026, 200
SIZES = (10, 20, 50, 100, 200)
LIFTS = (1.3, 1.6)
Z = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True)
class Population:
    """Where an account's notes come from. `reach` is the median of impressions a month and `tail` the standard deviation
    of their logarithm; `spread` is the coefficient of variation of the notes' own rates; `lean` the power of its reach
    that a note's rate follows; `unknown` the part of the notes that lack one of the months."""

    name: str
    rate: float = 0.03
    reach: float = 2000
    tail: float = 1.0
    spread: float = 0.6
    lean: float = 0.0
    unknown: float = 0.0

    @property
    def truth(self) -> float:
        """E[reach · rate] ÷ E[reach]: the lognormal's moment of order 1 + lean over that of order 1."""
        return self.rate * math.exp(self.tail**2 * ((1 + self.lean) ** 2 - 1) / 2)


POPULATIONS = (
    Population("Notes much alike (rates vary by 40 %)", spread=0.4, tail=0.8),
    Population("The usual account (60 %)"),
    Population("Notes very unlike (80 %), a few of them viral", spread=0.8, tail=1.2),
    Population("Notes that travel are kept more", lean=0.15),
    Population("Notes that travel are kept less", lean=-0.15),
    Population("A small account: 300 impressions a note, 1.5 % kept", rate=0.015, reach=300),
    Population("Of a fifth of the notes one month is unknown", unknown=0.2),
)


@dataclass(frozen=True)
class Account:
    """Two months without change, and the second as it had been with every note's rate multiplied by each of LIFTS."""

    truth: float
    before: Month
    now: Month
    lifted: tuple[Month, ...]


def account(rng: np.random.Generator, population: Population, notes: int) -> Account:
    """That many notes in each month: half of them in both, the others faded out or published between the two."""
    both = notes // 2
    total = 2 * notes - both  # first those of both months, then the faded ones, then the new ones
    reach = population.reach * np.exp(population.tail * rng.standard_normal(total))
    means = population.rate * (reach / population.reach) ** population.lean
    strength = (1 - means) / (means * population.spread**2) - 1
    rates = rng.beta(means * strength, (1 - means) * strength)
    place = np.arange(total)
    fade = np.where(place < both, rng.uniform(0.1, 0.6, total), 1.0)
    lost = np.where(rng.random(total) < population.unknown, rng.integers(0, 2, total), 2)
    before = rng.poisson(reach).astype(float), (place < notes) & (lost != 0)
    now = rng.poisson(reach * fade).astype(float), ((place < both) | (place >= notes)) & (lost != 1)
    lifted = tuple(_month(rng, *now, np.minimum(rates * lift, 1)) for lift in LIFTS)
    return Account(population.truth, _month(rng, *before, rates), _month(rng, *now, rates), lifted)


def _month(rng: np.random.Generator, shown: Array, there: npt.NDArray[np.bool_], rates: Array) -> Month:
    saves = rng.binomial(shown.astype(int), rates).astype(float)
    return np.where(there, saves, np.nan), np.where(there, shown, np.nan)


# -- the usual formulas, which take every impression for an independent one


def binomial_interval(month: Month) -> tuple[float, float]:
    """Wilson's score interval, 95 %."""
    s, m = _sums(month)
    centre, reach = s / m + Z**2 / (2 * m), Z * math.sqrt(s / m * (1 - s / m) / m + Z**2 / (4 * m**2))
    return (centre - reach) / (1 + Z**2 / m), (centre + reach) / (1 + Z**2 / m)


def proportions_differ(now: Month, before: Month) -> bool:
    """The two-proportion z-test with a pooled rate, at 5 %."""
    (s1, m1), (s0, m0) = _sums(now), _sums(before)
    pooled = (s1 + s0) / (m1 + m0)
    return abs(s1 / m1 - s0 / m0) > Z * math.sqrt(pooled * (1 - pooled) * (1 / m1 + 1 / m0))


def _sums(month: Month) -> tuple[float, float]:
    return float(np.nansum(month[0])), float(np.nansum(month[1]))


# -- what is measured


@dataclass(frozen=True)
class Outcome:
    """One account: whether each interval covers the truth, which test cried wolf, and which real lifts were seen."""

    population: str
    notes: int
    covers: bool
    binomial_covers: bool
    alarm: bool
    proportions_alarm: bool
    seen: tuple[bool, ...]
    reach: float  # half the interval's width, relative to the rate


def study(each: int = EACH, seed: int = SEED) -> tuple[Outcome, ...]:
    """`each` accounts of every size of every population."""
    rng = np.random.default_rng(seed)
    kinds = [(population, notes) for population in POPULATIONS for notes in SIZES for _ in range(each)]
    return tuple(_outcome(population.name, notes, account(rng, population, notes)) for population, notes in kinds)


def _outcome(name: str, notes: int, made: Account) -> Outcome:
    low, high = rate_interval(*made.now) or (math.nan, math.nan)  # without an interval nothing is covered
    usual = binomial_interval(made.now)
    return Outcome(
        population=name,
        notes=notes,
        covers=low <= made.truth <= high,
        binomial_covers=usual[0] <= made.truth <= usual[1],
        alarm=bool(change_is_significant(made.now, made.before)),
        proportions_alarm=proportions_differ(made.now, made.before),
        seen=tuple(bool(change_is_significant(month, made.before)) for month in made.lifted),
        reach=(high - low) / 2 / made.truth,
    )


def share(happened: Iterable[bool]) -> float:
    told = list(happened)
    return sum(told) / len(told)


# -- as tables


HEADS = (
    "accounts", "our interval covers", "binomial interval covers", "our false alarms", "z-test’s false alarms",
    "+30 % seen", "+60 % seen", "usual ± of the rate",
)  # fmt: skip


def by_size(outcomes: Sequence[Outcome]) -> str:
    rows = [(f"{size}", [o for o in outcomes if o.notes == size]) for size in SIZES]
    return _table("notes a month", [*rows, ("**all**", list(outcomes))])


def by_population(outcomes: Sequence[Outcome]) -> str:
    return _table("account", [(p.name, [o for o in outcomes if o.population == p.name]) for p in POPULATIONS])


def _table(first: str, rows: Sequence[tuple[str, Sequence[Outcome]]]) -> str:
    lines = [[first, *HEADS], ["---", *["---:"] * len(HEADS)], *([name, *_cells(of)] for name, of in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(of: Sequence[Outcome]) -> list[str]:
    shares = (
        share(o.covers for o in of), share(o.binomial_covers for o in of), share(o.alarm for o in of),
        share(o.proportions_alarm for o in of), *(share(o.seen[k] for o in of) for k in range(len(LIFTS))),
    )  # fmt: skip
    return [f"{len(of):,}", *(f"{100 * part:.1f} %" for part in shares), f"{100 * _median(of):.0f} %"]


def _median(of: Sequence[Outcome]) -> float:
    return float(np.nanmedian([o.reach for o in of]))


def written(text: str, outcomes: Sequence[Outcome]) -> str:
    """The page with its two tables as this study gives them."""
    for name, table in (("size", by_size(outcomes)), ("population", by_population(outcomes))):
        marks = f"<!-- by {name} -->", f"<!-- end by {name} -->"
        text = re.sub(f"{marks[0]}.*?{marks[1]}", f"{marks[0]}\n{table}\n{marks[1]}", text, flags=re.DOTALL)
    return text


def main(arguments: Sequence[str]) -> None:
    outcomes = study()
    if "--write" in arguments:
        DOCS.write_text(written(DOCS.read_text("utf-8"), outcomes), "utf-8")
    else:
        print(by_size(outcomes), by_population(outcomes), sep="\n\n")


if __name__ == "__main__":
    main(sys.argv[1:])
