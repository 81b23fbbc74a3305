"""The agency's own tables, as no export exists: keyword ranks and clicks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report_gen.simulate.account import Account
from report_gen.simulate.plan import first_day, last_day
from report_gen.simulate.workbook import Cell


def rank_rows(account: Account, month: str) -> list[list[Cell]]:
    """Header and a row per look."""
    ranks = of_month(account.ranks, month)
    rows = zip(ranks["date"], ranks["keyword"], ranks["rank"], ranks["note"], strict=True)
    return [
        ["date", "keyword", "rank", "note"],
        *(
            [f"{day:%Y-%m-%d}", keyword, "50+" if np.isnan(rank) else int(rank), note]
            for day, keyword, rank, note in rows
        ),
    ]


def click_rows(account: Account, month: str) -> list[list[Cell]]:
    """Header and a row per day and destination."""
    clicks = counted_by(account, month, "clicks")
    rows = zip(clicks["date"], clicks["destination"], clicks["clicks"], strict=True)
    return [["date", "destination", "clicks"], *([f"{day:%Y-%m-%d}", name, int(count)] for day, name, count in rows)]


def counted_by(account: Account, month: str, export: str) -> pd.DataFrame:
    """The month's true clicks of the destinations that an export counts."""
    own = [destination.name for destination in account.plan.destinations if destination.counted_by == export]
    clicks = of_month(account.clicks, month)
    return clicks[clicks["destination"].isin(own)]


def of_month(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return rows[rows["date"].between(pd.Timestamp(first_day(month)), pd.Timestamp(last_day(month)))]
