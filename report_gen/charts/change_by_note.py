"""Which notes moved the save rate since last month, new ones and old ones?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from report_gen import escape
from report_gen.charts import _effects as effects
from report_gen.charts import _fit as fit
from report_gen.charts import _notes as notes
from report_gen.charts import _words as words
from report_gen.figures import Figure
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Change by note")
SHOWN = 5


def figure(story: Story) -> Figure | None:
    """None where the two months can't be held against each other, and below two notes."""
    found = effects.change(story, lambda note: note.key)
    if found is None or len(found.effects) < 2 or story.before is None:
        return None
    w = story.wording
    known = {note.key: note for report in (story.before, story.report) for note in report.notes}
    found = replace(found, effects=tuple(_named(story, effect, known) for effect in found.effects))
    shown = effects.largest(found, SHOWN, lambda n: w.plural("{n} other note", "{n} other notes", n))
    return Figure(
        title=_title(story, found),
        subtitle=w.text(
            "Points of save rate since {month}, by what each note did to it", month=words.month_before(story)
        ),
        description=effects.description(story, found, shown),
        table=effects.table(story, found, w.text("Note")),
        draw=partial(effects.draw, story, found, shown),
        note=w.text("By a note’s own rate and its share of {per} together; the parts make the whole change.",
                    per=words.per(story)),
    )  # fmt: skip


def _named(story: Story, effect: effects.Effect, known: dict[str, Note]) -> effects.Effect:
    """The note's title, and when it came out."""
    note = known.get(effect.key)
    if note is None:
        return effect
    w = story.wording
    title = escape.clean(note.title) or w.text("Untitled note")
    new = w.text("new") if "new" in note.flags and note in story.report.notes else ""
    day = w.day(notes.published(note))
    return replace(effect, name=title, sub=" · ".join(part for part in (day, new) if part), apart=False)


def _title(story: Story, found: effects.Change) -> str:
    w, verdict = story.wording, effects.verdict(story)
    leader = effects.leader(found)
    values = {**effects.ends(story, found), "note": fit.shorten(leader.name, 260)}
    if verdict and found.total:
        values["part"] = effects.points(story, leader.total)
        return w.text("“{note}” made {part} of the change since {month}", **values)
    most = max(abs(effect.total) for effect in found.effects if effect.key)
    if verdict is None:
        return w.text("The change by note: largest part {most} points", most=effects.size(story, most))
    return w.text("The change by note: largest part {most} points, could be chance", most=effects.size(story, most))
