"""What a Report must say of search, clicks, advertising, creators, and of the same totals counted twice."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections import defaultdict
from typing import Any

import pandas as pd

from report_gen.simulate import Account
from report_gen.simulate.advertising import SHOWN
from report_gen.simulate.collaborations import published_on
from report_gen.simulate.creator_batches import counters
from report_gen.simulate.layout import after
from tests.truth.chance import interval
from tests.truth.readings import COUNTERS, Month, World, days_of, total

Json = dict[str, Any]


# -- search


def search(world: World, now: Month) -> tuple[list[Json], Json]:
    """Every keyword of the settings, and their weighted visibility."""
    keywords = [_keyword(world, now, k.term) | {"group": k.group, "weight": k.weight} for k in world.config.keywords]
    seen = [k for k in keywords if k["visibility"] is not None]
    weights = sum(k["weight"] for k in seen)
    value = sum(k["visibility"] * k["weight"] for k in seen) / weights if seen else None
    return keywords, {"value": value, "basis": None if value is None else "daily"}


def _keyword(world: World, now: Month, term: str) -> Json:
    looks: dict[dt.date, list[float]] = defaultdict(list)
    for account in world.accounts.values():
        for row in account.ranks[account.ranks["keyword"] == term].itertuples():
            if now.start <= row.date.date() < now.end:
                looks[row.date.date()].append(math.inf if math.isnan(row.rank) else row.rank)
    days = [statistics.median(ranks) for ranks in looks.values()]
    middle = statistics.median(days) if days else math.inf
    return {
        "term": term,
        "rank": middle if math.isfinite(middle) else None,
        "previous_rank": None,
        "best": min((d for d in days if math.isfinite(d)), default=None),
        "days_observed": len(days),
        "days_ranked": sum(math.isfinite(d) for d in days),
        "days_top3": sum(d <= 3 for d in days),
        "days_top10": sum(d <= 10 for d in days),
        "visibility": 100 * sum(1 / math.log2(1 + d) for d in days) / len(days) if days else None,
    }


# -- clicks


def destinations(world: World, now: Month) -> list[Json]:
    """The profile's visits by the trends, and every destination's true clicks, whatever export counted them."""
    visits = days_of(world, now, "profile_visits")
    found: dict[str, float | None] = {
        "profile": None if None in visits.values() else sum(v for v in visits.values() if v is not None)
    }
    for account in world.accounts.values():
        for row in account.clicks.itertuples():
            if now.start <= row.date.date() < now.end:
                found[row.destination] = (found.get(row.destination) or 0) + row.clicks
    return [{"name": name, "clicks": n, "previous": None, "change": None} for name, n in sorted(found.items())]


# -- advertising


def paid(world: World, now: Month) -> Json | None:
    """What was truly paid for: the newest file has it all."""
    frames = [a.paid.assign(account=name) for name, a in world.accounts.items() if len(a.paid)]
    if not frames:
        return None
    rows = pd.concat(frames)
    # Advertising may be older than the first month that was exported.
    rows = rows[rows["date"] >= pd.Timestamp(min(a.plan.reported_months[0] for a in world.accounts.values()))]
    rows = rows[(rows["date"] >= pd.Timestamp(now.start)) & (rows["date"] < pd.Timestamp(now.end))]
    if rows.empty:
        return None
    sums = {metric: int(rows[name].sum()) for name, metric in SHOWN.items()}
    shares = [_share(world, now, metric, sums[metric]) for metric in COUNTERS]
    names_notes = any(level != "keyword" for level in world.layout.paid_levels)
    return {
        "spend": rows["cents"].sum() / 100,
        "days": rows["date"].nunique(),
        "notes": len(rows[["account", "note"]].drop_duplicates()) if names_notes else 0,
        "shares": [share for share in shares if share["total"] is not None],
        "save_rate": sums["saves"] / sums["impressions"],
        "organic_save_rate": _organic_rate(world, now, sums),
    }


def _share(world: World, now: Month, metric: str, part: int) -> Json:
    whole = _whole(world, now, metric)
    return {
        "metric": metric,
        "total": whole,
        "paid": part,
        "organic": whole - part if whole is not None and part <= whole else None,
    }


def _whole(world: World, now: Month, *metrics: str) -> float | None:
    """A first month's notes are not all notes, so that only its trends are the whole."""
    (value, *_), basis = total(world, now, *metrics)
    return None if now.is_first and basis == "snapshots" else value


def _organic_rate(world: World, now: Month, sums: Json) -> float | None:
    saves, seen = _whole(world, now, "saves", "impressions"), _whole(world, now, "impressions", "saves")
    if saves is None or seen is None or sums["saves"] > saves or sums["impressions"] >= seen:
        return None
    return (saves - sums["saves"]) / (seen - sums["impressions"])


# -- creators


def creators(world: World, now: Month) -> list[Json]:
    """By creator, the notes published in the month as they stood at the reading nearest the month's end."""
    own: dict[str, list[tuple[Any, Json]]] = defaultdict(list)
    for account in world.accounts.values():
        plan = account.plan
        updates = [after(m, d) for m in plan.reported_months for d in world.schedule.creator_days]
        for i, c in enumerate(plan.collaborations):
            out = published_on(c, plan).date()
            if now.start <= out < now.end:
                day = _reading([u for u in updates if u > out], now.end, world.config.capture_window_days)
                own[c.creator].append((c, counters(account, i, day)))
    told = [_creator(name, notes, world.config.save_rate.per) for name, notes in own.items()]
    for creator in told:
        creator["flags"] = ["inflated_audience"] * _is_inflated(creator["name"], own) + creator["flags"]
    return sorted(told, key=lambda c: (c["save_rate"] is None, -(c["save_rate"] or 0), c["name"]))


def _reading(updates: list[dt.date], end: dt.date, window: int) -> dt.date:
    """The nearest within the window, on a tie the later; else the last before the end; else the first after it."""
    near = sorted((abs((u - end).days), -u.toordinal(), u) for u in updates if abs((u - end).days) <= window)
    if near:
        return near[0][2]
    before = [u for u in updates if u < end]
    return max(before) if before else min(updates)


def _creator(name: str, notes: list[tuple[Any, Json]], per: str) -> Json:
    sums = {m: sum(n[m] for _, n in notes) for m in ("impressions", "views", "saves")}
    fees = [None if c.fee is None else c.fee + (c.service or 0) for c, _ in notes]
    fee = None if None in fees else sum(f for f in fees if f is not None)
    followers = max(notes, key=lambda note: note[0].months_ago * -1)[0].followers
    return {
        "name": name,
        "followers": followers,
        "tier": "koc" if followers < 10_000 else "mid" if followers < 500_000 else "head",
        "notes": len(notes),
        **sums,
        "save_rate": sums["saves"] / sums[per] if sums[per] else None,
        "interval": interval([(n["saves"], n[per]) for _, n in notes]),
        "fee": fee,
        "cost_per_save": fee / sums["saves"] if fee and sums["saves"] else None,
        "flags": [] if fee else ["no_fee"],
    }


def _is_inflated(name: str, own: dict[str, list[tuple[Any, Json]]]) -> bool:
    """Far fewer reads per follower and far less engagement per read than the month's other creators: below a quarter of
    their medians."""
    signs = {}
    for creator, notes in own.items():
        views = sum(n["views"] for _, n in notes)
        engaged = sum(n[m] for _, n in notes for m in ("likes", "comments", "saves", "shares"))
        if views:
            signs[creator] = (views / len(notes) / notes[-1][0].followers, engaged / views)
    others = [sign for creator, sign in signs.items() if creator != name]
    if name not in signs or len(signs) < 5:
        return False
    return all(signs[name][i] < statistics.median(other[i] for other in others) / 4 for i in (0, 1))


# -- the same totals twice


def reconciliation(world: World, now: Month) -> list[Json]:
    """Nothing in a first month, and only counters of which the trends have every day."""
    if now.is_first:
        return []
    return [
        _reconciled(world, now, metric)
        for metric in COUNTERS
        if metric != "new_followers" and None not in days_of(world, now, metric).values()
    ]


def _reconciled(world: World, now: Month, metric: str) -> Json:
    daily = sum(v for v in days_of(world, now, metric).values() if v is not None)
    notes = sum(n.activity[metric] for n in now.notes if not math.isnan(n.activity[metric]))
    unknown = [n for n in now.notes if math.isnan(n.activity[metric])]
    gone = [n.lifetime[metric] - n.opened[metric] for n in unknown]
    by_notes = sum(earned for earned in gone if not math.isnan(earned))
    unread = [n.lifetime[metric] for n in unknown if math.isnan(n.opened[metric])]
    each = [_by_dates(world, now, account, metric) for account in now.closings]
    by_dates = None if None in each else sum(part for part in each if part is not None)
    return {
        "metric": metric,
        "daily": daily,
        "notes": notes,
        "difference": daily - notes,
        "by_dates": by_dates,
        "by_notes": by_notes,
        "rest": None if by_dates is None else daily - notes - by_dates - by_notes,
        "unread_at_most": sum(most for most in unread if not math.isnan(most)),
    }


def _by_dates(world: World, now: Month, account: str, metric: str) -> float | None:
    """What the notes' sum lacks for days that the lists don't cover, less what it has of days outside the month. Where a list
    came after an edge, notes published since are no part of it. None where the trends lack one of the days."""
    opening, closing = now.openings[account], now.closings[account]
    assert opening is not None
    parts = [
        (1, closing, now.end, False), (1, now.start, opening, True), (-1, now.end, closing, True),
        (-1, opening, now.start, False),
    ]  # fmt: skip
    total = 0.0
    for sign, first, until, without_new in parts:
        days = [first + dt.timedelta(days=i) for i in range((until - first).days)]
        shown = [world.daily[account].get((metric, day)) for day in days]
        if None in shown:
            return None
        new = _new(world.accounts[account], metric, first, until) if without_new else 0
        total += sign * (sum(value for value in shown if value is not None) - new)
    return total


def _new(account: Account, metric: str, first: dt.date, until: dt.date) -> float:
    """What notes that came out from `first` on had earned by `until`."""
    events = account.events
    out = pd.to_datetime(events["note"].map(account.notes["published_at"]))
    since = (out >= pd.Timestamp(first)) & (events["date"] < pd.Timestamp(until))
    return float(events.loc[since, metric].sum())
