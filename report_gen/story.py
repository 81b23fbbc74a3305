"""`Story`: the month's Report with those before it, in one language. Charts, listings and pages are functions of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from report_gen.logos import Logo
from report_gen.report import Finding, Group, Report, Restatement
from report_gen.wording import Wording

HISTORY_MONTHS = 13  # this month, and the same month a year ago at the left edge


@dataclass(frozen=True)
class Commentary:
    """The analyst's words for one page: text is HTML made from safe Markdown."""

    html: str
    author: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True)
class Look:
    """The client's and the agency's appearance."""

    brand: str = "#0b6aa2"  # exactly as in client.yml; `theme.readable` makes it legible
    agency: str = ""
    contact: str = ""
    logo: Logo | None = None  # the client's
    pages: tuple[str, ...] = ()  # names of the pages that the client wants, in this order; empty: all, in ours


@dataclass(frozen=True)
class Approval:
    """Who approved the month, and on which day (in the client's time zone)."""

    by: str
    on: dt.date


ActionState = Literal["proposed", "accepted", "dropped", "done", "open"]


@dataclass(frozen=True)
class Action:
    """What is done about a finding, as the analyst has it in the month's commentary. `finding` is the finding's id, `text` is
    in the story's language. One that the commentary doesn't name is `proposed`; of last month's, `accepted` ones that the
    commentary says nothing more of are `open`. `outcome` is the analyst's sentence on what became of it; `number` is what it
    was to move, `then` (in the month `since`) and `now` are its values, all as people write them."""

    finding: str
    text: str
    state: ActionState = "proposed"
    owner: str | None = None
    due: dt.date | None = None
    outcome: str | None = None
    number: str | None = None
    then: str | None = None
    now: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Story:
    """`reports` in order of month, the last is the month that is shown; months may be missing in between."""

    reports: tuple[Report, ...]
    wording: Wording = field(default_factory=Wording)
    look: Look = Look()
    commentary: dict[str, Commentary] = field(default_factory=dict)  # by page name
    actions: tuple[Action, ...] = ()  # of this month's findings
    followed: tuple[Action, ...] = ()  # of last month's, and what became of them
    restatements: tuple[Restatement, ...] = ()  # of approved months
    approval: Approval | None = None
    kept: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # made once, of the above

    @property
    def report(self) -> Report:
        return self.reports[-1]

    @property
    def before(self) -> Report | None:
        """The month before this one, if this one may be held against it: both are there, and neither is partial."""
        before = self.at(months_back(self.report.month, 1))
        return None if before is None or before.coverage.partial or self.report.coverage.partial else before

    def action_on(self, finding: Finding) -> Action | None:
        """What is to be done about it: as the analyst has it, else as it is proposed; None where she dropped it."""
        proposal = (finding.action or {}).get(self.wording.language)
        found = next((a for a in self.actions if a.finding == finding.id), None)
        if found is None:
            return Action(finding.id, proposal) if proposal else None
        return None if found.state == "dropped" else found

    def agreed_beside(self, findings: Sequence[Finding]) -> tuple[Action, ...]:
        """Accepted actions of which none of these findings speaks."""
        told = {finding.id for finding in findings}
        return tuple(action for action in self.actions if action.state == "accepted" and action.finding not in told)

    @property
    def year_ago(self) -> Report | None:
        return self.at(months_back(self.report.month, 12))

    @property
    def recent(self) -> tuple[Report, ...]:
        """At most thirteen months, this one last."""
        first = months_back(self.report.month, HISTORY_MONTHS - 1)
        return tuple(r for r in self.reports if r.month >= first)

    @property
    def six_before(self) -> tuple[Report, ...]:
        """The up to six months before this one: the range that this month is held against."""
        first = months_back(self.report.month, 6)
        return tuple(r for r in self.reports[:-1] if r.month >= first and not r.coverage.partial)

    def at(self, month: str) -> Report | None:
        return next((r for r in self.reports if r.month == month), None)

    def group_before(self, kind: str, name: str) -> Group | None:
        """The same pillar, format or trait a month ago."""
        groups: tuple[Group, ...] = getattr(self.before, kind) if self.before else ()
        return next((g for g in groups if g.name == name), None)


def months_back(month: str, count: int) -> str:
    """months_back("2026-01", 1) == "2025-12"; a negative count goes forward."""
    year, index = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year:04d}-{index + 1:02d}"
