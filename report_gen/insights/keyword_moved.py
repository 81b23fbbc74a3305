"""Which keywords were won or lost, and which note holds the place?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_gen.insights._ranks import Move, moves, worth
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
INSTEAD_OF = ("keyword_place",)
TOP, FIRST_SCREEN, DEEPEST = 3, 10, 50
MOST = 2  # of each direction
TOGETHER = 3  # keywords that one sentence tells of
UNSEEN = 0.2  # of importance: what a move beyond the first screen lacks, before and after
LEVEL = 0.05 / 10  # of moves that are told as one: chance has none of them

CLIMBED = noop("“{term}” climbed from rank {then} to {now}")
SLIPPED = noop("“{term}” slipped from rank {then} to {now}")
FOUND = noop("“{term}” is found now, at rank {now}")
LOST = noop("“{term}” is no longer found; it was at rank {then}")
WON_TOP = noop("“{term}” reached the top 3: from rank {then} to {now}")
LOST_TOP = noop("“{term}” lost its place in the top 3: from rank {then} to {now}")
WON_SCREEN = noop("“{term}” reached the first screen: from rank {then} to {now}")
LOST_SCREEN = noop("“{term}” fell off the first screen: from rank {then} to {now}")
SINCE_UP = noop("“{term}” climbed to rank {now} on {day}; the month before it was at {then}")
SINCE_DOWN = noop("“{term}” slipped to rank {now} on {day}; the month before it was at {then}")
SINCE_LOST = noop("“{term}” has not been found since {day}; the month before it was at rank {then}")
SINCE_FOUND = noop("“{term}” has been found since {day}, at rank {now}")
SEVERAL = noop("{n} keywords slipped or were lost at once: {terms}")
HOLDS = noop("“{note}” holds the place.")
HELD = noop("“{note}” held the place.")
GONE = noop("“{note}” held the place; it is no longer in the note list.")
GONE_ALL = noop("“{note}” held these places; it is no longer in the note list.")
HELD_ALL = noop("“{note}” held these places.")
PIN = noop("Pin the note that holds the place, and keep it up to date.")
REFRESH = noop("Refresh the note that answers “{term}”, or write the one that is missing.")
REPUBLISH = noop("Find out why “{note}” is gone, and publish what answers this search again.")
LOOK = noop("Look these searches up: has a note been hidden or deleted? Refresh or replace it first.")


def find(story: Story) -> Iterator[Finding]:
    """Two of each direction, those that change most for people who search; several that a note lost at once as one."""
    found = sorted(moves(story), key=lambda m: (-m.weight, m.keyword.term))
    lost = [m for m in found if not m.is_up]
    joint = _lost_together(lost)
    if joint:
        yield _several(story, joint)
    ups, downs = [m for m in found if m.is_up], [m for m in lost if m not in joint]
    for move in (*_best(ups), *_best(downs)):
        yield _single(story, move)


def _best(found: Sequence[Move]) -> Sequence[Move]:
    """What chance explains least must not hide behind what it explains."""
    sure = [m for m in found if m.p <= LEVEL]
    return (sure or sorted(found, key=lambda m: m.p))[:MOST]


def _lost_together(lost: Sequence[Move]) -> list[Move]:
    """Those that the same note held, or any if there are three and more."""
    sure = [m for m in lost if m.p <= LEVEL]
    by_note = {m.holder: [one for one in sure if one.holder == m.holder] for m in sure if m.holder}
    most = max(by_note.values(), key=lambda group: (len(group), group[0].keyword.term), default=[])
    if len(sure) >= TOGETHER and len(most) < len(sure):
        return sure
    return most if len(most) > 1 else []


def _single(story: Story, move: Move) -> Finding:
    k, gone = move.keyword, not move.is_up and _is_gone(story, move.holder)
    evidence = {"keyword": k.term, "previous_rank": k.previous_rank, "note": move.holder, "top": TOP}
    evidence |= {"rank_since": move.rank_since, "since": str(move.since)} if move.since else {"rank": k.rank}
    return Finding(
        id=f"keyword_moved:{k.term}",
        section="search-rank",
        importance=importance(story, move),
        evidence=evidence,
        text=told(lambda w: _happened(w, move)),
        why=_why(move, gone),
        action=_action(move, gone),
        p=move.p,
        watch=f"keywords|{k.term}|rank",
    )


def importance(story: Story, move: Move) -> float:
    """By how many of those who search see the note, or no longer do: nobody scrolls to the fiftieth."""
    weights = [k.weight for k in story.report.keywords]
    weight = min(move.keyword.weight * len(weights) / sum(weights), 1.5)
    now, then = move.rank_since if move.since else move.keyword.rank, move.keyword.previous_rank
    reach = abs(_seen(now) - _seen(then)) * weight
    least = (0.5 if move.is_up else 0.55) - (0 if _is_on_first_screen(now, then) else UNSEEN)
    return round(min(least + 0.9 * reach, 0.89), 4)


def _is_on_first_screen(*ranks: float | None) -> bool:
    return any(rank is not None and rank <= FIRST_SCREEN for rank in ranks)


def _seen(rank: float | None) -> float:
    return max(worth(rank) - worth(DEEPEST), 0.0)


def _happened(w: Wording, move: Move) -> str:
    then, now = move.keyword.previous_rank, move.rank_since if move.since else move.keyword.rank
    day = w.date(move.since) if move.since else ""
    values = {"term": move.keyword.term, "then": w.rank(then), "now": w.rank(now), "day": day}
    if move.since:
        return w.text(_dated(then, now, move.is_up), **values)
    return w.text(_whole(then, now, move.is_up), **values)


def _whole(then: float | None, now: float | None, up: bool) -> str:
    if then is None or now is None:
        return FOUND if then is None else LOST
    best, worst = min(then, now), max(then, now)
    if best <= TOP < worst:
        return WON_TOP if up else LOST_TOP
    if best <= FIRST_SCREEN < worst:
        return WON_SCREEN if up else LOST_SCREEN
    return CLIMBED if up else SLIPPED


def _dated(then: float | None, now: float | None, up: bool) -> str:
    if then is None or now is None:
        return SINCE_FOUND if then is None else SINCE_LOST
    return SINCE_UP if up else SINCE_DOWN


def _why(move: Move, gone: bool) -> dict[str, str] | None:
    if not move.holder:
        return None
    return told(lambda w: w.text(HOLDS if move.is_up else GONE if gone else HELD, note=move.holder))


def _action(move: Move, gone: bool) -> dict[str, str] | None:
    if move.is_up:
        return told(lambda w: w.text(PIN)) if move.holder else None
    if gone:
        return told(lambda w: w.text(REPUBLISH, note=move.holder))
    return told(lambda w: w.text(REFRESH, term=move.keyword.term))


def _several(story: Story, lost: Sequence[Move]) -> Finding:
    holders = {m.holder for m in lost}
    note = next(iter(holders)) if len(holders) == 1 else None
    gone = _is_gone(story, note)
    terms = tuple(m.keyword.term for m in lost)
    return Finding(
        id="keyword_moved:several",
        section="search-rank",
        importance=0.88,
        evidence={"keywords_lost": len(lost), "terms": terms, "note": note},
        text=told(lambda w: w.text(SEVERAL, n=w.count(len(lost)), terms=w.listed([_quoted(w, t) for t in terms]))),
        why=told(lambda w: w.text(GONE_ALL if gone else HELD_ALL, note=note)) if note else None,
        action=told(lambda w: w.text(REPUBLISH, note=note) if gone else w.text(LOOK)),
        p=max(m.p for m in lost),
        watch="headline|search_visibility|value",
    )


def _quoted(w: Wording, term: str) -> str:
    return w.text("“{term}”", term=term)


def _is_gone(story: Story, title: str | None) -> bool:
    """Whether the list that closes the month lacks the note, which the one that opened it had."""
    if title is None or story.before is None:
        return False
    then = {
        n.key for n in story.before.notes if title in (n.title, n.key, n.id) and n.activity.get("views") is not None
    }
    now = {n.key for n in story.report.notes if n.activity.get("views") is not None}
    return bool(then) and not then & now
