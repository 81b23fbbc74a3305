"""Advertising (聚光): what was paid for, beside the month as a whole.

The note, creative and keyword reports describe the same money. For each account and day one of them counts: the note
report where there is one, else the creative, else the keyword report. What is left of a total is organic only
approximately: the platform attributes within windows of its own and fills its numbers in for days afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from report_gen import wording
from report_gen.history import MonthData, known, runs_of
from report_gen.metrics._headline import Basis, basis_of, total
from report_gen.report import Paid, Share
from report_gen.tables import COUNTERS, Quality
from report_gen.wording import Enumeration, Say, noop, say, say_n

LEVELS = ("note", "creative", "keyword")  # the first that a day has is the one that counts
_LEVEL_NAMES = {"note": noop("note"), "creative": noop("creative"), "keyword": noop("keyword")}
COLUMN_OF = {"views": "clicks"}  # 点击量 of an advertised note is a view of it; the other counters have their own names
TOLERANCE = 0.01  # of the larger spend, by which two reports of the same day may differ


def compute(month: MonthData) -> dict[str, object]:
    if month.paid.empty:
        return {}
    rows = counted(month.paid)
    shares = tuple(_shares(month, rows))
    paid_rate, organic_rate = _save_rates(month, rows)
    paid = Paid(
        spend=float(rows["spend"].sum()),
        days=int(rows["date"].nunique()),
        notes=int(rows.loc[rows["note"] != "", "note"].nunique()),
        shares=shares,
        save_rate=paid_rate,
        organic_save_rate=organic_rate,
    )
    return {"paid": paid, "quality": tuple(_quality(month, rows, shares))}


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the one report that counts, for each account and day."""
    place = rows["level"].map(LEVELS.index)
    return rows[place == place.groupby([rows["account"], rows["date"]]).transform("min")]


def paid_total(rows: pd.DataFrame, counter: str) -> int | None:
    """The sum of a counter, by its name in the note lists; None where a row lacks it: a part is not the whole."""
    column = rows[COLUMN_OF.get(counter, counter)]
    return None if column.empty or column.isna().any() else int(column.sum())


def _shares(month: MonthData, rows: pd.DataFrame) -> Iterator[Share]:
    for counter in COUNTERS:
        paid = paid_total(rows, counter)
        basis = basis_of(month, counter)
        if paid is None or not _holds_all(month, basis):
            continue
        if (whole := total(month, counter, basis)) is not None:
            yield Share(metric=counter, total=whole, paid=paid, organic=whole - paid if paid <= whole else None)


def _holds_all(month: MonthData, basis: Basis) -> bool:
    """Not in a first month without trends: the notes' sum then leaves out older notes, which may have been advertised."""
    return not (month.first_month and basis == "snapshots")


def _save_rates(month: MonthData, rows: pd.DataFrame) -> tuple[float | None, float | None]:
    """Saves per impression of the paid part and of the rest; None of nothing, or where paid is more than the whole."""
    saves, impressions = paid_total(rows, "saves"), paid_total(rows, "impressions")
    if saves is None or impressions is None:
        return None, None
    paid = saves / impressions if impressions > 0 else None
    basis = basis_of(month, "saves", "impressions")
    # As for the account's own rate: on one basis, and by the same notes above and below the line.
    both = month.daily if basis == "daily" else known(month.notes, "saves", "impressions")
    all_saves, all_seen = both[["saves", "impressions"]].sum()
    if not _holds_all(month, basis) or saves > all_saves or impressions >= all_seen:
        return paid, None
    return paid, float((all_saves - saves) / (all_seen - impressions))


# -- what the data limit


def _quality(month: MonthData, rows: pd.DataFrame, shares: Iterable[Share]) -> Iterator[Quality]:
    yield from _days_without(month, rows)
    yield from _incomplete(rows)
    yield from _levels_apart(month.paid)
    more = [
        say("{metric} {paid} of {total}", metric=wording.counted(s.metric), paid=s.paid, total=s.total)
        for s in shares
        if s.organic is None
    ]
    if more:
        message = say(
            "聚光 counts more than the account as a whole had ({metrics}): what is organic is not shown.",
            metrics=Enumeration(tuple(more)),
        )
        advice = say(
            "Look whether the 聚光 reports are of this account only, and whether the daily trends and note lists of the month "
            "are complete."
        )
        yield Quality.told("paid_exceeds_total", "warning", message, advice, str(rows["file"].iloc[0]))


def _days_without(month: MonthData, rows: pd.DataFrame) -> Iterator[Quality]:
    days = month.period.days
    lacking = days.difference(pd.DatetimeIndex(rows["date"]))
    if len(lacking):
        message = say(
            "聚光 has rows for {there} of {all} days. Nothing was spent on {lacking}, or those days were not exported.",
            there=rows["date"].nunique(), all=len(days), lacking=runs_of(day.date() for day in lacking),
        )  # fmt: skip
        yield Quality.told("paid_days", "info", message, None, str(rows["file"].iloc[0]))


def _incomplete(rows: pd.DataFrame) -> Iterator[Quality]:
    """A column that some rows have and others don't; one that no row has was not asked for."""
    for counter in COUNTERS:
        blank = rows[COLUMN_OF.get(counter, counter)].isna()
        if blank.any() and not blank.all():
            first = rows[blank].iloc[0]
            message = say(
                "{blank} of {rows} 聚光 rows have no {counter}, so what was paid of them is unknown.",
                blank=int(blank.sum()), rows=len(rows), counter=wording.counted(counter),
            )  # fmt: skip
            advice = say(
                "Export 聚光 again for these days, with the column of {counter} chosen.",
                counter=wording.counted(counter),
            )
            yield Quality.told("paid_incomplete", "warning", message, advice, str(first["file"]), int(first["row"]))


def _levels_apart(rows: pd.DataFrame) -> Iterator[Quality]:
    """Days on which two reports of the same money don't agree on how much it was."""
    spend = rows.groupby(["account", "date", "level"])["spend"].sum(min_count=1).unstack("level")
    most, least = spend.max(axis=1), spend.min(axis=1)
    apart = spend[most - least > TOLERANCE * most]
    if apart.empty:
        return
    account, day = apart.index[0]
    there = [level for level in LEVELS if level in apart.iloc[0].dropna()]
    told = tuple(
        say("{spend} in the {level} report", spend=f"{apart.iloc[0][level]:,.2f}", level=say(_LEVEL_NAMES[level]))
        for level in there
    )
    used = rows[(rows["account"] == account) & (rows["date"] == day) & (rows["level"] == there[0])].iloc[0]
    spend_told: Say = Enumeration(told)
    if len(apart) > 1:
        spend_told = say_n(
            "{spend}, and so on {n} more day", "{spend}, and so on {n} more days", len(apart) - 1, spend=spend_told
        )
    message = say(
        "聚光 reports of the same money differ: on {day} spend (yuan) is {spend}. The first named is used.",
        day=day.date(), spend=spend_told,
    )  # fmt: skip
    advice = say("Export the 聚光 reports of the month again on one day, all of the same accounts and campaigns.")
    yield Quality.told("paid_levels_differ", "warning", message, advice, str(used["file"]), int(used["row"]))
