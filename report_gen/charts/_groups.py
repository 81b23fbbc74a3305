"""Save rates of groups of notes: pillars, formats and traits are shown alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from report_gen.charts import _dots as dots
from report_gen.charts import _fit as fit
from report_gen.charts import _words as words
from report_gen.figures import Column, Figure, Table
from report_gen.report import Group
from report_gen.significance import GroupKind
from report_gen.story import Story
from report_gen.wording import Wording

# The findings that say of a group that it is ahead of the others or behind.
LEADS = {
    "pillars": ("pillar_leads", "pillar_trails", "pillar_changed"), "formats": ("format_effect",), "traits": ("trait_effect",),
}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Which groups, and how the page calls them (“pillar”)."""

    kind: GroupKind
    label: str


def group_name(w: Wording, name: str) -> str:
    """A group as charts and tables name it: as the client calls it in this language, else what a format or one of the usual
    traits is called, else as client.yml has it."""
    usual = {
        "image": w.text("Image notes"), "video": w.text("Videos"), "guide": w.text("Guides"), "comparison": w.text("Comparisons"),
        "local": w.text("Local"), "seasonal": w.text("Seasonal"),
    }  # fmt: skip
    said = w.names.get(name) or usual.get(name) or w.name(name)
    return said.capitalize() if said.islower() else said


def figure(story: Story, family: Family) -> Figure | None:
    """None where no group has a rate."""
    groups: tuple[Group, ...] = getattr(story.report, family.kind)
    known = sorted(
        (group for group in groups if group.save_rate is not None), key=lambda group: -(group.save_rate or 0)
    )
    if not known:
        return None
    w, field = story.wording, _field(story, family, known)
    subtitle = w.text(
        "Save rate by {what} in {month}. Strip: 95% interval", what=family.label, month=words.this_month(story)
    )
    return Figure(
        title=_title(story, family, known),
        subtitle=subtitle,
        description=_description(story, family, known),
        table=_table(story, family, groups),
        draw=partial(dots.draw, field),
        note=_note(story, family, field),
    )


def _named(story: Story, group: Group, room: float) -> str:
    return fit.shorten(group_name(story.wording, group.name), room)


def _title(story: Story, family: Family, known: list[Group]) -> str:
    w = story.wording
    measured = [group for group in known if group.interval] or known
    best, worst = measured[0], measured[-1]
    values = {"best": _named(story, best, 260), "rate": words.rate(w, best.save_rate)}
    if best is worst:
        return w.text("{best}: {rate} in {month}", month=words.this_month(story), **values)
    values |= {"worst": _named(story, worst, 260), "least": words.rate(w, worst.save_rate)}
    if not words.apart(best, worst):
        return _not_apart(story, family, values)
    times = (best.save_rate or 0) / worst.save_rate if worst.save_rate else 0
    if times >= 1.5:
        return w.text("{best}: {rate} saved, {times} times the rate of {worst}", times=w.number(times), **values)
    return w.text("{best} at {rate}, {worst} at {least}: beyond chance", **values)


def _not_apart(story: Story, family: Family, values: dict[str, str]) -> str:
    """What the month alone can't tell may be told by several months together, which a finding is about."""
    w = story.wording
    if words.is_found(story, *LEADS[family.kind]):
        month = words.this_month(story)
        return w.text(
            "No {what} clearly ahead in {month} alone: {best} {rate}, {worst} {least}",
            what=family.label, month=month, **values,
        )  # fmt: skip
    return w.text("No {what} clearly ahead: {best} {rate}, {worst} {least}", what=family.label, **values)


def _description(story: Story, family: Family, known: list[Group]) -> str:
    w = story.wording
    said = []
    for group in known:
        values = {"name": _named(story, group, 400), "rate": words.rate(w, group.save_rate)}
        if group.interval:
            said.append(
                w.text("{name} {rate} (95% interval {interval})", interval=w.interval(group.interval), **values)
            )
        else:
            said.append(w.text("{name} {rate}", **values))
    return w.text("Save rate by {what}: {rates}.", what=family.label, rates=w.series(said))


def _table(story: Story, family: Family, groups: tuple[Group, ...]) -> Table:
    w = story.wording
    columns = (
        Column(family.kind.removesuffix("s"), family.label[:1].upper() + family.label[1:]),
        Column("notes", w.text("Notes"), "count"),
        Column("saves", w.text("Saves"), "count"),
        Column("share_of_saves", w.text("Share of saves"), "share"),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("low", w.text("95% from"), "rate"),
        Column("high", w.text("95% to"), "rate"),
        Column("previous_save_rate", w.text("Month before"), "rate"),
    )
    rows = []
    for group in groups:
        before = story.group_before(family.kind, group.name)
        limits = group.interval or (None, None)
        rate_before = before.save_rate if before else None
        rows.append(
            (
                group_name(w, group.name),
                group.notes,
                group.saves,
                group.share_of_saves,
                group.save_rate,
                *limits,
                rate_before,
            )
        )
    return Table(columns, tuple(rows))


def _note(story: Story, family: Family, field: dots.Field) -> str:
    w = story.wording
    parts: list[str] = []
    if any(dot.before is not None for dot in field.dots):
        parts.append(w.text("Hollow: {month}.", month=words.month_before(story)))
        parts.append(moved(story, family.kind))
    return w.joined([*parts, *limits(w, field)])


def limits(w: Wording, field: dots.Field) -> Iterator[str]:
    """What a reader of the strips must know: where there is none, where one is cut, where the scale doesn't start at 0."""
    if any(dot.low is None for dot in field.dots):
        yield w.text("No strip: too few notes.")
    if any(dot.high is not None and dot.high > field.x.high for dot in field.dots):
        yield words.edge(w)
    if field.x.low > 0:
        yield w.text("The scale starts at {start}.", start=field.x.ticks[0][1])


def moved(story: Story, kind: GroupKind) -> str:
    """Which of the groups are apart from the month before by more than chance; empty where nothing is known."""
    w, month = story.wording, words.month_before(story)
    known = [group for group in getattr(story.report, kind) if group.significant is not None]
    names = [_named(story, group, 260) for group in known if group.significant]
    if names:
        return w.text("Beyond chance since {month}: {names}.", month=month, names=w.listed(names))
    return w.text("No change since {month} is beyond chance.", month=month) if known else ""


def _field(story: Story, family: Family, known: list[Group]) -> dots.Field:
    w, target = story.wording, story.report.headline["save_rate"].target
    rows = tuple(_dot(story, family, group) for group in known)
    x = dots.axis(rows, partial(words.rate_ticks, w), target)
    return dots.Field(
        dots=rows,
        x=x,
        goal=target,
        aim=w.text("Target {target}", target=words.rate(w, target)) if target is not None else "",
        before=w.month_short(story.before.month) if story.before else "",
    )


def _dot(story: Story, family: Family, group: Group) -> dots.Dot:
    w, before = story.wording, story.group_before(family.kind, group.name)
    low, high = group.interval or (None, None)
    notes = w.plural("{n} note", "{n} notes", group.notes)
    share = w.text("{share} of saves", share=w.share(group.share_of_saves)) if group.share_of_saves is not None else ""
    return dots.Dot(
        name=group_name(w, group.name),
        value=group.save_rate or 0,
        text=words.rate(w, group.save_rate),
        sub=f"{share} · {notes}" if share else notes,
        low=low,
        high=high,
        before=before.save_rate if before else None,
    )
