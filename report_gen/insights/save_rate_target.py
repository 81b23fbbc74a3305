"""Is the save rate where it was meant to be?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding, Headline
from report_gen.story import Story
from report_gen.wording import noop, told

ABOVE = noop("Save rate is {points} above its target of {target}")
BELOW = noop("Save rate is {points} below its target of {target}")
MEETS = noop("Save rate meets its target of {target}")
MISSES = noop("Save rate misses its target of {target}")
MARGIN = noop("The {points} between them could be chance.")
KEEP = noop("Keep the target; raise it once it has been met for six months running.")
RAISE = noop("Raise the target: it has been met for six months and more.")
AGREE = noop("Agree whether the target stands, and what should close the gap.")

LONG = 6  # months


def find(story: Story) -> Iterator[Finding]:
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.target is None or rate.status is None:
        return
    value, target, met = rate.value, rate.target, rate.status == "met"
    running = _months_met(story) if met else 0
    apart = abs(value - target)
    evidence = {"save_rate": value, "target": target, "difference": apart, "months_met": running}
    yield Finding(
        id="save_rate_target",
        section="saves",
        importance=_importance(rate, running),
        evidence=evidence,
        text=told(lambda w: w.text(_happened(rate), points=w.points(apart), target=w.rate(target))),
        why=_joined(_margin(rate, apart), _running(running)),
        action=_action(rate, running),
        watch="headline|save_rate|value",
    )


def _importance(rate: Headline, running: int) -> float:
    """What chance may have decided weighs less; that a long row of months goes on is no news."""
    if rate.status == "met":
        return 0.36 if running > 1 else 0.46
    return 0.6 if _is_sure(rate) else 0.42


def _action(rate: Headline, running: int) -> dict[str, str] | None:
    """A target that chance may have missed asks for nothing."""
    if rate.status == "met":
        return told(lambda w: w.text(RAISE if running >= LONG else KEEP))
    return told(lambda w: w.text(AGREE)) if _is_sure(rate) else None


def _happened(rate: Headline) -> str:
    """By how much only where the target is met or missed beyond chance."""
    if rate.status == "met":
        return ABOVE if _is_sure(rate) else MEETS
    return BELOW if _is_sure(rate) else MISSES


def _is_sure(rate: Headline) -> bool:
    """Not where the interval holds the target, nor where there is none."""
    return rate.interval is not None and not rate.interval[0] <= (rate.target or 0) <= rate.interval[1]


def _margin(rate: Headline, apart: float) -> dict[str, str] | None:
    if _is_sure(rate) or round(apart * 100, 1) == 0:
        return None
    return told(lambda w: w.text(MARGIN, points=w.points(apart)))


def _joined(*parts: dict[str, str] | None) -> dict[str, str] | None:
    """Sentences one after another, in each language."""
    known = [part for part in parts if part]
    return told(lambda w: w.joined(part[w.language] for part in known)) if known else None


def _running(months: int) -> dict[str, str] | None:
    if months < 2:
        return None
    return told(
        lambda w: w.plural("Above target for {n} month running.", "Above target for {n} months running.", months)
    )


def _months_met(story: Story) -> int:
    """How many months up to this one met their target, without a gap."""
    count = 0
    for report in reversed(story.reports):
        rate = report.headline.get("save_rate")
        if rate is None or rate.status != "met":
            break
        count += 1
    return count
