"""Small accounts whose truth is set here: months of notes with rates of their own, as Reports. No exports, no files."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from report_gen.report import ClientName, Coverage, Day, Event, Group, Headline, Note, Report
from report_gen.significance import estimate, significance
from report_gen.statistics import fit_prior, shrunken_rates
from report_gen.story import Story, months_back
from report_gen.yardsticks import placed

LAST = "2026-10"
PILLARS = ("Guides", "Gifts", "Breakfast")
TRAITS = ("guide", "local")


@dataclass(frozen=True)
class Made:
    """A note of the account. `month` counts back from the last, which is 0."""

    number: int
    month: int
    pillar: str
    format: str
    traits: tuple[str, ...]
    reach: float

    @property
    def key(self) -> str:
        return f"note {self.number:03d}"


Rate = Callable[[Made, int], float]  # of a note in a month, counted back from the last


@dataclass(frozen=True)
class Account:
    """`rate` is what is planted: times the account's 3 % and the note's own appeal."""

    seed: int = 1
    months: int = 6
    notes: int = 20  # that come out in a month
    spread: float = 0.3  # standard deviation of the logarithm of the notes' own appeal
    rate: Rate = lambda note, month: 1.0
    reach: Rate = lambda note, month: 1.0
    days: Callable[[np.random.Generator, dt.date], dict[str, int]] | None = None
    format_of: Callable[[str], float] = lambda pillar: 0.4  # share of videos
    trait_of: Callable[[str], float] = lambda pillar: 0.4  # share of guides
    events: tuple[Event, ...] = ()
    per: str = "impressions"
    extra: tuple[Made, ...] = field(default=())


def story(account: Account) -> Story:
    random = np.random.default_rng(account.seed)
    notes = [_made(random, account, number) for number in range(account.notes * account.months)]
    own = {note.key: float(np.exp(random.normal(0, account.spread))) for note in (*notes, *account.extra)}
    reports: list[Report] = []
    for back in reversed(range(account.months)):
        counted = [_counted(random, account, note, own[note.key], back) for note in (*notes, *account.extra)]
        reports.append(_report(random, account, back, [n for n in counted if n is not None], reports))
    return Story(tuple(reports))


def _made(random: np.random.Generator, account: Account, number: int) -> Made:
    pillar = PILLARS[number % len(PILLARS)]
    traits = (account.trait_of(pillar), 0.3)
    return Made(
        number,
        number // account.notes,
        pillar,
        "video" if random.random() < account.format_of(pillar) else "image",
        tuple(name for name, share in zip(TRAITS, traits, strict=True) if random.random() < share),
        float(np.exp(random.normal(7.5, 0.6))),
    )


def _counted(random: np.random.Generator, account: Account, note: Made, appeal: float, back: int) -> Note | None:
    """What the note earned in that month; most of it in its first."""
    age = note.month - back
    if age < 0:
        return None
    shown = int(random.poisson(note.reach * account.reach(note, back) * (1.0, 0.2, 0.1, 0.05)[min(age, 3)]))
    saves = int(random.binomial(shown, min(0.03 * appeal * account.rate(note, back), 0.9)))
    return Note(
        key=note.key, title=f"Title {note.number}", published_at=f"{months_back(LAST, note.month)}-05T09:00:00+08:00",
        format=note.format, pillar=note.pillar, traits=note.traits,
        activity={"impressions": shown, "views": shown, "saves": saves, "comments": 0},
        lifetime={"impressions": shown, "views": shown, "saves": saves, "comments": 0},
        save_rate=saves / shown if shown else None, interval=None, adjusted_save_rate=None,
        flags=("new",) if age == 0 else ("evergreen",) if age > 1 else (),
    )  # fmt: skip


def _report(
    random: np.random.Generator, account: Account, back: int, notes: Sequence[Note], earlier: Sequence[Report]
) -> Report:
    month = months_back(LAST, back)
    first = dt.date.fromisoformat(f"{month}-01")
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    span = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
    sums = {name: sum(n.activity[name] or 0 for n in notes) for name in ("impressions", "views", "saves")}
    old = sum(n.activity["saves"] or 0 for n in notes if "evergreen" in n.flags)
    report = Report(
        schema="report-gen/report@1",
        client=ClientName(slug="client", name="Kopi & Kaya"),
        month=month,
        definitions={"save_rate": f"saves / {account.per}"},
        coverage=Coverage(opening=first, closing=last, last_day=last),
        headline={
            **{name: Headline(value=value, basis="snapshots") for name, value in sums.items()},
            "save_rate": Headline(value=sums["saves"] / sums[account.per], basis="snapshots"),
            "evergreen_save_share": Headline(value=old / sums["saves"], basis="snapshots"),
        },
        formats=_groups(notes, sums["saves"], lambda n: (n.format,), account.per),
        pillars=_groups(notes, sums["saves"], lambda n: (n.pillar or "Other",), account.per),
        traits=_groups(notes, sums["saves"], lambda n: n.traits, account.per),
        notes=_shrunken(notes, account.per),
        days=tuple(Day(date=day, values=account.days(random, day)) for day in span) if account.days else (),
        events=tuple(e for e in account.events if e.start <= last and e.end >= first),
    )
    return placed(_linked(report, earlier[-1]), earlier[-6:]) if earlier else report


def _groups(notes: Sequence[Note], saves: int, names: Callable[[Note], tuple[str, ...]], per: str) -> tuple[Group, ...]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        for name in names(note):
            found.setdefault(name, []).append(note)
    return tuple(_group(name, own, saves, per) for name, own in sorted(found.items()))


def _group(name: str, notes: Sequence[Note], saves: int, per: str) -> Group:
    sums = {c: sum(n.activity[c] or 0 for n in notes) for c in ("impressions", "views", "saves", "comments")}
    rate, share = sums["saves"] / sums[per] if sums[per] else None, sums["saves"] / saves if saves else None
    more: Any = {"save_rate": rate, "interval": None, "share_of_saves": share}
    return Group(name=name, notes=len(notes), **sums, **more)


def _shrunken(notes: Sequence[Note], per: str) -> tuple[Note, ...]:
    parts, wholes = (np.array([n.activity[c] for n in notes], dtype=float) for c in ("saves", per))
    prior = fit_prior(parts, wholes)
    assert prior is not None
    columns = zip(*shrunken_rates(parts, wholes, prior), strict=True)
    return tuple(
        note.model_copy(update={"adjusted_save_rate": float(rate), "interval": (float(low), float(high))})
        for note, (rate, low, high) in zip(notes, columns, strict=True)
    )


def _linked(report: Report, before: Report) -> Report:
    now, then = report.headline["save_rate"], before.headline["save_rate"]
    found = estimate(report, before, "save_rate")
    assert found is not None
    moved = now.model_copy(update={"previous": then.value, "significant": significance(report, before, "save_rate")})
    return report.model_copy(update={"headline": {**report.headline, "save_rate": moved}})
