"""Save rate: saves ÷ what the client chose to divide by; and always per view and per impression, to compare with others."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._headline import rate


def compute(month: MonthData) -> dict[str, object]:
    return {
        "headline": {
            "save_rate": rate(month, "save_rate", "saves", month.config.save_rate.per),
            "saves_per_view": rate(month, "saves_per_view", "saves", "views"),
            "saves_per_impression": rate(month, "saves_per_impression", "saves", "impressions"),
        }
    }
