"""Notes in tables: their columns, their rows, and how a note is named in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from report_gen import escape
from report_gen.figures import Cell, Column, Line, Table
from report_gen.listings._cells import fraction, lines
from report_gen.measures import NAMES
from report_gen.report import Note
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop

STANDS_OUT = 0.15  # of all saves or comments: from there on one note is the story
_NAMES = {**NAMES, "evergreen_save_share": noop("Evergreen share of saves")}  # a table says of what
ACTIVITY = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")


def table(story: Story, notes: Iterable[Note]) -> Table:
    """One row per note: everything the Report knows of it."""
    per = story.report.rate_per
    return Table(_columns(story.wording), tuple(_row(story.wording, note, per) for note in notes))


def note_lines(story: Story, notes: Iterable[Note], count: int | None = None) -> list[Line]:
    """The notes as lines: the title, under it pillar, format and day of publication."""
    notes = list(notes)[:count]
    plain = lines(story.wording, table(story, notes))
    return [_line(story, line, note) for line, note in zip(plain, notes, strict=True)]


def title(wording: Wording, note: Note) -> str:
    """A note without a title is told from the others by its day."""
    return escape.clean(note.title) or wording.text("Untitled, {day}", day=wording.day(published(note)))


def published(note: Note) -> dt.date:
    return dt.datetime.fromisoformat(note.published_at).date()


def published_word(story: Story, note: Note) -> str:
    """“1 Oct”; “Oct 2025” where the day alone could be taken for this year's."""
    day = published(note)
    if f"{day:%Y-%m}" > months_back(story.report.month, 11):
        return story.wording.day(day)
    return story.wording.month_short(f"{day:%Y-%m}", year=True)


def format_word(wording: Wording, name: str) -> str:
    words = {"image": wording.text("images"), "video": wording.text("video")}
    return words.get(name, escape.clean(name))


def metric_word(w: Wording, metric: str) -> str:
    """A metric as a column or row is headed."""
    return w.text(_NAMES[metric]) if metric in _NAMES else metric.replace("_", " ")


def base_word(story: Story) -> str:
    """What rates divide by, inside a sentence."""
    w = story.wording
    words = {"impressions": w.text("impressions"), "views": w.text("views"), "reach": w.text("reach")}
    return words[story.report.rate_per]


def base_columns(story: Story) -> tuple[str, ...]:
    """The key of the column that rates divide by; none for reach, which no export has."""
    return tuple(key for key in ACTIVITY if key == story.report.rate_per)


def flag_words(wording: Wording, flags: Iterable[str]) -> str:
    """What is special about a note, in words; a flag without words stays out of sight, the CSV has it."""
    words = {
        "new": wording.text("new"),
        "evergreen": wording.text("evergreen"),
        "unknown_activity": wording.text("activity unknown"),
        "negative_activity": wording.text("counters fell"),
        "views_exceed_impressions": wording.text("more views than impressions"),
    }
    return wording.enumerated(words[flag] for flag in flags if flag in words)


def earned(note: Note, metric: str) -> int:
    """The note's activity for sums of what was earned: unknown and negative count as none."""
    return max(note.activity.get(metric) or 0, 0)


def leading_part(story: Story, notes: Sequence[Note], metric: str) -> tuple[float | None, bool]:
    """The part of the month's saves or comments that one of these notes brought, if it is large enough to be the story
    (True), else the part of all of them (False)."""
    whole = sum(earned(note, metric) for note in story.report.notes)
    most = max((earned(note, metric) for note in notes), default=0)
    if whole and len(story.report.notes) > 1 and most / whole >= STANDS_OUT:
        return most / whole, True
    return fraction(sum(earned(note, metric) for note in notes), whole), False


def _line(story: Story, line: Line, note: Note) -> Line:
    w = story.wording
    words = {
        "pillar": escape.clean(w.name(note.pillar)) if note.pillar else "",
        "format": format_word(w, note.format),
        "published": published_word(story, note),
        "flags": flag_words(w, note.flags),
    }
    parts = (words["pillar"], words["format"], words["published"].replace(" ", "\u00a0"))
    return replace(line, cells=line.cells | words, sub="\u00a0· ".join(part for part in parts if part))


def _columns(w: Wording) -> tuple[Column, ...]:
    return (
        Column("note", w.text("Note")),
        Column("published_at", w.text("Published at")),
        Column("published", w.text("Published"), "date"),
        Column("format", w.text("Format")),
        Column("pillar", w.text("Pillar")),
        Column("traits", w.text("Traits")),
        *(Column(metric, metric_word(w, metric), "count") for metric in ACTIVITY),
        Column("save_rate", w.text("Save rate"), "rate"),
        Column("interval_low", w.text("From"), "rate"),
        Column("interval_high", w.text("To"), "rate"),
        Column("adjusted_save_rate", w.text("Save rate, adjusted"), "rate"),
        Column("comment_rate", w.text("Comment rate"), "rate"),
        *(Column(f"lifetime_{m}", w.text("{metric}, all time", metric=metric_word(w, m)), "count") for m in ACTIVITY),
        Column("flags", w.text("Remarks")),
        Column("key", w.text("Key")),
    )


def _row(w: Wording, note: Note, per: str) -> tuple[Cell, ...]:
    low, high = note.interval or (None, None)
    comments, base = note.activity.get("comments"), note.activity.get(per)
    return (
        title(w, note), note.published_at, published(note), note.format, note.pillar, " ".join(note.traits),
        *(note.activity.get(metric) for metric in ACTIVITY),
        note.save_rate, low, high, note.adjusted_save_rate,
        comments / base if comments is not None and base else None,
        *(note.lifetime.get(metric) for metric in ACTIVITY),
        " ".join(note.flags), note.key,
    )  # fmt: skip
