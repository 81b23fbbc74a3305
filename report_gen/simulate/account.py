"""`simulate(plan, seed) → Account`: what truly happened, day by day and note by note.

The truth is drawn once and written out by `exports`; a report made from those exports can be held against it. Nothing
here is shared with the code that computes reports, so that a mistake there can't hide here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from report_gen.simulate import advertising, audience, collaborations, search
from report_gen.simulate.changes import changed
from report_gen.simulate.events import METRICS, events
from report_gen.simulate.notes import notes
from report_gen.simulate.plan import Plan, first_day, last_day

__all__ = ["METRICS", "Account", "simulate"]


@dataclass(frozen=True, eq=False)
class Account:
    """A simulated account. Moments and days are wall clock in UTC+8, without a zone; frames are not to be changed.

    notes    index `note`; title, published_at (to the second), format, topic, deleted_on (NaT = never), watch_seconds …,
             id; new_title from edited_on, out of sight from hidden_on to back_on (NaT = never)
    events   a row per note and day of its life: METRICS, and `cover_clicks`, the views that a counted cover led to
    daily    index `date`; METRICS as sums of events, lost_followers, profile_visits, notes_published
    ranks    a row per look: keyword, date, rank (NaN = looked for, not found), note (title of the one in the place)
    clicks   a row per destination and date
    paid     a row per note, creative, keyword and date: what of the note's events was paid for, and what it cost
    creators a row per collaboration and day of its life: what the creator's note earned
    """

    plan: Plan
    seed: int
    notes: pd.DataFrame
    events: pd.DataFrame
    daily: pd.DataFrame
    ranks: pd.DataFrame
    clicks: pd.DataFrame
    paid: pd.DataFrame
    creators: pd.DataFrame

    def listed(self, captured: dt.datetime) -> pd.DataFrame:
        """What a note list holds that is exported at that moment: the notes that are out and not deleted by then, with
        their counters since publication as they stood when that day began."""
        notes = self.notes
        is_hidden = (notes["hidden_on"] <= captured) & (notes["back_on"] > captured)
        is_out = (notes["published_at"] <= captured) & ~(notes["deleted_on"] <= captured) & ~is_hidden
        return self._sums(self.events["date"] < pd.Timestamp(captured).normalize()).loc[is_out]

    def titles(self, captured: dt.datetime) -> pd.Series:
        """Each note's title at that moment."""
        return self.notes["new_title"].where(self.notes["edited_on"] <= captured, self.notes["title"])

    def activity(self, first: dt.date, last: dt.date) -> pd.DataFrame:
        """What each note earned from `first` to `last`, both included; all notes, deleted ones too."""
        return self._sums(self.events["date"].between(pd.Timestamp(first), pd.Timestamp(last)))

    def month(self, month: str) -> pd.DataFrame:
        """`activity` of a calendar month, without the notes that were published after it."""
        published = self.notes["published_at"] < pd.Timestamp(last_day(month)) + pd.Timedelta(days=1)
        return self.activity(first_day(month), last_day(month)).loc[published]

    def totals(self, month: str) -> pd.Series:
        """The account's sums of a calendar month, by metric."""
        return self.daily.loc[str(first_day(month)) : str(last_day(month))].sum()

    def _sums(self, rows: pd.Series) -> pd.DataFrame:
        columns = [*METRICS, "cover_clicks"]
        sums = self.events.loc[rows].groupby("note")[columns].sum()
        return sums.reindex(self.notes.index, fill_value=0)


def simulate(plan: Plan, seed: int) -> Account:
    """The same plan and seed give the same account. Each part has its own stream of random numbers, so that another
    keyword doesn't change the notes."""
    streams = np.random.default_rng(seed).spawn(8)
    for_notes, for_events, for_daily, for_ranks, for_clicks, for_changes, for_paid, for_creators = streams
    all_notes = changed(plan, notes(plan, for_notes), for_changes)
    all_events = events(plan, all_notes, for_events)
    daily = audience.daily(plan, all_notes, all_events, for_daily)
    ranks = search.ranks(plan, all_notes, all_events, for_ranks)
    clicks = audience.clicks(plan, daily["views"], for_clicks)
    paid = advertising.paid(plan, all_notes, all_events, for_paid)
    creators = collaborations.creators(plan, for_creators)
    return Account(plan, seed, all_notes, all_events, daily, ranks, clicks, paid, creators)
