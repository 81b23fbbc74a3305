"""What makes a note worth keeping: guides, comparisons, local or seasonal topics? Each trait's notes, saves and save rate."""

from __future__ import annotations

from dataclasses import replace

from report_gen.charts import _groups as groups
from report_gen.charts import _words as words
from report_gen.figures import Column, Listing, Table
from report_gen.listings._cells import lines, pick
from report_gen.listings._scale import RateScale
from report_gen.report import Group
from report_gen.story import Story
from report_gen.wording import noop

SHEET = noop("Traits")


def listing(story: Story) -> Listing | None:
    """None where no trait has a rate."""
    w, report = story.wording, story.report
    traits = sorted((g for g in report.traits if g.save_rate is not None), key=lambda g: -(g.save_rate or 0))
    if not traits:
        return None
    target = report.headline["save_rate"].target
    before = [_before(story, group) for group in traits]
    scale = RateScale.over([*(g.save_rate for g in traits), *before], [g.interval for g in traits], target)
    data = _table(story, traits, before)
    held = ("previous_save_rate",) if any(rate is not None for rate in before) else ()
    return Listing(
        title=_title(story, traits),
        subtitle=w.text("Save rate by what the title promises. Strip: 95% interval"),
        table=data,
        shown=pick(data.columns, "trait", "save_rate", "notes", "saves", "share_of_saves", *held),
        lines=tuple(
            replace(line, mark=scale.mark(w, group.save_rate, group.interval, then))
            for line, group, then in zip(lines(w, data), traits, before, strict=True)
        ),
        key="save_rate",
        extra=("share_of_saves", *held),
        ticks=scale.ticks(w, target),
        goal=scale.at(target),
        mark_after="save_rate",
        note=_note(story, traits, before),
    )


def _before(story: Story, group: Group) -> float | None:
    then = story.group_before("traits", group.name)
    return then.save_rate if then else None


def _table(story: Story, traits: list[Group], before: list[float | None]) -> Table:
    w = story.wording
    columns = (
        Column("trait", w.text("Trait")), Column("save_rate", w.text("Save rate"), "rate"),
        Column("low", w.text("95% from"), "rate"), Column("high", w.text("95% to"), "rate"),
        Column("notes", w.text("Notes"), "count"), Column("saves", w.text("Saves"), "count"),
        Column("share_of_saves", w.text("Share of saves"), "share"),
        Column("previous_save_rate", w.text("Month before"), "rate"),
    )  # fmt: skip
    rows = (
        (
            groups.group_name(w, g.name),
            g.save_rate,
            *(g.interval or (None, None)),
            g.notes,
            g.saves,
            g.share_of_saves,
            then,
        )
        for g, then in zip(traits, before, strict=True)
    )
    return Table(columns, tuple(rows))


def _title(story: Story, traits: list[Group]) -> str:
    """A lead only where the two intervals leave no doubt."""
    w = story.wording
    measured = [group for group in traits if group.interval] or traits
    best, least = measured[0], measured[-1]
    values = {
        "best": groups.group_name(w, best.name), "rate": words.rate(w, best.save_rate),
        "worst": groups.group_name(w, least.name), "least": words.rate(w, least.save_rate),
    }  # fmt: skip
    if best is least:
        return w.text("{best}: {rate} in {month}", month=words.this_month(story), **values)
    if words.apart(best, least):
        return w.text("{best} at {rate}, {worst} at {least}: beyond chance", **values)
    if words.is_found(story, *groups.LEADS["traits"]):
        month = words.this_month(story)
        return w.text("No trait clearly ahead in {month} alone: {best} {rate}, {worst} {least}", month=month, **values)
    return w.text("No trait clearly ahead: {best} {rate}, {worst} {least}", **values)


def _note(story: Story, traits: list[Group], before: list[float | None]) -> str:
    w, month = story.wording, words.month_before(story)
    has_before = any(rate is not None for rate in before)
    return w.joined([
        w.text("A note can have several traits."),
        w.text("Hollow: {month}.", month=month) if has_before else "",
        groups.moved(story, "traits") if has_before else "",
        "" if all(group.interval for group in traits) else w.text("No strip: too few notes."),
    ])  # fmt: skip
