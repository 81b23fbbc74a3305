"""Did far more people see the notes while fewer of them saved?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights.save_rate_moved import importance
from report_gen.report import Finding, Headline, Usual
from report_gen.significance import claim
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

INSTEAD_OF = ("save_rate_moved", "pillar_changed", "save_rate_trend")
FAR_MORE = 1.3  # times what is usual, and more than in any of those months

SEEN = {
    "impressions": noop(
        "Reach rose without saves: {shown} impressions, {usual} in a usual month; save rate fell to {now}"
    ),
    "views": noop("Reach rose without saves: {shown} views, {usual} in a usual month; save rate fell to {now}"),
}
NARROW = noop(
    "Find the notes that travelled, and make the next ones for the people who save: by keyword, place and title."
)


def find(story: Story) -> Iterator[Finding]:
    """Speaks only where save rate fell beyond chance; what was shown is counted, and above its usual range."""
    rate, shown = (story.report.headline.get(name) for name in ("save_rate", story.report.rate_per))
    if story.before is None or rate is None or shown is None or not claim(rate):
        return
    usual, fell = shown.usual, (rate.value or 0) < (rate.previous or 0)
    if usual is None or shown.standing != "above" or (shown.value or 0) < FAR_MORE * usual.median:
        return
    if fell and story.report.rate_per in SEEN:
        yield _finding(story, rate, shown, usual)


def _finding(story: Story, rate: Headline, shown: Headline, usual: Usual) -> Finding:
    per = story.report.rate_per
    return Finding(
        id="reach_without_saves",
        section="saves",
        importance=importance(story) + 0.01,
        watch="headline|save_rate|value",
        evidence={
            "per": per, "shown": shown.value, "usual": usual.median, "months": usual.months,
            "save_rate": rate.value, "previous": rate.previous, "significant": True,
        },
        text=told(lambda w: _text(w, per, rate, shown, usual)),
        why=told(lambda w: _why(w, rate, usual)),
        action=told(lambda w: w.text(NARROW)),
    )  # fmt: skip


def _text(w: Wording, per: str, rate: Headline, shown: Headline, usual: Usual) -> str:
    return w.text(SEEN[per], shown=w.count(shown.value), usual=w.count(usual.median), now=w.rate(rate.value))


def _why(w: Wording, rate: Headline, usual: Usual) -> str:
    return w.plural(
        "More was shown than in the {n} month before. Save rate was {then}; its fall is beyond chance.",
        "More was shown than in any of the {n} months before. Save rate was {then}; its fall is beyond chance.",
        usual.months, then=w.rate(rate.previous),
    )  # fmt: skip
