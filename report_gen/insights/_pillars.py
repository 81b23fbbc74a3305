"""What pillars are held against: their part of all that was shown."""

from __future__ import annotations

from report_gen.report import Group, Report


def share_of_base(pillar: Group, report: Report) -> float | None:
    """The pillar's part of the month's impressions, views or reach, whichever save rate divides by."""
    whole = sum(getattr(p, report.rate_per) or 0 for p in report.pillars)
    own = getattr(pillar, report.rate_per)
    return own / whole if whole and own is not None else None
