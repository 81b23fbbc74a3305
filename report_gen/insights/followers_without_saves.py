"""Did followers jump while saves did not? A giveaway, or an inflated audience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from report_gen.insights._daily import DAY, Daily, daily
from report_gen.report import Event, Finding, Report
from report_gen.statistics import Array, two_sided
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

CLAIMS = True
HISTORY = 6  # months before this one
FEWEST_BEFORE = 28  # days
LENGTHS = (1, 3, 7, 14, 28)  # days
JUMP = 1.5  # times the usual followers
LARGE = 0.2  # of a usual month's followers are more than usual, at least
FOLLOWING = (0.0, 0.5, 1.0)  # how closely followers follow saves: as a power
MAD = 1.4826  # times the median distance from the median: the standard deviation of a normal variable
LEAST_SPREAD = 0.1
MOST_DEGREES = 15  # of freedom: such days have heavier tails than a normal variable
AS_USUAL = 1.2  # times the usual saves, at most
EVENT_LEEWAY = 3 * DAY

IN_DAYS = noop("Followers came without saves: {followers} new on {days}, where {usual} are usual")
ON_DAY = noop("Followers came without saves: {followers} new on {day}, where {usual} are usual")
MORE_IN_DAYS = noop("Followers came, saves did not keep up: {followers} new on {days}, where {usual} are usual")
MORE_ON_DAY = noop("Followers came, saves did not keep up: {followers} new on {day}, where {usual} are usual")
DURING = noop("It was the time of “{event}”: these days brought {saves} saves, against {usual} usually.")
UNNAMED = noop(
    "These days brought {saves} saves, against {usual} usually, as after a giveaway or with an inflated audience."
)
ADVICE = noop("Don’t count these followers as an audience until they save.")
ASK = noop("Find out where they came from, and don’t count them as an audience until they save.")


@dataclass(frozen=True)
class Jump:
    """Days with many new followers and hardly more saves than usual. The usual ones are for as many days."""

    first: dt.date
    last: dt.date
    followers: float
    usual_followers: float
    saves: float
    usual_saves: float
    p: float


def find(story: Story) -> Iterator[Finding]:
    """The run of days of this month that stands out most by its followers to saves, against as long runs before it."""
    first = months_back(story.report.month, HISTORY)
    recent = daily(r for r in story.reports if r.month >= first)
    start = next((row for row, day in enumerate(recent.days) if day >= story.report.first_day), None)
    if start is None or start < FEWEST_BEFORE or recent.days[-1].strftime("%Y-%m") != story.report.month:
        return
    jump = _jump(recent, start)
    if jump is not None and _is_large(jump, recent, start):
        yield _finding(story.report, jump)


def _jump(recent: Daily, start: int) -> Jump | None:
    tried = [found for length in LENGTHS if (found := _stands_out(recent, start, length)) is not None]
    if not tried:
        return None
    p, at, length = min(tried)
    return _trimmed(recent, start, range(at, at + length), min(p * len(LENGTHS), 1.0))


def _stands_out(recent: Daily, start: int, length: int) -> tuple[float, int, int] | None:
    """(p, first day, length) of this month's run with the most followers beside its saves: as closely as they followed saves
    before, which may be not at all. Runs that overlap tell the same, so there are as many looks, and as many degrees of
    freedom, as runs beside each other."""
    if min(start, len(recent.days) - start) < length or start < 4 * length:
        return None
    followers, saves = (np.log1p(np.maximum(_runs(v, length), 0)) for v in (recent.followers, recent.saves))
    beside = min((followers - power * saves for power in FOLLOWING), key=lambda b: _spread(b[: start - length + 1]))
    before, now = beside[: start - length + 1], beside[start:]
    middle, spread = np.median(before), max(_spread(before), LEAST_SPREAD)
    at = int(np.argmax(now))
    looks, degrees = len(recent.days[start:]) / length, min(start / length - 1, MOST_DEGREES)
    p = two_sided(float(now[at] - middle) / spread, degrees) * looks if now[at] > middle else 1.0
    return min(p, 1.0), start + at, length


def _spread(values: Array) -> float:
    return MAD * float(np.median(abs(values - np.median(values))))


def _runs(values: Array, length: int) -> Array:
    return np.convolve(values, np.ones(length), mode="valid")


def _trimmed(recent: Daily, start: int, run: range, p: float) -> Jump:
    """The run from its first to its last day with clearly more followers than usual, and the days beside it that have
    them too."""
    usual_followers, usual_saves = (float(np.median(v[:start])) for v in (recent.followers, recent.saves))
    many = recent.followers > JUMP * usual_followers
    inside = [row for row in run if many[row]] or list(run)
    first, last = inside[0], inside[-1]
    while first > start and many[first - 1]:
        first -= 1
    while last + 1 < len(many) and many[last + 1]:
        last += 1
    days = last - first + 1
    followers, saves = (float(values[first : last + 1].sum()) for values in (recent.followers, recent.saves))
    return Jump(recent.days[first], recent.days[last], followers, usual_followers * days, saves, usual_saves * days, p)


def _is_large(jump: Jump, recent: Daily, start: int) -> bool:
    """Enough followers to change the month's number, and saves that did not keep up: their rise is not half of that."""
    month = float(np.median(recent.followers[:start])) * (len(recent.days) - start)
    more = jump.followers - jump.usual_followers
    if more < LARGE * month or jump.followers < JUMP * jump.usual_followers or jump.usual_saves <= 0:
        return False
    rise, kept = jump.followers / max(jump.usual_followers, 1), jump.saves / jump.usual_saves
    return kept - 1 <= (rise - 1) / 2


def _finding(report: Report, jump: Jump) -> Finding:
    event = _event(report, jump)
    return Finding(
        id="followers_without_saves",
        section="saves",
        importance=0.88,
        p=jump.p,
        evidence={
            "new_followers": jump.followers, "usual_new_followers": jump.usual_followers,
            "saves": jump.saves, "usual_saves": jump.usual_saves,
            "first": jump.first.isoformat(), "last": jump.last.isoformat(), "event": event.name if event else None,
        },
        text=told(lambda w: _text(w, jump)),
        why=told(lambda w: _why(w, jump, event), report.names),
        action=told(lambda w: w.text(ADVICE if event else ASK)),
    )  # fmt: skip


def _text(w: Wording, jump: Jump) -> str:
    numbers = {"followers": w.count(jump.followers), "usual": w.count(jump.usual_followers)}
    is_usual = jump.saves <= AS_USUAL * jump.usual_saves
    if jump.first == jump.last:
        return w.text(ON_DAY if is_usual else MORE_ON_DAY, day=w.date(jump.first), **numbers)
    return w.text(IN_DAYS if is_usual else MORE_IN_DAYS, days=w.days(jump.first, jump.last), **numbers)


def _why(w: Wording, jump: Jump, event: Event | None) -> str:
    saves = {"saves": w.count(jump.saves), "usual": w.count(jump.usual_saves)}
    return w.text(DURING, event=w.name(event.name), **saves) if event else w.text(UNNAMED, **saves)


def _event(report: Report, jump: Jump) -> Event | None:
    """The client's own event of those days, or that ended just before them."""
    near = [e for e in report.events if e.start <= jump.last and e.end >= jump.first - EVENT_LEEWAY]
    return min(near, key=lambda e: (abs((e.start - jump.first).days), e.name), default=None)
