"""Stories whose last month moved: by so much that nobody could call it chance, or with a verdict given."""

from __future__ import annotations

from dataclasses import replace

from report_gen.report import Headline, Note, Report
from report_gen.significance import significance
from report_gen.story import Story

NOTE_RATES = {"save_rate": ("saves", "impressions"), "saves_per_impression": ("saves", "impressions"),
              "saves_per_view": ("saves", "views"), "comment_rate": ("comments", "impressions")}  # fmt: skip


def moved(told: Story, factor: float) -> Story:
    """Every note of the last month has that many times its saves and comments; rates and verdicts follow from them."""
    report = told.report.model_copy(update={"notes": tuple(_lifted(note, factor) for note in told.report.notes)})
    headline = {name: _rate(report, told.before, name, one) for name, one in report.headline.items()}
    return last(told, report.model_copy(update={"headline": headline}))


def given(told: Story, significant: bool | None) -> Story:
    """This verdict on every rate and group of the last month."""
    report = told.report
    headline = {
        name: one.model_copy(update={"significant": significant if name in NOTE_RATES else None})
        for name, one in report.headline.items()
    }
    groups = {
        kind: tuple(group.model_copy(update={"significant": significant}) for group in getattr(report, kind))
        for kind in ("pillars", "formats", "traits")
    }
    return last(told, report.model_copy(update={"headline": headline, **groups}))


def last(told: Story, report: Report) -> Story:
    """The story with another last month."""
    return replace(told, reports=(*told.reports[:-1], report))


def _lifted(note: Note, factor: float) -> Note:
    counts = {name: note.activity[name] for name in ("saves", "comments")}
    return note.model_copy(
        update={"activity": {**note.activity, **{n: round(c * factor) for n, c in counts.items() if c is not None}}}
    )


def _rate(report: Report, before: Report | None, metric: str, one: Headline) -> Headline:
    if metric not in NOTE_RATES:
        return one
    top, bottom = (sum(note.activity[name] or 0 for note in report.notes) for name in NOTE_RATES[metric])
    value = top / bottom if bottom else None
    # Against the sums that the verdict is about: the headline with its new value.
    shown = report.model_copy(update={"headline": {**report.headline, metric: one.model_copy(update={"value": value})}})
    known = significance(shown, before, metric) if before and value is not None and one.previous is not None else None
    change = (value - one.previous) / one.previous if value is not None and one.previous else None
    return one.model_copy(
        update={"value": value, "change": change, "interval": _around(value, one), "significant": known}
    )


def _around(value: float | None, one: Headline) -> tuple[float, float] | None:
    """The interval moved along with its rate."""
    if one.interval is None or value is None or not one.value:
        return None
    return one.interval[0] * value / one.value, min(one.interval[1] * value / one.value, 1)
