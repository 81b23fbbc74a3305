"""Which pillar earns clearly more, or less, than its share?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._pillars import share_of_base
from report_gen.report import Finding, Group, Report
from report_gen.story import Story
from report_gen.wording import noop, told

PER_IMPRESSION = noop("{pillar} earned {saves} of saves from {share} of impressions")
PER_VIEW = noop("{pillar} earned {saves} of saves from {share} of views")


def find(story: Story) -> Iterator[Finding]:
    """Speaks when two pillars' intervals don't overlap: the best against the weakest."""
    known = [p for p in story.report.pillars if p.save_rate is not None and p.interval is not None]
    if len(known) < 2:
        return
    best = max(known, key=lambda p: (p.save_rate, p.name))
    weakest = min(known, key=lambda p: (p.save_rate, p.name))
    if best.interval and weakest.interval and best.interval[0] > weakest.interval[1]:
        yield _finding(best, weakest, story.report)


def _finding(best: Group, weakest: Group, report: Report) -> Finding:
    share = share_of_base(best, report)
    happened = PER_VIEW if report.rate_per == "views" else PER_IMPRESSION
    return Finding(
        id="pillar_leads",
        section="saves",
        importance=0.8,
        evidence={
            "pillar": best.name, "save_rate": best.save_rate, "share_of_saves": best.share_of_saves, "share": share,
            "weakest": weakest.name, "weakest_rate": weakest.save_rate,
        },
        text=told(
            lambda w: w.text(happened, pillar=best.name, saves=w.share(best.share_of_saves), share=w.share(share))
        ),
        why=told(
            lambda w: w.text(
                "{rate} of what it showed was saved, against {other} for {weakest}: the ranges of the two don’t overlap.",
                rate=w.rate(best.save_rate), other=w.rate(weakest.save_rate), weakest=weakest.name,
            )
        ),
        action=told(lambda w: w.text("Give {pillar} more of next month’s plan.", pillar=best.name)),
    )  # fmt: skip
