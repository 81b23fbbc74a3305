"""Rates, their intervals and whether they moved: Σ ÷ Σ, and the jackknife over notes, in plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_gen.explain._trace import Cell, Trace, plain, unknown

FEWEST = 5
INTERVAL = (
    "95 % interval over notes: λ ± t · se, turned back into a rate by 1 ÷ (1 + e^−λ). λ = ln((S + ½) ÷ (M − S + ½)); se = "
    "√((n−1)/n · Σ(λ without one note − their mean)²) over the n notes; t is the 97.5 % point of Student's t."
)
SIGNIFICANT = (
    "Whether |λ now − λ before| > t · se. λ = ln((S + ½) ÷ (M − S + ½)) of each month; se by leaving each note out of both "
    "months at once; t for the smaller of the two months' degrees of freedom."
)


@dataclass(frozen=True)
class Counted:
    """What a note brings to a rate: its part and its whole, with the cells of either."""

    label: str
    part: float
    whole: float
    cells: tuple[tuple[Cell, ...], tuple[Cell, ...]] = ((), ())


def ratio(name: str, formula: str, part: Trace, whole: Trace) -> Trace:
    """Σ ÷ Σ; there is no rate of nothing."""
    if part.value is None or whole.value is None:
        lacking = part if part.value is None else whole
        return unknown(name, f"There is no {lacking.name} to work with: {lacking.formula}", part, whole)
    if whole.number <= 0:
        return unknown(name, f"There is no rate of {whole.number:g} {whole.name}.", part, whole)
    return Trace(name, part.number / whole.number, formula, (part, whole))


def interval(name: str, notes: Sequence[Counted]) -> Trace:
    """The interval of the rate of these notes, with every note left out in turn."""
    own = [note for note in notes if note.whole > 0]
    s, m, n = math.fsum(c.part for c in own), math.fsum(c.whole for c in own), len(own)
    if n < FEWEST or m - s <= 0:
        few = f"There is none below {FEWEST} notes; here are {n}."
        return unknown(name, few if n < FEWEST else "There is none where the saves are as many as what they are of.")
    left_out = [_odds(s - c.part, m - c.whole) for c in own]
    centre, error, degrees = _odds(s, m), _spread(left_out), _degrees([c.whole for c in own])
    t = _student(degrees)
    low, high = _logistic(centre - t * error), _logistic(centre + t * error)
    if not all(map(math.isfinite, (centre, error))):
        return unknown(name, "There is none: after corrections a part of the notes has less than nothing.")
    terms = (
        Trace("S", plain(s), "The part, over notes with any of the whole.", (), _cells(own, 0)),
        Trace("M", plain(m), "The whole, over the same notes.", (), _cells(own, 1)),
        _term("n", n, "Notes."),
        _term("λ", centre, "ln((S + ½) ÷ (M − S + ½))"),
        Trace("se", error, "√((n−1)/n · Σ(λ without a note − their mean)²)", tuple(_without(own, left_out))),
        _term("degrees of freedom", degrees, "The larger of 2 and (Σm)² ÷ Σm² − 1, m being a note's part of M."),
        _term("t", t, "Student's t at 97.5 % for these degrees of freedom."),
    )
    return Trace(name, (low, high), INTERVAL, terms)


def significant(name: str, now: Mapping[str, Counted], before: Mapping[str, Counted]) -> Trace:
    """Whether a rate moved beyond chance. Both by note; a note may be in one of the months only."""
    notes = sorted({key for month in (now, before) for key, c in month.items() if c.whole > 0})
    (s1, m1), (s0, m0) = (_columns(month, notes) for month in (now, before))
    if not (_enough(s1, m1) and _enough(s0, m0)):
        return unknown(name, f"Not said: one of the two months has fewer than {FEWEST} notes with a rate, or no rate.")
    sums = math.fsum(s1), math.fsum(m1), math.fsum(s0), math.fsum(m0)
    if sums[0] * sums[3] == sums[2] * sums[1]:
        return Trace(name, False, "The two rates are equal.")
    after, then = _odds(sums[0], sums[1]), _odds(sums[2], sums[3])
    left_out = [
        _odds(sums[0] - s1[i], sums[1] - m1[i]) - _odds(sums[2] - s0[i], sums[3] - m0[i]) for i in range(len(notes))
    ]
    degrees, error = min(_degrees(m1), _degrees(m0)), _spread(left_out)
    t = _student(degrees)
    if not all(map(math.isfinite, (after, then, error))):
        return unknown(name, "Not said: after corrections a part of the notes has less than nothing.")
    terms = (
        _term("λ now", after, f"ln((S + ½) ÷ (M − S + ½)) with S = {sums[0]:g}, M = {sums[1]:g}"),
        _term("λ before", then, f"the same with S = {sums[2]:g}, M = {sums[3]:g}"),
        _term("se", error, f"√((n−1)/n · Σ(difference without a note − their mean)²) over {len(notes)} notes"),
        _term("degrees of freedom", degrees, "The smaller of the two months', each the larger of 2 and (Σm)² ÷ Σm² − 1."),
        _term("t", t, "Student's t at 97.5 % for these degrees of freedom."),
        _term("needed", t * error, "t · se: what |λ now − λ before| must exceed"),
    )  # fmt: skip
    return Trace(name, abs(after - then) > t * error, SIGNIFICANT, terms)


def _columns(month: Mapping[str, Counted], notes: Sequence[str]) -> tuple[list[float], list[float]]:
    counted = [c if (c := month.get(key)) and c.whole > 0 else Counted(key, 0, 0) for key in notes]
    return [c.part for c in counted], [c.whole for c in counted]


def _enough(s: Sequence[float], m: Sequence[float]) -> bool:
    return sum(whole > 0 for whole in m) >= FEWEST and math.fsum(m) - math.fsum(s) > 0


def _term(name: str, value: float, formula: str) -> Trace:
    return Trace(name, plain(value), formula)


def _without(notes: Sequence[Counted], left_out: Sequence[float]) -> Iterator[Trace]:
    for note, odds in zip(notes, left_out, strict=True):
        formula = f"λ without this note, which has {note.part:g} of {note.whole:g}"
        yield Trace(f"λ without {note.label}", odds, formula)


def _cells(notes: Sequence[Counted], side: int) -> tuple[Cell, ...]:
    return tuple(cell for note in notes for cell in note.cells[side])


def _odds(s: float, m: float) -> float:
    won, lost = s + 0.5, m - s + 0.5
    return math.log(won / lost) if won > 0 and lost > 0 else math.nan


def _spread(values: Sequence[float]) -> float:
    n, mean = len(values), math.fsum(values) / len(values)
    return math.sqrt((n - 1) / n * math.fsum((value - mean) ** 2 for value in values))


def _degrees(wholes: Sequence[float]) -> float:
    return max(2.0, math.fsum(wholes) ** 2 / math.fsum(m * m for m in wholes) - 1)


def _student(degrees: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if math.isfinite(x) else math.nan
