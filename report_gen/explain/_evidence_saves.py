"""The figures of findings about saves, followers, pillars, formats, traits and notes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from report_gen.explain._evidence import Evidence, Made, Maker, Same, same, share_of_base, share_of_notes
from report_gen.explain._explain import explain
from report_gen.explain._following import followed
from report_gen.explain._month import Month
from report_gen.explain._trace import Trace
from report_gen.report import Note
from report_gen.story import months_back

WINDOW = 6  # months that are added up, this one the last
LONGEST_WATCH = 400  # days
SMALLEST_PART = 0.15  # of a change of rate
FLAGGED = "views_exceed_impressions"
Group = tuple[float, float]  # saves and what they are divided by
ACCOUNT_RATE = "headline|save_rate|value"

SAME: Same = {
    "save_rate_held": {"save_rate": ACCOUNT_RATE, "previous": "headline|save_rate|previous"},
    "save_rate_moved": {"save_rate": ACCOUNT_RATE, "previous": "headline|save_rate|previous"},
    "save_rate_trend": {"save_rate": ACCOUNT_RATE},
    "reach_without_saves": {
        "shown": "headline|{per}|value", "usual": "headline|{per}|usual|median", "months": "headline|{per}|usual|months",
        "save_rate": ACCOUNT_RATE, "previous": "headline|save_rate|previous",
    },
    "pillar_leads": {"share_of_saves": "pillars|{pillar}|share_of_saves"},
    "pillar_trails": {"share_of_saves": "pillars|{pillar}|share_of_saves"},
    "note_carries": {
        "saves": "notes|{note}|activity|saves", "save_rate": "notes|{note}|save_rate", "account_rate": ACCOUNT_RATE,
    },
    "note_breakout": {"save_rate": "notes|{note}|save_rate", "account_rate": ACCOUNT_RATE},
    "hidden_winner": {"save_rate": "notes|{note}|save_rate", "account_rate": ACCOUNT_RATE},
    "evergreen_notes": {"share": "headline|evergreen_save_share|value"}
    | {f"saves_{place}": f"notes|{{note_{place}}}|activity|saves" for place in (1, 2, 3)},
}  # fmt: skip


# -- groups over months


def _window(month: Month) -> list[Month]:
    """The month and the up to five before it; of those before none that is partial."""
    past = [m for back in range(WINDOW - 1, 0, -1) if (m := month.earlier(back)) and not m.told.coverage.partial]
    return [*past, month]


def _before(month: Month) -> list[Month]:
    return _window(month)[:-1]


def _only(month: Month) -> list[Month]:
    return [month]


def _counted(months: Iterable[Month], per: str, kind: str, test: Callable[[str], bool]) -> list[tuple[Trace, Trace]]:
    """Saves and what they are divided by of each such group in each month, where both are known."""
    found = [
        (explain(m, (kind, g.name, "saves")), explain(m, (kind, g.name, per)))
        for m in months
        for g in getattr(m.told, kind)
        if test(g.name)
    ]
    return [(saves, whole) for saves, whole in found if saves.value is not None and whole.value]


def _sums(counted: Iterable[tuple[Trace, Trace]]) -> Group:
    listed = list(counted)
    return math.fsum(s.number for s, _ in listed), math.fsum(m.number for _, m in listed)


def _rate(sums: Group, formula: str, counted: Iterable[tuple[Trace, Trace]] = ()) -> Trace:
    saves, whole = sums
    terms = tuple(trace for pair in counted for trace in pair)
    return Trace("", saves / whole, f"{formula}: {saves:,.0f} saves of {whole:,.0f}.", terms)


def _of_group(kind: str, key: str, months: Callable[[Month], list[Month]] = _window) -> Maker:
    """The rate of the group that the evidence names, over those months."""

    def rate(month: Month, evidence: Evidence) -> Trace:
        counted = _counted(months(month), month.per, kind, lambda name: name == evidence[key])
        return _rate(_sums(counted), "Its sums over the months", counted)

    return rate


def _of_others(kind: str, key: str) -> Maker:
    """The rate of the other groups of that kind, but not of those that are counted apart."""

    def rate(month: Month, evidence: Evidence) -> Trace:
        apart = {evidence[key], *(evidence.get("without") or ())}
        counted = _counted(_window(month), month.per, kind, lambda name: name not in apart)
        return _rate(_sums(counted), "The sums of the others over the months", counted)

    return rate


def _without_trait(month: Month, evidence: Evidence) -> Trace:
    every = _sums(_counted(_window(month), month.per, "formats", lambda _: True))
    own = _sums(_counted(_window(month), month.per, "traits", lambda name: name == evidence["trait"]))
    return _rate((every[0] - own[0], every[1] - own[1]), "The sums of all notes less those with the trait")


def _months(counted: Callable[[Month], list[Month]] = _window) -> Maker:
    def number(month: Month, evidence: Evidence) -> Trace:
        return Trace("", len(counted(month)), "The months that are added up.")

    return number


def _months_above(month: Month, evidence: Evidence) -> Trace:
    above = 0
    for m in _window(month):
        own = _sums(_counted([m], month.per, "pillars", lambda name: name == evidence["pillar"]))
        others = _sums(_counted([m], month.per, "pillars", lambda name: name != evidence["pillar"]))
        above += own[1] > 0 and others[1] > 0 and own[0] * others[1] > others[0] * own[1]
    return Trace("", above, "Months in which its rate was above that of all other pillars together.")


def _pair(is_with: bool) -> Maker:
    """Of the pillar's notes those with the trait, or its others."""

    def rate(month: Month, evidence: Evidence) -> Trace:
        keys = {
            key for key, note in _latest(month).items()
            if note.pillar == evidence["pillar"] and (evidence["trait"] in note.traits) is is_with
        }  # fmt: skip
        return _rate(_over_notes(_window(month), month.per, keys), "The sums of these notes over the months")

    return rate


def _latest(month: Month) -> dict[str, Note]:
    """The notes as the latest month has them; without videos of which the rate per impression is incomplete."""
    notes = [note for m in _window(month) for note in m.told.notes]
    return {n.key: n for n in notes if not (month.per == "impressions" and FLAGGED in n.flags)}


def _over_notes(months: Iterable[Month], per: str, keys: Iterable[str]) -> Group:
    wanted, saves, whole = set(keys), 0.0, 0.0
    for month in months:
        for note in month.told.notes:
            earned, shown = (explain(month, ("notes", note.key, "activity", name)).value for name in ("saves", per))
            if note.key in wanted and isinstance(earned, int) and isinstance(shown, int):
                saves, whole = saves + earned, whole + shown
    return saves, whole


# -- what moved the rate


def _points(month: Month, evidence: Evidence) -> Trace:
    terms = tuple(explain(month, ("headline", "save_rate", field)) for field in ("value", "previous"))
    return Trace(
        "", abs(terms[0].number - terms[1].number), "The save rate less the one before, without the sign.", terms
    )


def _contributed(which: str) -> Maker:
    """By w · r = the group's share of what was shown and its rate, with means of the two months."""
    formulas = {
        "own": "Its mean share of what was shown times the change of its rate.",
        "mix": "The change of its share of what was shown times how far its rate is from the account's, by their means.",
    }

    def part(month: Month, evidence: Evidence) -> Trace:
        before = month.before
        assert before is not None
        (w1, r1, all1), (w0, r0, all0) = (_weight(m, month.per, evidence) for m in (month, before))
        now, then = (r1 if r1 is not None else r0 or 0.0), (r0 if r0 is not None else r1 or 0.0)
        parts = {"own": (w1 + w0) / 2 * (now - then), "mix": (w1 - w0) * ((now + then) - (all1 + all0)) / 2}
        change = _change(month)
        counts = parts[which] / change >= SMALLEST_PART
        return Trace("", abs(parts[which]) if counts else 0.0, formulas[which] + " 0 where it is too little to name.")

    return part


def _weight(month: Month, per: str, evidence: Evidence) -> tuple[float, float | None, float]:
    """The group's share of what was shown, its rate, and the rate of all groups."""
    kind, name = evidence["kind"], evidence["group"]
    own = _sums(_counted([month], per, kind, lambda one: one == name))
    every = _sums(_counted([month], per, kind, lambda _: True))
    return own[1] / every[1], own[0] / own[1] if own[1] else None, every[0] / every[1]


def _change(month: Month) -> float:
    now, then = (explain(month, ("headline", "save_rate", field)).number for field in ("value", "previous"))
    return now - then


def _pillars_together(month: Month, evidence: Evidence) -> Trace:
    found = [m for m in (month, month.before) if m is not None]
    known = {p.name for m in found for p in m.told.pillars if p.saves is not None and getattr(p, month.per)}
    return Trace("", len(known), "The pillars of the two months that were shown at all.")


def _rate_without(month: Month, evidence: Evidence) -> Trace:
    keys = {note.key for note in month.told.notes} - {evidence["note"]}
    return _rate(_over_notes([month], month.per, keys), "The sums of all other notes")


def _first_of_line(month: Month, evidence: Evidence) -> Trace:
    first = month.earlier(evidence["months"] - 1)
    assert first is not None
    found = explain(first, ("headline", "save_rate", "value"))
    return Trace("", found.value, f"The save rate of {first.period.month}.", (found,))


def _length_of_line(month: Month, evidence: Evidence) -> Trace:
    year, first = (int(name[:4]) * 12 + int(name[5:]) for name in (month.period.month, evidence["month"]))
    return Trace("", year - first + 1, "The months from the first to this one, both counted.")


# -- notes


def _usual_first_share(month: Month, evidence: Evidence) -> Trace:
    past = [m for back in range(WINDOW, 0, -1) if (m := month.earlier(back)) and not m.told.coverage.partial]
    whole = [m for m in past if not m.told.coverage.first_month]
    shares = [share for m in whole if (share := _first_share(m)) is not None]
    if len(shares) < 3:
        return Trace("", None, "There is no usual below 3 months with 10 notes.")
    return Trace("", median(shares), "The median over the up to six whole months before of the first note's share.")


def _first_share(month: Month) -> float | None:
    """Of all saves, that of the note with the most; a note that lost some counts 0."""
    values = [explain(month, ("notes", note.key, "activity", "saves")).value for note in month.told.notes]
    saves = [max(float(value), 0.0) for value in values if isinstance(value, int)]
    return max(saves) / math.fsum(saves) if len(saves) >= 10 and any(saves) else None


def _note_shown(month: Month, evidence: Evidence) -> Trace:
    return same("notes|{note}|activity|" + month.per)(month, evidence)


def _middle_note(month: Month, evidence: Evidence) -> Trace:
    known = [n for n in month.told.notes if n.activity.get(month.per) and n.interval and FLAGGED not in n.flags]
    shown = [explain(month, ("notes", n.key, "activity", month.per)).number for n in known]
    return Trace("", median(shown), f"The median of {len(shown)} notes that have a save rate.")


# -- days


def _daily(month: Month, first: str | None = None) -> dict[dt.date, Mapping[str, float]]:
    """The account's days up to this month's last, from `first` on, that have both saves and new followers."""
    reports = month.archive.reports if month.archive else (month.told,)
    known = [r for r in reports if r.month <= month.period.month and (first is None or r.month >= first)]
    days = [day for report in known for day in report.days]
    return {day.date: day.values for day in days if {"new_followers", "saves"} <= set(day.values)}


def _unbroken(days: Mapping[dt.date, Mapping[str, float]]) -> list[dt.date]:
    """The last ones without a gap."""
    listed = sorted(days, reverse=True)
    kept = [day for place, day in enumerate(listed) if (listed[0] - day).days == place]
    return kept[::-1]


def _in_run(metric: str) -> Maker:
    def total(month: Month, evidence: Evidence) -> Trace:
        days = [day for day in _daily(month) if evidence["first"] <= day.isoformat() <= evidence["last"]]
        terms = tuple(explain(month, ("days", day.isoformat(), "values", metric)) for day in sorted(days))
        return Trace("", math.fsum(t.number for t in terms), "The sum over these days.", terms)

    return total


def _usual_run(metric: str) -> Maker:
    def usual(month: Month, evidence: Evidence) -> Trace:
        days = _daily(month, months_back(month.period.month, WINDOW))
        before = [day for day in _unbroken(days) if day < month.period.start]
        middle = median(days[day][metric] for day in before)
        first, last = (dt.date.fromisoformat(evidence[name]) for name in ("first", "last"))
        number = (last - first).days + 1
        return Trace(
            "", middle * number, f"{number} times {middle:g}, the median of the {len(before)} days before the month."
        )

    return usual


def _watched(month: Month) -> tuple[Sequence[float], Sequence[float]]:
    days = _daily(month, months_back(month.period.month, 12))
    kept = _unbroken(days)[-LONGEST_WATCH:]
    return [days[day]["saves"] for day in kept], [days[day]["new_followers"] for day in kept]


def _days_watched(month: Month, evidence: Evidence) -> Trace:
    return Trace("", len(_watched(month)[0]), "The last days without a gap that have both numbers.")


def _days_later(month: Month, evidence: Evidence) -> Trace:
    return Trace("", followed(*_watched(month))[0], "Where the correlation of the two series is largest.")


def _correlation(month: Month, evidence: Evidence) -> Trace:
    return Trace("", followed(*_watched(month))[1], "Of the two series without weekdays, trend and their own past.")


MADE: Made = {
    "pillar_leads share": share_of_base,
    "pillar_leads months": _months(),
    "pillar_leads months_above": _months_above,
    "pillar_leads rate": _of_group("pillars", "pillar"),
    "pillar_leads other_rate": _of_others("pillars", "pillar"),
    "pillar_trails share": share_of_base,
    "pillar_trails months": _months(),
    "pillar_trails rate": _of_group("pillars", "pillar"),
    "pillar_trails other_rate": _of_others("pillars", "pillar"),
    "pillar_changed months": _months(_before),
    "pillar_changed save_rate": _of_group("pillars", "pillar", _only),
    "pillar_changed rate_before": _of_group("pillars", "pillar", _before),
    "format_effect months": _months(),
    "format_effect rate": _of_group("formats", "format"),
    "format_effect other_rate": _of_others("formats", "format"),
    "trait_effect months": _months(),
    "trait_effect rate": _of_group("traits", "trait"),
    "trait_effect other_rate": _without_trait,
    "pillar_trait months": _months(),
    "pillar_trait rate": _pair(is_with=True),
    "pillar_trait other_rate": _pair(is_with=False),
    "reach_without_saves significant": same("headline|save_rate|significant"),
    "save_rate_held significant": same("headline|save_rate|significant"),
    "save_rate_moved significant": same("headline|save_rate|significant"),
    "save_rate_moved points": _points,
    "save_rate_moved pillars": _pillars_together,
    "save_rate_moved own": _contributed("own"),
    "save_rate_moved mix": _contributed("mix"),
    "save_rate_moved rate_without": _rate_without,
    "save_rate_trend rate_then": _first_of_line,
    "save_rate_trend months": _length_of_line,
    "note_carries share_of_saves": share_of_notes("saves"),
    "note_carries usual_share": _usual_first_share,
    "evergreen_notes own_share": share_of_notes("saves"),
    "hidden_winner shown": _note_shown,
    "hidden_winner usual_shown": _middle_note,
    "followers_without_saves new_followers": _in_run("new_followers"),
    "followers_without_saves usual_new_followers": _usual_run("new_followers"),
    "followers_without_saves saves": _in_run("saves"),
    "followers_without_saves usual_saves": _usual_run("saves"),
    "saves_lead_followers days": _days_watched,
    "saves_lead_followers days_later": _days_later,
    "saves_lead_followers correlation": _correlation,
}
