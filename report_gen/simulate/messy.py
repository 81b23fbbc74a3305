"""An account with everything that genuine exports put in the way, all at once: for tests and for training."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from report_gen.simulate.layout import Layout, Schedule
from report_gen.simulate.plan import Advertising, Destination, Plan, Quirks, months_before
from report_gen.simulate.store_notes import HOME, PRODUCTS

QUIRKS = Quirks(
    blank_titles=0.1, repeated_titles=0.2, emoji_titles=0.3, autoplay_only=0.4, hostile_titles=True, deleted=2,
    corrected=3, corrected_metrics=("likes", "saves", "comments"), twins=4, edited=6, hidden=2,
)  # fmt: skip
DESTINATIONS = (
    Destination("storefront", 4, 0.006, ("/store",)),
    Destination("booking", 4, 0.003, ("/book",), "tracker"),
    Destination("menu", 5, 0.004, ("/menu",), "landing_pages"),
    Destination(PRODUCTS, 3, 0.004, (), "store_notes"),
    Destination(HOME, 1, 0.001, (), "store_notes"),
)


def messy(plan: Plan) -> Plan:
    """The plan with every quirk, advertising in its last three months, and every kind of destination."""
    return replace(plan, quirks=QUIRKS, advertising=Advertising(months_ago=2), destinations=DESTINATIONS)


def layout(plan: Plan) -> Layout:
    """Shuffled columns, blank cells, and a list with ids in the month before the last."""
    with_ids = (months_before(plan.last_month, 1),)
    return Layout(shuffled=True, per_cent=True, with_ids=with_ids, blanks=2, paid_levels=("note", "creative"))


def schedule(plan: Plan) -> Schedule:
    """Late once, early once, twice a day, in mid-month too, every list stored twice, and the last day never settled."""
    before, two_before = (months_before(plan.last_month, n) for n in (1, 2))
    return Schedule(
        exceptions={two_before: (3,), before: (0,)},
        hours=(dt.time(13, 9, 20), dt.time(21, 40)),
        mid_month_lists=True,
        duplicates=True,
        trend_day=1,
        paid_days=(-10, 10),
        creator_days=(-2, 2),
    )
