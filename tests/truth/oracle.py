"""What a Report must say of a simulated account: the definitions, worked out plainly from what truly happened.

Independent of the code that it is held against: no history, metrics or statistics of the package, and its own way of putting
things. The numbers come from the simulator's events, by way of what each downloaded file shows of them; which note a row is
comes from the simulator too, so that no matching of notes is needed here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scipy import special

from tests.truth import elsewhere
from tests.truth.chance import interval, prior, significant
from tests.truth.readings import COUNTERS, SHEETS, Earned, Month, World, covered, days_of, month, total

RATES = {
    "save_rate": ("saves", None),
    "saves_per_view": ("saves", "views"),
    "saves_per_impression": ("saves", "impressions"),
    "comment_rate": ("comments", None),
}  # None: what the client divides by
Json = dict[str, Any]


def reports(world: World, partial: dt.date | None = None) -> list[Json]:
    """Every covered month, each linked to the one before it; and the month of `partial`, up to the list of that day."""
    spans: list[tuple[str, dt.date | None]] = [(name, None) for name in covered(world)]
    if partial:
        spans.append((f"{partial:%Y-%m}", partial))
    told: list[tuple[Month, Json]] = []
    for name, until in spans:
        now = month(world, name, until)
        assert now is not None
        report = _report(world, now)
        if told and told[-1][0].end == now.start and not now.is_partial:
            _link(report, now, told[-1], world)
        told.append((now, report))
    return [report for _, report in told]


def _report(world: World, now: Month) -> Json:
    keywords, visibility = elsewhere.search(world, now)
    headline = _headline(world, now) | ({"search_visibility": _number(**visibility)} if keywords else {})
    return {
        "month": now.name,
        "coverage": _coverage(world, now),
        "headline": headline,
        "formats": _groups({f: [n for n in now.notes if n.format == f] for f in ("image", "video")}, now, world, False),
        "pillars": _pillars(now, world),
        "traits": _groups(
            {t: [n for n in now.notes if t in n.traits] for t in world.config.all_traits}, now, world, False
        ),
        "notes": _note_records(now, world),
        "keywords": keywords,
        "destinations": elsewhere.destinations(world, now),
        "paid": elsewhere.paid(world, now),
        "creators": elsewhere.creators(world, now),
        "reconciliation": elsewhere.reconciliation(world, now),
    }


def _coverage(world: World, now: Month) -> Json:
    openings = [day for day in now.openings.values() if day]
    metrics = [days_of(world, now, metric) for metric in SHEETS.values()]
    missing = [day for day in now.days if any(own[day] is None for own in metrics)]
    return {
        "opening": None if now.is_first else str(max(openings)),
        "closing": str(min(now.closings.values())),
        "daily_missing": [*map(str, missing)],
        "partial": now.is_partial,
        "first_month": now.is_first,
        "last_day": str(now.days[-1]),
    }


def _headline(world: World, now: Month) -> Json:
    found: Json = {}
    for counter in COUNTERS:
        (value,), basis = total(world, now, counter)
        found[counter] = _number(value, basis)
    for name, (part, per) in RATES.items():
        per = per or world.config.save_rate.per
        (parts, wholes), basis = total(world, now, part, per)
        rate = _ratio(parts, wholes)
        found[name] = _number(rate, basis) | {
            "interval": interval([*_counts(now, part, per).values()]) if rate is not None else None
        }
    old = [n for n in now.notes if "evergreen" in n.flags]
    share = _ratio(_sum(old, "saves"), _sum(now.notes, "saves"))
    found["evergreen_save_share"] = _number(None if now.is_first else share, "snapshots")
    return found | _click_throughs(world, now)


def _click_throughs(world: World, now: Month) -> Json:
    clicks = [d["clicks"] for d in elsewhere.destinations(world, now)]
    if not clicks:
        return {}
    value = None if None in clicks else sum(clicks)
    (whole,), basis = total(world, now, world.config.save_rate.per)
    return {
        "click_throughs": _number(value, "daily"),
        "click_through_rate": _number(None if value is None else _ratio(value, whole), basis),
    }


def _number(value: float | None, basis: str | None) -> Json:
    return {"value": value, "basis": None if value is None else basis, "previous": None, "change": None,
            "interval": None, "significant": None}  # fmt: skip


def _counts(now: Month, part: str, per: str) -> dict[Any, tuple[float, float]]:
    return {(n.account, n.note): (n.activity[part], n.activity[per]) for n in now.notes}


def _sum(notes: Iterable[Earned], metric: str) -> float | None:
    values = [n.activity[metric] for n in notes if not math.isnan(n.activity[metric])]
    return sum(values) if values else 0


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole is not None and whole > 0 else None


def _pillars(now: Month, world: World) -> list[Json]:
    groups: dict[str, list[Earned]] = {
        p.name: [n for n in now.notes if n.pillar == p.name] for p in world.config.pillars
    }
    others = [n for n in now.notes if n.pillar is None]
    return _groups(groups | ({"Other": others} if groups and others else {}), now, world, True)


def _groups(groups: Mapping[str, Sequence[Earned]], now: Month, world: World, keep_empty: bool) -> list[Json]:
    per = world.config.save_rate.per
    all_saves = _sum(now.notes, "saves") or 0
    told = []
    for name, notes in groups.items():
        if not notes and not keep_empty:
            continue
        known = [n for n in notes if not math.isnan(n.activity["saves"])]
        pairs = [(n.activity["saves"], n.activity[per]) for n in known if not math.isnan(n.activity[per])]
        rate = _ratio(sum(s for s, _ in pairs), sum(m for _, m in pairs))
        told.append({
            "name": name,
            "notes": len(known),
            **{m: _sum(known, m) if any(n.activity[m] == n.activity[m] for n in known) else None
               for m in ("impressions", "views", "saves", "comments")},
            "save_rate": rate,
            "interval": interval(pairs) if rate is not None else None,
            "share_of_saves": _ratio(_sum(known, "saves"), all_saves),
        })  # fmt: skip
    return told


def _note_records(now: Month, world: World) -> list[Json]:
    per = world.config.save_rate.per
    priors = _priors(now, per)
    records = []
    for n in now.notes:
        s, m = n.activity["saves"], n.activity[per]
        has_rate = m > 0 and s == s
        prior = priors.get(n.format)
        fits = has_rate and prior is not None and 0 <= s <= m
        a, b = (prior[0] * prior[1] + s, (1 - prior[0]) * prior[1] + m - s) if fits and prior else (1.0, 1.0)
        records.append({
            "id": world.ids[n.account].get(n.note),
            "title": n.title,
            "published_at": n.published.isoformat(),
            "format": n.format,
            "pillar": n.pillar,
            "traits": [*n.traits],
            "activity": {k: None if math.isnan(v) else v for k, v in n.activity.items()},
            "lifetime": {k: None if math.isnan(v) else v for k, v in n.lifetime.items()},
            "save_rate": s / m if has_rate else None,
            "adjusted_save_rate": a / (a + b) if fits else None,
            "interval": [special.betaincinv(a, b, q) for q in (0.025, 0.975)] if fits else None,
            "flags": n.flags,
        })  # fmt: skip
    return records


def _priors(now: Month, per: str) -> dict[str, tuple[float, float]]:
    """By format: what is known of a note's rate before its own counts; of all notes together where a format has fewer than
    five. A video seen mostly in autoplay says nothing about others."""
    usable = [
        n for n in now.notes
        if not (per == "impressions" and n.format == "video" and not n.activity["views"] <= n.activity["impressions"])
    ]  # fmt: skip
    together = prior([(n.activity["saves"], n.activity[per]) for n in usable])
    found = {}
    for form in ("image", "video"):
        many = sum(n.format == form for n in now.notes) >= 5
        own = [(n.activity["saves"], n.activity[per]) for n in usable if n.format == form]
        found[form] = (prior(own) if many else None) or together
    return {form: known for form, known in found.items() if known}


# -- against the month before


def _link(report: Json, now: Month, earlier: tuple[Month, Json], world: World) -> None:
    then, before = earlier
    for name, number in report["headline"].items():
        was = before["headline"].get(name)
        if was is None or (then.is_first and was["basis"] == "snapshots"):
            continue
        number["previous"] = was["value"]
        if was["value"] and number["value"] is not None:
            number["change"] = (number["value"] - was["value"]) / abs(was["value"])
        if name in RATES and not then.is_first and number["value"] is not None and was["value"] is not None:
            part, per = RATES[name]
            per = per or world.config.save_rate.per
            number["significant"] = significant(_counts(now, part, per), _counts(then, part, per))
    ranks = {k["term"]: k["rank"] for k in before["keywords"]}
    clicks = {d["name"]: d["clicks"] for d in before["destinations"]}
    for keyword in report["keywords"]:
        keyword["previous_rank"] = ranks.get(keyword["term"])
    for destination in report["destinations"]:
        was_clicks = clicks.get(destination["name"])
        destination["previous"] = was_clicks
        if was_clicks and destination["clicks"] is not None:
            destination["change"] = (destination["clicks"] - was_clicks) / was_clicks
