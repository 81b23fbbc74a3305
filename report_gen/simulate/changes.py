"""What happens to notes after they came out: new titles, times out of sight; and the id that the platform gives each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report_gen.simulate.plan import Plan, first_day, months_before

ID_DIGITS = 24


def changed(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The notes with id, new_title, edited_on, hidden_on and back_on; NaT where nothing of the kind happens."""
    ids = ["".join(random.choice([*"0123456789abcdef"], ID_DIGITS)) for _ in range(len(notes))]
    return notes.assign(id=ids, **_edits(plan, notes, random), **_absences(plan, notes, random))


def _edits(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> dict[str, pd.Series]:
    """Some notes get another title on a day of the last two months. Of notes that share a second one is edited, so that
    what they were can be worked out from the other."""
    twins = notes.index[notes["published_at"].duplicated()]
    begun = pd.Timestamp(first_day(months_before(plan.last_month, min(plan.months, 2) - 1)))
    others = notes.index[~notes["published_at"].duplicated(keep=False) & (notes["published_at"] < begun)]
    wanted = max(plan.quirks.edited - len(twins), 0)
    drawn = random.choice(others, size=min(wanted, len(others)), replace=False)
    edited = [*twins[: plan.quirks.edited], *drawn]
    edited_on = _never(notes)
    for note in edited:
        earliest = max(begun, notes.loc[note, "published_at"].normalize())
        edited_on[note] = earliest + pd.Timedelta(days=int(random.integers(2, 12)), hours=15)
    titles = notes["title"].where(~notes.index.isin(edited), "【更新】" + notes["title"])
    return {"edited_on": edited_on, "new_title": titles}


def _absences(plan: Plan, notes: pd.DataFrame, random: np.random.Generator) -> dict[str, pd.Series]:
    """Some older notes are hidden when the last month begins, and back within it."""
    hidden_on, back_on = _never(notes), _never(notes)
    begins = pd.Timestamp(first_day(plan.last_month))
    older = notes.index[(notes["published_at"] < begins - pd.Timedelta(days=40)) & notes["deleted_on"].isna()]
    for note in random.choice(older, size=min(plan.quirks.hidden, len(older)), replace=False):
        hidden_on[note] = begins - pd.Timedelta(days=int(random.integers(5, 10)))
        back_on[note] = begins + pd.Timedelta(days=int(random.integers(8, 15)))
    return {"hidden_on": hidden_on, "back_on": back_on}


def _never(notes: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NaT, index=notes.index, dtype="datetime64[s]")
