"""Is the save rate good, against its target and its own history? The overview's first picture: thirteen months."""

from __future__ import annotations

from functools import partial

from report_gen.charts import _fit as fit
from report_gen.charts import _months as months
from report_gen.charts import _theme as look
from report_gen.charts import _words as words
from report_gen.figures import Canvas, Figure
from report_gen.significance import comparable, leads, trails
from report_gen.story import Story, months_back
from report_gen.wording import noop

SHAPE = "half"
SHEET = noop("Save rate")
METRIC = "save_rate"


def figure(story: Story) -> Figure | None:
    """None in a first month: one dot is no history."""
    told = months.history(story, METRIC)
    if told is None or not told.past:
        return None
    w = story.wording
    return Figure(
        title=_title(story, told),
        subtitle=_subtitle(story),
        description=_description(story, told),
        table=months.table(told, story, w.text("Save rate"), intervals=True),
        draw=partial(_draw, story, told),
        note=_note(story),
    )  # fmt: skip


def _subtitle(story: Story) -> str:
    w, headline = story.wording, story.report.headline[METRIC]
    parts = [
        w.text("Save rate by month"),
        w.text("Strip: 95% interval") if headline.interval else "",
        words.shade(story, METRIC) if months.usual(story, METRIC) else "",
    ]
    *sentences, last = [part for part in parts if part]
    return w.joined([*map(w.sentence, sentences), last])


def _title(story: Story, told: months.History) -> str:
    w, month = story.wording, words.this_month(story)
    value, target = told.now.value or 0, story.report.headline[METRIC].target
    values = {"value": words.rate(w, value), "month": month}
    if story.report.coverage.partial:
        return w.text("{value} so far in {month}", **values)
    if target is None:
        return _without_target(story, told)
    values["target"] = words.rate(w, target)
    above = value >= target
    running = _running(story, above)
    if running > 1 and above:
        return w.text("Above the {target} target for {n} months running", n=w.count(running), **values)
    if running > 1:
        return w.text("Below the {target} target for {n} months running", n=w.count(running), **values)
    if told.now.low is None or told.now.high is None:
        return w.text("{value} in {month}; the target is {target}", **values)
    if told.now.low <= target <= told.now.high:
        return w.text("At {value}, too close to the {target} target to tell", **values)
    if above:
        return w.text("Above the {target} target in {month}, at {value}", **values)
    return w.text("Below the {target} target in {month}, at {value}", **values)


def _note(story: Story) -> str:
    w, headline = story.wording, story.report.headline[METRIC]
    month = words.this_month(story)
    count = w.plural("{n} note in {month}.", "{n} notes in {month}.", len(story.report.notes), month=month)
    aim, around = headline.target, headline.interval
    if aim is None or around is None or not around[0] <= aim <= around[1]:
        return count
    return w.joined([count, w.text("{month} alone could be on either side of the target by chance.", month=month)])


def _running(story: Story, above: bool) -> int:
    """Months in a row, this one last, on that side of each month's own target; a missing month ends the row."""
    count = 0
    for report in reversed(story.recent):
        headline = report.headline[METRIC]
        known = headline.value is not None and headline.target is not None and not report.coverage.partial
        if not known or (headline.value >= headline.target) != above:  # type: ignore[operator]
            break
        if report is not story.report and story.at(months_back(report.month, -1)) is None:
            break
        count += 1
    return count


def _without_target(story: Story, told: months.History) -> str:
    w = story.wording
    value, limits = told.now.value or 0, months.usual(story, METRIC)
    values = {"value": words.rate(w, value), "month": words.this_month(story)}
    if limits is None:
        return w.text("{value} in {month}", **values)
    if limits[0] <= value <= limits[1]:
        return w.text("At {value}, {month} is within the range of the months before", **values)
    others = comparable(story.six_before, METRIC)
    if leads(story.report, others, METRIC):
        return w.text("At {value}, {month} is above the range of the months before", **values)
    if trails(story.report, others, METRIC):
        return w.text("At {value}, {month} is below the range of the months before", **values)
    since = words.since_before(story, METRIC)
    return (
        w.text("{value} in {month}, {since}", since=since, **values)
        if since
        else w.text("{value} in {month}", **values)
    )


def _description(story: Story, told: months.History) -> str:
    w, headline = story.wording, story.report.headline[METRIC]
    first = told.known[0]
    said = [
        w.text("Line of the save rate by month from {first} ({from_}) to {last} ({to}).", first=w.month(first.month),
               from_=words.rate(w, first.value), last=w.month(told.now.month), to=words.rate(w, told.now.value)),
        w.text("95% interval: {interval}.", interval=w.interval(headline.interval)) if headline.interval else "",
        w.text("Target: {target}.", target=words.rate(w, headline.target)) if headline.target is not None else "",
    ]  # fmt: skip
    since = words.since_before(story, METRIC)
    return w.joined([*said, w.sentence(since[0].upper() + since[1:]) if since else ""])


def _draw(story: Story, told: months.History, canvas: Canvas) -> look.Picture:
    w, target = story.wording, story.report.headline[METRIC].target
    limits = months.usual(story, METRIC)
    y = look.from_zero(months.top_of(told, target), partial(words.rate_ticks, w))
    end = words.rate(w, told.now.value)
    room = look.Margin(right=fit.width(end, 16, bold=True) + 8, top=22)
    plane = months.plane(told, canvas, w, y, room, 210 if canvas.is_narrow else 276)
    aim = w.text("Target {target}", target=words.rate(w, target)) if target is not None else ""
    names = months.Names(target=aim, usual=words.usual(story, METRIC))
    return plane.chart(
        *months.usual_band(plane, told, limits),
        *plane.grid(),
        *months.target_line(plane, target),
        *months.course(plane, told, lambda point: months.tip(w, point, words.rate(w, point.value))),
        *months.labels(plane, told, names, target, limits),
        *months.end_label(plane, told, end),
    )
