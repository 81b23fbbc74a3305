"""Creators' collaborations over several months, together: one month rarely has more than a note or two of a creator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_gen.report import Creator, Report
from report_gen.story import Story, months_back
from report_gen.wording import Wording

MONTHS = 6
# By followers. The platform has no scale of its own. This is how agencies usually speak: 素人 and KOC below 10,000
# followers, 头部 from 500,000, and what lies between.
TIERS = (("koc", 0), ("mid", 10_000), ("head", 500_000))


@dataclass(frozen=True)
class Together:
    """A creator's collaborations of these months. A sum of which a part is unknown is unknown; `followers` and `tier` are
    the latest, `base` is what save rate divides by, `fee` in yuan."""

    name: str
    months: tuple[str, ...]
    followers: int | None
    tier: str | None
    notes: int
    base: int | None
    saves: int | None
    fee: float | None
    flags: tuple[str, ...]

    @property
    def save_rate(self) -> float | None:
        return self.saves / self.base if self.base and self.saves is not None else None

    @property
    def cost_per_save(self) -> float | None:
        return self.fee / self.saves if self.saves and self.fee else None


def window(story: Story) -> tuple[Report, ...]:
    """This month and the five before it, as far as they have collaborations."""
    first = months_back(story.report.month, MONTHS - 1)
    return tuple(report for report in story.reports if report.month >= first and report.creators)


def together(reports: Sequence[Report], per: str) -> tuple[Together, ...]:
    """Every creator of these months, by save rate; who has none comes last."""
    names = dict.fromkeys(creator.name for report in reports for creator in report.creators)
    made = (_together(name, reports, per) for name in names)
    return tuple(sorted(made, key=lambda one: (one.save_rate is None, -(one.save_rate or 0), one.name)))


def before(story: Story) -> dict[str, Together]:
    """What this month's creators earned in the five months before, by name."""
    earlier = [report for report in window(story) if report.month < story.report.month]
    return {one.name: one for one in together(earlier, story.report.rate_per)}


def known_sum(values: Iterable[float | None]) -> float | None:
    """None where one of them is unknown, or there is none."""
    found = list(values)
    return None if not found or None in found else sum(value for value in found if value is not None)


def cost(w: Wording, per_save: float | None) -> str:
    """¥3.57, from ¥100 on without the cents."""
    return w.money(per_save, 0 if per_save is not None and per_save >= 99.995 else 2)


def _together(name: str, reports: Sequence[Report], per: str) -> Together:
    found = [(report.month, one) for report in reports for one in report.creators if one.name == name]
    own = [one for _, one in found]
    followers, tier = _latest(own)
    return Together(
        name=name,
        months=tuple(month for month, _ in found),
        followers=followers,
        tier=tier,
        notes=sum(one.notes for one in own),
        base=_count(getattr(one, per, None) for one in own),
        saves=_count(one.saves for one in own),
        fee=known_sum(one.fee for one in own),
        flags=tuple(dict.fromkeys(flag for one in own for flag in one.flags)),
    )


def _latest(own: Sequence[Creator]) -> tuple[int | None, str | None]:
    return next(((one.followers, one.tier) for one in reversed(own) if one.followers is not None), (None, None))


def _count(values: Iterable[int | None]) -> int | None:
    total = known_sum(values)
    return None if total is None else int(total)
