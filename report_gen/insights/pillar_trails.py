"""Which pillar earns clearly fewer saves than the rest?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._pillars import share_of_base
from report_gen.insights._units import Contrast, contrasts, window
from report_gen.insights.pillar_leads import happened, over_months
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
LEADS_BELOW = 0.0005  # of p

SAVED_LESS = noop("{pillar} is saved less often than the rest: {rate} against {other}")
SHOW_LESS = noop("Plan fewer notes of {pillar}, or build them like those of the pillars that are saved.")


def find(story: Story) -> Iterator[Finding]:
    """The weakest against the rest, without the pillars that lead: beside a winner all others look weak."""
    every = contrasts(story, "pillars", ("formats",))
    leading = [c.name for c in every if c.is_up and c.is_clear and c.p < LEADS_BELOW]
    found = contrasts(story, "pillars", ("formats",), leading) if leading else every
    trailing = [c for c in found if not c.is_up and c.is_clear]
    yield from (_finding(story, contrast, leading) for contrast in trailing[:1])


def _finding(story: Story, found: Contrast, leading: list[str]) -> Finding:
    report, names, months = story.report, story.report.names, len(window(story))
    pillar = next(p for p in report.pillars if p.name == found.name)
    return Finding(
        id=f"pillar_trails:{found.name}",
        section="saves",
        importance=0.68,
        p=found.p,
        watch=f"pillars|{found.name}|save_rate",
        evidence={
            "pillar": found.name, "months": months, "rate": found.rate, "other_rate": found.other_rate,
            "share_of_saves": pillar.share_of_saves, "share": share_of_base(pillar, report),
            "without": leading,
        },
        text=told(lambda w: happened(w, found, pillar, story, SAVED_LESS), names),
        why=told(lambda w: w.joined([over_months(w, found, months), _without(w, leading)]), names),
        action=told(lambda w: w.text(SHOW_LESS, pillar=w.name(found.name)), names),
    )  # fmt: skip


def _without(w: Wording, leading: list[str]) -> str:
    """Whom the rest doesn't hold."""
    names = w.listed([w.name(name) for name in leading])
    return w.text("The rest is counted without {pillars}.", pillars=names) if leading else ""
