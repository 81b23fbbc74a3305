"""What creators' notes for the brand earn, day by day. They are no notes of the account."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report_gen.simulate.plan import Collaboration, Plan, first_day, months_before

COUNTERS = ("impressions", "views", "likes", "comments", "saves", "shares", "new_followers")
COLUMNS = (*COUNTERS, "paid_impressions", "paid_views", "heated_impressions", "heated_views")

_LIFE = 90  # days after which nobody sees the note
_LIKES, _COMMENTS, _SHARES, _FOLLOWERS = 0.15, 0.02, 0.025, 0.004  # per view


def creators(plan: Plan, random: np.random.Generator) -> pd.DataFrame:
    """A row per collaboration (its place in the plan) and day; COLUMNS. Paid and heated are parts of the whole."""
    frames = [_days(i, c, plan, random) for i, c in enumerate(plan.collaborations)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["collaboration", "date", *COLUMNS])


def published_on(collaboration: Collaboration, plan: Plan) -> pd.Timestamp:
    first = first_day(months_before(plan.last_month, collaboration.months_ago))
    return pd.Timestamp(first.replace(day=collaboration.day))


def _days(index: int, own: Collaboration, plan: Plan, random: np.random.Generator) -> pd.DataFrame:
    days = pd.date_range(published_on(own, plan), periods=_LIFE)
    attention = np.exp(-np.arange(_LIFE) / 9)
    impressions = random.poisson(own.impressions * attention / attention.sum())
    views = random.binomial(impressions, own.click_rate)
    likes, comments, shares = (rate * own.engagement for rate in (_LIKES, _COMMENTS, _SHARES))
    rates = {"likes": likes, "comments": comments, "saves": own.save_rate, "shares": shares,
             "new_followers": _FOLLOWERS}  # fmt: skip
    earned = {name: random.binomial(views, rate) for name, rate in rates.items()}
    shown = {"impressions": impressions, "views": views}
    paid = {f"paid_{name}": random.binomial(whole, own.paid) for name, whole in shown.items()}
    heated = {f"heated_{name}": random.binomial(shown[name] - paid[f"paid_{name}"], own.paid / 2) for name in shown}
    return pd.DataFrame({"collaboration": index, "date": days, **shown, **earned, **paid, **heated})
