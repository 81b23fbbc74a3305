"""Which notes start conversations? By comments, with how many of those who saw the note wrote one."""

from __future__ import annotations

from dataclasses import replace

from report_gen.figures import Listing
from report_gen.listings._cells import pick
from report_gen.listings._notes import base_columns, earned, leading_part, note_lines, table
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import noop

SHEET = noop("Most discussed notes")
SHOWN = 8
ON_PAPER = 3


def listing(story: Story) -> Listing | None:
    w, report = story.wording, story.report
    notes = sorted((note for note in report.notes if earned(note, "comments")), key=_most_first)
    if not notes:
        return None
    data, top = table(story, notes), notes[:SHOWN]
    return Listing(
        title=_title(story, top),
        subtitle=w.text("Notes by comments in {month}", month=w.month_name(report.month)),
        table=data,
        shown=pick(data.columns, "note", "comments", "comment_rate", "saves", *base_columns(story)),
        lines=tuple(
            replace(line, bar=earned(note, "comments") / earned(notes[0], "comments"))
            for line, note in zip(note_lines(story, top), top, strict=True)
        ),
        key="comments",
        extra=("saves", *base_columns(story)),
        bars="comments",
        on_paper=ON_PAPER,
        note=w.text("Top {shown} of {all} notes with comments.", shown=w.count(len(top)), all=w.count(len(notes)))
        if notes[SHOWN:]
        else "",
    )


def _title(story: Story, top: list[Note]) -> str:
    w = story.wording
    share, stands_out = leading_part(story, top, "comments")
    if stands_out and top[0].pillar:
        return w.text(
            "One note in {pillar} drew {share} of all comments", pillar=w.name(top[0].pillar), share=w.share(share)
        )
    if stands_out:
        return w.text("One note drew {share} of all comments", share=w.share(share))
    return w.plural(
        "The most discussed note drew {share} of all comments",
        "The {n} most discussed notes drew {share} of all comments",
        len(top),
        share=w.share(share),
    )


def _most_first(note: Note) -> tuple[int, str]:
    return (-earned(note, "comments"), note.key)
