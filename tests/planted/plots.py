"""The stories that are planted, one by one, at three sizes; and by what a reader would know that the report tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.planted.world import (
    PILLARS,
    Blogger,
    Burst,
    Extra,
    Lift,
    Place,
    Term,
    World,
    with_stories,
)

Change = dict[str, Any]
SIZES = ("small", "medium", "large")
PILLAR, TERM, NOTE, CREATOR, PLACE = PILLARS[1], "樟宜机场美食", "一张图看懂 kopi 叫法", "示例博主 小", "storefront"


@dataclass(frozen=True)
class Plot:
    """A story. `plant` gives what is added to a world, for a size of 0 to 2. It is told where one of the top findings (or the
    lead) is by a rule in `rules` and names every word of `names` in a sentence."""

    name: str
    plant: Callable[[int], Change]
    rules: tuple[str, ...]
    names: tuple[str, ...] = ()
    months: int = 9
    notes_per_month: float = 12


def base(seed: int, plot: Plot | None = None) -> World:
    """An account with everything that reports read, and no story: eight keywords, two destinations, six creators."""
    return World(
        seed=seed,
        months=plot.months if plot else 9,
        notes_per_month=plot.notes_per_month if plot else 12,
        tail=0.7,
        spread=0.4,
        growth=0.01,
        terms=tuple(Term(term, rank) for term, rank in _RANKS.items()),
        places=(Place("menu"),),
        bloggers=tuple(Blogger(f"示例博主 {name}", followers) for name, followers in _FOLLOWERS.items()),
        settings={"targets": {"save_rate": 0.015}},
    )


def planted(plot: Plot, size: int, seed: int) -> World:
    return with_stories(base(seed, plot), plot.plant(size))


_RANKS = {"新加坡咖啡": 7, "新加坡早餐": 22, "新加坡伴手礼": 12, "南洋咖啡": 2, "牛车水美食": 15}
_FOLLOWERS = {"A": 6_800, "B": 23_500, "C": 112_000, "D": 310_000}


def _lift(of: str, factors: tuple[float, float, float], **where: Any) -> Callable[[int], Change]:
    return lambda size: {"lifts": (Lift(of, factors[size], **where),)}


def _lost(size: int, days: int = 18) -> Change:
    rank = (9, 22, 70)[size]
    return {"terms": (Term(TERM, 3, moves=((days, rank),), note=NOTE, weight=2),), "extras": (_holder(),)}


def _won(size: int) -> Change:
    return {"terms": (Term(TERM, (8, 15, 30)[size], moves=((24, 2),), note=NOTE, weight=2),), "extras": (_holder(),)}


def _holder(**more: Any) -> Extra:
    return Extra(NOTE, months_ago=4, day=6, reach=6000, slow=True, **more)


def _deleted(size: int) -> Change:
    """The note that held two or three keywords goes, and the places with it."""
    held = (TERM, "机场伴手礼", "樟宜早餐")[: size + 1]
    return {
        "terms": tuple(Term(term, 3, moves=((15, 70),), note=NOTE, weight=2) for term in held),
        "extras": (_holder(),),
        "deleted": ((NOTE, 15),),
    }


def _burst(size: int, named: str) -> Change:
    return {"bursts": (Burst((250, 700, 2500)[size], days=6, named=named),)}


def _blogger(size: int) -> Change:
    rates, notes = (0.12, 0.16, 0.24)[size], (4, 5, 6)[size]
    big = tuple(Blogger(f"示例博主 {name}", 250_000, notes=6, reach=40_000, fee=12_000) for name in "EF")
    return {"bloggers": (Blogger(CREATOR, 4_200, notes=notes, save_rate=rates, fee=600), *big)}


def _inflated(size: int) -> Change:
    engagement, reach = (0.3, 0.18, 0.08)[size], (6_000, 4_000, 2_000)[size]
    return {"bloggers": (Blogger(CREATOR, 420_000, notes=4, reach=reach, engagement=engagement, save_rate=0.06),)}


def _reach_up(size: int) -> Change:
    reach, saves = ((1.5, 0.75), (2.2, 0.6), (3.0, 0.45))[size]
    return {"lifts": (Lift("reach", reach, since=0), Lift("saves", saves, since=0))}


def _lag(size: int) -> Change:
    return {"follow_lag": 3, "base_followers": (120.0, 40.0, 6.0)[size]}


def _note(**by_size: tuple[float, float, float]) -> Callable[[int], Change]:
    """A note of its own; what it differs in, by size."""
    usual: dict[str, Any] = {"months_ago": 0, "day": 5, "reach": 9000.0}
    return lambda size: {"extras": (Extra(NOTE, **usual | {name: values[size] for name, values in by_size.items()}),)}


def _old_note(size: int) -> Change:
    reach = (60e3, 120e3, 300e3)[size]
    return {"extras": (Extra(NOTE, months_ago=6, day=8, reach=reach, save_rate=0.15, slow=True),)}


def _place(size: int) -> Change:
    return {"places": (Place(PLACE, 0.03, factor=(0.6, 0.4, 0.2)[size]),)}


def _dead(size: int) -> Change:
    return {"places": (Place(PLACE, 0.02, dead_for=(6, 10, 16)[size]),)}


def _gap(size: int) -> Change:
    return {"gap": ((15, 3), (20, 3), (28, 2))[size]}


def _missed(size: int) -> Change:
    return {"settings": {"targets": {"save_rate": (0.022, 0.026, 0.035)[size]}}}


_MOVED, _KEYWORD, _STEP = "save_rate_moved", ("keyword", "rank"), "funnel_leak"
_FEWER: tuple[float, float, float] = (0.75, 0.55, 0.35)
PLOTS: tuple[Plot, ...] = (
    Plot("a pillar wins", _lift("saves", (1.4, 1.8, 2.5), pillar=PILLAR), ("pillar",), (PILLAR,)),
    Plot("a pillar lags", _lift("saves", (0.7, 0.5, 0.3), pillar=PILLAR), ("pillar",), (PILLAR,)),
    Plot("a pillar loses it", _lift("saves", (0.7, 0.5, 0.3), pillar=PILLAR, since=0), ("pillar", _MOVED), (PILLAR,)),
    Plot("save rate rises", _lift("saves", (1.3, 1.7, 2.4), since=0), (_MOVED,)),
    Plot("save rate falls", _lift("saves", (0.8, 0.6, 0.4), since=0), (_MOVED, _STEP, "reach")),
    Plot("save rate declines", _lift("saves", (0.94, 0.88, 0.8), since=6, per_month=True), ("trend", _MOVED)),
    Plot("reach up, rate down", _reach_up, ("reach", _MOVED)),
    Plot("giveaway, named", lambda size: _burst(size, "Giveaway"), ("followers",), ("Giveaway",)),
    Plot("giveaway, unnamed", lambda size: _burst(size, ""), ("followers",)),
    Plot("rank lost", _lost, _KEYWORD, (TERM,)),
    Plot("rank won", _won, _KEYWORD, (TERM,)),
    Plot("note deleted", _deleted, _KEYWORD, (TERM,)),
    Plot("leak: cover", _lift("views", _FEWER, since=0), (_STEP,)),
    Plot("leak: saves", _lift("saves", _FEWER, since=0), (_STEP, _MOVED)),
    Plot("leak: clicks", _place, (_STEP, "click", "destination")),
    Plot("broken link", _dead, ("destination", "link", "click"), (PLACE,)),
    Plot("small creator", _blogger, ("creator",), (CREATOR,)),
    Plot("inflated creator", _inflated, ("creator_inflated",), (CREATOR,)),
    Plot("saves lead followers", _lag, ("saves_lead_followers",), notes_per_month=14),
    Plot("video saves better", _lift("saves", (1.4, 1.8, 2.6), format="video"), ("format",)),
    Plot("guides save better", _lift("saves", (1.5, 2.0, 3.0), word="攻略"), ("trait",)),
    Plot("viral note", _note(reach=(40e3, 90e3, 250e3), save_rate=(0.14,) * 3), ("note", _MOVED), (NOTE,)),
    Plot("hidden winner", _note(reach=(3500,) * 3, save_rate=(0.24, 0.36, 0.55)), ("note", "hidden"), (NOTE,)),
    Plot("evergreen note", _old_note, ("evergreen", "note"), (NOTE,)),
    Plot("conversation", _note(comment_rate=(0.07, 0.12, 0.2)), ("conversation", "comment"), (NOTE,)),
    Plot("posting gap", _gap, ("rhythm",)),
    Plot("target missed", _missed, ("target",)),
)
BY_NAME: Mapping[str, Plot] = {plot.name: plot for plot in PLOTS}
