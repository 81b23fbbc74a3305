"""Is the save rate good? All notes and each format beside target, own history and bands from outside."""

from __future__ import annotations

from dataclasses import replace

from report_gen.figures import Listing
from report_gen.listings._cells import pick
from report_gen.listings._scale import RateScale
from report_gen.listings._yardsticks import Held, line, note, of_format, of_headline, table
from report_gen.significance import comparable, leads, trails
from report_gen.story import Story
from report_gen.wording import Wording, noop
from report_gen.yardsticks import Status

SHEET = noop("Save rate, yardsticks")
_MEETS, _MISSES = noop("Save rate meets its target of {target}"), noop("Save rate misses its target of {target}")


def listing(story: Story) -> Listing | None:
    """None without any yardstick, and for a month that isn't over."""
    report = story.report
    formats = [one for group in report.formats for one in of_format(report, group)]
    held = [*of_headline(report, "save_rate"), *formats]
    if report.coverage.partial or not held:
        return None
    w, data = story.wording, table(story.wording, held)
    target = report.headline["save_rate"].target
    scale = RateScale.over([one.value for one in held], [one.interval for one in held], target)
    banded = ("band_low",) if any(one.band for one in held) else ()
    return Listing(
        title=_title(story, held),
        subtitle=w.text("The month’s save rate against its target and its own history. Strip: 95% interval"),
        table=data,
        shown=pick(data.columns, "number", "value", "usual", *banded, "status"),
        lines=tuple(replace(line(w, one), mark=scale.mark(w, one.value, one.interval)) for one in held),
        key="value",
        extra=("usual", *banded),
        ticks=scale.ticks(w, target),
        goal=scale.at(target),
        mark_after="value",
        note=w.joined([_by_chance(w, held[0]), note(w, held)]),
    )


def _title(story: Story, held: list[Held]) -> str:
    """By the target if there is one, else by the client's own history."""
    whole = held[0]
    if whole.format is not None or whole.status is None:
        return story.wording.text("Save rate beside its yardsticks")
    if whole.status in ("met", "missed"):
        met = whole.status == "met"
        return story.wording.text(_MEETS if met else _MISSES, target=story.wording.rate(whole.target))
    return _by_history(story, whole.status)


def _by_chance(w: Wording, whole: Held) -> str:
    """A target within the interval: the month could as well have ended on its other side."""
    low, high = whole.interval or (whole.value, whole.value)
    if whole.target is None or not low <= whole.target <= high or low == high:
        return ""
    return w.text("The target lies within the interval: to meet or miss it could be chance.")


def _by_history(story: Story, status: Status) -> str:
    """Outside of the range only beyond chance, against every month of it."""
    w, others = story.wording, comparable(story.six_before, "save_rate")
    if status == "within":
        return w.text("Save rate is within its usual range")
    if leads(story.report, others, "save_rate"):
        return w.text("Save rate is above its usual range")
    if trails(story.report, others, "save_rate"):
        return w.text("Save rate is below its usual range")
    return w.text("Save rate is outside its usual range, which could be chance")
