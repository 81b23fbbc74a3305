"""Which smaller creator is saved more than larger ones?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, sqrt

from report_gen.insights._creators import Together, between_notes, months_with_creators, odds, together, variance
from report_gen.report import Finding
from report_gen.statistics import two_sided
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
LARGER = 3  # times the followers
CERTAIN, LIKELY = 0.002, 0.05  # that notes of one hand differ as much, over all creators that were looked at
COUNTED = 1e-4  # that counts differ as much, of the same notes
LEAST_RATIO = 1.5
FEWEST_SAVES = 20

PER = {
    "impressions": noop(
        "{name}, with {followers} followers, was saved at {rate} of impressions; larger creators at {others}"
    ),
    "views": noop("{name}, with {followers} followers, was saved at {rate} of views; larger creators at {others}"),
}
OVER = noop("Over {months} months: {notes} by {name}, {other_notes} by {larger}.")
THIS = noop("This month: {notes} by {name}, {other_notes} by {larger}.")
HEDGE = noop("So few notes may say more of the notes than of the creators.")
AGAIN = noop("Book {name} again before a larger name, for two notes that people keep.")


@dataclass(frozen=True)
class Beat:
    one: Together
    larger: tuple[Together, ...]
    p: float
    counted: float

    @property
    def others(self) -> float:
        return sum(c.saves for c in self.larger) / sum(c.whole for c in self.larger)


def find(story: Story) -> Iterator[Finding]:
    """Each creator of this month is held against all with three times the followers, none of whom was saved as often. A claim
    where notes of one hand don't differ as much; a fact about these notes, told as no more, where they seldom do."""
    reports = months_with_creators(story)
    if not reports or story.report.rate_per not in PER:
        return
    this_month = {c.name for c in story.report.creators}
    inflated = {c.name for report in reports for c in report.creators if "inflated_audience" in c.flags}
    every = [c for c in together(reports) if c.followers and c.name not in inflated]
    between = between_notes(story.report.notes, story.report.rate_per)
    found = [b for c in every if c.name in this_month and (b := _beat(c, every, between)) is not None]
    best = min((b for b in found if _is_clear(b)), key=lambda b: (b.p, b.one.name), default=None)
    if best is not None and best.p * len(found) <= LIKELY:
        yield _finding(best, len(reports), story.report.rate_per, best.p * len(found))


def _is_clear(beat: Beat) -> bool:
    above_each = all(beat.one.rate > creator.rate for creator in beat.larger)
    return above_each and beat.counted <= COUNTED and beat.one.rate >= LEAST_RATIO * beat.others


def _beat(one: Together, every: Sequence[Together], between: tuple[float, int]) -> Beat | None:
    larger = tuple(c for c in every if (c.followers or 0) >= LARGER * (one.followers or 0))
    if not larger or one.saves < FEWEST_SAVES:
        return None
    rest = sum(c.saves for c in larger), sum(c.whole for c in larger)
    apart = odds(one.saves, one.whole) - odds(*rest)
    errors = [variance(one, spread) + _variance(larger, spread) for spread in (between[0], 0.0)]
    return Beat(one, larger, two_sided(apart / sqrt(errors[0]), between[1]), two_sided(apart / sqrt(errors[1]), inf))


def _variance(larger: Sequence[Together], between: float) -> float:
    """Of the log-odds of all of them, each weighing by what was shown of it."""
    whole, saves = sum(c.whole for c in larger), sum(c.saves for c in larger)
    own = sum((c.whole / whole) ** 2 * between / c.notes for c in larger)
    return own + 1 / (saves + 0.5) + 1 / (whole - saves + 0.5)


def _finding(beat: Beat, months: int, per: str, p: float) -> Finding:
    one, rest = beat.one, beat.larger
    evidence = {
        "creator": one.name, "followers": one.followers, "rate": one.rate, "others": beat.others, "notes": one.notes,
        "other_notes": sum(c.notes for c in rest), "larger": len(rest), "months": months,
    }  # fmt: skip
    return Finding(
        id=f"creator_beats:{one.name}",
        section="creators",
        importance=0.83 if p <= CERTAIN else 0.5,
        evidence=evidence,
        text=told(
            lambda w: w.text(
                PER[per],
                name=one.name, followers=w.count(one.followers), rate=w.rate(one.rate), others=w.rate(beat.others),
            )
        ),
        why=told(lambda w: _why(w, beat, months, p > CERTAIN)),
        action=told(lambda w: w.text(AGAIN, name=one.name)),
        p=p if p <= CERTAIN else None,
        watch=f"creators|{one.name}|save_rate",
    )  # fmt: skip


def _why(w: Wording, beat: Beat, months: int, hedged: bool) -> str:
    notes = w.plural("{n} note", "{n} notes", beat.one.notes)
    others = w.plural("{n} note", "{n} notes", sum(c.notes for c in beat.larger))
    larger = w.plural(
        "{n} creator with at least three times the followers", "{n} creators with at least three times the followers",
        len(beat.larger),
    )  # fmt: skip
    values = {"name": beat.one.name, "notes": notes, "other_notes": others, "larger": larger}
    said = w.text(OVER if months > 1 else THIS, months=w.count(months), **values)
    return w.text("{sentence} {next}", sentence=said, next=w.text(HEDGE)) if hedged else said
