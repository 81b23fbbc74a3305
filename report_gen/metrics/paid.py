"""Advertising (聚光): what was paid for, beside the month as a whole.

The note, creative and keyword reports describe the same money. For each account and day one of them counts: the note
report where there is one, else the creative, else the keyword report. What is left of a total is organic only
approximately: the platform attributes within windows of its own and fills its numbers in for days afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from report_gen.history import MonthData, day_runs, known
from report_gen.metrics._headline import Basis, basis_of, total
from report_gen.report import Paid, Share
from report_gen.tables import COUNTERS, Quality

LEVELS = ("note", "creative", "keyword")  # the first that a day has is the one that counts
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
    more = [f"{s.metric} {s.paid:,} of {s.total:,}" for s in shares if s.organic is None]
    if more:
        yield Quality(
            code="paid_exceeds_total",
            severity="warning",
            message=f"聚光 counts more than the account as a whole had ({', '.join(more)}): what is organic is not shown.",
            file=str(rows["file"].iloc[0]),
            advice="Look whether the 聚光 reports are of this account only, and whether the daily trends and note lists of "
            "the month are complete.",
        )


def _days_without(month: MonthData, rows: pd.DataFrame) -> Iterator[Quality]:
    days = month.period.days
    lacking = days.difference(pd.DatetimeIndex(rows["date"]))
    if len(lacking):
        yield Quality(
            code="paid_days",
            severity="info",
            message=f"聚光 has rows for {rows['date'].nunique()} of {len(days)} days. Nothing was spent on "
            f"{day_runs([day.date() for day in lacking])}, or those days were not exported.",
            file=str(rows["file"].iloc[0]),
        )


def _incomplete(rows: pd.DataFrame) -> Iterator[Quality]:
    """A column that some rows have and others don't; one that no row has was not asked for."""
    for counter in COUNTERS:
        blank = rows[COLUMN_OF.get(counter, counter)].isna()
        if blank.any() and not blank.all():
            first = rows[blank].iloc[0]
            yield Quality(
                code="paid_incomplete",
                severity="warning",
                message=f"{int(blank.sum())} of {len(rows)} 聚光 rows have no {counter}, so what was paid of them is unknown.",
                file=str(first["file"]),
                row=int(first["row"]),
                advice=f"Export 聚光 again for these days, with the column of {counter} chosen.",
            )


def _levels_apart(rows: pd.DataFrame) -> Iterator[Quality]:
    """Days on which two reports of the same money don't agree on how much it was."""
    spend = rows.groupby(["account", "date", "level"])["spend"].sum(min_count=1).unstack("level")
    most, least = spend.max(axis=1), spend.min(axis=1)
    apart = spend[most - least > TOLERANCE * most]
    if apart.empty:
        return
    account, day = apart.index[0]
    there = [level for level in LEVELS if level in apart.iloc[0].dropna()]
    told = ", ".join(f"{apart.iloc[0][level]:,.2f} in the {level} report" for level in there)
    used = rows[(rows["account"] == account) & (rows["date"] == day) & (rows["level"] == there[0])].iloc[0]
    others = f", and so on {len(apart) - 1} more days" if len(apart) > 1 else ""
    yield Quality(
        code="paid_levels_differ",
        severity="warning",
        message=f"聚光 reports of the same money differ: on {day.date()} spend (yuan) is {told}{others}. The first named "
        "is used.",
        file=str(used["file"]),
        row=int(used["row"]),
        advice="Export the 聚光 reports of the month again on one day, all of the same accounts and campaigns.",
    )
