"""How was each headline number made? The formula, what went in, and the cells of the exports that it was read from."""

from __future__ import annotations

from collections.abc import Mapping

from report_gen import escape
from report_gen.config import INDEXES, RATES
from report_gen.figures import Column, Line, Listing, Table
from report_gen.listings import _cells
from report_gen.listings._notes import metric_word
from report_gen.report import Explanation, Number, Origin, Report
from report_gen.story import Story
from report_gen.wording import Wording, noop

PARTIAL = "origins"  # a fold for each number; a plain table on paper
SHEET = noop("Origins of numbers")
LONG = 44  # letters of rows that are shown in full


def listing(story: Story) -> Listing | None:
    w, report = story.wording, story.report
    made = {metric: how for metric, how in report.explanations.items() if metric in report.headline}
    if not made:
        return None
    lines = {metric: _line(w, metric, report, made) for metric in made}
    columns = _columns(w)
    rows = tuple(
        (line.cells["figure"], report.value(metric), *(line.cells[name] for name in ("made", "parts", "left_out")),
         _read(w, made[metric]), metric)
        for metric, line in lines.items()
    )  # fmt: skip
    return Listing(
        title=w.text("How each number was made"),
        subtitle=w.text("The formula, what went in, and the cells of the exports that it was read from"),
        table=Table(columns, rows),
        shown=_cells.pick(columns, "figure", "value", "made", "read"),
        lines=tuple(lines.values()),
    )


def _columns(w: Wording) -> tuple[Column, ...]:
    return (
        Column("figure", w.text("Number")),
        Column("value", w.text("This month"), "number"),
        Column("made", w.text("How it is made")),
        Column("parts", w.text("What went in")),
        Column("left_out", w.text("Left out")),
        Column("read", w.text("Read from")),
        Column("metric", w.text("Metric")),
    )


def _line(w: Wording, metric: str, report: Report, made: Mapping[str, Explanation]) -> Line:
    how = made[metric]
    parts = [_part(w, metric, name, number) for name, number in how.numbers.items()]
    read = "\n".join(_origin(w, origin, short=True) for origin in how.origins)
    return Line(
        {
            "figure": metric_word(w, metric),
            "value": _said(w, metric, report.value(metric)),
            "made": w.text(how.formula),
            "parts": w.listed(parts) if parts else "",
            "left_out": escape.clean(w.joined(how.left_out_in(w.language))),
            "read": read,
            "on_paper": _elsewhere(w, how, made) or read,
        }
    )


def _elsewhere(w: Wording, how: Explanation, made: Mapping[str, Explanation]) -> str:
    """A rate's parts are mostly numbers of the table themselves; "" where one isn't."""
    if not how.numbers or not set(how.numbers) <= set(made):
        return ""
    return w.text("as for {numbers}", numbers=w.listed([metric_word(w, name).lower() for name in how.numbers]))


def _read(w: Wording, how: Explanation) -> str:
    return w.series(_origin(w, origin, short=False) for origin in how.origins)


def _origin(w: Wording, origin: Origin, short: bool) -> str:
    """2026-10/近30日互动数据.xlsx, sheet 收藏趋势, column B (数值), rows 2–30"""
    rows = _shortened(w, origin.rows) if short else origin.rows
    file, sheet, column = (escape.clean(text) for text in (origin.file, origin.sheet, origin.column))
    if not sheet:
        return w.text("{file}, column {column}, rows {rows}", file=file, column=column, rows=rows)
    return w.text(
        "{file}, sheet {sheet}, column {column}, rows {rows}", file=file, sheet=sheet, column=column, rows=rows
    )


def _shortened(w: Wording, rows: str) -> str:
    """The first runs and the last; the download has all."""
    if len(rows) <= LONG:
        return rows
    runs = rows.split(", ")
    return w.text("{first} … {last}", first=w.enumerated(runs[:3]), last=runs[-1])


def _part(w: Wording, metric: str, name: str, value: Number | None) -> str:
    """saves 4,036"""
    if name in ("days", "notes") and value is not None:
        days, notes = w.plural("{n} day", "{n} days", value), w.plural("{n} note", "{n} notes", value)
        return days if name == "days" else notes
    named = w.text("saves of evergreen notes") if name == "evergreen_saves" else escape.clean(w.name(name))
    named = metric_word(w, name).lower() if name in _COUNTED else named
    return w.text("{name} {value}", name=named, value=w.number(value) if metric in INDEXES else w.count(value))


def _said(w: Wording, metric: str, value: Number | None) -> str:
    if value is None:
        return w.count(None)
    if metric in RATES:
        return _cells.rate(w, value)
    return w.number(value) if metric in INDEXES else w.count(value)


_COUNTED = ("saves", "comments", "impressions", "views", "click_throughs")
