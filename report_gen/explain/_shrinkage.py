"""A note's rate drawn towards its format's mean: the beta-binomial fitted once more, in plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from report_gen.explain._month import Month, NoteRows
from report_gen.explain._trace import Trace, added

FEWEST_OF_A_FORMAT = 5
STRENGTHS = [2 * (10_000 / 2) ** (step / 217) for step in range(218)]
ADJUSTED = (
    "(mean · strength + s) ÷ (strength + m): the rate drawn towards the mean of its format, the more so the fewer people the "
    "note met."
)
BOUNDS = "The central 95 % of a Beta(mean · strength + s, (1 − mean) · strength + m − s) distribution."
STRENGTH = (
    "How alike the notes are: of 218 strengths from 2 to 10,000 in equal ratios, the one that makes their counts most likely "
    "(beta-binomial)."
)

Counts = tuple[int, float]  # saves, and what they are of


def adjusted(month: Month, note: NoteRows) -> Trace:
    """The note's adjusted save rate."""
    prior, counts = _prior(month, note), _counts(month, note)
    if prior is None or counts is None:
        return Trace("adjusted_save_rate", None, _why_none(counts))
    (mean, strength), (s, m) = prior, counts
    terms = (mean, strength, Trace("s", s, "The note's saves."), Trace("m", m, f"The note's {month.per}."))
    return Trace("adjusted_save_rate", (mean.number * strength.number + s) / (strength.number + m), ADJUSTED, terms)


def bounds(month: Month, note: NoteRows) -> Trace:
    """The note's interval."""
    from scipy.special import betaincinv

    rate = adjusted(month, note)
    if rate.value is None:
        return rate.called("interval")
    mean, strength, s, m = (term.number for term in rate.terms)
    a, b = mean * strength + s, (1 - mean) * strength + m - s
    return Trace("interval", (float(betaincinv(a, b, 0.025)), float(betaincinv(a, b, 0.975))), BOUNDS, rate.terms)


def _prior(month: Month, note: NoteRows) -> tuple[Trace, Trace] | None:
    """Mean and strength of the note's format, or of all notes where the format has too few to learn from."""
    cached = _fits(month)
    return cached.get(note.format) or cached.get("")


def _fits(month: Month) -> dict[str, tuple[Trace, Trace] | None]:
    """By format, and under "" of all notes."""
    if "shrinkage" not in month.kept:
        fits = {"": _fit(month, month.notes, "all notes")}
        for form in sorted({note.format for note in month.notes}):
            own = [note for note in month.notes if note.format == form]
            fits[form] = _fit(month, own, f"{form} notes") if len(own) >= FEWEST_OF_A_FORMAT else None
        month.kept["shrinkage"] = fits
    found: dict[str, tuple[Trace, Trace] | None] = month.kept["shrinkage"]
    return found


def _fit(month: Month, notes: Sequence[NoteRows], whose: str) -> tuple[Trace, Trace] | None:
    whole = [note for note in notes if month.per != "impressions" or _has_whole_rate(month, note)]
    counts = [c for note in whole if (c := _counts(month, note))]
    s, m = sum(c[0] for c in counts), sum(c[1] for c in counts)
    if len(counts) < 2 or not 0 < s < m:
        return None
    mean, distinct = s / m, _tally(counts)
    best = max(STRENGTHS, key=lambda strength: _likelihood(distinct, mean, strength))
    of = f"saves ÷ {month.per} of {len(counts)} {whose}: {s:g} ÷ {m:g}"
    return Trace("mean", mean, of), Trace("strength", best, STRENGTH)


def _counts(month: Month, note: NoteRows) -> Counts | None:
    """Saves and what they are of, where the first is a part of the second and there is any."""
    s, m = _activity(month, note, "saves"), _activity(month, note, month.per)
    return (int(s), m) if s is not None and m is not None and 0 <= s <= m and m > 0 else None


def _has_whole_rate(month: Month, note: NoteRows) -> bool:
    """Not a video seen mostly in autoplay: its views are no part of its impressions."""
    views, shown = _activity(month, note, "views"), _activity(month, note, "impressions")
    return note.format != "video" or (views is not None and shown is not None and views <= shown)


def _activity(month: Month, note: NoteRows, counter: str) -> float | None:
    if counter == "reach":
        return None
    value = added(month.ends(note, counter) or ())
    return None if value is None else float(value)


def _tally(counts: Sequence[Counts]) -> dict[Counts, int]:
    tally: dict[Counts, int] = {}
    for count in counts:
        tally[count] = tally.get(count, 0) + 1
    return tally


def _likelihood(tally: dict[Counts, int], mean: float, strength: float) -> float:
    """Σ ln B(α + s, β + m − s) − ln B(α, β)"""
    a, b = mean * strength, (1 - mean) * strength
    each = (n * (math.lgamma(a + s) + math.lgamma(b + m - s) - math.lgamma(a + b + m)) for (s, m), n in tally.items())
    return math.fsum(each) - sum(tally.values()) * (math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))


def _why_none(counts: Counts | None) -> str:
    if counts is None:
        return "None: the note has no rate to adjust; what it met is unknown or 0, or its saves are more than that."
    return "None: there are too few notes with saves to learn a mean from."
