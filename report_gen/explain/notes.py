"""The month's notes: what each earned in it and since publication."""

from __future__ import annotations

from report_gen.explain._explain import report_data
from report_gen.explain._month import Month, NoteRows
from report_gen.explain._paths import Path
from report_gen.explain._rates import ratio
from report_gen.explain._shrinkage import adjusted, bounds
from report_gen.explain._sums import activity
from report_gen.explain._trace import Trace, unknown
from report_gen.explain.headline import NO_REACH

SECTIONS = ("notes",)
RATE = "The note's own saves divided by what it met; no mean of days."
LIFETIME = "The counter's last reading up to the month's end: cumulative since publication."
TEXTS = {
    "key": "The note's first publication, to the second: exports have no id of their own.",
    "id": "The platform's id of the note, where an export has it.",
    "title": "As the latest note list up to the month's end has it.",
    "published_at": "首次发布时间, in the client's time zone.",
    "format": "体裁 of the note list: 图文 is image, 视频 is video.",
    "pillar": "By the note's tag in notes.csv, else the first pillar of client.yml with a word in the title.",
    "traits": "The traits of client.yml (and the usual ones) of which the title holds a word.",
    "flags": "unknown_activity, negative_activity, views_exceed_impressions, new (published in the month), evergreen "
    "(published over 30 days before it).",
}


def trace(path: Path, month: Month) -> Trace:
    _, key, field, *rest = path
    note = _note(month, key)
    if field == "activity":
        return activity(month, note, rest[0])
    if field == "lifetime":
        return _lifetime(month, note, rest[0])
    if field == "save_rate":
        return _save_rate(month, note)
    if field == "interval":
        return bounds(month, note)
    return adjusted(month, note) if field == "adjusted_save_rate" else _text(month, note, path)


def _note(month: Month, name: str) -> NoteRows:
    """The notes stand in the Report's order."""
    return month.notes[list(report_data(month)["notes"]).index(name)]


def _lifetime(month: Month, note: NoteRows, counter: str) -> Trace:
    cell = month.latest(note, counter)
    if cell is None:
        return unknown(counter, "None: the cell of the last note list up to the month's end is blank.")
    return Trace(counter, cell.value, LIFETIME, (), (cell,))


def _save_rate(month: Month, note: NoteRows) -> Trace:
    if month.per == "reach":
        return unknown("save_rate", NO_REACH)
    return ratio("save_rate", RATE, activity(month, note, "saves"), activity(month, note, month.per))


def _text(month: Month, note: NoteRows, path: Path) -> Trace:
    """What is no number, as the Report has it, with the row it was read from."""
    position = list(month.notes).index(note)
    told = getattr(month.told.notes[position], path[2])
    column = path[2] if path[2] in ("title", "published_at", "format") else "title"
    cells = (month.cell(note.rows[-1], "title", note.label),) if column == "title" else ()
    return Trace(path[2], told, TEXTS[path[2]], (), cells)
