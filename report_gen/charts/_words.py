"""Turns of phrase that several charts share. A rate “rises” or “falls” only where the change is beyond chance."""

from __future__ import annotations

from report_gen import escape, yardsticks
from report_gen.charts._theme import Ticks
from report_gen.report import Group
from report_gen.significance import claim
from report_gen.story import Story
from report_gen.wording import Wording


def rate(wording: Wording, value: float | None) -> str:
    """A rate as charts show it: 3.1%, and below one per cent 0.62%."""
    return wording.rate(value, 1 if value is None or abs(value) >= 0.00995 else 2)


def rate_ticks(wording: Wording, values: list[float]) -> Ticks:
    """All with as many digits as the smallest step needs."""
    digits = next((d for d in range(4) if all(abs(v * 100 - round(v * 100, d)) < 1e-9 for v in values)), 4)
    return tuple((value, wording.rate(value, digits if value else 0)) for value in values)


def count_ticks(wording: Wording, values: list[float]) -> Ticks:
    return tuple((value, wording.count(value)) for value in values)


def this_month(story: Story) -> str:
    return story.wording.month_name(story.report.month)


def month_before(story: Story) -> str:
    return story.wording.month_name(story.before.month) if story.before else ""


def apart(one: Group, other: Group) -> bool:
    """Whether two groups' rates differ beyond chance: their 95 % intervals don't touch (stricter than a test)."""
    if one.interval is None or other.interval is None:
        return False
    return one.interval[0] > other.interval[1] or other.interval[0] > one.interval[1]


def since_before(story: Story, metric: str) -> str:
    """How a rate compares with the month before, as the end of a sentence; empty without one."""
    w, headline = story.wording, story.report.headline[metric]
    if headline.value is None or headline.previous is None or story.before is None:
        return ""
    change = headline.value - headline.previous
    values = {"month": month_before(story), "before": rate(w, headline.previous), "points": w.points(change)}
    known = claim(headline)
    if known:
        if change > 0:
            return w.text("{points} up on {month} ({before}), beyond chance", **values)
        return w.text("{points} down on {month} ({before}), beyond chance", **values)
    if rate(w, headline.value) == rate(w, headline.previous):
        return w.text("the same as in {month}", **values)
    if known is None:
        return w.text("against {before} in {month}", **values)
    return w.text("about the same as in {month} ({before})", **values)


def formula(story: Story) -> str:
    """What save rate is here: saves ÷ impressions."""
    return story.wording.text("saves ÷ {per}", per=per(story))


def per(story: Story) -> str:
    w = story.wording
    names = {"impressions": w.text("impressions"), "views": w.text("views"), "reach": w.text("reach")}
    return names.get(story.report.rate_per, story.report.rate_per)


def destination(wording: Wording, name: str) -> str:
    """`profile` is the account's own page; the others are named as in client.yml."""
    return wording.text("profile") if name == "profile" else escape.clean(wording.name(name))


def usual(story: Story, metric: str) -> str:
    """The name on the chart of the band of up to six months before."""
    return story.wording.plural("range of the month before", "range of the {n} months before", _usual_of(story, metric))


def shade(story: Story, metric: str) -> str:
    return story.wording.plural("Shaded: the month before", "Shaded: the {n} months before", _usual_of(story, metric))


def _usual_of(story: Story, metric: str) -> int:
    """How many months the metric's usual range is of."""
    found = yardsticks.usual(story.report, story.six_before, metric)
    return found.months if found else 0


def edge(wording: Wording) -> str:
    return wording.text("Intervals are cut at the edge.")


def is_found(story: Story, *rules: str) -> bool:
    """Whether one of these rules has something to say of the month."""
    return any(finding.rule in rules for finding in story.report.insights)
