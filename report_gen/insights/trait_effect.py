"""What makes notes save-worthy here: do guides, comparisons, local or seasonal notes earn more saves than others?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._units import Contrast, contrasts, window
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
MOST = 2

MORE = noop("Notes of the kind “{trait}” are saved more often: {rate} against {other} for the others")
LESS = noop("Notes of the kind “{trait}” are saved less often: {rate} against {other} for the others")
USE = noop("Build more of next month’s notes as “{trait}”, in the pillars that have few of them.")
AVOID = noop("Use “{trait}” only where a note needs it, and look at what the most saved notes do instead.")


def find(story: Story) -> Iterator[Finding]:
    """Among notes of the same pillar and format, so that a trait doesn't get the credit of a pillar that uses it."""
    clear = [c for c in contrasts(story, "traits", ("pillars", "formats")) if c.is_clear]
    yield from (_finding(story, contrast) for contrast in clear[:MOST])


def _finding(story: Story, found: Contrast) -> Finding:
    names, months = story.report.names, len(window(story))
    happened, advice = (MORE, USE) if found.is_up else (LESS, AVOID)
    return Finding(
        id=f"trait_effect:{found.name}",
        section="saves",
        importance=0.74 if found.is_up else 0.62,
        p=found.p,
        watch=f"traits|{found.name}|save_rate",
        evidence={"trait": found.name, "months": months, "rate": found.rate, "other_rate": found.other_rate},
        text=told(
            lambda w: w.text(
                happened, trait=w.name(found.name), rate=w.rate(found.rate), other=w.rate(found.other_rate)
            ),
            names,
        ),
        why=told(lambda w: _why(w, story, months), names),
        action=told(lambda w: w.text(advice, trait=w.name(found.name)), names),
    )


def _why(w: Wording, story: Story, months: int) -> str:
    if len(story.report.pillars) < 2:
        return w.plural("Over {n} month this is beyond chance.", "Over {n} months this is beyond chance.", months)
    return w.plural(
        "Over {n} month this holds among notes of the same pillar and format, beyond chance.",
        "Over {n} months this holds among notes of the same pillar and format, beyond chance.",
        months,
    )
