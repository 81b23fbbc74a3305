"""The figures of findings about comments, keywords, click-throughs, the funnel, targets, creators, rhythm and data."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from statistics import median

from report_gen.explain._evidence import Evidence, Made, Maker, Same, share_of_notes
from report_gen.explain._explain import explain
from report_gen.explain._month import Month
from report_gen.explain._trace import Trace, plain

RANKS = {"rank": "keywords|{keyword}|rank", "previous_rank": "keywords|{keyword}|previous_rank"}
SAME: Same = {
    "save_rate_target": {
        "save_rate": "headline|save_rate|value", "target": "headline|save_rate|target",
    },
    "clicks_target": {
        "click_throughs": "headline|click_throughs|value", "target": "headline|click_throughs|target",
        "click_through_rate": "headline|click_through_rate|value",
        "previous_rate": "headline|click_through_rate|previous",
    },
    "other_target": {"value": "headline|{metric}|value", "target": "headline|{metric}|target"},
    "conversation": {"comments": "notes|{note}|activity|comments"},
    "comment_rate_moved": {"comment_rate": "headline|comment_rate|value", "previous": "headline|comment_rate|previous"},
    "keyword_moved": RANKS,
    "keyword_near": RANKS,
    "keyword_place": RANKS,
    "keyword_best": RANKS,
    "keywords_unserved": {"days": "keywords|{keyword}|days_observed"},
    "clicks_and_saves": {
        "click_throughs": "headline|click_throughs|value", "saves": "headline|saves|value",
        "usual_clicks": "headline|click_throughs|usual|median", "usual_saves": "headline|saves|usual|median",
    },
    "destination_moved": {"clicks": "destinations|{destination}|clicks"},
    "creator_cost": {
        "low": "creators|{best}|cost_per_save", "best_saves": "creators|{best}|saves", "best_fee": "creators|{best}|fee",
        "high": "creators|{worst}|cost_per_save", "worst_saves": "creators|{worst}|saves",
        "worst_fee": "creators|{worst}|fee",
    },
    "creator_inflated": {"followers": "creators|{creator}|followers", "views": "creators|{creator}|views"},
    "paid_saves": {
        "spend": "paid|spend", "paid_saves": "paid|shares|saves|paid", "paid_rate": "paid|save_rate",
        "organic_rate": "paid|organic_save_rate",
    },
    "data_limits": {"rank_days": "coverage|rank_days"},
}  # fmt: skip


def _difference(month: Month, evidence: Evidence) -> Trace:
    rate, target = (explain(month, ("headline", "save_rate", field)) for field in ("value", "target"))
    return Trace(
        "", abs(rate.number - target.number), "The save rate less its target, without the sign.", (rate, target)
    )


def _months_met(month: Month, evidence: Evidence) -> Trace:
    reports = month.archive.reports if month.archive else ()
    met: list[Trace] = []
    for report in reversed([r for r in reports if r.month <= month.period.month]):
        rate = report.headline.get("save_rate")
        same = report.definitions.get("save_rate") == month.told.definitions.get("save_rate")
        if rate is None or rate.status != "met" or not same:
            break
        met.append(Trace(report.month, rate.value, f"Its target was {rate.target:g}: met."))
    return Trace("", len(met), "Reports in a row, up to this one, of which the save rate met its target.", tuple(met))


def _apart(month: Month, evidence: Evidence) -> Trace:
    change = explain(month, ("headline", "impressions", "change"))
    return Trace("", abs(change.number), "The change of impressions, without its sign.", (change,))


def _counted(formula: str, count: Callable[[Month, Evidence], float]) -> Maker:
    def made(month: Month, evidence: Evidence) -> Trace:
        return Trace("", plain(count(month, evidence)), formula)

    return made


def _chosen(value: float, formula: str) -> Maker:
    """A limit that the rule has: no number of the client's."""
    return _counted(formula, lambda month, evidence: value)


def _past(month: Month, most: int = 6, first_too: bool = False) -> list[Month]:
    """The whole months among the so many before, oldest first."""
    found = (month.earlier(back) for back in range(most, 0, -1))
    whole = [m for m in found if m and not m.told.coverage.partial]
    return [m for m in whole if first_too or not m.told.coverage.first_month]


# -- search


def _rank_since(month: Month, evidence: Evidence) -> Trace:
    """The days from the one that the finding names."""
    keyword = next(k for k in month.told.keywords if k.term == evidence["keyword"])
    days = [d for d in keyword.days if str(d.date) >= evidence["since"]]
    traces = tuple(explain(month, ("keywords", keyword.term, "days", str(d.date), "rank")) for d in days)
    middle = median(math.inf if t.value is None else t.number for t in traces)
    value = None if math.isinf(middle) else plain(middle)
    return Trace("", value, f"The median rank of the days from {evidence['since']} on.", traces)


def _readings(month: Month, evidence: Evidence) -> float:
    keyword = next(k for k in month.told.keywords if k.term == evidence["keyword"])
    return len([day for day in keyword.days if str(day.date) >= evidence["since"]])


def _months_of_keyword(month: Month, evidence: Evidence) -> float:
    past = _past(month, 12, first_too=True)
    return 1 + sum(k.days_observed > 0 for m in past for k in m.told.keywords if k.term == evidence["keyword"])


def _terms(month: Month, evidence: Evidence) -> float:
    known = {k.term for k in month.told.keywords}
    return sum(term in known for term in evidence["terms"])


def _together(month: Month) -> dict[tuple[str, str], tuple[float, float]]:
    """By keyword and month: ln(1 + saves of the note that held it the month before), and what its visibility gained."""
    found = {}
    for now in (*_past(month, 12, first_too=True), month):
        earlier = now.earlier(1)
        for keyword in now.told.keywords if earlier and not earlier.told.coverage.partial else ():
            then = {k.term: k for k in earlier.told.keywords}.get(keyword.term) if earlier else None
            if earlier is None or then is None or not then.days_observed or not keyword.days_observed or not then.note:
                continue
            held = [n for n in earlier.told.notes if then.note in (n.title, n.key, n.id)]
            best = sorted(held, key=lambda n: (n.lifetime.get("views") or 0, n.key))[-1:]
            saves = best[0].activity.get("saves") if best else None
            if saves is not None:
                gain = _visible(keyword.rank) - _visible(then.rank)
                found[keyword.term, now.period.month] = (math.log(1 + max(saves, 0)), gain)
    return found


def _visible(rank: float | None) -> float:
    return 0.0 if rank is None else math.log(2) / math.log(1 + rank)


def _correlation(month: Month, evidence: Evidence) -> float:
    pairs, centred = _together(month), []
    for term in sorted({term for term, _ in pairs}):
        own = [pair for (other, _), pair in sorted(pairs.items()) if other == term]
        middle = [math.fsum(pair[side] for pair in own) / len(own) for side in (0, 1)]
        centred += [(x - middle[0], y - middle[1]) for x, y in own]
    both, first, second = (math.fsum(f(x, y) for x, y in centred) for f in _PRODUCTS)
    return both / math.sqrt(first * second)


_PRODUCTS: tuple[Callable[[float, float], float], ...] = (
    lambda x, y: x * y, lambda x, y: x * x, lambda x, y: y * y,
)  # fmt: skip


# -- clicks and the funnel


def _clicks_between(month: Month, name: str, first: str, last: str) -> Iterator[Trace]:
    """The traces of a destination's days, over up to four months."""
    for one in (*_past(month, 3, first_too=True), month):
        for destination in (d for d in one.told.destinations if d.name == name):
            for day in destination.days:
                if first <= str(day.date) <= last:
                    yield explain(one, ("destinations", name, "days", str(day.date), "clicks"))


def _last_day(month: Month) -> dt.date:
    """The last day that any destination has clicks of."""
    days = [day.date for destination in month.told.destinations for day in destination.days]
    return min(max(days), month.told.coverage.last_day)


def _clicks_since(month: Month, evidence: Evidence) -> Trace:
    days = tuple(_clicks_between(month, evidence["destination"], evidence["since"], str(_last_day(month))))
    return Trace("", plain(math.fsum(t.number for t in days)), "The clicks from that day on added up.", days)


def _clicks_before(month: Month, evidence: Evidence) -> Trace:
    since = dt.date.fromisoformat(evidence["since"])
    first, last = since - dt.timedelta(evidence["days_before"]), since - dt.timedelta(1)
    days = tuple(_clicks_between(month, evidence["destination"], str(first), str(last)))
    return Trace("", plain(math.fsum(t.number for t in days)), "The clicks of those days added up.", days)


def _days_since(month: Month, evidence: Evidence) -> float:
    return (_last_day(month) - dt.date.fromisoformat(evidence["since"])).days + 1


def _step(month: Month, step: str) -> float | None:
    """A step of the funnel in a month: what came of how much."""
    told = month.told
    if step == "clicks":
        clicks, saves = told.value("click_throughs"), told.value("saves")
        return clicks / saves if clicks is not None and saves else None
    part, whole = ("views", "impressions") if step == "views" else ("saves", "views")
    notes = [n.activity for n in told.notes if step == "saves" or n.format == "image"]
    pairs = [(a[part], a[whole]) for a in notes if a.get(part) is not None and a.get(whole) is not None]
    below = sum(whole or 0 for _, whole in pairs)
    return sum(part or 0 for part, _ in pairs) / below if below > 0 else None


def _step_now(month: Month, evidence: Evidence) -> float:
    return _step(month, evidence["step"]) or 0.0


def _step_usual(month: Month, evidence: Evidence) -> float:
    return median(rate for m in _past(month) if (rate := _step(m, evidence["step"])))


_TREND_STEPS = {"views": ("views", "impressions"), "saves": ("saves", "views")}


def _trend_days(month: Month, evidence: Evidence) -> list[tuple[str, int, int]]:
    """The date, what came of the step and what went into it, of days on which five and more went in."""
    part, whole = _TREND_STEPS[evidence["step"]]
    known = [(str(d.date), d.values.get(part), d.values.get(whole)) for d in month.told.days]
    return [
        (day, came, went)
        for day, came, went in known
        if came is not None and came >= 0 and went is not None and went >= 5
    ]


def _days_from(month: Month, evidence: Evidence) -> list[tuple[str, int, int]]:
    return [day for day in _trend_days(month, evidence) if day[0] >= evidence["since"]]


def _step_since(month: Month, evidence: Evidence) -> float:
    days = _days_from(month, evidence)
    return sum(came for _, came, _ in days) / sum(went for _, _, went in days)


def _step_before(month: Month, evidence: Evidence) -> float:
    months = [_trend_days(m, evidence) for m in _past(month, first_too=True)]
    days = [day for own in months if len(own) >= 5 for day in own]
    return sum(came for _, came, _ in days) / sum(went for _, _, went in days)


def _step_months(month: Month, evidence: Evidence) -> float:
    return sum(bool(_step(m, evidence["step"])) for m in _past(month))


def _clicks_of(month: Month, evidence: Evidence) -> list[int]:
    """A destination's clicks in the whole months before that have some, and views."""
    past = [m.told for m in _past(month) if m.told.value("views")]
    return [d.clicks for r in past for d in r.destinations if d.name == evidence["destination"] and d.clicks]


def _usual_clicks(month: Month, evidence: Evidence) -> float:
    return median(_clicks_of(month, evidence))


def _usual_months(month: Month, evidence: Evidence) -> float:
    metrics = ("click_throughs", "saves")
    return min(explain(month, ("headline", metric, "usual", "months")).number for metric in metrics)


# -- targets


def _so_far(month: Month, evidence: Evidence) -> Trace:
    reports = month.archive.reports if month.archive else (month.told,)
    plan = month.told.targets[evidence["metric"]]
    done = [r for r in reports if r.month in plan and r.month <= month.period.month]
    terms = tuple(Trace(r.month, r.value(evidence["metric"]), "As that month's report has it.") for r in done)
    return Trace("", plain(math.fsum(t.number for t in terms)), "The quarter's months so far, added up.", terms)


def _quarter(month: Month, evidence: Evidence) -> float:
    return math.fsum(month.told.targets[evidence["metric"]].values())


def _needed(month: Month, evidence: Evidence) -> float:
    left = sum(m > month.period.month for m in month.told.targets[evidence["metric"]])
    return (_quarter(month, evidence) - _so_far(month, evidence).number) / left


# -- comments


def _per_view(month: Month, evidence: Evidence) -> float:
    own = next(n.activity for n in month.told.notes if n.key == evidence["note"])
    return (own["comments"] or 0) / (own["views"] or 1)


def _usual_per_view(month: Month, evidence: Evidence) -> float:
    """Over the other notes of which both are known and anybody viewed."""
    rest = [n.activity for n in month.told.notes if n.key != evidence["note"]]
    known = [a for a in rest if a.get("comments") is not None and a.get("views")]
    return sum(a["comments"] or 0 for a in known) / sum(a["views"] or 0 for a in known)


# -- creators


def _collaborations(month: Month, names: Iterable[str]) -> list[tuple[Month, str]]:
    wanted = set(names)
    every = [m for m in (*_past(month, 6, first_too=True)[-5:], month) if m.told.creators]
    same = [m for m in every if m.told.definitions == month.told.definitions]
    return [(m, c.name) for m in same for c in m.told.creators if c.name in wanted]


def _sum_of(month: Month, names: Iterable[str], field: str) -> float:
    found = (explain(m, ("creators", name, field)) for m, name in _collaborations(month, names))
    return math.fsum(t.number for t in found)


def _rate_of(month: Month, names: Iterable[str]) -> float:
    listed = list(names)
    return _sum_of(month, listed, "saves") / _sum_of(month, listed, month.told.rate_per)


def _larger(month: Month, evidence: Evidence) -> list[str]:
    """Those with three times the followers and more, as read last, of whom saves and what they are of are known."""
    last: dict[str, int] = {}
    every = _collaborations(month, {c.name for m in (*_past(month, 6, True), month) for c in m.told.creators})
    rows = {(m.period.month, name): next(c for c in m.told.creators if c.name == name) for m, name in every}
    unknown = {n for (_, n), c in rows.items() if c.saves is None or getattr(c, month.told.rate_per) is None}
    for (_, name), creator in rows.items():
        if creator.followers is not None:
            last[name] = creator.followers
    least = 3 * last[evidence["creator"]]
    return sorted(name for name, followers in last.items() if followers >= least and name not in unknown)


def _creator_followers(month: Month, evidence: Evidence) -> float:
    rows = [(m, n) for m, n in _collaborations(month, [evidence["creator"]])]
    known = [t for m, n in rows if (t := explain(m, ("creators", n, "followers"))).value is not None]
    return known[-1].number


# -- advertising, rhythm, data


def _cost(month: Month) -> float:
    return explain(month, ("paid", "spend")).number / explain(month, ("paid", "shares", "saves", "paid")).number


def _cost_before(month: Month, evidence: Evidence) -> float:
    assert month.before is not None
    return _cost(month.before)


def _new(month: Month) -> list[str]:
    return sorted(n.published_at[:10] for n in month.told.notes if "new" in n.flags)


def _days_without(month: Month, evidence: Evidence) -> float:
    first, last = (dt.date.fromisoformat(evidence[name]) for name in ("first", "last"))
    assert not [day for day in _new(month) if evidence["first"] <= day <= evidence["last"]]
    return (last - first).days + 1


def _counted_notes(month: Month, evidence: Evidence) -> float:
    per = month.told.rate_per
    return sum(bool(n.activity.get(per)) and n.activity.get("saves") is not None for n in month.told.notes)


def _end(side: int) -> Maker:
    def end(month: Month, evidence: Evidence) -> Trace:
        found = explain(month, ("headline", "save_rate", "interval"))
        assert isinstance(found.value, tuple)
        return Trace("", found.value[side], f"An end of {found.name}.", (found,))

    return end


TOP = _chosen(3, "The top 3 are what is seen first.")
MADE: Made = {
    "save_rate_target difference": _difference,
    "save_rate_target months_met": _months_met,
    "conversation share_of_comments": share_of_notes("comments"),
    "conversation share_of_views": share_of_notes("views"),
    "conversation comments_per_view": _counted("The note's comments ÷ its views.", _per_view),
    "conversation usual_per_view": _counted("The comments of the other notes ÷ their views.", _usual_per_view),
    "clicks_target impressions_apart": _apart,
    "keyword_moved top": TOP,
    "keyword_near top": TOP,
    "keyword_best top": TOP,
    "keyword_best months": _counted("Months of the last thirteen in which it was looked for.", _months_of_keyword),
    "keyword_moved rank_since": _rank_since,
    "keyword_place rank_since": _rank_since,
    "keyword_place readings": _counted("The days from that one on.", _readings),
    "keyword_moved keywords_lost": _counted("The keywords that the finding names.", _terms),
    "keywords_unserved keywords_unserved": _counted("The keywords that the finding names.", _terms),
    "saves_before_rank months": _counted(
        "Months with a keyword whose holder's saves of the month before are known.",
        lambda month, evidence: len({m for _, m in _together(month)}),
    ),
    "saves_before_rank keywords_followed": _counted(
        "Keywords of which that is known.", lambda month, evidence: len({term for term, _ in _together(month)})
    ),
    "saves_before_rank correlation": _counted(
        "Σxy ÷ √(Σx² · Σy²): x is ln(1 + saves) of the note that held the place the month before, y what the keyword's "
        "visibility gained, each less its mean for the keyword.",
        _correlation,
    ),
    "dead_link clicks_since": _clicks_since,
    "dead_link clicks_before": _clicks_before,
    "dead_link days_since": _counted("Days from that one to the last with clicks of any destination.", _days_since),
    "dead_link days_before": _counted(
        "The days before that the silent ones are held against: 28, or as many as there are.",
        lambda month, evidence: evidence["days_before"],
    ),
    "funnel_leak rate": _counted("What came of this step ÷ what went into it.", _step_now),
    "funnel_leak usual": _counted("The median of the same over the up to six whole months before.", _step_usual),
    "funnel_leak months": _counted("How many months those are.", _step_months),
    "funnel_leak_since days": _counted("The days of the trends from that one on.", lambda m, e: len(_days_from(m, e))),
    "funnel_leak_since rate": _counted("What came of the step on those days ÷ what went into it.", _step_since),
    "funnel_leak_since usual": _counted("The same over the days of the up to six whole months before.", _step_before),
    "destination_moved usual": _counted("The median of the up to six whole months before.", _usual_clicks),
    "destination_moved months": _counted("How many months those are.", lambda m, e: len(_clicks_of(m, e))),
    "clicks_and_saves months": _counted("The months that make the usual range.", _usual_months),
    "quarter_pace so_far": _so_far,
    "quarter_pace quarter_target": _counted("The targets of the quarter's three months added up.", _quarter),
    "quarter_pace needed": _counted("What is left of the quarter's target ÷ the months that are left.", _needed),
    "creator_beats followers": _counted("As read last.", _creator_followers),
    "creator_beats rate": _counted(
        "The creator's saves over these months ÷ what they are of.", lambda m, e: _rate_of(m, [e["creator"]])
    ),
    "creator_beats others": _counted(
        "The same over the creators with three times the followers and more.", lambda m, e: _rate_of(m, _larger(m, e))
    ),
    "creator_beats notes": _counted(
        "The creator's notes of these months.", lambda m, e: _sum_of(m, [e["creator"]], "notes")
    ),
    "creator_beats other_notes": _counted(
        "The notes of those with three times the followers.", lambda m, e: _sum_of(m, _larger(m, e), "notes")
    ),
    "creator_beats larger": _counted("Creators with three times the followers.", lambda m, e: len(_larger(m, e))),
    "creator_beats months": _counted(
        "Months with collaborations, this one and up to five before.",
        lambda m, e: len(
            {
                n.period.month
                for n, _ in _collaborations(m, {c.name for x in (*_past(m, 6, True), m) for c in x.told.creators})
            }
        ),
    ),
    "paid_saves cost": _counted("Spend ÷ paid saves.", lambda month, evidence: _cost(month)),
    "paid_saves cost_before": _counted("The same of the month before.", _cost_before),
    "posting_rhythm days_without": _counted("Days of the month in a row on which no note came out.", _days_without),
    "posting_rhythm notes": _counted("The notes published in the month.", lambda m, e: len(_new(m))),
    "posting_rhythm usual_notes": _counted(
        "The median of the up to six whole months before.", lambda m, e: median(len(_new(one)) for one in _past(m))
    ),
    "posting_rhythm months": _counted("How many months those are.", lambda m, e: len(_past(m))),
    "posting_rhythm longest": _chosen(10, "What the rule takes for a long gap."),
    "data_limits notes_unknown": _counted(
        "Notes flagged unknown_activity.", lambda m, e: sum("unknown_activity" in n.flags for n in m.told.notes)
    ),
    "data_limits notes": _counted("The notes of the month.", lambda m, e: len(m.told.notes)),
    "data_limits days_missing": _counted("Days under daily_missing.", lambda m, e: len(m.told.coverage.daily_missing)),
    "data_limits notes_counted": _counted("Notes with a save rate of their own.", _counted_notes),
    "data_limits fewest": _chosen(5, "Below five notes there is no interval."),
    "data_limits low": _end(0),
    "data_limits high": _end(1),
    "data_limits needed": _counted(
        "An interval half as wide takes four times as many notes.", lambda m, e: 4 * _counted_notes(m, e)
    ),
}
