"""Does what is paid for get saved, and what does such a save cost?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Finding, Paid
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

FAR_BELOW = 0.75  # of what is saved without being paid for

RATES = noop("Of paid impressions {paid} ended in a save, of all others {organic}")
COST = noop("A paid save cost {cost}")
COST_BEFORE = noop("{spend} brought {saves} saves, {cost} each; in {month} a paid save cost {then}.")
COST_ONLY = noop("{spend} brought {saves} saves, {cost} each.")
ADVICE = noop("Put the budget behind notes that people save without it.")


def find(story: Story) -> Iterator[Finding]:
    """What advertising brought, as it was counted; of a change nothing is claimed."""
    paid = story.report.paid
    saves = _saves(paid)
    if paid is None or not saves or paid.spend <= 0:
        return
    cost, before = paid.spend / saves, story.before.paid if story.before else None
    then = before.spend / earlier if before and (earlier := _saves(before)) and before.spend > 0 else None
    both = paid.save_rate is not None and paid.organic_save_rate is not None
    evidence = {"spend": paid.spend, "paid_saves": saves, "cost": cost}
    evidence |= {"paid_rate": paid.save_rate or 0, "organic_rate": paid.organic_save_rate or 0} if both else {}
    lower = both and (paid.save_rate or 0) < FAR_BELOW * (paid.organic_save_rate or 0)
    yield Finding(
        id="paid_saves",
        section="saves",
        importance=0.36,
        evidence=evidence | ({"cost_before": then} if then is not None else {}),
        text=told(lambda w: _happened(w, paid, cost, both)),
        why=told(lambda w: _why(w, story, paid, (saves, cost, then))),
        action=told(lambda w: w.text(ADVICE)) if lower else None,
        watch="paid|save_rate" if both else "paid|spend",
    )


def _saves(paid: Paid | None) -> int | None:
    return next((share.paid for share in paid.shares if share.metric == "saves"), None) if paid else None


def _happened(w: Wording, paid: Paid, cost: float, both: bool) -> str:
    if both:
        return w.text(RATES, paid=w.rate(paid.save_rate), organic=w.rate(paid.organic_save_rate))
    return w.text(COST, cost=w.money(cost, 2))


def _why(w: Wording, story: Story, paid: Paid, counted: tuple[int, float, float | None]) -> str:
    saves, cost, then = counted
    values = {"spend": w.money(paid.spend), "saves": w.count(saves), "cost": w.money(cost, 2)}
    if then is None:
        return w.text(COST_ONLY, **values)
    month = w.month_name(months_back(story.report.month, 1))
    return w.text(COST_BEFORE, month=month, then=w.money(then, 2), **values)
