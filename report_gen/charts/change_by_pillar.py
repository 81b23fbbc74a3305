"""What moved the save rate since last month: did pillars earn saves at other rates, or did people see another mix of them?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from report_gen import escape
from report_gen.charts import _effects as effects
from report_gen.charts import _fit as fit
from report_gen.charts import _words as words
from report_gen.figures import Figure
from report_gen.significance import OTHER
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Change by pillar")
SHOWN = 6


def figure(story: Story) -> Figure | None:
    """None where the two months can't be held against each other, and below two pillars."""
    found = effects.change(story, lambda note: note.pillar or OTHER)
    if found is None or len([effect for effect in found.effects if effect.key]) < 2:
        return None
    w = story.wording
    found = replace(found, effects=tuple(_named(story, effect) for effect in found.effects))
    shown = effects.largest(found, SHOWN, lambda n: w.plural("{n} other pillar", "{n} other pillars", n))
    return Figure(
        title=_title(story, found),
        subtitle=w.text(
            "Points of save rate since {month}. Coloured: by the pillar’s own rate. Grey: by its share of {per}",
            month=words.month_before(story), per=words.per(story),
        ),
        description=effects.description(story, found, shown),
        table=effects.table(story, found, w.text("Pillar")),
        draw=partial(effects.draw, story, found, shown),
        note=w.text("The parts make the whole change."),
    )  # fmt: skip


def _named(story: Story, effect: effects.Effect) -> effects.Effect:
    if not effect.key:
        return effect
    w, rates = story.wording, (effects.rate(effect.before), effects.rate(effect.now))
    moved = w.text("{before} → {now}", before=words.rate(w, rates[0]), now=words.rate(w, rates[1]))
    return replace(effect, name=escape.clean(w.name(effect.name)), sub=moved)


def _title(story: Story, found: effects.Change) -> str:
    w, verdict = story.wording, effects.verdict(story)
    values = effects.ends(story, found)
    if verdict and found.total:
        leader = effects.leader(found)
        values |= {"name": fit.shorten(leader.name, 260), "part": effects.points(story, leader.total)}
        if found.total > 0:
            return w.text("{change} points up on {month}: {name} made {part} of them", **values)
        return w.text("{change} points down on {month}: {name} made {part} of them", **values)
    if verdict is None:
        return w.text("Save rate {now}, against {before} in {month}: the parts by pillar", **values)
    values["change"] = effects.points(story, found.total)
    return w.text("The change by pillar: {change} points on {month}, could be chance", **values)
