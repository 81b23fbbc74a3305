"""Which keywords lack a note? Those beyond the first screen of results, and the notes there are for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from report_gen import escape
from report_gen.figures import Cell, Column, Line, Listing, Table
from report_gen.keyword_notes import holder, naming
from report_gen.listings._cells import lines, on_top, pick
from report_gen.listings._notes import title
from report_gen.report import KeywordRank, Note
from report_gen.story import Story
from report_gen.wording import Wording, noop

SHEET = noop("Keywords without a place")
FIRST_SCREEN = 10
ON_TOP, ON_PAPER = 10, 20


@dataclass(frozen=True)
class _Wanted:
    """A keyword without a place on the first screen: the note that holds its place (as the rank table names it), and the
    notes whose titles name it."""

    keyword: KeywordRank
    held_by: str | None
    named_by: tuple[Note, ...]

    @property
    def is_served(self) -> bool:
        return self.keyword.rank is not None or self.held_by is not None or bool(self.named_by)


def listing(story: Story) -> Listing | None:
    w = story.wording
    wanted = sorted((_wanted(story, k) for k in story.report.keywords if _is_beyond(k)), key=_unserved_first)
    if not wanted:
        return None
    data, top = _table(w, wanted), on_top(len(wanted), ON_TOP)
    return Listing(
        title=_title(w, wanted),
        subtitle=w.text("Target keywords beyond the first {n} results in {month}, and the notes there are for them",
                        n=w.count(FIRST_SCREEN), month=w.month_name(story.report.month)),
        table=data,
        shown=pick(data.columns, "keyword", "weight", "rank", "held_by", "named_by"),
        lines=tuple(_line(w, line, one) for line, one in zip(lines(w, data), wanted, strict=True)),
        key="rank",
        extra=("weight", "named_by"),
        on_top=top,
        rest=w.plural("{n} more keyword", "{n} more keywords", len(wanted) - top),
        on_paper=ON_PAPER,
        note=w.text("A title names a keyword if it holds it letter by letter."),
    )  # fmt: skip


def _is_beyond(keyword: KeywordRank) -> bool:
    return keyword.rank is None or keyword.rank > FIRST_SCREEN


def _wanted(story: Story, keyword: KeywordRank) -> _Wanted:
    note = holder(story.report, keyword)
    held = title(story.wording, note) if note else escape.clean(keyword.note or "") or None
    return _Wanted(keyword, held, naming(story.report, keyword.term))


def _unserved_first(one: _Wanted) -> tuple[bool, float, float, str]:
    k = one.keyword
    return (one.is_served, -k.weight, float("inf") if k.rank is None else k.rank, k.term)


def _title(w: Wording, wanted: list[_Wanted]) -> str:
    without = sum(not one.is_served for one in wanted)
    if without:
        return w.plural(
            "{n} keyword has no note: no title names it, and none is found for it",
            "{n} keywords have no note: no title names them, and none is found for them", without,
        )  # fmt: skip
    unnamed = sum(not one.named_by for one in wanted)
    if unnamed:
        return w.plural(
            "{n} keyword beyond the first screen is in no note’s title",
            "{n} keywords beyond the first screen are in no note’s title", unnamed,
        )  # fmt: skip
    return w.plural(
        "{n} keyword beyond the first screen, though a title names it",
        "{n} keywords beyond the first screen, though titles name them", len(wanted),
    )  # fmt: skip


def _line(w: Wording, line: Line, one: _Wanted) -> Line:
    weight = one.keyword.weight
    cells = {
        "weight": w.number(weight, 0 if float(weight).is_integer() else 1),
        "rank": w.rank(one.keyword.rank) if one.keyword.days_observed else w.count(None),
        "held_by": one.held_by or (w.text("none") if one.keyword.rank is None else w.text("not known")),
        "named_by": _named(w, one.named_by),
    }
    return replace(line, cells=line.cells | cells, sub=_group(w, one.keyword))


def _group(w: Wording, keyword: KeywordRank) -> str:
    return escape.clean(w.name(keyword.group)) if keyword.group else ""


def _named(w: Wording, notes: tuple[Note, ...]) -> str:
    """The most saved note that names the keyword, and how many more do."""
    if not notes:
        return w.text("none")
    first = title(w, notes[0])
    if len(notes) == 1:
        return first
    return w.plural("{first}, and {n} more", "{first}, and {n} more", len(notes) - 1, first=first)


def _table(w: Wording, wanted: list[_Wanted]) -> Table:
    columns = (
        Column("keyword", w.text("Keyword")),
        Column("group", w.text("Group")),
        Column("weight", w.text("Weight"), "number"),
        Column("rank", w.text("Rank"), "rank"),
        Column("held_by", w.text("Note that holds the place")),
        Column("named_by", w.text("Notes that name it in their titles")),
        Column("naming_notes", w.text("How many"), "count"),
    )
    return Table(columns, tuple(_row(w, one) for one in wanted))


def _row(w: Wording, one: _Wanted) -> tuple[Cell, ...]:
    k, first = one.keyword, title(w, one.named_by[0]) if one.named_by else None
    return (escape.clean(k.term), k.group, k.weight, k.rank, one.held_by, first, len(one.named_by))
