"""Did click-throughs meet their target?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding, Headline
from report_gen.significance import basis_changed
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

MET = noop("Click-throughs met their target: {value} of {target}")
MISSED = noop("Click-throughs missed their target: {value} of {target}")
# What a count of clicks is made of: how much was shown, and how often that led on.
MORE = noop("Notes were shown {change} more often than in {month}; {rate} of that led to a click, against {before}.")
FEWER = noop("Notes were shown {change} less often than in {month}; {rate} of that led to a click, against {before}.")
EASY = 2  # times the target
ADVICE = noop("Say in the most saved notes where to go next.")


def find(story: Story) -> Iterator[Finding]:
    clicks = story.report.headline.get("click_throughs")
    if clicks is None or clicks.value is None or clicks.target is None or clicks.status is None:
        return
    value, target, met = clicks.value, clicks.target, clicks.status == "met"
    rate, shown = _parts(story)
    evidence = {"click_throughs": value, "target": target}
    yield Finding(
        id="clicks_target",
        section="click-throughs",
        importance=_importance(value, target, met),
        evidence=evidence | _evidence(rate, shown),
        text=told(lambda w: w.text(MET if met else MISSED, value=w.count(value), target=w.count(target))),
        why=_why(story, rate, shown) if rate and shown else None,
        action=None if met else told(lambda w: w.text(ADVICE)),
        watch="headline|click_throughs|value",
    )


def _importance(value: float, target: float, met: bool) -> float:
    """A target that is met twice over says more about the target than about the month."""
    if not met:
        return 0.5
    return 0.28 if value >= EASY * target else 0.38


def _parts(story: Story) -> tuple[Headline | None, Headline | None]:
    """The click-through rate and impressions, where both are known for the month before as well, counted the same way."""
    rate, shown = (story.report.headline.get(metric) for metric in ("click_through_rate", "impressions"))
    if not rate or not shown or None in (rate.value, rate.previous, shown.change):
        return None, None
    if basis_changed(rate) or basis_changed(shown):
        return None, None
    return (rate, shown) if story.report.rate_per == "impressions" else (None, None)


def _evidence(rate: Headline | None, shown: Headline | None) -> dict[str, float | None]:
    if rate is None or shown is None:
        return {}
    return {
        "click_through_rate": rate.value,
        "previous_rate": rate.previous,
        "impressions_apart": abs(shown.change or 0),
    }


def _why(story: Story, rate: Headline, shown: Headline) -> dict[str, str]:
    change, before = shown.change or 0, months_back(story.report.month, 1)
    return told(
        lambda w: w.text(
            MORE if change > 0 else FEWER,
            change=w.share(abs(change)), month=w.month_name(before), rate=_fine(w, rate.value),
            before=_fine(w, rate.previous),
        )
    )  # fmt: skip


def _fine(w: Wording, rate: float | None) -> str:
    """With two digits where one would hide what changed."""
    return w.rate(rate, 2 if (rate or 0) < 0.1 else 1)
