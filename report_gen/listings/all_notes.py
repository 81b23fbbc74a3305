"""What did every note do this month? The whole list, for sorting and searching."""

from __future__ import annotations

from report_gen.charts._notes import most_saved_first
from report_gen.figures import Listing
from report_gen.listings._cells import fraction, pick
from report_gen.listings._notes import earned, note_lines, table
from report_gen.story import Story
from report_gen.wording import noop

SHEET = noop("All notes")
ON_PAPER = 20


def listing(story: Story) -> Listing | None:
    w, report = story.wording, story.report
    if not report.notes:
        return None
    notes = most_saved_first(story)
    data = table(story, notes)
    return Listing(
        title=_title(story),
        subtitle=w.text("What each note earned in {month}, most saved first", month=w.month_name(report.month)),
        table=data,
        shown=pick(
            data.columns, "note", "pillar", "format", "published", "impressions", "views", "saves", "save_rate",
            "comments", "flags",
        ),
        lines=tuple(note_lines(story, notes)),
        key="saves",
        extra=("pillar", "format", "published", "flags"),
        spare=("impressions", "views", "comments"),
        on_paper=ON_PAPER,
        sorted_by="saves",
        filters=(("pillar", ""), ("format", ""), ("flags", w.text(", "))),
        sub_repeats=True,
    )  # fmt: skip


def _title(story: Story) -> str:
    """What the month's own notes weigh beside the older ones."""
    w, notes = story.wording, story.report.notes
    new = [note for note in notes if "new" in note.flags]
    saves = fraction(sum(earned(n, "saves") for n in new), sum(earned(n, "saves") for n in notes))
    if not new or len(new) == len(notes) or saves is None:
        return w.plural("One note in {month}", "{n} notes in {month}", len(notes), month=w.month(story.report.month))
    return w.plural(
        "One new note earned {share} of saves, older ones the rest",
        "{n} new notes earned {share} of saves, older ones the rest",
        len(new), share=w.share(saves),
    )  # fmt: skip
