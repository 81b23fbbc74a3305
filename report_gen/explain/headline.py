"""The month's headline numbers: each value, and what it is held against."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from report_gen.explain import destinations, keywords
from report_gen.explain._explain import explain
from report_gen.explain._month import Month
from report_gen.explain._paths import Path
from report_gen.explain._rates import Counted, interval, ratio, significant
from report_gen.explain._sums import over_notes, total
from report_gen.explain._trace import FaultError, Trace, unknown
from report_gen.explain._usual import standing, usual, yardsticks
from report_gen.history import runs_of
from report_gen.report import Headline, Report
from report_gen.story import months_back
from report_gen.tables import COUNTERS
from report_gen.wording import Say, counted, noop, say

SECTIONS = ("headline",)
NOTE_RATES = ("save_rate", "comment_rate", "saves_per_view", "saves_per_impression")
RATES = {
    ("saves", "impressions"): noop("Saves divided by impressions: a sum over a sum, never a mean of rates."),
    ("saves", "views"): noop("Saves divided by views: a sum over a sum, never a mean of rates."),
    ("comments", "impressions"): noop("Comments divided by impressions: a sum over a sum, never a mean of rates."),
    ("comments", "views"): noop("Comments divided by views: a sum over a sum, never a mean of rates."),
    ("click_throughs", "impressions"): noop("All click-throughs divided by impressions."),
    ("click_throughs", "views"): noop("All click-throughs divided by views."),
}
ONE_BASIS = noop("Both by the notes, so that they are of the same: the daily trends lack {days} for {counters}.")
EVERGREEN = noop(
    "Saves that notes published over 30 days before the month began earned in it, divided by those of all notes."
)
NO_REACH = noop("client.yml asks for rates per reach, but no export holds reach.")
SETTING = "Set in client.yml under targets for {month}."


def trace(path: Path, month: Month) -> Trace:
    _, metric, name, *rest = path
    told = month.told.headline[metric]
    if name == "usual":
        return usual(name, rest, _history(metric, month))
    fields: Mapping[str, Callable[[], Trace]] = {
        "value": lambda: value(metric, month),
        "previous": lambda: _previous(metric, month),
        "previous_basis": lambda: _previous_basis(metric, month),
        "change": lambda: _change(metric, month),
        "basis": lambda: _basis(metric, month),
        "interval": lambda: _interval(metric, month),
        "significant": lambda: _significant(metric, month),
        "target": lambda: _target(metric, month),
        "status": lambda: _status(metric, month, told),
        "standing": lambda: _standing(metric, month),
    }
    if name not in fields:
        raise FaultError(f"Nothing explains headline.{metric}.{name}.")
    return fields[name]()


def value(metric: str, month: Month) -> Trace:
    """The headline number itself."""
    if metric in COUNTERS:
        return total(month, metric, month.basis(metric))
    if metric in NOTE_RATES:
        return _rate(metric, month)
    others: Mapping[str, Callable[[Month], Trace]] = {
        "search_visibility": keywords.index,
        "click_throughs": destinations.everything,
        "click_through_rate": _click_rate,
        "evergreen_save_share": _evergreen,
    }
    if metric not in others:
        raise FaultError(f"Nothing explains headline.{metric}.")
    return others[metric](month)


def parts_of(metric: str, month: Month) -> tuple[str, str]:
    """What a rate divides, and by what."""
    own = {"saves_per_view": ("saves", "views"), "saves_per_impression": ("saves", "impressions")}
    return own.get(metric) or ("comments" if metric == "comment_rate" else "saves", month.per)


def _rate(metric: str, month: Month) -> Trace:
    part, per = parts_of(metric, month)
    if per == "reach":
        return unknown(metric, NO_REACH)
    if month.basis(part, per) == "daily":
        return ratio(metric, RATES[part, per], total(month, part, "daily"), total(month, per, "daily"))
    terms = (over_notes(month, counter, month.notes, (part, per)) for counter in (part, per))
    made = ratio(metric, RATES[part, per], *terms)
    return replace(made, left_out=(_one_basis(month, part, per), *made.left_out))


def _one_basis(month: Month, *counters: str) -> Say:
    lacking = [counter for counter in counters if month.missing_days(counter)]
    days = sorted({day for counter in lacking for day in month.missing_days(counter)})
    return say(ONE_BASIS, days=runs_of(days), counters=tuple(counted(counter) for counter in lacking))


def _click_rate(month: Month) -> Trace:
    clicks = destinations.everything(month)
    if month.per == "reach":
        return unknown("click_through_rate", NO_REACH, clicks)
    formula = RATES["click_throughs", month.per]
    return ratio("click_through_rate", formula, clicks, total(month, month.per, month.basis(month.per)))


def _evergreen(month: Month) -> Trace:
    old = [note for note in month.notes if note.is_evergreen]
    saves = over_notes(month, "saves", month.notes, ("saves",))
    earned = over_notes(month, "saves", old, ("saves",)).called("evergreen_saves")
    if month.data.first_month:
        why = noop("None in a first month: what older notes earned in it can't be told from what they earned before.")
        return unknown("evergreen_save_share", why, saves)
    if earned.value is None:
        earned = Trace("evergreen_saves", 0, "No note of that age has known activity.", earned.terms)
    return ratio("evergreen_save_share", EVERGREEN, earned, saves)


# -- how sure


def note_counts(month: Month, part: str, per: str) -> dict[str, Counted]:
    """By note: what it brings to a rate. Of an approved month as its Report says."""
    if month.is_approved:
        return _of_report(month.told, part, per)
    found = {}
    for note in month.notes:
        parts, wholes = (month.ends(note, counter) for counter in (part, per))
        if parts and wholes:
            s, m = (math.fsum(c.sign * float(c.value or 0) for c in cells) for cells in (parts, wholes))
            found[note.key] = Counted(note.label, s, m, (parts, wholes))
    return found


def _of_report(report: Report, part: str, per: str) -> dict[str, Counted]:
    known = ((note.key, note.title, note.activity.get(part), note.activity.get(per)) for note in report.notes)
    return {key: Counted(title, s, m) for key, title, s, m in known if s is not None and m is not None}


def _interval(metric: str, month: Month) -> Trace:
    if metric not in NOTE_RATES:
        return unknown("interval", "None: only rates of notes have an interval.")
    if value(metric, month).value is None:
        return unknown("interval", "None, since there is no rate.")
    return interval("interval", [*note_counts(month, *parts_of(metric, month)).values()])


def _significant(metric: str, month: Month) -> Trace:
    before, compared = month.earlier(1), _held_against(metric, month)
    if before is None or compared is None:
        return unknown("significant", why_alone(month, metric))
    if metric not in NOTE_RATES or "reach" in parts_of(metric, month):
        return unknown("significant", "Not said: only rates of notes can be tested.")
    if compared.value is None or month.told.headline[metric].value is None or before.data.first_month:
        return unknown("significant", "Not said: one of the two months has no such rate, or is a first month.")
    pair = parts_of(metric, month)
    now, then = (note_counts(m, *pair) for m in (month, before))
    found = significant("significant", now, then)
    return _contradicted(found, now, then, metric, month) if found.value is True else found


def _contradicted(
    found: Trace, now: Mapping[str, Counted], then: Mapping[str, Counted], metric: str, month: Month
) -> Trace:
    """A move of the notes that the shown totals made the other way is no evidence for it."""
    told = month.told.headline[metric]
    by_notes = _sum_rate(now) - _sum_rate(then)
    if float(told.value or 0) - float(told.previous or 0) < 0 < by_notes or by_notes < 0 < float(
        told.value or 0
    ) - float(told.previous or 0):
        why = "The notes moved beyond chance, but the totals that are shown moved the other way: so nothing is claimed."
        return Trace("significant", False, why, found.terms)
    return found


def _sum_rate(counted: Mapping[str, Counted]) -> float:
    own = [c for c in counted.values() if c.whole > 0]
    return math.fsum(c.part for c in own) / math.fsum(c.whole for c in own)


# -- what it is held against


def _held_against(metric: str, month: Month) -> Headline | None:
    """The month before's number, where the two may be compared."""
    before = month.before
    if before is None:
        return None
    previous = before.told.headline.get(metric)
    first = before.told.coverage.first_month and previous is not None and previous.basis == "snapshots"
    return None if first or _is_made_otherwise(metric, month, before) else previous


def _is_made_otherwise(metric: str, month: Month, before: Month) -> bool:
    """An approved month keeps its definitions: a rate per view says nothing beside one per impression."""
    own = month.told.definitions.get(metric)
    return before.told.definitions.get(metric, own) != own


def why_alone(month: Month, metric: str) -> str:
    """Why a number has none of the month before beside it."""
    name, before = months_back(month.period.month, 1), month.earlier(1)
    if before is None:
        return f"There is no report of {name}."
    if before.told.coverage.partial or month.told.coverage.partial:
        return "A partial month is compared with nothing, and nothing with it."
    if metric not in before.told.headline:
        return f"{name} has no {metric.replace('_', ' ')}."
    if _is_made_otherwise(metric, month, before):
        return f"{name} was made by another definition: {before.told.definitions[metric]}."
    return f"{name} is the first month: its notes' sums hold only what was published in it, no yardstick for a whole month."


def _previous(metric: str, month: Month) -> Trace:
    before = month.earlier(1)
    if before is None or _held_against(metric, month) is None:
        return unknown("previous", why_alone(month, metric))
    then = explain(before, ("headline", metric, "value"))
    return Trace("previous", then.value, f"The {metric} of {before.period.month}.", (then.called(before.period.month),))


def _previous_basis(metric: str, month: Month) -> Trace:
    previous = _held_against(metric, month)
    before = month.earlier(1)
    if previous is None or before is None:
        return unknown("previous_basis", why_alone(month, metric))
    return explain(before, ("headline", metric, "basis"))


def _change(metric: str, month: Month) -> Trace:
    return change(value(metric, month).called(metric), _previous(metric, month))


def change(now: Trace, previous: Trace) -> Trace:
    """(now − before) ÷ |before|"""
    if now.value is None or not previous.value:
        why = (
            "None: there is no number to compare with."
            if previous.value is None
            else "None: there is no change from 0."
        )
        return unknown("change", why, now, previous)
    moved = (now.number - previous.number) / abs(previous.number)
    return Trace(
        "change", moved, "This month's number less that of the month before, divided by the latter.", (now, previous)
    )


def _basis(metric: str, month: Month) -> Trace:
    number = value(metric, month)
    if number.value is None:
        return unknown("basis", "None, since there is no number.", number)
    if metric in ("search_visibility", "click_throughs"):
        return Trace("basis", "daily", "It is made of daily readings or clicks.", (number,))
    if metric == "evergreen_save_share":
        return Trace("basis", "snapshots", "Only the notes know how old they are.", (number,))
    needed: tuple[str, ...] = (metric,) if metric in COUNTERS else (month.per,)
    if metric in NOTE_RATES:
        needed = parts_of(metric, month)
    why = "daily where the daily trends have every day of the month for all parts, else snapshots (the notes' activities)."
    return Trace("basis", month.basis(*needed), why, (number,))


def _target(metric: str, month: Month) -> Trace:
    target, name = month.config.target(metric, month.period.month), month.period.month
    if target is None:
        return unknown("target", f"client.yml has no target for {metric} in {name}.")
    return Trace("target", target, SETTING.format(month=name))


def _status(metric: str, month: Month, told: Headline) -> Trace:
    number, target = value(metric, month), _target(metric, month)
    if number.value is None or target.value is None or month.told.coverage.partial:
        return unknown("status", "None without a number and a target, and in a partial month.", number, target)
    met = number.number >= target.number
    return Trace("status", "met" if met else "missed", "met from the target upwards.", (number, target))


# -- what it usually is


def _history(metric: str, month: Month) -> tuple[Trace, ...]:
    """The number in each of the six months before that may serve as a yardstick."""
    whole = [m for m in yardsticks(month, metric) if _is_yardstick(m.told, month.told, metric)]
    return tuple(explain(m, ("headline", metric, "value")).called(m.period.month) for m in whole)


def _is_yardstick(earlier: Report, report: Report, metric: str) -> bool:
    """What the daily trends count is no yardstick for what the notes do, nor the reverse."""
    then, now = earlier.headline.get(metric), report.headline[metric]
    if then is None or then.value is None:
        return False
    is_first = earlier.coverage.first_month and then.basis == "snapshots"
    return not is_first and (None in (then.basis, now.basis) or then.basis == now.basis)


def _standing(metric: str, month: Month) -> Trace:
    return standing(value(metric, month), _history(metric, month))
