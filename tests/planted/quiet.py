"""Accounts without a story: of every size, with all that wanders by itself, and nothing behind it."""

from __future__ import annotations

import numpy as np

from tests.planted.world import Blogger, Place, Term, World

TERMS = (
    "新加坡咖啡",
    "新加坡早餐",
    "新加坡伴手礼",
    "南洋咖啡",
    "咖椰吐司",
    "樟宜机场美食",
    "牛车水美食",
    "乌节路咖啡馆",
)
PLACES = ("menu", "storefront", "booking")


def quiet(seed: int) -> World:
    """10 to 200 notes over 4 to 14 months, two to six pillars; with or without a trend in reach, ranks, clicks, creators and
    targets."""
    random = np.random.default_rng([seed, 7])
    months = int(random.integers(4, 15))
    notes = float(np.exp(random.uniform(np.log(10), np.log(200))))
    return World(
        seed=seed,
        months=months,
        notes_per_month=notes / months,
        pillars=int(random.integers(2, 7)),
        reach=float(random.choice([1200, 4000, 9000])),
        tail=float(random.uniform(0.5, 1.2)),
        spread=float(random.uniform(0.3, 0.8)),
        save_rate=float(random.uniform(0.06, 0.18)),
        video_share=float(random.choice([0, 0.3, 0.5])),
        growth=float(random.choice([0, 0, 0.04, -0.03])),
        mood=float(random.uniform(0.05, 0.3)),
        base_followers=float(random.choice([2, 10])),
        terms=_terms(random),
        places=tuple(
            Place(name, float(random.choice([0.005, 0.03])), lumpy=float(random.uniform(0.1, 0.5)))
            for name in PLACES[: int(random.integers(0, 4))]
        ),
        bloggers=_bloggers(random),
        creator_months=int(random.integers(1, 7)),
        settings={"targets": {"save_rate": 0.02, "click_throughs": 900}} if random.random() < 0.5 else {},
    )


def _terms(random: np.random.Generator) -> tuple[Term, ...]:
    """Ranks that wander for days or weeks around a level of their own."""
    return tuple(
        Term(
            term,
            rank=float(np.exp(random.uniform(np.log(1.5), np.log(55)))),
            wander=float(random.uniform(0.05, 0.3)),
            memory=float(random.uniform(0.3, 0.93)),
            weight=float(random.choice([1, 2])),
        )
        for term in TERMS[: int(random.integers(0, 9))]
    )


def _bloggers(random: np.random.Generator) -> tuple[Blogger, ...]:
    """Creators of every size whose readers save alike."""
    if random.random() < 0.4:
        return ()
    return tuple(
        Blogger(
            f"示例博主 {name}",
            followers=int(np.exp(random.uniform(np.log(2_000), np.log(600_000)))),
            notes=int(random.integers(1, 7)),
            reach=float(np.exp(random.uniform(np.log(4_000), np.log(60_000)))),
            fee=float(random.choice([500, 1500, 9000])),
        )
        for name in "ABCDEF"[: int(random.integers(2, 7))]
    )
