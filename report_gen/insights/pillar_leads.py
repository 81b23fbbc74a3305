"""Which pillar earns clearly more, or less, than its share?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._sentences import told
from report_gen.report import Finding, Group, Report
from report_gen.story import Story


def find(story: Story) -> Iterator[Finding]:
    """Speaks when two pillars' intervals don't overlap: the best against the weakest."""
    known = [p for p in story.report.pillars if p.save_rate is not None and p.interval is not None]
    if len(known) < 2:
        return
    best = max(known, key=lambda p: (p.save_rate, p.name))
    worst = min(known, key=lambda p: (p.save_rate, p.name))
    if best.interval[0] <= worst.interval[1]:  # type: ignore[index]
        return
    of_whole = _share(best, story.report)
    evidence = {
        "pillar": best.name, "save_rate": best.save_rate, "share_of_saves": best.share_of_saves, "share": of_whole,
        "weakest": worst.name, "weakest_rate": worst.save_rate,
    }  # fmt: skip
    per = story.report.rate_per
    yield Finding(
        id="pillar_leads",
        section="saves",
        importance=0.8,
        evidence=evidence,
        text=told(
            lambda w: w.text(
                "{pillar} earned {saves} of saves from {share} of views"
                if per == "views"
                else "{pillar} earned {saves} of saves from {share} of impressions",
                pillar=best.name, saves=w.share(best.share_of_saves), share=w.share(of_whole),
            )
        ),
        why=told(
            lambda w: w.text(
                "{rate} of what it showed was saved, against {other} for {weakest}: the ranges of the two don’t overlap.",
                rate=w.rate(best.save_rate), other=w.rate(worst.save_rate), weakest=worst.name,
            )
        ),
        action=told(lambda w: w.text("Give {pillar} more of next month’s plan.", pillar=best.name)),
    )  # fmt: skip


def _share(pillar: Group, report: Report) -> float | None:
    """The pillar's part of all that was shown."""
    whole = sum(getattr(p, report.rate_per) or 0 for p in report.pillars)
    own = getattr(pillar, report.rate_per)
    return own / whole if whole and own is not None else None
