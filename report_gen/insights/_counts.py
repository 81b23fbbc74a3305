"""What metrics are called inside a sentence, and how their numbers are written."""

from __future__ import annotations

from report_gen.wording import Wording, noop

COUNTS = ("click_throughs", "saves", "comments", "impressions", "views", "likes", "shares", "new_followers")
NAMES = {
    "click_throughs": noop("click-throughs"), "saves": noop("saves"), "comments": noop("comments"),
    "impressions": noop("impressions"), "views": noop("views"), "likes": noop("likes"), "shares": noop("shares"),
    "new_followers": noop("new followers"), "comment_rate": noop("comment rate"),
    "click_through_rate": noop("click-through rate"), "saves_per_view": noop("saves per view"),
    "saves_per_impression": noop("saves per impression"), "search_visibility": noop("search visibility"),
    "evergreen_save_share": noop("evergreen share of saves"),
}  # fmt: skip


def named(w: Wording, metric: str) -> str:
    return w.text(NAMES.get(metric, metric))


def written(w: Wording, metric: str, value: float) -> str:
    if metric in COUNTS:
        return w.count(value)
    if metric == "search_visibility":
        return w.number(value)
    return w.rate(value, 2 if value < 0.001 else 1)
