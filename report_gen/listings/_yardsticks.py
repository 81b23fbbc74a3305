"""What the two tables of yardsticks share: a row for a number and a yardstick from outside, raw and as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from report_gen import escape
from report_gen.config import INDEXES, RATES
from report_gen.figures import Cell, Column, Line, Table
from report_gen.listings import _cells
from report_gen.listings._notes import metric_word
from report_gen.report import Band, Group, Headline, Interval, Number, Report, Usual
from report_gen.wording import Wording
from report_gen.yardsticks import Status, outside_by_chance, status


@dataclass(frozen=True)
class Held:
    """A number of the month beside what it is held against. `format` None: of all notes."""

    metric: str
    format: str | None
    value: Number
    interval: Interval | None
    target: float | None
    usual: Usual | None
    status: Status | None
    band: Band | None


def of_headline(report: Report, metric: str) -> Iterator[Held]:
    """The headline number beside each band on it; nothing where it isn't known or has no yardstick."""
    number = report.headline.get(metric, Headline(value=None))
    if number.value is None:
        return
    for band in _bands(report, metric, None):
        if band or number.target is not None or number.usual:
            yield Held(metric, None, number.value, number.interval, number.target, number.usual, status(number), band)


def of_format(report: Report, group: Group) -> Iterator[Held]:
    """The save rate of a format's notes; targets are of all notes, so it has none."""
    for band in _bands(report, "save_rate", group.name):
        if group.save_rate is not None and (band or group.usual):
            yield Held(
                "save_rate", group.name, group.save_rate, group.interval, None, group.usual, group.standing, band
            )


def table(w: Wording, held: Iterable[Held]) -> Table:
    columns = (
        Column("number", w.text("Number")),
        Column("metric", w.text("Metric")),
        Column("format", w.text("Format")),
        Column("value", w.text("This month"), "number"),
        Column("interval_low", w.text("From"), "number"),
        Column("interval_high", w.text("To"), "number"),
        Column("target", w.text("Target"), "number"),
        Column("usual", w.text("Usual"), "number"),
        Column("usual_low", w.text("Lowest"), "number"),
        Column("usual_high", w.text("Highest"), "number"),
        Column("usual_months", w.text("Months"), "count"),
        Column("status", w.text("Stands")),
        Column("band_low", w.text("Unofficial band"), "number"),
        Column("band_good", w.text("Good from"), "number"),
        Column("band_source", w.text("Source")),
    )
    return Table(columns, tuple(_row(w, one) for one in held))


def line(w: Wording, one: Held) -> Line:
    """The row as people read it: ranges as one cell, the status in words."""
    sharp = _looks_within(w, one)
    cells = {
        "number": name(w, one),
        "value": _said(w, one.metric, one.value, sharp),
        "target": _said(w, one.metric, one.target),
        "usual": _range(w, one.metric, one.usual.low, one.usual.high, sharp) if one.usual else w.count(None),
        "status": status_word(w, one.status),
        "band_low": _band(w, one.metric, one.band),
    }
    return Line(cells, sub=_sub(w, one))


def name(w: Wording, one: Held) -> str:
    formats = {"image": w.text("Image notes"), "video": w.text("Videos")}
    return formats.get(one.format, one.format) if one.format else metric_word(w, one.metric)


def status_word(w: Wording, found: Status | None) -> str:
    """State is said in words: by target if there is one, else against the usual range."""
    words = {
        "met": w.text("target met"), "missed": w.text("target missed"), "above": w.text("above usual"),
        "within": w.text("as usual"), "below": w.text("below usual"),
    }  # fmt: skip
    return words[found] if found else w.count(None)


def note(w: Wording, held: list[Held]) -> str:
    """What a reader must know before he makes much of a place: how easily chance puts a month outside, who vouches for a
    band."""
    months = max((one.usual.months for one in held if one.usual), default=0)
    sources = list(dict.fromkeys(escape.clean(one.band.source) for one in held if one.band))
    parts = []
    if months:
        parts.append(
            w.text(
                "Usual: lowest to highest of the {n} months before. A month that is no different lies outside {share} of "
                "the time by chance.",
                n=w.count(months), share=w.share(outside_by_chance(months)),
            )
        )  # fmt: skip
    if sources:
        parts.append(w.text("Unofficial, not audited: {sources}.", sources=w.listed(sources)))
    return w.joined(parts)


def _bands(report: Report, metric: str, format_: str | None) -> tuple[Band | None, ...]:
    """The outside bands on that number; (None,) where there are none."""
    found = tuple(band for band in report.benchmarks if (band.metric, band.format) == (metric, format_))
    return found or (None,)


def _row(w: Wording, one: Held) -> tuple[Cell, ...]:
    low, high = one.interval or (None, None)
    usual, band = one.usual, one.band
    past = (usual.median, usual.low, usual.high, usual.months) if usual else (None,) * 4
    outside = (band.low, band.good, escape.clean(band.source)) if band else (None,) * 3
    return (
        name(w, one), one.metric, one.format, one.value, low, high, one.target, *past, one.status, *outside,
    )  # fmt: skip


def _looks_within(w: Wording, one: Held) -> bool:
    """Whether the number lies outside its range, but by so little that both would be written alike: 3.1%, above 3.1%."""
    if one.usual is None or one.usual.low <= one.value <= one.usual.high:
        return False
    return _said(w, one.metric, one.value) in [_said(w, one.metric, end) for end in (one.usual.low, one.usual.high)]


def _said(w: Wording, metric: str, value: float | None, sharp: bool = False) -> str:
    """`sharp`: with one more digit than usual."""
    if value is None or not (metric in RATES or metric in INDEXES):
        return w.count(value)
    if metric in INDEXES:
        return w.number(value, 2 if sharp else 1)
    return w.rate(value, 2 if abs(value) >= 0.00995 else 3) if sharp else _cells.rate(w, value)


def _range(w: Wording, metric: str, low: float, high: float, sharp: bool = False) -> str:
    return w.text("{low} to {high}", low=_said(w, metric, low, sharp), high=_said(w, metric, high, sharp))


def _band(w: Wording, metric: str, band: Band | None) -> str:
    if band is None:
        return w.count(None)
    if band.low is not None and band.good is not None:
        return _range(w, metric, band.low, band.good)
    if band.good is not None:
        return w.text("good from {good}", good=_said(w, metric, band.good))
    return w.text("low under {low}", low=_said(w, metric, band.low))


def _sub(w: Wording, one: Held) -> str:
    return w.text("95% interval {interval}", interval=_range(w, one.metric, *one.interval)) if one.interval else ""
