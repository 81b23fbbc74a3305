"""Formats, pillars and traits: sums over the notes that share one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from report_gen.explain._explain import explain
from report_gen.explain._month import Month, NoteRows
from report_gen.explain._paths import Path
from report_gen.explain._rates import Counted, interval, ratio, significant
from report_gen.explain._sums import left_out, over_notes, rows
from report_gen.explain._trace import FaultError, Trace, unknown
from report_gen.explain._usual import standing, usual, yardsticks
from report_gen.explain.headline import NO_REACH, note_counts, why_alone
from report_gen.report import Note

SECTIONS = ("formats", "pillars", "traits")
OTHER = "Other"
RATE = "Sums over sums over the group's notes, never a mean of rates."
SHARE = "The group's saves divided by those of all notes of the month."
HAS = {
    "formats": "Notes of that format (体裁) whose saves in the month are known.",
    "pillars": "Notes whose saves in the month are known, by their tag in notes.csv, else the first pillar of client.yml with "
    "a word in the title.",
    "traits": "Notes whose saves in the month are known, by their traits in notes.csv, else by the trait's words in the title; "
    "a note may have several.",
}


@dataclass(frozen=True)
class Group:
    """The group of that kind and name in a month."""

    month: Month
    kind: str
    name: str

    @property
    def members(self) -> list[NoteRows]:
        notes = self.month.notes
        if self.kind == "formats":
            return [note for note in notes if note.format == self.name]
        if self.kind == "traits":
            return [note for note in notes if self.name in note.traits]
        return [note for note in notes if (note.pillar or OTHER) == self.name]

    @property
    def known(self) -> list[NoteRows]:
        """Those that count: with known saves."""
        return [note for note in self.members if self.month.ends(note, "saves")]


def trace(path: Path, month: Month) -> Trace:
    kind, name, field, *rest = path
    group = Group(month, kind, name)
    if field in ("impressions", "views", "saves", "comments"):
        return _sum(group, field)
    fields: Mapping[str, Callable[[], Trace]] = {
        "name": lambda: Trace("name", name, "As client.yml, notes.csv or the export calls it."),
        "notes": lambda: _notes(group),
        "save_rate": lambda: _save_rate(group),
        "interval": lambda: _interval(group),
        "share_of_saves": lambda: _share(group),
        "significant": lambda: _significant(group),
        "usual": lambda: usual(field, rest, _history(group)),
        "standing": lambda: standing(_save_rate(group), _history(group)),
    }
    if field not in fields:
        raise FaultError(f"Nothing explains {kind}.{name}.{field}.")
    return fields[field]()


def _notes(group: Group) -> Trace:
    month, known = group.month, group.known
    cells = (month.cell(note.closing, "title", note.label) for note in known if note.closing is not None)
    trace = rows("notes", HAS[group.kind], cells)
    lacking = left_out(month, "saves", [note for note in group.members if note not in known])
    return Trace("notes", trace.value, trace.formula, (), trace.cells, tuple(lacking))


def _sum(group: Group, counter: str) -> Trace:
    return over_notes(group.month, counter, group.members, ("saves", counter))


def _save_rate(group: Group) -> Trace:
    month = group.month
    if month.per == "reach":
        return unknown("save_rate", NO_REACH)
    terms = (over_notes(month, counter, group.members, ("saves", month.per)) for counter in ("saves", month.per))
    return ratio("save_rate", RATE, *terms)


def _interval(group: Group) -> Trace:
    if _save_rate(group).value is None:
        return unknown("interval", "None, since there is no rate.")
    counts = note_counts(group.month, "saves", group.month.per)
    return interval("interval", [counts[note.key] for note in group.members if note.key in counts])


def _share(group: Group) -> Trace:
    month = group.month
    whole = over_notes(month, "saves", month.notes, ("saves",)).called("all_saves")
    own = over_notes(month, "saves", group.members, ("saves",))
    if own.value is None:
        own = Trace("saves", 0, own.formula, own.terms)
    return ratio("share_of_saves", SHARE, own, whole)


# -- against other months


def _significant(group: Group) -> Trace:
    month, before = group.month, group.month.before
    if before is None or before.data.first_month:
        return unknown("significant", f"Not said. {why_alone(month, 'save_rate')}")
    if month.per == "reach":
        return unknown("significant", NO_REACH)
    now, then = (_counts(Group(m, group.kind, group.name)) for m in (month, before))
    return significant("significant", now, then)


def _counts(group: Group) -> dict[str, Counted]:
    """By note: saves and what they are of, over the notes that the month's Report counts to the group."""
    own = {note.key for note in group.month.told.notes if _belongs(note, group)}
    counts = note_counts(group.month, "saves", group.month.per)
    return {key: counted for key, counted in counts.items() if key in own}


def _belongs(note: Note, group: Group) -> bool:
    if group.kind == "traits":
        return group.name in note.traits
    return (note.format if group.kind == "formats" else note.pillar or OTHER) == group.name


def _history(group: Group) -> list[Trace]:
    """The group's save rate in each of the six months before that may serve as a yardstick."""
    whole = [m for m in yardsticks(group.month, "save_rate") if not m.told.coverage.first_month]
    found = [(m, next((g for g in getattr(m.told, group.kind) if g.name == group.name), None)) for m in whole]
    path = (group.kind, group.name, "save_rate")
    return [explain(m, path).called(m.period.month) for m, g in found if g is not None and g.save_rate is not None]
