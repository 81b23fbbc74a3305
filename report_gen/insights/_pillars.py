"""What pillars are held against: their part of all that was shown."""

from __future__ import annotations

from report_gen.report import Group, Report


def share_of_base(pillar: Group, report: Report) -> float | None:
    """The pillar's part of the month's impressions, views or reach, whichever save rate divides by."""
    whole = sum(getattr(p, report.rate_per) or 0 for p in report.pillars)
    own = getattr(pillar, report.rate_per)
    return own / whole if whole and own is not None else None


def lead(pillar: Group, report: Report) -> float | None:
    """Its part of the saves less its part of what was shown: by how much it pulls the month's rate up or down."""
    shown = share_of_base(pillar, report)
    return None if shown is None or pillar.share_of_saves is None else pillar.share_of_saves - shown
