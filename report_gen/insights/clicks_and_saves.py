"""Do click-throughs and saves go different ways?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean, stdev

from report_gen.insights import dead_link, destination_moved, funnel_leak
from report_gen.insights._funnel import clicks_per_save
from report_gen.report import Finding, Headline
from report_gen.significance import comparable
from report_gen.statistics import two_sided
from report_gen.story import Story
from report_gen.wording import noop, told

CLAIMS = True
FEWEST_MONTHS = 6
SURE = 0.001
LEAST_SPREAD = 0.05  # of the logarithm: months that happened to be alike promise nothing closer

MORE = noop("Click-throughs rose while saves fell: {clicks} and {saves}, usually {usual_clicks} and {usual_saves}")
FEWER = noop("Saves rose while click-throughs fell: {saves} and {clicks}, usually {usual_saves} and {usual_clicks}")
WHY = noop("Both are outside the range of the {months} months before, and their ratio moved more than it usually does.")
USE = noop("Find the note or link that brought the clicks, and give it something worth keeping.")
LEAD_ON = noop("Say in the most saved notes where to go next, and try their links.")


def find(story: Story) -> Iterator[Finding]:
    """Each outside its usual range, on opposite sides, and the ratio of the two beyond its own past."""
    clicks, saves = (story.report.headline.get(metric) for metric in ("click_throughs", "saves"))
    if clicks is None or saves is None or {clicks.standing, saves.standing} != {"above", "below"}:
        return
    if clicks.standing == "below" and _is_told(story):
        return
    p = _chance(story)
    if p is not None:
        yield _finding(clicks, saves, p)


def _is_told(story: Story) -> bool:
    """Whether where the clicks got lost has a finding of its own."""
    others = (dead_link, destination_moved, funnel_leak)
    return any((f.p or 0) <= SURE for rule in others for f in rule.find(story))


def _chance(story: Story) -> float | None:
    """The larger of two probabilities: of the ratio's level among the months before, and of its change among their changes."""
    known = (clicks_per_save(r) or 0 for r in comparable(story.six_before, "saves"))
    past, rate = [math.log(rate) for rate in known if rate > 0], clicks_per_save(story.report) or 0
    if len(past) < FEWEST_MONTHS or rate <= 0:
        return None
    now = math.log(rate)
    changes = [b - a for a, b in pairwise(past)]
    return max(_tail(now, past), _tail(now - past[-1], changes))


def _tail(value: float, past: list[float]) -> float:
    spread = max(stdev(past), LEAST_SPREAD) * math.sqrt(1 + 1 / len(past))
    return two_sided((value - fmean(past)) / spread, len(past) - 1)


def _finding(clicks: Headline, saves: Headline, p: float) -> Finding:
    more = clicks.standing == "above"
    usual_clicks, usual_saves = (one.usual.median if one.usual else 0 for one in (clicks, saves))
    months = min(one.usual.months if one.usual else 0 for one in (clicks, saves))
    return Finding(
        id="clicks_and_saves",
        section="click-throughs",
        importance=0.74,
        evidence={
            "click_throughs": clicks.value, "saves": saves.value, "usual_clicks": usual_clicks, "usual_saves": usual_saves,
            "months": months,
        },
        text=told(
            lambda w: w.text(
                MORE if more else FEWER,
                clicks=w.count(clicks.value), saves=w.count(saves.value), usual_clicks=w.count(usual_clicks),
                usual_saves=w.count(usual_saves),
            )
        ),
        why=told(lambda w: w.text(WHY, months=w.count(months))),
        action=told(lambda w: w.text(USE if more else LEAD_ON)),
        p=p,
        watch="headline|click_throughs|value" if not more else "headline|saves|value",
    )  # fmt: skip
