"""Where does a save cost least, where most?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.report import Creator, Finding
from report_gen.story import Story
from report_gen.wording import noop, told

APART, FAR_APART = 2, 3  # times

HAPPENED = noop("A save cost {low} with {best} and {high} with {worst}")
WHY = noop("{best}: {best_saves} saves for {best_fee}. {worst}: {worst_saves} for {worst_fee}.")
ADVICE = noop("Ask {worst} for a price by what is kept.")


def find(story: Story) -> Iterator[Finding]:
    """Of the creators of the month whose fee is known, where the dearest save costs twice the cheapest and more."""
    priced = [c for c in story.report.creators if c.cost_per_save is not None]
    if len(priced) < 2:
        return
    best = min(priced, key=lambda c: (c.cost_per_save or 0, c.name))
    worst = max(priced, key=lambda c: (c.cost_per_save or 0, c.name))
    if (worst.cost_per_save or 0) >= APART * (best.cost_per_save or 0):
        yield _finding(best, worst)


def _finding(best: Creator, worst: Creator) -> Finding:
    far = (worst.cost_per_save or 0) >= FAR_APART * (best.cost_per_save or 0)
    return Finding(
        id="creator_cost",
        section="creators",
        importance=0.33,
        evidence={
            "best": best.name, "low": best.cost_per_save, "best_saves": best.saves, "best_fee": best.fee,
            "worst": worst.name, "high": worst.cost_per_save, "worst_saves": worst.saves, "worst_fee": worst.fee,
        },
        text=told(
            lambda w: w.text(
                HAPPENED,
                best=best.name, low=w.money(best.cost_per_save, 2), worst=worst.name, high=w.money(worst.cost_per_save, 2),
            )
        ),
        why=told(
            lambda w: w.text(
                WHY,
                best=best.name, best_saves=w.count(best.saves), best_fee=w.money(best.fee), worst=worst.name,
                worst_saves=w.count(worst.saves), worst_fee=w.money(worst.fee),
            )
        ),
        action=told(lambda w: w.text(ADVICE, worst=worst.name)) if far else None,
        watch=f"creators|{worst.name}|cost_per_save",
    )  # fmt: skip
