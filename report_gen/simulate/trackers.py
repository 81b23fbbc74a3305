"""A link tracker's CSV: a row per day and short link."""

from __future__ import annotations

from report_gen.simulate.account import Account
from report_gen.simulate.tables import counted_by
from report_gen.simulate.workbook import Cell

COLUMNS = ("Date", "Short Link", "Long URL", "Title", "Engagements")


def tracker_rows(account: Account, month: str) -> list[list[Cell]]:
    """Header and rows; the long address holds the destination's own path."""
    clicks = counted_by(account, month, "tracker")
    paths = {d.name: d.match[0] for d in account.plan.destinations if d.match}
    rows = zip(clicks["date"], clicks["destination"], clicks["clicks"], strict=True)
    return [
        [*COLUMNS],
        *(
            [
                f"{day:%Y-%m-%d}",
                f"bit.example/{name}",
                f"https://kopikaya.example{paths[name]}?utm_source=xhs",
                name,
                int(n),
            ]
            for day, name, n in rows
        ),
    ]
