"""Did the save rate move since last month, beyond chance, and what moved it?"""

from __future__ import annotations

from collections.abc import Iterator

from report_gen.insights._moved_by import Cause, Mover, cause
from report_gen.report import Finding
from report_gen.significance import claim, estimate
from report_gen.story import Story, months_back
from report_gen.wording import Wording, noop, told

SURE, LIKELY = 0.001, 0.01  # of p
INSTEAD_OF = ("pillar_changed", "save_rate_trend")

ROSE = noop("Save rate rose from {then} to {now}")
FELL = noop("Save rate fell from {then} to {now}")
ROSE_BY = noop("Save rate rose from {then} to {now}, mostly through {group}")
FELL_BY = noop("Save rate fell from {then} to {now}, mostly through {group}")
# By whether the group's own rate counts, and whether showing more (True) or less (False) of it does.
RISE = {
    (True, None): noop("{own} of the {points} came from {group} being saved more often."),
    (True, True): noop(
        "{own} of the {points} came from {group} being saved more often, {mix} from showing more of it."
    ),
    (True, False): noop(
        "{own} of the {points} came from {group} being saved more often, {mix} from showing less of it."
    ),
    (False, True): noop("{mix} of the {points} came from showing more of {group}, which is saved more than most."),
    (False, False): noop("{mix} of the {points} came from showing less of {group}, which is saved less than most."),
}
FALL = {
    (True, None): noop("{own} of the {points} went because {group} was saved less often."),
    (True, True): noop(
        "{own} of the {points} went because {group} was saved less often, {mix} because more of it was shown."
    ),
    (True, False): noop(
        "{own} of the {points} went because {group} was saved less often, {mix} because less of it was shown."
    ),
    (False, True): noop("{mix} of the {points} went because more of {group} was shown, which is saved less than most."),
    (False, False): noop(
        "{mix} of the {points} went because less of {group} was shown, which is saved more than most."
    ),
}
TOGETHER = noop("All {pillars} pillars moved the same way: no single one made it.")
NOTE = noop("One note makes most of it: without “{note}” the rate would be {rate}.")
CHANCE = noop("The change on {month} is beyond chance: it is more than the differences between notes would make.")
MORE_OF = noop("Plan more of {group} for next month, while it is saved this often.")
PLAN = noop("Plan next month around the notes that lead the list of saves.")
MEND = noop("Hold this month’s notes of {group} against its most saved ones before the next are written.")
LOOK = noop("Put this month’s most shown notes beside those of a better month: what was there to keep then?")
FORMATS = {"image": noop("image notes"), "video": noop("videos")}


def find(story: Story) -> Iterator[Finding]:
    """Speaks only of a significant move; `save_rate_held` has the others."""
    rate = story.report.headline.get("save_rate")
    if rate is None or rate.value is None or rate.previous is None or not claim(rate):
        return
    value, previous, names = rate.value, rate.previous, story.report.names
    month, why = months_back(story.report.month, 1), cause(story)
    evidence = {"save_rate": value, "previous": previous, "points": abs(value - previous), "significant": True}
    yield Finding(
        id="save_rate_moved",
        section="saves",
        importance=importance(story),
        watch="headline|save_rate|value",
        evidence=evidence | {"month": month} | _evidence(why),
        text=told(lambda w: _text(w, value, previous, why.group), names),
        why=told(lambda w: _why(w, value - previous, why, month), names),
        action=told(lambda w: _advice(w, value > previous, why.group), names),
    )


def _text(w: Wording, value: float, previous: float, by: Mover | None) -> str:
    rates = {"then": w.rate(previous), "now": w.rate(value)}
    if by is None or not by.is_most:
        return w.text(ROSE if value > previous else FELL, **rates)
    return w.text(ROSE_BY if value > previous else FELL_BY, group=_name(w, by), **rates)


def importance(story: Story) -> float:
    """One month in twenty moves that far without a story, so a move that is only just beyond chance gives way to others."""
    found = estimate(story.report, story.before, "save_rate") if story.before else None
    p = 0.05 if found is None else found.p
    return 0.93 if p < SURE else 0.86 if p < LIKELY else 0.76


def _evidence(why: Cause) -> dict[str, object]:
    by, one = why.group, why.note
    group = (
        {"group": by.name, "kind": by.kind, "own": abs(by.own), "mix": abs(by.mix), "is_most": by.is_most} if by else {}
    )
    note = {"note": one.note.key, "title": one.note.title, "rate_without": one.rate} if one else {}
    return group | ({"pillars": why.pillars} if why.pillars else {}) | note


def _why(w: Wording, change: float, why: Cause, month: str) -> str:
    parts = [
        _moved_by(w, change, why.group) if why.group else "",
        w.text(TOGETHER, pillars=w.count(why.pillars)) if why.pillars else "",
        w.text(NOTE, note=why.note.note.title, rate=w.rate(why.note.rate)) if why.note else "",
        w.text(CHANCE, month=w.month_name(month)),
    ]
    return w.joined(parts)


def _moved_by(w: Wording, change: float, by: Mover) -> str:
    message = (RISE if change > 0 else FALL)[bool(by.own), by.is_more if by.mix else None]
    digits = 1 if _adds_up(w, change, by) else 2
    parts = {"own": w.number(abs(by.own) * 100, digits), "mix": w.number(abs(by.mix) * 100, digits)}
    return w.text(message, group=_name(w, by), points=w.points(change, digits), **parts)


def _adds_up(w: Wording, change: float, by: Mover) -> bool:
    """Whether with one digit the parts are more than nothing and no more than the whole."""
    own, mix, whole = (round(abs(part) * 100, 1) for part in (by.own, by.mix, change))
    return all(shown > 0 for shown, part in ((own, by.own), (mix, by.mix)) if part) and own + mix <= max(
        whole, own, mix
    )


def _name(w: Wording, by: Mover) -> str:
    return w.text(FORMATS[by.name]) if by.kind == "formats" and by.name in FORMATS else w.name(by.name)


def _advice(w: Wording, up: bool, by: Mover | None) -> str:
    if by is None or not by.own:
        return w.text(PLAN if up else LOOK)
    return w.text(MORE_OF if up else MEND, group=_name(w, by))
