"""Which notes do people keep? By save rate, drawn towards the format's average, so that 3 saves of 40 don't win."""

from __future__ import annotations

from dataclasses import replace

from report_gen import escape
from report_gen.figures import Listing
from report_gen.listings._cells import fraction, pick, rate
from report_gen.listings._notes import base_columns, base_word, earned, leading_part, note_lines, table
from report_gen.listings._scale import RateScale
from report_gen.report import Note
from report_gen.story import Story
from report_gen.wording import noop

SHEET = noop("Most kept notes")
SHOWN = 10


def listing(story: Story) -> Listing | None:
    w, report = story.wording, story.report
    rated = [n for n in report.notes if n.adjusted_save_rate is not None]
    notes = sorted((n for n in rated if _is_whole(n, report.rate_per)), key=_best_first)
    if not notes:
        return None
    data, top, target = table(story, notes), notes[:SHOWN], report.headline["save_rate"].target
    scale = RateScale.over([n.adjusted_save_rate for n in top], [n.interval for n in top], target)
    most = max(earned(note, "saves") for note in top) or 1
    return Listing(
        title=_title(story, top),
        subtitle=w.text(
            "Top notes by save rate, drawn towards the average where a note has few {base}. Strip: 95% interval",
            base=base_word(story),
        ),
        table=data,
        shown=pick(data.columns, "note", "adjusted_save_rate", "saves", *base_columns(story)),
        lines=tuple(
            replace(line, mark=scale.mark(w, note.adjusted_save_rate, note.interval), bar=earned(note, "saves") / most)
            for line, note in zip(note_lines(story, top), top, strict=True)
        ),
        key="adjusted_save_rate",
        extra=base_columns(story),
        ticks=scale.ticks(w, target),
        goal=scale.at(target),
        middle=scale.at(report.value("save_rate")),
        mark_after="adjusted_save_rate",
        bars="saves",
        note=_note(story, len(top), len(notes), len(rated) - len(notes)),
    )


def _is_whole(note: Note, per: str) -> bool:
    """Whether all that was shown is counted: a video that plays on from another note is viewed without an impression."""
    return per != "impressions" or "views_exceed_impressions" not in note.flags


def _note(story: Story, shown: int, ranked: int, left_out: int) -> str:
    w, every = story.wording, story.report.value("save_rate")
    parts = [] if every is None else [w.text("Grey line: all notes, {rate}.", rate=rate(w, every))]
    if ranked > shown:
        parts.append(w.text("Top {shown} of {all}.", shown=w.count(shown), all=w.count(ranked)))
    if left_out:
        parts.append(
            w.plural(
                "Left out: {n} note with more views than impressions, whose rate would be too high.",
                "Left out: {n} notes with more views than impressions, whose rates would be too high.",
                left_out,
            )
        )
    return w.joined(parts)


def _title(story: Story, top: list[Note]) -> str:
    w, best = story.wording, max(top, key=lambda note: earned(note, "saves"))
    share, stands_out = leading_part(story, top, "saves")
    if share is None:
        return w.text("No note earned a save")
    if len(story.report.notes) == 1:
        saves = earned(best, "saves")
        return w.plural("The month’s one note earned one save", "The month’s one note earned {n} saves", saves)
    if stands_out and best.pillar:
        return w.text(
            "One note in {pillar} brought {share} of all saves",
            pillar=escape.clean(w.name(best.pillar)),
            share=w.share(share),
        )
    if stands_out:
        return w.text("One note brought {share} of all saves", share=w.share(share))
    per = story.report.rate_per
    base = fraction(sum(earned(n, per) for n in top), sum(earned(n, per) for n in story.report.notes))
    return w.plural(
        "The most kept note earned {share} of all saves, from {base} of {per}",
        "The {n} most kept notes earned {share} of all saves, from {base} of {per}",
        len(top), share=w.share(share), base=w.share(base), per=base_word(story),
    )  # fmt: skip


def _best_first(note: Note) -> tuple[float, int, str]:
    return (-(note.adjusted_save_rate or 0), -earned(note, "saves"), note.key)
