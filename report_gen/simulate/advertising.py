"""What of the notes' events was paid for. The paid part is a part of what a note truly earned, never more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from report_gen.simulate.plan import Advertising, Plan, first_day, last_day, months_before

# As 聚光 counts: a click is a view of the note.
SHOWN = {
    "impressions": "impressions", "clicks": "views", "likes": "likes", "comments": "comments", "saves": "saves",
    "shares": "shares", "new_followers": "new_followers",
}  # fmt: skip
COLUMNS = ("note", "creative", "keyword", "date", "cents", *SHOWN)


def paid(plan: Plan, notes: pd.DataFrame, events: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A row per note, creative, keyword and date with money on it; `cents` are hundredths of a yuan."""
    if plan.advertising is None:
        return pd.DataFrame(columns=[*COLUMNS])
    whole = _promoted(plan, plan.advertising, notes, events, random)
    frames = [*_split(whole, plan.advertising, random)]
    rows = pd.concat(frames, ignore_index=True).sort_values(["date", "note", "creative", "keyword"], ignore_index=True)
    return rows.loc[rows["impressions"] > 0, [*COLUMNS]].reset_index(drop=True)


def _promoted(
    plan: Plan, ads: Advertising, notes: pd.DataFrame, events: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """A row per promoted note and day: SHOWN and cents."""
    begins = pd.Timestamp(first_day(months_before(plan.last_month, ads.months_ago)))
    ends = pd.Timestamp(last_day(plan.last_month))
    images = notes.index[(notes["published_at"] >= begins) & (notes["format"] == "image")]
    chosen = images[random.random(len(images)) < ads.share_of_notes]
    out = events["note"].map(notes["published_at"]).dt.normalize()
    age = (events["date"] - out).dt.days
    rows = events[events["note"].isin(chosen) & (age < ads.days) & (events["date"] <= ends)]
    counts = {name: random.binomial(rows[metric].clip(lower=0), ads.share) for name, metric in SHOWN.items()}
    cents = np.rint(100 * ads.cost_per_click * counts["clicks"] * random.uniform(0.7, 1.3, len(rows))).astype(int)
    return pd.DataFrame({"note": rows["note"], "date": rows["date"], "cents": cents, **counts})


def _split(whole: pd.DataFrame, ads: Advertising, random: np.random.Generator) -> Iterator[pd.DataFrame]:
    """Each count dealt out to every creative with every keyword, so that all three reports add up to the same."""
    pairs = [(creative, keyword) for creative in range(ads.creatives) for keyword in ads.keywords]
    shares = random.dirichlet(np.full(len(pairs), 4.0))
    dealt = {name: random.multinomial(whole[name], shares) for name in ("cents", *SHOWN)}
    for i, (creative, keyword) in enumerate(pairs):
        own = {name: counts[:, i] for name, counts in dealt.items()}
        yield whole[["note", "date"]].assign(creative=creative, keyword=keyword, **own)
