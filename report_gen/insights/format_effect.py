"""Are image notes or videos saved more here, whatever they are about?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._units import FLAGGED, Contrast, contrasts, window
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
MOST_INCOMPLETE = 0.1  # of videos, seen in autoplay without an impression: beyond it their rate is another one

MORE = {
    "image": noop("Image notes are saved more often than videos: {rate} against {other}"),
    "video": noop("Videos are saved more often than image notes: {rate} against {other}"),
}
MAKE = {
    "image": noop("Where a topic can be told either way, tell it in pictures."),
    "video": noop("Where a topic can be told either way, tell it as a video."),
}


def find(story: Story) -> Iterator[Finding]:
    """Within pillars, so that what a format is used for doesn't pass for its effect."""
    if story.report.rate_per == "impressions" and _incomplete(story) > MOST_INCOMPLETE:
        return
    for found in contrasts(story, "formats", ("pillars",)):
        if found.name in MORE and found.is_up and found.is_clear:
            yield _finding(story, found)


def _incomplete(story: Story) -> float:
    videos = [note for report in window(story) for note in report.notes if note.format == "video"]
    return sum(FLAGGED in note.flags for note in videos) / len(videos) if videos else 0.0


def _finding(story: Story, found: Contrast) -> Finding:
    months = len(window(story))
    return Finding(
        id="format_effect",
        section="saves",
        importance=0.66,
        p=found.p,
        watch=f"formats|{found.name}|save_rate",
        evidence={"format": found.name, "months": months, "rate": found.rate, "other_rate": found.other_rate},
        text=told(lambda w: w.text(MORE[found.name], rate=w.rate(found.rate), other=w.rate(found.other_rate))),
        why=told(lambda w: _why(w, story, months)),
        action=told(lambda w: w.text(MAKE[found.name])),
    )


def _why(w: Wording, story: Story, months: int) -> str:
    if len(story.report.pillars) < 2:
        return w.plural("Over {n} month this is beyond chance.", "Over {n} months this is beyond chance.", months)
    return w.plural(
        "Over {n} month this holds within pillars too, beyond chance: it is not what the notes are about.",
        "Over {n} months this holds within pillars too, beyond chance: it is not what the notes are about.",
        months,
    )
