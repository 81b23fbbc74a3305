"""Comment rate, the depth of the conversation: comments ÷ what save rate divides by."""

from __future__ import annotations

from report_gen.history import MonthData
from report_gen.metrics._headline import rate


def compute(month: MonthData) -> dict[str, object]:
    return {"headline": {"comment_rate": rate(month, "comment_rate", "comments", month.config.save_rate.per)}}
