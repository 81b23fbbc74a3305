"""At which step of the funnel do people get lost?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_gen.insights import dead_link, destination_moved
from report_gen.insights._funnel import Step, few_months, steps
from report_gen.report import Finding
from report_gen.story import Story
from report_gen.wording import Wording, noop, told

CLAIMS = True
INSTEAD_OF = ("funnel_leak_since",)
SURE = 0.001

HAPPENED = {
    "views": noop("Fewer open what they see: {rate} of image notes’ impressions led to a view, usually {usual}"),
    "saves": noop("Fewer save what they open: {rate} of views ended in a save, usually {usual}"),
    "clicks": noop("Fewer saves lead on: click-throughs came to {rate} of saves, usually {usual}"),
}
SHORT = {
    "views": noop("Fewer open what they see: {rate} of image notes’ impressions led to a view, {usual} before"),
    "saves": noop("Fewer save what they open: {rate} of views ended in a save, {usual} before"),
    "clicks": noop("Fewer saves lead on: click-throughs came to {rate} of saves, {usual} before"),
}
HELD = noop("The funnel’s other steps are no lower than usual, so this is where people get lost.")
ALONE = noop("It lies below every one of the months that it is held against.")
ADVICE = {
    "views": noop("Change covers and titles first: put this month’s beside those of a better month."),
    "saves": noop("Look at what the notes give people to keep: lists, steps, prices and addresses are saved."),
    "clicks": noop("Try the links in notes and profile, and say in the most saved notes where to go next."),
}
SECTIONS = {"views": "click-throughs", "saves": "saves", "clicks": "click-throughs"}
WATCH = {
    "views": "headline|views|value", "saves": "headline|saves_per_view|value", "clicks": "headline|click_throughs|value",
}  # fmt: skip


def find(story: Story) -> Iterator[Finding]:
    """The step that fell most surely. A destination that people no longer reach has a finding of its own."""
    known = steps(story)
    fallen = [s for s in known if s.fell and not (s.name == "clicks" and _is_told(story))]
    if fallen:
        worst = min(fallen, key=lambda s: (s.p, s.name))
        yield _finding(worst, [s for s in known if s.name != worst.name], min(worst.p * len(known), 1.0))


def _is_told(story: Story) -> bool:
    return any((f.p or 0) <= SURE for rule in (dead_link, destination_moved) for f in rule.find(story))


def _finding(step: Step, others: Sequence[Step], p: float) -> Finding:
    message = (SHORT if step.is_short else HAPPENED)[step.name]
    fall = 1 - step.rate / step.usual
    return Finding(
        id=f"funnel_leak:{step.name}",
        section=SECTIONS[step.name],
        importance=round(min(0.78 + 0.2 * fall, 0.89), 4),
        evidence={"step": step.name, "rate": step.rate, "usual": step.usual, "months": step.months},
        text=told(lambda w: w.text(message, rate=w.rate(step.rate), usual=w.rate(step.usual))),
        why=told(lambda w: _why(w, step, others)),
        action=told(lambda w: w.text(ADVICE[step.name])),
        p=p,
        watch=WATCH[step.name],
    )


def _why(w: Wording, step: Step, others: Sequence[Step]) -> str:
    held = bool(others) and all(other.holds for other in others)
    if step.is_short:
        return few_months(w, step.months)
    return w.text(HELD if held else ALONE)
