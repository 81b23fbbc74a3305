"""Which note starts a conversation?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from report_gen.report import Finding, Note
from report_gen.statistics import Array, two_sided
from report_gen.story import Story
from report_gen.wording import noop, told

CLAIMS = True
FEWEST_NOTES, FEWEST_COMMENTS, FEWEST_VIEWS = 10, 10, 30
LEAST_SPREAD = 0.3  # of the log-odds between notes, as a standard deviation
SURE = 0.001
LARGE_SHARE, FAR_ABOVE = 0.25, 2

STARTS = noop("“{title}” starts conversations: {rate} of its views ended in a comment, usually {usual}")
SHARE = noop("One note drew {share} of all comments from {views} of all views")
DREW = noop("It drew {comments} comments, {share} of all.")
ANSWER = noop("Answer the questions under it, and make the most asked one a note.")


def find(story: Story) -> Iterator[Finding]:
    """The note that draws more comments per view than the others lead to expect; where chance explains that, the fact that
    one drew a quarter of all comments from much fewer of the views. Speaks of months with ten notes and more."""
    counted = [n for n in story.report.notes if _comments(n) is not None]
    total = sum(max(_comments(n) or 0, 0) for n in counted)
    if len(counted) < FEWEST_NOTES or total <= 0:
        return
    starter = _starter(counted, total)
    if starter is not None and (starter.p or 0) <= SURE:
        yield starter
    top = max((n for n in counted if n.title), key=lambda n: (_comments(n) or 0, n.key), default=None)
    if top is not None and not (starter and (starter.p or 0) <= SURE and starter.evidence["note"] == top.key):
        yield from _large(top, counted, total)


def _comments(note: Note) -> int | None:
    return note.activity.get("comments")


def _starter(counted: Sequence[Note], total: int) -> Finding | None:
    """The note with the highest rate, held against the others, over as many notes as there are."""
    ordered = sorted((n for n in counted if n.activity.get("views")), key=lambda n: n.key)
    parts, wholes = (np.array([n.activity.get(c) or 0 for n in ordered], dtype=float) for c in ("comments", "views"))
    eligible = (parts >= FEWEST_COMMENTS) & (parts < wholes) & np.array([bool(n.title) for n in ordered], dtype=bool)
    if len(ordered) < FEWEST_NOTES or not eligible.any():
        return None
    rates = np.where(eligible, parts / wholes, -1.0)
    best = int(np.argmax(rates))
    others = np.arange(len(ordered)) != best
    usual = float(parts[others].sum() / wholes[others].sum())
    p = _chance((parts[best], wholes[best]), parts[others], wholes[others]) * len(ordered)
    return _told(ordered[best], float(rates[best]), usual, total, min(p, 1.0)) if rates[best] > usual else None


def _chance(own: tuple[float, float], parts: Array, wholes: Array) -> float:
    """How likely one of these notes is so far above the others, either way: log-odds vary between notes by counting and for
    their own reasons, as those of the others do."""
    enough = (wholes >= FEWEST_VIEWS) & (parts < wholes) & (parts >= 0)
    if enough.sum() < FEWEST_NOTES - 1:
        return 1.0
    odds, _counting = _odds(parts[enough], wholes[enough])
    middle, chance = odds.mean(), max(float(odds.var(ddof=1)), LEAST_SPREAD**2)
    single, error = _odds(*(np.array([value]) for value in own))
    spread = math.sqrt(max(chance, float(error[0])) * (1 + 1 / len(odds)))
    return two_sided(float(single[0] - middle) / spread, len(odds) - 1)


def _odds(parts: Array, wholes: Array) -> tuple[Array, Array]:
    """Log-odds, and what counting alone makes them vary."""
    won, left = parts + 0.5, wholes - parts + 0.5
    return np.log(won / left), 1 / won + 1 / left


def _told(note: Note, rate: float, usual: float, total: int, p: float) -> Finding:
    comments = _comments(note) or 0
    share = comments / total
    return Finding(
        id=f"conversation:{note.key}",
        section="comments",
        importance=round(min(0.55 + 0.4 * share, 0.72), 4),
        evidence={
            "note": note.key, "title": note.title, "comments": comments, "share_of_comments": share,
            "comments_per_view": rate, "usual_per_view": usual,
        },
        text=told(lambda w: w.text(STARTS, title=note.title, rate=w.rate(rate), usual=w.rate(usual))),
        why=told(lambda w: w.text(DREW, comments=w.count(comments), share=w.share(share))),
        action=told(lambda w: w.text(ANSWER)),
        p=p,
        watch="headline|comments|value",
    )  # fmt: skip


def _large(top: Note, counted: Sequence[Note], total: int) -> Iterator[Finding]:
    """A quarter of all comments, and twice the note's part of all views: a fact about this month."""
    comments, share = _comments(top) or 0, (_comments(top) or 0) / total
    seen = sum(max(n.activity.get("views") or 0, 0) for n in counted)
    views = (top.activity.get("views") or 0) / seen if seen else 0.0
    if comments < FEWEST_COMMENTS or share < LARGE_SHARE or share < FAR_ABOVE * views:
        return
    yield Finding(
        id=f"conversation:{top.key}",
        section="comments",
        importance=round(min(0.38 + 0.3 * (share - views), 0.6), 4),
        evidence={
            "note": top.key, "title": top.title, "comments": comments, "share_of_comments": share,
            "share_of_views": views,
        },
        text=told(lambda w: w.text(SHARE, share=w.share(share), views=w.share(views))),
        why=told(
            lambda w: w.plural(
                "“{title}” has one new comment.", "“{title}” has {n} new comments.", comments, title=top.title
            )
        ),
        action=told(lambda w: w.text(ANSWER)),
        watch="headline|comments|value",
    )  # fmt: skip
