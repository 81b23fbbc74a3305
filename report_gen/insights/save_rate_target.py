"""Is the save rate where it was meant to be?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights import pillar_leads
from report_gen.insights._pillars import lead, share_of_base
from report_gen.report import Finding, Group, Headline
from report_gen.story import Story
from report_gen.wording import noop, told

ABOVE = noop("Save rate is {points} above its target of {target}")
BELOW = noop("Save rate is {points} below its target of {target}")
MEETS = noop("Save rate meets its target of {target}")
MISSES = noop("Save rate misses its target of {target}")
MARGIN = noop("The {points} between them could be chance.")
LIFTS = noop("Lifted most by {pillar}: {saves} of saves from {share} of what was shown.")
WEIGHS = noop("Held down most by {pillar}: {saves} of saves from {share} of what was shown.")
KEEP = noop("Keep the target; raise it once it has been met for six months running.")
RAISE = noop("Raise the target: it has been met for six months and more.")
AGREE = noop("Agree whether the target stands, and which pillar should close the gap.")

LONG = 6  # months
SMALLEST_LEAD = 0.03  # of all saves


def find(story: Story) -> Iterator[Finding]:
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.target is None or rate.status is None:
        return
    value, target, met = rate.value, rate.target, rate.status == "met"
    running = _months_met(story) if met else 0
    apart = abs(value - target)
    pillar = _pulling(story, met)
    evidence = {"save_rate": value, "target": target, "difference": apart, "months_met": running}
    yield Finding(
        id="save_rate_target",
        section="saves",
        importance=0.7 if met else 0.85,
        evidence=evidence | (_weight(story, pillar) if pillar else {}),
        text=told(lambda w: w.text(_happened(rate), points=w.points(apart), target=w.rate(target))),
        why=_joined(_margin(rate, apart), _why(story, pillar, met) if pillar else _running(running)),
        action=told(lambda w: w.text((RAISE if running >= LONG else KEEP) if met else AGREE)),
    )


def _happened(rate: Headline) -> str:
    """By how much only where the target is met or missed beyond chance."""
    if rate.status == "met":
        return ABOVE if _is_sure(rate) else MEETS
    return BELOW if _is_sure(rate) else MISSES


def _is_sure(rate: Headline) -> bool:
    """Not where the interval holds the target, nor where there is none."""
    return rate.interval is not None and not rate.interval[0] <= (rate.target or 0) <= rate.interval[1]


def _margin(rate: Headline, apart: float) -> dict[str, str] | None:
    if _is_sure(rate) or round(apart * 100, 1) == 0:
        return None
    return told(lambda w: w.text(MARGIN, points=w.points(apart)))


def _joined(*parts: dict[str, str] | None) -> dict[str, str] | None:
    """Sentences one after another, in each language."""
    known = [part for part in parts if part]
    return {language: " ".join(part[language] for part in known) for language in known[0]} if known else None


def _pulling(story: Story, up: bool) -> Group | None:
    """The pillar that pulls the rate most towards where it is; none where a finding of its own already says so."""
    if any(pillar_leads.find(story)):
        return None
    leads = [(pull, p.name, p) for p in story.report.pillars if (pull := lead(p, story.report)) is not None]
    pull, _, pillar = max(leads, default=(0.0, "", None)) if up else min(leads, default=(0.0, "", None))
    return pillar if (pull if up else -pull) >= SMALLEST_LEAD else None


def _weight(story: Story, pillar: Group) -> dict[str, object]:
    share = share_of_base(pillar, story.report)
    return {"pillar": pillar.name, "share_of_saves": pillar.share_of_saves, "share": share}


def _why(story: Story, pillar: Group, met: bool) -> dict[str, str]:
    share = share_of_base(pillar, story.report)
    return told(
        lambda w: w.text(
            LIFTS if met else WEIGHS,
            pillar=pillar.name, saves=w.share(pillar.share_of_saves), share=w.share(share),
        )
    )  # fmt: skip


def _running(months: int) -> dict[str, str] | None:
    if months < 2:
        return None
    return told(
        lambda w: w.plural("Above target for {n} month running.", "Above target for {n} months running.", months)
    )


def _months_met(story: Story) -> int:
    """How many months up to this one met their target, without a gap."""
    count = 0
    for report in reversed(story.reports):
        rate = report.headline.get("save_rate")
        if rate is None or rate.status != "met":
            break
        count += 1
    return count
