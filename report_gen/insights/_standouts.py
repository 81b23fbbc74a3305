"""Notes whose own save rate is above the account's beyond what counting makes, however few or many saw them. That some note
of a month is the best is no claim about it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from report_gen.insights._units import FLAGGED
from report_gen.report import Note
from report_gen.story import Story

FEWEST_SAVES = 10
TIMES = 2.0  # the account's rate
DOUBT = 0.01  # that the rate of any note that is named is no higher than the account's
FEWEST_NOTES = 10
Z = 1.959963984540054  # from the middle of a normal variable to where 2.5 % lie beyond


@dataclass(frozen=True)
class Standout:
    """`shown` is how often it was shown or viewed, whichever rates divide by; `usual` the median of all notes."""

    note: Note
    rate: float
    account: float
    shown: float
    usual: float


def standouts(story: Story) -> Iterator[Standout]:
    """The highest rate first, each drawn towards its format's mean by how little is known of it."""
    per, account = story.report.rate_per, story.report.value("save_rate")
    known = [n for n in story.report.notes if n.activity.get(per) and n.interval and FLAGGED not in n.flags]
    if not account or len(known) < FEWEST_NOTES:
        return
    usual = median(float(n.activity[per] or 0) for n in known)
    for note in sorted(known, key=lambda n: (-(n.adjusted_save_rate or 0), n.key)):
        is_high = (note.adjusted_save_rate or 0) >= TIMES * account and (note.activity["saves"] or 0) >= FEWEST_SAVES
        if note.title and note.save_rate and is_high and _chance(note, account) * len(known) < DOUBT:
            yield Standout(note, note.save_rate, float(account), float(note.activity[per] or 0), usual)


def _chance(note: Note, account: float) -> float:
    """That the note's rate is no higher than the account's, from its shrunken interval on the log-odds scale."""
    low, high = (_logit(bound) for bound in note.interval or (0.5, 0.5))
    spread = (high - low) / (2 * Z)
    if spread <= 0:
        return 1.0
    return math.erfc(((low + high) / 2 - _logit(account)) / spread / math.sqrt(2)) / 2


def _logit(rate: float) -> float:
    bounded = min(max(rate, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))
