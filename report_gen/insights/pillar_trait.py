"""Which trait works in one pillar better, or worse, than it does elsewhere?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from report_gen.insights._units import CLEAR, Contrast, Counts, Mask, Units, recent, window
from report_gen.report import Finding
from report_gen.significance import OTHER
from report_gen.statistics import appeal, effect
from report_gen.story import Story
from report_gen.wording import noop, told

CLAIMS = True
FEWEST_GROUPS = 2  # pillars: with one, a pair is the trait

MORE = noop("In {pillar}, notes of the kind “{trait}” are saved more often than its others: {rate} against {other}")
LESS = noop("In {pillar}, notes of the kind “{trait}” are saved less often than its others: {rate} against {other}")
USE = noop("Write the next notes of {pillar} as “{trait}”.")
AVOID = noop("Write the next notes of {pillar} without “{trait}”.")


@dataclass(frozen=True)
class Pair:
    pillar: str
    trait: str


def find(story: Story) -> Iterator[Finding]:
    """Beyond what the pillar, the trait and the format make by themselves; the clearest pair of all."""
    pillars = {p.name for p in story.report.pillars} - {OTHER}
    if len(pillars) < FEWEST_GROUPS:
        return
    every = recent(story)
    pairs = [Pair(p, t.name) for p in sorted(pillars) for t in story.report.traits]
    found = sorted(_contrasts(every, pairs), key=lambda made: (made[0].p, made[0].name))
    clear = [(contrast, pair) for contrast, pair in found if contrast.is_clear and _is_clear_inside(contrast)]
    yield from (_finding(story, *one) for one in clear[:1])


def _contrasts(every: Units, pairs: list[Pair]) -> list[tuple[Contrast, Pair]]:
    known, beside = appeal(every.saves, every.wholes), every.columns(("pillars", "traits", "formats"))
    tried = [(pair, effect(known, _has(every, pair), beside)) for pair in pairs]
    made = [(pair, estimate) for pair, estimate in tried if estimate is not None]
    contrasts = []
    for pair, estimate in made:
        own, others = _sums(every, pair)
        if min(own[1], others[1]) > 0:
            name, p = f"{pair.pillar} · {pair.trait}", min(estimate.p * len(made), 1.0)
            contrasts.append((Contrast(name, estimate, own, others, p), pair))
    return contrasts


def _has(every: Units, pair: Pair) -> Mask:
    return every.of("pillars", pair.pillar) & every.of("traits", pair.trait)


def _sums(every: Units, pair: Pair) -> tuple[Counts, Counts]:
    """Of the pillar's notes with the trait, and of its others."""
    inside, own = every.of("pillars", pair.pillar), _has(every, pair)
    return _sum(every, own), _sum(every, inside & ~own)


def _sum(every: Units, mask: Mask) -> Counts:
    known = np.isfinite(every.saves) & np.isfinite(every.wholes) & mask[:, None]
    return float(every.saves[known].sum()), float(every.wholes[known].sum())


def _is_clear_inside(contrast: Contrast) -> bool:
    low, high = sorted((contrast.rate, contrast.other_rate))
    return high >= CLEAR * low


def _finding(story: Story, found: Contrast, pair: Pair) -> Finding:
    happened, advice = (MORE, USE) if found.is_up else (LESS, AVOID)
    rates = {"rate": found.rate, "other_rate": found.other_rate}
    return Finding(
        id=f"pillar_trait:{found.name}",
        section="saves",
        importance=0.64,
        p=found.p,
        watch=f"pillars|{pair.pillar}|save_rate",
        evidence={"pillar": pair.pillar, "trait": pair.trait, "months": len(window(story)), **rates},
        text=told(
            lambda w: w.text(
                happened, pillar=w.name(pair.pillar), trait=w.name(pair.trait),
                rate=w.rate(found.rate), other=w.rate(found.other_rate),
            ),
            story.report.names,
        ),
        why=told(lambda w: w.text("More than the pillar and the trait make by themselves, beyond chance.")),
        action=told(
            lambda w: w.text(advice, pillar=w.name(pair.pillar), trait=w.name(pair.trait)), story.report.names
        ),
    )  # fmt: skip
