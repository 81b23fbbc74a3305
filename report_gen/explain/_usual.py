"""What a number usually is here: median and range of the up to six whole months before."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from report_gen.explain._month import Month
from report_gen.explain._trace import Trace, agree, unknown

MONTHS, FEWEST = 6, 3
HOW = {
    "median": "The median of the up to six whole months before.",
    "low": "The lowest of the up to six whole months before.",
    "high": "The highest of the up to six whole months before.",
    "months": "How many whole months with that number there are among the six before.",
}


def yardsticks(month: Month, definition: str) -> list[Month]:
    """The whole ones of the six months before, made by the same definition, oldest first; none of a partial month."""
    own = month.told
    past = [m for back in range(MONTHS, 0, -1) if (m := month.earlier(back))]
    whole = [m for m in past if not m.told.coverage.partial and not own.coverage.partial]
    return [m for m in whole if m.told.definitions.get(definition) == own.definitions.get(definition)]


def usual(name: str, rest: Sequence[str], history: Sequence[Trace]) -> Trace:
    """`rest` names which of median, low, high and months; none of them where there is no usual."""
    if len(history) < FEWEST or not rest:
        return unknown(name, f"There is no usual below {FEWEST} months of history.", *history)
    values = [then.number for then in history]
    numbers = {"median": median(values), "low": min(values), "high": max(values), "months": len(values)}
    return Trace(rest[0], numbers[rest[0]], HOW[rest[0]], tuple(history))


def standing(number: Trace, history: Sequence[Trace]) -> Trace:
    """Where the number lies against its usual range."""
    low, high = (usual(name, (name,), history) for name in ("low", "high"))
    if number.value is None or low.value is None:
        return unknown("standing", "None without a number and a usual range.", number, *history)
    is_bound = agree(number.value, low.value) or agree(number.value, high.value)
    outside = "above" if number.number > high.number else "below" if number.number < low.number else "within"
    where = "within" if is_bound else outside
    return Trace("standing", where, "Where the number lies against the range it usually has.", (number, low, high))
